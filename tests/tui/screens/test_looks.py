"""Whole screens as text in two sizes of window."""

from __future__ import annotations

import pytest

from core.usecases.edit import EditAccount, edit_account
from tests.tui.driving import NARROW, WIDE, check_golden, driven, press, settled

SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x36"])

SCREENS = {
    "load": ("3",),
    "person": ("3", "enter"),
    "model": ("5",),
    "models": ("5", "tab", "j"),
    "findings": ("5", "j", "enter"),
    "evidence": ("5", "E", "j"),
    "heard": ("5", "E", "tab", "b", "b", "j"),
    "unasked": ("5", "E", "tab", "tab", "j"),
    "review": ("5", "V"),
    "answers": ("5", "E", "a", "right"),
    "thresholds": ("5", "E", "j", "j", "t"),
    "help": ("3", "question_mark"),
    "assign": ("space", "space", "space", "space", "space", "a"),
    "record": ("3", "e"),
    "records": ("R", "j"),
    "figures": ("comma", "G"),
    "import": ("7", "i"),
}


@SIZES
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_looks_as_it_was_approved(name: str, size: tuple[int, int]) -> None:
    async with driven(size) as (app, pilot):
        await press(app, pilot, *SCREENS[name])
        await settled(app, pilot)

        check_golden(f"{name}-{size[0]}x{size[1]}", app)


@SIZES
async def test_the_history_looks_as_it_was_approved(size: tuple[int, int]) -> None:
    async with driven(size) as (app, pilot):
        await app.change(edit_account, EditAccount(1, (("industry", "Shipping"), ("region", "EMEA"))), tell=False)
        await app.change(edit_account, EditAccount(2, (("industry", "Retail"),)), tell=False)
        await press(app, pilot, "u", "7")

        check_golden(f"history-{size[0]}x{size[1]}", app)
