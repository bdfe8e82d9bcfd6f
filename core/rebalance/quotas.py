"""The limits that a problem sets besides hours, over arrays: what each owner may get, and how many moves there are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.rebalance.field import Bools, Field, Floats, Ints
from core.rebalance.problem import NOBODY


class Quotas:
    """Whether a change of a plan keeps the limits."""

    def __init__(self, field: Field) -> None:
        """Read the limits of a problem."""
        problem = field.problem
        self.field = field
        self.any = bool(problem.quotas) or problem.max_moves is not None or problem.max_taken is not None
        """Whether there are limits at all."""
        self._limits: dict[int, list[tuple[Bools, Ints, int]]] = {}
        if not self.any:
            return
        units = problem.units
        seats = np.array([unit.seat for unit in units], dtype=object)
        amounts = {
            "accounts": np.array([unit.accounts for unit in units], dtype=np.int64),
            "hours": field.weights,
            "arr": np.array([unit.arr for unit in units], dtype=np.int64),
            "families": np.array([unit.accounts > 0 for unit in units], dtype=np.int64),
        }
        for (place, seat), quota in sorted(problem.quotas.items()):
            in_seat: Bools = seats == seat
            for name, amount in amounts.items():
                limit = getattr(quota, name)
                if limit is not None:
                    self._limits.setdefault(place, []).append((in_seat, amount, limit))

    def extra(self, homes: Ints, units: Ints, after: Ints, one: int, other: int) -> Floats | None:
        """For each unit how much more it counts in one book than in another towards limits that a change does not keep.

        None where it keeps them. More moves than allowed are let pass where there were as many before.
        """
        holders = self.field.holders
        more, kept = np.zeros(len(units)), True
        if self._too_many_moves(homes, units, after):
            held, kept = holders[units] != NOBODY, False
            more += (held & (holders[units] != one)).astype(float) - (held & (holders[units] != other))
        changed = homes.copy()
        changed[units] = after
        for owner, sign in ((one, 1.0), (other, -1.0)):
            able = holders[units] != owner
            for amount in self.broken(changed, owner):
                more += sign * able * amount[units] / max(1.0, float(amount.mean()))
                kept = False
        return None if kept else more

    def broken(self, homes: Ints, owner: int) -> Iterator[Ints]:
        """What those limits of an owner count that a plan does not keep, by unit."""
        most, limits = self.field.problem.max_taken, self._limits.get(owner, ())
        if most is None and not limits:
            return
        taken = (homes == owner) & (self.field.holders != owner)
        if most is not None and int(taken.sum()) > most:
            yield np.ones(len(homes), dtype=np.int64)
        for in_seat, amount, limit in limits:
            if int(amount[taken & in_seat].sum()) > limit:
                yield np.where(in_seat, amount, 0)

    def holds(self, homes: Ints, owner: int) -> bool:
        """Whether a plan keeps the limits of an owner."""
        return next(self.broken(homes, owner), None) is None

    def lets(self, homes: Ints, place: int, home: int) -> bool:
        """Whether the limits of an owner would let a unit in."""
        changed = homes.copy()
        changed[place] = home
        return self.holds(changed, home)

    def _too_many_moves(self, homes: Ints, units: Ints, after: Ints) -> bool:
        most, holders = self.field.problem.max_moves, self.field.holders
        if most is None:
            return False
        held = holders[units] != NOBODY
        before = int((homes[units] != holders[units])[held].sum())
        more = int((after != holders[units])[held].sum()) - before
        everywhere = int((homes[self.field.held] != holders[self.field.held]).sum())
        return more > 0 and everywhere + more > most
