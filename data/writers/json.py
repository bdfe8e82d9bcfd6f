"""Sheets as JSON: one object per row, numbers as numbers, unknown as null."""

from __future__ import annotations

import json
from datetime import date

from core.exchange.sheet import Shape, Sheet, Value
from core.money import minor_units
from core.text import NOTE_LIMIT, clean


def sheet_json(sheet: Sheet) -> bytes:
    """A sheet as one JSON document: its title, day, currency, number of rows, and the rows by column key.

    Money is in units of the currency, hours in hours; dates are 2026-11-22. Equal sheets give equal bytes.
    """
    scale = minor_units(sheet.currency)
    rows = [
        {column.key: _value(value, column.shape, scale) for column, value in zip(sheet.columns, row, strict=True)}
        for row in sheet.rows
    ]
    document = {
        "as_of": sheet.as_of.isoformat(),
        "currency": sheet.currency,
        "count": len(rows),
        sheet.title: rows,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", errors="replace")


def _value(value: Value, shape: Shape, scale: int) -> str | int | float | bool | None:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return clean(value, limit=NOTE_LIMIT, lines=True)
    if shape is Shape.HOURS:
        return _units(value, 100)
    return _units(value, scale) if shape is Shape.MONEY else value


def _units(number: int, scale: int) -> int | float:
    return number // scale if number % scale == 0 else number / scale
