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
from core.load.demand import Demand
from core.load.hours import Window
from core.load.pools import divided
from core.load.rates import MONTH
from core.load.steady import Steady, steady
from core.load.tally import Key, tally
from core.models.holding import Held
from core.models.seating import Seating


def months_from(day: date, months: int = MONTHS) -> tuple[Window, ...]:
    """Months of 30 days from a day, one after the other."""
    return tuple(
        (day + timedelta(days=MONTH * month), day + timedelta(days=MONTH * (month + 1))) for month in range(months)
    )


class Months:
    """Hours by holder in the months ahead of one book."""

    def __init__(self, book: Book, demand: Demand, windows: tuple[Window, ...]) -> None:
        """Read a book over some months that follow on each other; ``demand`` may be shared by books like it.

        Its accounts must be those of this book but for their segment and touch.
        """
        self.book = book
        self.demand = demand
        self.windows = windows
        self.seating = Seating.of(book)
        self._hours: list[dict[Key, int]] = [{} for _ in windows]
        self._span: Window = (windows[0][0], windows[-1][1])
        self._monthly = demand.monthly(windows)
        for account in book.accounts.all():
            if account.is_active and self.seating.bearer(account) is account:
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
        held = self.seating.held(account)
        found = steady(self.seating, self.demand, held, self._span)
        if found is None or found.hands_over:
            self._read_by_month(held)
        elif found.found is None or not found.found.line.unmanaged:
            for key, amounts in found.monthly(self._monthly):
                for hours, amount in zip(self._hours, amounts, strict=True):
                    hours[key] = hours.get(key, 0) + amount

    def _read_by_month(self, held: Held) -> None:
        seating, account = self.seating, held.account
        turns = held.turns(*self._span) if held.plain else []
        before: Steady | None = None
        for place, window in enumerate(self.windows):
            found = steady(seating, self.demand, held, window, before)
            before = found if not turns else None
            if found is None:
                self._count(place, _parts(self.book, seating, account, window))
                continue
            self._count(place, found.duties().items())
            if found.hands_over:
                self._count(place, found.handovers().items())

    def _count(self, place: int, parts: Iterable[tuple[Key, int]]) -> None:
        hours = self._hours[place]
        for key, amount in parts:
            hours[key] = hours.get(key, 0) + amount


def _parts(book: Book, seating: Seating, account: Account, window: Window) -> Iterator[tuple[Key, int]]:
    for found in tally(book, seating, account, *window).sums.values():
        _, hours = found.settled()
        for (_, key), amount in zip(found.parts, hours, strict=True):
            yield key, amount
