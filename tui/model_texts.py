"""The texts of a form over a model, read: keys, limits, parts, weights; what is wrong is said with its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from core.errors import Refusal
from core.organisation import Limits
from core.usecases import values
from core.usecases.values import Unreadable
from tui.part_sheet import Refusing, Values
from widgets.form import Line

T = TypeVar("T")

_OVER = (("", "a finding"), ("hard", "is refused"))
_MOST = 999_999
_WHOLE = 100
"""Minor units in a file's unit of money."""


def read_line(label: str, read: Callable[[str], T], text: str) -> T:
    """A text read, with its line named where it cannot be."""
    try:
        return read(text)
    except Unreadable as error:
        raise Unreadable(f"{label}: {error}") from error


def as_sentence(text: str) -> str:
    """A text with a capital."""
    return text[:1].upper() + text[1:]


def key_of(text: str) -> str:
    """A key as it is typed."""
    word = text.strip()
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,39}", word):
        says = f"“{word}” is no key: it begins with a small letter and has small letters, figures, - and _."
        raise Refusing(Refusal(says))
    return word


def made_key(title: str) -> str:
    """A key made of a name: letters and figures of ASCII."""
    word = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:40]
    return word if re.match(r"[a-z]", word) else "seat"


def limit_lines(limits: Limits | None) -> tuple[Line, ...]:
    """The lines of a form over limits."""
    old = limits or Limits()
    hours = "" if old.hours is None else f"{old.hours / 100:g}"
    arr = "" if old.arr is None else f"{old.arr // _WHOLE}"
    return (
        Line("accounts", "Most accounts", figure_text(old.accounts), hint="for one holder; no limit"),
        Line("hours", "Most hours", hours, hint="a month; no limit"),
        Line("arr", "Most ARR", arr, hint="such as 500k; no limit"),
        Line("families", "Most families", figure_text(old.families), hint="no limit"),
        Line("hard", "More than that", "hard" if old.hard else "", _OVER),
    )


def limits_of(given: Values, old: Limits | None) -> Limits | None:
    """The limits that those lines say; none where they say nothing."""
    made = Limits(
        accounts=_limit("Most accounts", given["accounts"], _up_to_most),
        hours=_limit("Most hours", given["hours"], values.hours),
        arr=_limit("Most ARR", given["arr"], _whole_money),
        families=_limit("Most families", given["families"], _up_to_most),
        hard=bool(given["hard"]),
    )
    if made == (old or Limits()):
        return old
    figures = (made.accounts, made.hours, made.arr, made.families)
    if made.hard and figures == (None,) * len(figures):
        raise Unreadable("More than that is refused, but of what? Say how many accounts, hours, ARR or families")
    return made if made != Limits() else None


def _limit(label: str, text: str, read: Callable[[str], int]) -> int | None:
    """A limit above zero, or none for an empty text."""
    word = text.strip()
    if not word:
        return None
    if re.match(r"-\s*[0-9]", word):
        raise Unreadable(f"{label}: “{word}” is below zero. Write 1 or more, or nothing for no limit")
    figure = read_line(label, read, word)
    if figure <= 0:
        raise Unreadable(f"{label}: “{word}” leaves nobody anything. Write 1 or more, or nothing for no limit")
    return figure


def _up_to_most(text: str) -> int:
    figure = values.whole(text)
    if figure > _MOST:
        raise Unreadable(f"“{text.strip()}” is more than anybody holds. Write up to {_MOST:,}, or nothing for no limit")
    return figure


def _whole_money(text: str) -> int:
    """An amount in minor units of a file's money, without cents."""
    return values.money(text, "EUR") // _WHOLE * _WHOLE


def days(text: str) -> int:
    """Days ahead of the first work; none for an empty text."""
    figure = values.whole(text) if text.strip() else 0
    if not 0 <= figure <= 3_650:
        raise Unreadable(f"“{text.strip()}” is no number of days. Write 0 to 3,650")
    return figure


def count_of_reports(text: str) -> int:
    """How many people report to a lead."""
    figure = values.whole(text)
    if not 0 <= figure <= 99:
        raise Unreadable(f"“{text.strip()}” is no number of reports. Write 0 to 99")
    return figure


def part_of_whole(text: str) -> int:
    """A percent of a whole."""
    figure = values.percent(text)
    if not 0 <= figure <= 100:
        raise Unreadable(f"“{text.strip()}” is no part of a whole. Write 0 to 100 percent")
    return figure


def weight(text: str) -> int:
    """A weight in percent: ``1``, ``2``, ``1.5``."""
    match = re.fullmatch(r"\s*([0-9]{1,2})(?:[.,]([0-9]{1,2}))?\s*", text)
    if match is None:
        raise Unreadable(f"“{text.strip()}” is no weight. Write 1, or 2 to keep people twice as much")
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))


def figure_text(figure: int | None) -> str:
    """A figure as it is typed; empty for none."""
    return "" if figure is None else str(figure)
