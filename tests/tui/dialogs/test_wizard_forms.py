"""The forms of the wizards by keys: what they propose is what the commands propose, and one undo takes it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import pytest
from textual.pilot import Pilot

from core.rebalance.proposal import Proposal
from core.words import PersonStatus, TenureKind
from data.store.store import create_store
from tests.tui.driving import NARROW, WIDE, demo, driven, press, screen_text, toasts
from tui.app import Bookshift
from tui.cli.main import run
from tui.dialogs.away import AwayDialog
from tui.dialogs.joins import JoinsDialog
from tui.dialogs.leaves import LeavesDialog
from tui.dialogs.spread import SpreadDialog
from tui.screens.rebalance import RebalanceScreen

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])
BEN = 3


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wizards") / "book"
    create_store(folder, demo()).store.close()
    return folder


async def on_ben(app: Bookshift, pilot: Pilot[None], *keys: str) -> None:
    await press(app, pilot, "3", "slash", *"ben", "enter", *keys)


def proposal_of(app: Bookshift) -> Proposal:
    found = cast("RebalanceScreen", app.screen).proposal
    assert found is not None
    return found


def told(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    run([*words, "--json", "--book", str(folder), "--today", "2026-11-22"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def agree(found: Proposal, said: dict[str, Any]) -> None:
    """Screen and command to the digit."""
    moves = [(f"A{move.account}", move.seat, f"P{move.to}", move.hours / 100, move.why) for move in found.moves]
    assert moves == [(m["account"], m["seat"], m["to"], m["hours"], m["why"]) for m in said["moves"]]
    people = {
        f"P{person}": (hours / 100, found.hours_after[person] / 100) for person, hours in found.hours_before.items()
    }
    assert people == {one["id"]: (one["hours_before"], one["hours_after"]) for one in said["people"]}
    assert found.proof == said["proof"]
    assert (found.before.over_hours / 100, found.after.over_hours / 100) == (
        said["before"]["over_hours"],
        said["after"]["over_hours"],
    )


@SIZES
async def test_a_resignation_by_keys_is_that_of_the_command_and_one_change(
    size: tuple[int, int], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(kept, capsys, "leave", "ben", "--on", "2026-11-30")
    async with driven(size) as (app, pilot):
        await on_ben(app, pilot, "L")
        assert isinstance(app.screen, LeavesDialog)
        assert "Ben Okafor leaves, with 30 accounts" in screen_text(app)
        await press(app, pilot, *"30", "space", *"nov", "enter")
        agree(proposal_of(app), said)
        assert app.desk.book.seq == 0
        await press(app, pilot, "a", "enter")
        assert app.desk.book.seq == 1
        assert app.desk.book.people[BEN].status is PersonStatus.LEAVER
        await press(app, pilot, "u")
        assert app.desk.book.people[BEN] == demo().people[BEN]
        assert dict(app.desk.book.holders) == dict(demo().holders)


async def test_an_open_seat_with_cover_is_asked_for_in_the_same_form(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(
        kept, capsys, *("leave", "ben", "--on", "2026-11-30", "--open-seat", "--hire-from", "2027-02-01", "--cover")
    )
    async with driven() as (app, pilot):
        await on_ben(app, pilot, "L", *"30", "space", *"nov", "down", "right", "right", "enter")
        assert "Say from when somebody is expected" in screen_text(app)
        await press(app, pilot, *"1", "space", *"feb", "enter")
        agree(proposal_of(app), said)


@SIZES
async def test_a_leave_is_covered_and_the_form_says_what_to_enter(
    size: tuple[int, int], kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(kept, capsys, *("leave", "ben", "--on", "2026-12-01", "--until", "2027-04-01"))
    async with driven(size) as (app, pilot):
        await on_ben(app, pilot, "W")
        assert isinstance(app.screen, AwayDialog)
        form = " ".join(screen_text(app).replace("│", " ").split())
        assert "Ordinary holiday is already outside the hours" in form
        assert "The reason stays private" in form
        await press(app, pilot, *"1", "space", *"dec", "down", *"1", "space", *"apr", "enter")
        agree(proposal_of(app), said)
        await press(app, pilot, "a", "enter")
        covers = [t for t in app.desk.book.holders.all() if t.kind is TenureKind.COVER and t.leave_of == BEN]
        assert len(covers) >= 27
        assert app.desk.book.people[BEN].status is PersonStatus.ACTIVE


async def test_somebody_joins_with_a_book_and_the_command_agrees(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(kept, capsys, "join", "Leo", "--role", "csm", "--on", "2026-12-01")
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "J")
        assert isinstance(app.screen, JoinsDialog)
        await press(app, pilot, "enter")
        assert "A name is needed." in screen_text(app)
        await press(app, pilot, *"Leo", "down", *"1", "space", *"dec", "enter")
        assert "Say which role" in screen_text(app)
        await press(app, pilot, *"csm", "enter")
        agree(proposal_of(app), said)
        await press(app, pilot, "a", "enter")
        assert max(person.name for person in app.desk.book.people.all() if person.id > 9) == "Leo"
        await press(app, pilot, "u")
        assert all(person.name != "Leo" for person in app.desk.book.people.all())


async def test_accounts_without_a_holder_are_filled_and_the_key_is_hinted_only_then(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(kept, capsys, "fill")
    async with driven() as (app, pilot):
        await press(app, pilot, "3")
        assert "F Fill" in screen_text(app)
        await press(app, pilot, "F")
        agree(proposal_of(app), said)
        await press(app, pilot, "a", "enter", "escape")
        assert app.desk.book.seq == 1
        assert app.desk.heads[-1].says.startswith("Give 1 seat that nobody held")


@SIZES
async def test_marked_accounts_are_spread_over_those_marked_among_the_people(size: tuple[int, int]) -> None:
    async with driven(size) as (app, pilot):
        await press(app, pilot, "slash", *"owner:ben", "enter", "asterisk", "a", "tab", *"Team", "ctrl+o")
        assert isinstance(app.screen, SpreadDialog)
        assert "whoever fits best" in " ".join(screen_text(app).replace("│", " ").split())
        people = app.screen.people
        people.set_marks({1, 7})
        await press(app, pilot, "down")
        await press(app, pilot, "enter")
        head = app.desk.heads[-1]
        assert head.says.startswith("Spread ")
        assert head.says.endswith(" over 2 people")
        assert head.why == "Team"
        given = {t.holder.person for t in app.desk.book.holders.all() if t.id not in demo().holders}
        assert given == {1, 7}


async def test_one_account_is_not_spread() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "a", "ctrl+o")
        assert not isinstance(app.screen, SpreadDialog)
        assert "Mark several accounts first" in toasts(app)[-1]


async def test_mistakes_are_said_at_their_line_and_nothing_changes() -> None:
    async with driven() as (app, pilot):
        await on_ben(app, pilot, "L", "enter")
        assert "Say which day is the last day of Ben Okafor." in screen_text(app)
        await press(app, pilot, *"soonish", "enter")
        assert isinstance(app.screen, LeavesDialog)
        await press(app, pilot, "escape", "W", *"1", "space", *"dec", "down", *"25", "space", *"nov", "enter")
        assert isinstance(app.screen, AwayDialog)
        await press(app, pilot, "escape")
        assert app.desk.book.seq == 0


async def test_an_open_position_neither_leaves_nor_is_away() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "G", "L")
        assert "is an open position" in toasts(app)[-1]
