from __future__ import annotations

from typing import cast

from textual.widgets import Input

from core.book.book import Book
from core.schema import revise
from core.usecases.set_fields import SetFields, set_fields
from core.wording import hours_short
from tests.tui.driving import NARROW, WIDE, demo, driven, press, screen_text, settled, toasts
from tui.load_columns import HoursLine
from tui.screens.book import BookScreen
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


async def test_the_months_ahead_are_drawn_for_the_person_under_the_cursor() -> None:
    async with driven(WIDE) as (app, pilot):
        await press(app, pilot, "3", "j", "j", "j")
        shown = screen_text(app)
        assert "Farah Aziz, CSM" in shown
        months = [line for line in shown.splitlines() if line.startswith((" now ", " 22 Dec ", " 21 Jan ", " 21 Apr "))]

        assert len(months) == 4
        assert "75 % room" in months[0]
        assert "leaves 16 Dec" in months[0]
        assert "absent" in months[1]
        assert "renewals 17 h" in months[1]


async def test_in_a_small_window_the_months_ahead_stand_in_one_line() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3")
        (line,) = [line for line in screen_text(app).splitlines() if line.startswith(" Ahead %")]
        assert "now █146 22 Dec █140" in line
        assert line.count("▁") + sum(line.count(step) for step in "▂▃▄▅▆▇█") == 6


async def test_the_months_ahead_follow_a_change() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3")
        outlook = app.outlook
        assert outlook is not None
        assert outlook.ahead.is_made
        before = outlook.ahead.person(2)[1].load
        await app.change(set_fields, SetFields("person", (2,), (("fte", "50"),)))
        await settled(app, pilot)

        assert app.outlook is not None
        assert app.outlook.ahead.person(2)[1].load.capacity == before.capacity // 2
        assert "22 Dec █281" in screen_text(app)


async def test_the_table_is_turned_by_role_segment_and_pool_and_back() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3")
        screen = cast("LoadScreen", app.screen)
        people = [row.name for row in screen.table.rows]
        await press(app, pilot, "right_square_bracket")
        assert [row.name for row in screen.table.rows] == ["CSM", "Team lead"]
        assert "by role" in screen_text(app)
        await press(app, pilot, "right_square_bracket")
        assert {row.name for row in screen.table.rows} == {"Enterprise", "Mid-market", "Small business"}
        await press(app, pilot, "right_square_bracket")
        assert "This book has no pool. Press ] for the people." in screen_text(app)
        await press(app, pilot, "right_square_bracket")
        assert [row.name for row in screen.table.rows] == people
        await press(app, pilot, "left_square_bracket", "left_square_bracket", "left_square_bracket", "e")
        assert toasts(app)[-1] == "These rows are sums. Press enter for what is behind one, or [ and ] for the people."


async def test_a_sum_opens_what_is_behind_it() -> None:
    async with driven() as (app, pilot):
        await press(app, pilot, "3", "right_square_bracket", "j", "enter")
        screen = cast("LoadScreen", app.screen)
        assert [row.name for row in screen.table.rows] == ["Hana Novak"]

        await press(app, pilot, "escape", "right_square_bracket", "right_square_bracket", "g", "enter")
        assert isinstance(app.screen, BookScreen)
        assert app.screen.query_one(FilterBar).text == "segment:ent"


async def test_revenue_that_nobody_knows_is_no_nought_and_the_first_steps_fit() -> None:
    accounts = [revise(account, arr=None) for account in demo().accounts.all()]
    unknown = Book.of(
        {name: table.all() for name, table in demo().tables.items()} | {"accounts": accounts, "contracts": ()}
    )
    async with driven(NARROW, unknown) as (app, pilot):
        await press(app, pilot, "3")
        assert next(line for line in screen_text(app).splitlines() if "Ben Okafor" in line).endswith("33      –")

    async with driven(NARROW, Book.of({"accounts": accounts})) as (app, pilot):
        await press(app, pilot, "3")
        assert "Press n to add a person, i to import a CSV." in screen_text(app)
