"""What the store answers when it cannot open or write: sentences with the file, the byte and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.errors import StoreError
from data.store.system import why


class NotABook(StoreError):
    """The folder holds no book, or something else; nothing was touched."""

    def __init__(self, says: str) -> None:
        super().__init__(says, writable=False)


class Taken(StoreError):
    """The folder holds a book already, where a new one was to be made."""

    def __init__(self, says: str) -> None:
        super().__init__(says, writable=False)


class Damaged(StoreError):
    """A file of the book is not as it was written; nothing was touched."""

    def __init__(self, file: Path, at: int, what: str) -> None:
        super().__init__(
            f"{file.name} is damaged at byte {at:,}: {what}. Nothing was changed. "
            f"Run “bookshift doctor --book {file.parent}” to see what can be saved.",
            writable=False,
        )
        self.file = file
        """The damaged file."""
        self.at = at
        """Offset of the first byte that does not fit."""
        self.what = what
        """What is wrong there."""


def not_written(failed: str, error: OSError) -> StoreError:
    """The error of a write that was taken back: the book is as before and may be tried again."""
    return StoreError(
        f"{failed}, because {why(error)}. Everything saved before is safe. Mend that and try again.", writable=True
    )


def flushed(flush: Callable[[], None], failed: str) -> None:
    """Flush once. The system may drop the bytes of a flush that failed and call the next one a success."""
    try:
        flush()
    except OSError as error:
        raise StoreError(
            f"{failed}, because {why(error)} while it was flushed. The book can only be read until it is opened "
            "again; everything that was saved before is safe.",
            writable=False,
        ) from error


def said(error: StoreError | OSError) -> str:
    """The sentence of an error that kept a book from being read."""
    return str(error) if isinstance(error, StoreError) else f"The book cannot be read, because {why(error)}."
