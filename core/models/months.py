"""The months ahead under another plan, told fast: hours over capacity, equal to a ledger's of the same days.

Most accounts keep their seats and holders for months, and their hours only have to be counted to who has them; the
others are worked out as the ledger does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.load.ahead import MONTHS
from core.load.capacity import capacity
from core.load.hours import Window
from core.load.pools import divided
from core.load.rates import MONTH
from core.load.steady import SteadyAccounts
from core.load.tally import Key, tally
from core.models.seating import Seating


def months_from(day: date, months: int = MONTHS) -> tuple[Window, ...]:
    """Months of 30 days from a day, one after the other."""
    return tuple(
        (day + timedelta(days=MONTH * month), day + timedelta(days=MONTH * (month + 1))) for month in range(months)
    )


class Months:
    """Hours by holder in the months ahead of one book."""

    def __init__(self, steady: SteadyAccounts, windows: tuple[Window, ...]) -> None:
        """Read a book over some months that follow on each other."""
        self.book = steady.book
        self.windows = windows
        self._steady = steady
        self._hours: list[dict[Key, int]] = [{} for _ in windows]
        self._span: Window = (windows[0][0], windows[-1][1])
        self._monthly = steady.demand.monthly(windows)
        for account in self.book.accounts.all():
            if account.is_active and steady.seating.bearer(account) is account:
                self._read(account)

    def over_hours(self, month: int) -> int:
        """Hundredths of an hour over capacity in a month, summed over everybody who may hold seats."""
        book, hours = self.book, self._hours[month]
        rooms = {person.id: capacity(book, person, self.windows[month]) for person in book.people.values()}
        named = {key: amount for key, amount in hours.items() if isinstance(key, int) and key > 0}
        pools = [(pool, hours.get(-pool.id, 0)) for pool in book.pools.all()]
        total = dict(named)
        for shares in divided(pools, {person: one.hours for person, one in rooms.items()}, named).values():
            for member in shares.members:
                total[member.person] = total.get(member.person, 0) + member.hours
        return sum(max(0, total.get(person, 0) - one.hours) for person, one in rooms.items() if one.client)

    def _read(self, account: Account) -> None:
        """Count an account's hours; at once for all months where nothing about its seats changes in them."""
        found = self._steady.over(account, self._span)
        if found is None:
            self._read_by_month(account)
            return
        if found.found is None or not found.found.line.unmanaged:
            for key, amounts in found.monthly(self._monthly):
                for hours, amount in zip(self._hours, amounts, strict=True):
                    hours[key] = hours.get(key, 0) + amount
        if found.hands_over(self._span):
            for place, window in enumerate(self.windows):
                self._count(place, found.handovers(window).items())

    def _read_by_month(self, account: Account) -> None:
        for place, window in enumerate(self.windows):
            found = self._steady.over(account, window)
            if found is None:
                self._count(place, _parts(self.book, self._steady.seating, account, window))
            else:
                self._count(place, found.duties(window).items())
                self._count(place, found.handovers(window).items())

    def _count(self, place: int, parts: Iterable[tuple[Key, int]]) -> None:
        hours = self._hours[place]
        for key, amount in parts:
            hours[key] = hours.get(key, 0) + amount


def _parts(book: Book, seating: Seating, account: Account, window: Window) -> Iterator[tuple[Key, int]]:
    for found in tally(book, seating, account, *window).sums.values():
        _, hours = found.settled()
        for (_, key), amount in zip(found.parts, hours, strict=True):
            yield key, amount
