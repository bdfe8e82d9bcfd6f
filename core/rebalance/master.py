"""Where the bound promises to be highest, given what each book chose so far: a proximal bundle, book by book.

Every set of units that a book once chose says how high its part of the bound can be at most, at any prices. Among
prices near the best so far, the most promising follow from a quadratic programme over shares of the sets (Lemaréchal
1975; Kiwiel 1990). The shares are at the same time the plan that divisible sets of units would make.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.rebalance.field import Bools, Floats, Ints

Singles: TypeAlias = npt.NDArray[np.float32]

SETS = 16
"""Sets that are remembered of each book."""

FEWEST = 4
"""The same where memory is short."""

CELLS = 6_000_000
"""Units x sets of all books that memory is there for."""

PRODUCTS = 200_000_000
"""Products of two numbers after which it is asked whether to stop."""

STEPS = 60
"""Most steps of the quadratic programme."""

ENOUGH = 1e-5
"""The largest change of a share that ends it."""

_FAR = 1e18


class Master:
    """The sets that each book chose, with their costs, and how much of each the divisible plan has.

    Rows of a set are units, and after them whatever else has a price.
    """

    def __init__(self, books: int, whole: Floats, reach: Floats, stop: Callable[[], bool]) -> None:
        """``whole`` is how much of each row there is, ``reach`` how far its price goes beside those of the others."""
        self.whole = whole
        self.reach = reach
        self.stop = stop
        count = len(whole)
        size = max(FEWEST, min(SETS, CELLS // max(1, books * count)))
        self.sets: Singles = np.zeros((books * size, count), dtype=np.float32)
        """What each set has of each row, book after book."""
        self.costs: Floats = np.zeros(books * size)
        """What each costs, without prices."""
        self.shares: Floats = np.zeros((books, size))
        """How much of each set the divisible plan has; those of a book make one."""
        self._known: Bools = np.zeros((books, size), dtype=np.bool_)
        self._ages: Ints = np.zeros((books, size), dtype=np.int64)
        # Products of the sets with each other and with what there is, at their reach.
        self._common: Floats = np.zeros((books * size, books * size))
        self._along: Floats = np.zeros(books * size)

    def learn(self, sets: Singles, costs: Floats) -> None:
        """Take in what each book chose; of its sets the one without a share that is oldest makes room."""
        books, size = self.shares.shape
        self._ages += 1
        new = []
        for book in range(books):
            slots = slice(book * size, (book + 1) * size)
            alike = np.flatnonzero(self._known[book] & (self.costs[slots] == costs[book]))
            again = [one for one in alike.tolist() if np.array_equal(self.sets[book * size + one], sets[book])]
            if again:
                self._ages[book, again[0]] = 0
                continue
            slot = int(np.lexsort((-self._ages[book], self.shares[book], self._known[book]))[0])
            self._known[book, slot], self._ages[book, slot] = True, 0
            self.shares[book, slot] = 0.0
            rest = float(self.shares[book].sum())
            if rest > 0:
                self.shares[book] /= rest
            else:
                self.shares[book, slot] = 1.0
            new.append((book, book * size + slot))
        if not new:
            return
        rows, places = (np.array(one, dtype=np.int64) for one in zip(*new, strict=True))
        self.sets[places] = sets[rows]
        self.costs[places] = costs[rows]
        reach, few = self.reach.astype(np.float32), max(8, PRODUCTS // max(1, self.sets.size))
        for start in range(0, len(rows), few):
            if self.stop():
                return
            some = places[start : start + few]
            scaled = sets[rows[start : start + few]] * reach
            common = (scaled @ self.sets.T).astype(np.float64)
            self._common[some] = common
            self._common[:, some] = common.T
            self._along[some] = scaled.astype(np.float64) @ self.whole

    @property
    def torn(self) -> float:
        """How far the divisible plan is from sharing out what there is: the square of the distance, at the reach."""
        left = self.whole - (self.shares.reshape(-1).astype(np.float32) @ self.sets)
        return float(self.reach @ (left * left))

    def promising(self, centre: Floats, length: float) -> tuple[Floats, float]:
        """Prices near some others at which the bound may be highest, and what it is there at most."""
        at_centre = self.costs - self._priced(centre)
        self._share(at_centre, length)
        left = self.whole - (self.shares.reshape(-1).astype(np.float32) @ self.sets)
        prices = centre + length * self.reach * left
        return prices, self.most(prices)

    def most(self, prices: Floats) -> float:
        """What the bound is at some prices at most, by the sets that are known."""
        beyond = (self.costs - self._priced(prices)).reshape(self.shares.shape)
        return float(self.whole @ prices + np.where(self._known, beyond, _FAR).min(axis=1).sum())

    def parts(self, count: int) -> Singles:
        """How much of each of the first so many rows (down) the divisible plan has in each book (across)."""
        books, size = self.shares.shape
        sets = self.sets.reshape(books, size, -1)[:, :, :count]
        parts: Singles = (self.shares.astype(np.float32)[:, None, :] @ sets)[:, 0, :]
        return parts.T

    def drawn(self, chance: Random, count: int) -> Bools:
        """Which of the first so many rows (down) are in a set of each book (across) that is drawn by its share."""
        books, size = self.shares.shape
        found = np.zeros((count, books), dtype=np.bool_)
        for book, shares in enumerate(self.shares.tolist()):
            if any(shares):
                found[:, book] = self.sets[book * size + chance.choices(range(size), shares)[0], :count] > 0
        return found

    def _priced(self, prices: Floats) -> Floats:
        found: Floats = (self.sets @ prices.astype(np.float32)).astype(np.float64)
        return found

    def _share(self, costs: Floats, length: float) -> None:
        """The shares with the least (costs + length / 2 x square of what is left over or claimed twice).

        Gradient steps with momentum that starts anew where it leads astray (Nesterov 1983; O'Donoghue and Candès 2015).
        """
        shape = self.shares.shape
        steepest = length * _largest(self._common) + 1e-9
        shares = ahead = self.shares
        speed = 1.0
        for _ in range(STEPS):
            slope = (costs + length * (self._common @ ahead.reshape(-1) - self._along)).reshape(shape)
            after = _simplex(ahead - slope / steepest, self._known)
            change = after - shares
            astray = float(((ahead - after) * change).sum()) > 0
            shares = after
            if astray:
                speed, ahead = 1.0, after
                continue
            if float(np.abs(change).max()) < ENOUGH:
                break
            faster = (1 + (1 + 4 * speed * speed) ** 0.5) / 2
            ahead = after + (speed - 1) / faster * change
            speed = faster
        self.shares = shares


def _simplex(points: Floats, known: Bools) -> Floats:
    """For each row the nearest shares that make one; what is not known has none."""
    points = np.where(known, points, -_FAR)
    falling = -np.sort(-points, axis=1)
    counts = np.arange(1, points.shape[1] + 1)
    over = (np.cumsum(falling, axis=1) - 1) / counts
    last = np.maximum((falling > over).sum(axis=1), 1) - 1
    return np.maximum(points - np.take_along_axis(over, last[:, None], axis=1), 0.0)


def _largest(matrix: Floats, turns: int = 8) -> float:
    """About the largest that a product with the matrix makes of a length, rather too high."""
    along = np.ones(len(matrix))
    size = 1.0
    for _ in range(turns):
        along = matrix @ along
        size = float(np.linalg.norm(along))
        if size == 0.0:
            return 1.0
        along /= size
    return 1.1 * size
