"""Values of records as a manager reads them: names in place of ids, days, hours and amounts in words."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any

from core.book.book import Book
from core.organisation import ByTouch
from core.people import Leave, PoolMember, RoleShare
from core.schema import BY_NAME, field_names
from core.seats import Holder
from core.usecases.wording import holder_text
from core.wording import at_time, hours, money, percent, short_date, spoken
from core.words import Record

NOTHING = "–"
"""What stands for no value."""
_MONEY = frozenset({"arr", "potential", "new_arr", "from_amount"})
_HOURS = frozenset({("people", "hours"), ("policy", "hours")})
_PERCENT = frozenset({"fte", "share"})


def value_text(book: Book, table: str, name: str, value: Any) -> str:  # noqa: ANN401 - a field of any type
    """A field's value in words; a dash for nothing."""
    if value is None or value == "" or value == ():
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _number(book, table, name, value)
    if isinstance(value, tuple):
        return ", ".join(value_text(book, table, name, part) for part in value)
    if isinstance(value, Enum):
        return spoken(value)
    if isinstance(value, datetime):
        return at_time(value)
    if isinstance(value, date):
        return short_date(value)
    return _record(book, table, value) if isinstance(value, Record) else str(value)


def _number(book: Book, table: str, name: str, value: int) -> str:
    if name in _MONEY:
        return money(value, book.policy.currency)
    if (table, name) in _HOURS:
        return hours(value)
    if name in _PERCENT or name.endswith("_percent"):
        return percent(value)
    target = next((ref.table for ref in BY_NAME[table].references if ref.field == name), None)
    record = book.tables[target].get(value) if target is not None else None
    return str(getattr(record, "name", "") or getattr(record, "title", "") or value)


def _record(book: Book, table: str, value: Record) -> str:
    """A value made of several."""
    if isinstance(value, Holder):
        return holder_text(book, value)
    if isinstance(value, RoleShare):
        return value.role if value.share == 100 else f"{value.role} {value.share}"
    if isinstance(value, PoolMember):
        person = book.people.get(value.person)
        return f"{person.name if person is not None else value.person} {value.share}"
    if isinstance(value, Leave):
        return f"{short_date(value.since)} to {short_date(value.until)}"
    if isinstance(value, ByTouch):
        return f"high {hours(value.high)}, mid {hours(value.mid)}, tech {hours(value.tech)}"
    parts = ((name, getattr(value, name)) for name in field_names(type(value)))
    return "; ".join(
        f"{name.replace('_', ' ')} {value_text(book, table, name, part)}"
        for name, part in parts
        if part not in (None, "", (), False)
    )
