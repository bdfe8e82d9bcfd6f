"""Marks on rows, by id: a command acts on those that are shown, and says how many the filter hides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Marks:
    """Which rows are marked, whether shown or not.

    While a range is being drawn, the rows from its start to the cursor are marked as well. Places are counted in the
    rows shown, so a range must be settled before other rows are shown.
    """

    ids: frozenset[int] = frozenset()
    """Marked rows, without those of a range that is still being drawn."""
    start: int | None = None
    """Place of the row a range was started on; None when none is being drawn."""

    def covered(self, cursor: int) -> range:
        """Return the places the range covers, none when none is being drawn."""
        if self.start is None:
            return range(0)
        return range(min(self.start, cursor), max(self.start, cursor) + 1)

    def toggled(self, row_id: int) -> Marks:
        """Mark a row, or take its mark away."""
        return replace(self, ids=self.ids ^ {row_id})

    def all_or_none(self, shown: Iterable[int]) -> Marks:
        """Mark all shown rows; when they all are, unmark them. Hidden rows keep their marks."""
        shown_ids = frozenset(shown)
        return replace(self, ids=self.ids - shown_ids if shown_ids <= self.ids else self.ids | shown_ids)

    def started(self, place: int) -> Marks:
        """Start a range."""
        return replace(self, start=place)

    def settled(self, rows: Sequence[R], identity: Callable[[R], int], cursor: int) -> Marks:
        """End the range: what it covers is marked for good."""
        if self.start is None:
            return self
        return Marks(self.ids.union(identity(rows[place]) for place in self.covered(cursor)))

    def shown(self, rows: Sequence[R], identity: Callable[[R], int], cursor: int) -> list[R]:
        """Return the marked rows among those shown, in their order."""
        ids = self.settled(rows, identity, cursor).ids
        return [row for row in rows if identity(row) in ids] if ids else []
