"""Backups: every checkpoint that is replaced keeps a second name: the last ten, one a day for a month, one a month.

They also shorten the way back when the book is wanted as it was: the monthly ones are kept for a year.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from core.book.book import Book
from core.errors import StoreError
from data.store import checkpoint
from data.store.checkpoint import Meta
from data.store.errors import flushed, not_written
from data.store.layout import BACKUPS
from data.store.system import Mode, System, pieces, write_all

FOLDER = BACKUPS
"""Name of the folder in a book's folder."""

ORIGIN = "origin.json"
"""The checkpoint the book began with; together with the journal it holds everything."""

LAST = 10
"""Newest backups that are kept whatever their age."""

DAYS = 30
"""Days of which the newest backup is kept."""

MONTHS = 12
"""Months of which the newest backup is kept, this one included."""

_TEMPORARY = "book.json.tmp"
_NAME = re.compile(r"book-(\d+)-(\d{4}-\d\d-\d\d)\.json")


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A checkpoint that was replaced."""

    seq: int
    """Number of the last change in it."""
    day: date
    """Day it was written."""
    path: Path
    """The file."""


def name_of(meta: Meta) -> str:
    """The name of a checkpoint among the backups."""
    return f"book-{meta.seq}-{meta.at[:10]}.json"


def kept(system: System, folder: Path) -> list[Backup]:
    """The backups of a book, oldest first, without the origin."""
    try:
        names = system.names(folder / FOLDER)
    except FileNotFoundError:
        return []
    found = [(_NAME.fullmatch(name), name) for name in names]
    backups = []
    for match, name in found:
        if match:
            with contextlib.suppress(ValueError):
                day = date.fromisoformat(match.group(2))
                backups.append(Backup(int(match.group(1)), day, folder / FOLDER / name))
    return sorted(backups)


def keep(system: System, folder: Path, file: Path, name: str) -> None:
    """Give a checkpoint that is about to be replaced its second name; a file system without links gets a copy."""
    system.make_folder(folder / FOLDER)
    target = folder / FOLDER / name
    try:
        system.link(file, target)
    except FileExistsError:
        return
    except OSError:
        _copy(system, file, target)
    flushed(lambda: system.sync_folder(folder / FOLDER), "The checkpoint was not written")


def keep_origin(system: System, folder: Path, file: Path) -> None:
    """Keep the first checkpoint as a file of its own: a second name would rot and be edited with the first."""
    system.make_folder(folder / FOLDER)
    target = folder / FOLDER / ORIGIN
    try:
        _copy(system, file, target)
    except OSError:
        with contextlib.suppress(OSError):
            system.unlink(target.with_suffix(".part"))
        system.link(file, target)  # no room for two: better one that rots with the book than none
    system.sync_folder(folder / FOLDER)


def _copy(system: System, source: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    read, at = system.open(source, Mode.READ), 0
    try:
        written = system.open(part, Mode.FRESH)
        try:
            for piece in pieces(system, read):
                write_all(system, written, piece, at)
                at += len(piece)
            system.sync(written)
        finally:
            system.close(written)
    finally:
        system.close(read)
    system.replace(part, target)


def read(system: System, path: Path) -> Book:
    """The book in a backup, or in any checkpoint; raises ``StoreError``."""
    reader = checkpoint.Reader(system, path)
    try:
        return reader.book()
    finally:
        reader.close()


def prune(system: System, folder: Path, today: date) -> list[Path]:
    """Take away the backups that the rule does not keep; the answer is which."""
    doomed = superfluous(kept(system, folder), today)
    for backup in doomed:
        with contextlib.suppress(OSError):
            system.unlink(backup.path)
    return [backup.path for backup in doomed]


def superfluous(backups: Iterable[Backup], today: date) -> list[Backup]:
    """The backups that are neither among the last ten nor the newest of one of the last thirty days or 12 months."""
    ordered = sorted(backups)
    days = {backup.day: backup for backup in ordered if backup.day > today - timedelta(days=DAYS)}
    months = {_month(backup.day): backup for backup in ordered if _month(backup.day) > _month(today) - MONTHS}
    spared = {backup.path for backup in (*ordered[-LAST:], *days.values(), *months.values())}
    return [backup for backup in ordered if backup.path not in spared]


def _month(day: date) -> int:
    return day.year * 12 + day.month


def replace_checkpoint(
    system: System,
    folder: Path,
    book: Book,
    meta: checkpoint.Meta,
    old: str | None,
    breathe: Callable[[], None] | None = None,
) -> checkpoint.Meta:
    """Put a new checkpoint in the place of the old one, which stays whole until the moment it is replaced."""
    failed = "The checkpoint was not written"
    temporary, path = folder / _TEMPORARY, folder / checkpoint.FILE
    try:
        done = checkpoint.write(system, temporary, book, meta, breathe)
        if old is not None:
            keep(system, folder, path, old)
        system.replace(temporary, path)
    except (OSError, StoreError) as error:
        with contextlib.suppress(OSError):
            system.unlink(temporary)
        raise not_written(failed, error) if isinstance(error, OSError) else error from error
    flushed(lambda: system.sync_folder(folder), failed)
    return done
