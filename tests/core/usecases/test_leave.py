from __future__ import annotations

from datetime import date

import pytest

from core.errors import RefusalKind
from core.people import Leave
from core.schema import revise
from core.seats import Tenure
from core.usecases.leave import AddLeave, EditLeave, RemoveLeave, add_leave, edit_leave, remove_leave
from core.words import TenureKind
from tests.core.usecases.world import ANA, BEN, MIA, TODAY, done, held, refused, world

SINCE, UNTIL = date(2026, 12, 1), date(2027, 1, 10)
LEAVE = Leave(number=1, since=SINCE, until=UNTIL, reason="parental")


def cover(number: int, since: date = SINCE, until: date | None = UNTIL, leave: int = 1) -> Tenure:
    return held(number, 1, 3, since, until=until, kind=TenureKind.COVER, leave_of=2, leave=leave)


AWAY = world(
    people=[MIA, revise(ANA, leaves=(LEAVE,)), BEN],
    pools=[],
    holders=[
        held(1, 1, 2),
        cover(2),
        cover(3, until=date(2026, 12, 20)),
        cover(4, date(2026, 12, 20)),
        cover(5, leave=7),
    ],
)


def test_a_leave_is_planned_and_its_reason_kept_out_of_the_sentence() -> None:
    change, after = done(add_leave, world(), AddLeave(2, SINCE, UNTIL, "parental"))
    assert change.says == "Plan leave of Ana Ruiz from 1 Dec 2026 to 10 Jan 2027"
    assert change.why == ""
    assert after.people[2].leaves == (LEAVE,)


def test_leaves_stand_in_order_and_never_share_a_number() -> None:
    _, after = done(add_leave, AWAY, AddLeave(2, date(2026, 11, 23), date(2026, 11, 30)))
    assert [(leave.number, leave.since) for leave in after.people[2].leaves] == [(2, date(2026, 11, 23)), (1, SINCE)]
    _, again = done(add_leave, after, AddLeave(2, UNTIL, date(2027, 2, 1)))
    assert [leave.number for leave in again.people[2].leaves] == [2, 1, 3]


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (AddLeave(2, UNTIL, SINCE), "The leave of Ana Ruiz would end on 1 Dec 2026, not after it begins"),
        (AddLeave(2, date(2026, 11, 1), date(2026, 11, 1)), "The leave of Ana Ruiz would end on 1 Nov 2026"),
        (AddLeave(2, date(2027, 1, 9), date(2027, 2, 1)), "Ana Ruiz is away from 1 Dec 2026 to 10 Jan 2027 already"),
        (AddLeave(2, date(2026, 11, 1), date(2027, 2, 1)), "Ana Ruiz is away from 1 Nov 2026"),
        (AddLeave(99, SINCE, UNTIL), "There is no person P99."),
    ],
)
def test_a_leave_that_cannot_be_is_refused(request_: AddLeave, says: str) -> None:
    assert refused(add_leave, AWAY, request_).says.startswith(says)


def test_a_vacancy_is_never_away() -> None:
    assert refused(add_leave, world(), AddLeave(5, SINCE, UNTIL)).says.startswith("CSM EMEA is a vacancy")


def test_covers_follow_the_leave_they_belong_to() -> None:
    change, after = done(edit_leave, AWAY, EditLeave(2, 1, date(2026, 12, 10), date(2027, 2, 1)))
    assert change.says == "Move the leave of Ana Ruiz to 10 Dec 2026 to 1 Feb 2027, with 3 covers"
    assert after.people[2].leaves == (revise(LEAVE, since=date(2026, 12, 10), until=date(2027, 2, 1)),)
    assert [(t.since, t.until) for t in after.holders.all()[1:]] == [
        (date(2026, 12, 10), date(2027, 2, 1)),
        (date(2026, 12, 10), date(2026, 12, 20)),
        (date(2026, 12, 20), date(2027, 2, 1)),
        (SINCE, UNTIL),
    ]


def test_a_cover_that_a_shorter_leave_leaves_no_day_is_taken_out() -> None:
    _, after = done(edit_leave, AWAY, EditLeave(2, 1, SINCE, date(2026, 12, 15)))
    assert [(t.id, t.until) for t in after.holders.all()[1:]] == [
        (2, date(2026, 12, 15)),
        (3, date(2026, 12, 15)),
        (5, UNTIL),
    ]


def test_a_cover_without_an_end_gets_the_end_of_the_leave() -> None:
    book = world(people=[MIA, revise(ANA, leaves=(LEAVE,)), BEN], pools=[], holders=[cover(2, until=None)])
    assert done(edit_leave, book, EditLeave(2, 1, SINCE, date(2027, 2, 1)))[1].holders[2].until == date(2027, 2, 1)


def test_the_reason_alone_can_change() -> None:
    change, after = done(edit_leave, AWAY, EditLeave(2, 1, SINCE, UNTIL, "sabbatical"))
    assert after.people[2].leaves[0].reason == "sabbatical"
    assert [edit.table for edit in change.edits] == ["people"]


def test_a_leave_that_is_not_there_is_refused_with_those_that_are() -> None:
    refusal = refused(edit_leave, AWAY, EditLeave(2, 9, SINCE, UNTIL))
    assert refusal.kind is RefusalKind.UNKNOWN
    assert refusal.details == ("1: 1 Dec 2026 to 10 Jan 2027",)


def test_a_leave_is_called_off_with_its_covers() -> None:
    change, after = done(remove_leave, AWAY, RemoveLeave(2, 1))
    assert change.says == "Call off the leave of Ana Ruiz from 1 Dec 2026, with 3 covers"
    assert after.people[2].leaves == ()
    assert [tenure.id for tenure in after.holders.all()] == [1, 5]


def test_a_leave_cut_short_ends_its_covers_today() -> None:
    running = revise(LEAVE, since=date(2026, 11, 1))
    book = world(
        people=[MIA, revise(ANA, leaves=(running,)), BEN], pools=[], holders=[cover(2, since=date(2026, 11, 1))]
    )
    assert done(remove_leave, book, RemoveLeave(2, 1))[1].holders[2].until == TODAY


def test_a_leave_that_passed_is_history() -> None:
    past = revise(LEAVE, since=date(2026, 11, 1), until=TODAY)
    book = world(people=[MIA, revise(ANA, leaves=(past,))], pools=[])
    says = refused(remove_leave, book, RemoveLeave(2, 1)).says
    assert says == "The leave of Ana Ruiz ended on 22 Nov 2026 and is history."
