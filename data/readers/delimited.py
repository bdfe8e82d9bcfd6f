"""Comma-separated text as a grid, within safe limits; what is wrong is said by row, column or line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from core.exchange.grid import Fault, Grid, GridRow
from core.text import clean
from data.readers.sniff import UnreadableFile, decoded, delimiter_of, read_bytes

MOST_ROWS = 200_000
"""Most rows of a file."""
MOST_COLUMNS = 200
"""Most columns of a file."""
MOST_CHARACTERS = 32_768
"""Longest cell, in characters."""


def read_file(path: Path, encoding: str | None = None) -> Grid:
    """The table of a CSV file; ``UnreadableFile`` says what is wrong with it and what to do."""
    return read_table(read_bytes(path), path.name, encoding)


def read_table(data: bytes, name: str, encoding: str | None = None) -> Grid:
    """The table of a CSV file's bytes: any delimiter of comma, semicolon, tab and bar, the first row is the header."""
    name = clean(name) or "the file"
    text = decoded(data, name, encoding)
    delimiter = delimiter_of(text)
    records = _records(text, delimiter, name)
    header = next(((number, row) for number, row in records if any(cell.strip() for cell in row)), None)
    if header is None:
        raise UnreadableFile(f"{name} is empty. Export it again.")
    if len(header[1]) > MOST_COLUMNS:
        raise UnreadableFile(
            f"{name} has {len(header[1]):,} columns; at most {MOST_COLUMNS} are read. Leave out what is not needed."
        )
    return _Table(name, delimiter, _trimmed(header[1])).filled(records)


def _trimmed(cells: list[str]) -> list[str]:
    """A header without the empty cells at its end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


class _Table:
    """Collects the rows below a header."""

    def __init__(self, name: str, delimiter: str, header: list[str]) -> None:
        self._name = name
        self._delimiter = delimiter
        self._notes: list[str] = []
        self._columns = self._named(header)
        self._rows: list[GridRow] = []
        self._faults: list[Fault] = []
        self._short = 0

    def filled(self, records: Iterator[tuple[int, list[str]]]) -> Grid:
        """The grid of all records."""
        for number, cells in records:
            if len(self._rows) + len(self._faults) >= MOST_ROWS:
                raise UnreadableFile(f"{self._name} has more than {MOST_ROWS:,} rows. Split it into several files.")
            if any(cell and not cell.isspace() for cell in cells):
                self._row(number, cells)
        if self._short:
            self._notes.append(
                f"{self._short:,} rows of {self._name} have fewer cells than the header; missing ones count as empty."
            )
        return Grid(self._name, tuple(self._columns), tuple(self._rows), tuple(self._faults), tuple(self._notes))

    def _row(self, number: int, cells: list[str]) -> None:
        width = len(self._columns)
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                self._faults.append(self._too_wide(number, cells))
                return
            cells = cells[:width]
        elif len(cells) < width:
            self._short += 1
            cells = cells + [""] * (width - len(cells))
        for place, cell in enumerate(cells):
            if len(cell) > MOST_CHARACTERS:
                self._faults.append(self._too_long(number, place, cells))
                return
        self._rows.append(GridRow(number, tuple(cells)))

    def _too_wide(self, number: int, cells: list[str]) -> Fault:
        sign = {"\t": "tab", ";": "semicolon", "|": "bar"}.get(self._delimiter, "comma")
        says = (
            f"The row has {len(cells)} cells and the header {len(self._columns)}: a {sign} inside a cell is probably "
            "not in quotes. Put the cell in double quotes."
        )
        shown = tuple(cell[:200] for cell in cells[:MOST_COLUMNS])
        return Fault(number, "", cells[len(self._columns)][:40], says, shown)

    def _too_long(self, number: int, place: int, cells: list[str]) -> Fault:
        says = f"The cell has {len(cells[place]):,} characters; at most {MOST_CHARACTERS:,} are read. Shorten it."
        short = tuple(cell if len(cell) <= MOST_CHARACTERS else cell[:200] for cell in cells)
        return Fault(number, self._columns[place], cells[place][:40], says, short)

    def _named(self, header: list[str]) -> list[str]:
        """Column names: clean, none empty, all different."""
        names: list[str] = []
        for place, cell in enumerate(header, 1):
            name = clean(cell) or f"Column {place}"
            if name in names:
                copy = 2
                while f"{name} ({copy})" in names:
                    copy += 1
                self._notes.append(
                    f"{self._name} has the column “{name}” more than once; this one is “{name} ({copy})”."
                )
                name = f"{name} ({copy})"
            names.append(name)
        return names


def _records(text: str, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """(row number, cells) of every record, blank lines counted as a spreadsheet counts them."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFile(_explained(text, delimiter, name, number + 1, line, str(error))) from None
        number += 1
        line = reader.line_num + 1
        yield number, cells


def _explained(text: str, delimiter: str, name: str, row: int, line: int, error: str) -> str:
    """Why the record that begins on a line could not be read, found by walking through it."""
    opened, column, closed, longest = _walk(text, delimiter, line)
    where = f"{name}, row {row} (line {opened or line}), {_column_name(text, delimiter, row, column)}"
    if opened and not closed:
        return f"{where}: the quote that opens there never closes. Add the missing quote, or remove the one there is."
    if "field larger" in error or longest > MOST_CHARACTERS:
        return f"{where}: the cell is longer than {MOST_CHARACTERS:,} characters. Shorten it, or check its quotes."
    return (
        f"{where}: after the quote that closes the cell there is more text. Double the quotes inside the cell, "
        'as in "5"" pipe".'
    )


def _column_name(text: str, delimiter: str, row: int, column: int) -> str:
    """A column by its header, where the header comes before the row and can be read."""
    header: list[str] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), 1):
            if any(cell.strip() for cell in cells):
                header = cells if number < row else []
                break
    except csv.Error:
        pass
    name = clean(header[column - 1]) if column <= len(header) else ""
    return f"column “{name}”" if name else f"cell {column}"


def _walk(text: str, delimiter: str, line: int) -> tuple[int, int, bool, int]:
    """(line of the last opening quote, number of its cell, whether it closes, longest cell) of a record."""
    start = 0
    for found in re.finditer(r"\r\n|\r|\n", text):
        if line <= 1:
            break
        line_end = found.end()
        start, line = line_end, line - 1
    place, cell = start, 1
    first_line = len(re.findall(r"\r\n|\r|\n", text[:start])) + 1
    while place < len(text):
        if text[place] == '"':
            opened = first_line + len(re.findall(r"\r\n|\r|\n", text[start:place]))
            end = _closing(text, place + 1)
            if end < 0:
                return opened, cell, False, len(text) - place
            after = text[end + 1 : end + 2]
            if after and after != delimiter and after not in "\r\n":
                return opened, cell, True, end - place
            if end - place > MOST_CHARACTERS:
                return opened, cell, True, end - place
            place = end + 1
        else:
            stop = re.compile(rf"[{re.escape(delimiter)}\r\n]").search(text, place)
            end = stop.start() if stop else len(text)
            if end - place > MOST_CHARACTERS:
                return 0, cell, True, end - place
            place = end
        if text[place : place + 1] != delimiter:
            break
        place, cell = place + 1, cell + 1
    return 0, cell, True, 0


def _closing(text: str, place: int) -> int:
    """Where a quoted cell ends; -1 for one that never does. Doubled quotes belong to the cell."""
    while True:
        place = text.find('"', place)
        if place < 0 or text[place + 1 : place + 2] != '"':
            return place
        place += 2
