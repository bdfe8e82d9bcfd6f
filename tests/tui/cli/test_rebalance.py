from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Cli = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("demo")


def test_a_proposal_is_one_document_and_changes_nothing(cli: Cli) -> None:
    before = cli("history", "--json").out
    found = cli("rebalance", "--json")
    assert found.code == 0, found.err
    told = found.json
    assert {"status", "moves", "before", "after", "bound", "gap", "seconds"} <= set(told)
    assert {"over_hours", "max_utilisation", "moves", "arr_moved"} == set(told["before"]) == set(told["after"])
    assert all({"account", "seat", "from", "to", "hours", "why"} <= set(move) for move in told["moves"])
    assert told["after"]["over_hours"] < told["before"]["over_hours"]
    assert told["after"]["moves"] == len(told["moves"]) > 0
    assert told["bound"] <= told["score"]
    assert cli("history", "--json").out == before


def test_every_move_is_printed_with_its_reasons_and_the_proof_is_said(cli: Cli) -> None:
    told = cli("rebalance", "--json").json
    printed = cli("rebalance")
    assert all(any(line.startswith(f"{move['account']} ") for line in printed.lines) for move in told["moves"])
    assert all(move["why"] in printed.out for move in told["moves"])
    assert told["proof"] in printed.err


def test_locked_accounts_stay_and_a_cap_is_kept(cli: Cli) -> None:
    first = cli("rebalance", "--json").json["moves"]
    chosen = [move for move in first if not move["forced"]]
    locked = chosen[0]["account"]
    second = cli("rebalance", "--json", "--lock", f"id:{locked}", "--max-moves", "2").json["moves"]
    assert locked not in {move["account"] for move in second}
    assert sum(not move["forced"] for move in second) <= 2


def test_applying_makes_one_change_that_is_taken_back_at_once(cli: Cli) -> None:
    told = cli("rebalance", "--json", "--apply").json
    owners = {row["id"]: row["owner_id"] for row in cli("list", "--json").json["accounts"]}
    assert all(owners[move["account"]] == move["to"] for move in told["moves"])
    again = cli("rebalance", "--json").json
    assert again["moves"] == []
    assert cli("undo").code == 0
    assert len(cli("rebalance", "--json").json["moves"]) == len(told["moves"])


def test_a_target_under_half_is_refused(cli: Cli) -> None:
    answer = cli("rebalance", "--target", "20")
    assert answer.code == 2
    assert "50" in answer.err
