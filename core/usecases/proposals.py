"""Solve a draft of a proposal, and turn what was chosen of it into the request that makes the moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.book.book import Book
from core.book.change import Edit, change_of, updated
from core.errors import Refusal, RefusalKind
from core.load.ledger import Ledger
from core.models.finding import Finding
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.outlook import Outlook
from core.query.context import Context
from core.query.evaluate import keep, visible
from core.query.expressions import Expression
from core.query.grammar import parse, terms
from core.rebalance.batches import Batch, batches
from core.rebalance.changed import MoveChange, changes_since
from core.rebalance.contradictions import contradictions
from core.rebalance.draft import Purpose, RebalanceDraft, remembered, to_make
from core.rebalance.extraction import extract
from core.rebalance.leftovers import Leftover, leftovers
from core.rebalance.proposal import Proposal, proposal_of
from core.rebalance.sheets import ReceiverSheet, sheets
from core.rebalance.signing import still_signed
from core.rebalance.solving import Stop, Stopped, Tell, solved
from core.rebalance.wish import Pair, Wish
from core.rows import Rows
from core.schema import InvalidRecord, revise
from core.seats import Tenure, person_holder
from core.usecases.asking import asked, left, load_of
from core.usecases.limits import limits_passed
from core.usecases.rebalance import GivenMove, RebalanceMoves, given
from core.usecases.refusing import Refused, sentence
from core.usecases.staging import Staged, renumbered, staged, staged_outlook
from core.usecases.units import moves_of
from core.words import TenureKind


@dataclass(frozen=True, slots=True)
class Solved:
    """A draft with the proposal that its choices lead to."""

    draft: RebalanceDraft
    """The draft, with the moves now proposed and the book's sequence number remembered."""
    proposal: Proposal
    """The proposal."""
    changes: tuple[MoveChange, ...]
    """What it does otherwise than the draft's former one, with the reasons."""
    left: tuple[Leftover, ...] = ()
    """Who is over after all moves, and why not less."""


def solve_draft(
    outlook: Outlook,
    draft: RebalanceDraft,
    tell: Tell = lambda progress: None,
    stop: Stop = lambda: False,
) -> Solved | Refusal:
    """Propose moves around what was decided: refused ones are not made, accepted and pinned ones are, others stay.

    What goes with the moves, such as the end of an employment, is done first, in a book of its own. Refused where that
    is not possible, and where the choices contradict each other. Raises ``QueryError`` for a filter that is no filter,
    and ``Stopped`` where ``stop`` says so before the engine has begun; after that the best so far is the answer.
    """
    first = _staged(outlook, draft)
    if isinstance(first, Refusal):
        return first
    draft = renumbered(draft, first.newcomer)
    outlook = staged_outlook(outlook, first)
    day = day_of(outlook, draft)
    _go_on(stop)
    wish = wish_of(outlook, draft)
    no = contradictions(outlook.book, wish, day) or _limits_passed(outlook.book, wish, day)
    if no is not None:
        return no
    _go_on(stop)
    ledger = load_of(outlook, draft, day)
    _go_on(stop)
    found = extract(outlook.book, ledger, day, wish)
    _go_on(stop)
    proposal = proposal_of(found, solved(found, tell, stop))
    proposal = replace(proposal, notes=(*proposal.notes, *left(outlook, draft, proposal)))
    changes = changes_since(draft, proposal)
    draft = still_signed(draft, proposal.moves)
    return Solved(remembered(draft, proposal, outlook.moment.today), proposal, changes, leftovers(proposal))


def _go_on(stop: Stop) -> None:
    if stop():
        raise Stopped


def _staged(outlook: Outlook, draft: RebalanceDraft) -> Staged | Refusal:
    try:
        return staged(outlook.book, outlook.moment, outlook.book.next_ids(), draft)
    except Refused as refused:
        return refused.refusal
    except InvalidRecord as error:
        return Refusal(sentence(str(error)))


def _limits_passed(book: Book, wish: Wish, day: date) -> Refusal | None:
    """Why what is accepted or pinned cannot all be made: together it passes a hard limit that each alone keeps."""
    seating = Seating.of(book)
    edits: list[Edit] = []
    got: dict[int, list[AskedSeat]] = {}
    for number, key, person in sorted(wish.fixed):
        account = book.accounts[number]
        seat, held = seating.seat(account, key, day), next(iter(_held(book, number, key, day)), None)
        if seat is not None and (held is None or held.holder.person != person):
            got.setdefault(person, []).append(seat)
            edits += [] if held is None else [updated(held, revise(held, holder=person_holder(person)))]
    after, _ = book.apply(change_of("probe", "", edits))
    for person, seats in sorted(got.items()):
        faults = limits_passed(book, after, book.people[person], seats, day)
        if faults:
            says = f"{faults[0]} Take one of the moves to {book.people[person].name} back."
            return Refusal(says, RefusalKind.RULE, tuple(faults[1:]))
    return None


def _held(book: Book, account: int, seat: str, day: date) -> list[Tenure]:
    lasting = [tenure for tenure in book.tenures_of(account) if tenure.kind is TenureKind.PERMANENT]
    return [tenure for tenure in lasting if tenure.seat == seat and tenure.holds_on(day)]


def wish_of(outlook: Outlook, draft: RebalanceDraft) -> Wish:
    """What a draft asks of the engine, of the book with what the draft stages.

    Raises ``QueryError`` for a filter that cannot be read.
    """
    wish = Wish(
        profile=draft.profile,
        max_moves=draft.max_moves,
        max_taken=draft.max_per_person,
        locked=accounts_meant(outlook, draft.locked) if draft.locked.strip() else frozenset(),
        chains=draft.chains,
        target=draft.target,
        freeze=draft.freeze,
        leaving=frozenset(draft.about) if draft.purpose is Purpose.LEAVE else frozenset(),
        fill=draft.purpose is Purpose.FILL,
        refused=draft.refused,
        fixed=draft.fixed,
        kept=draft.open,
    )
    return asked(outlook, draft, wish)


def day_of(outlook: Outlook, draft: RebalanceDraft) -> date:
    """The first day of the new holders: the draft's own, today at the earliest."""
    return max(draft.effective or outlook.moment.today, outlook.moment.today)


def ledger_on(outlook: Outlook, day: date) -> Ledger:
    """The load of the 30 days from a day."""
    if day == outlook.moment.today:
        return outlook.ledger
    return Ledger.of(outlook.book, outlook.moment.on(day))


def pair_of(outlook: Outlook, account: int, person: int, seat: str | None = None) -> Pair | Refusal:
    """A seat of an account with somebody who might get it: of the head of its family, the one that leads unless named.

    Refused where the account asks for no such seat.
    """
    try:
        move = moves_of(outlook.book, outlook.seating, (account,), seat, outlook.moment.today)[0]
    except Refused as refused:
        return refused.refusal
    return move.account.id, move.seat.key, person


# Accounts ---------------------------------------------------------------------------------------------------


class _Unasked:
    """Stands in for the findings where nobody asks for their codes: they cost more than everything else in a row."""

    def codes_of(self, account_id: int) -> tuple[str, ...]:
        return ()

    def of_person(self, person: int) -> tuple[Finding, ...]:
        return ()


def accounts_meant(outlook: Outlook, query: str) -> frozenset[int]:
    """The ids of the customers of today that a filter keeps. Raises ``QueryError``."""
    expression = visible(parse(query))
    kept = keep(expression, _rows(outlook, expression).all(), Context.of(outlook.book))
    return frozenset(row.id for row in kept if row.active)


def _rows(outlook: Outlook, expression: Expression) -> Rows:
    if any(term.field == "finding" for term in terms(expression)):
        return outlook.rows
    return Rows.of(outlook.book, outlook.moment, outlook.seating, outlook.ledger, _Unasked())


# Making the moves -------------------------------------------------------------------------------------------


def batches_of(solved_draft: Solved, today: date) -> tuple[Batch, ...]:
    """The moves that applying the draft makes, in a sound order, cut to its pace."""
    draft, proposal = solved_draft.draft, solved_draft.proposal
    first = max(draft.effective or today, today)
    people = proposal.extract.book.people

    def present(person: int, day: date) -> bool:
        return people[person].present_on(day)

    return batches(to_make(draft, proposal.moves), proposal.hours_before, first, draft.pace, present)


def sheets_of(solved_draft: Solved, today: date) -> tuple[ReceiverSheet, ...]:
    """A sheet for each person who gets something, before anything is in force."""
    proposal = solved_draft.proposal
    return sheets(proposal, proposal.extract.ledger, batches_of(solved_draft, today))


def request_of(solved_draft: Solved, today: date) -> RebalanceMoves:
    """The request that makes the moves of a draft, each from the day of its batch on."""
    draft, parts = solved_draft.draft, batches_of(solved_draft, today)
    moves: Sequence[GivenMove] = [
        given(move, since=batch.day, batch=batch.number if len(parts) > 1 else None)
        for batch in parts
        for move in batch.moves
    ]
    return RebalanceMoves(
        tuple(moves),
        since=draft.effective,
        follow_ups=draft.follow_ups,
        reason=draft.title or "Rebalance",
        draft=draft if draft.purpose is not Purpose.REBALANCE else None,
    )
