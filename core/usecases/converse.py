"""Log a conversation with its next step, correct it, or take it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, deleted, inserted, updated
from core.conversations import Conversation, FollowUp
from core.errors import RefusalKind
from core.moment import Moment
from core.schema import revise
from core.text import clean, fold
from core.usecases.look import a_present_person, the_account, the_conversation
from core.usecases.refusing import refuse, use_case
from core.wording import short_date
from core.words import ConversationType, Expectation, Sentiment

CHALLENGES = "challenge"
"""Vocabulary of the challenges that customers and CSMs name."""

_ARTICLES = {ConversationType.EMAIL: "an", ConversationType.INTERVIEW: "an"}


@dataclass(frozen=True, slots=True)
class LogConversation:
    """A conversation as it was held, with the next step that came of it."""

    account: int | None
    """Account id; None only for an interview."""
    type: ConversationType
    """Its form."""
    at: datetime
    """When, local time with its offset; not in the future."""
    summary: str
    """What was said."""
    by: int | None = None
    """Person id of ours who led it."""
    people: tuple[int, ...] = ()
    """Person ids of ours who took part."""
    contacts: tuple[int, ...] = ()
    """Contact ids who took part."""
    names: tuple[str, ...] = ()
    """Participants who are in no table."""
    sentiment: Sentiment | None = None
    """How the customer felt."""
    expectation: Expectation | None = None
    """Whether we live up to what they expect."""
    challenges: tuple[str, ...] = ()
    """Keys or titles of the vocabulary."""
    reactive: bool | None = None
    """True when the customer came to us."""
    next_text: str = ""
    """The next step; empty for none."""
    next_due: date | None = None
    """Day it is due."""
    next_owner: int | None = None
    """Person id who owes it; None is whoever acts in the lead seat."""
    about: int | None = None
    """Person id interviewed."""
    private: bool = False
    """Keep it out of exports and reports; interviews always are."""


@use_case
def log_conversation(book: Book, moment: Moment, ids: IdSource, request: LogConversation) -> Change:
    """Write a conversation down, and its next step as a follow-up."""
    conversation = Conversation(
        id=ids.take("conversations"),
        account=request.account,
        type=request.type,
        at=request.at,
        by=request.by,
        people=_without_repeats(request.people),
        contacts=_without_repeats(request.contacts),
        names=tuple(name for name in map(clean, request.names) if name),
        about=request.about,
        sentiment=request.sentiment,
        expectation=request.expectation,
        challenges=challenge_keys(book, request.challenges),
        reactive=request.reactive,
        summary=request.summary.strip(),
        private=request.private or request.type is ConversationType.INTERVIEW,
        logged_at=moment.now,
    )
    _check(book, moment, conversation)
    edits = [inserted(conversation)]
    says = f"Log {_described(book, conversation)}"
    if request.next_text.strip():
        edits.append(_next_step(book, moment, ids, request, conversation))
        says += " with a next step"
        if request.next_due is not None:
            says += f" due {short_date(request.next_due)}"
    elif request.next_due is not None or request.next_owner is not None:
        refuse("The next step has a date or an owner but no text. Say what is to be done.")
    return change_of("log", says, edits, base=book.seq)


def _next_step(book: Book, moment: Moment, ids: IdSource, request: LogConversation, conversation: Conversation) -> Edit:
    if request.next_due is not None and request.next_due < moment.today:
        refuse(f"The next step would be due on {short_date(request.next_due)}, which has passed. Give a later day.")
    if request.next_owner is not None:
        a_present_person(book, request.next_owner)
    return inserted(
        FollowUp(
            id=ids.take("followups"),
            account=request.account,
            text=request.next_text.strip(),
            owner=request.next_owner,
            due=request.next_due,
            conversation=conversation.id,
            created_on=moment.today,
        )
    )


_EDITABLE = frozenset(
    {
        "account",
        "type",
        "at",
        "by",
        "people",
        "contacts",
        "names",
        "about",
        "sentiment",
        "expectation",
        "challenges",
        "reactive",
        "summary",
        "private",
    }
)


@dataclass(frozen=True, slots=True)
class EditConversation:
    """A correction of what was logged."""

    conversation: int
    """Conversation id."""
    fields: tuple[tuple[str, Any], ...]
    """(field name, new value) pairs."""


@use_case
def edit_conversation(book: Book, moment: Moment, ids: IdSource, request: EditConversation) -> Change:
    """Correct fields of a conversation; what it led to stays."""
    before = the_conversation(book, request.conversation)
    fields = dict(request.fields)
    for name in fields:
        if name not in _EDITABLE:
            refuse(f"A conversation has no field {name} to edit.", RefusalKind.UNKNOWN, tuple(sorted(_EDITABLE)))
    if "challenges" in fields:
        fields["challenges"] = challenge_keys(book, fields["challenges"])
    after = revise(before, **fields)
    if after.type is ConversationType.INTERVIEW:
        after = revise(after, private=True)
    if after == before:
        refuse("Nothing was changed.", RefusalKind.NOTHING)
    _check(book, moment, after)
    return change_of("log", f"Correct {_described(book, after, 'the')}", [updated(before, after)], base=book.seq)


@dataclass(frozen=True, slots=True)
class DeleteConversation:
    """A conversation that was logged by mistake."""

    conversation: int
    """Conversation id."""


@use_case
def delete_conversation(book: Book, moment: Moment, ids: IdSource, request: DeleteConversation) -> Change:
    """Take a conversation out; its follow-ups stay and forget where they came from."""
    conversation = the_conversation(book, request.conversation)
    edits = [deleted(conversation)]
    edits.extend(
        updated(item, revise(item, conversation=None))
        for item in book.followups.all()
        if item.conversation == conversation.id
    )
    return change_of("log", f"Delete {_described(book, conversation, 'the')}", edits, base=book.seq)


def challenge_keys(book: Book, words: tuple[str, ...]) -> tuple[str, ...]:
    """The vocabulary's keys of challenges given by key or title; an unknown one is refused with the list."""
    entries = [entry for entry in book.vocab.all() if entry.kind == CHALLENGES]
    known = {fold(name): entry.key for entry in entries for name in (entry.title, entry.key)}
    for word in words:
        if fold(word.strip()) not in known:
            lines = tuple(f"{entry.key}: {entry.title}" for entry in entries)
            refuse(f"There is no challenge “{clean(word)}”. Choose from the list.", RefusalKind.UNKNOWN, lines)
    return _without_repeats(known[fold(word.strip())] for word in words)


def _check(book: Book, moment: Moment, conversation: Conversation) -> None:
    interview = conversation.type is ConversationType.INTERVIEW
    if conversation.account is None and not (interview and conversation.about is not None):
        refuse("Say which account the conversation was about; only an interview with a CSM can do without.")
    if interview and conversation.about is None:
        refuse("Say who was interviewed.")
    if conversation.account is not None and the_account(book, conversation.account).archived:
        refuse(f"{the_account(book, conversation.account).name} is archived. Bring it back first.")
    if conversation.at.tzinfo is None:
        refuse("The time of the conversation has no offset from UTC.")
    if conversation.at > moment.now:
        refuse(
            f"The conversation would be on {short_date(conversation.at.date())} at {conversation.at:%H:%M}, which is "
            "still to come. Give the time it took place; what is planned is a follow-up."
        )
    if not conversation.summary.strip():
        refuse("Say in a few words what was said.")
    _check_participants(book, conversation)


def _check_participants(book: Book, conversation: Conversation) -> None:
    for number in (conversation.by, conversation.about, *conversation.people):
        if number is not None and number not in book.people:
            refuse(f"There is no person P{number}. Choose who took part from the roster.", RefusalKind.UNKNOWN)
    for number in conversation.contacts:
        contact = book.contacts.get(number)
        if contact is None or contact.account != conversation.account:
            refuse(f"Contact {number} does not belong to this account. Name the participant instead.")


def _described(book: Book, conversation: Conversation, article: str = "") -> str:
    """The conversation in a sentence; an interview is private and keeps its subject to itself."""
    what = str(conversation.type)
    article = article or _ARTICLES.get(conversation.type, "a")
    if conversation.type is ConversationType.INTERVIEW:
        return f"{article} {what} of {short_date(conversation.at.date())}"
    name = the_account(book, conversation.account).name if conversation.account is not None else "the team"
    link = "about" if conversation.type is ConversationType.NOTE else "with"
    return f"{article} {what} {link} {name} of {short_date(conversation.at.date())}"


def _without_repeats(values: Any) -> tuple[Any, ...]:  # noqa: ANN401 - ids or words
    return tuple(dict.fromkeys(values))
