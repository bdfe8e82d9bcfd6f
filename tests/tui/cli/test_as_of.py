from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from core.usecases.edit import EditAccount, edit_account
from tui.compose import open_house

Cli = Callable[..., Any]


def renamed(folder: Path, name: str, today: date) -> None:
    house = open_house(folder, today=today)
    house.desk.do(edit_account, EditAccount(1, (("name", name),)))
    house.close()


def test_lists_show_the_book_as_it_was(cli: Cli, demo: Path) -> None:
    before = cli("list", "id:A1", "--json", "--today", "2026-11-22").json["accounts"][0]["name"]
    renamed(demo, "Renamed", date(2026, 11, 23))

    past = cli("list", "id:A1", "--json", "--today", "2026-11-24", "--as-of", "2026-11-22").json
    now = cli("list", "id:A1", "--json", "--today", "2026-11-24").json

    assert past["as_of"] == "2026-11-22"
    assert past["accounts"][0]["name"] == before
    assert now["accounts"][0]["name"] == "Renamed"


def test_the_past_cannot_be_changed(cli: Cli, demo: Path) -> None:
    answer = cli("undo", "--as-of", "2026-11-21")

    assert answer.code == 2
    assert "The past cannot be changed" in answer.err


def test_a_day_to_come_is_refused_with_a_sentence(cli: Cli, demo: Path) -> None:
    answer = cli("list", "--today", "2026-11-22", "--as-of", "2027-01-01")

    assert answer.code in (2, 3)
    assert "still to come" in answer.err


def test_a_desk_over_the_past_says_why_it_takes_no_change(demo: Path) -> None:
    house = open_house(demo, today=date(2026, 11, 24), as_of=date(2026, 11, 24))

    assert "as it was on 24 Nov 2026" in house.desk.read_only
    house.close()
