"""What stands on the screen until the book is read: the frame of the application, ready to be filled."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.commands import Place, hints
from tui.header import Header, HeaderText
from widgets.empty import Empty
from widgets.key_hints import KeyHints


class Opening(Screen[None]):
    """Header, an empty middle, key hints."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("q,ctrl+q,escape", "app.quit", "Quit", show=False)]

    def compose(self) -> ComposeResult:
        """The frame."""
        yield Header()
        yield Empty("Reading the book.")
        yield KeyHints(hints(Place.BOOK))

    def on_mount(self) -> None:
        """Say what is going on."""
        self.query_one(Header).said = HeaderText(state="reading the book", mode="go.book")
