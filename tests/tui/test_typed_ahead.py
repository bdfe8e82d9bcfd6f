"""Keys that arrive together go where the keys before them lead; the whole program does the same in a terminal."""

from __future__ import annotations

from typing import cast

from textual.events import Key

from tests.tui.driving import driven, press, settled
from tui.screens.model import ModelScreen
from widgets.filter_bar import FilterBar


async def test_keys_right_behind_tab_go_to_the_pane_it_leads_to() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "5")
        screen = cast("ModelScreen", app.screen)
        first = screen.models.rows.index(screen.models.current)

        for key in ("j", "tab", "j", "j", "tab", "j"):
            app.post_message(Key(key, key if len(key) == 1 else None))
        await settled(app, pilot)
        await pilot.pause(0.1)

        assert screen.findings.has_focus
        assert screen.findings.rows.index(screen.findings.current) == 2
        assert screen.models.rows.index(screen.models.current) == first + 2


async def test_held_keys_stay_in_front_of_those_pressed_after_them() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "slash")
        app.hold_keys()
        for key in "ab":
            app.post_message(Key(key, key))
        await pilot.pause(0.05)

        app.post_message(Key("c", "c"))  # waits in line while the others are let go
        app.release_keys()
        await settled(app, pilot)
        await pilot.pause(0.1)

        assert app.screen.query_one(FilterBar).text == "abc"
