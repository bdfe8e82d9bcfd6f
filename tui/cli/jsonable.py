"""Records and their fields as JSON values, and as one line of text."""

from __future__ import annotations

import json
from typing import Any

from core.schema import BY_NAME, adapter, field_adapter
from core.words import Record


def record_fields(record: Record | None) -> dict[str, Any] | None:
    """A record as JSON fields; None for none."""
    if record is None:
        return None
    fields: dict[str, Any] = adapter(type(record)).dump_python(record, mode="json")
    return fields


def field_value(table: str, name: str, value: object) -> Any:  # noqa: ANN401 - any JSON value
    """The value of one field as JSON."""
    return field_adapter(BY_NAME[table].entity, name).dump_python(value, mode="json")


def value_text(table: str, name: str, value: object) -> str:
    """The value of one field in a line of text; nothing known is a dash."""
    plain = field_value(table, name, value)
    if plain is None or plain in ("", []):
        return "–"
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def name_of(record: Record | None) -> str:
    """What a record is called; empty for one without a name."""
    found = (getattr(record, name, "") for name in ("name", "title", "text", "key"))
    return next((str(text) for text in found if text), "")
