"""Plans in files from the command line: several lines, overlays and pools put in force at once, or begun as a draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from data.store.store import open_store

Cli = Callable[..., Any]

PLAN = """
title = "Parallel"

[[line]]
scope = "seg:small"
model = "pooled"
pool = "desk"
serve = { mid = "tech" }

[[line]]
model = "growth"

[[pool]]
key = "desk"
title = "The desk"
members = { "emeka.eze@northwind.example" = 1.0, "Chloe Martin" = 0.5 }
languages = ["English"]
open_limit = 12
"""


def written(folder: Path, text: str = PLAN) -> Path:
    path = folder / "plan.toml"
    path.write_text(text, encoding="utf-8")
    return path


def pools(demo: Path) -> dict[str, Any]:
    """Title, limit and members with their shares, by key, as the store has them."""
    found = open_store(demo, read_only=True).book.pools.all()
    return {one.key: (one.title, one.open_limit, {part.person: part.share for part in one.members}) for one in found}


def test_a_plan_file_forms_its_pools_and_undo_takes_them_back(cli: Cli, demo: Path, tmp_path: Path) -> None:
    before = pools(demo)
    done = cli("model", "use", "--plan", written(tmp_path))
    assert done.code == 0, done.err
    assert "with the pool The desk" in done.err
    assert pools(demo)["desk"] == ("The desk", 12, {4: 100, 6: 50})
    small = cli("list", "seg:small is:active", "--json").json["accounts"]
    assert {one["owner"] for one in small} == {"pool:desk"}
    assert cli("model", "use", "--plan", written(tmp_path)).code == 1  # in force already
    assert cli("undo").code == 0
    assert pools(demo) == before


def test_the_same_file_begins_a_draft_with_the_same_pools(cli: Cli, demo: Path, tmp_path: Path) -> None:
    assert cli("draft", "new", "Parallel", "--file", written(tmp_path)).code == 0
    (drafted,) = cli("draft", "show", "Parallel", "--json").json["draft"]["pools"]
    assert cli("model", "use", "--plan", written(tmp_path)).code == 0
    members = {one["person"]: one["share"] for one in drafted["members"]}
    assert (drafted["title"], drafted["open_limit"], members) == pools(demo)["desk"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("emeka.eze@", "nobody@", "plan.toml, pool 1 (desk): nobody on the roster has the address “nobody@northwind"),
        ("0.5", "1.5", "plan.toml, pool 1 (desk), members, Chloe Martin: "),
        ("open_limit", "limit", "plan.toml, pool 1 (desk), limit: there is no such setting."),
        ('key = "desk"', "key desk", "plan.toml is not valid TOML: "),
    ],
)
def test_a_plan_file_with_a_mistake_changes_nothing(
    cli: Cli, demo: Path, tmp_path: Path, old: str, new: str, says: str
) -> None:
    path = written(tmp_path, PLAN.replace(old, new))
    for words in (("model", "use", "--plan", path), ("draft", "new", "Parallel", "--file", path)):
        answer = cli(*words)
        assert answer.code != 0
        assert says in answer.err
    assert cli("history", "--json").json["changes"] == []
    assert cli("draft", "list", "--json").json["count"] == 0


def test_a_pool_that_is_nowhere_is_refused_and_told_of_a_draft(cli: Cli, demo: Path, tmp_path: Path) -> None:
    path = written(tmp_path, PLAN.replace('pool = "desk"', 'pool = "help"'))
    used = cli("model", "use", "--plan", path)
    assert used.code != 0
    assert "There is no pool help. Choose one of these, or form it first." in used.err
    assert "desk: The desk" in used.err
    drafted = cli("draft", "new", "Parallel", "--file", path)
    assert "Plan line 1: there is no pool help in this book." in drafted.err
