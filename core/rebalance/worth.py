"""What one more free hour is worth, in each book and for each kind of account: the signal whom to hire."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.rebalance.engine import run
from core.rebalance.extraction import Extract
from core.rebalance.problem import Owner, Problem
from core.rebalance.proposal import Proposal
from core.rebalance.solving import Stop
from core.wording import hours

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
    """What ten hours of a new person would save, for anybody and for each quality that accounts here state."""
    extract, base = proposal.extract, proposal.solution.value
    for quality, value in (("", ""), *_stated(extract)):
        if stop():
            return
        found = run(_hired(extract, quality, value), stop=stop)
        saved = max(0, base - found.value)
        who = f"somebody for {quality} {value}" if quality else "somebody who may take any account"
        says = f"{hours(MORE)} of {who} would save {saved / 1000:.1f} points."
        yield Shortage(quality, value, saved, says)


def _stated(extract: Extract) -> list[tuple[str, str]]:
    found: dict[tuple[str, str], None] = {}
    for seated in extract.seated:
        placed = seated.account
        for quality in ("segment", "region", "language", "industry"):
            value: str = getattr(placed, quality)
            if value:
                found[quality, value] = None
        for skill in placed.needs_skills:
            found["skill", skill] = None
    return sorted(found)


def _hired(extract: Extract, quality: str, value: str) -> Problem:
    """The problem with one more person, who may take every unit that states a quality and fits it fully."""
    problem = extract.problem
    place = len(problem.owners)
    new = Owner(0, MORE, 0, ((MORE, 34_000),), gives=False, takes=True)
    homes = list(problem.homes)
    wider: dict[int, int] = {}
    units = []
    for unit, seated in zip(problem.units, extract.seated, strict=True):
        account = seated.account
        states = account.needs_skills if quality == "skill" else (getattr(account, quality),) if quality else ("",)
        if not quality or value in states:
            if unit.homes not in wider:
                wider[unit.homes] = len(homes)
                homes.append((*problem.homes[unit.homes], (place, 0)))
            unit = replace(unit, homes=wider[unit.homes])
        units.append(unit)
    return replace(problem, owners=(*problem.owners, new), units=tuple(units), homes=tuple(homes))
