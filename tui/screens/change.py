"""One change of the history: every field it touched, before and after."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from core.book.change import Head, Patch
from core.errors import BookshiftError
from core.outlook import Outlook
from core.wording import at_time, counted
from tui.commands import Place, bindings
from tui.history_rows import FieldRow, field_rows
from tui.line_card import LineCard
from tui.portrait import Said
from tui.screens.base import Room
from tui.undoing import take_back
from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable
from widgets.text import plain

COLUMNS: tuple[Column[FieldRow], ...] = (
    Column("record", "Record", lambda row: Cell(row.record), width=20, flex=2),
    Column("field", "Field", lambda row: Cell(row.field, "muted"), width=12),
    Column("before", "Before", lambda row: Cell(row.before), width=14, flex=2),
    Column("after", "After", lambda row: Cell(row.after), width=14, flex=2),
)
"""What one row of a change shows."""


class ChangeScreen(Room):
    """The page of one change."""

    PLACE = Place.CHANGE
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CHANGE)]
    MODE = "go.history"
    AUTO_FOCUS = "RowTable"

    def __init__(self, head: Head) -> None:
        """Show a change by its head."""
        super().__init__()
        self._head = head
        self._patches: tuple[Patch, ...] | None = None

    def body(self) -> ComposeResult:
        """What it was, the fields, and the one under the cursor in full."""
        yield Static(self._heading(), classes="change--head")
        yield RowTable[FieldRow](COLUMNS, lambda row: row.id, empty="Reading the change.")
        yield LineCard(label_width=8, classes="change--card")

    def _heading(self) -> Content:
        head = self._head
        who = f" by {head.by}" if head.by else ""
        lines = [
            Content.styled(plain(head.says), "bold $primary"),
            Content.styled(
                plain(f"Change {head.seq}, {at_time(head.at)}{who}, {counted(head.edits, 'record')}"),
                "$foreground-muted",
            ),
        ]
        if head.why:
            lines.append(Content(plain(f"Why: {head.why}")))
        return Content("\n").join(lines)

    def on_mount(self) -> None:
        """Read what it did beside the screen: it may lie far back in the history."""
        self._read()

    @work(thread=True, exclusive=True, exit_on_error=False, group="patches")
    def _read(self) -> None:
        try:
            patches = tuple(self.bookshift.desk.patches(self._head.seq))
        except (BookshiftError, KeyError):
            self.app.call_from_thread(self._missing)
            return
        self.app.call_from_thread(self._shown, patches)

    def _missing(self) -> None:
        self.query_one(RowTable).empty = "What this change did can no longer be read."

    def _shown(self, patches: tuple[Patch, ...]) -> None:
        self._patches = patches
        if self.outlook is not None:
            self.show_outlook(self.outlook)

    def show_outlook(self, outlook: Outlook) -> None:
        """Name the records as they are called now."""
        if self._patches is not None:
            self.query_one(RowTable).show(field_rows(outlook.book, self._patches))

    def on_row_table_highlighted(self, event: RowTable.Highlighted[FieldRow]) -> None:
        """Show the row in full."""
        card, row = self.query_one(LineCard), event.row
        if row is None:
            card.clear_lines()
        else:
            card.show_lines(f"{row.record}: {row.field}", (Said("Before", row.before), Said("After", row.after)))

    @work(exclusive=True, group="dialog")
    async def command_takeback(self) -> None:
        """Take just this change back."""
        await take_back(self.bookshift, self._head)

    def command_copy(self) -> None:
        """Copy the fields as text."""
        rows = self.query_one(RowTable).rows
        self.app.copy_to_clipboard("\n".join(f"{row.record}\t{row.field}\t{row.before}\t{row.after}" for row in rows))
        self.notify(f"Copied {counted(len(rows), 'line')}.", markup=False)
