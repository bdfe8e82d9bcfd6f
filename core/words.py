"""The field's words as closed sets and id types; no entity, no rule, nothing heavy to import."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

PersonId = NewType("PersonId", int)
AccountId = NewType("AccountId", int)
PoolId = NewType("PoolId", int)
TenureId = NewType("TenureId", int)
ConversationId = NewType("ConversationId", int)


class Record:
    """Base of every stored value: strict types and no unknown fields when it is read from outside."""

    __slots__ = ()
    __pydantic_config__ = {"strict": True, "extra": "forbid"}  # noqa: RUF012 - read by pydantic, never mutated


class Duty(StrEnum):
    """A kind of work a customer needs."""

    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    SUPPORT = "support"
    EXPANSION = "expansion"
    RENEWAL = "renewal"


class Stage(StrEnum):
    """Where a customer stands in its journey; derived from dates and outcomes (churned is a status)."""

    ONBOARDING = "onboarding"
    ADOPTION = "adoption"
    RENEWAL = "renewal"


class Touch(StrEnum):
    """How closely an account is served."""

    HIGH = "high"
    MID = "mid"
    TECH = "tech"


class Complexity(StrEnum):
    """How hard the customer's use of the product is to support."""

    SIMPLE = "simple"
    STANDARD = "standard"
    COMPLEX = "complex"


class HealthBand(StrEnum):
    """What a health value means for the work; an account without a value has no band."""

    GOOD = "good"
    WATCH = "watch"
    AT_RISK = "at_risk"


class PersonStatus(StrEnum):
    """Whether a member of the roster works here, is leaving, or is still to be hired."""

    ACTIVE = "active"
    LEAVER = "leaver"
    VACANCY = "vacancy"


class AccountStatus(StrEnum):
    """Whether an account is a customer."""

    ACTIVE = "active"
    CHURNED = "churned"


class Function(StrEnum):
    """The part of the company a role belongs to."""

    CS = "cs"
    SALES = "sales"
    SERVICES = "services"
    PRODUCT = "product"
    OUTSIDE = "outside"


class HolderKind(StrEnum):
    """Who can hold a seat: a person or vacancy, a pool, or a function that is not on our roster."""

    PERSON = "person"
    POOL = "pool"
    OUTSIDE = "outside"


class TenureKind(StrEnum):
    """Why somebody holds a seat: for good, in place of someone on leave, or still there during a transition."""

    PERMANENT = "permanent"
    COVER = "cover"
    OVERLAP = "overlap"


class SeatHolding(StrEnum):
    """How a seat line is held: by one named person, a pool, the lead of the lead seat's holder, or outside."""

    NAMED = "named"
    POOL = "pool"
    LEAD = "lead"
    OUTSIDE = "outside"


class MatchOn(StrEnum):
    """What a seat's holder must share with the account."""

    SEGMENT = "segment"
    REGION = "region"
    LANGUAGE = "language"
    SKILL = "skill"
    INDUSTRY = "industry"


class Need(StrEnum):
    """Whether an unfilled seat is a finding."""

    REQUIRED = "required"
    OPTIONAL = "optional"


class Family(StrEnum):
    """How a child account is held beside its parent."""

    FOLLOW = "follow"
    INDEPENDENT = "independent"
    ROLLED = "rolled"


class ConversationType(StrEnum):
    """The form of a dated contact. An internal note and an interview with a CSM are not touches of a customer."""

    CALL = "call"
    MEETING = "meeting"
    EMAIL = "email"
    REVIEW = "review"
    CHAT = "chat"
    NOTE = "note"
    INTERVIEW = "interview"

    @property
    def is_touch(self) -> bool:
        """Whether it counts as a real touch of the customer."""
        return self not in (ConversationType.NOTE, ConversationType.INTERVIEW)


class Sentiment(StrEnum):
    """How the customer felt."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"


class Expectation(StrEnum):
    """The customer's answer to "are we living up to your expectations?"; not asked is None."""

    YES = "yes"
    NO = "no"


class OutcomeKind(StrEnum):
    """How a renewal ended."""

    RENEWED = "renewed"
    EXTENDED = "extended"
    CHURNED = "churned"


class HandoffKind(StrEnum):
    """A passage of one seat between holders, or of the lead between seats."""

    HOLDER = "holder"
    LEAD = "lead"


class Party(StrEnum):
    """Who does a step of a checklist."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"
    LEAD = "lead"


class Origin(StrEnum):
    """Whether a follow-up was written by hand or came from a rule."""

    MANUAL = "manual"
    AUTO = "auto"


class Priority(StrEnum):
    """How urgent a request is."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class ReadingKind(StrEnum):
    """What a dated reading measures."""

    HEALTH = "health"
    USAGE = "usage"
    NPS = "nps"
    TICKETS = "tickets"


class Severity(StrEnum):
    """How much a finding matters: a customer or duty has nobody, a warning, or information."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


class Band(StrEnum):
    """A person's load in a word; thresholds are in the policy."""

    ROOM = "room"
    FULL = "full"
    OVER = "over"
    CRITICAL = "critical"
    ABSENT = "absent"


class FollowUpPolicy(StrEnum):
    """What happens to open follow-ups when an account changes hands."""

    LEAVE = "leave"
    AUTO = "auto"
    ALL = "all"


class Actor(StrEnum):
    """What wrote a change."""

    USER = "user"
    IMPORT = "import"
    MIGRATION = "migration"


class SegmentBy(StrEnum):
    """What draws the line between two segments."""

    ARR = "arr"
    INDUSTRY = "industry"
    POTENTIAL = "potential"


TEAM = "team"
"""The word in a duty table that says the team itself carries the duty."""

OUTSIDE_PREFIX = "outside:"
"""Prefix of a holder that is a function outside the roster, as in ``outside:services``."""

POOL_PREFIX = "pool:"
"""Prefix of a holder that is a pool, as in ``pool:scaled``."""
