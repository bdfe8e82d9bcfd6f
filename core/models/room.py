"""How much room people have for seats: hours up to the part that is filled, shares of their roles, and limits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.load.capacity import capacity
from core.load.hours import Window
from core.models.asks import Ask
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.organisation import Limits
from core.people import Person
from core.seats import Holder
from core.words import Family

WHOLE = 100
"""The share of somebody who gives a pool whatever is left."""


@dataclass(slots=True)
class _Taken:
    """What somebody has in one kind of seat."""

    hours: int = 0
    accounts: int = 0
    arr: int = 0
    families: set[int] = field(default_factory=set)


class Rooms:
    """Everybody's room on one book, told anew after each seat that is given."""

    def __init__(self, book: Book, seating: Seating, day: date, window: Window) -> None:
        """Empty books: seats that are kept are taken like the others."""
        self.book = book
        used = {line.pool.id for line in seating.lines if line.pool is not None}
        pools = [pool for pool in book.pools.all() if pool.id in used]
        self._rest = {member.person for pool in pools for member in pool.members if member.share >= WHOLE}
        self._capacity = {person.id: capacity(book, person, window).hours for person in book.people.all()}
        self._hours = dict.fromkeys(self._capacity, 0)
        for pool in pools:  # a fixed share of a pool is served before named seats are added
            for member in pool.members:
                if member.share < WHOLE and member.person in self._hours:
                    self._hours[member.person] += self._capacity[member.person] * member.share // 100
        self._seats: dict[tuple[int, str], _Taken] = {}
        self._known: dict[tuple[int, int], tuple[int, tuple[Limits, ...]]] = {}
        self._fill = book.policy.fill_to
        self._most = {
            person: room * self._fill // 100 if room >= 100 else -1 for person, room in self._capacity.items()
        }
        """Hours up to which somebody is filled; below zero for somebody without room."""

    def best(self, ask: Ask, takers: Iterable[tuple[int, int]]) -> int | None:
        """Of some people with how well each fits, who should take a seat: one with room; None when nobody has any.

        Who gives a pool whatever is left comes last; else who knows the account, who fits best, who has most room.
        """
        hours, most, needed = self._hours, self._most, ask.hours
        best: tuple[bool, bool, int, int, int] | None = None
        for person, fit in takers:
            if (needed and hours[person] + needed > most[person]) or most[person] < 0:
                continue
            share, limits = self._terms(person, ask.seat)
            if (share < WHOLE or limits) and not self._within(ask, person, share, limits):
                continue
            rank = (person in self._rest, person not in ask.familiar, -fit, self.percent(person), person)
            if best is None or rank < best:
                best = rank
        return best[-1] if best is not None else None

    def take(self, ask: Ask, holder: Holder) -> None:
        """Count a seat to its holder; other holders than people have no room to watch."""
        person = holder.person
        if person is None or person not in self._hours:
            return
        self._hours[person] += ask.hours
        taken = self._seats.setdefault((person, ask.seat.key), _Taken())
        taken.hours += ask.hours
        taken.accounts += ask.accounts
        taken.arr += ask.arr
        if ask.accounts:
            taken.families.add(_ultimate(self.book, ask.account))

    def _within(self, ask: Ask, person: int, share: int, limits: tuple[Limits, ...]) -> bool:
        """Whether a seat keeps the part of somebody's time that its role has, and the limits of seat and roles."""
        taken = self._seats.get((person, ask.seat.key)) or _Taken()
        room = self._capacity[person]
        if ask.hours and share < WHOLE and (taken.hours + ask.hours) * 10_000 > room * self._fill * share:
            return False
        return not ask.accounts or all(_keeps(limit, taken, ask, self.book) for limit in limits)

    def _terms(self, person: int, seat: AskedSeat) -> tuple[int, tuple[Limits, ...]]:
        """The part of somebody's time that a seat may have, in percent, and the limits there."""
        key = (person, id(seat))
        found = self._known.get(key)
        if found is None:
            record = self.book.people[person]
            found = self._known[key] = (_share(record, seat), tuple(_limits(seat, record)))
        return found

    def percent(self, person: int) -> int:
        """How full somebody is, in percent of capacity."""
        return self._hours[person] * 100 // max(1, self._capacity[person])


def _share(person: Person, seat: AskedSeat) -> int:
    """The part of somebody's time in roles that may sit in a seat, percent; all of it where no role is asked for."""
    if not seat.line.roles:
        return WHOLE
    roles = [held.share for held in person.roles if held.role in seat.line.roles]
    return min(WHOLE, sum(roles)) if roles else WHOLE


def _limits(seat: AskedSeat, person: Person) -> Iterator[Limits]:
    if seat.line.limits is not None:
        yield seat.line.limits
    for role, limits in seat.model.limits_by_role if seat.model is not None else ():
        if role in person.role_keys:
            yield limits


def _keeps(limits: Limits, taken: _Taken, ask: Ask, book: Book) -> bool:
    if limits.accounts is not None and taken.accounts + ask.accounts > limits.accounts:
        return False
    if limits.hours is not None and taken.hours + ask.hours > limits.hours:
        return False
    if limits.arr is not None and taken.arr + ask.arr > limits.arr:
        return False
    return limits.families is None or len(taken.families | {_ultimate(book, ask.account)}) <= limits.families


def _ultimate(book: Book, account: Account) -> int:
    while account.parent is not None and account.family is not Family.INDEPENDENT:
        parent = book.accounts.get(account.parent)
        if parent is None:
            break
        account = parent
    return account.id
