"""What must stay without a home for want of room, however the units are dealt out: a floor where a team is too small.

Units may be cut in pieces here, so that no plan of whole ones leaves less undone. Then the best is to serve those first
that cost most by the hour, each as far as room can be made: what can be served is a polymatroid, on which that is best
(Edmonds 1970; room is made along augmenting paths, after Ford and Fulkerson 1956). Accounts are counted likewise where
their number is limited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from core.rebalance.problem import NOBODY, Problem, Quota, Unit, unplaced

_Group = tuple[int, str]
"""Units alike: the number of their homes and the seat."""
_Desk = tuple[int, str]
"""Somebody in a seat: the place of the owner and the seat."""
_Step = tuple[_Group, _Desk, _Desk | None]
"""Units that go to a desk from another one; None for those that wait."""

_WIDE = 1 << 60


def shortage(problem: Problem) -> int:
    """Thousandths of a point that no plan can save on units without a home, those that nobody may take included.

    For problems in which nobody is filled beyond a first line, and who takes gives nothing. Two floors, of which the
    higher counts: hours that find no room up to that line nor below the limits of hours, and accounts beyond the limits
    of their number.
    """
    rooms = [max(0, owner.bands[0][0] - owner.fixed) if owner.takes and owner.bands else 0 for owner in problem.owners]
    by_hours = _Flow(problem, rooms, lambda quota: quota.hours)
    by_count = _Flow(problem, [_WIDE] * len(rooms), lambda quota: quota.accounts)
    return max(_lost(problem, by_hours, lambda unit: unit.weight), _lost(problem, by_count, lambda unit: unit.accounts))


def _lost(problem: Problem, flow: _Flow, amount: Callable[[Unit], int]) -> int:
    """What leaving undone costs that finds no room, where the dearest pieces are served first."""
    lost = 0.0
    waiting = [unit for unit in problem.units if unit.holder == NOBODY]
    for unit in sorted(waiting, key=lambda one: (-unplaced(one) / max(1, amount(one)), one.key)):
        whole = amount(unit)
        if whole:
            lost += unplaced(unit) * (whole - flow.pushed((unit.homes, unit.seat), whole)) / whole
        elif not problem.homes[unit.homes]:
            lost += unplaced(unit)
    return int(lost)


class _Flow:
    """What is served, in which seat by whom."""

    def __init__(self, problem: Problem, rooms: Sequence[int], limit: Callable[[Quota], int | None]) -> None:
        self.rooms = list(rooms)
        self.homes = problem.homes
        self.left: dict[_Desk, int] = {}
        """What the limits of a seat leave to somebody, where there are any."""
        for desk, quota in problem.quotas.items():
            most = limit(quota)
            if most is not None:
                self.left[desk] = most
        self.held: dict[_Desk, dict[_Group, int]] = {}
        self.seats = sorted({unit.seat for unit in problem.units})
        self.closed: set[_Group] = set()
        """Units for which no room can be made any more."""

    def pushed(self, group: _Group, amount: int) -> int:
        """How much of an amount finds room, once others make what room they can."""
        left = amount
        while left and group not in self.closed:
            path = self._path(group)
            if path is None:
                self.closed.add(group)
                break
            left -= self._push(path, left)
        return amount - left

    def _path(self, start: _Group) -> list[_Step] | None:
        """The shortest way to room: each goes to a desk at which the next makes way."""
        came: dict[_Desk, tuple[_Group, _Desk | None, _Desk | None]] = {}
        queue: list[tuple[_Group, _Desk | None, _Desk | None]] = [(start, None, None)]
        seen = {start}
        for group, source, freed in queue:
            for owner, _ in self.homes[group[0]]:
                desk = (owner, group[1])
                if desk in came:
                    continue
                came[desk] = (group, source, freed)
                full = self.left.get(desk, _WIDE) <= 0
                if not full and self.rooms[owner] > 0:
                    return _steps(came, desk)
                # Its own make way where its limit is reached, else any of the same person.
                for way in (desk,) if full else ((owner, seat) for seat in self.seats):
                    for other in self.held.get(way, ()):
                        if other not in seen:
                            seen.add(other)
                            queue.append((other, way, desk))
        return None

    def _push(self, path: Sequence[_Step], most: int) -> int:
        """Send units along a path: as many as there is room for at its end, and as each one in between can pass on."""
        last = path[-1][1]
        amount = min(most, self.rooms[last[0]], self.left.get(last, _WIDE))
        for (_, desk, _), (group, _, source) in pairwise(path):
            assert source is not None
            amount = min(amount, self.held[source][group])
            if source != desk:
                amount = min(amount, self.left.get(desk, _WIDE))
        for group, desk, source in path:
            self._count(desk, group, amount)
            if source is not None:
                self._count(source, group, -amount)
        self.rooms[last[0]] -= amount
        return amount

    def _count(self, desk: _Desk, group: _Group, amount: int) -> None:
        held = self.held.setdefault(desk, {})
        held[group] = held.get(group, 0) + amount
        if not held[group]:
            del held[group]
        if desk in self.left:
            self.left[desk] -= amount


def _steps(came: Mapping[_Desk, tuple[_Group, _Desk | None, _Desk | None]], last: _Desk) -> list[_Step]:
    path: list[_Step] = []
    at: _Desk | None = last
    while at is not None:
        group, source, freed = came[at]
        path.append((group, at, source))
        at = freed
    return path[::-1]
