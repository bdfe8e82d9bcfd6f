"""Everybody whose load a proposal touches: name, bar, and the load before and after in number and word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.book.book import Book
from widgets.before_after import LoadShift, shift_bar
from widgets.load_bar import LoadPoint, percent, tone_of
from widgets.table.columns import Cell, Column

_BAR_WIDTH = 12


@dataclass(frozen=True, slots=True)
class ShiftRow:
    """One person before and after."""

    id: int
    """Person id."""
    shift: LoadShift
    """Both loads."""
    gives: int
    """Seats that leave the book."""
    takes: int
    """Seats that come to it."""


def shift_rows(
    book: Book,
    capacities: Mapping[int, int],
    before: Mapping[int, int],
    after: Mapping[int, int],
    gives: Mapping[int, int],
    takes: Mapping[int, int],
) -> tuple[ShiftRow, ...]:
    """A row for everybody, those whose load changes most first.

    ``capacities``, ``before`` and ``after`` are hundredths of an hour by person id, ``gives`` and ``takes`` numbers of
    seats.
    """
    rows = [
        ShiftRow(
            person,
            LoadShift(
                book.people[person].name,
                _point(book, capacities, person, hours),
                _point(book, capacities, person, after.get(person, hours)),
            ),
            gives.get(person, 0),
            takes.get(person, 0),
        )
        for person, hours in before.items()
        if person in book.people
    ]
    return tuple(sorted(rows, key=lambda row: (-abs(_change(row)), -_utilisation(row), row.id)))


def _point(book: Book, capacities: Mapping[int, int], person: int, hours: int) -> LoadPoint:
    room = capacities.get(person, 0)
    return LoadPoint(hours, room, str(book.policy.band_of_load(hours, room)))


def _change(row: ShiftRow) -> int:
    return row.shift.after.hours - row.shift.before.hours


def _utilisation(row: ShiftRow) -> float:
    point = row.shift.before
    return point.hours / point.capacity if point.capacity else 0.0


def _bar(row: ShiftRow) -> Cell:
    return Cell(shift_bar(row.shift, _BAR_WIDTH).text, tone_of(row.shift.after.band))


def _load(point: LoadPoint) -> Cell:
    return Cell(f"{percent(point.hours, point.capacity):>5} {point.band}", tone_of(point.band))


def _passes(row: ShiftRow) -> Cell:
    parts = [f"-{row.gives}" if row.gives else "", f"+{row.takes}" if row.takes else ""]
    return Cell(" ".join(part for part in parts if part), "muted")


SHIFT_COLUMNS: tuple[Column[ShiftRow], ...] = (
    Column("name", "Who", lambda row: Cell(row.shift.name), width=12, flex=1),
    Column("bar", "", _bar, width=_BAR_WIDTH, priority=2),
    Column("before", "Now", lambda row: _load(row.shift.before), width=14),
    Column("after", "Then", lambda row: _load(row.shift.after), width=14),
    Column("passes", "Seats", _passes, width=6, priority=1),
)
"""The columns of both loads; gained hours are drawn ▓, lost ones ░, with a line at 100 %."""
