"""`leave`, `join`, `fill` and spreading with `assign`, on the small demo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Cli = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("demo")

PROPOSAL = {"status", "moves", "blockers", "people", "before", "after", "bound", "gap", "proof", "seconds"}


def owners(cli: Cli) -> dict[str, str]:
    return {row["id"]: row["owner_id"] for row in cli("list", "--json").json["accounts"]}


def test_a_resignation_is_proposed_like_a_rebalance_and_changes_nothing(cli: Cli) -> None:
    before = cli("history", "--json").out
    told = cli("leave", "ben", "--on", "2026-11-30", "--json").json
    assert set(told) >= PROPOSAL
    assert (told["purpose"], told["person"], told["from"], told["until"]) == ("leave", "P3", "2026-12-01", None)
    assert {move["from"] for move in told["moves"]} == {"P3"}
    assert all(move["why"] and move["forced"] for move in told["moves"])
    assert cli("history", "--json").out == before


def test_a_resignation_in_force_is_one_change_that_is_taken_back_at_once(cli: Cli) -> None:
    whole = cli("snapshot", "-o", "before.json").code, cli("people", "--json").out
    told = cli("leave", "ben", "--on", "2026-11-21", "--apply")
    assert (told.code, "has passed" in told.err) == (2, True)
    told = cli("leave", "ben", "--on", "2026-11-30", "--apply", "--json").json
    assert told["change"]["says"].startswith("End the employment of Ben Okafor on 1 Dec 2026, 27 seats to")
    later = cli("list", "owner:ben", "--json", "--today", "2026-12-02").json
    assert later["count"] == 0 or all(row["owner_id"] != "P3" for row in later["accounts"])
    assert cli("undo").code == 0
    assert (whole[0], cli("people", "--json").out) == (0, whole[1])
    assert cli("leave", "ben", "--on", "2026-11-30", "--json").json["after"] == told["after"]


def test_an_open_seat_takes_the_book_and_others_stand_in_until_the_hire_starts(cli: Cli) -> None:
    asked = ("leave", "ben", "--on", "2026-11-30", "--open-seat", "--hire-from", "2027-02-01", "--cover")
    told = cli(*asked, "--apply", "--json").json
    opened = told["open_seat"]
    assert (opened["name"], opened["starts"], opened["roles"]) == ("CSM AMER", "2027-02-01", ["csm"])
    assert {move["from"] for move in told["moves"]} == {opened["id"]}
    covered = {row["id"]: row["owner_id"] for row in cli("list", "--json", "--today", "2026-12-02").json["accounts"]}
    after = {row["id"]: row["owner_id"] for row in cli("list", "--json", "--today", "2027-02-02").json["accounts"]}
    for move in told["moves"]:
        assert covered[move["account"]] == move["to"]
        assert after[move["account"]] == opened["id"]


def test_somebody_on_leave_is_covered_and_has_everything_back_afterwards(cli: Cli) -> None:
    first = owners(cli)
    told = cli("leave", "ben", "--on", "2026-12-01", "--until", "2027-03-31", "--apply", "--json").json
    assert (told["purpose"], told["until"]) == ("away", "2027-03-31")
    assert "parental" not in told["change"]["says"]
    away = {row["id"]: row["owner_id"] for row in cli("list", "--json", "--today", "2027-01-15").json["accounts"]}
    back = {row["id"]: row["owner_id"] for row in cli("list", "--json", "--today", "2027-04-01").json["accounts"]}
    for move in told["moves"]:
        assert first[move["account"]] in ("P3", move["to"])
        assert away[move["account"]] == move["to"]
        assert back[move["account"]] == "P3"


def test_why_somebody_is_on_leave_is_nowhere_in_what_is_printed(cli: Cli) -> None:
    asked = ("leave", "ben", "--on", "2026-12-01", "--until", "2027-03-31", "--reason", "knee surgery", "--apply")
    told = cli(*asked, "--json")
    assert "knee" not in told.out + told.err
    assert "knee" not in cli("history", "--json").out


def test_only_the_people_named_stand_in(cli: Cli) -> None:
    asked = ("leave", "ben", "--on", "2026-12-01", "--until", "2027-01-31", "--to", "hana,david")
    told = cli(*asked, "--json").json
    assert {move["to"] for move in told["moves"]} <= {"P1", "P7"}
    assert len({move["to"] for move in told["moves"]}) == 2


def test_somebody_who_joins_gets_a_ramped_book_from_those_who_have_most(cli: Cli) -> None:
    asked = ("join", "Leo Kim", "--role", "csm", "--on", "2026-12-01", "--segment", "ent", "--segment", "mid")
    told = cli(*asked, "--region", "EMEA", "--apply", "--json").json
    assert (told["purpose"], told["name"], told["month"]) == ("joins", "Leo Kim", 3)
    new = told["person"]
    assert {move["to"] for move in told["moves"]} == {new}
    people = {one["id"]: one for one in told["people"]}
    assert 50 < people[new]["hours_after"] <= 0.95 * 75
    assert cli("show", "leo kim").code == 0
    assert cli("undo").code == 0
    assert cli("show", "leo kim").code == 2


def test_somebody_of_a_name_that_is_there_is_refused(cli: Cli) -> None:
    told = cli("join", "ben okafor", "--role", "csm", "--on", "2026-12-01", "--apply")
    assert told.code == 2
    assert "on the roster already" in told.err


def test_accounts_without_a_holder_get_one_and_then_none_is_left(cli: Cli) -> None:
    told = cli("fill", "--apply", "--json").json
    assert told["purpose"] == "fill"
    assert told["moves"]
    assert {move["from"] for move in told["moves"]} == {None}
    again = cli("fill")
    assert again.code == 0
    assert "Every account that needs a holder has one." in again.err


def test_a_book_is_spread_over_the_people_named_and_a_guard_asks_for_a_reason(cli: Cli) -> None:
    asked = ("assign", "owner:ben", "--to", "hana,emeka,chloe,david", "--json")
    told = cli(*asked)
    assert told.code == 2
    assert "Give a reason" in told.err
    told = cli(*asked, "--reason", "Ben changes teams").json
    assert {move["to"] for move in told["moves"]} <= {"P1", "P4", "P6", "P7"}
    assert told["change"]["why"] == "Ben changes teams"
    now = owners(cli)
    assert all(now[move["account"]] == move["to"] for move in told["moves"])
    placed = {number for move in told["moves"] for number in move["accounts"]}
    unsaid = [number for number in told["accounts"] if number not in placed and now[number] == "P3"]
    assert len(unsaid) <= len(told["notes"]) + len(told["blockers"])


def test_best_is_everybody_who_may(cli: Cli) -> None:
    told = cli("assign", "owner:ben", "--to", "best", "--reason", "x", "--json").json
    assert "P3" not in {move["to"] for move in told["moves"]}
    assert len({move["to"] for move in told["moves"]}) > 1


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("leave", "grace", "--on", "2026-11-25", "--until", "2027-01-10"), "overlaps"),
        (("leave", "ben", "--on", "2026-12-01", "--until", "2026-11-30"), "not after the first day away"),
        (("leave", "ben", "--until", "2026-11-30"), "first day away"),
        (("leave", "ben"), "Say which day is the last day"),
        (("leave", "ben", "--on", "2026-12-01", "--cover"), "Ask for an open seat"),
        (("leave", "ben", "--on", "2026-12-01", "--open-seat", "--cover"), "Say from when"),
        (("leave", "ben", "--on", "2026-12-01", "--to", "ben"), "cannot take their own"),
        (("leave", "nobody at all", "--on", "2026-12-01"), "There is no person"),
        (("join", "Leo", "--role", "pilot", "--on", "2026-12-01"), "pilot"),
        (("join", "Leo", "--role", "csm", "--on", "2026-11-01"), "has passed"),
        (("join", "Leo", "--role", "csm", "--on", "2026-12-01", "--fte", "0"), "0 %"),
        (("fill", "--to", "open position"), "is an open position"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(cli: Cli, words: tuple[str, ...], says: str) -> None:
    before = cli("history", "--json").out
    told = cli(*words, "--apply")
    assert told.code == 2
    assert says in told.err
    assert cli("history", "--json").out == before


def test_where_nobody_may_take_anything_nobody_is_let_go(cli: Cli) -> None:
    told = cli("leave", "ben", "--on", "2026-12-01", "--to", "farah", "--apply")
    assert told.code == 2
    assert "Nothing was changed" in told.err
    assert cli("history", "--json").json["count"] == 0
