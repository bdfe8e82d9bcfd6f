"""Drafts, their comparison and adoption from the command line; the parallel plan from beginning to undo."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.core.plans import PARALLEL

Cli = Callable[..., Any]


@pytest.fixture
def plan(demo: Path, tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PARALLEL, encoding="utf-8")
    return path


def test_the_parallel_plan_is_drafted_compared_adopted_and_undone(cli: Cli, plan: Path) -> None:
    cli("set", "account", "A1", "tags=free")
    before = (cli("list", "--json").json, cli("load", "--json").json, cli("model", "list", "--json").json["plan"])
    changes = len(cli("history", "--json").json["changes"])

    assert cli("draft", "new", "Parallel", "--file", plan).code == 0
    assert cli("draft", "hire", "csm", "--team", "fire", "--title", "Firefighter").code == 0
    assert cli("draft", "hire", "support_engineer").code == 0
    told = cli("draft", "pool", "scaled", "P2=50", "P3=100", "hire:1=20").out
    assert "Changed the draft Parallel" in told
    shown = cli("draft", "show", "Parallel")
    assert "technical support assists support" in shown.out.lower()
    assert "no pool" not in shown.err

    rows = cli("model", "compare", "Parallel", "--json").json["models"]
    assert [row["roles_of"] for row in rows] == ["today", "suggested"]
    row = rows[0]
    assert row["moves"] > 0
    assert row["relationships_kept"] > row["broken"] > 0
    assert len(row["vacancies"]) == 2
    assert len(cli("history", "--json").json["changes"]) == changes

    refused = cli("model", "adopt", "Parallel")
    if row["empty_seats"]:
        assert refused.code == 2
        assert f"confirm the number {row['empty_seats']}" in refused.err
        assert cli("model", "adopt", "Parallel", "--confirm", row["empty_seats"] + 1).code == 2
        done = cli("model", "adopt", "Parallel", "--confirm", row["empty_seats"])
    else:
        done = refused
    assert done.code == 0, done.err
    assert "Adopt Parallel from 22 Nov 2026" in done.out

    load = cli("load", "--json").json
    over = sum(max(0, one["hours"] - one["capacity_hours"]) for one in load["people"])
    assert over == pytest.approx(row["over_hours"], abs=0.005)
    found = cli("check", "--json").json["findings"]
    assert sum(one["severity"] != "information" for one in found) == row["findings"]
    handoffs = cli("handoff", "--json").json["handoffs"]
    assert len(handoffs) == row["moves"]
    assert all(one["checklist"] for one in handoffs)
    a1 = next(one for one in cli("list", "--json", "id:A1").json["accounts"] if one["id"] == "A1")
    assert a1["owner"] in (None, "") or a1["segment"] != "small"

    assert cli("undo").code == 0
    after = (cli("list", "--json").json, cli("load", "--json").json, cli("model", "list", "--json").json["plan"])
    assert after == before


def test_compare_has_every_model_twice_with_the_promised_keys(cli: Cli, demo: Path) -> None:
    rows = cli("model", "compare", "--json").json["models"]
    eleven = {"generalist", "specialist", "player-coach", "dedicated", "pooled", "growth"}
    eleven |= {"firefighter", "sales-oriented", "service-oriented", "integrated", "partnership"}
    assert {row["key"] for row in rows} == eleven | {"small-pooled"}
    keys = {"moves", "relationships_kept", "arr_moved", "over_hours", "max_utilisation", "unfilled_seats", "findings"}
    keys |= {"evidence", "roles", "vacancies", "loosened", "broken", "handover_hours", "peak_over_hours"}
    keys |= {"served_lower", "unfilled"}
    assert all(keys <= set(row) for row in rows)
    pooled = [row for row in rows if row["key"] == "pooled"]
    assert [row["served"] for row in pooled] == ["as today", "as today", "tech", "tech"]
    assert pooled[0]["served_lower"] == 0 < pooled[2]["served_lower"]
    assert pooled[0]["saved_hours"] == 0 < pooled[2]["saved_hours"]
    specialist = [row for row in rows if row["key"] == "specialist"]
    assert {one["reason"] for one in specialist[0]["unfilled"]} >= {"no such role"}
    assert specialist[0]["roles"] == [] != specialist[1]["roles"]
    assert {"person", "from", "to"} == set(specialist[1]["roles"][0])


def test_compare_prints_a_table_and_the_details_of_one_model(cli: Cli, demo: Path) -> None:
    answer = cli("model", "compare", "specialist")
    assert answer.code == 0
    assert re.search(r"Specialist +today", answer.out)
    assert re.search(r"Specialist +suggested", answer.out)
    assert "-> " in answer.out
    assert "no total and no winner" in answer.err


def test_overloads_are_mended_where_a_draft_or_the_comparison_says_so(cli: Cli, demo: Path) -> None:
    cli("draft", "new", "Best", "--model", "growth", "--mend-overloads")
    assert "books that are over give to those with room" in cli("draft", "show").out
    best = cli("model", "compare", "Best", "--json").json["models"][0]
    asked = cli("model", "compare", "growth", "--mend-overloads", "--json").json["models"][0]
    assert best["mend_overloads"]
    assert asked["mend_overloads"]
    assert best["chosen"] == asked["chosen"] > 0
    assert best["over_hours"] == asked["over_hours"]
    cli("draft", "mend", "--off")
    assert not cli("draft", "show", "--json").json["draft"]["mend_overloads"]
    plain = cli("model", "compare", "Best", "--json").json["models"][0]
    assert plain["chosen"] == 0
    assert plain["over_hours"] > best["over_hours"]
    cli("draft", "mend")
    confirmed = cli("model", "adopt", "Best", "--confirm", best["empty_seats"])
    assert confirmed.code == 0, confirmed.err
    assert "No assignment under this plan scores below" in confirmed.err
    assert len(cli("handoff", "--json").json["handoffs"]) == best["moves"]


def test_a_line_is_added_changed_moved_and_removed(cli: Cli, demo: Path) -> None:
    cli("draft", "new", "Next", "--model", "generalist")
    cli("draft", "line", "--scope", "seg:small", "--model", "pooled", "--pool", "scaled", "--at", "1")
    cli("draft", "line", "1", "--serve", "mid=tech", "--title", "Small ones")
    told = cli("draft", "show", "--json").json["draft"]
    assert [line["model"] for line in told["plan"]["lines"]] == ["pooled", "generalist"]
    assert told["plan"]["lines"][0]["serve"] == [["mid", "tech"]]
    cli("draft", "line", "2", "--to", "1")
    cli("draft", "line", "2", "--unmanaged", "free tier")
    told = cli("draft", "show", "--json").json["draft"]
    assert [line["unmanaged"] for line in told["plan"]["lines"]] == ["", "free tier"]
    cli("draft", "line", "2", "--remove")
    assert len(cli("draft", "show", "--json").json["draft"]["plan"]["lines"]) == 1
    assert "at least one line" in cli("draft", "line", "1", "--remove").err


def test_roles_hires_leavers_overrides_and_the_day_are_kept_and_taken_back(cli: Cli, demo: Path) -> None:
    cli("draft", "new", "Next")
    cli("draft", "role", "P2", "csm=60", "renewal_manager=40")
    cli("draft", "hire", "renewal_manager", "--start", "2027-01-04", "--region", "EMEA")
    cli("draft", "leaver", "P3")
    cli("draft", "set", "seg:small", "--touch", "tech")
    cli("draft", "day", "2027-01-01")
    draft = cli("draft", "show", "--json").json["draft"]
    assert draft["role_changes"][0]["roles"][1] == {"role": "renewal_manager", "share": 40}
    assert draft["vacancies"][0]["regions"] == ["EMEA"]
    assert draft["leavers"] == [3]
    assert draft["overrides"][0]["touch"] == "tech"
    assert draft["effective"] == "2027-01-01"
    for words in (
        ("role", "P2"),
        ("hire", "csm", "--remove", "1"),
        ("leaver", "P3", "--stays"),
        ("set", "seg:small"),
        ("day",),
    ):
        assert cli("draft", *words).code == 0
    draft = cli("draft", "show", "--json").json["draft"]
    taken = ("role_changes", "vacancies", "leavers", "overrides", "effective")
    assert [draft[name] for name in taken] == [[], [], [], [], None]


def test_suggested_roles_are_written_into_the_draft(cli: Cli, demo: Path) -> None:
    cli("draft", "new", "Specialists", "--model", "specialist")
    row = cli("model", "compare", "Specialists", "--json").json["models"][1]
    cli("draft", "role", "--suggested")
    draft = cli("draft", "show", "--json").json["draft"]
    assert {f"P{one['person']}" for one in draft["role_changes"]} == {one["person"] for one in row["roles"]}
    again = cli("model", "compare", "Specialists", "--json").json["models"]
    assert again[0]["over_hours"] == row["over_hours"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("new", "A", "--model", "nonsense"), "There is no model “nonsense”"),
        (("new", "A", "--model", "pooled", "--from-plan"), "one of the three"),
        (("show",), "There is no draft. Begin one"),
        (("drop", "A"), "There is no draft “A”"),
        (("new", "A", "--from", "2020-01-01"), "has passed"),
    ],
)
def test_a_wrong_beginning_is_refused_in_a_sentence(cli: Cli, demo: Path, words: tuple[str, ...], says: str) -> None:
    answer = cli("draft", *words)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("line", "--scope", "health<50", "--model", "growth"), "Health cannot stand in a scope"),
        (("line", "--scope", "seg:(", "--model", "growth"), ""),
        (("line", "--model", "growth", "--serve", "mid"), "is not touch=touch"),
        (("line", "--model", "growth", "--serve", "mid=low"), "is none of high, mid, tech"),
        (("line", "--model", "growth", "--duty", "renewal=elsewhere"), "Write team, or outside:"),
        (("line", "9", "--model", "growth"), "no place 9"),
        (("line", "--title", "x"), "how the line's accounts are served"),
        (("role", "P2", "chef=50"), "There is no role “chef”"),
        (("role", "P2", "csm=90", "team_lead=20"), "up to 100 %"),
        (("role", "nobody", "csm"), "There is no person “nobody”"),
        (("hire", "chef"), "There is no role “chef”"),
        (("hire", "csm", "--start", "2020-01-01"), "has passed"),
        (("hire", "csm", "--remove", "3"), "no number 3"),
        (("pool", "scaled", "P2=much"), "is not a whole number"),
        (("pool", "scaled", "hire:1"), "no hire:1"),
        (("overlay", "x", "--role", "trainer"), "Say which duties"),
        (("overlay", "x", "--remove"), "has no overlay x"),
        (("set", "seg:small", "--segment", "huge"), "There is no segment huge"),
        (("new", "next"), "There is a draft next already"),
    ],
)
def test_a_wrong_step_is_refused_and_leaves_the_draft_alone(
    cli: Cli, demo: Path, words: tuple[str, ...], says: str
) -> None:
    cli("draft", "new", "Next")
    before = cli("draft", "show", "--json").json
    answer = cli("draft", *words)
    assert (answer.code, answer.out) == (2, ""), answer.out
    assert says in answer.err
    assert cli("draft", "show", "--json").json == before


def test_a_draft_whose_people_left_since_is_told_and_not_adopted(cli: Cli, demo: Path) -> None:
    cli("draft", "new", "Next", "--model", "specialist")
    cli("draft", "role", "P8", "renewal_manager")
    cli("draft", "day", "2027-01-10")
    told = cli("draft", "show")
    assert "counts on Farah Aziz, who leaves on 16 Dec" in told.err
    answer = cli("model", "adopt", "Next")
    assert answer.code == 2
    assert "Take them out of it" in answer.err


def test_drafts_are_listed_and_thrown_away(cli: Cli, demo: Path) -> None:
    cli("draft", "new", "One")
    cli("draft", "new", "Two", "--model", "dedicated")
    assert [one["title"] for one in cli("draft", "list", "--json").json["drafts"]] == ["One", "Two"]
    assert "One" in cli("draft", "list").out
    cli("draft", "drop", "one")
    assert [one["title"] for one in cli("draft", "list", "--json").json["drafts"]] == ["Two"]
    assert cli("history", "--json").json["changes"] == []


def test_two_models_are_laid_beside_the_book_as_it_is(cli: Cli, demo: Path) -> None:
    found = cli("model", "beside", "specialist", "small-pooled", "--suggested", "--json").json
    rows = cli("model", "compare", "specialist", "small-pooled", "--json").json["models"]
    for place, row in enumerate((rows[1], rows[3])):
        fates = [account["then"][place]["relationship"] for account in found["accounts"]]
        assert fates.count("kept") == row["relationships_kept"]
        assert fates.count("loosened") == row["loosened"]
        assert fates.count("broken") == row["broken"]
    changing = [one for one in found["people"] if one["then"][0]["roles"] != one["now"]["roles"]]
    assert [one["person"] for one in changing] == [one["person"] for one in rows[1]["roles"]]

    told = cli("model", "beside", "pooled")
    assert told.code == 0
    assert "A  Pooled" in told.out
    assert "pool:team" in told.out
    assert cli("model", "beside", "nothing").code == 2


def test_the_plan_of_a_draft_is_written_renamed_and_read_again(cli: Cli, plan: Path, tmp_path: Path) -> None:
    assert cli("draft", "new", "Parallel", "--file", plan).code == 0
    assert cli("draft", "pool", "scaled", "P2=50", "P3=100").code == 0
    assert cli("draft", "rename", "Next year", "--draft", "Parallel").code == 0
    first = cli("draft", "show", "Next year", "--json").json["draft"]
    file = tmp_path / "next.toml"
    assert cli("draft", "write", file).code == 0
    assert cli("draft", "write", file).code == 2

    assert cli("draft", "new", "Again", "--file", file).code == 0
    second = cli("draft", "show", "Again", "--json").json["draft"]
    assert second["plan"]["lines"] == first["plan"]["lines"]
    assert second["plan"]["overlays"] == first["plan"]["overlays"]
    assert second["pools"][0]["members"] == first["pools"][0]["members"]
