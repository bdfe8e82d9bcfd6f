from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from core.conversations import Conversation, FollowUp
from core.errors import RefusalKind
from core.schema import revise
from core.usecases.converse import (
    DeleteConversation,
    EditConversation,
    LogConversation,
    delete_conversation,
    edit_conversation,
    log_conversation,
)
from core.words import ConversationType, Expectation, Sentiment
from tests.core.usecases.world import DELTA, NOW, TODAY, done, refused, world

BOOK = world()
CALL = LogConversation(
    account=1, type=ConversationType.CALL, at=NOW.now - timedelta(hours=2), summary="Pricing came up again.", by=2
)
LOGGED = Conversation(id=1, account=1, type=ConversationType.CALL, at=CALL.at, summary="Pricing", by=2)
STEP = FollowUp(id=1, account=1, text="Send the ROI deck", conversation=1, created_on=TODAY)


def test_a_call_is_written_down_with_everything_that_was_said() -> None:
    request = replace(
        CALL,
        people=(3, 2, 3),
        contacts=(1,),
        names=(" Dr. Who ", ""),
        sentiment=Sentiment.NEGATIVE,
        expectation=Expectation.NO,
        challenges=("Slow answers", "slow-answers", "no-one-person"),
        reactive=True,
    )
    change, after = done(log_conversation, BOOK, request)
    logged = after.conversations[1]
    assert change.says == "Log a call with Borealis Health of 22 Nov 2026"
    assert (logged.people, logged.contacts, logged.names) == ((3, 2), (1,), ("Dr. Who",))
    assert logged.challenges == ("slow-answers", "no-one-person")
    assert (logged.logged_at, logged.private) == (NOW.now, False)
    assert after.digest(1).expectation is Expectation.NO
    assert after.digest(1).last_touch == TODAY


def test_the_next_step_becomes_a_follow_up_that_knows_where_it_came_from() -> None:
    request = replace(CALL, next_text=" Send the ROI deck ", next_due=date(2026, 11, 30), next_owner=3)
    change, after = done(log_conversation, BOOK, request)
    assert change.says == "Log a call with Borealis Health of 22 Nov 2026 with a next step due 30 Nov 2026"
    assert after.followups[1] == revise(STEP, owner=3, due=date(2026, 11, 30))


def test_a_next_step_may_do_without_day_and_owner() -> None:
    change, after = done(log_conversation, BOOK, replace(CALL, next_text="Think"))
    assert change.says.endswith("with a next step")
    assert (after.followups[1].due, after.followups[1].owner) == (None, None)


def test_an_interview_is_private_and_keeps_its_subject_out_of_the_history() -> None:
    request = LogConversation(
        account=None, type=ConversationType.INTERVIEW, at=CALL.at, summary="Too many hats.", about=2
    )
    change, after = done(log_conversation, BOOK, request)
    assert after.conversations[1].private
    assert change.says == "Log an interview of 22 Nov 2026"


def test_a_note_is_no_touch_and_reads_as_one() -> None:
    change, after = done(log_conversation, BOOK, replace(CALL, type=ConversationType.NOTE))
    assert change.says == "Log a note about Borealis Health of 22 Nov 2026"
    assert after.digest(1).last_touch is None


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"at": NOW.now + timedelta(minutes=1)}, "The conversation would be on 22 Nov 2026 at 09:31, which is still"),
        ({"at": datetime(2026, 11, 22, 9)}, "The time of the conversation has no offset"),  # noqa: DTZ001
        ({"summary": "  \n "}, "Say in a few words what was said."),
        ({"account": 99}, "There is no account A99."),
        ({"account": None}, "Say which account the conversation was about"),
        ({"type": ConversationType.INTERVIEW}, "Say who was interviewed."),
        ({"by": 99}, "There is no person P99."),
        ({"people": (99,)}, "There is no person P99."),
        ({"contacts": (2,)}, "Contact 2 does not belong to this account."),
        ({"contacts": (99,)}, "Contact 99 does not belong to this account."),
        ({"next_due": TODAY}, "The next step has a date or an owner but no text."),
        ({"next_owner": 2}, "The next step has a date or an owner but no text."),
        ({"next_text": "x", "next_due": date(2026, 11, 21)}, "The next step would be due on 21 Nov 2026"),
        ({"next_text": "x", "next_owner": 99}, "There is no person P99."),
    ],
)
def test_what_cannot_have_happened_is_refused(fields: dict[str, Any], says: str) -> None:
    assert refused(log_conversation, BOOK, replace(CALL, **fields)).says.startswith(says)


def test_an_unknown_challenge_is_refused_with_the_list() -> None:
    refusal = refused(log_conversation, BOOK, replace(CALL, challenges=("too loud",)))
    assert refusal.kind is RefusalKind.UNKNOWN
    assert refusal.details == ("slow-answers: Slow answers", "no-one-person: No one person for us")


def test_an_archived_account_takes_no_conversation() -> None:
    book = world(accounts=[revise(DELTA, archived=True)], contacts=[])
    assert refused(log_conversation, book, replace(CALL, account=5)).says.startswith("Delta Air is archived")


def test_correcting_a_conversation_keeps_what_is_not_named() -> None:
    book = world(conversations=[LOGGED], followups=[STEP])
    request = EditConversation(1, (("sentiment", Sentiment.POSITIVE), ("challenges", ("Slow answers",))))
    change, after = done(edit_conversation, book, request)
    assert after.conversations[1] == revise(LOGGED, sentiment=Sentiment.POSITIVE, challenges=("slow-answers",))
    assert change.says == "Correct the call with Borealis Health of 22 Nov 2026"


def test_a_conversation_that_becomes_an_interview_becomes_private() -> None:
    book = world(conversations=[LOGGED])
    request = EditConversation(1, (("type", ConversationType.INTERVIEW), ("about", 3)))
    assert done(edit_conversation, book, request)[1].conversations[1].private


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ((("at", NOW.now + timedelta(days=1)),), "The conversation would be on 23 Nov 2026"),
        ((("summary", ""),), "Say in a few words"),
        ((("logged_at", NOW.now),), "A conversation has no field logged_at"),
        ((("summary", "Pricing"),), "Nothing was changed."),
        ((("type", "shout"),), "Type: input should be"),
        ((("challenges", ("x",)),), "There is no challenge “x”."),
    ],
)
def test_a_correction_must_be_possible(fields: tuple[tuple[str, Any], ...], says: str) -> None:
    book = world(conversations=[LOGGED])
    assert refused(edit_conversation, book, EditConversation(1, fields)).says.startswith(says)


def test_deleting_a_conversation_keeps_its_follow_ups() -> None:
    other = revise(STEP, conversation=None)
    book = world(conversations=[LOGGED], followups=[STEP, FollowUp(id=2, account=1, text="x", created_on=TODAY)])
    change, after = done(delete_conversation, book, DeleteConversation(1))
    assert 1 not in after.conversations
    assert after.followups[1] == other
    assert len(change.edits) == 2
    assert change.says == "Delete the call with Borealis Health of 22 Nov 2026"


def test_a_conversation_that_is_not_there_is_refused() -> None:
    assert refused(delete_conversation, BOOK, DeleteConversation(9)).says.startswith("There is no conversation 9.")
    assert refused(edit_conversation, BOOK, EditConversation(9, ())).kind is RefusalKind.UNKNOWN
