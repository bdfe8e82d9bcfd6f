"""The fields of a record as lines of a form: what each holds, how it is written, and what a text in it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from core.accounts import StageOverride
from core.book.book import Book
from core.money import minor_units
from core.people import PoolMember, RoleShare
from core.usecases import fields as readers
from core.usecases.fields import FieldText, Reading, read_field
from core.usecases.values import Unreadable
from core.words import Record
from widgets.form import Line

_MOST_CHOICES = 5
_HINTS: Mapping[str, str] = {
    "roles": "csm, or csm 60, team_lead 40",
    "fte": "100, or 60 for part-time",
    "hours": "client hours of a full-time month, empty for the standard",
    "lead": "name of the lead",
    "parent": "name of the parent account",
    "stage_override": "auto, or onboarding, adoption, renewal: and why",
    "external_ids": "crm:0015g, billing:77",
    "not_for": "accounts this person must not get; +A12 adds one",
    "members": "names; with a percent where only a part: Ana, Ben 50",
    "from_amount": "ARR or potential from which on an account belongs here",
    "open_limit": "most open requests of a member, empty for no limit",
    "tags": "words, separated by commas",
}


def line_of(field: FieldText, book: Book, record: Record | None, value: str | None = None) -> Line:
    """A field as a line of a form, holding the record's value or the one given."""
    held = value if value is not None else ("" if record is None else text_of(book, record, field.name))
    label = field.label[:1].upper() + field.label[1:]
    if field.read is readers.lines:
        return Line(field.name, label, held, hint="several lines; ctrl+s saves", several=True)
    return Line(field.name, label, held, _options(field, book, held), hint=_hint(field, book))


def _options(field: FieldText, book: Book, held: str) -> tuple[tuple[str, str], ...]:
    """The words to choose from, where there are few and only one can be chosen."""
    if field.read is readers.flag:
        choices: Sequence[str] = ("yes", "no")
    else:
        choices = field.choices(book)
        if not 0 < len(choices) <= _MOST_CHOICES or field.empty == () or field.name in _HINTS:
            return ()
    nothing = (("", "not set"),) if field.empty is None or field.empty == "" else ()
    unknown = ((held, held),) if held and held not in choices else ()
    return (*nothing, *((choice, choice.replace("_", " ")) for choice in choices), *unknown)


def _hint(field: FieldText, book: Book) -> str:
    if field.name in _HINTS:
        choices = field.choices(book)
        return ", ".join(choices) if field.name == "roles" and choices else _HINTS[field.name]
    if field.read is readers.day:
        return "12 Dec 2026, today, +90d"
    choices = field.choices(book)
    return f"of {', '.join(choices)}" if choices else ""


def text_of(book: Book, record: Record, name: str) -> str:
    """A record's field as a text that reads back as the same value."""
    value = getattr(record, name)
    if name in ("arr", "potential", "from_amount") and value is not None:
        return _amount(value, getattr(record, "currency", "") or book.policy.currency)
    if name == "hours" and value is not None:
        return f"{value // 100}" if value % 100 == 0 else f"{value / 100:.2f}"
    if name == "lead":
        person = book.people.get(value) if value is not None else None
        return person.name if person is not None else ""
    if name == "parent":
        account = book.accounts.get(value) if value is not None else None
        return account.name if account is not None else ""
    if name == "not_for":
        return ", ".join(f"A{number}" for number in value)
    if name == "stage_override" and value is None:
        return "auto"
    return _text(value)


def _amount(value: int, currency: str) -> str:
    unit = minor_units(currency)
    whole, rest = divmod(value, unit)
    return f"{whole}.{rest:0{len(str(unit)) - 1}}" if rest else f"{whole}"


def _text(value: Any) -> str:  # noqa: ANN401 - a field of any type
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, RoleShare):
        return value.role if value.share == 100 else f"{value.role} {value.share}"
    if isinstance(value, PoolMember):
        return f"P{value.person} {value.share}"
    if isinstance(value, StageOverride):
        return f"{value.stage.value}: {value.reason}"
    if isinstance(value, tuple):
        pair = len(value) == 2 and all(isinstance(part, str) for part in value)
        return ", ".join(_pair(part) for part in value) if not pair or not value else ", ".join(value)
    return str(value)


def _pair(part: Any) -> str:  # noqa: ANN401 - a member of a tuple of any type
    """A (system, id) pair as ``system:id``; anything else as its text."""
    if isinstance(part, tuple) and len(part) == 2:
        return f"{part[0]}:{part[1]}"
    return _text(part)


def mistake(fields: Sequence[FieldText], changed: Mapping[str, str], reading: Reading) -> tuple[str, str] | None:
    """The first (field, sentence) of the changed texts that cannot be read; None when all can."""
    order = sorted(fields, key=lambda field: field.name != "currency")
    given: list[tuple[str, Any]] = []
    for field in order:
        if field.name not in changed:
            continue
        sofar = Reading(reading.book, reading.moment, reading.before, reading.reason, tuple(given))
        try:
            given.append((field.name, read_field(field, changed[field.name], sofar)))
        except Unreadable as error:
            return field.name, f"{field.label[:1].upper()}{field.label[1:]}: {error}."
    return None
