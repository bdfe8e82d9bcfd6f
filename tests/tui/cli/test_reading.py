from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]


def exact(hours: float) -> int:
    """Hours of a document in hundredths; they have two decimals and no more."""
    hundredths = round(hours * 100)
    assert abs(hours * 100 - hundredths) < 1e-6
    return hundredths


# list -------------------------------------------------------------------------------------------------------


def test_accounts_are_listed_with_what_is_known_of_them(cli: Cli, demo: Path) -> None:
    document = cli("list", "--json").json
    assert document["count"] == len(document["accounts"]) == 196
    assert cli("list", "is:churned", "--json").json["count"] == 4
    asked = {"id", "name", "owner", "holders", "segment", "touch", "stage", "health", "arr", "renewal", "load_hours"}
    assert all(asked | {"owner_kind", "lead_seat"} <= set(account) for account in document["accounts"])
    first = next(account for account in document["accounts"] if account["id"] == "A1")
    assert first["holders"] == [{"seat": "csm", "holder": first["owner"]}]
    assert (first["owner_kind"], first["lead_seat"]) == ("person", "csm")


def test_what_is_not_known_is_null(cli: Cli, demo: Path) -> None:
    assert cli("set", "account", "new", "name=Zeta").code == 0
    account = cli("list", "zeta", "--json").json["accounts"][0]
    assert {name for name, value in account.items() if value is None} >= {"arr", "renewal", "health", "owner"}
    line = cli("list", "zeta").lines[1]
    assert line.split()[1:4] == ["Zeta", "–", "–"]


@pytest.mark.parametrize(
    ("command", "query"),
    [("list", ""), ("list", "finding:TOUCH-LATE"), ("list", "quiet>30d or health<60"), ("load", ""), ("people", "ana")],
)
def test_a_list_says_the_same_whether_or_not_the_conversations_were_read(
    cli: Cli, demo: Path, command: str, query: str
) -> None:
    glanced = cli(command, query, "--json")
    whole = cli(command, query, "--json", "--as-of", "2026-11-22")  # the book as of a day is read whole

    assert (glanced.code, whole.code) == (0, 0)
    assert glanced.json == whole.json
    assert any(glanced.json.get(name) for name in ("accounts", "people"))


def test_a_filter_of_several_words_keeps_what_fits_all(cli: Cli, demo: Path) -> None:
    every = cli("list", "--json").json["accounts"]
    wanted = {a["id"] for a in every if a["segment"] == "ent" and a["owner"] == "Ana Ruiz"}
    assert wanted
    found = cli("list", "seg:ent", 'owner:"Ana Ruiz"', "--json").json["accounts"]
    assert {account["id"] for account in found} == wanted


def test_a_mistake_in_a_filter_is_shown_with_its_place(cli: Cli, demo: Path) -> None:
    answer = cli("list", "seg:ent ownr:ana")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[:2] == ["seg:ent ownr:ana", "        ^"]
    assert "Did you mean owner?" in answer.err


def test_a_list_is_sorted_with_what_is_not_known_last(cli: Cli, demo: Path) -> None:
    cli("set", "account", "new", "name=Zeta")
    for reverse in ((), ("--reverse",)):
        amounts = [a["arr"] for a in cli("list", "--sort", "arr", *reverse, "--json").json["accounts"]]
        known = [amount for amount in amounts if amount is not None]
        assert known == sorted(known, reverse=bool(reverse))
        assert amounts[-1] is None


def test_sums_are_narrated_and_not_part_of_the_data(cli: Cli, demo: Path) -> None:
    answer = cli("list", "id:A1")
    assert len(answer.lines) == 2
    assert answer.err.startswith("1 account, ")


# load -------------------------------------------------------------------------------------------------------


def test_every_hour_of_a_load_has_a_line_with_its_reason(cli: Cli, demo: Path) -> None:
    document = cli("load", "--json").json
    assert document["as_of"] == "2026-11-22"
    for person in document["people"]:
        assert sum(exact(line["hours"]) for line in person["lines"]) == exact(person["hours"])
        assert all(line["why"] and line["duty"] for line in person["lines"])
        capacity = person["capacity_hours"]
        if person["utilisation"] is None:
            assert capacity < 1
        else:
            assert person["utilisation"] == pytest.approx(person["hours"] / capacity, abs=0.0001)


def test_hours_are_conserved_between_who_has_them_and_where_they_come_from(cli: Cli, demo: Path) -> None:
    totals = {name: exact(hours) for name, hours in cli("load", "--json").json["totals"].items()}
    held = sum(totals[name] for name in ("people", "pools", "outside", "vacant", "nobody"))
    assert held == totals["duties"] + totals["handover"] + totals["assists"] - totals["relieved"]
    accounts = cli("list", "--json").json["accounts"]
    assert held == sum(exact(account["load_hours"]) for account in accounts)


def test_the_ids_of_the_lines_are_those_of_the_list(cli: Cli, demo: Path) -> None:
    known = {account["id"] for account in cli("list", "--json").json["accounts"]}
    lines = [line for person in cli("load", "--json").json["people"] for line in person["lines"]]
    assert {line["account"] for line in lines if line["account"]} <= known


def test_pools_stand_beside_people(cli: Cli, demo: Path) -> None:
    assert cli("set", "pool", "new", "key=scaled", "title=Scaled", "members=P6, P7 50").code == 0
    assert cli("model", "use", "pooled").code == 0
    document = cli("load", "--json").json
    pool = document["pools"][0]
    assert pool["id"] == "pool:scaled"
    assert sum(exact(member["hours"]) for member in pool["members"]) == exact(pool["hours"]) > 0
    shares = [line for person in document["people"] for line in person["lines"] if line["pool"] == "pool:scaled"]
    assert sum(exact(line["hours"]) for line in shares) == exact(pool["hours"])
    assert any(line.startswith("pool:scaled") for line in cli("load").lines)
    assert cli("list", "id:A1", "--json").json["accounts"][0]["owner"] == "pool:scaled"


def test_a_single_person_is_shown_with_the_lines(cli: Cli, demo: Path) -> None:
    answer = cli("load", '"Ben Okafor"')
    assert answer.lines[3].startswith("Ben Okafor: ")
    assert len(answer.lines) > 20


def test_people_are_filtered(cli: Cli, demo: Path) -> None:
    people = cli("people", "role:team_lead", "--json").json
    assert [person["name"] for person in people["people"]] == ["Hana Novak"]
    assert "reason" not in str(people)


# check ------------------------------------------------------------------------------------------------------


def test_findings_are_listed_with_what_mends_them_and_the_answer_is_no(cli: Cli, demo: Path) -> None:
    answer = cli("check", "--json")
    assert answer.code == 1
    findings = answer.json["findings"]
    asked = {"code", "severity", "account", "person", "message", "mend", "id", "group", "seat", "pool"}
    assert findings
    assert all(asked <= set(finding) for finding in findings)
    groups = {group["code"]: group["count"] for group in answer.json["groups"]}
    assert sum(groups.values()) == len(findings)
    shown = cli("check")
    assert len(shown.lines) == len(groups) + 1


def test_a_book_that_breaks_nothing_is_a_yes(cli: Cli, demo: Path) -> None:
    assert cli("check", "DUTY-NONE").code == 0


def test_an_unknown_rule_is_refused(cli: Cli, demo: Path) -> None:
    answer = cli("check", "NO-SUCH")
    assert answer.code == 2
    assert "SEAT-EMPTY" in answer.err


def test_an_accepted_finding_is_away_until_its_day_and_can_be_taken_back(cli: Cli, demo: Path) -> None:
    number = cli("check", "RENEWAL-PAST", "--json").json["findings"][0]["id"]
    assert cli("accept", number, "--until", "2026-12-01", "--reason", "paid by the month").code == 0

    def ids(*words: str) -> set[str]:
        return {finding["id"] for finding in cli("check", "RENEWAL-PAST", "--json", *words).json["findings"]}

    assert number not in ids()
    assert number in ids("--accepted")
    assert number in ids("--today", "2026-12-01")
    assert cli("accept", number, "--withdraw").code == 0
    assert number in ids()


def test_accepting_needs_a_day_and_a_reason(cli: Cli, demo: Path) -> None:
    number = cli("check", "RENEWAL-PAST", "--json").json["findings"][0]["id"]
    assert cli("accept", number, "--until", "2026-12-01").code == 2
    assert cli("accept", "RENEWAL-PAST:A9999", "--until", "2026-12-01", "--reason", "x").code == 2


# show -------------------------------------------------------------------------------------------------------


def test_an_account_is_shown_with_lines_that_add_up(cli: Cli, demo: Path) -> None:
    account = cli("show", "A1", "--json").json["account"]
    assert sum(exact(line["hours"]) for line in account["lines"]) == exact(account["load_hours"])
    assert account["record"]["name"] == account["name"]
    assert account["conversations"]
    shown = cli("show", account["name"])
    assert shown.code == 0
    assert {"Customer", "Seats", "Hours a month", "Conversations"} <= set(shown.lines)


def test_a_person_is_shown_with_capacity_and_lines(cli: Cli, demo: Path) -> None:
    person = cli("show", "ana.ruiz@northwind.example", "--json").json["person"]
    assert person["name"] == "Ana Ruiz"
    assert sum(exact(part["hours"]) for part in person["capacity"]) == exact(person["capacity_hours"])
    assert {"Person", "Capacity of the next 30 days", "Hours of the next 30 days"} <= set(cli("show", "P2").lines)


def test_a_name_that_fits_nothing_or_too_much_is_told(cli: Cli, demo: Path) -> None:
    nothing = cli("show", "Xyzzy Ltd")
    assert nothing.code == 2
    assert "no account or person" in nothing.err
    cli("set", "account", "new", "name=Ana Ruiz")
    both = cli("show", "Ana Ruiz")
    assert both.code == 2
    assert "P2 Ana Ruiz" in both.err


# The whole --------------------------------------------------------------------------------------------------


def test_the_demo_without_a_terminal_is_an_overview(cli: Cli, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    answer = cli("demo")
    assert answer.code == 0
    assert answer.lines[0].startswith("Northwind CS · ")
    for heading in ("People, ", "Findings: ", "Follow-ups due ", "Renewals within "):
        assert any(line.startswith(heading) for line in answer.lines), heading
    assert set(tmp_path.rglob("*")) == before


def test_the_same_seed_gives_the_same_demo(cli: Cli) -> None:
    one, same, other = (cli("demo", "--json", "--seed", seed).json for seed in ("1", "1", "2"))
    assert one == same
    assert one["people"] != other["people"]


def test_a_kept_demo_is_a_book(cli: Cli, tmp_path: Path) -> None:
    assert cli("demo", "--keep", tmp_path / "mine").code == 0
    assert cli("list", "--book", tmp_path / "mine", "--json").json["count"] == 196
    again = cli("demo", "--keep", tmp_path / "mine")
    assert again.code == 3
    assert "already" in again.err


def test_without_a_command_or_terminal_the_book_is_overviewed(cli: Cli, demo: Path) -> None:
    assert cli().lines[0].startswith("Northwind CS · ")


def test_another_day_is_seen_when_told(cli: Cli, demo: Path) -> None:
    assert cli("list", "--json", "--today", "2027-01-31").json["as_of"] == "2027-01-31"


# models -----------------------------------------------------------------------------------------------------


def test_the_models_are_listed_with_the_one_in_force(cli: Cli, demo: Path) -> None:
    listed = cli("model", "list", "--json").json
    keys = [model["key"] for model in listed["models"]]
    assert {"generalist", "specialist", "player-coach", "dedicated", "pooled", "growth"} <= set(keys)
    assert [model["key"] for model in listed["models"] if model["in_force"]] == ["generalist"]
    assert len(listed["alignments"]) == 5


def test_using_a_model_moves_nobody_and_changes_the_findings(cli: Cli, demo: Path) -> None:
    holders = {one["id"]: one["owner"] for one in cli("list", "--json").json["accounts"]}
    before = {finding["id"] for finding in cli("check", "--json").json["findings"]}
    done = cli("model", "use", "dedicated")
    assert done.code == 0, done.err
    assert "now," in done.err
    assert {one["id"]: one["owner"] for one in cli("list", "--json").json["accounts"]} == holders
    assert {finding["id"] for finding in cli("check", "--json").json["findings"]} != before
    assert cli("model", "use", "dedicated").code == 1


def test_a_model_that_is_not_there_is_told_with_those_that_are(cli: Cli, demo: Path) -> None:
    for words in (("show", "specialst"), ("use", "specialst")):
        answer = cli("model", *words)
        assert answer.code == 2
        assert "specialist" in answer.err


def test_every_model_and_alignment_can_be_shown(cli: Cli, demo: Path) -> None:
    listed = cli("model", "list", "--json").json
    for one in (*listed["models"], *listed["alignments"]):
        assert cli("model", "show", one["key"]).code == 0


def test_a_plan_of_several_lines_is_used_from_a_file(cli: Cli, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(
        '[[line]]\nscope = "seg:small"\nunmanaged = "free tier"\n\n[[line]]\nmodel = "generalist"\n', encoding="utf-8"
    )
    assert cli("model", "use", "--plan", "plan.toml").code == 0
    shown = cli("model", "list").out
    assert "1. seg:small: unmanaged, free tier" in shown
    assert "2. all accounts: generalist" in shown


# mend -------------------------------------------------------------------------------------------------------


def test_a_finding_is_mended_by_its_id(cli: Cli, demo: Path) -> None:
    before = {one["id"] for one in cli("check", "SEAT-EMPTY", "--json").json["findings"]}
    number = sorted(before)[0]
    done = cli("mend", number)
    assert done.code == 0, done.err
    assert {one["id"] for one in cli("check", "SEAT-EMPTY", "--json").json["findings"]} == before - {number}
    assert cli("undo").code == 0
    assert {one["id"] for one in cli("check", "SEAT-EMPTY", "--json").json["findings"]} == before


def test_every_finding_of_a_rule_is_mended_as_one_change(cli: Cli, demo: Path) -> None:
    assert cli("check", "TOUCH-LATE").code == 1
    done = cli("mend", "touch-late", "--json")
    assert done.code == 0, done.err
    assert done.json["change"]["seq"] == 1
    assert cli("check", "TOUCH-LATE").code == 0


def test_what_only_the_manager_can_mend_is_said(cli: Cli, demo: Path) -> None:
    findings = cli("check", "--json").json["findings"]
    number = next(one["id"] for one in findings if one["mend"] is None)
    answer = cli("mend", number)
    assert answer.code == 1
    assert "only you can mend this" in answer.err


def test_a_finding_that_is_not_there_is_refused(cli: Cli, demo: Path) -> None:
    answer = cli("mend", "SEAT-EMPTY:A9999/csm")
    assert answer.code == 2
    assert "check --all" in answer.err
