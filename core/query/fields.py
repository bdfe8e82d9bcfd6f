"""The fields a filter may name, for accounts and for people: kind of value, other names, and whether a scope may ask.

A field is *given* when it is a slow fact of the record itself; only given fields may stand in a scope, so that no
account changes its model because it was quiet for a week. The others are *derived*: they move from day to day, or
follow from the model in force, and a scope that named them would decide about itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from core.words import Band, Complexity, HealthBand, PersonStatus, Sentiment, Stage, Touch


class ValueKind(Enum):
    """How the values of a field are written and compared."""

    TEXT = auto()
    """Free text: each word begins a word of it; ``=`` asks for the whole."""
    NAME = auto()
    """A name: a piece of it; ``=`` asks for the whole."""
    EXACT = auto()
    """A word of an open vocabulary: equal but for case and accents."""
    CHOICE = auto()
    """A word of a closed set, or its beginning."""
    SEGMENT = auto()
    """A segment of the book's scheme: key, title, other spelling, or their beginning."""
    ROLE = auto()
    """A role of the book's registry: key or title, or their beginning."""
    HOLDER = auto()
    """A person, pool or outside function."""
    LEAD = auto()
    """The person whom a holder reports to."""
    TEAM = auto()
    """The team of a holder."""
    MONEY = auto()
    """Units of the book's currency: 50k, 1.2M."""
    NUMBER = auto()
    """A number."""
    HOURS = auto()
    """Hours a month."""
    DAYS = auto()
    """A number of days: 30, 30d, 4w."""
    DATE = auto()
    """A date or part of one, or a time from today: 2027-01-31, 2027-01, 90d, past."""
    HEALTH = auto()
    """A number from 0 to 100 or a band."""
    CODE = auto()
    """The code of a finding, or its beginning."""
    FLAG = auto()
    """A mark that is there or not."""
    RECORD = auto()
    """The id of a record."""
    OUTSIDE_ID = auto()
    """An id in another system."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What may stand after ``is:``."""

    name: str
    """As written."""
    attribute: str
    """Name of the boolean on a row."""
    meaning: str
    """What it says, for help."""
    refused: str = ""
    """Why a scope may not ask; empty for a given one."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the filter language."""

    key: str
    """Its name."""
    kind: ValueKind
    """How its values are written."""
    attribute: str
    """Name on a row and among the given facts of an entity."""
    meaning: str
    """What it is, for help."""
    aliases: tuple[str, ...] = ()
    """Other names."""
    choices: tuple[str, ...] = ()
    """Words of a closed set."""
    flags: tuple[Flag, ...] = ()
    """What may follow ``is:``."""
    many: bool = False
    """Whether the row has several values of it."""
    days: str = ""
    """For a date: name of the days from today on a row."""
    ahead: bool = True
    """For a date: whether it lies ahead; a time such as 90d then counts forward, else backward."""
    band: str = ""
    """For health: name of the band on a row."""
    holder_kind: str = ""
    """For one holder: name of its kind on a row."""
    scale: int = 1
    """For a number: what the row holds for one."""
    prefix: str = ""
    """For a record: letter before the number."""
    refused: str = ""
    """Why a scope may not ask; empty for a given field."""

    @property
    def given(self) -> bool:
        """Whether a scope may ask for it."""
        return not self.refused


class Fields:
    """The fields of one kind of row, found by any of their names."""

    def __init__(self, what: str, fields: Sequence[Field]) -> None:
        self.what = what
        """What the rows are, in the plural."""
        self.all = tuple(fields)
        """Every field in the order of the help."""
        self._by_name: Mapping[str, Field] = {name: one for one in fields for name in (one.key, *one.aliases)}

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, aliases included."""
        return tuple(self._by_name)

    @property
    def keys(self) -> tuple[str, ...]:
        """Every field's key."""
        return tuple(one.key for one in self.all)

    def find(self, name: str) -> Field | None:
        """The field with a name or alias, in any case; None when there is none."""
        return self._by_name.get(name.lower().replace("-", "_"))

    def __getitem__(self, key: str) -> Field:
        return self._by_name[key]


_MOVES = "it moves from day to day, and an account must not change its model because of it"
_ARR = "ARR reaches a scope only through segments, which are crossed with a dwell time; write segment:"
_MODEL = "it follows from the plan, and a scope must not depend on what it decides"
_NAME = "a name says nothing about how an account is served; mark the accounts with a tag and write #tag"
_LASTING = "a scope is only asked about active accounts"
_SCREEN = "it is a mark on the screen, not a fact of the account"
_SLOW = "it is not among the facts that a plan may rest on; mark the accounts with a tag and write #tag"

ACCOUNT_FLAGS = (
    Flag("key", "key_account", "marked as a key account"),
    Flag("escalated", "escalated", "has an open escalation"),
    Flag("established", "established", "a customer for a year with a renewal, or marked so"),
    Flag("child", "child", "belongs to a parent account"),
    Flag("parent", "has_children", "has child accounts", _SLOW),
    Flag("locked", "locked", "its owner is not to be changed yet", _MOVES),
    Flag("unmanaged", "unmanaged", "deliberately without people", _MODEL),
    Flag("active", "active", "a customer, not archived", _LASTING),
    Flag("churned", "churned", "no longer a customer", _LASTING),
    Flag("archived", "archived", "put away, kept for history", _LASTING),
    Flag("marked", "id", "marked on the screen", _SCREEN),
)
"""What may follow ``is:`` for accounts."""

ACCOUNT = Fields(
    "accounts",
    (
        Field(
            "owner",
            ValueKind.HOLDER,
            "owner_key",
            "who holds the seat that leads now",
            holder_kind="owner_kind",
            refused=_MODEL,
        ),
        Field("holder", ValueKind.HOLDER, "holder_keys", "who holds any seat", many=True, refused=_MODEL),
        Field("lead", ValueKind.LEAD, "owner_key", "whom the owner reports to", refused=_MODEL),
        Field("team", ValueKind.TEAM, "owner_key", "team of the owner", refused=_MODEL),
        Field("segment", ValueKind.SEGMENT, "segment", "segment", aliases=("seg",)),
        Field("touch", ValueKind.CHOICE, "touch", "how closely it is served", choices=tuple(Touch)),
        Field("served", ValueKind.CHOICE, "served", "touch the plan serves it at", choices=tuple(Touch)),
        Field("stage", ValueKind.CHOICE, "stage", "where it stands in its journey", choices=tuple(Stage)),
        Field(
            "health",
            ValueKind.HEALTH,
            "health",
            "0 to 100, or a band",
            band="band",
            choices=tuple(HealthBand),
            refused=_MOVES,
        ),
        Field("arr", ValueKind.MONEY, "arr", "annual recurring revenue", refused=_ARR),
        Field("potential", ValueKind.MONEY, "potential", "revenue potential", refused=_ARR),
        Field(
            "renews",
            ValueKind.DATE,
            "renews",
            "next renewal",
            ("renewal",),
            days="renews_in",
            refused=f"{_MOVES}; stage:renewal covers the days before it",
        ),
        Field("quiet", ValueKind.DAYS, "quiet", "days since the last real touch", refused=_MOVES),
        Field("due", ValueKind.DATE, "due", "earliest open follow-up", ("followup",), days="due_in", refused=_MOVES),
        Field(
            "started",
            ValueKind.DATE,
            "started",
            "contract start",
            ("start",),
            days="started_ago",
            ahead=False,
            refused=f"{_MOVES}; stage:onboarding covers the days after it",
        ),
        Field("load", ValueKind.HOURS, "load", "hours of the next 30 days", ("hours",), refused=_MOVES),
        Field("finding", ValueKind.CODE, "codes", "code of a finding", ("findings",), many=True, refused=_MODEL),
        Field("tag", ValueKind.EXACT, "tags", "tag; #pilot for short", ("tags",), many=True),
        Field("is", ValueKind.FLAG, "", "a mark", flags=ACCOUNT_FLAGS),
        Field("sentiment", ValueKind.CHOICE, "sentiment", "last heard", choices=tuple(Sentiment), refused=_MOVES),
        Field(
            "expectation",
            ValueKind.CHOICE,
            "expectation",
            "whether we live up to it",
            choices=("yes", "no"),
            refused=_MOVES,
        ),
        Field("industry", ValueKind.TEXT, "industry", "industry"),
        Field("region", ValueKind.TEXT, "region", "region"),
        Field("language", ValueKind.EXACT, "language", "language it is served in", ("lang",)),
        Field("product", ValueKind.TEXT, "products", "product in use", ("products",), many=True),
        Field("complexity", ValueKind.CHOICE, "complexity", "how hard to support", choices=tuple(Complexity)),
        Field("parent", ValueKind.RECORD, "parent", "id of the parent account", prefix="A"),
        Field("name", ValueKind.NAME, "folded", "name", ("account",), refused=_NAME),
        Field("id", ValueKind.RECORD, "id", "record id", prefix="A"),
        Field("external", ValueKind.OUTSIDE_ID, "external", "id in another system", ("crm",), many=True, refused=_SLOW),
    ),
)
"""The fields of accounts."""

_PERSON_MOVES = "it moves with every assignment, and who may sit in a seat must not depend on who sits there"
_PERSON_DAY = "it changes with the day; a plan line asks for team, role, segment, region, language, skill or lead"

PERSON_FLAGS = (
    Flag("lead", "leads", "has people who report to them", _PERSON_DAY),
    Flag("away", "away", "on leave today", _PERSON_DAY),
    Flag("vacant", "vacant", "a position that is still to be filled", _PERSON_DAY),
    Flag("archived", "archived", "put away, kept for history", _PERSON_DAY),
)
"""What may follow ``is:`` for people."""

PERSON = Fields(
    "people",
    (
        Field("team", ValueKind.EXACT, "team", "team"),
        Field("role", ValueKind.ROLE, "roles", "role", ("roles",), many=True),
        Field("segment", ValueKind.SEGMENT, "segments", "segment served", ("seg", "segments"), many=True),
        Field("region", ValueKind.TEXT, "regions", "region served", ("regions",), many=True),
        Field("industry", ValueKind.TEXT, "industries", "industry served", ("industries",), many=True),
        Field("skill", ValueKind.EXACT, "skills", "skill", ("skills",), many=True),
        Field("language", ValueKind.EXACT, "languages", "language", ("lang", "languages"), many=True),
        Field("lead", ValueKind.HOLDER, "lead_keys", "whom they report to", many=True),
        Field("name", ValueKind.NAME, "folded", "name"),
        Field("email", ValueKind.EXACT, "email", "mail address", ("mail",)),
        Field("id", ValueKind.RECORD, "id", "record id", prefix="P"),
        Field(
            "status",
            ValueKind.CHOICE,
            "status",
            "active, leaver or vacancy",
            choices=tuple(PersonStatus),
            refused=_PERSON_DAY,
        ),
        Field("band", ValueKind.CHOICE, "band", "load in a word", choices=tuple(Band), refused=_PERSON_MOVES),
        Field("load", ValueKind.HOURS, "load", "hours of the next 30 days", ("hours",), refused=_PERSON_MOVES),
        Field("capacity", ValueKind.HOURS, "capacity", "client hours of the next 30 days", refused=_PERSON_MOVES),
        Field(
            "utilisation",
            ValueKind.NUMBER,
            "utilisation",
            "load in percent of capacity",
            ("util", "utilization"),
            scale=100,
            refused=_PERSON_MOVES,
        ),
        Field("accounts", ValueKind.NUMBER, "accounts", "accounts held", refused=_PERSON_MOVES),
        Field("arr", ValueKind.MONEY, "arr", "ARR of the accounts held", refused=_PERSON_MOVES),
        Field("is", ValueKind.FLAG, "", "a mark", flags=PERSON_FLAGS),
    ),
)
"""The fields of people."""
