"""What a table knows of its rows: those shown, the cursor among them, the marks on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from widgets.table.marks import Marks
from widgets.table.viewport import follow

R = TypeVar("R")


class Browsing(Generic[R]):
    """Rows, cursor and marks, without anything of the screen."""

    def __init__(self, identity: Callable[[R], int]) -> None:
        """Start without rows; `identity` gives the id by which a row is known again."""
        self._identity = identity
        self._rows: Sequence[R] = ()
        self._cursor = 0
        self._wanted: int | None = None
        # The rows that last showed the wanted row, and its place there: what a filter shows while it is being typed
        # must not lead the cursor astray.
        self._former: Sequence[R] = ()
        self._place = 0
        self.marks = Marks()

    @property
    def rows(self) -> Sequence[R]:
        """The rows shown, in their order."""
        return self._rows

    @property
    def cursor(self) -> int:
        """Place of the row under the cursor; without meaning when there are no rows."""
        return self._cursor

    @property
    def current(self) -> R | None:
        """The row under the cursor, None without rows."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def current_id(self) -> int | None:
        """Id of the row under the cursor, None without rows."""
        return self._identity(self._rows[self._cursor]) if self._rows else None

    def show(self, rows: Sequence[R]) -> None:
        """Take other rows: a range is settled, the cursor follows its row."""
        self.marks = self.settled_marks()
        self._rows = rows
        if rows:
            self._cursor = follow(rows, self._identity, self._wanted, self._former, self._place)
            if self._wanted is None or self.current_id == self._wanted:
                self.put_cursor(self._cursor)

    def put_cursor(self, place: int) -> None:
        """Put the cursor where the user wants it; its row is the one to come back to."""
        self._cursor = self._place = place
        self._former = self._rows
        self._wanted = self.current_id

    def want(self, row_id: int) -> int | None:
        """Make a row the one the cursor belongs on, and return its place; None while it is not shown."""
        self._wanted = row_id
        return next((place for place, row in enumerate(self._rows) if self._identity(row) == row_id), None)

    def is_marked(self, place: int) -> bool:
        """Say whether the row at a place is marked, by itself or by the range being drawn."""
        return self._identity(self._rows[place]) in self.marks.ids or place in self.covered

    @property
    def covered(self) -> range:
        """Places that the range being drawn covers."""
        return self.marks.covered(self._cursor)

    def settled_marks(self) -> Marks:
        """Return the marks as they are when the range ends here."""
        return self.marks.settled(self._rows, self._identity, self._cursor)

    def marked_rows(self) -> list[R]:
        """Return the marked rows among those shown."""
        return self.marks.shown(self._rows, self._identity, self._cursor)

    def id_at(self, place: int) -> int:
        """Return the id of the row at a place."""
        return self._identity(self._rows[place])

    def all_or_none_marked(self) -> Marks:
        """Return the marks with all shown rows marked, or unmarked when they all are."""
        return self.settled_marks().all_or_none(map(self._identity, self._rows))
