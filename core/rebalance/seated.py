"""The named seats of a book as what moves as one: each with the family that goes with it, and why it may not move."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.seats import Holder, Tenure
from core.wording import short_date
from core.words import Family, SeatHolding, TenureKind

Member = tuple[Account, AskedSeat]
"""An account with its seat."""


@dataclass(frozen=True, slots=True)
class Seated:
    """A seat of an account with the family that goes with it, as it stands."""

    account: Account
    """The account; of a family its head."""
    seat: AskedSeat
    """The seat."""
    members: tuple[Member, ...]
    """The account and those that follow it in the seat, each with its seat."""
    current: Tenure | None
    """The permanent tenure on the day; None for a seat that nobody holds."""
    hours: int
    """Hundredths of an hour a month without handing over."""
    split: str = ""
    """Why it cannot move in one piece; empty when it can."""

    @property
    def key(self) -> tuple[int, str]:
        """Account id and seat key."""
        return self.account.id, self.seat.key

    @property
    def holder(self) -> Holder | None:
        """Who has it for good."""
        return self.current.holder if self.current is not None else None


class Seats:
    """The named seats of one book on a day, and what is decided of them up to another day."""

    def __init__(self, book: Book, seating: Seating, day: date, end: date, *, overlaps_end: bool = False) -> None:
        """Nothing is read yet; ``overlaps_end`` says that handing over a seat does not keep it from being covered."""
        self.book = book
        self.seating = seating
        self.day = day
        self.end = end
        self._overlaps_end = overlaps_end

    def own(self, account: Account) -> Iterator[AskedSeat]:
        """The named seats of an account that it holds itself, not by following its parent."""
        found = self.seating.seat_set(account, self.day)
        if found is None or found.line.unmanaged:
            return
        for seat in found.seats:
            if seat.holder is SeatHolding.NAMED and self.parent_of(account, seat) is None:
                yield seat

    def parent_of(self, account: Account, seat: AskedSeat) -> Member | None:
        """The parent that an account follows in a seat; None for one that goes its own way."""
        if account.parent is None or account.family is not Family.FOLLOW:
            return None
        parent = self.book.accounts.get(account.parent)
        same = self.seating.seat(parent, seat.key, self.day) if parent is not None and parent.is_active else None
        return (parent, same) if parent is not None and same is not None and same.holder is seat.holder else None

    def members(self, account: Account, seat: AskedSeat) -> Iterator[Member]:
        """An account and those that follow it in a seat."""
        yield account, seat
        for child in self.book.children_of(account.id):
            if child.family is Family.FOLLOW and child.is_active:
                same = self.seating.seat(child, seat.key, self.day)
                if same is not None and same.holder is seat.holder:
                    yield from self.members(child, same)

    def tenure(self, account: Account, seat: AskedSeat) -> tuple[Tenure | None, str]:
        """The permanent tenure of the account itself, and why the seat is not free to move."""
        keys = [seat.key]
        if seat.line.inherits:
            asked = {one.key for one in self.seating.seats(account, self.day)}
            keys += [key for key in seat.line.inherits if key not in asked]
        own = [tenure for tenure in self.book.tenures_of(account.id) if tenure.seat in keys]
        lasting = [tenure for tenure in own if tenure.kind is TenureKind.PERMANENT]
        current = next((t for key in keys for t in lasting if t.seat == key and t.holds_on(self.day)), None)
        later = min((tenure.since for tenure in lasting if tenure.since > self.day), default=None)
        if later is not None:
            return current, f"changes hands on {short_date(later)} already"
        for tenure in own:
            if tenure.until is not None and tenure.until <= self.day:
                continue
            if tenure.kind is TenureKind.PERMANENT:
                if tenure.until is not None:
                    return current, f"is given up on {short_date(tenure.until)}"
            elif tenure.since < self.end and (tenure.kind is not TenureKind.OVERLAP or not self._overlaps_end):
                return current, "is covered" if tenure.kind is TenureKind.COVER else "is being handed over"
        return current, ""

    def split(self, members: tuple[Member, ...]) -> tuple[Tenure | None, str]:
        """The permanent tenure of a family's head, and why the family cannot move in one piece."""
        current, says = self.tenure(*members[0])
        for child in members[1:]:
            own, against = self.tenure(*child)
            if own is not None and (current is None or own.holder != current.holder):
                says = f"{child[0].name} in its family has another holder"
            says = says or against
        return current, says
