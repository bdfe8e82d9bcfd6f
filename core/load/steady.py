"""Accounts whose seats and holders stay the same for some time: their hours need no walk through the days.

Most accounts are so for months. What is told here of them is what ``tally`` gives, for a fraction of its cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.journey import touch_of
from core.load.demand import Demand, Monthly
from core.load.handovers import turns_stage
from core.load.hours import Window
from core.load.tally import NOBODY, Key, Tally, hand_over, key_of
from core.models.holding import Held
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Seating
from core.words import Touch


class Steady:
    """One account from a day on, as long as nothing about its seats changes."""

    __slots__ = ("_demand", "_keys", "found", "held", "lasts", "served", "since")

    def __init__(
        self, demand: Demand, held: Held, found: SeatSet | None, since: date, lasts: date, served: Touch
    ) -> None:
        """Use :class:`SteadyAccounts`."""
        self._demand = demand
        self.held = held
        self.found = found
        """The seats it asks for."""
        self.since = since
        self.lasts = lasts
        """The first day on which something may be otherwise."""
        self.served = served
        """Touch it is served at."""
        self._keys: dict[int, Key] = {}

    def covers(self, window: Window) -> bool:
        """Whether nothing changes on the days of a window."""
        return self.since <= window[0] and window[1] <= self.lasts

    def key(self, seat: AskedSeat | None) -> Key:
        """Who does the work of a seat."""
        if seat is None:
            return NOBODY
        key = self._keys.get(id(seat))
        if key is None:
            key = self._keys[id(seat)] = key_of(self.held.shares(seat, self.since)[0][0])
        return key

    def duties(self, window: Window) -> dict[Key, int]:
        """Hours of the duties over a window by who has them, hundredths."""
        found = self.found
        if found is not None and found.line.unmanaged:
            return {}
        told = self._demand.hours(self.held.account, window, self.served)
        if not told:
            return {}
        if found is None or found.sole is not None:
            return {self.key(found.sole if found is not None else None): sum([hours for _, hours in told])}
        parts: dict[Key, int] = {}
        for duty, hours in told:
            key = self.key(found.carrying.get(duty))
            parts[key] = parts.get(key, 0) + hours
        return parts

    def hands_over(self, window: Window) -> bool:
        """Whether handing over may fall into a window; the lead passes only where several seats lead."""
        held, found = self.held, self.found
        if found is None:
            return False
        reach = timedelta(days=held.seating.book.policy.handover_days)
        first, last = window[0] - reach, window[1] + reach
        for tenure in held.tenures():
            if tenure.until is not None and first < tenure.until < last and _is_asked(found, tenure.seat):
                return True
        return found.passes_lead and turns_stage(self._demand.work(held.account), first, last)

    def handovers(self, window: Window) -> dict[Key, int]:
        """Hours of handing over in a window by who has them, hundredths; they come on top of the duties."""
        parts: dict[Key, int] = {}
        if self.hands_over(window):
            drawn = Tally()
            hand_over(drawn, self.held, self._demand.work(self.held.account), *window, self.served)
            for found in drawn.sums.values():
                _, hours = found.settled()
                for (_, key), amount in zip(found.parts, hours, strict=True):
                    parts[key] = parts.get(key, 0) + amount
        return parts

    def monthly(self, hours: Callable[[Account, Touch], Monthly]) -> Iterator[tuple[Key, tuple[int, ...]]]:
        """Hours month by month, by who has them, of an account that somebody looks after."""
        told = hours(self.held.account, self.served)
        found = self.found
        if found is None or found.sole is not None:
            yield self.key(found.sole if found is not None else None), told.whole
        else:
            for duty, amounts in told.duties:
                yield self.key(found.carrying.get(duty)), amounts


class SteadyAccounts:
    """The accounts of one book that stay as they are, each told once for all the windows that are asked about.

    ``demand`` is that of this book, or of one whose accounts differ in no more than segment and touch.
    """

    def __init__(self, book: Book, demand: Demand) -> None:
        """Nothing is told yet."""
        self.book = book
        self.demand = demand
        self.seating = Seating.of(book)
        self._known: dict[int, Steady] = {}

    def over(self, account: Account, window: Window) -> Steady | None:
        """An account that changes nothing about its seats in a window; None for another: ``tally`` has to be asked.

        Windows that follow on each other are asked about most cheaply in their order.
        """
        found = self._known.get(account.id)
        if found is None or not found.covers(window):
            found = _steady(self.seating, self.demand, account, window[0])
            if found is None:
                return None
            self._known[account.id] = found
        return found if found.covers(window) else None


def _steady(seating: Seating, demand: Demand, account: Account, since: date) -> Steady | None:
    """An account from a day on; None where covers, overlaps, a family or assisting seats make it uneven."""
    held = seating.held(account)
    if not held.plain or any(seating.rolled_into(account)):
        return None
    work = demand.work(account)
    found = seating.seat_set(account, since, work.stage(since))
    if found is not None and found.assisting:
        return None
    lasts = min(held.turns(since, date.max), default=date.max)
    for day in () if seating.constant else sorted(work.turns(since, lasts)):
        if seating.seat_set(account, day, work.stage(day)) is not found:
            lasts = day
            break
    own = touch_of(seating.book, account)
    return Steady(demand, held, found, since, lasts, found.line.serve.get(own, own) if found is not None else own)


def _is_asked(found: SeatSet, key: str) -> bool:
    """Whether a tenure under a key stands for one of the seats: an ended one of another model hands nothing over."""
    return any(seat.carries and (seat.key == key or key in seat.line.inherits) for seat in found.seats)
