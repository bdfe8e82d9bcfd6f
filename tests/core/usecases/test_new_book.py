from __future__ import annotations

import pytest

from core.book.book import Book
from core.errors import Refusal
from core.journey import rule_segment
from core.organisation import Segment, Word
from core.people import Role
from core.usecases.edit import NewAccount, new_account
from core.usecases.new_book import NewBook, new_book
from tests.core.usecases.world import TODAY, done

ROLES = (Role(id=1, key="csm", title="CSM"), Role(id=2, key="director", title="Director", client=False))
SEGMENTS = (
    Segment(id=1, key="ent", title="Enterprise", order=1, from_amount=10_000_000),
    Segment(id=2, key="mid", title="Mid", order=2, from_amount=2_500_000),
    Segment(id=3, key="small", title="Small", order=3),
)
VOCAB = (Word(id=1, kind="challenge", key="slow-answers", title="slow answers"),)


def made(request: NewBook) -> Book:
    book = new_book(request)
    assert isinstance(book, Book)
    return book


def test_a_fresh_book_has_a_name_and_what_it_was_given() -> None:
    book = made(NewBook(" Northwind\tCS ", "eur", ROLES, SEGMENTS, VOCAB))
    assert (book.policy.name, book.policy.currency, book.seq) == ("Northwind CS", "EUR", 0)
    assert tuple(book.roles.all()) == ROLES
    assert tuple(book.segments.all()) == SEGMENTS
    assert tuple(book.vocab.all()) == VOCAB
    assert not book.people
    assert book.plan is None


def test_segments_begin_at_the_same_units_in_a_currency_without_cents() -> None:
    for currency, units in (("USD", 100), ("JPY", 1)):
        book = made(NewBook("North", currency, segments=SEGMENTS))
        for amount, key in ((100_000, "ent"), (99_999, "mid"), (25_000, "mid"), (24_999, "small")):
            _, after = done(new_account, book, NewAccount("Acme", (("arr", amount * units),)))
            assert rule_segment(after, after.accounts[1], TODAY) == key


@pytest.mark.parametrize(("name", "currency"), [("", "USD"), (" \u200b", "USD"), ("North", "euro"), ("North", "")])
def test_a_book_needs_a_name_and_a_currency(name: str, currency: str) -> None:
    refusal = new_book(NewBook(name, currency))
    assert isinstance(refusal, Refusal)
    assert refusal.says.endswith(".")
