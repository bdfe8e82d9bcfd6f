"""From a term to the check it makes of a row: values read, names looked up in the book."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.query import values
from core.query.checks import (
    Among,
    Beginning,
    Between,
    Check,
    Compared,
    Contains,
    Known,
    Meets,
    Never,
    Worded,
    split_words,
)
from core.query.context import OUTSIDE, POOL, VACANT, Context
from core.query.context import Known as KnownWord
from core.query.errors import QueryError, did_you_mean, nearest
from core.query.expressions import Op, Term, Value
from core.query.fields import Field, ValueKind
from core.text import fold
from core.words import OUTSIDE_PREFIX, HealthBand, HolderKind

if TYPE_CHECKING:
    from fractions import Fraction


class UnknownName(QueryError):
    """A filter names somebody or something that the book does not hold."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A check and the attribute whose value it is made of."""

    attribute: str
    """Name on a row, or among the given facts of an entity."""
    check: Check
    """What is asked."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One value of a term, with all that is needed to read it."""

    field: Field
    op: Op
    value: Value
    context: Context | None
    scope: bool

    @property
    def text(self) -> str:
        return self.value.text

    @property
    def folded(self) -> str:
        return fold(self.value.text).strip()

    def error(self, says: str) -> QueryError:
        return QueryError(says, self.value.at)

    def bound(self, check: Check) -> Bound:
        return Bound(self.field.attribute, check)

    def one_of(self, keys: Iterable[Hashable]) -> Bound:
        """Any of some keys, whether the row has one value or several."""
        found = frozenset(keys)
        return self.bound(Meets(found) if self.field.many else Among(found))


def resolved(term: Term, field: Field, context: Context | None = None, *, scope: bool = False) -> tuple[Bound, ...]:
    """The checks of a term of which one must fit.

    Without a context only the form of the values is checked, and no name is looked up. With ``scope`` a field that is
    not given is refused. Raises ``QueryError``; ``UnknownName`` for a name that the book does not hold.
    """
    if scope and field.refused:
        raise QueryError(f"{field.key} cannot stand in a scope: {field.refused}.", term.at)
    if term.op.compares:
        _comparable(term, field)
    bounds = [_one(_Asked(field, term.op, value, context, scope)) for value in term.values]
    return _merged(bounds)


_ORDERED = frozenset(
    {ValueKind.MONEY, ValueKind.NUMBER, ValueKind.HOURS, ValueKind.DAYS, ValueKind.DATE, ValueKind.HEALTH}
)


def _comparable(term: Term, field: Field) -> None:
    if field.kind not in _ORDERED:
        raise QueryError(f"{field.key} has no order: write {field.key}: or {field.key}= instead of {term.op}.", term.at)
    if len(term.values) > 1:
        says = f"{field.key}{term.op} takes one value. Write a large number without commas, as 1200000 or 1.2M."
        raise QueryError(says, term.values[1].at)


def _one(asked: _Asked) -> Bound:
    if not asked.value.quoted and asked.field.kind is not ValueKind.FLAG and asked.folded in ("none", "any"):
        if asked.op.compares:
            says = f"{asked.folded} has no order: write {asked.field.key}:{asked.folded}."
            raise asked.error(says)
        return Bound(asked.field.band or asked.field.attribute, Known(asked.folded == "any"))
    return _READERS[asked.field.kind](asked)


def _merged(bounds: Sequence[Bound]) -> tuple[Bound, ...]:
    """The same checks, several sets over one attribute put together: a list of 500 ids costs one look-up."""
    if len(bounds) == 1:
        return tuple(bounds)
    sets: dict[tuple[str, type[Among] | type[Meets]], set[Hashable]] = {}
    others: list[Bound] = []
    for bound in bounds:
        if isinstance(bound.check, Among | Meets):
            sets.setdefault((bound.attribute, type(bound.check)), set()).update(bound.check.values)
        else:
            others.append(bound)
    return (*(Bound(attribute, make(frozenset(found))) for (attribute, make), found in sets.items()), *others)


# Words ------------------------------------------------------------------------------------------------------


def _text(asked: _Asked) -> Bound:
    if asked.op is Op.IS:
        return asked.one_of([asked.folded])
    words = split_words(asked.folded)
    return asked.bound(Worded(words) if words else Never())


def _name(asked: _Asked) -> Bound:
    if asked.op is Op.IS:
        return asked.one_of([asked.folded])
    return asked.bound(Contains(" ".join(asked.folded.split())))


def _exact(asked: _Asked) -> Bound:
    return asked.one_of([asked.folded])


def _choice(asked: _Asked) -> Bound:
    return asked.one_of(_chosen(asked))


def _chosen(asked: _Asked) -> list[str]:
    """The words of a closed set that are meant: the word itself, else all that begin so."""
    word = asked.folded.replace(" ", "_").replace("-", "_")
    choices = asked.field.choices
    found = [word] if word in choices else [choice for choice in choices if choice.startswith(word)]
    if not found or (asked.op is Op.IS and word not in choices):
        says = f"{asked.field.key} is one of {', '.join(choices)}, none or any, not {asked.text}."
        raise asked.error(says + did_you_mean(asked.text, choices))
    return found


def _flag(asked: _Asked) -> Bound:
    by_name = {flag.name: flag for flag in asked.field.flags}
    flag = by_name.get(asked.folded)
    if flag is None:
        says = f"is: is followed by one of {', '.join(by_name)}, not by {asked.text}."
        raise asked.error(says + did_you_mean(asked.text, by_name))
    if asked.scope and flag.refused:
        raise asked.error(f"is:{flag.name} cannot stand in a scope: {flag.refused}.")
    if flag.name == "marked":
        return Bound(flag.attribute, Among(asked.context.marked if asked.context else frozenset()))
    return Bound(flag.attribute, Among(frozenset({True})))


def _code(asked: _Asked) -> Bound:
    return asked.bound(Beginning(asked.folded)) if asked.op is Op.HAS else asked.one_of([asked.text.upper()])


# Names that the book holds ----------------------------------------------------------------------------------


def _segment(asked: _Asked) -> Bound:
    return _word_of(asked, asked.context.segments if asked.context else (), "segment")


def _role(asked: _Asked) -> Bound:
    return _word_of(asked, asked.context.roles if asked.context else (), "role")


def _word_of(asked: _Asked, known: Sequence[KnownWord], what: str) -> Bound:
    """One word of a vocabulary, else all that begin so. An unknown word stands for itself where that is enough."""
    keys = [word.key for word in known if asked.folded in word.folded]
    if not keys and asked.op is Op.HAS:
        keys = [word.key for word in known if any(text.startswith(asked.folded) for text in word.folded)]
    if not keys and known and not asked.scope and asked.op is Op.HAS:
        spelled = [text for word in known for text in word.folded]
        says = f"There is no {what} {asked.text}; there are {', '.join(word.key for word in known)}."
        raise UnknownName(says + did_you_mean(asked.folded, spelled), asked.value.at)
    return asked.one_of(keys or [asked.text])


def _holder(asked: _Asked) -> Bound:
    if asked.field.holder_kind and not asked.value.quoted and asked.folded in (POOL, OUTSIDE):
        return Bound(asked.field.holder_kind, Among(frozenset({HolderKind(asked.folded)})))
    return asked.one_of(_holder_keys(asked))


def _lead(asked: _Asked) -> Bound:
    leads = set(_holder_keys(asked))
    return asked.one_of(one.key for one in _holders(asked) if one.lead in leads)


def _team(asked: _Asked) -> Bound:
    if asked.context is None:
        return asked.bound(Never())
    keys = [one.key for one in asked.context.holders if one.team == asked.folded]
    if not keys:
        teams = sorted({one.team for one in asked.context.holders if one.team})
        says = f"Nobody is in a team {asked.text}; teams are {', '.join(teams) or 'not given'}."
        raise UnknownName(says + did_you_mean(asked.folded, teams), asked.value.at)
    return asked.one_of(keys)


def _holders(asked: _Asked) -> tuple[KnownWord, ...]:
    return asked.context.holders if asked.context else ()


_PERSON_ID = re.compile(r"p?(\d{1,15})", re.ASCII | re.IGNORECASE)


def _holder_keys(asked: _Asked) -> Iterable[str]:
    """The keys of the people, pools and functions that are meant."""
    word = asked.folded
    if not asked.value.quoted:
        if word == VACANT:
            return [VACANT, *(one.key for one in _holders(asked) if one.vacant)]
        if word in (POOL, OUTSIDE) or word.startswith(OUTSIDE_PREFIX):
            return [word]
        number = _PERSON_ID.fullmatch(word)
        if number:
            return [f"P{int(number[1])}"]
    if asked.context is None:
        return []
    found = _named(asked, word)
    if not found:
        says = f"No person or pool is called {asked.text}.{_meant(asked)} Write none for nobody, or an id such as P7."
        raise UnknownName(says, asked.value.at)
    return found


def _meant(asked: _Asked) -> str:
    """Somebody whose name, or a word of it, is close to what was written."""
    names: dict[str, str] = {}
    for one in _holders(asked):
        for spelled in (*one.folded, *one.words):
            names.setdefault(spelled, one.title)
    meant = nearest(asked.folded, names)
    return f" Did you mean {names[meant]}?" if meant else ""


def _named(asked: _Asked, word: str) -> list[str]:
    """People and pools by mail address, by whole name, else by words that begin words of the name."""
    holders = _holders(asked)
    if "@" in word:
        return [one.key for one in holders if one.email.startswith(word)]
    exact = [one.key for one in holders if word in one.folded]
    if exact or asked.op is Op.IS:
        return exact
    words = split_words(word)
    return [one.key for one in holders if words and all(any(w.startswith(p) for w in one.words) for p in words)]


# Numbers and dates ------------------------------------------------------------------------------------------


def _number(asked: _Asked) -> Bound:
    return asked.bound(_measured(asked, values.number(asked.text), asked.field.scale, "a number such as 62"))


def _money(asked: _Asked) -> Bound:
    minor = asked.context.minor if asked.context else 100
    return asked.bound(_measured(asked, values.money(asked.text), minor, "an amount such as 50k, 1.2M or 120000"))


def _hours(asked: _Asked) -> Bound:
    return asked.bound(_measured(asked, values.hours(asked.text), 100, "hours such as 8 or 8.5"))


def _days(asked: _Asked) -> Bound:
    return asked.bound(_measured(asked, values.days(asked.text), 1, "a number of days such as 30, 30d or 4w"))


def _health(asked: _Asked) -> Bound:
    known = values.number(asked.text)
    if known is None and not asked.op.compares and not asked.value.quoted:
        word = asked.folded.replace("-", "_")
        found = frozenset(band for band in HealthBand if band.value.startswith(word))
        if found:
            return Bound(asked.field.band, Among(found))
    bands = "" if asked.op.compares else " or good, watch, at_risk, none, any"
    hint = f"a number from 0 to 100{bands}"
    return asked.bound(_measured(asked, known, 1, hint))


def _measured(asked: _Asked, known: Fraction | int | None, units: int, hint: str) -> Check:
    """A comparison with a number in units of which the row holds whole ones."""
    if known is None:
        raise asked.error(f"{asked.field.key}{asked.op} is followed by {hint}, not by {asked.text}.")
    return _whole(asked.op, known * units)


def _whole(op: Op, bound: Fraction | int) -> Check:
    """The comparison of whole numbers with a bound that need not be whole."""
    if op.compares:
        down = op in (Op.UP_TO, Op.ABOVE)
        return Compared(op, math.floor(bound) if down else math.ceil(bound))
    return Among(frozenset({bound.numerator})) if bound.denominator == 1 else Never()


def _date(asked: _Asked) -> Bound:
    word = asked.folded
    if word in ("today", "past"):
        return Bound(asked.field.days, _relative(asked, word))
    stretch = values.span(asked.text)
    if stretch is not None:
        return asked.bound(_in_calendar(asked.op, *stretch))
    length = values.days(asked.text)
    if length is None:
        hint = "a date such as 2027-01-31, 2027-01, 2027-q1 or 2027, a time such as 90d, 6w or 1y, today, past or none"
        raise asked.error(f"{asked.field.key}{asked.op} is followed by {hint}, not by {asked.text}.")
    return Bound(asked.field.days, _within(asked.op, length))


def _relative(asked: _Asked, word: str) -> Check:
    """Today and before; the days of a date ahead count forward, those of one behind count backward."""
    if word == "past":
        if asked.op.compares:
            raise asked.error(f"past has no order: write {asked.field.key}:past.")
        return Compared(Op.BELOW, 0) if asked.field.ahead else Compared(Op.ABOVE, 0)
    if not asked.op.compares:
        return Among(frozenset({0}))
    return Compared(asked.op if asked.field.ahead else _TURNED[asked.op], 0)


_TURNED = {Op.BELOW: Op.ABOVE, Op.UP_TO: Op.FROM, Op.ABOVE: Op.BELOW, Op.FROM: Op.UP_TO}


def _in_calendar(op: Op, first: Any, last: Any) -> Check:  # noqa: ANN401 - dates
    if op in (Op.BELOW, Op.FROM):
        return Compared(op, first)
    return Compared(op, last) if op.compares else Between(first, last)


def _within(op: Op, length: int) -> Check:
    """A time from today; ``<90d`` means within it and leaves out what lies on the other side of today."""
    if op is Op.IS:
        return Among(frozenset({length}))
    if op in (Op.ABOVE, Op.FROM):
        return Compared(op, length)
    return Between(0, length - 1 if op is Op.BELOW else length)


# Ids --------------------------------------------------------------------------------------------------------


def _record(asked: _Asked) -> Bound:
    found = re.fullmatch(rf"{asked.field.prefix}?(\d{{1,15}})", asked.text, re.ASCII | re.IGNORECASE)
    if found:
        return asked.one_of([int(found[1])])
    raise asked.error(f"{asked.field.key}: is followed by an id such as {asked.field.prefix}123, not by {asked.text}.")


def _outside_id(asked: _Asked) -> Bound:
    return asked.one_of([asked.text])


_READERS: dict[ValueKind, Callable[[_Asked], Bound]] = {
    ValueKind.TEXT: _text,
    ValueKind.NAME: _name,
    ValueKind.EXACT: _exact,
    ValueKind.CHOICE: _choice,
    ValueKind.SEGMENT: _segment,
    ValueKind.ROLE: _role,
    ValueKind.HOLDER: _holder,
    ValueKind.LEAD: _lead,
    ValueKind.TEAM: _team,
    ValueKind.MONEY: _money,
    ValueKind.NUMBER: _number,
    ValueKind.HOURS: _hours,
    ValueKind.DAYS: _days,
    ValueKind.DATE: _date,
    ValueKind.HEALTH: _health,
    ValueKind.CODE: _code,
    ValueKind.FLAG: _flag,
    ValueKind.RECORD: _record,
    ValueKind.OUTSIDE_ID: _outside_id,
}
