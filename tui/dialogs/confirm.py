"""Asking before something that touches much, and asking for a reason where a guard warns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from tui.dialogs.base import Dialog
from widgets.form import Form, Line
from widgets.key_hints import Hint, KeyHints
from widgets.text import plain

_MOST_LINES = 10
SCROLLING: tuple[BindingType, ...] = (
    Binding("down,j", "scroll('down')", "Down", show=False),
    Binding("up,k", "scroll('up')", "Up", show=False),
    Binding("pagedown,ctrl+d", "scroll('page_down')", "Page down", show=False),
    Binding("pageup,ctrl+u", "scroll('page_up')", "Page up", show=False),
)
"""The keys that scroll lines for which there is no room."""


def lines_content(says: str, details: Sequence[str]) -> Content:
    """A sentence and its details, one a line, the rest counted."""
    rows = [Content(plain(says))]
    rows.extend(Content.styled(f"  {plain(line)}", "$foreground-muted") for line in details[:_MOST_LINES])
    if len(details) > _MOST_LINES:
        rows.append(Content.styled(f"  and {len(details) - _MOST_LINES} more", "$foreground-muted"))
    return Content("\n").join(rows)


class Confirm(Dialog[bool]):
    """A yes or no; y and n answer, enter is the careful no."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", show=False),
        Binding("n,enter", "answer(False)", "No", show=False),
        *SCROLLING,
    ]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("y", "Yes"), Hint("n", "No"), Hint("esc", "Cancel"))

    def __init__(self, title: str, says: str, details: Sequence[str] = ()) -> None:
        """Ask with a sentence that names what will be touched."""
        super().__init__(title)
        self._says = says
        self._details = tuple(details)

    def body(self) -> ComposeResult:
        """The sentence."""
        yield Static(lines_content(self._says, self._details))

    def on_mount(self) -> None:
        """Name the arrows where the lines have no room."""
        self.watch(self.query_one(".dialog--body"), "show_vertical_scrollbar", self._name_keys)

    def _name_keys(self, longer: bool) -> None:
        *answers, leave = self.HINTS
        self.query_one(KeyHints).hints = (*answers, Hint("up down", "Scroll"), leave) if longer else self.HINTS

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)


class Warnings(Dialog[bool]):
    """Every line of a list that had no room where it stood; the arrows scroll it."""

    BINDINGS: ClassVar[list[BindingType]] = [*SCROLLING, Binding("enter", "leave", "Close", show=False)]
    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("up down", "Scroll"), Hint("esc", "Close"))

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        """Show these lines."""
        super().__init__(title)
        self._lines = tuple(lines)

    def body(self) -> ComposeResult:
        """The lines."""
        yield Static(Content("\n").join(Content.styled(f"! {plain(line)}", "$text-warning") for line in self._lines))


class Reason(Dialog[str]):
    """What a guard warns of, and a line for the reason to do it all the same."""

    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Do it with this reason"), Hint("esc", "Leave it"))

    def __init__(self, says: str, details: Sequence[str] = ()) -> None:
        """Show the warning."""
        super().__init__("Are you sure?")
        self._says = says
        self._details = tuple(details)

    def body(self) -> ComposeResult:
        """The warning and the line."""
        yield Static(lines_content(self._says, self._details))
        yield Form([Line("reason", "Reason", required=True, hint="kept in the history")])

    def on_mount(self) -> None:
        """Start in the line."""
        self.query_one(Form).focus()

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Answer with the reason."""
        self.dismiss(event.values["reason"].strip())
