"""Dividing the units of two books anew between them, exactly: what moves by single steps cannot find."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np

from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY

LARGEST = 30_000_000
"""Units x hundredths of an hour from which on a pair is left as it is."""

FAR = 1 << 60
"""Stands for a sum of hours that no set of units makes."""


def repartitioned(plan: Placement, stop: Callable[[], bool]) -> None:
    """Divide every pair of books anew once, the ones where it may pay most first, each exactly.

    A plan with limits on takers or on moves is left as it is: the exchange looks at costs and hours alone.
    """
    problem = plan.problem
    if problem.quotas or problem.max_moves is not None or problem.max_taken is not None:
        return
    pairs = list(combinations(range(len(problem.owners)), 2))
    over = [problem.owners[place].penalty(load) for place, load in enumerate(plan.loads)]
    pairs.sort(key=lambda pair: -(over[pair[0]] + over[pair[1]]))
    inside: list[set[int]] = [set() for _ in problem.owners]
    for place, home in enumerate(plan.homes):
        if home != NOBODY:
            inside[home].add(place)
    for one, other in pairs:
        if stop():
            return
        _divide(plan, inside, one, other)


def _divide(plan: Placement, inside: list[set[int]], one: int, other: int) -> None:
    """Divide the units that may be in either of two books so that both together cost least."""
    problem = plan.problem
    both = [
        place for place in sorted(inside[one] | inside[other]) if _may(plan, place, one) and _may(plan, place, other)
    ]
    weights = [problem.units[place].weight for place in both]
    total = sum(weights)
    if not both or total * len(both) > LARGEST:
        return
    least = np.full(total + 1, FAR, dtype=np.int64)
    least[0] = 0
    taken = np.zeros((len(both), total + 1), dtype=np.bool_)
    for row, place in enumerate(both):
        weight = weights[row]
        extra = problem.cost(place, one) - problem.cost(place, other)
        with_it = np.full(total + 1, FAR, dtype=np.int64)
        with_it[weight:] = least[: total + 1 - weight] + extra
        taken[row] = with_it < least
        least = np.minimum(with_it, least)
    here = plan.loads[one] - sum(problem.units[p].weight for p in both if plan.homes[p] == one)
    there = plan.loads[other] - sum(problem.units[p].weight for p in both if plan.homes[p] == other)
    hours = np.arange(total + 1, dtype=np.int64)
    for line, more in problem.owners[one].bands:
        least += np.maximum(0, here + hours - line) * more
    for line, more in problem.owners[other].bands:
        least += np.maximum(0, there + total - hours - line) * more
    left = int(np.argmin(least))
    now = sum(weight for place, weight in zip(both, weights, strict=True) if plan.homes[place] == one)
    before = sum(problem.cost(p, one) - problem.cost(p, other) for p in both if plan.homes[p] == one)
    owners = problem.owners
    before += owners[one].penalty(here + now) + owners[other].penalty(there + total - now)
    if int(least[left]) >= before:
        return
    for row in range(len(both) - 1, -1, -1):
        stays = bool(taken[row, left])
        left -= weights[row] if stays else 0
        home = one if stays else other
        inside[plan.homes[both[row]]].discard(both[row])
        plan.put(both[row], home)
        inside[home].add(both[row])


def _may(plan: Placement, place: int, home: int) -> bool:
    """Whether a unit may be in a home at all."""
    unit = plan.problem.units[place]
    return home == unit.holder or home in plan.problem.fits[unit.homes]
