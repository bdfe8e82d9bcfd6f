from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from core.accounts import Account
from core.book.book import Book
from core.book.change import Change, Patch, change_of, deleted, inserted, updated
from core.book.difference import difference
from core.book.timeline import Past, as_of, book_at, seq_at
from core.conversations import Conversation
from core.desk import Desk, Done, MemoryStore
from core.errors import IntegrityError, Refusal, RefusalKind
from core.moment import Moment
from core.schema import revise
from core.words import ConversationType

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
BOOK = Book.of({"accounts": [Account(id=1, name="Acme"), Account(id=2, name="Bolt")]})


class Life:
    """A book with a clock that can be set, and what it was after each change."""

    def __init__(self) -> None:
        self.now = START
        self.store = MemoryStore()
        self.desk = Desk(BOOK, self.store, lambda: Moment.at(self.now))
        self.books = [BOOK]

    def do(self, change: Change) -> None:
        assert isinstance(self.desk.do(lambda *_: change, None), Done)
        self.books.append(self.desk.book)

    def rename(self, number: int, name: str) -> None:
        account = self.desk.book.accounts[number]
        self.do(change_of("edit", name, [updated(account, revise(account, name=name))]))

    def at(self, day: date) -> Past | Refusal:
        moment = Moment.at(self.now)
        plain = as_of(self.desk.book, self.desk.heads, self.store.patches, day, moment)
        short = as_of(self.desk.book, self.desk.heads, self.store.patches, day, moment, past=self.past)
        if isinstance(plain, Past):
            assert isinstance(short, Past)
            assert difference(plain.book, short.book).equal
        return plain

    def past(self, seq: int) -> Book:
        return book_at(self.desk.book, seq, self.later(seq))

    def later(self, seq: int) -> list[tuple[int, Sequence[Patch]]]:
        return [(head.seq, self.store.patches(head.seq)) for head in reversed(self.desk.heads) if head.seq > seq]


@pytest.fixture
def life() -> Life:
    made = Life()
    made.rename(1, "Acme Ltd")
    made.now += timedelta(hours=1)
    made.do(
        change_of(
            "log",
            "Log",
            [inserted(Conversation(id=1, account=1, type=ConversationType.CALL, at=made.now, summary="Hello"))],
        )
    )
    made.now += timedelta(days=1)
    made.rename(2, "Bolt Ltd")
    made.do(change_of("add", "Add", [inserted(Account(id=3, name="Cube"))]))
    made.now += timedelta(days=1)
    made.rename(3, "Cube Ltd")
    made.do(change_of("drop", "Drop", [deleted(made.desk.book.accounts[3])]))
    assert isinstance(made.desk.undo(), Done)
    made.books.append(made.desk.book)
    return made


def test_the_book_after_any_change_is_the_book_it_was(life: Life) -> None:
    for seq, then in enumerate(life.books):
        past = life.past(seq)

        assert difference(past, then).equal
        assert past.seq == seq
        assert past.digests.all() == then.digests.all()
        assert {k: v.all() for k, v in past.indexes.items()} == {k: v.all() for k, v in then.indexes.items()}


def test_the_book_as_of_a_day_is_that_of_its_end(life: Life) -> None:
    for day, count in ((date(2026, 3, 1), 0), (date(2026, 3, 2), 2), (date(2026, 3, 3), 4), (date(2026, 3, 4), 7)):
        past = life.at(day)

        assert isinstance(past, Past)
        assert difference(past.book, life.books[count]).equal
        assert past.moment.today == day
        assert (past.last.seq if past.last else 0) == count


def test_the_end_of_a_day_is_the_readers_own(life: Life) -> None:
    from datetime import timezone

    west = timezone(timedelta(hours=-10))  # nine in the morning of the 3rd in London is still the 2nd here
    moment = Moment.at(life.now.astimezone(west))

    past = as_of(life.desk.book, life.desk.heads, life.store.patches, date(2026, 3, 2), moment)

    assert isinstance(past, Past)
    assert past.book.seq == 2


def test_a_day_to_come_is_refused(life: Life) -> None:
    refusal = life.at(date(2026, 3, 5))

    assert isinstance(refusal, Refusal)
    assert "still to come" in refusal.says


def test_a_day_before_the_history_that_can_be_read_is_refused(life: Life) -> None:
    refusal = as_of(life.desk.book, life.desk.heads[3:], life.store.patches, date(2026, 3, 2), Moment.at(life.now))

    assert isinstance(refusal, Refusal)
    assert refusal.kind is RefusalKind.UNKNOWN
    assert "reaches back to 2026-03-03 (change 4)" in refusal.says


def test_a_clock_that_goes_back_moves_nothing(life: Life) -> None:
    life.now -= timedelta(days=30)
    life.rename(1, "From the past")
    life.now += timedelta(days=60)

    past = life.at(date(2026, 3, 2))

    assert isinstance(past, Past)
    assert past.book.seq == 2
    assert isinstance(later := life.at(date(2026, 3, 4)), Past)
    assert later.book.accounts[1].name == "From the past"


def test_without_a_history_the_book_is_what_it_always_was() -> None:
    past = as_of(BOOK, [], lambda seq: (), date(2026, 3, 1), Moment.at(START))

    assert isinstance(past, Past)
    assert past.last is None
    assert difference(past.book, BOOK).equal
    assert seq_at([], START) == 0


def test_patches_that_do_not_fit_are_an_error(life: Life) -> None:
    head = life.desk.heads[0]

    with pytest.raises(IntegrityError, match="run doctor"):
        book_at(BOOK, 0, [(head.seq, life.store.patches(head.seq))])
