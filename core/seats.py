"""Tenures: who holds a seat from day to day, and how a seat passes from one holder to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.words import HandoffKind, HolderKind, Party, Record, TenureKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder(Record):
    """Who holds a seat: exactly one of the three fields is set, as ``kind`` says."""

    kind: HolderKind
    """Which of the three."""
    person: int | None = None
    """Person id; a vacancy is a person too."""
    pool: int | None = None
    """Pool id."""
    function: str = ""
    """A function outside the roster, such as ``services``."""


def person_holder(person: int) -> Holder:
    """The holder that is a person or a vacancy."""
    return Holder(kind=HolderKind.PERSON, person=person)


def pool_holder(pool: int) -> Holder:
    """The holder that is a pool."""
    return Holder(kind=HolderKind.POOL, pool=pool)


def outside_holder(function: str) -> Holder:
    """The holder that is a function outside the roster."""
    return Holder(kind=HolderKind.OUTSIDE, function=function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure(Record):
    """A seat on an account held from one day to another, the last day not included."""

    id: int
    """Record id."""
    account: int
    """Account id."""
    seat: str
    """Seat key of the model."""
    holder: Holder
    """Who holds it."""
    since: date
    """First day."""
    until: date | None = None
    """First day no longer; None while open. A cover ends at the latest with its leave."""
    kind: TenureKind = TenureKind.PERMANENT
    """Permanent; cover for a leave; overlap of the outgoing holder during a transition."""
    share: int = 100
    """Percent of the seat's hours of an overlap; the permanent holder has the rest."""
    leave_of: int | None = None
    """Person id whose leave a cover belongs to."""
    leave: int | None = None
    """Number of that person's leave."""
    reason: str = ""
    """Why it was given."""
    note: str = ""
    """Handoff note."""

    def holds_on(self, day: date) -> bool:
        """Whether its interval contains a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem(Record):
    """A step of a handoff's checklist."""

    text: str
    """What to do."""
    party: Party
    """Who does it."""
    done_on: date | None = None
    """Day it was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff(Record):
    """The passage of a seat between holders, or of the lead between seats."""

    id: int
    """Record id."""
    account: int
    """Account id."""
    kind: HandoffKind
    """What passes."""
    seat: str
    """Seat key; for a passage of the lead, the seat that leads from now on."""
    from_seat: str = ""
    """Seat key that led before, for a passage of the lead."""
    outgoing: Holder | None = None
    """Who had it."""
    incoming: Holder | None = None
    """Who gets it; None while no one was found."""
    opened_on: date
    """Day it was opened."""
    due: date
    """Day it should be closed."""
    closed_on: date | None = None
    """Day it was closed; None while open."""
    checklist: tuple[CheckItem, ...] = ()
    """Steps for the outgoing, incoming and leading person."""
    reason: str = ""
    """Why the seat passes."""
    note: str = ""
    """What the next holder must know."""
    batch: int | None = None
    """Number of the batch in an adopted draft or accepted proposal."""
