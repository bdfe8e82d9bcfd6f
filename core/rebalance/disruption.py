"""What a change of holder costs the customer, in thousandths of a point: 1,000 for any move, more for harder ones.

Ours, after the practice of teams that moved many accounts: low-disruption accounts first (revopsmasters.com), none
with a renewal near without need (moreproof.dev).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import isqrt

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on, health_of, renews_on, stage_of
from core.models.plan import AskedSeat
from core.rebalance.wish import Profile
from core.words import HealthBand, Stage

POINT = 1_000
"""Thousandths of a point: what any move costs."""
TENURE = 1_500
"""For a relationship of three years or more; shorter ones in proportion."""
WATCH = 500
"""For a customer to watch."""
AT_RISK = 1_500
"""For a customer at risk."""
ONBOARDING = 1_000
"""For a customer in onboarding."""
RENEWAL = 6_000
"""For a renewal within the days of the guard, or one that is open."""
MISFIT = 1_000
"""For a new holder who has none of the qualities the account states."""
LONG = 36 * 30
"""Days after which a relationship counts in full."""


def median_arr(book: Book, day: date) -> int:
    """The median ARR of the customers that have one, minor units; 1 where none has."""
    found = sorted(arr for account in book.accounts.all() if account.is_active and (arr := arr_on(book, account, day)))
    return found[len(found) // 2] if found else 1


def size_points(profile: Profile, arr: int, median: int) -> int:
    """What the size of a customer adds."""
    if profile is Profile.FEWEST:
        return 0
    if profile is Profile.PROTECT:
        return POINT * arr // median
    return 3 * isqrt(POINT * POINT * arr // median) // 2


def move_points(book: Book, accounts: Iterable[Account], since: date, day: date) -> int:
    """What moving accounts that go together costs besides their size; the hardest of each kind counts."""
    health = onboarding = renewal = 0
    for account in accounts:
        band = health_of(book, account.id, day).band
        health = max(health, AT_RISK if band is HealthBand.AT_RISK else WATCH if band is HealthBand.WATCH else 0)
        if stage_of(book, account, day) is Stage.ONBOARDING:
            onboarding = ONBOARDING
        if renewal_near(book, account, day):
            renewal = RENEWAL
    known = min(LONG, max(0, (day - since).days))
    return POINT + TENURE * known // LONG + health + onboarding + renewal


def leaving_points(
    book: Book,
    profile: Profile,
    accounts: Sequence[Account],
    seat: AskedSeat,
    since: date,
    day: date,
    arr: int,
    median: int,
) -> int:
    """What it costs that a seat leaves a holder of a day, with the accounts that go together, wherever it goes."""
    points = move_points(book, accounts, since, day) + size_points(profile, arr, median)
    weight = seat.model.continuity if seat.model is not None else 100
    return max(1, points * weight // 100)


def renewal_near(book: Book, account: Account, day: date) -> bool:
    """Whether a renewal is open, or comes within the days of the guard."""
    due = renews_on(book, account)
    return due is not None and due <= day + timedelta(days=book.policy.guard_renewal_days)
