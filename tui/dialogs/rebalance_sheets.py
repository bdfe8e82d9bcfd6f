"""A sheet for each person who would get accounts, to be read together and agreed before anything is in force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from core.rebalance.sheets import ReceiverSheet, SheetRow
from core.rebalance.wish import Pair
from core.wording import counted, hours, hours_short, money_short, near_date, percent_of, shortened
from tui.dialogs.page import SaidPage
from tui.portrait import Said
from widgets.key_hints import Hint
from widgets.text import plain


def pairs_of(sheet: ReceiverSheet) -> frozenset[Pair]:
    """The account, seat and person of every line of a sheet."""
    return frozenset((row.account, row.seat, sheet.person) for row in sheet.rows)


def agreed_people(sheets: Iterable[ReceiverSheet], draft: RebalanceDraft) -> frozenset[int]:
    """The people who agreed: all that they would get is accepted or pinned."""
    fixed = draft.fixed
    return frozenset(sheet.person for sheet in sheets if pairs_of(sheet) <= fixed)


def sheet_said(outlook: Outlook, sheet: ReceiverSheet) -> tuple[Said, ...]:
    """A sheet in labelled lines: what it comes to, then each account with what to know of it."""
    before, after = (percent_of(part, sheet.capacity) for part in (sheet.hours_before, sheet.hours_after))
    givers = dict.fromkeys(row.giver or "nobody" for row in sheet.rows)
    return (
        Said("Gets", f"{counted(len(sheet.rows), 'account')} from {shortened(givers, 4)}"),
        Said(
            "Load",
            f"{hours_short(sheet.hours_before)} → {hours_short(sheet.hours_after)} of {hours(sheet.capacity)}, "
            f"{before} → {after}",
        ),
        Said("ARR", f"{money_short(sheet.arr_before)} → {money_short(sheet.arr_after)}"),
        *(said for row in sheet.rows for said in _row_said(outlook, row)),
    )


def _row_said(outlook: Outlook, row: SheetRow) -> list[Said]:
    today = outlook.moment.today
    day = "today" if row.day == today else near_date(row.day, today)
    family = f" with {counted(len(row.accounts) - 1, 'other')} of its family" if len(row.accounts) > 1 else ""
    facts = [f"{hours(row.hours)} a month", f"ARR {money_short(row.arr)}", row.title]
    if row.renews is not None:
        facts.append(f"renews {near_date(row.renews, today)}")
    said = [
        Said("", ""),
        Said(day.capitalize(), f"{row.name}{family}, from {row.giver or 'nobody'}", "accent"),
        Said("", ", ".join(facts)),
        Said("Why", row.why),
    ]
    if row.last is not None:
        line = f": {row.last.line}" if row.last.line else ""
        said.append(Said("Last", f"{row.last.kind} {near_date(row.last.on, today)}{line}", "muted"))
    if row.caution:
        said.append(Said("Caution", f"{row.caution[:1].upper()}{row.caution[1:]}.", "warn"))
    return said


class SheetsDialog(SaidPage):
    """One sheet after the other; answers by ``agreed`` who has agreed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab", "turn(1)", "Next", show=False),
        Binding("left,h,shift+tab", "turn(-1)", "Previous", show=False),
        Binding("plus", "agree", "Agreed", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("left right", "Person"),
        Hint("+", "Agreed"),
        Hint("j k", "Scroll"),
        Hint("y", "Copy"),
        Hint("esc", "Close"),
    )

    def __init__(self, outlook: Outlook, sheets: Sequence[ReceiverSheet], agreed: frozenset[int]) -> None:
        """Show sheets; ``agreed`` are the people who agreed already."""
        self._outlook = outlook
        self._sheets = tuple(sheets)
        self._place = 0
        self.agreed = set(agreed)
        """Ids of the people who agreed."""
        super().__init__("Sheets", (), label_width=8)

    def on_mount(self) -> None:
        """Start with the first person."""
        super().on_mount()
        self.action_turn(0)

    def action_turn(self, by: int) -> None:
        """Turn to another person, round and round."""
        self._place = (self._place + by) % len(self._sheets)
        sheet = self._sheets[self._place]
        self._said = sheet_said(self._outlook, sheet)
        self._write_title()
        self._write()
        self.query_one(".review--page", VerticalScroll).scroll_home(animate=False)

    def _write_title(self) -> None:
        sheet = self._sheets[self._place]
        state = "✓ agreed" if sheet.person in self.agreed else "not agreed yet"
        tone = "$text-success" if sheet.person in self.agreed else "$foreground-muted"
        where = f"  {self._place + 1} of {len(self._sheets)}"
        self.query_one(".dialog--title", Static).update(
            Content.assemble(
                (plain(sheet.name), "bold $primary"), (where, "$foreground-muted"), (f"  {state}", f"bold {tone}")
            )
        )

    def action_agree(self) -> None:
        """Write down that this person agrees, or take it back; then go on to the next who has not."""
        person = self._sheets[self._place].person
        self.agreed ^= {person}
        if person in self.agreed and len(self.agreed) < len(self._sheets):
            while self._sheets[self._place].person in self.agreed:
                self._place = (self._place + 1) % len(self._sheets)
            self.action_turn(0)
        else:
            self._write_title()

    def action_copy(self) -> None:
        """Copy the sheet as text."""
        sheet = self._sheets[self._place]
        lines = (f"{said.label}\t{said.text}".strip() for said in self._said)
        self.app.copy_to_clipboard("\n".join((sheet.name, *lines)))
        self.notify(plain(f"Copied the sheet of {sheet.name}."), markup=False)
