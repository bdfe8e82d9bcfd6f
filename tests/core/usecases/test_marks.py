from __future__ import annotations

from datetime import date

import pytest

from core.accounts import Escalation
from core.errors import RefusalKind
from core.schema import revise
from core.usecases.marks import (
    CloseEscalation,
    Escalate,
    LockOwner,
    MarkKey,
    close_escalation,
    escalate,
    lock_owner,
    mark_key,
)
from core.words import AccountStatus
from tests.core.usecases.world import ACME, BOREALIS, TODAY, done, refused, world

BOOK = world()
OPEN = Escalation(since=date(2026, 11, 1), reason="Outage", raised_by=2)
ESCALATED = world(accounts=[revise(BOREALIS, escalation=OPEN), ACME])


def test_accounts_are_marked_as_key_and_unmarked() -> None:
    change, after = done(mark_key, BOOK, MarkKey((1, 2, 3, 5)))
    assert change.says == "Mark Borealis Health and 3 others as key"
    assert after.accounts[5].key_account
    change, after = done(mark_key, after, MarkKey((1,), key=False))
    assert change.says == "Mark Borealis Health as not key"
    assert not after.accounts[1].key_account


def test_an_owner_is_locked_until_a_day_and_unlocked() -> None:
    change, after = done(lock_owner, BOOK, LockOwner((1, 2), date(2027, 2, 1)))
    assert change.says == "Lock the owner of Borealis Health and Acme Robotics until 1 Feb 2027"
    assert after.accounts[1].locked_until == date(2027, 2, 1)
    change, after = done(lock_owner, after, LockOwner((1,), None))
    assert change.says == "Unlock the owner of Borealis Health"
    assert after.accounts[1].locked_until is None


def test_a_lock_that_ends_today_is_none() -> None:
    assert refused(lock_owner, BOOK, LockOwner((1,), TODAY)).says.startswith("The lock would end on 22 Nov 2026")


@pytest.mark.parametrize("numbers", [(), (99,)])
def test_marks_need_accounts(numbers: tuple[int, ...]) -> None:
    refused(mark_key, BOOK, MarkKey(numbers))
    refused(lock_owner, BOOK, LockOwner(numbers, None))


def test_an_escalation_is_opened_with_its_reason() -> None:
    change, after = done(escalate, BOOK, Escalate(1, " Outage ", raised_by=2))
    assert (change.says, change.why) == ("Escalate Borealis Health", "Outage")
    assert after.accounts[1].escalation == revise(OPEN, since=TODAY)
    assert after.accounts[1].is_escalated


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Escalate(1, "  "), "Say what the escalation of Borealis Health is about."),
        (Escalate(1, "x", raised_by=99), "There is no person P99."),
        (Escalate(1, "x", since=date(2026, 11, 23)), "23 Nov 2026 is still to come."),
        (Escalate(99, "x"), "There is no account A99."),
    ],
)
def test_an_escalation_must_be_possible(request_: Escalate, says: str) -> None:
    assert refused(escalate, BOOK, request_).says.startswith(says)


def test_one_escalation_at_a_time_and_none_for_a_customer_who_left() -> None:
    refusal = refused(escalate, ESCALATED, Escalate(1, "x"))
    assert refusal.says == "Borealis Health is escalated since 1 Nov 2026. Close that escalation first."
    gone = world(accounts=[revise(BOREALIS, status=AccountStatus.CHURNED)], contacts=[])
    assert refused(escalate, gone, Escalate(1, "x")).says.startswith("Borealis Health churned.")


def test_an_escalation_is_closed_and_a_new_one_may_follow() -> None:
    change, after = done(close_escalation, ESCALATED, CloseEscalation(1))
    assert change.says == "Close the escalation of Borealis Health"
    assert after.accounts[1].escalation == revise(OPEN, closed_on=TODAY)
    assert done(escalate, after, Escalate(1, "Again"))[1].accounts[1].is_escalated


def test_closing_needs_an_open_escalation_and_a_day_it_could_close_on() -> None:
    assert refused(close_escalation, BOOK, CloseEscalation(1)).kind is RefusalKind.NOTHING
    for day in (date(2026, 10, 31), date(2026, 11, 23)):
        says = refused(close_escalation, ESCALATED, CloseEscalation(1, day)).says
        assert says.startswith("The escalation can be closed between 1 Nov 2026 and today")
