"""The seats of a plan that need a holder, each with the accounts that go with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.journey import touch_of
from core.load.demand import Demand
from core.load.hours import Window
from core.models.carrying import own_tenure
from core.models.duties import Work
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Seating
from core.seats import Tenure
from core.words import Family, Need, SeatHolding

AHEAD = 90
"""A seat is filled when it has work within this many days."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A named seat that is to have a holder; of a family one seat, with all that follows."""

    account: Account
    """The account whose tenure it is; of a family the one that the others follow."""
    seat: AskedSeat
    """The seat."""
    tenure: Tenure | None
    """The permanent tenure now, which may stand under a seat that this one inherits from."""
    hours: int
    """Hours of the seat over the window, the whole family, hundredths."""
    accounts: int
    """Accounts of the family on which it has work today."""
    arr: int
    """ARR of those accounts, minor units of the book's currency."""
    familiar: frozenset[int]
    """People who have some seat of the account for good: giving it to one of them keeps a relationship."""

    @property
    def active(self) -> bool:
        """Whether it has work today; else soon."""
        return self.accounts > 0


@dataclass(slots=True)
class _Asked:
    """A seat while its family is read."""

    account: Account | None = None
    seat: AskedSeat | None = None
    hours: int = 0
    accounts: int = 0
    arr: int = 0
    wanted: bool = False


def asks_of(book: Book, seating: Seating, demand: Demand, day: date, window: Window) -> tuple[Ask, ...]:
    """The named seats that need a holder on a day or within ``AHEAD`` days, by account and seat.

    Optional seats, and seats without work for longer, are there only where somebody has them.
    """
    asked: dict[tuple[int, str], _Asked] = {}
    for account in book.accounts.all():
        if not account.is_active or seating.bearer(account) is not account:
            continue
        found = seating.seat_set(account, day, demand.on(account, day).stage)
        if found is None:
            continue
        for seat in found.seats:
            if seat.holder is SeatHolding.NAMED:
                root = account if account.parent is None else _root(seating, account, seat, day)
                part = asked.get((root.id, seat.key))
                if part is None:
                    part = asked[root.id, seat.key] = _Asked()
                _count(part, book, seating, demand, found, account, seat, day, window)
                if root is account:
                    part.account, part.seat = account, seat
    made = (_ask(seating, part, day) for _, part in sorted(asked.items()))
    return tuple(ask for ask in made if ask is not None)


def _root(seating: Seating, account: Account, seat: AskedSeat, day: date) -> Account:
    """The account whose holder an account takes in a seat: itself, unless it follows its parent and has nobody."""
    while account.parent is not None and account.family is Family.FOLLOW:
        parent = seating.book.accounts.get(account.parent)
        same = seating.seat(parent, seat.key, day) if parent is not None and parent.is_active else None
        if parent is None or same is None or same.holder is not seat.holder:
            break
        if own_tenure(seating, account, seat, day) is not None:
            break
        account, seat = parent, same
    return account


def _count(
    part: _Asked,
    book: Book,
    seating: Seating,
    demand: Demand,
    found: SeatSet,
    account: Account,
    seat: AskedSeat,
    day: date,
    window: Window,
) -> None:
    """Count one account's part of a seat in."""
    known = demand.on(account, day)
    if seat.carries:
        active = any(duty in seat.carries for duty in known.duties)
        part.hours += _hours(demand, found, account, seat, window)
        for child in seating.rolled_into(account):
            part.hours += _hours(demand, found, child, seat, window) * book.policy.rolled_percent // 100
        part.wanted = part.wanted or active or _opens(demand.work(account), seat, day)
    else:
        starts = demand.work(account).starts
        active = starts is None or starts <= day
        if active and seat.line.hours is not None:
            part.hours += seat.line.hours.of(found.line.serve.get(own := touch_of(book, account), own))
        part.wanted = part.wanted or active
    if active:
        part.accounts += 1
        part.arr += known.arr or 0


def _opens(work: Work, seat: AskedSeat, day: date) -> bool:
    """Whether a seat has work within ``AHEAD`` days."""
    opens = [work.opens(duty, day) for duty in seat.carries]
    return any(one is not None and (one - day).days <= AHEAD for one in opens)


def _hours(demand: Demand, found: SeatSet, account: Account, seat: AskedSeat, window: Window) -> int:
    own = touch_of(demand.book, account)
    served = found.line.serve.get(own, own)
    carrying = found.carrying
    return sum([hours for duty, hours in demand.hours(account, window, served) if carrying.get(duty) is seat])


def _ask(seating: Seating, part: _Asked, day: date) -> Ask | None:
    """The seat as it is asked for; None where nobody is needed and nobody is there."""
    if part.account is None or part.seat is None:
        return None  # the parent of this family is no customer any more
    tenure = own_tenure(seating, part.account, part.seat, day)
    if tenure is None and not (part.wanted and part.seat.line.need is Need.REQUIRED):
        return None
    known = [one.holder.person for one in seating.held(part.account).lasting(day) if one.holder.person is not None]
    return Ask(
        account=part.account,
        seat=part.seat,
        tenure=tenure,
        hours=part.hours,
        accounts=part.accounts,
        arr=part.arr,
        familiar=frozenset(known),
    )
