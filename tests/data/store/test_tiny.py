"""TinyDB's behaviour, written anew after its own tests (4.9.0), against stock TinyDB and against the book.

Each test in the first part runs three times: on stock TinyDB, on ``BookDB``, and on stock TinyDB over ``BookStorage``.
The second part names every difference.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tinydb import Query, TinyDB, where
from tinydb.operations import add, decrement, delete, increment, subtract
from tinydb.operations import set as put
from tinydb.table import Document, Table

from core.errors import StoreError
from data.store.store import open_store
from data.store.tiny import BookDB, BookStorage, Refused
from tests.data.store.books import contents


class StockOverBook(TinyDB):
    """Stock tables over the book's storage."""

    default_table_name = "accounts"


class Stock(TinyDB):
    """Stock TinyDB with the table that the tests use as its default."""

    default_table_name = "accounts"


@pytest.fixture(params=["stock", "book", "stock tables over the book"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[TinyDB]:
    if request.param == "stock":
        made: TinyDB = Stock(tmp_path / "test.json")
    elif request.param == "book":
        made = BookDB(tmp_path / "book")
    else:
        made = StockOverBook(tmp_path / "book", storage=BookStorage)
    made.insert_multiple({"name": name, "arr": 1} for name in "abc")
    yield made
    made.close()


@pytest.fixture
def book(tmp_path: Path) -> Iterator[BookDB]:
    with BookDB(tmp_path / "book") as made:
        made.insert_multiple({"name": name, "arr": 1} for name in "abc")
        yield made


def names(found: list[Document]) -> list[str]:
    return [document["name"] for document in found]


# What is the same -------------------------------------------------------------------------------------------


def test_insert_gives_ids_from_one_on(db: TinyDB) -> None:
    assert [document.doc_id for document in db.all()] == [1, 2, 3]
    assert db.insert({"name": "d"}) == 4


def test_insert_with_an_id_of_its_own(db: TinyDB) -> None:
    assert db.insert(Document({"name": "x"}, 12)) == 12
    assert db.insert(Document({"name": "y"}, 77)) == 77
    assert db.insert({"name": "z"}) == 78
    with pytest.raises(ValueError, match="already exists"):
        db.insert(Document({"name": "again"}, 12))
    assert len(db) == 6


def test_insert_multiple(db: TinyDB) -> None:
    assert db.insert_multiple([{"name": "d"}, {"name": "e"}]) == [4, 5]
    assert db.insert_multiple({"name": str(number)} for number in range(3)) == [6, 7, 8]
    assert db.insert_multiple([Document({"name": "x"}, 12), Document({"name": "y"}, 77)]) == [12, 77]
    with pytest.raises(ValueError, match="already exists"):
        db.insert_multiple([{"name": "new"}, Document({"name": "x"}, 12)])
    assert db.count(where("name") == "new") == 0


def test_what_is_no_mapping_is_not_inserted(db: TinyDB) -> None:
    for wrong in ([1, 2, 3], {"bark"}, object()):
        with pytest.raises(ValueError, match="Document is not a Mapping"):
            db.insert(wrong)
    with pytest.raises(ValueError, match="Document is not a Mapping"):
        db.insert_multiple({"name": "John"})
    assert names(db.all()) == ["a", "b", "c"]


class Custom(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def __getitem__(self, key: str) -> object:
        return self.data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.data)

    def __len__(self) -> int:
        return len(self.data)


def test_any_mapping_is_a_document(db: TinyDB) -> None:
    db.insert(Custom({"name": "d", "arr": 2}))
    db.insert_multiple([Custom({"name": "e", "arr": 3})])
    db.update(Custom({"arr": 4}), doc_ids=[5])

    assert db.count(where("arr") == 2) == 1
    assert db.count(where("arr") == 4) == 1


def test_remove(db: TinyDB) -> None:
    assert db.remove(where("name") == "b") == [2]
    assert len(db) == 2
    assert sorted(db.remove(doc_ids=[1, 99])) == [1]
    assert db.remove(doc_ids=[99]) == []
    assert names(db.all()) == ["c"]
    with pytest.raises(RuntimeError):
        db.remove()


def test_update_by_condition_by_id_and_of_all(db: TinyDB) -> None:
    assert db.update({"arr": 2}, where("name") == "a") == [1]
    assert db.count(where("arr") == 2) == 1
    assert sorted(db.update({"arr": 9}, doc_ids=[2, 99])) == [2]
    assert db.update({"arr": 9}, doc_ids=[99]) == []
    assert db.update({"key_account": True}) == [1, 2, 3]
    assert db.count(where("key_account") == True) == 3  # noqa: E712


def test_update_by_a_function(db: TinyDB) -> None:
    def more(document: Any) -> None:  # noqa: ANN401
        document["arr"] += 1

    db.update(more, where("name") == "a")
    assert db.count(where("arr") == 2) == 1
    assert db.count(where("arr") == 1) == 2


def test_an_updater_that_raises_changes_nothing(db: TinyDB) -> None:
    def half(document: Any) -> None:  # noqa: ANN401
        document["arr"] = 7
        if document["name"] == "b":
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        db.update(half)

    assert db.count(where("arr") == 1) == 3


def test_update_multiple(db: TinyDB) -> None:
    def more(document: Any) -> None:  # noqa: ANN401
        document["arr"] += 1

    assert db.update_multiple([({"arr": 2}, where("name") == "a"), (more, where("name") == "b")]) == [1, 2]
    assert [document["arr"] for document in db.all()] == [2, 2, 1]


def test_upsert(db: TinyDB) -> None:
    assert db.upsert({"arr": 5}, where("name") == "a") == [1]
    assert db.upsert({"name": "x", "arr": 9}, where("name") == "x") == [4]
    assert db.upsert(Document({"name": "v"}, doc_id=1)) == [1]
    assert db.upsert(Document({"name": "w"}, doc_id=9)) == [9]
    assert names(db.all()) == ["v", "b", "c", "x", "w"]
    with pytest.raises(ValueError, match=r"(?=.*\bdoc_id\b)(?=.*\bquery\b)"):
        db.upsert({"name": "no query"})


def test_search_get_count_contains(db: TinyDB) -> None:
    assert names(db.search(where("arr") == 1)) == ["a", "b", "c"]
    assert db.search(where("missing").exists()) == []
    found = db.get(where("name") == "b")
    assert isinstance(found, Document)
    assert found.doc_id == 2
    assert db.get(where("name") == "z") is None
    assert db.get(doc_id=88) is None
    assert db.get(doc_id=float("NaN")) is None
    assert db.get(doc_ids=[1, 3, 99]) == [db.all()[0], db.all()[2]]
    assert db.count(where("name") == "d") == 0
    assert db.contains(where("arr") == 1)
    assert db.contains(doc_id=1)
    assert not db.contains(doc_id=88)
    for asked in (db.get, db.contains):
        with pytest.raises(RuntimeError):
            asked()


def test_queries_of_every_kind(db: TinyDB) -> None:
    account = Query()
    db.update({"tags": ["vip", "old"]}, doc_ids=[2])

    assert names(db.search((account.arr == 1) & (account.name != "a"))) == ["b", "c"]
    assert names(db.search((account.name == "a") | ~(account.arr == 1))) == ["a"]
    assert names(db.search(account.name.matches("[bc]"))) == ["b", "c"]
    assert names(db.search(account.name.one_of(["a", "c"]))) == ["a", "c"]
    assert names(db.search(account.name.test(lambda value: value > "a"))) == ["b", "c"]
    assert names(db.search(account.fragment({"name": "c", "arr": 1}))) == ["c"]
    assert names(db.search(where("tags").test(lambda tags: bool(tags) and "vip" in tags))) == ["b"]
    assert names(db.search(lambda document: document["name"] == "b")) == ["b"]


def test_operations(db: TinyDB) -> None:
    first = where("name") == "a"
    db.update(add("arr", 5), first)
    db.update(subtract("arr", 1), first)
    db.update(increment("arr"), first)
    db.update(decrement("arr"), first)
    db.update(put("industry", "Steel"), first)
    db.update(add("name", "xyz"), first)  # type: ignore[arg-type]  # TinyDB types it for numbers

    found = db.get(doc_id=1)
    assert found is not None
    assert (found["arr"], found["industry"], found["name"]) == (5, "Steel", "axyz")


def test_tables_are_apart_and_one_object_each(db: TinyDB) -> None:
    people = db.table("people")
    people.insert({"name": "Ana"})

    assert db.table("people") is people
    assert len(people) == 1
    assert len(db) == 3
    assert people.name == "people"
    assert "people" in db.tables()
    db.drop_table("people")
    assert len(db.table("people")) == 0
    db.drop_table("nowhere")
    db.drop_tables()
    assert len(db) == 0


def test_truncate(db: TinyDB) -> None:
    db.truncate()

    assert len(db) == 0
    assert db.all() == []


def test_a_table_can_be_iterated(db: TinyDB) -> None:
    assert list(db) == db.all()
    assert list(db.table("accounts")) == db.all()


def test_results_are_the_callers_own(db: TinyDB) -> None:
    db.update({"tags": ["a"]}, doc_ids=[1])

    for found in (db.all()[0], db.get(doc_id=1), next(iter(db))):
        assert found is not None
        found["name"] = "mine"
        found["tags"].append("mine")

    assert db.get(doc_id=1)["name"] == "a"
    assert db.get(doc_id=1)["tags"] == ["a"]


# What is different ------------------------------------------------------------------------------------------


def test_difference_a_document_is_a_record_its_table_knows(book: BookDB) -> None:
    for wrong in ({}, {"name": 5}, {"name": "x", "colour": "red"}, {"name": "x", "arr": 1.5}, {"name": "x", 5: 6}):
        with pytest.raises(Refused):
            book.insert(wrong)
    with pytest.raises(Refused, match="field required"):
        book.insert({"arr": 1})
    with pytest.raises(Refused):
        book.update(delete("name"), doc_ids=[1])
    assert names(book.all()) == ["a", "b", "c"]


def test_difference_a_document_is_whole_with_its_id_and_defaults(book: BookDB) -> None:
    found = book.get(doc_id=1)

    assert found is not None
    assert found["id"] == 1
    assert found["status"] == "active"


def test_difference_text_is_cleaned_on_its_way_in(book: BookDB) -> None:
    book.insert({"name": "  Acme\x1b]0;owned\x07  Ltd "})

    assert book.all()[-1]["name"] == "Acme Ltd"


def test_difference_there_are_only_the_tables_of_the_schema(book: BookDB) -> None:
    with pytest.raises(Refused, match="There is no table _default in a book"):
        book.table("_default")
    assert {"accounts", "people", "conversations"} < book.tables()


def test_difference_references_and_rules_hold_for_direct_edits_too(book: BookDB) -> None:
    book.table("contacts").insert({"account": 1, "name": "Zoe"})

    with pytest.raises(Refused, match="contact 1 \\(Zoe\\) refers to it"):
        book.remove(doc_ids=[1])
    with pytest.raises(Refused, match="there is no such account"):
        book.table("contacts").insert({"account": 99, "name": "Yan"})
    assert len(book) == 3


def test_difference_an_id_is_never_given_twice(book: BookDB, tmp_path: Path) -> None:
    book.remove(doc_ids=[3])
    assert book.insert({"name": "d"}) == 4
    book.truncate()
    assert book.insert({"name": "e"}) == 5
    book.truncate()
    book.close()

    with BookDB(tmp_path / "book") as again:
        assert again.insert({"name": "f"}) == 6


def test_difference_an_id_is_a_whole_number_from_one_on(book: BookDB) -> None:
    for wrong in (-1, 0):
        with pytest.raises(Refused):
            book.insert_multiple([Document({"name": "x"}, 12), Document({"name": "y"}, wrong)])
    assert len(book) == 3
    with pytest.raises(Refused, match="says that its id is 9"):
        book.insert({"name": "x", "id": 9})


def test_difference_nothing_is_cached_whatever_is_asked(book: BookDB) -> None:
    table = book.table("people", cache_size=5)
    table.insert({"name": "Ana"})

    table.search(where("name") == "Ana").append(Document({}, 1))

    assert len(table.search(where("name") == "Ana")) == 1
    assert len(table._query_cache) == 0


def test_difference_documents_come_in_the_order_of_their_ids(book: BookDB) -> None:
    book.insert(Document({"name": "late"}, 9))
    book.insert(Document({"name": "early"}, 7))

    assert names(book.all()) == ["a", "b", "c", "early", "late"]


def test_difference_the_policy_can_be_edited_but_not_removed(book: BookDB) -> None:
    policy = book.table("policy")
    policy.update({"name": "North"})

    with pytest.raises(Refused, match="cannot be removed"):
        policy.truncate()
    book.drop_tables()

    assert book.table("policy").all()[0]["name"] == "North"
    assert len(book) == 0


def test_difference_not_a_number_is_no_value(book: BookDB) -> None:
    with pytest.raises(Refused):
        book.insert({"name": "x", "arr": float("nan")})


def test_difference_after_closing_nothing_is_written(book: BookDB) -> None:
    book.close()

    with pytest.raises(Refused, match="was closed"):
        book.insert({"name": "x"})


# What is more -----------------------------------------------------------------------------------------------


def test_a_direct_edit_is_a_change_in_the_history_and_can_be_undone(book: BookDB) -> None:
    book.update({"arr": 5}, where("name") == "b")
    head = book.own.desk.heads[-1]

    assert (head.kind, head.says) == ("direct", "Edit account 2 directly")
    book.own.desk.undo()
    assert book.count(where("arr") == 5) == 0


def test_an_edit_that_changes_nothing_is_no_change(book: BookDB) -> None:
    before = book.own.book.seq

    book.update({"arr": 1})
    book.table("people").truncate()

    assert book.own.book.seq == before


def test_a_transaction_of_several_tables_is_one_change(book: BookDB, tmp_path: Path) -> None:
    with book.transaction("Bring Ana in"):
        person = book.table("people").insert({"name": "Ana"})
        book.table("contacts").insert({"account": book.insert({"name": "New"}), "name": "Zoe"})
        book.update({"tags": [f"p{person}"]}, doc_ids=[1])
        assert len(book.table("people")) == 1

    assert book.own.desk.heads[-1].says == "Bring Ana in"
    assert book.own.desk.heads[-1].edits == 4
    assert len(open_store(tmp_path / "book", read_only=True).book.contacts) == 1


def test_a_transaction_that_raises_leaves_nothing_neither_in_memory_nor_on_disk(book: BookDB, tmp_path: Path) -> None:
    before = contents(tmp_path / "book")

    def give_up() -> None:
        with book.transaction():
            book.insert({"name": "d"})
            book.remove(doc_ids=[1])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        give_up()

    assert names(book.all()) == ["a", "b", "c"]
    assert contents(tmp_path / "book") == before
    assert book.insert({"name": "d"}) == 4


def test_a_transaction_is_checked_as_a_whole_at_its_end(book: BookDB) -> None:
    with book.transaction():
        book.table("contacts").insert({"account": 50, "name": "Zoe"})
        book.insert(Document({"name": "Late"}, 50))

    with pytest.raises(Refused), book.transaction():
        book.remove(doc_ids=[50])
    assert len(book) == 4


def test_transactions_do_not_nest(book: BookDB) -> None:
    with book.transaction():
        with pytest.raises(Refused, match="do not nest"), book.transaction():
            pass
        book.insert({"name": "d"})
    assert len(book) == 4


def test_a_folder_without_a_book_is_not_begun_when_told_so(tmp_path: Path) -> None:
    for asked in ({"create": False}, {"read_only": True}):
        with pytest.raises(StoreError):
            BookDB(tmp_path / "none", **asked)
    assert not (tmp_path / "none").exists()


def test_a_book_opened_for_reading_takes_no_edits(book: BookDB, tmp_path: Path) -> None:
    with BookDB(tmp_path / "book", read_only=True) as reader:
        assert len(reader) == 3
        with pytest.raises(Refused, match="reading only"):
            reader.insert({"name": "x"})


def test_stock_tables_over_the_book_see_what_stock_tinydb_sees_in_its_checkpoint(book: BookDB, tmp_path: Path) -> None:
    book.own.store.checkpoint()
    over = StockOverBook(tmp_path / "book", storage=BookStorage, read_only=True)

    with TinyDB(tmp_path / "book" / "book.json", access_mode="r") as stock:
        for name in over.tables():
            ours: Table = over.table(name)
            assert ours.all() == stock.table(name).all()
            assert [document.doc_id for document in ours] == [document.doc_id for document in stock.table(name)]
