"""The edits that let somebody stand in for a holder for a while: a cover ends by itself and changes no owner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.book.change import Edit, deleted, inserted, updated
from core.people import Leave, Person
from core.schema import revise
from core.seats import Holder, Tenure
from core.usecases.passing import Passage, follow_ups_moved
from core.usecases.refusing import refuse
from core.usecases.units import Move
from core.usecases.wording import holder_text
from core.wording import short_date
from core.words import TenureKind


@dataclass(frozen=True, slots=True)
class Span:
    """The days of one cover."""

    since: date
    """First day."""
    until: date
    """First day no longer."""
    person: Person
    """Who is stood in for."""
    leave: Leave | None
    """The leave it belongs to; None for a stand-in without one."""


def span_of(book: Book, move: Move, to: Holder, since: date | None, until: date | None, today: date) -> Span:
    """The days of a cover: as asked, within the leave of the holder where there is one; without an end, the leave's."""
    name = move.account.name
    current = move.current
    if current is None or current.holder.person is None:
        refuse(
            f"No person holds the seat {move.seat.title} of {name}, so nobody can be stood in for. Assign it instead."
        )
    person = book.people[current.holder.person]
    if current.holder == to:
        refuse(f"{person.name} holds the seat {move.seat.title} of {name} and cannot stand in for themselves.")
    begin = since or today
    if until is not None and until <= begin:
        refuse(f"The cover would end on {short_date(until)}, not after it begins on {short_date(begin)}.")
    leave = _leave(person, begin, until)
    if leave is not None:
        return Span(max(begin, leave.since), leave.until if until is None else min(until, leave.until), person, leave)
    if until is None:
        refuse(f"{person.name} has no leave planned. Plan it first, or say until when {name} is covered.")
    return Span(begin, until, person, None)


def _leave(person: Person, begin: date, until: date | None) -> Leave | None:
    """The leave that a cover from a day on, up to another if one is given, falls into: the first one."""
    for leave in sorted(person.leaves, key=lambda one: one.since):
        if leave.until > begin and (until is None or leave.since < until):
            return leave
    return None


def covered(passage: Passage, move: Move, span: Span) -> list[Edit]:
    """The edits of a cover of the account's own seat; an earlier cover gives way for its days."""
    assert passage.to is not None
    edits: list[Edit] = []
    for tenure in passage.book.tenures_of(move.account.id):
        if tenure.kind is TenureKind.COVER and tenure.seat == move.seat.key:
            edits += _given_way(tenure, span)
    cover = Tenure(
        id=passage.ids.take("holders"),
        account=move.account.id,
        seat=move.seat.key,
        holder=passage.to,
        since=span.since,
        until=span.until,
        kind=TenureKind.COVER,
        leave_of=span.person.id if span.leave is not None else None,
        leave=span.leave.number if span.leave is not None else None,
        reason=passage.reason,
        note=passage.note,
    )
    edits.append(inserted(cover))
    for item in follow_ups_moved(passage, move.account.id, span.person.id):
        if item.due is not None and item.due < span.until:
            edits.append(updated(item, revise(item, owner=passage.to.person)))
    return edits


def _given_way(cover: Tenure, span: Span) -> list[Edit]:
    if cover.since >= span.until or (cover.until is not None and cover.until <= span.since):
        return []
    if cover.since < span.since:
        return [updated(cover, revise(cover, until=span.since))]
    if cover.until is not None and cover.until > span.until:
        return [updated(cover, revise(cover, since=span.until))]
    return [deleted(cover)]


def stand_in_text(book: Book, to: Holder, spans: list[Span]) -> str:
    """Who stands in, for whom and until when."""
    people = {span.person.id: span.person.name for span in spans}
    whom = f" for {next(iter(people.values()))}" if len(people) == 1 else ""
    return f"by {holder_text(book, to)}{whom} until {short_date(max(span.until for span in spans))}"
