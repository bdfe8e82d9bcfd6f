"""Logging a conversation, in the common case by a text and enter; correcting one; interviews with colleagues."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from core.book.book import Book
from core.conversations import Conversation
from core.errors import BookshiftError
from core.moment import Moment
from core.usecases.converse import CHALLENGES, EditConversation, LogConversation, edit_conversation, log_conversation
from core.usecases.participants import names_of, participants
from core.when import WhenError, read_day, read_time
from core.wording import short_date
from core.words import ConversationType, Expectation, Sentiment
from tui.dialogs.base import Dialog
from tui.dialogs.deed import Deed, DeedDialog, person_in, time_in
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
        yield Form(
            [
                *talk_lines(self._draft, self._challenges),
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
        present = participants(self.bookshift.desk.book, self._account, _listed(values["with"]))
        self.dismiss(
            LogConversation(
                account=self._account,
                type=ConversationType(values["type"]),
                at=at,
                summary=values["summary"].strip(),
                by=self._by,
                people=present.people,
                contacts=present.contacts,
                names=present.names,
                sentiment=Sentiment(values["sentiment"]) if values["sentiment"] else None,
                expectation=Expectation(values["expectation"]) if values["expectation"] else None,
                challenges=_listed(values["challenges"]),
                reactive=who_came(values["who"]),
                next_text=values["next"].strip(),
                next_due=due,
            )
        )


def talk_lines(held: Mapping[str, str], challenges: Sequence[tuple[str, str]], *, several: bool = False) -> list[Line]:
    """The lines on what was said, holding what is known already; a summary of several lines keeps them."""
    names = " ".join(key for key, _ in challenges)
    return [
        Line("summary", "What was said", held.get("summary", ""), required=True, several=several),
        Line("type", "Type", held.get("type", "call"), _TYPES),
        Line("when", "When", held.get("when", "today"), hint="today, yesterday 14:00, 12 Oct"),
        Line("with", "With", held.get("with", ""), hint="names of those who took part, separated by commas"),
        Line(
            "sentiment",
            "Sentiment",
            held.get("sentiment", ""),
            (("", "not heard"), *((mood.value, mood.value) for mood in Sentiment)),
        ),
        Line(
            "expectation",
            "Expectation met",
            held.get("expectation", ""),
            (("", "not said"), *((answer.value, answer.value) for answer in Expectation)),
        ),
        Line("who", "Who came", held.get("who", ""), (("", "not said"), ("us", "we did"), ("them", "they did"))),
        Line("challenges", "Challenges", held.get("challenges", ""), hint=names or "words, separated by commas"),
    ]


def who_came(text: str) -> bool | None:
    """Whether the customer came to us, by the word of the form."""
    return None if not text else text == "them"


# Correcting -----------------------------------------------------------------------------------------------------


def correction(book: Book, talk: Conversation, moment: Moment) -> DeedDialog:
    """The form that corrects a conversation that was logged; what it led to stays."""
    held = _held(book, talk)
    lines = talk_lines(held, challenges_of(book), several=True)
    interview = talk.type is ConversationType.INTERVIEW
    if interview:  # it is about a colleague, and cannot become a talk with a customer
        lines = [line for line in lines if line.key in ("summary", "when", "with", "challenges")]

    def make(values: Mapping[str, str]) -> Deed:
        changed = {key for key, text in values.items() if text != held[key]}
        return edit_conversation, EditConversation(talk.id, tuple(_corrected(book, talk, moment, values, changed)))

    account = book.accounts.get(talk.account or 0)
    about = book.people.get(talk.about or 0)
    name = account.name if account is not None else about.name if about is not None else "the team"
    title = f"Correct the {talk.type.value} with {name} of {short_date(talk.at.date())}"
    return DeedDialog(title, lines, make, unchanged=True)


def _held(book: Book, talk: Conversation) -> dict[str, str]:
    """What a conversation holds, as the lines of the form say it."""
    return {
        "summary": talk.summary,
        "type": talk.type.value,
        "when": f"{talk.at:%Y-%m-%d %H:%M}",
        "with": ", ".join(names_of(book, talk)),
        "sentiment": talk.sentiment.value if talk.sentiment else "",
        "expectation": talk.expectation.value if talk.expectation else "",
        "who": "" if talk.reactive is None else "them" if talk.reactive else "us",
        "challenges": ", ".join(talk.challenges),
    }


def _corrected(
    book: Book, talk: Conversation, moment: Moment, values: Mapping[str, str], changed: Collection[str]
) -> Iterator[tuple[str, Any]]:
    """The (field, value) pairs of the lines that were changed."""
    if "summary" in changed:
        yield "summary", values["summary"].strip()
    if "type" in changed:
        yield "type", ConversationType(values["type"])
    if "when" in changed:
        yield "at", time_in(values, "when", moment)
    if "with" in changed:
        present = participants(book, talk.account, _listed(values["with"]))
        yield from (("people", present.people), ("contacts", present.contacts), ("names", present.names))
    if "sentiment" in changed:
        yield "sentiment", Sentiment(values["sentiment"]) if values["sentiment"] else None
    if "expectation" in changed:
        yield "expectation", Expectation(values["expectation"]) if values["expectation"] else None
    if "who" in changed:
        yield "reactive", who_came(values["who"])
    if "challenges" in changed:
        yield "challenges", _listed(values["challenges"])


def interview(book: Book, person: int, moment: Moment) -> DeedDialog:
    """The form that logs an interview with a CSM; it is private."""
    lines = [line for line in talk_lines({}, challenges_of(book)) if line.key in ("summary", "when", "challenges")]
    lead = book.people.get(book.people[person].lead or 0)
    lines.insert(2, Line("by", "Held by", lead.name if lead is not None else "", hint="who of us asked"))

    def make(values: Mapping[str, str]) -> Deed:
        return log_conversation, LogConversation(
            account=None,
            type=ConversationType.INTERVIEW,
            at=time_in(values, "when", moment),
            summary=values["summary"].strip(),
            by=person_in(values, "by", book),
            challenges=_listed(values["challenges"]),
            about=person,
        )

    says = "An interview is private: it is in no export or report, and counts as evidence on the model."
    return DeedDialog(f"Interview with {book.people[person].name}", lines, make, says)


def challenges_of(book: Book) -> tuple[tuple[str, str], ...]:
    """The (key, title) pairs of the challenges there are."""
    return tuple((word.key, word.title) for word in book.vocab.all() if word.kind == CHALLENGES)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
