"""Who sits where: the seats the plan in force asks for on an account, and who acts in each on a day.

Everything here is a function of the book and a date; nothing is stored and no clock writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.journey import stage_of, touch_of
from core.models.duties import work_of
from core.models.plan import AskedSeat, PlannedLine, SeatSet, compiled
from core.organisation import Leadership
from core.people import Person
from core.schema import revise
from core.seats import Holder, Tenure, outside_holder, person_holder, pool_holder
from core.words import (
    OUTSIDE_PREFIX,
    POOL_PREFIX,
    Duty,
    Family,
    HolderKind,
    PersonStatus,
    SeatHolding,
    Stage,
    TenureKind,
    Touch,
)

__all__ = ["AskedSeat", "Owner", "PlannedLine", "SeatSet", "Seating", "acting", "owner_of", "permanent"]


@dataclass(frozen=True, slots=True)
class Owner:
    """Who leads an account: the acting holder of its lead seat."""

    kind: HolderKind | None = None
    """Person, pool or outside; None when nobody leads."""
    person: int | None = None
    """Person id; a vacancy is a person too."""
    pool: int | None = None
    """Pool id."""
    function: str = ""
    """Function outside the roster."""
    lead_seat: str = ""
    """Key of the seat that leads."""
    text: str = ""
    """As a column shows it: a name, ``pool:KEY``, ``outside:FUNCTION``, ``vacant (...)`` or nothing."""


NOBODY = Owner()
"""The owner of an account that nobody leads."""


def acting(book: Book, account_id: int, seat_key: str, day: date) -> Tenure | None:
    """The tenure that acts in a seat on a day: the latest valid cover whose holder is present, else the permanent one.

    Reads the account's own tenures only; ``Seating.holding`` adds seats inherited and families that follow.
    """
    return _acting(book, book.tenures_of(account_id), seat_key, day)


def permanent(book: Book, account_id: int, seat_key: str, day: date) -> Tenure | None:
    """The permanent tenure of a seat on a day, cover or not."""
    for tenure in book.tenures_of(account_id):
        if tenure.kind is TenureKind.PERMANENT and tenure.seat == seat_key and tenure.holds_on(day):
            return tenure
    return None


def _acting(book: Book, tenures: tuple[Tenure, ...], seat_key: str, day: date) -> Tenure | None:
    cover: Tenure | None = None
    lasting: Tenure | None = None
    for tenure in tenures:
        if tenure.seat != seat_key or not tenure.holds_on(day):
            continue
        if tenure.kind is TenureKind.PERMANENT:
            lasting = tenure
        elif tenure.kind is TenureKind.COVER and (cover is None or tenure.since >= cover.since):
            cover = tenure if stands(book, tenure, day) else cover
    return cover or lasting


def stands(book: Book, cover: Tenure, day: date) -> bool:
    """Whether a cover acts on a day of its interval: its leave lasts, and its holder is not away themselves.

    A cover belongs to a leave: moving the leave's days moves all its covers.
    """
    if cover.leave_of is not None and cover.leave is not None:
        absent = book.people.get(cover.leave_of)
        leaves = absent.leaves if absent is not None else ()
        if not any(leave.number == cover.leave and leave.since <= day < leave.until for leave in leaves):
            return False
    if cover.holder.kind is not HolderKind.PERSON or cover.holder.person is None:
        return True
    person = book.people.get(cover.holder.person)
    return person is not None and person.present_on(day)


class Seating:
    """The plan in force on one book: which seats each account asks for and who holds them."""

    def __init__(self, book: Book) -> None:
        """Use :meth:`of`, which keeps the result with the book."""
        self.book = book
        self.plan = book.plan
        """The plan in force; None while no model was chosen, and then no account asks for a seat."""
        ready = compiled(book, self.plan) if self.plan is not None else None
        self.lines: tuple[PlannedLine, ...] = ready.lines if ready is not None else ()
        """The plan's lines in order."""
        self.problems: tuple[str, ...] = ready.problems if ready is not None else ()
        """What of the plan could not be understood, as sentences."""
        self.leadership: Leadership | None = _leadership(self.lines)
        """What reports cost their lead, where a model in force says so."""
        self.has_lead_seats = any(
            seat.holder is SeatHolding.LEAD for line in self.lines for group in line.groups for _, seat in group.choices
        )
        """Whether any seat is held by the lead of another seat's holder."""
        self._openings = {
            person.id: person.starts
            for person in book.people.values()
            if person.status is PersonStatus.VACANCY and person.starts is not None
        }
        self._sets: dict[tuple[object, ...], SeatSet] = {}

    @classmethod
    def of(cls, book: Book) -> Seating:
        """The seating of a book, made once."""
        return book.kept("seating", cls)

    # Seats --------------------------------------------------------------------------------------------------

    def line_of(self, account: Account, day: date) -> PlannedLine | None:
        """The first plan line an account falls under on a day; None when no line fits or the customer is gone."""
        return self._line(self.placed(account), self._stage(account, day), day)

    def seat_set(self, account: Account, day: date, stage: Stage | None = None) -> SeatSet | None:
        """The seats an account asks for on a day with their look-ups; None without a line.

        Pass the stage where it is known already.
        """
        if not account.is_active or self.bearer(account) is not account:
            return None
        if stage is None:
            stage = self._stage(account, day)
        placed = self.placed(account)
        line = self._line(placed, stage, day)
        if line is None or line.fixed is not None:
            return line.fixed if line is not None else None
        own = touch_of(self.book, account)
        served = line.serve.get(own, own)
        picked = [group.pick(placed, stage, served, day) for group in line.groups]
        key = (line.index, *map(id, picked))
        made = self._sets.get(key)
        if made is None:
            made = self._sets[key] = SeatSet.of(line, [seat for seat in picked if seat is not None])
        return made

    def seats(self, account: Account, day: date) -> tuple[AskedSeat, ...]:
        """The seats an account asks for on a day; none when it is churned, unmanaged or in no line."""
        found = self.seat_set(account, day)
        return found.seats if found is not None else ()

    def seat(self, account: Account, key: str, day: date) -> AskedSeat | None:
        """One of the account's seats by key."""
        found = self.seat_set(account, day)
        return found.seat(key) if found is not None else None

    def unmanaged(self, account: Account, day: date) -> str | None:
        """Why an account is deliberately left without people; None for one that is managed or forgotten."""
        line = self.line_of(account, day)
        return line.unmanaged if line is not None and line.unmanaged else None

    def served_touch(self, account: Account, day: date) -> Touch:
        """The touch an account is served at: its own, unless its plan line says another."""
        own = touch_of(self.book, account)
        line = self.line_of(account, day)
        return line.serve.get(own, own) if line is not None else own

    def active(self, account: Account, seat: AskedSeat, day: date) -> bool:
        """Whether a seat has work on a day; an assisting seat does on every day of an active customer."""
        if not seat.carries:
            return account.is_active
        opened = work_of(self.book, account).on(day)
        return any(duty in opened for duty in seat.carries)

    def wanted(self, account: Account, seat: AskedSeat, day: date) -> bool:
        """Whether a seat must have a holder on a day: it is active, or will be within its ``fill_ahead`` days."""
        if self.active(account, seat, day):
            return True
        first = self.first_work(account, seat, day)
        return first is not None and (first - day).days <= seat.line.fill_ahead

    def first_work(self, account: Account, seat: AskedSeat, day: date) -> date | None:
        """The first day from ``day`` on on which a seat has work; None when it has none again."""
        if not seat.carries:
            return day
        work = work_of(self.book, account)
        opens = [opened for opened in (work.opens(duty, day) for duty in seat.carries) if opened is not None]
        return min(opens, default=None)

    # Holders ------------------------------------------------------------------------------------------------

    def holding(self, account: Account, seat: AskedSeat, day: date) -> Tenure | None:
        """The tenure that acts in a seat on a day.

        The account's own; else that of a seat this one inherits from, kept since the account came from another
        model; else, for a child that follows, the parent's where the parent has the same seat.
        """
        found = acting(self.book, account.id, seat.key, day) or self._inherited(account, seat, day)
        if found is not None or account.parent is None or account.family is not Family.FOLLOW:
            return found
        parent = self.book.accounts.get(account.parent)
        same = self.seat(parent, seat.key, day) if parent is not None else None
        if parent is None or same is None or same.holder is not seat.holder:
            return None
        return self.holding(parent, same, day)

    def holder(self, account: Account, seat: AskedSeat, day: date) -> Holder | None:
        """Who acts in a seat on a day; None for nobody.

        Outside and lead seats are derived and never assigned. A pool seat belongs to the line's pool unless a
        tenure says otherwise.
        """
        if seat.holder is SeatHolding.OUTSIDE:
            return outside_holder(seat.function)
        if seat.holder is SeatHolding.LEAD:
            return self._lead_of_lead_seat(account, day)
        tenure = self.holding(account, seat, day)
        if tenure is not None:
            return tenure.holder
        if seat.holder is SeatHolding.POOL:
            return self.pool_of(seat)
        return None

    def pool_of(self, seat: AskedSeat) -> Holder | None:
        """The pool a plan line names for a pool seat."""
        pools = self.book.kept("pool keys", lambda book: {p.key: p for p in book.pools.values() if not p.archived})
        pool = pools.get(seat.pool_key)
        return pool_holder(pool.id) if pool is not None else None

    def shares(self, account: Account, seat: AskedSeat, day: date) -> tuple[tuple[Holder | None, int], ...]:
        """Who has which percent of a seat's hours on a day, the acting holder first; two in an overlap."""
        if seat.holder is SeatHolding.OUTSIDE or seat.holder is SeatHolding.LEAD:
            return ((self.holder(account, seat, day), 100),)
        tenure = self.holding(account, seat, day)
        main = tenure.holder if tenure is not None else None
        if tenure is None and seat.holder is SeatHolding.POOL:
            main = self.pool_of(seat)
        left = 100
        leaving: list[tuple[Holder | None, int]] = []
        for other in self.book.tenures_of(tenure.account if tenure is not None else account.id):
            if other.kind is TenureKind.OVERLAP and other.seat == seat.key and other.holds_on(day):
                part = min(other.share, left)
                leaving.append((other.holder, part))
                left -= part
        return ((main, 100),) if not leaving else ((main, left), *leaving)

    def tenures(self, account: Account) -> tuple[Tenure, ...]:
        """The tenures that fill an account's seats, past and future: its own, and its parent's where it follows.

        The parent's count only for seats on which the account never had one of its own.
        """
        own = self.book.tenures_of(account.id)
        if account.parent is None or account.family is not Family.FOLLOW:
            return own
        parent = self.book.accounts.get(account.parent)
        if parent is None:
            return own
        taken = {tenure.seat for tenure in own}
        return (*own, *(tenure for tenure in self.tenures(parent) if tenure.seat not in taken))

    def turns(self, account: Account, since: date, until: date) -> list[date]:
        """The days strictly inside a window on which an account's seats or their holders may change.

        Duties have their own (``duties.Work.turns``).
        """
        days: list[date] = []
        if account.established is None and account.started is not None:
            days.append(account.started + timedelta(days=365))
            days += [outcome.on for outcome in account.outcomes]
        source: Account | None = account
        while source is not None:
            for tenure in self.book.tenures_of(source.id):
                days.append(tenure.since)
                if tenure.until is not None:
                    days.append(tenure.until)
                if tenure.kind is TenureKind.COVER:
                    days += self._cover_turns(tenure)
                if tenure.holder.person in self._openings:
                    days.append(self._openings[tenure.holder.person])
            follows = source.parent is not None and source.family is Family.FOLLOW
            source = self.book.accounts.get(source.parent) if follows and source.parent is not None else None
        return [day for day in days if since < day < until]

    def _cover_turns(self, cover: Tenure) -> Iterator[date]:
        """The days on which a cover's leave, or its holder's presence, begins or ends."""
        for number in (cover.leave_of, cover.holder.person):
            person = self.book.people.get(number) if number is not None else None
            if person is None:
                continue
            yield from (day for leave in person.leaves for day in (leave.since, leave.until))
            yield from (day for day in (person.starts, person.ends) if day is not None)

    def vacant(self, holder: Holder | None, day: date) -> bool:
        """Whether nobody is there: no holder, or an open position that has not started."""
        if holder is None:
            return True
        if holder.kind is not HolderKind.PERSON or holder.person is None:
            return False
        person = self.book.people.get(holder.person)
        return person is None or (person.status is PersonStatus.VACANCY and not person.works_on(day))

    # Families -----------------------------------------------------------------------------------------------

    def bearer(self, account: Account) -> Account:
        """The account whose seats do an account's work: itself, or for a rolled-up child its parent."""
        while account.family is Family.ROLLED and account.parent is not None:
            parent = self.book.accounts.get(account.parent)
            if parent is None or not parent.is_active:
                return account
            account = parent
        return account

    def rolled_into(self, account: Account) -> Iterator[Account]:
        """The active children, and theirs, whose work an account's seats do for them."""
        for child in self.book.children_of(account.id):
            if child.family is Family.ROLLED and child.is_active:
                yield child
                yield from self.rolled_into(child)

    def placed(self, account: Account) -> Account:
        """The account as the plan sees it: a child that follows its parent is in the parent's segment."""
        if account.parent is None or account.family is not Family.FOLLOW:
            return account
        parent = self.book.accounts.get(account.parent)
        if parent is None or not parent.is_active:
            return account
        segment = self.placed(parent).segment
        return account if segment == account.segment else revise(account, segment=segment)

    # Leading ------------------------------------------------------------------------------------------------

    def lead_seat(self, account: Account, day: date) -> AskedSeat | None:
        """The seat that leads an account on a day: the one its model names for the stage, else the adoption seat."""
        account = self.bearer(account)
        stage = self._stage(account, day)
        found = self.seat_set(account, day, stage)
        if found is None or not found.seats:
            return None
        model = found.line.model
        if model is not None:
            for named, key in model.leads:
                seat = found.seat(key) if named is stage else None
                if seat is not None and not self.vacant(self.holder(account, seat, day), day):
                    return seat
        return found.carrying.get(Duty.ADOPTION) or found.seats[0]

    def owner(self, account: Account, day: date) -> Owner:
        """Who leads an account on a day."""
        account = self.bearer(account)
        seat = self.lead_seat(account, day)
        if seat is None:
            return NOBODY
        holder = self.holder(account, seat, day)
        if holder is None:
            return Owner(lead_seat=seat.key)
        return Owner(
            kind=holder.kind,
            person=holder.person,
            pool=holder.pool,
            function=holder.function,
            lead_seat=seat.key,
            text=self.holder_text(holder, day),
        )

    def holder_text(self, holder: Holder | None, day: date) -> str:
        """A holder as a column shows it; empty for nobody."""
        if holder is None:
            return ""
        if holder.kind is HolderKind.OUTSIDE:
            return OUTSIDE_PREFIX + holder.function
        if holder.kind is HolderKind.POOL:
            pool = self.book.pools.get(holder.pool or 0)
            return POOL_PREFIX + pool.key if pool is not None else ""
        person = self.book.people.get(holder.person or 0)
        if person is None:
            return ""
        return _vacancy_text(person, day) if self.vacant(holder, day) else person.name

    def _lead_of_lead_seat(self, account: Account, day: date) -> Holder | None:
        """The lead of whoever holds the lead seat; a lead's own lead when a lead holds it."""
        seat = self.lead_seat(account, day)
        if seat is None or seat.holder is SeatHolding.LEAD:
            return None
        holder = self.holder(account, seat, day)
        person = self.book.people.get(holder.person) if holder is not None and holder.person is not None else None
        return person_holder(person.lead) if person is not None and person.lead is not None else None

    # Parts --------------------------------------------------------------------------------------------------

    def _stage(self, account: Account, day: date) -> Stage | None:
        return stage_of(self.book, account, day)

    def _line(self, placed: Account, stage: Stage | None, day: date) -> PlannedLine | None:
        if not placed.is_active:
            return None
        for line in self.lines:
            if line.scope is None or line.scope.fits(placed, stage, None, day):
                return line
        return None

    def _inherited(self, account: Account, seat: AskedSeat, day: date) -> Tenure | None:
        if not seat.line.inherits:
            return None
        asked = self.seat_set(account, day)
        keys = asked.keys if asked is not None else frozenset[str]()
        for key in seat.line.inherits:
            found = acting(self.book, account.id, key, day) if key not in keys else None
            if found is not None:
                return found
        return None

    def _source(self, account: Account, seat: AskedSeat, day: date) -> int:
        """The account whose tenures fill a seat: its own, or the parent's that it follows."""
        tenure = self.holding(account, seat, day)
        return tenure.account if tenure is not None else account.id


def owner_of(book: Book, seating: Seating, account: Account, day: date) -> Owner:
    """Who leads an account on a day; the column, the filter and the JSON all read it."""
    return seating.owner(account, day)


def _leadership(lines: tuple[PlannedLine, ...]) -> Leadership | None:
    for line in lines:
        if line.model is not None and line.model.leadership is not None:
            return line.model.leadership
    return None


def _vacancy_text(person: Person, day: date) -> str:
    """An open position: its title and when it is expected."""
    if person.starts is None:
        return f"vacant ({person.name})"
    year = "" if person.starts.year == day.year else f" {person.starts.year}"
    return f"vacant ({person.name}, from {person.starts.day} {person.starts:%b}{year})"
