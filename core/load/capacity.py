"""How many hours a person has for customers over some days, in parts that explain it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from core.book.book import Book
from core.load.rates import MONTH
from core.models.seating import Seating
from core.organisation import Leadership
from core.people import Person
from core.words import PersonStatus


@dataclass(frozen=True, slots=True)
class Part:
    """One step on the way to a capacity."""

    hours: int
    """Hundredths of an hour it adds, or below zero takes off."""
    why: str
    """What it is, such as ``leave, 8 of 30 days``."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """A person's hours for customers over some days."""

    hours: int
    """Hundredths of an hour; the sum of the parts, never below zero."""
    parts: tuple[Part, ...]
    """The full figure and what is taken off it."""
    leadership: int = 0
    """Hundredths taken off for direct reports, in models where leads keep accounts."""
    client: bool = True
    """False for somebody whose roles hold no seats: no bar, and never counted as room."""


_NONE = Capacity(0, (), client=False)


def capacity(book: Book, person: Person, window: tuple[date, date]) -> Capacity:
    """The capacity of a person over a window of days.

    Full-time hours x FTE x the days present, each at its place in the ramp, per 30 days; less the time of direct
    reports where a model in force has leads who keep accounts. Hours of roles that hold no seats are not counted.
    Ordinary holiday is already outside the full-time figure and is not entered as leave.
    """
    client = _client_percent(book, person)
    if client == 0:
        return _NONE
    since, until = window
    full = (person.hours if person.hours is not None else book.policy.hours) * person.fte
    days = (until - since).days
    whole = _per_month(full * 10_000 * days)
    served = _per_month(full * client * 100 * days)
    employed, ramped, present = _days(book, person, since, until)
    at_work = _per_month(full * client * 100 * employed)
    after_ramp = _per_month(full * client * ramped)
    after_leave = _per_month(full * client * present)
    steps = [
        (whole, f"full-time hours x FTE {person.fte} %" if person.fte != 100 else "full-time hours"),
        (served - whole, f"{100 - client} % in roles without customers"),
        (at_work - served, f"not here on {days - employed} of {days} days"),
        (after_ramp - at_work, "ramping up"),
        (after_leave - after_ramp, "leave"),
    ]
    percent = leadership_percent(Seating.of(book).leadership, _reports(book, person, since))
    led = _percent_of(after_leave, percent)
    steps.append((-led, f"leadership, {percent} %"))
    parts = tuple(Part(hours, why) for place, (hours, why) in enumerate(steps) if hours or place == 0)
    return Capacity(after_leave - led, parts, led)


def leadership_percent(rule: Leadership | None, reports: int) -> int:
    """The part of a lead's capacity that direct reports take, in percent; 0 where no model lets leads keep accounts."""
    if rule is None or reports <= 0:
        return 0
    first = min(reports, rule.above)
    return min(rule.most, first * rule.per_report + (reports - first) * rule.per_report_above)


def is_client(book: Book, person: Person) -> bool:
    """Whether any of a person's roles may hold a seat; somebody without a role may."""
    return _client_percent(book, person) > 0


def _client_percent(book: Book, person: Person) -> int:
    """The part of somebody's time that is not in roles without customers."""
    roles = book.kept("roles without customers", lambda b: frozenset(r.key for r in b.roles.values() if not r.client))
    if not roles or not person.roles:
        return 100
    if all(held.role in roles for held in person.roles):
        return 0
    return max(0, 100 - sum(held.share for held in person.roles if held.role in roles))


def _reports(book: Book, person: Person, day: date) -> int:
    """The people at work here who report to somebody; open positions do not count."""
    return sum(
        1 for report in book.reports_of(person.id) if report.status is not PersonStatus.VACANCY and report.works_on(day)
    )


def _days(book: Book, person: Person, since: date, until: date) -> tuple[int, int, int]:
    """Days employed; the same times their ramp percent; and of those the ones present."""
    ramp = book.policy.ramp_percent
    slow = person.starts is not None and not person.ramped and bool(ramp)
    employed = ramped = present = 0
    for begin, end in _stretches(person, since, until, len(ramp) if slow else 0):
        if not person.works_on(begin):
            continue
        days = (end - begin).days
        percent = 100
        if slow and person.starts is not None:
            percent = ramp[min((begin - person.starts).days // MONTH, len(ramp) - 1)]
        employed += days
        ramped += days * percent
        present += days * percent if person.leave_on(begin) is None else 0
    return employed, ramped, present


def _stretches(person: Person, since: date, until: date, months: int) -> Iterator[tuple[date, date]]:
    """The window in parts on which presence and ramp stay the same."""
    turns = {since, until}
    turns.update(day for leave in person.leaves for day in (leave.since, leave.until))
    turns.update(day for day in (person.starts, person.ends) if day is not None)
    if person.starts is not None:
        turns.update(person.starts + timedelta(days=MONTH * month) for month in range(1, months))
    yield from pairwise(sorted(day for day in turns if since <= day <= until))


def _per_month(amount: int) -> int:
    """Hundredths from (hundredths x three percentages x days) of a 30-day month, rounded."""
    unit = 1_000_000 * MONTH
    return (2 * amount + unit) // (2 * unit)


def _percent_of(hours: int, percent: int) -> int:
    return (2 * hours * percent + 100) // 200
