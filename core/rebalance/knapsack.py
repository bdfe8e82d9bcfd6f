"""The cheapest units to take out of one book: an exact knapsack with a convex price of what stays.

First a price per hour tells nearly all units apart; the few in doubt are settled by listing every combination that
no other one beats (Nemhauser and Ullmann 1969), cut short by the same price (Lagrange).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from core.rebalance.problem import Owner

_SLACK = 1e-6

_Taken = tuple[int, "_Taken"] | None
_State = tuple[int, int, _Taken]
"""Hundredths taken out, their cost, and which units."""

Item = tuple[int, int]
"""Weight in hundredths and cost in thousandths of a point."""


MOST_STATES = 400
"""Combinations that are kept apart; beyond them near ones count as the better of both, so the floor stays one."""


MANY = 40
"""Units in doubt from which on a floor close below a known set is good enough."""

CLOSE = 2_000
"""What close means: this part of the cost."""


def cheapest_out(items: Sequence[Item], load: int, owner: Owner) -> tuple[int, tuple[int, ...]]:
    """The least of (costs of the items taken out + penalty of what stays), and the places of items that reach it.

    ``load`` is what the owner has with all items in. Costs and weights are not below zero. Where too many combinations
    are nearly as good as each other, the value is a floor a little below the least, and the items cost a little more.
    """
    useful = [place for place, (weight, _) in enumerate(items) if weight > 0]
    useful.sort(key=lambda place: (items[place][1] / items[place][0], place))
    best, chosen = _greedy(items, useful, load, owner)
    price = _price(items, useful, load, owner)
    floor = _least_with_price(owner, load, price)
    reduced = {place: items[place][1] - price * items[place][0] for place in useful}
    bound = floor + sum(value for value in reduced.values() if value < 0)
    sure: list[int] = []
    doubt: list[int] = []
    for place in useful:
        if bound + abs(reduced[place]) <= best - 1 + _SLACK:
            doubt.append(place)
        elif reduced[place] < 0:
            sure.append(place)
    least = ceil(bound - _SLACK)
    if len(doubt) > MANY and best - least <= best // CLOSE:
        return least, tuple(sorted(chosen))
    found = _listed(items, sure, doubt, reduced, floor, price, load, owner, best)
    if found is not None:
        best, chosen = found
    return max(best, least), tuple(sorted(chosen))


def _greedy(items: Sequence[Item], order: Sequence[int], load: int, owner: Owner) -> tuple[int, list[int]]:
    """Take out in order of cost per hour what pays, then put back what no longer does."""
    chosen: list[int] = []
    cost = 0
    for place in order:
        weight, own = items[place]
        if own < owner.penalty(load) - owner.penalty(load - weight):
            chosen.append(place)
            cost, load = cost + own, load - weight
        elif owner.slope(load) == 0:
            break
    for place in sorted(chosen, key=lambda one: -items[one][1]):
        weight, own = items[place]
        if owner.penalty(load + weight) - owner.penalty(load) < own:
            chosen.remove(place)
            cost, load = cost - own, load + weight
    return cost + owner.penalty(load), chosen


def _price(items: Sequence[Item], order: Sequence[int], load: int, owner: Owner) -> float:
    """The cost per hundredth at which taking out more stops to pay, were units divisible."""
    price = 0.0
    for place in order:
        weight, cost = items[place]
        ratio = cost / weight
        while weight > 0:
            slope = owner.slope(load)
            if ratio >= slope:
                return max(price, float(slope))
            edge = max(start for start, _ in owner.bands if start < load)
            step = min(weight, load - edge)
            load, weight = load - step, weight - step
        price = ratio
    return max(price, float(owner.slope(load)))


def _least_with_price(owner: Owner, load: int, price: float) -> float:
    """The least over all amounts taken out of (penalty of what stays + price of the amount)."""
    edges = [load, 0, *(start for start, _ in owner.bands if start < load)]
    return min(owner.penalty(edge) + price * (load - edge) for edge in edges)


def _listed(
    items: Sequence[Item],
    sure: list[int],
    doubt: list[int],
    reduced: dict[int, float],
    floor: float,
    price: float,
    load: int,
    owner: Owner,
    best: int,
) -> tuple[int, list[int]] | None:
    """The best combination of the units in doubt with the sure ones, if it beats what is known."""
    states: list[_State] = [(sum(items[p][0] for p in sure), sum(items[p][1] for p in sure), None)]
    hope = sum(min(0.0, reduced[place]) for place in doubt)
    for place in doubt:
        hope -= min(0.0, reduced[place])
        weight, cost = items[place]
        more: list[_State] = [(out + weight, paid + cost, (place, taken)) for out, paid, taken in states]
        limit = best - 1 + _SLACK - floor - hope
        states = _fewer([state for state in _unbeaten(states, more) if state[1] - price * state[0] <= limit])
    found: _State | None = None
    for state in states:
        value = state[1] + owner.penalty(load - state[0])
        if value < best:
            best, found = value, state
    if found is None:
        return None
    chosen, taken = list(sure), found[2]
    while taken is not None:
        chosen.append(taken[0])
        taken = taken[1]
    return best, chosen


def _unbeaten(one: list[_State], other: list[_State]) -> list[_State]:
    """Both lists, less every state that another one beats: takes out as much for no more."""
    merged = sorted(one + other, key=lambda state: (-state[0], state[1]))
    kept: list[_State] = []
    least: int | None = None
    for state in merged:
        if least is None or state[1] < least:
            kept.append(state)
            least = state[1]
    return kept


def _fewer(states: list[_State]) -> list[_State]:
    """At most so many states: neighbours become one that takes out as much as the larger for the cost of the smaller.

    The states come with the most taken out, and the dearest, first.
    """
    size = -(-len(states) // MOST_STATES)
    if size <= 1:
        return states
    groups = (states[start : start + size] for start in range(0, len(states), size))
    return [(group[0][0], group[-1][1], group[-1][2]) for group in groups]
