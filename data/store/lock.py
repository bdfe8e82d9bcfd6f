"""One process writes to a book at a time: its lock, and the sentence that tells another process who has it."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.store.system import Mode, System, read_file, why, write_all

FILE = "book.lock"
"""Name of the lock in a book's folder. The file stays; it is the lock on it that counts, and the system frees that."""


@dataclass(frozen=True, slots=True)
class Holder:
    """The process that has a book, as it wrote itself into the lock."""

    process: int
    """Process number."""
    host: str
    """Name of the machine."""
    since: datetime
    """When it took the lock, local time with offset."""

    def __str__(self) -> str:
        """Who it is, for a sentence."""
        return f"process {self.process} on {self.host} has it since {self.since:%d %b %Y %H:%M}"


class Lock:
    """Held from opening to closing; the system frees it when the process ends, however it ends."""

    def __init__(self, system: System, handle: int) -> None:
        self._system = system
        self._handle = handle

    def release(self) -> None:
        """Let others write."""
        self._system.close(self._handle)


def take(system: System, folder: Path) -> Lock | str:
    """The lock, or why it cannot be had: another process has it, or the folder cannot be written."""
    path = folder / FILE
    try:
        handle = system.open(path, Mode.KEEP)
    except OSError as error:
        return f"This book is open for reading only: its folder cannot be written, because {why(error)}."
    try:
        taken = system.lock(handle)
    except OSError as error:
        system.close(handle)
        return (
            f"This book is open for reading only: its disk cannot lock files ({why(error)}), so two programs could "
            "write at once. Move it to a local disk."
        )
    if not taken:
        system.close(handle)
        found = holder(system, folder)
        who = str(found) if found else "another process has it"
        return f"This book is open for reading only: {who}. Close it there to make changes here."
    _sign(system, handle)
    return Lock(system, handle)


def _sign(system: System, handle: int) -> None:
    """Write who holds the lock; on a full disk the lock is as good without."""
    text = json.dumps({"process": system.process(), "host": system.host(), "since": system.now().isoformat()})
    with contextlib.suppress(OSError):
        system.truncate(handle, 0)
        write_all(system, handle, text.encode(), 0)


def holder(system: System, folder: Path) -> Holder | None:
    """Who last took the lock, when that can be read."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        fields = json.loads(read_file(system, folder / FILE))
        return Holder(int(fields["process"]), str(fields["host"]), datetime.fromisoformat(fields["since"]))
    return None
