"""The months ahead of a person in words and small bars: how full, and what makes a month what it is."""

from __future__ import annotations

from collections.abc import Iterator

from core.load.ahead import MonthLoad
from core.outlook import Outlook
from core.wording import hours, hours_short, hours_whole, short_date
from tui.portrait import Said
from tui.reasons import shortages, weights
from widgets.load_bar import SCALE_PERCENT, bar, percent, tone_of

_STEPS = "▁▂▃▄▅▆▇█"
_COMING = ("renewals", "onboarding", "handovers")
_BAR_WIDTH = 12
_MOST = 3
_LEAST = 50


def months_ahead(outlook: Outlook, person: int, *, tall: bool) -> tuple[Said, ...]:
    """The next six months of a person: a line each where there is room, else one line of all."""
    if not outlook.ledger.person(person).client:
        return ()
    if not outlook.ahead.is_made:
        return (Said("Ahead", "the months ahead are being counted", "muted"),)
    months = outlook.ahead.person(person)
    return tuple(_lines(outlook, months)) if tall else (_line(months),)


def _line(months: tuple[MonthLoad, ...]) -> Said:
    parts = [f"{_since(place, month)} {_step(month)}{_number(month)}" for place, month in enumerate(months)]
    worst = max(months, key=lambda month: month.load.utilisation or 0)
    return Said("Ahead %", " ".join(parts), tone_of(str(worst.load.band)))


def _lines(outlook: Outlook, months: tuple[MonthLoad, ...]) -> Iterator[Said]:
    for place, month in enumerate(months):
        load = month.load
        drawn = bar(load.hours, load.capacity, _BAR_WIDTH, load.pool_hours).text if load.capacity else " " * _BAR_WIDTH
        figures = f"{percent(load.hours, load.capacity):>6} {load.band:8}"
        amounts = f"{hours_short(load.hours):>6} of {hours(load.capacity):>8}"
        words = ", ".join(_words(outlook, place, load.person))
        text = f"{drawn} {figures} {amounts}" + (f"  {words}" if words else "")
        yield Said(_since(place, month), text, tone_of(str(load.band)))


def _since(place: int, month: MonthLoad) -> str:
    """The day a month begins, without its year."""
    return "now" if place == 0 else " ".join(short_date(month.since).split(" ")[:2])


def _step(month: MonthLoad) -> str:
    """One character that is higher the fuller a month is."""
    load = month.load
    if load.utilisation is None:
        return ""
    place = load.utilisation * len(_STEPS) // (SCALE_PERCENT * 100)
    return _STEPS[min(place, len(_STEPS) - 1)]


def _number(month: MonthLoad) -> str:
    return percent(month.load.hours, month.load.capacity).removesuffix(" %")


def _words(outlook: Outlook, place: int, person: int) -> list[str]:
    """What comes in a month: renewals and other work, then what takes time away."""
    ledger = outlook.ahead.ledger(place)
    sums = weights(outlook, person, ledger)
    found = [f"{word} {hours_whole(sums[word])}" for word in _COMING if sums.get(word, 0) >= _LEAST]
    return [*found, *shortages(outlook.book.people[person], ledger, outlook.moment.today)][:_MOST]
