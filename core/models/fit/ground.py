"""What every signal reads: one book on one day, its customers and what they said, made once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from core.book.book import Book
from core.conversations import Conversation, Request
from core.journey import segments_in_order
from core.load.capacity import capacity
from core.load.ledger import Ledger
from core.models.fit.customers import Customer, customers_of
from core.models.fit.line import Place, Reach
from core.models.fit.tally import Interviews, Voices, interviews_of, voices_of
from core.models.fit.thresholds import thresholds_of
from core.models.plan import PlannedLine
from core.models.seating import Seating
from core.moment import Moment
from core.people import Person
from core.words import PersonStatus

YEAR = 365
"""Days of the year that some signals look back or ahead."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the customers, with what they are together."""

    place: Place
    """What they are called."""
    customers: Sequence[Customer]
    """The customers."""
    line: PlannedLine | None = None
    """Their plan line, where they are the customers of one."""


class Ground:
    """One book at one moment, read for evidence."""

    def __init__(self, book: Book, moment: Moment, seating: Seating, ledger: Ledger) -> None:
        """Read the customers; what else a signal needs is read when it is first asked for."""
        self.book = book
        self.moment = moment
        self.day = moment.today
        self.seating = seating
        self.ledger = ledger
        self.limits = thresholds_of(book.policy)
        """The thresholds in force by name."""
        self.customers = customers_of(book, seating, moment.today)
        """Active customers who are not deliberately left without people."""
        self.ids = frozenset(customer.id for customer in self.customers)
        """Their account ids."""
        self._spoke: dict[Place, tuple[int, ...]] = {}

    @cached_property
    def whole(self) -> Part:
        """All customers."""
        return Part(Place(), self.customers)

    @cached_property
    def talks(self) -> tuple[Conversation, ...]:
        """The conversations of the days that any signal looks back on: one pass over all of them."""
        since = self.day - timedelta(days=max(self.limits["heard_days"], self.limits["touch_days"]))
        return tuple(talk for talk in self.book.conversations.all() if since < talk.at.date() <= self.day)

    @cached_property
    def voices(self) -> Voices:
        """What each customer said within the time for which answers count."""
        return voices_of(self.talks, self.day, self.limits["heard_days"])

    @cached_property
    def interviews(self) -> Interviews:
        """What our own people said in interviews within that time."""
        return interviews_of(self.talks, self.day, self.limits["heard_days"])

    def spoke(self, part: Part) -> tuple[int, ...]:
        """The customers of a part who answered or named a challenge, by account id."""
        if part.place not in self._spoke:
            voices = self.voices
            heard = (one.id for one in part.customers if one.id in voices and voices[one.id].says_something)
            self._spoke[part.place] = tuple(heard)
        return self._spoke[part.place]

    @cached_property
    def touches(self) -> tuple[Conversation, ...]:
        """The customers' real touches of the last 90 days."""
        since = self.day - timedelta(days=self.limits["touch_days"])
        return tuple(
            talk for talk in self.talks if talk.account in self.ids and talk.type.is_touch and since < talk.at.date()
        )

    def requests_since(self, days: int) -> Iterator[Request]:
        """The customers' requests that came in the last days."""
        since = self.day - timedelta(days=days)
        for request in self.book.requests.all():
            if since < request.opened_at.date() <= self.day and request.account in self.ids:
                yield request

    # Parts --------------------------------------------------------------------------------------------------

    @cached_property
    def lines(self) -> tuple[Part, ...]:
        """The customers by plan line, lines without any left out."""
        parts = []
        for line in self.seating.lines:
            found = [customer for customer in self.customers if customer.line is line]
            if found:
                key = line.line.scope.strip() or "all"
                parts.append(Part(Place(Reach.LINE, key, line.title, f" on “{line.title}”"), found, line))
        return tuple(parts)

    @cached_property
    def segments(self) -> tuple[Part, ...]:
        """The customers by segment, in the order of the scheme; those without one are in none."""
        parts = []
        for segment in segments_in_order(self.book):
            found = [customer for customer in self.customers if customer.account.segment == segment.key]
            if found:
                parts.append(Part(Place(Reach.SEGMENT, segment.key, segment.title, f" in {segment.title}"), found))
        return tuple(parts)

    # People -------------------------------------------------------------------------------------------------

    @cached_property
    def team(self) -> tuple[tuple[Person, int], ...]:
        """The people at work here who may hold seats, with their FTE in hundredths of a position; leave is no matter.

        Time in roles without customers is not counted.
        """
        found = []
        for person in self.book.people.all():
            if not works_here(person, self.day) or not self.ledger.capacity(person.id).client:
                continue
            part = person.fte * client_percent(self.book, person) // 100
            if part:
                found.append((person, part))
        return tuple(found)

    @cached_property
    def fte(self) -> int:
        """Client-facing positions, in hundredths."""
        return sum(part for _, part in self.team)

    @property
    def hours_per_fte(self) -> int:
        """Client hours a month of a full-time position, hundredths: the team's mean."""
        if not self.fte:
            return self.book.policy.hours
        whole = sum(
            (person.hours if person.hours is not None else self.book.policy.hours) * part for person, part in self.team
        )
        return whole // self.fte

    def capacity(self, window: tuple[date, date]) -> int:
        """Hours of everybody who may hold seats over some days, hundredths."""
        if window == self.ledger.window:
            return sum(load.capacity for load in self.ledger.people() if load.client)
        people = (person for person in self.book.people.all() if not person.archived)
        rooms = (capacity(self.book, person, window) for person in people)
        return sum(room.hours for room in rooms if room.client)


def works_here(person: Person, day: date) -> bool:
    """Whether somebody is employed on a day, leave aside; an open position is nobody."""
    return person.status is not PersonStatus.VACANCY and person.works_on(day)


def client_percent(book: Book, person: Person) -> int:
    """The part of somebody's time in roles that may hold seats, percent; somebody without a role may."""
    idle = {role.key for role in book.roles.values() if not role.client}
    return max(0, 100 - sum(held.share for held in person.roles if held.role in idle))


def arr_of(customers: Iterable[Customer]) -> int:
    """The known ARR of some customers together, minor units of the book's currency."""
    return sum(customer.arr or 0 for customer in customers)
