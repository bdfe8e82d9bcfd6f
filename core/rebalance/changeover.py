"""From a plan that is to come to a problem: who may stay is kept, and every other seat with work needs a home.

The rules are those of a rebalance: who may take a seat, what a change costs the customer, limits, and how far a book is
filled. Here nobody is filled further, even where a seat stays empty for it: a plan that cannot be staffed is to show.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.book.book import Book
from core.load.capacity import capacity
from core.load.demand import Demand
from core.load.hours import Window
from core.models.asks import Ask
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.people import Person
from core.rebalance.books import PersonBook, filled_to, stays_for, without_leave
from core.rebalance.disruption import POINT, leaving_points, median_arr
from core.rebalance.elsewhere import covered_hours, hours_elsewhere
from core.rebalance.limits import left, limits_of, tighter
from core.rebalance.problem import NOBODY, UNPLACED, UNPLACED_HOUR, Homes, Owner, Problem, Quota, Unit
from core.rebalance.seated import Member, Seats
from core.rebalance.staying import Group, Staying
from core.rebalance.stillness import frozen, stillness
from core.rebalance.takers import Offers, Takers
from core.rebalance.wish import Profile, Wish
from core.seats import Tenure
from core.words import PersonStatus, TenureKind

WHOLE = 100
"""The share of somebody who gives a pool whatever is left, or a role all of their time."""

POOLED = POINT // 2
"""What a seat costs with somebody who gives a pool whatever is left: others come first, if they fit nearly as well."""


@dataclass(frozen=True)
class Changeover:
    """A plan's seats as a problem, with what its numbers mean."""

    problem: Problem
    """What the engine solves."""
    groups: tuple[Group, ...]
    """The seats behind each unit, in the order of the problem's units."""
    kept: tuple[Ask, ...]
    """Seats whose holder may stay; those of units that may move by choice among them."""
    offers: tuple[Offers, ...] = field(repr=False)
    """Who may take each unit, limits and room aside."""
    people: tuple[Person, ...] = field(repr=False)
    """Everybody who is here on the day and may hold seats."""


def changeover(
    book: Book,
    seating: Seating,
    asks: Sequence[Ask],
    demand: Demand,
    day: date,
    window: Window,
    *,
    mend: bool = False,
) -> Changeover:
    """The problem of a book under a plan that is to come; hours and room are those of a window of 30 days.

    With ``mend`` books that are over may give seats whose holder might stay.
    """
    return _Reading(book, seating, demand, day, window).made(asks, mend=mend)


class _Reading:
    def __init__(self, book: Book, seating: Seating, demand: Demand, day: date, window: Window) -> None:
        self.book = book
        self.seating = seating
        self.demand = demand
        self.day = day
        self.window = window
        self.takers = Takers(book, seating, day)
        self.seats = Seats(book, seating, day, window[1])
        self.resting = {
            member.person
            for line in seating.lines
            for member in (line.pool.members if line.pool is not None else ())
            if member.share >= WHOLE
        }
        self.staying = Staying(book, seating, day, self.takers, self.seats)
        self.sets: dict[Homes, int] = {}
        self._plain: dict[Offers, int] = {}
        self.places: dict[int, int] = {}

    def made(self, asks: Sequence[Ask], *, mend: bool) -> Changeover:
        self.staying.read(asks)
        kept = self.staying.kept
        groups = [(group, NOBODY, 0) for group in self.staying.open]
        people = self._people(asks, kept) if groups or mend else {}
        owners = [one for one in people.values() if one.takes]
        if mend:
            owners = [one for one in people.values() if one.takes or one.gives]
        self.places = {one.person.id: place for place, one in enumerate(owners)}
        if mend:
            groups += self._given(kept, people)
        groups.sort(key=lambda one: (one[0][0].account.id, one[0][0].seat.key))
        offers = [self.takers.of(self.staying.members(group)) for group, _, _ in groups]
        units = [self._unit(*one, offered, people) for one, offered in zip(groups, offers, strict=True)]
        fixed = {one.person.id: one.hours for one in owners}
        for unit in units:
            if unit.holder != NOBODY:
                fixed[owners[unit.holder].person.id] -= unit.weight
        hard = UNPLACED + UNPLACED_HOUR * max((unit.weight for unit in units), default=0) + 1
        problem = Problem(
            owners=tuple(self._owner(one, fixed[one.person.id], hard) for one in owners),
            units=tuple(units),
            homes=tuple(self.sets),
            quotas=self._quotas((group for group, _, _ in groups), owners) if units else {},
        )
        return Changeover(
            problem=problem,
            groups=tuple(group for group, _, _ in groups),
            kept=tuple(kept),
            offers=tuple(offers),
            people=tuple(self.takers.people),
        )

    # Seats --------------------------------------------------------------------------------------------------

    def _given(self, kept: Sequence[Ask], people: Mapping[int, PersonBook]) -> list[tuple[Group, int, int]]:
        """What books that are over may give, as a rebalance would ask: each with its holder and what leaving costs."""
        by_key = {(ask.account.id, ask.seat.key): ask for ask in kept}
        found = []
        for ask in kept:
            holder = ask.tenure.holder.person if ask.tenure is not None else None
            giver = people.get(holder or 0)
            if ask.tenure is None or giver is None or not giver.gives or self.seats.parent_of(ask.account, ask.seat):
                continue
            members = tuple(self.seats.members(ask.account, ask.seat))
            _, split = self.seats.split(members)
            group = tuple(by_key[key] for account, seat in members if (key := (account.id, seat.key)) in by_key)
            if split or not sum(one.hours for one in group) or self._is_still(members, ask.tenure):
                continue
            found.append((group, self.places[giver.person.id], self._leave(group, ask.tenure.since)))
        return found

    def _is_still(self, members: Sequence[Member], tenure: Tenure) -> bool:
        return bool(
            stillness(self.book, members, tenure, self.day)
            or frozen(self.book, [account for account, _ in members], self.day, Wish().freeze)
        )

    # People -------------------------------------------------------------------------------------------------

    def _people(self, asks: Sequence[Ask], kept: Sequence[Ask]) -> dict[int, PersonBook]:
        """Everybody who is here on the day: who has room, and who is over."""
        named = dict(covered_hours(self.book, asks, self.window))
        for ask in kept:
            if ask.tenure is not None and ask.tenure.holder.person is not None:
                named[ask.tenure.holder.person] = named.get(ask.tenure.holder.person, 0) + ask.hours
        rooms = {person.id: capacity(self.book, person, self.window).hours for person in self.book.people.all()}
        more = hours_elsewhere(self.book, self.seating, self.demand, self.day, self.window, rooms, named)
        policy = self.book.policy
        found = {}
        for person in self.takers.people:
            room = rooms[person.id]
            hours = named.get(person.id, 0) + more.get(person.id, 0)
            one = PersonBook(person, room, without_leave(self.book, person, room, self.window), hours)
            one.gives = one.is_over(policy)
            one.takes = self._may_take(person) and room >= WHOLE and not one.gives and one.has_room(policy)
            found[person.id] = one
        return found

    def _may_take(self, person: Person) -> bool:
        """Whether somebody who is here stays, or is an open position of the plan: it takes from its first day on."""
        return person.status is PersonStatus.VACANCY or stays_for(self.book, person, self.day, None)

    def _owner(self, one: PersonBook, fixed: int, hard: int) -> Owner:
        """A book as an owner: one that takes is filled so far and no further."""
        if one.gives:
            return one.owner(self.book.policy, fixed)
        most = one.capacity * filled_to(self.book.policy, 100) // 100
        return Owner(one.person.id, one.capacity, fixed, ((most, hard),), gives=False, takes=True)

    # What needs a home --------------------------------------------------------------------------------------

    def _unit(self, group: Group, holder: int, leave: int, offers: Offers, people: Mapping[int, PersonBook]) -> Unit:
        head = group[0]
        return Unit(
            account=head.account.id,
            seat=head.seat.key,
            weight=sum(ask.hours for ask in group),
            holder=holder,
            leave=leave,
            homes=self._homes(group, holder, offers, people),
            accounts=sum(ask.accounts for ask in group),
            arr=sum(ask.arr for ask in group),
        )

    def _homes(self, group: Group, holder: int, offers: Offers, people: Mapping[int, PersonBook]) -> int:
        """Who may take seats that go together and what does not fit there, as the number of the set."""
        known = {person for ask in group for person in ask.familiar if holder == NOBODY and self._has(offers, person)}
        if not known and holder == NOBODY:
            if offers not in self._plain:
                self._plain[offers] = self._numbered(offers, people, known, 0, holder)
            return self._plain[offers]
        broken = self._leave(group, self._since(group, known)) if known else 0
        return self._numbered(offers, people, known, broken, holder)

    def _numbered(
        self, offers: Offers, people: Mapping[int, PersonBook], known: set[int], broken: int, holder: int
    ) -> int:
        homes = tuple(
            (place, misfit + (POOLED if person in self.resting else 0) + (0 if person in known else broken))
            for person, misfit in offers
            if (place := self.places.get(person)) is not None and place != holder and people[person].takes
        )
        return self.sets.setdefault(homes, len(self.sets))

    def _has(self, offers: Offers, person: int) -> bool:
        return person in self.places and any(one == person for one, _ in offers)

    def _since(self, group: Group, known: Iterable[int]) -> date:
        """Since when the longest of those who know the accounts has a seat there."""
        people = set(known)
        return min(
            tenure.since
            for ask in group
            for tenure in self.book.tenures_of(ask.account.id)
            if tenure.kind is TenureKind.PERMANENT and tenure.holder.person in people
        )

    def _leave(self, group: Group, since: date) -> int:
        """What it costs the customer that somebody who is there since a day gives seats up."""
        accounts = [account for account, _ in self.staying.members(group)]
        median = self.demand.kept(("median ARR", self.day), lambda book: median_arr(book, self.day))
        arr = sum(ask.arr for ask in group)
        return leaving_points(self.book, Profile.BALANCED, accounts, group[0].seat, since, self.day, arr, median)

    def _quotas(self, groups: Iterable[Group], owners: Sequence[PersonBook]) -> dict[tuple[int, str], Quota]:
        """What each taker may still get in each seat: its limits, and the part of the time that its roles have."""
        seats = {id(ask.seat): ask.seat for group in groups for ask in group}
        found: dict[tuple[int, str], Quota] = {}
        for seat in seats.values():
            for place, one in enumerate(owners):
                if not one.takes:
                    continue
                had = self.staying.had(one.person.id, seat.key)
                rooms = [left(limit, had) for limit in limits_of(seat, one.person)]
                share = _share(one.person, seat)
                if share < WHOLE:
                    most = one.capacity * filled_to(self.book.policy, 100) * share // 10_000
                    rooms.append(Quota(hours=max(0, most - had.hours)))
                for room in rooms:
                    found[place, seat.key] = tighter(found.get((place, seat.key), Quota()), room)
        return found


def _share(person: Person, seat: AskedSeat) -> int:
    """The part of somebody's time in roles that may sit in a seat, percent; all of it where no role is asked for."""
    if not seat.line.roles:
        return WHOLE
    roles = [held.share for held in person.roles if held.role in seat.line.roles]
    return min(WHOLE, sum(roles)) if roles else WHOLE
