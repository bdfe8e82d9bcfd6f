"""What a table tells its screen. Handlers are named `on_row_table_…`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from textual.message import Message

if TYPE_CHECKING:
    from widgets.table.table import RowTable

R = TypeVar("R")


@dataclass
class TableMessage(Message, Generic[R]):
    """Something happened in a table of `R`."""

    table: RowTable[R]
    """The table that says it."""

    @property
    def control(self) -> RowTable[R]:
        """The table that says it, for `@on` with a selector."""
        return self.table


@dataclass
class Highlighted(TableMessage[R], namespace="row_table"):
    """The row under the cursor is another one, or has other content."""

    row: R | None
    """The row, None when the table is empty."""

    def can_replace(self, message: Message) -> bool:
        """Holding a key down leaves only the last of these to be handled."""
        return isinstance(message, Highlighted) and message.table is self.table


@dataclass
class Opened(TableMessage[R], namespace="row_table"):
    """The user asked to open a row."""

    row: R
    """The row."""


@dataclass
class MarksChanged(TableMessage[R], namespace="row_table"):
    """Rows were marked or unmarked. The numbers are those of the moment they are read."""

    @property
    def shown(self) -> int:
        """Marked rows that are shown: those a command acts on."""
        return len(self.table.marked_rows())

    @property
    def hidden(self) -> int:
        """Marked rows that the filter hides."""
        return self.table.hidden_marks

    def can_replace(self, message: Message) -> bool:
        """Drawing a long range leaves only the last of these to be handled."""
        return isinstance(message, MarksChanged) and message.table is self.table


@dataclass
class SortRequested(TableMessage[R], namespace="row_table"):
    """The user asked to sort by a column. The table waits for rows in the new order."""

    column: str
    """Key of the column."""
    sort_key: str
    """What the column asks to be sorted by."""


@dataclass
class ColumnMoved(TableMessage[R], namespace="row_table"):
    """The column cursor stands on another column."""

    column: str
    """Key of the column."""
