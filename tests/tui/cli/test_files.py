from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

Cli = Callable[..., Any]


def test_a_snapshot_restored_into_an_empty_folder_is_an_equal_book(cli: Cli, demo: Path, tmp_path: Path) -> None:
    taken = cli("snapshot", "-o", "monday.bookshift")
    assert (taken.code, taken.out) == (0, "monday.bookshift\n")
    assert stat.S_IMODE((tmp_path / "monday.bookshift").stat().st_mode) == 0o600
    elsewhere = tmp_path / "elsewhere"
    assert cli("restore", "monday.bookshift", "--book", elsewhere).code == 0
    compared = cli("diff", demo, elsewhere)
    assert (compared.code, compared.out) == (0, "equal\n")


def test_a_snapshot_is_named_after_the_book_and_the_day(cli: Cli, demo: Path, tmp_path: Path) -> None:
    assert cli("snapshot").out == "northwind-cs-2026-11-22.bookshift\n"
    assert (tmp_path / "northwind-cs-2026-11-22.bookshift").exists()


def test_a_file_that_exists_is_replaced_only_when_told(cli: Cli, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    answer = cli("snapshot", "-o", "taken")
    assert answer.code == 2
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
    assert cli("snapshot", "-o", "taken", "--replace").code == 0


def test_books_that_differ_are_told_field_by_field(cli: Cli, demo: Path) -> None:
    cli("snapshot", "-o", "before")
    cli("set", "account", "A1", "notes=new")
    cli("set", "person", "new", "name=Ida Holm")
    compared = cli("diff", "before", demo)
    assert compared.code == 1
    assert "~ account 1: notes – -> new" in compared.lines
    assert any(line.startswith("+ person ") and line.endswith(" Ida Holm") for line in compared.lines)
    assert "people: 1 added, 0 removed, 0 changed" in compared.err
    found = cli("diff", "before", demo, "--json").json
    assert found["equal"] is False
    assert [item["record"]["name"] for item in found["added"]] == ["Ida Holm"]
    assert found["changed"] == [{"table": "accounts", "id": 1, "field": "notes", "before": "", "after": "new"}]
    assert found["removed"] == []


def test_equal_books_are_told_as_json_too(cli: Cli, demo: Path) -> None:
    answer = cli("diff", demo, demo, "--json")
    assert answer.code == 0
    assert answer.json == {"equal": True, "added": [], "removed": [], "changed": []}


def test_a_snapshot_restored_into_a_used_book_is_one_change_that_can_be_undone(cli: Cli, demo: Path) -> None:
    cli("snapshot", "-o", "before")
    cli("set", "account", "A1", "notes=new")
    cli("snapshot", "-o", "after")
    assert cli("restore", "before").code == 0
    assert cli("diff", "before", demo).code == 0
    assert cli("history", "--json").json["count"] == 2
    assert cli("undo").code == 0
    assert cli("diff", "after", demo).code == 0


def test_restoring_what_the_book_holds_already_is_a_no(cli: Cli, demo: Path) -> None:
    cli("snapshot", "-o", "same")
    assert cli("restore", "same").code == 1
    assert cli("history", "--json").json["count"] == 0


def test_what_is_no_snapshot_is_refused_and_nothing_is_begun(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello", encoding="utf-8")
    answer = cli("restore", "notes.txt", "--book", tmp_path / "new")
    assert answer.code == 2
    assert "not a snapshot" in answer.err
    assert not (tmp_path / "new").exists()


def test_a_missing_file_is_told_without_a_traceback(cli: Cli, tmp_path: Path) -> None:
    answer = cli("diff", "here", "there")
    assert answer.code == 2
    assert answer.err == "There is no file here.\n"
