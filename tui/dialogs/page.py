"""Labelled lines over the whole screen, to be read in peace."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.card import said_content
from tui.dialogs.base import Dialog
from tui.portrait import Said
from widgets.key_hints import Hint


class SaidPage(Dialog[bool]):
    """A page of labelled lines that scrolls."""

    SCROLLED: ClassVar[str] = ".review--page"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "scroll('down')", "Down", show=False),
        Binding("up,k", "scroll('up')", "Up", show=False),
        Binding("pagedown,ctrl+d,space", "scroll('page_down')", "Page down", show=False),
        Binding("pageup,ctrl+u", "scroll('page_up')", "Page up", show=False),
        Binding("q,enter", "leave", "Close", show=False),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("j k", "Scroll"), Hint("space", "Page"), Hint("esc", "Close"))

    def __init__(self, title: str, said: tuple[Said, ...], label_width: int = 9) -> None:
        """Show lines under a title."""
        super().__init__(title)
        self._said = said
        self._label_width = label_width

    def body(self) -> ComposeResult:
        """The lines."""
        with VerticalScroll(classes="review--page", can_focus=False):
            yield Static("", classes="review--text")

    def on_mount(self) -> None:
        """Use the whole screen."""
        self.query_one(".dialog--box").add_class("-full")
        self.call_after_refresh(self._write)

    def on_resize(self) -> None:
        """Wrap the lines anew."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        text = self.query_one(".review--text", Static)
        text.update(said_content(self._said, self._label_width, max(40, text.size.width)))
