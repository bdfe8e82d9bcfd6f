from __future__ import annotations

import errno
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.book.difference import difference
from core.conversations import Conversation, FollowUp
from core.desk import MemoryStore
from core.people import Leave, Person
from core.words import ConversationType, PersonStatus, Record
from data import snapshots
from data.snapshots import SnapshotError
from data.store.system import System
from tests.data.store.anything import any_record
from tests.data.store.books import NOW, assign, desk_over, done, log, records, small_book


@settings(max_examples=60, deadline=None)
@given(st.lists(any_record, max_size=6))
def test_a_book_of_any_records_loads_again_equal(made: list[Record]) -> None:
    book = Book.of(_standing_alone(made))

    again = snapshots.from_bytes(snapshots.to_bytes(book))

    assert difference(book, again.book).equal
    assert snapshots.to_bytes(again.book) == snapshots.to_bytes(book)


def _standing_alone(made: list[Record]) -> dict[str, list[Record]]:
    """The records by table without those that refer to others."""
    from core.book.integrity import values_at
    from core.schema import SPEC_OF

    kept: dict[str, list[Record]] = {}
    for record in made:
        spec = SPEC_OF[type(record)]
        if spec.name != "policy" and not any(list(values_at(record, ref.field)) for ref in spec.references):
            kept.setdefault(spec.name, []).append(record)
    return kept


def test_equal_books_give_equal_bytes_whatever_their_histories() -> None:
    book = small_book()
    desk = desk_over(book, MemoryStore())
    done(desk.do(assign, (2, 3)))
    done(desk.do(log, (1, "x")))
    done(desk.undo())
    done(desk.undo())

    assert desk.book.seq == 4
    assert desk.book.high != book.high
    assert snapshots.to_bytes(desk.book) == snapshots.to_bytes(book)


def test_a_snapshot_is_json_with_a_record_a_line() -> None:
    data = snapshots.to_bytes(small_book())

    document = json.loads(data)

    assert document["bookshift"] == "snapshot"
    assert document["records"] == 22
    assert [account["name"] for account in document["tables"]["accounts"]][:2] == ["Account 1", "Account 2"]
    assert sum(line.startswith(b'{"id"') for line in data.splitlines()) == 22


def test_a_file_reads_back_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "team.json"

    length = snapshots.write(small_book(), path)

    assert path.stat().st_size == length
    assert path.stat().st_mode & 0o777 == 0o600
    assert difference(snapshots.read(path).book, small_book()).equal
    assert snapshots.read(path).complete
    assert [p.name for p in tmp_path.iterdir()] == ["team.json"]


def test_a_file_that_exists_is_replaced_only_when_told_to(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    path.write_text("mine")

    with pytest.raises(SnapshotError, match="exists already"):
        snapshots.write(small_book(), path)
    assert path.read_text() == "mine"
    snapshots.write(small_book(), path, overwrite=True)

    assert snapshots.read(path).book.accounts
    assert [p.name for p in tmp_path.iterdir()] == ["team.json"]


class FullDisk(System):
    def sync(self, handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")


class NoLinks(System):
    def link(self, source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    snapshots.write(small_book(), path)
    before = path.read_bytes()

    with pytest.raises(SnapshotError, match="the disk is full"):
        snapshots.write(Book.of({}), path, overwrite=True, system=FullDisk())

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["team.json"]


def test_a_file_system_without_links_never_overwrites_either(tmp_path: Path) -> None:
    path = tmp_path / "team.json"
    snapshots.write(small_book(), path, system=NoLinks())

    with pytest.raises(SnapshotError, match="exists already"):
        snapshots.write(Book.of({}), path, system=NoLinks())

    assert snapshots.read(path).book.accounts


def test_no_flipped_bit_gives_a_wrong_book() -> None:
    good = snapshots.to_bytes(small_book(accounts=1, people=1))

    for place in range(len(good)):
        damaged = bytearray(good)
        damaged[place] ^= 1 << place % 8
        with pytest.raises(SnapshotError):
            snapshots.from_bytes(bytes(damaged))


def test_a_snapshot_cut_short_anywhere_is_refused() -> None:
    good = snapshots.to_bytes(small_book(accounts=1, people=1))

    for length in range(0, len(good), 7):
        with pytest.raises(SnapshotError):
            snapshots.from_bytes(good[:length])


def signed(text: str) -> bytes:
    """A file that is whole, whoever wrote it."""
    import hashlib

    first, _, rest = text.encode().partition(b'"tables":{')
    return first + b'"sha256":"%s","tables":{' % hashlib.sha256(first + rest).hexdigest().encode() + rest


GOOD = '{"bookshift":"snapshot","format":1,"complete":true,"records":1,"tables":{\n"people":[\n%s\n]\n}}\n'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf" + snapshots.to_bytes(Book.of({})), "byte order mark"),
        (b"Name,ARR\nAcme,1\n", "not a snapshot"),
        (b'{"_book": {\n', "the checkpoint of a book"),
        (signed(GOOD.replace("1", "7", 1) % ""), "newer Bookshift"),
        (signed(GOOD % '{"id":1,"name":"Ana","colour":"red"}'), "line 3: colour"),
        (signed(GOOD % '{"id":1,"name":"Ana","lead":9}'), "person 1 \\(Ana\\) refers to person 9"),
        (signed(GOOD % '{"id":1,"name":"\\u001b]0;owned\\u0007"}'), "control characters"),
        (signed(GOOD % '{"id":1,"name":"tab\\there"}'), "control characters"),
    ],
)
def test_a_file_that_is_no_good_snapshot_is_refused_with_a_sentence(data: bytes, says: str) -> None:
    with pytest.raises(SnapshotError, match=says):
        snapshots.from_bytes(data, "team.json")


def test_a_whole_snapshot_by_other_means_is_read() -> None:
    book = snapshots.from_bytes(signed(GOOD % '{"id":1,"name":"Ana \\"A\\" \\\\u"}')).book

    assert book.people[1].name == 'Ana "A" \\u'


def test_paths_that_lead_nowhere_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="There is no file"):
        snapshots.read(tmp_path / "none.json")
    with pytest.raises(SnapshotError, match="is a folder"):
        snapshots.read(tmp_path)
    with pytest.raises(SnapshotError, match="is a folder"):
        snapshots.write(small_book(), tmp_path)
    with pytest.raises(SnapshotError, match="There is no folder"):
        snapshots.write(small_book(), tmp_path / "none" / "x.json")


def test_private_things_stay_out_when_told_so() -> None:
    made = records(small_book())
    away = Leave(number=1, since=date(2026, 4, 1), until=date(2026, 5, 1), reason="operation")
    leaver = Person(id=8, name="Lee", status=PersonStatus.LEAVER, ends=date(2026, 6, 1))
    gone = replace(leaver, id=9, name="Gone", ends=date(2026, 1, 1))
    interview = Conversation(id=50, type=ConversationType.INTERVIEW, at=NOW, about=1, summary="wants to leave")
    secret = Conversation(id=51, account=1, type=ConversationType.CALL, at=NOW, private=True, summary="secret")
    step = FollowUp(id=1, text="Talk again", conversation=50, created_on=date(2026, 3, 1))
    book = Book.of(
        {
            **made,
            "people": [replace(small_book().people[1], leaves=(away,)), *made["people"][1:], leaver, gone],
            "conversations": [*made["conversations"], interview, secret],
            "followups": [step],
        }
    )

    data = snapshots.to_bytes(book, include_private=False, today=date(2026, 3, 2))
    kept = snapshots.from_bytes(data)

    assert not kept.complete
    assert all(word not in data for word in (b"operation", b"wants to leave", b"secret", b"Talk again"))
    assert kept.book.people[1].leaves[0].since == away.since
    assert kept.book.people[8].status is PersonStatus.ACTIVE
    assert kept.book.people[8].ends is None
    assert kept.book.people[9].status is PersonStatus.LEAVER
    assert b"operation" in snapshots.to_bytes(book)
