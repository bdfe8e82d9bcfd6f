"""Why a seat is not proposed to change hands now: it is locked, or changed hands lately.

A renewal within the weeks of the freeze keeps an account where it is too. A further one, or a customer at risk, makes a
move dear (`disruption`) and is said with it; it does not forbid it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.journey import renews_on
from core.models.plan import AskedSeat
from core.rebalance.seated import Member
from core.seats import Tenure
from core.wording import short_date
from core.words import PersonStatus, TenureKind


def stillness(book: Book, members: Sequence[Member], current: Tenure, day: date) -> str:
    """Why a chosen move of a seat with its family is not proposed; empty when it may be.

    A lock of any account that goes with it counts. Moves that are needed are not asked.
    """
    for account, _ in members:
        if account.locked_until is not None and account.locked_until > day:
            return f"is locked until {short_date(account.locked_until)}"
    seat = members[0][1]
    if 0 <= (day - current.since).days < book.policy.guard_changed_days and _from_somebody(book, seat, current):
        return f"changed hands on {short_date(current.since)}"
    return ""


def frozen(book: Book, accounts: Iterable[Account], day: date, days: int) -> str:
    """Why accounts that go together stay until a renewal is over; empty when they need not.

    A renewal that has been open for longer than as many days is not waited for.
    """
    if days <= 0:
        return ""
    for account in accounts:
        due = renews_on(book, account)
        if due is not None and day - timedelta(days=days) <= due <= day + timedelta(days=days):
            verb = "renews on" if due >= day else "has an open renewal since"
            return f"{verb} {short_date(due)}"
    return ""


def _from_somebody(book: Book, seat: AskedSeat, current: Tenure) -> bool:
    """Whether the seat passed from another holder; a first filling is no change."""
    keys = (seat.key, *seat.line.inherits)
    for before in book.tenures_of(current.account):
        ended = before.kind is TenureKind.PERMANENT and before.until is not None and before.until <= current.since
        if before.seat in keys and ended and before.holder != current.holder:
            person = book.people.get(before.holder.person or 0)
            if person is None or person.status is not PersonStatus.VACANCY:
                return True
    return False
