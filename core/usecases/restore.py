"""Put the contents of a snapshot or backup in the place of a book's own, as one change that can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, Head, change_of
from core.book.difference import Difference
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.schema import BY_NAME, TABLES
from core.wording import at_time, counted, shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """What to restore."""

    other: Book
    """The book as the snapshot holds it."""
    source: str = ""
    """Name of the snapshot, for the history."""
    what: Literal["snapshot", "backup"] = "snapshot"
    """What it is."""
    why: str = ""
    """The reason given."""


def restore(book: Book, moment: Moment, ids: IdSource, request: Restore) -> Change | Refusal:
    """The change after which the book holds exactly the records of the other one.

    Records keep the ids they have there. Refused when the two are equal already.
    """
    edits: list[Edit] = []
    for spec in TABLES:
        ours, theirs = book.tables[spec.name], request.other.tables[spec.name]
        if ours is theirs:
            continue
        for number in sorted(ours.keys() | theirs.keys()):
            old, new = ours.get(number), theirs.get(number)
            if old is not new and old != new:
                edits.append(Edit(spec.name, number, old, new))
    if not edits:
        return Refusal(
            f"The book holds exactly what the {request.what} holds; there is nothing to restore.", RefusalKind.NOTHING
        )
    accounts, people = len(request.other.accounts), len(request.other.people)
    source = f" “{request.source}”" if request.source else ""
    says = f"Restore the {request.what}{source}: {_many(accounts, 'account')}, {_many(people, 'person', 'people')}"
    return change_of("restore", says, edits, why=request.why, base=book.seq)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def taken_back(found: Difference, heads: Iterable[Head], since: int | None = None) -> tuple[str, ...]:
    """What restoring would cost, a line each: the changes made since, where that is known, and what would be gone."""
    lines: list[str] = []
    later = [head for head in heads if since is not None and head.seq > since]
    if later:
        newest = max(later, key=lambda head: head.seq)
        ending = f", the newest “{newest.says}” of {at_time(newest.at)}" if len(later) > 1 else f", “{newest.says}”"
        lines.append(f"{counted(len(later), 'change')} made since would be taken back{ending}.")
    for table in _NAMED:
        gone = [getattr(item.record, "name", "") for item in found.removed if item.table == table]
        if gone:
            lines.append(f"Gone would be {counted(len(gone), BY_NAME[table].one)}: {shortened(gone)}.")
    return tuple(lines)


_NAMED = ("accounts", "people", "contacts")
"""Tables whose records a manager knows by name."""
