"""The line in which rows are filtered while typing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.highlighter import Highlighter
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from widgets.plain_input import PlainInput
from widgets.text import plain


class _FromMistake(Highlighter):
    """Underlines the text from the mistake on."""

    def __init__(self) -> None:
        self.position: int | None = None

    def highlight(self, text: Text) -> None:
        """Underline, if there is a mistake."""
        if self.position is not None:
            text.stylize("underline", self.position)


class FilterBar(Horizontal):
    """One line: a label, the filter, and on the right what it lets through or what is wrong with it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Leave", show=False, id="filter.cancel", tooltip="Leave the filter"),
        Binding("down", "submit", "To the rows", show=False, id="filter.submit", tooltip="Keep the filter, go on"),
    ]

    DEFAULT_CSS = """
    FilterBar {
        height: 1;
        width: 1fr;
        background: $surface;

        & > .filter-bar--label {
            width: auto;
            color: $text-accent;
        }
        & > PlainInput {
            width: 1fr;
            min-width: 8;
        }
        & > .filter-bar--note {
            width: auto;
            max-width: 60%;
            padding-left: 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            color: $foreground-muted;

            &.-error {
                max-width: 75%;
                color: $text-error;
            }
        }
    }
    """

    @dataclass
    class Changed(Message):
        """The text has changed by a key or a paste."""

        bar: FilterBar
        """The bar that says it."""
        text: str
        """What it holds now."""

        @property
        def control(self) -> FilterBar:
            """The bar that says it."""
            return self.bar

        def can_replace(self, message: Message) -> bool:
            """Typing faster than the rows follow leaves only the last text to be handled."""
            return isinstance(message, FilterBar.Changed) and message.bar is self.bar

    @dataclass
    class Submitted(Message):
        """The user is done typing and keeps the filter."""

        bar: FilterBar
        """The bar that says it."""
        text: str
        """What it holds."""

        @property
        def control(self) -> FilterBar:
            """The bar that says it."""
            return self.bar

    @dataclass
    class Cancelled(Message):
        """The user leaves the filter."""

        bar: FilterBar
        """The bar that says it."""

        @property
        def control(self) -> FilterBar:
            """The bar that says it."""
            return self.bar

    def __init__(self, text: str = "", *, label: str = "/", placeholder: str = "", id: str | None = None) -> None:
        """Make a bar that holds a text."""
        super().__init__(id=id)
        self._mistake = _FromMistake()
        self._label = Static(Content(plain(label) + " "), classes="filter-bar--label")
        self._input = PlainInput(
            placeholder=plain(placeholder), highlighter=self._mistake, compact=True, select_on_focus=False
        )
        self._first_text = text
        self._note = Static(classes="filter-bar--note")
        self._summary = ""
        self._error = ""

    def compose(self) -> ComposeResult:
        """Put label, input and note side by side."""
        yield self._label
        yield self._input
        yield self._note

    def on_mount(self) -> None:
        """Hold the first text; an input takes one only once it belongs to an application."""
        if self._first_text:
            self.set_text(self._first_text)

    @property
    def text(self) -> str:
        """What the bar holds."""
        return self._input.value

    def set_text(self, text: str) -> None:
        """Hold another text, without a `Changed`: the caller knows."""
        with self.prevent(Input.Changed):
            self._input.value = text
        self._input.cursor_position = len(self._input.value)

    def focus(self, scroll_visible: bool = True) -> FilterBar:
        """Let the user type."""
        self._input.focus(scroll_visible)
        return self

    def show_summary(self, summary: str) -> None:
        """Say what the filter lets through: `38 of 1,840 · 4.2M · 96 h/mo`. It stands back while there is an error."""
        self._summary = summary
        self._show_note()

    def show_error(self, message: str, position: int | None = None) -> None:
        """Say what is wrong with the text, and underline it from a character on (counted from 0)."""
        self._error = message if position is None else f"at {position + 1}: {message}"
        self._mistake.position = position
        self._show_note()

    def clear_error(self) -> None:
        """Show the summary again."""
        self._error = ""
        self._mistake.position = None
        self._show_note()

    def action_cancel(self) -> None:
        """Leave the filter."""
        self.post_message(self.Cancelled(self))

    def action_submit(self) -> None:
        """Keep the filter and go on to the rows."""
        self.post_message(self.Submitted(self, self.text))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say so in the bar's own words."""
        event.stop()
        self.post_message(self.Changed(self, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Say so in the bar's own words."""
        event.stop()
        self.action_submit()

    def _show_note(self) -> None:
        self._note.set_class(bool(self._error), "-error")
        self._note.update(Content(plain(self._error or self._summary)))
        self._input.refresh()
