"""A manager's own model is pure data, and every command takes and shows it as it does a built-in one.

A copy of the dedicated model under another name answers like the dedicated model in all but the name. A model that
nobody shipped goes through its life: listed, combined, drafted, compared, adopted, and kept when its file is gone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.organisation import Model
from core.schema import revise
from tui.cli.drafts import draft_command
from tui.cli.models import model_command
from tui.compose import own_models

Cli = Callable[..., Any]
SHIPPED = Path(__file__).parents[3] / "data" / "catalogue" / "models"

PODS = """
key = "pods"
title = "Pods"
summary = "A pod serves, a closer renews, an expert helps."
leads = { renewal = "closer" }
checks = ["BOOK-DIVERSE"]

[[seat]]
key = "pod"
carries = ["onboarding", "adoption", "support"]
roles = ["csm"]
inherits = ["csm"]
limits = { accounts = 30 }

[[seat]]
key = "closer"
carries = ["expansion", "renewal"]
roles = ["renewal_manager", "csm"]
fill_ahead = 30

[[seat]]
key = "expert"
scope = "complexity:complex"
assists = ["support"]
roles = ["support_engineer"]
need = "optional"
hours = { high = 1 }
relieves = { support = 0.5 }
"""


@pytest.fixture
def own(cli: Cli, demo: Path, tmp_path: Path) -> Path:
    """The folder of own models, with the pods and a copy of the dedicated model."""
    folder = tmp_path / "config" / "bookshift" / "models"
    folder.mkdir(parents=True)
    (folder / "pods.toml").write_text(PODS, encoding="utf-8")
    text = (SHIPPED / "dedicated.toml").read_text(encoding="utf-8")
    text = text.replace('key = "dedicated"', 'key = "ours"').replace('title = "Dedicated"', 'title = "Ours"')
    (folder / "ours.toml").write_text(text, encoding="utf-8")
    return folder


def as_dedicated(text: str) -> str:
    """What was said of the copy, said of the original; blanks and rules of tables follow the length of names."""
    said = re.sub(r"\bOurs\b", "Dedicated", re.sub(r"\bours\b", "dedicated", text))
    said = re.sub(r"\d\d:\d\d(:\d\d)?|\(change \d+\)", "", said)
    return re.sub(r"[ ─]+", " ", said)


SAME = (
    ("model", "show", "{key}"),
    ("model", "show", "{key}", "--json"),
    ("model", "use", "{key}"),
    ("model", "use", "{key}", "--alignment", "service-oriented"),
    ("draft", "new", "Next", "--model", "{key}"),
    ("draft", "new", "Next", "--model", "{key}", "--alignment", "firefighter", "--json"),
)
"""Commands that take a model."""

AFTER = (
    ("list", "owner:none"),
    ("show", "A1"),
    ("show", "P2", "--json"),
    ("load", "--json"),
    ("people", "--json"),
    ("check",),
    ("check", "--json"),
    ("mend", "touch-late"),
    ("assign", "A1", "--to", "P3", "--force", "asked for"),
    ("rebalance",),
    ("leave", "P3", "--on", "2026-12-20"),
    ("join", "Nora New", "--role", "csm", "--on", "2026-12-01"),
    ("fill",),
    ("handoff", "list"),
    ("model", "heard"),
    ("export", "-o", "out.csv"),
    ("model", "review"),
)
"""Commands that show a book under the model."""


def model_at(text: str, folder: Path) -> Model:
    """The model in the text of a file."""
    path = folder / "written.toml"
    path.write_text(text, encoding="utf-8")
    return own_models().model(path)


def seats_of(shown: dict[str, Any]) -> set[str]:
    return {one["seat"] for one in shown["account"]["holders"]}


@pytest.mark.parametrize("words", SAME, ids=" ".join)
def test_a_command_that_takes_a_model_takes_a_copy_like_the_original(
    cli: Cli, own: Path, words: tuple[str, ...]
) -> None:
    told = {}
    for key in ("dedicated", "ours"):
        answer = cli(*(word.format(key=key) for word in words))
        source = r"(Source: .*|\"(source|builtin)\": .*)"
        told[key] = (answer.code, re.sub(source, "", as_dedicated(answer.out)), as_dedicated(answer.err))
        if words[0] == "draft":
            cli("draft", "drop", "Next")
        elif words[1] == "use":
            assert cli("undo").code == 0
    assert told["ours"] == told["dedicated"]
    assert told["ours"][0] == 0


def test_every_command_shows_a_book_under_a_copy_as_under_the_original(cli: Cli, own: Path) -> None:
    told: dict[str, list[object]] = {}
    for key in ("dedicated", "ours"):
        assert cli("model", "use", key).code == 0
        answers = [cli(*words) for words in AFTER]
        told[key] = [(words, one.code, as_dedicated(one.out)) for words, one in zip(AFTER, answers, strict=True)]
        told[key].append(as_dedicated(Path("out.csv").read_text(encoding="utf-8")))
        Path("out.csv").unlink()
        while cli("undo").code == 0:
            pass
    for ours, dedicated in zip(told["ours"], told["dedicated"], strict=True):
        assert ours == dedicated


def test_a_copy_compares_as_the_original_does(cli: Cli, own: Path) -> None:
    figures = {}
    for key in ("dedicated", "ours"):
        rows = cli("model", "compare", key, "--json").json["models"]
        assert [row["key"] for row in rows] == [key, key]
        left_out = ("key", "title", "evidence")  # evidence speaks of what is known of the shipped models
        figures[key] = [{name: value for name, value in row.items() if name not in left_out} for row in rows]
    assert figures["ours"] == figures["dedicated"]
    assert [row["problem"] for row in cli("model", "compare", "pods", "--json").json["models"]] == [None, None]


def test_a_model_nobody_shipped_goes_through_its_whole_life(cli: Cli, own: Path) -> None:
    listed = {one["key"]: one for one in cli("model", "list", "--json").json["models"]}
    assert listed["pods"] == {
        "key": "pods",
        "title": "Pods",
        "summary": "A pod serves, a closer renews, an expert helps.",
        "in_force": False,
    }
    closer = "Closer (closer): one person in the role renewal manager or csm, carries expansion and renewal"
    assert closer in cli("model", "show", "pods").out
    before = (cli("list", "--json").json, cli("load", "--json").json)

    assert cli("draft", "new", "Next", "--model", "pods").code == 0
    assert cli("draft", "line", "1", "--alignment", "sales-oriented").code == 0
    row = cli("model", "compare", "Next", "--json").json["models"][0]
    assert (row["problem"], row["unfilled"][0]["reason"] if row["unfilled"] else "no capacity") == (None, "no capacity")
    assert cli("model", "adopt", "Next", "--confirm", str(row["empty_seats"])).code == 0

    shown = cli("show", "A1", "--json").json
    assert {"pod", "closer"} <= seats_of(shown)
    assert cli("load", "--json").json["outside"].keys() == {"outside:services"}
    lines = [line for person in cli("load", "--json").json["people"] for line in person["lines"]]
    assert {"pod", "closer"} <= {line["seat"] for line in lines}

    (own / "pods.toml").unlink()  # the book keeps what it uses
    assert cli("check", "--json").code in (0, 1)
    assert {"pod", "closer"} <= seats_of(cli("show", "A1", "--json").json)
    assert cli("undo").code == 0
    assert (cli("list", "--json").json, cli("load", "--json").json) == before


DRAWN = (
    ("draft", "new", "Next", "--model", "pods"),
    ("draft", "line", "--scope", "seg:small", "--model", "pods", "--people", "role:csm", "--at", "1"),
    ("draft", "line", "2", "--alignment", "sales-oriented", "--duty", "renewal=team"),
    ("draft", "overlay", "help", "--assists", "support", "--role", "support_engineer", "--scope", "seg:ent"),
    ("draft", "role", "P3", "csm=60", "renewal_manager=40"),
    ("draft", "hire", "support_engineer", "--start", "2027-01-01"),
    ("draft", "pool", "scaled", "P2", "P4=50"),
    ("draft", "leaver", "P5"),
    ("draft", "set", "industry:retail", "--touch", "mid"),
    ("draft", "day", "2026-12-01"),
    ("draft", "mend"),
    ("draft", "rename", "Next year"),
    ("draft", "list"),
    ("draft", "show", "Next year"),
    ("draft", "write", "plan.toml"),
    ("model", "compare", "Next year"),
    ("model", "beside", "Next year"),
    ("model", "beside", "pods", "dedicated"),
    ("model", "adopt", "Next year", "--confirm", "{empty}"),
    ("model", "list"),
    ("model", "show", "pods", "--json"),
    ("model", "check", "{file}"),
    ("model", "evidence", "pods"),
    ("model", "heard"),
    ("model", "answer"),
    ("model", "threshold"),
    ("model", "review"),
    ("model", "use", "pods"),
    ("draft", "drop", "Next year"),
)
"""Every command on models and drafts, with a model that nobody shipped."""


def test_every_command_on_models_and_drafts_takes_a_model_nobody_shipped(cli: Cli, own: Path) -> None:
    for group in (model_command, draft_command):
        assert {words[1] for words in DRAWN if words[0] == group.name} == set(group.commands)
    empty = 0
    for words in DRAWN:
        given = [word.format(empty=empty, file=own / "pods.toml") for word in words]
        answer = cli(*given)
        assert answer.code in (0, 1), (given, answer.err)
        assert "defect" not in answer.err, given
        if words[:2] == ("draft", "write"):
            assert 'model = "pods"' in Path("plan.toml").read_text(encoding="utf-8")
            empty = cli("model", "compare", "Next year", "--json").json["models"][0]["empty_seats"]
        if words[:2] in (("draft", "show"), ("model", "list"), ("model", "show")):
            assert "ods" in answer.out, given
    assert [line["model"] for line in cli("model", "list", "--json").json["plan"]["lines"]] == ["pods"]


def test_a_file_is_begun_from_a_model_and_checked_on_this_book(cli: Cli, own: Path, tmp_path: Path) -> None:
    text = cli("model", "show", "dedicated", "--file").out
    original = next(one for one in own_models().shipped.models if one.key == "dedicated")
    assert model_at(text, tmp_path) == revise(original, builtin=False)
    answer = cli("model", "check", own / "ours.toml")
    assert answer.out.startswith("Ours (ours) is well-formed. On every account:\n  Dedicated CSM (csm): 196 accounts\n")
    assert answer.code == 0
    told = cli("model", "check", own / "pods.toml", "--json").json
    assert [one["seat"] for one in told["seats"]] == ["pod", "closer", "expert"]
    (own / "pods.toml").write_text(PODS.replace("accounts = 30", "accounts = 0"), encoding="utf-8")
    wrong = cli("model", "check", own / "pods.toml")
    assert (wrong.code, wrong.out) == (2, "")
    assert wrong.err.startswith("pods.toml, line 13, seat 1 (pod), limits, accounts: it must be 1 or more")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('roles = ["csm"]', 'roles = ["wizard"]', "seat 1 (pod): there is no role “wizard”."),
        ("accounts = 30", "accounts = -1", "seat 1 (pod), limits, accounts: it must be 1 or more (“-1”)."),
        ('"support"]\nroles = ["csm"]', '"renewal"]\nroles = ["csm"]', "renewal is carried by the seat pod"),
        ("complexity:complex", "arr>5000", "seat 3 (expert), scope: "),
        ('key = "pods"', "key = pods", "pods.toml is not valid TOML: "),
    ],
)
def test_a_model_file_with_a_mistake_is_left_aside_and_told_wherever_models_are_read(
    cli: Cli, own: Path, old: str, new: str, says: str
) -> None:
    (own / "pods.toml").write_text(PODS.replace(old, new, 1), encoding="utf-8")
    for words in (("model", "list"), ("model", "show", "ours")):
        told = cli(*words).err
        assert told.startswith("pods.toml"), words
        assert says in told, words
    assert cli("model", "show", "pods").code == 2
