"""A plan under construction: where every unit is, what each book has, and what one more move would change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.rebalance.problem import NOBODY, Assignment, Problem, chosen_moves, loads, unplaced


class Placement:
    """Units in their homes; only moves that the rules allow are offered."""

    def __init__(self, problem: Problem, homes: Assignment | None = None) -> None:
        """Start from an assignment, or from where everything is."""
        self.problem = problem
        self.homes = list(homes if homes is not None else problem.start)
        self.loads = loads(problem, self.homes)
        self.moves = chosen_moves(problem, self.homes)
        self.taken = [0] * len(problem.owners)
        self._used: dict[tuple[int, str], list[int]] = {}
        for place, home in enumerate(self.homes):
            if home not in (NOBODY, problem.units[place].holder):
                self._count(place, home, 1)
        paid = sum(problem.cost(place, home) for place, home in enumerate(self.homes))
        over = sum(owner.penalty(load) for owner, load in zip(problem.owners, self.loads, strict=True))
        self.value = paid + over
        """What the plan costs, thousandths of a point."""

    @property
    def assignment(self) -> Assignment:
        """The plan as a value."""
        return tuple(self.homes)

    def put(self, place: int, home: int) -> None:
        """Move a unit."""
        unit, before = self.problem.units[place], self.homes[place]
        if before == home:
            return
        self.value += self.change(place, home)
        if before != NOBODY:
            self.loads[before] -= unit.weight
        if home != NOBODY:
            self.loads[home] += unit.weight
        if unit.holder != NOBODY:
            self.moves += (home != unit.holder) - (before != unit.holder)
        if before not in (NOBODY, unit.holder):
            self._count(place, before, -1)
        if home not in (NOBODY, unit.holder):
            self._count(place, home, 1)
        self.homes[place] = home

    def change(self, place: int, home: int) -> int:
        """What the plan's cost changes by when a unit moves."""
        problem, before = self.problem, self.homes[place]
        weight = problem.units[place].weight
        change = problem.cost(place, home) - problem.cost(place, before)
        if before != NOBODY:
            owner, load = problem.owners[before], self.loads[before]
            change += owner.penalty(load - weight) - owner.penalty(load)
        if home != NOBODY:
            owner, load = problem.owners[home], self.loads[home]
            change += owner.penalty(load + weight) - owner.penalty(load)
        return change

    def arrival(self, place: int, home: int, fit: int) -> int:
        """What a unit costs in a home that is not its own: the move and the hours it makes dear there."""
        unit, owner, load = self.problem.units[place], self.problem.owners[home], self.loads[home]
        return unit.leave + fit + owner.penalty(load + unit.weight) - owner.penalty(load)

    def open_homes(self, place: int) -> Iterator[tuple[int, int]]:
        """The homes a unit may move into now, other than where it is, each with what does not fit there."""
        unit = self.problem.units[place]
        if not self._may_leave(place):
            return
        for home, fit in self.problem.homes[unit.homes]:
            if home not in (self.homes[place], unit.holder) and self.has_quota(place, home):
                yield home, fit

    def best_home(self, place: int) -> tuple[int, int] | None:
        """The cheapest home a unit may move into now, with its cost there; None where there is none."""
        found = ((self.arrival(place, home, fit), home) for home, fit in self.open_homes(place))
        least = min(found, default=None)
        return None if least is None else (least[1], least[0])

    def has_quota(self, place: int, home: int) -> bool:
        """Whether an owner's limits leave room for a unit."""
        problem = self.problem
        if problem.max_taken is not None and self.taken[home] >= problem.max_taken:
            return False
        unit = problem.units[place]
        quota = problem.quotas.get((home, unit.seat))
        if quota is None:
            return True
        accounts, hours, arr, families = self._used.get((home, unit.seat), (0, 0, 0, 0))
        limits = (
            (quota.accounts, accounts + unit.accounts),
            (quota.hours, hours + unit.weight),
            (quota.arr, arr + unit.arr),
            (quota.families, families + (unit.accounts > 0)),
        )
        return all(limit is None or amount <= limit for limit, amount in limits)

    def away(self) -> list[int]:
        """The units that are not where they were."""
        return [place for place, home in enumerate(self.homes) if home != self.problem.units[place].holder]

    def undo(self, places: Iterable[int]) -> None:
        """Put units back to where they were."""
        for place in places:
            self.put(place, self.problem.units[place].holder)

    def homeless(self) -> list[int]:
        """The units that have no home, the dearest first."""
        units = self.problem.units
        found = [place for place, home in enumerate(self.homes) if home == NOBODY]
        return sorted(found, key=lambda place: (-unplaced(units[place]), place))

    def _may_leave(self, place: int) -> bool:
        """Whether one more chosen move is allowed, if this would be one."""
        unit, most = self.problem.units[place], self.problem.max_moves
        counted = unit.holder != NOBODY and self.homes[place] == unit.holder
        return most is None or not counted or self.moves < most

    def _count(self, place: int, home: int, sign: int) -> None:
        self.taken[home] += sign
        unit = self.problem.units[place]
        key = (home, unit.seat)
        if key not in self.problem.quotas:
            return
        used = self._used.setdefault(key, [0, 0, 0, 0])
        for index, amount in enumerate((unit.accounts, unit.weight, unit.arr, int(unit.accounts > 0))):
            used[index] += sign * amount
