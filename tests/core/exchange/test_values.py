from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.exchange.fields import Form
from core.exchange.values import (
    CellError,
    HealthValue,
    Money,
    Status,
    decimal_comma,
    is_nothing,
    money,
    reader_of,
    site,
)
from core.when import Ambiguity, DateOrder
from core.words import Complexity, HealthBand, Touch


@pytest.mark.parametrize(
    ("text", "minor", "currency"),
    [
        ("1200", 120_000, ""),
        ("1,200", 120_000, ""),
        ("1.200", 120_000, ""),
        ("1,234.50", 123_450, ""),
        ("1.234,50", 123_450, ""),
        ("1 234,5", 123_450, ""),
        ("1'234.50", 123_450, ""),
        ("12.5", 1_250, ""),
        ("120k", 12_000_000, ""),
        ("1.2M", 120_000_000, ""),
        ("$1,200", 120_000, "USD"),
        ("US$ 1,200", 120_000, "USD"),
        ("1.234,50 €", 123_450, "EUR"),
        ("EUR 1.234,50", 123_450, "EUR"),
        ("1200 CHF", 120_000, "CHF"),
        ("usd1200", 120_000, "USD"),
        ("£99", 9_900, "GBP"),
        ("¥1,200", 1_200, "JPY"),
        ("0", 0, ""),
        ("-0.00", 0, ""),
        ("(0)", 0, ""),
    ],
)
def test_an_amount_is_read_in_either_notation(text: str, minor: int, currency: str) -> None:
    assert money(text, "USD") == Money(minor, currency)


@pytest.mark.parametrize("text", ["-500", "(500)", "($1,200)", "−12", "EUR -3", "500-"])
def test_an_amount_below_zero_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="below zero"):
        money(text, "USD")


@pytest.mark.parametrize(
    "text",
    ["lots", "TBD", "1,2,3", "12.345.6", "1..2", "=1+1", "1e5", "12 apples", "12 tbd", "EUR", "", "€", "1,23,456.7"],
)
def test_what_is_no_amount_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(CellError, match=r"is not an amount\. Write figures"):
        money(text, "USD")


def test_a_sum_that_no_customer_pays_is_a_typing_error() -> None:
    with pytest.raises(CellError, match="Check the figures"):
        money("9" * 18, "USD")


def test_one_clear_value_decides_the_decimal_mark_of_a_column() -> None:
    assert decimal_comma(["1.234", "99,5"]) is True
    assert decimal_comma(["1,234", "99.5"]) is False
    assert decimal_comma(["1,234", "12"]) is None
    assert money("1.234", "USD", comma=False) == Money(123)
    assert money("1.234", "USD", comma=True) == Money(123_400)


@given(st.integers(0, 10**12), st.sampled_from([(",", "."), (".", ","), ("'", "."), (" ", ","), ("", ".")]))
def test_any_amount_with_cents_is_read_as_it_was_written(minor: int, marks: tuple[str, str]) -> None:
    thousands, decimal = marks
    text = f"{minor // 100:,}".replace(",", thousands) + decimal + f"{minor % 100:02}"
    assert money(text, "EUR") == Money(minor)


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        assert money(text, "USD").minor >= 0
    except CellError as error:
        assert "“" in str(error)  # noqa: PT017 - either outcome is right


def test_dates_follow_the_order_of_their_column() -> None:
    reader = reader_of(Form.DATE, ["16-10-2024", "03-04-2025"], "USD", None)
    assert not isinstance(reader, Ambiguity)
    assert reader("03-04-2025") == date(2025, 4, 3)


def test_a_column_of_dates_that_fits_both_orders_is_left_open() -> None:
    assert isinstance(reader_of(Form.DATE, ["03-04-2025", "05-06-2025"], "USD", None), Ambiguity)
    reader = reader_of(Form.DATE, ["03-04-2025"], "USD", DateOrder.MDY)
    assert not isinstance(reader, Ambiguity)
    assert reader("03-04-2025") == date(2025, 3, 4)


@pytest.mark.parametrize(
    ("form", "text", "value"),
    [
        (Form.PERCENT, "0.8", 80),
        (Form.PERCENT, "80 %", 80),
        (Form.PERCENT, "80", 80),
        (Form.PERCENT, "1", 100),
        (Form.PERCENT, "0,6", 60),
        (Form.PERCENT, "1%", 1),
        (Form.HOURS, "100", 10_000),
        (Form.HOURS, "7,5 h", 750),
        (Form.COUNT, "1,200", 1_200),
        (Form.COUNT, "-40", -40),
        (Form.FLAG, "TRUE", True),
        (Form.FLAG, "Nein", False),
        (Form.FLAG, "0", False),
        (Form.WORDS, "b; A, #c | a", ("A", "b", "c")),
        (Form.EMAIL, " Ana@Example.COM ", "ana@example.com"),
        (Form.CURRENCY, "eur", "EUR"),
        (Form.CURRENCY, "$", "USD"),
        (Form.CURRENCY, "GBP - British Pound", "GBP"),
        (Form.TOUCH, "High-Touch", Touch.HIGH),
        (Form.TOUCH, "Tech touch", Touch.TECH),
        (Form.COMPLEXITY, "Complex", Complexity.COMPLEX),
        (Form.HEALTH, "Green", HealthValue(band=HealthBand.GOOD)),
        (Form.HEALTH, "At-Risk", HealthValue(band=HealthBand.AT_RISK)),
        (Form.HEALTH, "72 %", HealthValue(72)),
        (Form.STATUS, "Customer - Direct", Status(customer=True, churned=False)),
        (Form.STATUS, "Terminated", Status(customer=True, churned=True)),
        (Form.STATUS, "FALSE", Status(customer=True, churned=True)),
        (Form.STATUS, "Prospect", Status(customer=False, churned=False)),
    ],
)
def test_cells_are_read_by_the_form_of_their_field(form: Form, text: str, value: object) -> None:
    reader = reader_of(form, [text], "USD", None)
    assert not isinstance(reader, Ambiguity)
    assert reader(text) == value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Form.PERCENT, "250"), (Form.PERCENT, "part-time"), (Form.HOURS, "900"), (Form.FLAG, "perhaps"),
        (Form.EMAIL, "ana"), (Form.CURRENCY, "money"), (Form.TOUCH, "soft"), (Form.COMPLEXITY, "42"),
        (Form.HEALTH, "140"), (Form.HEALTH, "sunny"), (Form.DATE, "31-02-2025"), (Form.DATE, "soon"),
    ],
)  # fmt: skip
def test_cells_that_do_not_fit_their_form_are_quoted_in_a_sentence(form: Form, text: str) -> None:
    reader = reader_of(form, [text, "2025-01-31"], "USD", None)
    assert not isinstance(reader, Ambiguity)
    with pytest.raises(CellError, match=f"“{text}”"):
        reader(text)


def test_health_out_of_ten_is_health_out_of_a_hundred() -> None:
    reader = reader_of(Form.HEALTH, ["7", "8.5", "3", "10", "5"], "USD", None)
    assert not isinstance(reader, Ambiguity)
    assert reader("8.5") == HealthValue(85)


@pytest.mark.parametrize("text", ["", " ", "-", "n/a", "NULL", "–"])
def test_what_stands_for_nothing_is_nothing(text: str) -> None:
    assert is_nothing(text, Form.MONEY)


def test_a_customer_may_be_called_none() -> None:
    assert not is_nothing("None", Form.TEXT)


@pytest.mark.parametrize("text", ["acme.com", "https://www.Acme.com/about?x=1", "http://acme.com.", "WWW.ACME.COM"])
def test_a_web_address_is_compared_by_its_domain(text: str) -> None:
    assert site(text) == "acme.com"
