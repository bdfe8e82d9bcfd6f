"""Why a seat is not proposed to change hands now: it is locked, or changed hands lately.

A near renewal or a customer at risk makes a move dear (`disruption`) and is said with it; it does not forbid it.
"""

from __future__ import annotations

from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.models.plan import AskedSeat
from core.seats import Tenure
from core.wording import short_date
from core.words import PersonStatus, TenureKind


def stillness(book: Book, account: Account, seat: AskedSeat, current: Tenure, day: date) -> str:
    """Why a chosen move is not proposed; empty when it may be. Moves that are needed are not asked."""
    if account.locked_until is not None and account.locked_until > day:
        return f"is locked until {short_date(account.locked_until)}"
    if 0 <= (day - current.since).days < book.policy.guard_changed_days and _from_somebody(book, seat, current):
        return f"changed hands on {short_date(current.since)}"
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
