"""Put the contents of a snapshot in the place of a book's own, as one change that can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.schema import TABLES


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """What to restore."""

    other: Book
    """The book as the snapshot holds it."""
    source: str = ""
    """Name of the snapshot, for the history."""
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
            "The book holds exactly what the snapshot holds; there is nothing to restore.", RefusalKind.NOTHING
        )
    accounts, people = len(request.other.accounts), len(request.other.people)
    source = f" “{request.source}”" if request.source else ""
    says = f"Restore the snapshot{source}: {_many(accounts, 'account')}, {_many(people, 'person', 'people')}"
    return change_of("restore", says, edits, why=request.why, base=book.seq)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"
