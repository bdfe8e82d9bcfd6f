"""The limits that a problem sets besides hours, over arrays: what each owner may get, and how many moves there are."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from core.rebalance.field import Bools, Field, Ints
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

    def extra(self, units: Ints, one: int, other: int) -> Ints:
        """For each unit by how many more it would be taken in one book than in another."""
        holders = self.field.holders[units]
        more: Ints = (holders != one).astype(np.int64) - (holders != other).astype(np.int64)
        return more

    def kept(self, homes: Ints, units: Ints, after: Ints, owners: Iterable[int]) -> bool:
        """Whether a plan whose changed units go to new homes keeps the limits of some owners, and that of moves.

        More moves than allowed are let pass where there were as many before.
        """
        problem, holders = self.field.problem, self.field.holders
        if problem.max_moves is not None:
            held = holders[units] != NOBODY
            before = int((homes[units] != holders[units])[held].sum())
            more = int((after != holders[units])[held].sum()) - before
            everywhere = int((homes[self.field.held] != holders[self.field.held]).sum())
            if more > 0 and everywhere + more > problem.max_moves:
                return False
        changed = homes.copy()
        changed[units] = after
        return all(self.holds(changed, owner) for owner in owners)

    def holds(self, homes: Ints, owner: int) -> bool:
        """Whether a plan keeps the limits of an owner."""
        most = self.field.problem.max_taken
        limits = self._limits.get(owner, ())
        if most is None and not limits:
            return True
        taken = (homes == owner) & (self.field.holders != owner)
        if most is not None and int(taken.sum()) > most:
            return False
        return all(int(amount[taken & in_seat].sum()) <= limit for in_seat, amount, limit in limits)
