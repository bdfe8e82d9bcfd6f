from __future__ import annotations

from typing import cast

from tests.tui.driving import WIDE, driven, press, screen_text, settled, toasts
from tui.screens.findings import FindingsScreen
from tui.screens.model import ModelScreen


async def test_the_plan_in_force_is_told_with_the_accounts_it_reaches() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        assert app.outlook is not None
        active = sum(account.is_active for account in app.outlook.book.accounts.all())

        assert f"{active} accounts" in screen_text(app)
        assert "Generalist" in screen_text(app)


async def test_tab_turns_between_findings_and_models_in_a_narrow_window() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        assert "How bad" in screen_text(app)
        assert "Player/coach" not in screen_text(app)

        await press(app, pilot, "tab")
        assert "Player/coach" in screen_text(app)
        assert "How bad" not in screen_text(app)


async def test_using_another_model_shows_whom_it_reaches_first_then_changes_the_findings_and_moves_nobody() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "tab", "j", "a")
        before = app.outlook
        assert before is not None
        assert "nobody: everybody keeps their seats" in screen_text(app)
        assert before.book.plan == app.desk.book.plan

        await press(app, pilot, "enter")
        after = app.outlook
        assert after is not None
        assert after.book.plan is not None
        assert [line.model for line in after.book.plan.lines] == ["specialist"]
        assert {group.code for group in after.findings.groups()} != {group.code for group in before.findings.groups()}
        assert after.book.holders is before.book.holders


async def test_leaving_the_preview_of_a_model_leaves_the_plan() -> None:
    async with driven() as (app, pilot):
        plan = app.desk.book.plan
        await press(app, pilot, "5", "tab", "j", "a", "escape")

        assert app.desk.book.plan == plan
        assert not app.desk.heads


async def test_a_model_is_chosen_among_the_models() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "a")

        assert any("Press tab to go to the models" in said for said in toasts(app))


async def test_a_group_opens_into_its_findings_and_a_finding_into_its_account() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        screen = cast("ModelScreen", app.screen)
        group = next(row for row in screen.findings.rows if row.group.code == "RENEWAL-COLD")
        screen.findings.move_to(group.id)
        await press(app, pilot, "enter")

        page = cast("FindingsScreen", app.screen)
        assert len(page.table.rows) == group.group.count

        await press(app, pilot, "enter")
        assert type(app.screen).__name__ == "AccountScreen"


async def test_mending_shows_what_would_change_and_does_it_on_yes() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        screen = cast("ModelScreen", app.screen)
        group = next(row for row in screen.findings.rows if row.group.code == "RENEWAL-COLD")
        screen.findings.move_to(group.id)
        await press(app, pilot, "enter", "m")
        assert "next step" in screen_text(app)
        assert not app.desk.heads

        await press(app, pilot, "y")
        assert len(app.desk.heads) == 1
        assert app.desk.heads[0].kind == "mend"


async def test_a_finding_without_a_mend_says_where_it_is_mended() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        screen = cast("ModelScreen", app.screen)
        groups = [row for row in screen.findings.rows if all(one.mend is None for one in row.group.findings)]
        assert groups
        screen.findings.move_to(groups[0].id)
        await press(app, pilot, "m")

        assert any("has no automatic mend" in said for said in toasts(app))


async def test_both_panes_stand_side_by_side_in_a_wide_window() -> None:
    async with driven(WIDE) as (app, pilot):
        await press(app, pilot, "5")
        await settled(app, pilot)

        assert "How bad" in screen_text(app)
        assert "Player/coach" in screen_text(app)
