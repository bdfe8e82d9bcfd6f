"""The keys of a table."""

from __future__ import annotations

from textual.binding import Binding, BindingType


def _key(keys: str, action: str, words: str, binding_id: str, tooltip: str) -> Binding:
    return Binding(keys, action, words, show=False, id=f"table.{binding_id}", tooltip=tooltip)


TABLE_KEYS: list[BindingType] = [
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
"""None of them is a priority binding: an input keeps what is typed. Their ids let an application give other keys."""
