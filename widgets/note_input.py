"""A box for a text of several lines that never holds what may not be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from widgets.text import plain


class NoteInput(TextArea):
    """Textual's text area: enter ends a line, the arrows leave it at its first and last line."""

    DEFAULT_CSS = """
    NoteInput {
        width: 1fr;
        height: 4;
        padding: 0;
        background: $surface;
        &:focus { background: $panel; }
    }
    """

    @dataclass
    class Left(Message):
        """An arrow was pressed that leads out of the text."""

        note: NoteInput
        """The box that says it."""
        by: int
        """1 for the line below it, -1 for the one above."""

        @property
        def control(self) -> NoteInput:
            """The box that says it."""
            return self.note

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        """A box that holds a text."""
        super().__init__(_plain_lines(value), compact=True, placeholder=placeholder, id=id, highlight_cursor_line=False)
        self.move_cursor(self.document.end)

    @property
    def value(self) -> str:
        """Its text; lines end in a line feed."""
        return self.text

    @value.setter
    def value(self, value: str) -> None:
        self.load_text(_plain_lines(value))
        self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Make what is typed or pasted plain: a paste may carry escape sequences."""
        edit.text = _plain_lines(edit.text)
        return super().edit(edit)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up; from the first line out of the text."""
        if self.navigator.is_first_wrapped_line(self.cursor_location) and not select:
            self.post_message(self.Left(self, -1))
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down; from the last line out of the text."""
        if self.navigator.is_last_wrapped_line(self.cursor_location) and not select:
            self.post_message(self.Left(self, 1))
        else:
            super().action_cursor_down(select)


def _plain_lines(text: str) -> str:
    return "\n".join(map(plain, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
