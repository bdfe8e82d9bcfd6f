"""How a use case says no: any helper may raise ``Refused``, and the use case answers with the refusal."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, TypeVar

from core.book.book import Book, IdSource
from core.book.change import Change
from core.errors import BookshiftError, Refusal, RefusalKind
from core.moment import Moment
from core.schema import InvalidRecord

Q = TypeVar("Q")


class Refused(BookshiftError):
    """A refusal on its way out of a use case; never leaves this package."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal
        """What the use case answers."""


def refuse(says: str, kind: RefusalKind = RefusalKind.INVALID, details: tuple[str, ...] = ()) -> NoReturn:
    """Leave the use case with a refusal."""
    raise Refused(Refusal(says, kind, details))


def use_case(
    function: Callable[[Book, Moment, IdSource, Q], Change],
) -> Callable[[Book, Moment, IdSource, Q], Change | Refusal]:
    """The function as a use case: what it refuses, and what no record may hold, becomes its answer."""

    @wraps(function)
    def answering(book: Book, moment: Moment, ids: IdSource, request: Q) -> Change | Refusal:
        try:
            return function(book, moment, ids, request)
        except Refused as refused:
            return refused.refusal
        except InvalidRecord as error:
            return Refusal(sentence(str(error)))

    return answering


def sentence(text: str) -> str:
    """A text as a sentence: a capital first, a full stop last."""
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
