"""Who should sit where under a plan: holders kept where they may stay, the others' seats given by the engine.

It is the engine of rebalances with a fixed budget: the same question has the same answer, in Compare as in Adopt.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import count

from core.book.book import Book
from core.load.demand import Demand
from core.load.hours import Window
from core.models.asks import Ask
from core.models.seating import Seating
from core.rebalance.bound import bound
from core.rebalance.changeover import Changeover, changeover
from core.rebalance.filling import filled
from core.rebalance.problem import NOBODY, Assignment, Problem
from core.rebalance.proof import Proof
from core.rebalance.shed import settled
from core.rebalance.shortage import shortage
from core.seats import Holder, person_holder

STEPS = 3_000
"""Steps of the engine for what books that are over give, once seats have homes: well under a tenth of a second."""


class Reason(StrEnum):
    """Why nobody was found for a seat."""

    NO_ROLE = "no such role"
    """Nobody who is here has a role that may sit there."""
    NO_MATCH = "role but no match"
    """Those with the role serve other accounts: segment, region, language, skill, or the line's people."""
    NO_CAPACITY = "no capacity"
    """Those who may take it have no room left."""


class How(StrEnum):
    """How a seat came to its holder."""

    KEPT = "kept"
    """Whoever has it may stay."""
    FORCED = "forced"
    """Whoever had it may not stay, or is gone."""
    CHOSEN = "chosen"
    """Whoever had it might have stayed; it is better elsewhere."""
    FIRST = "first"
    """Nobody had it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A seat with its holder."""

    ask: Ask
    """The seat."""
    holder: Holder
    """Who has it from now on."""
    how: How
    """Kept, given because it had to be, moved by choice, or filled for the first time."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A required seat nobody was found for."""

    ask: Ask
    """The seat."""
    reason: Reason
    """Why."""


@dataclass(frozen=True, slots=True)
class Placements:
    """Who sits where."""

    placed: tuple[Placement, ...]
    """Seats with their holders, by account and seat."""
    unfilled: tuple[Unfilled, ...]
    """Required seats without one, by account and seat."""
    solved: Problem | None = field(default=None, repr=False, compare=False)
    """What was decided; None where nothing was to be."""
    score: int = 0
    """What the assignment costs, thousandths of a point: seats without anybody, overload, what each change costs."""

    def proof(self) -> Proof | None:
        """How good the assignment is at least; None where nothing was to be decided. Takes a moment.

        Seats that nobody may take are left out: no assignment can help them.
        """
        problem = self.solved
        if problem is None:
            return None
        floor = max(bound(problem, [0.0] * len(problem.owners)).value, shortage(problem))
        stranded = problem.stranded
        return Proof(self.score - stranded, max(0, min(floor, self.score) - stranded))


def place(
    book: Book,
    seating: Seating,
    asks: Sequence[Ask],
    demand: Demand,
    day: date,
    window: Window,
    *,
    mend: bool = False,
) -> Placements:
    """Find a holder for each seat asked for, on a day; hours and room are those of a window of 30 days.

    A holder who may stay stays. For the other seats the engine of rebalances finds homes together: first so that as
    much of the work as possible has somebody, then those who know the account and fit it, then those with room. Nobody
    is filled beyond what a rebalance fills to, nor beyond a limit, soft or hard. With ``mend`` books that are over
    under the plan also give seats whose holder might stay, where somebody has room.
    """
    found = changeover(book, seating, asks, demand, day, window, mend=mend)
    homes, score = _solved(found.problem)
    owners = found.problem.owners
    placed: list[Placement] = []
    unfilled: list[Unfilled] = []
    moved: set[int] = set()
    roles = {role for person in found.people for role in person.role_keys}
    for place, home in enumerate(homes):
        chosen = found.problem.units[place].holder != NOBODY
        for ask in found.groups[place]:
            if home == NOBODY:
                unfilled.append(Unfilled(ask, _reason(found, place, roles)))
            elif home != found.problem.units[place].holder:
                how = How.CHOSEN if chosen else How.FIRST if ask.tenure is None else How.FORCED
                placed.append(Placement(ask, person_holder(owners[home].id), how))
                moved.add(id(ask))
    placed += [Placement(ask, ask.tenure.holder, How.KEPT) for ask in found.kept if ask.tenure and id(ask) not in moved]
    placed.sort(key=lambda one: (one.ask.account.id, one.ask.seat.key))
    unfilled.sort(key=lambda one: (one.ask.account.id, one.ask.seat.key))
    return Placements(tuple(placed), tuple(unfilled), found.problem if homes else None, score)


def _solved(problem: Problem) -> tuple[Assignment, int]:
    """The best assignment within the budget, and its score; nothing is solved where nothing is open."""
    if not problem.units:
        return (), 0
    plan = filled(problem)
    if any(owner.gives for owner in problem.owners):
        steps = count()
        settled(plan, lambda: next(steps) >= STEPS)
    return plan.assignment, plan.value


def _reason(found: Changeover, place: int, roles: set[str]) -> Reason:
    """Why a unit has nobody, where so many roles are there."""
    asked = found.groups[place][0].seat.line.roles
    if not found.people or (asked and roles.isdisjoint(asked)):
        return Reason.NO_ROLE
    return Reason.NO_CAPACITY if found.offers[place] else Reason.NO_MATCH
