"""What one more free hour in each book is worth, by Newton's method on the smoothed dual of the divisible problem.

Were units divisible, the best prices of an hour would follow from a linear program. Its dual is smoothed by a
temperature that falls level by level (soft minima over homes), so that a few exact steps settle each level. Units that
are alike and nearly as heavy choose among the same homes at nearly the same prices: they are asked together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from core.rebalance.field import FAR, Field, Floats

HOTTEST = 3_000.0
"""The first temperature, thousandths of a point."""

COOLER = 3.0
"""By what it falls from level to level."""

LEVELS = 9
"""Temperatures; the last one is half a thousandth of a point."""

WARM = 4
"""The first level where prices are known nearly."""

STEPS = 30
"""Most steps of a level."""

ALIKE = 0.1
"""Units whose weights differ by less than this part are asked together while it is hot."""

FINE = 3
"""Levels, the last ones, at which they are told apart as far as that is affordable."""

CELLS = 600_000
"""Units x owners up to which every unit is asked alone at the fine levels; beyond, those a third as alike are not."""

ENOUGH = 3e-6
"""A step that promises less than this part of a temperature for each unit ends its level."""

_NEVER = 1e12
"""Stands for the cost of a home that a unit may not have."""

_FIRM = 1e6
"""A level is left once its steps have to be damped by more than this."""


def hour_prices(field: Field, stop: Callable[[], bool], start: Floats | None = None) -> Floats:
    """Prices by owner, thousandths of a point per hundredth; as far as it got when stopped.

    ``start`` has the prices of a problem that is nearly the same.
    """
    prices = np.zeros(len(field.owners)) if start is None else start
    if not len(field.weights):
        return prices
    dual, damp = _Dual(field, ALIKE), 1e-3
    for level in range(0 if start is None else WARM, LEVELS):
        if level == LEVELS - FINE:
            dual = _Dual(field, 0.0 if len(field.weights) * len(field.owners) <= CELLS else ALIKE / 3)
        prices, damp = dual.settled(prices, HOTTEST / COOLER**level, damp, stop)
    return prices


class _Dual:
    def __init__(self, field: Field, alike: float) -> None:
        self.count = len(field.owners)
        weights = field.weights.astype(np.float64)
        bins = np.rint(np.log(np.maximum(weights, 1)) / alike).astype(np.int64) if alike else field.weights
        _, first, row = np.unique(field.kinds * (1 << 40) + bins, return_index=True, return_inverse=True)
        members = np.bincount(row)
        self.row = row
        self.row_weight: Floats = np.bincount(row, weights=weights) / members
        self.row_cost: Floats = np.minimum(field.fits[field.kinds[first]], _NEVER).astype(np.float64)
        self.leave = field.leave.astype(np.float64)
        self.held = np.flatnonzero(field.holders >= 0)
        self.holder = field.holders[self.held]
        self.weight = weights[self.held]
        self.cell = row[self.held] * self.count + self.holder
        self.alone = np.where(field.alone < FAR, field.alone, 0).astype(np.float64)
        self.ceiling = np.array([sum(more for _, more in owner.bands) for owner in field.owners], dtype=np.float64)
        most = max((len(owner.bands) for owner in field.owners), default=0)
        self.lengths = np.zeros((self.count, most))
        self.starts = np.zeros((self.count, most))
        for place, owner in enumerate(field.owners):
            # The room of a band is had at the price of all bands before it.
            ends = np.maximum(0.0, np.array([start - owner.fixed for start, _ in owner.bands], dtype=np.float64))
            self.lengths[place, : ends.size] = np.diff(ends, prepend=0.0)
            self.starts[place, : ends.size] = np.cumsum([0, *(more for _, more in owner.bands)])[:-1]
        self.typical = 3 * float(np.median(np.maximum(weights, 1)))

    def settled(self, prices: Floats, heat: float, damp: float, stop: Callable[[], bool]) -> tuple[Floats, float]:
        """The best prices at a temperature, from some prices, and how much steps had to be damped in the end.

        Newton's steps, held back by Levenberg's and Marquardt's damping where one does not raise the dual.
        """
        enough = ENOUGH * heat * len(self.row)
        value, gradient, curve = self._at(prices, heat)
        small = 0
        for _ in range(STEPS):
            if stop():
                break
            pinned = ((prices <= 0) & (gradient < 0)) | ((prices >= self.ceiling) & (gradient > 0))
            free = np.flatnonzero(~pinned)
            if free.size == 0:
                break
            part = curve[np.ix_(free, free)]
            diagonal = np.diag(part)
            part[np.diag_indices_from(part)] += damp * (diagonal + diagonal.mean()) + 1e-12
            after = prices.copy()
            after[free] = np.clip(prices[free] + np.linalg.solve(part, gradient[free]), 0.0, self.ceiling[free])
            promised = float(gradient[free] @ (after[free] - prices[free]))
            if abs(promised) < enough:
                break
            found = self._at(after, heat)
            gain = found[0] - value
            if gain > 0:
                prices, (value, gradient, curve) = after, found
                damp = max(1e-7, damp / (10 if 2 * gain > promised else 2))
                small = small + 1 if gain < 10 * enough else 0
                if small > 1:
                    break
            else:
                damp *= 8
                if damp > _FIRM:
                    break
        return prices, min(damp, 1.0)

    def _at(self, prices: Floats, heat: float) -> tuple[float, Floats, Floats]:
        """The smoothed dual at some prices, with its gradient and the negative of its curvature."""
        count, rows = self.count, len(self.row_weight)
        shares = self.row_cost + self.row_weight[:, None] * prices
        least = shares.min(axis=1)
        shares -= least[:, None]
        shares *= -1 / heat
        np.exp(shares, out=shares)
        total = shares.sum(axis=1)
        shares /= total[:, None]
        away = least - heat * np.log(total)

        go = self.leave + away[self.row]
        stay = self.alone.copy()
        stay[self.held] = self.weight * prices[self.holder]
        value = -heat * float(np.logaddexp(-stay / heat, -go / heat).sum())
        going = 1 / (1 + np.exp(np.clip((go - stay) / heat, -60, 60)))
        torn = going * (1 - going) / heat

        heavy = self.row_weight
        left = np.bincount(self.row, weights=going, minlength=rows) * heavy
        gradient = left @ shares
        gradient += np.bincount(self.holder, weights=self.weight * (1 - going[self.held]), minlength=count)
        spread = left * heavy / heat
        between = np.bincount(self.row, weights=torn, minlength=rows) * heavy * heavy - spread
        curve = (shares.T * between) @ shares
        along = spread @ shares
        if self.held.size:
            own = torn[self.held] * self.weight
            along += np.bincount(self.holder, weights=own * self.weight, minlength=count)
            cross = np.bincount(self.cell, weights=own * heavy[self.row[self.held]], minlength=rows * count)
            mixed = shares.T @ cross.reshape(rows, count)
            curve -= mixed + mixed.T

        # The room of a band opens, softly, once the price of an hour reaches what the band costs.
        width = heat / self.typical
        over = (prices[:, None] - self.starts) / width
        value -= width * float((self.lengths * np.logaddexp(0.0, over)).sum())
        open_part = 1 / (1 + np.exp(-np.clip(over, -60, 60)))
        gradient -= (self.lengths * open_part).sum(axis=1)
        along += (self.lengths * open_part * (1 - open_part)).sum(axis=1) / width
        curve[np.diag_indices_from(curve)] += along
        return value, gradient, curve
