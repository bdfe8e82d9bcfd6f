"""Solving again: around what was refused the rest is kept or says why, and what was accepted leaves nothing to gain."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.whole.manager import TODAY, book_in, run
from tests.whole.proposal_page import Page
from tests.whole.terminal import Terminal

REAL = os.environ.get("BOOKSHIFT_REAL_BOOKS", "")
"""Folder with exports of real companies, ``crm-sales`` and ``ravenstack``; tests that need one are skipped without."""


def told(folder: Path, *words: str) -> Any:  # noqa: ANN401
    """What a command prints with ``--json``, on the book in a folder."""
    answer = run([*words, "--json", "--today", TODAY, "--book", "book"], folder)
    assert answer.stdout, answer.stderr
    return json.loads(answer.stdout)


def done(folder: Path, *words: str) -> None:
    answer = run([*words, "--today", TODAY, "--book", "book"], folder)
    assert answer.returncode == 0, answer.stderr


# What was refused -------------------------------------------------------------------------------------------


def test_five_refused_moves_leave_the_others_or_say_why_by_keys_as_by_command(demo: Path, tmp_path: Path) -> None:
    beside = tmp_path / "beside"
    for folder in (tmp_path, beside):
        shutil.copytree(demo, folder / "book")
    first = told(beside, "rebalance", "--draft", "five")
    ids = {account.name: f"A{account.id}" for account in book_in(tmp_path / "book").accounts.all()}
    people = {one["name"]: one["id"] for one in first["people"]}
    with Terminal(["--book", "book", "--today", TODAY], columns=160, lines=48, folder=tmp_path) as terminal:
        page = Page(terminal)
        refused = refuse_five(page)
        terminal.press("R")
        text = terminal.wait_for("Changed: ", "New or other: ")
        says = [read_change(page) for _ in range(number_in(text, r"Changed: (\d+) moves"))]
        after = page.moves(number_in(text, r"· (\d+) moves \("))
    pairs = {(ids[account], people[to]) for account, to, _ in after}
    gone = {(ids[account], people[to]) for account, to in refused}
    assert len(gone) == 5
    assert not gone & pairs

    words = [word for account, to in sorted(gone) for word in ("--refuse", f"{account}:{to}")]
    second = told(beside, "rebalance", "--draft", "five", *words)
    assert sorted((ids[account], people[to], why) for account, to, why in after) == sorted(
        (move["account"], move["to"], move["why"]) for move in second["moves"]
    )
    assert sorted(says) == sorted(change["why"] for change in second["changes"])
    changed = {(change["account"], change["was"]) for change in second["changes"]}
    assert {(move["account"], move["to"]) for move in first["moves"]} - pairs == changed
    assert gone <= changed


def refuse_five(page: Page) -> list[tuple[str, str]]:
    """Solve, and refuse the first five moves; the answer is their accounts and who would have got them."""
    terminal = page.terminal
    terminal.wait_for("1,972 of 1,972", "saved")
    terminal.press("3")
    terminal.wait_for("b Rebalance")
    terminal.press("b")
    terminal.wait_for("Rebalance  balanced", " moves (")
    page.on("down")
    found = []
    for _ in range(5):
        move = page.move()
        assert move is not None
        found.append(move[:2])
        page.on("-")
    terminal.wait_for("5 refused")
    return found


def read_change(page: Page) -> str:
    """What the next line says of a move that was given up."""
    page.on("down")
    return page.said()


def number_in(text: str, pattern: str) -> int:
    found = re.search(pattern, text)
    assert found is not None, text
    return int(found[1])


# What was accepted ------------------------------------------------------------------------------------------


def test_once_the_demo_is_balanced_as_proposed_there_is_nothing_left_to_move(demo: Path, tmp_path: Path) -> None:
    shutil.copytree(demo, tmp_path / "book")
    nothing_beyond_the_gap(tmp_path)


@pytest.mark.skipif(not REAL, reason="no exports of real companies here")
def test_once_a_book_of_a_sales_team_is_balanced_there_is_nothing_left_to_move(tmp_path: Path) -> None:
    done(tmp_path, "import", *exports("crm-sales"), "--yes")
    done(tmp_path, "policy", "hours=5")
    nothing_beyond_the_gap(tmp_path)


@pytest.mark.skipif(not REAL, reason="no exports of real companies here")
def test_once_a_book_of_a_software_company_is_balanced_there_is_nothing_left_to_move(tmp_path: Path) -> None:
    names = ("Ana", "Ben", "Cleo", "Dan", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon")
    (tmp_path / "team.csv").write_text("name,role\n" + "".join(f"{name},csm\n" for name in names), encoding="utf-8")
    done(tmp_path, "import", "team.csv", *exports("ravenstack"), "--yes")
    for name, industry in zip(names, ("EdTech", "FinTech", "HealthTech", "Cybersecurity", "DevTools"), strict=False):
        done(tmp_path, "assign", f"industry:{industry}", "--to", name, "--yes")
    done(tmp_path, "policy", "hours=200")
    nothing_beyond_the_gap(tmp_path)


def exports(company: str) -> list[str]:
    """The files of a real company."""
    return [str(file) for file in sorted((Path(REAL) / company).glob("*.csv"))]


def nothing_beyond_the_gap(folder: Path) -> None:
    """Make what is proposed and solve again: what that would gain is no more than the first was short of the best."""
    first = told(folder, "rebalance", "--apply", "--yes")
    assert first["moves"]
    again = told(folder, "rebalance")
    if not again["moves"]:
        return
    stay = told(folder, "rebalance", "--max-moves", "0")
    assert stay["score"] - again["score"] <= first["score"] - first["bound"] + 0.001
