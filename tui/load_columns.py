"""The columns of the load table and of the lines behind a person's hours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.load.ledger import Line
from core.outlook import Outlook
from core.wording import UNKNOWN, hours_lines, hours_short, money_short, rounded
from tui.load_rows import LoadRow
from widgets.load_bar import LEAST_CAPACITY, bar, percent, tone_of
from widgets.table.columns import Cell, Column

_BAR_WIDTH = 14
_LARGE = 100_000
"""Hundredths of an hour from which on nobody asks for tenths."""
_LINES = 1_000
"""More lines than one account ever has."""


def load_columns(why: Callable[[LoadRow], str]) -> tuple[Column[LoadRow], ...]:
    """The columns of people and pools; ``why`` says what makes a row's hours, and is asked for rows in view only."""
    return (
        Column("name", "Who", _name, width=16, flex=1, sort_key="name"),
        Column("bar", "Load", _bar, width=_BAR_WIDTH, priority=2),
        Column("utilisation", "%", _percent, width=6, align="right", sort_key="utilisation"),
        Column("band", "", _band, width=8),
        Column("load", "Hours", _hours, width=13, align="right", sort_key="load"),
        Column("accounts", "Acc.", _accounts, width=5, align="right", sort_key="accounts", priority=3),
        Column("arr", "ARR", _arr, width=6, align="right", sort_key="arr", priority=4),
        Column("why", "Why", lambda row: Cell(why(row), "muted"), width=30, flex=4, priority=6),
        Column("what", "Role", lambda row: Cell(row.what, "muted"), width=14, priority=8),
    )


def _name(row: LoadRow) -> Cell:
    away = row.person is not None and row.person.away
    if row.pool is not None:
        return Cell(row.name, "accent")
    vacant = row.person is not None and row.person.vacant
    return Cell(f"(away) {row.name}" if away else row.name, "muted" if vacant else "plain")


def _bar(row: LoadRow) -> Cell:
    if row.capacity < LEAST_CAPACITY:
        return Cell("")
    return Cell(bar(row.load, row.capacity, _BAR_WIDTH, row.pooled).text, tone_of(row.band))


def _percent(row: LoadRow) -> Cell:
    if row.group and not row.capacity:
        return Cell("")
    return Cell(percent(row.load, row.capacity), tone_of(row.band))


def _band(row: LoadRow) -> Cell:
    return Cell(row.band, tone_of(row.band))


def _hours(row: LoadRow) -> Cell:
    if row.group and not row.capacity:
        return Cell(hours_short(row.load))
    return Cell(f"{_roomy(row.load, row.capacity)} / {_roomy(row.capacity, row.load)}")


def _roomy(amount: int, beside: int) -> str:
    """Hours with a decimal; without one where either side is so large that both would not fit the column."""
    return hours_short(amount) if max(amount, beside) < _LARGE else f"{rounded(amount, 100):,}"


def _accounts(row: LoadRow) -> Cell:
    return Cell(f"{row.accounts:,}") if row.accounts else Cell("")


def _arr(row: LoadRow) -> Cell:
    if not row.accounts:
        return Cell("")
    return Cell(money_short(row.arr)) if row.arr else Cell(UNKNOWN, "muted")


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One line behind a person's hours, ready to be shown."""

    id: int
    """Stays the same while the account has the same lines; below zero for the share of a pool."""
    account: int | None
    """Account id; None for the share of a pool."""
    name: str
    """Account or pool."""
    seat: str
    """Title of the seat."""
    duty: str
    """The duty, handover, assist or pool."""
    hours: str
    """Hours as printed; what is printed adds up to the printed total."""
    why: str
    """How they come about."""


def hours_lines_of(outlook: Outlook, person: int) -> tuple[HoursLine, ...]:
    """The lines behind a person's hours, largest first."""
    lines = outlook.ledger.lines(person)
    printed = hours_lines([line.hours for line in lines])
    ids = _ids(lines)
    return tuple(
        HoursLine(ids[place], line.account, _what(outlook, line), _seat(outlook, line), line.duty, text, line.why)
        for place, (line, text) in enumerate(zip(lines, printed, strict=True))
    )


def _ids(lines: Sequence[Line]) -> dict[int, int]:
    """The id of each line by its place: counted within its account, so that marks outlive a change elsewhere."""
    order = sorted(range(len(lines)), key=lambda place: (lines[place].seat, lines[place].duty, lines[place].why))
    seen: dict[int, int] = {}
    ids: dict[int, int] = {}
    for place in order:
        line = lines[place]
        about = line.account if line.account is not None else -(line.pool or 0)
        seen[about] = seen.get(about, 0) + 1
        ids[place] = about * _LINES + (seen[about] if about > 0 else -seen[about])
    return ids


def _what(outlook: Outlook, line: Line) -> str:
    if line.pool is not None:
        return f"Pool {outlook.book.pools[line.pool].title}"
    return outlook.book.accounts[line.account or 0].name


def _seat(outlook: Outlook, line: Line) -> str:
    if line.account is None:
        return ""
    seat = outlook.seating.seat(outlook.book.accounts[line.account], line.seat, outlook.moment.today)
    return seat.title if seat is not None else line.seat


LINE_COLUMNS: tuple[Column[HoursLine], ...] = (
    Column("name", "Account", lambda line: Cell(line.name, "accent" if line.account is None else "plain"), 18, flex=2),
    Column("seat", "Seat", lambda line: Cell(line.seat, "muted"), width=12, priority=3),
    Column("duty", "Duty", lambda line: Cell(line.duty), width=10, priority=1),
    Column("hours", "Hours", lambda line: Cell(line.hours), width=7, align="right"),
    Column("why", "Why", lambda line: Cell(line.why, "muted"), width=22, flex=3, priority=2),
)
"""The columns of the lines; the account and the hours always stay."""
