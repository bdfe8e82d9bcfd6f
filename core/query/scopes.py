"""Scopes: filters over slow facts that say which accounts a line of a plan is for, and who may sit there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from core.accounts import Account
from core.book.book import Book
from core.organisation import Segment
from core.people import Person
from core.query.checks import Contains
from core.query.context import Context
from core.query.errors import QueryError
from core.query.expressions import EVERYTHING, And, Expression, Not, Term, Word
from core.query.fields import ACCOUNT, PERSON, Fields
from core.query.given import ACCOUNT_FACTS, PERSON_FACTS, Given
from core.query.grammar import parse
from core.query.resolve import Bound, UnknownName, resolved
from core.text import fold
from core.words import Stage, Touch

T = TypeVar("T")
Fits = Callable[[T], bool]


@dataclass(frozen=True, slots=True)
class AccountScope:
    """Which accounts; a value made from text, that follows no change of the book but that of its segment scheme."""

    text: str
    """As written; empty is every account."""
    expression: Expression
    """What it says."""
    _fits: Fits[Given]
    _touches: Mapping[str, Touch]

    @classmethod
    def of(cls, text: str, book: Book) -> AccountScope:
        """The scope that a text describes.

        Raises ``QueryError`` for a mistake in it and for a field that moves too fast to decide about a model. A
        segment that is not in the scheme stands for itself, so that a plan outlives a renamed segment.
        """
        expression = parse(text, ACCOUNT, scope=True)
        _without_words(expression, text)
        compiled = _compiled(expression, ACCOUNT, ACCOUNT_FACTS, Context.of(book), "")
        return cls(text, expression, compiled, book.kept("touch of segments", _touches))

    def fits(self, account: Account, stage: Stage | None, served: Touch | None, day: date) -> bool:
        """Whether an account belongs to it on a day, given its stage and, once settled, the touch it is served at."""
        if self.expression is EVERYTHING:
            return True
        touch = account.touch or self._touches.get(account.segment, Touch.MID)
        return self._fits(Given(account, stage, touch, served or touch, day))


@dataclass(frozen=True, slots=True)
class PersonScope:
    """Which people may sit somewhere."""

    text: str
    """As written; empty is everybody."""
    expression: Expression
    """What it says."""
    _fits: Fits[Person]

    @classmethod
    def of(cls, text: str, book: Book) -> PersonScope:
        """The scope that a text describes; a bare word is looked for in the name.

        Raises ``QueryError`` as ``AccountScope.of`` does. Somebody named as a lead who is not there leads nobody.
        """
        expression = parse(text, PERSON, scope=True)
        return cls(text, expression, _compiled(expression, PERSON, PERSON_FACTS, Context.of(book), "folded"))

    def fits(self, person: Person) -> bool:
        """Whether a person or vacancy belongs to it."""
        return self._fits(person)


def _touches(book: Book) -> Mapping[str, Touch]:
    segments: tuple[Segment, ...] = book.segments.all()
    return {segment.key: segment.touch for segment in segments}


def _without_words(expression: Expression, text: str) -> None:
    """Refuse words of the name: a scope that rests on them changes with the spelling."""
    if isinstance(expression, Word):
        says = (
            f"A scope does not look at names, and “{expression.text}” would. "
            "Mark the accounts with a tag and write #tag, or name a field as in segment:small."
        )
        raise QueryError(says, expression.at, text)
    if isinstance(expression, Not):
        _without_words(expression.part, text)
    elif not isinstance(expression, Term):
        for part in expression.parts:
            _without_words(part, text)


def _compiled(
    expression: Expression,
    fields: Fields,
    facts: Mapping[str, Callable[[Any], Any]],
    context: Context,
    words_in: str,
) -> Fits[Any]:
    """A function of one subject that answers an expression."""
    if isinstance(expression, Term):
        return _any_of(_bounds(expression, fields, context), facts)
    if isinstance(expression, Word):
        return _any_of((Bound(words_in, Contains(" ".join(fold(expression.text).split()))),), facts)
    if isinstance(expression, Not):
        part = _compiled(expression.part, fields, facts, context, words_in)
        return lambda subject: not part(subject)
    parts = [_compiled(part, fields, facts, context, words_in) for part in expression.parts]
    if isinstance(expression, And):
        return lambda subject: all(part(subject) for part in parts)
    return lambda subject: any(part(subject) for part in parts)


def _bounds(term: Term, fields: Fields, context: Context) -> tuple[Bound, ...]:
    try:
        return resolved(term, fields[term.field], context, scope=True)
    except UnknownName:
        return ()


def _any_of(bounds: tuple[Bound, ...], facts: Mapping[str, Callable[[Any], Any]]) -> Fits[Any]:
    pairs = [(facts[bound.attribute], bound.check.fits) for bound in bounds]
    if len(pairs) == 1:
        get, fits = pairs[0]
        return lambda subject: fits(get(subject))
    return lambda subject: any(fits(get(subject)) for get, fits in pairs)
