"""Customers: accounts, contacts, contract lines and dated readings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.words import AccountStatus, Complexity, Family, HealthBand, OutcomeKind, ReadingKind, Record, Stage, Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class StageOverride(Record):
    """A stage set by hand in place of the derived one."""

    stage: Stage
    """The stage."""
    reason: str
    """Why the dates do not tell the truth."""
    since: date
    """Day it was set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Record):
    """A customer's problem that was raised to the lead."""

    since: date
    """Day it was raised."""
    reason: str
    """What it is about."""
    raised_by: int | None = None
    """Person id."""
    closed_on: date | None = None
    """Day it was closed; None while open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Record):
    """The recorded end of a renewal."""

    kind: OutcomeKind
    """Renewed, extended or churned."""
    on: date
    """Day it was decided."""
    due: date | None = None
    """The renewal date it settles."""
    until: date | None = None
    """The new renewal date; None when churned."""
    arr: int | None = None
    """New ARR in minor units; None when not known or churned."""
    reason: str = ""
    """Why, for a churn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossed(Record):
    """Since when an account's figures put it in another segment; written with the change that moved them."""

    to: str
    """Segment key the rules give."""
    on: date
    """First day over the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedSource(Record):
    """The values last imported from one source: the base of the next three-way merge."""

    source: str
    """Name of the source."""
    on: date
    """Day of the import."""
    values: tuple[tuple[str, str], ...] = ()
    """(field, text) pairs, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account(Record):
    """A customer."""

    id: int
    """Record id, shown as ``A123``."""
    name: str
    """Name of the customer."""
    status: AccountStatus = AccountStatus.ACTIVE
    """Active or churned."""
    arr: int | None = None
    """Annual recurring revenue in minor units of ``currency``; contract lines win where there are any."""
    currency: str = ""
    """ISO code; empty is the book's currency."""
    potential: int | None = None
    """Revenue potential in minor units of ``currency``."""
    segment: str = ""
    """Segment key as stored; the derived one may differ during a transition."""
    touch: Touch | None = None
    """How closely it is served; None takes the segment's default."""
    complexity: Complexity | None = None
    """None counts as standard."""
    industry: str = ""
    """Industry name."""
    region: str = ""
    """Region name."""
    language: str = ""
    """Language the customer wants to be served in."""
    products: tuple[str, ...] = ()
    """Products in use."""
    needs_skills: tuple[str, ...] = ()
    """Skills a seat that matches on skill must bring."""
    started: date | None = None
    """Contract start."""
    renews: date | None = None
    """Next renewal date."""
    onboarded_on: date | None = None
    """Day onboarding ended; None takes 90 days from the start."""
    stage_override: StageOverride | None = None
    """A stage set by hand."""
    outcomes: tuple[Outcome, ...] = ()
    """Recorded renewals, oldest first."""
    churned_on: date | None = None
    """Day the customer left."""
    churn_reason: str = ""
    """Why the customer left."""
    parent: int | None = None
    """Account id of the parent."""
    family: Family = Family.FOLLOW
    """How this child is held beside its parent."""
    key_account: bool = False
    """Marked as a key account."""
    established: bool | None = None
    """Set by hand; None derives it from a year as a customer and one renewal."""
    tags: tuple[str, ...] = ()
    """Tags without the leading #, sorted."""
    escalation: Escalation | None = None
    """The open or last escalation."""
    crossed: Crossed | None = None
    """Since when the figures ask for another segment."""
    locked_until: date | None = None
    """Owner is not to be changed before this day."""
    last_touch_imported: date | None = None
    """Last touch according to the CRM, kept apart from conversations."""
    crm_people: tuple[tuple[str, str], ...] = ()
    """(CRM column, person as imported) pairs, sorted."""
    imported: tuple[ImportedSource, ...] = ()
    """Values last imported, by source."""
    inferred: tuple[str, ...] = ()
    """Names of fields that were inferred, not given."""
    external_ids: tuple[tuple[str, str], ...] = ()
    """(system, id) pairs, sorted."""
    website: str = ""
    """Domain; a natural key for imports."""
    custom: tuple[tuple[str, str], ...] = ()
    """Other imported columns, (name, text) pairs, sorted."""
    notes: str = ""
    """Free text."""
    archived: bool = False
    """Out of lists and load; kept for history."""

    @property
    def is_active(self) -> bool:
        """Whether it asks for work at all."""
        return self.status is AccountStatus.ACTIVE and not self.archived

    @property
    def is_escalated(self) -> bool:
        """Whether an escalation is open."""
        return self.escalation is not None and self.escalation.closed_on is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact(Record):
    """A person at a customer."""

    id: int
    """Record id."""
    account: int
    """Account id."""
    name: str
    """Full name."""
    title: str = ""
    """Job title."""
    email: str = ""
    """Mail address, lower case."""
    phone: str = ""
    """As given."""
    champion: bool = False
    """Whether they speak for us inside the customer."""
    external_ids: tuple[tuple[str, str], ...] = ()
    """(system, id) pairs, sorted."""
    archived: bool = False
    """No longer there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine(Record):
    """One subscription of a customer; ARR and renewal follow from the lines where there are any."""

    id: int
    """Record id."""
    account: int
    """Account id."""
    product: str = ""
    """Product or plan."""
    since: date | None = None
    """First day; None when not known."""
    until: date | None = None
    """First day it no longer runs; None while open-ended."""
    arr: int | None = None
    """Annual value in minor units of ``currency``."""
    currency: str = ""
    """ISO code; empty is the book's currency."""
    seats: int | None = None
    """Number of licences."""
    auto_renews: bool | None = None
    """Whether it renews by itself."""
    trial: bool = False
    """A trial carries no ARR."""
    source: str = ""
    """Where it was imported from."""
    external_ids: tuple[tuple[str, str], ...] = ()
    """(system, id) pairs, sorted."""

    def runs_on(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading(Record):
    """A dated value about a customer: health, usage, NPS or open tickets."""

    id: int
    """Record id."""
    account: int
    """Account id."""
    kind: ReadingKind
    """What was measured."""
    on: date
    """Day of the reading."""
    value: int | None = None
    """Health and usage 0 to 100, NPS -100 to 100, tickets a count."""
    band: HealthBand | None = None
    """The source's own word for it, which wins over the value."""
    source: str = ""
    """Where it came from."""
