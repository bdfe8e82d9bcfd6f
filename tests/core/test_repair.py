from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.accounts import Account, Escalation
from core.book.book import Book
from core.book.digest import Digest
from core.book.repair import faults
from core.conversations import FollowUp, Playbook, Run, StepDone
from core.desk import Desk, Done, MemoryStore
from core.errors import Refusal, RefusalKind
from core.moment import Moment
from core.people import Person, Pool, PoolMember
from core.policy import Policy
from core.seats import Handoff, Tenure, person_holder
from core.usecases.repair import Repair, repair
from core.words import HandoffKind, Record

NOW = Moment.at(datetime(2026, 3, 2, 9, tzinfo=UTC))
DAY = date(2025, 1, 1)
ANA, ACME = Person(id=1, name="Ana"), Account(id=1, name="Acme")


def book_with(**records: list[Record]) -> Book:
    given: dict[str, list[Record]] = {"people": [ANA], "accounts": [ACME], **records}
    return Book.of(given)


def tenure(number: int, person: int, since: date = DAY, account: int = 1) -> Tenure:
    return Tenure(id=number, account=account, seat="csm", holder=person_holder(person), since=since)


def handoff(outgoing: int) -> Handoff:
    return Handoff(
        id=1, account=1, kind=HandoffKind.HOLDER, seat="csm", outgoing=person_holder(outgoing), opened_on=DAY, due=DAY
    )


BROKEN = [
    (book_with(holders=[tenure(1, 9)]), "Tenure 1 refers to person 9 as holder person", "Remove tenure 1."),
    (book_with(holders=[tenure(1, 1, account=7)]), "Tenure 1 refers to account 7, which", "Remove tenure 1."),
    (book_with(handoffs=[handoff(9)]), "refers to person 9 as outgoing person", "Empty outgoing.person."),
    (
        book_with(accounts=[Account(id=1, name="A", escalation=Escalation(since=DAY, reason="x", raised_by=9))]),
        "refers to person 9 as escalation raised by",
        "Empty escalation.raised_by.",
    ),
    (
        book_with(pools=[Pool(id=1, key="p", title="P", members=(PoolMember(person=1), PoolMember(person=9)))]),
        "Pool 1 (P) refers to person 9 as members person",
        "Empty members.person.",
    ),
    (
        book_with(
            playbooks=[Playbook(id=1, key="k", title="K")],
            runs=[Run(id=1, playbook=1, account=1, started_on=DAY, done=(StepDone(step=0, on=DAY, by=9),))],
        ),
        "Run 1 refers to person 9 as done by",
        "Empty done.by.",
    ),
    (book_with(people=[Person(id=1, name="Ana", not_for=(1, 5))]), "refers to account 5 as not for", "Empty not_for."),
    (
        book_with(followups=[FollowUp(id=1, text="x", owner=9, created_on=DAY)]),
        "refers to person 9 as owner",
        "Empty owner.",
    ),
    (book_with(policy=[Policy(plan=3)]), "refers to plan 3, which", "Empty plan."),
    (
        book_with(holders=[tenure(1, 1), tenure(2, 1, date(2026, 1, 1))]),
        "has two permanent holders from 2026-01-01",
        "End tenure 1 on 2026-01-01.",
    ),
    (book_with(people=[Person(id=1, name="Ana", lead=1)]), "leads themselves", "Empty lead."),
    (
        book_with(accounts=[Account(id=1, name="A", parent=2), Account(id=2, name="B", parent=1)]),
        "is its own parent",
        "Empty parent.",
    ),
    (book_with(people=[Person(id=1, name="Ana\x1b[2J")]), "characters that Bookshift never writes", "Clean the text."),
]


@pytest.mark.parametrize(("book", "says", "mend"), BROKEN, ids=[case[1] for case in BROKEN])
def test_each_fault_is_said_and_mended(book: Book, says: str, mend: str) -> None:
    found = list(faults(book))
    assert any(says in fault.says and fault.mend == mend for fault in found), found
    desk = Desk(book, MemoryStore(), lambda: NOW)

    outcome = desk.do(repair, Repair())

    assert isinstance(outcome, Done), outcome
    assert list(faults(desk.book)) == []
    assert outcome.change.says.startswith("Repair ")


def test_a_pool_keeps_its_other_members() -> None:
    desk = Desk(BROKEN[4][0], MemoryStore(), lambda: NOW)

    desk.do(repair, Repair())

    assert desk.book.pools[1].members == (PoolMember(person=1),)


def test_several_faults_of_one_record_are_mended_together() -> None:
    book = book_with(followups=[FollowUp(id=1, account=8, text="x", owner=9, conversation=4, created_on=DAY)])
    desk = Desk(book, MemoryStore(), lambda: NOW)

    outcome = desk.do(repair, Repair())

    assert isinstance(outcome, Done)
    assert len(outcome.change.edits) == 1
    assert list(faults(desk.book)) == []


def test_only_the_named_records_are_touched() -> None:
    book = book_with(
        followups=[FollowUp(id=n, text="x", owner=9, created_on=DAY) for n in (1, 2)],
    )
    desk = Desk(book, MemoryStore(), lambda: NOW)

    desk.do(repair, Repair(only=frozenset({("followups", 2)})))

    assert [fault.id for fault in faults(desk.book)] == [1]


def test_a_sound_book_has_no_faults_and_nothing_to_mend() -> None:
    book = book_with(holders=[tenure(1, 1)])

    assert list(faults(book)) == []
    refusal = Desk(book, MemoryStore(), lambda: NOW).do(repair, Repair())
    assert isinstance(refusal, Refusal)
    assert refusal.kind is RefusalKind.NOTHING


def test_a_digest_that_is_not_so_is_said() -> None:
    book = Book.of({"accounts": [ACME]}, digests=[Digest(account=1, conversations=3)])

    (fault,) = faults(book)

    assert fault.says == "What the checkpoint says was heard of account 1 is not so."
    assert fault.edit is None
