from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import NAME_LIMIT, clean, fold, is_clean, is_kept

ANY = st.text(max_size=80) | st.text(alphabet="\x1b]0;[31mAé\u0301\u200b\u202e\u2028\u00a0\t\n\r \x07\x9c", max_size=40)


@given(ANY, st.booleans())
def test_cleaning_twice_changes_nothing(text: str, lines: bool) -> None:
    once = clean(text, lines=lines)
    assert clean(once, lines=lines) == once


@given(ANY, st.booleans())
def test_clean_text_holds_nothing_that_could_steer_a_terminal_or_break_a_line(text: str, lines: bool) -> None:
    cleaned = clean(text, lines=lines)
    allowed = {"\n"} if lines else set()
    for char in set(cleaned) - allowed:
        assert unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp")
        assert char not in "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()
    assert is_clean(cleaned)


@given(ANY, st.booleans(), st.integers(1, 30))
def test_text_is_kept_exactly_when_cleaning_gives_it_back(text: str, lines: bool, limit: int) -> None:
    for candidate in (text, clean(text, limit=limit, lines=lines)):
        same = clean(candidate, limit=limit, lines=lines) == candidate
        assert is_kept(candidate, limit=limit, lines=lines) is same


@given(st.text(max_size=600), st.booleans())
def test_clean_text_keeps_within_its_limit(text: str, lines: bool) -> None:
    assert len(clean(text, lines=lines)) <= NAME_LIMIT


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("\x1b]0;owned\x07Acme", "Acme"),
        ("\x1b]52;c;ZXZpbA==\x1b\\Acme", "Acme"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("Acme\u202egnp.exe", "Acmegnp.exe"),
        ("Ac\u200bme", "Acme"),
        ("  Acme \t Robotics\n", "Acme Robotics"),
        ("Acme\u00a0Robotics", "Acme Robotics"),
        ("Acme\u2028Robotics", "Acme Robotics"),
        ("Cafe\u0301", "Café"),
        ("\x9b31mred", "31mred"),
        ("\ud800lone", "lone"),
    ],
)
def test_what_is_taken_out_and_what_stays(dirty: str, cleaned: str) -> None:
    assert clean(dirty) == cleaned


@pytest.mark.parametrize(
    "name", ["Acme [/EMEA]", "=cmd|' /C calc'!A0", "北京公司", "שלום", "Ørsted & Sønner", "O'Neil :smile:"]
)
def test_odd_but_harmless_names_stay_as_they_are(name: str) -> None:
    assert clean(name) == name


def test_line_ends_survive_only_where_lines_are_wanted() -> None:
    assert clean("one \r\n two\rthree", lines=True) == "one\ntwo\nthree"
    assert clean("one\r\ntwo") == "one two"


def test_a_cell_of_a_megabyte_is_cut() -> None:
    assert clean("x" * 1_000_000) == "x" * NAME_LIMIT


@given(ANY)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_folding_does_not_mind_case_or_composition(text: str) -> None:
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Ruíz", "ana ruiz"), ("STRASSE", "straße"), ("ＡＣＭＥ", "acme"), ("ℌ", "h"), ("İzmir", "izmir")],
)
def test_names_that_look_alike_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)
