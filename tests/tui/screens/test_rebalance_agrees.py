"""The screen and the command say the same of the same book: moves, figures, score, bound and every sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest

from core.wording import counted, hours_whole, money_short
from data.store.store import create_store
from tests.tui.driving import WIDE, demo, driven, press, screen_text
from tui.app import Bookshift
from tui.cli.main import run
from tui.rebalance_rows import Kind, MoveRow
from tui.screens.rebalance import RebalanceScreen
from widgets.form import Form

Flow = tuple[str, dict[str, str], str, str]
FLOWS: dict[str, Flow] = {
    "rebalance": ("3 b", {}, "", "rebalance"),
    "leave": ("3 j L", {"last": "30 Nov"}, "enter", "leave Ben --on 2026-11-30"),
    "cover": ("3 j W", {"since": "1 Dec", "until": "1 Apr"}, "enter", "leave Ben --on 2026-12-01 --until 2027-04-01"),
    "join": ("3 J", {"name": "Leo", "starts": "1 Dec", "roles": "csm"}, "enter", "join Leo --role csm --on 2026-12-01"),
    "fill": ("3 F", {}, "", "fill"),
    "assign": ("asterisk a", {"reason": "team"}, "ctrl+o p", "assign owner:ben --to best --reason team"),
}
"""Keys that open a form, what is filled in, keys that lead to the proposal from there, and the command."""


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    create_store(tmp_path / "book", demo()).store.close()
    return tmp_path / "book"


def told(folder: Path, capsys: pytest.CaptureFixture[str], words: str) -> dict[str, Any]:
    capsys.readouterr()
    run([*words.split(), "--json", "--book", str(folder), "--today", "2026-11-22"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def squeezed(text: str) -> str:
    """A text without the line breaks and borders that stand in it on a screen."""
    return " ".join(text.replace("│", " ").split())


def shown_moves(page: RebalanceScreen) -> list[MoveRow]:
    return [row for row in page.moves.rows if row.kind is Kind.MOVE]


def fields_of(page: RebalanceScreen, row: MoveRow) -> dict[str, Any]:
    """What the command says of a move, from the line of the screen."""
    move = row.moves[0]
    origin = f"P{move.origin.person}" if move.origin is not None else None
    return {
        "account": f"A{move.account}",
        "accounts": [f"A{number}" for number in move.accounts],
        "seat": move.seat,
        "from": origin,
        "to": f"P{move.to}",
        "hours": row.hours / 100,
        "arr": row.arr / 100,
        "points": row.points / 1000,
        "forced": bool(move.forced),
        "caution": move.caution or None,
        "why": move.why,
    }


@pytest.mark.parametrize("flow", FLOWS)
async def test_the_screen_shows_what_the_command_says(
    flow: str, kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opens, values, leads, words = FLOWS[flow]
    said = told(kept, capsys, words)
    assert said["moves"]
    async with driven(WIDE) as (app, pilot):
        if flow == "assign":
            await press(app, pilot, "slash", *"owner:ben", "enter")
        await press(app, pilot, *opens.split())
        for key, value in values.items():
            app.screen.query_one(Form).set_value(key, value)
        await press(app, pilot, *leads.split())
        page = cast("RebalanceScreen", app.screen)
        assert isinstance(page, RebalanceScreen)

        by_account = {one["account"]: one for one in said["moves"]}
        assert {(found := fields_of(page, row))["account"]: found for row in shown_moves(page)} == by_account
        assert [row.says for row in page.moves.rows if row.kind is Kind.BLOCKER] == [b["why"] for b in said["blockers"]]
        over = [one["why"] for one in said.get("left", ())]
        assert [row.says for row in page.moves.rows if row.kind is Kind.NOTE] == [*over, *said["notes"]]
        loads = {f"P{row.id}": (row.shift.before.hours, row.shift.after.hours) for row in page.loads.rows}
        assert loads == {
            one["id"]: (round(one["hours_before"] * 100), round(one["hours_after"] * 100)) for one in said["people"]
        }
        _check_head(app, said)
        await _check_sentences(app, pilot, page, by_account)


def _check_head(app: Bookshift, said: dict[str, Any]) -> None:
    text, before, after = squeezed(screen_text(app)), said["before"], said["after"]
    over = [hours_whole(round(figures["over_hours"] * 100)) for figures in (before, after)]
    assert f"{over[0]} over → {over[1]}" in text
    forced = sum(one["forced"] for one in said["moves"])
    moves = counted(after["moves"], "move")
    assert f"{moves} ({after['moves'] - forced} chosen, {forced} needed) · ARR" in text
    assert f"ARR {money_short(round(after['arr_moved'] * 100))}" in text
    assert f"{said['score']:,.1f} points" in text
    if said["bound"] != said["score"]:
        assert f"{said['bound']:,.1f}" in text


async def _check_sentences(app: Bookshift, pilot: Any, page: RebalanceScreen, said: dict[str, Any]) -> None:  # noqa: ANN401
    """Every sentence of the command stands on the page of the move's reasons."""
    rows = shown_moves(page)
    for row in (rows[0], rows[-1]):
        page.moves.move_to(row.id)
        await press(app, pilot, "w")
        text = squeezed(screen_text(app))
        for sentence in said[f"A{row.account}"]["why"].split(". "):
            assert sentence.rstrip(".") in text
        await press(app, pilot, "escape")
