"""What could stand at the cursor of a filter: names of fields, words of closed sets, names that the book holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.book.book import Book
from core.query.checks import split_words
from core.query.expressions import FIELD_HEAD, Value
from core.query.fields import ACCOUNT, Field, Fields, ValueKind
from core.text import fold

Known = Mapping[str, Sequence[str]]
"""Values that the book holds, by key of the field."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be written."""

    text: str
    """As it is to be put in, quoted where it must be."""
    meaning: str = ""
    """What it is; empty for a name."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What could replace a stretch of a filter."""

    start: int
    """Index of its first character."""
    end: int
    """Index behind its last: the cursor."""
    candidates: tuple[Candidate, ...]
    """In the order to offer them."""

    def applied(self, text: str, candidate: Candidate) -> str:
        """The filter with one of them put in."""
        return text[: self.start] + candidate.text + text[self.end :]


_TYPICAL = {
    ValueKind.MONEY: ">",
    ValueKind.NUMBER: ">",
    ValueKind.HOURS: ">",
    ValueKind.DAYS: ">",
    ValueKind.HEALTH: "<",
    ValueKind.DATE: "<",
}


def complete(text: str, cursor: int, known: Known, fields: Fields = ACCOUNT, *, most: int = 12) -> Completion:
    """What could stand where the cursor is; nothing inside a phrase that belongs to no field."""
    start = _piece(text, cursor)
    piece = text[start:cursor]
    bare = piece.lstrip("-!")
    start += len(piece) - len(bare)
    if bare.startswith("#"):
        found = _values(bare[1:], fields["tag"], known) if "tag" in fields.keys else ()
        return _completion(start + 1, cursor, (c for c in found if c.text not in ("none", "any")), most)
    head = FIELD_HEAD.match(bare)
    if head is not None:
        field = fields.find(head[1])
        value = start + head.end() + _last_value(bare[head.end() :])
        return _completion(value, cursor, _values(text[value:cursor], field, known) if field else (), most)
    if bare.startswith(('"', "“")):
        return Completion(cursor, cursor, ())
    return _completion(start, cursor, _fields(bare, fields), most)


def _completion(start: int, end: int, candidates: Iterable[Candidate], most: int) -> Completion:
    return Completion(start, end, tuple(candidates)[:most])


def _piece(text: str, cursor: int) -> int:
    """Where the term begins that the cursor is in or behind."""
    start, inside = 0, False
    for index, char in enumerate(text[:cursor]):
        if char == '"':
            inside = not inside
        elif not inside and (char.isspace() or char in "()"):
            start = index + 1
    return start


def _last_value(values: str) -> int:
    """Where the last of several values begins."""
    start, inside = 0, False
    for index, char in enumerate(values):
        if char == '"':
            inside = not inside
        elif char == "," and not inside:
            start = index + 1
    return start


def _fields(begun: str, fields: Fields) -> list[Candidate]:
    word = begun.lower()
    return [
        Candidate(field.key + _TYPICAL.get(field.kind, ":"), field.meaning)
        for field in fields.all
        if any(name.startswith(word) for name in (field.key, *field.aliases))
    ]


def _values(begun: str, field: Field, known: Known) -> list[Candidate]:
    """Words of the closed set, then names of the book, then the two words that fit every field."""
    word = fold(begun.strip('"“”'))
    meanings = {flag.name: flag.meaning for flag in field.flags}
    fixed = [*meanings, *map(str, field.choices)]
    found = [Candidate(choice, meanings.get(choice, "")) for choice in fixed if choice.startswith(word)]
    for name in known.get(field.key, ()):
        folded = fold(name)
        if folded.startswith(word) or any(part.startswith(word) for part in split_words(folded)):
            found.append(Candidate(str(Value(name, quoted=folded in ("none", "any")))))
    if field.kind is not ValueKind.FLAG and not begun.startswith('"'):
        general = {"none": "not known", "any": "known"}
        found += [Candidate(name, meaning) for name, meaning in general.items() if name.startswith(word)]
    return found


def known_values(book: Book) -> Known:
    """The values of a book's accounts and roster that completion offers, most common first; kept with the book."""
    return book.kept("known values", _known_values)


def _known_values(book: Book) -> Known:
    people = [person for person in book.people.all() if not person.archived]
    names = [person.name for person in people]
    accounts = [account for account in book.accounts.all() if not account.archived]
    holders = [*names, *(f"pool:{pool.key}" for pool in book.pools.all() if not pool.archived)]
    leads = {person.lead for person in people}
    return {
        "owner": holders,
        "holder": holders,
        "lead": [person.name for person in book.people.all() if person.id in leads],
        "team": _common(person.team for person in people),
        "segment": [segment.key for segment in sorted(book.segments.values(), key=lambda one: (one.order, one.id))],
        "role": [role.key for role in book.roles.all()],
        "skill": _common(skill for person in people for skill in person.skills),
        "tag": _common(tag for account in accounts for tag in account.tags),
        "industry": _common(account.industry for account in accounts),
        "region": _common(account.region for account in accounts),
        "language": _common(account.language for account in accounts),
        "product": _common(product for account in accounts for product in account.products),
    }


def _common(values: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for value in values:
        if value:
            counts[value] = counts.get(value, 0) + 1
    return sorted(counts, key=lambda value: (-counts[value], value))
