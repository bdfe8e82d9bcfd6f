from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from tinydb import TinyDB, where

from core.accounts import Account
from core.book.book import Book
from core.conversations import Conversation
from core.schema import encode
from core.words import ConversationType
from data.store import checkpoint
from data.store.errors import Damaged, NotABook
from data.store.system import SYSTEM
from tests.data.store.books import records, same, small_book

META = checkpoint.Meta(book="b" * 16, seq=4, last=7, segment=5, at="2026-03-02T09:30:00+00:00")


def written(path: Path, book: Book) -> checkpoint.Meta:
    return checkpoint.write(SYSTEM, path, book, META)


def book_in(path: Path) -> Book:
    reader = checkpoint.Reader(SYSTEM, path)
    try:
        return reader.book()
    finally:
        reader.close()


def test_a_book_reads_back_equal(tmp_path: Path) -> None:
    book = Book.of(records(small_book()), seq=4, high={"accounts": 99})

    written(tmp_path / "book.json", book)

    assert same(book_in(tmp_path / "book.json"), book)


def test_a_book_of_more_lines_than_one_stretch_reads_back_equal(tmp_path: Path) -> None:
    book = Book.of(records(small_book(accounts=4_001)), seq=4)

    meta = written(tmp_path / "book.json", book)

    assert same(book_in(tmp_path / "book.json"), book)
    assert (tmp_path / "book.json").stat().st_size == meta.size


def test_plain_tinydb_opens_it_and_sees_the_same_documents(tmp_path: Path) -> None:
    book = small_book()
    written(tmp_path / "book.json", book)

    with TinyDB(tmp_path / "book.json", access_mode="r") as stock:
        assert stock.table("accounts").search(where("name") == "Account 2")[0].doc_id == 2
        assert stock.table("_book").get(doc_id=1)["seq"] == 4
        for name, kept in records(book).items():
            assert [dict(document) for document in stock.table(name).all()] == [json.loads(encode(r)) for r in kept]


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    written(tmp_path / "book.json", small_book())

    assert (tmp_path / "book.json").stat().st_mode & 0o777 == 0o600


def test_there_is_one_document_a_line_and_conversations_stand_last(tmp_path: Path) -> None:
    written(tmp_path / "book.json", small_book())

    lines = (tmp_path / "book.json").read_text().splitlines()

    assert lines.index('"conversations": {') == len(lines) - 8
    assert json.loads("{" + lines[-7].rstrip(",") + "}")["1"]["summary"] == "Said 1"


def test_a_checkpoint_cut_short_or_grown_is_refused_with_the_byte(tmp_path: Path) -> None:
    path = tmp_path / "book.json"
    written(path, small_book())
    good = path.read_bytes()

    path.write_bytes(good[:-1])
    with pytest.raises(Damaged, match=r"book.json is damaged at byte [\d,]+: the file ends here"):
        book_in(path)
    path.write_bytes(good + b" ")
    with pytest.raises(Damaged, match="there are bytes behind its end"):
        book_in(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"_default": {"1": {"name": "x"}}}', "no checkpoint of Bookshift"),
        (b"PK\x03\x04", "no checkpoint of Bookshift"),
    ],
)
def test_another_file_is_named_for_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "book.json"
    path.write_bytes(content)

    with pytest.raises(NotABook, match=says):
        book_in(path)

    assert path.read_bytes() == content


def test_conversations_of_a_large_book_share_what_is_equal_and_read_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = timezone(timedelta(hours=2))
    talks = [
        Conversation(
            id=n,
            account=1,
            type=ConversationType.CALL,
            at=datetime(2026, 3, 2, 9, n, tzinfo=zone),
            contacts=(300, 400),
            names=("Zoë",),
            logged_at=datetime(2026, 3, 2, 10, n, tzinfo=zone),
        )
        for n in range(1, 50)
    ]
    book = Book.of({"accounts": [Account(id=1, name="Acme")], "conversations": talks})
    written(tmp_path / "book.json", book)
    monkeypatch.setattr(checkpoint, "_SHARED_FROM", 0)
    monkeypatch.setattr(checkpoint, "_SMALL", 0)

    read = book_in(tmp_path / "book.json").conversations.all()

    assert list(read) == talks
    assert [talk.at.utcoffset() for talk in read] == [talk.at.utcoffset() for talk in talks]
    assert (
        len({id(talk.at.tzinfo) for talk in read} | {id(talk.logged_at.tzinfo) for talk in read if talk.logged_at}) == 1
    )
    assert len({id(talk.contacts) for talk in read}) == len({id(talk.names) for talk in read}) == 1
