from __future__ import annotations

from tests.tui.driving import driven, press, screen_text
from tui.screens.account import AccountScreen
from tui.screens.person import PersonScreen


async def test_a_part_of_a_name_leads_to_the_account() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5", "ctrl+f", *"acme rob", "enter")

        assert isinstance(app.screen, AccountScreen)
        assert "Acme Robotics" in screen_text(app)


async def test_people_are_found_too() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "ctrl+f", *"okafor", "enter")

        assert isinstance(app.screen, PersonScreen)
        assert "Ben Okafor" in screen_text(app)


async def test_a_name_nobody_has_finds_nothing_and_escape_leads_back() -> None:
    async with driven() as (app, pilot):
        below = app.screen
        await press(app, pilot, "ctrl+f", *"zzz")
        assert "Nothing has this name." in screen_text(app)

        await press(app, pilot, "enter", "escape")
        assert app.screen is below
