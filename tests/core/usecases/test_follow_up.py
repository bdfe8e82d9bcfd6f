from __future__ import annotations

from datetime import date

import pytest

from core.conversations import FollowUp
from core.errors import RefusalKind
from core.schema import revise
from core.usecases.follow_up import (
    AddFollowUp,
    DropFollowUps,
    FinishFollowUps,
    PostponeFollowUps,
    ReassignFollowUps,
    add_follow_up,
    drop_follow_ups,
    finish_follow_ups,
    postpone_follow_ups,
    reassign_follow_ups,
)
from core.words import AccountStatus
from tests.core.usecases.world import ANA, DELTA, TODAY, done, refused, world

DECK = FollowUp(id=1, account=1, text="Send the ROI deck", owner=2, due=TODAY, created_on=date(2026, 11, 1))
CALL = FollowUp(id=2, account=2, text="Call back", created_on=date(2026, 11, 1))
OVER = FollowUp(id=3, account=2, text="Old", done_on=TODAY, created_on=date(2026, 11, 1))
GIVEN_UP = FollowUp(id=4, account=2, text="Older", dropped=True, created_on=date(2026, 11, 1))
OWN = FollowUp(id=5, text="Read the report", owner=2, created_on=date(2026, 11, 1))
BOOK = world(followups=[DECK, CALL, OVER, GIVEN_UP, OWN])


def test_a_step_is_added_with_its_account_day_and_owner() -> None:
    change, after = done(add_follow_up, BOOK, AddFollowUp(1, " Ask for\ta reference ", date(2026, 12, 1), 3))
    assert change.says == "Add “Ask for a reference” for Borealis Health, due 1 Dec 2026"
    added = after.followups[6]
    assert (added.text, added.owner, added.created_on, added.routine) == ("Ask for a reference", 3, TODAY, False)


def test_a_step_about_no_account_has_an_owner() -> None:
    change, after = done(add_follow_up, BOOK, AddFollowUp(None, "Plan the offsite", owner=2, routine=True))
    assert change.says == "Add “Plan the offsite”"
    assert after.followups[6].routine


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (AddFollowUp(1, " "), "Say what is to be done."),
        (AddFollowUp(None, "x"), "A step about no account needs an owner."),
        (AddFollowUp(99, "x"), "There is no account A99."),
        (AddFollowUp(1, "x", date(2026, 11, 21)), "The step would be due on 21 Nov 2026, which has passed."),
        (AddFollowUp(1, "x", owner=99), "There is no person P99."),
        (AddFollowUp(1, "x", owner=5), "CSM EMEA is a vacancy."),
    ],
)
def test_a_step_that_nobody_can_do_is_refused(request_: AddFollowUp, says: str) -> None:
    assert refused(add_follow_up, BOOK, request_).says.startswith(says)


def test_a_churned_account_takes_no_step() -> None:
    book = world(accounts=[revise(DELTA, status=AccountStatus.CHURNED, churned_on=TODAY)], contacts=[])
    assert refused(add_follow_up, book, AddFollowUp(5, "x")).says.startswith("Delta Air churned on 22 Nov 2026.")


def test_steps_are_finished_on_a_day() -> None:
    change, after = done(finish_follow_ups, BOOK, FinishFollowUps((1, 2, 1), date(2026, 11, 20)))
    assert change.says == "Finish 2 follow-ups"
    assert [after.followups[number].done_on for number in (1, 2)] == [date(2026, 11, 20)] * 2


def test_without_a_day_a_step_is_finished_today() -> None:
    change, after = done(finish_follow_ups, BOOK, FinishFollowUps((1,)))
    assert change.says == "Finish “Send the ROI deck”"
    assert after.followups[1].done_on == TODAY


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (FinishFollowUps(()), "Choose the follow-ups first."),
        (FinishFollowUps((9,)), "There is no follow-up 9."),
        (FinishFollowUps((3,)), "“Old” is already done."),
        (FinishFollowUps((1, 4)), "“Older” is already dropped."),
        (FinishFollowUps((1,), date(2026, 11, 23)), "23 Nov 2026 is still to come."),
        (FinishFollowUps((1,), date(2026, 10, 1)), "“Send the ROI deck” was written on 1 Nov 2026"),
    ],
)
def test_what_cannot_be_finished_is_refused(request_: FinishFollowUps, says: str) -> None:
    assert refused(finish_follow_ups, BOOK, request_).says.startswith(says)


def test_a_step_is_dropped_and_stays_in_the_record() -> None:
    change, after = done(drop_follow_ups, BOOK, DropFollowUps((2,)))
    assert change.says == "Drop “Call back”"
    assert after.followups[2].dropped
    assert refused(drop_follow_ups, after, DropFollowUps((2,))).says == "“Call back” is already dropped."


def test_steps_pass_to_somebody_else_or_to_whoever_leads() -> None:
    change, after = done(reassign_follow_ups, BOOK, ReassignFollowUps((1, 2), 3))
    assert change.says == "Hand 2 follow-ups to Ben Ode"
    assert after.followups[1].owner == 3
    change, after = done(reassign_follow_ups, BOOK, ReassignFollowUps((1,), None))
    assert change.says == "Hand “Send the ROI deck” to whoever leads the account"
    assert after.followups[1].owner is None


def test_nobody_who_is_not_here_is_given_a_step() -> None:
    book = world(people=[revise(ANA, lead=None, archived=True)], pools=[], followups=[CALL])
    assert refused(reassign_follow_ups, book, ReassignFollowUps((2,), 2)).says.startswith("Ana Ruiz is archived")
    assert refused(reassign_follow_ups, BOOK, ReassignFollowUps((1,), 5)).says.startswith("CSM EMEA is a vacancy")
    refusal = refused(reassign_follow_ups, BOOK, ReassignFollowUps((5,), None))
    assert refusal.says.startswith("“Read the report” is about no account")


def test_a_step_is_postponed_or_loses_its_day() -> None:
    change, after = done(postpone_follow_ups, BOOK, PostponeFollowUps((1,), date(2026, 12, 1)))
    assert change.says == "Postpone “Send the ROI deck” to 1 Dec 2026"
    assert after.followups[1].due == date(2026, 12, 1)
    change, after = done(postpone_follow_ups, BOOK, PostponeFollowUps((1,), None))
    assert change.says == "Postpone “Send the ROI deck” without a date"
    assert after.followups[1].due is None


def test_a_step_is_not_postponed_into_the_past() -> None:
    refusal = refused(postpone_follow_ups, BOOK, PostponeFollowUps((1,), date(2026, 11, 21)))
    assert refusal.kind is RefusalKind.INVALID
