"""How many hours each account asks for, whoever has them: read once, and used again for one plan after the other.

The hours of a duty follow from the account's dates, health, complexity and the touch it is served at. Who carries them
is the plan's affair. So the months of many plans share this, and a plan only says where each duty's hours go.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import NamedTuple, TypeVar, cast

from core.accounts import Account
from core.book.book import Book
from core.journey import Health, arr_on, health_of, last_touch
from core.load.hours import Window
from core.load.rates import MULTIPLIED, rates_of
from core.models.duties import Work, work_of
from core.words import Duty, Stage, Touch

T = TypeVar("T")

DutyHours = tuple[tuple[Duty, int], ...]
"""Duties with work in some days, with their hours in hundredths."""


class Stretch(NamedTuple):
    """Days on which the same duties are open; a tuple, because one is made for every account and month."""

    begin: date
    """First day."""
    days: int
    """Number of days."""
    stage: Stage
    """The stage on its days."""
    duties: tuple[Duty, ...]
    """Duties that have hours on its days."""


class OnDay(NamedTuple):
    """What is known of an account on a day, whatever the plan; a tuple, because one is made for every account."""

    stage: Stage
    """Its stage."""
    turned: date | None
    """The last day up to this one on which its dates moved it to another stage; None for a stage set by hand."""
    duties: tuple[Duty, ...]
    """Duties with work."""
    renews: date | None
    """Its next renewal date."""
    last: date | None
    """Day of its last real touch."""
    health: Health
    """Its health."""
    arr: int | None
    """ARR in minor units of the book's currency."""


def on_day(book: Book, account: Account, work: Work, day: date) -> OnDay:
    """What is known of an account on a day."""
    return OnDay(
        work.stage(day),
        _turned(work, day),
        work.on(day),
        work.renewal[1] if work.renewal is not None else None,
        last_touch(book, account),
        health_of(book, account.id, day),
        arr_on(book, account, day),
    )


def _turned(work: Work, day: date) -> date | None:
    if work.forced is not None:
        return None
    begun = work.renewal[0] if work.renewal is not None and work.renewal[0] <= day else None
    ended = work.onboarding[1] if work.onboarding is not None and work.onboarding[1] <= day else None
    if begun is None or ended is None:
        return begun or ended
    return max(begun, ended)


class Monthly(NamedTuple):
    """An account's hours over some months that follow on each other, hundredths."""

    duties: tuple[tuple[Duty, tuple[int, ...]], ...]
    """Duties with work in any of them, with their hours month by month."""
    whole: tuple[int, ...]
    """Hours of all duties, month by month."""


class Demand:
    """What the accounts of a book ask for, kept as it is asked for. Plans and people of the book do not matter."""

    def __init__(self, book: Book) -> None:
        """The demand of a book's accounts; nothing is read yet."""
        self.book = book
        self._work: dict[int, Work] = {}
        self._on: dict[date, dict[int, OnDay]] = {}
        self._kept: dict[object, object] = {}
        self._stretches: dict[tuple[int, Window], tuple[Stretch, ...]] = {}
        self._hours: dict[tuple[int, Window, Touch], DutyHours] = {}
        self._monthly: dict[tuple[Window, ...], dict[tuple[int, Touch], Monthly]] = {}

    def work(self, account: Account) -> Work:
        """The windows of an account."""
        found = self._work.get(account.id)
        if found is None:
            found = self._work[account.id] = work_of(self.book, account)
        return found

    def on(self, account: Account, day: date) -> OnDay:
        """What is known of an account on a day."""
        known = self._on.setdefault(day, {})
        found = known.get(account.id)
        if found is None:
            found = known[account.id] = on_day(self.book, account, self.work(account), day)
        return found

    def kept(self, key: object, make: Callable[[Book], T]) -> T:
        """A value that follows from what no plan changes, made once."""
        if key not in self._kept:
            self._kept[key] = make(self.book)
        return cast("T", self._kept[key])

    def stretches(self, account: Account, window: Window) -> tuple[Stretch, ...]:
        """The days of a window in parts on which the same duties are open."""
        key = (account.id, window)
        found = self._stretches.get(key)
        if found is None:
            found = self._stretches[key] = self._read(account, window)
        return found

    def hours(self, account: Account, window: Window, served: Touch) -> DutyHours:
        """The hours of each duty over a window at the touch an account is served at, before anybody assists.

        Each duty is rounded once, as the ledger does. Of a family only the account's own work.
        """
        key = (account.id, window, served)
        found = self._hours.get(key)
        if found is None:
            found = self._hours[key] = self._settled(account, window, served)
        return found

    def monthly(self, windows: tuple[Window, ...]) -> Callable[[Account, Touch], Monthly]:
        """The hours of any account over some months at the touch it is served at."""
        known = self._monthly.setdefault(windows, {})

        def of(account: Account, served: Touch) -> Monthly:
            found = known.get((account.id, served))
            if found is None:
                found = known[account.id, served] = self._months(account, windows, served)
            return found

        return of

    def _months(self, account: Account, windows: tuple[Window, ...], served: Touch) -> Monthly:
        by_month = [dict(self.hours(account, window, served)) for window in windows]
        duties = dict.fromkeys(duty for month in by_month for duty in month)
        return Monthly(
            tuple((duty, tuple(month.get(duty, 0) for month in by_month)) for duty in duties),
            tuple(sum(month.values()) for month in by_month),
        )

    def _read(self, account: Account, window: Window) -> tuple[Stretch, ...]:
        work = self.work(account)
        since, until = window
        due = work.renewal[1] if work.renewal is not None else None
        turns = work.turns(since, until)
        made = []
        for begin, end in pairwise(sorted({since, until, *turns})) if turns else ((since, until),):
            duties = work.on(begin)
            if due is not None and begin >= due:  # a renewal past its date has no hours until an outcome is recorded
                duties = tuple(duty for duty in duties if duty is not Duty.RENEWAL)
            made.append(Stretch(begin, (end - begin).days, work.stage(begin), duties))
        return tuple(made)

    def _settled(self, account: Account, window: Window, served: Touch) -> DutyHours:
        band = health_of(self.book, account.id, window[0]).band
        rates = rates_of(self.book)[served, band, account.complexity]
        days: dict[Duty, int] = {}
        for stretch in self.stretches(account, window):
            for duty in stretch.duties:
                days[duty] = days.get(duty, 0) + stretch.days
        settled = []
        for duty, count in days.items():
            unit = MULTIPLIED * rates[duty].period
            settled.append((duty, (2 * rates[duty].amount * count + unit) // (2 * unit)))
        return tuple(settled)
