from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from core.errors import BookshiftError
from tests.tui.driving import WIDE, driven, press, screen_text, settled, toasts
from tui.compose import catalogue, own_models
from tui.editing import VARIABLES
from tui.screens.model import ModelScreen
from widgets.form import Form


async def test_a_copy_of_a_model_is_edited_on_screen_and_put_in_force_like_a_built_in() -> None:
    async with driven(WIDE) as (app, pilot):
        await press(app, pilot, "5", "tab", "j", "j", "j", "e")
        assert "A copy of Dedicated" in screen_text(app)
        form = app.screen.query_one(Form)
        form.set_value("title", "Our few")
        form.set_value("1-accounts", "9")
        form.set_value("1-roles", "csm, wizard")
        await settled(app, pilot)
        await press(app, pilot, "enter")
        assert "there is no role “wizard”" in " ".join(screen_text(app).split())

        form.set_value("1-roles", "csm, team_lead")
        await settled(app, pilot)
        await press(app, pilot, "enter")
        read = own_models().model(own_models().path("own-dedicated"))
        assert read.seats[0].roles == ("csm", "team_lead")
        assert read.seats[0].limits is not None
        assert read.seats[0].limits.accounts == 9
        assert read.thresholds == catalogue()[0].models[3].thresholds

        screen = cast("ModelScreen", app.screen)
        card = next(card for card in screen.models.rows if card.key == "own-dedicated")
        screen.models.move_to(card.id)
        await press(app, pilot, "a", "enter")
        plan = app.desk.book.plan
        assert plan is not None
        assert [line.model for line in plan.lines] == ["own-dedicated"]
        outlook = app.outlook
        assert outlook is not None
        assert any(finding.code == "BOOK-CAP" for finding in outlook.findings.all())


async def test_a_key_that_is_taken_is_refused() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "tab", "e")
        app.screen.query_one(Form).set_value("key", "pooled")
        await settled(app, pilot)
        await press(app, pilot, "enter")

        assert "There is a model pooled already" in screen_text(app)


async def test_an_own_model_is_edited_as_a_file_and_what_is_wrong_is_said_with_its_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "tab", "e", "enter")
        path = own_models().path("own-generalist")
        screen = cast("ModelScreen", app.screen)
        screen.models.move_to(next(card.id for card in screen.models.rows if card.key == "own-generalist"))
        await press(app, pilot, "f")
        assert any(str(path) in said and "press f here again" in said for said in toasts(app))

        path.write_text(path.read_text(encoding="utf-8").replace('roles = ["csm"]', 'roles = ["wizard"]'), "utf-8")
        await press(app, pilot, "f")
        assert any("own-generalist.toml, line" in said and "wizard" in said for said in toasts(app))
        assert "own-generalist" not in [card.key for card in screen.models.rows]


def test_a_model_that_no_file_holds_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(BookshiftError):
        own_models().model(tmp_path / "nothing.toml")
