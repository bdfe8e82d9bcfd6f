"""A book with a record of every table and a value in every field; and the files of each format, kept for ever.

python -m tests.data.store.specimens      writes the files of the format of today, once, when it is new
"""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from pathlib import Path
from typing import Any

from core.book.book import Book
from core.schema import TABLES, TableSpec
from core.words import Record
from data import snapshots
from data.store import checkpoint
from data.store.store import create_store
from tests.data.store.books import assign, desk_over, done, log, rename

FIXTURES = Path(__file__).parent / "fixtures"

MOMENT = datetime(2026, 3, 2, 9, 30, 15, tzinfo=timezone(timedelta(hours=2)))


def full_book() -> Book:
    """Two records of every table, every field filled; the second refers to the first where they refer at all."""
    records: dict[str, list[Any]] = {}
    for spec in TABLES:
        numbers = (1,) if spec.name == "policy" else (1, 2)
        records[spec.name] = [_record(spec, number) for number in numbers]
    return Book.of(records)


def _record(spec: TableSpec, number: int) -> Any:  # noqa: ANN401 - a record of any table
    record = dataclasses.replace(_filled(spec.entity), id=number)
    changed: dict[str, object] = {}
    if spec.name == "people":
        changed = {"lead": 1 if number == 2 else None, "name": f"Person {number}"}
    elif spec.name == "accounts":
        changed = {"parent": 1 if number == 2 else None, "name": f"Acco\u00fcnt {number} [/EMEA] \u4f60\u597d"}
    elif spec.name == "holders":
        days = (date(2025, number, 1), date(2025, number + 1, 1))
        changed = {"since": days[0], "until": days[1], "seat": "csm"}
    return dataclasses.replace(record, **changed)


def _filled(entity: type[Record]) -> Any:  # noqa: ANN401
    hints = typing.get_type_hints(entity)
    names = [item.name for item in dataclasses.fields(typing.cast("Any", entity))]
    return typing.cast("Any", entity)(**{name: _value(hints[name], name) for name in names})


def _value(hint: Any, name: str) -> object:  # noqa: ANN401
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        return _value(next(part for part in typing.get_args(hint) if part is not type(None)), name)
    if typing.get_origin(hint) is tuple:
        parts = typing.get_args(hint)
        return (_value(parts[0], name),) if parts[-1] is Ellipsis else tuple(_value(part, name) for part in parts)
    if typing.get_origin(hint) is typing.Literal:
        return typing.get_args(hint)[0]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and issubclass(hint, Record):
        return _filled(hint)
    simple: dict[Any, object] = {
        bool: True,
        int: 1,
        str: f"{name} \u201ctext\u201d",
        date: date(2026, 3, 2),
        datetime: MOMENT,
    }
    return simple[hint]


def write(folder: Path) -> None:
    """The files of a book of today's format with a history, and what it holds as a snapshot."""
    opened = create_store(folder, full_book())
    desk = desk_over(opened.book, opened.store)
    done(desk.do(rename, (1, "Renamed before the checkpoint")))
    opened.store.checkpoint()
    done(desk.do(log, (2, "Said since\nin two lines")))
    done(desk.do(assign, (2, 2)))
    done(desk.do(rename, (1, "Renamed since")))
    done(desk.undo())
    opened.store.close()
    (folder / "book.lock").unlink()
    for path in (folder / "backups").glob("book-*"):
        path.unlink()
    snapshots.write(desk.book, folder / "expected-snapshot.json")


if __name__ == "__main__":
    target = FIXTURES / f"format-{checkpoint.FORMAT}"
    if target.exists():
        raise SystemExit(f"{target} is there already, and files of a format never change.")
    write(target)
