"""Facts that follow from an account and a date: stage, windows of work, ARR, health, segment, last touch.

Time derives, people write: nothing here is ever stored.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from core.accounts import Account, Reading
from core.book.book import Book
from core.money import to_book
from core.organisation import Segment
from core.policy import Policy
from core.words import HealthBand, OutcomeKind, ReadingKind, SegmentBy, Stage, Touch

FOREVER = date.max
"""End of a window that has none."""

Window = tuple[date, date]
"""A half-open interval of days."""


def onboarding_window(account: Account, policy: Policy) -> Window | None:
    """The days of onboarding: from the start to its recorded end, or 90 days; None without a start."""
    if account.started is None:
        return None
    end = account.onboarded_on or account.started + timedelta(days=policy.onboarding_days)
    return (account.started, end) if end > account.started else None


def renewal_window(book: Book, account: Account) -> Window | None:
    """The days that carry the renewal's work: the 90 before the renewal date; None without a date.

    After the date there is no work until an outcome is recorded; a finding takes its place.
    """
    due = renews_on(book, account)
    return None if due is None else (due - timedelta(days=book.policy.renewal_days), due)


def renews_on(book: Book, account: Account) -> date | None:
    """The next renewal date: the given one, or the day the last of its contract lines ends.

    Lines that ended before were followed by others, so only the latest end asks for a renewal, and none does while a
    line is open-ended. A date that an outcome has settled is over: then a later given date counts.
    """
    lines = book.contracts_of(account.id)
    if not lines:
        return account.renews
    settled = max((outcome.due for outcome in account.outcomes if outcome.due is not None), default=None)
    if settled is not None and account.renews is not None and account.renews > settled:
        return account.renews
    ends = [line.until for line in lines if not line.trial]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return account.renews
    return max((end for end in known if settled is None or end > settled), default=account.renews)


def stage_of(book: Book, account: Account, day: date) -> Stage | None:
    """The stage on a day: set by hand, else renewal before onboarding before adoption; None for a churned account.

    A renewal date that passed without an outcome keeps the account in renewal.
    """
    if not account.is_active:
        return None
    if account.stage_override is not None:
        return account.stage_override.stage
    renewal = renewal_window(book, account)
    if renewal is not None and renewal[0] <= day:
        return Stage.RENEWAL
    onboarding = onboarding_window(account, book.policy)
    if onboarding is not None and onboarding[0] <= day < onboarding[1]:
        return Stage.ONBOARDING
    return Stage.ADOPTION


def arr_on(book: Book, account: Account, day: date) -> int | None:
    """ARR on a day in minor units of the book's currency; None when unknown or without a rate.

    Contract lines win where there are any.
    """
    lines = book.contracts_of(account.id)
    if not lines:
        return to_book(book.policy, account.arr, account.currency, day)
    total = 0
    for line in lines:
        if line.trial or not line.runs_on(day):
            continue
        amount = to_book(book.policy, line.arr, line.currency or account.currency, day)
        if amount is None:
            return None
        total += amount
    return total


class Health(NamedTuple):
    """What is known of a customer's health on a day; a tuple, because one is made for every question."""

    value: int | None = None
    """0 to 100; None when only a band was given, or nothing."""
    band: HealthBand | None = None
    """Good, watch or at risk; None when nothing is known."""
    before: int | None = None
    """The value read before, for the trend."""
    on: date | None = None
    """Day of the reading."""

    @property
    def trend(self) -> int:
        """-1 worse than before, 1 better, 0 the same or not known."""
        if self.value is None or self.before is None:
            return 0
        return (self.value > self.before) - (self.value < self.before)


_UNKNOWN = Health()


def health_of(book: Book, account: int, day: date) -> Health:
    """The latest health reading up to a day; the only reader of health."""
    last: Reading | None = None
    previous: Reading | None = None
    for reading in book.readings_of(account):  # in order of id, so that of two on one day the later one counts
        if reading.kind is not ReadingKind.HEALTH or reading.on > day:
            continue
        if last is None or reading.on >= last.on:
            last, previous = reading, last
        elif previous is None or reading.on >= previous.on:
            previous = reading
    if last is None:
        return _UNKNOWN
    band = last.band or book.policy.band_of_health(last.value)
    return Health(last.value, band, previous.value if previous else None, last.on)


def segments_in_order(book: Book) -> tuple[Segment, ...]:
    """The segment scheme, largest customers first."""
    return book.kept("segments", lambda b: tuple(sorted(b.segments.values(), key=lambda s: (s.order, s.id))))


def segment_by_key(book: Book, key: str) -> Segment | None:
    """The segment with a key."""
    table = book.kept("segment keys", lambda b: {segment.key: segment for segment in b.segments.values()})
    return table.get(key)


def touch_of(book: Book, account: Account) -> Touch:
    """The account's own touch, else its segment's, else mid."""
    if account.touch is not None:
        return account.touch
    segment = segment_by_key(book, account.segment)
    return segment.touch if segment is not None else Touch.MID


def rule_segment(book: Book, account: Account, day: date) -> str | None:
    """The segment that the account's figures put it in; None when the figures are not known."""
    arr = arr_on(book, account, day)
    potential = to_book(book.policy, account.potential, account.currency, day)
    for segment in segments_in_order(book):
        if segment.by is SegmentBy.INDUSTRY:
            if account.industry and account.industry in segment.industries:
                return segment.key
            continue
        amount = arr if segment.by is SegmentBy.ARR else potential
        if amount is None:
            return None
        if segment.from_amount is None or amount >= segment.from_amount:
            return segment.key
    return None


def is_established(account: Account, day: date) -> bool:
    """A customer for a year with at least one renewal, or marked so by hand."""
    if account.established is not None:
        return account.established
    if account.started is None or (day - account.started).days < 365:
        return False
    renewed = (OutcomeKind.RENEWED, OutcomeKind.EXTENDED)
    return any(outcome.kind in renewed and outcome.on <= day for outcome in account.outcomes)


def last_touch(book: Book, account: Account) -> date | None:
    """Day of the last real touch, ours or the CRM's."""
    heard = book.digest(account.id).last_touch
    crm = account.last_touch_imported
    if heard is None or crm is None:
        return heard or crm
    return max(heard, crm)


def quiet_days(book: Book, account: Account, day: date) -> int | None:
    """Days since the last real touch; None when there was none."""
    last = last_touch(book, account)
    return None if last is None else (day - last).days
