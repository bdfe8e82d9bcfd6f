"""Small random records: few ids and few values, so that edits meet each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from core.accounts import Account, ContractLine, Reading
from core.conversations import Conversation, FollowUp
from core.people import Person
from core.seats import Holder, Tenure, outside_holder, person_holder
from core.words import ConversationType, Expectation, ReadingKind, Record, Sentiment, TenureKind

START = date(2026, 1, 1)
NUMBERS = st.integers(1, 4)
DAYS = st.integers(0, 9).map(lambda days: START + timedelta(days=days))
WORDS = st.sampled_from(["", "a", "b"])


def _holders() -> st.SearchStrategy[Holder]:
    return st.one_of(NUMBERS.map(person_holder), st.just(outside_holder("services")))


def accounts() -> st.SearchStrategy[Account]:
    return st.builds(
        Account,
        id=NUMBERS,
        name=st.sampled_from(["Acme", "Borealis"]),
        arr=st.none() | st.integers(0, 3),
        parent=st.none() | NUMBERS,
        renews=st.none() | DAYS,
    )


def people() -> st.SearchStrategy[Person]:
    return st.builds(Person, id=NUMBERS, name=st.sampled_from(["Ana", "Ben"]), lead=st.none() | NUMBERS)


def tenures() -> st.SearchStrategy[Tenure]:
    return st.builds(
        Tenure,
        id=st.integers(1, 6),
        account=NUMBERS,
        seat=st.sampled_from(["csm", "renewal"]),
        holder=_holders(),
        since=DAYS,
        until=st.none() | DAYS,
        kind=st.sampled_from(TenureKind),
    )


def conversations() -> st.SearchStrategy[Conversation]:
    return st.builds(
        Conversation,
        id=st.integers(1, 6),
        account=st.none() | NUMBERS,
        type=st.sampled_from(ConversationType),
        at=st.integers(0, 200).map(lambda hour: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)),
        by=st.none() | NUMBERS,
        sentiment=st.none() | st.sampled_from(Sentiment),
        expectation=st.none() | st.sampled_from(Expectation),
        reactive=st.none() | st.booleans(),
        summary=WORDS,
    )


def follow_ups() -> st.SearchStrategy[FollowUp]:
    return st.builds(
        FollowUp,
        id=NUMBERS,
        account=st.none() | NUMBERS,
        text=WORDS,
        owner=st.none() | NUMBERS,
        conversation=st.none() | st.integers(1, 6),
        created_on=DAYS,
    )


def readings() -> st.SearchStrategy[Reading]:
    return st.builds(
        Reading, id=NUMBERS, account=NUMBERS, kind=st.just(ReadingKind.HEALTH), on=DAYS, value=st.integers(0, 100)
    )


def contract_lines() -> st.SearchStrategy[ContractLine]:
    return st.builds(ContractLine, id=NUMBERS, account=NUMBERS, until=st.none() | DAYS, arr=st.integers(0, 3))


TABLES: dict[str, st.SearchStrategy[Any]] = {
    "people": people(),
    "accounts": accounts(),
    "contracts": contract_lines(),
    "holders": tenures(),
    "followups": follow_ups(),
    "readings": readings(),
    "conversations": conversations(),
}


def records() -> st.SearchStrategy[tuple[str, Record]]:
    """A table name with a record of it."""
    return st.sampled_from(sorted(TABLES)).flatmap(lambda name: TABLES[name].map(lambda record: (name, record)))
