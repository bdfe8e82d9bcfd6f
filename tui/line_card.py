"""A card of labelled lines that shows what fits in the room it is given."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui.card import said_content
from tui.portrait import Said
from widgets.text import plain


class LineCard(Widget):
    """A heading over labelled lines; what does not fit its height is cut, so the first lines matter most."""

    DEFAULT_CSS = """
    LineCard {
        width: 1fr;
        padding: 0 1;
        overflow: hidden;
    }
    """

    heading: reactive[str] = reactive("")
    """What the lines are about."""
    said: reactive[tuple[Said, ...]] = reactive(())
    """The lines."""

    def __init__(self, *, label_width: int = 10, id: str | None = None, classes: str | None = None) -> None:
        """Make an empty card with this many cells for the labels."""
        super().__init__(id=id, classes=classes)
        self._label_width = label_width

    def show_lines(self, heading: str, lines: tuple[Said, ...]) -> None:
        """Show these lines."""
        self.heading, self.said = heading, lines

    def clear_lines(self) -> None:
        """Show nothing."""
        self.show_lines("", ())

    def render(self) -> Content:
        """The heading, then the lines."""
        if not self.heading and not self.said:
            return Content("")
        lines = said_content(self.said, self._label_width, self.content_size.width)
        return Content("\n").join([Content.styled(plain(self.heading), "bold $primary"), lines])
