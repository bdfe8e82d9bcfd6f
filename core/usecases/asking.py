"""What the wizards ask of the engine: whose seats, among whom, and for which days the load is reckoned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.book.book import Book
from core.load.ledger import Ledger
from core.load.rates import MONTH
from core.models.seating import Seating
from core.outlook import Outlook
from core.rebalance.draft import Purpose, RebalanceDraft, Stage
from core.rebalance.proposal import Proposal
from core.rebalance.wish import Part, Wish
from core.usecases.refusing import Refused
from core.usecases.units import moves_of
from core.usecases.wording import holder_text
from core.wording import counted
from core.words import PersonStatus, SeatHolding, TenureKind


def asked(outlook: Outlook, draft: RebalanceDraft, wish: Wish) -> Wish:
    """The wish of a draft with what its purpose asks besides; the book is that with what the draft stages."""
    if draft.purpose is Purpose.REBALANCE:
        return wish
    stage = draft.stage or Stage()
    wish = replace(wish, part=Part.ASKED, among=frozenset(stage.among), until=draft.until)
    if draft.purpose is Purpose.AWAY:
        return replace(wish, away=frozenset(draft.about))
    if draft.purpose is Purpose.LEAVE and stage.newcomer is not None:
        return replace(wish, leaving=frozenset(), away=frozenset({stage.newcomer.id} if stage.cover else ()))
    if draft.purpose is Purpose.JOINS:
        return replace(wish, part=Part.OVER, among=frozenset(draft.about), until=None)
    if draft.purpose is Purpose.FILL:
        return replace(wish, within=frozenset(stage.accounts) if stage.accounts is not None else None)
    if draft.purpose is Purpose.SPREAD:
        return replace(wish, spread=frozenset(one.seat for one in marked(outlook, draft) if not one.says))
    return wish


def load_of(outlook: Outlook, draft: RebalanceDraft, day: date) -> Ledger:
    """The load that a draft is reckoned with: that of 30 days, or of all days on which others stand in.

    The book of somebody who joins is made for a month of their ramp.
    """
    if draft.until is not None:
        return Ledger.of(outlook.book, outlook.moment.on(day), (day, max(draft.until, day + timedelta(days=1))))
    if draft.purpose is Purpose.JOINS and draft.stage is not None:
        day += timedelta(days=MONTH * max(0, draft.stage.month - 1))
    if day == outlook.moment.today:
        return outlook.ledger
    return Ledger.of(outlook.book, outlook.moment.on(day))


# Accounts that are spread -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Marked:
    """An account that is to be spread."""

    account: int
    """Account id."""
    seat: tuple[int, str]
    """Account id of its family's head, and seat key."""
    says: str = ""
    """Why it cannot be; empty when it can."""


def marked(outlook: Outlook, draft: RebalanceDraft) -> list[Marked]:
    """Every account that a draft spreads, with the seat that moves, or why none does."""
    stage = draft.stage or Stage()
    day = max(draft.effective or outlook.moment.today, outlook.moment.today)
    return [_marked(outlook, number, stage.seat or None, day) for number in stage.accounts or ()]


def _marked(outlook: Outlook, number: int, key: str | None, day: date) -> Marked:
    try:
        move = moves_of(outlook.book, outlook.seating, (number,), key, day)[0]
    except Refused as refused:
        return Marked(number, (number, key or ""), refused.refusal.says)
    seat = (move.account.id, move.seat.key)
    name = outlook.book.accounts[number].name
    if move.seat.holder is SeatHolding.POOL:
        return Marked(number, seat, f"{name} belongs to a pool and is given to a pool as a whole.")
    if move.seat.holder is not SeatHolding.NAMED:
        return Marked(number, seat, f"{name}: who has the seat {move.seat.title} follows from others.")
    return Marked(number, seat)


def left(outlook: Outlook, draft: RebalanceDraft, proposal: Proposal) -> Iterator[str]:
    """What a proposal leaves undone and does not tell already: marked accounts that stay, covers that end."""
    if draft.purpose in (Purpose.LEAVE, Purpose.AWAY):
        yield from _no_longer_covered(outlook, draft, proposal.extract.day)
    if draft.purpose is Purpose.FILL:
        yield from _waiting(outlook, draft, proposal.extract.day)
    if draft.purpose is not Purpose.SPREAD:
        return
    book = outlook.book
    told = {(move.account, move.seat) for move in proposal.moves}
    told |= {(blocker.account, blocker.seat) for blocker in proposal.blockers}
    told |= set(proposal.extract.still)
    for one in marked(outlook, draft):
        if one.says:
            yield one.says
        elif one.seat not in told:
            told.add(one.seat)
            yield _stays(book, one, proposal.extract.day)


def _no_longer_covered(outlook: Outlook, draft: RebalanceDraft, day: date) -> Iterator[str]:
    """Whom somebody stands in for that goes or is away."""
    book = outlook.book
    for number in draft.about:
        covers = [
            tenure
            for tenure in book.tenures_of_person(number)
            if tenure.kind is TenureKind.COVER and (tenure.until is None or tenure.until > day)
        ]
        covers = [t for t in covers if draft.until is None or draft.purpose is Purpose.LEAVE or t.since < draft.until]
        if covers:
            says = f"{book.people[number].name} stands in on {counted(len(covers), 'account')} that are somebody else's"
            yield f"{says}: look for another cover there."


def _waiting(outlook: Outlook, draft: RebalanceDraft, day: date) -> Iterator[str]:
    """How many seats wait for an open position."""
    book, within = outlook.book, draft.stage.accounts if draft.stage is not None else None
    for person in book.people.all():
        if person.archived or person.status is not PersonStatus.VACANCY:
            continue
        held = {
            tenure.account
            for tenure in book.tenures_of_person(person.id)
            if tenure.holds_on(day) and book.accounts[tenure.account].is_active
        }
        held &= set(within) if within is not None else held
        if held:
            yield f"{counted(len(held), 'account')} wait for {person.name} and stay so; assign them to give them away."


def _stays(book: Book, one: Marked, day: date) -> str:
    account = book.accounts[one.seat[0]]
    seating = Seating.of(book)
    seat = seating.seat(account, one.seat[1], day)
    holder = seating.holder(account, seat, day) if seat is not None else None
    who = holder_text(book, holder) if holder is not None else "nobody"
    return f"{account.name} stays with {who}, who is one of those named."
