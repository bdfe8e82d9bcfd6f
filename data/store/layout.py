"""Where a book's files stand in its folder, and whether there is a book; nothing else is imported to know that."""

from __future__ import annotations

import contextlib
from pathlib import Path

from data.store.system import SYSTEM, System

CHECKPOINT = "book.json"
"""Name of the checkpoint."""

BACKUPS = "backups"
"""Name of the folder of backups."""


def exists(folder: Path, *, system: System = SYSTEM) -> bool:
    """Whether a folder holds a book: its checkpoint, or a backup that it can be made of."""
    try:
        return CHECKPOINT in system.names(folder) or bool(_backups(system, folder))
    except OSError:
        return False


def _backups(system: System, folder: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return [name for name in system.names(folder / BACKUPS) if name.endswith(".json")]
    return []
