"""What the engine solves: books with room or too much in them, and the seats that may change hands.

Only whole numbers: hours in hundredths, disruption in thousandths of a point. So equal problems have equal answers,
and a proposal that meets its bound is best without a doubt about rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

NOBODY = -1
"""The home of a unit that nobody holds."""

UNPLACED = 1_000_000
"""Thousandths of a point that a unit without a home costs, before its hours."""

UNPLACED_HOUR = 60_000
"""Thousandths of a point that each hundredth of its hours costs besides."""

Assignment = tuple[int, ...]
"""For each unit the place of its owner among the owners, or ``NOBODY``."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody whose book may give or take."""

    id: int
    """Person id."""
    capacity: int
    """Hundredths of an hour a month."""
    fixed: int
    """Hundredths that stay whatever is proposed."""
    bands: tuple[tuple[int, int], ...]
    """(load, thousandths of a point per hundredth more above it): together a convex price of overload."""
    gives: bool = True
    """Whether units may leave the book."""
    takes: bool = True
    """Whether units may come into it."""

    def penalty(self, load: int) -> int:
        """The price of a load, thousandths of a point."""
        return sum((load - start) * more for start, more in self.bands if load > start)

    def slope(self, load: int) -> int:
        """What the last hundredth of a load costs."""
        return sum(more for start, more in self.bands if load > start)


@dataclass(frozen=True, slots=True)
class Unit:
    """A seat of an account with its family: what moves as one."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""
    weight: int
    """Hundredths of an hour a month."""
    holder: int
    """Place of the owner who has it and may keep it at no cost; ``NOBODY`` for one that needs a home."""
    leave: int
    """Thousandths of a point that any move of it costs."""
    homes: int
    """Place among the problem's homes of those who may take it."""
    accounts: int = 1
    """Accounts that count towards limits."""
    arr: int = 0
    """Their ARR in minor units of the book's currency."""

    @property
    def key(self) -> tuple[int, str]:
        """Account id and seat key."""
        return self.account, self.seat


@dataclass(frozen=True, slots=True)
class Quota:
    """What an owner may still take in a seat; None where nothing limits it."""

    accounts: int | None = None
    """Number of accounts."""
    hours: int | None = None
    """Hundredths of an hour a month."""
    arr: int | None = None
    """Minor units of the book's currency."""
    families: int | None = None
    """Number of units."""


Homes = tuple[tuple[int, int], ...]
"""(place of an owner, thousandths of a point for what does not fit) in order of place."""


@dataclass(frozen=True)
class Problem:
    """Owners and units with the rules between them."""

    owners: tuple[Owner, ...]
    """By person id."""
    units: tuple[Unit, ...]
    """By account id and seat key."""
    homes: tuple[Homes, ...]
    """Sets of homes; units that are alike share one."""
    quotas: Mapping[tuple[int, str], Quota] = field(default_factory=dict)
    """Limits by (place of the owner, seat key)."""
    max_moves: int | None = None
    """Most chosen moves; units that need a home are not counted."""
    max_taken: int | None = None
    """Most units that one owner may get."""

    @cached_property
    def fits(self) -> tuple[Mapping[int, int], ...]:
        """The homes as look-ups by place of the owner."""
        return tuple(dict(homes) for homes in self.homes)

    @cached_property
    def held(self) -> tuple[tuple[int, ...], ...]:
        """The units that each owner holds, by place."""
        found: list[list[int]] = [[] for _ in self.owners]
        for place, unit in enumerate(self.units):
            if unit.holder != NOBODY:
                found[unit.holder].append(place)
        return tuple(map(tuple, found))

    @property
    def start(self) -> Assignment:
        """Everything where it is."""
        return tuple(unit.holder for unit in self.units)

    def cost(self, place: int, home: int) -> int:
        """Thousandths of a point of a unit in a home; ``KeyError`` where it may not be."""
        unit = self.units[place]
        if home == unit.holder:
            return 0 if home != NOBODY else unplaced(unit)
        return unit.leave + self.fits[unit.homes][home]

    @cached_property
    def stranded(self) -> int:
        """What the units that no owner may have cost in every plan, thousandths of a point."""
        return sum(unplaced(u) for u in self.units if u.holder == NOBODY and not self.homes[u.homes])

    def dearer(self, more: int) -> Problem:
        """The problem in which every chosen move costs more, and no number of moves is set."""
        units = self.units
        if more:
            units = tuple(u if u.holder == NOBODY else replace(u, leave=u.leave + more) for u in units)
        return replace(self, units=units, max_moves=None)


def unplaced(unit: Unit) -> int:
    """What it costs to leave a unit without a home."""
    return UNPLACED + UNPLACED_HOUR * unit.weight


def loads(problem: Problem, homes: Sequence[int]) -> list[int]:
    """The hours of each owner under an assignment, hundredths."""
    found = [owner.fixed for owner in problem.owners]
    for unit, home in zip(problem.units, homes, strict=True):
        if home != NOBODY:
            found[home] += unit.weight
    return found


def chosen_moves(problem: Problem, homes: Sequence[int]) -> int:
    """How many units leave a holder who might have kept them."""
    return sum(unit.holder not in (NOBODY, home) for unit, home in zip(problem.units, homes, strict=True))
