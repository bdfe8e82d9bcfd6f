"""The book's TinyDB tables against stock TinyDB in memory, under any sequence of edits, openings and power cuts."""

from __future__ import annotations

import contextlib
import json
import os
import random
from copy import deepcopy
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tinydb import TinyDB, where
from tinydb.storages import MemoryStorage
from tinydb.table import Document, Table

from core.accounts import Account
from core.desk import Done
from core.people import Person
from core.schema import encode
from data.store.tiny import BookDB
from tests.data.store.disk import states
from tests.data.store.life import FOLDER, new_disk

EXAMPLES = int(os.environ.get("BOOKSHIFT_EXAMPLES", "300"))
"""Sequences tried; the long run asks for 20,000."""

NAMES = ("people", "accounts")
names = st.sampled_from(NAMES)
words = st.sampled_from(["Ana", "Bo", "Acme", "Ünal \u4f60", "a'b\"c\\", "[/]"])
lists = st.lists(st.sampled_from(["x", "y"]), max_size=2)
numbers = st.integers(1, 6)

Rows = dict[str, dict[int, dict[str, Any]]]


def whole(table: str, number: int, given: dict[str, Any]) -> dict[str, Any]:
    """The document that a book makes of what it is given."""
    record = Person(id=number, **_tuples(given)) if table == "people" else Account(id=number, **_tuples(given))
    made: dict[str, Any] = json.loads(encode(record))
    return made


def _tuples(given: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


def field_of(table: str) -> str:
    """A field of the table that holds a list."""
    return "skills" if table == "people" else "tags"


class Copying(MemoryStorage):
    """Stock TinyDB's memory as a file would be: no object is shared, not even by two documents of one update."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        found: dict[str, dict[str, Any]] | None = _as_from_a_file(super().read())
        return found

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        super().write(_as_from_a_file(data))


def _as_from_a_file(data: Any) -> Any:  # noqa: ANN401 - JSON
    # A deep copy would keep one list that several documents were given as one.
    return json.loads(json.dumps(data))


class BookAgainstStock(RuleBasedStateMachine):
    """Every rule is done to both; after each, both hold the same documents."""

    @initialize()
    def begin(self) -> None:
        self.rng = random.Random(3)
        self.disk = new_disk()
        self.disk.make_folder(FOLDER)
        self.disk.sync_folder(FOLDER.parent)
        self.book = BookDB(FOLDER, system=self.disk)
        self.stock = TinyDB(storage=Copying)
        self.used = dict.fromkeys(NAMES, 0)
        self.done: list[tuple[Rows, Rows]] = []
        self.undone: list[tuple[Rows, Rows]] = []

    # Both sides ---------------------------------------------------------------------------------------------

    def rows(self) -> Rows:
        return {name: {doc.doc_id: deepcopy(dict(doc)) for doc in self.stock.table(name)} for name in NAMES}

    def put(self, rows: Rows) -> None:
        self.stock.drop_tables()
        for name in NAMES:
            self.stock.table(name).insert_multiple(Document(doc, number) for number, doc in sorted(rows[name].items()))

    def changed(self, before: Rows) -> None:
        after = self.rows()
        if after != before:
            self.done.append((before, after))
            self.undone.clear()

    def insert_both(self, name: str, given: dict[str, Any]) -> None:
        number = self.book.table(name).insert(given)
        assert number == self.used[name] + 1
        self.used[name] = number
        self.stock.table(name).insert(Document(whole(name, number, given), number))

    # Edits --------------------------------------------------------------------------------------------------

    @rule(name=names, word=words, marks=lists)
    def insert(self, name: str, word: str, marks: list[str]) -> None:
        before = self.rows()
        self.insert_both(name, {"name": word, field_of(name): marks})
        self.changed(before)

    @rule(name=names, found=st.lists(words, min_size=1, max_size=3))
    def insert_several(self, name: str, found: list[str]) -> None:
        before = self.rows()
        ids = self.book.table(name).insert_multiple({"name": word} for word in found)
        self.used[name] = max(ids)
        self.stock.table(name).insert_multiple(
            Document(whole(name, number, {"name": word}), number) for number, word in zip(ids, found, strict=True)
        )
        self.changed(before)

    @rule(name=names, old=words, new=words, marks=lists)
    def update_where(self, name: str, old: str, new: str, marks: list[str]) -> None:
        before = self.rows()
        fields = {"name": new, field_of(name): marks}
        ours = self.book.table(name).update(fields, where("name") == old)
        assert ours == self.stock.table(name).update(deepcopy(fields), where("name") == old)
        self.changed(before)

    @rule(name=names, ids=st.lists(numbers, unique=True), mark=st.sampled_from(["x", "y"]))
    def update_by_function(self, name: str, ids: list[int], mark: str) -> None:
        def mark_it(document: Any) -> None:  # noqa: ANN401
            document[field_of(name)].append(mark)

        before = self.rows()
        assert self.book.table(name).update(mark_it, doc_ids=ids) == self.stock.table(name).update(mark_it, doc_ids=ids)
        self.changed(before)

    @rule(name=names, word=words)
    def upsert(self, name: str, word: str) -> None:
        before = self.rows()
        if self.stock.table(name).contains(where("name") == word):
            fields = {"name": word, "archived": True}
            assert self.book.table(name).upsert(fields, where("name") == word) == self.stock.table(name).upsert(
                fields, where("name") == word
            )
        else:
            (number,) = self.book.table(name).upsert({"name": word}, where("name") == word)
            self.used[name] = number
            self.stock.table(name).insert(Document(whole(name, number, {"name": word}), number))
        self.changed(before)

    @rule(name=names, word=words)
    def remove_where(self, name: str, word: str) -> None:
        before = self.rows()
        ours = self.book.table(name).remove(where("name") == word)
        assert ours == self.stock.table(name).remove(where("name") == word)
        self.changed(before)

    @rule(name=names, ids=st.lists(numbers, unique=True, max_size=2))
    def remove_ids(self, name: str, ids: list[int]) -> None:
        before = self.rows()
        assert self.book.table(name).remove(doc_ids=ids) == self.stock.table(name).remove(doc_ids=ids)
        self.changed(before)

    @rule(name=names)
    def truncate(self, name: str) -> None:
        before = self.rows()
        self.book.table(name).truncate()
        self.stock.table(name).truncate()
        self.changed(before)

    @rule(word=words, number=numbers, abort=st.booleans())
    def transaction(self, word: str, number: int, abort: bool) -> None:
        before, used = self.rows(), dict(self.used)
        try:
            with self.book.transaction():
                for name in NAMES:
                    self.insert_both(name, {"name": word})
                    self.book.table(name).update({"name": word}, doc_ids=[number])
                    self.stock.table(name).update({"name": word}, doc_ids=[number])
                self.book.table("people").remove(doc_ids=[number])
                self.stock.table("people").remove(doc_ids=[number])
                self.same_documents()
                if abort:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            self.put(before)
            self.used = used
        else:
            # An id that came and went within one transaction was never anybody's.
            self.used["people"] = self.book.own.book.high["people"]
        self.changed(before)

    @rule(name=names)
    def fail_half_way(self, name: str) -> None:
        def fail(document: Any) -> None:  # noqa: ANN401
            document["name"] = "half"
            raise ZeroDivisionError

        for table in (self.book.table(name), self.stock.table(name)):
            with contextlib.suppress(ZeroDivisionError):
                table.update(fail)

    # Undo, results, files -----------------------------------------------------------------------------------

    @precondition(lambda self: bool(self.done))
    @rule()
    def undo(self) -> None:
        assert isinstance(self.book.own.desk.undo(), Done)
        before, after = self.done.pop()
        self.undone.append((before, after))
        self.put(before)

    @precondition(lambda self: bool(self.undone))
    @rule()
    def redo(self) -> None:
        assert isinstance(self.book.own.desk.redo(), Done)
        before, after = self.undone.pop()
        self.done.append((before, after))
        self.put(after)

    @rule(name=names)
    def spoil_results(self, name: str) -> None:
        table: Table = self.book.table(name)
        for document in [*table.all(), *table.search(where("name").exists()), *filter(None, [table.get(doc_id=1)])]:
            document["name"] = "spoilt"
            document[field_of(name)].append("spoilt")

    @rule()
    def reopen(self) -> None:
        self.book.close()
        self.book = BookDB(FOLDER, system=self.disk)

    @rule()
    def checkpoint(self) -> None:
        self.book.own.store.checkpoint()

    @rule()
    def cut_the_power(self) -> None:
        self.disk = self.rng.choice(list(states(self.disk.frozen(), self.rng, 6)))
        self.book = BookDB(FOLDER, system=self.disk)

    # What must hold -----------------------------------------------------------------------------------------

    @invariant()
    def same_documents(self) -> None:
        if not hasattr(self, "book"):
            return
        for name in NAMES:
            ours = {document.doc_id: dict(document) for document in self.book.table(name)}
            assert ours == {document.doc_id: dict(document) for document in self.stock.table(name)}
            assert len(self.book.table(name)) == len(ours)
            assert [doc.doc_id for doc in self.book.table(name).search(where("name") == "Ana")] == sorted(
                doc.doc_id for doc in self.stock.table(name).search(where("name") == "Ana")
            )


TestBookAgainstStock = BookAgainstStock.TestCase
TestBookAgainstStock.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
