"""How a command ends: its exit code, and the exceptions that carry one."""

from __future__ import annotations

from enum import IntEnum

from core.errors import BookshiftError, Refusal, RefusalKind


class Exit(IntEnum):
    """What the exit code of the process says."""

    DONE = 0
    """It was done, or the answer is yes."""
    NO = 1
    """The answer is no: findings exist, books differ, there is nothing to undo."""
    WRONG = 2
    """The request was wrong; nothing was changed."""
    STORE = 3
    """The book cannot be used: another program has it, or the disk or the file is damaged."""
    CRASH = 70
    """A defect of Bookshift; a log was written."""
    STOPPED = 130
    """Stopped by ctrl-c."""


class Ended(BookshiftError):
    """Ends a command with a code and, unless it is empty, a sentence on stderr."""

    def __init__(self, code: Exit, says: str = "") -> None:
        super().__init__(says)
        self.code = code
        """The exit code."""


def wrong(says: str) -> Ended:
    """The end of a command whose request was wrong."""
    return Ended(Exit.WRONG, says)


def no(says: str = "") -> Ended:
    """The end of a command whose answer is no."""
    return Ended(Exit.NO, says)


_CODES = {
    RefusalKind.NOTHING: Exit.NO,
    RefusalKind.READ_ONLY: Exit.STORE,
    RefusalKind.STORE: Exit.STORE,
}


def refused(refusal: Refusal) -> Ended:
    """The end of a command whose use case refused; what the book or the disk refuses is not the user's mistake."""
    return Ended(_CODES.get(refusal.kind, Exit.WRONG), str(refusal))
