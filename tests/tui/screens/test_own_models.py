from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest
from textual.pilot import Pilot

from core.errors import BookshiftError
from core.organisation import Alignment, Draft, Model, Plan, PlanLine
from core.schema import revise
from tests.tui.driving import NARROW, WIDE, check_golden, driven, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.comparison import Comparison
from tui.compose import own_models
from tui.editing import VARIABLES
from tui.screens.model import ModelScreen
from tui.screens.own_model import OwnModelScreen
from widgets.form import Form


async def begun(app: Bookshift, pilot: Pilot[None], key: str) -> OwnModelScreen:
    """The editor over a copy of a model."""
    await press(app, pilot, "5", "tab")
    await at_card(app, key)
    await press(app, pilot, "n")
    return cast("OwnModelScreen", app.screen)


async def at_card(app: Bookshift, key: str) -> None:
    screen = cast("ModelScreen", app.screen)
    screen.models.move_to(next(card.id for card in screen.models.rows if card.key == key))


async def fill(app: Bookshift, pilot: Pilot[None], **given: str) -> None:
    """Fill lines of the form that is open and submit it."""
    form = app.screen.query_one(Form)
    for key, text in given.items():
        form.set_value(key.replace("__", "-"), text)
    await settled(app, pilot)
    await press(app, pilot, "enter")


def words(app: Bookshift) -> str:
    return " ".join(screen_text(app).replace("│", " ").split())


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_editor_looks_as_it_was_approved(size: tuple[int, int]) -> None:
    async with driven(size) as (app, pilot):
        await begun(app, pilot, "player-coach")
        await press(app, pilot, "j")
        check_golden(f"own-model-{size[0]}x{size[1]}", app)
        await press(app, pilot, "enter")
        check_golden(f"own-model-seat-{size[0]}x{size[1]}", app)


async def test_a_copy_saved_as_it_is_has_the_data_of_its_original() -> None:
    async with driven() as (app, pilot):
        shipped = {model.key: model for model in own_models().shipped.models}
        await press(app, pilot, "5", "tab")
        for key in ("player-coach", "integrated-seats"):  # the two with every kind of setting; the forms try all
            await at_card(app, key)
            await press(app, pilot, "n", "w", "enter", "escape")
            original = shipped[key]
            read = own_models().model(own_models().path(f"own-{key}"))
            named = {"key": key, "title": original.title, "source": original.source, "builtin": True}
            assert revise(read, **named) == original


async def test_a_copy_of_a_model_is_edited_on_screen_and_put_in_force_like_a_built_in() -> None:
    async with driven(WIDE) as (app, pilot):
        editor = await begun(app, pilot, "dedicated")
        assert "Dedicated, ours" in screen_text(app)
        assert "Not saved yet" in screen_text(app)
        await press(app, pilot, "j", "enter")
        await fill(app, pilot, accounts="9", roles="csm, wizard")
        assert "There is no role “wizard”" in words(app)
        await fill(app, pilot, roles="csm, team_lead")
        assert editor.model.seats[0].roles == ("csm", "team_lead")

        await press(app, pilot, "w")
        assert "as if it were in force for every account" in screen_text(app)
        assert "SEAT-INELIGIBLE" in screen_text(app) or "BOOK-CAP" in screen_text(app)
        assert not own_models().text("own-dedicated")  # nothing is written before it is agreed to
        await press(app, pilot, "enter")
        read = own_models().model(own_models().path("own-dedicated"))
        assert read == editor.model
        assert (read.seats[0].limits.accounts if read.seats[0].limits else None) == 9
        assert "Saved." in screen_text(app)

        await press(app, pilot, "escape")
        screen = cast("ModelScreen", app.screen)
        assert screen.models.current is not None
        assert screen.models.current.key == "own-dedicated"
        await press(app, pilot, "a", "enter")
        plan = app.desk.book.plan
        assert plan is not None
        assert [line.model for line in plan.lines] == ["own-dedicated"]
        outlook = app.outlook
        assert outlook is not None
        assert any(finding.code == "BOOK-CAP" for finding in outlook.findings.all())


@dataclass(frozen=True)
class Known:
    """A catalogue of own models alone, so that comparing is short."""

    models: tuple[Model, ...]
    alignments: tuple[Alignment, ...] = ()


async def test_every_screen_shows_a_model_that_was_written_on_screen() -> None:
    async with driven(WIDE) as (app, pilot):
        await begun(app, pilot, "generalist")
        await press(app, pilot, "enter")
        await fill(app, pilot, title="Pods", key="pods")
        await press(app, pilot, "j", "enter")
        await fill(app, pilot, title="Pod lead", key="pod", inherits="csm", accounts="10")
        await press(app, pilot, "w", "enter", "escape", "a", "enter")
        shown = {"model": screen_text(app)}
        for name, keys in (
            ("findings", ("enter",)),
            ("evidence", ("escape", "E")),
            ("book", ("escape", "2")),
            ("account", ("enter",)),
            ("load", ("escape", "3")),
            ("person", ("enter",)),
            ("rebalance", ("escape", "b")),
            ("history", ("escape", "7")),
        ):
            await press(app, pilot, *keys)
            shown[name] = screen_text(app)
        assert app.outlook is not None
        pods = own_models().model(own_models().path("pods"))
        app.comparison = Comparison(app.outlook, Known((pods,)))
        await press(app, pilot, "5", "c")
        shown["compare"] = screen_text(app)
        for name, keys in (("beside", ("b",)), ("draft", ("escape", "n")), ("adopt", ("A",))):
            await press(app, pilot, *keys)
            shown[name] = screen_text(app)

    assert all("Pods" in text.splitlines()[0] for name, text in shown.items() if name != "adopt")
    for name in ("model", "history", "compare", "beside", "draft", "adopt"):
        assert "Pods" in "".join(shown[name].splitlines()[1:]), name
    for name in ("account", "person"):
        assert "Pod lead" in shown[name], name
    assert "BOOK-CAP" in shown["model"]


async def test_a_model_in_force_that_is_saved_is_taken_by_the_plan_at_once_and_one_undo_brings_it_back() -> None:
    async with driven() as (app, pilot):
        await begun(app, pilot, "generalist")
        await press(app, pilot, "w", "enter", "escape", "a", "enter", "tab")
        await at_card(app, "own-generalist")
        await press(app, pilot, "e", "j", "enter")
        await fill(app, pilot, accounts="7")
        await press(app, pilot, "w")
        assert "in the plan in force, which names it" in screen_text(app)
        await press(app, pilot, "enter")

        def limit() -> object:
            kept = next(one for one in app.desk.book.models.all() if one.key == "own-generalist")
            return kept.seats[0].limits.accounts if kept.seats[0].limits else None

        assert limit() == 7
        await press(app, pilot, "escape", "u")
        assert limit() is None


async def test_what_does_not_fit_together_is_told_and_is_not_saved_until_it_is_mended() -> None:
    async with driven() as (app, pilot):
        editor = await begun(app, pilot, "specialist")
        await press(app, pilot, "n", "s")
        await fill(app, pilot, title="Closer", duty__renewal="carries", roles="csm")
        assert "renewal is carried by the seat renewal_manager in the same scope already" in words(app)
        await press(app, pilot, "w")
        assert any("cannot be saved as it stands" in said for said in toasts(app))
        await press(app, pilot, "k", "d")
        assert [seat.key for seat in editor.model.seats] == ["onboarding", "account_manager", "closer"]
        assert "Wrong" not in screen_text(app)
        assert "196" in screen_text(app)


async def test_steps_are_taken_back_and_again_and_leaving_without_saving_asks() -> None:
    async with driven() as (app, pilot):
        editor = await begun(app, pilot, "specialist")
        begin = editor.model
        await press(app, pilot, "j", "J")
        moved = editor.model
        assert [seat.key for seat in moved.seats] == ["account_manager", "onboarding", "renewal_manager"]
        await press(app, pilot, "K", "K")
        assert editor.model == begin
        await press(app, pilot, "u", "u", "ctrl+r")
        assert editor.model == moved
        await press(app, pilot, "n", "l")
        await fill(app, pilot, role="team_lead", accounts="5")
        assert "who is team lead has at most 5 accounts" in screen_text(app)
        await press(app, pilot, "escape")
        assert "Leave without them?" in screen_text(app)
        await press(app, pilot, "n")
        assert app.screen is editor
        await press(app, pilot, "q", "y")
        assert type(cast("object", app.screen)) is ModelScreen
        assert not own_models().text("own-specialist")


async def test_every_part_opens_its_form_and_what_cannot_be_done_says_why() -> None:
    async with driven() as (app, pilot):
        editor = await begun(app, pilot, "player-coach")
        titles = []
        for row in editor.table.rows:
            editor.table.move_to(row.id)
            await press(app, pilot, "enter")
            titles.append(next(line for line in screen_text(app).splitlines()[1:] if line.strip("│ ")).strip("│ "))
            await press(app, pilot, "escape")
        assert titles == [
            "What the model is called",
            "Seat 1: CSM",
            "Seat 2: CSM",
            "Seat 3: Escalation lead",
            "Who leads an account",
            "Leads who keep accounts",
            "What one holder of a role may have",
            "What is checked",
        ]
        reasons = {
            "d": "Only seat lines and limits can be taken out",
            "J": "Only seat lines have an order",
            "D": "It is in no file yet",
            "u": "No step of this model was taken since it was opened",
            "ctrl+r": "No step of this model was taken back",
        }
        for key, says in reasons.items():
            await press(app, pilot, key)
            assert says in toasts(app)[-1]


async def test_a_key_that_is_taken_is_refused_and_another_key_moves_the_file() -> None:
    async with driven() as (app, pilot):
        editor = await begun(app, pilot, "generalist")
        await press(app, pilot, "enter")
        await fill(app, pilot, key="pooled")
        assert "There is a model or alignment pooled already" in screen_text(app)
        await fill(app, pilot, key="ours")
        await press(app, pilot, "w", "enter")
        assert own_models().text("ours")
        await press(app, pilot, "k", "k", "enter")
        await fill(app, pilot, key="pods", title="Pods")
        await press(app, pilot, "w")
        assert "the file of ours is put aside" in screen_text(app)
        await press(app, pilot, "enter")
        assert own_models().model(own_models().path("pods")) == editor.model
        assert not own_models().text("ours")


async def test_a_model_that_is_needed_stays_and_another_is_thrown_away_after_asking() -> None:
    async with driven() as (app, pilot):
        await begun(app, pilot, "generalist")
        await press(app, pilot, "w", "enter", "escape", "a", "enter", "tab")
        await at_card(app, "own-generalist")
        await press(app, pilot, "D")
        assert any("Generalist, ours stays. It is in force." in said for said in toasts(app))
        await press(app, pilot, "e", "enter")
        await fill(app, pilot, key="ours")
        await press(app, pilot, "w")
        assert any("keeps the key own-generalist: it is in force" in said for said in toasts(app))
        await press(app, pilot, "escape", "y")

        await press(app, pilot, "u")
        app.house.drafts.write(Draft(id=0, title="Next", plan=Plan(id=0, lines=(PlanLine(model="own-generalist"),))))
        await press(app, pilot, "D")
        assert any("The draft Next names it" in said for said in toasts(app))
        app.house.drafts.drop(1)
        await press(app, pilot, "D", "n")
        assert own_models().text("own-generalist")
        await press(app, pilot, "D", "y")
        assert not own_models().text("own-generalist")
        assert "own-generalist" not in [card.key for card in cast("ModelScreen", app.screen).models.rows]
        await at_card(app, "pooled")
        await press(app, pilot, "D")
        assert any("Pooled ships with the program and stays" in said for said in toasts(app))


async def test_a_file_that_was_written_meanwhile_is_not_written_over() -> None:
    async with driven() as (app, pilot):
        editor = await begun(app, pilot, "generalist")
        await press(app, pilot, "w", "enter", "j", "enter")
        await fill(app, pilot, accounts="7")
        path = own_models().path("own-generalist")
        path.write_text(path.read_text("utf-8") + "# by another hand\n", "utf-8")
        await press(app, pilot, "w", "enter")
        assert any("was changed by another program" in said for said in toasts(app))
        assert path.read_text("utf-8").endswith("# by another hand\n")
        assert editor.model.seats[0].limits is not None  # nothing that was typed is lost


async def test_an_alignment_is_copied_edited_and_used_like_one_that_ships() -> None:
    async with driven(WIDE) as (app, pilot):
        await press(app, pilot, "5", "tab")
        await at_card(app, "service-oriented")
        await press(app, pilot, "e")
        await fill(app, pilot, key="pooled")
        assert "There is a model or alignment pooled already" in screen_text(app)
        await fill(app, pilot, key="ours", duty__renewal="team")
        await at_card(app, "ours")
        await press(app, pilot, "f")
        assert any("is well-formed, in " in said for said in toasts(app))
        await press(app, pilot, "a", "enter")
        plan = app.desk.book.plan
        assert plan is not None
        assert [line.alignment for line in plan.lines] == ["ours"]
        await press(app, pilot, "tab")
        await at_card(app, "ours")
        await press(app, pilot, "D")
        assert any("stays. It is in force." in said for said in toasts(app))
        await press(app, pilot, "u", "e")
        await fill(app, pilot, key="theirs")
        assert not own_models().text("ours", "alignments")
        assert own_models().text("theirs", "alignments")


async def test_an_own_model_is_edited_as_a_file_and_what_is_wrong_is_said_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    async with driven() as (app, pilot):
        await begun(app, pilot, "generalist")
        await press(app, pilot, "w", "enter", "escape")
        path = own_models().path("own-generalist")
        screen = cast("ModelScreen", app.screen)
        screen.models.move_to(next(card.id for card in screen.models.rows if card.key == "own-generalist"))
        await press(app, pilot, "f")
        assert any(str(path) in said and "press f here again" in said for said in toasts(app))

        path.write_text(path.read_text(encoding="utf-8").replace('roles = ["csm"]', 'roles = ["wizard"]'), "utf-8")
        await press(app, pilot, "f")
        assert any("own-generalist.toml, line" in said and "wizard" in said for said in toasts(app))
        assert "own-generalist" not in [card.key for card in screen.models.rows]


async def test_a_model_that_only_the_book_keeps_is_offered_and_can_be_saved_to_a_file_again() -> None:
    async with driven() as (app, pilot):
        await begun(app, pilot, "generalist")
        await press(app, pilot, "w", "enter", "escape", "a", "enter")
        own_models().path("own-generalist").unlink()
        await press(app, pilot, "tab", "f")
        await at_card(app, "own-generalist")
        await press(app, pilot, "D")
        assert any("is kept by the book alone" in said for said in toasts(app))
        await press(app, pilot, "e")
        assert "Not saved yet" in screen_text(app)
        await press(app, pilot, "w", "enter")
        assert own_models().text("own-generalist")


def test_a_model_that_no_file_holds_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BookshiftError):
        own_models().model(tmp_path / "nothing.toml")
