"""What stands where nothing is: a sentence, and what to press."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from widgets.key_hints import Hint
from widgets.text import fit, plain
from widgets.tones import TONE_STYLES


def empty_content(message: str, hints: Sequence[Hint] = ()) -> Content:
    """Return the sentence, a blank line, and a line for each key."""
    lines = [Content(plain(message))]
    if hints:
        key_width = max(len(plain(hint.key)) for hint in hints)
        words_width = max(len(plain(hint.words)) for hint in hints)
        lines.append(Content())
        lines += [
            Content.assemble(
                (fit(plain(hint.key), key_width, "right"), f"bold {TONE_STYLES['accent']}"),
                "  " + fit(plain(hint.words), words_width),
            )
            for hint in hints
        ]
    return Content("\n").join(lines)


class Empty(Widget):
    """A sentence in the middle of an empty place, and what to press."""

    DEFAULT_CSS = """
    Empty {
        width: 1fr;
        height: 1fr;
        content-align: center middle;
        text-align: center;
        color: $foreground-muted;
    }
    """

    message: reactive[str] = reactive("")
    """The sentence."""

    def __init__(
        self, message: str, hints: Sequence[Hint] = (), *, id: str | None = None, classes: str | None = None
    ) -> None:
        """Say why there is nothing and which keys change that."""
        super().__init__(id=id, classes=classes)
        self._hints = tuple(hints)
        self.set_reactive(Empty.message, message)

    def render(self) -> Content:
        """Draw the sentence and the keys."""
        return empty_content(self.message, self._hints)
