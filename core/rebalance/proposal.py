"""What a manager is shown: moves in a sound order, each with its reasons, both loads, the proof and what is blocked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.rebalance.aftermath import hours_after
from core.rebalance.batches import sound_order
from core.rebalance.disruption import renewal_near
from core.rebalance.engine import Solution
from core.rebalance.explain import blocked_because
from core.rebalance.extraction import Extract
from core.rebalance.problem import NOBODY
from core.rebalance.proof import Proof
from core.rebalance.reasons import Reasons, Told
from core.rebalance.seated import Seated
from core.seats import Holder


class Status(StrEnum):
    """The outcome in a word."""

    BALANCED = "balanced"
    """Nobody is over and every seat has a holder: nothing is to be done."""
    BEST = "best"
    """No plan under the rules scores less."""
    PROPOSED = "proposed"
    """A plan with a known distance from the best at most."""
    STUCK = "stuck"
    """Something should move, but nothing can."""


@dataclass(frozen=True, slots=True)
class ProposedMove:
    """A seat, with its family, that is proposed to change hands."""

    account: int
    """Account id; of a family its head."""
    accounts: tuple[int, ...]
    """The ids of all accounts that go with it, its own included."""
    seat: str
    """Seat key."""
    origin: Holder | None
    """Who has it; None for nobody."""
    to: int
    """Person id of who gets it."""
    hours: int
    """Hundredths of an hour a month."""
    arr: int
    """Minor units of the book's currency."""
    points: int
    """What the move costs, thousandths of a point."""
    forced: str
    """Why another holder is needed; empty for a chosen move."""
    fixed: bool
    """Whether the manager accepted or pinned it, so that it is there whatever it costs."""
    caution: str
    """What speaks against the moment, such as a near renewal; empty when nothing does."""
    reasons: Reasons
    """Why, in sentences."""

    @property
    def why(self) -> str:
        """All reasons in one text."""
        return self.reasons.text


@dataclass(frozen=True, slots=True)
class Blocker:
    """A seat that needs a holder and can have none."""

    account: int
    """Account id."""
    seat: str
    """Seat key."""
    says: str
    """Why nobody may have it, and what would change that."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A load in four numbers."""

    over_hours: int
    """Hundredths of an hour beyond capacity, over everybody."""
    max_utilisation: int | None
    """The largest load in hundredths of a percent of capacity; None where nobody has any."""
    moves: int
    """Seats that change hands; a family counts once."""
    arr_moved: int
    """Their ARR in minor units of the book's currency."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A solved rebalance."""

    status: Status
    """The outcome in a word."""
    moves: tuple[ProposedMove, ...]
    """Needed ones first, then those that free most hours for least disruption: any first part of them is sound."""
    blockers: tuple[Blocker, ...]
    """Seats that nobody may hold."""
    notes: tuple[str, ...]
    """What a rebalance cannot mend."""
    before: Figures
    """The load as it is."""
    after: Figures
    """The load once all moves are made and handing over is done."""
    hours_before: Mapping[int, int]
    """Hours of each person now, hundredths, without handing over, by person id."""
    hours_after: Mapping[int, int]
    """The same once all moves are made."""
    score: int
    """What the plan costs, thousandths of a point, without ``stranded``."""
    bound: int
    """No plan under these rules costs less, likewise."""
    stranded: int
    """What the seats cost that nobody may hold: no plan can help it, and it would flatter the gap."""
    gap: float | None
    """How far the score is above the bound, as a part of it; None over a bound of 0."""
    stopped: bool
    """Whether somebody ended the search early."""
    extract: Extract = field(repr=False, compare=False)
    """What was solved, with the book behind it."""
    solution: Solution = field(repr=False, compare=False)
    """What the engine answered."""

    @property
    def chosen(self) -> int:
        """Moves away from somebody who might have kept the seat."""
        return sum(not move.forced for move in self.moves)

    @property
    def proof(self) -> str:
        """How good the plan is, in one sentence."""
        return Proof(self.score, self.bound).text()


def proposal_of(extract: Extract, solution: Solution) -> Proposal:
    """The proposal that a solution of an extract's problem is."""
    after = hours_after(extract, _moved(extract, solution))
    told = Told(extract, solution, after)
    moves = sound_order([_move(told, place, home) for place, home in _moved(extract, solution)], extract.before)
    blockers = [
        Blocker(*extract.seated[place].key, blocked_because(extract, extract.seated[place]))
        for place, home in enumerate(solution.homes)
        if home == NOBODY
    ]
    arr = sum(move.arr for move in moves)
    before = _figures(extract, extract.before, 0, 0)
    figures = _figures(extract, after, len(moves), arr)
    stranded = extract.problem.stranded
    score, floor = solution.value - stranded, max(0, min(solution.floor.value, solution.value) - stranded)
    return Proposal(
        status=_status(extract, solution, len(moves), len(blockers)),
        moves=moves,
        blockers=tuple(blockers),
        notes=extract.notes,
        before=before,
        after=figures,
        hours_before=extract.before,
        hours_after=after,
        score=score,
        bound=floor,
        stranded=stranded,
        gap=Proof(score, floor).gap,
        stopped=solution.stopped,
        extract=extract,
        solution=solution,
    )


def _status(extract: Extract, solution: Solution, moves: int, blockers: int) -> Status:
    if moves == 0:
        over = any(owner.gives and owner.slope(extract.before[owner.id]) > 0 for owner in extract.problem.owners)
        return Status.STUCK if blockers or over else Status.BALANCED
    return Status.BEST if solution.is_best else Status.PROPOSED


def _moved(extract: Extract, solution: Solution) -> list[tuple[int, int]]:
    units = extract.problem.units
    return [(place, home) for place, home in enumerate(solution.homes) if home not in (NOBODY, units[place].holder)]


def _move(told: Told, place: int, home: int) -> ProposedMove:
    extract = told.extract
    seated, unit = extract.seated[place], extract.problem.units[place]
    return ProposedMove(
        account=seated.account.id,
        accounts=tuple(account.id for account, _ in seated.members),
        seat=seated.seat.key,
        origin=seated.holder,
        to=extract.problem.owners[home].id,
        hours=unit.weight,
        arr=unit.arr,
        points=extract.problem.cost(place, home),
        forced=extract.forced.get(seated.key, ""),
        fixed=(*seated.key, extract.problem.owners[home].id) in extract.wish.fixed,
        caution=_caution(extract, seated),
        reasons=told.reasons(place, home),
    )


def _caution(extract: Extract, seated: Seated) -> str:
    near = [a.name for a, _ in seated.members if renewal_near(extract.book, a, extract.day)]
    return f"the renewal of {near[0]} is near" if near and seated.key not in extract.forced else ""


def _figures(extract: Extract, hours: Mapping[int, int], moves: int, arr: int) -> Figures:
    over = sum(max(0, amount - extract.capacities[person]) for person, amount in hours.items())
    parts = [
        (20_000 * amount + room) // (2 * room)
        for person, amount in hours.items()
        if (room := extract.capacities[person]) >= 100
    ]
    return Figures(over, max(parts, default=None), moves, arr)
