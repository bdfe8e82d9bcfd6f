"""How many hours each account asks for, whoever has them: read once, and used again for one plan after the other.

The hours of a duty follow from the account's dates, health, complexity and the touch it is served at. Who carries them
is the plan's affair. So the months of many plans share this, and a plan only says where each duty's hours go.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from core.accounts import Account
from core.book.book import Book
from core.journey import health_of
from core.load.hours import Window
from core.load.rates import MULTIPLIED, rates_of
from core.models.duties import Work, work_of
from core.words import Duty, Stage, Touch

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


class Demand:
    """What the accounts of a book ask for, kept as it is asked for. Plans and people of the book do not matter."""

    def __init__(self, book: Book) -> None:
        """The demand of a book's accounts; nothing is read yet."""
        self.book = book
        self._work: dict[int, Work] = {}
        self._stretches: dict[tuple[int, Window], tuple[Stretch, ...]] = {}
        self._hours: dict[tuple[int, Window, Touch], DutyHours] = {}

    def work(self, account: Account) -> Work:
        """The windows of an account."""
        found = self._work.get(account.id)
        if found is None:
            found = self._work[account.id] = work_of(self.book, account)
        return found

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
