"""Remembers painted lines, so that scrolling and typing paint only rows that were not in view before."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.strip import Strip

R = TypeVar("R")


class LineCache(Generic[R]):
    """Painted rows by id, cursor and mark, for one layout and one palette: clear it when either changes."""

    def __init__(self, capacity: int = 1_000) -> None:
        """Keep at most `capacity` lines."""
        self._capacity = capacity
        self._lines: dict[tuple[int, bool, bool], tuple[R, Strip]] = {}

    def get(self, row: R, look: tuple[int, bool, bool]) -> Strip | None:
        """Return the line of this very row value, painted with this id, cursor and mark; None if there is none."""
        known = self._lines.get(look)
        # A row is an immutable value: another object under the same id has other content.
        return known[1] if known is not None and known[0] is row else None

    def put(self, row: R, look: tuple[int, bool, bool], line: Strip) -> None:
        """Remember a line."""
        if len(self._lines) >= self._capacity:
            self._lines.clear()
        self._lines[look] = (row, line)

    def clear(self) -> None:
        """Forget everything."""
        self._lines.clear()
