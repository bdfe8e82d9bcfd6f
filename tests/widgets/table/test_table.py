from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input

from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable

Drawn = Callable[[App[None]], list[str]]


@dataclass(frozen=True)
class Account:
    id: int
    name: str
    hours: int


NAMES = ("Borealis", "漢字 Foods", "Acme [/EMEA]", "שלום", "José", "👩\u200d💻 \x1b[31mRed")


def accounts(count: int) -> list[Account]:
    return [Account(100 + place, f"{NAMES[place % 6]} {place}", place * 37 % 900) for place in range(count)]


class Calls:
    """Counts what was asked of the rows."""

    def __init__(self) -> None:
        self.cells = 0

    def name(self, row: Account) -> Cell:
        self.cells += 1
        return Cell(row.name)


class Recorder(RowTable[Account]):
    """A table that counts the lines it paints."""

    painted: list[int]

    def render_line(self, y: int) -> Strip:
        self.painted.append(y)
        return super().render_line(y)


class TableApp(App[None]):
    """A table and something else that can take the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = Calls()
        self.said: list[Message] = []
        columns: Sequence[Column[Account]] = (
            Column("name", "Account", self.calls.name, 12, flex=1, sort_key="name"),
            Column("zone", "Zone", lambda row: Cell("EMEA", "muted"), 6, priority=1),
            Column("hours", "Hours", lambda row: Cell(str(row.hours)), 6, align="right", sort_key="load"),
        )
        self.table = Recorder(
            columns, lambda row: row.id, empty="No account matches.\nesc clears the filter.", id="accounts"
        )
        self.table.painted = []

    def compose(self) -> ComposeResult:
        yield self.table
        yield Input()

    def on_mount(self) -> None:
        self.table.focus()

    def keep(self, message: Message) -> None:
        self.said.append(message)

    on_row_table_highlighted = keep
    on_row_table_opened = keep
    on_row_table_marks_changed = keep
    on_row_table_sort_requested = keep
    on_row_table_column_moved = keep


@asynccontextmanager
async def opened(count: int = 20, size: tuple[int, int] = (40, 11)) -> AsyncIterator[tuple[TableApp, Pilot[None]]]:
    """A table of 8 lines (a header and 7 rows) over an input."""
    app = TableApp()
    async with app.run_test(size=size) as pilot:
        app.table.show(accounts(count))
        await pilot.pause()
        app.said.clear()
        app.table.painted.clear()
        yield app, pilot


def current_id(app: TableApp) -> int | None:
    return None if app.table.current is None else app.table.current.id


async def test_the_header_stays_and_the_rows_scroll(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        assert drawn(app)[:8] == [
            "   Account                Zone    Hours",
            "▸  Borealis 0             EMEA        0",
            "   漢字 Foods 1           EMEA       37",
            "   Acme [/EMEA] 2         EMEA       74",
            "   שלום 3                 EMEA      111",
            "   José 4                 EMEA      148",
            "   👩 Red 5               EMEA      185",
            "   Borealis 6             EMEA      222",
        ]
        await pilot.press("G")
        assert drawn(app)[0] == "   Account                Zone    Hours"
        assert drawn(app)[7] == "▸  漢字 Foods 19          EMEA      703"


async def test_showing_rows_asks_only_for_the_cells_in_view() -> None:
    async with opened(count=0) as (app, pilot):
        app.calls.cells = 0
        app.table.show(accounts(50_000))
        assert app.calls.cells == 0
        await pilot.pause()
        assert app.calls.cells == 7


async def test_moving_the_cursor_paints_two_lines() -> None:
    async with opened() as (app, pilot):
        await pilot.press("down")
        assert sorted(app.table.painted) == [1, 2]


async def test_moving_the_column_paints_the_header_only() -> None:
    async with opened() as (app, pilot):
        await pilot.press("l")
        assert app.table.painted == [0]


async def test_scrolling_by_one_row_fetches_the_cells_of_one_new_row() -> None:
    async with opened() as (app, pilot):
        app.table.move_to(106)
        await pilot.pause()
        app.calls.cells = 0
        await pilot.press("j")
        assert app.calls.cells == 1


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        (("j", "down", "k"), 101),
        (("G",), 119),
        (("end", "up"), 118),
        (("G", "g"), 100),
        (("G", "home"), 100),
        (("pagedown",), 106),
        (("pagedown", "pageup"), 100),
        (("ctrl+d",), 103),
        (("ctrl+d", "ctrl+u"), 100),
        (("k",), 100),
    ],
)
async def test_the_keys_that_move_the_cursor(keys: tuple[str, ...], row: int) -> None:
    async with opened() as (app, pilot):
        await pilot.press(*keys)
        assert current_id(app) == row


async def test_the_cursor_stays_on_its_row_and_comes_back_to_it() -> None:
    async with opened() as (app, pilot):
        await pilot.press("j", "j", "j")
        rows = accounts(20)
        app.table.show(rows[10:])
        assert current_id(app) == 110
        app.table.show([])
        assert current_id(app) is None
        app.table.show(rows[:2] + rows[5:])
        assert current_id(app) == 105
        app.table.show(rows[::-1])
        assert current_id(app) == 103


async def test_a_row_that_is_not_shown_yet_gets_the_cursor_when_it_is() -> None:
    async with opened(count=0) as (app, _pilot):
        assert not app.table.move_to(107)
        app.table.show(accounts(20))
        assert current_id(app) == 107


async def test_sorting_keeps_the_cursor_on_its_line_of_the_screen(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        await pilot.press("j", "j", "j")
        app.table.show(accounts(20)[::-1])
        await pilot.pause()
        assert drawn(app)[4] == "▸  שלום 3                 EMEA      111"


async def test_a_new_highlight_is_told_once_with_its_row() -> None:
    async with opened() as (app, pilot):
        await pilot.press("j")
        (said,) = app.said
        assert isinstance(said, RowTable.Highlighted)
        assert (said.control, said.row) == (app.table, app.table.current)


async def test_a_row_with_new_content_is_told_again_and_drawn_again(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        app.table.show([Account(100, "Borealis Health", 5), *accounts(20)[1:]])
        await pilot.pause()
        assert [type(said) for said in app.said] == [RowTable.Highlighted]
        assert drawn(app)[1] == "▸  Borealis Health        EMEA        5"


async def test_space_marks_and_moves_on(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        await pilot.press("space", "space")
        assert [row.id for row in app.table.marked_rows()] == [100, 101]
        assert drawn(app)[1:4] == [
            " ● Borealis 0             EMEA        0",
            " ● 漢字 Foods 1           EMEA       37",
            "▸  Acme [/EMEA] 2         EMEA       74",
        ]
        marked = [said for said in app.said if isinstance(said, RowTable.MarksChanged)]
        assert (marked[-1].shown, marked[-1].hidden) == (2, 0)


async def test_marks_survive_the_filter_that_hides_them() -> None:
    async with opened() as (app, pilot):
        await pilot.press("space", "space")
        app.table.show(accounts(20)[1:])
        assert [row.id for row in app.table.marked_rows()] == [101]
        assert app.table.hidden_marks == 1
        assert app.table.marks == {100, 101}
        app.table.clear_marks()
        assert app.table.marks == frozenset()


async def test_a_range_is_marked_while_it_is_drawn_and_kept(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        await pilot.press("j", "v", "j", "j")
        assert app.table.is_ranging
        assert [row.id for row in app.table.marked_rows()] == [101, 102, 103]
        assert [line[:3] for line in drawn(app)[1:6]] == ["   ", " ● ", " ● ", "▸● ", "   "]
        await pilot.press("k", "v", "j")
        assert [row.id for row in app.table.marked_rows()] == [101, 102]
        assert [line[:3] for line in drawn(app)[1:6]] == ["   ", " ● ", " ● ", "▸  ", "   "]


async def test_other_rows_end_a_range_and_keep_what_it_covered() -> None:
    async with opened() as (app, pilot):
        await pilot.press("v", "j")
        app.table.show(accounts(5)[::-1])
        assert not app.table.is_ranging
        assert app.table.marks == {100, 101}


async def test_star_marks_all_shown_rows_then_none() -> None:
    async with opened(count=3) as (app, pilot):
        app.table.set_marks([999])
        await pilot.press("*")
        assert app.table.marks == {100, 101, 102, 999}
        await pilot.press("*")
        assert app.table.marks == {999}


async def test_s_asks_for_the_chosen_column_and_the_arrow_is_drawn(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        await pilot.press("l", "l", "s")
        said = app.said[-1]
        assert isinstance(said, RowTable.SortRequested)
        assert (said.column, said.sort_key) == ("hours", "load")
        app.table.sorted_by = ("hours", True)
        await pilot.pause()
        assert drawn(app)[0] == "   Account                Zone   Hours▼"


async def test_a_column_without_an_order_asks_for_nothing() -> None:
    async with opened() as (app, pilot):
        await pilot.press("l", "s")
        assert [type(said) for said in app.said] == [RowTable.ColumnMoved]


async def test_enter_opens_the_row() -> None:
    async with opened() as (app, pilot):
        await pilot.press("j", "enter")
        said = app.said[-1]
        assert isinstance(said, RowTable.Opened)
        assert said.row.id == 101


async def test_rows_cursor_and_marks_may_be_given_before_the_table_is_on_the_screen(drawn: Drawn) -> None:
    app = TableApp()
    app.table.show(accounts(20))
    app.table.move_to(119)
    app.table.set_marks([118])
    async with app.run_test(size=(40, 11)) as pilot:
        await pilot.pause()
        assert drawn(app)[6:8] == [" ● Borealis 18            EMEA      666", "▸  漢字 Foods 19          EMEA      703"]
        assert [said.row for said in app.said if isinstance(said, RowTable.Highlighted)][-1] == app.table.current


def test_every_key_has_an_action_an_id_and_a_tooltip() -> None:
    for binding in RowTable.BINDINGS:
        assert isinstance(binding, Binding)
        assert callable(getattr(RowTable, f"action_{binding.action}"))
        assert binding.id is not None
        assert binding.id.startswith("table.")
        assert binding.tooltip
        assert not binding.priority


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    async with opened() as (app, pilot):
        await pilot.click(app.table, offset=(10, 4))
        assert current_id(app) == 103
        await pilot.click(app.table, offset=(10, 5), times=2)
        said = app.said[-1]
        assert isinstance(said, RowTable.Opened)
        assert said.row.id == 104


async def test_rows_that_change_between_press_and_release_do_not_change_what_was_pressed() -> None:
    async with opened() as (app, pilot):
        await pilot.mouse_down(app.table, offset=(10, 4))
        app.table.show(accounts(20)[2:])
        await pilot.mouse_up(app.table, offset=(10, 4))
        await pilot.click(app.table, offset=(10, 4))
        assert current_id(app) == 105


async def test_a_click_on_a_title_asks_for_its_order() -> None:
    async with opened() as (app, pilot):
        await pilot.click(app.table, offset=(5, 0))
        said = app.said[-1]
        assert isinstance(said, RowTable.SortRequested)
        assert said.sort_key == "name"


async def test_a_click_in_the_gutter_marks() -> None:
    async with opened() as (app, pilot):
        await pilot.click(app.table, offset=(1, 3))
        assert [row.id for row in app.table.marked_rows()] == [102]


async def test_no_rows_show_the_given_words(drawn: Drawn) -> None:
    async with opened(count=0) as (app, pilot):
        await pilot.press("j", "space", "v", "enter", "*", "G", "pagedown")
        assert drawn(app)[1:3] == ["   No account matches.", "   esc clears the filter."]
        assert app.said == []


async def test_a_smaller_window_keeps_the_cursor_in_view(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        app.table.move_to(106)
        await pilot.resize_terminal(40, 7)
        assert drawn(app)[3] == "▸  Borealis 6             EMEA      222"


async def test_a_narrow_window_drops_the_columns_that_give_way(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        await pilot.press("l")
        await pilot.resize_terminal(28, 11)
        assert drawn(app)[0] == "   Account            Hours"
        assert app.table.current_column is not None
        assert app.table.current_column.key == "hours"
        await pilot.resize_terminal(40, 11)
        assert app.table.current_column.key == "zone"


async def test_columns_wider_than_the_window_scroll_to_the_chosen_one(drawn: Drawn) -> None:
    async with opened(size=(16, 11)) as (app, pilot):
        assert drawn(app)[2] == "   漢字 Foods 1"
        await pilot.press("l")
        assert drawn(app)[2].endswith("37")
        await pilot.press("h")
        assert drawn(app)[2] == "   漢字 Foods 1"


@pytest.mark.parametrize("size", [(40, 4), (5, 5), (2, 4), (1, 4)])
async def test_the_smallest_windows_are_painted(size: tuple[int, int], drawn: Drawn) -> None:
    async with opened(size=size) as (app, pilot):
        await pilot.press("j", "l", "space", "G")
        assert len(drawn(app)) == size[1]
        assert current_id(app) == 119


async def test_one_line_shows_the_row_under_the_cursor(drawn: Drawn) -> None:
    async with opened(size=(40, 4)) as (app, pilot):
        await pilot.press("j", "j")
        assert drawn(app)[0] == "▸  Acme [/EMEA] 2         EMEA       74"


async def test_the_cursor_is_seen_without_the_focus(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        focused = app.table.render_line(1)
        await pilot.press("tab")
        blurred = app.table.render_line(1)
        assert blurred.text == focused.text
        assert [segment.style for segment in blurred] != [segment.style for segment in focused]
        assert drawn(app)[1].startswith("▸")


async def test_another_theme_repaints_every_line() -> None:
    async with opened() as (app, pilot):
        before = [segment.style for segment in app.table.render_line(2)]
        app.theme = "textual-light"
        await pilot.pause()
        assert [segment.style for segment in app.table.render_line(2)] != before


async def test_a_muted_cell_is_told_from_a_plain_one_in_every_theme() -> None:
    async with opened() as (app, pilot):
        for theme in app.available_themes:
            if not theme.startswith(("ansi", "textual-ansi")):
                app.theme = theme
                await pilot.pause()
                styles = {segment.text.strip(): segment.style for segment in app.table.render_line(3)}
                assert styles["EMEA"] != styles["Acme [/EMEA] 2"], theme


async def test_without_colours_the_cursor_is_reversed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened() as (app, _pilot):
        line = app.table.render_line(1)
        assert all(segment.style is not None and segment.style.reverse for segment in line)
        assert not any(segment.style is not None and segment.style.reverse for segment in app.table.render_line(2))


async def test_other_columns_replace_those_drawn(drawn: Drawn) -> None:
    async with opened() as (app, pilot):
        app.table.show_columns([Column("id", "Number", lambda row: Cell(f"A{row.id}"), 8)])
        await pilot.pause()
        assert drawn(app)[:2] == ["   Number", "▸  A100"]
