"""Books on which evidence is read: customers, what they say, and the lines that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from core.book.book import Book
from core.conversations import Conversation, Request
from core.load.ledger import Ledger
from core.models.fit.evidence import evidence
from core.models.fit.ground import Ground
from core.models.fit.line import Evidence, Side
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Word
from core.words import ConversationType, Expectation
from tests.core.drafts import TODAY, Draft

MOMENT = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1))))
YES, NO = Expectation.YES, Expectation.NO

HATS = Word(id=1, kind="challenge", key="too-many-hats", title="too many hats (CSM)")


def days(number: int) -> date:
    """A day so many days after today, or before it."""
    return TODAY + timedelta(days=number)


def customers(draft: Draft, number: int, **fields: Any) -> list[int]:  # noqa: ANN401
    """So many customers alike; gives their ids."""
    return [draft.account(f"Customer {len(draft.accounts) + 1}", **fields) for _ in range(number)]


def talk(draft: Draft, account: int | None, ago: int = 10, **fields: Any) -> int:  # noqa: ANN401
    """A call so many days ago; gives its id."""
    talks = draft.more.setdefault("conversations", [])
    day = days(-ago)
    at = datetime(day.year, day.month, day.day, 10, 0, tzinfo=MOMENT.now.tzinfo)
    given: dict[str, Any] = {"account": account, "type": ConversationType.CALL, "at": at, **fields}
    talks.append(Conversation(id=len(talks) + 1, **given))
    return len(talks)


def answers(draft: Draft, accounts: Sequence[int], yes: int) -> None:
    """An answer of each customer: the first so many say yes."""
    for place, account in enumerate(accounts):
        talk(draft, account, expectation=YES if place < yes else NO)


def named(draft: Draft, accounts: Sequence[int], challenge: str, times: int) -> None:
    """Each customer is heard, and the first so many name a challenge."""
    for place, account in enumerate(accounts):
        talk(draft, account, expectation=YES, challenges=(challenge,) if place < times else ())


def interview(draft: Draft, about: int, *challenges: str, ago: int = 10) -> None:
    """An interview with one of our own people."""
    talk(draft, None, ago, type=ConversationType.INTERVIEW, about=about, challenges=challenges, private=True)


def request(draft: Draft, account: int, ago: int) -> None:
    """A request that came so many days ago."""
    requests = draft.more.setdefault("requests", [])
    day = days(-ago)
    at = datetime(day.year, day.month, day.day, 11, 0, tzinfo=MOMENT.now.tzinfo)
    requests.append(Request(id=len(requests) + 1, account=account, topic="Help", opened_at=at))


def book_of(draft: Draft | Book) -> Book:
    """The book of a draft."""
    return draft.book() if isinstance(draft, Draft) else draft


def ground_of(draft: Draft | Book) -> Ground:
    """What the signals read."""
    book = book_of(draft)
    return Ground(book, MOMENT, Seating.of(book), Ledger.of(book, MOMENT))


def every(draft: Draft | Book) -> tuple[Evidence, ...]:
    """All lines of a book."""
    book = book_of(draft)
    return evidence(book, MOMENT, Seating.of(book), Ledger.of(book, MOMENT))


def of(draft: Draft | Book, signal: int) -> list[Evidence]:
    """The lines of one signal."""
    return [line for line in every(draft) if line.signal == signal]


def favoured(lines: Sequence[Evidence]) -> set[str]:
    """What some lines speak for."""
    return {key for line in lines if line.side is Side.FOR for key in line.speaks}


def burdened(lines: Sequence[Evidence]) -> set[str]:
    """What some lines speak against."""
    return {key for line in lines if line.side is Side.AGAINST for key in line.speaks}


def figures(line: Evidence) -> tuple[str, str, int, int | None]:
    """Value, threshold, n and part of a line."""
    return line.value_text, line.threshold_text, line.n, line.part
