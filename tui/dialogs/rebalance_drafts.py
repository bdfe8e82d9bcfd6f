"""The drafts of proposals: giving one a name, going on with another, throwing one away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from core.book.change import Head
from core.errors import BookshiftError
from core.outlook import Outlook
from core.ports import RebalanceDrafts
from core.rebalance.draft import RebalanceDraft
from core.rebalance.staleness import staleness
from core.text import clean
from core.wording import counted, near_date
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.line_card import LineCard
from tui.portrait import Said
from tui.rebalance_words import choices_text, cut, title_of
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable
from widgets.text import plain

_LONGEST_TITLE = 70
"""Cells of a draft's name that fit a line of a narrow window."""


class NameDialog(Dialog[str]):
    """A line for the name of a draft."""

    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Keep it under this name"), Hint("esc", "Cancel"))

    def __init__(self, title: str) -> None:
        """Start with the name it has."""
        super().__init__("Keep this draft")
        self._title = title

    def body(self) -> ComposeResult:
        """The line."""
        yield Form([Line("name", "Name", self._title, required=True, hint="such as Spring, careful")])

    def on_mount(self) -> None:
        """Start in the line."""
        self.query_one(Form).focus()

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Answer with the name."""
        name = clean(event.values["name"])
        if name:
            self.dismiss(name)
        else:
            event.form.complain("Give the draft a name.", "name")


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One kept draft."""

    id: int
    """Its number."""
    draft: RebalanceDraft
    """The draft."""
    what: str
    """What it is for."""
    stale: str
    """Why it should be solved again; empty while it is of the book as it is."""
    solved: str
    """When it was solved."""


_COLUMNS: tuple[Column[DraftRow], ...] = (
    Column("title", "Draft", lambda row: Cell(row.draft.title or "not named"), width=14, flex=1),
    Column("what", "For", lambda row: Cell(row.what, "muted"), width=14, flex=2),
    Column("moves", "Moves", lambda row: Cell(str(len(row.draft.moves))), width=5, align="right"),
    Column("decided", "Decided", lambda row: Cell(str(len(row.draft.decisions))), width=7, align="right", priority=2),
    Column("solved", "Solved", lambda row: Cell(row.solved, "muted"), width=11, priority=1),
    Column("stale", "", lambda row: Cell("stale", "warn") if row.stale else Cell("as of now", "good"), width=9),
)


def draft_rows(outlook: Outlook, drafts: Sequence[RebalanceDraft], heads: Sequence[Head]) -> list[DraftRow]:
    """A row for each draft, the newest first."""
    today = outlook.moment.today
    rows = []
    for draft in reversed(drafts):
        stale = staleness(draft, outlook.book, today, heads)
        solved = near_date(draft.solved_on, today) if draft.solved_on is not None else "never"
        rows.append(DraftRow(draft.id, draft, title_of(outlook, draft), stale.says if stale else "", solved))
    return rows


class DraftsDialog(Dialog[RebalanceDraft]):
    """The kept drafts; enter goes on with one, d throws one away."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("d", "drop", "Throw away", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Go on with it"),
        Hint("d", "Throw it away"),
        Hint("esc", "Close"),
    )

    def __init__(self, outlook: Outlook, drafts: RebalanceDrafts, heads: Sequence[Head]) -> None:
        """List the drafts there are; ``heads`` is the history, for what has changed since."""
        super().__init__("Drafts of proposals")
        self._outlook = outlook
        self._drafts = drafts
        self._heads = heads

    def body(self) -> ComposeResult:
        """The drafts, and the one under the cursor in full."""
        empty = "No draft is kept yet. Leave with esc and press n to name this one."
        yield RowTable[DraftRow](_COLUMNS, lambda row: row.id, empty=empty, id="kept")
        yield LineCard(label_width=9, classes="rebalance--card")

    def on_mount(self) -> None:
        """Use the whole screen."""
        self.query_one(".dialog--box").add_class("-full")
        self._table.focus()
        self._list()

    @property
    def _table(self) -> RowTable[DraftRow]:
        return self.query_one("#kept", RowTable)

    def _list(self) -> None:
        try:
            drafts = self._drafts.all()
        except BookshiftError as error:
            self._table.empty = plain(str(error))
            drafts = ()
        self._table.show(draft_rows(self._outlook, drafts, self._heads))
        if self._drafts.notes:
            self.notify("\n".join(map(plain, self._drafts.notes)), severity="warning", markup=False)

    def on_row_table_highlighted(self, event: RowTable.Highlighted[DraftRow]) -> None:
        """Say what it asks for, and why it is stale."""
        card, row = self.query_one(LineCard), event.row
        if row is None:
            card.clear_lines()
            return
        said = [Said("Asks", choices_text(self._outlook, row.draft))]
        if row.draft.decisions:
            said.append(Said("Decided", counted(len(row.draft.decisions), "decision")))
        if row.draft.signed:
            said.append(Said("Sign-off", f"{counted(len(row.draft.signed), 'sheet')} signed off"))
        if row.stale:
            said.append(Said("Stale", row.stale.replace("Solve it again.", "enter solves it again."), "warn"))
        card.show_lines(cut(row.draft.title or row.what, _LONGEST_TITLE), tuple(said))

    def on_row_table_opened(self, event: RowTable.Opened[DraftRow]) -> None:
        """Go on with it."""
        self.dismiss(event.row.draft)

    @work(exclusive=True, group="dialog")
    async def action_drop(self) -> None:
        """Throw the draft under the cursor away, after asking."""
        row = self._table.current
        if row is None:
            return
        says = (
            f"Throw {row.draft.title or 'this draft'} away? The book stays as it is; the draft cannot be brought back."
        )
        if await self.app.push_screen_wait(Confirm("Throw away", says)):
            try:
                self._drafts.drop(row.id)
            except BookshiftError as error:
                self.notify(plain(str(error)), severity="warning", markup=False)
            self._list()
