"""Hours, money, dates, counts and lists as a manager reads them; the same in every locale and on every front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum

from core.money import minor_units

UNKNOWN = "–"
"""What stands where nothing is known."""

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Short names of the months."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""Short names of the days of the week, Monday first."""

_PLURALS = {"person": "people", "child": "children"}


# Numbers ----------------------------------------------------------------------------------------------------


def rounded(number: int, unit: int) -> int:
    """How many units a number makes, to the nearest, halves away from zero: ``rounded(885, 10) == 89``."""
    whole = (abs(number) * 2 + unit) // (2 * unit)
    return whole if number >= 0 else -whole


def _tenths(number: int) -> str:
    """A number of tenths with one decimal: ``88`` is ``8.8``."""
    sign = "-" if number < 0 else ""
    return f"{sign}{abs(number) // 10:,}.{abs(number) % 10}"


def hours_short(hundredths: int) -> str:
    """Hours with one decimal and no unit, for a column: ``8.8``."""
    return _tenths(rounded(hundredths, 10))


def hours(hundredths: int) -> str:
    """Hours with one decimal: ``8.8 h``."""
    return f"{hours_short(hundredths)} h"


def hours_whole(hundredths: int) -> str:
    """Hours without decimals, for sums: ``96 h``."""
    return f"{rounded(hundredths, 100):,} h"


def hours_lines(hundredths: Sequence[int]) -> list[str]:
    """The parts of a sum with one decimal each, so that what is printed adds up to the printed total.

    Each part is rounded down, and the tenths that are then missing go to the largest remainders, the earlier part
    first where two are equal.
    """
    shares = [divmod(part, 10) for part in hundredths]
    missing = rounded(sum(hundredths), 10) - sum(whole for whole, _ in shares)
    by_remainder = sorted(range(len(shares)), key=lambda index: -shares[index][1])
    raised = frozenset(by_remainder[:missing])
    return [_tenths(whole + (index in raised)) for index, (whole, _) in enumerate(shares)]


def percent(number: int) -> str:
    """A percentage: ``96 %``."""
    return f"{number:,} %"


def percent_of(part: int, whole: int) -> str:
    """What percentage a part is of a whole; unknown for a whole of nothing."""
    return percent(rounded(part * 100, whole)) if whole > 0 else UNKNOWN


# Money ------------------------------------------------------------------------------------------------------

_STEPS = ((1_000_000_000, "B", 100), (1_000_000, "M", 100), (1_000, "k", 10))


def money_short(amount: int, currency: str = "") -> str:
    """An amount of minor units in three or four characters, for a column: ``950``, ``1.5k``, ``240k``, ``4.2M``.

    Without a currency a unit has a hundred minor units.
    """
    units = rounded(abs(amount), minor_units(currency))
    sign = "-" if amount < 0 and units else ""
    if units < 1_000:
        return f"{sign}{units}"
    # 999,950 is "1M" and not "1000k": an amount that would round up to the next step belongs to it.
    for size, letter, fine_below in _STEPS:
        if rounded(units, size // 1_000) >= 1_000:
            return f"{sign}{_scaled(units, size, fine_below)}{letter}"
    return f"{sign}{units}"  # pragma: no cover - a thousand units always fit the last step


def _scaled(units: int, size: int, fine_below: int) -> str:
    tenths = rounded(units, size // 10)
    if tenths < fine_below * 10 and tenths % 10:
        return _tenths(tenths)
    return f"{rounded(units, size):,}"


def money(amount: int, currency: str) -> str:
    """An amount of minor units in full: ``240,000 USD``, ``1,200.50 EUR``."""
    per_unit = minor_units(currency)
    units, rest = divmod(abs(amount), per_unit)
    digits = f"{units:,}.{rest:02}" if rest else f"{units:,}"
    return f"{'-' if amount < 0 else ''}{digits} {currency}".rstrip()


# Dates ------------------------------------------------------------------------------------------------------


def short_date(day: date) -> str:
    """A day: ``24 Mar 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_day(day: date) -> str:
    """A day with its weekday: ``Sun 22 Nov 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {short_date(day)}"


def near_date(day: date, today: date) -> str:
    """A day without its year where that is this year: ``24 Mar``, ``24 Mar 2025``."""
    return f"{day.day} {MONTHS[day.month - 1]}" if day.year == today.year else short_date(day)


def at_time(moment: datetime) -> str:
    """A day with its time: ``Sun 22 Nov 2026 14:05``."""
    return f"{long_day(moment.date())} {moment.hour:02}:{moment.minute:02}"


def size_text(count: int) -> str:
    """A number of bytes as people say it: ``812 bytes``, ``34 kB``, ``1.2 MB``, ``120 MB``."""
    if count < 1_000:
        return f"{count} bytes"
    if count < 1_000_000:
        return f"{count / 1_000:.0f} kB"
    return f"{count / 1_000_000:.1f} MB" if count < 10_000_000 else f"{count / 1_000_000:,.0f} MB"


def keeping_text(history: int, backups: int, backup_bytes: int) -> str:
    """What a book's past takes on the disk and how long it is kept, as a sentence; sizes in bytes."""
    takes = "takes" if backups == 1 else "take"
    others = f"{counted(backups, 'backup')} {takes} {size_text(backup_bytes)}" if backups else "there is no backup yet"
    return f"The history takes {size_text(history)} and is kept for ever; {others}."


BACKUP_RULE = (
    "Of the backups the last ten are kept, the newest of each of thirty days and of each of twelve months, "
    "and the first of all."
)
"""How long backups are kept, as a sentence."""


def days_short(days: int) -> str:
    """A number of days, for a column: ``53 d``."""
    return f"{days:,} d"


def from_today(days: int) -> str:
    """A day told from today: ``today``, ``tomorrow``, ``in 5 days``, ``yesterday``, ``5 days ago``."""
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in near:
        return near[days]
    return f"in {days:,} days" if days > 0 else f"{-days:,} days ago"


# Words ------------------------------------------------------------------------------------------------------


def counted(number: int, what: str) -> str:
    """A number with its word: ``1 account``, ``1,840 accounts``, ``2 people``, ``3 open entries``."""
    return f"{number:,} {what if number == 1 else plural(what)}"


def plural(what: str) -> str:
    """The plural of a word, or of the last word of several."""
    head, blank, last = what.rpartition(" ")
    if last in _PLURALS:
        last = _PLURALS[last]
    elif last.endswith("y") and last[-2:-1] not in ("a", "e", "i", "o", "u"):
        last = f"{last[:-1]}ies"
    else:
        last = f"{last}es" if last.endswith(("s", "x", "ch", "sh")) else f"{last}s"
    return f"{head}{blank}{last}"


def listed(names: Iterable[str], joiner: str = "and") -> str:
    """Names in a sentence: ``A``, ``A and B``, ``A, B and C``; nothing for none."""
    every = list(names)
    if len(every) < 2:
        return "".join(every)
    return f"{', '.join(every[:-1])} {joiner} {every[-1]}"


def shortened(names: Iterable[str], most: int = 3) -> str:
    """The same for at most ``most`` names; from more of them the first: ``Acme and 4 others``."""
    every = list(names)
    return listed(every) if len(every) <= most else f"{every[0]} and {counted(len(every) - 1, 'other')}"


def spoken(word: Enum) -> str:
    """The value of an enum as words: ``at risk``."""
    return str(word.value).replace("_", " ")
