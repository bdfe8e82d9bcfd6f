"""What a change would do to one person's load."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from widgets.load_bar import LEAST_CAPACITY, Bar, LoadPoint, cells_of, percent, ruled, tone_of
from widgets.text import fit, plain
from widgets.tones import TONE_STYLES

ARROW = " → "

_HALF_WIDTH = 6 + 1 + 8
_WORDS_WIDTH = 2 * _HALF_WIDTH + len(ARROW)
_NAME_WIDTH = 16
_SHORTEST_NAME = 8
_SHORTEST_BAR = 8


@dataclass(frozen=True, slots=True)
class LoadShift:
    """One person's load before and after a change."""

    name: str
    """The person."""
    before: LoadPoint
    """The load now, or on the day of the change without it."""
    after: LoadPoint
    """The load with the change."""


def shift_bar(shift: LoadShift, width: int) -> Bar:
    """Return one bar: what stays, then what comes (▓) or goes (░), with the line at 100 %.

    Each load is measured against its own capacity.
    """
    before = cells_of(shift.before.hours, shift.before.capacity, width)
    after = cells_of(shift.after.hours, shift.after.capacity, width)
    capacity = max(shift.before.capacity, shift.after.capacity)
    kept = min(before, after)
    return ruled(
        [("carried", kept), ("gained", after - kept), ("lost", before - kept)],
        width,
        has_line=capacity >= LEAST_CAPACITY,
    )


def shift_line(shift: LoadShift, width: int, name_width: int = _NAME_WIDTH) -> Content:
    """Return the change in one line of `width` cells: name, bar, percent and word before and after.

    Where room is short the bar goes first, then the name gives way to the words.
    """
    space = width - _WORDS_WIDTH
    if space < name_width + 2 + _SHORTEST_BAR:
        name = max(min(name_width, space - 1), min(_SHORTEST_NAME, width))
        head = Content(fit(plain(shift.name), name) + " ")
    else:
        drawn = shift_bar(shift, space - name_width - 2).content(tone_of(shift.after.band))
        head = Content.assemble(fit(plain(shift.name), name_width) + " ", drawn, " ")
    line = Content.assemble(head, _half(shift.before), (ARROW, TONE_STYLES["muted"]), _half(shift.after))
    return line.truncate(width, ellipsis=True)


def _half(point: LoadPoint) -> tuple[str, str]:
    words = f"{percent(point.hours, point.capacity):>6} {plain(point.band)}"
    return fit(words, _HALF_WIDTH), TONE_STYLES[tone_of(point.band)]


class BeforeAfter(Widget):
    """What a change would do to one person's load, in one line."""

    DEFAULT_CSS = """
    BeforeAfter {
        height: 1;
        width: 1fr;
    }
    """

    shift: reactive[LoadShift | None] = reactive(None)
    """The change shown, None for nothing."""

    def __init__(
        self,
        shift: LoadShift | None = None,
        *,
        name_width: int = _NAME_WIDTH,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show a change, if one is given; `name_width` cells for the name, the same in lines that stand together."""
        super().__init__(id=id, classes=classes)
        self._name_width = name_width
        self.set_reactive(BeforeAfter.shift, shift)

    def render(self) -> Content:
        """Draw the line."""
        return Content() if self.shift is None else shift_line(self.shift, self.size.width, self._name_width)
