from __future__ import annotations

from core.accounts import Account
from core.book.book import Book
from core.book.difference import DiffEntry, counts, difference
from core.people import Person

ACME = Account(id=1, name="Acme", arr=100)
BOOK = Book.of({"accounts": [ACME, Account(id=2, name="Bolt")], "people": [Person(id=1, name="Ana")]})


def test_a_book_equals_itself_and_another_of_the_same_records() -> None:
    assert difference(BOOK, BOOK).equal
    assert difference(BOOK, Book.of({"accounts": BOOK.accounts.all(), "people": BOOK.people.all()}, seq=7)).equal


def test_added_removed_and_changed_are_told_apart_field_by_field() -> None:
    other = Book.of(
        {
            "accounts": [Account(id=1, name="Acme Ltd", arr=200), Account(id=3, name="Cube")],
            "people": BOOK.people.all(),
        }
    )

    found = difference(BOOK, other)

    assert not found.equal
    assert [(item.table, item.id) for item in found.added] == [("accounts", 3)]
    assert [(item.table, item.id) for item in found.removed] == [("accounts", 2)]
    assert found.changed == (
        DiffEntry("accounts", 1, "name", "Acme", "Acme Ltd"),
        DiffEntry("accounts", 1, "arr", 100, 200),
    )
    assert counts(found) == (("accounts", 1, 1, 1),)


def test_the_other_way_round_says_the_opposite() -> None:
    other = Book.of({"accounts": [ACME], "people": BOOK.people.all()})

    assert [item.id for item in difference(BOOK, other).removed] == [2]
    assert [item.id for item in difference(other, BOOK).added] == [2]
