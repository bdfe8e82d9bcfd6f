"""What speaks for and against the models, what was heard, whom nobody asked, and the reviews that were held."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import ContentSwitcher, Static

from core.models.fit.due import next_review, review_due
from core.models.fit.evidence import about, evidence, title_of
from core.models.fit.line import Evidence, Side
from core.models.fit.tally import By, Heard, Interviews, interviews, tally
from core.models.fit.thresholds import thresholds_of
from core.models.fit.unasked import Unasked, not_asked
from core.organisation import Review
from core.outlook import Outlook
from core.rows import AccountRow
from core.wording import counted, money, short_date
from tui.account_deeds import AccountDeeds
from tui.commands import Place, bindings
from tui.dialogs.evidence import AnswersDialog, ThresholdsDialog, thresholds_named
from tui.dialogs.review import ReviewDialog, ReviewPage
from tui.evidence_rows import (
    EVIDENCE_COLUMNS,
    HEARD_COLUMNS,
    REVIEW_COLUMNS,
    UNASKED_COLUMNS,
    EvidenceRow,
    HeardRow,
    UnaskedRow,
    evidence_heading,
    evidence_row,
    evidence_said,
    heard_row,
    heard_said,
    review_said,
)
from tui.evidence_words import answer_text, interviews_text, sides_text
from tui.line_card import LineCard
from tui.portrait import Said
from tui.screens.account import AccountScreen
from tui.screens.resting import RestingRoom
from widgets.table.table import RowTable
from widgets.text import plain


class Pane(StrEnum):
    """The parts of the page; each value is the id of its table."""

    LINES = "lines"
    HEARD = "heard"
    UNASKED = "unasked"
    REVIEWS = "reviews"


_TITLES = {Pane.LINES: "Evidence", Pane.HEARD: "Heard", Pane.UNASKED: "Nobody asked", Pane.REVIEWS: "Reviews"}
_GROUPINGS = {
    By.SEGMENT: "segment",
    By.STAGE: "stage",
    By.PERSON: "person",
    By.ERA: "model era",
    By.WHOLE: "nothing: all together",
}


class EvidenceScreen(AccountDeeds, RestingRoom):
    """The page of evidence; it follows every change."""

    PLACE = Place.EVIDENCE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.EVIDENCE)]
    MODE = "go.model"
    AUTO_FOCUS = "#lines"

    def __init__(self, model: str = "") -> None:
        """Show the evidence on a model or alignment by its key; on all of them for none."""
        super().__init__()
        self._model = model
        self._only = bool(model)
        self._pane = Pane.LINES
        self._by = By.SEGMENT
        self._stale: set[Pane] = set()
        self._numbers: dict[Hashable, int] = {}
        self._sums: dict[Pane, str] = {}

    def body(self) -> ComposeResult:
        """The parts' names, a sum, one table at a time, and the row under the cursor in full."""
        yield Static("", classes="evidence--head")
        with ContentSwitcher(initial=Pane.LINES.value):
            yield RowTable[EvidenceRow](EVIDENCE_COLUMNS, lambda row: row.id, empty=_READING, id=Pane.LINES.value)
            yield RowTable[HeardRow](HEARD_COLUMNS, lambda row: row.id, empty=_READING, id=Pane.HEARD.value)
            yield RowTable[UnaskedRow](UNASKED_COLUMNS, lambda row: row.id, empty=_READING, id=Pane.UNASKED.value)
            yield RowTable[Review](REVIEW_COLUMNS, lambda row: row.id, empty=_READING, id=Pane.REVIEWS.value)
        yield LineCard(label_width=8, classes="evidence--card")

    def _table(self, pane: Pane) -> RowTable[Any]:
        return self.query_one(f"#{pane.value}", RowTable)

    @property
    def table(self) -> RowTable[Any]:
        """The table on show."""
        return self._table(self._pane)

    # Reading ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Read everything anew; a part that is not on show is read when it is turned to."""
        self._stale = set(Pane)
        self._turn_to(self._pane)

    def _turn_to(self, pane: Pane) -> None:
        self._pane = pane
        self.query_one(ContentSwitcher).current = pane.value
        self.table.focus()
        self._write_head()
        self._show_row(self.table.current)
        if pane in self._stale:
            self._read(pane)

    @work(exclusive=True, group="evidence")
    async def _read(self, pane: Pane) -> None:
        """Read a part beside the screen: on a large book that takes a moment."""
        outlook = self.outlook
        if outlook is None:
            return
        if pane is Pane.LINES:
            found = await asyncio.to_thread(_lines, outlook)
            self._show_lines(outlook, found)
        elif pane is Pane.HEARD:
            self._show_heard(outlook, *await asyncio.to_thread(_heard, outlook, self._by))
        elif pane is Pane.UNASKED:
            self._show_unasked(outlook, await asyncio.to_thread(_unasked, outlook))
        else:
            self._show_reviews(outlook)
        self._stale.discard(pane)
        self._write_head()

    def _number(self, key: Hashable) -> int:
        """The same number for the same row, so that the cursor stays on it."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    # Showing ------------------------------------------------------------------------------------------------

    def _show_lines(self, outlook: Outlook, found: Sequence[Evidence]) -> None:
        book = outlook.book
        if self._only:
            chosen = frozenset(map(id, about(found, self._model)))
            found = [line for line in found if id(line) in chosen or line.side is Side.UNHEARD]
        keys = ((line.signal, line.side, line.place, line.speaks, line.of) for line in found)
        table = self._table(Pane.LINES)
        table.empty = "Nothing speaks for or against it yet."
        table.show([evidence_row(book, self._number(key), line) for key, line in zip(keys, found, strict=True)])
        of = title_of(book, self._model) if self._only else "Every model"
        self._sums[Pane.LINES] = f"{of}: {sides_text(found)}; no score, weigh them."

    def _show_heard(self, outlook: Outlook, found: Sequence[Heard], asked: Interviews) -> None:
        book = outlook.book
        table = self._table(Pane.HEARD)
        table.empty = "No customer was talked with."
        table.show([heard_row(book, self._number((row.by, row.key)), row) for row in found])
        since = "Ever" if self._by is By.ERA else f"In {thresholds_of(book.policy)['heard_days']} days"
        told = interviews_text(book, asked)
        self._sums[Pane.HEARD] = f"{since}, by {_GROUPINGS[self._by]}." + (f" {told}." if told else "")

    def _show_unasked(self, outlook: Outlook, found: Sequence[Unasked]) -> None:
        book, rows = outlook.book, outlook.rows
        table = self._table(Pane.UNASKED)
        table.empty = "Every customer answered. Well done."
        table.show([UnaskedRow(one, rows[one.account].owner) for one in found])
        worth = money(sum(one.arr or 0 for one in found), book.policy.currency)
        days = thresholds_of(book.policy)["heard_days"]
        self._sums[Pane.UNASKED] = f"{counted(len(found), 'customer')} without an answer in {days} days, {worth}."

    def _show_reviews(self, outlook: Outlook) -> None:
        book = outlook.book
        table = self._table(Pane.REVIEWS)
        table.empty = "No review was held yet. Press V to write one down."
        table.show(sorted(book.reviews.values(), key=lambda review: (review.on, review.id), reverse=True))
        due, coming = review_due(book, outlook.moment.today), next_review(book)
        none = "No model is in force, so no review is due."
        following = none if coming is None else f"The next review is due on {short_date(coming)}."
        self._sums[Pane.REVIEWS] = due.says if due is not None else following

    def _write_head(self) -> None:
        names = (
            Content.styled(f"[{title}]", "bold $primary")
            if pane is self._pane
            else Content.styled(f" {title} ", "$foreground-muted")
            for pane, title in _TITLES.items()
        )
        said = plain(self._sums.get(self._pane, _READING))
        self.query_one(".evidence--head", Static).update(Content("\n").join([Content(" ").join(names), Content(said)]))

    def on_row_table_highlighted(self, event: RowTable.Highlighted[Any]) -> None:
        """Show the row under the cursor in full."""
        if event.table is self.table:
            self._show_row(event.row)

    def _show_row(self, row: object) -> None:
        card = self.query_one(LineCard)
        if isinstance(row, EvidenceRow):
            card.show_lines(evidence_heading(row), evidence_said(row))
        elif isinstance(row, HeardRow):
            card.show_lines(row.heard.title, heard_said(row))
        elif isinstance(row, UnaskedRow):
            asks = Said("Ask", "enter opens the account; c logs a conversation with what they answered")
            card.show_lines(row.unasked.name, (Said("Answer", answer_text(row.unasked)), asks))
        elif isinstance(row, Review):
            card.show_lines(f"Review of {short_date(row.on)}", review_said(row))
        else:
            card.clear_lines()

    def on_row_table_opened(self, event: RowTable.Opened[Any]) -> None:
        """Open the account nobody asked, or a review; a line of evidence shows what it is held against."""
        row = event.row
        if isinstance(row, UnaskedRow):
            self.app.push_screen(AccountScreen(row.id))
        elif isinstance(row, Review):
            self.app.push_screen(ReviewPage(row))
        elif isinstance(row, EvidenceRow):
            self.call_later(self.action_command, "answer" if row.line.threshold is None else "threshold")

    # Commands -----------------------------------------------------------------------------------------------

    def chosen_rows(self) -> Sequence[AccountRow]:
        """The account under the cursor among those nobody asked."""
        row, outlook = self.table.current, self.outlook
        return [outlook.rows[row.id]] if isinstance(row, UnaskedRow) and outlook is not None else []

    def why_not(self, command: str) -> str:
        """Some commands belong to one part of the page."""
        row = self.table.current
        if command == "conversation" and not isinstance(row, UnaskedRow):
            return "Press tab until the accounts that nobody asked are shown, and choose one there."
        if command == "threshold":
            return _why_no_threshold(row)
        if command == "every" and not self._model:
            return "This shows every model. For one alone, choose it among the models and press E there."
        return super().why_not(command)

    def command_pane(self) -> None:
        """Turn to the next part."""
        panes = list(Pane)
        self._turn_to(panes[(panes.index(self._pane) + 1) % len(panes)])

    def command_turn(self) -> None:
        """Count what was heard by the next grouping; from another part, go there first."""
        if self._pane is Pane.HEARD:
            groupings = list(_GROUPINGS)
            self._by = groupings[(groupings.index(self._by) + 1) % len(groupings)]
            self._stale.add(Pane.HEARD)
        self._turn_to(Pane.HEARD)

    def command_every(self) -> None:
        """Show the lines on every model, or only those on the one the page was opened for."""
        self._only = not self._only
        self._stale.add(Pane.LINES)
        self._turn_to(Pane.LINES)

    @work(exclusive=True, group="dialog")
    async def command_review(self) -> None:
        """Write a review down."""
        await ReviewDialog.ask(self.bookshift)

    @work(exclusive=True, group="dialog")
    async def command_answer(self) -> None:
        """Answer what only the manager knows."""
        if self.outlook is not None:
            await self.app.push_screen_wait(AnswersDialog(self.outlook.book.policy))

    @work(exclusive=True, group="dialog")
    async def command_threshold(self) -> None:
        """Set the thresholds of the signal under the cursor."""
        row = self.table.current
        if isinstance(row, EvidenceRow) and self.outlook is not None:
            dialog = ThresholdsDialog(self.outlook.book.policy, row.line.signal, row.line.name)
            await self.app.push_screen_wait(dialog)

    def command_copy(self) -> None:
        """Copy the row as text; what was said in interviews is private and is not copied."""
        row = self.table.current
        if row is None:
            return
        if isinstance(row, EvidenceRow) and row.line.private:
            self.notify("This line comes from interviews, which are private. It was not copied.", markup=False)
            return
        self.app.copy_to_clipboard("\n".join(_copied(row)))
        self.notify("Copied the row.", markup=False)

    def command_back(self) -> None:
        """One step back: end the marks, go to the lines, leave the page."""
        if self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        elif self._pane is not Pane.LINES:
            self._turn_to(Pane.LINES)
        else:
            self.app.pop_screen()


_READING = "Reading the book."


def _lines(outlook: Outlook) -> tuple[Evidence, ...]:
    return evidence(outlook.book, outlook.moment, outlook.seating, outlook.ledger)


def _heard(outlook: Outlook, by: By) -> tuple[tuple[Heard, ...], Interviews]:
    return tally(outlook.book, outlook.moment, by), interviews(outlook.book, outlook.moment)


def _unasked(outlook: Outlook) -> tuple[Unasked, ...]:
    return not_asked(outlook.book, outlook.moment, outlook.seating)


def _why_no_threshold(row: object) -> str:
    if not isinstance(row, EvidenceRow):
        return "Choose a line of the evidence: its threshold is what can be set."
    if row.line.threshold is None:
        return "This line is your own answer. Press a to answer anew."
    if not thresholds_named(row.line.signal):
        return "This line is held against numbers of the policy or the model, which its findings share."
    return ""


def _copied(row: object) -> Iterable[str]:
    if isinstance(row, EvidenceRow):
        return (evidence_heading(row), *(f"{said.label}\t{said.text}" for said in evidence_said(row)))
    if isinstance(row, HeardRow):
        return (row.heard.title, *(f"{said.label}\t{said.text}" for said in heard_said(row)))
    if isinstance(row, UnaskedRow):
        return (f"{row.unasked.name}\t{row.owner}\t{answer_text(row.unasked)}",)
    return (f"{said.label}\t{said.text}" for said in review_said(row)) if isinstance(row, Review) else ()
