from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest

from core.accounts import Account
from core.book.book import Book, Delta, IdSource
from core.book.change import Change, change_of, inserted, updated
from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal, RefusalKind, StoreError
from core.moment import Moment
from core.schema import revise

NOW = Moment(now=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), today=date(2026, 11, 22))
ACME = Account(id=1, name="Acme")


def rename(book: Book, moment: Moment, ids: IdSource, name: str) -> Change | Refusal:
    """A use case small enough to read at a glance."""
    if not name:
        return Refusal("An account needs a name.")
    account = book.accounts[1]
    return change_of("edit", f"Rename to {name}", [updated(account, revise(account, name=name))], base=book.seq)


def add(book: Book, moment: Moment, ids: IdSource, name: str) -> Change:
    return change_of("new", f"Add {name}", [inserted(Account(id=ids.take("accounts"), name=name))])


class FailingStore(MemoryStore):
    """A disk that takes the first changes and then no more."""

    def __init__(self, takes: int) -> None:
        super().__init__()
        self.takes = takes

    def commit(self, change: Change) -> None:
        if len(self.heads()) >= self.takes:
            raise StoreError("The disk is full.", writable=True)
        super().commit(change)


class ReadOnlyStore(MemoryStore):
    """A book that another process holds."""

    read_only = "Mia has the book open."


@pytest.fixture
def desk() -> Desk:
    return Desk(Book.of({"accounts": [ACME]}), MemoryStore(), lambda: NOW, user="Mia")


def done(outcome: Done | Refusal) -> Done:
    assert isinstance(outcome, Done), outcome
    return outcome


def refused(outcome: object) -> Refusal:
    assert isinstance(outcome, Refusal)
    return outcome


def test_a_change_is_stamped_stored_applied_and_told(desk: Desk) -> None:
    told: list[tuple[Book, Delta]] = []
    desk.listen(lambda book, delta: told.append((book, delta)))
    outcome = done(desk.do(rename, "Acme Robotics"))
    assert (outcome.change.seq, outcome.change.at, outcome.change.by) == (1, NOW.now, "Mia")
    assert desk.book.accounts[1].name == "Acme Robotics"
    assert desk.book.seq == 1
    assert [head.says for head in desk.heads] == ["Rename to Acme Robotics"]
    assert told == [(desk.book, outcome.delta)]
    assert [patch.id for patch in desk.patches(1)] == [1]


def test_a_refusal_changes_nothing_and_tells_nobody(desk: Desk) -> None:
    desk.listen(lambda *_: pytest.fail("told of a refusal"))
    assert refused(desk.do(rename, "")).says == "An account needs a name."
    assert (desk.book.seq, len(desk.heads)) == (0, 0)


def test_a_listener_that_was_taken_off_hears_nothing_more(desk: Desk) -> None:
    heard: list[int] = []
    stop = desk.listen(lambda book, delta: heard.append(delta.seq))
    done(desk.do(rename, "One"))
    stop()
    done(desk.do(rename, "Two"))
    assert heard == [1]


def test_a_change_without_edits_is_nothing_to_do(desk: Desk) -> None:
    assert refused(desk.do(rename, "Acme")).kind is RefusalKind.NOTHING


def test_an_edit_that_cleaning_undoes_is_nothing_to_do(desk: Desk) -> None:
    dirty = dataclasses.replace(ACME, name="Acme \u200b")
    change = change_of("edit", "x", [updated(ACME, dirty)])
    assert refused(desk.do(lambda *_: change, None)).kind is RefusalKind.NOTHING


def test_a_change_computed_on_another_book_is_refused(desk: Desk) -> None:
    done(desk.do(rename, "One"))
    done(desk.do(rename, "Two"))
    stale = dataclasses.replace(change_of("edit", "x", [updated(desk.book.accounts[1], ACME)]), base=1)
    assert refused(desk.do(lambda *_: stale, None)).kind is RefusalKind.CONFLICT


def test_a_change_that_breaks_integrity_is_refused_as_a_sentence(desk: Desk) -> None:
    stray = Account(id=2, name="New", parent=9)
    refusal = refused(desk.do(lambda *_: change_of("new", "x", [inserted(stray)]), None))
    assert refusal.says == "Account 2 (New) refers to account 9 in parent, and there is no such account."
    assert desk.book.seq == 0


def test_a_record_that_does_not_validate_is_refused_as_a_sentence(desk: Desk) -> None:
    wrong = dataclasses.replace(ACME, id=2, arr="much")  # type: ignore[arg-type]
    refusal = refused(desk.do(lambda *_: change_of("new", "x", [inserted(wrong)]), None))
    assert refusal.says == "Arr: input should be a valid integer."


def test_text_is_cleaned_before_it_reaches_the_store(desk: Desk) -> None:
    change = done(desk.do(add, "\x1b]0;owned\x07Acme\u202e")).change
    assert desk.book.accounts[2].name == "Acme"
    assert [head.says for head in desk.heads] == ["Add Acme"]
    assert change.patches[0].inserted == Account(id=2, name="Acme")


def test_the_reason_of_a_change_is_cleaned_too(desk: Desk) -> None:
    change = change_of("new", "Add", [inserted(Account(id=2, name="New"))], why="asked\x1b[2J\nby mail")
    assert done(desk.do(lambda *_: change, None)).change.why == "asked by mail"


def test_a_failed_write_leaves_the_book_as_it_was() -> None:
    desk = Desk(Book.of({"accounts": [ACME]}), FailingStore(1), lambda: NOW)
    done(desk.do(rename, "One"))
    before = desk.book
    assert refused(desk.do(rename, "Two")) == Refusal("The disk is full.", RefusalKind.STORE)
    assert desk.book is before
    assert len(desk.heads) == 1


def test_a_book_open_for_reading_refuses_with_the_reason() -> None:
    desk = Desk(Book.of({"accounts": [ACME]}), ReadOnlyStore(), lambda: NOW)
    for outcome in (desk.do(rename, "One"), desk.do(rename, "")):
        assert refused(outcome) == Refusal("Mia has the book open.", RefusalKind.READ_ONLY)
    assert isinstance(desk.preview(rename, "One"), tuple)


def test_a_preview_shows_the_book_after_and_writes_nothing(desk: Desk) -> None:
    outcome = desk.preview(rename, "Acme Robotics")
    assert isinstance(outcome, tuple)
    change, after = outcome
    assert after.accounts[1].name == "Acme Robotics"
    assert change.says == "Rename to Acme Robotics"
    assert desk.book.accounts[1] is ACME
    assert len(desk.heads) == 0
    assert refused(desk.preview(rename, "")).kind is RefusalKind.INVALID


def test_ids_go_on_where_the_book_stopped(desk: Desk) -> None:
    assert done(desk.do(add, "Two")).change.edits[0].id == 2
    done(desk.undo())
    assert done(desk.do(add, "Three")).change.edits[0].id == 3


def test_the_clock_is_read_once_per_request() -> None:
    readings = [NOW.on(date(2026, 11, day)) for day in (22, 23)]
    desk = Desk(Book.of({"accounts": [ACME]}), MemoryStore(), iter(readings).__next__)
    done(desk.do(rename, "One"))
    assert done(desk.do(rename, "Two")).change.at == readings[1].now


def test_time_going_backwards_does_not_touch_the_order() -> None:
    readings = [NOW.on(date(2026, 11, day)) for day in (22, 20)]
    desk = Desk(Book.of({"accounts": [ACME]}), MemoryStore(), iter(readings).__next__)
    done(desk.do(rename, "One"))
    done(desk.do(rename, "Two"))
    assert [head.seq for head in desk.heads] == [1, 2]


def test_a_desk_reads_the_history_that_is_in_the_store(desk: Desk) -> None:
    done(desk.do(rename, "One"))
    again = Desk(desk.book, desk._store, lambda: NOW)
    assert [head.says for head in again.heads] == ["Rename to One"]
    with pytest.raises(KeyError):
        again.patches(9)


@dataclasses.dataclass(frozen=True)
class Heard:
    """News of another writer."""

    changes: tuple[Change, ...]
    lost: str = ""


class SharedFake(MemoryStore):
    """A store that somebody else is writing until they are gone."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self.read_only = "Somebody else has it."
        self.book = book
        self.news: list[Change] = []
        self.gone = False

    def look(self) -> Heard:
        news, self.news = self.news, []
        return Heard(tuple(news))

    def take_over(self) -> str:
        if self.gone:
            self.read_only = ""
        return self.read_only


def written_elsewhere(book: Book) -> Change:
    change = change_of("new", "Add Acme", [inserted(Account(id=1, name="Acme"))])
    return change.stamped(seq=book.seq + 1, base=book.seq, at=NOW.now, by="ana")


def test_a_reader_follows_what_another_process_writes() -> None:
    book = Book.of({})
    store = SharedFake(book)
    desk = Desk(book, store, lambda: NOW)
    heard: list[int] = []
    desk.listen(lambda _, delta: heard.append(delta.seq))
    store.news = [written_elsewhere(book)]

    looked = desk.look()

    assert looked.changes == 1
    assert desk.book.accounts[1].name == "Acme"
    assert [head.says for head in desk.heads] == ["Add Acme"]
    assert heard == [1]


def test_a_reader_takes_over_once_the_writer_is_gone() -> None:
    store = SharedFake(Book.of({}))
    desk = Desk(store.book, store, lambda: NOW)

    assert not desk.take_over()
    store.gone = True
    assert desk.take_over()
    assert desk.read_only == ""


def test_a_desk_nobody_else_writes_has_nothing_to_follow() -> None:
    desk = Desk(Book.of({}), MemoryStore(), lambda: NOW)

    assert desk.look().changes == 0
    assert not desk.take_over()
