"""Which people should change role for a plan, and whom to hire: the same answer to the same question, to be edited.

Whoever has a role keeps it as long as its seats need them. No one is moved who leaves, is on leave, or was placed by
the manager; and nobody gets a whole job that is not one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.load.capacity import is_client
from core.load.demand import Demand
from core.models.plan import AskedSeat
from core.models.role_demand import FULL_JOB, RoleDemand, role_demands, share_of
from core.models.seating import Seating
from core.organisation import Draft, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.schema import revise
from core.text import fold
from core.words import PersonStatus, SeatHolding

WHOLE = 100
"""A full-time position, in percent."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Role changes and open positions that a plan asks for; what the manager set stays as it is."""

    demands: tuple[RoleDemand, ...]
    """What the seats ask for, role by role."""
    changes: tuple[RoleChange, ...]
    """Who should change role, by person."""
    vacancies: tuple[Person, ...]
    """Positions to hire, with numbers below zero."""
    pools: tuple[Pool, ...]
    """Pools that the new positions join, with all their members."""
    unmet: tuple[str, ...]
    """Roles that are not a full job and that nobody may learn."""

    def on(self, draft: Draft) -> Draft:
        """A draft with the suggestion added to what it says itself."""
        changed = {change.person for change in draft.role_changes}
        roles = tuple(change for change in self.changes if change.person not in changed)
        formed = {pool.key: pool for pool in (*draft.pools, *self.pools)}
        return revise(
            draft,
            role_changes=(*draft.role_changes, *roles),
            vacancies=(*draft.vacancies, *self.vacancies),
            pools=tuple(formed.values()),
        )


def suggestion(book: Book, demand: Demand, draft: Draft, day: date, lead_hours: Mapping[int, int]) -> Suggestion:
    """The suggestion for a draft's plan; ``book`` is the one as if the draft were in force.

    ``lead_hours`` are the hours a month of the lead seats each person has today: relationships that a change of role
    would cost.
    """
    seating = Seating.of(book)
    demands = role_demands(book, seating, demand, day)
    asked = [one for one in demands if one.roles]
    team = _Team(book, day, asked, lead_hours, {change.person for change in draft.role_changes})
    for one in asked:
        if one.full_job:
            team.fill(one)
    for one in asked:
        if one.fte and not one.full_job:
            team.share(one)
    vacancies = _vacancies(book, asked, team, len(draft.vacancies), day)
    pools = _joined(book, draft, asked, vacancies)
    changes = tuple(RoleChange(person=person, roles=roles) for person, roles in sorted(team.changed.items()))
    return Suggestion(demands, changes, vacancies, pools, tuple(team.unmet))


def _heads(asked: Sequence[RoleDemand], positions: int) -> dict[str, int]:
    """Whole persons for each full job by largest remainder: its demand, or its part of those there are."""
    full = [one for one in asked if one.full_job]
    total = sum(one.fte for one in full)
    if not total:
        return {}
    whole = min(positions, (total + 5) // 10)
    scale = (whole, total) if whole * 10 < total else (1, 10)
    quotas = [divmod(one.fte * scale[0], scale[1]) for one in full]
    heads = [quota for quota, _ in quotas]
    order = sorted(range(len(full)), key=lambda place: (-quotas[place][1], place))
    for place in order[: max(0, whole - sum(heads))]:
        heads[place] += 1
    return {one.role: head for one, head in zip(full, heads, strict=True)}


class _Team:
    """The people while roles are given out."""

    def __init__(
        self,
        book: Book,
        day: date,
        demands: Sequence[RoleDemand],
        lead_hours: Mapping[int, int],
        pinned: set[int],
    ) -> None:
        self.book = book
        self.lead_hours = lead_hours
        here = [person for person in book.people.all() if person.works_on(day) and is_client(book, person)]
        self.people = {person.id: person for person in here}
        self.positions = sum(person.fte for person in here) // WHOLE
        self.movable = {
            person.id
            for person in here
            if person.status is PersonStatus.ACTIVE
            and person.ends is None
            and person.leave_on(day) is None
            and person.id not in pinned
        }
        self.changed: dict[int, tuple[RoleShare, ...]] = {}
        self.unmet: list[str] = []
        self._demands = demands
        self.heads = _heads(demands, self.positions)

    def roles(self, person: int) -> tuple[RoleShare, ...]:
        """Somebody's roles with what was given out so far."""
        return self.changed.get(person, self.people[person].roles)

    def supply(self, one: RoleDemand) -> int:
        """Percent of full-time positions that the team gives to a demand."""
        people = (revise(self.people[number], roles=self.roles(number)) for number in self.people)
        return sum(share_of(person, one.roles) for person in people)

    def fill(self, one: RoleDemand) -> None:
        """Give whole persons to a role until its heads are there."""
        while self.supply(one) + WHOLE // 2 <= self.heads[one.role] * WHOLE:
            person = self._best(one, WHOLE)
            if person is None:
                return
            self.changed[person] = (RoleShare(role=one.role, share=WHOLE),)

    def share(self, one: RoleDemand) -> None:
        """Give a role that is not a full job to somebody as a second role; who has it already keeps it."""
        if self.supply(one) > 0:
            return
        person = self._best(one, one.fte * 10)
        if person is None:
            self.unmet.append(one.role)
            return
        self.changed[person] = _second(self.roles(person), one.role, one.fte * 10)

    def _best(self, one: RoleDemand, percent: int) -> int | None:
        """Who loses least by taking a role on: skilled in it before allowed to learn it, few relationships, low id."""
        able = [person for person in sorted(self.movable - set(self.changed)) if self._may(one, person, percent)]
        return min(able, key=lambda person: self._rank(one, person), default=None)

    def _may(self, one: RoleDemand, person: int, percent: int) -> bool:
        record = self.people[person]
        if share_of(record, one.roles) or not self._spared(record, percent):
            return False
        if percent == WHOLE and self.book.reports_of(person):
            return False  # who leads people is not given another whole job
        return self._skilled(one, record) or any(role in one.learn for role in record.role_keys)

    def _spared(self, person: Person, percent: int) -> bool:
        """Whether the roles somebody has can do without them, by half a position at most."""
        for other in self._demands:
            given = share_of(person, other.roles)
            if not given:
                continue
            needed = self.heads.get(other.role, 0) * WHOLE if percent == WHOLE else 0
            if self.supply(other) - given * percent // WHOLE < min(needed, self.supply(other)) - WHOLE // 2:
                return False
        return True

    def _skilled(self, one: RoleDemand, person: Person) -> bool:
        titles = {role.key: role.title for role in self.book.roles.values()}
        named = {fold(word) for role in one.roles for word in (role, role.replace("_", " "), titles.get(role, role))}
        return any(fold(skill) in named for skill in person.skills)

    def _rank(self, one: RoleDemand, person: int) -> tuple[bool, int, int]:
        return (not self._skilled(one, self.people[person]), self.lead_hours.get(person, 0), person)


def _second(roles: tuple[RoleShare, ...], role: str, percent: int) -> tuple[RoleShare, ...]:
    """Some roles with another one beside them, its share taken from the largest."""
    most = max(roles, key=lambda held: held.share, default=None)
    if most is None:
        return (RoleShare(role=role, share=percent),)
    kept = tuple(revise(held, share=max(0, held.share - percent)) if held is most else held for held in roles)
    return (*(held for held in kept if held.share), RoleShare(role=role, share=percent))


# Whom to hire, and who is left ------------------------------------------------------------------------------------


def _vacancies(
    book: Book,
    asked: Sequence[RoleDemand],
    team: _Team,
    taken: int,
    day: date,
) -> tuple[Person, ...]:
    """Open positions for the demand that the team does not meet, each a full job. They may serve every customer."""
    titles = {role.key: role.title for role in book.roles.values()}
    accounts = [account for account in book.accounts.all() if account.is_active]
    made: list[Person] = []
    for one in asked:
        missing = one.fte * 10 - team.supply(one) if one.full_job else 0
        for number in range(1, (missing + WHOLE - FULL_JOB * 10) // WHOLE + 1):
            made.append(
                Person(
                    id=-(taken + len(made) + 1),
                    name=f"Open position: {titles.get(one.role, one.role)} {number}",
                    status=PersonStatus.VACANCY,
                    roles=(RoleShare(role=one.role, share=WHOLE),),
                    segments=tuple(segment.key for segment in book.segments.all()),
                    regions=tuple(sorted({account.region for account in accounts if account.region})),
                    languages=tuple(sorted({account.language for account in accounts if account.language})),
                    industries=tuple(sorted({account.industry for account in accounts if account.industry})),
                    starts=day,
                )
            )
    return tuple(made)


def _joined(book: Book, draft: Draft, asked: Sequence[RoleDemand], vacancies: Sequence[Person]) -> tuple[Pool, ...]:
    """The pools that hires for pooled work join, with all their members."""
    pool_of = {one.role: one.pool for one in asked if one.pool}
    pools = {pool.key: pool for pool in book.pools.all() if not pool.archived}
    pools |= {pool.key: pool for pool in draft.pools}
    joined: dict[str, Pool] = {}
    for position in vacancies:
        key = pool_of.get(position.roles[0].role, "")
        pool = joined.get(key) or pools.get(key)
        if pool is not None:
            joined[key] = revise(pool, members=(*pool.members, PoolMember(person=position.id)))
    return tuple(joined.values())


def idle_people(book: Book, day: date) -> tuple[int, ...]:
    """The people here whom no seat and no pool of the plan in force takes, by id.

    Whoever leads others is busy where leads hold seats.
    """
    seating = Seating.of(book)
    used = {line.pool.id for line in seating.lines if line.pool is not None}
    pooled = {member.person for pool in book.pools.all() if pool.id in used for member in pool.members}
    seats = [seat for line in seating.lines for group in line.groups for _, seat in group.choices]
    leads = any(seat.holder is SeatHolding.LEAD for seat in seats)
    return tuple(
        person.id
        for person in book.people.all()
        if person.status is not PersonStatus.VACANCY
        and person.works_on(day)
        and is_client(book, person)
        and person.id not in pooled
        and not (leads and book.reports_of(person.id))
        and not any(_takes(seat, person) for seat in seats)
    )


def _takes(seat: AskedSeat, person: Person) -> bool:
    if seat.holder is not SeatHolding.NAMED or (seat.people is not None and not seat.people.fits(person)):
        return False
    return not seat.line.roles or any(role in seat.line.roles for role in person.role_keys)
