from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.typed_paths import completed, free_name, name_from, newest, typed_path


def test_a_name_is_completed_as_far_as_all_that_begin_so_agree(tmp_path: Path) -> None:
    for name in ("accounts-2025.csv", "accounts-2026.csv", "people.csv"):
        (tmp_path / name).touch()

    assert completed(str(tmp_path / "acc")) == str(tmp_path / "accounts-202")
    assert completed(str(tmp_path / "peo")) == str(tmp_path / "people.csv")
    assert completed(str(tmp_path / "zzz")) == str(tmp_path / "zzz")


def test_of_several_paths_the_last_is_completed(tmp_path: Path) -> None:
    (tmp_path / "people.csv").touch()
    assert completed(f"one.csv; {tmp_path / 'peo'}") == f"one.csv; {tmp_path / 'people.csv'}"
    assert completed(f"one.csv;{tmp_path / 'zzz'}") == f"one.csv;{tmp_path / 'zzz'}"


def test_a_folder_is_completed_with_its_slash(tmp_path: Path) -> None:
    (tmp_path / "exports").mkdir()

    assert completed(str(tmp_path / "exp")) == f"{tmp_path / 'exports'}/"


def test_the_home_sign_stays_as_it_was_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "people.csv").touch()

    assert completed("~/peo") == "~/people.csv"
    assert typed_path("~/people.csv") == tmp_path / "people.csv"


def test_hidden_files_are_completed_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()

    assert completed(f"{tmp_path}/") == f"{tmp_path}/"
    assert completed(f"{tmp_path}/.h") == f"{tmp_path}/.hidden"


def test_a_folder_that_cannot_be_read_completes_nothing(tmp_path: Path) -> None:
    assert completed(str(tmp_path / "absent" / "x")) == str(tmp_path / "absent" / "x")


def test_quotes_around_a_dropped_path_are_no_part_of_it() -> None:
    assert typed_path(" '/tmp/my file.csv' ") == Path("/tmp/my file.csv")


def test_a_free_name_is_counted_up(tmp_path: Path) -> None:
    (tmp_path / "book.csv").touch()
    (tmp_path / "book-2.csv").touch()

    assert free_name(tmp_path / "book.csv") == tmp_path / "book-3.csv"
    assert free_name(tmp_path / "other.csv") == tmp_path / "other.csv"


@pytest.mark.parametrize(
    ("text", "name"), [("Northwind CS", "northwind-cs"), ("../../etc", "etc"), ("日本", "book"), ("A/B: c", "a-b-c")]
)
def test_a_books_name_becomes_a_harmless_part_of_a_file_name(text: str, name: str) -> None:
    assert name_from(text) == name


def test_the_file_written_last_is_proposed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert newest("*.bookshift") == ""

    for age, name in enumerate(("new.bookshift", "old.bookshift", "newest.csv")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    assert newest("*.bookshift") == "new.bookshift"
