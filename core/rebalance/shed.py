"""The first stage, in plain Python: a proposal and its bound at once, exact where there is room for what must go.

Round by round: the bound's knapsacks say what leaves each book, the units are placed where they are cheapest, each
book is solved again around the others, and owners for whom too much was meant get a price on their hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from core.rebalance.bound import Bound, bound
from core.rebalance.knapsack import cheapest_out
from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY, Problem

ROUNDS = 2
"""Rounds of prices, placing and solving again."""

CHAINED = 8
"""The same where books both give and take: only prices show which units should make room for others."""

FAR = 50
"""A plan further than this part above its bound is for arrays too: another round here seldom brings them together."""

LARGE = 300_000
"""Units x owners from which on only arrays improve a plan in good time."""

Stop = Callable[[], bool]
"""Asked between steps: whether to end with what there is."""


def improved(plan: Placement, floor: Bound, stop: Stop) -> Placement:
    """A plan from what a bound's knapsacks take out, solved again book by book until nothing gets better."""
    settled(plan, stop)
    if chained(plan.problem):
        # In a chain the first move only pays once the second is made: make them all, then take back what does not.
        other = _started(plan.problem, floor, stop, daring=True)
        settled(other, stop)
        plan = other if other.value < plan.value else plan
    return plan


def chained(problem: Problem) -> bool:
    """Whether any book both gives and takes."""
    return any(owner.gives and owner.takes for owner in problem.owners)


def _started(problem: Problem, floor: Bound, stop: Stop, *, daring: bool) -> Placement:
    """Everything that should leave in its cheapest home; unless ``daring`` only where that pays at once."""
    plan = Placement(problem)
    units = problem.units
    for place in [*plan.homeless(), *sorted(floor.leaving, key=lambda one: (-units[one].weight, one))]:
        if stop():
            break
        found = plan.best_home(place)
        if found is not None and (daring or plan.change(place, found[0]) < 0):
            plan.put(place, found[0])
    return plan


def settled(plan: Placement, stop: Stop) -> None:
    """Improve a plan until neither a single move nor solving one book again makes it cheaper."""
    value = plan.value
    while not stop():
        _single_moves(plan, stop)
        for owner in range(len(plan.problem.owners)):
            if stop():
                return
            _book_again(plan, owner)
        after = plan.value
        if after >= value:
            return
        value = after


def _single_moves(plan: Placement, stop: Stop) -> None:
    """Move back, or on, every unit that has a better place now; then ease the books that are still over."""
    for place in plan.away():
        if stop():
            return
        _better_home(plan, place)
    problem = plan.problem
    over = [i for i, owner in enumerate(problem.owners) if owner.slope(plan.loads[i])]
    inside: dict[int, list[int]] = {owner: [] for owner in over}
    for place, home in enumerate(plan.homes):
        if home in inside:
            inside[home].append(place)
    for owner in over:
        # By cost per hour: the first that helps is nearly the best.
        for place in sorted(inside[owner], key=lambda one: (_rate(problem, one), one)):
            if stop() or not problem.owners[owner].slope(plan.loads[owner]):
                break
            _better_home(plan, place)


def _rate(problem: Problem, place: int) -> float:
    """What an hour of a unit costs to move, before what does not fit."""
    unit = problem.units[place]
    return unit.leave / max(1, unit.weight)


def _better_home(plan: Placement, place: int) -> None:
    """Move a unit to the best of staying, going back and going elsewhere."""
    unit, here = plan.problem.units[place], plan.homes[place]
    options = [(0, here)]
    if here != unit.holder:
        options.append((plan.change(place, unit.holder), unit.holder))
    found = plan.best_home(place)
    if found is not None:
        options.append((plan.change(place, found[0]), found[0]))
    change, home = min(options, key=lambda option: option[0])
    if change < 0:
        plan.put(place, home)


def _book_again(plan: Placement, owner: int) -> None:
    """Take back what left a book and choose anew what leaves it, exactly, at what each unit costs elsewhere now."""
    problem = plan.problem
    own = problem.held[owner]
    if not own or not problem.owners[owner].gives:
        return
    before = [(place, plan.homes[place]) for place in own if plan.homes[place] != owner]
    value = plan.value
    plan.undo(place for place, _ in before)
    known = dict(before)
    offers = {place: plan.best_home(place) for place in own}
    able = [place for place in own if offers[place] is not None]
    items = [(problem.units[place].weight, offer[1]) for place in able if (offer := offers[place]) is not None]
    _, out = cheapest_out(items, plan.loads[owner], problem.owners[owner])
    for place in sorted((able[index] for index in out), key=lambda one: (-problem.units[one].weight, one)):
        found = plan.best_home(place)
        if found is not None and plan.change(place, found[0]) < 0:
            plan.put(place, found[0])
    if plan.value >= value:
        plan.undo(place for place in own if plan.homes[place] != owner)
        for place, home in known.items():
            plan.put(place, home)


def pressure(problem: Problem, floor: Bound, hour_prices: Sequence[float]) -> list[int]:
    """Which way the price of an hour should go with each owner: 1 dearer, -1 cheaper, 0 as it is.

    What a bound's knapsacks take out is put where it is cheapest and fits. Where a unit fits nowhere, all its homes are
    too cheap; an owner with hours left over is too dear.
    """
    left = [(owner.bands[0][0] if owner.bands else owner.capacity) - owner.fixed for owner in problem.owners]
    leaving = set(floor.leaving)
    going: list[int] = []
    for place, unit in enumerate(problem.units):
        if unit.holder == NOBODY or place in leaving:
            going.append(place)
        else:
            left[unit.holder] -= unit.weight
    short: set[int] = set()
    for place in sorted(going, key=lambda one: (-problem.units[one].weight, one)):
        unit = problem.units[place]
        options = [
            (fit + unit.weight * hour_prices[home], home)
            for home, fit in problem.homes[unit.homes]
            if home != unit.holder
        ]
        home = min((option for option in options if left[option[1]] >= unit.weight), default=None)
        if home is None:
            short.update(option[1] for option in options)
        else:
            left[home[1]] -= unit.weight
    spare = [left[place] * 100 > owner.capacity for place, owner in enumerate(problem.owners)]
    return [1 if place in short else -int(spare[place]) for place in range(len(problem.owners))]


class Prices:
    """What an hour costs in each book, searched by signs: faster while more is meant than fits, slower on a turn.

    After Riedmiller and Braun's Rprop (1993), which needs no scale.
    """

    def __init__(self, problem: Problem) -> None:
        """All hours are free at first."""
        self.problem = problem
        self.hour = [0.0] * len(problem.owners)
        ratios = sorted(_rate(problem, place) for place, unit in enumerate(problem.units) if unit.weight)
        self._steps = [ratios[len(ratios) // 4] / 2 if ratios else 1.0] * len(problem.owners)
        self._signs = [0] * len(problem.owners)

    def follow(self, signs: Sequence[int]) -> bool:
        """Make hours dearer or cheaper; whether any price changed."""
        changed = False
        for place, sign in enumerate(signs):
            if sign == 0 or (sign < 0 and self.hour[place] == 0):
                continue
            turned = self._signs[place] == -sign
            self._steps[place] *= 0.5 if turned else 1.0 if self._signs[place] == 0 else 2.0
            self._signs[place] = sign
            self.hour[place] = max(0.0, self.hour[place] + sign * self._steps[place])
            changed = True
        return changed


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the first stage found."""

    plan: Placement
    """A plan."""
    floor: Bound
    """A bound."""
    hour_prices: tuple[float, ...]
    """The prices of an hour behind the bound."""


def shed(problem: Problem, stop: Stop, rounds: int = ROUNDS) -> Iterator[Round]:
    """Plans and bounds, round by round, until they meet or the rounds are spent; of a large problem one, as it begins.

    The number of chosen moves is not limited here: a limit is a price on each move.
    """
    prices = Prices(problem)
    least: int | None = None
    large = len(problem.units) * len(problem.owners) >= LARGE
    for _ in range(max(rounds, CHAINED) if chained(problem) else rounds):
        floor = bound(problem, prices.hour, stop=stop)
        plan = _started(problem, floor, stop, daring=False)
        if not large:
            plan = improved(plan, floor, stop)
        yield Round(plan, floor, tuple(prices.hour))
        least = plan.value if least is None else min(least, plan.value)
        if large or least <= floor.value or stop():
            return
        if not chained(problem) and (least - floor.value) * FAR > floor.value:
            return
        if not prices.follow(pressure(problem, floor, prices.hour)):
            return
