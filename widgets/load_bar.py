"""A load as a bar, a number and a word."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from widgets.text import fit, plain
from widgets.tones import TONE_STYLES, Tone

Part = Literal["carried", "pooled", "room", "line", "gained", "lost"]
"""What a stretch of a bar stands for."""

GLYPHS: dict[Part, str] = {"carried": "█", "pooled": "▒", "room": "·", "line": "│", "gained": "▓", "lost": "░"}
"""Each part has its own character, so that a bar is read without colours."""

SCALE_PERCENT = 150
"""Load at the right end of a bar; more than that is cut, the number says how much."""

LEAST_CAPACITY = 100
"""Hundredths of an hour. Under one hour of capacity a person is absent and has no percentage."""

_BAND_WIDTH = 8
_PERCENT_WIDTH = 7
_WORDS_WIDTH = _PERCENT_WIDTH + 1 + _BAND_WIDTH
_SHORTEST_BAR = 4

_BAND_TONES: dict[str, Tone] = {
    "room": "good",
    "full": "plain",
    "over": "warn",
    "critical": "bad",
    "absent": "muted",
}


@dataclass(frozen=True, slots=True)
class LoadPoint:
    """A person's load at one moment."""

    hours: int
    """Work in hundredths of an hour a month, the pooled part included."""
    capacity: int
    """Capacity in hundredths of an hour a month."""
    band: str
    """The load in a word, as the policy names it: room, full, over, critical or absent."""
    pooled: int = 0
    """Part of the work that comes from pools, in hundredths of an hour a month."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a bar that means one thing."""

    text: str
    """The characters of the stretch."""
    part: Part
    """What it stands for."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar in pieces, from left to right."""

    pieces: tuple[Piece, ...]
    """Neighbours differ in their part."""

    @property
    def text(self) -> str:
        """The whole bar, for a cell of a table."""
        return "".join(piece.text for piece in self.pieces)

    def content(self, tone: Tone) -> Content:
        """The bar in the colours of the theme: what is carried in this tone, room and line muted."""
        quiet = TONE_STYLES["muted"]
        return Content.assemble(
            *((piece.text, quiet if piece.part in ("room", "line") else TONE_STYLES[tone]) for piece in self.pieces)
        )


def tone_of(band: str) -> Tone:
    """Return the tone of a load's word; plain for a word that is not known."""
    return _BAND_TONES.get(band, "plain")


def percent(hours_hundredths: int, capacity_hundredths: int) -> str:
    """Return the load in whole percent of the capacity, a dash where there is no capacity to speak of."""
    if capacity_hundredths < LEAST_CAPACITY:
        return "–"
    return f"{(hours_hundredths * 200 + capacity_hundredths) // (capacity_hundredths * 2)} %"


def bar(hours_hundredths: int, capacity_hundredths: int, width: int, pooled_hundredths: int = 0) -> Bar:
    """Return a bar `width` cells wide, with a line at 100 %.

    `hours_hundredths` are all hours; `pooled_hundredths` of them are hatched at the end of the bar. Any load takes at
    least one cell, any pooled part too. Without capacity the bar is empty and has no line.
    """
    filled = cells_of(hours_hundredths, capacity_hundredths, width)
    pooled = min(filled, cells_of(pooled_hundredths, capacity_hundredths, width))
    return ruled(
        [("carried", filled - pooled), ("pooled", pooled)], width, has_line=capacity_hundredths >= LEAST_CAPACITY
    )


def cells_of(hours_hundredths: int, capacity_hundredths: int, width: int) -> int:
    """Return how many cells of a bar of `width` the hours fill, the line not counted."""
    if capacity_hundredths < LEAST_CAPACITY or hours_hundredths <= 0 or width < 1:
        return 0
    per_capacity = _cells_before_line(width)
    rounded = (hours_hundredths * per_capacity * 2 + capacity_hundredths) // (capacity_hundredths * 2)
    return max(1, min(rounded, max(1, width - 1)))


def ruled(stretches: Iterable[tuple[Part, int]], width: int, *, has_line: bool) -> Bar:
    """Return a bar of these stretches (part and cells), filled up with room, with the line at 100 % let in."""
    room: Part = "room"
    track: list[Part] = [part for part, cells in stretches for _ in range(cells)]
    track.extend([room] * width)
    if has_line and width > 1:
        track.insert(_cells_before_line(width), "line")
    runs = groupby(track[: max(0, width)])
    return Bar(tuple(Piece(GLYPHS[part] * len(list(run)), part) for part, run in runs))


def _cells_before_line(width: int) -> int:
    return max(1, (width - 1) * 100 // SCALE_PERCENT)


def load_line(point: LoadPoint, width: int) -> Content:
    """Return a load in one line of `width` cells: bar, percent and word. Where room is short the bar goes first."""
    tone = tone_of(point.band)
    words = f"{percent(point.hours, point.capacity):>{_PERCENT_WIDTH}} {plain(point.band)}"
    space = width - _WORDS_WIDTH
    if space < _SHORTEST_BAR:
        return Content.styled(fit(words.strip(), width), TONE_STYLES[tone])
    drawn = bar(point.hours, point.capacity, space, point.pooled)
    return Content.assemble(drawn.content(tone), (fit(words, _WORDS_WIDTH), TONE_STYLES[tone]))


class LoadBar(Widget):
    """A person's load in one line: bar with the pooled part hatched and a line at 100 %, percent, word."""

    DEFAULT_CSS = """
    LoadBar {
        height: 1;
        width: 1fr;
    }
    """

    point: reactive[LoadPoint | None] = reactive(None)
    """The load shown, None for nothing."""

    def __init__(self, point: LoadPoint | None = None, *, id: str | None = None, classes: str | None = None) -> None:
        """Show a load, if one is given."""
        super().__init__(id=id, classes=classes)
        self.set_reactive(LoadBar.point, point)

    def render(self) -> Content:
        """Draw the line."""
        return Content() if self.point is None else load_line(self.point, self.size.width)
