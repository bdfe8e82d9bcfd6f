"""The styles a table is painted with, as the theme gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rich.style import Style

from widgets.tones import TONES, Tone

_COLOURED = tuple(tone for tone in TONES if tone != "plain")

COMPONENTS: dict[str, str] = {
    part: f"row-table--{part}" for part in ("row", "marked", "cursor", "header", "column", *_COLOURED)
}
"""Component classes of the table by the part they style; a style sheet may give them other colours."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The styles a table is painted with."""

    row: Style = field(default_factory=Style)
    """An ordinary row."""
    marked: Style = field(default_factory=Style)
    """A marked row."""
    cursor: Style = field(default_factory=Style)
    """The row under the cursor; the tones give way to it."""
    header: Style = field(default_factory=Style)
    """The pinned header."""
    column: Style = field(default_factory=Style)
    """The title of the column under the column cursor."""
    tones: Mapping[Tone, Style] = field(default_factory=dict)
    """What a tone lays over the style of its row; a plain cell has nothing of its own."""


def read_palette(style_of: Callable[[str], Style]) -> Palette:
    """Return the palette of a theme; `style_of` gives the full style of a component class."""
    return Palette(
        row=style_of(COMPONENTS["row"]),
        marked=style_of(COMPONENTS["marked"]),
        cursor=style_of(COMPONENTS["cursor"]),
        header=style_of(COMPONENTS["header"]),
        column=style_of(COMPONENTS["column"]),
        tones={tone: _ink(style_of(COMPONENTS[tone])) for tone in _COLOURED},
    )


def _ink(style: Style) -> Style:
    """Return how a style writes, without what it writes on: a tone stands on marked rows as well."""
    return Style(color=style.color, bold=style.bold, italic=style.italic, underline=style.underline)
