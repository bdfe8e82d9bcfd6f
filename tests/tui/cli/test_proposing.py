"""`rebalance` as something a manager works with: decisions, drafts, choices, weeks and sheets."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.rebalance.engine import Progress
from tui.cli import rebalance as command
from tui.cli.working import Working

Cli = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("demo")

TODAY = date(2026, 11, 22)


def chosen(told: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    return [move for move in told["moves"] if not move["forced"]]


def test_a_refused_move_is_not_made_and_a_pinned_one_is(cli: Cli) -> None:
    first = chosen(cli("rebalance", "--json").json)
    no = first[0]
    stays = cli("list", "--json").json["accounts"]
    ids = {move["account"] for move in first}
    other = next(row for row in stays if row["id"] not in ids and row["owner_id"] == no["from"])
    answer = cli(
        "rebalance", "--json", "--refuse", f"{no['account']}:{no['to']}", "--pin", f"{other['id']}:{other['owner_id']}"
    )
    assert answer.code == 0, answer.err
    moves = {(move["account"], move["to"]) for move in answer.json["moves"]}
    assert (no["account"], no["to"]) not in moves
    assert other["id"] not in {account for account, _ in moves}


def test_a_pin_is_made_even_if_nobody_is_over(cli: Cli) -> None:
    first = chosen(cli("rebalance", "--json").json)[0]
    told = cli("rebalance", "--json", "--max-moves", "1", "--pin", f"{first['account']}:{first['seat']}:{first['to']}")
    assert [(move["account"], move["to"]) for move in chosen(told.json)] == [(first["account"], first["to"])]
    assert told.json["moves"][-1]["why"].startswith("It is accepted or pinned")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--pin", "Acme"), "does not name a move"),
        (("--pin", ":P1"), "does not name a move"),
        (("--refuse", "A1:Nobody At All"), "Nobody At All"),
        (("--refuse", "A99999:P1"), "A99999"),
        (("--pin", "A1:nosuchseat:P1"), "nosuchseat"),
        (("--lock", "owner:"), "owner"),
        (("--lock", "id:A1 or -id:A1"), "Every account is locked, so nothing can move. Lock fewer."),
        (("--from", "2026-01-01"), "has passed"),
        (("--drop",), "which draft"),
        (("--drop", "--draft", "None"), "There is no draft None"),
        (("--draft", " "), "Give the draft a name"),
        (("--sign", "all"), "Sign-offs are kept in a draft"),
        (("--draft", "New", "--if-signed"), "--if-signed goes with --apply"),
        (("--draft", "New", "--sign", "all"), "Nobody has seen these sheets yet"),
        (("--draft", "New", "--sign", "Nobody At All"), "Nobody At All"),
        (("--draft", "Past", "--as-of", "2026-10-01"), "as it is now"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cli: Cli, words: tuple[str, ...], says: str) -> None:
    answer = cli("rebalance", *words)
    assert answer.code == 2
    assert says in answer.err
    assert answer.out == ""


def test_two_pins_on_one_account_contradict_each_other(cli: Cli) -> None:
    account = chosen(cli("rebalance", "--json").json)[0]["account"]
    answer = cli("rebalance", "--pin", f"{account}:P1", "--pin", f"{account}:P2")
    assert answer.code == 2
    assert "at once. Choose one of them." in answer.err


def test_a_draft_keeps_the_choices_and_the_moves_until_it_is_applied(cli: Cli, demo: Path) -> None:
    first = cli("rebalance", "--json", "--draft", "November", "--target", "95", "--profile", "fewest").json
    assert (first["draft"]["name"], first["draft"]["stale"], first["changes"]) == ("November", None, [])
    assert [path.name for path in (demo / "drafts").glob("rebalance-*.json")] == ["rebalance-1.json"]
    again = cli("rebalance", "--json", "--draft", "november").json
    assert (again["moves"], again["draft"]["id"], again["changes"]) == (first["moves"], first["draft"]["id"], [])
    no = chosen(first)[0]
    third = cli("rebalance", "--json", "--draft", "November", "--refuse", f"{no['account']}:{no['to']}").json
    told = {change["account"]: change["why"] for change in third["changes"]}
    assert "it was refused for" in told[no["account"]]
    kept = {(move["account"], move["to"]) for move in third["moves"]}
    gone = {move["account"] for move in first["moves"] if (move["account"], move["to"]) not in kept}
    assert gone == set(told)
    assert third["draft"]["decisions"][0]["decision"] == "refused"
    listed = cli("rebalance", "--drafts", "--json").json
    assert [(one["name"], one["stale"]) for one in listed["drafts"]] == [("November", None)]
    assert "November" in cli("rebalance", "--drafts").out
    assert cli("rebalance", "--draft", "November", "--apply").code == 0
    assert cli("rebalance", "--drafts", "--json").json["count"] == 0


def test_a_draft_says_what_has_changed_since_and_can_be_thrown_away(cli: Cli) -> None:
    moves = cli("rebalance", "--json", "--draft", "Mine").json["moves"]
    assert cli("set", "account", moves[0]["account"], "notes=hello").code == 0
    answer = cli("rebalance", "--draft", "Mine")
    assert "The book has changed since this was solved: " in answer.err
    assert "Solve it again" not in answer.err
    assert "Kept as the draft Mine." in answer.err
    assert cli("rebalance", "--draft", "Mine", "--drop").out == "Threw the draft Mine away\n"


def test_a_draft_that_cannot_be_read_is_told(cli: Cli, demo: Path) -> None:
    cli("rebalance", "--draft", "Mine")
    (demo / "drafts" / "rebalance-1.json").write_text("{", encoding="utf-8")
    answer = cli("rebalance", "--drafts")
    assert "drafts/rebalance-1.json cannot be read" in answer.err


def test_profiles_and_the_price_of_levelling_stand_side_by_side(cli: Cli) -> None:
    told = cli("rebalance", "--json", "--compare-profiles", "--curve").json
    assert [one["profile"] for one in told["profiles"]] == ["balanced", "fewest", "protect"]
    assert told["profiles"][0]["moves"] == len(told["moves"])
    assert told["profiles"][0]["score"] == told["score"]
    assert [one["target"] for one in told["curve"]] == [100, 98, 95, 93]
    printed = cli("rebalance", "--curve")
    assert all(one["says"] in printed.out for one in told["curve"])


def test_what_if_and_why_not_are_told(cli: Cli) -> None:
    first = chosen(cli("rebalance", "--json").json)[0]
    asked = (f"{first['account']}:{first['to']}", f"{first['account']}:{first['from']}")
    told = cli("rebalance", "--json", "--why-not", asked[0], "--why-not", asked[1]).json["why_not"]
    assert told[0]["says"].startswith("Without the move of ")
    assert [one["person"] for one in told] == [first["to"], first["from"]]
    printed = cli("rebalance", "--why-not", asked[0])
    assert told[0]["says"] in printed.out


def test_the_worth_of_hours_is_told_for_people_and_for_hiring(cli: Cli) -> None:
    told = cli("rebalance", "--json", "--worth").json["worth"]
    assert told["hours"] == 10
    assert told["people"][0]["saved"] >= told["people"][-1]["saved"] >= 0
    assert any(one["quality"] is None for one in told["hire"])


def test_a_pace_spreads_the_moves_over_weeks_and_sheets_tell_each_receiver(cli: Cli) -> None:
    told = cli("rebalance", "--json", "--pace", "1", "--from", "tomorrow", "--sheets").json
    days = [batch["day"] for batch in told["batches"]]
    assert days == [(TODAY + timedelta(days=1 + 7 * week)).isoformat() for week in range(len(days))]
    assert len(days) > 1
    rows = [row for sheet in told["sheets"] for row in sheet["accounts"]]
    assert sorted(row["account"] for row in rows) == sorted(move["account"] for move in told["moves"])
    for sheet in told["sheets"]:
        gained = sum(row["hours"] for row in sheet["accounts"])
        lost = sum(move["hours"] for move in told["moves"] if move["from"] == sheet["person"])
        assert sheet["hours_after"] == pytest.approx(sheet["hours_before"] + gained - lost)
    printed = cli("rebalance", "--pace", "1", "--from", "tomorrow", "--sheets")
    for sheet in told["sheets"]:
        assert f"{sheet['name']} gets " in printed.out


def test_who_stays_over_is_told_with_the_reason(cli: Cli) -> None:
    told = cli("rebalance", "--json", "--max-moves", "1").json
    assert told["left"]
    assert all("no more than 1 move may be made" in one["why"] for one in told["left"])
    assert told["left"][0]["why"] in cli("rebalance", "--max-moves", "1").err


def test_applying_at_a_pace_is_one_change_and_one_undo(cli: Cli) -> None:
    before = cli("list", "--json").json
    told = cli("rebalance", "--json", "--pace", "1", "--apply", "--follow-ups", "all").json
    assert told["change"]["says"].startswith("Rebalance: ")
    assert f"in {len(told['batches'])} batches" in told["change"]["says"]
    last = told["batches"][-1]
    later = {row["id"]: row["owner_id"] for row in cli("list", "--json", "--today", last["day"]).json["accounts"]}
    assert all(later[move["account"]] == move["to"] for move in told["moves"])
    assert cli("undo").code == 0
    assert cli("list", "--json").json == before


def test_ctrl_c_keeps_the_best_so_far(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Impatient(Working):
        def tell(self, progress: Progress) -> None:
            if not self.stopped:
                signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(command, "Working", Impatient)
    answer = cli("rebalance", "--json", "--worth", "--why-not", "A1:P1")
    assert answer.code == 0, answer.err
    assert "Stopping with the best so far." in answer.err
    assert "was not worked out to its end" in answer.err
    assert answer.json["moves"]
    assert (answer.json["worth"]["people"], answer.json["why_not"]) == ([], [])


def test_the_second_ctrl_c_ends_the_command(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class VeryImpatient(Working):
        def tell(self, progress: Progress) -> None:
            signal.raise_signal(signal.SIGINT)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(command, "Working", VeryImpatient)
    assert cli("rebalance").code == 130


# Sign-off -------------------------------------------------------------------------------------------------------


def signed(told: Any) -> list[str]:  # noqa: ANN401
    return sorted(one["person"] for one in told["draft"]["signed"])


def test_sheets_are_signed_off_in_the_draft_by_name_or_all_and_taken_back(cli: Cli) -> None:
    people = sorted({move["to"] for move in cli("rebalance", "--draft", "Nov", "--json").json["moves"]})
    assert len(people) > 1
    first = cli("rebalance", "--draft", "Nov", "--sign", people[0], "--sheets", "--json")
    assert signed(first.json) == people[:1]
    assert {sheet["person"]: bool(sheet["signed"]) for sheet in first.json["sheets"]} == {
        person: person == people[0] for person in people
    }
    assert f"of {len(people)} sheets" in first.err
    assert "not signed off" in first.err

    everybody = cli("rebalance", "--draft", "Nov", "--sign", "all", "--sheets")
    assert f"All {len(people)} sheets are signed off." in everybody.err
    assert everybody.out.count("signed off Sun 22 Nov 2026") == len(people)
    back = cli("rebalance", "--draft", "Nov", "--unsign", people[-1], "--json")
    assert signed(back.json) == people[:-1]


def test_moves_are_made_only_with_every_sheet_signed_off_if_that_is_asked_for(cli: Cli) -> None:
    cli("rebalance", "--draft", "Nov")
    no = cli("rebalance", "--draft", "Nov", "--apply", "--if-signed", "--yes")
    assert no.code == 1
    assert "not every sheet is signed off" in no.err
    assert not cli("history", "--json").json["changes"]

    done = cli("rebalance", "--draft", "Nov", "--sign", "all", "--apply", "--if-signed", "--yes", "--json")
    assert done.code == 0, done.err
    assert done.json["change"]["seq"] == 1
    assert not cli("rebalance", "--drafts", "--json").json["drafts"]


def test_a_list_that_changes_is_not_signed_off_any_more_nor_unseen(cli: Cli) -> None:
    moves = cli("rebalance", "--draft", "Nov", "--json").json["moves"]
    cli("rebalance", "--draft", "Nov", "--sign", "all")
    gone = next(move for move in moves if not move["forced"])
    after = cli("rebalance", "--draft", "Nov", "--refuse", f"{gone['account']}:{gone['to']}", "--json").json
    lists = [
        {person: {move["account"] for move in found if move["to"] == person} for person in {m["to"] for m in found}}
        for found in (moves, after["moves"])
    ]
    same = {person for person, accounts in lists[1].items() if lists[0].get(person) == accounts}
    assert set(signed(after)) == same
    assert gone["to"] not in same


def test_what_is_refused_is_never_made_even_where_nothing_is_accepted(cli: Cli) -> None:
    first = chosen(cli("rebalance", "--draft", "Nov", "--json").json)[0]
    pair = f"{first['account']}:{first['to']}"
    done = cli("rebalance", "--draft", "Nov", "--refuse", pair, "--apply", "--yes", "--json")
    assert (first["account"], first["to"]) not in {(move["account"], move["to"]) for move in done.json["moves"]}
    holder = next(row for row in cli("list", "--json").json["accounts"] if row["id"] == first["account"])
    assert holder["owner_id"] != first["to"]
