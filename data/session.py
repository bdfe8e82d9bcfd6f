"""The file beside a book that remembers where the user left the screens, unfinished conversations included."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

NAME = "session.json"
"""Name of the file in the book's folder."""


def read_session(folder: Path) -> dict[str, Any]:
    """What was remembered; a missing or damaged file is nothing, since nothing of the book is in it."""
    try:
        data = orjson.loads((folder / NAME).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return {}
    return data if isinstance(data, dict) else {}


def write_session(folder: Path, data: Mapping[str, Any]) -> None:
    """Remember, readable by the user alone; a disk that takes nothing is no reason to stop working."""
    beside = folder / f"{NAME}.tmp"
    with contextlib.suppress(OSError):
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS))
        beside.replace(folder / NAME)
