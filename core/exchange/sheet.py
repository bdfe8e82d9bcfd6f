"""A table to be written to a file: columns and rows of typed values, as the screen shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

Value = str | int | bool | date | None
"""A value of a cell; amounts in minor units, hours in hundredths."""


class Shape(StrEnum):
    """What a column holds; decides how it is written."""

    TEXT = "text"
    """Somebody's words: the only form that can act as a formula."""
    NUMBER = "number"
    """A whole number."""
    MONEY = "money"
    """Minor units of the sheet's currency."""
    HOURS = "hours"
    """Hundredths of an hour."""
    DATE = "date"
    """A day, written 2026-11-22."""
    FLAG = "yes or no"
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column to be written."""

    key: str
    """Name in JSON."""
    title: str
    """Header."""
    shape: Shape = Shape.TEXT
    """What it holds."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns and rows to be written, in the order of the screen."""

    title: str
    """What the rows are, in the plural, such as ``accounts``."""
    as_of: date
    """Day the figures are of."""
    currency: str
    """ISO code of the money columns."""
    columns: tuple[SheetColumn, ...]
    """Columns."""
    rows: tuple[tuple[Value, ...], ...]
    """One value per column."""
