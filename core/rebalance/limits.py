"""What somebody may still get in a seat that has limits, soft or hard: a rebalance passes neither."""

from __future__ import annotations

from collections.abc import Iterator

from core.models.eligibility import Count
from core.models.plan import AskedSeat
from core.organisation import Limits
from core.people import Person
from core.rebalance.problem import Quota


def limits_of(seat: AskedSeat, person: Person) -> Iterator[Limits]:
    """The limits of a seat and of the roles somebody has in its model."""
    if seat.line.limits is not None:
        yield seat.line.limits
    for role, limits in seat.model.limits_by_role if seat.model is not None else ():
        if role in person.role_keys:
            yield limits


def left(limits: Limits, had: Count) -> Quota:
    """What limits leave to somebody who has so much."""
    return Quota(
        accounts=_left(limits.accounts, had.accounts),
        hours=_left(limits.hours, had.hours),
        arr=_left(limits.arr, had.arr),
        families=_left(limits.families, had.families),
    )


def tighter(one: Quota, other: Quota) -> Quota:
    """What both leave."""
    return Quota(
        accounts=_least(one.accounts, other.accounts),
        hours=_least(one.hours, other.hours),
        arr=_least(one.arr, other.arr),
        families=_least(one.families, other.families),
    )


def wider(room: Quota, needed: Quota) -> Quota:
    """What somebody may get at least where that much is decided."""
    return Quota(
        accounts=_most(room.accounts, needed.accounts),
        hours=_most(room.hours, needed.hours),
        arr=_most(room.arr, needed.arr),
        families=_most(room.families, needed.families),
    )


def _left(limit: int | None, had: int) -> int | None:
    return None if limit is None else max(0, limit - had)


def _least(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else min(one, other)


def _most(room: int | None, needed: int | None) -> int | None:
    return None if room is None else max(room, needed or 0)
