from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Cli = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("demo")


def owner(cli: Cli, account: str) -> Any:  # noqa: ANN401
    return cli("list", f"id:{account}", "--json").json["accounts"][0]["owner_id"]


def hours(cli: Cli, person: str) -> float:
    return float(cli("load", f"id:{person}", "--json").json["people"][0]["hours"])


def a_movable(cli: Cli, person: str) -> str:
    """An account that may change hands without a reason: no renewal near, healthy, no family."""
    rows = cli("list", f"owner:{person} stage:adoption health>80", "--json").json["accounts"]
    for row in rows:
        record = cli("show", row["id"], "--json").json["account"]["record"]
        tenure = cli("show", row["id"], "--json").json["account"]["tenures"][-1]
        if record["parent"] is None and record["locked_until"] is None and tenure["from"] < "2026-06-01":
            return str(row["id"])
    raise AssertionError("the demo has no such account")


def test_an_account_passes_to_another_person_with_both_loads_told_first(cli: Cli) -> None:
    account = a_movable(cli, "P3")
    before = hours(cli, "P3"), hours(cli, "P1")
    done = cli("assign", f"id:{account}", "--to", "Hana Novak")
    assert done.code == 0, done.err
    told = done.err.splitlines()
    assert told[0].startswith("1 account (")
    assert any(line.startswith("  Hana Novak") and "->" in line for line in told)
    assert any(line.startswith("  Ben Okafor") and "->" in line for line in told)
    assert owner(cli, account) == "P1"
    after = hours(cli, "P3"), hours(cli, "P1")
    assert after[0] < before[0]
    assert after[1] > before[1]


def test_the_loads_told_are_those_that_follow(cli: Cli) -> None:
    account = a_movable(cli, "P3")
    loads = {load["id"]: load for load in cli("assign", f"id:{account}", "--to", "P1", "--json").json["loads"]}
    people = {one["id"]: one for one in cli("load", "--json").json["people"]}
    assert set(loads) == {"P1", "P3"}
    for number, load in loads.items():
        assert load["after"]["hours"] == people[number]["hours"]
        assert load["after"]["utilisation"] == people[number]["utilisation"]
        assert load["after"]["band"] == people[number]["band"]


def test_a_move_near_a_renewal_asks_for_a_reason(cli: Cli) -> None:
    number = next(
        row["id"]
        for row in cli("list", "owner:P3 renews<60d -is:child", "--json").json["accounts"]
        if row["renewal"] > "2026-11-22"
    )
    refused = cli("assign", f"id:{number}", "--to", "P1")
    assert refused.code == 2
    assert "Give a reason" in refused.err
    assert "renews on" in refused.err
    assert owner(cli, number) == "P3"
    assert cli("assign", f"id:{number}", "--to", "P1", "--reason", "asked by the customer").code == 0
    assert cli("history", "--json").json["changes"][0]["why"] == "asked by the customer"


def test_a_whole_filter_is_assigned_as_one_change(cli: Cli) -> None:
    found = cli("list", "owner:P3 seg:mid", "--json").json
    done = cli("assign", "owner:P3", "seg:mid", "--to", "P7", "--reason", "balance", "--json")
    assert done.code == 0, done.err
    assert set(done.json["accounts"]) >= {account["id"] for account in found["accounts"]}
    assert done.err.startswith(f"{found['count']} accounts (")
    covered = cli("list", "owner:P3 seg:mid", "--json").json["count"]
    assert f"{covered} accounts stay with their cover until that ends." in done.err.splitlines()
    assert covered < found["count"]
    assert cli("undo").code == 0
    assert cli("list", "owner:P3 seg:mid", "--json").json == found


def test_a_seat_is_left_vacant(cli: Cli) -> None:
    account = a_movable(cli, "P3")
    assert cli("assign", f"id:{account}", "--to", "nobody").code == 0
    assert owner(cli, account) is None


def test_a_pool_takes_accounts_under_a_pooled_model(cli: Cli) -> None:
    assert cli("set", "pool", "new", "key=scaled", "members=P6, P7").code == 0
    assert cli("set", "pool", "new", "key=other", "members=P4").code == 0
    assert cli("model", "use", "pooled", "--pool", "scaled").code == 0
    assert cli("assign", "id:A1", "--to", "pool:other", "--reason", "regional").code == 0
    assert owner(cli, "A1") == "pool:other"
    person = cli("assign", "id:A1", "--to", "P4")
    assert person.code == 2
    assert "pool" in person.err


def test_a_cover_ends_by_itself(cli: Cli) -> None:
    account = a_movable(cli, "P3")
    done = cli("assign", f"id:{account}", "--to", "P1", "--from", "2026-11-25", "--until", "2026-12-05")
    assert done.code == 0, done.err
    assert [
        cli("list", f"id:{account}", "--json", "--today", day).json["accounts"][0]["owner_id"]
        for day in ("2026-11-24", "2026-11-25", "2026-12-04", "2026-12-05")
    ] == ["P3", "P1", "P1", "P3"]


def test_follow_ups_move_when_told(cli: Cli) -> None:
    account = a_movable(cli, "P3")
    cli("step", "add", account, "Call back", "--owner", "P3")
    assert cli("assign", f"id:{account}", "--to", "P1", "--follow-ups", "all").code == 0
    steps = cli("step", "--account", account, "--json").json["steps"]
    assert all(step["owner"] != "P3" for step in steps)


def test_a_filter_that_fits_nobody_is_a_no(cli: Cli) -> None:
    answer = cli("assign", "is:churned", "--to", "P1")
    assert answer.code == 1
    assert cli("history", "--json").json["count"] == 0


@pytest.mark.parametrize("to", ["Nobody Here", "pool:none", "outside:", "P99"])
def test_somebody_who_is_not_there_is_refused(cli: Cli, to: str) -> None:
    answer = cli("assign", "id:A1", "--to", to)
    assert answer.code == 2
    assert answer.out == ""


def test_who_holds_them_already_is_a_no(cli: Cli) -> None:
    holder = owner(cli, "A1")
    assert cli("assign", "id:A1", "--to", holder).code == 1
