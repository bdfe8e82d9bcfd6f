"""Files brought in: read within safe limits, understood by the domain, and what was refused written out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from core.book.book import Book
from core.exchange.fields import SPECS, Kind
from core.exchange.plan import ImportPlan
from core.exchange.planning import Wishes, plan_import
from core.exchange.recognise import ImportFault
from core.moment import Moment
from core.when import DateOrder
from core.wording import listed
from data.readers.delimited import read_file
from data.readers.dialects import dialects
from data.writers.delimited import csv_bytes
from data.writers.files import write_new

REASON = "Bookshift: why it was left out"
"""Header of the column that a file of rejected rows gets."""


class Importer:
    """Plans imports of CSV files; writes nothing into the book."""

    def preview(
        self,
        paths: Sequence[Path],
        *,
        book: Book,
        moment: Moment,
        kind: str | None = None,
        mapping: Mapping[str, str] | None = None,
        source: str | None = None,
        encoding: str | None = None,
        dates: str | None = None,
    ) -> ImportPlan:
        """What importing the files would do.

        ``mapping`` is column to field; ``dates`` is ``DMY``, ``MDY`` or ``YMD``. Raises ``BookshiftError`` with the
        sentence for the user: ``UnreadableFile`` for a file that is no table, ``UnknownEncoding`` (with samples) for
        one that is not UTF-8, ``ImportFault`` for one that cannot be understood.
        """
        wishes = Wishes(_kind(kind), mapping or {}, source, _order(dates))
        grids = [read_file(Path(path), encoding) for path in paths]
        return plan_import(book, moment, grids, dialects(), wishes)

    def write_rejects(self, plan: ImportPlan, path: Path, *, overwrite: bool = False) -> int:
        """Write the rejected rows with their reasons as CSV, to be corrected and imported again; how many.

        Rows of several files stand under the columns of all of them. The cells are the file's own, except that one
        which a spreadsheet would take for a formula is disarmed. Nothing is written when no row was rejected.
        """
        files = [file for file in plan.files if file.rejects]
        columns = list(dict.fromkeys(column for file in files for column in file.columns))
        rows = []
        for file in files:
            for _, cells, reason in file.rejects:
                given = dict(zip(file.columns, cells, strict=False))
                rows.append([*(given.get(column, "") for column in columns), reason])
        if rows:
            write_new(path, csv_bytes([*columns, REASON], rows), overwrite=overwrite)
        return len(rows)


def _kind(word: str | None) -> Kind | None:
    if word is None:
        return None
    try:
        return Kind(word.strip().lower())
    except ValueError:
        raise ImportFault(f"There is no kind “{word}” of import. Write one of {listed(SPECS, 'or')}.") from None


def _order(word: str | None) -> DateOrder | None:
    if word is None:
        return None
    try:
        return DateOrder(word.strip().lower())
    except ValueError:
        raise ImportFault(f"“{word}” is no order of dates. Write DMY, MDY or YMD.") from None
