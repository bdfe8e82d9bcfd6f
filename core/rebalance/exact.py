"""Which units to have in a book at the least cost, exactly: the knapsack with a convex price, over arrays.

A price per hour tells nearly all units apart (Lagrange); for the few in doubt every sum of their hours is tried. The
doubt is what a first try, with the closest few, leaves open (Pisinger's expanding core, 1999), and the sums end where
more hours cost more than could still be gained.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np

from core.rebalance.field import FAR, Bools, Floats, Ints
from core.rebalance.problem import Owner

CORE = 24
"""Units that a first try holds in doubt."""

MOST = 6_000_000
"""Units in doubt x sums of their hours, beyond which sums are taken coarsely."""

_SLACK = 1e-6

_ROUNDING = 1e-11
"""What sums of many floating-point numbers may be off by, as a part."""


class Convex:
    """A convex price of hours: straight between some lines."""

    __slots__ = ("lines", "slopes", "values")

    def __init__(self, kinks: Sequence[tuple[int, int]], first: int, first_value: int) -> None:
        """``kinks`` are (hundredths of an hour, by how much more each further hundredth costs), rising.

        Before the first kink a hundredth costs ``first``; at the first kink all costs ``first_value``.
        """
        kinks = kinks or [(0, 0)]
        self.lines = [line for line, _ in kinks]
        self.slopes = [first]
        for _, more in kinks:
            self.slopes.append(self.slopes[-1] + more)
        self.values = [first_value]
        for place in range(1, len(self.lines)):
            width = self.lines[place] - self.lines[place - 1]
            self.values.append(self.values[-1] + width * self.slopes[place])

    def one(self, hours: int) -> int:
        """The price of one amount."""
        place = bisect_right(self.lines, hours)
        anchor = max(0, place - 1)
        return self.values[anchor] + (hours - self.lines[anchor]) * self.slopes[place]

    def slope(self, hours: int) -> int:
        """The price of the next hundredth."""
        return self.slopes[bisect_right(self.lines, hours)]

    def row(self, start: int, count: int, step: int = 1) -> Ints:
        """The prices of evenly spaced amounts."""
        last = start + step * (count - 1)
        points = [start, *(line for line in self.lines if start < line < last), max(last, start + 1)]
        amounts = np.arange(start, start + step * count, step, dtype=np.float64)
        values = np.interp(amounts, points, [self.one(point) for point in points])
        return np.rint(values).astype(np.int64)


def book_price(owner: Owner) -> Convex:
    """The price of hours that come on top of what stays in a book."""
    return Convex([(start - owner.fixed, more) for start, more in owner.bands], 0, 0)


def pair_price(one: Owner, base: int, other: Owner, other_base: int, total: int) -> Convex:
    """The price of hours in one book when the rest of a total is in another."""
    kinks = [(start - base, more) for start, more in one.bands]
    kinks += [(other_base + total - start, more) for start, more in other.bands]
    kinks.sort()
    first = kinks[0][0] if kinks else 0
    before = -sum(more for _, more in other.bands)
    return Convex(kinks, before, one.penalty(base + first) + other.penalty(other_base + total - first))


@dataclass(frozen=True, slots=True)
class Found:
    """A set of units."""

    value: int
    """Their costs and the price of their hours."""
    floor: int
    """No set costs less; equal to the value where the set is surely best."""
    chosen: Bools
    """Which they are."""


def cheapest_in(weights: Ints, costs: Ints, price: Convex, known: Bools | None = None) -> Found:
    """The set of units with the least (sum of costs + price of the sum of weights).

    ``known`` is a set to begin with; it is the answer where none is better. With a price that falls anywhere, only the
    value is exact, not the floor.
    """
    ratio = costs / np.maximum(weights, _SLACK)
    order = ratio.argsort(kind="stable")
    rate = _rate(ratio[order], weights[order], price)
    reduced = costs + rate * weights
    inside = reduced < 0
    total = int(weights.sum())
    gained, priced = float(reduced[inside].sum()), _least(price, rate, total)
    floor = gained + priced - _SLACK - _ROUNDING * (abs(gained) + abs(priced))
    least = ceil(floor)
    best, chosen = _value(weights, costs, price, inside), inside
    if known is not None and (value := _value(weights, costs, price, known)) <= best:
        best, chosen = value, known
    distance = np.abs(reduced)
    tries = (True, False) if best > least else ()
    for first in tries:
        spare = best - 1 - floor
        doubtful = (distance <= spare) & (weights > 0)
        doubt = np.flatnonzero(doubtful)
        last = doubt.size <= CORE or not first
        if not last:
            doubt = doubt[np.argsort(distance[doubt], kind="stable")[:CORE]]
        base = inside.copy()
        base[doubt] = False
        sums = _highest(price, rate, total, priced + spare + 1) - int(weights[base].sum())
        sums = max(0, min(sums, int(weights[doubt].sum())))
        if sums * doubt.size > MOST:
            return Found(best, min(best, max(least, _coarse(weights, costs, price, inside, doubtful))), chosen)
        found, mask = _listed(weights, costs, price, base, doubt, sums)
        if found < best:
            best, chosen = found, mask
        if last or best <= least:
            break
    return Found(best, best, chosen)


def _value(weights: Ints, costs: Ints, price: Convex, chosen: Bools) -> int:
    return int(costs[chosen].sum()) + price.one(int(weights[chosen].sum()))


def _rate(ratio: Floats, weights: Ints, price: Convex) -> float:
    """The price of an hour at which the last unit just pays, were units divisible; ratios rise."""
    if ratio.size == 0:
        return float(price.slope(0))
    filled = weights.cumsum()
    marginal = np.array(price.slopes)[np.searchsorted(price.lines, filled - weights, side="right")]
    entering = int(np.searchsorted(ratio + marginal, 0.0, side="left"))
    if entering == 0:
        return float(marginal[0])
    full = int(filled[entering - 1])
    before, after = price.slopes[bisect_left(price.lines, full)], price.slope(full)
    last = -float(ratio[entering - 1])
    if before > last:
        return last
    following = -float(ratio[entering]) if entering < ratio.size else before
    return min(max(before, following), after, last)


def _least(price: Convex, rate: float, total: int) -> float:
    """The least over all amounts of (price of the amount - amount x rate)."""
    points = [0, total, *(line for line in price.lines if 0 < line < total)]
    return min(price.one(point) - rate * point for point in points)


def _highest(price: Convex, rate: float, total: int, most: float) -> int:
    """The highest amount up to a total at which (price of the amount - amount x rate) is at most so much."""
    lines = [0, *(line for line in price.lines if 0 < line < total), total]
    for after, before in zip(reversed(lines), [*reversed(lines[:-1]), 0], strict=True):
        here, there = price.one(after) - rate * after, price.one(before) - rate * before
        if here <= most:
            return after
        if there <= most:
            return min(after, before + int((most - there) * (after - before) / (here - there)) + 1)
    return 0


def _listed(weights: Ints, costs: Ints, price: Convex, base: Bools, doubt: Ints, most: int) -> tuple[int, Bools]:
    """The best set of some units and of those in doubt, by trying every sum of hours of these up to the most."""
    doubt = doubt[np.argsort(weights[doubt], kind="stable")]
    heavy, paid = weights[doubt].tolist(), costs[doubt].tolist()
    cells = most + 1
    least = np.full(cells, FAR, dtype=np.int64)
    least[0] = 0
    taken = np.zeros((doubt.size, cells), dtype=np.bool_)
    end = 1
    for row, (weight, cost) in enumerate(zip(heavy, paid, strict=True)):
        upto = min(end, cells - weight)
        if upto <= 0:  # the units that follow are as heavy
            break
        with_it = least[:upto] + cost
        part = least[weight : weight + upto]
        np.less(with_it, part, out=taken[row, weight : weight + upto])
        np.minimum(with_it, part, out=part)
        end = min(cells, end + weight)
    total = least + price.row(int(weights[base].sum()), cells)
    at = int(np.argmin(total))
    value = int(total[at]) + int(costs[base].sum())
    chosen = base.copy()
    for row in range(doubt.size - 1, -1, -1):
        if taken[row, at]:
            chosen[doubt[row]] = True
            at -= heavy[row]
    return value, chosen


def _coarse(weights: Ints, costs: Ints, price: Convex, inside: Bools, doubtful: Bools) -> int:
    """A floor with hours counted in steps, rounded down, where the exact sums are too many."""
    doubt = np.flatnonzero(doubtful)
    step = -(-int(weights[doubt].sum()) * doubt.size // MOST)
    light = weights[doubt] // step
    least = np.full(int(light.sum()) + 1, FAR, dtype=np.int64)
    least[0] = 0
    end = 1
    for weight, cost in zip(light.tolist(), costs[doubt].tolist(), strict=True):
        part = least[weight : end + weight]
        np.minimum(least[:end] + cost, part, out=part)
        end += weight
    base = inside & ~doubtful
    total = least + price.row(int(weights[base].sum()), least.size, step)
    return int(total.min()) + int(costs[base].sum())
