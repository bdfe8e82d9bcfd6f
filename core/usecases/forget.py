"""Forget a person, a contact or a customer on request: what is personal about them is emptied, the rest stays.

The change made here empties the book of today. The history keeps the old values until its files are written anew,
which is the store's part; ``emptied`` says for both of them what a field becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, updated
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.schema import BY_NAME, revise
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

WITH_ACCOUNT = ("contacts", "conversations", "followups", "requests", "holders", "handoffs")
"""Tables whose records are forgotten with their account."""

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "conversations": ("names", "summary"),
    "followups": ("text",),
    "requests": ("topic", "resolution"),
    "holders": ("reason", "note"),
    "handoffs": ("reason", "note"),
    "accounts": ("notes",),
    "reviews": ("heard", "measures", "decision"),
    "acceptances": ("reason",),
}
"""Free texts of other records in which a forgotten name may stand; it is taken out of them too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Whom or what to forget."""

    table: str
    """``people``, ``contacts`` or ``accounts``."""
    id: int
    """Record id."""
    why: str = ""
    """The reason given, such as the number of the request; it stays."""


def subjects(book: Book, table: str, number: int) -> Iterator[tuple[str, int]]:
    """The records that are forgotten together: with an account, all that is about it."""
    yield table, number
    if table == "accounts":
        for name in WITH_ACCOUNT:
            look_up = {"holders": "tenures_of_account"}.get(name, f"{name}_of_account")
            yield from ((name, other) for other in book.indexes[look_up].get(number, ()))


def forget(book: Book, moment: Moment, ids: IdSource, request: Forget) -> Change | Refusal:
    """The change that empties what is personal in the book of today; refused when nothing is."""
    if request.table not in ("people", "contacts", "accounts"):
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
