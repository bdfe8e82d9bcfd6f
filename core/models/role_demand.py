"""How much of each role a plan asks for over the next year, and how much of it the team has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.journey import touch_of
from core.load.demand import Demand
from core.load.rates import MONTH
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Seating
from core.people import Person
from core.wording import rounded
from core.words import Need, SeatHolding

MONTHS_AHEAD = 12
"""Months over which the mean is taken: every yearly renewal counts once."""

FILLED = 90
"""Percent of a full-time position's hours that seats may fill."""

FULL_JOB = 6
"""Tenths of a full-time position under which a role is not a full job."""


@dataclass(frozen=True, slots=True)
class RoleDemand:
    """What the seats that take the same roles ask for together."""

    role: str
    """The role it goes by: the first one somebody has, else the first one named; empty where any role may sit."""
    roles: tuple[str, ...]
    """Roles that may sit there; of several kinds of seats those of the one with most hours."""
    learn: tuple[str, ...]
    """Roles whose holders may be proposed for it."""
    hours: int
    """Mean hours a month over the next twelve, hundredths."""
    fte: int
    """The same in tenths of a full-time position."""
    supply: int
    """What the team has of it, in percent of full-time positions."""
    pool: str = ""
    """Key of the pool that has most of these hours; empty where named seats have."""

    @property
    def full_job(self) -> bool:
        """Whether it is enough for a whole person."""
        return self.fte >= FULL_JOB


def role_demands(book: Book, seating: Seating, demand: Demand, day: date) -> tuple[RoleDemand, ...]:
    """The roles that a plan's seats ask for from a day on, the most wanted first.

    Mean monthly hours of the seats over twelve months, divided by the team's mean hours per full-time position times
    0.9. Of a seat that several roles may take, the demand goes by the first of them that somebody has.
    """
    hours: dict[tuple[str, ...], int] = {}
    pools: dict[tuple[str, ...], dict[str, int]] = {}
    learn: dict[tuple[str, ...], dict[str, None]] = {}
    window = (day, day + timedelta(days=MONTH * MONTHS_AHEAD))
    for seat, amount in _by_seat(_asked(book, seating, demand, window)):
        roles = seat.line.roles
        hours[roles] = hours.get(roles, 0) + amount
        by_pool = pools.setdefault(roles, {})
        by_pool[seat.pool_key] = by_pool.get(seat.pool_key, 0) + amount
        learn.setdefault(roles, {}).update(dict.fromkeys(seat.line.learn))
    here = [person for person in book.people.all() if person.works_on(day)]
    position = hours_per_position(book, here) * FILLED
    held = {role for person in here for role in person.role_keys}
    by_role: dict[str, list[tuple[str, ...]]] = {}
    for roles in sorted(hours, key=lambda one: -hours[one]):
        by_role.setdefault(next((one for one in roles if one in held), roles[0] if roles else ""), []).append(roles)
    made = []
    for role, alike in by_role.items():
        monthly = rounded(sum(hours[roles] for roles in alike), MONTHS_AHEAD)
        fte = rounded(monthly * 1_000, position) if position else 0
        supply = sum(share_of(person, alike[0]) for person in here)
        taught = dict.fromkeys(one for roles in alike for one in learn[roles])
        by_pool = pools[alike[0]]
        pool = max(by_pool, key=lambda key: (by_pool[key], key))
        made.append(RoleDemand(role, alike[0], tuple(taught), monthly, fte, supply, pool))
    return tuple(sorted(made, key=lambda one: (-one.hours, one.role)))


def hours_per_position(book: Book, people: Iterable[Person]) -> int:
    """The team's mean client hours a month of a full-time position, hundredths; the policy's for an empty team."""
    every = [(person.hours if person.hours is not None else book.policy.hours, person.fte) for person in people]
    whole = sum(fte for _, fte in every)
    return rounded(sum(hours * fte for hours, fte in every), whole) if whole else book.policy.hours


def share_of(person: Person, roles: tuple[str, ...]) -> int:
    """The part of a full-time position that somebody gives to some roles, in percent; to any where none is named."""
    shares = [held.share for held in person.roles if not roles or held.role in roles]
    return person.fte * min(100, sum(shares)) // 100


def _by_seat(asked: Iterable[tuple[AskedSeat, int]]) -> list[tuple[AskedSeat, int]]:
    """Hours summed by seat, in the order in which the seats are first asked for."""
    seats: dict[int, AskedSeat] = {}
    hours: dict[int, int] = {}
    for seat, amount in asked:
        number = id(seat)
        if number not in seats:
            seats[number], hours[number] = seat, 0
        hours[number] += amount
    return [(seat, hours[number]) for number, seat in seats.items()]


def _asked(book: Book, seating: Seating, demand: Demand, window: tuple[date, date]) -> Iterator[tuple[AskedSeat, int]]:
    """The seats of all accounts with their hours over a window."""
    for account in book.accounts.all():
        if not account.is_active or seating.bearer(account) is not account:
            continue
        if seating.constant:
            yield from _hours(book, demand, account, seating.seat_set(account, window[0]), window)
            continue
        stretches = demand.stretches(account, window)
        sets = [seating.seat_set(account, stretch.begin, stretch.stage) for stretch in stretches]
        if all(found is sets[0] for found in sets):
            yield from _hours(book, demand, account, sets[0], window)
        else:
            for stretch, found in zip(stretches, sets, strict=True):
                days = (stretch.begin, stretch.begin + timedelta(days=stretch.days))
                yield from _hours(book, demand, account, found, days)


def _hours(
    book: Book, demand: Demand, account: Account, found: SeatSet | None, window: tuple[date, date]
) -> Iterator[tuple[AskedSeat, int]]:
    if found is None or found.line.unmanaged:
        return
    own = touch_of(book, account)
    served = found.line.serve.get(own, own)
    for duty, amount in demand.hours(account, window, served):
        seat = found.carrying.get(duty)
        if seat is not None and seat.holder in (SeatHolding.NAMED, SeatHolding.POOL):
            yield seat, amount
    for seat in found.assisting:
        if seat.holder is SeatHolding.NAMED and seat.line.need is Need.REQUIRED and seat.line.hours is not None:
            yield seat, seat.line.hours.of(served) * (window[1] - window[0]).days // MONTH
