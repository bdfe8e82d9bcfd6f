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
from core.schema import revise
from core.text import clean
from core.usecases import values
from core.words import Record

_CENTS = 100


@dataclass(frozen=True, slots=True)
class NewBook:
    """What a fresh book is called and begins with."""

    name: str
    """Name on screen."""
    currency: str = "USD"
    """ISO code of the book's currency."""
    roles: tuple[Role, ...] = ()
    """Role registry."""
    segments: tuple[Segment, ...] = ()
    """Segment scheme; its amounts in hundredths of a unit, whatever the currency."""
    vocab: tuple[Word, ...] = ()
    """Challenges and churn reasons."""


def records_of_new_book(request: NewBook) -> Mapping[str, Iterable[Record]] | Refusal:
    """The records of a fresh book by table, as ``Book.of`` takes them."""
    name = clean(request.name)
    if not name:
        return Refusal("The book needs a name, such as that of the team.")
    try:
        currency = values.currency(request.currency)
    except values.Unreadable as error:
        return Refusal(f"{error}.")
    return {
        "policy": (Policy(name=name, currency=currency),),
        "roles": request.roles,
        "segments": tuple(_in_minor_units(segment, currency) for segment in request.segments),
        "vocab": request.vocab,
    }


def new_book(request: NewBook) -> Book | Refusal:
    """A fresh book without people, accounts or plan; its number is 0 and nothing of it is in the history."""
    records = records_of_new_book(request)
    return records if isinstance(records, Refusal) else Book.of(records)


def _in_minor_units(segment: Segment, currency: str) -> Segment:
    """The same line in a currency that may have no cents."""
    if segment.from_amount is None:
        return segment
    return revise(segment, from_amount=segment.from_amount * minor_units(currency) // _CENTS)
