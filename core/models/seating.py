"""Who sits where: the seats the plan in force asks for on an account, and who acts in each on a day.

Everything here is a function of the book and a date; nothing is stored and no clock writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.journey import is_established, stage_of, touch_of
from core.models.duties import work_of
from core.models.holding import Held, acting, permanent, stands
from core.models.plan import AskedSeat, PlannedLine, SeatSet, compiled
from core.models.scope import reads_stage, turns_with_time
from core.organisation import Leadership
from core.people import Person
from core.schema import revise
from core.seats import Holder, Tenure, person_holder, pool_holder
from core.words import (
    OUTSIDE_PREFIX,
    POOL_PREFIX,
    Duty,
    Family,
    HolderKind,
    PersonStatus,
    SeatHolding,
    Stage,
    Touch,
)

__all__ = [
    "AskedSeat",
    "Held",
    "Owner",
    "PlannedLine",
    "SeatSet",
    "Seating",
    "acting",
    "owner_of",
    "permanent",
    "stands",
]


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
        self.openings: dict[int, date] = {
            person.id: person.starts
            for person in book.people.values()
            if person.status is PersonStatus.VACANCY and person.starts is not None
        }
        """The day each open position is expected to start."""
        first = self.lines[0] if self.lines else None
        scopes = [
            scope
            for line in self.lines
            for scope in (line.scope, *(scope for group in line.groups for scope, _ in group.choices))
        ]
        self._by_stage = any(map(reads_stage, scopes))
        self.turns_with_time = any(map(turns_with_time, scopes))
        """Whether a customer's seats may change on the day on which it is established."""
        self.constant = not (self._by_stage or self.turns_with_time)
        """Whether every account asks for the same seats on every day."""
        self._parents = book.indexes["children_of_account"]
        self._everybody = first.fixed if first is not None and first.scope is None else None
        self._sets: dict[tuple[object, ...], SeatSet] = {}
        self._held: dict[int, Held] = {}
        self._asked: dict[tuple[int, Stage | None, bool], tuple[Account, SeatSet | None]] = {}

    @classmethod
    def of(cls, book: Book) -> Seating:
        """The seating of a book, made once."""
        return book.kept("seating", cls)

    def following(self, book: Book) -> Seating:
        """The seating of a book that differs in tenures and handoffs alone: which seats are asked for is known."""

        def made(book: Book) -> Seating:
            seating = copy(self)
            seating.book = book
            if book.holders is not self.book.holders:
                seating._held = {}
            return seating

        return book.kept("seating", made)

    # Seats --------------------------------------------------------------------------------------------------

    def line_of(self, account: Account, day: date) -> PlannedLine | None:
        """The first plan line an account falls under on a day; None when no line fits or the customer is gone."""
        stage = stage_of(self.book, account, day) if self._by_stage else None
        return self._line(self.placed(account), stage, day)

    def seat_set(self, account: Account, day: date, stage: Stage | None = None) -> SeatSet | None:
        """The seats an account asks for on a day with their look-ups; None without a line.

        Pass the stage where it is known already.
        """
        if not account.is_active or (account.family is Family.ROLLED and self.bearer(account) is not account):
            return None
        if self._everybody is not None:
            return self._everybody
        if not self._by_stage:
            stage = None
        elif stage is None:
            stage = stage_of(self.book, account, day)
        key = (account.id, stage, self.turns_with_time and is_established(account, day))
        known = self._asked.get(key)
        if known is None or known[0] is not account:
            known = self._asked[key] = (account, self._picked(account, stage, day))
        return known[1]

    def _picked(self, account: Account, stage: Stage | None, day: date) -> SeatSet | None:
        """The seats that the first line which fits an account has for it."""
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

    def held(self, account: Account) -> Held:
        """The tenures of an account, looked up once for many questions."""
        found = self._held.get(account.id)
        if found is None or found.account is not account:
            found = self._held[account.id] = Held(self, account)
        return found

    def holding(self, account: Account, seat: AskedSeat, day: date) -> Tenure | None:
        """The tenure that acts in a seat on a day.

        The account's own; else that of a seat this one inherits from, kept since the account came from another
        model; else, for a child that follows, the parent's where the parent has the same seat.
        """
        return self.held(account).holding(seat, day)

    def holder(self, account: Account, seat: AskedSeat, day: date) -> Holder | None:
        """Who acts in a seat on a day; None for nobody.

        Outside and lead seats are derived and never assigned. A pool seat belongs to the line's pool unless a
        tenure says otherwise.
        """
        return self.held(account).holder(seat, day)

    def shares(self, account: Account, seat: AskedSeat, day: date) -> tuple[tuple[Holder | None, int], ...]:
        """Who has which percent of a seat's hours on a day, the acting holder first; two in an overlap."""
        return self.held(account).shares(seat, day)

    def tenures(self, account: Account) -> tuple[Tenure, ...]:
        """The tenures that fill an account's seats, past and future: its own, and its parent's where it follows.

        The parent's count only for seats on which the account never had one of its own.
        """
        return self.held(account).tenures()

    def pool_of(self, seat: AskedSeat) -> Holder | None:
        """The pool a plan line names for a pool seat."""
        pools = self.book.kept("pool keys", lambda book: {p.key: p for p in book.pools.values() if not p.archived})
        pool = pools.get(seat.pool_key)
        return pool_holder(pool.id) if pool is not None else None

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

    def rolled_into(self, account: Account) -> Iterable[Account]:
        """The active children, and theirs, whose work an account's seats do for them; most have none."""
        return self._rolled(account) if account.id in self._parents else ()

    def _rolled(self, account: Account) -> Iterator[Account]:
        for child in self.book.children_of(account.id):
            if child.family is Family.ROLLED and child.is_active:
                yield child
                yield from self._rolled(child)

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
        stage = stage_of(self.book, account, day)
        found = self.seat_set(account, day, stage)
        return self._lead_among(self.held(account), found, stage, day) if found is not None else None

    def leading(
        self, held: Held, found: SeatSet, stage: Stage | None, day: date
    ) -> tuple[AskedSeat | None, Holder | None]:
        """The seat that leads and who acts in it, for an account whose seats and stage are known already."""
        seat = self._lead_among(held, found, stage, day)
        return seat, held.holder(seat, day) if seat is not None else None

    def _lead_among(self, held: Held, found: SeatSet, stage: Stage | None, day: date) -> AskedSeat | None:
        if not found.seats:
            return None
        model = found.line.model
        for named, key in model.leads if model is not None else ():
            seat = found.seat(key) if named is stage else None
            if seat is not None and not self.vacant(held.holder(seat, day), day):
                return seat
        return found.carrying.get(Duty.ADOPTION) or found.seats[0]

    def owner(self, account: Account, day: date) -> Owner:
        """Who leads an account on a day."""
        account = self.bearer(account)
        stage = stage_of(self.book, account, day)
        found = self.seat_set(account, day, stage)
        if found is None:
            return NOBODY
        seat, holder = self.leading(self.held(account), found, stage, day)
        if seat is None:
            return NOBODY
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

    def lead_of_lead_seat(self, account: Account, day: date) -> Holder | None:
        """The lead of whoever holds the lead seat; a lead's own lead when a lead holds it."""
        seat = self.lead_seat(account, day)
        if seat is None or seat.holder is SeatHolding.LEAD:
            return None
        holder = self.holder(account, seat, day)
        person = self.book.people.get(holder.person) if holder is not None and holder.person is not None else None
        return person_holder(person.lead) if person is not None and person.lead is not None else None

    # Parts --------------------------------------------------------------------------------------------------

    def _line(self, placed: Account, stage: Stage | None, day: date) -> PlannedLine | None:
        if not placed.is_active:
            return None
        for line in self.lines:
            if line.scope is None or line.scope.fits(placed, stage, None, day):
                return line
        return None


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
