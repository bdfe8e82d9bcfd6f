"""Planned absences: add, move, call off; covers follow the leave they belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, deleted, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.people import Leave, Person
from core.schema import revise
from core.seats import Tenure
from core.usecases.closing import tenure_ended
from core.usecases.look import a_present_person
from core.usecases.person_rules import check_person
from core.usecases.refusing import refuse, use_case
from core.wording import counted, short_date
from core.words import PersonStatus, TenureKind


@dataclass(frozen=True, slots=True)
class AddLeave:
    """A planned absence. Ordinary holiday is outside the standard hours already and is not entered."""

    person: int
    """Person id."""
    since: date
    """First day away."""
    until: date
    """First day back."""
    reason: str = ""
    """Private."""


@use_case
def add_leave(book: Book, moment: Moment, ids: IdSource, request: AddLeave) -> Change:
    """Plan an absence. The reason is private and is not part of the sentence."""
    before = a_present_person(book, request.person)
    if before.status is PersonStatus.VACANCY:
        refuse(f"{before.name} is a vacancy and cannot be away.")
    number = max((leave.number for leave in before.leaves), default=0) + 1
    leave = Leave(number=number, since=request.since, until=request.until, reason=request.reason)
    after = _with_leaves(book, before, (*before.leaves, leave))
    says = f"Plan leave of {before.name} from {short_date(leave.since)} to {short_date(leave.until)}"
    return change_of("leave", says, [updated(before, after)], base=book.seq)


@dataclass(frozen=True, slots=True)
class EditLeave:
    """Other days, or another reason, for a planned absence."""

    person: int
    """Person id."""
    number: int
    """Number of the leave."""
    since: date
    """First day away."""
    until: date
    """First day back."""
    reason: str | None = None
    """Private; None leaves it."""


@use_case
def edit_leave(book: Book, moment: Moment, ids: IdSource, request: EditLeave) -> Change:
    """Move an absence; covers that began or ended with it move along, others are cut to it."""
    before, leave = _the_leave(book, request.person, request.number)
    reason = leave.reason if request.reason is None else request.reason
    moved = revise(leave, since=request.since, until=request.until, reason=reason)
    after = _with_leaves(book, before, tuple(moved if item is leave else item for item in before.leaves))
    edits: list[Edit] = [updated(before, after)]
    for cover in covers_of(book, before.id, leave.number):
        edits += _cover_moved(cover, leave, moved)
    says = f"Move the leave of {before.name} to {short_date(moved.since)} to {short_date(moved.until)}"
    return change_of("leave", says + _covers_text(len(edits) - 1), edits, base=book.seq)


@dataclass(frozen=True, slots=True)
class RemoveLeave:
    """An absence that does not take place."""

    person: int
    """Person id."""
    number: int
    """Number of the leave."""


@use_case
def remove_leave(book: Book, moment: Moment, ids: IdSource, request: RemoveLeave) -> Change:
    """Call an absence off; its covers end today. One that has passed is history and stays."""
    before, leave = _the_leave(book, request.person, request.number)
    if leave.until <= moment.today:
        refuse(f"The leave of {before.name} ended on {short_date(leave.until)} and is history.")
    after = _with_leaves(book, before, tuple(item for item in before.leaves if item is not leave))
    edits: list[Edit] = [updated(before, after)]
    for cover in covers_of(book, before.id, leave.number):
        edits += tenure_ended(cover, moment.today)
    says = f"Call off the leave of {before.name} from {short_date(leave.since)}"
    return change_of("leave", says + _covers_text(len(edits) - 1), edits, base=book.seq)


def covers_of(book: Book, person: int, number: int) -> Iterator[Tenure]:
    """The tenures that cover one leave."""
    for tenure in book.holders.all():
        if tenure.leave_of == person and tenure.leave == number and tenure.kind is TenureKind.COVER:
            yield tenure


def _the_leave(book: Book, person: int, number: int) -> tuple[Person, Leave]:
    before = a_present_person(book, person)
    leave = next((item for item in before.leaves if item.number == number), None)
    if leave is None:
        lines = tuple(f"{item.number}: {short_date(item.since)} to {short_date(item.until)}" for item in before.leaves)
        refuse(f"{before.name} has no leave number {number}.", RefusalKind.UNKNOWN, lines)
    return before, leave


def _with_leaves(book: Book, before: Person, leaves: tuple[Leave, ...]) -> Person:
    after = revise(before, leaves=tuple(sorted(leaves, key=lambda leave: (leave.since, leave.number))))
    check_person(book, after)
    return after


def _cover_moved(cover: Tenure, leave: Leave, moved: Leave) -> list[Edit]:
    """A cover's edge that was the leave's edge stays it; any other edge is cut to the leave."""
    since = moved.since if cover.since == leave.since else max(cover.since, moved.since)
    until = moved.until
    if cover.until is not None and cover.until != leave.until:
        until = min(cover.until, moved.until)
    if until <= since:
        return [deleted(cover)]
    return [updated(cover, revise(cover, since=since, until=until))]


def _covers_text(number: int) -> str:
    return f", with {counted(number, 'cover')}" if number else ""
