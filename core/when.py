"""What people type for a day or a time, and what columns of dates hold; every refusal is a sentence.

Typed by hand: ``today``, ``yesterday 14:00``, ``-3d``, ``+2w``, ``90d``, ``tue``, ``next tue``, ``12 oct``,
``2026-11-22``. In a column of a file: one order of day, month and year for all values, guessed from the values or
asked for.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.errors import BookshiftError
from core.moment import Moment
from core.text import fold
from core.wording import short_date


class WhenError(BookshiftError):
    """A day or time that cannot be understood; its text is the sentence for the user."""


class DateOrder(StrEnum):
    """In which order a column writes its dates."""

    YMD = "ymd"
    """2025-04-03."""
    DMY = "dmy"
    """03-04-2025 is the third of April."""
    MDY = "mdy"
    """03-04-2025 is the fourth of March."""


# Typed by hand ----------------------------------------------------------------------------------------------

_EXAMPLES = "today, tomorrow, -3d, +2w, tue, next tue, 12 oct or 2026-11-22"

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_SHIFT = re.compile(r"([+-]?)(\d{1,4}) ?(d|w|m|y|days?|weeks?|months?|years?)( ago)?", re.ASCII)
_TIME = re.compile(r"(?:at )?(\d{1,2})(?::(\d\d)(?::\d\d)?)?\s?(am|pm)?", re.ASCII)
_DAY_MONTH = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\.? ([a-z]+)|([a-z]+) (\d{1,2})(?:st|nd|rd|th)?)\.?,?(?: (\d{4}))?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)", re.ASCII)


def read_day(text: str, moment: Moment, *, past: bool = False) -> date:
    """The day that a text names, seen from ``moment.today``.

    A weekday, or a day without its year, is the next one from today on, or with ``past`` the last one up to today.
    ``next tue`` is Tuesday of next week. Raises ``WhenError``.
    """
    words = _plain(text)
    if not words:
        raise WhenError(f"Write a day, such as {_EXAMPLES}.")
    day = _named(words, moment.today, past=past) or _numbered(words)
    if day is None:
        raise WhenError(f"“{text.strip()}” is not a day I can read. Write for example {_EXAMPLES}.")
    return day


def read_time(text: str, moment: Moment, *, past: bool = True) -> datetime:
    """The day and time that a text names, with the offset of ``moment``: ``yesterday 14:00``, ``tue 9am``, ``14:00``.

    A time alone is today's. Without a time, today means now, and any other day its noon. Raises ``WhenError``.
    """
    words = _plain(text)
    if words in ("now", ""):
        return _on(moment.today, moment.now.time(), moment)
    day_part, clock = _parted(words)
    if clock is None:
        day = read_day(text, moment, past=past)
        return _on(day, moment.now.time() if day == moment.today else time(12), moment)
    return _on(read_day(day_part, moment, past=past) if day_part else moment.today, clock, moment)


def _on(day: date, clock: time, moment: Moment) -> datetime:
    return datetime.combine(day, clock.replace(second=0, microsecond=0), tzinfo=moment.now.tzinfo)


def _plain(text: str) -> str:
    """Folded, blanks collapsed, a long minus made short."""
    return " ".join(fold(text).replace("−", "-").replace("–", "-").split())


def _parted(words: str) -> tuple[str, time | None]:
    """The day's part and the clock time at the end, if there is one."""
    iso = re.fullmatch(r"(\S+)t(\d\d:\d\d(?::\d\d)?)", words)
    if iso:
        words = f"{iso[1]} {iso[2]}"
    for found in re.finditer(r"(?:^| )(?=\S)", words):
        clock = _clock(words[found.end() :])
        if clock is not None:
            return words[: found.start()], clock
    return words, None


def _clock(text: str) -> time | None:
    """``14:00``, ``2pm``, ``2:30 pm``; a bare number is none."""
    found = _TIME.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            hour = 99
        hour = hour % 12 + (12 if found[3] == "pm" else 0) if hour <= 12 else hour
    if hour > 23 or minute > 59:
        raise WhenError(f"“{text}” is not a time of day. Write for example 14:00 or 2pm.")
    return time(hour, minute)


def _named(words: str, today: date, *, past: bool) -> date | None:
    """A day by word, distance, weekday or month."""
    fixed = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}
    if words in fixed:
        return _shifted(today, days=fixed[words])
    shift = _SHIFT.fullmatch(words)
    if shift:
        return _by_distance(shift, today)
    return _by_calendar(words, today) or _by_weekday(words, today, past=past) or _by_month(words, today, past=past)


def _by_distance(found: re.Match[str], today: date) -> date:
    count = int(found[2]) * (-1 if found[1] == "-" or found[4] else 1)
    unit = found[3][0]
    if unit in "dw":
        return _shifted(today, days=count * (7 if unit == "w" else 1))
    return months_later(today, count * (12 if unit == "y" else 1))


def _by_calendar(words: str, today: date) -> date | None:
    if words == "next week":
        return _shifted(today, days=7 - today.weekday())
    if words == "next month":
        return months_later(today.replace(day=1), 1)
    if words in ("end of month", "eom"):
        return months_later(today.replace(day=1), 1) - timedelta(days=1)
    return None


def _by_weekday(words: str, today: date, *, past: bool) -> date | None:
    """``tue``, ``next tue``, ``last tue``, ``this tue``."""
    which, _, name = words.rpartition(" ")
    found = _one_of(name, _WEEKDAYS)
    if found is None or which not in ("", "next", "last", "this"):
        return None
    monday = today - timedelta(days=today.weekday())
    if which == "next":
        return _shifted(monday, days=7 + found)
    if which == "this":
        return _shifted(monday, days=found)
    if which == "last":
        return _shifted(today, days=-((today.weekday() - found - 1) % 7 + 1))
    ahead = (found - today.weekday()) % 7
    return _shifted(today, days=ahead - 7 if past and ahead else ahead)


def _by_month(words: str, today: date, *, past: bool) -> date | None:
    """``12 oct``, ``oct 12``, ``12 october 2026``."""
    found = _DAY_MONTH.fullmatch(words)
    month = _one_of(found[2] or found[3], _MONTHS) if found else None
    if found is None or month is None:
        return None
    number = int(found[1] or found[4])
    if found[5]:
        return _made(int(found[5]), month + 1, number)
    # a 29 February without its year is the nearest leap year's
    years = range(today.year, today.year - 9, -1) if past else range(today.year, today.year + 9)
    for year in years:
        if 1 <= number <= calendar.monthrange(year, month + 1)[1]:
            day = date(year, month + 1, number)
            if day == today or (day < today) is past:
                return day
    return _made(today.year, month + 1, number)


def _one_of(name: str, names: tuple[str, ...]) -> int | None:
    """The place of the name that a shortening of at least three letters stands for."""
    if len(name) < 3:
        return None
    return next((index for index, full in enumerate(names) if full.startswith(name)), None)


def _numbered(words: str) -> date | None:
    """A day in figures; one that can be read in two ways is refused with both."""
    found = _YEAR_FIRST.fullmatch(words)
    if found:
        return _made(int(found[1]), int(found[3]), int(found[4]))
    found = _YEAR_LAST.fullmatch(words)
    if found is None:
        return None
    if len(found[4]) == 2:
        raise WhenError(f"“{words}” has a year of two figures. Write it as 2026-11-22.")
    both = _readings(found)
    if len(set(both.values())) > 1 and found[2] != ".":
        dmy, mdy = both[DateOrder.DMY], both[DateOrder.MDY]
        raise WhenError(
            f"“{words}” can be {short_date(dmy)} or {short_date(mdy)}. Write {dmy.isoformat()} or {mdy.isoformat()}."
        )
    if not both:
        raise WhenError(f"“{words}” is not a day of the calendar. Write it as 2026-11-22.")
    return both.get(DateOrder.DMY) or both[DateOrder.MDY]


def _made(year: int, month: int, day: int) -> date:
    made = _date(year, month, day)
    if made is None:
        raise WhenError(f"There is no day {day} in month {month} of {year}. Write it as 2026-11-22.")
    return made


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shifted(day: date, *, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise WhenError("That day is beyond the calendar.") from None


def months_later(day: date, months: int) -> date:
    """The same day some months later or, for a negative number, earlier; a month that is too short ends sooner.

    Raises ``WhenError`` beyond the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise WhenError("That day is beyond the calendar.")
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


# Columns of a file ------------------------------------------------------------------------------------------

_TAIL = re.compile(r"[t ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?\s?(?:am|pm)?\s?(?:z|utc|gmt|[+-]\d\d:?\d\d)?")
_NAMED_MONTH = re.compile(r"(\d{1,2})[ -.]([a-z]{3,9})\.?[ -.,]+(\d{4}|\d\d)|([a-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """Why the order of a column's dates can not be told."""

    example: str
    """A value that can be read in two ways, or that speaks against the others."""
    says: str
    """The sentence that asks for the order."""


def read_date(text: str, order: DateOrder) -> date:
    """The day in a cell of a column whose order is known; a time of day behind it is left away.

    Values that can be read in only one way are read so whatever the order: year first, or the month as a word. A year
    of two figures counts from 1970 to 2069. Raises ``WhenError``.
    """
    words = _TAIL.sub("", _plain(text)) if text else ""
    found = _YEAR_LAST.fullmatch(words)
    if found:
        day = _readings(found).get(DateOrder.MDY if order is DateOrder.MDY else DateOrder.DMY)
        if day is None:
            raise WhenError(f"“{text.strip()}” is not a day when read as {_ORDER_WORDS[order]}.")
        return day
    clear = _clear(words)
    if clear is None:
        raise WhenError(f"“{text.strip()}” is not a date. Write it as 2026-11-22.")
    return clear


_ORDER_WORDS = {
    DateOrder.YMD: "day, month, year",
    DateOrder.DMY: "day, month, year",
    DateOrder.MDY: "month, day, year",
}


def _clear(words: str) -> date | None:
    """A date that has one reading only."""
    found = _YEAR_FIRST.fullmatch(words)
    if found:
        return _date(int(found[1]), int(found[3]), int(found[4]))
    found = _COMPACT.fullmatch(words)
    if found:
        return _date(int(found[1]), int(found[2]), int(found[3]))
    found = _NAMED_MONTH.fullmatch(words)
    month = _one_of(found[2] or found[4], _MONTHS) if found else None
    if found is None or month is None:
        return None
    return _date(_year(found[3] or found[6]), month + 1, int(found[1] or found[5]))


def _year(figures: str) -> int:
    return int(figures) if len(figures) == 4 else int(figures) + (1900 if int(figures) >= 70 else 2000)


def _readings(found: re.Match[str]) -> dict[DateOrder, date]:
    """What a day in figures with its year last can mean."""
    first, second, year = int(found[1]), int(found[3]), _year(found[4])
    tried = {DateOrder.DMY: _date(year, second, first), DateOrder.MDY: _date(year, first, second)}
    return {order: day for order, day in tried.items() if day is not None}


def guess_order(values: Iterable[str]) -> DateOrder | Ambiguity:
    """The order in which a column writes its dates, or why it can not be told.

    One value that has a single reading decides for all, dots mean day first, and a column in which every value reads
    the same both ways needs no decision. What is no date at all is passed over.
    """
    decided: dict[DateOrder, str] = {}
    open_value = ""
    for value in values:
        found = _YEAR_LAST.fullmatch(_TAIL.sub("", _plain(value)))
        both = _readings(found) if found else {}
        if not found or not both:
            continue
        if len(both) == 1:
            decided.setdefault(next(iter(both)), value)
        elif len(set(both.values())) == 1:
            continue
        elif found[2] == ".":
            decided.setdefault(DateOrder.DMY, value)
        else:
            open_value = open_value or value
    if len(decided) > 1:
        return _mixed(decided)
    if decided:
        return next(iter(decided))
    return _open(open_value) if open_value else DateOrder.YMD


def _mixed(decided: dict[DateOrder, str]) -> Ambiguity:
    dmy, mdy = decided[DateOrder.DMY].strip(), decided[DateOrder.MDY].strip()
    return Ambiguity(
        mdy,
        f"This column mixes two orders: “{dmy}” has its day first, “{mdy}” its month. "
        "Write all its dates as 2026-11-22, or say which order it has.",
    )


def _open(value: str) -> Ambiguity:
    found = _YEAR_LAST.fullmatch(_TAIL.sub("", _plain(value)))
    assert found is not None
    both = _readings(found)
    return Ambiguity(
        value.strip(),
        f"“{value.strip()}” can be {short_date(both[DateOrder.DMY])} or {short_date(both[DateOrder.MDY])}, "
        "and no other date of the column decides it. Say which order the column has.",
    )
