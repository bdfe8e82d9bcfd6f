from __future__ import annotations

from typing import cast

from textual.widgets import Input

from core.wording import hours_short
from tests.tui.driving import WIDE, driven, press, screen_text, toasts
from tui.load_columns import HoursLine
from tui.screens.load import LoadScreen
from tui.screens.person import PersonScreen
from widgets.filter_bar import FilterBar


async def test_people_come_with_the_most_loaded_first() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3")
        screen = cast("LoadScreen", app.screen)
        people = [row for row in screen.table.rows if row.utilisation is not None]

        assert people == sorted(people, key=lambda row: -(row.utilisation or 0))
        assert screen.table.current is screen.table.rows[0]


async def test_a_filter_keeps_the_people_it_fits_and_a_mistake_keeps_the_last() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "slash")
        screen = cast("LoadScreen", app.screen)
        field = screen.query_one(FilterBar).query_one(Input)
        field.value = "band:over,critical"
        await press(app, pilot, "end")
        kept = list(screen.table.rows)
        field.value = "band:"
        await press(app, pilot, "end")

        assert kept
        assert {row.band for row in kept} <= {"over", "critical"}
        assert list(screen.table.rows) == kept


async def test_the_next_overload_is_one_key_away() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "G", "o")
        current = cast("LoadScreen", app.screen).table.current

        assert current is not None
        assert current.is_over


async def test_the_lines_behind_a_persons_hours_add_up_to_what_is_printed() -> None:
    async with driven(WIDE) as (app, pilot):
        await press(app, pilot, "3", "enter")
        screen = cast("PersonScreen", app.screen)
        lines: list[HoursLine] = list(screen.table.rows)
        row = app.outlook.people[0] if app.outlook is not None else None
        assert row is not None

        tenths = sum(round(float(line.hours) * 10) for line in lines)

        assert hours_short(row.load) == f"{tenths / 10:.1f}"
        assert f"Sum  {hours_short(row.load)} h" in screen_text(app)


async def test_enter_on_a_line_opens_its_account_and_escape_leads_back() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "enter", "enter")
        assert type(app.screen).__name__ == "AccountScreen"

        await press(app, pilot, "escape", "escape")
        assert isinstance(app.screen, LoadScreen)


async def test_marked_lines_of_one_account_stand_for_one_account() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "enter", "asterisk")
        screen = cast("PersonScreen", app.screen)
        accounts = {line.account for line in screen.table.rows if line.account is not None}

        assert sorted(row.id for row in screen.chosen_rows()) == sorted(accounts)


async def test_a_command_on_a_person_says_why_it_needs_one() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "slash")
        cast("LoadScreen", app.screen).query_one(Input).value = "nobody has this name"
        await press(app, pilot, "enter", "e")

        assert any("Put the cursor on a person" in said for said in toasts(app))
