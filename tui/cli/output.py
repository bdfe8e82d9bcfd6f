"""What the commands print: data on stdout, narration on stderr, and nothing that could steer a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TextIO

from widgets.text import cell_width, fit, plain

GAP = "  "
"""Stands between two columns."""

MOST_SHRUNK = 8
"""A column that gives room keeps at least this many cells."""

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is reading or typing at the other end."""
    return stream.isatty()


def answers() -> bool:
    """Whether somebody is there to be asked: both the keyboard and the screen are a terminal."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def shown(text: str) -> str:
    """A text from the book or a file as one line of stdout; on a terminal nothing in it can steer the terminal.

    Blanks at its beginning stay.
    """
    return _indented(text) if is_terminal(sys.stdout) else _indent(text) + " ".join(text.split())


class ReaderGone(Exception):
    """Whoever reads stdout has seen enough, as in `bookshift list | head`. No OSError: click ends those with 1."""


def put(line: str = "") -> None:
    """Write one line of data to stdout; ends the command quietly when nobody reads it any more."""
    try:
        sys.stdout.write(line + "\n")
    except BrokenPipeError as error:
        raise ReaderGone from error


def say(line: str) -> None:
    """Write narration to stderr, line by line, cleaned as for a terminal."""
    sys.stderr.write("".join(f"{_indented(part)}\n" for part in line.split("\n")))


def _indented(line: str) -> str:
    return _indent(line) + plain(line.lstrip(" "))


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def document(value: object) -> None:
    """Write one JSON document to stdout: readable letters, characters that cannot be seen escaped."""
    import json  # imported here: `--help` does not need it

    text = json.dumps(value, ensure_ascii=False, indent=2 if is_terminal(sys.stdout) else None)
    put(_UNSEEN.sub(lambda match: f"\\u{ord(match.group()):04x}", text))


def hours_number(hundredths: int) -> float:
    """Hours as a JSON number with at most two decimals; times 100 and rounded it is the exact value again."""
    return hundredths / 100


def money_number(amount: int | None, currency: str) -> int | float | None:
    """An amount as a JSON number in units of the currency; whole where it is whole, None when not known."""
    from core.money import minor_units

    if amount is None:
        return None
    units = minor_units(currency)
    return amount // units if amount % units == 0 else amount / units


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a printed table."""

    title: str
    """Heading."""
    align: Literal["left", "right"] = "left"
    """Where its cells stand."""
    flex: bool = False
    """Gives room when the terminal is narrow."""


def table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> None:
    """Write an aligned table to stdout; on a terminal its lines are cut to the width of the window."""
    for line in laid_out(columns, rows, room()):
        put(line)


def room() -> int | None:
    """The width of the window in cells; None when stdout is no terminal."""
    if not is_terminal(sys.stdout):
        return None
    import shutil

    return shutil.get_terminal_size().columns


def laid_out(columns: Sequence[Column], rows: Iterable[Sequence[str]], width: int | None) -> list[str]:
    """The lines of a table with its heading, each at most ``width`` cells; None is as wide as the cells are."""
    cells = [[shown(cell).strip() for cell in row] for row in rows]
    widths = [
        max(cell_width(column.title), *(cell_width(row[place]) for row in cells), 0)
        for place, column in enumerate(columns)
    ]
    if width is not None:
        _shrink(widths, columns, width)
    lines = [[column.title for column in columns], *cells]
    drawn = (
        GAP.join(fit(cell, room, column.align) for cell, room, column in zip(line, widths, columns, strict=True))
        for line in lines
    )
    return [(fit(line, width) if width is not None and cell_width(line) > width else line).rstrip() for line in drawn]


def _shrink(widths: list[int], columns: Sequence[Column], width: int) -> None:
    """Take cells from the widest flexible column until the line fits, or nothing can give any more."""
    excess = sum(widths) + len(GAP) * (len(widths) - 1) - width
    giving = [place for place, column in enumerate(columns) if column.flex]
    while excess > 0:
        place = max(giving, key=lambda item: widths[item], default=None)
        if place is None or widths[place] <= MOST_SHRUNK:
            return
        widths[place] -= 1
        excess -= 1


def bar(percent: int | None, width: int = 20) -> str:
    """A load as a bar of ``width`` cells for 100 %, with what is over standing beyond it; empty when not known."""
    if percent is None:
        return ""
    full, free, beyond = ("█", "░", "▓") if _can_draw("█░▓") else ("#", ".", "+")
    cells = round(percent * width / 100)
    return full * min(cells, width) + free * max(0, width - cells) + beyond * max(0, min(cells - width, width // 2))


def _can_draw(letters: str) -> bool:
    try:
        letters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
