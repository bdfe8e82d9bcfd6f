"""How hours, money, dates, counts and lists read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.wording import (
    at_time,
    counted,
    days_short,
    from_today,
    hours,
    hours_lines,
    hours_short,
    hours_whole,
    listed,
    long_day,
    money,
    money_short,
    near_date,
    percent,
    percent_of,
    plural,
    rounded,
    short_date,
    shortened,
    spoken,
)
from core.words import HealthBand


@pytest.mark.parametrize(
    ("hundredths", "text"), [(880, "8.8"), (0, "0.0"), (4, "0.0"), (5, "0.1"), (123_450, "1,234.5"), (-885, "-8.9")]
)
def test_hours_have_one_decimal(hundredths: int, text: str) -> None:
    assert hours_short(hundredths) == text
    assert hours(hundredths) == f"{text} h"


def test_sums_of_hours_have_none() -> None:
    assert hours_whole(9_649) == "96 h"
    assert hours_whole(123_450) == "1,235 h"


def test_printed_parts_add_up_to_the_printed_total() -> None:
    # 3.33 + 3.33 + 3.34 prints as 10.0: each part rounded alone would print 9.9
    assert hours_lines([333, 333, 334]) == ["3.3", "3.3", "3.4"]
    assert hours_lines([400, 333, 147]) == ["4.0", "3.3", "1.5"]
    assert hours_lines([]) == []


@given(st.lists(st.integers(-100_000, 100_000), max_size=30))
def test_printed_parts_always_add_up(parts: list[int]) -> None:
    printed = [round(float(text.replace(",", "")) * 10) for text in hours_lines(parts)]
    assert sum(printed) == rounded(sum(parts), 10)
    assert all(abs(tenths * 10 - part) < 10 for tenths, part in zip(printed, parts, strict=True))


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (0, "0"), (950, "950"), (1_000, "1k"), (1_500, "1.5k"), (9_960, "10k"), (64_000, "64k"), (240_000, "240k"),
        (999_499, "999k"), (999_500, "1M"), (1_000_000, "1M"), (4_200_000, "4.2M"), (12_340_000, "12.3M"),
        (123_400_000, "123M"), (999_600_000, "1B"), (2_500_000_000, "2.5B"), (-4_200, "-4.2k"),
    ],
)  # fmt: skip
def test_money_is_short_in_a_column(units: int, text: str) -> None:
    assert money_short(units * 100) == text
    assert money_short(units, "JPY") == text


@given(st.integers(0, 10**13))
def test_short_money_is_never_wider_than_five_characters(amount: int) -> None:
    assert len(money_short(amount)) <= 5


def test_money_in_full_has_its_currency() -> None:
    assert money(24_000_000, "USD") == "240,000 USD"
    assert money(120_050, "EUR") == "1,200.50 EUR"
    assert money(-120_050, "EUR") == "-1,200.50 EUR"
    assert money(1_200, "JPY") == "1,200 JPY"


def test_dates_read_the_same_everywhere() -> None:
    assert short_date(date(2026, 3, 24)) == "24 Mar 2026"
    assert long_day(date(2026, 11, 22)) == "Sun 22 Nov 2026"
    assert near_date(date(2026, 3, 24), date(2026, 11, 22)) == "24 Mar"
    assert near_date(date(2025, 3, 24), date(2026, 11, 22)) == "24 Mar 2025"
    assert at_time(datetime(2026, 11, 22, 9, 5, tzinfo=UTC)) == "Sun 22 Nov 2026 09:05"


def test_days_are_told_from_today() -> None:
    assert days_short(53) == "53 d"
    told = [from_today(days) for days in (-5, -1, 0, 1, 5)]
    assert told == ["5 days ago", "yesterday", "today", "tomorrow", "in 5 days"]


def test_a_count_has_its_word() -> None:
    assert counted(1, "account") == "1 account"
    assert counted(1_840, "account") == "1,840 accounts"
    assert counted(0, "open follow-up") == "0 open follow-ups"
    assert [plural(word) for word in ("person", "vacancy", "day", "child", "box", "class")] == [
        "people", "vacancies", "days", "children", "boxes", "classes",
    ]  # fmt: skip


def test_a_list_reads_as_a_sentence() -> None:
    assert [listed("ABC"[:count]) for count in range(4)] == ["", "A", "A and B", "A, B and C"]
    assert listed("AB", "or") == "A or B"
    assert shortened("ABC") == "A, B and C"
    assert shortened("ABCDE") == "A and 4 others"


def test_percentages_are_whole() -> None:
    assert percent(96) == "96 %"
    assert percent_of(1_025, 1_000) == "103 %"
    assert percent_of(5, 0) == "–"


def test_words_of_closed_sets_are_spoken() -> None:
    assert spoken(HealthBand.AT_RISK) == "at risk"
