from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.usecases import values
from core.usecases.values import Unreadable
from core.words import Touch


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("120000", 12_000_000),
        ("120k", 12_000_000),
        ("1.2M", 120_000_000),
        ("1,2m", 120_000_000),
        ("0.5b", 50_000_000_000),
        ("$120,000", 12_000_000),
        ("120 000 USD", 12_000_000),
        ("usd 1,200.50", 120_050),
        ("1.200,50", 120_050),
        ("1'200", 120_000),
        ("1,234", 123_400),
        ("1.234", 123_400),
        ("1.234M", 123_400_000),
        ("12.5", 1_250),
        ("1,234,567.89", 123_456_789),
        ("1.234.567", 123_456_700),
        ("0", 0),
        ("-0", 0),
        ("+5", 500),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: int) -> None:
    assert values.money(text, "USD") == amount


def test_a_currency_without_cents_has_none() -> None:
    assert values.money("120k", "JPY") == 120_000
    with pytest.raises(Unreadable, match="finer than the smallest coin"):
        values.money("1.5", "JPY")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "much",
        "-5",
        "-0.01",
        "1,23,456",
        "12,34.567.8",
        "1.2.3",
        "5 apples",
        "1e9",
        "0x10",
        "99999999999999999",
        "1.005.5k",
        "٣٠٠",
        "1.234,567",
    ],
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        values.money(text, "USD")


@given(st.integers(0, 10**13))
def test_an_amount_with_thousands_is_read_back(amount: int) -> None:
    units, cents = divmod(amount, 100)
    assert values.money(f"{units:,}.{cents:02}", "USD") == amount
    assert values.money(f"{units}.{cents:02}", "USD") == amount


@given(st.text(max_size=12))
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (lambda t: values.money(t, "USD"), values.hours, values.percent, values.flag, values.currency):
        with contextlib.suppress(Unreadable):
            read(text)


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (values.hours, "7.5", 750),
        (values.hours, "7,25 h", 725),
        (values.hours, "100", 10_000),
        (values.percent, "80", 80),
        (values.percent, "80 %", 80),
        (values.percent, "0.8", 80),
        (values.percent, "1.0", 100),
        (values.whole, "-3", -3),
        (values.flag, "Yes", True),
        (values.flag, "0", False),
        (values.currency, "eur", "EUR"),
    ],
)
def test_other_values_are_read(read: Callable[[str], Any], text: str, value: object) -> None:
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (values.hours, "7.555"),
        (values.hours, "-1"),
        (values.percent, "half"),
        (values.whole, "1.5"),
        (values.flag, "perhaps"),
        (values.currency, "EURO"),
    ],
)
def test_other_texts_are_refused(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)


def test_a_choice_is_one_of_its_words() -> None:
    assert values.choice(Touch, " HIGH ") is Touch.HIGH
    with pytest.raises(Unreadable, match="none of high, mid, tech"):
        values.choice(Touch, "low")


def test_a_word_is_known_by_its_key_or_another_spelling() -> None:
    options = [("ent", ("Enterprise",)), ("mid", ())]
    assert values.known("ENTERPRISE", options, "segments") == "ent"
    with pytest.raises(Unreadable, match="none of ent, mid"):
        values.known("small", options, "segments")
    with pytest.raises(Unreadable, match="no segments yet"):
        values.known("small", [], "segments")


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("b, a", (), ("a", "b")),
        ("#beta; Beta", (), ("beta",)),
        ("+x", ("a",), ("a", "x")),
        ("+x -a", ("a", "b"), ("b", "x")),
        ("-A", ("a",), ()),
        ("+#vip, -churn risk", ("churn risk",), ("vip",)),
        ("e-mail", (), ("e-mail",)),
        ("", ("a",), ()),
    ],
)
def test_lists_are_set_added_to_and_taken_from(text: str, before: tuple[str, ...], after: tuple[str, ...]) -> None:
    assert values.words(text, before) == after


def test_a_list_is_either_set_or_edited() -> None:
    with pytest.raises(Unreadable, match="“b” stands without"):
        values.words("+a, b", ())
