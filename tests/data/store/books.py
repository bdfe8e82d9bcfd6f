"""Small books and the edits that the store's tests make in them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.conversations import Conversation, FollowUp
from core.desk import Desk, Done
from core.errors import Refusal
from core.moment import Moment
from core.people import Person
from core.ports import Store
from core.schema import revise
from core.seats import Tenure, person_holder
from core.words import ConversationType, Record

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)


def small_book(accounts: int = 6, people: int = 3) -> Book:
    """A few people, accounts they hold, and a conversation with each."""
    return Book.of(
        {
            "people": [Person(id=n, name=f"Person {n}") for n in range(1, people + 1)],
            "accounts": [Account(id=n, name=f"Account {n}", arr=n * 1_000_00) for n in range(1, accounts + 1)],
            "holders": [
                Tenure(id=n, account=n, seat="csm", holder=person_holder(n % people + 1), since=date(2025, 1, 1))
                for n in range(1, accounts + 1)
            ],
            "conversations": [
                Conversation(
                    id=n, account=n, type=ConversationType.CALL, at=NOW - timedelta(days=n), summary=f"Said {n}"
                )
                for n in range(1, accounts + 1)
            ],
        }
    )


def desk_over(book: Book, store: Store) -> Desk:
    """A desk with a fixed clock."""
    return Desk(book, store, lambda: Moment.at(NOW), user="Mia")


def rename(book: Book, moment: Moment, ids: IdSource, request: tuple[int, str]) -> Change | Refusal:
    """Give an account another name: the smallest edit."""
    number, name = request
    account = book.accounts[number]
    return change_of("edit", f"Rename {account.name} to {name}", [updated(account, revise(account, name=name))])


def assign(book: Book, moment: Moment, ids: IdSource, request: tuple[int, int]) -> Change | Refusal:
    """Give an account to another person with a note and a next step: several tables in one change."""
    number, person = request
    edits: list[Edit] = []
    for tenure in book.tenures_of(number):
        if tenure.until is None:
            edits.append(updated(tenure, revise(tenure, until=moment.today)))
    since = moment.today + timedelta(days=len(book.tenures_of(number)))
    edits = [updated(edit.before, revise(edit.before, until=since)) for edit in edits if edit.before is not None]
    new = Tenure(
        id=ids.take("holders"), account=number, seat="csm", holder=person_holder(person), since=since, note="Likes mail"
    )
    step = FollowUp(id=ids.take("followups"), account=number, text="Say hello", created_on=moment.today)
    account = book.accounts[number]
    edits += [inserted(new), inserted(step), updated(account, revise(account, tags=(f"t{new.id}",)))]
    return change_of("assign", f"Assign {account.name} to person {person}", edits, why="Even load")


def log(book: Book, moment: Moment, ids: IdSource, request: tuple[int, str]) -> Change | Refusal:
    """Write a conversation down."""
    number, summary = request
    talk = Conversation(
        id=ids.take("conversations"), account=number, type=ConversationType.CALL, at=moment.now, summary=summary
    )
    return change_of("log", f"Log a call with {book.accounts[number].name}", [inserted(talk)])


def done(outcome: Done | Refusal) -> Change:
    """The change of an edit that must have gone through."""
    assert isinstance(outcome, Done), outcome
    return outcome.change


def records(book: Book) -> Mapping[str, tuple[Record, ...]]:
    """Everything a book holds, for comparing."""
    return {name: table.all() for name, table in book.tables.items()}


def same(left: Book, right: Book) -> bool:
    """Whether two books agree in records, look-ups, digests, used ids and number."""
    # Shard by shard: ten thousand disks are judged by this, and sorting every table would be most of the work.
    return (
        left.seq == right.seq
        and left.high == right.high
        and left.digests._shards == right.digests._shards
        and all(left.tables[name]._shards == right.tables[name]._shards for name in left.tables)
        and all(left.indexes[name]._shards == right.indexes[name]._shards for name in left.indexes)
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes, the lock apart."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "book.lock"
    }
