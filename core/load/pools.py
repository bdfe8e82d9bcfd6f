"""How the hours of a pool are divided among its members: named hours first, then by what each has left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.load.tally import split
from core.people import Pool, PoolMember

WHOLE = 100
"""The share of a member who gives the pool whatever is left."""


@dataclass(frozen=True, slots=True)
class MemberLoad:
    """What a pool asks of one member."""

    person: int
    """Person id."""
    hours: int
    """Hundredths of an hour."""
    free: int
    """Hundredths the member has left for the pool, before its hours."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A pool's hours, divided."""

    members: tuple[MemberLoad, ...]
    """By person id; the hours add up to the pool's exactly, unless nobody is there."""
    left_over: int
    """Hundredths that no member can have, because none has any capacity."""


def shares(
    pool: Pool,
    hours: int,
    capacity: Mapping[int, int],
    named: Mapping[int, int],
    reserved: Mapping[int, int],
) -> Shares:
    """A pool's hours divided by weight, largest remainder in hundredths, ties by person id.

    ``reserved`` is what other pools with a fixed share take first. A member's weight is the smaller of share x
    capacity and what is left; if all weights are 0, it is share x capacity, so that nothing is divided by zero.
    """
    members = sorted(pool.members, key=lambda member: member.person)
    free = [_free(member, capacity, named, reserved) for member in members]
    weights = free if any(free) else [_most(member, capacity) for member in members]
    total = sum(weights)
    if total == 0:
        return Shares(tuple(MemberLoad(member.person, 0, 0) for member in members), hours)
    parts = split(hours, [divmod(hours * weight, total) for weight in weights])
    loads = tuple(
        MemberLoad(member.person, part, left) for member, part, left in zip(members, parts, free, strict=True)
    )
    return Shares(loads, 0)


def _most(member: PoolMember, capacity: Mapping[int, int]) -> int:
    return capacity.get(member.person, 0) * member.share // 100


def _free(
    member: PoolMember, capacity: Mapping[int, int], named: Mapping[int, int], reserved: Mapping[int, int]
) -> int:
    whole = capacity.get(member.person, 0)
    left = whole - named.get(member.person, 0)
    if member.share >= WHOLE:
        left -= reserved.get(member.person, 0)
    return min(_most(member, capacity), max(0, left))


def divided(pools: list[tuple[Pool, int]], capacity: Mapping[int, int], named: Mapping[int, int]) -> dict[int, Shares]:
    """All pools' hours divided, by pool id. Fixed shares are served before those that take the rest."""
    reserved: dict[int, int] = {}
    for pool, hours in pools:
        for member in pool.members:
            if member.share < WHOLE:
                asked = min(_most(member, capacity), hours)
                reserved[member.person] = reserved.get(member.person, 0) + asked
    return {pool.id: shares(pool, hours, capacity, named, reserved) for pool, hours in pools}
