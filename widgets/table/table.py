"""A table of any rows that paints only what is visible, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import ClassVar, Generic, TypeAlias, TypeVar

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.reactive import var
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.table import messages
from widgets.table.browsing import Browsing
from widgets.table.columns import GUTTER, Column, Layout, SortedBy, lay_out
from widgets.table.keys import TABLE_KEYS
from widgets.table.lines import LineCache
from widgets.table.marks import Marks
from widgets.table.painter import paint_header, paint_row, paint_words
from widgets.table.palette import COMPONENTS, Palette, read_palette
from widgets.table.viewport import Viewport

R = TypeVar("R")


class RowTable(ScrollView, Generic[R], can_focus=True, inherit_bindings=False):
    """Rows in columns, with a cursor that stays on its row, marks, and a pinned header.

    The table neither sorts nor filters: it is given the rows to show, in order, by `show`. It paints the lines in
    view and nothing else, so 50,000 rows cost what 50 do.
    """

    Highlighted: TypeAlias = messages.Highlighted
    Opened: TypeAlias = messages.Opened
    MarksChanged: TypeAlias = messages.MarksChanged
    SortRequested: TypeAlias = messages.SortRequested
    ColumnMoved: TypeAlias = messages.ColumnMoved

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = TABLE_KEYS

    COMPONENT_CLASSES: ClassVar[set[str]] = set(COMPONENTS.values())

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
        header: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make an empty table.

        `identity` gives the id of a row, by which the cursor and the marks know it again. `empty` stands in place of
        the rows when there are none; `header` says whether titles are drawn.
        """
        super().__init__(id=id, classes=classes)
        self._columns = tuple(columns)
        self._has_header = header
        self._browsing = Browsing(identity)
        self._told: R | None = None
        self._column = self._columns[0].key if self._columns else ""
        self._layout_made: tuple[int, Layout[R]] | None = None
        self._palette_made: Palette | None = None
        self._lines: LineCache[R] = LineCache()
        self._pressed: int | None = None
        self.set_reactive(RowTable.empty, empty)

    # Rows

    @property
    def rows(self) -> Sequence[R]:
        """The rows shown, in their order."""
        return self._browsing.rows

    @property
    def current(self) -> R | None:
        """The row under the cursor, None in an empty table."""
        return self._browsing.current

    def show(self, rows: Sequence[R]) -> None:
        """Show these rows, in this order; they are not copied and must not change.

        The cursor stays on its row. Where that is missing, it goes to the nearest row that followed, and comes back
        with it.
        """
        line = self._browsing.cursor - self.scroll_offset.y
        self._browsing.show(rows)
        self._measure()
        # The row under the cursor keeps its line on the screen where it can.
        cursor = self._browsing.cursor
        self._scroll_first(replace(self._viewport, first=cursor - line).to(cursor).first)
        self.refresh()
        self._tell_highlighted()

    def move_to(self, row_id: int) -> bool:
        """Put the cursor on a row, and say whether it is shown; if not, the cursor goes there when it is."""
        place = self._browsing.want(row_id)
        if place is not None:
            self._move(self._viewport.to(place))
        return place is not None

    # Columns

    @property
    def shown_columns(self) -> tuple[Column[R], ...]:
        """The columns that have room, from left to right."""
        return tuple(slot.column for slot in self._layout.slots)

    @property
    def current_column(self) -> Column[R] | None:
        """The column under the column cursor, None in a table without columns."""
        columns = self.shown_columns
        return columns[self._column_place] if columns else None

    def show_columns(self, columns: Sequence[Column[R]]) -> None:
        """Draw these columns from now on, as far as they fit."""
        self._columns = tuple(columns)
        self._forget_painted()
        self._measure()
        self.refresh()

    def move_to_column(self, key: str) -> None:
        """Put the column cursor on a column; one that has no room now is chosen when it has."""
        before = self.current_column
        self._column = key
        if self.current_column is not before:
            self._refresh_header()
            self._reveal_column()
            if self.current_column is not None:
                self.post_message(messages.ColumnMoved(self, self.current_column.key))

    # Marks

    @property
    def marks(self) -> frozenset[int]:
        """Ids of all marked rows, shown or hidden."""
        return self._browsing.settled_marks().ids

    @property
    def hidden_marks(self) -> int:
        """Number of marked rows that are not shown: commands do not act on them, and say so."""
        return len(self.marks) - len(self.marked_rows())

    @property
    def is_ranging(self) -> bool:
        """Whether moving the cursor marks rows."""
        return self._browsing.marks.start is not None

    def marked_rows(self) -> list[R]:
        """Return the marked rows that are shown, in their order: those a command acts on."""
        return self._browsing.marked_rows()

    def set_marks(self, ids: Iterable[int]) -> None:
        """Mark exactly these rows, shown or not; a range that was being drawn ends."""
        self._change_marks(Marks(frozenset(ids)))

    def clear_marks(self) -> None:
        """Take all marks away, hidden ones too."""
        self.set_marks(())

    # Moving and marking, by key

    def action_cursor_down(self) -> None:
        """Move to the next row."""
        self._move(self._viewport.by(1))

    def action_cursor_up(self) -> None:
        """Move to the previous row."""
        self._move(self._viewport.by(-1))

    def action_cursor_first(self) -> None:
        """Move to the first row."""
        self._move(self._viewport.to(0))

    def action_cursor_last(self) -> None:
        """Move to the last row."""
        self._move(self._viewport.to(len(self.rows) - 1))

    def action_half_page_down(self) -> None:
        """Move half a page down."""
        self._move(self._viewport.by_pages(0.5))

    def action_half_page_up(self) -> None:
        """Move half a page up."""
        self._move(self._viewport.by_pages(-0.5))

    def action_page_down(self) -> None:
        """Move a page down."""
        self._move(self._viewport.by_pages(1))

    def action_page_up(self) -> None:
        """Move a page up."""
        self._move(self._viewport.by_pages(-1))

    def action_column_left(self) -> None:
        """Choose the column to the left."""
        self._step_column(-1)

    def action_column_right(self) -> None:
        """Choose the column to the right."""
        self._step_column(1)

    def action_mark(self) -> None:
        """Mark the row under the cursor, or unmark it, and move down; a range that was being drawn ends."""
        row_id = self._browsing.current_id
        if self.is_ranging:
            self._change_marks(self._browsing.settled_marks())
        elif row_id is not None:
            self._change_marks(self._browsing.marks.toggled(row_id))
            self.action_cursor_down()

    def action_mark_range(self) -> None:
        """Start a range on the row under the cursor; pressed again, keep what it covers."""
        if self.is_ranging:
            self._change_marks(self._browsing.settled_marks())
        elif self.rows:
            self._change_marks(self._browsing.marks.started(self._browsing.cursor))

    def action_mark_all(self) -> None:
        """Mark all rows shown; when they all are marked, unmark them."""
        self._change_marks(self._browsing.all_or_none_marked())

    def action_sort_column(self) -> None:
        """Ask for the rows sorted by the column under the column cursor."""
        column = self.current_column
        if column is not None and column.sort_key is not None:
            self.post_message(messages.SortRequested(self, column.key, column.sort_key))

    def action_open(self) -> None:
        """Open the row under the cursor."""
        row = self.current
        if row is not None:
            self.post_message(messages.Opened(self, row))

    # By mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Remember the row that was pressed: the rows may change before the button comes up."""
        offset = event.get_content_offset(self)
        place = -1 if offset is None else self._place_at(offset.y)
        self._pressed = self._browsing.id_at(place) if 0 <= place < len(self.rows) else None

    def on_click(self, event: events.Click) -> None:
        """Move the cursor to a row, open it on a double click, mark it in the gutter, sort by a title."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        x = offset.x + self.scroll_offset.x
        if offset.y < self._head:
            slot = self._layout.slot_at(x)
            if slot is not None:
                self.move_to_column(slot.column.key)
                self.action_sort_column()
        elif self._pressed is not None and self.move_to(self._pressed):
            if event.chain == 2:
                self.action_open()
            elif x < GUTTER - 1:
                self._change_marks(self._browsing.settled_marks().toggled(self._pressed))

    # Geometry

    @property
    def _head(self) -> int:
        """Lines of the header: a view of one line shows the row under the cursor instead."""
        return 1 if self._has_header and self.scrollable_content_region.height > 1 else 0

    @property
    def _viewport(self) -> Viewport:
        height = self.scrollable_content_region.height - self._head
        return Viewport(len(self.rows), height, self._browsing.cursor, self.scroll_offset.y)

    def _place_at(self, y: int) -> int:
        """Return the place of the row drawn on a line of the view, which may be beyond the last."""
        return y - self._head + self.scroll_offset.y

    @property
    def _layout(self) -> Layout[R]:
        width = self.scrollable_content_region.width
        if self._layout_made is None or self._layout_made[0] != width:
            self._layout_made = (width, lay_out(self._columns, width))
            self._lines.clear()
        return self._layout_made[1]

    @property
    def _column_place(self) -> int:
        """Place of the column cursor among the columns drawn."""
        layout = self._layout
        place = layout.index_of(self._column)
        if place is not None:
            return place
        # The chosen column has given way: stand where it would be.
        before = next((place for place, column in enumerate(self._columns) if column.key == self._column), 0)
        return max(0, min(before, len(layout.slots) - 1))

    def _measure(self) -> None:
        self.virtual_size = Size(self._layout.width, len(self.rows) + self._head)

    def on_resize(self) -> None:
        """Fit the columns to the new width and keep the cursor in view."""
        self._measure()
        self._scroll_first(self._viewport.by(0).first)

    # Changing what is seen

    def _move(self, view: Viewport) -> None:
        if not self.rows:
            return
        before, covered = self._browsing.cursor, self._browsing.covered
        self._browsing.put_cursor(view.cursor)
        if view.first != self.scroll_offset.y:
            self._scroll_first(view.first)
        elif self.is_ranging:
            # Every line the cursor passed is marked or unmarked.
            self._refresh_rows(range(min(before, view.cursor), max(before, view.cursor) + 1))
        else:
            self._refresh_rows((before, view.cursor))
        if self._browsing.covered != covered:
            self.post_message(messages.MarksChanged(self))
        self._tell_highlighted()

    def _step_column(self, step: int) -> None:
        slots = self._layout.slots
        if slots:
            place = max(0, min(self._column_place + step, len(slots) - 1))
            self.move_to_column(slots[place].column.key)

    def _change_marks(self, marks: Marks) -> None:
        if marks != self._browsing.marks:
            self._browsing.marks = marks
            self.refresh()
            self.post_message(messages.MarksChanged(self))

    def _tell_highlighted(self) -> None:
        row = self.current
        if row is not self._told:
            self._told = row
            self.post_message(messages.Highlighted(self, row))

    def _scroll_first(self, first: int) -> None:
        if self.is_attached:
            self.scroll_to(y=first, animate=False, force=True)

    def _reveal_column(self) -> None:
        slots = self._layout.slots
        if not slots or not self.is_attached:
            return
        slot, width, left = slots[self._column_place], self.scrollable_content_region.width, self.scroll_offset.x
        # The first column brings the gutter with it.
        start = 0 if slot is slots[0] else slot.start
        self.scroll_to(x=min(max(left, slot.start + slot.width - width), start), animate=False, force=True)

    def _refresh_rows(self, places: Iterable[int]) -> None:
        view = self._viewport
        for place in places:
            if view.shows(place):
                self.refresh(Region(0, place - view.first + self._head, self.size.width, 1))

    def _refresh_header(self) -> None:
        self.refresh(Region(0, 0, self.size.width, self._head))

    def _forget_painted(self) -> None:
        self._layout_made = None
        self._palette_made = None
        self._lines.clear()

    def watch_sorted_by(self) -> None:
        """Draw the arrow."""
        self._refresh_header()

    def watch_empty(self) -> None:
        """Draw the words."""
        if not self.rows:
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget what was painted in another theme, or with another focus."""
        super().notify_style_update()
        self._forget_painted()
        self.refresh()

    # Painting

    def render_line(self, y: int) -> Strip:
        """Paint one line of the view; the header stays where it is."""
        layout, palette, left = self._layout, self._palette, self.scroll_offset.x
        width = self.scrollable_content_region.width
        place = self._place_at(y)
        style = palette.row
        if y < self._head:
            column = self.current_column
            key = None if column is None else column.key
            line, style = paint_header(layout, palette, sorted_by=self.sorted_by, column=key), palette.header
        elif place < len(self.rows):
            line = self._row_line(place, layout, palette)
            style = palette.cursor if place == self._browsing.cursor else palette.row
        elif not self.rows and place < len(words := self.empty.splitlines()):
            return paint_words(words[place], width, palette)
        else:
            return Strip.blank(width, palette.row)
        return line.crop_extend(left, left + width, style)

    def _row_line(self, place: int, layout: Layout[R], palette: Palette) -> Strip:
        row, browsing = self.rows[place], self._browsing
        cursor, marked = place == browsing.cursor, browsing.is_marked(place)
        look = (browsing.id_at(place), cursor, marked)
        line = self._lines.get(row, look)
        if line is None:
            line = paint_row(row, layout, palette, cursor=cursor, marked=marked)
            self._lines.put(row, look, line)
        return line

    @property
    def _palette(self) -> Palette:
        if self._palette_made is None:
            self._palette_made = read_palette(self.get_component_rich_style)
        return self._palette_made
