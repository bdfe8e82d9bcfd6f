"""What was heard, counted: does the team live up to expectations, and which challenges are named, by any grouping.

One customer has one voice in a group: the latest answer counts, and a challenge counts once however often it was named.
Notes are no voice of the customer, and interviews with CSMs are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.accounts import Account
from core.book.book import Book
from core.conversations import Conversation
from core.journey import segments_in_order
from core.models.duties import Work, work_of
from core.models.fit.line import hundredths_of
from core.models.fit.thresholds import thresholds_of
from core.moment import Moment
from core.words import ConversationType, Expectation, Stage

CHALLENGE = "challenge"
"""Vocabulary of the challenges that customers and CSMs name."""


class By(StrEnum):
    """What answers are grouped by."""

    WHOLE = "whole"
    """All together."""
    SEGMENT = "segment"
    """The account's segment."""
    STAGE = "stage"
    """The stage the customer was in on that day."""
    PERSON = "person"
    """Who of ours led the conversation."""
    ERA = "era"
    """The plan that was in force on that day."""


@dataclass(slots=True)
class Voice:
    """What one customer said in a group of conversations."""

    answer: Expectation | None = None
    """The latest answer on expectations."""
    answered: tuple[datetime, int] | None = None
    """When it was given, and in which conversation."""
    challenges: set[str] = field(default_factory=set)
    """Keys of every challenge named."""

    def hear(self, talk: Conversation) -> None:
        """Take in one conversation, in any order."""
        self.challenges.update(talk.challenges)
        if talk.expectation is not None and (self.answered is None or (talk.at, talk.id) > self.answered):
            self.answer, self.answered = talk.expectation, (talk.at, talk.id)

    @property
    def says_something(self) -> bool:
        """Whether the customer answered or named a challenge."""
        return self.answer is not None or bool(self.challenges)


Voices = Mapping[int, Voice]
"""What each customer said, by account id; customers nobody talked with are missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One row of a tally."""

    by: By
    """What it is grouped by."""
    key: str
    """Segment key, stage, ``P7``, era id; empty for the whole and for what belongs to no group."""
    title: str
    """Name on screen."""
    yes: int
    """Customers whose latest answer is a plain yes."""
    no: int
    """Customers whose latest answer is no."""
    not_said: int
    """Customers we talked with who gave no answer."""
    challenges: tuple[tuple[str, int], ...]
    """(challenge key, customers who named it), the most frequent first."""

    @property
    def answers(self) -> int:
        """Customers who answered."""
        return self.yes + self.no

    @property
    def customers(self) -> int:
        """Customers we talked with."""
        return self.answers + self.not_said

    @property
    def share(self) -> int | None:
        """Plain yes among the answers, in hundredths of a percent; None without an answer."""
        return hundredths_of(self.yes, self.answers) if self.answers else None


@dataclass(frozen=True, slots=True)
class Interviews:
    """What our own people said in interviews. Private: numbers only, and out of exports unless asked for."""

    people: int
    """People interviewed."""
    challenges: tuple[tuple[str, int], ...]
    """(challenge key, people who named it), the most frequent first."""

    def naming(self, challenge: str) -> int:
        """People who named a challenge."""
        return dict(self.challenges).get(challenge, 0)


def voices_of(talks: Iterable[Conversation], day: date, days: int) -> dict[int, Voice]:
    """What each customer said in the last days, by account id."""
    found: dict[int, Voice] = {}
    for talk in _of_customers(talks, day - timedelta(days=days), day):
        assert talk.account is not None
        voice = found.get(talk.account)
        if voice is None:
            voice = found[talk.account] = Voice()
        voice.hear(talk)
    return found


def tally(book: Book, moment: Moment, by: By = By.WHOLE, days: int | None = None) -> tuple[Heard, ...]:
    """What was heard in the last days, by a grouping; groups nobody spoke in are left out.

    Without ``days`` it is the time for which answers count, 180 days; for eras it is everything. Customers who have
    left are counted in their eras only: what they said then belongs to the plan of that time.
    """
    if days is None:
        days = (moment.today - date.min).days if by is By.ERA else thresholds_of(book.policy)["heard_days"]
    groups: dict[str, dict[int, Voice]] = {}
    group_of = _grouping(book, by)
    for talk in _of_customers(book.conversations.all(), moment.today - timedelta(days=days), moment.today):
        account = book.accounts.get(talk.account or 0)
        if account is None or (by is not By.ERA and not account.is_active):
            continue
        voices = groups.setdefault(group_of(talk, account), {})
        voices.setdefault(account.id, Voice()).hear(talk)
    titles = dict(_titles(book, by))
    order = {key: place for place, key in enumerate(titles)}
    keys = sorted(groups, key=lambda key: (order.get(key, len(order)), key))
    return tuple(_row(by, key, titles.get(key, key), groups[key]) for key in keys)


def interviews(book: Book, moment: Moment, days: int | None = None) -> Interviews:
    """What the people interviewed in the last days named."""
    heard_days = thresholds_of(book.policy)["heard_days"]
    return interviews_of(book.conversations.all(), moment.today, heard_days if days is None else days)


def interviews_of(talks: Iterable[Conversation], day: date, days: int) -> Interviews:
    """The same of some conversations."""
    since = day - timedelta(days=days)
    named: dict[int, set[str]] = {}
    for talk in talks:
        if talk.type is ConversationType.INTERVIEW and talk.about is not None and since < talk.at.date() <= day:
            named.setdefault(talk.about, set()).update(talk.challenges)
    return Interviews(len(named), _counted(named.values()))


def challenge_title(book: Book, key: str) -> str:
    """A challenge as its vocabulary words it."""
    for word in book.vocab.values():
        if word.kind == CHALLENGE and word.key == key:
            return word.title
    return key


# Parts ---------------------------------------------------------------------------------------------------------


def _of_customers(talks: Iterable[Conversation], since: date, until: date) -> Iterator[Conversation]:
    for talk in talks:
        if talk.account is not None and talk.type.is_touch and since < talk.at.date() <= until:
            yield talk


def _grouping(book: Book, by: By) -> Callable[[Conversation, Account], str]:
    if by is By.SEGMENT:
        return lambda talk, account: account.segment
    if by is By.STAGE:
        works: dict[int, Work] = {}  # made once per customer, not for each of their conversations
        return lambda talk, account: _stage(book, works, account, talk.at.date()).value
    if by is By.PERSON:
        return lambda talk, account: "" if talk.by is None else f"P{talk.by}"
    if by is By.ERA:
        eras = sorted(book.eras.values(), key=lambda era: (era.since, era.id), reverse=True)
        return lambda talk, account: next((str(era.id) for era in eras if era.since <= talk.at.date()), "")
    return lambda talk, account: ""


def _stage(book: Book, works: dict[int, Work], account: Account, day: date) -> Stage:
    """The stage an active customer was in on a day, past renewals included."""
    reach = timedelta(days=book.policy.renewal_days)
    for outcome in account.outcomes:
        if outcome.due is not None and outcome.due - reach <= day <= outcome.on:
            return Stage.RENEWAL
    work = works.get(account.id)
    if work is None:
        work = works[account.id] = work_of(book, account)
    return work.stage(day)


def _titles(book: Book, by: By) -> Iterator[tuple[str, str]]:
    """(key, title) of every group in the order of the rows; the rest comes last."""
    if by is By.SEGMENT:
        yield from ((segment.key, segment.title) for segment in segments_in_order(book))
        yield "", "no segment"
    elif by is By.STAGE:
        yield from ((stage.value, stage.value) for stage in Stage)
    elif by is By.PERSON:
        people = sorted(book.people.values(), key=lambda person: (person.name.casefold(), person.id))
        yield from ((f"P{person.id}", person.name) for person in people)
        yield "", "not said who"
    elif by is By.ERA:
        eras = sorted(book.eras.values(), key=lambda era: (era.since, era.id))
        yield "", "before the first model"
        yield from ((str(era.id), era.title) for era in eras)
    else:
        yield "", "all customers"


def _row(by: By, key: str, title: str, voices: Voices) -> Heard:
    answers = Counter(voice.answer for voice in voices.values())
    return Heard(
        by=by,
        key=key,
        title=title,
        yes=answers[Expectation.YES],
        no=answers[Expectation.NO],
        not_said=answers[None],
        challenges=_counted(voice.challenges for voice in voices.values()),
    )


def _counted(named: Iterable[set[str]]) -> tuple[tuple[str, int], ...]:
    counts = Counter(key for keys in named for key in keys)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
