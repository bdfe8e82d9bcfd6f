"""What one more free hour is worth, in each book and for each kind of account: the signal whom to hire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.accounts import Account
from core.journey import segment_by_key
from core.rebalance.engine import run
from core.rebalance.extraction import Extract
from core.rebalance.problem import Owner, Problem
from core.rebalance.proposal import Proposal
from core.rebalance.solving import Stop
from core.wording import hours
from core.words import MatchOn

MORE = 1_000
"""Hundredths of an hour a month that are tried: accounts come in lumps, and a single hour seldom holds one."""


@dataclass(frozen=True, slots=True)
class HourPrice:
    """What more hours in one book would save."""

    person: int
    """Person id."""
    saved: int
    """Thousandths of a point less that the best plan found costs with ``MORE`` hundredths of an hour."""
    moves: int
    """Moves more that it has then, or below zero fewer."""
    says: str
    """The same in a sentence."""

    @property
    def each(self) -> int:
        """Thousandths of a point for each hour."""
        return self.saved * 100 // MORE


@dataclass(frozen=True, slots=True)
class Shortage:
    """What hours of a new person would save who may take one kind of account."""

    quality: str
    """``segment``, ``region``, ``language``, ``industry`` or ``skill``; empty for somebody who may take any."""
    value: str
    """What the accounts state."""
    saved: int
    """Thousandths of a point less with ``MORE`` hundredths of an hour of somebody for these accounts."""
    says: str
    """The same in a sentence."""


def hour_prices(proposal: Proposal, stop: Stop = lambda: False) -> Iterator[HourPrice]:
    """What ten more hours a month would save in the book of each person, solved anew for each, one by one."""
    basis, base = proposal.extract.problem, proposal.solution
    for owner in basis.owners:
        if stop():
            return
        roomier = tuple(_roomier(one) if one is owner else one for one in basis.owners)
        found = run(replace(basis, owners=roomier), stop=stop)
        if found.stopped:
            return  # what was found by then says nothing
        saved = max(0, base.value - found.value)
        name = proposal.extract.book.people[owner.id].name
        moves = sum(a != u.holder for a, u in zip(found.homes, basis.units, strict=True)) - len(proposal.moves)
        says = (
            f"{hours(MORE)} more for {name} would save {saved / 1000:.1f} points."
            if saved
            else f"More hours for {name} would save nothing."
        )
        yield HourPrice(owner.id, saved, moves, says)


def _roomier(owner: Owner) -> Owner:
    bands = tuple((start + MORE, more) for start, more in owner.bands)
    return replace(owner, capacity=owner.capacity + MORE, bands=bands)


def shortages(proposal: Proposal, stop: Stop = lambda: False) -> Iterator[Shortage]:
    """What ten hours of a new person would save: for anybody, then for each quality that seats ask for, one by one.

    A quality that no seat asks its holder for is left out: it keeps nobody from an account.
    """
    extract, base = proposal.extract, proposal.solution.value
    for quality, value in (("", ""), *_asked(extract)):
        if stop():
            return
        found = run(_hired(extract, quality, value), stop=stop)
        if found.stopped:
            return
        saved = max(0, base - found.value)
        who = _somebody(extract, quality, value)
        says = f"{hours(MORE)} of {who} would save {saved / 1000:.1f} points."
        yield Shortage(quality, value, saved, says)


def hiring_signal(found: Iterable[Shortage]) -> str:
    """Whom to hire, in a sentence: for which accounts hours are scarcest. Empty where more hours save nothing."""
    shortest = sorted((one for one in found if one.saved), key=lambda one: (-one.saved, one.quality, one.value))
    named = [one for one in shortest if one.quality]
    if not shortest:
        return ""
    if not named:
        return f"Hours are short everywhere: {shortest[0].says}"
    return f"Hours are scarcest here: {named[0].says}"


def _somebody(extract: Extract, quality: str, value: str) -> str:
    """A new person in words, by what they bring."""
    if quality == MatchOn.SEGMENT:
        segment = segment_by_key(extract.book, value)
        return f"somebody for the segment {segment.title if segment is not None else value}"
    if quality in (MatchOn.REGION, MatchOn.INDUSTRY):
        return f"somebody for the {quality} {value}"
    if quality == MatchOn.LANGUAGE:
        return f"somebody who speaks “{value}”"
    if quality:
        return f"somebody with the {quality} “{value}”"
    return "somebody who may take any account"


def _asked(extract: Extract) -> list[tuple[str, str]]:
    """What accounts here state of the qualities that their seats ask for."""
    found: dict[tuple[str, str], None] = {}
    for seated in extract.seated:
        for rule in seated.seat.line.match:
            for value in _stated(seated.account, rule.value):
                found[rule.value, value] = None
    return sorted(found)


def _stated(account: Account, quality: str) -> tuple[str, ...]:
    if quality == MatchOn.SKILL:
        return account.needs_skills
    value: str = getattr(account, quality)
    return (value,) if value else ()


def _hired(extract: Extract, quality: str, value: str) -> Problem:
    """The problem with one more person, who may take every unit that states a quality and fits it fully."""
    problem = extract.problem
    place = len(problem.owners)
    new = Owner(0, MORE, 0, ((MORE, 34_000),), gives=False, takes=True)
    homes = list(problem.homes)
    wider: dict[int, int] = {}
    units = []
    for unit, seated in zip(problem.units, extract.seated, strict=True):
        if not quality or value in _stated(seated.account, quality):
            if unit.homes not in wider:
                wider[unit.homes] = len(homes)
                homes.append((*problem.homes[unit.homes], (place, 0)))
            unit = replace(unit, homes=wider[unit.homes])
        units.append(unit)
    return replace(problem, owners=(*problem.owners, new), units=tuple(units), homes=tuple(homes))
