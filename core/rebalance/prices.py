"""What one more free hour in each book is worth, by Newton's method on the smoothed dual of the divisible problem.

Were units divisible, the best prices of an hour would follow from a linear program. Its dual is smoothed by a
temperature that falls level by level (soft minima over homes), so that a few exact steps settle each level.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.rebalance.problem import NOBODY, Problem, unplaced

Floats: TypeAlias = npt.NDArray[np.float64]

LEVELS = (60_000.0, 20_000.0, 7_000.0, 2_500.0, 900.0, 300.0, 100.0, 30.0)
"""Temperatures, thousandths of a point."""

STEPS = 12
"""Most steps of a level."""

FAR = 1e15
"""Stands for the cost of a home that a unit may not have; finite, so that arithmetic stays defined."""


def hour_prices(problem: Problem, stop: Callable[[], bool]) -> Iterator[list[float]]:
    """Prices by owner after each level, thousandths of a point per hundredth; the last ones are the sharpest."""
    dual = _Dual(problem)
    prices = np.zeros(len(problem.owners))
    for heat in LEVELS:
        for _ in range(STEPS):
            if stop():
                return
            after = dual.step(prices, heat)
            if float(np.max(np.abs(after - prices), initial=0.0)) < 1e-3:
                break
            prices = after
        yield [float(price) for price in prices]


class _Dual:
    def __init__(self, problem: Problem) -> None:
        units, owners = problem.units, problem.owners
        self.weights = np.array([unit.weight for unit in units], dtype=np.float64)
        table = np.full((len(problem.homes), len(owners)), FAR)
        for place, homes in enumerate(problem.homes):
            for home, fit in homes:
                table[place, home] = fit
        leave = np.array([unit.leave for unit in units], dtype=np.float64)
        self.costs: Floats = table[[unit.homes for unit in units]] + leave[:, None]
        self.alone = np.full(len(units), FAR)
        for place, unit in enumerate(units):
            if unit.holder == NOBODY:
                self.alone[place] = unplaced(unit)
            else:
                self.costs[place, unit.holder] = 0.0
        self.ceiling = np.array([sum(more for _, more in owner.bands) for owner in owners], dtype=np.float64)
        self.slopes: list[tuple[Floats, Floats]] = []
        for owner in owners:
            lines = [start - owner.fixed for start, _ in owner.bands]
            ends = np.maximum(0.0, np.array(lines, dtype=np.float64))
            lengths = np.diff(ends, prepend=0.0)
            prices = np.cumsum([0, *(more for _, more in owner.bands)])[:-1]
            self.slopes.append((lengths, prices.astype(np.float64)))

    def step(self, prices: Floats, heat: float) -> Floats:
        """One Newton step from some prices, as long as it raises the smoothed dual."""
        value, gradient, curve = self._at(prices, heat)
        pinned = ((prices <= 0) & (gradient < 0)) | ((prices >= self.ceiling) & (gradient > 0))
        free = np.flatnonzero(~pinned)
        if free.size == 0:
            return prices
        part = curve[np.ix_(free, free)]
        part[np.diag_indices_from(part)] += 1e-6 * float(np.max(np.diag(part), initial=1.0)) + 1e-9
        direction = np.linalg.solve(part, gradient[free])
        size = 1.0
        while size > 1e-3:
            after = prices.copy()
            after[free] = np.clip(prices[free] + size * direction, 0.0, self.ceiling[free])
            if self._at(after, heat, value_only=True)[0] > value:
                return after
            size /= 4
        return prices

    def _at(self, prices: Floats, heat: float, *, value_only: bool = False) -> tuple[float, Floats, Floats]:
        """The smoothed dual at some prices, with its gradient and the negative of its curvature."""
        full = self.costs + self.weights[:, None] * prices[None, :]
        least = np.minimum(full.min(axis=1, initial=FAR), self.alone)
        parts = np.exp(-(full - least[:, None]) / heat)
        none = np.exp(-(self.alone - least) / heat)
        total = parts.sum(axis=1) + none
        value = float((least - heat * np.log(total)).sum())
        gradient = np.zeros_like(prices)
        curve = np.zeros((prices.size, prices.size))
        for place, (lengths, steps) in enumerate(self.slopes):
            # The room of a band opens, softly, once the price of an hour reaches what the band costs.
            width = max(1.0, heat / 200)
            over = (prices[place] - steps) / width
            value -= float((lengths * width * np.logaddexp(0.0, over)).sum())
            if not value_only:
                share = 1 / (1 + np.exp(-np.clip(over, -50, 50)))
                gradient[place] -= float((lengths * share).sum())
                curve[place, place] += float((lengths * share * (1 - share)).sum()) / width
        if not value_only:
            parts /= total[:, None]
            loads = parts * self.weights[:, None]
            gradient += loads.sum(axis=0)
            curve += (np.diag((loads * self.weights[:, None]).sum(axis=0)) - loads.T @ loads) / heat
        return value, gradient, curve
