"""Limits on hours as the end of a book: what an owner may take at most makes a load that no lawful plan exceeds.

Written as a band that no hour is worth, such a limit is kept wherever hours are counted exactly.
"""

from __future__ import annotations

from dataclasses import replace

from core.rebalance.problem import Problem

NEVER = 10_000_000
"""Thousandths of a point for each hundredth of an hour beyond the most that a book may have."""


def capped(problem: Problem) -> Problem:
    """The problem with each limit on hours in the bands of its owner; lawful plans cost the same."""
    ends = {place for (place, _), quota in problem.quotas.items() if quota.hours is not None}
    if not ends:
        return problem
    owners = list(problem.owners)
    for place in ends:
        owner = owners[place]
        load = most_load(problem, place)
        owners[place] = replace(owner, bands=tuple(sorted((*owner.bands, (load, NEVER)))))
    return replace(problem, owners=tuple(owners))


def most_load(problem: Problem, place: int) -> int:
    """The hours in an owner's book when everything stays and as much comes as limits let, hundredths."""
    coming: dict[str, int] = {}
    load = problem.owners[place].fixed
    for unit in problem.units:
        if unit.holder == place:
            load += unit.weight
        elif place in problem.fits[unit.homes]:
            coming[unit.seat] = coming.get(unit.seat, 0) + unit.weight
    for seat, weight in coming.items():
        quota = problem.quotas.get((place, seat))
        load += weight if quota is None or quota.hours is None else min(weight, quota.hours)
    return load
