"""A fresh book: its name and currency, and the roles, segments and words to begin with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.book.book import Book
from core.errors import Refusal
from core.money import minor_units
from core.organisation import Segment, Word
from core.people import Role
from core.policy import Policy
from core.text import clean
from core.usecases import values
from core.usecases.standards import standard_roles, standard_segments, standard_words
from core.words import Record


@dataclass(frozen=True, slots=True)
class NewBook:
    """What a fresh book is called and begins with."""

    name: str
    """Name on screen."""
    currency: str = "USD"
    """ISO code of the book's currency."""
    roles: tuple[Role, ...] | None = None
    """Role registry; None takes the standard one."""
    segments: tuple[Segment, ...] | None = None
    """Segment scheme; None takes the standard one."""
    vocab: tuple[Word, ...] | None = None
    """Challenges and churn reasons; None takes the standard ones."""


def records_of_new_book(request: NewBook) -> Mapping[str, Iterable[Record]] | Refusal:
    """The records of a fresh book by table, as ``Book.of`` takes them."""
    name = clean(request.name)
    if not name:
        return Refusal("The book needs a name, such as that of the team.")
    try:
        currency = values.currency(request.currency)
    except values.Unreadable as error:
        return Refusal(f"{error}.")
    segments = standard_segments(minor_units(currency)) if request.segments is None else request.segments
    return {
        "policy": (Policy(name=name, currency=currency),),
        "roles": standard_roles() if request.roles is None else request.roles,
        "segments": segments,
        "vocab": standard_words() if request.vocab is None else request.vocab,
    }


def new_book(request: NewBook) -> Book | Refusal:
    """A fresh book without people, accounts or plan; its number is 0 and nothing of it is in the history."""
    records = records_of_new_book(request)
    return records if isinstance(records, Refusal) else Book.of(records)
