"""A table of any rows that paints only what is visible, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.table import messages
from widgets.table.columns import GUTTER, Column, Layout, lay_out
from widgets.table.lines import LineCache
from widgets.table.marks import Marks
from widgets.table.painter import Palette, SortedBy, paint_header, paint_row, paint_words
from widgets.table.viewport import Viewport, follow
from widgets.tones import TONES

R = TypeVar("R")


def _key(keys: str, action: str, words: str, binding_id: str, tooltip: str) -> Binding:
    return Binding(keys, action, words, show=False, id=f"table.{binding_id}", tooltip=tooltip)


class RowTable(ScrollView, Generic[R], can_focus=True, inherit_bindings=False):
    """Rows in columns, with a cursor that stays on its row, marks, and a pinned header.

    The table neither sorts nor filters: it is given the rows to show, in order, by `show`. It paints the lines in
    view and nothing else, so 50,000 rows cost what 50 do.
    """

    Highlighted = messages.Highlighted
    Opened = messages.Opened
    MarksChanged = messages.MarksChanged
    SortRequested = messages.SortRequested
    ColumnMoved = messages.ColumnMoved

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        _key("down,j", "cursor_down", "Down", "down", "Move to the next row"),
        _key("up,k", "cursor_up", "Up", "up", "Move to the previous row"),
        _key("home,g", "cursor_first", "First", "first", "Move to the first row"),
        _key("end,G", "cursor_last", "Last", "last", "Move to the last row"),
        _key("ctrl+d", "half_page_down", "Half a page down", "half_page_down", "Move half a page down"),
        _key("ctrl+u", "half_page_up", "Half a page up", "half_page_up", "Move half a page up"),
        _key("pagedown", "page_down", "Page down", "page_down", "Move a page down"),
        _key("pageup", "page_up", "Page up", "page_up", "Move a page up"),
        _key("left,h", "column_left", "Column left", "column_left", "Choose the column to the left"),
        _key("right,l", "column_right", "Column right", "column_right", "Choose the column to the right"),
        _key("space", "mark", "Mark", "mark", "Mark this row, or unmark it, and move down"),
        _key("v", "mark_range", "Range", "mark_range", "Mark from here to where the cursor goes, until pressed again"),
        _key("*", "mark_all", "Mark all", "mark_all", "Mark all rows shown, or none"),
        _key("s", "sort_column", "Sort", "sort", "Sort by the chosen column; again reverses"),
        _key("enter", "open", "Open", "open", "Open this row"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-table--row",
        "row-table--marked",
        "row-table--cursor",
        "row-table--header",
        "row-table--column",
        *(f"row-table--{tone}" for tone in TONES),
    }
    """Styles of rows, header and tones; see `Palette`."""

    DEFAULT_CSS = """
    RowTable {
        background: $surface;
        color: $foreground;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 0;

        & > .row-table--marked {
            background: $accent 20%;
        }
        & > .row-table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .row-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:nocolor > .row-table--cursor {
            text-style: none;
        }
        &:nocolor:focus > .row-table--cursor {
            text-style: reverse;
        }
        & > .row-table--header {
            background: $panel;
            color: $foreground;
            text-style: bold;
        }
        & > .row-table--column {
            background: $panel;
            color: $text-accent;
            text-style: bold underline;
        }
        & > .row-table--muted {
            color: $foreground-muted;
        }
        & > .row-table--good {
            color: $text-success;
        }
        & > .row-table--warn {
            color: $text-warning;
        }
        & > .row-table--bad {
            color: $text-error;
            text-style: bold;
        }
        & > .row-table--accent {
            color: $text-accent;
        }
    }
    """

    sorted_by: var[SortedBy | None] = var(None)
    """Column that the given rows are sorted by, told to the user by an arrow in the header."""

    empty: var[str] = var("")
    """What stands in place of the rows when there are none."""

    def __init__(
        self,
        columns: Sequence[Column[R]],
        identity: Callable[[R], int],
        *,
        empty: str = "Nothing to show.",
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty table.

        `identity` gives the id of a row, by which the cursor and the marks know it again.
        """
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._identity = identity
        self._rows: Sequence[R] = ()
        self._cursor = 0
        self._wanted: int | None = None
        # The rows the cursor was last in: an empty result must not make it forget its place.
        self._former: Sequence[R] = ()
        self._told: R | None = None
        self._marks = Marks()
        self._column = self._columns[0].key if self._columns else None
        self._layout_now: Layout[R] | None = None
        self._palette_now: Palette | None = None
        self._lines: LineCache[R] = LineCache()
        self._pressed: int | None = None
        self.set_reactive(RowTable.empty, empty)

    # What is shown

    @property
    def rows(self) -> Sequence[R]:
        """The rows shown, in their order."""
        return self._rows

    @property
    def current(self) -> R | None:
        """The row under the cursor, None in an empty table."""
        return self._rows[self._cursor] if self._rows else None

    def show(self, rows: Sequence[R]) -> None:
        """Show these rows, in this order; they are not copied and must not change.

        The cursor stays on its row. Where that is missing, it goes to the nearest row that followed, and comes back
        with it.
        """
        self._marks = self._settled_marks()
        line = self._cursor - self._viewport.first
        self._rows = rows
        if rows:
            self._cursor = follow(rows, self._identity, self._wanted, self._former, self._cursor)
            self._former = rows
            if self._wanted is None:
                self._wanted = self._identity(rows[self._cursor])
        self._measure()
        # The row under the cursor keeps its line on the screen where it can.
        view = self._viewport
        self._scroll_to(y=replace(view, first=self._cursor - line).to(self._cursor).first, animate=False, force=True)
        self.refresh()
        self._tell_highlighted()

    def move_to(self, row_id: int) -> bool:
        """Put the cursor on a row, and say whether it is shown; if not, the cursor goes there when it is."""
        self._wanted = row_id
        place = next((place for place, row in enumerate(self._rows) if self._identity(row) == row_id), None)
        if place is None:
            return False
        self._move(self._viewport.to(place))
        return True

    # Columns

    @property
    def shown_columns(self) -> tuple[Column[R], ...]:
        """The columns that have room, from left to right."""
        return tuple(slot.column for slot in self._slots.slots)

    @property
    def current_column(self) -> Column[R] | None:
        """The column under the column cursor, None in a table without columns."""
        columns = self.shown_columns
        return columns[self._column] if columns else None

    def show_columns(self, columns: Sequence[Column[R]]) -> None:
        """Draw these columns from now on, as far as they fit."""
        self._columns = tuple(columns)
        self._forget_painted()
        self._measure()
        self.refresh()

    def move_to_column(self, key: str) -> bool:
        """Put the column cursor on a column, and say whether that is drawn."""
        place = self._layout_here.index_of(key)

    # Marks

    @property
    def marks(self) -> frozenset[int]:
        """Ids of all marked rows, shown or hidden."""
        return self._settled_marks().ids

    @property
    def hidden_marks(self) -> int:
        """Number of marked rows that are not shown: commands do not act on them, and say so."""
        return len(self.marks) - len(self.marked_rows())

    @property
    def is_ranging(self) -> bool:
        """Whether moving the cursor marks rows."""
        return self._marks.start is not None

    def marked_rows(self) -> list[R]:
        """Return the marked rows that are shown, in their order: those a command acts on."""
        return self._marks.shown(self._rows, self._identity, self._cursor)

    def set_marks(self, ids: Iterable[int]) -> None:
        """Mark exactly these rows, shown or not; a range that was being drawn ends."""
        self._change_marks(Marks(frozenset(ids)))

    def clear_marks(self) -> None:
        """Take all marks away, hidden ones too."""
        self.set_marks(())

