"""Choosing one of a few things by its letter."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui.dialogs.base import Dialog
from widgets.key_hints import Hint, KeyHints

Choice = tuple[str, str, str]
"""A letter, what it answers, and what that is in a sentence."""


class PickDialog(Dialog[str]):
    """A line for each thing, with the letter that chooses it."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        """Offer these."""
        super().__init__(title)
        self._choices = tuple(choices)

    def body(self) -> ComposeResult:
        """A line for each."""
        lines = (Content.assemble((f" {key}  ", "bold $primary"), says) for key, _, says in self._choices)
        yield Static(Content("\n").join(lines))

    def on_mount(self) -> None:
        """Name the letters at the foot."""
        letters = " ".join(key for key, _, _ in self._choices)
        self.query_one(KeyHints).hints = (Hint(letters, "Choose"), Hint("esc", "Cancel"))

    def on_key(self, event: events.Key) -> None:
        """Answer with what a letter is for."""
        for key, what, _ in self._choices:
            if event.key == key:
                event.stop()
                self.dismiss(what)
