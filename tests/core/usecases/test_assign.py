from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.accounts import Account, Reading
from core.book.book import Book
from core.conversations import FollowUp
from core.errors import RefusalKind
from core.models.seating import Seating
from core.organisation import PlanLine
from core.people import Leave, Person
from core.schema import revise
from core.seats import Handoff, Tenure, outside_holder, person_holder, pool_holder
from core.usecases.assign import Assign, assign
from core.usecases.hand_over import OpenHandoff, open_handoff
from core.words import (
    Family,
    FollowUpPolicy,
    HandoffKind,
    HealthBand,
    Origin,
    PersonStatus,
    ReadingKind,
    Record,
    TenureKind,
)
from tests.core.usecases.models import GENERALIST, planned
from tests.core.usecases.world import (
    ACME,
    ANA,
    ANN,
    BEN,
    BOREALIS,
    COBALT,
    DELTA,
    GLASS,
    MIA,
    NOW,
    OPEN,
    TODAY,
    done,
    held,
    refused,
    world,
)

TO_ANA, TO_BEN, TO_ANN = person_holder(2), person_holder(3), person_holder(4)
QUIET = revise(BOREALIS, renews=date(2027, 9, 1))
"""Borealis far from its renewal: nothing guards it."""


def book_of(*lines: PlanLine, **tables: Sequence[Record]) -> Book:
    tables = {"accounts": [QUIET, ACME, COBALT, GLASS, DELTA], **tables}
    return planned(*lines, **tables)


HELD = book_of(holders=[held(1, 1, 2), held(2, 5, 2)])
MOVE = Assign((1,), TO_BEN)


def tenures(book: Book, account: int) -> list[tuple[int | None, date, date | None]]:
    """(person, first day, first day no longer) of an account's tenures."""
    return [(tenure.holder.person, tenure.since, tenure.until) for tenure in book.tenures_of(account)]


def owner(book: Book, account: int, day: date = TODAY) -> str:
    return Seating.of(book).owner(book.accounts[account], day).text


# A change of holder --------------------------------------------------------------------------------------------


def test_the_seat_passes_on_the_day_and_a_handoff_is_opened() -> None:
    change, after = done(assign, HELD, replace(MOVE, reason="Ana is over", note="Likes\ncalls"))
    assert (change.kind, change.says, change.why) == ("assign", "Assign Borealis Health to Ben Ode", "Ana is over")
    assert tenures(after, 1) == [(2, date(2025, 1, 1), TODAY), (3, TODAY, None)]
    assert (after.holders[3].reason, after.holders[3].note) == ("Ana is over", "Likes\ncalls")
    handoff = after.handoffs[1]
    assert (handoff.kind, handoff.seat, handoff.outgoing, handoff.incoming) == (
        HandoffKind.HOLDER,
        "csm",
        TO_ANA,
        TO_BEN,
    )
    assert (handoff.opened_on, handoff.due, handoff.note) == (TODAY, date(2026, 12, 6), "Likes\ncalls")
    assert len(handoff.checklist) == 6
    assert owner(after, 1) == "Ben Ode"


def test_several_accounts_pass_in_one_change_and_are_counted() -> None:
    change, after = done(assign, HELD, Assign((1, 3, 5, 1), TO_BEN))
    assert change.says == "Assign Borealis Health, Cobalt Foods and Delta Air to Ben Ode"
    assert [owner(after, number) for number in (1, 3, 5)] == ["Ben Ode"] * 3
    assert [handoff.account for handoff in after.handoffs.all()] == [1, 5]


def test_a_first_filling_hands_nothing_over() -> None:
    change, after = done(assign, HELD, Assign((3,), TO_BEN))
    assert [edit.table for edit in change.edits] == ["holders"]
    assert tenures(after, 3) == [(3, TODAY, None)]


def test_a_change_may_be_planned_for_a_day_to_come() -> None:
    day = date(2027, 2, 1)
    change, after = done(assign, HELD, replace(MOVE, since=day))
    assert change.says == "Assign Borealis Health to Ben Ode from 1 Feb 2027"
    assert tenures(after, 1) == [(2, date(2025, 1, 1), day), (3, day, None)]
    assert (after.handoffs[1].opened_on, after.handoffs[1].due) == (TODAY, date(2027, 2, 15))
    assert (owner(after, 1), owner(after, 1, day)) == ("Ana Ruiz", "Ben Ode")


def test_a_planned_change_gives_way_to_another_decision() -> None:
    _, after = done(assign, HELD, replace(MOVE, since=date(2027, 2, 1)))
    _, again = done(assign, after, Assign((1,), TO_ANN))
    assert tenures(again, 1) == [(2, date(2025, 1, 1), TODAY), (4, TODAY, None)]
    assert [(handoff.incoming, handoff.closed_on) for handoff in again.handoffs.all()] == [(TO_ANN, None)]


def test_a_planned_change_is_called_off_by_keeping_the_holder() -> None:
    _, after = done(assign, HELD, replace(MOVE, since=date(2027, 2, 1)))
    _, kept = done(assign, after, Assign((1,), TO_ANA))
    assert tenures(kept, 1) == [(2, date(2025, 1, 1), None)]
    assert not kept.handoffs


def test_a_seat_named_by_its_key_is_said() -> None:
    change, _ = done(assign, HELD, replace(MOVE, seat="csm"))
    assert change.says == "Assign Borealis Health to Ben Ode as CSM"


def test_a_second_change_on_the_same_day_leaves_no_tenure_of_no_length() -> None:
    _, once = done(assign, HELD, MOVE)
    _, twice = done(assign, once, Assign((1,), TO_ANN))
    assert tenures(twice, 1) == [(2, date(2025, 1, 1), TODAY), (4, TODAY, None)]
    assert [(h.outgoing, h.incoming) for h in twice.handoffs.all()] == [(TO_ANA, TO_ANN)]


def test_going_back_on_the_same_day_leaves_everything_as_it_was() -> None:
    _, once = done(assign, HELD, MOVE)
    _, back = done(assign, once, Assign((1,), TO_ANA))
    assert tenures(back, 1) == tenures(HELD, 1)
    assert not back.handoffs


def test_a_second_change_later_closes_the_handoff_that_is_open() -> None:
    _, once = done(assign, HELD, replace(MOVE, note="Likes calls"))
    later = NOW.on(date(2026, 12, 1))
    _, twice = done(assign, once, Assign((1,), TO_ANN, reason="Ben left the team"), later)
    first, second = twice.handoffs.all()
    assert first.closed_on == later.today
    assert (second.outgoing, second.incoming, second.note) == (TO_BEN, TO_ANN, "Likes calls")


def test_a_handoff_opened_for_this_very_change_is_the_one_that_is_used() -> None:
    _, opened = done(open_handoff, HELD, OpenHandoff(1, "csm", outgoing=TO_ANA, note="Likes calls"))
    _, after = done(assign, opened, MOVE)
    assert [(h.outgoing, h.incoming, h.note) for h in after.handoffs.all()] == [(TO_ANA, TO_BEN, "Likes calls")]


def test_a_tenure_with_a_planned_end_passes_before_it() -> None:
    book = book_of(holders=[held(1, 1, 2, until=date(2027, 1, 1))])
    _, after = done(assign, book, MOVE)
    assert tenures(after, 1) == [(2, date(2025, 1, 1), TODAY), (3, TODAY, None)]


def test_whoever_holds_the_seat_to_an_end_can_keep_it() -> None:
    book = book_of(holders=[held(1, 1, 2, until=date(2027, 1, 1))])
    change, after = done(assign, book, Assign((1,), TO_ANA))
    assert tenures(after, 1) == [(2, date(2025, 1, 1), None)]
    assert [edit.table for edit in change.edits] == ["holders"]


def test_a_cover_of_the_seat_stays_until_its_end() -> None:
    cover = held(2, 1, 4, date(2026, 11, 1), until=date(2026, 12, 31), kind=TenureKind.COVER)
    _, after = done(assign, book_of(holders=[held(1, 1, 2), cover]), MOVE)
    assert after.holders[2] == cover
    assert owner(after, 1) == "Ann Ruiz"


def test_private_things_of_the_account_are_untouched() -> None:
    change, _ = done(assign, HELD, MOVE)
    assert {edit.table for edit in change.edits} == {"holders", "handoffs"}


# Vacating ------------------------------------------------------------------------------------------------------


def test_a_seat_is_left_vacant_with_a_handoff_that_waits_for_somebody() -> None:
    change, after = done(assign, HELD, Assign((1,), None, reason="nobody yet"))
    assert change.says == "Leave the seat CSM of Borealis Health vacant"
    assert tenures(after, 1) == [(2, date(2025, 1, 1), TODAY)]
    assert (after.handoffs[1].outgoing, after.handoffs[1].incoming) == (TO_ANA, None)
    _, filled = done(assign, after, MOVE, NOW.on(date(2026, 12, 1)))
    assert [(h.outgoing, h.incoming, h.closed_on) for h in filled.handoffs.all()] == [(TO_ANA, TO_BEN, None)]


def test_a_vacant_seat_is_not_vacated_again() -> None:
    refusal = refused(assign, HELD, Assign((3,), None))
    assert (refusal.kind, refusal.says) == (RefusalKind.NOTHING, "The seat CSM of Cobalt Foods is vacant already.")


# What is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("request_", "kind", "says"),
    [
        (Assign((), TO_BEN), RefusalKind.INVALID, "Choose the accounts first."),
        (Assign((99,), TO_BEN), RefusalKind.UNKNOWN, "There is no account A99."),
        (Assign((1,), person_holder(99)), RefusalKind.UNKNOWN, "There is no person P99."),
        (Assign((1,), TO_ANA), RefusalKind.NOTHING, "Ana Ruiz holds Borealis Health already."),
        (Assign((1,), TO_BEN, "renewal"), RefusalKind.RULE, "Borealis Health has no seat renewal. It asks for csm."),
        (Assign((1,), person_holder(1)), RefusalKind.RULE, "Mia Lead cannot take Borealis Health: Mia Lead is Team le"),
        (Assign((1,), pool_holder(1)), RefusalKind.RULE, "The pool Scaled cannot take Borealis Health: The seat CSM"),
    ],
)
def test_what_cannot_be_assigned_is_refused(request_: Assign, kind: RefusalKind, says: str) -> None:
    refusal = refused(assign, HELD, request_)
    assert refusal.kind is kind
    assert refusal.says.startswith(says)


def test_without_a_model_no_account_asks_for_a_seat() -> None:
    refusal = refused(assign, world(), MOVE)
    assert refusal.says == "No model is in force, so Borealis Health asks for no seat. Choose a model first."


def test_accounts_outside_the_plan_or_left_unmanaged_are_refused() -> None:
    lines = (PlanLine(scope="seg:mid", model="generalist"), PlanLine(scope="seg:small", unmanaged="free tier"))
    book = book_of(*lines)
    assert "is left without people on purpose (free tier)" in refused(assign, book, Assign((3,), TO_BEN)).says
    assert refused(assign, book, MOVE).says.startswith("No line of the plan gives Borealis Health a seat on 22 Nov")


def test_every_reason_against_a_holder_is_named() -> None:
    book = book_of(
        PlanLine(model="strict", people="team:north"),
        people=[MIA, revise(ANA, segments=("ent",), team="north"), revise(BEN, not_for=(1,)), ANN, OPEN],
    )
    refusal = refused(assign, book, MOVE)
    assert refusal.kind is RefusalKind.RULE
    assert refusal.says == "Ben Ode cannot take Borealis Health, for 3 reasons."
    assert refusal.details == (
        "The plan line's people are “team:north”, and Ben Ode is not among them.",
        "Ben Ode serves no segment yet, and Borealis Health is Enterprise.",
        "Ben Ode is marked as not for Borealis Health.",
    )
    assert done(assign, book, Assign((1,), TO_ANA))[1].holders[1].holder == TO_ANA


def test_somebody_on_leave_or_gone_is_refused_on_the_day_and_taken_after_it() -> None:
    away = revise(BEN, leaves=(Leave(number=1, since=TODAY, until=date(2026, 12, 10)),))
    book = book_of(people=[MIA, ANA, away, ANN, OPEN], holders=[held(1, 1, 2)])
    assert "Ben Ode is on leave until 10 Dec" in refused(assign, book, MOVE).says
    assert done(assign, book, replace(MOVE, since=date(2026, 12, 10)))[1].handoffs[1].incoming == TO_BEN
    gone = revise(BEN, status=PersonStatus.LEAVER, ends=date(2026, 12, 1))
    book = book_of(people=[MIA, ANA, gone, ANN, OPEN], holders=[held(1, 1, 2)])
    assert "Ben Ode left on 1 Dec" in refused(assign, book, replace(MOVE, since=date(2026, 12, 1))).says


def test_a_vacancy_can_hold_a_seat_and_filling_it_hands_nothing_over() -> None:
    _, after = done(assign, book_of(), Assign((1,), person_holder(5)))
    assert owner(after, 1) == "vacant (CSM EMEA, from 1 Feb 2027)"
    change, filled = done(assign, after, MOVE)
    assert not filled.handoffs
    assert tenures(filled, 1) == [(3, TODAY, None)]
    assert change.says == "Assign Borealis Health to Ben Ode"


def test_a_change_before_the_last_one_is_refused() -> None:
    book = book_of(holders=[held(1, 1, 2, until=date(2026, 11, 1)), held(2, 1, 4, date(2026, 11, 1))])
    refusal = refused(assign, book, replace(MOVE, since=date(2026, 10, 1), reason="x"))
    assert refusal.says == "Borealis Health changed hands on 1 Nov 2026. Give that day or a later one."
    on_that_day = replace(MOVE, since=date(2026, 11, 1), reason="x")
    assert tenures(done(assign, book, on_that_day)[1], 1)[1:] == [(3, date(2026, 11, 1), None)]


# Limits --------------------------------------------------------------------------------------------------------

STRICT_PEOPLE = [MIA, ANA, revise(BEN, segments=("ent", "mid", "small")), ANN, OPEN]


def strict(*tenures_: Tenure) -> Book:
    return book_of(PlanLine(model="strict"), people=STRICT_PEOPLE, holders=list(tenures_))


def test_a_hard_limit_is_overruled_only_knowingly_and_with_a_reason() -> None:
    book = strict(held(1, 3, 3), held(2, 5, 3))
    refusal = refused(assign, book, MOVE)
    assert refusal.kind is RefusalKind.RULE
    assert refusal.details == ("Ben Ode would have 3 accounts in the seat CSM; the limit is 2.",)
    assert refused(assign, book, replace(MOVE, overrule=True)).kind is RefusalKind.REASON
    assert refused(assign, book, replace(MOVE, reason="one more")).kind is RefusalKind.RULE
    change, _ = done(assign, book, replace(MOVE, overrule=True, reason="one more"))
    assert change.why == "one more"


def test_many_accounts_at_once_do_not_slip_through_a_limit_that_each_keeps() -> None:
    refusal = refused(assign, strict(), Assign((1, 3, 5), TO_BEN))
    assert refusal.details == ("Ben Ode would have 3 accounts in the seat CSM; the limit is 2.",)
    assert len(done(assign, strict(), Assign((1, 3), TO_BEN))[1].holders) == 2


def test_overruling_does_not_help_against_another_rule() -> None:
    book = strict()
    refusal = refused(assign, book, Assign((1,), TO_ANA, reason="please", overrule=True))
    assert refusal.kind is RefusalKind.RULE
    assert "Ana Ruiz serves no segment yet" in refusal.says


# Guards --------------------------------------------------------------------------------------------------------


def guarded(account: Account = QUIET, **tables: Sequence[Record]) -> Book:
    return book_of(accounts=[account, ACME, COBALT, GLASS, DELTA], **{"holders": [held(1, 1, 2)], **tables})


AT_RISK = [Reading(id=1, account=1, kind=ReadingKind.HEALTH, on=TODAY, band=HealthBand.AT_RISK)]
LATELY = [held(2, 1, 4, until=date(2026, 10, 1)), held(3, 1, 2, date(2026, 10, 1))]


@pytest.mark.parametrize(
    ("book", "line"),
    [
        (guarded(revise(QUIET, renews=date(2027, 2, 20))), "renews on 20 Feb 2027"),
        (guarded(revise(QUIET, renews=date(2026, 11, 1))), "its renewal of 1 Nov 2026 is open"),
        (guarded(readings=AT_RISK), "is at risk"),
        (guarded(holders=LATELY), "changed hands on 1 Oct 2026"),
        (guarded(revise(QUIET, locked_until=date(2027, 1, 1))), "is locked until 1 Jan 2027"),
        (
            guarded(revise(QUIET, renews=date(2026, 12, 1)), readings=AT_RISK),
            "renews on 1 Dec 2026 and is at risk",
        ),
    ],
)
def test_a_bad_time_for_a_change_asks_for_a_reason(book: Book, line: str) -> None:
    for request in (MOVE, Assign((1,), None)):
        refusal = refused(assign, book, request)
        assert refusal.kind is RefusalKind.REASON
        assert refusal.says == "This account should not change hands now. Give a reason to go on."
        assert refusal.details == (f"Borealis Health: {line}",)
        done(assign, book, replace(request, reason="Ana asked for it"))


@pytest.mark.parametrize(
    "book",
    [
        guarded(revise(QUIET, renews=date(2027, 2, 21))),
        guarded(holders=[held(2, 1, 4, until=date(2026, 8, 24)), held(3, 1, 2, date(2026, 8, 24))]),
        guarded(holders=[held(3, 1, 2, date(2026, 11, 1))]),
        guarded(revise(QUIET, locked_until=TODAY)),
    ],
)
def test_outside_its_days_a_guard_is_silent(book: Book) -> None:
    done(assign, book, MOVE)


RISKY = revise(QUIET, renews=date(2026, 12, 1), locked_until=date(2027, 1, 1))


def test_a_first_filling_and_the_filling_of_a_vacancy_need_no_reason() -> None:
    done(assign, guarded(RISKY, holders=[]), MOVE)
    done(assign, guarded(RISKY, holders=[held(1, 1, 5)]), MOVE)


@pytest.mark.parametrize(
    "person",
    [
        revise(ANA, archived=True, lead=None),
        revise(ANA, status=PersonStatus.LEAVER, ends=date(2027, 6, 1)),
        revise(ANA, roles=()),
        revise(ANA, not_for=(1,)),
    ],
)
def test_a_forced_change_needs_no_reason(person: Person) -> None:
    people = [MIA, person, BEN, ANN, OPEN]
    if person.roles == ():
        people[1] = revise(person, roles=MIA.roles)
    done(assign, guarded(RISKY, people=people), MOVE)


def test_correcting_a_change_of_today_needs_no_reason() -> None:
    _, once = done(assign, HELD, MOVE)
    done(assign, once, Assign((1,), TO_ANN))


def test_every_guarded_account_is_listed() -> None:
    near = revise(DELTA, renews=date(2026, 12, 1))
    book = book_of(accounts=[RISKY, ACME, COBALT, GLASS, near], holders=[held(1, 1, 2), held(2, 5, 2), held(3, 3, 2)])
    refusal = refused(assign, book, Assign((1, 3, 5), TO_BEN))
    assert refusal.says == "2 accounts should not change hands now. Give a reason to go on."
    assert [line.split(":")[0] for line in refusal.details] == ["Borealis Health", "Delta Air"]


# Families ------------------------------------------------------------------------------------------------------


def test_a_family_moves_as_one_whichever_of_it_is_named() -> None:
    book = book_of(holders=[held(1, 2, 2)])
    for number in (2, 4):
        change, after = done(assign, book, Assign((number,), TO_BEN))
        assert change.says == "Assign Acme Robotics and Acme Glass to Ben Ode"
        assert [owner(after, account) for account in (2, 4)] == ["Ben Ode", "Ben Ode"]
        assert tenures(after, 4) == []
        assert len(after.handoffs) == 1


def test_a_child_with_a_holder_of_its_own_moves_along() -> None:
    book = book_of(holders=[held(1, 2, 2), held(2, 4, 4)])
    _, after = done(assign, book, Assign((2,), TO_BEN))
    assert tenures(after, 4) == [(4, date(2025, 1, 1), TODAY), (3, TODAY, None)]
    assert [(handoff.account, handoff.outgoing) for handoff in after.handoffs.all()] == [(2, TO_ANA), (4, TO_ANN)]


def test_an_independent_child_stays_where_it_is() -> None:
    apart = revise(GLASS, family=Family.INDEPENDENT)
    book = book_of(accounts=[QUIET, ACME, apart], contacts=[], holders=[held(1, 2, 2), held(2, 4, 2)])
    change, after = done(assign, book, Assign((4,), TO_BEN))
    assert change.says == "Assign Acme Glass to Ben Ode"
    assert tenures(after, 2) == [(2, date(2025, 1, 1), None)]


def test_a_rolled_up_child_stands_for_its_parent() -> None:
    rolled = revise(GLASS, family=Family.ROLLED)
    book = book_of(accounts=[QUIET, ACME, rolled], contacts=[], holders=[held(1, 2, 2)])
    change, after = done(assign, book, Assign((4,), TO_BEN))
    assert change.says == "Assign Acme Robotics to Ben Ode"
    assert owner(after, 2) == "Ben Ode"


def test_a_guard_of_a_child_guards_the_family() -> None:
    near = revise(GLASS, renews=date(2026, 12, 1))
    book = book_of(accounts=[QUIET, ACME, near], contacts=[], holders=[held(1, 2, 2)])
    assert refused(assign, book, Assign((2,), TO_BEN)).details == ("Acme Glass: renews on 1 Dec 2026",)


# Seats of several kinds ----------------------------------------------------------------------------------------


def test_the_stage_says_which_seat_leads_once_somebody_sits_there() -> None:
    renewing = Tenure(id=1, account=1, seat="renewal", holder=TO_ANA, since=date(2025, 1, 1))
    accounts = [revise(BOREALIS, renews=date(2027, 2, 1)), ACME, COBALT]
    book = book_of(PlanLine(model="specialist"), accounts=accounts, contacts=[], holders=[renewing])
    _, after = done(assign, book, Assign((1, 3), TO_BEN, reason="wanted"))
    assert [(t.account, t.seat, t.holder.person) for t in after.holders.all()] == [
        (1, "renewal", 2),
        (1, "renewal", 3),
        (3, "account_manager", 3),
    ]


def test_an_inherited_holder_gives_way_and_hands_over() -> None:
    book = book_of(PlanLine(model="specialist"), holders=[held(1, 1, 2)])
    assert owner(book, 1) == "Ana Ruiz"
    change, after = done(assign, book, Assign((1,), TO_BEN, seat="account_manager"))
    assert change.says == "Assign Borealis Health to Ben Ode as Account manager"
    assert [(t.seat, t.until) for t in after.holders.all()] == [("csm", TODAY), ("account_manager", None)]
    assert after.handoffs[1].outgoing == TO_ANA


def test_an_inherited_holder_may_take_the_new_seat_as_their_own() -> None:
    book = book_of(PlanLine(model="specialist"), holders=[held(1, 1, 2)])
    says = refused(assign, book, Assign((1,), TO_ANA, seat="account_manager")).says
    assert says == "Ana Ruiz holds Borealis Health already."


def test_a_pool_seat_takes_a_pool_and_no_person() -> None:
    book = book_of(PlanLine(model="pooled", pool="scaled"))
    refusal = refused(assign, book, Assign((3,), TO_BEN))
    assert refusal.kind is RefusalKind.RULE
    assert "Small accounts belong to the pool Scaled. To give Ben Ode this request, claim it (4)." in refusal.says
    change, after = done(assign, book, Assign((3,), pool_holder(1)))
    assert change.says == "Assign Cobalt Foods to the pool Scaled"
    assert owner(after, 3) == "pool:scaled"


def test_a_person_on_a_pool_seat_is_forced_out_of_it() -> None:
    tied = Tenure(id=1, account=1, seat="pool", holder=TO_ANA, since=date(2025, 1, 1))
    book = book_of(PlanLine(model="pooled", pool="scaled"), accounts=[RISKY], contacts=[], holders=[tied])
    _, after = done(assign, book, Assign((1,), pool_holder(1)))
    assert (after.handoffs[1].outgoing, after.handoffs[1].incoming) == (TO_ANA, pool_holder(1))


@pytest.mark.parametrize("to", [TO_BEN, None])
def test_the_seat_of_the_lead_is_never_given(to: Any) -> None:  # noqa: ANN401
    book = book_of(PlanLine(model="coach"), holders=[held(1, 1, 2)])
    refusal = refused(assign, book, Assign((1,), to, seat="escalation"))
    if to is None:
        assert refusal.kind is RefusalKind.NOTHING
    else:
        assert "set the lead instead" in refusal.says


def test_a_function_outside_may_hold_a_seat() -> None:
    change, after = done(assign, HELD, Assign((1,), outside_holder("services"), reason="project"))
    assert change.says == "Assign Borealis Health to services (outside the team)"
    assert owner(after, 1) == "outside:services"


# Follow-ups ----------------------------------------------------------------------------------------------------


def step(number: int, **fields: object) -> FollowUp:
    return revise(FollowUp(id=number, account=1, text="x", owner=2, created_on=TODAY), **fields)


STEPS = [
    step(1),
    step(2, origin=Origin.AUTO),
    step(3, owner=4),
    step(4, done_on=TODAY),
    step(5, owner=None),
    step(6, due=date(2026, 12, 1)),
]


@pytest.mark.parametrize(
    ("policy", "owners"),
    [
        (FollowUpPolicy.LEAVE, [2, 2, 4, 2, None, 2]),
        (FollowUpPolicy.AUTO, [2, 3, 4, 2, None, 2]),
        (FollowUpPolicy.ALL, [3, 3, 4, 2, None, 3]),
    ],
)
def test_open_follow_ups_of_the_outgoing_holder_move_as_asked(policy: FollowUpPolicy, owners: list[int | None]) -> None:
    book = book_of(holders=[held(1, 1, 2)], followups=STEPS)
    _, after = done(assign, book, replace(MOVE, follow_ups=policy))
    assert [item.owner for item in after.followups.all()] == owners


def test_what_falls_due_before_a_planned_change_stays_with_the_outgoing_holder() -> None:
    book = book_of(holders=[held(1, 1, 2)], followups=STEPS)
    request = replace(MOVE, follow_ups=FollowUpPolicy.ALL, since=date(2027, 1, 1))
    assert [item.owner for item in done(assign, book, request)[1].followups.all()] == [3, 3, 4, 2, None, 2]


def test_a_pool_and_nobody_leave_follow_ups_to_whoever_leads() -> None:
    book = book_of(holders=[held(1, 1, 2)], followups=STEPS)
    _, after = done(assign, book, Assign((1,), None, follow_ups=FollowUpPolicy.ALL))
    assert [item.owner for item in after.followups.all()] == [None, None, 4, 2, None, None]


# Cover ---------------------------------------------------------------------------------------------------------


def away(since: date = date(2026, 12, 1), until: date = date(2027, 1, 10)) -> Person:
    return revise(ANA, leaves=(Leave(number=1, since=since, until=until),))


ABSENT = book_of(people=[MIA, away(), BEN, ANN, OPEN], holders=[held(1, 1, 2), held(2, 5, 2)])


def test_a_cover_lasts_as_long_as_the_leave_and_changes_no_owner() -> None:
    change, after = done(assign, ABSENT, Assign((1, 5), TO_BEN, cover=True))
    assert (change.kind, change.says) == (
        "cover",
        "Cover Borealis Health and Delta Air by Ben Ode for Ana Ruiz until 10 Jan 2027",
    )
    cover = after.holders[3]
    assert (cover.kind, cover.since, cover.until) == (TenureKind.COVER, date(2026, 12, 1), date(2027, 1, 10))
    assert (cover.leave_of, cover.leave) == (2, 1)
    assert not after.handoffs
    assert [owner(after, 1, day) for day in (TODAY, date(2026, 12, 1), date(2027, 1, 10))] == [
        "Ana Ruiz",
        "Ben Ode",
        "Ana Ruiz",
    ]


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (None, date(2026, 12, 15), (date(2026, 12, 1), date(2026, 12, 15))),
        (date(2026, 12, 20), date(2027, 3, 1), (date(2026, 12, 20), date(2027, 1, 10))),
        (date(2026, 12, 20), None, (date(2026, 12, 20), date(2027, 1, 10))),
    ],
)
def test_a_cover_keeps_within_the_leave(since: date | None, until: date | None, expected: tuple[date, date]) -> None:
    request = Assign((1,), TO_BEN, since=since, until=until, cover=True)
    cover = done(assign, ABSENT, request)[1].holders[3]
    assert (cover.since, cover.until) == expected


def test_a_stand_in_without_a_leave_has_an_end() -> None:
    change, after = done(assign, HELD, Assign((1,), TO_BEN, until=date(2026, 12, 24)))
    assert change.says == "Cover Borealis Health by Ben Ode for Ana Ruiz until 24 Dec 2026"
    assert (after.holders[3].leave_of, after.holders[3].until) == (None, date(2026, 12, 24))
    assert refused(assign, HELD, Assign((1,), TO_BEN, cover=True)).says.startswith("Ana Ruiz has no leave planned.")


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (
            Assign((3,), TO_BEN, cover=True),
            "No person holds the seat CSM of Cobalt Foods, so nobody can be stood in for.",
        ),
        (Assign((1,), TO_ANA, cover=True), "Ana Ruiz holds the seat CSM of Borealis Health and cannot stand in"),
        (Assign((1,), None, cover=True), "Say who stands in."),
        (Assign((1,), TO_BEN, until=TODAY), "The cover would end on 22 Nov 2026, not after it begins on 22 Nov 2026."),
        (Assign((1,), person_holder(1), cover=True), "Mia Lead cannot take Borealis Health:"),
    ],
)
def test_a_cover_that_cannot_be_is_refused(request_: Assign, says: str) -> None:
    assert refused(assign, ABSENT, request_).says.startswith(says)


def test_a_cover_needs_no_reason_at_a_bad_time() -> None:
    book = book_of(
        accounts=[RISKY, ACME, COBALT, GLASS, DELTA],
        people=[MIA, away(), BEN, ANN, OPEN],
        holders=[held(1, 1, 2)],
        readings=AT_RISK,
    )
    done(assign, book, Assign((1,), TO_BEN, cover=True))


def test_a_second_cover_takes_the_days_of_the_first() -> None:
    _, once = done(assign, ABSENT, Assign((1,), TO_BEN, cover=True))
    _, twice = done(assign, once, Assign((1,), TO_ANN, since=date(2026, 12, 20), cover=True))
    assert [(t.holder.person, t.since, t.until) for t in twice.tenures_of(1)[1:]] == [
        (3, date(2026, 12, 1), date(2026, 12, 20)),
        (4, date(2026, 12, 20), date(2027, 1, 10)),
    ]
    _, instead = done(assign, once, Assign((1,), TO_ANN, cover=True))
    assert [t.holder.person for t in instead.tenures_of(1)[1:]] == [4]


def test_a_cover_moves_only_what_falls_due_while_it_lasts() -> None:
    steps = [step(1), step(2, due=date(2026, 12, 24)), step(3, due=date(2027, 2, 1))]
    book = book_of(people=[MIA, away(), BEN, ANN, OPEN], holders=[held(1, 1, 2)], followups=steps)
    _, after = done(assign, book, Assign((1,), TO_BEN, cover=True, follow_ups=FollowUpPolicy.ALL))
    assert [item.owner for item in after.followups.all()] == [2, 3, 2]


def test_only_what_the_absent_one_holds_in_a_family_is_covered() -> None:
    book = book_of(people=[MIA, away(), BEN, ANN, OPEN], holders=[held(1, 2, 4), held(2, 4, 2)])
    change, after = done(assign, book, Assign((4,), TO_BEN, cover=True))
    assert change.says.startswith("Cover Acme Glass by Ben Ode for Ana Ruiz")
    assert [tenure.account for tenure in after.holders.all()] == [2, 4, 4]


def test_a_cover_follows_from_a_parent_to_its_children() -> None:
    book = book_of(people=[MIA, away(), BEN, ANN, OPEN], holders=[held(1, 2, 2)])
    change, after = done(assign, book, Assign((4,), TO_BEN, cover=True))
    assert change.says.startswith("Cover Acme Robotics and Acme Glass by Ben Ode")
    assert owner(after, 4, date(2026, 12, 2)) == "Ben Ode"


# The models of the tests ---------------------------------------------------------------------------------------


def test_five_hundred_accounts_pass_in_one_change() -> None:
    accounts = [Account(id=number, name=f"Shop {number}") for number in range(1, 501)]
    tenures_ = [held(number, number, 2) for number in range(1, 501)]
    book = book_of(accounts=accounts, contacts=[], holders=tenures_)
    change, after = done(assign, book, Assign(tuple(range(1, 501)), TO_BEN))
    assert change.says == "Assign Shop 1 and 499 others to Ben Ode"
    assert len(after.handoffs) == 500
    assert GENERALIST.key in {model.key for model in after.models.values()}


def test_a_handoff_of_the_lead_is_not_touched_by_a_change_of_holder() -> None:
    passage = Handoff(
        id=1, account=1, kind=HandoffKind.LEAD, seat="csm", from_seat="onboarding", opened_on=TODAY, due=TODAY
    )
    _, after = done(assign, book_of(holders=[held(1, 1, 2)], handoffs=[passage]), MOVE)
    assert after.handoffs[1] == passage
    assert after.handoffs[2].kind is HandoffKind.HOLDER
