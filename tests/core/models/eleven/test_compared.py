"""What Compare says of each of the eleven, with today's roles and with suggested ones, is what adopting it gives.

On the book worked out by hand and on the small demo always, on the team demo with ``BOOKSHIFT_LONG=1``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest

from core.book.book import Book
from core.desk import Desk, Done, MemoryStore
from core.journey import arr_on
from core.load.ahead import Ahead
from core.load.hours import charges, month_from
from core.load.ledger import Ledger
from core.models.compare import Compared
from core.models.findings import Findings
from core.models.seating import Seating
from core.models.standing import Standing, standing_drafts
from core.moment import Moment
from core.seats import Holder
from core.usecases.adopt import Adopt, adopt
from core.words import HolderKind, SeatHolding, Severity, TenureKind, Touch
from data.catalogue import catalogue
from data.demo.generate import demo_book
from tests.core.models.eleven import small
from tests.core.models.eleven.figures import ELEVEN, moment_of
from tests.core.models.proposing import compared

KNOWN = catalogue()
LONG = bool(os.environ.get("BOOKSHIFT_LONG"))
DAY = date(2026, 3, 16)
LOWER = {Touch.HIGH: 2, Touch.MID: 1, Touch.TECH: 0}


@cache
def start(name: str) -> tuple[Book, Moment]:
    if name == "by hand":
        return small.used("generalist"), small.MOMENT
    return demo_book("team" if name == "team" else "small", today=DAY), moment_of(DAY)


@cache
def rows_of(name: str) -> tuple[Compared, ...]:
    book, moment = start(name)
    return tuple(compared(book, moment, drafts_of(name), KNOWN))


def drafts_of(name: str) -> tuple[Standing, ...]:
    book, moment = start(name)
    return standing_drafts(book, moment.today, KNOWN)


def books() -> Iterator[object]:
    for name in ("by hand", "small", "team"):
        yield pytest.param(name, marks=pytest.mark.skipif(name == "team" and not LONG, reason="takes long"))


@pytest.mark.parametrize("name", list(books()))
def test_the_eleven_are_there_each_twice(name: str) -> None:
    keys = Counter(row.key for row in rows_of(name))
    assert set(ELEVEN) <= set(keys)
    assert {key: keys[key] for key in ELEVEN} == {key: 4 if key == "pooled" else 2 for key in ELEVEN}


@pytest.mark.parametrize("name", list(books()))
def test_each_figure_is_what_adopting_and_measuring_gives(name: str) -> None:
    book, moment = start(name)
    for row in rows_of(name):
        assert not row.problem, row.problem
        told = f"{row.title}, {row.roles_of}"
        desk = Desk(book, MemoryStore(), lambda: moment)
        done = desk.do(adopt, Adopt(row.draft, KNOWN, confirm=row.empty))
        assert isinstance(done, Done), f"{told}: {done}"
        check(told, row, book, desk.book, moment)
        desk.undo()
        assert {each: table.all() for each, table in desk.book.tables.items()} == {
            each: table.all() for each, table in book.tables.items()
        }


def check(told: str, row: Compared, before: Book, after: Book, moment: Moment) -> None:
    ledger = Ledger.of(after, moment)
    findings = Findings.of(after, moment, Seating.of(after), ledger).all()
    assert row.errors == sum(one.severity is Severity.ERROR for one in findings), told
    assert row.warnings == sum(one.severity is Severity.WARNING for one in findings), told
    codes = Counter(one.code for one in findings if one.severity is not Severity.INFORMATION)
    assert dict(row.codes) == codes, told
    assert row.over_hours == ledger.over_hours(), told
    assert row.peak_over_hours == max(Ahead(ledger).over_hours()), told
    assert row.outside_hours == ledger.totals().outside, told
    loads = [ledger.person(person.id) for person in after.people.all() if not person.archived]
    assert row.max_utilisation == max((one.utilisation or 0 for one in loads if one.client), default=None), told
    opened = [handoff for handoff in after.handoffs.all() if handoff.id not in before.handoffs]
    assert row.moves == len(opened), told
    assert row.handover_hours == sum(handing(after, handoff.account, moment) for handoff in opened), told
    changed = {person.id for person in before.people.all() if after.people[person.id].roles != person.roles}
    assert {one.person for one in row.roles} == changed, told
    assert len(row.vacancies) == len(after.people) - len(before.people), told
    lower = lowered(before, after, moment)
    assert row.served_lower == len(lower), told
    assert row.saved_hours == sum(lower.values()), told
    told_of = {"kept": row.kept.accounts, "loosened": row.loosened.accounts, "broken": row.broken.accounts}
    assert told_of | {"arr": row.arr_moved} == fates(before, after, moment), told


def handing(book: Book, account: int, moment: Moment) -> int:
    served = Seating.of(book).served_touch(book.accounts[account], moment.today)
    return book.policy.handover_out.of(served) + book.policy.handover_in.of(served)


def lowered(before: Book, after: Book, moment: Moment) -> dict[int, int]:
    """Hours saved on each account that is served lower than before: its duties' hours then and now, assists aside."""
    found = {}
    for account in before.accounts.all():
        now, then = (Seating.of(book).served_touch(account, moment.today) for book in (before, after))
        managed = [Seating.of(book).seats(account, moment.today) for book in (before, after)]
        if all(managed) and LOWER[then] < LOWER[now]:
            found[account.id] = duties(before, account.id, moment) - duties(after, account.id, moment)
    return found


def duties(book: Book, account: int, moment: Moment) -> int:
    """Hours of an account's own duties, whoever has them."""
    lines = charges(book, Seating.of(book), book.accounts[account], month_from(moment.today))
    return sum(line.hours for line in lines if line.duty.value not in ("assist", "handover"))


def fates(before: Book, after: Book, moment: Moment) -> dict[str, int]:
    """Accounts by what becomes of who led them for good, and the ARR of those that are not kept."""
    counts = {"kept": 0, "loosened": 0, "broken": 0, "arr": 0}
    for account in before.accounts.all():
        was = leader(before, account.id, moment) if account.is_active else None
        if was is None or was.kind is HolderKind.OUTSIDE:
            continue
        fate = fate_of(after, was, leader(after, account.id, moment))
        counts[fate] += 1
        if fate != "kept":
            counts["arr"] += arr_on(before, account, moment.today) or 0
    return counts


def leader(book: Book, number: int, moment: Moment) -> Holder | None:
    """Who has the lead seat for good: a tenure of the seat or of one it inherits, else the line's pool."""
    seating, account, day = Seating.of(book), book.accounts[number], moment.today
    seat = seating.lead_seat(account, day)
    if seat is None or seating.bearer(account) is not account:
        return None
    if seat.holder in (SeatHolding.OUTSIDE, SeatHolding.LEAD):
        return seating.holder(account, seat, day)
    asked = {one.key for one in seating.seats(account, day)}
    keys = (seat.key, *(key for key in seat.line.inherits if key not in asked))
    for tenures in (book.tenures_of(number), seating.tenures(account)):  # its own first, then those of its family
        for key in keys:
            for tenure in tenures:
                if tenure.seat == key and tenure.kind is TenureKind.PERMANENT and tenure.holds_on(day):
                    return None if seating.vacant(tenure.holder, day) else tenure.holder
    return seating.pool_of(seat) if seat.holder is SeatHolding.POOL else None


def fate_of(after: Book, was: Holder, now: Holder | None) -> str:
    if now == was:
        return "kept"
    if now is not None and now.pool is not None and was.person is not None:
        return "loosened" if was.person in members(after, now.pool) else "broken"
    if now is not None and now.person is not None and was.pool is not None:
        return "kept" if now.person in members(after, was.pool) else "broken"
    return "broken"


def members(book: Book, pool: int) -> set[int]:
    return {member.person for member in book.pools[pool].members}
