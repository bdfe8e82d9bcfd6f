"""The book under random changes: what follows a change equals what is made from scratch, and undo goes back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.accounts import Account
from core.book.book import Book, Delta
from core.book.change import Change, Edit, change_of
from core.book.digest import digest_of
from core.book.indexes import INDEXES, built
from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.people import Person
from core.schema import TABLES
from core.words import Record
from tests.core.book.strategies import records

NOW = Moment(now=datetime(2026, 11, 22, 9, 30, tzinfo=UTC), today=date(2026, 11, 22))

Contents = dict[str, dict[int, Any]]


def contents(book: Book) -> Contents:
    return {name: dict(table) for name, table in book.tables.items()}


class BookUnderChanges(RuleBasedStateMachine):
    """Edits, undo, redo and undo to a point in any order, through the desk as the application does it."""

    def __init__(self) -> None:
        super().__init__()
        people = [Person(id=number, name="Ana") for number in range(1, 5)]
        accounts = [Account(id=number, name="Acme") for number in range(1, 5)]
        self.desk = Desk(Book.of({"people": people, "accounts": accounts}), MemoryStore(), lambda: NOW)
        self.states: list[Contents] = [contents(self.desk.book)]
        self.kinds: list[str] = ["start"]
        self.heard: list[tuple[Book, Delta]] = []
        self.desk.listen(lambda book, delta: self.heard.append((book, delta)))

    # What can happen ----------------------------------------------------------------------------------------

    @rule(pairs=st.lists(records(), min_size=1, max_size=3))
    def write(self, pairs: list[tuple[str, Record]]) -> None:
        """Insert or replace a few records in one change."""
        self._edit({(table, record.id): record for table, record in pairs})  # type: ignore[attr-defined]

    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        """Take records out that are there; refused where another refers to them."""
        there = [(table, number) for table, held in self.states[-1].items() if table != "policy" for number in held]
        gone = data.draw(st.lists(st.sampled_from(there), min_size=1, max_size=3)) if there else []
        self._edit(dict.fromkeys(gone))

    @rule(data=st.data(), other=records())
    def replace(self, data: st.DataObject, other: tuple[str, Record]) -> None:
        """Take one record out and write another in one change."""
        table, record = other
        there = list(self.states[-1]["conversations"])
        gone = data.draw(st.lists(st.sampled_from(there), max_size=1)) if there else []
        wanted: dict[tuple[str, int], Record | None] = {("conversations", number): None for number in gone}
        self._edit({**wanted, (table, record.id): record})  # type: ignore[attr-defined]

    def _edit(self, wanted: Mapping[tuple[str, int], Record | None]) -> None:
        def use_case(book: Book, *_: object) -> Change:
            edits = [
                Edit(table, number, book.tables[table].get(number), after) for (table, number), after in wanted.items()
            ]
            return change_of("edit", "Edit", edits, base=book.seq)

        self._settle(self.desk.do(use_case, None), "edit")

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def undo(self) -> None:
        """What was done last is gone, and nothing else is."""
        newest = self.kinds[-1]
        outcome = self.desk.undo()
        if newest == "edit":
            assert isinstance(outcome, Done), outcome
            assert contents(self.desk.book) == self.states[-2]
        self._settle(outcome, "undo")

    @precondition(lambda self: any(kind in ("undo", "undo to") for kind in self.kinds))
    @rule()
    def redo(self) -> None:
        """Straight after an undo, everything is as it was before it."""
        newest = self.kinds[-1]
        outcome = self.desk.redo()
        if newest == "undo":
            assert isinstance(outcome, Done), outcome
            assert contents(self.desk.book) == self.states[-2]
        if newest == "edit":
            assert isinstance(outcome, Refusal)
            assert outcome.kind is RefusalKind.NOTHING
        self._settle(outcome, "redo")

    @precondition(lambda self: len(self.states) > 2)
    @rule(data=st.data(), partly=st.booleans())
    def take_one_back(self, data: st.DataObject, partly: bool) -> None:
        """Any change of the history; what stands in its way refuses it whole."""
        seq = data.draw(st.integers(1, len(self.states) - 1))
        self._settle(self.desk.take_back(seq, partly=partly), "take back")

    @precondition(lambda self: len(self.states) > 2)
    @rule(data=st.data())
    def undo_to_a_point(self, data: st.DataObject) -> None:
        """The book is again as it was at that number, whatever happened since."""
        seq = data.draw(st.integers(max(0, len(self.states) - 5), len(self.states) - 2))
        outcome = self.desk.undo_back_to(seq)
        assert contents(self.desk.book) == self.states[seq]
        self._settle(outcome, "undo to")

    def _settle(self, outcome: Done | Refusal, kind: str) -> None:
        if isinstance(outcome, Refusal):
            assert contents(self.desk.book) == self.states[-1]
            return
        before = self.states[-1]
        self.states.append(contents(self.desk.book))
        self.kinds.append(kind)
        self._check_inverse(outcome.change, before)
        self._check_look(outcome.change)
        self._check_delta(outcome.delta)

    def _check_inverse(self, change: Change, before: Contents) -> None:
        edits = [Edit(edit.table, edit.id, edit.after, edit.before) for edit in change.edits]
        assert contents(self.desk.book.apply(change_of("back", "", edits))[0]) == before

    def _check_look(self, change: Change) -> None:
        """A book edited for a look at it is the book after the change, back and forth in any order of tables."""
        back = [Edit(edit.table, edit.id, edit.after, edit.before) for edit in reversed(change.edits)]
        book = self.desk.book
        seen = book.edited((*back, *change.edits))
        assert contents(seen) == contents(book)
        assert {name: dict(index) for name, index in seen.indexes.items()} == {
            name: dict(index) for name, index in book.indexes.items()
        }
        assert dict(seen.digests) == dict(book.digests)

    def _check_delta(self, delta: Delta) -> None:
        """Everything that differs is in the delta, so that whoever refreshes by it misses nothing."""
        before, after = self.states[-2], self.states[-1]
        for name, table in after.items():
            differing = {key for key in table.keys() | before[name].keys() if table.get(key) != before[name].get(key)}
            assert differing == set(delta.tables.get(name, ()))
        for name in ("accounts", "holders", "conversations", "followups", "readings", "contracts"):
            for number in delta.tables.get(name, ()):
                for record in (before[name].get(number), after[name].get(number)):
                    account = getattr(record, "account", number if name == "accounts" else None)
                    assert record is None or account is None or account in delta.accounts
        for number in delta.tables.get("holders", ()):
            for tenure in (before["holders"].get(number), after["holders"].get(number)):
                if tenure is not None and tenure.holder.person is not None:
                    assert tenure.holder.person in delta.people

    # What always holds --------------------------------------------------------------------------------------

    @invariant()
    def look_ups_equal_those_made_from_scratch(self) -> None:
        """Every index and digest is what a fresh book of the same records has."""
        book = self.desk.book
        for index in INDEXES:
            fresh = built(index, book.tables[index.table].all())
            assert dict(book.indexes[index.name]) == dict(fresh), index.name
        spoken_of = {c.account for c in book.conversations.values() if c.account is not None}
        expected = {number: digest_of(number, book.conversations_of(number)) for number in spoken_of}
        assert dict(book.digests) == expected

    @invariant()
    def ids_are_never_given_twice(self) -> None:
        """The next id is above every id that any state ever held."""
        ids = self.desk.book.next_ids()
        for name in ("accounts", "people", "holders"):
            used = max((key for state in self.states for key in state[name]), default=0)
            assert ids.take(name) > used

    @invariant()
    def listeners_heard_every_change(self) -> None:
        """One delta for each change, with the book after it."""
        assert [delta.seq for _, delta in self.heard] == list(range(1, len(self.states)))
        assert not self.heard or self.heard[-1][0] is self.desk.book

    def teardown(self) -> None:
        """A book of the same records is the same: nothing is carried along that they do not say."""
        book = self.desk.book
        fresh = Book.of({spec.name: book.tables[spec.name].values() for spec in TABLES}, high=book.high)
        assert contents(fresh) == contents(book)
        assert {name: dict(index) for name, index in fresh.indexes.items()} == {
            name: dict(index) for name, index in book.indexes.items()
        }
        assert dict(fresh.digests) == dict(book.digests)
        assert fresh.high == book.high


BookUnderChanges.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestBookUnderChanges = BookUnderChanges.TestCase
