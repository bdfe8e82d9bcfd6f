"""What sets two books apart: records that only one of them has, and the fields in which the others differ."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.book.book import Book
from core.book.change import differences
from core.schema import TABLES
from core.words import Record


@dataclass(frozen=True, slots=True)
class OnlyThere:
    """A record that one of two books has and the other has not."""

    table: str
    """Table name."""
    id: int
    """Record id."""
    record: Record
    """The record."""


@dataclass(frozen=True, slots=True)
class DiffEntry:
    """A field in which the two versions of a record differ."""

    table: str
    """Table name."""
    id: int
    """Record id."""
    field: str
    """Field name."""
    before: Any
    """Value in the first book."""
    after: Any
    """Value in the second book."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How a second book differs from a first; in the order of the tables, then of the ids."""

    added: tuple[OnlyThere, ...] = ()
    """Records that only the second has."""
    removed: tuple[OnlyThere, ...] = ()
    """Records that only the first has."""
    changed: tuple[DiffEntry, ...] = ()
    """Fields that differ in records both have."""

    @property
    def equal(self) -> bool:
        """Whether both books hold the same records; their histories do not matter."""
        return not (self.added or self.removed or self.changed)


def difference(before: Book, after: Book) -> Difference:
    """How ``after`` differs from ``before``. Tables that both share are not looked at."""
    added: list[OnlyThere] = []
    removed: list[OnlyThere] = []
    changed: list[DiffEntry] = []
    for spec in TABLES:
        ours, theirs = before.tables[spec.name], after.tables[spec.name]
        if ours is theirs:
            continue
        for number in sorted(ours.keys() | theirs.keys()):
            old, new = ours.get(number), theirs.get(number)
            if old is None and new is not None:
                added.append(OnlyThere(spec.name, number, new))
            elif old is not None and new is None:
                removed.append(OnlyThere(spec.name, number, old))
            elif old is not None and new is not None and old is not new:
                changed += [
                    DiffEntry(spec.name, number, field.name, field.before, field.after)
                    for field in differences(old, new)
                ]
    return Difference(tuple(added), tuple(removed), tuple(changed))


def counts(found: Difference) -> tuple[tuple[str, int, int, int], ...]:
    """(table, added, removed, changed records) of every table in which something differs, in their order."""
    added = Counter(item.table for item in found.added)
    removed = Counter(item.table for item in found.removed)
    changed = Counter(table for table, _ in {(entry.table, entry.id) for entry in found.changed})
    names = [spec.name for spec in TABLES if added[spec.name] or removed[spec.name] or changed[spec.name]]
    return tuple((name, added[name], removed[name], changed[name]) for name in names)
