"""A sheet for each person who would get accounts, to be read together and signed off before anything is in force."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft, SignOff
from core.rebalance.sheets import ReceiverSheet, SheetRow
from core.rebalance.signing import sign, signed_off, take_back, unsigned
from core.usecases.proposals import Solved
from core.wording import counted, hours, hours_short, money_short, near_date, percent_of, shortened
from tui.dialogs.page import SaidPage
from tui.portrait import Said
from tui.signing_words import signed_count, signed_text
from widgets.key_hints import Hint
from widgets.text import plain


def sheet_said(outlook: Outlook, sheet: ReceiverSheet, signed: SignOff | None) -> tuple[Said, ...]:
    """A sheet in labelled lines: whether it is signed off, what it comes to, then each account with what to know."""
    before, after = (percent_of(part, sheet.capacity) for part in (sheet.hours_before, sheet.hours_after))
    givers = dict.fromkeys(row.giver or "nobody" for row in sheet.rows)
    return (
        _signed_said(signed),
        Said("Gets", f"{counted(len(sheet.rows), 'account')} from {shortened(givers, 4)}"),
        Said(
            "Load",
            f"{hours_short(sheet.hours_before)} → {hours_short(sheet.hours_after)} of {hours(sheet.capacity)}, "
            f"{before} → {after}",
        ),
        Said("ARR", f"{money_short(sheet.arr_before)} → {money_short(sheet.arr_after)}"),
        *(
            said
            for row, before in zip(sheet.rows, (None, *sheet.rows), strict=False)
            for said in _row_said(outlook, row, before)
        ),
    )


def _signed_said(signed: SignOff | None) -> Said:
    if signed is None:
        return Said("Sign-off", "not yet; s notes that what follows is agreed", "warn")
    return Said("Sign-off", signed_text(signed), "good")


def _row_said(outlook: Outlook, row: SheetRow, before: SheetRow | None) -> list[Said]:
    """The lines of an account; a reason that the one before has too is not said again."""
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
    ]
    if before is None or row.why != before.why:
        said.append(Said("Why", row.why))
    if row.last is not None:
        line = f": {row.last.line}" if row.last.line else ""
        said.append(Said("Last", f"{row.last.kind} {near_date(row.last.on, today)}{line}", "muted"))
    if row.caution:
        said.append(Said("Caution", f"{row.caution[:1].upper()}{row.caution[1:]}.", "warn"))
    return said


class SheetsDialog(SaidPage):
    """One sheet after the other; ``noted`` hears the draft with each sign-off as it is given or taken back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,tab", "turn(1)", "Next", show=False),
        Binding("left,h,shift+tab", "turn(-1)", "Previous", show=False),
        Binding("s", "sign", "Sign off", show=False),
        Binding("y", "copy", "Copy", show=False),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("left right", "Person"),
        Hint("s", "Sign off"),
        Hint("j k", "Scroll"),
        Hint("y", "Copy"),
        Hint("esc", "Close"),
    )

    def __init__(
        self, outlook: Outlook, sheets: Sequence[ReceiverSheet], solved: Solved, noted: Callable[[RebalanceDraft], None]
    ) -> None:
        """Show the sheets of what a draft would make; the draft has who signed off what so far."""
        self._outlook = outlook
        self._sheets = tuple(sheets)
        self._place = 0
        self._draft = solved.draft
        self._moves = solved.proposal.moves
        self._noted = noted
        super().__init__("Sheets", (), label_width=9)

    def on_mount(self) -> None:
        """Start with the first person who has not signed off."""
        super().on_mount()
        self._place = next(iter(self._open()), 0)
        self.action_turn(0)

    def _open(self) -> list[int]:
        """The places of the sheets that are not signed off, from the shown one on, round and round."""
        missing = unsigned(self._draft, self._moves)
        count = len(self._sheets)
        places = [(self._place + step) % count for step in range(count)]
        return [place for place in places if self._sheets[place].person in missing]

    def action_turn(self, by: int) -> None:
        """Turn to another person, round and round."""
        self._place = (self._place + by) % len(self._sheets)
        self._show_sheet()
        self.query_one(".review--page", VerticalScroll).scroll_home(animate=False)

    def _show_sheet(self) -> None:
        sheet = self._sheets[self._place]
        signed = signed_off(self._draft, self._moves)
        self._said = sheet_said(self._outlook, sheet, signed.get(sheet.person))
        self._write()
        mark = "  ✓ signed off" if sheet.person in signed else "  not signed off yet"
        where = f"  {self._place + 1} of {len(self._sheets)}"
        self.query_one(".dialog--title", Static).update(
            Content.assemble(
                (plain(sheet.name), "bold $primary"),
                (where, "$foreground-muted"),
                (mark, "bold $text-success" if sheet.person in signed else "$text-warning"),
            )
        )

    def action_sign(self) -> None:
        """Note that this person has signed off, or take that back; then go on to the next who has not."""
        sheet, desk = self._sheets[self._place], self.bookshift.desk
        if sheet.person in signed_off(self._draft, self._moves):
            self._draft = take_back(self._draft, (sheet.person,))
            self._noted(self._draft)
            self._show_sheet()
            return
        self._draft = sign(self._draft, self._moves, (sheet.person,), desk.user, desk.moment.now)
        self._noted(self._draft)
        self._place = next(iter(self._open()), self._place)
        self.action_turn(0)
        if not self._open():
            says = f"{signed_count(len(self._sheets), 0)}. esc, then a puts the moves in force."
            self.notify(plain(says), markup=False)

    def action_copy(self) -> None:
        """Copy the sheet as text."""
        sheet = self._sheets[self._place]
        lines = (f"{said.label}\t{said.text}".strip() for said in self._said)
        self.app.copy_to_clipboard("\n".join((sheet.name, *lines)))
        self.notify(plain(f"Copied the sheet of {sheet.name}."), markup=False)
