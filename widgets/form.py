"""A form of labelled lines: text, choices, and longer notes; enter or ctrl+s submits it, arrows move between lines.

In a note enter ends a line of it, and only ctrl+s submits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from widgets.note_input import NoteInput
from widgets.plain_input import PlainInput
from widgets.text import plain


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a form."""

    key: str
    """Names the value."""
    label: str
    """Said before it."""
    value: str = ""
    """What it holds at first."""
    options: tuple[tuple[str, str], ...] = ()
    """(value, word) pairs to choose from; none makes it a line of text."""
    hint: str = ""
    """Said inside an empty line of text."""
    required: bool = False
    """Whether it may stay empty; the label says so."""
    several: bool = False
    """Whether its text may have several lines."""


class ChoiceLine(Widget, can_focus=True):
    """A row of words of which one is chosen; left and right choose, and so does a word's first letter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Previous", show=False),
        Binding("right,l,space", "step(1)", "Next", show=False),
    ]

    DEFAULT_CSS = """
    ChoiceLine {
        height: 1;
        width: 1fr;
        background: $surface;
        &:focus { background: $panel; }
    }
    """

    @dataclass
    class Chosen(Message):
        """Another option was chosen."""

        line: ChoiceLine
        """The line that says it."""

        @property
        def control(self) -> ChoiceLine:
            """The line that says it."""
            return self.line

    place: reactive[int] = reactive(0, init=False)
    """Index of the chosen option."""

    def __init__(self, options: Sequence[tuple[str, str]], value: str = "", *, id: str | None = None) -> None:
        """Offer (value, word) pairs, with one of them chosen."""
        super().__init__(id=id)
        self._options = tuple(options)
        places = [place for place, (key, _) in enumerate(self._options) if key == value]
        self.set_reactive(ChoiceLine.place, places[0] if places else 0)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._options[self.place][0] if self._options else ""

    def watch_place(self) -> None:
        """Tell that another option was chosen."""
        self.post_message(self.Chosen(self))

    def choose(self, value: str) -> None:
        """Choose a value; one that is not offered changes nothing."""
        for place, (key, _) in enumerate(self._options):
            if key == value:
                self.place = place

    def action_step(self, by: int) -> None:
        """Choose the option next to this one, round and round."""
        if self._options:
            self.place = (self.place + by) % len(self._options)

    def on_key(self, event: events.Key) -> None:
        """Choose the next option whose word begins with the letter."""
        letter = (event.character or "").lower()
        if not letter.isalnum() or letter in "hl":
            return
        count = len(self._options)
        for step in range(1, count + 1):
            place = (self.place + step) % count
            if self._options[place][1].lower().startswith(letter):
                self.place = place
                event.stop()
                return

    def on_click(self, event: events.Click) -> None:
        """Choose the word that was clicked."""
        left = 0
        for place, (_, word) in enumerate(self._options):
            width = Content(plain(word)).cell_length + 2
            if left <= event.x < left + width:
                self.place = place
                return
            left += width + 1

    def render(self) -> Content:
        """The words, the chosen one in brackets so that colour is not needed."""
        first, used, width = 0, 0, max(1, self.size.width)
        # The chosen word stays in view: earlier ones give way in a narrow window, and a mark says that there are more.
        lengths = [Content(plain(word)).cell_length + 3 for _, word in self._options]
        if sum(lengths) > width + 1:
            width -= 2
        while first < self.place and sum(lengths[first : self.place + 1]) > width:
            first += 1
        parts: list[Content] = []
        for place, (_, word) in enumerate(self._options[first:], start=first):
            used += lengths[place]
            if used > width + 1:
                parts.append(Content.styled("…", "$foreground-muted"))
                break
            chosen = place == self.place
            style = ("bold reverse" if self.has_focus else "bold") if chosen else "$foreground-muted"
            parts.append(Content.styled(f"[{plain(word)}]" if chosen else f" {plain(word)} ", style))
        return Content(" ").join(parts)


class Form(Vertical):
    """Labelled lines over a message line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next line", show=False),
        Binding("up", "step(-1)", "Previous line", show=False),
        Binding("enter", "submit", "Save", show=False),
        Binding("ctrl+s", "submit", "Save", show=False, priority=True),
    ]

    DEFAULT_CSS = """
    Form {
        height: auto;

        .form--line { height: 1; }
        .form--note { height: 4; }
        .form--label { width: 17; color: $foreground-muted; }
        .form--message { height: auto; color: $text-error; padding: 0 0 0 17; }
        PlainInput { width: 1fr; }
    }
    """

    @dataclass
    class Submitted(Message):
        """The user is done."""

        form: Form
        """The form that says it."""
        values: Mapping[str, str]
        """Text of every line by its key."""

        @property
        def control(self) -> Form:
            """The form that says it."""
            return self.form

    @dataclass
    class Changed(Message):
        """A line of text changed, or another option was chosen."""

        form: Form
        """The form that says it."""
        key: str
        """Key of the line."""
        value: str
        """What it holds now."""

        @property
        def control(self) -> Form:
            """The form that says it."""
            return self.form

    def __init__(self, lines: Sequence[Line], *, focus: str = "", id: str | None = None) -> None:
        """Make a form; `focus` is the key of the line the cursor starts in, else the first."""
        super().__init__(id=id)
        self._lines = tuple(lines)
        self._first = focus or (lines[0].key if lines else "")
        self._fields: dict[str, PlainInput | ChoiceLine | NoteInput] = {}
        self._message = Static("", classes="form--message")

    def compose(self) -> ComposeResult:
        """A row for each line, then the message."""
        for line in self._lines:
            field: PlainInput | ChoiceLine | NoteInput
            if line.options:
                field = ChoiceLine(line.options, line.value)
            elif line.several:
                field = NoteInput(line.value, placeholder=plain(line.hint))
            else:
                field = PlainInput(line.value, placeholder=plain(line.hint), compact=True, select_on_focus=False)
            self._fields[line.key] = field
            label = Content(plain(line.label) + (" *" if line.required else ""))
            with Horizontal(classes="form--note" if line.several else "form--line"):
                yield Static(label, classes="form--label")
                yield field
        yield self._message

    def focus(self, scroll_visible: bool = True) -> Form:
        """Put the cursor into the line it starts in."""
        if self._first in self._fields:
            self._fields[self._first].focus(scroll_visible)
        return self

    def focus_line(self, key: str) -> None:
        """Put the cursor into a line."""
        if key in self._fields:
            self._fields[key].focus()

    @property
    def values(self) -> dict[str, str]:
        """Text of every line by its key."""
        return {key: field.value for key, field in self._fields.items()}

    def set_value(self, key: str, value: str) -> None:
        """Put a text into a line, or choose an option."""
        field = self._fields[key]
        if isinstance(field, ChoiceLine):
            field.choose(value)
        elif isinstance(field, NoteInput):
            field.value = value
        else:
            field.value = value
            field.cursor_position = len(field.value)

    def complain(self, message: str, key: str = "") -> None:
        """Say what is wrong, and go to the line it is about."""
        self._message.update(Content(plain(message)))
        if key:
            self.focus_line(key)

    def action_step(self, by: int) -> None:
        """Move to the line below or above."""
        fields = list(self._fields.values())
        here = next((place for place, field in enumerate(fields) if field.has_focus), None)
        if here is not None:
            fields[(here + by) % len(fields)].focus()

    def action_submit(self) -> None:
        """Hand the values over, unless a required line is empty."""
        for line in self._lines:
            if line.required and not self._fields[line.key].value.strip():
                self.complain(f"{line.label} is needed.", line.key)
                return
        self.complain("")
        self.post_message(self.Submitted(self, self.values))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter in a line of text submits the form."""
        event.stop()
        self.action_submit()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell which line of text changed."""
        event.stop()
        self._changed(event.input)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell which note changed."""
        event.stop()
        self._changed(event.text_area)

    def on_note_input_left(self, event: NoteInput.Left) -> None:
        """Move out of a note to the line above or below."""
        event.stop()
        self.action_step(event.by)

    def on_choice_line_chosen(self, event: ChoiceLine.Chosen) -> None:
        """Tell which line has another option."""
        event.stop()
        self._changed(event.line)

    def _changed(self, changed: Widget) -> None:
        for key, field in self._fields.items():
            if field is changed:
                self.post_message(self.Changed(self, key, field.value))
