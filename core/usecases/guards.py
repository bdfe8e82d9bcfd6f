"""What speaks against moving an account now: a renewal is near, it is at risk, changed hands lately, or is locked.

Practice of teams that moved 200 accounts. A guard warns and asks for a reason; it never applies to a first filling, a
cover, a passage of the lead between seats, or a move that is forced because the holder is gone or not allowed.
"""

from __future__ import annotations

from datetime import date, timedelta

from core.book.book import Book
from core.journey import health_of, renews_on
from core.models.eligibility import NoCode, why_not
from core.models.seating import Seating
from core.seats import Tenure
from core.usecases.units import Move
from core.wording import listed, short_date
from core.words import HealthBand, HolderKind, PersonStatus, TenureKind

_PASSING = frozenset({NoCode.AWAY, NoCode.NOT_STARTED, NoCode.LIMIT})
"""Reasons that pass by themselves: they make nobody's seat forced."""


def guarded(book: Book, seating: Seating, move: Move, day: date) -> str:
    """Why a chosen change of holder asks for a reason, as a line with the account's name; empty when nothing does."""
    current = move.current
    if current is None or is_vacant(book, current) or _forced(book, seating, move, current, day):
        return ""
    policy, account = book.policy, move.account
    found = []
    due = renews_on(book, account)
    if due is not None and due <= day + timedelta(days=policy.guard_renewal_days):
        found.append(f"renews on {short_date(due)}" if due >= day else f"its renewal of {short_date(due)} is open")
    if health_of(book, account.id, day).band is HealthBand.AT_RISK:
        found.append("is at risk")
    if _changed_lately(book, move, current, day):
        found.append(f"changed hands on {short_date(current.since)}")
    if account.locked_until is not None and account.locked_until > day:
        found.append(f"is locked until {short_date(account.locked_until)}")
    return f"{account.name}: {listed(found)}" if found else ""


def is_vacant(book: Book, tenure: Tenure) -> bool:
    """Whether a tenure is that of an open position: giving it to somebody is a first filling."""
    person = book.people.get(tenure.holder.person or 0)
    return person is not None and person.status is PersonStatus.VACANCY


def _forced(book: Book, seating: Seating, move: Move, current: Tenure, day: date) -> bool:
    """Whether the holder is gone, leaving, or no longer allowed to sit there."""
    if current.holder.kind is HolderKind.PERSON:
        person = book.people.get(current.holder.person or 0)
        if person is None or person.archived or person.status is PersonStatus.LEAVER:
            return True
    nos = why_not(book, seating, move.account, move.seat, current.holder, day)
    return any(no.code not in _PASSING for no in nos)


def _changed_lately(book: Book, move: Move, current: Tenure, day: date) -> bool:
    """Whether the seat passed from one holder to another within the policy's days; a first filling is no change."""
    days = (day - current.since).days
    if not 0 < days < book.policy.guard_changed_days:
        return False
    return any(
        before.seat in move.keys
        and before.kind is TenureKind.PERMANENT
        and before.until is not None
        and before.until <= current.since
        and before.holder != current.holder
        and not is_vacant(book, before)
        for before in book.tenures_of(current.account)
    )
