"""A short form for one deed: while it is filled in it says what would be done, and stays open on a refusal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.book.book import Book
from core.desk import UseCase
from core.errors import BookshiftError, Refusal
from core.moment import Moment
from core.usecases.names import find_person
from core.when import read_day, read_time
from tui.change_words import change_lines
from tui.dialogs.base import Dialog
from tui.dialogs.wizard import Wrong
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain

Deed = tuple[UseCase[Any], Any]
"""A use case and its request."""
_MOST_LINES = 3


class DeedDialog(Dialog[bool]):
    """Lines that make up a request; enter does it."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter ctrl+s", "Save"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel"),
    )

    def __init__(
        self,
        title: str,
        lines: Sequence[Line],
        make: Callable[[Mapping[str, str]], Deed],
        says: str = "",
        *,
        unchanged: bool = False,
    ) -> None:
        """Ask with some lines; `make` turns their texts into the deed, and raises ``Wrong`` for one it cannot read.

        Where `unchanged`, a form in which nothing was changed is left without a word.
        """
        super().__init__(title)
        self._lines = tuple(lines)
        self._make = make
        self._says = says
        self._unchanged = unchanged
        self._first: Mapping[str, str] = {}

    def body(self) -> ComposeResult:
        """A few words, the form, and below it what would be done."""
        if self._says:
            yield Static(Content.styled(plain(self._says), "$foreground-muted"), classes="wizard--says")
        yield Form(self._lines)
        yield Static("", classes="deed--would")

    def on_mount(self) -> None:
        """Start in the first line."""
        form = self.query_one(Form)
        self._first = dict(form.values)
        form.focus()
        self._note()

    def on_form_changed(self, event: Form.Changed) -> None:
        """Say what would be done now."""
        self._note()

    @work(exclusive=True, group="note")
    async def _note(self) -> None:
        values = dict(self.query_one(Form).values)
        if values == self._first:
            self._tell("")
            return
        self._tell(await asyncio.to_thread(self._would, values), "$foreground-muted")

    def _would(self, values: Mapping[str, str]) -> str:
        """What saving would do, or why it would not be done."""
        try:
            use_case, request = self._make(values)
        except BookshiftError as error:
            return str(error)
        outcome = self.bookshift.desk.preview(use_case, request)
        if isinstance(outcome, Refusal):
            return outcome.says
        change, after = outcome
        moving = any(edit.table == "holders" for edit in change.edits)
        lines = change_lines(after, change) if moving else []
        more = [f"and {len(lines) - _MOST_LINES} more"] if len(lines) > _MOST_LINES else []
        return "\n".join((f"Enter: {change.says}.", *(f"  {line}" for line in (*lines[:_MOST_LINES], *more))))

    def _tell(self, says: str, style: str = "$text-error") -> None:
        self.query_one(".deed--would", Static).update(Content.styled(plain_lines(says), style))

    def _complain(self, says: str, key: str = "") -> None:
        self._tell(says)
        if key:
            self.query_one(Form).focus_line(key)

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Do it."""
        self.workers.cancel_group(self, "note")
        self._save(dict(event.values))

    @work(exclusive=True, group="save")
    async def _save(self, values: dict[str, str]) -> None:
        if self._unchanged and values == self._first:
            self.dismiss(False)
            return
        try:
            use_case, request = self._make(values)
        except Wrong as wrong:
            self._complain(str(wrong), wrong.key)
            return
        except BookshiftError as error:
            self._complain(str(error))
            return
        outcome = await self.bookshift.change(use_case, request, tell=False)
        if isinstance(outcome, Refusal):
            self._complain("\n".join((outcome.says, *outcome.details[:_MOST_LINES])))
            return
        self.notify(plain(outcome.change.says), markup=False)
        self.dismiss(True)


class ChoiceDialog(Dialog[str]):
    """One of a few things by a letter each."""

    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("letter", "Choose"), Hint("esc", "Cancel"))

    def __init__(self, title: str, choices: Sequence[tuple[str, str, str]]) -> None:
        """Offer (letter, value, words) choices."""
        super().__init__(title)
        self._choices = tuple(choices)
        for letter, value, _ in choices:
            self._bindings.bind(letter, f"choose('{value}')", value, show=False)

    def body(self) -> ComposeResult:
        """A line for each."""
        lines = (
            Content.assemble((f" {letter}  ", "bold $primary"), plain(words)) for letter, _, words in self._choices
        )
        yield Static(Content("\n").join(lines))

    def action_choose(self, value: str) -> None:
        """Answer."""
        self.dismiss(value)


def plain_lines(text: str) -> str:
    """A text of several lines as it may be drawn."""
    return "\n".join(" " * (len(line) - len(line.lstrip(" "))) + plain(line.strip(" ")) for line in text.split("\n"))


# Reading lines --------------------------------------------------------------------------------------------------


def day_in(values: Mapping[str, str], key: str, moment: Moment, *, past: bool = False) -> date | None:
    """The day in a line; None for an empty one."""
    text = values[key].strip()
    if not text:
        return None
    try:
        return read_day(text, moment, past=past)
    except BookshiftError as error:
        raise Wrong(str(error), key) from error


def a_day_in(values: Mapping[str, str], key: str, what: str, moment: Moment, *, past: bool = False) -> date:
    """The day in a line that must hold one."""
    day = day_in(values, key, moment, past=past)
    if day is None:
        raise Wrong(f"Say which day is {what}.", key)
    return day


def time_in(values: Mapping[str, str], key: str, moment: Moment) -> datetime:
    """The day and time in a line; an empty one is now."""
    try:
        return read_time(values[key].strip() or "now", moment)
    except BookshiftError as error:
        raise Wrong(str(error), key) from error


def person_in(values: Mapping[str, str], key: str, book: Book) -> int | None:
    """The person a line names; None for an empty one."""
    text = values[key].strip()
    if not text:
        return None
    found = find_person(book, text)
    if isinstance(found, Refusal):
        raise Wrong(" ".join((found.says, *found.details[:2])), key)
    return found.id
