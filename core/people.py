"""The roster: people, their roles, leave, and the pools they form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.words import Function, PersonStatus, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Role(Record):
    """An entry of the editable role registry."""

    id: int
    """Record id."""
    key: str
    """Short name used in models and files, such as ``csm``."""
    title: str
    """Name on screen."""
    function: Function = Function.CS
    """Part of the company the role belongs to."""
    client: bool = True
    """Whether it may hold seats at all; a pure manager may not, and is never counted as room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleShare(Record):
    """A role somebody has, for part of their time."""

    role: str
    """Role key."""
    share: int = 100
    """Percent of the person's FTE; the shares of a person sum to at most 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave(Record):
    """A planned absence. Ordinary holiday is already outside the standard hours and is not entered."""

    number: int
    """Number within the person; covers refer to it."""
    since: date
    """First day away."""
    until: date
    """First day back."""
    reason: str = ""
    """Private: out of every export and report unless asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """A member of the roster, or a vacancy that will become one."""

    id: int
    """Record id, shown as ``P7``."""
    name: str
    """Full name, or the title of a vacancy."""
    email: str = ""
    """Natural key for imports; lower case."""
    status: PersonStatus = PersonStatus.ACTIVE
    """Active, leaving on ``ends``, or a vacancy expected on ``starts``."""
    roles: tuple[RoleShare, ...] = ()
    """Roles with their shares."""
    fte: int = 100
    """Percent of a full-time position."""
    hours: int | None = None
    """Client hours a month of the full-time position, in hundredths; None takes the policy's figure."""
    team: str = ""
    """Name of the team, as plan lines ask for it."""
    lead: int | None = None
    """Person id of the lead this person reports to."""
    segments: tuple[str, ...] = ()
    """Segment keys this person serves; none matches no account of a seat that asks for it."""
    skills: tuple[str, ...] = ()
    """Skill words."""
    languages: tuple[str, ...] = ()
    """Language codes or names."""
    regions: tuple[str, ...] = ()
    """Regions served."""
    industries: tuple[str, ...] = ()
    """Industries served."""
    starts: date | None = None
    """First working day; None for somebody who was always there (and is fully ramped)."""
    ramped: bool = False
    """True for a joiner who needs no ramp."""
    ends: date | None = None
    """First day no longer here."""
    leaves: tuple[Leave, ...] = ()
    """Planned absences in order of their first day."""
    not_for: tuple[int, ...] = ()
    """Account ids this person must not be assigned to."""
    external_ids: tuple[tuple[str, str], ...] = ()
    """(system, id) pairs, sorted."""
    custom: tuple[tuple[str, str], ...] = ()
    """Other imported columns, (name, text) pairs, sorted."""
    archived: bool = False
    """Out of lists and choices; kept for history."""

    @property
    def role_keys(self) -> tuple[str, ...]:
        """The keys of the roles this person has a share of."""
        return tuple(held.role for held in self.roles if held.share > 0)

    def works_on(self, day: date) -> bool:
        """Whether the person is employed here on a day, leave aside."""
        if self.archived or (self.status is PersonStatus.VACANCY and self.starts is None):
            return False
        return (self.starts is None or self.starts <= day) and (self.ends is None or day < self.ends)

    def leave_on(self, day: date) -> Leave | None:
        """The leave that a day falls into."""
        for leave in self.leaves:
            if leave.since <= day < leave.until:
                return leave
        return None

    def present_on(self, day: date) -> bool:
        """Whether the person is employed and not on leave on a day."""
        return self.works_on(day) and self.leave_on(day) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolMember(Record):
    """A person in a pool."""

    person: int
    """Person id."""
    share: int = 100
    """Largest percent of the person's capacity the pool may take; 100 means whatever is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool(Record):
    """A named group of people that holds seats together."""

    id: int
    """Record id."""
    key: str
    """Short name used in plans, as in ``pool:scaled``."""
    title: str
    """Name on screen."""
    members: tuple[PoolMember, ...] = ()
    """Members with their shares, by person id."""
    skills: tuple[str, ...] = ()
    """Skills the pool promises."""
    languages: tuple[str, ...] = ()
    """Languages the pool promises."""
    open_limit: int | None = None
    """Largest number of open requests per member."""
    archived: bool = False
    """Out of lists and choices."""
