from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult

from widgets.before_after import BeforeAfter, LoadShift, shift_bar, shift_line
from widgets.load_bar import LoadPoint

Drawn = Callable[[App[None]], list[str]]

RECEIVER = LoadShift("Ana Ruiz", LoadPoint(8_000, 10_000, "room"), LoadPoint(11_000, 10_000, "over"))
GIVER = LoadShift("漢字 Foods", LoadPoint(12_500, 10_000, "critical"), LoadPoint(9_500, 10_000, "full"))


def test_what_comes_is_hatched_behind_what_stays() -> None:
    assert shift_bar(RECEIVER, 16).text == "████████▓▓│▓····"


def test_what_goes_is_hatched_where_it_was() -> None:
    assert shift_bar(GIVER, 16).text == "██████████│░░░··"


def test_a_line_says_name_numbers_and_words_before_and_after() -> None:
    line = shift_line(RECEIVER, 80)
    assert line.plain == "Ana Ruiz         ██████████████▓▓▓▓│▓▓········   80 % room     →  110 % over    "


@pytest.mark.parametrize(
    ("width", "drawn"),
    [
        (58, "Ana Ruiz           80 % room     →  110 % over    "),
        (44, "Ana Ruiz     80 % room     →  110 % over    "),
        (20, "Ana Ruiz   80 % roo…"),
        (4, "Ana…"),
        (0, ""),
    ],
)
def test_where_room_is_short_the_bar_goes_first_then_the_words(width: int, drawn: str) -> None:
    assert shift_line(RECEIVER, width).plain == drawn


@given(st.integers(0, 120), st.text(max_size=30))
def test_a_line_is_never_wider_than_its_room(width: int, name: str) -> None:
    shift = LoadShift(name, LoadPoint(0, 0, "absent"), LoadPoint(100_000, 10_000, "critical"))
    assert cell_len(shift_line(shift, width).plain) <= width


def test_a_name_cannot_steer_the_terminal() -> None:
    shift = LoadShift("[/EMEA]\x1b]0;x\x07", RECEIVER.before, RECEIVER.after)
    assert shift_line(shift, 80).plain.startswith("[/EMEA]   ")


class ShiftApp(App[None]):
    """Two persons of one change."""

    def compose(self) -> ComposeResult:
        yield BeforeAfter(RECEIVER)
        yield BeforeAfter(GIVER)


async def test_lines_of_several_persons_stand_in_columns(drawn: Drawn) -> None:
    app = ShiftApp()
    async with app.run_test(size=(70, 4)):
        assert drawn(app)[:2] == [
            "Ana Ruiz         ██████████▓▓│▓·····   80 % room     →  110 % over",
            "漢字 Foods       ███████████░│░░░···  125 % critical →   95 % full",
        ]
