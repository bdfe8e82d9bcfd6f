"""What rules read: the facts of each account and person on one day, made once and shared by all rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from core.accounts import Account
from core.book.book import Book
from core.book.table import Table
from core.conversations import Conversation, FollowUp, Request
from core.journey import Health, touch_of
from core.load.demand import OnDay, on_day
from core.load.ledger import Ledger
from core.models.duties import work_of
from core.models.holding import Held as Tenures
from core.models.plan import AskedSeat, SeatSet
from core.models.rules.subjects import AccountFacts, LineFacts, SeatFacts, lines_of
from core.models.scope import reads_segment
from core.models.seating import Seating
from core.models.sitting import Sitting
from core.moment import Moment
from core.organisation import Leadership
from core.people import Person
from core.policy import Policy
from core.seats import Handoff, Tenure
from core.words import Duty, Family, MatchOn, PersonStatus, SeatHolding, Stage, TenureKind

Sums = Mapping[tuple[str, ...], int]
"""Counts and totals over all accounts, by what is counted and for which line, segment, person, role or field."""


UNKNOWN = Health()
"""The health of an account nobody has to look after."""
NEEDS = ("needs skill", "needs language")
"""First words of the sums on what a pool's accounts need."""


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
        self._held_by: dict[int, tuple[Held, ...]] = {}
        self.lines = lines_of(seating.lines)
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
        known = self._known(account)
        stage, duties = known.stage, known.duties
        found = seating.seat_set(account, day, stage)
        line = self._line_of(account, found)
        held = seating.held(account)
        seats = tuple([self._seat(held, seat, duties) for seat in found.seats]) if found is not None else ()
        own = touch_of(book, account)
        served = line.planned.serve.get(own, own) if line is not None else own
        health = known.health if seats else UNKNOWN
        return AccountFacts(
            account.id,
            account,
            line,
            found,
            seats,
            book.tenures_of(account.id) if seats else (),
            self._lead(found, seats, stage) if found is not None and seats else None,
            stage,
            known.turned,
            duties,
            served,
            self.policy.touch_days.of(served),
            known.last,
            known.renews,
            health.value,
            health.band,
            known.arr,
        )

    def _known(self, account: Account) -> OnDay:
        demand = self.ledger.demand
        if demand is not None:
            return demand.on(account, self.day)
        return on_day(self.book, account, work_of(self.book, account), self.day)

    def _line_of(self, account: Account, found: SeatSet | None) -> LineFacts | None:
        planned = found.line if found is not None else self.seating.line_of(account, self.day)
        return self.lines[planned.index] if planned is not None else None

    def _seat(self, held: Tenures, seat: AskedSeat, duties: tuple[Duty, ...]) -> SeatFacts:
        seating, day = self.seating, self.day
        active = not seat.carries or any(duty in duties for duty in seat.carries)
        wanted = active or (seat.line.fill_ahead > 0 and seating.wanted(held.account, seat, day))
        if seat.holder is SeatHolding.OUTSIDE or seat.holder is SeatHolding.LEAD:
            return SeatFacts(seat, None, held.holder(seat, day), active, wanted)
        tenure = held.holding(seat, day)
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

    def held_by(self, person: int) -> tuple[Held, ...]:
        """The seats in which a person acts by a tenure, with their accounts; a following child counts too."""
        found = self._held_by.get(person)
        if found is None:
            found = self._held_by[person] = tuple(self._seats_of(person))
        return found

    def _seats_of(self, person: int) -> Iterator[Held]:
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
    def by_segment(self) -> bool:
        """Whether segments mean anything in the plan.

        They do where a line, seat or overlay is for some of them, a seat asks its holder to serve the account's, or a
        model looks at them.
        """
        scopes = (line.planned.scope for line in self.lines)
        groups = [group for line in self.lines for group in line.planned.groups]
        seats = [(scope, seat) for group in groups for scope, seat in group.choices]
        return (
            any("SEG-CROSSED" in line.asked for line in self.lines)
            or any(map(reads_segment, scopes))
            or any(reads_segment(scope) or MatchOn.SEGMENT in seat.line.match for scope, seat in seats)
        )

    @cached_property
    def sitting(self) -> Sitting:
        """Who may sit where, asked once for accounts that are alike."""
        return Sitting(self.book, self.seating, self.day)

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
