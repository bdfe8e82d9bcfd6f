"""Help: the keys of a place and the filter language, written from the registry and the language's own examples."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.query.help import ACCOUNT_EXAMPLES, PERSON_EXAMPLES, Example
from tui.commands import COMMANDS, Command, Place, printed, table_keys
from tui.dialogs.base import Dialog
from widgets.key_hints import Hint
from widgets.text import plain

_KEY_WIDTH = 18
_EXAMPLE_WIDTH = 34
_MOST_WIDTH = 120
"""Cells of the box in a wide window, as the style sheet has it."""
_FILTERED: dict[Place, tuple[str, tuple[Example, ...]]] = {
    Place.BOOK: ("The filter over accounts", ACCOUNT_EXAMPLES),
    Place.LOAD: ("The filter over people", PERSON_EXAMPLES),
}
_WITHOUT_TABLE = (Place.ACCOUNT,)


class HelpScreen(Dialog[None]):
    """A page of keys and filters over the screen it was called from."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,f1,q", "leave", "Close", show=False),
        Binding("j,down", "scroll('down')", "Down", show=False),
        Binding("k,up", "scroll('up')", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "scroll('page_down')", "Page down", show=False),
        Binding("ctrl+u,pageup", "scroll('page_up')", "Page up", show=False),
        Binding("g,home", "scroll('home')", "Top", show=False),
        Binding("G,end", "scroll('end')", "End", show=False),
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("j k", "Scroll"), Hint("space", "Page down"), Hint("esc", "Close"))

    def __init__(self, place: Place) -> None:
        """Help for a place."""
        super().__init__(f"Help: {place.value}")
        self._place = place

    def body(self) -> ComposeResult:
        """One text; it is wrapped again once the exact width is known."""
        yield Static(
            help_content(self._place, max(40, min(self.app.size.width, _MOST_WIDTH) - 5)), classes="help--text"
        )

    def on_mount(self) -> None:
        """Use the whole screen."""
        self.query_one(".dialog--box").add_class("-full")

    def on_resize(self) -> None:
        """Wrap the text anew."""
        self.call_after_refresh(self._write)

    def _write(self) -> None:
        text = self.query_one(".help--text", Static)
        text.update(help_content(self._place, max(40, text.size.width)))


def help_content(place: Place, width: int) -> Content:
    """The help of a place in lines of at most `width` cells."""
    here = [command for command in COMMANDS if place in command.places]
    anywhere = [command for command in COMMANDS if Place.ANYWHERE in command.places]
    parts = [_section(f"Keys in {place.value}", map(_pair, here), _KEY_WIDTH, width)]
    if place not in _WITHOUT_TABLE:
        parts.append(_section("Keys in a table", table_keys(), _KEY_WIDTH, width))
    parts.append(_section("Keys anywhere", map(_pair, anywhere), _KEY_WIDTH, width))
    if place in _FILTERED:
        title, examples = _FILTERED[place]
        pairs = ((example.text, example.meaning) for example in examples)
        parts.append(_section(title, pairs, _EXAMPLE_WIDTH, width))
    return Content("\n\n").join(parts)


def _pair(command: Command) -> tuple[str, str]:
    return " ".join(printed(key) for key in command.keys), command.help


def _section(title: str, pairs: Iterable[tuple[str, str]], left: int, width: int) -> Content:
    """A heading over pairs: what is typed, and what it does beside it, or below where it is too long."""
    rows = [Content.styled(title, "bold")]
    room = max(20, width - left - 3)
    for typed, meaning in pairs:
        label = plain(typed)
        pieces = [line.plain for line in Content(plain(meaning)).wrap(room)] or [""]
        if len(label) > left:
            rows.append(Content.assemble("  ", (label, "$text-accent")))
            label = ""
        for number, piece in enumerate(pieces):
            head = (label if number == 0 else "").ljust(left)
            rows.append(Content.assemble("  ", (head, "$text-accent"), " ", piece))
    return Content("\n").join(rows)
