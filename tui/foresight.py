"""What an assignment would do to the loads of those who give and take, exactly, before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.book.change import Change
from core.errors import Refusal
from core.load.ledger import Ledger
from core.outlook import Outlook
from core.seats import Holder
from widgets.before_after import LoadShift
from widgets.load_bar import LoadPoint


@dataclass(frozen=True, slots=True)
class Foresight:
    """An assignment as it would turn out."""

    shifts: tuple[LoadShift, ...] = ()
    """The receiver first, then those who give, the one who gives most first."""
    refusal: Refusal | None = None
    """Why it would not be done; None when it would."""


Outcome = tuple[Change, Book] | Refusal
"""What the desk answers to a preview."""


def foresee(
    outlook: Outlook, before: Ledger, outcome: Outcome, to: Holder | None, givers: Sequence[Holder]
) -> Foresight:
    """Compare loads before and after a previewed change; ``before`` is the ledger on the day it takes effect."""
    if isinstance(outcome, Refusal):
        return Foresight(refusal=outcome)
    change, _ = outcome
    book, delta = outlook.book.apply(change)
    after = before.after(book, delta)
    shifts = [_shift(outlook, holder, before, after) for holder in dict.fromkeys(givers) if holder != to]
    kept = sorted(
        (shift for shift in shifts if shift is not None), key=lambda shift: shift.after.hours - shift.before.hours
    )
    receiver = _shift(outlook, to, before, after)
    return Foresight(tuple(kept if receiver is None else [receiver, *kept]))


def ledger_on(outlook: Outlook, day: date | None) -> Ledger:
    """The load over the 30 days from a day; the outlook's own for today and before."""
    if day is None or day <= outlook.moment.today:
        return outlook.ledger
    return outlook.ledger.moved_to(outlook.moment.on(day))


def _shift(outlook: Outlook, holder: Holder | None, before: Ledger, after: Ledger) -> LoadShift | None:
    """The two loads of a person or pool; None for nobody and for functions outside."""
    if holder is None:
        return None
    if holder.person is not None and holder.person in outlook.book.people:
        return LoadShift(
            outlook.book.people[holder.person].name, _person(before, holder.person), _person(after, holder.person)
        )
    if holder.pool is not None and holder.pool in outlook.book.pools:
        title = f"Pool {outlook.book.pools[holder.pool].title}"
        return LoadShift(title, _pool(before, holder.pool), _pool(after, holder.pool))
    return None


def _person(ledger: Ledger, person: int) -> LoadPoint:
    load = ledger.person(person)
    return LoadPoint(load.hours, load.capacity, str(load.band), load.pool_hours)


def _pool(ledger: Ledger, pool: int) -> LoadPoint:
    load = ledger.pool(pool)
    return LoadPoint(load.hours, load.free, str(load.band), load.hours)


Previewer = Callable[[], Outcome]
"""Asks the desk; run beside the screen."""
