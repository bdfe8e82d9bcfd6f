"""Propose a rebalance, and make moves of a proposal: one change, through the same passages as an assignment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted
from core.errors import RefusalKind
from core.load.ledger import Ledger
from core.models.seating import Seating
from core.moment import Moment
from core.outlook import Outlook
from core.rebalance.engine import Progress
from core.rebalance.extraction import extract
from core.rebalance.proposal import Proposal, ProposedMove, proposal_of
from core.rebalance.solving import solved
from core.rebalance.wish import Wish
from core.schema import revise
from core.seats import Handoff, Holder, person_holder
from core.text import clean
from core.usecases.assign import Assign, assign
from core.usecases.refusing import refuse, use_case
from core.wording import counted, short_date
from core.words import FollowUpPolicy


@dataclass(frozen=True, slots=True)
class GivenMove:
    """A seat that passes from one holder to the next."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""
    origin: Holder | None
    """Who has it; the change is refused where that is no longer so."""
    to: int
    """Person id."""
    why: str = ""
    """Why it moves; kept with the tenure and the handoff."""
    since: date | None = None
    """First day of the new holder; None is that of all moves."""
    batch: int | None = None
    """Number of the batch, where the moves are spread over weeks."""


@dataclass(frozen=True, slots=True)
class RebalanceMoves:
    """Moves that are made together."""

    moves: tuple[GivenMove, ...]
    """The moves, in order."""
    since: date | None = None
    """First day of the new holders; None is today."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.LEAVE
    """What happens to open follow-ups of the outgoing holders."""
    reason: str = ""
    """Why, for the history; the moves have their own."""


def propose(
    outlook: Outlook,
    wish: Wish,
    since: date | None = None,
    tell: Callable[[Progress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
) -> Proposal:
    """The proposal for a book; the load is that of the 30 days from ``since``, today unless given."""
    moment = outlook.moment
    day = max(since or moment.today, moment.today)
    ledger = outlook.ledger if day == moment.today else Ledger.of(outlook.book, moment.on(day))
    found = extract(outlook.book, ledger, day, wish)
    return proposal_of(found, solved(found, tell, stop))


def given(move: ProposedMove, since: date | None = None, batch: int | None = None) -> GivenMove:
    """A proposed move as one to make, from a day of its own if one is given."""
    return GivenMove(move.account, move.seat, move.origin, move.to, move.why, since, batch)


@use_case
def rebalance(book: Book, moment: Moment, ids: IdSource, request: RebalanceMoves) -> Change:
    """Make the moves of a proposal in one change, with a handoff for each change of holder.

    Refused where a seat is held by somebody else than the proposal was made for, and where a rule says no.
    """
    if not request.moves:
        refuse("Choose the moves first.", RefusalKind.NOTHING)
    edits: list[Edit] = []
    after = book
    days = [move.since or request.since or moment.today for move in request.moves]
    for move, day in zip(request.moves, days, strict=True):
        _check_holder(book, move, day)
        asked = Assign(
            accounts=(move.account,),
            to=person_holder(move.to),
            seat=move.seat,
            since=move.since or request.since,
            reason=clean(move.why) or clean(request.reason) or "Rebalance",
            follow_ups=request.follow_ups,
        )
        answer = assign(after, moment, ids, asked)
        if not isinstance(answer, Change):
            refuse(answer.says, answer.kind, answer.details)
        made = replace(answer, edits=tuple(_numbered(answer.edits, move.batch)))
        edits += made.edits
        after, _ = after.apply(made)
    people = len({move.to for move in request.moves})
    says = f"Rebalance: {counted(len(request.moves), 'move')} to {counted(people, 'person')}{_when(days, moment.today)}"
    return change_of("rebalance", says, edits, why=clean(request.reason), base=book.seq)


def _numbered(edits: Sequence[Edit], batch: int | None) -> list[Edit]:
    """The edits with the number of the batch on each handoff that they open."""
    if batch is None:
        return list(edits)
    return [
        inserted(revise(edit.after, batch=batch)) if edit.before is None and isinstance(edit.after, Handoff) else edit
        for edit in edits
    ]


def _when(days: Sequence[date], today: date) -> str:
    """From when on, and over how many days, for the history."""
    first, last, number = min(days), max(days), len(set(days))
    if number > 1:
        return f" in {counted(number, 'batch')} from {short_date(first)} to {short_date(last)}"
    return f" from {short_date(first)}" if first != today else ""


def _check_holder(book: Book, move: GivenMove, day: date) -> None:
    """Refuse a move whose seat changed hands, or went away, since it was proposed."""
    account = book.accounts.get(move.account)
    if account is None or not account.is_active or move.to not in book.people:
        refuse("The book has changed since this was proposed. Solve it again.", RefusalKind.CONFLICT)
    seating = Seating.of(book)
    seat = seating.seat(account, move.seat, day)
    held = seating.holding(account, seat, day) if seat is not None else None
    if seat is None or (held.holder if held is not None else None) != move.origin:
        refuse(f"{account.name} has changed hands since this was proposed. Solve it again.", RefusalKind.CONFLICT)
