"""Sheets as CSV: UTF-8, LF, always quoted, ISO dates, and no cell that acts as a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from core.exchange.sheet import Shape, Sheet, Value
from core.money import minor_units
from data.writers.safe import disarmed


def sheet_csv(sheet: Sheet) -> bytes:
    """A sheet as CSV. Numbers are plain digits with a point, hours have two decimals, unknown is an empty cell."""
    shapes = [column.shape for column in sheet.columns]
    places = len(str(minor_units(sheet.currency))) - 1
    rows = ([written(value, shape, places) for value, shape in zip(row, shapes, strict=True)] for row in sheet.rows)
    return _bytes([disarmed(column.title) for column in sheet.columns], rows)


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Texts as CSV, each of them disarmed."""
    return _bytes([disarmed(column) for column in columns], ([disarmed(cell) for cell in row] for row in rows))


def written(value: Value, shape: Shape, places: int) -> str:
    """A value as its cell; ``places`` is the number of decimals of the sheet's currency."""
    if value is None:
        return ""
    if shape is Shape.TEXT or isinstance(value, str):
        return disarmed(str(value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if shape is Shape.HOURS:
        return decimal(value, 2)
    return decimal(value, places) if shape is Shape.MONEY else str(value)


def decimal(number: int, places: int) -> str:
    """A number of small units as digits with a point: ``decimal(-1205, 2) == "-12.05"``."""
    if not places:
        return str(number)
    sign = "-" if number < 0 else ""
    whole, part = divmod(abs(number), 10**places)
    return f"{sign}{whole}.{part:0{places}}"


def _bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    lines = [_line(header), *(_line(row) for row in rows)]
    return "".join(lines).encode("utf-8", errors="replace")


def _line(cells: Sequence[str]) -> str:
    return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells) + "\n"
