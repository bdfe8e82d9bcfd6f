from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from widgets.table.columns import Cell, Column, lay_out
from widgets.table.painter import paint_header, paint_row, paint_words
from widgets.table.palette import Palette
from widgets.tones import Tone

PALETTE = Palette(
    row=Style(color="white"),
    marked=Style(color="white", bgcolor="blue"),
    cursor=Style(color="black", bgcolor="yellow"),
    header=Style(bold=True),
    column=Style(bold=True, underline=True),
    tones={"bad": Style(color="red")},
)


def column(key: str, width: int, tone: Tone = "plain", *, right: bool = False) -> Column[dict[str, str]]:
    return Column(key, key.title(), lambda row: Cell(row[key], tone), width, align="right" if right else "left")


LAYOUT = lay_out([column("name", 10), column("hours", 6, "bad", right=True)], 40)
ROW = {"name": "Acme", "hours": "8.8"}


def test_a_row_is_fitted_into_its_columns() -> None:
    assert paint_row(ROW, LAYOUT, PALETTE, cursor=False, marked=False).text == "   Acme          8.8"


@pytest.mark.parametrize(
    ("cursor", "marked", "gutter"),
    [(True, False, "▸  "), (False, True, " ● "), (True, True, "▸● "), (False, False, "   ")],
)
def test_cursor_and_mark_are_characters_not_only_colours(cursor: bool, marked: bool, gutter: str) -> None:
    assert paint_row(ROW, LAYOUT, PALETTE, cursor=cursor, marked=marked).text.startswith(gutter + "Acme")


def test_a_tone_is_laid_over_the_style_of_the_row() -> None:
    styles = [segment.style for segment in paint_row(ROW, LAYOUT, PALETTE, cursor=False, marked=True)]
    assert styles[-1] == Style(color="red", bgcolor="blue")


def test_a_text_that_runs_on_takes_the_rest_of_the_line_and_no_more() -> None:
    first: Column[dict[str, str]] = Column("name", "Name", lambda row: Cell(row["name"], runs_on=True), 10)
    layout = lay_out([first, column("hours", 6, "bad", right=True)], 40)

    line = paint_row({"name": "Nobody may take it", "hours": "8.8"}, layout, PALETTE, cursor=False, marked=False)
    assert line.text == "   Nobody may take… "
    assert line.cell_length == layout.width


def test_tones_give_way_to_the_cursor() -> None:
    line = paint_row(ROW, LAYOUT, PALETTE, cursor=True, marked=True)
    assert {segment.style for segment in line} == {PALETTE.cursor}


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("漢字漢字漢字", "漢字漢字… "),
        ("שלום", "שלום      "),
        ("Jose\u0301", "José      "),
        ("👩\u200d💻 Ana", "👩 Ana    "),
        ("[/EMEA]", "[/EMEA]   "),
        ("\x1b]0;owned\x07Acme\x1b[31m", "Acme      "),
        ("one\ntwo", "one two   "),
        ("", "          "),
    ],
)
def test_any_text_keeps_its_column(name: str, drawn: str) -> None:
    line = paint_row({"name": name, "hours": "1"}, LAYOUT, PALETTE, cursor=False, marked=False)
    assert line.text == f"   {drawn}      1"


@given(st.text(), st.text(), st.booleans(), st.booleans())
def test_a_line_is_exactly_as_wide_as_its_layout(name: str, hours: str, cursor: bool, marked: bool) -> None:
    line = paint_row({"name": name, "hours": hours}, LAYOUT, PALETTE, cursor=cursor, marked=marked)
    assert cell_len(line.text) == LAYOUT.width == line.cell_length


def test_the_header_shows_the_titles() -> None:
    assert paint_header(LAYOUT, PALETTE).text == "   Name        Hours"


def test_an_arrow_shows_the_order_even_where_the_title_is_cut() -> None:
    assert paint_header(LAYOUT, PALETTE, sorted_by=("name", False)).text == "   Name▲       Hours"
    assert paint_header(LAYOUT, PALETTE, sorted_by=("hours", True)).text == "   Name       Hours▼"
    narrow = lay_out([column("name", 4)], 40)
    assert paint_header(narrow, PALETTE, sorted_by=("name", False)).text == "   Na…▲"


def test_the_chosen_column_is_underlined_in_the_header() -> None:
    header = paint_header(LAYOUT, PALETTE, column="hours")
    assert [segment.text.strip() for segment in header if segment.style == PALETTE.column] == ["Hours"]


def test_an_empty_table_says_its_words_under_the_titles() -> None:
    assert paint_words("No account matches.", 12, PALETTE).text == "   No accou…"
