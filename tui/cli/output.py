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

LEAST = 14
"""A column that gives room keeps at least this many cells while there are others to leave out."""

MOST_SHRUNK = 8
"""A column keeps at least this many cells."""

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def is_terminal(stream: TextIO) -> bool:
    """Whether a person is reading or typing at the other end."""
    return stream.isatty()


def answers() -> bool:
    """Whether somebody is there to be asked: both the keyboard and the screen are a terminal."""
    return is_terminal(sys.stdin) and is_terminal(sys.stderr)


def shown(text: str) -> str:
    """A text from the book or a file as one line of stdout; on a terminal nothing in it can steer the terminal."""
    return _safe(text) if is_terminal(sys.stdout) else " ".join(text.splitlines())


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
    sys.stderr.write("".join(f"{_safe(part)}\n" for part in line.split("\n")))


def _safe(line: str) -> str:
    """A line as it may be drawn; blanks at its beginning stay."""
    return " " * (len(line) - len(line.lstrip(" "))) + plain(line.strip(" "))


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
    """Gives room when the window is narrow."""
    spare: int = 0
    """Is left out when the window is narrow: 1 last, larger numbers before; 0 never."""


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
    lines = [[column.title for column in columns], *([shown(cell).strip() for cell in row] for row in rows)]
    widths = [max(cell_width(line[place]) for line in lines) for place in range(len(columns))]
    kept = list(range(len(columns)))
    if width is not None:
        kept = _shrunk(widths, columns, width)
    drawn = (GAP.join(fit(line[place], widths[place], columns[place].align) for place in kept) for line in lines)
    return [(fit(line, width) if width is not None and cell_width(line) > width else line).rstrip() for line in drawn]


def _shrunk(widths: list[int], columns: Sequence[Column], width: int) -> list[int]:
    """The places of the columns that stay in a narrow window; makes the widths of flexible ones smaller.

    Spare columns are left out as long as the flexible ones would have too little room.
    """
    kept = list(range(len(columns)))
    while (
        kept and _total(kept, [min(own, LEAST) if columns[at].flex else own for at, own in enumerate(widths)]) > width
    ):
        place = max(kept, key=lambda item: columns[item].spare)
        if not columns[place].spare:
            break
        kept.remove(place)
    giving = [place for place in kept if columns[place].flex]
    while giving and _total(kept, widths) > width:
        place = max(giving, key=lambda item: widths[item])
        if widths[place] <= MOST_SHRUNK:
            break
        widths[place] -= 1
    return kept


def _total(kept: Sequence[int], widths: Sequence[int]) -> int:
    return sum(widths[place] for place in kept) + len(GAP) * (len(kept) - 1)


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
