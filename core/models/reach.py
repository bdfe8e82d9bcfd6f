"""How a plan meets a book: how many accounts each line is for, and which duties, roles and people are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.journey import stage_of
from core.models.plan import AskedSeat, PlannedLine, SeatSet
from core.models.seating import Seating
from core.people import Person
from core.wording import counted, listed
from core.words import Duty, PersonStatus, SeatHolding


@dataclass(frozen=True, slots=True)
class LineReach:
    """What one line of a plan is for."""

    line: PlannedLine
    """The line."""
    accounts: int
    """Active accounts it serves: those no earlier line fits."""
    fits: int
    """Active accounts its scope fits, whichever line serves them."""
    uncarried: tuple[tuple[Duty, int], ...]
    """(duty, accounts) that no seat of theirs and no outside function carries."""
    twice: tuple[tuple[Duty, int], ...]
    """(duty, accounts) that two of their seats carry."""

    @property
    def shadowed(self) -> bool:
        """Whether earlier lines take every account it fits."""
        return self.accounts == 0 and self.fits > 0


@dataclass(frozen=True, slots=True)
class Reach:
    """A plan in force on a book, counted."""

    lines: tuple[LineReach, ...]
    """Line by line."""
    unmatched: tuple[int, ...]
    """Ids of active accounts that no line fits."""
    roles_missing: tuple[str, ...]
    """Roles that seats ask for where nobody who is here has any role the seat takes."""
    idle: tuple[int, ...]
    """Ids of people who might hold seats, and whom no seat and no pool of the plan takes."""

    def notes(self, book: Book) -> tuple[str, ...]:
        """What should be looked at, as sentences; none when every line, duty, role and person has its place."""
        return tuple(_notes(book, self))


def reach(book: Book, day: date) -> Reach:
    """How the plan in force meets its book on a day; empty without a plan."""
    seating = Seating.of(book)
    counts = [_Counts() for _ in seating.lines]
    unmatched = []
    for account in book.accounts.all():
        if not account.is_active:
            continue
        served = seating.line_of(account, day)
        if served is None:
            unmatched.append(account.id)
        for line, count in zip(seating.lines, counts, strict=True):
            count.fits += line is served or _fits(seating, line, account, day)
        if served is not None:
            counts[served.index].serve(seating.seat_set(account, day), managed=not served.unmanaged)
    lines = tuple(count.reach(line) for line, count in zip(seating.lines, counts, strict=True))
    here = [person for person in book.people.all() if _is_here(person, day)]
    seats = [seat for line in seating.lines for group in line.groups for _, seat in group.choices]
    return Reach(lines, tuple(unmatched), tuple(_roles_missing(here, seats)), tuple(_idle(book, here, seats)))


class _Counts:
    """Counts of one line while accounts are read."""

    def __init__(self) -> None:
        self.fits = 0
        self.accounts = 0
        self.uncarried = dict.fromkeys(Duty, 0)
        self.twice = dict.fromkeys(Duty, 0)

    def serve(self, found: SeatSet | None, *, managed: bool) -> None:
        """Count an account that the line serves; a rolled-up one has no seats of its own."""
        self.accounts += 1
        if found is None or not managed:
            return
        for duty in Duty:
            carriers = sum(duty in seat.carries for seat in found.seats)
            self.uncarried[duty] += carriers == 0
            self.twice[duty] += carriers > 1

    def reach(self, line: PlannedLine) -> LineReach:
        """The counts as a value."""
        uncarried = tuple((duty, count) for duty, count in self.uncarried.items() if count)
        twice = tuple((duty, count) for duty, count in self.twice.items() if count)
        return LineReach(line, self.accounts, self.fits, uncarried, twice)


def _fits(seating: Seating, line: PlannedLine, account: Account, day: date) -> bool:
    if line.scope is None:
        return True
    return line.scope.fits(seating.placed(account), stage_of(seating.book, account, day), None, day)


def _is_here(person: Person, day: date) -> bool:
    return person.status is not PersonStatus.VACANCY and person.works_on(day)


def _roles_missing(here: Sequence[Person], seats: Sequence[AskedSeat]) -> Iterator[str]:
    """Roles of named seats that nobody at all could take for want of a role."""
    held = {role for person in here for role in person.role_keys}
    told: set[str] = set()
    for seat in seats:
        roles = seat.line.roles
        if seat.holder is not SeatHolding.NAMED or not roles or not held.isdisjoint(roles):
            continue
        for role in roles:
            if role not in told:
                told.add(role)
                yield role


def _idle(book: Book, here: Sequence[Person], seats: Sequence[AskedSeat]) -> Iterator[int]:
    pooled = {member.person for pool in book.pools.values() if not pool.archived for member in pool.members}
    leads = any(seat.holder is SeatHolding.LEAD for seat in seats)
    client = {role.key for role in book.roles.values() if role.client}
    for person in here:
        roles = [role for role in person.role_keys if role in client]
        if (person.role_keys and not roles) or person.id in pooled or (leads and book.reports_of(person.id)):
            continue
        if not any(_may_sit(seat, person, roles) for seat in seats):
            yield person.id


def _may_sit(seat: AskedSeat, person: Person, roles: Sequence[str]) -> bool:
    if seat.holder is not SeatHolding.NAMED or (seat.people is not None and not seat.people.fits(person)):
        return False
    return not seat.line.roles or any(role in seat.line.roles for role in roles)


def _notes(book: Book, found: Reach) -> Iterator[str]:
    if found.unmatched:
        fall = "falls" if len(found.unmatched) == 1 else "fall"
        yield f"{counted(len(found.unmatched), 'account')} {fall} under no line of the plan."
    for one in found.lines:
        where = f"Line {one.line.index + 1} ({one.line.title})"
        if one.shadowed:
            yield f"{where} serves no account: earlier lines take the {counted(one.fits, 'account')} it fits."
        elif not one.accounts:
            yield f"{where} fits no account."
        for duty, count in one.uncarried:
            yield f"{where}: nobody carries {duty.value} on {counted(count, 'account')}."
        for duty, count in one.twice:
            yield f"{where}: two seats carry {duty.value} on {counted(count, 'account')}."
    titles = {role.key: role.title for role in book.roles.values()}
    if found.roles_missing:
        yield f"Nobody has the role {listed((titles.get(role, role) for role in found.roles_missing), 'or')}."
    if found.idle:
        names = listed(book.people[person].name for person in found.idle)
        yield f"No seat of the plan takes {names}."
