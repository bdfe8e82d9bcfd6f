"""What is written down when Bookshift itself fails: where in the program, and nothing of what was in the book."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

NAME = "crash-{at:%Y%m%d-%H%M%S}.log"
"""File name of a log by the local time of the crash."""


def report(error: BaseException, at: datetime) -> str:
    """Where the program was when it failed: kinds of error, files, lines and functions.

    Messages of errors and values of variables are left out: they may hold names, sums or notes of customers.
    """
    lines = [
        f"bookshift {_version()}, Python {platform.python_version()}, {platform.platform()}",
        f"at {at.isoformat(timespec='seconds')}, command {_command(sys.argv)}",
    ]
    for step in _chain(error):
        lines.append("")
        lines.extend(
            f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(step.__traceback__)
        )
        lines.append(f"{type(step).__module__}.{type(step).__qualname__}")
    return "\n".join(lines) + "\n"


def write_log(error: BaseException, folder: Path, at: datetime) -> Path | None:
    """Write the report into a folder, readable by its owner only; None when the disk does not take it."""
    path = folder / NAME.format(at=at)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.write_text(report(error, at), encoding="utf-8")
        path.chmod(0o600)
    except OSError:
        return None
    return path


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error that started it first, as Python would print them."""
    seen: list[BaseException] = []
    step: BaseException | None = error
    while step is not None and step not in seen:
        seen.append(step)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    yield from reversed(seen)


def _command(words: list[str]) -> str:
    """The command's own words; what follows them may name customers."""
    from tui.cli.main import MODULES

    return next((word for word in words[1:] if word in MODULES), "(none)")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("bookshift")
    except PackageNotFoundError:
        return "(not installed)"
