"""How the team is organised, as stored: segments, models, alignments, plans, drafts, eras, reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.people import Person, Pool, RoleShare
from core.words import Duty, MatchOn, Need, Record, SeatHolding, SegmentBy, Stage, Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment(Record):
    """One entry of the segment scheme; the entries are ordered, the first that fits is the derived segment."""

    id: int
    """Record id; the order of the scheme is ``order``."""
    key: str
    """Short name used in filters and models."""
    title: str
    """Name on screen."""
    order: int = 0
    """Place in the scheme, largest customers first."""
    by: SegmentBy = SegmentBy.ARR
    """What draws the line."""
    from_amount: int | None = None
    """Smallest ARR or potential in minor units of the book's currency; None takes all that is left."""
    industries: tuple[str, ...] = ()
    """Industries, when the line is drawn by industry."""
    touch: Touch = Touch.MID
    """Touch of an account that states none."""
    aliases: tuple[str, ...] = ()
    """Other spellings that an import may use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ByTouch(Record):
    """A figure for each touch, in hundredths (of an hour unless said)."""

    high: int = 0
    """High touch."""
    mid: int = 0
    """Mid touch."""
    tech: int = 0
    """Tech touch."""

    def of(self, touch: Touch) -> int:
        """The figure for one touch."""
        if touch is Touch.HIGH:
            return self.high
        return self.mid if touch is Touch.MID else self.tech


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(Record):
    """What one holder may have in a seat; counted over active seats."""

    accounts: int | None = None
    """Number of accounts."""
    hours: int | None = None
    """Hundredths of an hour a month."""
    arr: int | None = None
    """Minor units of the book's currency."""
    families: int | None = None
    """Number of account families."""
    hard: bool = False
    """A soft limit is a finding and is not worsened; a hard one is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatLine(Record):
    """A seat a model asks for on the accounts of a scope."""

    key: str
    """Tenures hang on it; lines with the same key are alternatives, the first whose scope fits is used."""
    title: str
    """Name on screen."""
    carries: tuple[Duty, ...] = ()
    """Duties whose hours are charged here."""
    assists: tuple[Duty, ...] = ()
    """Duties it takes part in without carrying them."""
    scope: str = ""
    """Filter over slow fields; empty is every account."""
    holder: SeatHolding = SeatHolding.NAMED
    """How it is held."""
    function: str = ""
    """For a seat held outside: which function."""
    roles: tuple[str, ...] = ()
    """Role keys that may sit here; none allows any client role."""
    learn: tuple[str, ...] = ()
    """Role keys that may be proposed for a role change."""
    match: tuple[MatchOn, ...] = ()
    """What the holder must share with the account."""
    fill_ahead: int = 0
    """Days before its first work by which it needs a holder."""
    inherits: tuple[str, ...] = ()
    """Seat keys whose holder is kept when the account comes from another model."""
    limits: Limits | None = None
    """What one holder may have."""
    need: Need = Need.REQUIRED
    """Whether leaving it unfilled is a finding."""
    hours: ByTouch | None = None
    """Own hours per 30 days of an assisting seat, in hundredths."""
    relieves: tuple[tuple[Duty, int], ...] = ()
    """(duty, percent taken off the carrying seat while this one is filled)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leadership(Record):
    """Time a lead's reports take off the lead's capacity."""

    per_report: int = 15
    """Percent of capacity per report, up to ``above`` reports. Ours."""
    above: int = 3
    """Number of reports from which the further ones cost less."""
    per_report_above: int = 10
    """Percent per report beyond. Ours."""
    most: int = 95
    """Largest percent."""
    span: tuple[int, int] = (3, 5)
    """Sound number of direct reports. McKinsey's player/coach archetype: 3 to 5."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Record):
    """An organisational model: a table of seats with limits, thresholds and what it is good for."""

    id: int
    """Record id; 0 for one that is only in the catalogue."""
    key: str
    """Name in commands and plan lines."""
    title: str
    """Name on screen."""
    summary: str = ""
    """One sentence: how accounts meet people."""
    strengths: str = ""
    """What it is good at, in one sentence."""
    risks: str = ""
    """What goes wrong with it, in one sentence."""
    fits: str = ""
    """When it fits."""
    source: str = ""
    """Where the description comes from."""
    leads: tuple[tuple[Stage, str], ...] = ()
    """(stage, seat key) that leads; a stage that is missing is led by the seat that carries adoption."""
    continuity: int = 100
    """Weight on moves, in percent."""
    seats: tuple[SeatLine, ...] = ()
    """Seat lines in order."""
    limits_by_role: tuple[tuple[str, Limits], ...] = ()
    """(role key, what one holder of that role may have)."""
    leadership: Leadership | None = None
    """Set where leads keep accounts and their reports take time."""
    thresholds: tuple[tuple[str, int], ...] = ()
    """(name, value) of the findings' thresholds that differ from the standard ones."""
    checks: tuple[str, ...] = ()
    """Codes of the findings that only this kind of model raises."""
    builtin: bool = True
    """False for one the manager wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Record):
    """Where CSMs report and which duties the team carries itself."""

    id: int
    """Record id; 0 for one that is only in the catalogue."""
    key: str
    """Name in commands and plan lines."""
    title: str
    """Name on screen."""
    reporting: str = ""
    """The reporting line in one sentence."""
    duties: tuple[tuple[Duty, str], ...] = ()
    """(duty, ``team`` or ``outside:<function>``)."""
    model: str = ""
    """Model key used when the alignment stands alone."""
    scope: str = ""
    """Scope it is meant for."""
    summary: str = ""
    """One sentence."""
    strengths: str = ""
    """What it is good at."""
    risks: str = ""
    """What goes wrong with it."""
    fits: str = ""
    """When it fits."""
    source: str = ""
    """Where the description comes from."""
    thresholds: tuple[tuple[str, int], ...] = ()
    """(name, value) of thresholds that differ from the standard ones."""
    checks: tuple[str, ...] = ()
    """Codes of the findings that only this alignment raises."""
    builtin: bool = True
    """False for one the manager wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine(Record):
    """A scope and how its accounts are served; the first line that fits an account counts."""

    title: str = ""
    """Name on screen; empty shows the scope."""
    scope: str = ""
    """Filter over slow fields; empty is every account."""
    model: str = ""
    """Model key; empty takes the alignment's default."""
    alignment: str = ""
    """Alignment key, optional."""
    people: str = ""
    """Filter over persons who may sit here; empty is everybody."""
    pool: str = ""
    """Pool key for pooled seats."""
    serve: tuple[tuple[Touch, Touch], ...] = ()
    """(touch, touch served at): the manager's own, visible decision."""
    duties: tuple[tuple[Duty, str], ...] = ()
    """(duty, ``team`` or ``outside:<function>``) that overrides the alignment."""
    unmanaged: str = ""
    """Reason for leaving these accounts without people; empty when they are managed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay(Record):
    """An assisting seat laid over a scope; it never carries a duty."""

    key: str
    """Seat key."""
    title: str
    """Name on screen."""
    scope: str = ""
    """Filter over slow fields."""
    assists: tuple[Duty, ...] = ()
    """Duties it takes part in."""
    roles: tuple[str, ...] = ()
    """Role keys that may sit here."""
    match: tuple[MatchOn, ...] = ()
    """What the holder must share with the account."""
    people: str = ""
    """Filter over persons who may sit here."""
    need: Need = Need.REQUIRED
    """Whether leaving it unfilled is a finding."""
    hours: ByTouch | None = None
    """Own hours per 30 days, in hundredths."""
    relieves: tuple[tuple[Duty, int], ...] = ()
    """(duty, percent taken off the carrying seat while this one is filled)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Record):
    """The models in force: ordered lines, first match wins, with overlays on top."""

    id: int
    """Record id."""
    title: str = ""
    """Name on screen."""
    lines: tuple[PlanLine, ...] = ()
    """Lines in order."""
    overlays: tuple[Overlay, ...] = ()
    """Assisting seats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleChange(Record):
    """A person's roles in a draft."""

    person: int
    """Person id."""
    roles: tuple[RoleShare, ...] = ()
    """Roles with their shares from the draft's date on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Override(Record):
    """A segment or touch that a draft gives to the accounts of a filter."""

    scope: str
    """Filter."""
    segment: str = ""
    """Segment key; empty leaves it."""
    touch: Touch | None = None
    """Touch; None leaves it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Record):
    """A saved reorganisation that is not in force. Private: kept beside the book, never in its history."""

    id: int
    """Record id."""
    title: str
    """Name on screen."""
    plan: Plan
    """The plan it proposes."""
    role_changes: tuple[RoleChange, ...] = ()
    """Who changes role."""
    pools: tuple[Pool, ...] = ()
    """Pools it forms or changes."""
    vacancies: tuple[Person, ...] = ()
    """Positions to hire."""
    leavers: tuple[int, ...] = ()
    """Person ids who will be gone."""
    overrides: tuple[Override, ...] = ()
    """Segments and touches it changes."""
    effective: date | None = None
    """Day it would come into force."""
    mend_overloads: bool = False
    """Whether books that are over under it also give seats whose holder might stay; else only what must move moves."""
    base: int = 0
    """Sequence number of the book it was made on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Era(Record):
    """The time a plan was in force."""

    id: int
    """Record id."""
    plan: int
    """Plan id."""
    title: str
    """What it was called."""
    since: date
    """First day."""
    until: date | None = None
    """First day no longer; None while in force."""
    ended_seq: int | None = None
    """Sequence number of the book at its end; figures are recomputed as of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Record):
    """A dated review of whether the team lives up to what its customers expect."""

    id: int
    """Record id."""
    on: date
    """Day of the review."""
    heard: str = ""
    """What customers and CSMs said."""
    measures: str = ""
    """Leading and trailing measures as read that day."""
    decision: str = ""
    """What was decided."""
    next_on: date | None = None
    """Day of the next review."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance(Record):
    """A finding the manager lives with until a date."""

    id: int
    """Record id."""
    code: str
    """Finding code."""
    subject: str
    """Subject of the finding, without numbers."""
    reason: str
    """Why it is accepted."""
    accepted_on: date
    """Day it was accepted."""
    until: date
    """First day it counts again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Record):
    """How the columns of one source were mapped at its last import."""

    id: int
    """Record id."""
    source: str
    """Name of the source."""
    kind: str
    """Kind of rows."""
    mapping: tuple[tuple[str, str], ...] = ()
    """(column, field) pairs."""
    imported_on: date | None = None
    """Day of the last import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Record):
    """A text to start from."""

    id: int
    """Record id."""
    kind: str
    """What it is for."""
    title: str
    """Name on screen."""
    body: str = ""
    """The text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word(Record):
    """An entry of an editable vocabulary, such as a challenge or a churn reason."""

    id: int
    """Record id."""
    kind: str
    """Vocabulary it belongs to."""
    key: str
    """Short name."""
    title: str
    """Words on screen."""
