from __future__ import annotations

from datetime import UTC, date, datetime

from core.accounts import Account
from core.book.book import Book
from core.book.difference import difference
from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.people import Person
from core.policy import Policy
from core.seats import Tenure, person_holder
from core.usecases.restore import Restore, restore

NOW = Moment.at(datetime(2026, 3, 2, 9, tzinfo=UTC))
HELD = Tenure(id=1, account=1, seat="csm", holder=person_holder(1), since=date(2025, 1, 1))
SMALL = Book.of(
    {
        "policy": [Policy(name="Then")],
        "people": [Person(id=1, name="Ana")],
        "accounts": [Account(id=1, name="Acme")],
        "holders": [HELD],
    }
)
OTHER = Book.of(
    {"people": [Person(id=2, name="Bo")], "accounts": [Account(id=1, name="Acme Ltd"), Account(id=5, name="Dot")]}
)


def desk(book: Book) -> Desk:
    return Desk(book, MemoryStore(), lambda: NOW)


def test_after_a_restore_the_book_holds_exactly_what_the_snapshot_holds() -> None:
    used = desk(OTHER)

    done = used.do(restore, Restore(other=SMALL, source="team.json"))

    assert isinstance(done, Done)
    assert done.change.says == "Restore the snapshot “team.json”: 1 account, 1 person"
    assert difference(used.book, SMALL).equal
    assert used.book.high["accounts"] == 5


def test_a_restore_is_one_change_that_undo_takes_back() -> None:
    used = desk(OTHER)
    used.do(restore, Restore(other=SMALL))

    assert isinstance(used.undo(), Done)

    assert difference(used.book, OTHER).equal


def test_restoring_what_is_there_already_is_refused() -> None:
    refusal = desk(SMALL).do(restore, Restore(other=Book.of({t: k.all() for t, k in SMALL.tables.items()})))

    assert isinstance(refusal, Refusal)
    assert refusal.kind is RefusalKind.NOTHING


def test_a_book_that_does_not_hold_together_is_not_restored() -> None:
    broken = Book.of({"accounts": [Account(id=1, name="Acme")], "holders": [HELD]})

    refusal = desk(OTHER).do(restore, Restore(other=broken))

    assert isinstance(refusal, Refusal)
    assert "refers to person 1" in refusal.says
