"""Writing a file the user named: whole or not at all, never over another one unless asked."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from core.errors import BookshiftError


class Unwritable(BookshiftError):
    """A file that cannot be written; the text is the sentence for the user."""


def write_new(path: Path, data: bytes, *, overwrite: bool = False) -> None:
    """Write a file that only its owner may read (0600), atomically; raise ``Unwritable`` and leave nothing behind.

    Without ``overwrite`` a file that is there stays, also when it appears meanwhile; a link is never followed.
    """
    target = Path(path)
    if os.path.isdir(target):
        raise Unwritable(f"{target} is a folder. Name a file in it.")
    if not overwrite and _is_there(target):
        raise Unwritable(f"{target} is there already. Choose another name, or allow it to be replaced.")
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        _write(part, data)
        if overwrite:
            os.replace(part, target)
        else:
            _place(part, target)
    except FileExistsError:
        raise Unwritable(f"{target} is there already. Choose another name, or allow it to be replaced.") from None
    except FileNotFoundError:
        raise Unwritable(f"There is no folder {target.parent}. Make it first, or choose another one.") from None
    except PermissionError:
        raise Unwritable(f"You may not write into {target.parent}. Choose another folder.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name is not valid"
        raise Unwritable(f"{target} cannot be written: {reason.lower()}.") from None
    finally:
        with contextlib.suppress(OSError, ValueError):
            part.unlink()
    _flush_folder(target.parent)


def _is_there(target: Path) -> bool:
    """Whether the name is taken, if only by a link that leads nowhere."""
    with contextlib.suppress(OSError, ValueError):
        os.lstat(target)
        return True
    return False


def _write(part: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(part, flags, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _place(part: Path, target: Path) -> None:
    """Give the written file its name; fails when the name is taken."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links: the check and the rename are two steps there
        if _is_there(target):
            raise FileExistsError from None
        os.rename(part, target)


def _flush_folder(folder: Path) -> None:
    """Make the new name durable where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
