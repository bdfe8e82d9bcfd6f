"""What was said and what comes next: conversations, follow-ups, requests, playbooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.words import ConversationType, Expectation, Origin, Party, Priority, Record, Sentiment


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation(Record):
    """A dated contact with a customer, an internal note, or an interview with a CSM."""

    id: int
    """Record id."""
    account: int | None = None
    """Account id; None for an interview that is about no customer."""
    type: ConversationType
    """Its form; a note and an interview are no touches."""
    at: datetime
    """Local wall time with its UTC offset; may be in the past."""
    by: int | None = None
    """Person id of ours who led it."""
    people: tuple[int, ...] = ()
    """Person ids of ours who took part."""
    contacts: tuple[int, ...] = ()
    """Contact ids who took part."""
    names: tuple[str, ...] = ()
    """Names of participants who are in no table."""
    about: int | None = None
    """Person id interviewed, for an interview."""
    sentiment: Sentiment | None = None
    """How the customer felt; None when not heard."""
    expectation: Expectation | None = None
    """Whether we live up to what they expect; None when not said."""
    challenges: tuple[str, ...] = ()
    """Challenge keys of the vocabulary."""
    reactive: bool | None = None
    """True when the customer came to us; None when not said."""
    summary: str = ""
    """What was said, in words; may have several lines."""
    private: bool = False
    """Out of every export and report unless asked for; interviews are."""
    logged_at: datetime | None = None
    """When it was written down."""
    source: str = ""
    """Where it was imported from."""
    external_ids: tuple[tuple[str, str], ...] = ()
    """(system, id) pairs, sorted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp(Record):
    """A next step somebody owes."""

    id: int
    """Record id."""
    account: int | None = None
    """Account id."""
    text: str
    """What to do."""
    owner: int | None = None
    """Person id; None is whoever acts in the lead seat."""
    due: date | None = None
    """Day it is due; None for a step without a date."""
    done_on: date | None = None
    """Day it was done."""
    dropped: bool = False
    """Given up."""
    origin: Origin = Origin.MANUAL
    """Written by hand, or by a rule."""
    routine: bool = False
    """Only keeps up the touch standard; a candidate for automation."""
    conversation: int | None = None
    """Conversation id it came from."""
    created_on: date
    """Day it was written."""

    @property
    def is_open(self) -> bool:
        """Whether it still has to be done."""
        return self.done_on is None and not self.dropped


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Record):
    """An inbound need in a pool's queue."""

    id: int
    """Record id."""
    account: int
    """Account id."""
    pool: int | None = None
    """Pool id; None goes to the holder of the seat that carries support."""
    topic: str
    """What it is about."""
    skill: str = ""
    """Skill it needs."""
    language: str = ""
    """Language it needs."""
    priority: Priority = Priority.NORMAL
    """How urgent."""
    opened_at: datetime
    """When it came."""
    due_at: datetime | None = None
    """When its SLA ends."""
    handler: int | None = None
    """Person id who has it."""
    handlers: tuple[int, ...] = ()
    """Person ids who had it, in order."""
    claimed_at: datetime | None = None
    """When the handler took it."""
    closed_at: datetime | None = None
    """When it was resolved."""
    resolution: str = ""
    """How."""
    hours: int | None = None
    """Hundredths of an hour spent."""
    run: int | None = None
    """Playbook run id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Record):
    """A step of a playbook."""

    text: str
    """What to do."""
    party: Party = Party.INCOMING
    """Who does it."""
    day: int = 0
    """Days after the start."""
    required: bool = True
    """Whether the run may be finished without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook(Record):
    """A checklist with a trigger."""

    id: int
    """Record id."""
    key: str
    """Short name."""
    title: str
    """Name on screen."""
    trigger: str = ""
    """Filter over accounts that asks for a run; empty for by hand only."""
    steps: tuple[Step, ...] = ()
    """Steps in order."""
    archived: bool = False
    """Out of lists and choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDone(Record):
    """A step that was done in a run."""

    step: int
    """Index of the step."""
    on: date
    """Day."""
    by: int | None = None
    """Person id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """A playbook at work on an account."""

    id: int
    """Record id."""
    playbook: int
    """Playbook id."""
    account: int
    """Account id."""
    started_on: date
    """First day."""
    done: tuple[StepDone, ...] = ()
    """Steps done, by index."""
    finished_on: date | None = None
    """Day it was closed."""
