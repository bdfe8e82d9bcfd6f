from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]


@pytest.fixture
def notes_of(demo: Path) -> Callable[[int], str]:
    """The notes of an account as the disk has them."""

    def read(account: int) -> str:
        from data.store.store import open_store

        return open_store(demo, read_only=True).book.accounts[account].notes

    return read


Notes = Callable[[int], str]


def note(cli: Cli, text: str, account: int = 1) -> Any:  # noqa: ANN401
    done = cli("set", "account", f"A{account}", f"notes={text}")
    assert done.code == 0, done.err
    return done


def test_a_change_is_told_with_its_number(cli: Cli, notes_of: Notes) -> None:
    done = note(cli, "calls on Mondays")
    assert done.out.startswith("Set notes of ")
    assert done.out.endswith(" (change 1)\n")
    assert notes_of(1) == "calls on Mondays"


def test_a_change_is_told_as_json(cli: Cli, demo: Path) -> None:
    done = cli("set", "account", "A1", "notes=x", "--json").json["change"]
    assert (done["seq"], done["kind"], done["edits"], done["undoes"]) == (1, "edit", 1, None)


def test_history_lists_the_newest_change_first(cli: Cli, demo: Path) -> None:
    for text in ("one", "two", "three"):
        note(cli, text)
    document = cli("history", "--last", "2", "--json").json
    assert document["count"] == 3
    assert [change["seq"] for change in document["changes"]] == [3, 2]
    assert [line.split()[0] for line in cli("history").lines] == ["No", "3", "2", "1"]


def test_history_shows_what_one_change_did(cli: Cli, demo: Path) -> None:
    note(cli, "one")
    note(cli, "two")
    shown = cli("history", "2")
    assert "    account 1: notes one -> two" in shown.lines
    edit = cli("history", "2", "--json").json["edits"][0]
    assert edit["fields"] == [{"field": "notes", "before": "one", "after": "two"}]


def test_a_history_that_does_not_reach_back_says_so(cli: Cli, demo: Path) -> None:
    note(cli, "one")
    assert cli("history", "--json").json["gap"] is None
    cli("checkpoint")
    note(cli, "two")
    path = demo / "journal-1.jsonl"
    path.write_bytes(path.read_bytes().replace(b"one", b"0ne"))

    told = cli("history")
    assert [line.split()[0] for line in told.lines] == ["No", "2"]
    assert "The history before change 2 cannot be read: journal-1.jsonl is damaged at byte" in told.err


def test_a_change_that_is_not_there_is_a_wrong_request(cli: Cli, demo: Path) -> None:
    answer = cli("history", "9")
    assert answer.code == 2
    assert answer.err == "There is no change 9. `bookshift history` lists them.\n"


def test_undo_takes_the_last_change_back_and_redo_does_it_again(cli: Cli, notes_of: Notes) -> None:
    note(cli, "one")
    note(cli, "two")
    assert cli("undo").code == 0
    assert notes_of(1) == "one"
    assert cli("redo").code == 0
    assert notes_of(1) == "two"


def test_nothing_to_undo_is_a_no(cli: Cli, demo: Path) -> None:
    answer = cli("undo")
    assert (answer.code, answer.out, answer.err) == (1, "", "There is nothing to undo.\n")
    assert cli("redo").code == 1


def test_an_older_change_can_be_taken_back_alone(cli: Cli, notes_of: Notes) -> None:
    note(cli, "kept", account=2)
    note(cli, "wrong", account=1)
    note(cli, "kept too", account=3)
    assert cli("undo", "2").code == 0
    assert (notes_of(1), notes_of(2), notes_of(3)) == ("", "kept", "kept too")


def test_what_was_changed_again_refuses_the_undo_and_says_what_stands_in_the_way(cli: Cli, notes_of: Notes) -> None:
    note(cli, "one")
    note(cli, "two")
    answer = cli("undo", "1")
    assert answer.code == 2
    assert "notes of" in answer.err
    assert notes_of(1) == "two"


def test_the_undo_of_yesterdays_bulk_move_says_what_can_and_cannot_be_taken_back(cli: Cli, demo: Path) -> None:
    def owners() -> list[str]:
        rows = cli("list", "id:A74,A45,A40", "--json").json["accounts"]
        return [row["owner"]["name"] if isinstance(row["owner"], dict) else row["owner"] for row in rows]

    before = owners()
    moved = cli("assign", "id:A74,A45,A40", "--to", "nobody", "--reason", "x", "--yes", "--today", "2026-11-21")
    assert moved.code == 0, moved.err
    onwards = cli("assign", "id:A45", "--to", "P2", "--reason", "x", "--overrule", "--yes")
    assert onwards.code == 0, onwards.err
    between = owners()

    refused = cli("undo", "1")
    assert refused.code == 2
    assert "1 of its 3 accounts was changed since" in refused.err
    assert "undo what can be undone, which is 2 accounts" in refused.err
    assert "by change 2 (" in refused.err
    assert "`bookshift undo 1 --partly` takes back what can be" in refused.err
    assert "`bookshift undo --back-to 0` takes back this change and 1 later one." in refused.err
    assert owners() == between

    partly = cli("undo", "1", "--partly")
    assert partly.code == 0, partly.err
    assert "except what was changed since of" in partly.out
    assert sum(now == then for now, then in zip(owners(), before, strict=True)) == 2


def test_everything_back_to_a_change_is_taken_back_as_one(cli: Cli, notes_of: Notes) -> None:
    for text in ("one", "two", "three"):
        note(cli, text)
    assert cli("undo", "--back-to", "1").code == 0
    assert notes_of(1) == "one"
    assert cli("history", "--json").json["count"] == 4
