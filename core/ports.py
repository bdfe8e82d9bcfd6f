"""What the domain asks of the outside: the store behind the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from core.book.change import Change, Head, Patch


class Store(Protocol):
    """Where changes are kept. A change is durable before ``commit`` returns."""

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty when it can."""
        ...

    def commit(self, change: Change) -> None:
        """Write one stamped change durably, or raise ``StoreError`` with the book as before."""
        ...

    def heads(self) -> Sequence[Head]:
        """The heads of all changes, oldest first."""
        ...

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change did; ``KeyError`` for a number that is not in the history."""
        ...
