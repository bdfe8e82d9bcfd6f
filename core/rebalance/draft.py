"""A proposal as something a manager works with: what was asked, what was decided on each move, what was proposed last.

A draft is private: it is kept beside the book and is never part of its history. Nothing in it is in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from core.people import Person
from core.rebalance.wish import Pair, Profile
from core.schema import revise
from core.seats import Holder
from core.words import FollowUpPolicy, Record

if TYPE_CHECKING:  # drafts are read without solving anything
    from core.rebalance.proposal import Proposal, ProposedMove


class Purpose(StrEnum):
    """What a proposal is for."""

    REBALANCE = "rebalance"
    """Nobody is over."""
    LEAVE = "leave"
    """Somebody goes for good; all their seats need another holder."""
    AWAY = "away"
    """Somebody is on leave; their seats are covered for a while."""
    JOINS = "joins"
    """Somebody new gets a book."""
    FILL = "fill"
    """Accounts that nobody holds get a holder."""
    SPREAD = "spread"
    """Chosen accounts are spread over several people."""


STAGED = (Purpose.LEAVE, Purpose.AWAY, Purpose.JOINS)
"""Purposes that change something even where nothing moves."""


class Verdict(StrEnum):
    """What a manager says to one move."""

    ACCEPTED = "accepted"
    """It is as it should be, and stays in the plan."""
    REFUSED = "refused"
    """This account must not go to this person."""
    PINNED = "pinned"
    """This account must go to this person, whether it pays or not; pinned to its holder it stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Record):
    """What was decided on one move."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""
    to: int
    """Person id of who would get it."""
    verdict: Verdict
    """What was decided."""

    @property
    def pair(self) -> Pair:
        """Account id, seat key and person id."""
        return self.account, self.seat, self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMove(Record):
    """A move as it was proposed last."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""
    origin: Holder | None = None
    """Who had it; None for nobody."""
    to: int
    """Person id of who would get it."""
    hours: int = 0
    """Hundredths of an hour a month."""
    points: int = 0
    """What it cost, thousandths of a point."""

    @property
    def key(self) -> tuple[int, str]:
        """Account id and seat key."""
        return self.account, self.seat

    @property
    def pair(self) -> Pair:
        """Account id, seat key and person id."""
        return self.account, self.seat, self.to


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedSeat(Record):
    """A seat on a sheet that was signed off."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(Record):
    """Somebody who would get accounts has read their sheet and agreed."""

    person: int
    """Person id of who would get them."""
    by: str = ""
    """Name of the user who noted it."""
    at: datetime
    """When it was noted."""
    seats: tuple[SignedSeat, ...] = ()
    """What was on the sheet; of any other list it says nothing."""

    @property
    def keys(self) -> frozenset[tuple[int, str]]:
        """Account id and seat key of each line of the sheet."""
        return frozenset((one.account, one.seat) for one in self.seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Record):
    """What is put in force together with the moves, and whom they concern: who goes, is away, or comes."""

    newcomer: Person | None = None
    """Who joins, or the open position that takes the seats of who goes; with the id it will have."""
    lead: int | None = None
    """Person id of who leads the reports of somebody who goes; None for their own lead."""
    cover: bool = False
    """Whether others stand in until the open position is filled."""
    among: tuple[int, ...] = ()
    """Person ids who may take; none is everybody who may."""
    accounts: tuple[int, ...] | None = None
    """Account ids that are filled or spread; None is all that need it."""
    seat: str = ""
    """Seat key that is spread; empty is the one that leads each account."""
    month: int = 0
    """Of somebody who joins, the month whose hours the book is made for, from 1."""
    reason: str = ""
    """Why. That of a leave is private."""
    note: str = ""
    """Handoff note."""
    overrule: bool = False
    """True passes hard limits, with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RebalanceDraft(Record):
    """A proposal with the choices behind it. Private: kept beside the book, never in its history."""

    id: int = 0
    """Number of the draft; 0 for one that is not kept yet."""
    title: str = ""
    """Name on screen and in commands."""
    purpose: Purpose = Purpose.REBALANCE
    """What it is for."""
    about: tuple[int, ...] = ()
    """Person ids it is about: who leaves, is away or joins, or over whom accounts are spread."""
    query: str = ""
    """Filter of the accounts it is about, for filling and spreading."""
    profile: Profile = Profile.BALANCED
    """What counts as disruption."""
    max_moves: int | None = None
    """Most chosen moves; needed ones are not counted."""
    max_per_person: int | None = None
    """Most seats that one person may get."""
    target: int = 100
    """Percent of capacity that counts as full."""
    chains: bool = False
    """Whether everybody may give and take."""
    locked: str = ""
    """Filter of accounts that stay where they are; empty locks none."""
    freeze: int = 30
    """Days before a renewal within which an account only moves where it must; 0 for none."""
    effective: date | None = None
    """First day of the new holders; None is the day it is applied."""
    until: date | None = None
    """Where others stand in: first day no longer, such as the first day back."""
    stage: Stage | None = None
    """What is put in force with the moves; None for moves alone."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.LEAVE
    """What happens to open follow-ups of the outgoing holders."""
    pace: int = 0
    """Most handoffs of one person a week; 0 makes all moves on the same day."""
    decisions: tuple[Decision, ...] = ()
    """What was decided on moves, one for each account, seat and person at most."""
    signed: tuple[SignOff, ...] = ()
    """Who has signed off what they would get, one for each person at most."""
    moves: tuple[DraftMove, ...] = ()
    """The moves that were proposed last."""
    base: int = 0
    """Sequence number of the book it was solved on."""
    solved_on: date | None = None
    """The day it was solved; None while it was not."""

    @property
    def covers(self) -> bool:
        """Whether somebody stands in for a while, so that nobody loses an account."""
        return self.until is not None

    def verdict(self, pair: Pair) -> Verdict | None:
        """What was decided on an account, seat and person; None for nothing."""
        return next((one.verdict for one in self.decisions if one.pair == pair), None)

    def pairs(self, *verdicts: Verdict) -> frozenset[Pair]:
        """The account, seat and person of every decision of some kinds."""
        return frozenset(one.pair for one in self.decisions if one.verdict in verdicts)

    @property
    def fixed(self) -> frozenset[Pair]:
        """What is accepted or pinned."""
        return self.pairs(Verdict.ACCEPTED, Verdict.PINNED)

    @property
    def refused(self) -> frozenset[Pair]:
        """What is refused."""
        return self.pairs(Verdict.REFUSED)

    @property
    def open(self) -> frozenset[Pair]:
        """The moves proposed last on which nothing was decided: the next proposal keeps them unless it says why."""
        decided = {one.pair for one in self.decisions}
        return frozenset(move.pair for move in self.moves if move.pair not in decided)


def with_decision(draft: RebalanceDraft, pair: Pair, verdict: Verdict | None) -> RebalanceDraft:
    """The draft with one more decision; None takes the decision on that pair back.

    A seat goes to one person: accepting or pinning takes the place of what was accepted or pinned for it before.
    """
    account, seat, to = pair
    kept = tuple(one for one in draft.decisions if one.pair != pair)
    if verdict is None:
        return revise(draft, decisions=kept)
    if verdict is not Verdict.REFUSED:
        kept = tuple(
            one for one in kept if (one.account, one.seat) != (account, seat) or one.verdict is Verdict.REFUSED
        )
    return revise(draft, decisions=(*kept, Decision(account=account, seat=seat, to=to, verdict=verdict)))


def with_decisions(draft: RebalanceDraft, pairs: Iterable[Pair], verdict: Verdict | None) -> RebalanceDraft:
    """The draft with the same decision on several pairs, such as all moves accepted."""
    for pair in pairs:
        draft = with_decision(draft, pair, verdict)
    return draft


def remembered(draft: RebalanceDraft, proposal: Proposal, today: date) -> RebalanceDraft:
    """The draft with what was proposed for it, the book's sequence number and the day it was solved."""
    moves = tuple(draft_move(move) for move in proposal.moves)
    return revise(draft, moves=moves, base=proposal.extract.book.seq, solved_on=today)


def draft_move(move: ProposedMove) -> DraftMove:
    """A proposed move as a draft keeps it."""
    return DraftMove(
        account=move.account, seat=move.seat, origin=move.origin, to=move.to, hours=move.hours, points=move.points
    )


def lawful(draft: RebalanceDraft, moves: Iterable[ProposedMove]) -> tuple[ProposedMove, ...]:
    """The moves without those that were refused, and those of accounts that are to stay."""
    refused, pinned = draft.refused, draft.pairs(Verdict.PINNED)
    return tuple(
        move
        for move in moves
        if (move.account, move.seat, move.to) not in refused
        and (move.origin is None or (move.account, move.seat, move.origin.person) not in pinned)
    )


def to_make(draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> tuple[ProposedMove, ...]:
    """The moves that applying the draft makes: those accepted or pinned if there are any, else all that may be made.

    Never one that was refused, nor one of an account that is to stay, whatever else was decided.
    """
    left, fixed = lawful(draft, moves), draft.fixed
    return tuple(move for move in left if (move.account, move.seat, move.to) in fixed) or left
