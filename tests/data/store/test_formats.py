from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.book.difference import difference
from core.book.repair import faults
from core.schema import TABLES
from data import snapshots
from data.store import checkpoint
from data.store.doctor import examine
from data.store.store import create_store, open_store
from tests.data.store.books import desk_over, done, rename, same
from tests.data.store.specimens import FIXTURES, full_book

KEPT = sorted(FIXTURES.iterdir())


def test_the_files_of_every_format_are_kept() -> None:
    assert [path.name for path in KEPT] == [f"format-{number}" for number in range(1, checkpoint.FORMAT + 1)]


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_a_book_of_each_format_opens_with_all_it_holds_and_can_be_gone_on_with(kept: Path, folder: Path) -> None:
    shutil.copytree(kept, folder)
    expected = snapshots.read(folder / "expected-snapshot.json").book

    opened = open_store(folder)

    assert difference(opened.book, expected).equal
    assert opened.store.read_only == ""
    assert [head.kind for head in opened.store.heads()] == ["edit", "log", "assign", "edit", "undo"]
    desk = desk_over(opened.book, opened.store)
    done(desk.undo())
    done(desk.do(rename, (2, "Goes on")))
    opened.store.checkpoint()
    opened.store.close()
    assert same(open_store(folder).book, desk.book)


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_the_doctor_finds_nothing_wrong_with_them(kept: Path, folder: Path) -> None:
    shutil.copytree(kept, folder)
    for path in (folder, folder / "backups"):
        path.chmod(0o700)
    for path in folder.rglob("*.json*"):
        path.chmod(0o600)

    report = examine(folder, mounts="")

    assert report.troubles == ()
    assert report.faults == ()


def test_every_field_of_every_table_survives_the_disk(folder: Path) -> None:
    book = full_book()
    assert list(faults(book)) == []
    assert all(len(book.tables[spec.name]) for spec in TABLES)

    create_store(folder, book).store.close()

    assert same(open_store(folder).book, book)
