"""The months ahead under another plan, told fast: hours over capacity, equal to a ledger's of the same days.

Most accounts keep their seats and holders for months. Their hours are known already (``Demand``) and only have to be
counted to who has them; the others are worked out as the ledger does it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.journey import touch_of
from core.load.ahead import MONTHS
from core.load.capacity import capacity
from core.load.demand import Demand
from core.load.handovers import may_pass
from core.load.hours import Window
from core.load.pools import divided
from core.load.rates import MONTH
from core.load.tally import NOBODY, Key, key_of, tally
from core.models.holding import Held
from core.models.plan import AskedSeat, SeatSet
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
        seating = self.seating
        held = seating.held(account)
        simple = held.plain and not self.book.children_of(account.id)
        turns = held.turns(self.windows[0][0], self.windows[-1][1]) if simple else []
        keys: dict[int, Key] = {}
        seen: SeatSet | None = None
        for place, window in enumerate(self.windows):
            found, steady = self._set(account, window) if simple else (None, False)
            if found is not seen or turns:
                keys, seen = {}, found
            if not steady or any(window[0] < day < window[1] for day in turns) or self._passes(held, found, window):
                self._count_exactly(account, place)
            else:
                self._count(account, place, held, found, keys)

    def _set(self, account: Account, window: Window) -> tuple[SeatSet | None, bool]:
        """The seats of an account at the beginning of a window, and whether they stay the same to its end."""
        stretches = self.demand.stretches(account, window)
        found = self.seating.seat_set(account, stretches[0].begin, stretches[0].stage)
        if found is not None and found.assisting:
            return found, False
        return found, all(
            self.seating.seat_set(account, stretch.begin, stretch.stage) is found for stretch in stretches[1:]
        )

    def _passes(self, held: Held, found: SeatSet | None, window: Window) -> bool:
        return found is not None and may_pass(self.book, held, self.demand.work(held.account), *window)

    def _count(self, account: Account, place: int, held: Held, found: SeatSet | None, keys: dict[int, Key]) -> None:
        window, hours = self.windows[place], self._hours[place]
        own = touch_of(self.book, account)
        if found is not None and found.line.unmanaged:
            return
        served = found.line.serve.get(own, own) if found is not None else own
        for duty, amount in self.demand.hours(account, window, served):
            seat = found.carrying.get(duty) if found is not None else None
            key = NOBODY if seat is None else self._key(held, seat, window[0], keys)
            hours[key] = hours.get(key, 0) + amount

    def _key(self, held: Held, seat: AskedSeat, day: date, keys: dict[int, Key]) -> Key:
        key = keys.get(id(seat))
        if key is None:
            key = keys[id(seat)] = key_of(held.shares(seat, day)[0][0])
        return key

    def _count_exactly(self, account: Account, place: int) -> None:
        hours = self._hours[place]
        for key, amount in _parts(self.book, self.seating, account, self.windows[place]):
            hours[key] = hours.get(key, 0) + amount


def _parts(book: Book, seating: Seating, account: Account, window: Window) -> Iterator[tuple[Key, int]]:
    for found in tally(book, seating, account, *window).sums.values():
        _, hours = found.settled()
        for (_, key), amount in zip(found.parts, hours, strict=True):
            yield key, amount
