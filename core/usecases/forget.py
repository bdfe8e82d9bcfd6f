"""Forget a person, a contact or a customer on request: what is personal about them is emptied, the rest stays.

The change made here empties the book of today. The history keeps the old values until its files are written anew,
which is the store's part; ``emptied`` says for both of them what a field becomes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, updated
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.schema import BY_NAME, TABLES, field_names, revise
from core.words import Actor, Record

FORGOTTEN = "(forgotten)"
"""What stands where a name or a text was that cannot be empty."""


class Emptied(Enum):
    """What a field becomes."""

    NAME = "name"
    """The word "(forgotten)"."""
    TEXT = "text"
    """The empty text."""
    LIST = "list"
    """Nothing in it."""
    REASON = "reason"
    """The same record without its reason, or each of them without."""


PERSONAL: Mapping[str, Mapping[str, Emptied]] = {
    "people": {
        "name": Emptied.NAME,
        "email": Emptied.TEXT,
        "leaves": Emptied.REASON,
        "external_ids": Emptied.LIST,
        "custom": Emptied.LIST,
    },
    "contacts": {
        "name": Emptied.NAME,
        "title": Emptied.TEXT,
        "email": Emptied.TEXT,
        "phone": Emptied.TEXT,
        "external_ids": Emptied.LIST,
    },
    "contracts": {"external_ids": Emptied.LIST},
    "accounts": {
        "name": Emptied.NAME,
        "churn_reason": Emptied.TEXT,
        "stage_override": Emptied.REASON,
        "outcomes": Emptied.REASON,
        "escalation": Emptied.REASON,
        "crm_people": Emptied.LIST,
        "imported": Emptied.LIST,
        "external_ids": Emptied.LIST,
        "website": Emptied.TEXT,
        "custom": Emptied.LIST,
        "notes": Emptied.TEXT,
    },
    "conversations": {"names": Emptied.LIST, "summary": Emptied.TEXT, "external_ids": Emptied.LIST},
    "followups": {"text": Emptied.NAME},
    "requests": {"topic": Emptied.NAME, "resolution": Emptied.TEXT},
    "holders": {"reason": Emptied.TEXT, "note": Emptied.TEXT},
    "handoffs": {"reason": Emptied.TEXT, "note": Emptied.TEXT},
}
"""The fields that say something personal, by table. The tables after the accounts belong to an account."""

FORGETTABLE = ("accounts", "people", "contacts")
"""Tables whose records can be asked to be forgotten."""

NAMING = ("name", "email")
"""Fields of those by which other texts speak of them."""

WITH_ACCOUNT = ("contacts", "contracts", "conversations", "followups", "requests", "holders", "handoffs")
"""Tables whose records are forgotten with their account."""

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "policy": ("name",),
    "plans": ("title",),
    "eras": ("title",),
    "people": ("custom",),
    "pools": ("title",),
    "accounts": (
        "churn_reason",
        "stage_override",
        "outcomes",
        "escalation",
        "crm_people",
        "imported",
        "custom",
        "notes",
        "tags",
    ),
    "contacts": ("title",),
    "conversations": ("names", "summary"),
    "followups": ("text",),
    "requests": ("topic", "resolution"),
    "holders": ("reason", "note"),
    "handoffs": ("reason", "note", "checklist"),
    "reviews": ("heard", "measures", "decision"),
    "acceptances": ("reason",),
    "templates": ("title", "body"),
}
"""Fields of other records in which a forgotten name may stand in words; it is taken out of them too."""

_SAID = frozenset({"reason", "text", "values"})
"""The parts of a nested record that are words; the others are keys and dates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Whom or what to forget."""

    table: str
    """``people``, ``contacts`` or ``accounts``."""
    id: int
    """Record id."""
    why: str = ""
    """The reason given, such as the number of the request; it stays."""
    also: tuple[str, ...] = ()
    """Other ways in which texts call the one to forget, such as a first name."""


def subjects(book: Book, table: str, number: int) -> Iterator[tuple[str, int]]:
    """The records that are forgotten together: with an account all that is about it, with a person the interviews."""
    yield table, number
    if table == "accounts":
        for name in WITH_ACCOUNT:
            look_up = {"holders": "tenures_of_account"}.get(name, f"{name}_of_account")
            yield from ((name, other) for other in book.indexes[look_up].get(number, ()))
    if table == "people":
        yield from (("conversations", talk.id) for talk in book.conversations.values() if talk.about == number)


def forget(book: Book, moment: Moment, ids: IdSource, request: Forget) -> Change | Refusal:
    """The change that empties what is personal in the book of today; refused when nothing is."""
    if request.table not in FORGETTABLE:
        return Refusal("A person, a contact or an account can be forgotten; other records go with their account.")
    record = book.tables[request.table].get(request.id)
    one = BY_NAME[request.table].one
    if record is None:
        return Refusal(f"There is no {one} {request.id}.", RefusalKind.UNKNOWN)
    edits: list[Edit] = []
    for name, number in subjects(book, request.table, request.id):
        known = book.tables[name][number]
        edits.append(updated(known, without(known, PERSONAL[name])))
    says = f"Forget {one} {request.id} on request"
    # No user's change: undo must step over it, as its history will hold nothing to go back to.
    change = change_of("forget", says, edits, why=request.why, actor=Actor.MIGRATION, base=book.seq)
    if not change.edits:
        return Refusal(f"There is nothing personal left about {one} {request.id}.", RefusalKind.NOTHING)
    return change


@dataclass(frozen=True, slots=True)
class Going:
    """What a request would empty, for somebody who has to agree to it."""

    name: str
    """What is forgotten, with its name."""
    records: tuple[tuple[str, int], ...]
    """What a record is called and how many of them lose something, in the order of the tables."""
    spoken: int
    """Number of other records whose texts say one of the names; there the name alone goes."""
    named_after: tuple[str, ...]
    """Other accounts whose own name holds the name; they keep it."""


def going(book: Book, request: Forget) -> Going | Refusal:
    """What a request would empty in the book of today; what the history holds besides is not counted."""
    record = book.tables[request.table].get(request.id) if request.table in FORGETTABLE else None
    if record is None:
        return Refusal(f"There is no {_one(request.table)} {request.id}.", RefusalKind.UNKNOWN)
    about = set(subjects(book, request.table, request.id))
    counts: dict[str, int] = {}
    names = set(request.also)
    for table, number in about:
        known = book.tables[table][number]
        counts[table] = counts.get(table, 0) + (without(known, PERSONAL[table]) != known)
        names |= names_of(table, known)
    pattern = name_pattern(names)
    name = str(getattr(record, "name", ""))
    return Going(
        name=f"{_one(request.table)} {request.id} {name}",
        records=tuple((BY_NAME[spec.name].one, counts[spec.name]) for spec in TABLES if counts.get(spec.name)),
        spoken=0 if pattern is None else sum(key not in about for key in _speaking(book, pattern)),
        named_after=tuple(
            account.name
            for account in book.accounts.all()
            if pattern is not None and ("accounts", account.id) not in about and pattern.search(account.name)
        ),
    )


def names_of(table: str, record: Record) -> set[str]:
    """The names by which texts may speak of a record that is forgotten."""
    if table not in FORGETTABLE:
        return set()
    return {name for name in (getattr(record, field, "") for field in NAMING) if is_name(name)}


def is_name(value: object) -> bool:
    """Whether a value is worth looking for in texts; one letter is not."""
    return isinstance(value, str) and len(value) > 1 and value != FORGOTTEN


def name_pattern(names: Collection[str]) -> re.Pattern[str] | None:
    """What finds any of the names as whole words, whatever their case; None where there are none."""
    kept = sorted(filter(is_name, names), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, kept))})(?!\w)", re.IGNORECASE) if kept else None


def _speaking(book: Book, pattern: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """The records whose texts say one of the names."""
    for table, fields in SPOKEN.items():
        for record in book.tables[table].values():
            if any(_says(getattr(record, name), pattern) for name in fields):
                yield table, record.id


def _says(value: object, pattern: re.Pattern[str]) -> bool:
    if isinstance(value, str):
        return pattern.search(value) is not None
    if isinstance(value, tuple):
        return any(_says(part, pattern) for part in value)
    if isinstance(value, Record):
        return any(_says(getattr(value, name), pattern) for name in field_names(type(value)) if name in _SAID)
    return False


def _one(table: str) -> str:
    return BY_NAME[table].one if table in BY_NAME else "record"


def without(record: Record, fields: Mapping[str, Emptied]) -> Record:
    """A record with its personal fields emptied."""
    return revise(record, **{name: _emptied(getattr(record, name), how) for name, how in fields.items()})


def _emptied(value: Any, how: Emptied) -> Any:  # noqa: ANN401 - the types are the fields'
    match how:
        case Emptied.NAME:
            return FORGOTTEN
        case Emptied.TEXT:
            return ""
        case Emptied.LIST:
            return ()
        case Emptied.REASON:
            if isinstance(value, tuple):
                return tuple(_emptied(part, how) for part in value)
            return value if value is None else revise(value, reason="")


def emptied_json(value: Any, how: Emptied) -> Any:  # noqa: ANN401 - JSON
    """The same for a field as it stands in a file."""
    match how:
        case Emptied.NAME:
            return FORGOTTEN
        case Emptied.TEXT:
            return ""
        case Emptied.LIST:
            return []
        case Emptied.REASON:
            if isinstance(value, list):
                return [emptied_json(part, how) for part in value]
            return {**value, "reason": ""} if isinstance(value, dict) else value


def respoken_json(value: Any, spoken: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    """A field of ``SPOKEN`` as it stands in a file, with every text that people write passed through ``spoken``.

    Of a pair such as (CRM column, person) only the second is words, of a nested record only some parts are.
    """
    if isinstance(value, str):
        return spoken(value)
    if isinstance(value, dict):
        return {name: respoken_json(part, spoken) if name in _SAID else part for name, part in value.items()}
    if isinstance(value, list):
        return [[part[0], spoken(part[1])] if _is_pair(part) else respoken_json(part, spoken) for part in value]
    return value


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value)
