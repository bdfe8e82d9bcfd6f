"""What a use case answers instead of a change: a sentence that says what is wrong, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class RefusalKind(StrEnum):
    """Why a request was refused; fronts choose their reaction by it."""

    INVALID = "invalid"
    """The request itself is wrong."""
    UNKNOWN = "unknown"
    """It names something that is not there, or that is ambiguous."""
    RULE = "rule"
    """A rule of the model in force says no."""
    REASON = "reason"
    """A guard warns: the same request with a reason is accepted."""
    CONFLICT = "conflict"
    """The book holds something else than the request was computed on."""
    READ_ONLY = "read-only"
    """The book is open for reading only."""
    NOTHING = "nothing"
    """There is nothing to do."""
    STORE = "store"
    """The disk did not take the change."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A typed "no" whose text is the sentence the user reads."""

    says: str
    """One or two sentences: what is wrong, where, and what to do."""
    kind: RefusalKind = RefusalKind.INVALID
    """How a front may react."""
    details: tuple[str, ...] = field(default=())
    """Further lines, one per account, field or guard, in a stable order."""

    def __str__(self) -> str:
        """The sentence with its details, one a line."""
        return "\n".join((self.says, *(f"  {line}" for line in self.details)))


class BookshiftError(Exception):
    """An error that carries the sentence for the user; anything else that is raised is a bug."""


class IntegrityError(BookshiftError):
    """A change would leave the book inconsistent: a missing reference, two holders, a cycle, a stale value."""


class StoreError(BookshiftError):
    """The disk did not take a change; the book in memory is as before."""

    def __init__(self, says: str, *, writable: bool) -> None:
        super().__init__(says)
        self.writable = writable
        """Whether further changes may be tried (a full disk) or the book must be reopened (a failed flush)."""
