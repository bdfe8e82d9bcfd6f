"""Days and times as people type them, and as columns of files hold them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.moment import Moment
from core.when import Ambiguity, DateOrder, WhenError, guess_order, months_later, read_date, read_day, read_time

ZONE = timezone(timedelta(hours=1))
NOW = Moment.at(datetime(2026, 11, 22, 16, 20, 33, tzinfo=ZONE))  # a Sunday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 22)),
        (" Yesterday ", date(2026, 11, 21)),
        ("tomorrow", date(2026, 11, 23)),
        ("-3d", date(2026, 11, 19)),
        ("−3d", date(2026, 11, 19)),
        ("3 days ago", date(2026, 11, 19)),
        ("+2w", date(2026, 12, 6)),
        ("90d", date(2027, 2, 20)),
        ("1m", date(2026, 12, 22)),
        ("-1y", date(2025, 11, 22)),
        ("sun", date(2026, 11, 22)),
        ("tue", date(2026, 11, 24)),
        ("Tuesday", date(2026, 11, 24)),
        ("next tue", date(2026, 11, 24)),
        ("last tue", date(2026, 11, 17)),
        ("last sun", date(2026, 11, 15)),
        ("this mon", date(2026, 11, 16)),
        ("next week", date(2026, 11, 23)),
        ("next month", date(2026, 12, 1)),
        ("end of month", date(2026, 11, 30)),
        ("12 oct", date(2027, 10, 12)),
        ("oct 12", date(2027, 10, 12)),
        ("24 Dec", date(2026, 12, 24)),
        ("12th October 2026", date(2026, 10, 12)),
        ("12. oct 2026", date(2026, 10, 12)),
        ("Oct 12, 2026", date(2026, 10, 12)),
        ("29 feb", date(2028, 2, 29)),
        ("2026-11-22", date(2026, 11, 22)),
        ("2026/11/2", date(2026, 11, 2)),
        ("22.11.2026", date(2026, 11, 22)),
        ("03.04.2025", date(2025, 4, 3)),
        ("22-11-2026", date(2026, 11, 22)),
        ("11/22/2026", date(2026, 11, 22)),
        ("04-04-2025", date(2025, 4, 4)),
    ],
)
def test_a_day_is_read(text: str, day: date) -> None:
    assert read_day(text, NOW) == day


def test_next_tuesday_is_the_one_of_next_week() -> None:
    monday = NOW.on(date(2026, 11, 23))
    assert read_day("tue", monday) == date(2026, 11, 24)
    assert read_day("next tue", monday) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("text", "day"), [("tue", date(2026, 11, 17)), ("sun", date(2026, 11, 22)), ("12 oct", date(2026, 10, 12)),
                      ("24 dec", date(2025, 12, 24)), ("29 feb", date(2024, 2, 29))],
)  # fmt: skip
def test_looking_back_the_last_one_is_meant(text: str, day: date) -> None:
    assert read_day(text, NOW, past=True) == day


@pytest.mark.parametrize(
    ("text", "stamp"),
    [
        ("yesterday 14:00", datetime(2026, 11, 21, 14, tzinfo=ZONE)),
        ("2026-11-22 14:00", datetime(2026, 11, 22, 14, tzinfo=ZONE)),
        ("2026-11-22T14:05:59", datetime(2026, 11, 22, 14, 5, tzinfo=ZONE)),
        ("14:00", datetime(2026, 11, 22, 14, tzinfo=ZONE)),
        ("at 9:30", datetime(2026, 11, 22, 9, 30, tzinfo=ZONE)),
        ("tue 2pm", datetime(2026, 11, 17, 14, tzinfo=ZONE)),
        ("12 oct 12:15 am", datetime(2026, 10, 12, 0, 15, tzinfo=ZONE)),
        ("12 oct 12 pm", datetime(2026, 10, 12, 12, tzinfo=ZONE)),
        ("now", datetime(2026, 11, 22, 16, 20, tzinfo=ZONE)),
        ("", datetime(2026, 11, 22, 16, 20, tzinfo=ZONE)),
        ("today", datetime(2026, 11, 22, 16, 20, tzinfo=ZONE)),
        ("yesterday", datetime(2026, 11, 21, 12, tzinfo=ZONE)),
    ],
)
def test_a_time_is_read(text: str, stamp: datetime) -> None:
    assert read_time(text, NOW) == stamp


def test_the_day_is_the_moments_today_and_not_the_clocks() -> None:
    assert read_time("now", NOW.on(date(2024, 12, 31))) == datetime(2024, 12, 31, 16, 20, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("03-04-2025", "3 Apr 2025 or 4 Mar 2025. Write 2025-04-03 or 2025-03-04"),
        ("3/4/2025", "3 Apr 2025 or 4 Mar 2025"),
        ("22.11.26", "two figures"),
        ("2026-02-30", "no day 30 in month 2 of 2026"),
        ("31 feb", "no day 31 in month 2"),
        ("31-31-2026", "not a day of the calendar"),
        ("soon", "“soon” is not a day I can read"),
        ("", "Write a day"),
        ("next", "not a day"),
        ("9999y", "beyond the calendar"),
        ("3", "not a day"),
    ],
)
def test_what_can_not_be_read_is_said(text: str, says: str) -> None:
    with pytest.raises(WhenError) as caught:
        read_day(text, NOW)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"), [("tue 25:00", "not a time"), ("13pm", "not a time"), ("tue 14", "not a day")]
)
def test_a_wrong_time_is_said(text: str, says: str) -> None:
    with pytest.raises(WhenError, match=says):
        read_time(text, NOW)


def test_a_month_later_ends_with_a_shorter_month() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 1, 31), -2) == date(2025, 11, 30)


PIECES = st.sampled_from(["next", "last", "tue", "oct", "12", "-", "+", "d", "2026", "14:00", "/", ".", "pm", "99999"])


@given(st.one_of(st.text(max_size=20), st.lists(PIECES, max_size=6).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_is_a_day_or_a_sentence(text: str) -> None:
    said = ""
    try:
        assert isinstance(read_day(text, NOW), date)
        assert read_time(text, NOW).tzinfo is ZONE
    except WhenError as error:
        said = str(error)
    assert said == "" or said.endswith(".")


@given(st.dates())
def test_every_way_to_write_a_day_is_read_back(day: date) -> None:
    padded = f"{day.day:02}-{day.month:02}-{day.year:04}"
    assert read_day(f"{day.year:04}-{day.month:02}-{day.day:02}", NOW) == day
    assert read_date(padded, DateOrder.DMY) == day
    assert read_date(f"{day.month}/{day.day}/{day.year:04}", DateOrder.MDY) == day
    assert read_date(f"{day:%d} {day:%B} {day.year:04}", DateOrder.MDY) == day


# Columns ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2024-12-31", DateOrder.MDY, date(2024, 12, 31)),
        ("2024-12-31 00:00:00", DateOrder.YMD, date(2024, 12, 31)),
        ("2024-12-31T23:59:59.123Z", DateOrder.YMD, date(2024, 12, 31)),
        ("20241231", DateOrder.YMD, date(2024, 12, 31)),
        ("31-12-2024", DateOrder.DMY, date(2024, 12, 31)),
        ("12/31/24 1:05 PM", DateOrder.MDY, date(2024, 12, 31)),
        ("01.02.99", DateOrder.DMY, date(1999, 2, 1)),
        ("31-Dec-24", DateOrder.YMD, date(2024, 12, 31)),
        ("Dec 31, 2024", DateOrder.YMD, date(2024, 12, 31)),
        ("03-04-2025", DateOrder.DMY, date(2025, 4, 3)),
        ("03-04-2025", DateOrder.MDY, date(2025, 3, 4)),
    ],
)
def test_a_cell_is_read_in_the_order_of_its_column(text: str, order: DateOrder, day: date) -> None:
    assert read_date(text, order) == day


@pytest.mark.parametrize("text", ["", "n/a", "31-12", "12-31-2024", "2024-13-01", "Tuesday", "45292"])
def test_a_cell_that_is_no_date_is_said(text: str) -> None:
    with pytest.raises(WhenError, match="not a da"):
        read_date(text, DateOrder.DMY)


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["2024-12-31", ""], DateOrder.YMD),
        ([], DateOrder.YMD),
        (["03-04-2025", "31-12-2024"], DateOrder.DMY),
        (["03/04/2025 10:00", "12/31/2024"], DateOrder.MDY),
        (["03.04.2025"], DateOrder.DMY),
        (["04-04-2025", "n/a", "99-99-2025"], DateOrder.YMD),
    ],
)
def test_the_order_of_a_column_is_told_by_its_clear_dates(values: list[str], order: DateOrder) -> None:
    assert guess_order(values) == order


def test_a_column_without_a_clear_date_is_ambiguous() -> None:
    guess = guess_order(["04-04-2025", "03-04-2025", "01-02-2025"])
    assert isinstance(guess, Ambiguity)
    assert guess.example == "03-04-2025"
    assert "3 Apr 2025 or 4 Mar 2025" in guess.says


def test_a_column_with_both_orders_is_ambiguous() -> None:
    guess = guess_order(["31-12-2024", "12-31-2024"])
    assert isinstance(guess, Ambiguity)
    assert "mixes two orders" in guess.says
