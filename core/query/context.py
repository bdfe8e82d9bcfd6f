"""What a filter must know of the book to read a name: people, pools, segments, roles, the currency, the marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.book.book import Book
from core.money import minor_units
from core.query.checks import split_words
from core.text import fold
from core.words import OUTSIDE_PREFIX, POOL_PREFIX, PersonStatus

POOL = "pool"
"""The key that every pool has besides its own."""
OUTSIDE = "outside"
"""The key that every function outside the roster has besides its own."""
VACANT = "vacant"
"""The key that every vacancy has besides its own."""


def person_key(person: int) -> str:
    """The key of a person in ``owner_keys`` and ``holder_keys``: ``P7``."""
    return f"P{person}"


@dataclass(frozen=True, slots=True)
class Known:
    """A word of the book with the ways to write it."""

    key: str
    """``P7``, ``pool:scaled``, a segment's or a role's key."""
    title: str
    """As shown."""
    folded: tuple[str, ...]
    """Key, title and other spellings, folded."""
    email: str = ""
    """Mail address of a person."""
    lead: str = ""
    """Key of the person's lead."""
    team: str = ""
    """Team of the person, folded."""
    words: tuple[str, ...] = ()
    """Words of the title, folded."""
    vacant: bool = False
    """Whether it is a position that is still to be filled."""


@dataclass(frozen=True, slots=True)
class Context:
    """The vocabulary of one book; a value, made once per book."""

    holders: tuple[Known, ...] = ()
    """People, vacancies and pools, archived ones too."""
    segments: tuple[Known, ...] = ()
    """The segment scheme."""
    roles: tuple[Known, ...] = ()
    """The role registry."""
    minor: int = 100
    """Minor units in a unit of the book's currency."""
    marked: frozenset[int] = frozenset()
    """Ids of the rows marked on the screen."""

    @classmethod
    def of(cls, book: Book, marked: Iterable[int] = ()) -> Context:
        """The vocabulary of a book, with the marks of a screen."""
        plain = book.kept("query context", _context)
        ids = frozenset(marked)
        return replace(plain, marked=ids) if ids else plain


def _context(book: Book) -> Context:
    people = (
        Known(
            key=person_key(person.id),
            title=person.name,
            folded=(fold(person.name),),
            email=person.email.lower(),
            lead="" if person.lead is None else person_key(person.lead),
            team=fold(person.team),
            words=split_words(fold(person.name)),
            vacant=person.status is PersonStatus.VACANCY,
        )
        for person in book.people.all()
    )
    pools = (
        Known(
            key=POOL_PREFIX + pool.key,
            title=pool.title,
            folded=(fold(pool.title), fold(POOL_PREFIX + pool.key)),
            words=split_words(fold(pool.title)),
        )
        for pool in book.pools.all()
    )
    segments = sorted(book.segments.values(), key=lambda segment: (segment.order, segment.id))
    return Context(
        holders=(*people, *pools),
        segments=tuple(Known(s.key, s.title, _spellings(s.key, s.title, *s.aliases)) for s in segments),
        roles=tuple(Known(role.key, role.title, _spellings(role.key, role.title)) for role in book.roles.all()),
        minor=minor_units(book.policy.currency),
    )


def _spellings(*texts: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(text) for text in texts if text))


def person_keys(person: int, status: PersonStatus) -> tuple[str, ...]:
    """The keys under which a person or vacancy is found as a holder."""
    key = person_key(person)
    return (key, VACANT) if status is PersonStatus.VACANCY else (key,)


def pool_keys(pool: str) -> tuple[str, ...]:
    """The keys under which a pool is found as a holder, from the pool's own key."""
    return (POOL_PREFIX + pool, POOL)


def outside_keys(function: str) -> tuple[str, ...]:
    """The keys under which a function outside the roster is found as a holder."""
    return (OUTSIDE_PREFIX + fold(function), OUTSIDE)
