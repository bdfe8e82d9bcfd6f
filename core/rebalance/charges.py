"""What a limit is worth: a price on what it limits, which lets a bound count it without having to keep it.

With any price of at least 0, a plan within a limit pays at most what the limit itself would: what the plan pays less
that is a floor of its cost (Lagrange).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.rebalance.problem import NOBODY, Problem, Unit

PARTS = 1_000_000_000
"""Prices are whole numbers of this part of a thousandth of a point."""

What = Literal["accounts", "hours", "arr", "families", "taken", "moves"]
"""What a limit counts of the units that an owner takes, or of all that leave a holder who might have kept them."""


@dataclass(frozen=True, slots=True)
class Charge:
    """The price of what a limit counts."""

    owner: int
    """Place of the owner; ``NOBODY`` for what all take together."""
    seat: str
    """Seat key; empty for any."""
    what: What
    """What is counted."""
    price: int
    """Billionths of a thousandth of a point for each."""

    def limit(self, problem: Problem) -> int:
        """How much of it a plan may have."""
        if self.what == "moves":
            return problem.max_moves or 0
        if self.what == "taken":
            return problem.max_taken or 0
        limit: int | None = getattr(problem.quotas[self.owner, self.seat], self.what)
        return limit or 0

    def paid(self, problem: Problem) -> int:
        """The most that a lawful plan pays for it, thousandths of a point, rounded up."""
        return -(-self.limit(problem) * self.price // PARTS)

    def on(self, unit: Unit, home: int) -> int:
        """What a unit pays for it in a home that it has not, thousandths of a point, rounded down."""
        if self.owner not in (NOBODY, home) or self.seat not in ("", unit.seat):
            return 0
        return amount(unit, self.what) * self.price // PARTS


def amount(unit: Unit, what: What) -> int:
    """How much of what a limit counts a unit has."""
    counted = {
        "accounts": unit.accounts,
        "hours": unit.weight,
        "arr": unit.arr,
        "families": int(unit.accounts > 0),
        "taken": 1,
        "moves": int(unit.holder != NOBODY),
    }
    return counted[what]


def unpriced(problem: Problem) -> list[Charge]:
    """Every limit that a problem sets, without a price."""
    found: list[Charge] = []
    kinds: tuple[What, ...] = ("accounts", "hours", "arr", "families")
    for (owner, seat), quota in sorted(problem.quotas.items()):
        found += [Charge(owner, seat, what, 0) for what in kinds if getattr(quota, what) is not None]
    if problem.max_taken is not None:
        found += [Charge(place, "", "taken", 0) for place, owner in enumerate(problem.owners) if owner.takes]
    if problem.max_moves is not None:
        found.append(Charge(NOBODY, "", "moves", 0))
    return found


def move_price(per_move: int) -> tuple[Charge, ...]:
    """A price of each chosen move, thousandths of a point."""
    return (Charge(NOBODY, "", "moves", per_move * PARTS),) if per_move else ()
