from __future__ import annotations

from datetime import date

import pytest

from core.exchange.merge import Verdict, merged, text_of
from core.words import Touch


@pytest.mark.parametrize(
    ("last", "ours", "theirs", "verdict"),
    [
        ("a", "a", "a", Verdict.SAME),
        ("a", "b", "b", Verdict.SAME),
        ("a", "b", "a", Verdict.KEEP),
        ("a", "a", "b", Verdict.TAKE),
        ("a", "a", "", Verdict.TAKE),
        ("a", "b", "c", Verdict.CONFLICT),
        ("a", "b", "", Verdict.CONFLICT),
        (None, "", "b", Verdict.TAKE),
        (None, "b", "", Verdict.KEEP),
        (None, "b", "c", Verdict.CONFLICT),
    ],
)
def test_the_side_that_changed_wins_and_ours_when_both_did(
    last: str | None, ours: str, theirs: str, verdict: Verdict
) -> None:
    assert merged(last, ours, theirs) is verdict


def test_an_inferred_value_gives_way_to_a_given_one() -> None:
    assert merged(None, "guess", "given", inferred=True) is Verdict.TAKE
    assert merged("given", "guess", "", inferred=True) is Verdict.CONFLICT


def test_long_and_many_lined_texts_keep_their_difference_in_one_short_line() -> None:
    long = "word\n" * 100
    assert len(text_of(long)) <= 200
    assert "\n" not in text_of(long)
    assert text_of(long) == text_of(long + "  ") != text_of(long + "x")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (False, ""), (True, "yes"), (12, "12"), (date(2026, 1, 2), "2026-01-02"), (Touch.HIGH, "high"),
     (("a", "b"), "a, b"), ("x", "x")],
)  # fmt: skip
def test_equal_values_share_one_text(value: object, text: str) -> None:
    assert text_of(value) == text
