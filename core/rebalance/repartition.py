"""A plan over arrays, made better by dividing the units of two books anew between them, exactly."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from core.rebalance.exact import cheapest_in, pair_price
from core.rebalance.field import FAR, Bools, Field, Floats, Ints
from core.rebalance.problem import NOBODY, Assignment
from core.rebalance.quotas import Quotas

DEARER = 4
"""What the price of taking a unit is multiplied by while a limit is not kept."""

TRIES = 10
"""Such prices that are tried; the last one is a hundred points and more."""


class Books:
    """Units in their homes; every step keeps the limits of the problem, if the plan it starts from did."""

    def __init__(self, field: Field, homes: Ints) -> None:
        """Start from an assignment."""
        self.field = field
        self.homes = homes
        self.loads = self._loads()
        self.quotas = Quotas(field)
        self._changes = [0] * len(field.owners)
        self._settled: dict[tuple[int, int], tuple[int, int]] = {}

    def copy(self) -> Books:
        """The same plan, to try something on."""
        other = object.__new__(Books)
        other.field, other.quotas = self.field, self.quotas
        other.homes, other.loads = self.homes.copy(), self.loads.copy()
        other._changes, other._settled = self._changes.copy(), self._settled.copy()
        return other

    @property
    def assignment(self) -> Assignment:
        """The plan as a value."""
        return tuple(self.homes.tolist())

    @property
    def value(self) -> int:
        """What the plan costs, thousandths of a point."""
        field = self.field
        placed = np.flatnonzero(self.homes != NOBODY)
        paid = int(field.costs[placed, self.homes[placed]].sum()) + int(field.alone[self.homes == NOBODY].sum())
        return paid + sum(owner.penalty(load) for owner, load in zip(field.owners, self.loads, strict=True))

    @property
    def moves(self) -> int:
        """How many units leave somebody who might have kept them."""
        held = self.field.held
        return int((self.homes[held] != self.field.holders[held]).sum())

    def change(self, place: int, home: int) -> int:
        """How much dearer the plan is with a unit in another home."""
        field, before = self.field, int(self.homes[place])
        weight = int(field.weights[place])
        one, other = field.owners[before], field.owners[home]
        more = int(field.costs[place, home]) - int(field.costs[place, before])
        more += one.penalty(self.loads[before] - weight) - one.penalty(self.loads[before])
        return more + other.penalty(self.loads[home] + weight) - other.penalty(self.loads[home])

    def put(self, place: int, home: int) -> int:
        """Move a unit that has a home; the answer is how much dearer that is."""
        before, weight = int(self.homes[place]), int(self.field.weights[place])
        more = self.change(place, home)
        self.loads[before] -= weight
        self.loads[home] += weight
        self.homes[place] = home
        self._changes[before] += 1
        self._changes[home] += 1
        return more

    def settle(
        self, touched: Iterable[int], stop: Callable[[], bool], frozen: int = NOBODY, most: int | None = None
    ) -> int:
        """Divide pairs of books anew, those with these owners and then wherever it helped; how much cheaper that is.

        A ``frozen`` unit stays; at ``most`` so many pairs are tried.
        """
        gain, tried = 0, 0
        owners, waiting = self.field.owners, list(touched)
        while waiting:
            waiting.sort(key=lambda one: (owners[one].penalty(self.loads[one]), one))
            one = waiting.pop()
            for other in self.field.partners[one]:
                pair = (min(one, other), max(one, other))
                now = (self._changes[pair[0]], self._changes[pair[1]])
                if self._settled.get(pair) == now:
                    continue
                if stop() or tried == most:
                    return gain
                tried += 1
                self.field.divided += 1
                cheaper = self._divide(*pair, frozen)
                if frozen == NOBODY:
                    self._settled[pair] = (self._changes[pair[0]], self._changes[pair[1]])
                if cheaper:
                    gain += cheaper
                    waiting += [each for each in pair if each not in waiting]
        return gain

    def _loads(self) -> list[int]:
        placed = self.homes != NOBODY
        hours = np.zeros(len(self.field.owners), dtype=np.int64)
        np.add.at(hours, self.homes[placed], self.field.weights[placed])
        return [owner.fixed + more for owner, more in zip(self.field.owners, hours.tolist(), strict=True)]

    def _divide(self, one: int, other: int, frozen: int) -> int:
        """Divide the units that may be in either of two books so that both together cost least."""
        field, homes = self.field, self.homes
        both = np.flatnonzero((homes == one) | (homes == other))
        in_one, in_other = field.costs[both, one], field.costs[both, other]
        able = (in_one < FAR) & (in_other < FAR)
        if frozen != NOBODY:
            able &= both != frozen
        both = both[able]
        if both.size == 0:
            return 0
        more = in_one[able] - in_other[able]
        weights, inside = field.weights[both], homes[both] == one
        total, now = int(weights.sum()), int(weights[inside].sum())
        here, there = self.loads[one] - now, self.loads[other] - (total - now)
        price = pair_price(field.owners[one], here, field.owners[other], there, total)
        before = int(more[inside].sum()) + price.one(now)
        dearer = np.zeros(both.size)
        for turn in range(TRIES if self.quotas.any else 1):
            chosen = cheapest_in(weights, more + dearer.astype(np.int64), price, inside).chosen
            now = int(weights[chosen].sum())
            gain = before - int(more[chosen].sum()) - price.one(now)
            if gain <= 0:
                return 0
            after = np.where(chosen, one, other)
            extra = self.quotas.extra(homes, both, after, one, other) if self.quotas.any else None
            if extra is None:
                homes[both] = after
                self.loads[one], self.loads[other] = here + now, there + total - now
                self._changes[one] += 1
                self._changes[other] += 1
                return gain
            dearer = dearer + DEARER**turn * 10 * extra
        return 0


def started(field: Field, wanted: Bools, hour_prices: Floats, stop: Callable[[], bool]) -> Books:
    """A plan from what each book wants: each unit where that is, else where it is cheapest now, heavy ones first.

    It need not keep the problem's limits.
    """
    claimed = wanted.any(axis=1)
    homes = np.where(claimed, np.where(wanted, field.costs, FAR).argmin(axis=1), NOBODY) if len(wanted) else np.zeros(0)
    books = Books(field, homes.astype(np.int64))
    loads = np.array(books.loads, dtype=np.int64)
    starts, more = field.lines
    going = np.flatnonzero(~claimed)
    for place in going[np.argsort(-field.weights[going], kind="stable")].tolist():
        weight = field.weights[place]
        above = loads[:, None] - starts
        arrival = (np.maximum(0, above + weight) - np.maximum(0, above)) * more
        costs = field.costs[place] + weight * hour_prices + arrival.sum(axis=1)
        home = int(costs.argmin())
        if stop() or field.costs[place, home] >= FAR:
            home = int(field.holders[place])
        homes[place] = home
        if home != NOBODY:
            loads[home] += weight
    return Books(field, homes.astype(np.int64))
