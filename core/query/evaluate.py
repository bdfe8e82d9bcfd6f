"""Which rows a filter keeps: a term at a time over all rows, the cheap ones first.

Measured on 10,000 rows against a tree of closures called for each row: about six times faster, because each term is
one pass without a call per row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from operator import not_
from typing import Protocol, TypeVar

from core.query.checks import Contains
from core.query.context import Context
from core.query.expressions import And, Expression, Not, Op, Term, Value, Word, every
from core.query.fields import ACCOUNT, Fields
from core.query.grammar import terms
from core.query.resolve import Bound, resolved
from core.text import fold

R = TypeVar("R")
"""A row: an object with the attributes that the fields name."""

WORDS_IN = {"accounts": "search", "people": "folded"}
"""The attribute in which a bare word is looked for, by what the rows are."""


class Plan(Protocol):
    """A filter made ready: names looked up, numbers read."""

    @property
    def cost(self) -> int:
        """Rank by which the parts of a filter run: the smallest first."""
        ...

    def keep(self, rows: Sequence[R]) -> list[R]:
        """The rows it matches, in order."""
        ...


@dataclass(frozen=True, slots=True)
class _One:
    """One check of one attribute."""

    bound: Bound

    @property
    def cost(self) -> int:
        return self.bound.check.cost

    def keep(self, rows: Sequence[R]) -> list[R]:
        return self.bound.check.keep(rows, self.bound.attribute)


@dataclass(frozen=True, slots=True)
class _All:
    """Every part, the cheap ones first."""

    parts: tuple[Plan, ...]

    @property
    def cost(self) -> int:
        return sum(part.cost for part in self.parts)

    def keep(self, rows: Sequence[R]) -> list[R]:
        kept = list(rows)
        for part in self.parts:
            if not kept:
                break
            kept = part.keep(kept)
        return kept


@dataclass(frozen=True, slots=True)
class _Some:
    """At least one part: their union in the order of the rows."""

    parts: tuple[Plan, ...]

    @property
    def cost(self) -> int:
        return 10 + sum(part.cost for part in self.parts)

    def keep(self, rows: Sequence[R]) -> list[R]:
        found: set[int] = set()
        left: Sequence[R] = rows
        for part in self.parts:
            found.update(map(id, part.keep(left)))
            left = _chosen(left, found, wanted=False)
        return _chosen(rows, found)


@dataclass(frozen=True, slots=True)
class _None:
    """Everything but what the part matches."""

    part: Plan

    @property
    def cost(self) -> int:
        return 5 + self.part.cost

    def keep(self, rows: Sequence[R]) -> list[R]:
        return _chosen(rows, set(map(id, self.part.keep(rows))), wanted=False)


def _chosen(rows: Sequence[R], found: set[int], *, wanted: bool = True) -> list[R]:
    """The rows that are among those found, or the others, in order.

    Rows are told apart as objects: reading a field of each would cost more than all the rest.
    """
    hits = map(found.__contains__, map(id, rows))
    return list(compress(rows, hits if wanted else map(not_, hits)))


def prepared(expression: Expression, context: Context, fields: Fields = ACCOUNT) -> Plan:
    """A filter made ready to run over rows any number of times.

    Raises ``QueryError`` for a person, pool, team, segment or role that the book does not hold.
    """
    if isinstance(expression, Term):
        bounds = resolved(expression, fields[expression.field], context)
        return _One(bounds[0]) if len(bounds) == 1 else _Some(tuple(map(_One, bounds)))
    if isinstance(expression, Word):
        return _One(Bound(WORDS_IN[fields.what], Contains(" ".join(fold(expression.text).split()))))
    if isinstance(expression, Not):
        return _None(prepared(expression.part, context, fields))
    parts = tuple(prepared(part, context, fields) for part in expression.parts)
    return _All(tuple(sorted(parts, key=lambda part: part.cost))) if isinstance(expression, And) else _Some(parts)


def keep(expression: Expression, rows: Sequence[R], context: Context, fields: Fields = ACCOUNT) -> list[R]:
    """The rows that a filter matches, in their order. Raises ``QueryError`` as ``prepared`` does."""
    return prepared(expression, context, fields).keep(rows)


_GONE = ("churned", "archived")


def visible(expression: Expression) -> Expression:
    """The filter that a list shows: customers of today, unless it asks for others.

    Churned accounts are left out unless it names them, archived records likewise; a filter by id finds any record.
    """
    asked = terms_of_status(expression)
    if "id" in asked or "archived" in asked:
        return expression
    left_out = [flag for flag in _GONE if flag not in asked]
    return every((expression, *(Not(Term("is", Op.HAS, (Value(flag),))) for flag in left_out)))


def terms_of_status(expression: Expression) -> frozenset[str]:
    """Which of ``churned``, ``archived`` and ``id`` a filter names."""
    named: set[str] = set()
    for term in terms(expression):
        if term.field == "id":
            named.add("id")
        elif term.field == "is":
            named.update(value.text.lower() for value in term.values if value.text.lower() in _GONE)
    return frozenset(named)
