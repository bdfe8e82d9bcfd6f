from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]

ROSTER = "Name,Email,Role\nIda Holm,ida@x.example,CSM\nBo Lind,bo@x.example,CSM\n"
ACCOUNTS = """\
Account ID,Account Name,Account Owner,ARR,Renewal Date
z1,Zeta,Ida Holm,12000,2027-03-31
z2,Eta,Bo Lind,900,2027-01-31
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    (tmp_path / "team.csv").write_text(ROSTER, encoding="utf-8")
    return "accounts.csv", "team.csv"


Files = tuple[str, str]


def test_the_first_import_begins_a_book(cli: Cli, files: Files, tmp_path: Path) -> None:
    answer = cli("import", *files, "--book", "mine", "--json")
    assert answer.code == 0, answer.err
    found = answer.json
    asked = {"kind", "rows", "accepted", "rejected", "created", "updated", "unmatched_owners", "ambiguous"}
    assert asked <= set(found)
    assert (found["rows"], found["accepted"], found["rejected"], found["unmatched_owners"]) == (4, 4, 0, [])
    accounts = {one["name"]: one for one in cli("list", "--book", "mine", "--json").json["accounts"]}
    assert (accounts["Zeta"]["owner"], accounts["Zeta"]["arr"], accounts["Eta"]["renewal"]) == (
        "Ida Holm",
        12000,
        "2027-01-31",
    )


def test_a_new_book_has_one_owner_for_each_account(cli: Cli, files: Files) -> None:
    cli("import", *files, "--book", "mine")
    listed = cli("model", "list", "--book", "mine", "--json").json
    assert [model["key"] for model in listed["models"] if model["in_force"]] == ["generalist"]
    people = {one["name"]: one["accounts"] for one in cli("load", "--book", "mine", "--json").json["people"]}
    assert people == {"Ida Holm": 1, "Bo Lind": 1}
    assert cli("history", "--book", "mine", "--json").json["count"] == 1


def test_a_preview_writes_nothing(cli: Cli, files: Files, tmp_path: Path) -> None:
    answer = cli("import", *files, "--book", "mine", "--preview")
    assert answer.code == 0
    assert "2 rows: 2 taken, 0 rejected; 2 new" in answer.out
    assert not (tmp_path / "mine").exists()
    assert cli("import", *files, "--book", "mine", "--preview", "--json").json["created"] >= 4


def test_a_preview_works_beside_the_application(cli: Cli, files: Files, demo: Path) -> None:
    from data.store.store import open_store

    with open_store(demo).store:
        assert cli("import", *files, "--preview").code == 0
        taken = cli("import", *files)
    assert taken.code == 3


def test_the_same_files_again_change_nothing(cli: Cli, files: Files) -> None:
    cli("import", *files, "--book", "mine")
    again = cli("import", *files, "--book", "mine", "--json")
    assert again.code == 0
    assert (again.json["created"], again.json["updated"], again.json["change"]) == (0, 0, None)


def test_an_import_is_one_change_that_can_be_undone(cli: Cli, files: Files, demo: Path) -> None:
    cli("snapshot", "-o", "before")
    assert cli("import", *files).code == 0
    assert cli("diff", "before", demo).code == 1
    assert cli("undo").code == 0
    assert cli("diff", "before", demo).code == 0


def test_what_cannot_be_told_is_refused_with_what_to_say(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "odd.csv").write_text("Foo,Bar\n1,2\n", encoding="utf-8")
    answer = cli("import", "odd.csv", "--book", "mine")
    assert answer.code == 2
    assert "odd.csv" in answer.err
    assert not (tmp_path / "mine").exists()


def test_dates_that_read_in_two_ways_ask_for_their_order(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Account Name,Renewal Date\nZeta,03/04/2027\n", encoding="utf-8")
    answer = cli("import", "a.csv", "--book", "mine")
    assert answer.code == 2
    assert "03/04/2027" in answer.err
    assert "Answer with --dates DMY or --dates MDY." in answer.err
    assert not (tmp_path / "mine").exists()
    assert cli("import", "a.csv", "--book", "mine", "--dates", "MDY").code == 0
    assert cli("list", "--book", "mine", "--json").json["accounts"][0]["renewal"] == "2027-03-04"


def test_columns_are_mapped_by_hand(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Kunde,Wert = EUR\nZeta,1200\n", encoding="utf-8")
    words = ("import", "a.csv", "--as", "accounts", "--map", "Kunde=name", "--map", "Wert = EUR=arr", "--book", "mine")
    assert cli(*words, "--currency", "EUR").code == 0
    document = cli("list", "--book", "mine", "--json").json
    assert (document["accounts"][0]["arr"], document["currency"]) == (1200, "EUR")
    assert cli("import", "a.csv", "--map", "Kunde").code == 2


def test_rejected_rows_are_written_down_with_their_reason(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Account Name,ARR\nZeta,1200\n,50\n", encoding="utf-8")
    answer = cli("import", "a.csv", "--book", "mine", "--rejects", "left.csv", "--json")
    assert (answer.code, answer.json["accepted"], answer.json["rejected"]) == (0, 1, 1)
    with (tmp_path / "left.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 2
    assert rows[1][1] == "50"
    assert rows[1][-1]


def test_the_currency_of_a_book_is_not_changed_by_an_import(cli: Cli, files: Files, demo: Path) -> None:
    assert cli("import", *files, "--currency", "EUR").code == 2


def test_accounts_are_exported_as_csv_and_json(cli: Cli, demo: Path, tmp_path: Path) -> None:
    assert cli("export", "seg:ent", "-o", "ent.csv").code == 0
    with (tmp_path / "ent.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    wanted = cli("list", "seg:ent", "--json").json
    assert [row["Id"] for row in rows] == [account["id"] for account in wanted["accounts"]]
    assert cli("export", "seg:ent", "-o", "ent.json", "--json").json == {"file": "ent.json", "rows": wanted["count"]}


def test_an_export_replaces_a_file_only_when_told(cli: Cli, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    assert cli("export", "-o", "mine.csv").code == 2
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"
    assert cli("export", "-o", "mine.csv", "--replace").code == 0


def test_a_form_that_cannot_be_written_is_refused(cli: Cli, demo: Path) -> None:
    answer = cli("export", "-o", "book.docx")
    assert answer.code == 2
    assert ".csv" in answer.err
