"""The manager's drafts: reorganisations in the making, none of them in force."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.errors import StoreError
from core.models.drafting import effective_day
from core.moment import Moment
from core.organisation import Draft
from core.outlook import Outlook
from core.ports import Catalogue
from core.wording import counted
from tui.commands import Place, bindings
from tui.compose import catalogue
from tui.dialogs.adopt import AdoptDialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.draft import NewDraftDialog
from tui.draft_rows import DRAFT_COLUMNS, Checked, DraftRow, checked, draft_card
from tui.line_card import LineCard
from tui.screens.draft import DraftScreen
from tui.screens.resting import RestingRoom
from widgets.table.table import RowTable
from widgets.text import plain


class DraftsScreen(RestingRoom):
    """The list of drafts; it follows the book and what is done to them elsewhere."""

    PLACE = Place.DRAFTS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.DRAFTS)]
    MODE = "go.model"
    AUTO_FOCUS = "RowTable"
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self) -> None:
        """Make the page."""
        super().__init__()
        self._drafts: Sequence[Draft] = ()
        self._found: dict[int, tuple[Draft, Checked]] = {}
        self._known: Catalogue | None = None

    def body(self) -> ComposeResult:
        """What drafts are, the list, and the one under the cursor."""
        yield Static("", classes="drafts--head")
        yield RowTable[DraftRow](DRAFT_COLUMNS, lambda row: row.id, empty="Reading the drafts.")
        yield LineCard(label_width=8, classes="drafts--card")

    @property
    def table(self) -> RowTable[DraftRow]:
        """The drafts."""
        return self.query_one(RowTable)

    @property
    def known(self) -> Catalogue:
        """The models and alignments there are, read once."""
        if self._known is None:
            self._known, notes = catalogue(self.bookshift.desk.book)
            for note in notes:
                self.notify(plain(note), severity="warning", timeout=10, markup=False)
        return self._known

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """Read the drafts, and hold each against the book."""
        self._found = {}
        self._read()

    def on_screen_resume(self) -> None:
        """A draft may have been edited or adopted meanwhile."""
        super().on_screen_resume()
        if self.is_mounted and self.outlook is not None:
            self._read()

    def _read(self) -> None:
        try:
            drafts = self.bookshift.house.drafts
            self._drafts = tuple(reversed(drafts.all()))
            notes = drafts.notes
        except StoreError as error:
            self._drafts, notes = (), (str(error),)
        for note in notes:
            self.notify(plain(note), severity="warning", markup=False)
        self._show()
        self._check()

    def _show(self) -> None:
        self.table.empty = "There is no draft yet. Press n to begin one, or c, then n on a row."
        rows = []
        for draft in self._drafts:
            kept = self._found.get(draft.id)
            rows.append(DraftRow(draft.id, draft, kept[1] if kept is not None and kept[0] == draft else None))
        self.table.show(rows)
        says = f"{counted(len(rows), 'draft')}, the one written last first. None of them is in force."
        self.query_one(".drafts--head", Static).update(
            Content.assemble(("Drafts", "bold $primary"), (f"  {says}", "$foreground-muted"))
        )
        self._show_card(self.table.current)

    @work(exclusive=True, group="check")
    async def _check(self) -> None:
        """Hold the drafts against the book beside the screen, one after the other."""
        desk = self.bookshift.desk
        for draft in self._drafts:
            if draft.id in self._found and self._found[draft.id][0] == draft:
                continue
            found = await asyncio.to_thread(_held, desk.book, desk.moment, draft, self.known)
            self._found[draft.id] = (draft, found)
            self._show()

    def on_row_table_highlighted(self, event: RowTable.Highlighted[DraftRow]) -> None:
        """Show the draft under the cursor."""
        self._show_card(event.row)

    def _show_card(self, row: DraftRow | None) -> None:
        card = self.query_one(LineCard)
        if row is None:
            card.clear_lines()
        else:
            card.show_lines(row.draft.title, draft_card(row, self.known, self.bookshift.desk.book))

    def on_row_table_opened(self, event: RowTable.Opened[DraftRow]) -> None:
        """Open a draft for editing."""
        self.app.push_screen(DraftScreen(event.row.draft))

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Most commands need a draft."""
        if command in ("adopt", "drop", "copy") and self.table.current is None:
            return "There is no draft here. Press n to begin one."
        return super().why_not(command)

    @work(exclusive=True, group="dialog")
    async def command_draft_new(self) -> None:
        """Begin a draft and open it."""
        taken = tuple(draft.title for draft in self._drafts)
        made = await self.app.push_screen_wait(NewDraftDialog(self.known, taken))
        if made is None:
            return
        try:
            kept = await asyncio.to_thread(self.bookshift.house.drafts.write, made)
        except StoreError as error:
            self.notify(plain(str(error)), severity="warning", markup=False)
            return
        self.table.move_to(kept.id)
        self.app.push_screen(DraftScreen(kept))

    @work(exclusive=True, group="dialog")
    async def command_drop(self) -> None:
        """Throw a draft away, after asking: no undo brings it back."""
        row = self.table.current
        if row is None:
            return
        says = f"Throw the draft {row.draft.title} away? No undo brings it back."
        if await self.app.push_screen_wait(Confirm("Throw away", says)):
            try:
                await asyncio.to_thread(self.bookshift.house.drafts.drop, row.id)
            except StoreError as error:
                self.notify(plain(str(error)), severity="warning", markup=False)
            self._read()

    def command_compare(self) -> None:
        """Compare models and drafts."""
        from tui.screens.compare import CompareScreen  # the two screens lead to each other

        self.app.push_screen(CompareScreen())

    @work(exclusive=True, group="dialog")
    async def command_adopt(self) -> None:
        """Put a draft in force, after showing what changes."""
        row = self.table.current
        if row is not None:
            await AdoptDialog.ask(self.bookshift, row.draft, self.known)

    def command_copy(self) -> None:
        """Copy the draft under the cursor as text."""
        row = self.table.current
        if row is not None:
            said = draft_card(row, self.known, self.bookshift.desk.book)
            self.app.copy_to_clipboard("\n".join((row.draft.title, *(f"{one.label}\t{one.text}" for one in said))))
            self.notify(plain(f"Copied {row.draft.title}."), markup=False)

    def command_back(self) -> None:
        """One step back: end the marks, leave the page."""
        if self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        else:
            self.app.pop_screen()


def _held(book: Book, moment: Moment, draft: Draft, known: Catalogue) -> Checked:
    return checked(book, draft, effective_day(draft, moment.today), known)
