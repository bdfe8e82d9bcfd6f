"""What the manager tells the evidence: answers that no account gives, and from where on a signal speaks."""

from __future__ import annotations

from string import Formatter
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.desk import UseCase
from core.errors import Refusal
from core.models.fit.signals import SIGNALS
from core.models.fit.thresholds import THRESHOLDS, thresholds_of
from core.policy import Policy
from core.usecases.review import QUESTIONS, Question, SetAnswer, SetThreshold, set_answer, set_threshold
from tui.dialogs.base import Dialog
from tui.evidence_words import answer_given
from widgets.form import Form, Line
from widgets.key_hints import Hint
from widgets.text import plain

_MOST_DIGITS = 9


class _Settings(Dialog[bool]):
    """A form whose lines are settings: each that differs is a change of its own."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Save"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel"),
    )

    def on_mount(self) -> None:
        """Start in the first line, and remember what the lines held."""
        form = self.query_one(Form)
        self._first = dict(form.values)
        form.focus()

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Save what differs."""
        changed = {key: text for key, text in event.values.items() if text != self._first[key]}
        self._save(event.form, changed)

    @work(exclusive=True, group="save")
    async def _save(self, form: Form, changed: dict[str, str]) -> None:
        for key, text in changed.items():
            made = self.made(key, text)
            outcome = made if isinstance(made, Refusal) else await self.bookshift.change(*made, tell=False)
            if isinstance(outcome, Refusal):
                form.complain("\n".join((outcome.says, *outcome.details[:4])), key)
                return
            self._first[key] = text
            self.notify(plain(outcome.change.says), markup=False)
        self.dismiss(bool(changed))

    def made(self, key: str, text: str) -> tuple[UseCase[Any], Any] | Refusal:
        """The use case and request that make a line what was typed, or why it cannot be."""
        raise NotImplementedError


class AnswersDialog(_Settings):
    """The questions on the company, each with its answers to choose from."""

    def __init__(self, policy: Policy) -> None:
        """Ask with the answers given so far."""
        super().__init__("What only you know")
        self._policy = policy

    def body(self) -> ComposeResult:
        """The questions in full, then the form."""
        asks = "\n".join(_asked(question) for question in QUESTIONS.values())
        yield Static(Content.styled(asks, "$foreground-muted"))
        yield Form(
            [
                Line(
                    question.field,
                    question.field.replace("_", " ").capitalize(),
                    answer_given(self._policy, question)[0] or "",
                    (("", "not answered"), *((key, key) for key in question.choices)),
                )
                for question in QUESTIONS.values()
            ]
        )

    def made(self, key: str, text: str) -> tuple[UseCase[Any], Any] | Refusal:
        """An answer, or its withdrawal."""
        return set_answer, SetAnswer(key, text or None)


def _asked(question: Question) -> str:
    """A question, with what an answer means where its word does not say it all."""
    notes = [f"{key}: {words.removeprefix(f'{key}, ')}" for key, words in question.words.items() if words != key]
    return f"{question.asks} ({'; '.join(notes)})" if notes else question.asks


class ThresholdsDialog(_Settings):
    """The thresholds that one signal's rule names."""

    HINTS: ClassVar[tuple[Hint, ...]] = (Hint("enter", "Save"), Hint("up down", "Line"), Hint("esc", "Cancel"))

    def __init__(self, policy: Policy, signal: int, name: str) -> None:
        """Show those of a signal by its number."""
        super().__init__(f"From where on “{name}” speaks")
        self._names = thresholds_named(signal)
        self._limits = thresholds_of(policy)

    def body(self) -> ComposeResult:
        """What each number means, then the form."""
        says = (
            f"{_label(name)}: {one.says} ({one.low:,} to {one.high:,}; standard {one.value:,})"
            for name, one in ((name, THRESHOLDS[name]) for name in self._names)
        )
        yield Static(Content.styled("\n".join(says), "$foreground-muted"))
        yield Form(
            [
                Line(name, _label(name), str(self._limits[name]), hint=f"{THRESHOLDS[name].value} again")
                for name in self._names
            ]
        )

    def made(self, key: str, text: str) -> tuple[UseCase[Any], Any] | Refusal:
        """A threshold; an empty line goes back to the standard."""
        typed = text.strip().replace(",", "").removesuffix("%").strip()
        if typed and not (typed.isdecimal() and len(typed) <= _MOST_DIGITS):
            return Refusal(f"“{text.strip()[:40]}” is no number that a threshold can be.")
        return set_threshold, SetThreshold(key, int(typed) if typed else None)


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def thresholds_named(signal: int) -> tuple[str, ...]:
    """The editable thresholds that a signal's rule names, in its order; the signal by its number."""
    rule = next((one.rule for one in SIGNALS if one.number == signal), "")
    fields = (field for _, field, _, _ in Formatter().parse(rule) if field)
    return tuple(dict.fromkeys(field for field in fields if field in THRESHOLDS))
