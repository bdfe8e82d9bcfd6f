"""The bound raised step by step: each step asks where it promises to be higher, and measures what it is there.

The price of a unit goes up where no book wants it and down where several do; so do the prices of what limits count. A
step that keeps its promise may be followed by a longer one, one that does not by a shorter one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np

from core.rebalance.bound import Bound
from core.rebalance.charges import PARTS, Charge, amount, unpriced
from core.rebalance.exact import book_price, cheapest_in
from core.rebalance.field import FAR, Bools, Field, Floats, Ints
from core.rebalance.master import Master, Singles
from core.rebalance.problem import NOBODY, UNPLACED, UNPLACED_HOUR

LONGER = 2.0
"""What a step that raised the bound makes the next one longer by."""

SHORTER = 0.6
"""The same where it did not."""

HOPELESS = 5e-6
"""A promise of less than this part of the bound is not worth a step."""

TIRED = 6
"""Steps without a promise after which there is no more to be had."""


class _Count:
    """What a limit counts: how much each unit has of it, and where it counts."""

    def __init__(self, charge: Charge, field: Field) -> None:
        self.charge = charge
        self.limit = charge.limit(field.problem)
        counts = [amount(unit, charge.what) if charge.seat in ("", unit.seat) else 0 for unit in field.problem.units]
        self.amounts: Ints = np.array(counts, dtype=np.int64)
        if charge.owner != NOBODY:
            able = (field.costs[:, charge.owner] < FAR) & (field.holders != charge.owner)
            self.amounts[~able] = 0
        some = self.amounts[self.amounts > 0]
        self.unit = float(some.mean()) if some.size else 1.0
        """An amount that counts as one, so that prices of all kinds are alike in size."""

    @property
    def binding(self) -> bool:
        """Whether a plan could have more than the limit."""
        return int(self.amounts.sum()) > self.limit


class Ascent:
    """Prices of the units and limits, the floor they prove, and what each book wants at them."""

    def __init__(self, field: Field, stop: Callable[[], bool], per_move: int = 0) -> None:
        """Nothing is priced yet but a chosen move, where their number is limited."""
        self.field = field
        self.stop = stop
        self.value = -FAR
        """What the last prices prove."""
        self.best = -FAR
        """The most that any prices proved."""
        self.wanted: Bools = np.zeros(field.costs.shape, dtype=np.bool_)
        """Which units each book wanted at the last prices."""
        found = [_Count(charge, field) for charge in unpriced(field.problem)]
        self._counts = [one for one in found if one.binding]
        self._per_move = per_move
        self._length = 0.0
        self._tired = 0
        self._units = len(field.weights)
        self._origin: Ints = np.zeros(self._units, dtype=np.int64)
        self._centre: Floats = np.zeros(self._units + len(self._counts))
        self._charges: tuple[Charge, ...] = ()
        self._leaving: Ints = np.zeros(0, dtype=np.int64)
        heavy = field.weights / max(1.0, float(field.weights.mean()) if self._units else 1.0)
        whole = np.concatenate([np.ones(self._units), [-one.limit / one.unit for one in self._counts]])
        reach = np.concatenate([heavy, np.ones(len(self._counts))])
        self._master = Master(len(field.owners), whole, reach, stop)

    @property
    def parts(self) -> Singles:
        """How much of each unit is in each book, were the books' choices divisible."""
        return self._master.parts(self._units)

    def drawn(self, chance: Random) -> Bools:
        """Which units are in each book when every book's choice is drawn from those it makes in the divisible plan."""
        return self._master.drawn(chance, self._units)

    def begin(self, hour_prices: Floats) -> None:
        """Price each unit at its cheapest other home at some prices of an hour, and measure."""
        field = self.field
        away = field.alone.astype(np.float64)
        for place in range(len(field.owners)):
            if self.stop():
                return
            paid = field.costs[:, place] + field.weights * hour_prices[place]
            away = np.where(field.holders == place, away, np.minimum(away, paid))
        away[field.held] += self._per_move
        # Nobody else may have it: any high price keeps it where it is.
        prices = np.where(away < FAR, away, UNPLACED + UNPLACED_HOUR * field.weights)
        self._origin = np.rint(prices).astype(np.int64)
        moves = [one.unit * self._per_move if one.charge.what == "moves" else 0.0 for one in self._counts]
        self._centre[self._units :] = moves
        self._measure(self._centre)

    def step(self, target: int) -> bool:
        """Change the prices, given what some plan costs, and measure; false once that is of no more use."""
        if self.best == -FAR or self._tired > TIRED:
            return False
        if self._length == 0.0:
            self._length = max(1_000, target - self.best) / max(1e-9, self._master.torn)
        prices, most = self._master.promising(self._centre, self._length)
        promise = most - self._shifted(self.best)
        prices[: self._units] = np.minimum(prices[: self._units], self.field.alone - self._origin)
        prices[self._units :] = np.maximum(prices[self._units :], 0.0)
        before = self.best
        self._measure(prices)
        dull = promise < HOPELESS * abs(self.best)
        self._tired = self._tired + 1 if dull and self.best == before else 0
        # Next to nothing is promised nearby: look further away.
        further = self.best > before or (dull and promise >= 0)
        self._length *= LONGER if further else SHORTER if self.value < before else 1.0
        return True

    def floor(self) -> Bound:
        """The highest floor found."""
        prices = self._origin + np.rint(self._centre[: self._units]).astype(np.int64)
        return Bound(max(0, self.best), tuple(prices.tolist()), self._charges, tuple(self._leaving.tolist()))

    def _shifted(self, value: float) -> float:
        """A floor as the master counts it: beyond the first prices of all units."""
        return value - float(self._origin.sum())

    def _measure(self, prices: Floats) -> None:
        """Find the floor that prices prove, and what the books want; remember the highest."""
        field, count = self.field, self._units
        own = self._origin + np.rint(prices[:count]).astype(np.int64)
        charges = tuple(
            replace(one.charge, price=max(0, round(price / one.unit * PARTS)))
            for one, price in zip(self._counts, prices[count:].tolist(), strict=True)
        )
        total = int(own.sum()) + int(np.minimum(0, field.alone - own).sum())
        total -= sum(charge.paid(field.problem) for charge in charges)
        wanted = np.zeros(field.costs.shape, dtype=np.bool_)
        sets = np.zeros((len(field.owners), len(prices)), dtype=np.float32)
        costs = np.zeros(len(field.owners))
        for place, owner in enumerate(field.owners):
            if self.stop():
                return
            paid = field.costs[:, place] - own
            for counted, charge in zip(self._counts, charges, strict=True):
                if charge.owner in (NOBODY, place) and charge.price:
                    paid += np.where(field.holders == place, 0, counted.amounts * charge.price // PARTS)
            useful = np.flatnonzero(paid < 0)
            price = book_price(owner)
            found = cheapest_in(field.weights[useful], paid[useful], price)
            total += found.floor
            chosen = useful[found.chosen]
            wanted[chosen, place] = True
            sets[place, chosen] = 1.0
            for row, counted in enumerate(self._counts, count):
                if counted.charge.owner in (NOBODY, place):
                    came = chosen[field.holders[chosen] != place]
                    sets[place, row] = -float(counted.amounts[came].sum()) / counted.unit
            hours = int(field.weights[chosen].sum())
            costs[place] = int((field.costs[chosen, place] - self._origin[chosen]).sum()) + price.one(hours)
        self._master.learn(sets, costs)
        self.value, self.wanted = total, wanted
        if total > self.best:
            self.best, self._centre, self._charges = total, prices, charges
            self._leaving = field.held[~wanted[field.held, field.holders[field.held]]]
