"""The fields of a conversation as text, for correcting what was logged."""

from __future__ import annotations

from datetime import datetime

from core.conversations import Conversation
from core.errors import BookshiftError, Refusal
from core.text import NOTE_LIMIT, clean
from core.usecases import fields, values
from core.usecases.fields import FieldText, Reading
from core.usecases.names import find_person
from core.usecases.participants import Present, participants
from core.usecases.values import Unreadable
from core.when import read_time
from core.words import ConversationType, Expectation, Sentiment

WITH = "with"
"""Word for all who took part; it sets contacts, people and names at once."""


def _at(reading: Reading, text: str) -> datetime:
    try:
        return read_time(text, reading.moment)
    except BookshiftError as error:
        raise Unreadable(str(error).rstrip(".")) from None


def _person(reading: Reading, text: str) -> int:
    found = find_person(reading.book, text)
    if isinstance(found, Refusal):
        raise Unreadable("; ".join((found.says.rstrip("."), *found.details)))
    return found.id


def _challenges(reading: Reading, text: str) -> tuple[str, ...]:
    return values.words(clean(text, limit=NOTE_LIMIT), reading.old("challenges", ()))


CONVERSATION_FIELDS: tuple[FieldText, ...] = (
    FieldText("summary", "summary", fields.lines, empty=...),
    FieldText("type", "type", fields.one_of(ConversationType), empty=...),
    FieldText("at", "when", _at, empty=...),
    FieldText("by", "led by", _person),
    FieldText("sentiment", "sentiment", fields.one_of(Sentiment)),
    FieldText("expectation", "expectation met", fields.one_of(Expectation), aliases=("expectation",)),
    FieldText("challenges", "challenges", _challenges, empty=(), aliases=("challenge",)),
    FieldText("reactive", "reactive", fields.flag),
    FieldText("about", "about", _person),
    FieldText("private", "private", fields.flag, empty=False),
)
"""What of a conversation can be corrected one by one."""


def present_in(reading: Reading, text: str) -> tuple[tuple[str, tuple[object, ...]], ...]:
    """The (field, value) pairs of a text that names all who took part, separated by commas."""
    account = reading.before.account if isinstance(reading.before, Conversation) else None
    found: Present = participants(reading.book, account, text.split(","))
    return ("contacts", found.contacts), ("people", found.people), ("names", found.names)
