"""A first plan for a problem in which most units need a home: one after the other, each where it fits best.

Where a unit finds no room, others that have a choice make some. The engine then improves on the plan.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable

from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY, Problem, Unit, unplaced

TRIES = 20_000
"""Most homes looked at to make room for units that found none, and most units to trade one for them."""


def filled(problem: Problem, tries: int = TRIES) -> Placement:
    """A plan in which units that need a home have the best one with room, as far as there is any.

    Best is what costs least, and of those alike who is least full: so books fill evenly. Nobody gets more than fits
    below the line from which hours cost anything.
    """
    found = _Filling(problem)
    found.fill(lambda unit: -unplaced(unit))
    if found.is_short():
        # Where not everything fits, many small ones may leave less undone than few large ones.
        other = _Filling(problem)
        other.fill(lambda unit: -unplaced(unit) / max(1, unit.weight))
        found = min(found, other, key=lambda one: one.plan.value)
        found.make_room(tries)
        found.trade(tries)
    return found.plan


class _Filling:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.plan = Placement(problem)
        self.room = [
            owner.bands[0][0] - load if owner.takes and owner.bands else -1
            for owner, load in zip(problem.owners, self.plan.loads, strict=True)
        ]
        self.free = {desk: quota.accounts for desk, quota in problem.quotas.items() if quota.accounts is not None}
        """Accounts that limits leave, by owner and seat: what is asked most often, and full soonest."""

    def fill(self, rank: Callable[[Unit], float]) -> None:
        """Put every unit into its best home with room: those with work today first, then by rank."""
        units = self.problem.units
        for place in sorted(self.plan.homeless(), key=lambda one: (units[one].accounts == 0, rank(units[one]), one)):
            home = self._best(place)
            if home is not None:
                self._put(place, home)

    def _best(self, place: int) -> int | None:
        problem, loads, room = self.problem, self.plan.loads, self.room
        unit = problem.units[place]
        best: tuple[int, int, int] | None = None
        for home, fit in problem.homes[unit.homes]:
            if room[home] < unit.weight or (best is not None and fit > best[0]):
                continue
            rank = (fit, loads[home] * 1000 // max(1, problem.owners[home].capacity), home)
            if (best is None or rank < best) and self._allows(place, home):
                best = rank
        return best[2] if best is not None else None

    def _allows(self, place: int, home: int) -> bool:
        """Whether an owner's limits leave room for a unit."""
        unit = self.problem.units[place]
        free = self.free.get((home, unit.seat), unit.accounts)
        return unit.accounts <= free and self.plan.has_quota(place, home)

    def _put(self, place: int, home: int) -> None:
        unit, before = self.problem.units[place], self.plan.homes[place]
        for owner, sign in ((before, 1), (home, -1)):
            if owner != NOBODY:
                self.room[owner] += sign * unit.weight
                if (owner, unit.seat) in self.free:
                    self.free[owner, unit.seat] += sign * unit.accounts
        self.plan.put(place, home)

    # Units that found no room ---------------------------------------------------------------------------------

    def is_short(self) -> bool:
        """Whether units are left that somebody might have had."""
        return any(self.problem.homes[self.problem.units[place].homes] for place in self.plan.homeless())

    def _list(self) -> None:
        """List what waits, and what may leave each book again."""
        units = self.problem.units
        self.waiting = [place for place in self.plan.homeless() if self.problem.homes[units[place].homes]]
        self.inside: list[list[tuple[int, int]]] = [[] for _ in self.problem.owners]
        for place, home in enumerate(self.plan.homes):
            if home not in (NOBODY, units[place].holder):
                self.inside[home].append((units[place].weight, place))
        for row in self.inside:
            row.sort()

    def make_room(self, tries: int) -> None:
        """For each unit without a home, let another one go elsewhere where that makes enough room for it."""
        self.tries = tries
        self._list()
        left = []
        for place in self.waiting:
            home = self._best(place)
            found = self._giving_way(place) if home is None and self.tries > 0 else None
            if found is not None:
                home, other, elsewhere = found
                self._move(other, elsewhere)
            if home is None:
                left.append(place)
            else:
                self._move(place, home)
        self.waiting = left

    def _giving_way(self, place: int) -> tuple[int, int, int] | None:
        """A home, a unit that can leave it, and where that goes; the least that makes enough room."""
        problem, room = self.problem, self.room
        unit = problem.units[place]
        widest = max(room)
        for home, _ in problem.homes[unit.homes]:
            needed = unit.weight - room[home]
            if needed > widest or room[home] < 0 or not self._allows(place, home):
                continue
            row = self.inside[home]
            for weight, other in row[bisect_left(row, (needed, -1)) :]:
                if weight > widest or self.tries <= 0:
                    break
                for elsewhere, _ in problem.homes[problem.units[other].homes]:
                    self.tries -= 1
                    if elsewhere != home and room[elsewhere] >= weight and self._allows(other, elsewhere):
                        return home, other, elsewhere
        return None

    def trade(self, tries: int) -> None:
        """Take a unit out of a book where one or two that wait use its room better."""
        self.tries = tries
        units = self.problem.units
        able: list[list[tuple[int, int]]] = [[] for _ in self.problem.owners]
        for place in self.waiting:
            for home, _ in self.problem.homes[units[place].homes]:
                if self.room[home] > 0:
                    able[home].append((units[place].weight, place))
        for home, row in enumerate(able):
            row.sort()
            for weight, other in [*self.inside[home]] if row else ():
                if units[other].holder == NOBODY and row[0][0] <= self.room[home] + weight and self.tries > 0:
                    self._traded(home, other, row)

    def _traded(self, home: int, other: int, able: list[tuple[int, int]]) -> None:
        """Put units that wait in the place of one, if that leaves less without a home."""
        before = self.plan.value
        self._move(other, NOBODY)
        came = []
        for _ in range(2):
            place = self._largest(able, home)
            if place is not None:
                self._move(place, home)
                came.append(place)
        if self.plan.value >= before:
            for place in came:
                self._move(place, NOBODY)
            self._move(other, home)

    def _largest(self, able: list[tuple[int, int]], home: int) -> int | None:
        """The largest unit that waits and fits."""
        for at in range(bisect_left(able, (self.room[home] + 1, -1)) - 1, -1, -1):
            self.tries -= 1
            if self.tries <= 0:
                return None
            place = able[at][1]
            if self.plan.homes[place] == NOBODY and self._allows(place, home):
                return place
        return None

    def _move(self, place: int, home: int) -> None:
        """Put a unit elsewhere, in the lists too."""
        pair, before = (self.problem.units[place].weight, place), self.plan.homes[place]
        if before != NOBODY:
            self.inside[before].remove(pair)
        if home != NOBODY:
            insort(self.inside[home], pair)
        self._put(place, home)
