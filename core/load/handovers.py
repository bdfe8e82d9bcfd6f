"""The work of handing over: around each change of a seat's holder, and around each planned passage of the lead.

Hours are ours (no source): the outgoing holder's in the days before, the incoming one's in the days after. A first
filling and a cover hand nothing over; a planned passage of the lead between seats costs half.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.models.duties import Work
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.seats import Holder, Tenure
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


def passings(book: Book, seating: Seating, account: Account, work: Work, since: date, until: date) -> Iterator[Passing]:
    """The passages whose work falls on the days from ``since`` to the one before ``until``."""
    days = book.policy.handover_days
    if days <= 0:
        return
    reach = timedelta(days=days)
    window = _Window(since, until, reach)
    tenures = seating.tenures(account)
    if any(window.near(tenure.since) or window.near(tenure.until) for tenure in tenures):
        yield from _changes(seating, account, work, tenures, window)
    if any(window.near(day) for day in _stage_days(work)):
        yield from _passages(seating, account, work, window)


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


def _changes(
    seating: Seating, account: Account, work: Work, tenures: tuple[Tenure, ...], window: _Window
) -> Iterator[Passing]:
    """Changes of the permanent holder of a seat that has work on that day."""
    found = seating.seat_set(account, window.since)
    for seat in found.seats if found is not None else ():
        if not seat.carries or seat.holder not in (SeatHolding.NAMED, SeatHolding.POOL):
            continue
        keys = {seat.key, *(key for key in seat.line.inherits if found is not None and key not in found.keys)}
        held = [tenure for tenure in tenures if tenure.seat in keys and tenure.kind is TenureKind.PERMANENT]
        held.sort(key=lambda tenure: (tenure.since, tenure.id))
        for place, tenure in enumerate(held):
            if tenure.until is None or not window.near(tenure.until):
                continue
            following = held[place + 1] if place + 1 < len(held) else None
            taken = following.since if following is not None else tenure.until
            incoming = following.holder if following is not None else seating.pool_of(seat)
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


def _passages(seating: Seating, account: Account, work: Work, window: _Window) -> Iterator[Passing]:
    """Planned passages of the lead from one seat to another when the stage changes."""
    found = seating.seat_set(account, window.since)
    model = found.line.model if found is not None else None
    if model is None or len({key for _, key in model.leads}) < 2:
        return
    for day in _stage_days(work):
        if not window.near(day):
            continue
        yesterday = day - timedelta(days=1)
        before, after = seating.lead_seat(account, yesterday), seating.lead_seat(account, day)
        if before is None or after is None or before.key == after.key:
            continue
        outgoing = _present(seating, account, before, yesterday)
        incoming = _present(seating, account, after, day)
        if outgoing is not None and incoming is not None and outgoing != incoming:
            yield from window.sides(day, day, (before.key, outgoing), (after.key, incoming), HALF)


def _present(seating: Seating, account: Account, seat: AskedSeat, day: date) -> Holder | None:
    holder = seating.holder(account, seat, day)
    return None if seating.vacant(holder, day) else holder


def _stage_days(work: Work) -> Iterator[date]:
    """The days on which the dates move an account to another stage."""
    if work.onboarding is not None:
        yield work.onboarding[1]
    if work.renewal is not None:
        yield work.renewal[0]
