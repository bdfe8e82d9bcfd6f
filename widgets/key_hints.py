"""The line at the foot of a screen: the keys that matter most here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from widgets.text import fit, plain
from widgets.tones import TONE_STYLES

MOST = 7
"""More keys than these are not read; help and palette have all of them."""

_GAP = "  "


@dataclass(frozen=True, slots=True)
class Hint:
    """A key and what it does."""

    key: str
    """The key as it is written: `/`, `space`, `ctrl+f`."""
    words: str
    """What it does, in a word or two."""

    @property
    def text(self) -> str:
        """Key and words, as drawn."""
        return f"{plain(self.key)} {plain(self.words)}"


def fitting(hints: Sequence[Hint], width: int) -> tuple[Hint, ...]:
    """Return the hints that fit in a width in cells, seven at most.

    The last one (the way to help) always stays; of the others the last give way first.
    """
    if not hints:
        return ()
    *others, last = hints
    kept: list[Hint] = []
    used = cell_len(last.text)
    for hint in others[: MOST - 1]:
        used += cell_len(hint.text) + len(_GAP)
        if used > width:
            break
        kept.append(hint)
    return (*kept, last)


class KeyHints(Widget):
    """One line of keys and what they do; a click on one says so."""

    DEFAULT_CSS = """
    KeyHints {
        height: 1;
        width: 1fr;
        background: $panel;
        padding: 0 1;
    }
    """

    hints: reactive[tuple[Hint, ...]] = reactive(())
    """The keys, the most useful first, the way to help last."""

    @dataclass
    class Chosen(Message):
        """A hint was clicked."""

        key_hints: KeyHints
        """The line that says it."""
        hint: Hint
        """The one that was clicked."""

        @property
        def control(self) -> KeyHints:
            """The line that says it."""
            return self.key_hints

    def __init__(self, hints: Sequence[Hint] = (), *, id: str | None = None) -> None:
        """Show these hints as far as they fit."""
        super().__init__(id=id)
        self.set_reactive(KeyHints.hints, tuple(hints))

    def render(self) -> Content:
        """Draw the hints that fit."""
        width = self.size.width
        shown = fitting(self.hints, width)
        if len(shown) == 1:
            return Content(fit(shown[0].text, width))
        pairs = [
            Content.assemble((plain(hint.key), f"bold {TONE_STYLES['accent']}"), " " + plain(hint.words))
            for hint in shown
        ]
        return Content(_GAP).join(pairs)

    def on_click(self, event: events.Click) -> None:
        """Say which hint was clicked."""
        offset = event.get_content_offset(self)
        start = 0
        for hint in fitting(self.hints, self.size.width):
            end = start + cell_len(hint.text)
            if offset is not None and start <= offset.x < end:
                event.stop()
                self.post_message(self.Chosen(self, hint))
            start = end + len(_GAP)
