from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import minor_units, to_book
from core.policy import Policy, Rate

DAY = date(2026, 6, 1)
EUR = Policy(
    currency="EUR",
    rates=(
        Rate(currency="USD", on=date(2026, 1, 1), millionths=900_000),
        Rate(currency="USD", on=date(2026, 7, 1), millionths=800_000),
        Rate(currency="JPY", on=date(2026, 1, 1), millionths=6_000),
    ),
)


def test_the_books_own_currency_needs_no_rate() -> None:
    assert to_book(EUR, 12_345, "eur", DAY) == 12_345
    assert to_book(EUR, 12_345, "", DAY) == 12_345


def test_the_rate_is_the_last_one_that_applied_on_the_day() -> None:
    assert to_book(EUR, 1_000, "USD", DAY) == 900
    assert to_book(EUR, 1_000, "USD", date(2026, 7, 1)) == 800


def test_before_the_first_rate_and_without_one_the_amount_is_not_known() -> None:
    assert to_book(EUR, 1_000, "USD", date(2025, 12, 31)) is None
    assert to_book(EUR, 1_000, "CHF", DAY) is None
    assert to_book(EUR, None, "EUR", DAY) is None


def test_a_currency_without_cents_is_converted_by_units() -> None:
    assert minor_units("jpy") == 1
    assert to_book(EUR, 10_000, "JPY", DAY) == 6_000  # 10,000 yen at 0.006 are 60.00


@given(st.integers(0, 10**18))
def test_a_rate_of_one_keeps_every_amount_exactly(amount: int) -> None:
    policy = Policy(currency="EUR", rates=(Rate(currency="CHF", on=DAY, millionths=1_000_000),))
    assert to_book(policy, amount, "CHF", DAY) == amount


@pytest.mark.parametrize(("amount", "converted"), [(1, 1), (3, 2), (5, 3)])
def test_half_a_minor_unit_is_rounded_up(amount: int, converted: int) -> None:
    policy = Policy(currency="EUR", rates=(Rate(currency="CHF", on=DAY, millionths=500_000),))
    assert to_book(policy, amount, "CHF", DAY) == converted
