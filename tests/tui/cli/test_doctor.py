from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.book.book import Book
from core.book.repair import faults
from core.conversations import FollowUp
from data.store.store import create_store, open_store
from tests.data.store.books import DAY
from tests.data.store.damage import DAMAGE, Damage, flip, lived

Cli = Callable[..., Any]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small book with a history of three files, which every command takes for its book."""
    folder = tmp_path / "book"
    lived(folder)
    monkeypatch.setenv("BOOKSHIFT_BOOK", str(folder))
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


HERE = [case for case in DAMAGE if case.system is DAMAGE[0].system]


@pytest.mark.parametrize("case", HERE, ids=lambda case: case.name)
def test_each_kind_of_damage_is_told_with_what_to_do_and_nothing_is_changed(cli: Cli, book: Path, case: Damage) -> None:
    lived(book.parent / "other")
    case.harm(book)
    before = hashes(book)

    answer = cli("doctor")

    assert answer.code == (3 if not case.opens else 0 if case.harmless else 1)
    assert case.says in answer.out
    assert case.mend in answer.out
    assert answer.lines[0].startswith("well " if case.opens else "WRONG")
    assert hashes(book) == before


def test_a_sound_book_is_told_so(cli: Cli, book: Path) -> None:
    book.chmod(0o700)
    answer = cli("doctor")
    assert answer.code == 0
    assert {line.split()[0] for line in answer.lines} == {"well"}
    found = cli("doctor", "--json").json
    assert found["healthy"] is True
    assert {"name": "records", "well": True, "note": False, "mend": ""}.items() <= found["checks"][1].items()


@pytest.fixture
def astray(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A book with steps of accounts that are not there."""
    folder = tmp_path / "astray"
    steps = [FollowUp(id=n, account=70 + n, text="Call", created_on=DAY) for n in (1, 2)]
    create_store(folder, Book.of({"followups": steps})).store.close()
    monkeypatch.setenv("BOOKSHIFT_BOOK", str(folder))
    return folder


def test_what_does_not_hold_together_is_mended_as_one_change_that_undo_takes_back(cli: Cli, astray: Path) -> None:
    done = cli("doctor", "--repair", "--yes")

    assert done.code == 0, done.err
    assert "Follow-up 1 refers to account 71, which is not there. Empty account." in done.err
    assert "2 records would change; it is one change, and undo takes it back." in done.err
    assert done.out == "Repair 2 records (change 1)\n"
    assert list(faults(open_store(astray, read_only=True).book)) == []
    assert cli("doctor").code == 0

    assert cli("undo", "--yes").code in (0, 2)
    assert cli("history", "--json").json["count"] >= 1


def test_a_sound_book_needs_no_mending(cli: Cli, book: Path) -> None:
    answer = cli("doctor", "--repair", "--yes")
    assert answer.code == 1
    assert "There is nothing to mend." in answer.err
    assert cli("history", "--json").json["count"] == 5


def test_what_can_be_saved_of_a_damaged_book_becomes_a_new_one_and_the_old_one_stays(
    cli: Cli, book: Path, tmp_path: Path
) -> None:
    flip(book / "journal-4.jsonl", 300)
    before = hashes(book)

    answer = cli("doctor", "--salvage", tmp_path / "saved")

    assert answer.code == 0, answer.err
    assert answer.lines[0].startswith("Saved 6 accounts, 3 people and 8 conversations into")
    assert "lost   Change 4 cannot be read." in answer.lines
    assert f"{book} stays as it was" in answer.err
    assert hashes(book) == before
    assert cli("doctor", "--book", tmp_path / "saved").code == 0


def test_a_salvaged_book_needs_a_folder_of_its_own(cli: Cli, book: Path, tmp_path: Path) -> None:
    lived(tmp_path / "other")
    for target in (book, book / "saved", tmp_path / "other"):
        assert cli("doctor", "--salvage", target).code == 2
    assert cli("doctor", "--salvage", tmp_path / "x", "--repair").code == 2


def test_where_there_is_nothing_to_save_no_book_is_begun(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = cli("doctor", "--book", tmp_path / "empty", "--salvage", tmp_path / "saved")
    assert answer.code == 3
    assert "There is nothing of a book" in answer.err
    assert not (tmp_path / "saved").exists()
