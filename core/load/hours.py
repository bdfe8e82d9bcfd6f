"""The hours of one account as lines with their reasons: what is charged, to whom, in which seat, and why.

One function for every question: "a month" is the 30 days from today; a forecast is the same over other days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.accounts import Account
from core.book.book import Book
from core.load.rates import MONTH
from core.load.tally import NOBODY, Extra, Key, Kind, Note, tally
from core.models.seating import Seating
from core.seats import Holder, outside_holder, person_holder, pool_holder
from core.words import OUTSIDE_PREFIX, Duty

Window = tuple[date, date]
"""From the first day to the first one no longer in it."""


def month_from(day: date) -> Window:
    """The 30 days from a day: what "hours a month" means."""
    return day, day + timedelta(days=MONTH)


@dataclass(frozen=True, slots=True)
class Charge:
    """Hours of one account, charged to whoever acts in a seat."""

    account: int
    """Account id."""
    seat: str
    """Seat key; empty where no seat carries the duty."""
    duty: Kind
    """The duty, or ``handover`` or ``assist``."""
    holder: Holder | None
    """Who has the hours; None for nobody."""
    hours: int
    """Hundredths of an hour in the window."""
    why: str
    """How they come about, such as ``2.6 adoption, watch x1.2``."""


def charges(book: Book, seating: Seating, account: Account, window: Window) -> tuple[Charge, ...]:
    """The lines of an account over a window of days; their hours add up exactly.

    The work of each duty is rounded once, to 0.01 h, and split among seats and holders by largest remainder.
    """
    notes: list[Note] = []
    drawn = tally(book, seating, account, *window, notes)
    length = (window[1] - window[0]).days
    lines = []
    for (kind, _), found in drawn.sums.items():
        _, hours = found.settled()
        for (seat, key), amount in zip(found.parts, hours, strict=True):
            told = [note for note in notes if note.kind is kind and note.seat == seat and note.key == key]
            if amount or any(note.share for note in told):
                lines.append(Charge(account.id, seat, kind, holder_of(key), amount, why(told, length)))
    return tuple(lines)


def holder_of(key: Key) -> Holder | None:
    """The holder that a key stands for."""
    if isinstance(key, str):
        return outside_holder(key.removeprefix(OUTSIDE_PREFIX))
    if key == NOBODY:
        return None
    return person_holder(key) if key > 0 else pool_holder(-key)


def why(notes: list[Note], length: int) -> str:
    """The reason of a line: what it is made of, its multipliers, and the days where they are not the whole window."""
    return " + ".join(_told(group, length) for group in _alike(notes))


def _alike(notes: list[Note]) -> list[list[Note]]:
    """Notes that differ in nothing but their days, together."""
    groups: dict[object, list[Note]] = {}
    for note in notes:
        same = (note.share, note.rate, note.standard, note.relief, note.rolled, note.served, note.says)
        groups.setdefault(same, []).append(note)
    return list(groups.values())


def _told(group: list[Note], length: int) -> str:
    note = group[0]
    days = sum(one.days for one in group)
    words = [_base(note), *_multipliers(note)]
    if note.served:
        words.append(f"served {note.served}")
    if note.relief:
        words.append(f"less {note.relief} % by assisting seats")
    if note.rolled:
        words.append(f"rolled up from {note.rolled}")
    if note.kind is not Extra.HANDOVER and note.share != 100:
        words.append(f"{note.share} % in the overlap")
    if note.kind is Extra.HANDOVER:
        words.append(f"{days} of {note.period} days")
    elif days != length:
        words.append(f"{days} of {length} days")
    return ", ".join(words)


def _base(note: Note) -> str:
    if note.rate is None:
        if note.kind is Extra.HANDOVER:
            return f"{plain(note.standard * note.share // 100)} handover {note.says}"
        return f"{plain(note.standard)} {note.kind.value}"
    if note.rate.duty is Duty.RENEWAL:
        return f"{plain(note.rate.standard)} renewal over {note.rate.period} days"
    return f"{plain(note.rate.standard)} {note.rate.duty.value}"


def _multipliers(note: Note) -> list[str]:
    rate = note.rate
    if rate is None:
        return []
    words = []
    if rate.health != 100 and rate.band is not None:
        words.append(f"{rate.band.value.replace('_', ' ')} x{_factor(rate.health)}")
    if rate.complexity != 100 and rate.hardness is not None:
        words.append(f"{rate.hardness.value} x{_factor(rate.complexity)}")
    return [*words, "capped"] if rate.capped else words


def _factor(percent: int) -> str:
    return f"{percent / 100:g}"


def plain(hundredths: int) -> str:
    """Hundredths as a short number: ``4.0``, ``2.6``, ``0.15``."""
    text = f"{hundredths / 100:.2f}"
    return text[:-1] if text.endswith("0") else text
