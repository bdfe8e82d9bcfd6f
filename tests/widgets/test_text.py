from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from widgets.text import Align, cell_width, fit, plain

TROUBLE = [*"\x1b[];031m\x07\x9b\x9d\x90P\\ \nA", *"\u200d\ufe0f\u20e3\U0001f3fd👩🇩🇪é\u0301漢م\ud800\u202e"]
ANY_TEXT = st.text(st.characters(), max_size=60) | st.lists(st.sampled_from(TROUBLE), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("raw", "drawn"),
    [
        ("Borealis Health", "Borealis Health"),
        ("Acme [/EMEA] [b]x[/b] :smile:", "Acme [/EMEA] [b]x[/b] :smile:"),
        ("\x1b[31mAcme\x1b[0m", "Acme"),
        ("\x1b]0;owned\x07Acme", "Acme"),
        ("\x1b]52;c;b3duZWQ=\x1b\\Acme", "Acme"),
        ("\x9d0;owned\x9cAcme", "Acme"),
        ("\x9b31mAcme", "Acme"),
        ("\x1bPq#0;2;0;0;0\x1b\\Acme", "Acme"),
        ("\x1b(0lqk\x1b(B", "lqk"),
        ("\x1bcAcme", "Acme"),
        ("Acme\x1b", "Acme"),
        ("one\ntwo\tthree\r\nfour", "one two three  four"),
        ("a\u2028b\u00a0c\u3000d", "a b c d"),
        ("abc\u202edef\u2066ghi\u2069", "abcdefghi"),
        ("zero\u200bwidth\u2060\ufeff", "zerowidth"),
        ("half \ud83d pair", "half  pair"),
        ("soft\u00adhyphen", "softhyphen"),
        ("👩\u200d💻 Ana", "👩 Ana"),
        ("👩🏽\u200d💻", "👩"),
        ("👨\u200d👩\u200d👧", "👨"),
        ("❤\ufe0f\u200d🔥", "❤"),
        ("👍🏽", "👍"),
        ("1\ufe0f\u20e3", "1"),
        ("🇩🇪 Berlin", "DE Berlin"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴"),
        ("Jose\u0301", "José"),
        ("שלום עולם", "שלום עולם"),
        ("محمد", "محمد"),
        ("漢字", "漢字"),
    ],
)
def test_what_is_drawn(raw: str, drawn: str) -> None:
    assert plain(raw) == drawn


def test_an_unfinished_terminal_string_shows_its_text_and_steers_nothing() -> None:
    assert plain("\x1b]0;Acme") == "0;Acme"


@given(ANY_TEXT)
@example("\x1b\x1b[0m[31m")
@example("\u200d👩\ufe0f\u200d\u200d👩")
def test_nothing_that_steers_the_terminal_or_has_no_certain_width_is_left(text: str) -> None:
    drawn = plain(text)
    forbidden = [c for c in drawn if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} or c == "\ufe0f"]
    assert forbidden == []
    drawn.encode("utf-8")


@given(ANY_TEXT)
def test_drawing_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert plain(text) == text


@given(ANY_TEXT, st.integers(0, 20))
def test_a_limit_is_kept(text: str, limit: int) -> None:
    assert len(plain(text, limit=limit)) <= limit


def test_a_text_over_its_limit_ends_in_an_ellipsis() -> None:
    assert plain("a long summary", limit=7) == "a long…"


def test_many_unfinished_sequences_are_read_in_one_pass() -> None:
    # Quadratic reading of this text takes minutes.
    assert plain("\x9d0;" * 100_000) == "0;" * 100_000


@given(ANY_TEXT, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_a_fitted_text_has_exactly_its_width(text: str, width: int, align: Align) -> None:
    assert cell_width(fit(plain(text), width, align)) == width


@pytest.mark.parametrize(
    ("text", "width", "align", "fitted"),
    [
        ("Acme", 6, "left", "Acme  "),
        ("Acme", 6, "right", "  Acme"),
        ("Acme", 7, "center", " Acme  "),
        ("Acme Robotics", 6, "left", "Acme… "),
        ("Borealis", 4, "right", "Bor…"),
        ("漢字漢字", 6, "left", "漢字… "),
        ("漢字", 1, "left", "…"),
        ("Acme", 0, "left", ""),
        ("Acme", -3, "left", ""),
    ],
)
def test_how_a_text_is_fitted(text: str, width: int, align: Align, fitted: str) -> None:
    assert fit(text, width, align) == fitted


def test_a_wide_character_takes_two_cells_and_a_combining_one_none() -> None:
    assert [cell_width(text) for text in ("Acme", "漢字", "שלום", "q\u0323")] == [4, 4, 4, 1]
