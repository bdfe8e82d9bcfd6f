"""What the forms of the wizards share: a few words, some lines, and the draft of a proposal as the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.errors import BookshiftError, Refusal
from core.outlook import Outlook
from core.rebalance.draft import RebalanceDraft
from core.usecases.names import find_person
from core.when import read_day
from tui.dialogs.base import Dialog
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain

FOLLOW_UP_CHOICES = (("all", "move all"), ("auto", "move but manual ones"), ("leave", "stay with their owner"))
"""What happens to open follow-ups, in words."""


class Wrong(BookshiftError):
    """A line that cannot be read; its text is the sentence for the user."""

    def __init__(self, says: str, key: str = "") -> None:
        """The sentence, and the line it is about."""
        super().__init__(says)
        self.key = key
        """Key of the line; empty for none."""


class WizardDialog(Dialog[RebalanceDraft]):
    """A short form; enter shows the proposal, of which nothing is in force yet."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Show the proposal"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel"),
    )
    SAYS: ClassVar[str] = ""
    """What stands above the form."""

    def __init__(self, title: str, outlook: Outlook) -> None:
        """Ask about a book as it is."""
        super().__init__(title)
        self.outlook = outlook

    def lines(self) -> Sequence[Line]:
        """The lines of the form."""
        raise NotImplementedError

    def draft(self, values: Mapping[str, str]) -> RebalanceDraft | Refusal:
        """The draft that the form means, looked at beside the screen; raises ``Wrong`` for a line it cannot read."""
        raise NotImplementedError

    def body(self) -> ComposeResult:
        """A few words, then the form."""
        yield Static(Content.styled(plain(self.SAYS), "$foreground-muted"), classes="wizard--says")
        yield Form(self.lines())

    def on_mount(self) -> None:
        """Start in the first line."""
        self.query_one(Form).focus()

    @work(exclusive=True, group="draft")
    async def on_form_submitted(self, event: Form.Submitted) -> None:
        """Answer with the draft, or say what to correct."""
        form, values = event.form, dict(event.values)
        try:
            found = await asyncio.to_thread(self.draft, values)
        except Wrong as wrong:
            form.complain(str(wrong), wrong.key)
            return
        except BookshiftError as error:
            form.complain(str(error))
            return
        if isinstance(found, Refusal):
            form.complain(" ".join((found.says, *found.details[:2])))
            return
        self.dismiss(found)

    # Reading lines ------------------------------------------------------------------------------------------

    def day(self, values: Mapping[str, str], key: str) -> date | None:
        """The day in a line; None for an empty one."""
        text = values[key].strip()
        if not text:
            return None
        try:
            return read_day(text, self.outlook.moment)
        except BookshiftError as error:
            raise Wrong(str(error), key) from error

    def a_day(self, values: Mapping[str, str], key: str, what: str) -> date:
        """The day in a line that must hold one."""
        day = self.day(values, key)
        if day is None:
            raise Wrong(f"Say which day is {what}.", key)
        return day

    def people(self, values: Mapping[str, str], key: str) -> tuple[int, ...]:
        """The people that a line names, separated by commas; none for an empty one."""
        parts = [part.strip() for part in values[key].split(",")]
        return tuple(dict.fromkeys(self.person(part, key) for part in parts if part))

    def person(self, text: str, key: str) -> int:
        """The person of a name."""
        found = find_person(self.outlook.book, text)
        if isinstance(found, Refusal):
            raise Wrong(" ".join((found.says, *found.details[:2])), key)
        return found.id
