from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.output import Column, bar, document, hours_number, laid_out, money_number, put, say, shown
from widgets.text import cell_width


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


NAMES = Column("Name", flex=True)
AMOUNT = Column("ARR", "right")


def test_cells_stand_under_their_heading_and_numbers_at_the_right() -> None:
    lines = laid_out([NAMES, AMOUNT], [["Acme", "1,200"], ["Borealis", "90"]], None)
    assert lines == ["Name        ARR", "Acme      1,200", "Borealis     90"]


def test_wide_letters_count_as_two_cells() -> None:
    lines = laid_out([NAMES, AMOUNT], [["東京電力", "1"], ["Acme", "22"]], None)
    assert [cell_width(line) for line in lines] == [13, 13, 13]


def test_only_flexible_columns_give_room() -> None:
    lines = laid_out([NAMES, AMOUNT], [["A name of some length", "1,200,000"]], 24)
    assert lines[1] == "A name of so…  1,200,000"


def test_a_narrow_window_leaves_out_spare_columns_before_it_cuts_names() -> None:
    columns = [NAMES, Column("Touch", spare=2), Column("Stage", spare=1), AMOUNT]
    row = ["A name of some length", "high", "renewal", "1,200"]
    assert laid_out(columns, [row], 42)[1] == "A name of some len…  high   renewal  1,200"
    assert laid_out(columns, [row], 34)[1] == "A name of some le…  renewal  1,200"
    assert laid_out(columns, [row], 24)[1] == "A name of some l…  1,200"
    assert laid_out(columns, [row], 16)[1] == "A name o…  1,200"


@given(st.lists(st.tuples(st.text(), st.text()), max_size=6), st.integers(min_value=1, max_value=60))
def test_no_line_is_wider_than_the_window(rows: list[tuple[str, str]], width: int) -> None:
    assert all(cell_width(line) <= width for line in laid_out([NAMES, AMOUNT], rows, width))


@given(st.text())
def test_a_cell_never_breaks_its_line(text: str) -> None:
    lines = laid_out([NAMES], [[text]], None)
    assert len(lines) == 2
    assert "\n" not in lines[1]


def test_text_of_the_book_cannot_steer_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    put(shown("Acme \x1b]0;owned\x07[/EMEA]"))
    say("  row 3: \x1b[2Jgone")
    assert terminal.getvalue() == "Acme [/EMEA]\n  row 3: gone\n"


def test_a_pipe_gets_the_text_as_the_book_has_it(capsys: pytest.CaptureFixture[str]) -> None:
    put(shown("Zoë 👩‍🚀"))
    assert capsys.readouterr().out == "Zoë 👩‍🚀\n"


@given(st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Lo", "Ll"])))
def test_a_document_holds_no_character_that_could_steer_and_says_the_same(text: str) -> None:
    kept, sys.stdout = sys.stdout, io.StringIO()
    try:
        document({"name": text})
        written = sys.stdout.getvalue()
    finally:
        sys.stdout = kept
    assert json.loads(written) == {"name": text}
    assert not any(char < " " or "\x7f" <= char <= "\x9f" or char in "\u202e\u200b\u2066" for char in written[:-1])


@given(st.lists(st.integers(min_value=0, max_value=10**7)))
def test_hours_in_json_are_hundredths_exactly(parts: list[int]) -> None:
    assert [round(hours_number(part) * 100) for part in parts] == parts
    assert round(sum(map(hours_number, parts)) * 100) == sum(parts)


def test_money_in_json_is_whole_where_it_is_whole() -> None:
    assert money_number(12_000_00, "USD") == 12_000
    assert money_number(12_50, "EUR") == 12.5
    assert money_number(1_200, "JPY") == 1_200
    assert money_number(None, "USD") is None


def test_a_bar_shows_what_is_over_beyond_its_end() -> None:
    assert bar(50, 10) == "█████░░░░░"
    assert bar(120, 10) == "██████████▓▓"
    assert bar(None) == ""


def test_a_bar_is_drawn_with_what_the_console_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert bar(120, 10) == "##########++"
