"""The header dialects of CRM and customer success systems, one TOML file each."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from core.exchange.fields import CUSTOM, SKIP, SPECS, Kind
from core.exchange.recognise import Dialect


@cache
def dialects() -> tuple[Dialect, ...]:
    """Every dialect that is shipped, by key."""
    files = sorted(resources.files("data.crm").iterdir(), key=lambda file: file.name)
    return tuple(dialect_from(tomllib.loads(f.read_text("utf-8")), f.name) for f in files if f.name.endswith(".toml"))


def dialect_from(data: dict[str, Any], name: str) -> Dialect:
    """A dialect from its table; ``ValueError`` names the file and what is wrong, which is a bug of ours."""
    fields = []
    for word, table in data.get("headers", {}).items():
        spec = SPECS[Kind(word)]
        known = {field.key for field in spec.fields} | {CUSTOM, SKIP}
        for header, key in table.items():
            if key not in known:
                raise ValueError(f"{name}: {word}.{header} names the field {key}, which does not exist")
        fields.append((Kind(word), tuple(table.items())))
    return Dialect(
        key=data["key"],
        title=data["title"],
        marks=tuple(tuple(marks) for marks in data["marks"]),
        fields=tuple(fields),
        footers=tuple(data.get("footers", ())),
    )
