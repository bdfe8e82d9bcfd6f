"""Solve a problem so that what was proposed before stays, unless another plan is better by a margin."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from core.rebalance.disruption import POINT
from core.rebalance.engine import Progress, Solution, run
from core.rebalance.evaluate import faults
from core.rebalance.extraction import Extract
from core.rebalance.placement import Placement
from core.rebalance.problem import Assignment, Homes, Problem

Tell = Callable[[Progress], None]
"""Hears of every improvement."""
Stop = Callable[[], bool]
"""Asked often: whether to end with what there is."""


class Stopped(Exception):
    """What was asked for was ended before there was anything to show."""


def solved(extract: Extract, tell: Tell = lambda progress: None, stop: Stop = lambda: False) -> Solution:
    """The best plan found, with what the wish keeps counted a point less for each move.

    Score and bound are those of the problem without that point: a plan that was kept may be up to a point a move
    dearer than the best, and the distance says so.
    """
    kept = _kept(extract)
    if not kept:
        return run(extract.problem, tell=tell, stop=stop)

    def quieter(progress: Progress) -> None:
        if progress.kind != "done":
            tell(progress)

    fresh = run(extract.problem, tell=quieter, stop=stop)
    best = fresh.homes
    if any(best[place] != home for place, home in kept.items()):
        steady = _steady(extract.problem, kept)
        found = [best, run(steady, stop=stop).homes, *_as_before(extract.problem, kept)]
        best = _kept_where_possible(steady, kept, min(found, key=lambda homes: Placement(steady, homes).value))
    value = Placement(extract.problem, best).value
    tell(Progress(fresh.iterations, "done", value, fresh.floor.value))
    return replace(fresh, homes=best, value=value, stopped=stop())


def _kept(extract: Extract) -> dict[int, int]:
    """The home of each unit that was proposed before and is still possible, by place of the unit."""
    places = {owner.id: place for place, owner in enumerate(extract.problem.owners)}
    wanted = {(account, seat): places.get(person) for account, seat, person in extract.wish.kept}
    found = {}
    for place, unit in enumerate(extract.problem.units):
        home = wanted.get((unit.account, unit.seat))
        if home is not None and home in extract.problem.fits[unit.homes]:
            found[place] = home
    return found


def _steady(problem: Problem, kept: dict[int, int]) -> Problem:
    """The problem in which the moves kept cost a point less than they do."""
    units, homes = list(problem.units), list(problem.homes)
    sets: dict[Homes, int] = {}
    for place, home in kept.items():
        unit = units[place]
        less = min(POINT, max(0, unit.leave - 1))
        # A move that is needed costs nothing to leave: there the others cost a point more.
        more = less or POINT
        others = tuple((one, fit + (0 if one == home else more)) for one, fit in problem.homes[unit.homes])
        number = sets.setdefault(others, len(homes))
        if number == len(homes):
            homes.append(others)
        units[place] = replace(unit, leave=unit.leave - less, homes=number)
    return replace(problem, units=tuple(units), homes=tuple(homes))


def _kept_where_possible(steady: Problem, kept: dict[int, int], homes: Assignment) -> Assignment:
    """The plan with every move that was kept put back where that costs nothing more."""
    plan = Placement(steady, homes)
    for place, home in kept.items():
        able = plan.homes[place] != home and any(one == home for one, _ in plan.open_homes(place))
        if able and plan.change(place, home) <= 0:
            plan.put(place, home)
    return plan.assignment


def _as_before(problem: Problem, kept: dict[int, int]) -> list[Assignment]:
    """The plan as it was, where it is still lawful."""
    homes = tuple(kept.get(place, unit.holder) for place, unit in enumerate(problem.units))
    return [] if faults(problem, homes) else [homes]
