"""Where the cursor is and which rows are in view: arithmetic only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Viewport:
    """A window on a list of rows, with a cursor in the list."""

    count: int = 0
    """Rows in the list."""
    height: int = 0
    """Rows the window has room for."""
    cursor: int = 0
    """Row under the cursor, from 0; 0 in an empty list."""
    first: int = 0
    """First row in the window, from 0."""

    def to(self, row: int) -> Viewport:
        """Put the cursor on a row (on the nearest there is), scrolling no further than needed to show it."""
        cursor = max(0, min(row, self.count - 1))
        first = max(min(self.first, cursor), cursor - max(1, self.height) + 1)
        return replace(self, cursor=cursor, first=max(0, min(first, self.count - self.height)))

    def by(self, rows: int) -> Viewport:
        """Move the cursor down by a number of rows, up if it is negative."""
        return self.to(self.cursor + rows)

    def by_pages(self, pages: float) -> Viewport:
        """Move cursor and window by pages (0.5 is half of one); a row of the former page stays in view."""
        rows = max(1, int(abs(pages) * (self.height - 1)))
        if pages < 0:
            rows = -rows
        return replace(self, first=self.first + rows).by(rows)

    def shows(self, row: int) -> bool:
        """Say whether a row is in the window."""
        return self.first <= row < min(self.first + self.height, self.count)


def follow(
    rows: Sequence[R], identity: Callable[[R], int], wanted: int | None, former: Sequence[R], former_cursor: int
) -> int:
    """Return where the cursor belongs after the rows have changed.

    It belongs on the row the user put it on (`wanted`). If that is not shown, on the nearest row still shown of those
    that followed the cursor, else of those that came before it; it comes back when the wanted row does.
    `former` are the rows the cursor was in, `former_cursor` its place there. The first row when nothing is wanted yet.
    """
    if wanted is None or not rows:
        return 0
    if former_cursor < len(rows) and identity(rows[former_cursor]) == wanted:
        return former_cursor
    ids = list(map(identity, rows))
    if wanted in ids:
        return ids.index(wanted)
    shown = set(ids)
    for place in chain(range(former_cursor, len(former)), range(min(former_cursor, len(former)) - 1, -1, -1)):
        candidate = identity(former[place])
        if candidate in shown:
            return ids.index(candidate)
    return 0
