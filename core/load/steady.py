"""Accounts whose seats and holders stay the same over some days: their hours need no walk through the days.

Most accounts are so in most months. What is told here of them is what ``tally`` gives, for a fraction of its cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from core.accounts import Account
from core.journey import touch_of
from core.load.demand import Demand, Monthly
from core.load.handovers import may_pass
from core.load.hours import Window
from core.load.tally import NOBODY, Key, Tally, hand_over, key_of
from core.models.holding import Held
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Seating
from core.words import Duty, Touch


class Steady:
    """One account over days on which nothing about its seats changes."""

    __slots__ = ("_demand", "_keys", "found", "hands_over", "held", "served", "window")

    def __init__(
        self, demand: Demand, held: Held, found: SeatSet | None, window: Window, served: Touch, hands_over: bool
    ) -> None:
        """Use :func:`steady`."""
        self._demand = demand
        self.held = held
        self.found = found
        """The seats it asks for."""
        self.window = window
        self.served = served
        """Touch it is served at."""
        self.hands_over = hands_over
        """Whether handing over may fall into the window; that comes on top of the duties."""
        self._keys: dict[int, Key] = {}

    def key(self, seat: AskedSeat | None) -> Key:
        """Who does the work of a seat."""
        if seat is None:
            return NOBODY
        key = self._keys.get(id(seat))
        if key is None:
            key = self._keys[id(seat)] = key_of(self.held.shares(seat, self.window[0])[0][0])
        return key

    def duties(self) -> dict[Key, int]:
        """Hours of the duties by who has them, hundredths."""
        parts: dict[Key, int] = {}
        if self.found is not None and self.found.line.unmanaged:
            return parts
        carrying = self.found.carrying if self.found is not None else {}
        for duty, hours in self._demand.hours(self.held.account, self.window, self.served):
            key = self.key(carrying.get(duty))
            parts[key] = parts.get(key, 0) + hours
        return parts

    def handovers(self) -> dict[Key, int]:
        """Hours of handing over by who has them, hundredths."""
        parts: dict[Key, int] = {}
        if self.hands_over:
            drawn = Tally()
            hand_over(drawn, self.held, self._demand.work(self.held.account), *self.window, self.served)
            for found in drawn.sums.values():
                _, hours = found.settled()
                for (_, key), amount in zip(found.parts, hours, strict=True):
                    parts[key] = parts.get(key, 0) + amount
        return parts

    def monthly(self, hours: Callable[[Account, Touch], Monthly]) -> Iterator[tuple[Key, tuple[int, ...]]]:
        """Hours month by month, by who has them, of an account that somebody looks after."""
        told = hours(self.held.account, self.served)
        found = self.found
        if found is None:
            yield NOBODY, told.whole
        elif len(found.seats) == 1 and len(found.carrying) == len(Duty):
            yield self.key(found.seats[0]), told.whole
        else:
            for duty, amounts in told.duties:
                yield self.key(found.carrying.get(duty)), amounts

    def in_another(self, window: Window, hands_over: bool) -> Steady:
        """The same account with the same holders over other days."""
        following = Steady(self._demand, self.held, self.found, window, self.served, hands_over)
        following._keys = self._keys
        return following


def steady(seating: Seating, demand: Demand, held: Held, window: Window, before: Steady | None = None) -> Steady | None:
    """An account over a window, if nothing about its seats changes in it; else None, and ``tally`` has to be asked.

    ``demand`` is that of this book, or of one whose accounts differ in no more than segment and touch. ``before`` is
    the same account over an earlier window after which no tenure turns: who was there is there still.
    """
    account, book = held.account, seating.book
    if not held.plain or any(seating.rolled_into(account)):
        return None
    stretches = demand.stretches(account, window)
    found = seating.seat_set(account, stretches[0].begin, stretches[0].stage)
    if found is not None and found.assisting:
        return None
    for stretch in stretches[1:]:
        if seating.seat_set(account, stretch.begin, stretch.stage) is not found:
            return None
    if before is None and held.turns(*window):
        return None
    passes = found is not None and _hands_over(seating, demand, held, found, window)
    if before is not None and before.found is found:
        return before.in_another(window, passes)
    own = touch_of(book, account)
    return Steady(demand, held, found, window, found.line.serve.get(own, own) if found is not None else own, passes)


def _hands_over(seating: Seating, demand: Demand, held: Held, found: SeatSet, window: Window) -> bool:
    """Whether handing over may fall into a window; the lead passes only where several seats lead."""
    model = found.line.model
    if model is not None and len({key for _, key in model.leads}) > 1:
        return may_pass(seating.book, held, demand.work(held.account), *window)
    reach = timedelta(days=seating.book.policy.handover_days)
    first, last = window[0] - reach, window[1] + reach
    return any(
        tenure.until is not None and first < tenure.until < last and _is_asked(found, tenure.seat)
        for tenure in held.tenures()
    )


def _is_asked(found: SeatSet, key: str) -> bool:
    """Whether a tenure under a key stands for one of the seats: an ended one of another model hands nothing over."""
    return any(seat.carries and (seat.key == key or key in seat.line.inherits) for seat in found.seats)
