"""The line in which rows are filtered while typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

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

if TYPE_CHECKING:  # the first frame needs no filter language
    from core.query.complete import Completion

Completer = Callable[[str, int], "Completion"]
"""What could stand at the cursor of a text."""


@dataclass(frozen=True, slots=True)
class _Offer:
    """What was begun, and which of the things it may mean is put in."""

    text: str
    """The text as it was begun."""
    found: Completion
    """What may stand there."""
    place: int = 0
    """Which of it does."""

    @property
    def shown(self) -> tuple[str, int]:
        """The text with it, and the cursor behind it."""
        candidate = self.found.candidates[self.place]
        return self.found.applied(self.text, candidate), self.found.start + len(candidate.text)

    def next(self) -> _Offer:
        """The next thing it may mean; after the last the first."""
        return _Offer(self.text, self.found, (self.place + 1) % len(self.found.candidates))


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
        Binding(
            "tab",
            "complete",
            "Complete",
            show=False,
            id="filter.complete",
            tooltip="Complete the word; again: the next",
        ),
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
        self._completer: Completer | None = None
        self._offer: _Offer | None = None

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

    def complete_by(self, completer: Completer) -> None:
        """Let tab complete the word before the cursor by what a function offers for a text and a cursor."""
        self._completer = completer

    def action_complete(self) -> None:
        """Put in what the word before the cursor may mean; again, the next thing it may; else go on as tab does."""
        text, cursor = self._input.value, self._input.cursor_position
        last = self._offer
        again = last is not None and (text, cursor) == last.shown
        offer = last.next() if last is not None and again else self._begun(text, cursor)
        if offer is None:
            self.screen.focus_next()
            return
        self._offer = offer
        self._input.value, self._input.cursor_position = offer.shown

    def _begun(self, text: str, cursor: int) -> _Offer | None:
        """What there is to offer for a word; nothing where no word was begun, or where it is whole already."""
        if self._completer is None:
            return None
        found = self._completer(text, cursor)
        if found.start == found.end and not text[:cursor].endswith((":", "#", ",", "=")):
            return None
        first = _Offer(text, found)
        return None if not found.candidates or first.shown == (text, cursor) else first

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
