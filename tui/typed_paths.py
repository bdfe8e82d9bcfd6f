"""Paths as they are typed: the home folder's sign, and the rest of a name that was begun."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

MOST = 500
"""Entries of a folder that are looked at; in a larger one nothing is completed."""


def typed_path(text: str) -> Path:
    """The path a text means; `~` is the home folder, and quotes around it are dropped."""
    bare = text.strip()
    if len(bare) > 1 and bare[0] == bare[-1] and bare[0] in "'\"":
        bare = bare[1:-1]
    return Path(bare).expanduser()


def completed(text: str) -> str:
    """The text with as much added as all names that begin with it share; the same text when nothing can be added.

    Of several paths with ``;`` between them the last one is completed.
    """
    before, mark, last = text.rpartition(";")
    if mark:
        bare = last.lstrip()
        return f"{before};{last[: len(last) - len(bare)]}{completed(bare)}"
    head, begun = os.path.split(text)
    names = [name for name in _names(typed_path(head) if head else Path()) if name.startswith(begun)]
    if not begun:
        names = [name for name in names if not name.startswith(".")]
    if not names:
        return text
    shared = _beginning(names)
    return os.path.join(head, shared) if len(shared) > len(begun) else text


def _beginning(names: list[str]) -> str:
    """What all names begin with, letter by letter."""
    first, last = min(names), max(names)
    same = next((place for place, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]), len(first))
    return first[:same]


def _names(folder: Path) -> Iterable[str]:
    """The entries of a folder, folders with a slash; none for one that cannot be read."""
    try:
        with os.scandir(folder) as entries:
            found = [
                entry.name + (os.sep if entry.is_dir() else "") for _, entry in zip(range(MOST), entries, strict=False)
            ]
    except OSError:
        return ()
    return sorted(found) if len(found) < MOST else ()


def free_name(path: Path) -> Path:
    """The path, or the first like it with a number that no file has yet."""
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return free


def newest(pattern: str) -> str:
    """The name of the file in the working folder that was written last; empty when none fits the pattern."""
    found = [(path.stat().st_mtime, path.name) for path in Path().glob(pattern) if path.is_file()]
    return max(found)[1] if found else ""


def name_from(text: str) -> str:
    """A text as a part of a file name: small letters, digits and hyphens."""
    words = "".join(char.lower() if char.isascii() and char.isalnum() else " " for char in text).split()
    return "-".join(words) or "book"
