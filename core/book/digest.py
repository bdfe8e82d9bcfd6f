"""What an account's conversations say at a glance, so that lists and findings need not read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.conversations import Conversation
from core.words import Expectation, Record, Sentiment


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(Record):
    """The latest of everything that was heard of one account."""

    account: int
    """Account id."""
    conversations: int = 0
    """Number of conversations of any type."""
    last_touch: date | None = None
    """Day of the last real touch; notes do not count."""
    last_proactive: date | None = None
    """Day of the last real touch that came from us."""
    last_conversation: int | None = None
    """Id of the last conversation of any type."""
    sentiment: Sentiment | None = None
    """The last sentiment heard."""
    sentiment_on: date | None = None
    """Day it was heard."""
    expectation: Expectation | None = None
    """The last answer on expectations."""
    expectation_on: date | None = None
    """Day it was given."""


def digest_of(account: int, conversations: Iterable[Conversation]) -> Digest:
    """The digest of an account's conversations, given in any order."""
    ordered = sorted(conversations, key=lambda item: (item.at, item.id))
    touch = proactive = sentiment_on = expectation_on = None
    sentiment: Sentiment | None = None
    expectation: Expectation | None = None
    for item in ordered:
        day = item.at.date()
        if item.type.is_touch:
            touch = day
            if item.reactive is False:
                proactive = day
        if item.sentiment is not None:
            sentiment, sentiment_on = item.sentiment, day
        if item.expectation is not None:
            expectation, expectation_on = item.expectation, day
    return Digest(
        account=account,
        conversations=len(ordered),
        last_touch=touch,
        last_proactive=proactive,
        last_conversation=ordered[-1].id if ordered else None,
        sentiment=sentiment,
        sentiment_on=sentiment_on,
        expectation=expectation,
        expectation_on=expectation_on,
    )
