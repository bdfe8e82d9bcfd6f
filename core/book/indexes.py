"""The look-ups of a book: for each key, the ids of the records that belong to it, in ascending order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.book.table import Table
from core.words import HolderKind, Record


@dataclass(frozen=True, slots=True)
class Index:
    """How one look-up is kept."""

    name: str
    """Name of the look-up."""
    table: str
    """Table whose records it finds."""
    keys: Callable[[Any], tuple[int, ...]]
    """Keys a record is found under."""


def _field(name: str) -> Callable[[Any], tuple[int, ...]]:
    def keys(record: Record) -> tuple[int, ...]:
        value = getattr(record, name)
        return () if value is None else (value,)

    return keys


def _holding_person(tenure: Any) -> tuple[int, ...]:  # noqa: ANN401 - a Tenure; Any keeps the table of look-ups uniform
    holder = tenure.holder
    return (holder.person,) if holder.kind is HolderKind.PERSON and holder.person is not None else ()


def _holding_pool(tenure: Any) -> tuple[int, ...]:  # noqa: ANN401 - as above
    holder = tenure.holder
    return (holder.pool,) if holder.kind is HolderKind.POOL and holder.pool is not None else ()


INDEXES: tuple[Index, ...] = (
    Index("tenures_of_account", "holders", _field("account")),
    Index("tenures_of_person", "holders", _holding_person),
    Index("tenures_of_pool", "holders", _holding_pool),
    Index("conversations_of_account", "conversations", _field("account")),
    Index("followups_of_account", "followups", _field("account")),
    Index("handoffs_of_account", "handoffs", _field("account")),
    Index("requests_of_account", "requests", _field("account")),
    Index("requests_of_pool", "requests", _field("pool")),
    Index("readings_of_account", "readings", _field("account")),
    Index("contracts_of_account", "contracts", _field("account")),
    Index("contacts_of_account", "contacts", _field("account")),
    Index("runs_of_account", "runs", _field("account")),
    Index("children_of_account", "accounts", _field("parent")),
    Index("reports_of_person", "people", _field("lead")),
)
"""Every look-up."""

OF_TABLE: Mapping[str, tuple[Index, ...]] = {
    name: tuple(index for index in INDEXES if index.table == name) for name in {index.table for index in INDEXES}
}
"""The look-ups that follow one table."""

Ids = tuple[int, ...]


def built(index: Index, records: Iterable[Any]) -> Table[Ids]:
    """A look-up over all records of its table, given in order of id."""
    found: dict[int, list[int]] = {}
    for record in records:
        for key in index.keys(record):
            found.setdefault(key, []).append(record.id)
    return Table.of((key, tuple(ids)) for key, ids in found.items())


def followed(index: Index, look_up: Table[Ids], edits: Iterable[tuple[int, Any, Any]]) -> tuple[Table[Ids], set[int]]:
    """The look-up after (id, before, after) edits, and the keys whose ids changed."""
    fresh: dict[int, set[int]] = {}
    for number, before, after in edits:
        old = index.keys(before) if before is not None else ()
        new = index.keys(after) if after is not None else ()
        if old == new:
            continue
        for key in (*old, *new):
            if key not in fresh:
                fresh[key] = set(look_up.get(key, ()))
        for key in old:
            fresh[key].discard(number)
        for key in new:
            fresh[key].add(number)
    values = {key: tuple(sorted(ids)) or None for key, ids in fresh.items()}
    return look_up.put(values), set(fresh)
