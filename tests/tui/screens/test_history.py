from __future__ import annotations

from typing import cast

from textual.widgets import Input

from core.usecases.edit import EditAccount, edit_account
from tests.tui.driving import driven, press, screen_text, settled, toasts
from tui.app import Bookshift
from tui.screens.change import ChangeScreen
from tui.screens.history import HistoryScreen


async def renamed(app: Bookshift, *names: str) -> None:
    for name in names:
        await app.change(edit_account, EditAccount(1, (("name", name),)), tell=False)


async def test_changes_are_listed_the_newest_first() -> None:
    async with driven() as (app, pilot):
        await renamed(app, "First name", "Second name")
        await press(app, pilot, "7")
        rows = cast("HistoryScreen", app.screen).table.rows

        assert [row.id for row in rows] == [2, 1]
        assert rows[0].head.by == "lea"


async def test_a_change_opens_into_its_fields_before_and_after() -> None:
    async with driven() as (app, pilot):
        was = app.desk.book.accounts[1].name
        await renamed(app, "Another name")
        await press(app, pilot, "7", "enter")
        row = cast("ChangeScreen", app.screen).query_one("RowTable").rows[0]  # type: ignore[attr-defined]

        assert (row.field, row.before, row.after) == ("name", was, "Another name")


async def test_one_change_is_taken_back_and_told_as_taken_back() -> None:
    async with driven() as (app, pilot):
        was = app.desk.book.accounts[1].name
        await renamed(app, "Another name")
        await press(app, pilot, "7", "t")

        assert app.desk.book.accounts[1].name == was
        assert "Taken back by 2: Set name" in screen_text(app)


async def test_a_change_that_was_built_upon_offers_both_ways() -> None:
    async with driven() as (app, pilot):
        was = app.desk.book.accounts[1].name
        await renamed(app, "First name", "Second name")
        await press(app, pilot, "7", "G", "t")
        assert "name of account 1" in screen_text(app)
        assert "Undo this and 1 later change" in screen_text(app)
        assert app.desk.book.accounts[1].name == "Second name"

        await press(app, pilot, "b")
        assert app.desk.book.accounts[1].name == was


async def test_what_was_not_changed_again_is_taken_back_alone() -> None:
    async with driven() as (app, pilot):
        was = app.desk.book.accounts[1]
        await app.change(edit_account, EditAccount(1, (("name", "First"), ("industry", "Shipping"))), tell=False)
        await renamed(app, "Second")
        await press(app, pilot, "7", "G", "t", "p")

        assert app.desk.book.accounts[1].name == "Second"
        assert app.desk.book.accounts[1].industry == was.industry


async def test_going_back_to_a_change_says_how_many_it_takes_back() -> None:
    async with driven() as (app, pilot):
        await renamed(app, "First", "Second", "Third")
        await press(app, pilot, "7", "G", "b")
        assert "Take back 2 changes" in screen_text(app)

        await press(app, pilot, "y")
        assert app.desk.book.accounts[1].name == "First"


async def test_words_filter_the_history() -> None:
    async with driven() as (app, pilot):
        await renamed(app, "Borealis Renamed", "Something Else")
        await press(app, pilot, "7", "slash")
        screen = cast("HistoryScreen", app.screen)
        screen.query_one(Input).value = "borealis"
        await settled(app, pilot)
        assert [row.id for row in screen.table.rows] == [2]

        await press(app, pilot, "escape")
        assert len(screen.table.rows) == 2


async def test_taking_back_needs_a_change() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "7", "t")

        assert "There is no change here." in toasts(app)
