"""The hours people have besides their own named seats: a share of a pool, seats of those who lead, and covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.journey import touch_of
from core.load.demand import Demand
from core.load.hours import Window
from core.load.pools import divided
from core.models.asks import Ask
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Seating
from core.seats import Holder
from core.words import SeatHolding, TenureKind

_APART = (SeatHolding.POOL, SeatHolding.LEAD)


def hours_elsewhere(
    book: Book,
    seating: Seating,
    demand: Demand,
    day: date,
    window: Window,
    capacities: Mapping[int, int],
    named: Mapping[int, int],
) -> Mapping[int, int]:
    """Hours of pool and lead seats over a window by person id, hundredths.

    A pool's hours are divided as the load divides them, by what its members have left beside so many ``named`` hours.
    """
    found: Counter[int] = Counter()
    pooled: Counter[int] = Counter()
    if any(seat.holder in _APART for line in seating.lines for group in line.groups for _, seat in group.choices):
        for holder, hours in _parts(book, seating, demand, day, window):
            if holder.pool is not None:
                pooled[holder.pool] += hours
            elif holder.person is not None:
                found[holder.person] += hours
    pools = [(book.pools[number], hours) for number, hours in sorted(pooled.items())]
    full = {person: named.get(person, 0) + found[person] for person in capacities}
    for shares in divided(pools, capacities, full).values():
        for member in shares.members:
            found[member.person] += member.hours
    return found


def covered_hours(book: Book, asks: Sequence[Ask], window: Window) -> Mapping[int, int]:
    """Hours over a window that people have because they stand in for somebody, by person id, hundredths."""
    since, until = window
    seats = {(ask.account.id, ask.tenure.seat): ask.hours for ask in asks if ask.tenure is not None}
    found: Counter[int] = Counter()
    for tenure in book.holders.values():
        hours = seats.get((tenure.account, tenure.seat), 0) if tenure.kind is TenureKind.COVER else 0
        if hours and tenure.holder.person is not None and tenure.since < until:
            days = (min(tenure.until or until, until) - max(tenure.since, since)).days
            found[tenure.holder.person] += hours * max(0, days) // (until - since).days
    return found


def _parts(book: Book, seating: Seating, demand: Demand, day: date, window: Window) -> list[tuple[Holder, int]]:
    """Who has the pool and lead seats of each account, with their hours."""
    found = []
    for account in book.accounts.all():
        if not account.is_active or seating.bearer(account) is not account:
            continue
        asked = seating.seat_set(account, day, demand.on(account, day).stage)
        if asked is None or asked.line.unmanaged:
            continue
        for seat in asked.seats:
            holder = seating.holder(account, seat, day) if seat.holder in _APART else None
            if holder is not None:
                found.append((holder, _hours(seating, demand, asked, account, seat, window)))
    return found


def _hours(seating: Seating, demand: Demand, found: SeatSet, account: Account, seat: AskedSeat, window: Window) -> int:
    """The hours of a seat over a window, with those of the children whose work it does."""
    own = touch_of(demand.book, account)
    served = found.line.serve.get(own, own)
    if not seat.carries:
        return seat.line.hours.of(served) if seat.line.hours is not None else 0
    total = sum(hours for duty, hours in demand.hours(account, window, served) if found.carrying.get(duty) is seat)
    for child in seating.rolled_into(account):
        own = touch_of(demand.book, child)
        hours = demand.hours(child, window, found.line.serve.get(own, own))
        part = sum(amount for duty, amount in hours if found.carrying.get(duty) is seat)
        total += part * demand.book.policy.rolled_percent // 100
    return total
