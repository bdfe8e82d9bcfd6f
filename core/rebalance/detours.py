"""A good plan made better by detours: one unit goes where it nearly belongs, and the books around it settle anew.

An iterated local search (Lourenço, Martin and Stützle 2003) whose chances are drawn from a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import numpy as np

from core.rebalance.field import FAR, Bools, Field, Floats, Ints
from core.rebalance.problem import NOBODY
from core.rebalance.repartition import Books

SEED = 20
"""Of the chances."""

AROUND = 40
"""Pairs of books that settle while the unit is held in its new place."""

BLOCK = 4_096
"""Units that are looked at before it is asked again whether to stop."""

LEAST = 0.05
"""Part of the range of costs that is added to each, so that the cheapest alternatives are not all there is."""


class Detours:
    """Where units might go instead, and the search that tries it."""

    def __init__(self, field: Field, hour_prices: Floats, most: float, stop: Callable[[], bool]) -> None:
        """Consider the homes that cost at most so much more than a unit's best, at some prices of an hour."""
        self.field = field
        self.stop = stop
        self.chance = Random(SEED)
        units, homes, dearer = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
        for start in range(0, len(field.weights), BLOCK):
            if stop():
                break
            own = field.costs[start : start + BLOCK]
            costs = np.where(own < FAR, own + field.weights[start : start + BLOCK, None] * hour_prices, np.inf)
            least = costs.min(axis=1, initial=np.inf, keepdims=True)
            costs -= np.where(least < np.inf, least, 0)
            some, able = np.nonzero(costs <= most)
            units.append(some + start)
            homes.append(able)
            dearer.append(costs[some, able])
        self._units, self._homes = np.concatenate(units), np.concatenate(homes)
        self._odds: Floats = np.cumsum(1 / (np.concatenate(dearer) + LEAST * most + 1))

    def near(self, books: Books) -> tuple[int, int] | None:
        """A unit and a home for it that is nearly as good as its best, other than where it is."""
        if not self._odds.size:
            return None
        for _ in range(20):
            drawn = int(np.searchsorted(self._odds, self.chance.random() * self._odds[-1]))
            place, home = int(self._units[drawn]), int(self._homes[drawn])
            if books.homes[place] not in (home, NOBODY):
                return place, home
        return None

    def wanted(self, books: Books, wanted: Bools) -> tuple[int, int] | None:
        """A unit and an owner whose book wants it, other than where it is."""
        placed = np.flatnonzero(books.homes != NOBODY)
        apart = placed[~wanted[placed, books.homes[placed]] & wanted[placed].any(axis=1)]
        if not apart.size:
            return None
        place = int(apart[self.chance.randrange(apart.size)])
        able: Ints = np.flatnonzero(wanted[place])
        return place, int(able[self.chance.randrange(able.size)])

    def tried(self, books: Books, place: int, home: int) -> tuple[Books, int]:
        """The plan with a unit elsewhere and settled, if that is not dearer, and how much cheaper it is."""
        after, before = books.copy(), int(books.homes[place])
        gain = -after.put(place, home)
        gain += after.settle((before, home), self.stop, place, AROUND)
        gain += after.settle((before, home), self.stop)
        if gain < 0 or not self._lawful(after, books):
            return books, 0
        return after, gain

    def _lawful(self, after: Books, before: Books) -> bool:
        """Whether a plan keeps the limits, or has no more moves than before where those were too many."""
        if not after.quotas.any:
            return True
        most = self.field.problem.max_moves
        if most is not None and after.moves > max(most, before.moves):
            return False
        return all(after.quotas.holds(after.homes, owner) for owner in range(len(self.field.owners)))
