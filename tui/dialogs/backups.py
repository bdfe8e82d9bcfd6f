"""The backups of the book: when each was written, what came after it, and restoring one as a change."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.book.difference import difference
from core.errors import BookshiftError, Refusal
from core.ports import Backup, Backups
from core.usecases.restore import Restore, restore, taken_back
from core.wording import BACKUP_RULE, at_time, counted, size_text
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm
from tui.dialogs.files import difference_lines
from widgets.key_hints import Hint
from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable
from widgets.text import plain


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup."""

    id: int
    """Number of the last change in it."""
    backup: Backup
    """The backup."""
    since: int
    """Changes made since."""


_COLUMNS: tuple[Column[BackupRow], ...] = (
    Column("at", "Written", lambda row: Cell(at_time(row.backup.at)), width=21, flex=1),
    Column("seq", "Up to change", lambda row: Cell(f"{row.id:,}"), width=12, align="right"),
    Column("since", "Changes since", lambda row: Cell(f"{row.since:,}"), width=13, align="right"),
    Column("size", "Size", lambda row: Cell(size_text(row.backup.size), "muted"), width=8, align="right"),
)


class BackupsDialog(Dialog[bool]):
    """A list of whole books as they were; enter restores one."""

    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Restore"), Hint("esc", "Close"))

    def __init__(self, backups: Backups) -> None:
        """List the backups there are."""
        super().__init__("Backups of the book")
        self._backups = backups

    def body(self) -> ComposeResult:
        """The rule and the list."""
        yield Static(Content(BACKUP_RULE), classes="dialog--note")
        yield RowTable[BackupRow](_COLUMNS, lambda row: row.id, empty="Looking for backups.", id="backups")

    @property
    def _table(self) -> RowTable[BackupRow]:
        return self.query_one("#backups", RowTable)

    def on_mount(self) -> None:
        """Use the whole screen, and look beside it what there is."""
        self.query_one(".dialog--box").add_class("-full")
        self._table.focus()
        self._list()

    @work(thread=True, exclusive=True, exit_on_error=False, group="backups")
    def _list(self) -> None:
        newest = self.bookshift.desk.book.seq
        rows = [BackupRow(one.seq, one, newest - one.seq) for one in self._backups.all()]
        self.app.call_from_thread(self._listed, rows)

    def _listed(self, rows: list[BackupRow]) -> None:
        self._table.empty = "There is no backup yet. The first one is kept when the book is next written whole."
        self._table.show(rows)

    def on_row_table_opened(self, event: RowTable.Opened[BackupRow]) -> None:
        """Restore it, after a look at what that takes back."""
        self._restore(event.row.backup)

    @work(exclusive=True, group="write")
    async def _restore(self, backup: Backup) -> None:
        app = self.bookshift
        if app.desk.read_only:
            self.notify(plain(app.desk.read_only), severity="warning", markup=False)
            return
        try:
            other = await asyncio.to_thread(self._backups.read, backup)
        except BookshiftError as error:
            self.notify(plain(str(error)), severity="warning", markup=False)
            return
        found = await asyncio.to_thread(difference, app.desk.book, other)
        if found.equal:
            self.notify("The book holds exactly what this backup holds.", markup=False)
            return
        people, accounts = counted(len(other.people), "person"), counted(len(other.accounts), "account")
        says = (
            f"Put the book of {at_time(backup.at)} ({people}, {accounts}) in the place of today's? "
            "It is one change, and u takes it back."
        )
        lines = [*taken_back(found, app.desk.heads, backup.seq), *difference_lines(found)]
        if await self.app.push_screen_wait(Confirm("Restore", says, lines)):
            request = Restore(other=other, source=f"{at_time(backup.at)}, change {backup.seq}", what="backup")
            if not isinstance(await app.change(restore, request), Refusal):
                self.dismiss(True)
