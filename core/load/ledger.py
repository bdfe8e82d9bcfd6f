"""Who has how many hours: sums by account, person and pool that follow a change for the cost of what it touched.

Three strata. Each account's hours are a function of the book, the account and the window. Sums by holder are kept
running. Shares of pools and capacities are divided anew, which costs the people, never the accounts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from core.accounts import Account
from core.book.book import Book, Delta
from core.book.table import Table
from core.journey import arr_on
from core.load.capacity import Capacity, capacity
from core.load.hours import Charge, Window, charges, month_from
from core.load.pools import MemberLoad, Shares, divided
from core.load.tally import NOBODY, Extra, Key, tally
from core.models.seating import Seating
from core.moment import Moment
from core.people import Pool
from core.words import Band, Family, PersonStatus

if TYPE_CHECKING:  # only plans that are measured tell them, and lists start sooner without
    from core.load.demand import Demand
    from core.load.steady import SteadyAccounts


@dataclass(frozen=True, slots=True)
class AccountLoad:
    """The hours of an account over the ledger's window."""

    account: int
    """Account id."""
    hours: int
    """Hundredths of an hour, whoever has them."""
    _ledger: Ledger = field(repr=False, compare=False)

    @property
    def charges(self) -> tuple[Charge, ...]:
        """The lines with their reasons, made when asked for; they add up to ``hours``."""
        return self._ledger.charges(self.account)


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """The hours of a person over the ledger's window."""

    person: int
    """Person id."""
    hours: int
    """Hundredths of an hour: named and pool hours."""
    named_hours: int
    """Hundredths from seats the person acts in."""
    pool_hours: int
    """Hundredths from the pools the person is in."""
    capacity: int
    """Hundredths of an hour over the same days."""
    utilisation: int | None
    """Hours of capacity in hundredths of a percent; None under one hour of capacity."""
    band: Band
    """The load in a word."""
    accounts: int
    """Accounts on which the person acts in a seat with work today."""
    arr: int
    """Their ARR today, minor units of the book's currency, rolled-up children included."""
    unpriced: int
    """Accounts among them whose ARR is not known or has no rate."""
    client: bool
    """False for somebody whose roles hold no seats: no bar."""


@dataclass(frozen=True, slots=True)
class PoolLoad:
    """The hours of a pool over the ledger's window."""

    pool: int
    """Pool id."""
    hours: int
    """Hundredths of an hour."""
    members: tuple[MemberLoad, ...]
    """What it asks of each member."""
    free: int
    """Hundredths its members have left for it."""
    left_over: int
    """Hundredths that no member can have, because none has any capacity."""
    utilisation: int | None
    """Hours of what is free, in hundredths of a percent; None under one free hour."""
    band: Band
    """The load in a word."""
    accounts: int
    """Accounts on which the pool acts in a seat with work today."""
    arr: int
    """Their ARR today, minor units of the book's currency."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a person's load."""

    account: int | None
    """Account id; None for the share of a pool."""
    pool: int | None
    """Pool id; None for a seat."""
    seat: str
    """Seat key."""
    duty: str
    """The duty, ``handover``, ``assist``, or ``pool``."""
    hours: int
    """Hundredths of an hour."""
    why: str
    """How they come about."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Both sides of what must be equal: who has the hours, and where they come from. Hundredths of an hour."""

    people: int
    """Named hours of the people who are here."""
    pools: int
    """Hours of pools."""
    outside: int
    """Hours of functions outside the roster."""
    vacant: int
    """Hours of open positions."""
    nobody: int
    """Hours that nobody has."""
    duties: int
    """Hours of all duties."""
    handover: int
    """Hours of handing over."""
    assists: int
    """Hours of assisting seats."""
    relieved: int
    """Hours that assisting seats take off the duties."""

    @property
    def held(self) -> int:
        """All hours by who has them."""
        return self.people + self.pools + self.outside + self.vacant + self.nobody

    @property
    def asked(self) -> int:
        """All hours by where they come from; always equal to ``held``."""
        return self.duties + self.handover + self.assists - self.relieved


class _Entry(NamedTuple):
    """What one account contributes."""

    parts: tuple[tuple[Key, int], ...]
    duties: int
    handover: int
    assists: int
    relieved: int
    acting: tuple[Key, ...]
    arr: int | None
    absent: tuple[int, ...]
    """People whose leave a cover on the account stands for."""

    @property
    def hours(self) -> int:
        return self.duties + self.handover + self.assists - self.relieved


_NOTHING = _Entry((), 0, 0, 0, 0, (), None, ())
_Sum = tuple[int, int, int, int]
"""Hours, accounts, ARR and unpriced accounts of a holder."""
_ZERO: _Sum = (0, 0, 0, 0)
_SOURCES = ("duties", "handover", "assists", "relieved")


class Ledger:
    """The load of one book over the 30 days from a moment, or another window. A value: a change gives another one."""

    def __init__(
        self,
        book: Book,
        moment: Moment,
        window: Window,
        entries: Table[_Entry],
        sums: Mapping[Key, _Sum],
        sources: tuple[int, int, int, int],
        covers: Mapping[int, frozenset[int]],
        capacities: Mapping[int, Capacity],
        demand: Demand | None = None,
    ) -> None:
        """Use :meth:`of`."""
        self.book = book
        self.demand = demand
        """What the book's accounts ask for, where it was read beforehand."""
        self.moment = moment
        self.window = window
        self._entries = entries
        self._sums = sums
        self._sources = sources
        self._covers = covers
        self._capacities = capacities
        self._shares = self._divide()
        self._pool_hours: dict[int, int] = {}
        for shares in self._shares.values():
            for member in shares.members:
                self._pool_hours[member.person] = self._pool_hours.get(member.person, 0) + member.hours

    @classmethod
    def of(
        cls, book: Book, moment: Moment, window: Window | None = None, steady: SteadyAccounts | None = None
    ) -> Ledger:
        """The load of a book over a window of days, the 30 days from today unless given.

        With its ``steady`` accounts known, those cost less; the load is the same.
        """
        window = window or month_from(moment.today)
        seating = Seating.of(book)
        builder = _Builder({}, (0, 0, 0, 0), {})
        pairs = []
        for account in book.accounts.all():
            entry = _steady_entry(steady, account, window, moment.today) if steady is not None else None
            if entry is None:
                entry = _entry(book, seating, account, window, moment.today)
            pairs.append((account.id, entry))
            if entry is not _NOTHING:
                builder.count(account.id, entry, 1)
        capacities = {person.id: capacity(book, person, window) for person in book.people.values()}
        entries = Table.of(pairs)
        demand = steady.demand if steady is not None else None
        return cls(book, moment, window, entries, builder.sums, builder.sources, builder.covers, capacities, demand)

    def after(self, book: Book, delta: Delta) -> Ledger:
        """The load after a change; equals one made from scratch, and costs the accounts and people it touched."""
        if delta.everything or self._pools_renamed(book, delta):
            return Ledger.of(book, self.moment, self.window)
        seating = Seating.of(book)
        builder = _Builder(dict(self._sums), self._sources, dict(self._covers))
        fresh: dict[int, _Entry | None] = {}
        for number in self._touched(book, delta):
            before = self._entries.get(number)
            account = book.accounts.get(number)
            after = None
            if account is not None:
                after = _entry(book, seating, account, self.window, self.moment.today)
            if before is not None:
                builder.count(number, before, -1)
            if after is not None:
                builder.count(number, after, 1)
            fresh[number] = after
        return Ledger(
            book,
            self.moment,
            self.window,
            self._entries.put(fresh),
            builder.sums,
            builder.sources,
            builder.covers,
            self._capacities_after(book, delta),
        )

    def moved_to(self, moment: Moment) -> Ledger:
        """The load of the same book from another day."""
        return self if moment.today == self.moment.today else Ledger.of(self.book, moment)

    # Reading ------------------------------------------------------------------------------------------------

    def account(self, account: int) -> AccountLoad:
        """The hours of an account; 0 for one that asks for none."""
        return AccountLoad(account, self._entries.get(account, _NOTHING).hours, self)

    def charges(self, account: int) -> tuple[Charge, ...]:
        """The lines of an account with their reasons."""
        record = self.book.accounts.get(account)
        return charges(self.book, Seating.of(self.book), record, self.window) if record is not None else ()

    def hours_on(self, account: int, person: int) -> int:
        """The named hours a person has on one account."""
        return sum(hours for key, hours in self._entries.get(account, _NOTHING).parts if key == person)

    def capacity(self, person: int) -> Capacity:
        """A person's capacity with its parts."""
        return self._capacities[person]

    def person(self, person: int) -> PersonLoad:
        """The load of a person or open position; ``KeyError`` for one that is not in the book."""
        room = self._capacities[person]
        named, accounts, arr, unpriced = self._sums.get(person, _ZERO)
        pooled = self._pool_hours.get(person, 0)
        hours = named + pooled
        return PersonLoad(
            person=person,
            hours=hours,
            named_hours=named,
            pool_hours=pooled,
            capacity=room.hours,
            utilisation=utilisation(hours, room.hours),
            band=self.book.policy.band_of_load(hours, room.hours),
            accounts=accounts,
            arr=arr,
            unpriced=unpriced,
            client=room.client,
        )

    def people(self) -> tuple[PersonLoad, ...]:
        """The load of everybody who is not archived, by id."""
        return tuple(self.person(person.id) for person in self.book.people.all() if not person.archived)

    def over_hours(self) -> int:
        """Hundredths of an hour beyond capacity, summed over everybody who may hold seats."""
        loads = (self.person(person) for person, room in self._capacities.items() if room.client)
        return sum(max(0, load.hours - load.capacity) for load in loads)

    def pool(self, pool: int) -> PoolLoad:
        """The load of a pool; ``KeyError`` for one that is not in the book."""
        shares = self._shares[pool]
        hours, accounts, arr, _ = self._sums.get(-pool, _ZERO)
        free = sum(member.free for member in shares.members)
        return PoolLoad(
            pool=pool,
            hours=hours,
            members=shares.members,
            free=free,
            left_over=shares.left_over,
            utilisation=utilisation(hours, free),
            band=self.book.policy.band_of_load(hours, free),
            accounts=accounts,
            arr=arr,
        )

    def lines(self, person: int) -> tuple[Line, ...]:
        """The lines that make up a person's hours, largest first; their sum is the hours exactly."""
        lines = [
            Line(charge.account, None, charge.seat, charge.duty.value, charge.hours, charge.why)
            for account in self.accounts_of(person)
            for charge in self.charges(account)
            if charge.holder is not None and charge.holder.person == person
        ]
        lines += [
            Line(None, pool, "", "pool", member.hours, self._pool_why(pool))
            for pool, shares in self._shares.items()
            for member in shares.members
            if member.person == person and member.hours
        ]
        lines.sort(key=lambda line: (-line.hours, line.account or 0, line.pool or 0, line.seat, line.duty))
        return tuple(lines)

    def accounts_of(self, person: int) -> tuple[int, ...]:
        """The accounts on which a person has named hours or acts in a seat with work, by id."""
        found = (number for number in sorted(self._near(self.book, (person,))) if self._has(number, person))
        return tuple(found)

    def totals(self) -> Totals:
        """Both sides of the conservation of hours."""
        people = self.book.people
        sides = {"people": 0, "pools": 0, "outside": 0, "vacant": 0, "nobody": 0}
        for key, (hours, *_) in self._sums.items():
            sides[_side(key, people.get(key) if isinstance(key, int) else None)] += hours
        return Totals(**sides, **dict(zip(_SOURCES, self._sources, strict=True)))

    def outside(self) -> Mapping[str, int]:
        """Hours of each function outside the roster, hundredths, by ``outside:FUNCTION``."""
        return {key: total[0] for key, total in self._sums.items() if isinstance(key, str) and total[0]}

    # Parts --------------------------------------------------------------------------------------------------

    def _has(self, account: int, person: int) -> bool:
        entry = self._entries.get(account, _NOTHING)
        return any(key == person for key, _ in entry.parts) or person in entry.acting

    def _pool_why(self, pool: int) -> str:
        record = self.book.pools[pool]
        hours = self._sums.get(-pool, _ZERO)[0]
        return f"share of {hours / 100:.1f} h in the pool {record.title}"

    def _divide(self) -> dict[int, Shares]:
        pools: list[tuple[Pool, int]] = [(pool, self._sums.get(-pool.id, _ZERO)[0]) for pool in self.book.pools.all()]
        if not pools:
            return {}
        room = {person: one.hours for person, one in self._capacities.items()}
        named = {key: total[0] for key, total in self._sums.items() if isinstance(key, int) and key > 0}
        return divided(pools, room, named)

    def _pools_renamed(self, book: Book, delta: Delta) -> bool:
        """Whether a pool came, went, or goes by another key: plan lines find their pools by it."""
        for number in delta.tables.get("pools", ()):
            before, after = self.book.pools.get(number), book.pools.get(number)
            if before is None or after is None or (before.key, before.archived) != (after.key, after.archived):
                return True
        return False

    def _touched(self, book: Book, delta: Delta) -> set[int]:
        """Every account whose hours may differ: the ones edited, those of people edited, and their families."""
        touched = set(delta.accounts)
        edited = delta.tables.get("people", ())
        for one in (self.book, book):
            touched |= self._near(one, edited)
        reached: set[int] = set()
        for one in (self.book, book):
            for number in touched:
                _family(one, number, reached)
        return reached | touched

    def _near(self, book: Book, people: Iterable[int]) -> set[int]:
        """The accounts on which any of some people, or their reports' leads, may have hours."""
        near: set[int] = set()
        seating = Seating.of(book)
        for person in people:
            near.update(tenure.account for tenure in book.tenures_of_person(person))
            near |= self._covers.get(person, frozenset())
            if seating.has_lead_seats:
                for report in book.reports_of(person):
                    near.update(tenure.account for tenure in book.tenures_of_person(report.id))
        reached = set(near)
        for number in near:
            _descend(book, number, reached)
        return reached

    def _capacities_after(self, book: Book, delta: Delta) -> Mapping[int, Capacity]:
        edited = delta.tables.get("people", frozenset())
        if not edited:
            return self._capacities
        changed = set(edited)
        for one in (self.book, book):
            people = (one.people.get(number) for number in edited)
            changed.update(person.lead for person in people if person is not None and person.lead is not None)
        capacities = dict(self._capacities)
        for number in changed:
            person = book.people.get(number)
            if person is None:
                capacities.pop(number, None)
            else:
                capacities[number] = capacity(book, person, self.window)
        return capacities


@dataclass(slots=True)
class _Builder:
    """Running sums while accounts are counted in and out."""

    sums: dict[Key, _Sum]
    sources: tuple[int, int, int, int]
    covers: dict[int, frozenset[int]]

    def count(self, number: int, entry: _Entry, sign: int) -> None:
        """Count an account's entry in (1) or out (-1)."""
        sums = self.sums
        for key, hours in entry.parts:
            total = sums.get(key, _ZERO)
            sums[key] = (total[0] + sign * hours, total[1], total[2], total[3])
        for key in entry.acting:
            total = sums.get(key, _ZERO)
            known = entry.arr is not None
            sums[key] = (
                total[0],
                total[1] + sign,
                total[2] + sign * (entry.arr or 0),
                total[3] + (0 if known else sign),
            )
        duties, handover, assists, relieved = self.sources
        self.sources = (
            duties + sign * entry.duties,
            handover + sign * entry.handover,
            assists + sign * entry.assists,
            relieved + sign * entry.relieved,
        )
        for person in entry.absent:
            accounts = self.covers.get(person, frozenset())
            self.covers[person] = accounts | {number} if sign > 0 else accounts - {number}


def utilisation(hours: int, room: int) -> int | None:
    """Hours as hundredths of a percent of a capacity; None under one hour of capacity."""
    return None if room < 100 else (20_000 * hours + room) // (2 * room)


def _entry(book: Book, seating: Seating, account: Account, window: Window, today: date) -> _Entry:
    drawn = tally(book, seating, account, *window)
    if not drawn.sums and not drawn.acting:
        return _NOTHING
    parts: dict[Key, int] = {}
    duties = handover = assists = net = 0
    for (kind, _), found in drawn.sums.items():
        gross, hours = found.settled()
        if kind is Extra.ASSIST:
            assists += gross
        elif kind is Extra.HANDOVER:
            handover += gross
        else:
            duties += gross
            net += sum(hours)
        for (_, key), amount in zip(found.parts, hours, strict=True):
            parts[key] = parts.get(key, 0) + amount
    arr = arr_on(book, account, today) if drawn.acting else None
    if arr is not None and book.children_of(account.id):
        arr += sum(arr_on(book, child, today) or 0 for child in seating.rolled_into(account))
    return _Entry(
        parts=tuple(parts.items()),
        duties=duties,
        handover=handover,
        assists=assists,
        relieved=duties - net,
        acting=tuple(drawn.acting),
        arr=arr,
        absent=drawn.absent,
    )


def _steady_entry(steady: SteadyAccounts, account: Account, window: Window, today: date) -> _Entry | None:
    """What an account contributes while nothing about its seats changes; None where that has to be worked out."""
    if not account.is_active or steady.seating.bearer(account) is not account:
        return _NOTHING
    found = steady.over(account, window)
    if found is None:
        return None
    asked = found.found
    if asked is not None and asked.line.unmanaged:
        return _NOTHING
    parts = found.duties(window)
    duties = sum(parts.values())
    handovers = found.handovers(window)
    for key, hours in handovers.items():
        parts[key] = parts.get(key, 0) + hours
    carrying = asked.carrying if asked is not None else {}
    opened = steady.demand.work(account).on(window[0])
    acting = {found.key(carrying.get(duty)) for duty in opened}
    return _Entry(
        parts=tuple(parts.items()),
        duties=duties,
        handover=sum(handovers.values()),
        assists=0,
        relieved=0,
        acting=tuple(acting),
        arr=steady.demand.on(account, today).arr if acting else None,
        absent=(),
    )


def _side(key: Key, person: object) -> str:
    """Which side of the totals a holder is on."""
    if isinstance(key, str):
        return "outside"
    if key == NOBODY:
        return "nobody"
    if key < 0:
        return "pools"
    return "vacant" if getattr(person, "status", None) is PersonStatus.VACANCY else "people"


def _family(book: Book, number: int, reached: set[int]) -> None:
    """Add the accounts that follow an account or are rolled into it, and the ones it is rolled into."""
    _descend(book, number, reached)
    account = book.accounts.get(number)
    while account is not None and account.parent is not None and account.family is Family.ROLLED:
        reached.add(account.parent)
        account = book.accounts.get(account.parent)


def _descend(book: Book, number: int, reached: set[int]) -> None:
    for child in book.children_of(number):
        if child.id not in reached:
            reached.add(child.id)
            _descend(book, child.id, reached)
