"""Files written anew beside the old ones, and the mark with which they take their places all at once."""

from __future__ import annotations

import contextlib
from pathlib import Path

from data.store import backups
from data.store.system import Mode, System, write_all

MARK = "anew.ready"
"""Name of the mark: with it, the new files are whole and take the places of the old ones."""

NEW = ".new"
"""Ending of a new file's name."""


def beside(path: Path) -> Path:
    """Where the new form of a file is written."""
    return path.with_name(path.name + NEW)


def put(system: System, path: Path, data: bytes) -> None:
    """Write the new form of a file, and flush it."""
    handle = system.open(beside(path), Mode.FRESH)
    try:
        write_all(system, handle, data, 0)
        system.sync(handle)
    finally:
        system.close(handle)


def mark(system: System, folder: Path) -> None:
    """Say that every new file is whole: from here on they count."""
    _sync_folders(system, folder)
    handle = system.open(folder / MARK, Mode.FRESH)
    try:
        write_all(system, handle, b"{}\n", 0)
        system.sync(handle)
    finally:
        system.close(handle)
    system.sync_folder(folder)


def staged(system: System, folder: Path) -> list[Path]:
    """The new files that are there."""
    found = []
    for place in (*_folders(folder), folder):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            found += [place / name for name in system.names(place) if name.endswith(NEW)]
    return found


def finish(system: System, folder: Path) -> None:
    """Put marked new files in the places of the old ones; doing it again does no harm."""
    for path in staged(system, folder):
        system.replace(path, path.with_name(path.name.removesuffix(NEW)))
    for name in system.names(folder):
        if name.startswith("torn-"):
            system.unlink(folder / name)
    _sync_folders(system, folder)
    system.unlink(folder / MARK)
    system.sync_folder(folder)


def clear(system: System, folder: Path) -> None:
    """Take away new files that never counted."""
    for path in staged(system, folder):
        system.unlink(path)


def _sync_folders(system: System, folder: Path) -> None:
    for place in (*_folders(folder), folder):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            system.sync_folder(place)


def _folders(folder: Path) -> tuple[Path, ...]:
    return folder / backups.FOLDER, folder / "drafts"
