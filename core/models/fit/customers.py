"""The customers that evidence looks at: active, served by people, each with what follows from the plan, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on, is_established, touch_of
from core.models.duties import Work, work_of
from core.models.plan import PlannedLine, SeatSet
from core.models.seating import Seating
from core.seats import Tenure
from core.words import Complexity, Duty, SeatHolding, TenureKind, Touch


@dataclass(frozen=True, slots=True)
class Customer:
    """An active account that is not deliberately left without people and has seats, or should have."""

    account: Account
    """The record."""
    line: PlannedLine | None
    """The plan line it falls under; None when none fits."""
    found: SeatSet | None
    """The seats it asks for."""
    work: Work
    """When its duties have work."""
    touch: Touch
    """Its own touch."""
    served: Touch
    """The touch it is served at."""
    arr: int | None
    """ARR in minor units of the book's currency, rolled-up children included."""
    established: bool
    """A customer for a year with a renewal, or marked so."""
    held: tuple[Tenure, ...]
    """The permanent tenures, past ones too, of the seat that keeps the relationship, oldest first."""

    @property
    def id(self) -> int:
        """Account id."""
        return self.account.id

    @property
    def is_complex(self) -> bool:
        """Whether it is hard to support."""
        return self.account.complexity is Complexity.COMPLEX

    @property
    def has_overlay(self) -> bool:
        """Whether its plan gives it an assisting seat for depth; the lead's own seat is none."""
        return self.found is not None and any(seat.holder is not SeatHolding.LEAD for seat in self.found.assisting)


def customers_of(book: Book, seating: Seating, day: date) -> tuple[Customer, ...]:
    """Every customer, by id. A rolled-up child is no customer of its own: its ARR is its parent's."""
    keys: dict[int, frozenset[str]] = {}
    rolled = _rolled_arr(book, seating, day)
    return tuple(_read(book, seating, day, keys, rolled))


def _read(
    book: Book, seating: Seating, day: date, keys: dict[int, frozenset[str]], rolled: dict[int, int]
) -> Iterator[Customer]:
    for account in book.accounts.all():
        if not account.is_active or seating.bearer(account) is not account:
            continue
        work = work_of(book, account)
        found = seating.seat_set(account, day, work.stage(day))
        if found is not None and found.line.unmanaged:
            continue
        line = found.line if found is not None else None
        touch = touch_of(book, account)
        arr = arr_on(book, account, day)
        if account.id in rolled:
            arr = (arr or 0) + rolled[account.id]
        yield Customer(
            account,
            line,
            found,
            work,
            touch,
            line.serve.get(touch, touch) if line is not None else touch,
            arr,
            is_established(account, day),
            _held(book, account, found, keys, day),
        )


def _rolled_arr(book: Book, seating: Seating, day: date) -> dict[int, int]:
    """The ARR of rolled-up children by the account that carries them."""
    found: dict[int, int] = {}
    for account in book.accounts.all():
        if account.parent is not None and account.is_active:
            bearer = seating.bearer(account)
            if bearer is not account:
                found[bearer.id] = found.get(bearer.id, 0) + (arr_on(book, account, day) or 0)
    return found


def _held(
    book: Book, account: Account, found: SeatSet | None, keys: dict[int, frozenset[str]], day: date
) -> tuple[Tenure, ...]:
    """The permanent tenures up to a day of the seat that carries adoption, or of any seat without a plan."""
    tenures = book.tenures_of(account.id)
    if not tenures:
        return ()
    wanted: frozenset[str] | None = None
    if found is not None:
        wanted = keys.get(id(found))
        if wanted is None:
            wanted = keys[id(found)] = _relationship(found)
    held = [
        tenure
        for tenure in tenures
        if tenure.kind is TenureKind.PERMANENT and tenure.since <= day and (wanted is None or tenure.seat in wanted)
    ]
    held.sort(key=lambda tenure: (tenure.since, tenure.id))
    return tuple(held)


def _relationship(found: SeatSet) -> frozenset[str]:
    """The key of the seat that carries adoption, and of seats of other models whose holder it keeps."""
    seat = found.carrying.get(Duty.ADOPTION)
    if seat is None:
        return frozenset()
    return frozenset({seat.key, *(key for key in seat.line.inherits if key not in found.keys)})
