"""The edits that pass a seat on for good: tenures, the handoff, the open follow-ups."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book, IdSource
from core.book.change import Edit, deleted, inserted, updated
from core.conversations import FollowUp
from core.moment import Moment
from core.schema import revise
from core.seats import Handoff, Holder, Tenure
from core.usecases.closing import tenure_ended
from core.usecases.guards import is_vacant
from core.usecases.hand_over import handoff_of, open_handoff_of
from core.usecases.units import Move
from core.words import FollowUpPolicy, HandoffKind, Origin, TenureKind


@dataclass(frozen=True, slots=True)
class Passage:
    """What is common to every seat that is passed on in one change."""

    book: Book
    """The book as it is."""
    moment: Moment
    """The clock reading."""
    ids: IdSource
    """Where new ids come from."""
    to: Holder | None
    """Who gets the seats; None leaves them vacant."""
    day: date
    """First day of the new holder."""
    reason: str
    """Why."""
    note: str
    """What the next holder must know."""
    follow_ups: FollowUpPolicy
    """What happens to open follow-ups of the outgoing holder."""


def stays(passage: Passage, move: Move) -> bool:
    """Whether a seat is held as asked already, with nothing planned after it."""
    current = move.current
    if current is None:
        return passage.to is None and not move.planned
    return current.holder == passage.to and current.until is None and not move.planned


def passed(passage: Passage, move: Move) -> list[Edit]:
    """The edits that give one seat to the passage's holder; those of the account's own tenures only."""
    edits = _tenures(passage, move)
    edits += _handoff(passage, move)
    edits += _follow_ups(passage, move)
    return edits


def _tenures(passage: Passage, move: Move) -> list[Edit]:
    book, day, to = passage.book, passage.day, passage.to
    edits: list[Edit] = [deleted(tenure) for tenure in move.planned]
    current = move.current if move.current is not None and move.current.account == move.account.id else None
    if current is not None and current.holder == to and current.seat == move.seat.key:
        return [*edits, updated(current, revise(current, until=None))]
    if current is not None:
        edits += tenure_ended(current, day)
    if to is None:
        return edits
    before = _ended_that_day(book, move, to, day)
    if before is not None:
        return [*edits, updated(before, revise(before, until=None))]
    tenure = Tenure(
        id=passage.ids.take("holders"),
        account=move.account.id,
        seat=move.seat.key,
        holder=to,
        since=day,
        reason=passage.reason,
        note=passage.note,
    )
    return [*edits, inserted(tenure)]


def _ended_that_day(book: Book, move: Move, to: Holder, day: date) -> Tenure | None:
    """The tenure of the same holder that ends on the day: it goes on instead of beginning again."""
    for tenure in book.tenures_of(move.account.id):
        same = tenure.seat == move.seat.key and tenure.kind is TenureKind.PERMANENT and tenure.holder == to
        if same and tenure.until == day and tenure.since < day:
            return tenure
    return None


# Handoff -------------------------------------------------------------------------------------------------------


def _handoff(passage: Passage, move: Move) -> list[Edit]:
    """Open a handoff for a change of holder, and settle the one that is open already.

    A first filling hands nothing over. A correction on the same day changes who gets the seat; going back to who had
    it takes the handoff out.
    """
    running = open_handoff_of(passage.book, move.account.id, move.seat.key)
    if running is not None and running.kind is not HandoffKind.HOLDER:
        running = None
    current = move.current
    if current is not None and current.holder == passage.to:
        return _called_off(passage, running)
    if running is not None:
        corrected = current is None or current.since == passage.day
        if corrected and running.outgoing == passage.to:
            return _called_off(passage, running)
        if corrected or current is None or running.outgoing == current.holder:
            note, reason = passage.note or running.note, passage.reason or running.reason
            return [updated(running, revise(running, incoming=passage.to, note=note, reason=reason))]
    if current is None or is_vacant(passage.book, current):
        return []
    closed = [] if running is None else [updated(running, revise(running, closed_on=passage.moment.today))]
    return [*closed, inserted(_opened(passage, move, current, running))]


def _opened(passage: Passage, move: Move, current: Tenure, running: Handoff | None) -> Handoff:
    today = passage.moment.today
    return handoff_of(
        passage.ids,
        move.account.id,
        move.seat.key,
        outgoing=current.holder,
        incoming=passage.to,
        opened_on=today,
        due=max(today, passage.day) + timedelta(days=passage.book.policy.handoff_days),
        reason=passage.reason,
        note=passage.note or (running.note if running is not None else ""),
    )


def _called_off(passage: Passage, running: Handoff | None) -> list[Edit]:
    if running is None:
        return []
    if running.opened_on == passage.moment.today:
        return [deleted(running)]
    return [updated(running, revise(running, closed_on=passage.moment.today))]


# Follow-ups ----------------------------------------------------------------------------------------------------


def _follow_ups(passage: Passage, move: Move) -> list[Edit]:
    outgoing = move.current.holder.person if move.current is not None else None
    if outgoing is None or passage.to == (move.current.holder if move.current is not None else None):
        return []
    moved = follow_ups_moved(passage, move.account.id, outgoing)
    if passage.day > passage.moment.today:
        # The outgoing holder still does what falls due before the day.
        moved = [item for item in moved if item.due is None or item.due >= passage.day]
    return [updated(item, revise(item, owner=_owner(passage, item))) for item in moved]


def follow_ups_moved(passage: Passage, account: int, outgoing: int) -> list[FollowUp]:
    """The open follow-ups of the outgoing holder that the policy moves: none, all, or all but manual ones."""
    if passage.follow_ups is FollowUpPolicy.LEAVE:
        return []
    items: tuple[FollowUp, ...] = passage.book.followups_of(account)
    return [
        item
        for item in items
        if item.is_open
        and item.owner == outgoing
        and (passage.follow_ups is FollowUpPolicy.ALL or item.origin is Origin.AUTO)
    ]


def _owner(passage: Passage, item: FollowUp) -> int | None:
    """The person who gets it; without one it falls to whoever acts in the lead seat."""
    return passage.to.person if passage.to is not None else None
