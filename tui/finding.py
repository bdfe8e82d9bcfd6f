"""Finding an account or a person by name, for ctrl+f and the palette."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from core.outlook import Outlook
from core.text import fold


@dataclass(frozen=True, slots=True)
class Found:
    """A record that a search offers."""

    table: str
    """``accounts`` or ``people``."""
    id: int
    """Record id."""
    title: str
    """Its name."""
    detail: str
    """What tells it from others of that name."""


def found(outlook: Outlook, query: str, most: int) -> list[Found]:
    """Accounts and people whose name holds every word of the query, names that begin with it first."""
    words = fold(query).split()
    if not words:
        return []
    hits = chain(_people(outlook, words), _accounts(outlook, words))
    begins = words[0]
    ranked = sorted(islice(hits, 500), key=lambda hit: (not fold(hit.title).startswith(begins), hit.title))
    return ranked[:most]


def _people(outlook: Outlook, words: list[str]) -> Iterator[Found]:
    for person in outlook.book.people.all():
        folded = fold(f"{person.name} {person.email}")
        if not person.archived and all(word in folded for word in words):
            yield Found("people", person.id, person.name, ", ".join(person.role_keys) or person.status.value)


def _accounts(outlook: Outlook, words: list[str]) -> Iterator[Found]:
    for row in outlook.rows.all():
        if all(word in row.folded for word in words):
            yield Found("accounts", row.id, row.name, row.owner or "nobody")
