"""A lower bound that no plan under the rules in force can beat: every book's best, each unit paid at one price.

For any price of each unit, a plan costs at least the sum of those prices plus, for every owner, the least any set of
units may cost there beyond its prices (Ross and Soland 1975). Each of these is a knapsack solved exactly. The price of
a unit is that of its cheapest other home. Limits per seat, and the most one owner may get, are left out here: without
them a plan only gets better. The second stage prices them too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.rebalance.charges import Charge, move_price
from core.rebalance.knapsack import Item, cheapest_out
from core.rebalance.problem import NOBODY, Owner, Problem, unplaced


@dataclass(frozen=True, slots=True)
class Bound:
    """A proven floor, with what proves it."""

    value: int
    """No plan scores below this, thousandths of a point."""
    prices: tuple[int, ...]
    """The price of each unit; with them anybody may add the floor up again."""
    charges: tuple[Charge, ...]
    """Prices of what the problem limits; none for a limit that it does without."""
    leaving: tuple[int, ...]
    """Units that the knapsacks take out of their holders' books."""


def bound(
    problem: Problem, hour_prices: Sequence[float], per_move: int = 0, stop: Callable[[], bool] = lambda: False
) -> Bound:
    """The floor at given prices of an hour in each owner's book, thousandths of a point per hundredth.

    ``per_move`` prices the most moves, where the problem sets one. When stopped, the floor is 0.
    """
    nothing = Bound(0, (0,) * len(problem.units), (), ())
    if problem.max_moves is None:
        per_move = 0
    priced = problem.dearer(per_move)
    prices: list[int] = []
    for place in range(len(priced.units)):
        if stop():
            return nothing
        prices.append(_price(priced, place, hour_prices))
    kept: list[list[int]] = [[] for _ in priced.owners]
    coming: list[list[tuple[int, int]]] = [[] for _ in priced.owners]
    total = 0
    for place, unit in enumerate(priced.units):
        price = prices[place]
        if unit.holder == NOBODY:
            total += price
        else:
            kept[unit.holder].append(place)
        spare = price - unit.leave
        if spare > 0:
            for home, fit in priced.homes[unit.homes]:
                if fit < spare and home != unit.holder:
                    coming[home].append((place, spare - fit))
    leaving: list[int] = []
    for place, owner in enumerate(priced.owners):
        if stop():
            return nothing
        value, out = _bracket(priced, owner, kept[place], coming[place], prices)
        total += value
        leaving += out
    total -= per_move * (problem.max_moves or 0)
    return Bound(max(0, total), tuple(prices), move_price(per_move), tuple(sorted(leaving)))


def _price(problem: Problem, place: int, hour_prices: Sequence[float]) -> int:
    """The price of a unit: its cheapest other home, at the prices of an hour or, if dearer, at what it fills alone."""
    unit = problem.units[place]
    weight, away = unit.weight, None
    for home, fit in problem.homes[unit.homes]:
        cost = fit + int(weight * hour_prices[home])
        if home == unit.holder or (away is not None and cost >= away):
            continue
        owner = problem.owners[home]
        cost = max(cost, fit + owner.penalty(owner.fixed + weight) - owner.penalty(owner.fixed))
        away = cost if away is None else min(away, cost)
    if away is None:  # nobody may take it: any high price keeps it where it is
        return unplaced(unit)
    return min(unplaced(unit), unit.leave + away) if unit.holder == NOBODY else unit.leave + away


def _bracket(
    problem: Problem, owner: Owner, kept: list[int], coming: list[tuple[int, int]], prices: list[int]
) -> tuple[int, list[int]]:
    """The least one book may cost beyond the prices of its units, and which of its own leave it then."""
    load = owner.fixed + sum(problem.units[place].weight for place in kept)
    if not coming and owner.slope(load) == 0:
        return 0, []
    items: list[Item] = [(problem.units[place].weight, prices[place]) for place in kept]
    items += [(problem.units[place].weight, gain) for place, gain in coming]
    full = load + sum(problem.units[place].weight for place, _ in coming)
    value, out = cheapest_out(items, full, owner)
    return value - sum(gain for _, gain in coming), [kept[place] for place in out if place < len(kept)]
