"""Choosing one of many by typing parts of its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from core.text import fold
from widgets.plain_input import PlainInput
from widgets.table.columns import Cell, Column
from widgets.table.table import RowTable
from widgets.text import plain


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be chosen."""

    id: int
    """Names the choice; unique among those offered together."""
    title: str
    """What it is called."""
    detail: str = ""
    """What helps to choose, in a few words."""
    disabled_reason: str | None = None
    """Why it cannot be chosen now, as a sentence; None when it can."""


def matching(choices: Iterable[Choice], text: str) -> list[Choice]:
    """Return the choices that hold every word of the text in title or detail, without regard to case and accents.

    Those whose title begins with the text come first, then those with a word of the title that does; else the order
    stays.
    """
    wanted = fold(text).strip()
    words = wanted.split()
    found: list[tuple[int, Choice]] = []
    for choice in choices:
        title = fold(choice.title)
        if all(word in title or word in fold(choice.detail) for word in words):
            rank = 0 if title.startswith(wanted) else 1 if f" {wanted}" in title else 2
            found.append((rank, choice))
    return [choice for _rank, choice in sorted(found, key=lambda pair: pair[0])]


def _title(choice: Choice) -> Cell:
    return Cell(choice.title, "plain" if choice.disabled_reason is None else "muted")


def _detail(choice: Choice) -> Cell:
    return Cell(choice.detail, "muted")


class Picker(Vertical):
    """An input over the choices that match it, and a line about the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", "Down", show=False, id="picker.down", tooltip="Next choice"),
        Binding("up", "move('cursor_up')", "Up", show=False, id="picker.up", tooltip="Previous choice"),
        Binding("pagedown", "move('page_down')", "Page down", show=False, id="picker.page_down", tooltip="Next page"),
        Binding("pageup", "move('page_up')", "Page up", show=False, id="picker.page_up", tooltip="Previous page"),
        Binding("escape", "dismiss_choice", "Leave", show=False, id="picker.leave", tooltip="Choose nothing"),
    ]

    DEFAULT_CSS = """
    Picker {
        width: 1fr;
        height: 1fr;

        & > PlainInput {
            width: 1fr;
        }
        &:focus-within RowTable > .row-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:nocolor:focus-within RowTable > .row-table--cursor {
            text-style: reverse;
        }
        & > .picker--note {
            height: 1;
            width: 1fr;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            color: $foreground-muted;
        }
    }
    """

    @dataclass
    class Picked(Message):
        """A choice was made."""

        picker: Picker
        """The picker that says it."""
        choice: Choice
        """The choice; never a disabled one."""

        @property
        def control(self) -> Picker:
            """The picker that says it."""
            return self.picker

    @dataclass
    class Dismissed(Message):
        """The user chooses nothing."""

        picker: Picker
        """The picker that says it."""

        @property
        def control(self) -> Picker:
            """The picker that says it."""
            return self.picker

    def __init__(
        self,
        choices: Sequence[Choice] = (),
        *,
        placeholder: str = "",
        empty: str = "Nothing matches.",
        title_width: int = 24,
        id: str | None = None,
    ) -> None:
        """Offer these choices, in this order."""
        super().__init__(id=id)
        self._choices = tuple(choices)
        self._input = PlainInput(placeholder=plain(placeholder), compact=True, select_on_focus=False)
        columns = (
            Column("title", "", _title, title_width, flex=1),
            Column("detail", "", _detail, 24, flex=2, priority=1),
        )
        self._table: RowTable[Choice] = RowTable(columns, lambda choice: choice.id, empty=empty, header=False)
        # The keys stay with the input, whatever is clicked.
        self._table.can_focus = False
        self._note = Static(classes="picker--note")

    def compose(self) -> ComposeResult:
        """Put the input over the choices and the line about one of them."""
        yield self._input
        yield self._table
        yield self._note

    def on_mount(self) -> None:
        """Offer what was given."""
        self._filter()

    @property
    def text(self) -> str:
        """What the user has typed."""
        return self._input.value

    @property
    def current(self) -> Choice | None:
        """The choice under the cursor, None when nothing matches."""
        return self._table.current

    def show(self, choices: Sequence[Choice]) -> None:
        """Offer other choices; what was typed stays."""
        self._choices = tuple(choices)
        self._filter()

    def focus(self, scroll_visible: bool = True) -> Picker:
        """Let the user type."""
        self._input.focus(scroll_visible)
        return self

    def action_move(self, movement: str) -> None:
        """Move the cursor among the choices: `cursor_down`, `cursor_up`, `page_down` or `page_up`."""
        moves = {
            "cursor_down": self._table.action_cursor_down,
            "cursor_up": self._table.action_cursor_up,
            "page_down": self._table.action_page_down,
            "page_up": self._table.action_page_up,
        }
        moves[movement]()

    def action_dismiss_choice(self) -> None:
        """Choose nothing."""
        self.post_message(self.Dismissed(self))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what matches, with the cursor on the first."""
        event.stop()
        self._filter()
        self._table.action_cursor_first()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose what is under the cursor."""
        event.stop()
        self._table.action_open()

    def on_row_table_highlighted(self, event: RowTable.Highlighted[Choice]) -> None:
        """Say more about the choice under the cursor."""
        event.stop()
        choice = event.row
        self._note.update(Content("" if choice is None else plain(choice.disabled_reason or choice.detail)))

    def on_row_table_opened(self, event: RowTable.Opened[Choice]) -> None:
        """Choose it, unless a reason stands against it: that is already on the line below."""
        event.stop()
        if event.row.disabled_reason is None:
            self.post_message(self.Picked(self, event.row))

    def _filter(self) -> None:
        self._table.show(matching(self._choices, self.text))
