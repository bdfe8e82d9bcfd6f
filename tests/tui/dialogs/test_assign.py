from __future__ import annotations

from typing import cast

from textual.pilot import Pilot
from textual.widgets import Input

from core.outlook import Outlook
from tests.tui.driving import driven, press, screen_text, settled
from tui.app import Bookshift
from tui.dialogs.assign import AssignDialog
from tui.dialogs.confirm import Warnings
from widgets.before_after import BeforeAfter, LoadShift
from widgets.form import Form

MARK_FIVE = ("space",) * 5


def shifts(app: Bookshift) -> list[LoadShift]:
    return [bar.shift for bar in app.screen.query(BeforeAfter) if bar.shift is not None]


def outlook_of(app: Bookshift) -> Outlook:
    assert app.outlook is not None
    return app.outlook


async def opened(app: Bookshift, pilot: Pilot[None], *keys: str) -> AssignDialog:
    await press(app, pilot, *keys, "a")
    return cast("AssignDialog", app.screen)


async def test_the_bars_of_those_who_take_and_give_are_exactly_what_the_change_makes_of_them() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot, *MARK_FIVE)
        foreseen = {shift.name: shift for shift in shifts(app)}
        assert len(foreseen) >= 2

        await press(app, pilot, "enter")
        await press(app, pilot, *"because", "enter")
        after = outlook_of(app)
        made = {row.name: (row.load, row.capacity) for row in after.people}

        assert after.book.seq == 1
        assert {name: (shift.after.hours, shift.after.capacity) for name, shift in foreseen.items()} == {
            name: made[name] for name in foreseen
        }


async def test_the_bars_follow_the_cursor() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot, *MARK_FIVE)
        first = shifts(app)[0].name
        await press(app, pilot, "down")

        assert shifts(app)[0].name != first
        assert app.desk.book.seq == 0


async def test_who_may_not_is_listed_with_the_reason_and_cannot_be_chosen() -> None:
    async with driven() as (app, pilot):
        dialog = await opened(app, pilot)
        dialog.query_one(Input).value = "Grace"
        await settled(app, pilot)
        assert "on leave" in screen_text(app)

        await press(app, pilot, "enter")
        assert app.screen is dialog


async def test_guards_stand_there_before_the_assignment_so_that_a_reason_can_be_typed_at_once() -> None:
    async with driven() as (app, pilot):
        dialog = await opened(app, pilot)
        assert "renews on" in screen_text(app)

        dialog.query_one(Form).set_value("reason", "Ana asked for it")
        await settled(app, pilot)
        await press(app, pilot, "enter")

        assert len(app.desk.heads) == 1
        assert app.desk.heads[0].why == "Ana asked for it"


async def test_every_warning_can_be_seen_where_two_stand_and_the_rest_is_counted() -> None:
    async with driven() as (app, pilot):
        app.show_accounts("owner:ana renews<90d")
        await settled(app, pilot)
        await press(app, pilot, "asterisk", "a")
        dialog = app.screen
        await settled(app, pilot)
        assert "(and 3 more: ctrl+g)" in screen_text(app)

        await press(app, pilot, "ctrl+g")
        assert "5 warnings" in screen_text(app)
        assert screen_text(app).count("│ ! ") == 5 + 2  # two of them stand in the dialog behind as well

        await press(app, pilot, "escape")
        assert app.screen is dialog


async def test_many_warnings_are_scrolled() -> None:
    async with driven() as (app, pilot):
        app.push_screen(Warnings("60 warnings", [f"Warning {number} [/x]" for number in range(60)]))
        await settled(app, pilot)
        assert "Warning 0 [/x]" in screen_text(app)

        await press(app, pilot, "pagedown", "j")
        shown = screen_text(app)
        assert "Warning 0 " not in shown
        assert "Warning 20 [/x]" in shown


async def test_without_a_reason_a_guard_asks_for_one() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot)
        await press(app, pilot, "enter")
        assert "Give a reason to go on" in screen_text(app)
        assert not app.desk.heads

        await press(app, pilot, *"gone", "enter")
        assert [head.why for head in app.desk.heads] == ["gone"]


async def test_a_family_is_told_to_move_as_one() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot)

        assert "(1 of the same families)" in screen_text(app)


async def test_a_day_that_is_not_understood_is_told_at_its_line() -> None:
    async with driven() as (app, pilot):
        dialog = await opened(app, pilot)
        dialog.query_one(Form).set_value("since", "someday")
        await settled(app, pilot)
        await press(app, pilot, "enter")

        assert app.screen is dialog
        assert "someday" in screen_text(app)
        assert app.focused is dialog.query_one(Form).query(Input)[1]


async def test_a_later_day_shows_the_loads_of_that_day() -> None:
    async with driven() as (app, pilot):
        dialog = await opened(app, pilot)
        today = shifts(app)[0]
        dialog.query_one(Form).set_value("since", "+60d")
        await settled(app, pilot)
        later = shifts(app)[0]
        outlook = outlook_of(app)
        person = next(row.id for row in outlook.people if row.name == later.name)
        there = outlook.ledger.moved_to(outlook.moment.on(dialog._request(None).since or outlook.moment.today))

        assert later.before.hours == there.person(person).hours
        assert later.before != today.before


async def test_a_day_in_cover_until_makes_it_a_cover() -> None:
    async with driven() as (app, pilot):
        dialog = await opened(app, pilot)
        dialog.query_one(Form).set_value("until", "+14d")
        await settled(app, pilot)
        await press(app, pilot, "enter")

        assert [head.kind for head in app.desk.heads] == ["cover"]


async def test_escape_assigns_nothing() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot, *MARK_FIVE)
        await press(app, pilot, "escape")

        assert not isinstance(app.screen, AssignDialog)
        assert not app.desk.heads


async def test_five_marked_accounts_fit_a_small_window_with_the_form_open() -> None:
    async with driven() as (app, pilot):
        await opened(app, pilot, *MARK_FIVE)
        await press(app, pilot, "tab")
        shown = screen_text(app)

        assert "enter Assign" in shown
        assert "Hard limits" in shown
        assert "▸" in shown
        assert "→" in shown
