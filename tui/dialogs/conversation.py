"""Logging a conversation: in the common case a text, enter, and it is down."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult

from core.errors import BookshiftError
from core.moment import Moment
from core.usecases.converse import LogConversation
from core.when import WhenError, read_day, read_time
from core.words import ConversationType, Expectation, Sentiment
from tui.dialogs.base import Dialog
from widgets.form import Form, Line
from widgets.key_hints import Hint

_TYPES = tuple((kind.value, kind.value) for kind in ConversationType if kind is not ConversationType.INTERVIEW)


class ConversationDialog(Dialog[LogConversation]):
    """Type, when, what was said, how the customer felt, and the next step."""

    HINTS: ClassVar[tuple[Hint, ...]] = (
        Hint("enter", "Save"),
        Hint("up down", "Line"),
        Hint("left right", "Choose"),
        Hint("esc", "Cancel, the text is kept"),
    )

    def __init__(
        self,
        account: int,
        name: str,
        moment: Moment,
        *,
        by: int | None,
        challenges: tuple[tuple[str, str], ...],
        draft: Mapping[str, str],
    ) -> None:
        """Log for one account; `draft` is what was typed before the dialog was left the last time."""
        super().__init__(f"Conversation with {name}")
        self._account = account
        self._moment = moment
        self._by = by
        self._challenges = challenges
        self._draft = dict(draft)

    def body(self) -> ComposeResult:
        """The form, starting in the summary."""
        held = self._draft.get
        names = " ".join(key for key, _ in self._challenges)
        yield Form(
            [
                Line("summary", "What was said", held("summary", ""), required=True),
                Line("type", "Type", held("type", "call"), _TYPES),
                Line("when", "When", held("when", "today"), hint="today, yesterday 14:00, 12 Oct"),
                Line("with", "With", held("with", ""), hint="names of those who took part, separated by commas"),
                Line(
                    "sentiment",
                    "Sentiment",
                    held("sentiment", ""),
                    (("", "not heard"), *((mood.value, mood.value) for mood in Sentiment)),
                ),
                Line(
                    "expectation",
                    "Expectation met",
                    held("expectation", ""),
                    (("", "not said"), *((answer.value, answer.value) for answer in Expectation)),
                ),
                Line("who", "Who came", held("who", ""), (("", "not said"), ("us", "we did"), ("them", "they did"))),
                Line("challenges", "Challenges", held("challenges", ""), hint=names or "words, separated by commas"),
                Line("next", "Next step", held("next", ""), hint="what we owe them"),
                Line("due", "Due", held("due", ""), hint="fri, +7d, 12 Dec"),
            ]
        )

    def on_mount(self) -> None:
        """Start in the summary."""
        self.query_one(Form).focus()

    @property
    def draft(self) -> dict[str, str]:
        """What the form holds now."""
        return self.query_one(Form).values

    def action_leave(self) -> None:
        """Leave; what was typed is kept for the next time."""
        self.bookshift.session.drafts[self._account] = self.draft
        self.dismiss(None)

    def on_form_changed(self, event: Form.Changed) -> None:
        """Keep what was typed, should the terminal die."""
        self.bookshift.session.drafts[self._account] = self.draft
        self.bookshift.session.save()

    def on_form_submitted(self, event: Form.Submitted) -> None:
        """Answer with the request, or say which line is not understood."""
        form, values = event.form, event.values
        try:
            at = read_time(values["when"] or "today", self._moment)
        except (WhenError, BookshiftError) as error:
            form.complain(str(error), "when")
            return
        try:
            due = read_day(values["due"], self._moment) if values["due"].strip() else None
        except (WhenError, BookshiftError) as error:
            form.complain(str(error), "due")
            return
        if due is not None and not values["next"].strip():
            form.complain("A due date needs a next step.", "next")
            return
        who = values["who"]
        self.dismiss(
            LogConversation(
                account=self._account,
                type=ConversationType(values["type"]),
                at=at,
                summary=values["summary"].strip(),
                by=self._by,
                names=_listed(values["with"]),
                sentiment=Sentiment(values["sentiment"]) if values["sentiment"] else None,
                expectation=Expectation(values["expectation"]) if values["expectation"] else None,
                challenges=_listed(values["challenges"]),
                reactive=None if not who else who == "them",
                next_text=values["next"].strip(),
                next_due=due,
            )
        )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
