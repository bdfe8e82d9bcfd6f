"""A file's rows as values: every cell read once by the form of its field, with what is wrong said by row and column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.exchange.fields import CUSTOM, Form
from core.exchange.grid import Grid, GridRow
from core.exchange.plan import Question, QuestionKind
from core.exchange.recognise import Recognition
from core.exchange.values import CellError, Reader, is_nothing, reader_of, shown
from core.text import clean
from core.when import Ambiguity, DateOrder, guess_order

_MOST_KNOWN = 5_000
_ORDER_NAMES = {DateOrder.DMY: "day, month, year", DateOrder.MDY: "month, day, year"}


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that could not be read."""

    field: str
    """Field key."""
    column: str
    """Column name."""
    text: str
    """What stands there, clean and short."""
    says: str
    """What is wrong, as a sentence."""


@dataclass(slots=True)
class RowValues:
    """The values of one row."""

    number: int
    """Row number."""
    cells: tuple[str, ...]
    """The cells as they stand in the file."""
    values: dict[str, Any]
    """By field key; None for a column that is there and empty. Columns that are not there have no key."""
    texts: dict[str, str]
    """The clean text behind each value."""
    custom: dict[str, str]
    """Columns kept as they stand, by column name."""
    people: dict[str, str]
    """Columns that name another of our people, by column name."""
    faults: list[CellFault]
    """Cells that could not be read."""

    def get(self, field: str) -> Any:  # noqa: ANN401 - the type is the field's
        """The value of a field; None when it is empty or has no column."""
        return self.values.get(field)

    def text(self, field: str) -> str:
        """The clean text of a field; empty when there is none."""
        return self.texts.get(field, "")


class Cells:
    """Reads the rows of a grid whose columns are known."""

    def __init__(self, grid: Grid, found: Recognition, currency: str, order: DateOrder | None) -> None:
        """Prepare a reader for each column; dates whose order cannot be told become questions and are not read."""
        self.grid = grid
        self.found = found
        self.questions: list[Question] = []
        """What has to be answered before dates can be read."""
        self.notes: list[str] = []
        """How dates were read, where the file does not say it by itself."""
        self._places = {column: place for place, column in enumerate(grid.columns)}
        self._readers: list[tuple[int, str, str, Form, Reader]] = []
        self._people: list[int] = []
        self._known: dict[str, dict[str, tuple[str, Any, CellFault | None]]] = {}
        self._custom = [(self._places[use.column], use.column) for use in found.uses if use.field == CUSTOM]
        orders = self._orders(order)
        for use in found.uses:
            field = found.spec.field(use.field)
            if field is None:
                continue
            if field.as_is:
                self._custom.append((self._places[use.column], use.column))
                continue
            if field.many:
                self._people.append(self._places[use.column])
                continue
            wanted = orders.get(use.column, order)
            reader = reader_of(field.form, self._column(use.column), currency, wanted)
            if isinstance(reader, Ambiguity):
                self.questions.append(_date_question(use.column, reader))
                continue
            self._readers.append((self._places[use.column], field.key, use.column, field.form, reader))

    def rows(self) -> list[RowValues]:
        """The values of every row."""
        return [self._row(row) for row in self.grid.rows]

    def _column(self, name: str) -> list[str]:
        place = self._places[name]
        return [row.cells[place] for row in self.grid.rows]

    def _row(self, row: GridRow) -> RowValues:
        made = RowValues(row.number, row.cells, {}, {}, {}, {}, [])
        for place, key, column, form, read in self._readers:
            text, value, fault = self._read(column, key, form, read, row.cells[place])
            made.values[key] = value
            if text:
                made.texts[key] = text
            if fault is not None:
                made.faults.append(fault)
        for place, column in self._custom:
            text = clean(row.cells[place])
            if text:
                made.custom[clean(column)] = text
        for place in self._people:
            text = clean(row.cells[place])
            if text:
                made.people[clean(self.grid.columns[place])] = text
        return made

    def _read(self, column: str, key: str, form: Form, read: Reader, cell: str) -> tuple[str, Any, CellFault | None]:
        """The clean text of a cell, its value, and what is wrong with it; equal cells of a column are read once."""
        known = self._known.setdefault(column, {})
        found = known.get(cell)
        if found is None:
            found = self._reading(column, key, form, read, cell)
            if len(known) < _MOST_KNOWN:
                known[cell] = found
        return found

    @staticmethod
    def _reading(column: str, key: str, form: Form, read: Reader, cell: str) -> tuple[str, Any, CellFault | None]:
        if is_nothing(cell, form):
            return "", None, None
        text = clean(cell)
        try:
            return text, read(cell), None
        except CellError as error:
            return text, None, CellFault(key, column, shown(cell), f"{error}.")

    def _orders(self, given: DateOrder | None) -> Mapping[str, DateOrder]:
        """The order of dates for each date column; one that is open follows the others of the file."""
        if given is not None:
            return {}
        guesses = {}
        for use in self.found.uses:
            field = self.found.spec.field(use.field)
            if field is not None and field.form is Form.DATE:
                cells = (cell for cell in self._column(use.column) if not is_nothing(cell, Form.DATE))
                guesses[use.column] = guess_order(cells)
        sure = {guess for guess in guesses.values() if isinstance(guess, DateOrder) and guess is not DateOrder.YMD}
        orders = {column: guess for column, guess in guesses.items() if isinstance(guess, DateOrder)}
        only = next(iter(sure)) if len(sure) == 1 else None
        for column, guess in guesses.items():
            if isinstance(guess, Ambiguity) and only is not None and _agrees(self._column(column), only):
                orders[column] = only
                words = _ORDER_NAMES[only]
                self.notes.append(f"Dates in “{column}” are read as {words}, like the other dates of the file.")
        return orders


def _agrees(cells: list[str], order: DateOrder) -> bool:
    """Whether a column holds no date that speaks against an order."""
    guess = guess_order([*cells, "31-12-2000" if order is DateOrder.DMY else "12-31-2000"])
    return guess is order


def _date_question(column: str, open_: Ambiguity) -> Question:
    return Question(
        QuestionKind.DATES,
        column,
        f"Column “{column}”: {open_.says} Say whether the day or the month comes first.",
        ("DMY", "MDY", "YMD"),
    )
