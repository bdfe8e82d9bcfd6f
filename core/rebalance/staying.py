"""Which seats of a plan that is to come keep their holders, which need one, and which of these go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.load.capacity import is_client
from core.models.asks import Ask
from core.models.carrying import own_tenure
from core.models.eligibility import Count
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.rebalance.seated import Member, Seats
from core.rebalance.takers import Takers
from core.words import Family, HolderKind, Need

Group = tuple[Ask, ...]
"""Seats that go together: one, or those of a family with the same holder; the head's comes first."""


@dataclass(slots=True)
class _Kept:
    """What somebody keeps in one kind of seat."""

    hours: int = 0
    accounts: int = 0
    arr: int = 0
    families: set[int] = field(default_factory=set)


class Staying:
    """The seats a plan asks for, told apart by whether whoever has them may stay."""

    def __init__(self, book: Book, seating: Seating, day: date, takers: Takers, seats: Seats) -> None:
        """Nothing is told apart yet."""
        self.book = book
        self.seating = seating
        self.day = day
        self.takers = takers
        self.seats = seats
        self.kept: list[Ask] = []
        """Seats whose holder may stay."""
        self.open: list[Group] = []
        """Seats that need a holder."""
        self._had: dict[tuple[int, str], _Kept] = {}

    def read(self, asks: Sequence[Ask]) -> None:
        """Tell some seats apart; optional ones whose holder may not stay are neither."""
        needed = []
        for ask in asks:
            if self._stays(ask):
                self.kept.append(ask)
                self._count(ask)
            elif ask.seat.line.need is Need.REQUIRED:
                needed.append(ask)
        self.open = self._together(needed)

    def had(self, person: int, seat: str) -> Count:
        """What somebody keeps in one kind of seat."""
        kept = self._had.get((person, seat), _Kept())
        return Count(kept.accounts, kept.hours, kept.arr, len(kept.families))

    def family(self, account: Account, seat: AskedSeat) -> Iterator[Member]:
        """An account and those that follow it in a seat without a holder of their own."""
        yield account, seat
        for child in self.book.children_of(account.id):
            if child.family is Family.FOLLOW and child.is_active:
                same = self.seating.seat(child, seat.key, self.day)
                follows = same is not None and same.holder is seat.holder
                if same is not None and follows and own_tenure(self.seating, child, same, self.day) is None:
                    yield from self.family(child, same)

    def members(self, group: Group) -> list[Member]:
        """The accounts of seats that go together, with all that follow."""
        return [member for ask in group for member in self.family(ask.account, ask.seat)]

    def _stays(self, ask: Ask) -> bool:
        holder = ask.tenure.holder if ask.tenure is not None else None
        if holder is None or holder.kind is HolderKind.POOL:
            return False
        if holder.kind is HolderKind.OUTSIDE:
            return True
        person = self.book.people.get(holder.person or 0)
        if person is None or not is_client(self.book, person):
            return False
        return not self.takers.lost(self.members((ask,)), person)

    def _count(self, ask: Ask) -> None:
        person = ask.tenure.holder.person if ask.tenure is not None else None
        if person is None:
            return
        kept = self._had.setdefault((person, ask.seat.key), _Kept())
        kept.hours += ask.hours
        kept.accounts += ask.accounts
        kept.arr += ask.arr
        if ask.accounts:
            kept.families.add(self._ultimate(ask.account).id)

    def _ultimate(self, account: Account) -> Account:
        while account.parent is not None and account.family is not Family.INDEPENDENT:
            parent = self.book.accounts.get(account.parent)
            if parent is None:
                break
            account = parent
        return account

    def _together(self, needed: Sequence[Ask]) -> list[Group]:
        """Seats that need a home, those of a family that had the same holder as one."""
        by_key = {(ask.account.id, ask.seat.key): ask for ask in needed}
        found: dict[tuple[int, str], list[Ask]] = {}
        for ask in needed:
            head = self._head(ask, by_key)
            group = found.setdefault((head.account.id, head.seat.key), [])
            group.insert(0 if head is ask else len(group), ask)
        return [(group[0], *sorted(group[1:], key=lambda ask: ask.account.id)) for group in found.values()]

    def _head(self, ask: Ask, by_key: Mapping[tuple[int, str], Ask]) -> Ask:
        """The seat that one goes with: its parent's, where both had the same holder."""
        above = self.seats.parent_of(ask.account, ask.seat)
        while above is not None:
            other = by_key.get((above[0].id, above[1].key))
            if other is not None:
                same = (other.tenure and other.tenure.holder) == (ask.tenure and ask.tenure.holder)
                return self._head(other, by_key) if same else ask
            above = self.seats.parent_of(*above)
        return ask
