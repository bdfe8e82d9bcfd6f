from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.accounts import Account
from core.book.book import Book
from core.book.change import change_of, inserted
from core.conversations import FollowUp
from core.ports import Examined
from data.demo.generate import demo_book
from data.doctor import examine
from data.store.store import create_store

TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create_store(tmp_path / "book", demo_book(today=TODAY)).store.close()
    (tmp_path / "book").chmod(0o700)
    for path in (tmp_path / "book").rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    return tmp_path / "book"


def ill(folder: Path) -> list[Examined]:
    return [one for one in examine(folder) if not one.well]


def test_a_sound_book_is_well_and_stays_as_it_was(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert ill(folder) == []
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_damaged_file_is_named(folder: Path) -> None:
    path = folder / "book.json"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    found = examine(folder)
    assert found[0].name == "opening"
    assert "book.json is damaged" in found[0].says
    assert "Rename book.json to book.json.damaged" in found[0].mend
    assert not any(one.name == "TinyDB" for one in found)


def test_files_that_others_may_read_are_told_with_what_to_do(folder: Path) -> None:
    (folder / "book.json").chmod(0o644)
    assert ill(folder) == []
    (told,) = [one for one in examine(folder) if one.note]
    assert (told.name, "chmod" in told.mend) == ("rights", True)


def test_a_reference_that_points_at_nothing_is_found(tmp_path: Path) -> None:
    step = FollowUp(id=1, account=7, text="call", created_on=TODAY)
    create_store(tmp_path / "book", Book.of({"followups": [step]})).store.close()
    (told,) = ill(tmp_path / "book")
    assert (told.name, told.says) == ("records", "Follow-up 1 refers to account 7, which is not there.")
    assert told.mend.startswith("Empty account. “bookshift doctor --repair” does that")


def test_a_record_that_its_table_does_not_allow_is_found(tmp_path: Path) -> None:
    create_store(tmp_path / "book", Book.of({"accounts": [Account(id=1, name="Acme\x1b]0;owned\x07")]})).store.close()
    assert "records" in [one.name for one in ill(tmp_path / "book")]


def test_speed_and_kind_of_the_disk_are_told(folder: Path) -> None:
    mounts = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
    told = [one.says for one in examine(folder, mounts=mounts)]
    assert "The disk is of kind ext4." in told
    assert any(says.startswith("Saving one change takes the disk") for says in told)


def test_the_history_is_read_whole(tmp_path: Path) -> None:
    opened = create_store(tmp_path / "book", Book.of({}))
    change = change_of("new", "Add Acme", [inserted(Account(id=1, name="Acme"))])
    opened.store.commit(change.stamped(seq=1, base=0, at=datetime(2026, 11, 22, 12, tzinfo=UTC), by="ana"))
    opened.store.close()
    history = next(one for one in examine(tmp_path / "book") if one.name == "history")
    assert history.well
    assert history.says == "Every change can be read, and together they lead to the book of today."
