"""What rules read: the facts of each account and person on one day, made once and shared by all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from core.accounts import Account
from core.book.book import Book
from core.book.table import Table
from core.conversations import Conversation, FollowUp, Request
from core.journey import Health, arr_on, health_of, last_touch, touch_of
from core.load.ledger import Ledger
from core.models.duties import Work, work_of
from core.models.plan import AskedSeat, PlannedLine, SeatSet
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Leadership
from core.people import Person
from core.policy import Policy
from core.seats import Handoff, Holder, Tenure
from core.words import Duty, Family, HealthBand, PersonStatus, SeatHolding, Stage, TenureKind, Touch

Sums = Mapping[tuple[str, ...], int]
"""Counts and totals over all accounts, by what is counted and for which line, segment, person, role or field."""


UNKNOWN = Health()
"""The health of an account nobody has to look after."""
NEEDS = ("needs skill", "needs language")
"""First words of the sums on what a pool's accounts need."""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A plan line with the rules that its model and alignment ask for."""

    index: int
    """Place in the plan, from 0."""
    key: str
    """What it is called in a finding's subject: its scope, or ``all``."""
    title: str
    """Name on screen."""
    planned: PlannedLine
    """The line with its seats."""
    asked: frozenset[str]
    """Codes of rules that only some models raise and this line's model or alignment does."""
    thresholds: Mapping[str, int]
    """Figures that differ from the standard ones; the alignment's win over the model's."""
    leadership: Leadership | None
    """Set where its model lets leads keep accounts."""

    @property
    def unmanaged(self) -> bool:
        """Whether its accounts are deliberately left without people."""
        return bool(self.planned.unmanaged)


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """A seat of an account on the day."""

    seat: AskedSeat
    """The seat as the plan asks for it."""
    tenure: Tenure | None
    """The tenure that acts in it; None for derived and implied holders."""
    holder: Holder | None
    """Who acts in it."""
    active: bool
    """Whether it has work today."""
    wanted: bool
    """Whether it must have a holder today: active, or soon."""

    @property
    def key(self) -> str:
        """Seat key."""
        return self.seat.key

    @property
    def person(self) -> int | None:
        """Person id of who acts in it; None for a pool, an outside function or nobody."""
        return self.holder.person if self.holder is not None else None


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """An active account on the day."""

    id: int
    """Account id."""
    account: Account
    """The record."""
    line: LineFacts | None
    """The plan line it falls under; None when none fits."""
    seating: SeatSet | None
    """The seats it asks for, shared by accounts with the same ones."""
    seats: tuple[SeatFacts, ...]
    """Its seats with their holders; none when unmanaged or rolled into its parent."""
    tenures: tuple[Tenure, ...]
    """Its own tenures, past and future ones too; none for an account without seats."""
    lead: SeatFacts | None
    """The seat that leads it."""
    stage: Stage
    """Its stage."""
    turned: date | None
    """The last day up to today on which its dates moved it to another stage; None for a stage set by hand."""
    duties: tuple[Duty, ...]
    """Duties with work today."""
    touch: Touch
    """How closely it is served."""
    standard: int
    """Days that may pass between real touches."""
    last: date | None
    """Day of its last real touch."""
    renews: date | None
    """Its next renewal date."""
    health: int | None
    """Health value; not read for an account without seats."""
    band: HealthBand | None
    """Health band; not read for an account without seats."""
    arr: int | None
    """ARR in minor units of the book's currency."""

    @property
    def name(self) -> str:
        """Name of the customer."""
        return self.account.name

    @property
    def at_risk(self) -> bool:
        """Whether its health is at risk."""
        return self.band is HealthBand.AT_RISK

    @property
    def owner(self) -> int | None:
        """Person id of who acts in the lead seat."""
        return self.lead.person if self.lead is not None else None

    @property
    def managed(self) -> bool:
        """Whether people or pools serve it in seats of its own."""
        return bool(self.seats)

    def asks(self, code: str) -> bool:
        """Whether its plan line raises a rule that not every model does."""
        return self.line is not None and code in self.line.asked

    def seat(self, key: str) -> SeatFacts | None:
        """One of its seats by key."""
        for seat in self.seats:
            if seat.seat.key == key:
                return seat
        return None


Held = tuple[AccountFacts, SeatFacts]
"""An account and the seat on it that somebody holds."""


class Facts:
    """One book on one moment, with everything that rules may read of it."""

    def __init__(
        self, book: Book, moment: Moment, seating: Seating, ledger: Ledger, accounts: Table[AccountFacts] | None = None
    ) -> None:
        """The facts of a book; accounts are read now unless the facts of all of them are given."""
        self.book = book
        self.moment = moment
        self.day = moment.today
        self.seating = seating
        self.ledger = ledger
        self.policy: Policy = book.policy
        self._with_requests = book.indexes["requests_of_account"]
        self._with_handoffs = book.indexes["handoffs_of_account"]
        self.lines = tuple(_line_facts(line) for line in seating.lines)
        """The plan's lines."""
        self.sums: Sums = {}
        """Counts over all accounts; filled once the accounts are read."""
        self.codes_of_people: Mapping[int, frozenset[str]] = {}
        """Codes of what was found on each person; filled before lines are looked at."""
        self.hats: Mapping[int, int] = {}
        """Interviews in which somebody said they wear too many hats: conversation id to person id."""
        if accounts is None:
            accounts = Table.of((one.id, self.read(one)) for one in book.accounts.all() if one.is_active)
        self.accounts: Table[AccountFacts] = accounts
        """Every active account."""

    # Accounts -----------------------------------------------------------------------------------------------

    def read(self, account: Account) -> AccountFacts:
        """The facts of one active account."""
        book, day, seating = self.book, self.day, self.seating
        work = work_of(book, account)
        stage = work.stage(day)
        duties = work.on(day)
        found = seating.seat_set(account, day, stage)
        line = self._line_of(account, found)
        seats = tuple(self._seat(account, seat, duties) for seat in found.seats) if found is not None else ()
        own = touch_of(book, account)
        served = line.planned.serve.get(own, own) if line is not None else own
        health = health_of(book, account.id, day) if seats else UNKNOWN
        renews = work.renewal[1] if work.renewal is not None else None
        return AccountFacts(
            account.id,
            account,
            line,
            found,
            seats,
            book.tenures_of(account.id) if seats else (),
            self._lead(found, seats, stage) if found is not None and seats else None,
            stage,
            _turned(work, day),
            duties,
            served,
            self.policy.touch_days.of(served),
            last_touch(book, account),
            renews,
            health.value,
            health.band,
            arr_on(book, account, day),
        )

    def _line_of(self, account: Account, found: SeatSet | None) -> LineFacts | None:
        planned = found.line if found is not None else self.seating.line_of(account, self.day)
        return self.lines[planned.index] if planned is not None else None

    def _seat(self, account: Account, seat: AskedSeat, duties: tuple[Duty, ...]) -> SeatFacts:
        seating, day = self.seating, self.day
        active = not seat.carries or any(duty in duties for duty in seat.carries)
        wanted = active or (seat.line.fill_ahead > 0 and seating.wanted(account, seat, day))
        if seat.holder is SeatHolding.OUTSIDE or seat.holder is SeatHolding.LEAD:
            return SeatFacts(seat, None, seating.holder(account, seat, day), active, wanted)
        tenure = seating.holding(account, seat, day)
        if tenure is not None:
            return SeatFacts(seat, tenure, tenure.holder, active, wanted)
        pool = seating.pool_of(seat) if seat.holder is SeatHolding.POOL else None
        return SeatFacts(seat, None, pool, active, wanted)

    def _lead(self, found: SeatSet, seats: tuple[SeatFacts, ...], stage: Stage) -> SeatFacts:
        """The same seat as ``Seating.lead_seat``, told from holders that are already known."""
        model = found.line.model
        for named, key in model.leads if model is not None else ():
            if named is stage:
                for seat in seats:
                    if seat.seat.key == key and not self.seating.vacant(seat.holder, self.day):
                        return seat
        carrier = found.carrying.get(Duty.ADOPTION)
        return next((seat for seat in seats if seat.seat is carrier), seats[0])

    def planned_step(self, it: AccountFacts) -> bool:
        """Whether an open follow-up is due from today on within one touch standard: somebody is about to act."""
        latest = self.day + timedelta(days=it.standard)
        return any(step.due is not None and self.day <= step.due <= latest for step in self.open_steps(it))

    def open_steps(self, it: AccountFacts) -> Iterator[FollowUp]:
        """The open follow-ups of an account."""
        return (step for step in self.book.followups_of(it.id) if step.is_open)

    def requests_of(self, it: AccountFacts) -> tuple[Request, ...]:
        """The requests of an account; most have none, so that is asked first."""
        return self.book.of_account("requests_of_account", it.id) if it.id in self._with_requests else ()

    def handoffs_of(self, it: AccountFacts) -> tuple[Handoff, ...]:
        """The handoffs of an account; most have none, so that is asked first."""
        return self.book.of_account("handoffs_of_account", it.id) if it.id in self._with_handoffs else ()

    def conversations_since(self, it: AccountFacts, since: date) -> Iterator[Conversation]:
        """The conversations of an account from a day to today."""
        for talk in self.book.conversations_of(it.id):
            if since <= talk.at.date() <= self.day:
                yield talk

    # People -------------------------------------------------------------------------------------------------

    def held_by(self, person: int) -> Iterator[Held]:
        """The seats in which a person acts by a tenure, with their accounts; a following child counts too."""
        for tenure in self.book.tenures_of_person(person):
            if tenure.holds_on(self.day):
                for it in self._family(tenure.account):
                    for seat in it.seats:
                        if seat.tenure is not None and seat.tenure.id == tenure.id:
                            yield it, seat

    def held_for_good(self, person: int) -> Iterator[tuple[AccountFacts, SeatFacts, Tenure]]:
        """The seats a person holds permanently, whether they act in them or somebody covers."""
        for tenure in self.book.tenures_of_person(person):
            if tenure.kind is TenureKind.PERMANENT and tenure.holds_on(self.day):
                it = self.accounts.get(tenure.account)
                for seat in it.seats if it is not None else ():
                    if seat.key == tenure.seat or (seat.tenure is not None and seat.tenure.id == tenure.id):
                        assert it is not None
                        yield it, seat, tenure

    def _family(self, account: int) -> Iterator[AccountFacts]:
        it = self.accounts.get(account)
        if it is not None:
            yield it
        for child in self.book.children_of(account):
            if child.family is Family.FOLLOW:
                yield from self._family(child.id)

    def reports_of(self, person: int) -> tuple[Person, ...]:
        """The people who work here and report to a person; vacancies do not count."""
        return reports_of(self.book, person, self.day)

    def is_here(self, person: Person) -> bool:
        """Whether somebody is employed today, leave aside."""
        return works_here(person, self.day)

    def is_gone(self, number: int) -> bool:
        """Whether somebody has left or was archived."""
        person = self.book.people.get(number)
        return person is None or person.archived or (person.ends is not None and person.ends <= self.day)

    def name(self, person: int) -> str:
        """A person's name."""
        found = self.book.people.get(person)
        return found.name if found is not None else f"P{person}"

    # Pools --------------------------------------------------------------------------------------------------

    def pool_state(self, pool: int) -> tuple[object, ...]:
        """What a pool is asked for: its load, and the skills and languages its accounts need."""
        needs = ((key, number) for key, number in self.sums.items() if key[0] in NEEDS and key[1] == str(pool))
        return (self.ledger.pool(pool), *sorted(needs))

    # The plan -----------------------------------------------------------------------------------------------

    @cached_property
    def passes(self) -> bool:
        """Whether the plan can pass a lead or seat on by a date: several lines, or a model with several leads."""
        return len(self.lines) > 1 or any(
            line.planned.model is not None and len({key for _, key in line.planned.model.leads}) > 1
            for line in self.lines
        )

    @cached_property
    def leadership(self) -> Leadership | None:
        """What reports cost their lead, where a model in force lets leads keep accounts."""
        return self.seating.leadership

    @cached_property
    def currency(self) -> str:
        """The book's currency."""
        return self.policy.currency


def works_here(person: Person, day: date) -> bool:
    """Whether somebody is employed on a day, leave aside; a vacancy is not."""
    return person.status is not PersonStatus.VACANCY and person.works_on(day)


def reports_of(book: Book, person: int, day: date) -> tuple[Person, ...]:
    """The people who work here on a day and report to a person."""
    return tuple(report for report in book.reports_of(person) if works_here(report, day))


def _turned(work: Work, day: date) -> date | None:
    if work.forced is not None:
        return None
    begun = work.renewal[0] if work.renewal is not None and work.renewal[0] <= day else None
    ended = work.onboarding[1] if work.onboarding is not None and work.onboarding[1] <= day else None
    if begun is None or ended is None:
        return begun or ended
    return max(begun, ended)


def _line_facts(line: PlannedLine) -> LineFacts:
    model, alignment = line.model, line.alignment
    thresholds = dict(model.thresholds) if model is not None else {}
    thresholds.update(alignment.thresholds if alignment is not None else ())
    asked = (model.checks if model is not None else ()) + (alignment.checks if alignment is not None else ())
    return LineFacts(
        index=line.index,
        key=line.line.scope.strip() or "all",
        title=line.title,
        planned=line,
        asked=frozenset(asked),
        thresholds=thresholds,
        leadership=model.leadership if model is not None else None,
    )
