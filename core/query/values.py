"""What stands after a comparison, read: numbers, money, hours, days and stretches of the calendar."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,6})?", re.ASCII)
_MONEY = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,6})?)(k|m|mn|b|bn)?", re.ASCII | re.IGNORECASE)
_HOURS = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)h?", re.ASCII | re.IGNORECASE)
_DURATION = re.compile(r"(\d{1,5})([dwmy])?", re.ASCII | re.IGNORECASE)
_CALENDAR = re.compile(r"((?:19|2\d)\d\d)(?:-(?:q([1-4])|(\d\d?)(?:-(\d\d?))?))?", re.ASCII | re.IGNORECASE)

_TIMES = {"": 1, "k": 1_000, "m": 1_000_000, "mn": 1_000_000, "b": 1_000_000_000, "bn": 1_000_000_000}
_DAYS = {"": 1, "d": 1, "w": 7, "m": 30, "y": 365}

Span = tuple[date, date]
"""First and last day of a stretch of the calendar."""


def number(text: str) -> Fraction | None:
    """A number such as ``62`` or ``62.5``; None for anything else."""
    return _exactly(text) if _NUMBER.fullmatch(text) else None


def money(text: str) -> Fraction | None:
    """An amount in units of the currency: ``50k``, ``1.2M``, ``120000``."""
    found = _MONEY.fullmatch(text)
    return _exactly(found[1]) * _TIMES[(found[2] or "").lower()] if found else None


def hours(text: str) -> Fraction | None:
    """Hours: ``8``, ``8.5`` or ``8.5h``."""
    found = _HOURS.fullmatch(text)
    return _exactly(found[1]) if found else None


def _exactly(figures: str) -> Fraction:
    from fractions import Fraction  # here: plans and most filters compare with no such number

    return Fraction(figures)


def days(text: str) -> int | None:
    """A length of time in days: ``30``, ``30d``, ``4w``; a month counts 30 days and a year 365."""
    found = _DURATION.fullmatch(text)
    return int(found[1]) * _DAYS[(found[2] or "").lower()] if found else None


def span(text: str) -> Span | None:
    """The days of ``2027-01-31``, ``2027-01``, ``2027-q1`` or ``2027``; None for anything else."""
    found = _CALENDAR.fullmatch(text)
    if found is None:
        return None
    year, quarter, month, day = (int(part) if part else 0 for part in found.groups())
    if quarter:
        return date(year, 3 * quarter - 2, 1), _end(year, 3 * quarter)
    if not month:
        return date(year, 1, 1), date(year, 12, 31)
    if month > 12 or day > calendar.monthrange(year, month)[1] or found[3] in ("0", "00"):
        return None
    return (date(year, month, day),) * 2 if day else (date(year, month, 1), _end(year, month))


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
