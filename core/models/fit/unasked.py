"""Whom nobody has asked lately: the customers to call first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.models.fit.customers import Customer, customers_of
from core.models.fit.tally import Voices, voices_of
from core.models.fit.thresholds import thresholds_of
from core.models.seating import Seating
from core.moment import Moment
from core.words import Expectation


@dataclass(frozen=True, slots=True, kw_only=True)
class Unasked:
    """A customer who has not said in 180 days whether we live up to what they expect."""

    account: int
    """Account id."""
    name: str
    """Name of the customer."""
    arr: int | None
    """ARR in minor units of the book's currency, rolled-up children included."""
    answer: Expectation | None
    """The last answer, however old; None when they never gave one."""
    answered_on: date | None
    """Day of that answer."""


def not_asked(book: Book, moment: Moment, seating: Seating, days: int | None = None) -> tuple[Unasked, ...]:
    """The customers without an answer in the last days, 180 unless given: the worst ARR first, the unknown last."""
    since = thresholds_of(book.policy)["heard_days"] if days is None else days
    voices = voices_of(book.conversations.all(), moment.today, since)
    silent = unanswered(customers_of(book, seating, moment.today), voices)
    found = [_unasked(book, customer, moment.today) for customer in silent]
    found.sort(key=lambda one: (one.arr is None, -(one.arr or 0), one.name.casefold(), one.account))
    return tuple(found)


def unanswered(customers: Iterable[Customer], voices: Voices) -> list[Customer]:
    """The customers among some who gave no answer."""
    return [one for one in customers if one.id not in voices or voices[one.id].answer is None]


def _unasked(book: Book, customer: Customer, day: date) -> Unasked:
    # Most customers were never asked at all, which the digest knows without their conversations.
    ever = book.digest(customer.id).expectation is not None
    talks = book.conversations_of(customer.id) if ever else ()
    voice = voices_of(talks, day, (day - date.min).days).get(customer.id)
    return Unasked(
        account=customer.id,
        name=customer.account.name,
        arr=customer.arr,
        answer=voice.answer if voice is not None else None,
        answered_on=voice.answered[0].date() if voice is not None and voice.answered is not None else None,
    )
