"""Backups as screens and commands see them, and what everything that is kept of a book takes on the disk."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import datetime, time
from pathlib import Path

from core.book.book import Book
from core.errors import StoreError
from core.ports import Backup, Keeping
from data.store import backups, checkpoint, journal
from data.store.system import SYSTEM, why


class BackupFiles:
    """The backups of one book, its origin among them."""

    def __init__(self, folder: Path) -> None:
        """The backups beside the book in a folder."""
        self._folder = folder

    def all(self) -> tuple[Backup, ...]:
        """Every backup, the newest first; of two of the same change the later one."""
        found: dict[int, Backup] = {}
        for kept in backups.kept(SYSTEM, self._folder):
            with contextlib.suppress(OSError):
                found[kept.seq] = _backup(kept.path, kept.seq, datetime.combine(kept.day, time()))
        origin = self._folder / backups.FOLDER / backups.ORIGIN
        with contextlib.suppress(OSError, StoreError):
            seq = _meta(origin).seq
            found.setdefault(seq, _backup(origin, seq, datetime.fromtimestamp(0)))  # noqa: DTZ006 - never shown
        return tuple(found[seq] for seq in sorted(found, reverse=True))

    def read(self, backup: Backup) -> Book:
        """The book in a backup; raises ``StoreError`` for one that is damaged or gone."""
        try:
            return backups.read(SYSTEM, backup.path)
        except OSError as error:
            says = f"The backup {backup.path.name} cannot be read, because {why(error)}."
            raise StoreError(says, writable=True) from error

    def keeping(self) -> Keeping | None:
        """What is kept and what it takes on the disk."""
        book = self._folder / checkpoint.FILE
        folder = self._folder / backups.FOLDER
        try:
            segments = journal.segments(SYSTEM.names(self._folder))
        except OSError:
            return None
        kept = self.all()
        names = [folder / backups.ORIGIN, *(one.path for one in kept)]
        current, others = _sizes([book]), _sizes(names)
        return Keeping(
            book=sum(current.values()),
            changes=sum(_sizes(journal.segment_path(self._folder, first) for first in segments).values()),
            backups=len(kept),
            backup_bytes=sum(size for file, size in others.items() if file not in current),
        )


class NoBackups:
    """A book in memory keeps nothing."""

    def all(self) -> tuple[Backup, ...]:
        """None."""
        return ()

    def read(self, backup: Backup) -> Book:
        """Never asked: there are none."""
        raise StoreError("A book in memory has no backups.", writable=True)

    def keeping(self) -> Keeping | None:
        """Nothing."""
        return None


def _meta(path: Path) -> checkpoint.Meta:
    reader = checkpoint.Reader(SYSTEM, path)
    reader.close()
    return reader.meta


def _backup(path: Path, seq: int, day: datetime) -> Backup:
    """A backup with the time it says of itself; a damaged one has that of its name, and says so when it is read."""
    at = day
    with contextlib.suppress(StoreError, ValueError):
        at = datetime.fromisoformat(_meta(path).at)
    return Backup(seq, at, path.stat().st_size, path)


def _sizes(paths: Iterable[Path]) -> dict[tuple[int, int], int]:
    """Bytes by file, however many names it has."""
    found: dict[tuple[int, int], int] = {}
    for path in paths:
        with contextlib.suppress(OSError):
            stat = path.stat()
            found[stat.st_dev, stat.st_ino] = stat.st_size
    return found
