"""When the duties of an account have work: windows that follow from its dates, whoever carries them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from core.accounts import Account
from core.book.book import Book
from core.journey import Window, onboarding_window, renewal_window
from core.words import Duty, Stage

STEADY = (Duty.SUPPORT, Duty.EXPANSION)
"""Duties that have work on every day of an active account."""


class Work(NamedTuple):
    """The windows of one active account. Seats have none of their own: they follow the duties they carry.

    A tuple, because one is made for every question.
    """

    starts: date | None
    """First day as a customer; None for one that always was."""
    onboarding: Window | None
    """Days of onboarding, during which its adoption work is done under that duty."""
    renewal: Window | None
    """Days that carry the renewal's hours; the duty itself stays open until an outcome is recorded."""
    forced: Stage | None = None
    """A stage set by hand: it changes the label and who leads, never the windows."""

    def on(self, day: date) -> tuple[Duty, ...]:
        """The duties that are open on a day."""
        if self.starts is not None and day < self.starts:
            return (Duty.RENEWAL,) if self._renewing(day) else ()
        first = Duty.ONBOARDING if self._onboarding(day) else Duty.ADOPTION
        return (first, *STEADY, Duty.RENEWAL) if self._renewing(day) else (first, *STEADY)

    def stage(self, day: date) -> Stage:
        """The stage on a day; the same precedence as ``journey.stage_of``."""
        if self.forced is not None:
            return self.forced
        if self._renewing(day):
            return Stage.RENEWAL
        return Stage.ONBOARDING if self._onboarding(day) else Stage.ADOPTION

    def opens(self, duty: Duty, day: date) -> date | None:
        """The first day from ``day`` on on which a duty is open; None when it never is again."""
        begin = max(day, self.starts) if self.starts is not None else day
        if duty is Duty.RENEWAL:
            return None if self.renewal is None else max(day, self.renewal[0])
        if duty is Duty.ONBOARDING:
            return begin if self.onboarding is not None and begin < self.onboarding[1] else None
        if duty is Duty.ADOPTION and self._onboarding(begin):
            assert self.onboarding is not None
            return self.onboarding[1]
        return begin

    def turns(self, since: date, until: date) -> list[date]:
        """The days strictly inside a window on which a duty opens or closes."""
        days = [self.starts] if self.starts is not None else []
        days += self.onboarding or ()
        days += self.renewal or ()
        return [day for day in days if since < day < until]

    def _onboarding(self, day: date) -> bool:
        return self.onboarding is not None and self.onboarding[0] <= day < self.onboarding[1]

    def _renewing(self, day: date) -> bool:
        return self.renewal is not None and self.renewal[0] <= day


def work_of(book: Book, account: Account) -> Work:
    """The windows of an account."""
    forced = account.stage_override.stage if account.stage_override is not None else None
    return Work(account.started, onboarding_window(account, book.policy), renewal_window(book, account), forced)
