"""Scopes of plan lines and seats: the filter language over slow fields, where an empty text is every account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from core.book.book import Book
from core.query.errors import QueryError
from core.query.expressions import Expression, Not, Term, Word
from core.query.scopes import AccountScope, PersonScope
from core.text import fold


class Nothing:
    """What stands for a scope whose text can not be read: no account is in it and no person fits it."""

    def fits(self, *_: object) -> bool:
        """Never."""
        return False


Scope = AccountScope | Nothing
"""Which accounts a line or seat is for."""

People = PersonScope | Nothing
"""Which people may sit on a line's seats."""


def account_scope(text: str, book: Book) -> Scope | None:
    """The scope of a text; None for an empty text, which is every account. ``QueryError`` for a mistake in it."""
    return AccountScope.of(text, book) if text.strip() else None


def person_scope(text: str, book: Book) -> People | None:
    """The people a text asks for; None for an empty text, which is everybody. ``QueryError`` for a mistake in it."""
    return PersonScope.of(text, book) if text.strip() else None


def turns_with_time(scope: Scope | None) -> bool:
    """Whether a scope may ask if a customer is established, which a day alone can change; when in doubt, yes."""
    if not isinstance(scope, AccountScope):
        return False
    values = (value for term in _terms(scope.expression) for value in term.values)
    return any("established".startswith(fold(value.text)) for value in values)


def reads_segment(scope: Scope | None) -> bool:
    """Whether a scope asks for the segment, or for the touch, which a segment gives."""
    return _reads(scope, _OF_SEGMENT)


def reads_stage(scope: Scope | None) -> bool:
    """Whether a scope asks for the stage, which changes with the days."""
    return _reads(scope, _OF_STAGE)


def _reads(scope: Scope | None, fields: frozenset[str]) -> bool:
    return isinstance(scope, AccountScope) and any(term.field in fields for term in _terms(scope.expression))


_OF_STAGE = frozenset({"stage"})
_OF_SEGMENT = frozenset({"segment", "touch", "served"})


def _terms(expression: Expression) -> Iterator[Term]:
    if isinstance(expression, Term):
        yield expression
    elif isinstance(expression, Not):
        yield from _terms(expression.part)
    elif not isinstance(expression, Word):
        for part in expression.parts:
            yield from _terms(part)


def fault_in_scope(text: str, book: Book | None = None) -> str:
    """What is wrong with an account scope, as a sentence; empty when it can be read.

    Without a book its grammar and fields are checked, and no names.
    """
    return _fault(lambda: account_scope(text, book or _no_book()))


def fault_in_people(text: str, book: Book | None = None) -> str:
    """What is wrong with a filter over people, in the same way."""
    return _fault(lambda: person_scope(text, book or _no_book()))


@cache
def _no_book() -> Book:
    return Book.of({})


def _fault(read: Callable[[], object]) -> str:
    try:
        read()
    except QueryError as error:
        return error.says
    return ""
