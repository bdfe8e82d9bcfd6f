from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.writers.safe import disarmed


@pytest.mark.parametrize(
    "text",
    ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1",
     "\u00a0=1", "\ufeff=1", "\x00=1", "\u200b=1", "\x1b[31m=1", "-", "- item"],
)  # fmt: skip
def test_what_could_be_a_formula_gets_a_quote_mark(text: str) -> None:
    assert disarmed(text).startswith("'")


@pytest.mark.parametrize("text", ["Acme", "A=B", "1 + 1", "3-4", "株式会社", "a@b.example", "'quoted'", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert disarmed(text) == text


def test_control_sequences_are_taken_out() -> None:
    assert disarmed("Acme\x1b]0;owned\x07 Inc\u202e") == "Acme Inc"


@given(st.text(max_size=40))
def test_no_text_begins_like_a_formula(text: str) -> None:
    written = disarmed(text)
    assert written[:1] not in set("=+-@\t\r\n＝＋－＠")
    assert written.lstrip()[:1] not in set("=+-@＝＋－＠")
