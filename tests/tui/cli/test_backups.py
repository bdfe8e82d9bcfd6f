from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.store.store import open_store

Cli = Callable[..., Any]


@pytest.fixture
def lived(cli: Cli, demo: Path) -> Path:
    """A book of three changes with a checkpoint after each of the first two."""
    cli("set", "account", "A1", "notes=one")
    cli("checkpoint")
    cli("set", "account", "A1", "notes=two")
    cli("checkpoint")
    cli("set", "person", "new", "name=Ida Holm")
    return demo


def test_backups_are_listed_with_date_size_and_changes_since(cli: Cli, lived: Path) -> None:
    found = cli("backups", "--json").json["backups"]
    assert [(one["no"], one["changes_since"]) for one in found] == [(1, 2), (0, 3)]
    assert all(one["bytes"] == Path(one["file"]).stat().st_size for one in found)

    told = cli("backups")
    assert [line.split()[0] for line in told.lines] == ["No", "1", "0"]
    assert "2 backups. Of the backups the last ten are kept" in told.err


def test_a_backup_is_restored_as_one_change_after_what_it_costs_was_said(cli: Cli, lived: Path) -> None:
    cli("snapshot", "-o", "before")
    done = cli("restore", "--backup", "1", "--yes")
    assert done.code == 0, done.err
    assert "2 changes made since would be taken back, the newest “" in done.err
    assert "Gone would be 1 person: Ida Holm." in done.err
    assert "one change, and `bookshift undo` takes it back" in done.err
    assert done.out.startswith("Restore the backup “")
    assert "change 1”" in done.out
    assert "notes=one" not in done.out
    assert cli("history", "--json").json["count"] == 4

    assert cli("undo", "--yes").code == 0
    assert cli("diff", "before", lived).code == 0


def test_every_backup_restores_to_the_book_it_was(cli: Cli, lived: Path) -> None:
    for number, notes in ((1, "one"), (0, "")):
        assert cli("restore", "--backup", number, "--yes").code == 0
        assert open_store(lived, read_only=True).book.accounts[1].notes == notes


def test_restoring_needs_one_source(cli: Cli, lived: Path) -> None:
    assert cli("restore").code == 2
    assert cli("restore", "file", "--backup", "1").code == 2
    unknown = cli("restore", "--backup", "7")
    assert (unknown.code, unknown.err) == (2, "There is no backup 7. `bookshift backups` lists them.\n")


def test_a_damaged_backup_is_named_and_nothing_changes(cli: Cli, lived: Path) -> None:
    path = next((lived / "backups").glob("book-1-*"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    answer = cli("restore", "--backup", "1", "--yes")

    assert answer.code == 3
    assert path.name in answer.err
    assert cli("history", "--json").json["count"] == 3


def test_backups_are_listed_when_the_book_does_not_open(cli: Cli, lived: Path) -> None:
    (lived / "book.json").write_bytes(b"")
    answer = cli("backups")

    assert answer.code == 0
    assert len(answer.lines) == 3
    assert "is empty" in answer.err
