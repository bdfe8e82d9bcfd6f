"""A sheet for each person who gets accounts: what comes from whom, why, and what to know before the first call.

For sign-off: it is read and agreed before anything is in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.journey import renews_on
from core.load.ledger import Ledger
from core.models.seating import Seating
from core.rebalance.batches import Batch
from core.rebalance.disruption import renewal_near
from core.rebalance.proposal import Proposal, ProposedMove
from core.seats import Holder
from core.text import clean


@dataclass(frozen=True, slots=True)
class LastTalk:
    """The last conversation with a customer."""

    on: date
    """Day."""
    kind: str
    """Its form, such as ``call``."""
    line: str
    """The first line of what was said; empty where nothing was written."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One account that somebody is to get."""

    account: int
    """Account id; of a family its head."""
    accounts: tuple[int, ...]
    """The ids of all accounts that come with it, its own included."""
    name: str
    """Name of the account."""
    seat: str
    """Seat key."""
    title: str
    """Name of the seat on screen."""
    origin: Holder | None
    """Who has it; None for nobody."""
    giver: str
    """Name of who has it; empty for nobody."""
    day: date
    """First day."""
    hours: int
    """Hundredths of an hour a month."""
    arr: int
    """Minor units of the book's currency."""
    why: str
    """Why it is given away, in a sentence."""
    caution: str
    """What speaks against the moment; empty when nothing does."""
    renews: date | None
    """Next renewal; None when not known."""
    near: bool
    """Whether that renewal is near."""
    last: LastTalk | None
    """The last conversation; None where none was had."""


@dataclass(frozen=True, slots=True)
class ReceiverSheet:
    """What one person is to get, for sign-off."""

    person: int
    """Person id."""
    name: str
    """Name."""
    capacity: int
    """Hundredths of an hour a month."""
    hours_before: int
    """Hundredths of an hour a month."""
    hours_after: int
    """Hundredths of an hour a month once all moves of the proposal are made."""
    arr_before: int
    """ARR of the accounts the person serves, minor units of the book's currency."""
    arr_after: int
    """The same after all moves: with what comes, without what goes."""
    rows: tuple[SheetRow, ...]
    """The accounts, by day, then in the order of the proposal."""


def sheets(proposal: Proposal, ledger: Ledger, batches: Sequence[Batch]) -> tuple[ReceiverSheet, ...]:
    """A sheet for everybody who gets something in some batches of a proposal, by name."""
    rows: dict[int, list[SheetRow]] = {}
    for batch in batches:
        for move in batch.moves:
            rows.setdefault(move.to, []).append(_row(proposal, move, batch.day))
    book = proposal.extract.book
    made = [_sheet(proposal, ledger, person, tuple(own)) for person, own in rows.items()]
    return tuple(sorted(made, key=lambda one: (book.people[one.person].name.casefold(), one.person)))


def _sheet(proposal: Proposal, ledger: Ledger, person: int, rows: tuple[SheetRow, ...]) -> ReceiverSheet:
    arr = ledger.person(person).arr
    gone = sum(move.arr for move in proposal.moves if move.origin is not None and move.origin.person == person)
    return ReceiverSheet(
        person=person,
        name=proposal.extract.book.people[person].name,
        capacity=proposal.extract.capacities[person],
        hours_before=proposal.hours_before[person],
        hours_after=proposal.hours_after[person],
        arr_before=arr,
        arr_after=arr - gone + sum(row.arr for row in rows),
        rows=rows,
    )


def _row(proposal: Proposal, move: ProposedMove, day: date) -> SheetRow:
    book = proposal.extract.book
    account = book.accounts[move.account]
    seat = Seating.of(book).seat(account, move.seat, proposal.extract.day)
    giver = book.people.get(move.origin.person or 0) if move.origin is not None else None
    return SheetRow(
        account=move.account,
        accounts=move.accounts,
        name=account.name,
        seat=move.seat,
        title=seat.title if seat is not None else move.seat,
        origin=move.origin,
        giver=giver.name if giver is not None else "",
        day=day,
        hours=move.hours,
        arr=move.arr,
        why=move.reasons.short,
        caution=move.caution,
        renews=renews_on(book, account),
        near=any(renewal_near(book, book.accounts[one], day) for one in move.accounts),
        last=last_talk(book, move.account),
    )


def last_talk(book: Book, account: int) -> LastTalk | None:
    """The last conversation with a customer that is not private; None where none was had."""
    talks = [talk for talk in book.conversations_of(account) if talk.type.is_touch and not talk.private]
    last = max(talks, key=lambda talk: (talk.at, talk.id), default=None)
    if last is None:
        return None
    first = next((line for line in last.summary.splitlines() if line.strip()), "")
    return LastTalk(last.at.date(), last.type.value, clean(first))
