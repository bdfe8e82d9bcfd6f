from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from widgets.load_bar import LoadBar, LoadPoint, bar, load_line, percent, tone_of

Drawn = Callable[[App[None]], list[str]]


@pytest.mark.parametrize(
    ("hours", "drawn"),
    [
        (0, "··········│·····"),
        (1, "█·········│·····"),
        (5_000, "█████·····│·····"),
        (10_000, "██████████│·····"),
        (12_000, "██████████│██···"),
        (15_000, "██████████│█████"),
        (90_000, "██████████│█████"),
    ],
)
def test_a_bar_has_a_line_at_full_capacity(hours: int, drawn: str) -> None:
    assert bar(hours, 10_000, 16).text == drawn


def test_the_pooled_part_is_hatched_at_the_end_of_the_bar() -> None:
    assert bar(8_000, 10_000, 16, pooled_hundredths=3_000).text == "█████▒▒▒··│·····"
    assert bar(12_000, 10_000, 16, pooled_hundredths=4_000).text == "████████▒▒│▒▒···"


def test_a_little_pooled_work_is_still_seen() -> None:
    assert bar(8_000, 10_000, 16, pooled_hundredths=10).text == "███████▒··│·····"


def test_without_capacity_there_is_neither_line_nor_load() -> None:
    assert bar(4_000, 99, 8).text == "········"


def test_pieces_say_what_they_stand_for() -> None:
    pieces = bar(8_000, 10_000, 16, pooled_hundredths=3_000).pieces
    assert [(piece.part, len(piece.text)) for piece in pieces] == [
        ("carried", 5),
        ("pooled", 3),
        ("room", 2),
        ("line", 1),
        ("room", 5),
    ]


@given(st.integers(0, 100_000), st.integers(0, 50_000), st.integers(0, 60), st.integers(0, 100_000))
def test_a_bar_is_exactly_as_wide_as_asked(hours: int, capacity: int, width: int, pooled: int) -> None:
    drawn = bar(hours, capacity, width, pooled)
    assert len(drawn.text) == width
    assert drawn.text.count("│") == (capacity >= 100 and width > 1)


@given(st.integers(0, 40_000), st.integers(0, 40_000), st.integers(100, 20_000), st.integers(2, 60))
def test_more_hours_never_draw_a_shorter_bar(few: int, more: int, capacity: int, width: int) -> None:
    few, more = sorted((few, more))
    assert bar(few, capacity, width).text.count("█") <= bar(more, capacity, width).text.count("█")


@pytest.mark.parametrize(
    ("hours", "capacity", "drawn"),
    [(9_600, 10_000, "96 %"), (10_250, 10_000, "103 %"), (10_249, 10_000, "102 %"), (0, 100, "0 %"), (5, 99, "–")],
)
def test_the_percentage_is_rounded_half_up(hours: int, capacity: int, drawn: str) -> None:
    assert percent(hours, capacity) == drawn


def test_each_band_has_its_tone_and_an_unknown_one_is_plain() -> None:
    assert [tone_of(band) for band in ("room", "full", "over", "critical", "absent", "?")] == [
        "good",
        "plain",
        "warn",
        "bad",
        "muted",
        "plain",
    ]


OVER = LoadPoint(11_000, 10_000, "over", pooled=2_000)


@pytest.mark.parametrize(
    ("width", "drawn"),
    [
        (32, "█████████▒│▒····  110 % over    "),
        (20, "█▒│·  110 % over    "),
        (19, "110 % over         "),
        (8, "110 % o…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_where_room_is_short_the_bar_goes_before_the_words(width: int, drawn: str) -> None:
    line = load_line(OVER, width)
    assert line.plain == drawn
    assert cell_len(line.plain) == width


def test_the_band_of_a_caller_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in load_line(LoadPoint(1, 100, "\x1b[31mover"), 40).plain


class BarApp(App[None]):
    """One bar."""

    def compose(self) -> ComposeResult:
        yield LoadBar(OVER)


async def test_a_load_bar_draws_its_point_and_follows_it(drawn: Drawn) -> None:
    app = BarApp()
    async with app.run_test(size=(32, 3)) as pilot:
        assert drawn(app)[0] == "█████████▒│▒····  110 % over"
        app.query_one(LoadBar).point = LoadPoint(2_000, 10_000, "room")
        await pilot.pause()
        assert drawn(app)[0] == "██········│·····   20 % room"
        app.query_one(LoadBar).point = None
        await pilot.pause()
        assert drawn(app)[0] == ""


async def test_a_load_bar_is_painted_in_every_theme() -> None:
    app = BarApp()
    async with app.run_test(size=(32, 3)) as pilot:
        seen = set()
        for theme in app.available_themes:
            app.theme = theme
            await pilot.pause()
            seen.add(str(next(iter(app.query_one(LoadBar).render_line(0))).style))
        assert len(seen) > 3
