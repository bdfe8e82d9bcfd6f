"""The bound raised step by step: the price of each unit goes up where no book wants it, down where several do.

Subgradient steps on the prices of the units (Held, Wolfe and Crowder 1974; lengths after Polyak, each direction with
part of the one before); each step solves one knapsack a book. What the knapsacks choose is a plan with few faults,
from which proposals are made.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.rebalance.bound import Bound
from core.rebalance.exact import book_price, cheapest_in
from core.rebalance.field import FAR, Bools, Field, Floats, Ints
from core.rebalance.problem import UNPLACED, UNPLACED_HOUR

PATIENCE = 5
"""Steps without a higher bound after which they get shorter."""

MEMORY = 0.7
"""Part of the last direction in the next."""

SHORTEST = 0.01
"""Steps this short no longer raise a bound that matters."""


class Ascent:
    """Prices of the units, the floor they prove, and what each book wants at them."""

    def __init__(self, field: Field, stop: Callable[[], bool]) -> None:
        """Nothing is priced yet."""
        self.field = field
        self.stop = stop
        self.value = -FAR
        """What the prices prove now."""
        self.best = -FAR
        """The most that any prices proved."""
        self.wanted: Bools = np.zeros(field.costs.shape, dtype=np.bool_)
        """Which units each book wants now."""
        self.length = 1.0
        self._prices: Floats = np.zeros(len(field.weights))
        self._best_prices: Ints = np.zeros(len(field.weights), dtype=np.int64)
        self._direction: Floats = np.zeros(len(field.weights))
        self._leaving: Ints = np.zeros(0, dtype=np.int64)
        self._idle = 0

    def begin(self, hour_prices: Floats) -> None:
        """Price each unit at its cheapest other home at some prices of an hour, and measure."""
        field = self.field
        full = field.costs + field.weights[:, None] * hour_prices
        full[field.held, field.holders[field.held]] = FAR
        away = np.minimum(full.min(axis=1, initial=FAR), field.alone)
        # Nobody else may have it: any high price keeps it where it is.
        self._prices = np.where(away < FAR, away, UNPLACED + UNPLACED_HOUR * field.weights)
        self.measure()

    def measure(self) -> None:
        """Find the floor that the prices prove; remember the highest."""
        field = self.field
        prices = np.rint(self._prices).astype(np.int64)
        total = int(prices.sum()) + int(np.minimum(0, field.alone - prices).sum())
        wanted = np.zeros(field.costs.shape, dtype=np.bool_)
        for place, owner in enumerate(field.owners):
            if self.stop():
                return
            gains = field.costs[:, place] - prices
            useful = np.flatnonzero(gains < 0)
            found = cheapest_in(field.weights[useful], gains[useful], book_price(owner))
            total += found.floor
            wanted[useful[found.chosen], place] = True
        self.value, self.wanted = total, wanted
        if total > self.best:
            self.best, self._best_prices, self._idle = total, prices, 0
            self._leaving = field.held[~wanted[field.held, field.holders[field.held]]]
            return
        self._idle += 1
        if self._idle >= PATIENCE:
            self._idle = 0
            self.length /= 2
            self._prices = self._best_prices.astype(np.float64)

    def step(self, target: int) -> bool:
        """Change the prices, given what some plan costs, and measure; false once that is of no more use."""
        claims = self.wanted.sum(axis=1) + (self.field.alone < self._prices)
        self._direction = 1.0 - claims + MEMORY * self._direction
        norm = float((self._direction * self._direction).sum())
        if norm == 0 or self.length < SHORTEST:
            return False
        self._prices = self._prices + self.length * max(1.0, target - self.value) / norm * self._direction
        self.measure()
        return True

    def floor(self, per_move: int, paid: int) -> Bound:
        """The highest floor found, where each chosen move has a price and so much is paid for all that are allowed."""
        return Bound(
            max(0, self.best - paid), tuple(self._best_prices.tolist()), per_move, tuple(self._leaving.tolist())
        )
