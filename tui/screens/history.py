"""Every change, the newest first: when, who, what, why; open one, take it back, or go back to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.exchange.sheet import Sheet
from core.outlook import Outlook
from core.text import fold
from core.wording import at_time, counted, keeping_text
from tui.commands import Place, bindings
from tui.dialogs.backups import BackupsDialog
from tui.file_deeds import FileDeeds
from tui.history_rows import HistoryRow, history_rows
from tui.screens.change import ChangeScreen
from tui.screens.resting import RestingRoom
from tui.sheets import history_sheet
from tui.undoing import go_back_to, take_back
from widgets.filter_bar import FilterBar
from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable
from widgets.text import plain


def _what(row: HistoryRow) -> Cell:
    if row.undone_by is not None:
        return Cell(f"Taken back by {row.undone_by}: {row.head.says}", "muted")
    return Cell(row.head.says)


COLUMNS: tuple[Column[HistoryRow], ...] = (
    Column("seq", "No.", lambda row: Cell(str(row.head.seq), "muted"), width=5, align="right", priority=5),
    Column("when", "When", lambda row: Cell(f"{row.head.at:%d %b %Y %H:%M}"), width=17),
    Column("who", "Who", lambda row: Cell(row.head.by), width=8, priority=3),
    Column("what", "What", _what, width=40, flex=3),
    Column("why", "Why", lambda row: Cell(row.head.why, "muted"), width=14, flex=1, priority=2),
    Column("records", "Rec.", lambda row: Cell(f"{row.head.edits:,}", "muted"), width=5, align="right", priority=4),
)
"""The columns of the history; what was done and when always stay."""


class HistoryScreen(FileDeeds, RestingRoom):
    """The changes."""

    PLACE = Place.HISTORY
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.HISTORY)]
    MODE = "go.history"
    AUTO_FOCUS = "RowTable"

    def __init__(self) -> None:
        """Make the screen; it shows changes as soon as the book is read."""
        super().__init__()
        self._rows: Sequence[HistoryRow] = ()

    def body(self) -> ComposeResult:
        """Filter bar and table, and what the past takes on the disk."""
        yield FilterBar(placeholder="words of a change, a reason, a name or a day such as 2026-11")
        yield RowTable[HistoryRow](COLUMNS, lambda row: row.id, empty="Reading the book.")
        yield Static("", classes="history--kept")

    @property
    def table(self) -> RowTable[HistoryRow]:
        """The table of changes."""
        return self.query_one(RowTable)

    def draw(self, outlook: Outlook) -> None:
        """Read the history again."""
        if not self.bookshift.opened:
            return
        self._rows = history_rows(self.bookshift.desk.heads)
        self._show()
        self._weigh()

    @work(thread=True, exclusive=True, exit_on_error=False, group="keeping")
    def _weigh(self) -> None:
        """Look beside the screen what is kept and what that takes."""
        keeping, gap = self.bookshift.house.backups.keeping(), self.bookshift.desk.history_gap
        if keeping is not None:
            says = keeping_text(keeping.changes, keeping.backups, keeping.backup_bytes)
            self.app.call_from_thread(self._say_kept, plain(gap or says))

    def _say_kept(self, says: str) -> None:
        line = self.query_one(".history--kept", Static)
        line.update(Content(says))
        line.display = True

    def _show(self) -> None:
        words = fold(self.query_one(FilterBar).text).split()
        shown = [row for row in self._rows if all(word in row.folded for word in words)]
        self.table.empty = (
            "No change holds these words. Press esc to clear the filter."
            if self._rows
            else "Nothing was changed yet. Every change will be listed here, and any of them can be taken back."
        )
        self.table.show(shown)
        count = counted(len(self._rows), "change")
        self.query_one(FilterBar).show_summary(f"{len(shown):,} of {count}" if words else count)

    # Events -------------------------------------------------------------------------------------------------

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Filter while typing."""
        self._show()

    def on_filter_bar_submitted(self, event: FilterBar.Submitted) -> None:
        """Keep the filter and go back to the table."""
        self.table.focus()

    def on_filter_bar_cancelled(self, event: FilterBar.Cancelled) -> None:
        """Clear the filter and go back to the table."""
        self._clear_filter()

    def on_row_table_opened(self, event: RowTable.Opened[HistoryRow]) -> None:
        """Show what the change did."""
        self.app.push_screen(ChangeScreen(event.row.head))

    # Commands -----------------------------------------------------------------------------------------------

    def why_not(self, command: str) -> str:
        """Commands on a change need one; backups are beside a book that was read."""
        if command == "backups" and not self.bookshift.opened:
            return "The conversations are still being read; this takes a moment."
        if command in ("takeback", "undoto", "copy") and self.table.current is None:
            return "There is no change here."
        return super().why_not(command)

    def command_filter(self) -> None:
        """Go to the filter."""
        self.query_one(FilterBar).focus()

    @work(exclusive=True, group="dialog")
    async def command_takeback(self) -> None:
        """Take just this change back."""
        row = self.table.current
        if row is not None:
            await take_back(self.bookshift, row.head)

    @work(exclusive=True, group="dialog")
    async def command_undoto(self) -> None:
        """Take back everything after this change."""
        row = self.table.current
        if row is not None:
            await go_back_to(self.bookshift, row.head)

    @work(exclusive=True, group="dialog")
    async def command_backups(self) -> None:
        """List the backups, and restore one."""
        await self.app.push_screen_wait(BackupsDialog(self.bookshift.house.backups))

    def command_copy(self) -> None:
        """Copy the change as one line of text."""
        row = self.table.current
        if row is not None:
            parts = (str(row.head.seq), at_time(row.head.at), row.head.by, row.head.says, row.head.why)
            self.app.copy_to_clipboard(" · ".join(part for part in parts if part))
            self.notify(f"Copied change {row.head.seq}.", markup=False)

    def shown_sheet(self) -> Sheet | None:
        """The changes shown, the newest first."""
        outlook = self.outlook
        return None if outlook is None else history_sheet(self.table.rows, outlook)

    def command_back(self) -> None:
        """One step back: leave the filter, clear it."""
        if not self.table.has_focus:
            self.table.focus()
        elif self.query_one(FilterBar).text:
            self._clear_filter()

    def _clear_filter(self) -> None:
        self.query_one(FilterBar).set_text("")
        self._show()
        self.table.focus()
