"""Every model and draft measured on this very book, row by row; two of them side by side, and one of them adopted."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static
from textual.worker import get_current_worker

from core.errors import StoreError
from core.exchange.sheet import Sheet
from core.models.compare import Cancelled, Compared, Roles
from core.models.standing import Standing
from core.outlook import Outlook
from core.wording import counted
from tui.commands import Place, bindings
from tui.compare_rows import COMPARE_COLUMNS, CompareRow, compare_card, compare_page, compare_sheet, in_order
from tui.comparison import Comparison
from tui.compose import catalogue
from tui.dialogs.adopt import AdoptDialog
from tui.dialogs.draft import keep_as_draft
from tui.dialogs.page import SaidPage
from tui.file_deeds import FileDeeds
from tui.line_card import LineCard
from tui.screens.beside import BesideScreen
from tui.screens.draft import DraftScreen
from tui.screens.drafts import DraftsScreen
from tui.screens.evidence import EvidenceScreen
from tui.screens.resting import RestingRoom
from widgets.table.table import RowTable
from widgets.text import plain

_SHOWN: dict[Roles | None, str] = {
    None: "today's and suggested roles",
    Roles.TODAY: "today's roles only",
    Roles.SUGGESTED: "suggested roles only",
}
_DONE = "No total, no winner; nothing was changed. Enter shows all that a row comes to."


class CompareScreen(FileDeeds, RestingRoom):
    """The comparison; what was measured stays until the book changes, and is said to be of before then."""

    PLACE = Place.COMPARE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.COMPARE)]
    MODE = "go.model"
    AUTO_FOCUS = "RowTable"

    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012 - Textual reads a plain list

    def __init__(self, draft: int | None = None) -> None:
        """Compare on the book as it is, unless it was done before; a draft by its number has the cursor at first."""
        super().__init__()
        self._first = draft
        self._sort: tuple[str, bool] | None = None
        self._only: Roles | None = None
        self._wanted: Standing | None = None
        self._measuring = False

    def body(self) -> ComposeResult:
        """How far it is, the rows, and the one under the cursor in words."""
        yield Static("", classes="compare--head")
        yield RowTable[CompareRow](COMPARE_COLUMNS, lambda row: row.id, empty="Reading the book.")
        yield LineCard(label_width=13, classes="compare--card")

    @property
    def table(self) -> RowTable[CompareRow]:
        """The models and drafts."""
        return self.query_one(RowTable)

    @property
    def comparison(self) -> Comparison:
        """What is measured so far; begun when it is first asked for."""
        found = self.bookshift.comparison
        if found is None:
            found = self._begun()
        return found

    def _begun(self) -> Comparison:
        assert self.outlook is not None  # the screen is opened from one that shows the book
        known, notes = catalogue(self.outlook.book)
        for note in notes:
            self.notify(plain(note), severity="warning", timeout=10, markup=False)
        self.bookshift.comparison = Comparison(self.outlook, known)
        return self.bookshift.comparison

    # Showing ------------------------------------------------------------------------------------------------

    def draw(self, outlook: Outlook) -> None:
        """List models and drafts, and measure what is not measured yet, unless the book has changed since."""
        self._list()
        if not self.comparison.is_stale(outlook):
            self._start()

    def on_screen_resume(self) -> None:
        """Drafts may have been drawn up or edited meanwhile."""
        super().on_screen_resume()
        if self.outlook is not None and self.is_mounted:
            self.draw(self.outlook)

    def _list(self) -> None:
        try:
            drafts = self.bookshift.house.drafts
            self.comparison.take(drafts.all())
            notes = drafts.notes
        except StoreError as error:
            notes = (str(error),)
        for note in notes:
            self.notify(plain(note), severity="warning", markup=False)
        self._show()

    def _show(self) -> None:
        rows = [row for row in self.comparison.rows if self._only in (None, row.roles_of)]
        self.table.sorted_by = self._sort
        self.table.show(rows if self._sort is None else in_order(rows, *self._sort))
        if self._first is not None:
            first = next((row.id for row in rows if row.standing.draft.id == self._first), None)
            self._first = None
            if first is not None:
                self.table.move_to(first)
        self._write_head()
        self._show_card(self.table.current)

    def _write_head(self) -> None:
        comparison, outlook = self.comparison, self.outlook
        is_stale = outlook is not None and comparison.is_stale(outlook)
        book = f"as of change {comparison.book.seq}" if is_stale else "on your book"
        said = f"{counted(comparison.total, 'model')} and drafts, {_SHOWN[self._only]}, {book}"
        first = Content.assemble(("Compare", "bold $primary"), f"  {said}")
        left = comparison.total - comparison.done
        style = "$text-warning"
        if outlook is not None and is_stale:
            says = f"The book has changed since (change {outlook.book.seq}). Press r to measure again."
        elif self._measuring:
            done = f"{comparison.done} of {comparison.total}"
            says, style = f"Measuring: {done} done. Esc stops; the row under the cursor is next.", "$foreground-muted"
        elif left:
            says = f"Stopped: {left} of {comparison.total} are still to be measured. Press r to go on."
        elif not any(account.is_active for account in comparison.book.accounts.values()):
            says = "There are no accounts yet. Press 2, then i to import some."
        elif not any(not person.archived for person in comparison.book.people.values()):
            says = "Nobody is on the roster, so nobody can hold a seat. Press 3, then n or i."
        else:
            says, style = _DONE, "$foreground-muted"
        self.query_one(".compare--head", Static).update(Content("\n").join([first, Content.styled(says, style)]))

    def on_row_table_highlighted(self, event: RowTable.Highlighted[CompareRow]) -> None:
        """Say what the row comes to; if it is not measured yet, it is next."""
        self._wanted = event.row.standing if event.row is not None else None
        self._show_card(event.row)

    def _show_card(self, row: CompareRow | None) -> None:
        card = self.query_one(LineCard)
        if row is None:
            card.clear_lines()
        else:
            card.show_lines(row.title, compare_card(self.comparison.book, row))

    def on_row_table_sort_requested(self, event: RowTable.SortRequested[CompareRow]) -> None:
        """Sort by the column; a second time turns it around, a third time goes back to the order of the list."""
        first = event.sort_key != "model"
        if self._sort is None or self._sort[0] != event.sort_key:
            self._sort = (event.sort_key, first)
        else:
            self._sort = (event.sort_key, not first) if self._sort[1] is first else None
        self._show()

    # Measuring ----------------------------------------------------------------------------------------------

    def _start(self) -> None:
        if not self._measuring and self.comparison.done < self.comparison.total:
            self._measuring = True
            self._write_head()
            self._go_apart()
            self._run_through(self.comparison)

    def _go_apart(self) -> None:
        """Let a copy of this process measure, so that keys do not wait, as soon as nothing else is worked out."""
        if not any(worker.is_running and worker.group != "compare" for worker in self.app.workers):
            self.comparison.go_apart()

    @work(thread=True, exclusive=True, exit_on_error=False, group="compare")
    def _run_through(self, comparison: Comparison) -> None:
        """Measure one after the other; each is handed to the screen as soon as it is done."""
        worker = get_current_worker()
        app = self.app
        try:
            one = comparison.following(self._wanted)
            while one is not None:
                pair = comparison.measure(one)
                if worker.is_cancelled:
                    return
                one = app.call_from_thread(self._arrived, comparison, one, pair)
        except Cancelled:
            return
        except Exception as error:
            if not worker.is_cancelled:
                app.call_from_thread(app._handle_exception, error)

    def _arrived(self, comparison: Comparison, one: Standing, pair: tuple[Compared, Compared]) -> Standing | None:
        """Show a row that was measured, and say which is next."""
        comparison.put(one, pair)
        following = comparison.following(self._wanted)
        if comparison is self.bookshift.comparison:
            self._measuring = following is not None
            if self.is_attached:
                self._show()
        if following is None:
            comparison.stop()
        elif comparison is self.bookshift.comparison:
            self._go_apart()
        return following

    def _stop(self) -> None:
        self.workers.cancel_group(self, "compare")
        self.comparison.stop()
        self._measuring = False

    def on_unmount(self) -> None:
        """Nobody waits for figures any more."""
        if self._measuring:
            self._stop()

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Most commands need figures, which come row by row."""
        row = self.table.current
        if command in ("adopt", "begin", "beside", "evidence", "copy") and row is None:
            return "There is no model to look at."
        if command in ("adopt", "beside") and row is not None and row.found is None:
            return "This row is still to be measured; it takes a moment."
        if command in ("adopt", "beside") and row is not None and row.found is not None and row.found.problem:
            return row.found.problem
        if command == "beside" and len(self.table.marked_rows()) > 2:
            return "Two can stand side by side. Take marks away with space until two are left."
        if command == "beside" and any(row.figures is None for row in self.table.marked_rows()):
            return "One of the marked rows has no figures to lay beside the other."
        if command == "again" and self._measuring:
            return "It is being measured already; esc stops it."
        return super().why_not(command)

    def on_row_table_opened(self, event: RowTable.Opened[CompareRow]) -> None:
        """Two marked rows are laid side by side; else all that this one comes to is shown."""
        if len(self.table.marked_rows()) == 2:
            self.call_later(self.action_command, "beside")
        else:
            self.app.push_screen(SaidPage(event.row.title, compare_page(self.comparison.book, event.row), 13))

    def command_beside(self) -> None:
        """Lay two marked rows side by side, or this one beside today."""
        rows = self.table.marked_rows()
        row = self.table.current
        if len(rows) == 1 and row is not None and row not in rows:
            rows = [*rows, row]
        chosen = rows or ([row] if row is not None else [])
        self.app.push_screen(BesideScreen(self.comparison, chosen))

    @work(exclusive=True, group="dialog")
    async def command_adopt(self) -> None:
        """Put this row in force, after showing what changes."""
        row = self.table.current
        if row is not None and row.found is not None:
            draft = row.found.draft
            await AdoptDialog.ask(self.bookshift, draft, self.comparison.known)

    @work(exclusive=True, group="dialog")
    async def command_begin(self) -> None:
        """Keep this row as a draft of the manager's own, and open it."""
        row = self.table.current
        if row is None:
            return
        draft = row.found.draft if row.found is not None else row.standing.draft
        kept = await keep_as_draft(self.bookshift, draft)
        if kept is not None:
            self.app.push_screen(DraftScreen(kept))

    def command_again(self) -> None:
        """Measure on the book as it is now; after a stop, go on."""
        outlook = self.outlook
        if outlook is not None and (self.comparison.is_stale(outlook) or self.comparison.done == self.comparison.total):
            self._stop()
            self._begun()
        self._list()
        self._start()

    def command_roles(self) -> None:
        """Show both kinds of roles, today's only, or suggested only."""
        order = (None, Roles.TODAY, Roles.SUGGESTED)
        self._only = order[(order.index(self._only) + 1) % len(order)]
        self._show()

    def command_draft_list(self) -> None:
        """Go to the drafts."""
        self.app.push_screen(DraftsScreen())

    def command_evidence(self) -> None:
        """Show the evidence on this model."""
        row = self.table.current
        if row is not None:
            speaks = row.standing.speaks
            self.app.push_screen(EvidenceScreen(speaks[0] if len(speaks) == 1 else ""))

    def command_copy(self) -> None:
        """Copy what this row comes to as text."""
        row = self.table.current
        if row is not None:
            said = compare_page(self.comparison.book, row)
            self.app.copy_to_clipboard("\n".join((row.title, *(f"{one.label}\t{one.text}" for one in said))))
            self.notify(plain(f"Copied {row.name}."), markup=False)

    def shown_sheet(self) -> Sheet | None:
        """The rows that are measured, in their order."""
        return compare_sheet(self.table.rows, self.comparison.outlook)

    def command_back(self) -> None:
        """One step back: stop measuring, end the marks, leave the page."""
        if self._measuring:
            self._stop()
            self._write_head()
        elif self.table.marks or self.table.is_ranging:
            self.table.clear_marks()
        else:
            self.app.pop_screen()
