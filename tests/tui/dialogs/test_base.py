"""What every dialog shares, where it matters that a dialog is leaving."""

from __future__ import annotations

import asyncio

import pytest
from textual import work
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Static

from tests.tui.driving import driven, press, screen_text
from tui.dialogs.base import Dialog
from tui.dialogs.confirm import Confirm

LONG = tuple(f"Account {place}: {'the seat CSM passes from one to the other ' * 4}" for place in range(1, 10))


@pytest.mark.parametrize("size", [(80, 24), (60, 18)], ids=["80x24", "60x18"])
async def test_a_question_with_more_lines_than_room_still_names_its_keys_and_scrolls(size: tuple[int, int]) -> None:
    async with driven(size) as (app, pilot):
        await app.push_screen(Confirm("Mend", "Move 9 accounts?", LONG))
        await pilot.pause()
        assert "y Yes  n No  up down Scroll" in screen_text(app)
        assert "Account 9" not in screen_text(app)

        await press(app, pilot, *["pagedown"] * 9)
        assert "Account 9" in screen_text(app)


async def test_a_short_question_names_no_keys_that_do_nothing() -> None:
    async with driven() as (app, pilot):
        await app.push_screen(Confirm("Archive", "Take Ana off the roster?"))
        await pilot.pause()
        assert "y Yes  n No  esc Cancel" in screen_text(app)


class Lingering(Widget):
    """A line that is still leaving when what was worked out beside the dialog arrives."""

    async def on_unmount(self) -> None:
        assert isinstance(self.screen, Waiting)
        self.screen.worked_out.set()
        for _ in range(20):
            await asyncio.sleep(0)


class Waiting(Dialog[str]):
    """A dialog that works something out beside the screen and writes it into a line."""

    def __init__(self) -> None:
        super().__init__("Waiting")
        self.worked_out = asyncio.Event()
        self.came_back = False

    def body(self) -> ComposeResult:
        yield Static("", id="line")
        yield Lingering()

    def on_mount(self) -> None:
        self._work_out()

    @work(group="solve")
    async def _work_out(self) -> None:
        await self.worked_out.wait()
        self.came_back = True
        self.query_one("#line", Static).update("42")


async def test_what_is_worked_out_beside_a_dialog_never_comes_back_to_lines_that_are_gone() -> None:
    async with driven() as (app, pilot):
        dialog = Waiting()
        await app.push_screen(dialog)
        await dialog.dismiss(None)
        await pilot.pause()

        assert not dialog.came_back
