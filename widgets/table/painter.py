"""Paints one line of a table: a row, the header, or the words of an empty table."""

from __future__ import annotations

from typing import TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from widgets.table.columns import GAP, GUTTER, Layout, Slot, SortedBy
from widgets.table.palette import Palette
from widgets.text import fit, plain

R = TypeVar("R")

CURSOR = "▸"
"""Stands before the row under the cursor, so that it is seen without colours and without the focus."""

MARK = "●"
"""Stands before a marked row."""

ASCENDING = "▲"
"""Follows the title of the column the rows are sorted by."""

DESCENDING = "▼"
"""Follows the title of the column the rows are sorted by in reverse."""


def paint_row(row: R, layout: Layout[R], palette: Palette, *, cursor: bool, marked: bool) -> Strip:
    """Paint a row, `layout.width` cells wide."""
    base = palette.cursor if cursor else palette.marked if marked else palette.row
    gutter = (CURSOR if cursor else " ") + (MARK if marked else " ")
    segments = [Segment(gutter.ljust(GUTTER), base)]
    for slot in layout.slots:
        cell = slot.column.cell(row)
        tone = None if cursor else palette.tones.get(cell.tone)
        _pad_to(slot, segments, base)
        width = layout.width - slot.start if cell.runs_on else slot.width
        text = fit(plain(cell.text), width, slot.column.align)
        segments.append(Segment(text, base + tone if tone else base))
        if cell.runs_on:
            break
    return Strip(segments, layout.width)


def paint_header(
    layout: Layout[R], palette: Palette, *, sorted_by: SortedBy | None = None, column: str | None = None
) -> Strip:
    """Paint the header, `layout.width` cells wide.

    `sorted_by` puts an arrow behind a title, `column` is the key of the column under the column cursor.
    """
    segments = [Segment(" " * GUTTER, palette.header)]
    for slot in layout.slots:
        _pad_to(slot, segments, palette.header)
        style = palette.column if slot.column.key == column else palette.header
        segments.append(Segment(_title(slot, sorted_by), style))
    return Strip(segments, layout.width)


def paint_words(text: str, width: int, palette: Palette) -> Strip:
    """Paint a line of an empty table: words that stand where the rows would."""
    muted = palette.row + palette.tones.get("muted", Style())
    return Strip([Segment(fit(" " * GUTTER + plain(text), width), muted)], max(0, width))


def _pad_to(slot: Slot[R], segments: list[Segment], style: Style) -> None:
    if slot.start > GUTTER:
        segments.append(Segment(" " * GAP, style))


def _title(slot: Slot[R], sorted_by: SortedBy | None) -> str:
    title = plain(slot.column.title)
    if sorted_by is None or sorted_by[0] != slot.column.key:
        return fit(title, slot.width, slot.column.align)
    # The arrow is worth more than the last letter of the title.
    short = fit(title, slot.width - 1).rstrip()
    return fit(short + (DESCENDING if sorted_by[1] else ASCENDING), slot.width, slot.column.align)
