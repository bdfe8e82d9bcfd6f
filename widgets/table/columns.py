"""Columns of a table, and which of them are drawn in a given width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from widgets.text import Align
from widgets.tones import Tone

R = TypeVar("R")

SortedBy: TypeAlias = tuple[str, bool]
"""The column that rows are sorted by: its key, and whether the order is reversed (the largest first)."""

GUTTER = 3
"""Cells before the first column: the cursor, the mark and a blank."""

GAP = 1
"""Blank cells between two columns."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What one row shows in one column."""

    text: str
    """Any text; it is made plain and fitted when drawn."""
    tone: Tone = "plain"
    """A shade of meaning that repeats what the text says."""
    runs_on: bool = False
    """Whether the text takes the rest of the line, in place of the columns to the right of it."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column of a table of `R`."""

    key: str
    """Names the column in messages and settings; unique in its table."""
    title: str
    """Drawn in the header."""
    cell: Callable[[R], Cell]
    """What a row shows here. Called for visible rows only."""
    width: int
    """Cells the column takes; the least it takes when it is flexible. At least 1."""
    flex: int = 0
    """Share of the width left over that the column takes as well; 0 for a fixed column."""
    align: Align = "left"
    """Side on which title and cells stand."""
    sort_key: str | None = None
    """What to sort by when the user asks to sort this column; None when it cannot be sorted."""
    priority: int = 0
    """When room is short, the highest number gives way first; 0 never does."""


@dataclass(frozen=True, slots=True)
class Slot(Generic[R]):
    """A column in its place on the line."""

    column: Column[R]
    """What is drawn."""
    start: int
    """First cell, counted from the left edge of the line."""
    width: int
    """Cells it takes here."""


@dataclass(frozen=True, slots=True)
class Layout(Generic[R]):
    """The columns drawn in a given width, from left to right."""

    slots: tuple[Slot[R], ...]
    """The columns that have room."""
    width: int
    """Cells of the whole line; more than the view has when the columns that never give way are wider."""

    def slot_at(self, x: int) -> Slot[R] | None:
        """Return the column drawn at a cell of the line, None in the gutter, in a gap and beyond the last column."""
        return next((slot for slot in self.slots if slot.start <= x < slot.start + slot.width), None)

    def index_of(self, key: str | None) -> int | None:
        """Return the place of a column among those drawn, None when it is not drawn."""
        return next((index for index, slot in enumerate(self.slots) if slot.column.key == key), None)


def _needed(columns: Sequence[Column[R]]) -> int:
    return GUTTER + sum(column.width for column in columns) + GAP * max(0, len(columns) - 1)


def lay_out(columns: Sequence[Column[R]], width: int) -> Layout[R]:
    """Choose the columns that fit a width in cells, and share what is left among the flexible ones.

    The column with the highest priority number gives way first, the rightmost of equals; columns of priority 0 stay
    even where the view is narrower than they are.
    """
    kept = list(columns)
    while _needed(kept) > width:
        last = max(range(len(kept)), key=lambda index: (kept[index].priority, index), default=0)
        if not kept or kept[last].priority == 0:
            break
        del kept[last]

    spare = max(0, width - _needed(kept))
    shares = sum(column.flex for column in kept)
    slots: list[Slot[R]] = []
    start = GUTTER
    for column in kept:
        extra = spare * column.flex // shares if column.flex else 0
        # What the division leaves over goes to the last flexible column: the line ends at the edge.
        spare, shares = spare - extra, shares - column.flex
        slots.append(Slot(column, start, column.width + extra))
        start += column.width + extra + GAP
    return Layout(tuple(slots), max(GUTTER, start - GAP) if slots else GUTTER)
