"""The work of handing over: around each change of a seat's holder, and around each planned passage of the lead.

Hours are ours (no source): the outgoing holder's in the days before, the incoming one's in the days after. A first
filling and a cover hand nothing over; a planned passage of the lead between seats costs half.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book
from core.models.duties import Work
from core.models.plan import AskedSeat
from core.models.seating import Held
from core.seats import Holder
from core.words import SeatHolding, TenureKind

HALF = 50
"""Percent of the hours that a planned passage of the lead costs."""


@dataclass(frozen=True, slots=True)
class Passing:
    """One side of a passage: somebody hands over or takes over during some days."""

    seat: str
    """Seat key the hours are charged on."""
    holder: Holder
    """Who has the work."""
    other: Holder
    """Who is on the other side."""
    outgoing: bool
    """Whether the holder hands over; else takes over."""
    percent: int
    """100 for a change of holder, 50 for a planned passage of the lead."""
    days: int
    """Days of the window that carry its work."""


def passings(book: Book, held: Held, work: Work, since: date, until: date) -> Iterator[Passing]:
    """The passages whose work falls on the days from ``since`` to the one before ``until``."""
    if may_pass(book, held, work, since, until):
        window = _Window(since, until, timedelta(days=book.policy.handover_days))
        yield from _changes(held, work, window)
        yield from _passages(held, work, window)


def may_pass(book: Book, held: Held, work: Work, since: date, until: date) -> bool:
    """Whether a tenure ends, or the stage changes, near enough for handing over to fall into a window."""
    days = book.policy.handover_days
    if days <= 0:
        return False
    reach = timedelta(days=days)
    first, last = since - reach, until + reach
    for tenure in held.tenures():
        if tenure.until is not None and first < tenure.until < last:
            return True
    return turns_stage(work, first, last)


def turns_stage(work: Work, first: date, last: date) -> bool:
    """Whether the dates move an account to another stage strictly between two days."""
    return any(first < day < last for day in _stage_days(work))


@dataclass(frozen=True, slots=True)
class _Window:
    since: date
    until: date
    reach: timedelta

    def near(self, day: date | None) -> bool:
        """Whether work around a day may fall into the window."""
        return day is not None and self.since - self.reach < day < self.until + self.reach

    def sides(
        self, left: date, taken: date, outgoing: tuple[str, Holder], incoming: tuple[str, Holder], percent: int
    ) -> Iterator[Passing]:
        """Both sides of a passage: the seat left on one day and taken on another, or the same."""
        before = self._days(left - self.reach, left)
        after = self._days(taken, taken + self.reach)
        if before:
            yield Passing(outgoing[0], outgoing[1], incoming[1], True, percent, before)
        if after:
            yield Passing(incoming[0], incoming[1], outgoing[1], False, percent, after)

    def _days(self, begin: date, end: date) -> int:
        return max(0, (min(end, self.until) - max(begin, self.since)).days)


def _changes(held: Held, work: Work, window: _Window) -> Iterator[Passing]:
    """Changes of the permanent holder of a seat that has work on that day."""
    found = held.seating.seat_set(held.account, window.since, work.stage(window.since))
    for seat in found.seats if found is not None else ():
        if not seat.carries or seat.holder not in (SeatHolding.NAMED, SeatHolding.POOL):
            continue
        keys = {seat.key, *(key for key in seat.line.inherits if found is not None and key not in found.keys)}
        row = [tenure for tenure in held.tenures() if tenure.seat in keys and tenure.kind is TenureKind.PERMANENT]
        row.sort(key=lambda tenure: (tenure.since, tenure.id))
        for place, tenure in enumerate(row):
            if tenure.until is None or not window.near(tenure.until):
                continue
            following = row[place + 1] if place + 1 < len(row) else None
            taken = following.since if following is not None else tenure.until
            incoming = following.holder if following is not None else held.seating.pool_of(seat)
            if (
                incoming is None
                or incoming == tenure.holder
                or not tenure.until <= taken <= tenure.until + window.reach
            ):
                continue
            if any(duty in seat.carries for duty in work.on(taken)):
                yield from window.sides(
                    tenure.until, taken, (seat.key, tenure.holder), (seat.key, incoming), percent=100
                )


def _passages(held: Held, work: Work, window: _Window) -> Iterator[Passing]:
    """Planned passages of the lead from one seat to another when the stage changes."""
    found = held.seating.seat_set(held.account, window.since, work.stage(window.since))
    if found is None or not found.passes_lead:
        return
    for day in _stage_days(work):
        if not window.near(day):
            continue
        yesterday = day - timedelta(days=1)
        before = held.seating.lead_seat(held.account, yesterday)
        after = held.seating.lead_seat(held.account, day)
        if before is None or after is None or before.key == after.key:
            continue
        outgoing = _present(held, before, yesterday)
        incoming = _present(held, after, day)
        if outgoing is not None and incoming is not None and outgoing != incoming:
            yield from window.sides(day, day, (before.key, outgoing), (after.key, incoming), HALF)


def _present(held: Held, seat: AskedSeat, day: date) -> Holder | None:
    holder = held.holder(seat, day)
    return None if held.seating.vacant(holder, day) else holder


def _stage_days(work: Work) -> Iterator[date]:
    """The days on which the dates move an account to another stage."""
    if work.onboarding is not None:
        yield work.onboarding[1]
    if work.renewal is not None:
        yield work.renewal[0]
