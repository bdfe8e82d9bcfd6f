"""Who should sit where under a plan: holders kept where they may stay, the others' seats given to the best with room.

A simple engine without search: the largest piece of work first, each to the best who may take it and has room. It gives
the same answer to the same question. Families move as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.book.book import Book
from core.load.hours import Window
from core.models.asks import Ask
from core.models.room import Rooms
from core.models.seating import Seating
from core.models.sitting import Sitting
from core.seats import Holder, person_holder
from core.words import HolderKind, Need


class Reason(StrEnum):
    """Why nobody was found for a seat."""

    NO_ROLE = "no such role"
    """Nobody who is here has a role that may sit there."""
    NO_MATCH = "role but no match"
    """Those with the role serve other accounts: segment, region, language, skill, or the line's people."""
    NO_CAPACITY = "no capacity"
    """Those who may take it have no room left."""


class How(StrEnum):
    """How a seat came to its holder."""

    KEPT = "kept"
    """Whoever has it may stay."""
    FORCED = "forced"
    """Whoever had it may not stay, or is gone."""
    CHOSEN = "chosen"
    """Whoever had it might have stayed; it is better elsewhere."""
    FIRST = "first"
    """Nobody had it."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A seat with its holder."""

    ask: Ask
    """The seat."""
    holder: Holder
    """Who has it from now on."""
    how: How
    """Kept, given because it had to be, moved by choice, or filled for the first time."""


@dataclass(frozen=True, slots=True)
class Unfilled:
    """A required seat nobody was found for."""

    ask: Ask
    """The seat."""
    reason: Reason
    """Why."""


@dataclass(frozen=True, slots=True)
class Placements:
    """Who sits where."""

    placed: tuple[Placement, ...]
    """Seats with their holders, by account and seat."""
    unfilled: tuple[Unfilled, ...]
    """Required seats without one, by account and seat."""


def place(book: Book, seating: Seating, asks: Sequence[Ask], day: date, window: Window) -> Placements:
    """Find a holder for each seat asked for, on a day; hours and room are those of a window.

    A holder who may stay stays. Every other seat goes to the best who may sit there, is present and has room: up to
    the part of capacity that a rebalance fills to, and within the limits of seats and roles, soft or hard. Best is
    who knows the account, then who shares most of its qualities, then who has most room, then the lower number; who
    gives a pool whatever is left comes last. Nobody is moved by choice here.
    """
    sitting = Sitting(book, seating, day)
    rooms = Rooms(book, seating, day, window)
    placed: list[Placement] = []
    open_asks: list[Ask] = []
    for ask in asks:
        holder = ask.tenure.holder if ask.tenure is not None else None
        if holder is not None and _may_stay(sitting, ask, holder):
            rooms.take(ask, holder)
            placed.append(Placement(ask, holder, How.KEPT))
        elif ask.seat.line.need is Need.REQUIRED:
            open_asks.append(ask)
    unfilled: list[Unfilled] = []
    for ask in sorted(open_asks, key=lambda one: (not one.active, -one.hours, one.account.id, one.seat.key)):
        person = rooms.best(ask, sitting.takers(ask.account, ask.seat))
        if person is None:
            unfilled.append(Unfilled(ask, _reason(sitting, ask)))
            continue
        holder = person_holder(person)
        rooms.take(ask, holder)
        placed.append(Placement(ask, holder, How.FIRST if ask.tenure is None else How.FORCED))
    placed.sort(key=lambda one: (one.ask.account.id, one.ask.seat.key))
    unfilled.sort(key=lambda one: (one.ask.account.id, one.ask.seat.key))
    return Placements(tuple(placed), tuple(unfilled))


def _may_stay(sitting: Sitting, ask: Ask, holder: Holder) -> bool:
    if holder.kind is HolderKind.OUTSIDE:
        return True
    return holder.person is not None and sitting.may(ask.account, ask.seat, holder.person)


def _reason(sitting: Sitting, ask: Ask) -> Reason:
    if not sitting.has_role(ask.seat):
        return Reason.NO_ROLE
    return Reason.NO_CAPACITY if sitting.takers(ask.account, ask.seat) else Reason.NO_MATCH
