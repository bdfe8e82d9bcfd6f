"""The table of tables: which records there are, in which order, what they refer to, and how they are validated."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

from core.accounts import Account, Contact, ContractLine, Reading
from core.conversations import Conversation, FollowUp, Playbook, Request, Run
from core.errors import BookshiftError
from core.organisation import (
    Acceptance,
    Alignment,
    Draft,
    Era,
    Model,
    Plan,
    Profile,
    Review,
    Segment,
    Template,
    Word,
)
from core.people import Person, Pool, Role
from core.policy import Policy
from core.seats import Handoff, Tenure
from core.text import FILTER_LIMIT, NAME_LIMIT, NOTE_LIMIT, clean, is_kept
from core.words import Record

if TYPE_CHECKING:
    from pydantic import TypeAdapter

E = TypeVar("E", bound=Record)


class InvalidRecord(BookshiftError):
    """A record does not fit its table: the text names the field and what it should be."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that holds the id of a record in another table."""

    field: str
    """Field name; a dotted path enters a nested record or each member of a tuple of them."""
    table: str
    """Table it points into."""


@dataclass(frozen=True, slots=True)
class TableSpec:
    """What is known of one table."""

    name: str
    """Name in the book and in the file."""
    entity: type[Record]
    """Class of its records."""
    references: tuple[Reference, ...] = ()
    """Fields that hold ids of other records."""
    long_texts: tuple[str, ...] = ()
    """Fields that may hold several lines and up to 10,000 characters."""
    one: str = ""
    """What one record is called in a sentence."""


_HOLDER = (Reference("holder.person", "people"), Reference("holder.pool", "pools"))

TABLES: tuple[TableSpec, ...] = (
    TableSpec("policy", Policy, (Reference("plan", "plans"),), one="policy"),
    TableSpec("roles", Role, one="role"),
    TableSpec("segments", Segment, one="segment"),
    TableSpec("models", Model, long_texts=("summary", "strengths", "risks", "fits"), one="model"),
    TableSpec("alignments", Alignment, long_texts=("summary", "strengths", "risks", "fits"), one="alignment"),
    TableSpec("plans", Plan, one="plan"),
    TableSpec("eras", Era, (Reference("plan", "plans"),), one="era"),
    TableSpec("people", Person, (Reference("lead", "people"), Reference("not_for", "accounts")), one="person"),
    TableSpec("pools", Pool, (Reference("members.person", "people"),), one="pool"),
    TableSpec(
        "accounts",
        Account,
        (Reference("parent", "accounts"), Reference("escalation.raised_by", "people")),
        ("notes",),
        one="account",
    ),
    TableSpec("contacts", Contact, (Reference("account", "accounts"),), one="contact"),
    TableSpec("contracts", ContractLine, (Reference("account", "accounts"),), one="contract line"),
    TableSpec(
        "holders",
        Tenure,
        (Reference("account", "accounts"), *_HOLDER, Reference("leave_of", "people")),
        ("note",),
        one="tenure",
    ),
    TableSpec(
        "followups",
        FollowUp,
        (Reference("account", "accounts"), Reference("owner", "people"), Reference("conversation", "conversations")),
        one="follow-up",
    ),
    TableSpec(
        "handoffs",
        Handoff,
        (
            Reference("account", "accounts"),
            Reference("outgoing.person", "people"),
            Reference("outgoing.pool", "pools"),
            Reference("incoming.person", "people"),
            Reference("incoming.pool", "pools"),
        ),
        ("note",),
        one="handoff",
    ),
    TableSpec(
        "requests",
        Request,
        (
            Reference("account", "accounts"),
            Reference("pool", "pools"),
            Reference("handler", "people"),
            Reference("handlers", "people"),
            Reference("run", "runs"),
        ),
        ("resolution",),
        one="request",
    ),
    TableSpec("playbooks", Playbook, one="playbook"),
    TableSpec(
        "runs",
        Run,
        (Reference("playbook", "playbooks"), Reference("account", "accounts"), Reference("done.by", "people")),
        one="run",
    ),
    TableSpec("readings", Reading, (Reference("account", "accounts"),), one="reading"),
    TableSpec("reviews", Review, long_texts=("heard", "measures", "decision"), one="review"),
    TableSpec("acceptances", Acceptance, one="acceptance"),
    TableSpec("profiles", Profile, one="import profile"),
    TableSpec("templates", Template, long_texts=("body",), one="template"),
    TableSpec("vocab", Word, one="word"),
    TableSpec(
        "conversations",
        Conversation,
        (
            Reference("account", "accounts"),
            Reference("by", "people"),
            Reference("people", "people"),
            Reference("contacts", "contacts"),
            Reference("about", "people"),
        ),
        ("summary",),
        one="conversation",
    ),
)
"""All tables of format 1 in the order they stand in a file: small ones first, conversations last."""

BY_NAME: Mapping[str, TableSpec] = {spec.name: spec for spec in TABLES}
"""The same by name."""

ORDER: Mapping[str, int] = {spec.name: place for place, spec in enumerate(TABLES)}
"""Place of a table in a file and in a change."""

DRAFT_TABLE = TableSpec("drafts", Draft, one="draft")
"""Drafts are kept beside the book: private, and never part of its history."""


def adapter(entity: type[E]) -> TypeAdapter[E]:
    """The validator of a record class, built on first use."""
    made: TypeAdapter[E] = _adapter(cast("Any", entity))
    return made


def field_adapter(entity: type[Record], name: str) -> TypeAdapter[Any]:
    """The strict validator of one field of a record class; ``KeyError`` for a field it does not have."""
    return _field_adapter(cast("Any", entity), name)


def field_names(entity: type[Record]) -> tuple[str, ...]:
    """The names of a record class's fields in order."""
    return _field_names(cast("Any", entity))


# mypy does not take a class object for hashable here, so the three caches take Any.


@cache
def _adapter(entity: Any) -> TypeAdapter[Any]:  # noqa: ANN401
    from pydantic import TypeAdapter  # imported here: 90 ms that `--help` does not need

    return TypeAdapter(entity)


@cache
def _hints(entity: Any) -> dict[str, Any]:  # noqa: ANN401
    return get_type_hints(entity)


@cache
def _field_adapter(entity: Any, name: str) -> TypeAdapter[Any]:  # noqa: ANN401
    from pydantic import ConfigDict, TypeAdapter

    hint = _hints(entity)[name]
    try:
        return TypeAdapter(hint, config=ConfigDict(strict=True, extra="forbid"))
    except Exception:
        return TypeAdapter(hint)


@cache
def _field_names(entity: Any) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(item.name for item in dataclasses.fields(entity))


def warm() -> None:
    """Make the validators of what is changed most, in a spare moment: the first change need not wait for them."""
    for entity in (Account, Tenure, Conversation, FollowUp):
        adapter(entity)


def encode(record: Record) -> bytes:
    """A record as one line of JSON: fields in order, so that equal records give equal bytes."""
    return adapter(type(record)).dump_json(record)


def decode(entity: type[E], line: bytes | str) -> E:
    """A record from its JSON; ``InvalidRecord`` says which field is wrong."""
    from pydantic import ValidationError

    try:
        return adapter(entity).validate_json(line)
    except ValidationError as error:
        raise InvalidRecord(_explain(entity, error)) from error


def decode_field(entity: type[Record], name: str, text: bytes | str) -> Any:  # noqa: ANN401 - the type is the field's
    """A field's value from its JSON; ``InvalidRecord`` for an unknown field or a wrong value."""
    from pydantic import ValidationError

    if name not in field_names(entity):
        raise InvalidRecord(f"there is no field {name}")
    try:
        return field_adapter(entity, name).validate_json(text)
    except ValidationError as error:
        raise InvalidRecord(_explain(entity, error, name)) from error


def _explain(entity: type[Record], error: Exception, name: str = "") -> str:
    """The first complaint of a validation as a sentence."""
    from pydantic import ValidationError

    assert isinstance(error, ValidationError)
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or name or "the record"
    if name and first["loc"]:
        place = f"{name}.{place}"
    return f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def revise(record: E, **fields: Any) -> E:  # noqa: ANN401 - the types are the fields'
    """A copy with other values in the named fields, each cleaned and validated.

    The only way to derive a record from another: ``dataclasses.replace`` alone validates nothing.
    Raises ``InvalidRecord`` with the field and what it should be.
    """
    entity = type(record)
    checked = {}
    for name, value in fields.items():
        if name not in field_names(entity):
            raise InvalidRecord(f"there is no field {name}")
        if getattr(record, name) == value:
            continue
        checked[name] = admit_value(entity, name, value)
    return dataclasses.replace(record, **checked) if checked else record  # type: ignore[type-var]


def admit_value(entity: type[Record], name: str, value: Any) -> Any:  # noqa: ANN401 - the type is the field's
    """A field's value cleaned and validated; ``InvalidRecord`` when it does not fit."""
    from pydantic import ValidationError

    spec = SPEC_OF.get(entity)
    cleaned = _cleaned(value, lines=bool(spec and name in spec.long_texts), limit=_limit(name))
    try:
        return field_adapter(entity, name).validate_python(cleaned)
    except ValidationError as error:
        raise InvalidRecord(_explain(entity, error, name)) from error


def admit(record: E) -> E:
    """The record as the book may hold it: every string clean, every field validated.

    This is the one gate that each edit passes, whoever wrote it. Raises ``InvalidRecord``.
    """
    entity = type(record)
    spec = SPEC_OF.get(entity)
    long_texts = spec.long_texts if spec else ()
    dirty = {}
    for name in field_names(entity):
        value = getattr(record, name)
        cleaned = _cleaned(value, lines=name in long_texts, limit=_limit(name))
        if cleaned is not value and cleaned != value:
            dirty[name] = cleaned
    if dirty:
        record = dataclasses.replace(record, **dirty)  # type: ignore[type-var]
    return decode(entity, encode_unchecked(record))


def encode_unchecked(record: Record) -> bytes:
    """A record as JSON even when a field holds the wrong type, so that decoding can say which."""
    return adapter(type(record)).dump_json(record, warnings=False)


_FILTERS = frozenset({"scope", "people", "unmanaged"})


_LISTS = frozenset({"locked", "query"})
"""Filters that may name accounts one by one."""


def _limit(name: str) -> int:
    """The longest single line a field may hold, in characters."""
    if name in _LISTS:
        return NOTE_LIMIT
    return FILTER_LIMIT if name in _FILTERS else NAME_LIMIT


def _cleaned(value: Any, *, lines: bool, limit: int) -> Any:  # noqa: ANN401 - walks values of any field
    """A value with every string in it cleaned; the same object where nothing had to change."""
    if isinstance(value, str):
        limit = NOTE_LIMIT if lines else limit
        if type(value) is not str:  # an enum member is a closed set already
            return value
        return value if is_kept(value, limit=limit, lines=lines) else clean(value, limit=limit, lines=lines)
    if isinstance(value, tuple):
        parts = [_cleaned(part, lines=lines, limit=limit) for part in value]
        return value if all(a is b for a, b in zip(parts, value, strict=True)) else tuple(parts)
    if isinstance(value, Record):
        changed = {}
        for name in field_names(type(value)):
            part = getattr(value, name)
            cleaned = _cleaned(part, lines=False, limit=_limit(name))
            if cleaned is not part:
                changed[name] = cleaned
        return dataclasses.replace(value, **changed) if changed else value  # type: ignore[type-var]
    return value


SPEC_OF: Mapping[type[Record], TableSpec] = {spec.entity: spec for spec in (*TABLES, DRAFT_TABLE)}
"""The table of a record class."""
