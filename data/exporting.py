"""Sheets written to files, in the form that the file's ending names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from core.exchange.sheet import Sheet
from core.wording import listed
from data.writers.delimited import sheet_csv
from data.writers.files import Unwritable, write_new
from data.writers.json import sheet_json

_WRITERS: Mapping[str, Callable[[Sheet], bytes]] = {".csv": sheet_csv, ".json": sheet_json}
FORMS: tuple[str, ...] = tuple(_WRITERS)
"""Endings of files that can be written."""


class Exporter:
    """Writes sheets; the book itself is written by snapshots."""

    def write(self, sheet: Sheet, path: Path, *, overwrite: bool = False) -> int:
        """Write a sheet as CSV or JSON by the file's ending and give the number of rows.

        Raises ``Unwritable`` for another ending and where the file cannot be written; a file that exists is replaced
        only with ``overwrite``.
        """
        path = Path(path)
        write = _WRITERS.get(path.suffix.lower())
        if write is None:
            raise Unwritable(f"{path.name or path} should end in {listed(FORMS, 'or')}, which says how it is written.")
        write_new(path, write(sheet), overwrite=overwrite)
        return len(sheet.rows)
