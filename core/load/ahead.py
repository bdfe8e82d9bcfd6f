"""The load of the months ahead: the same function as the month from today, over other windows of days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book, Delta
from core.load.hours import Window
from core.load.ledger import Ledger, PersonLoad
from core.load.rates import MONTH

MONTHS = 6
"""How many months are looked ahead, the one from today included."""


@dataclass(frozen=True, slots=True)
class MonthLoad:
    """A person's load in one month ahead."""

    since: date
    """First day."""
    until: date
    """First day no longer in it; 30 days later."""
    load: PersonLoad
    """Hours, capacity and band over those days."""


class Ahead:
    """The ledgers of the coming months of 30 days, each made when first asked for. A value, like a ledger."""

    def __init__(self, ledger: Ledger, months: int = MONTHS, made: Mapping[int, Ledger] | None = None) -> None:
        """Look ahead from the ledger of the month that begins today."""
        self.months = months
        self._made: dict[int, Ledger] = {0: ledger, **(made or {})}

    @property
    def is_made(self) -> bool:
        """Whether every month is there; making one costs as much as a ledger."""
        return len(self._made) >= self.months

    @property
    def windows(self) -> tuple[Window, ...]:
        """The days of each month, one after the other from today."""
        today = self._made[0].moment.today
        return tuple(
            (today + timedelta(days=MONTH * month), today + timedelta(days=MONTH * (month + 1)))
            for month in range(self.months)
        )

    def ledger(self, month: int) -> Ledger:
        """The ledger of a month; 0 is the one from today. ``IndexError`` beyond the last."""
        window = self.windows[month]
        if month not in self._made:
            first = self._made[0]
            self._made[month] = Ledger.of(first.book, first.moment, window)
        return self._made[month]

    def person(self, person: int) -> tuple[MonthLoad, ...]:
        """A person's load month by month."""
        return tuple(
            MonthLoad(since, until, self.ledger(month).person(person))
            for month, (since, until) in enumerate(self.windows)
        )

    def over_hours(self) -> tuple[int, ...]:
        """Hundredths of an hour over capacity in each month, summed over everybody who may hold seats."""
        return tuple(self.ledger(month).over_hours() for month in range(self.months))

    def after(self, book: Book, delta: Delta, ledger: Ledger) -> Ahead:
        """The months after a change, given the ledger that followed it; months not yet made stay unmade."""
        made = {month: one.after(book, delta) for month, one in dict(self._made).items() if month}
        return Ahead(ledger, self.months, made)
