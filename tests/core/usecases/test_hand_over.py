from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from core.errors import RefusalKind
from core.schema import revise
from core.seats import Holder, person_holder, pool_holder
from core.usecases.checklists import standard_checklist
from core.usecases.hand_over import (
    CloseHandoff,
    ExtendHandoff,
    OpenHandoff,
    TickStep,
    close_handoff,
    extend_handoff,
    open_handoff,
    tick_step,
)
from core.words import HandoffKind, HolderKind, Party, TenureKind
from tests.core.usecases.world import TODAY, done, held, refused, world

BOOK = world()
OPEN = OpenHandoff(1, "csm", outgoing=person_holder(2), incoming=person_holder(3), reason="leaves", note="Likes\ncalls")
_, OPENED = done(open_handoff, BOOK, OPEN)


def test_a_handoff_is_opened_with_the_standard_steps_and_days() -> None:
    change, after = done(open_handoff, BOOK, OPEN)
    handoff = after.handoffs[1]
    assert change.says == "Open a handoff of Borealis Health to Ben Ode, due 6 Dec 2026"
    assert change.why == "leaves"
    assert (handoff.opened_on, handoff.due, handoff.note) == (TODAY, date(2026, 12, 6), "Likes\ncalls")
    assert handoff.checklist == standard_checklist(HandoffKind.HOLDER)


def test_every_party_has_a_step_and_the_lead_passes_with_steps_of_its_own() -> None:
    assert {item.party for item in standard_checklist(HandoffKind.HOLDER)} == set(Party)
    assert standard_checklist(HandoffKind.LEAD) != standard_checklist(HandoffKind.HOLDER)


def test_the_lead_passes_from_a_seat_to_another() -> None:
    request = OpenHandoff(1, "account_manager", kind=HandoffKind.LEAD, from_seat="onboarding", due=TODAY)
    change, after = done(open_handoff, BOOK, request)
    assert change.says == "Open a handoff of Borealis Health, due 22 Nov 2026"
    assert after.handoffs[1].from_seat == "onboarding"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"account": 99}, "There is no account A99."),
        ({"seat": ""}, "Say which seat of Borealis Health passes."),
        ({"kind": HandoffKind.LEAD}, "Say which seat of Borealis Health led before."),
        ({"due": date(2026, 11, 21)}, "The handoff of Borealis Health would be due on 21 Nov 2026"),
        ({"incoming": person_holder(99)}, "There is no person P99."),
        ({"incoming": pool_holder(99)}, "There is no pool 99."),
        ({"incoming": Holder(kind=HolderKind.PERSON)}, "A seat is held by one person, one pool or one function"),
        ({"incoming": Holder(kind=HolderKind.PERSON, person=2, pool=1)}, "A seat is held by one person"),
    ],
)
def test_a_handoff_that_cannot_be_is_refused(fields: dict[str, Any], says: str) -> None:
    assert refused(open_handoff, BOOK, replace(OPEN, **fields)).says.startswith(says)


def test_a_seat_has_one_open_handoff_at_a_time() -> None:
    refusal = refused(open_handoff, OPENED, OPEN)
    assert refusal.says == "A handoff of Borealis Health is open since 22 Nov 2026. Close that one first."
    assert len(done(open_handoff, OPENED, replace(OPEN, seat="renewal"))[1].handoffs) == 2


# Steps ---------------------------------------------------------------------------------------------------------


def test_a_step_is_ticked_and_unticked() -> None:
    change, after = done(tick_step, OPENED, TickStep(1, 2))
    assert change.says == "Tick “Hand over open follow-ups and promises” for Borealis Health"
    assert [item.done_on for item in after.handoffs[1].checklist] == [None, TODAY, None, None, None, None]
    change, back = done(tick_step, after, TickStep(1, 2, done=False))
    assert change.says.startswith("Untick “Hand over")
    assert back.handoffs[1] == OPENED.handoffs[1]


@pytest.mark.parametrize("step", [0, 7, -1])
def test_a_step_that_is_not_there_is_refused_with_those_that_are(step: int) -> None:
    refusal = refused(tick_step, OPENED, TickStep(1, step))
    assert refusal.says == f"The handoff of Borealis Health has 6 steps, and no step {step}."
    assert refusal.details[0] == "1. Write down what the next holder must know (open)"


def test_a_step_is_ticked_once() -> None:
    _, after = done(tick_step, OPENED, TickStep(1, 1))
    assert refused(tick_step, after, TickStep(1, 1)).kind is RefusalKind.NOTHING
    assert refused(tick_step, OPENED, TickStep(1, 1, done=False)).kind is RefusalKind.NOTHING
    assert refused(tick_step, OPENED, TickStep(9, 1)).kind is RefusalKind.UNKNOWN


# Time ----------------------------------------------------------------------------------------------------------


def test_a_handoff_gets_more_time_with_a_reason() -> None:
    change, after = done(extend_handoff, OPENED, ExtendHandoff(1, date(2026, 12, 20), "customer on holiday"))
    assert (change.says, change.why) == (
        "Extend the handoff of Borealis Health to 20 Dec 2026",
        "customer on holiday",
    )
    assert after.handoffs[1].due == date(2026, 12, 20)


def test_more_time_is_later_and_has_a_reason() -> None:
    refusal = refused(extend_handoff, OPENED, ExtendHandoff(1, date(2026, 12, 20), " "))
    assert refusal.kind is RefusalKind.REASON
    says = refused(extend_handoff, OPENED, ExtendHandoff(1, date(2026, 12, 6), "x")).says
    assert says.startswith("The handoff of Borealis Health is due on 6 Dec 2026. Give a later day")
    late = world(handoffs=[revise(OPENED.handoffs[1], due=date(2026, 11, 1))])
    assert refused(extend_handoff, late, ExtendHandoff(1, date(2026, 11, 10), "x")).kind is RefusalKind.INVALID


# Close ---------------------------------------------------------------------------------------------------------


def test_a_handoff_with_open_steps_is_closed_only_with_a_reason() -> None:
    refusal = refused(close_handoff, OPENED, CloseHandoff(1))
    assert refusal.kind is RefusalKind.REASON
    assert refusal.says.startswith("The handoff of Borealis Health has 6 open steps.")
    assert len(refusal.details) == 6
    change, after = done(close_handoff, OPENED, CloseHandoff(1, "done by phone"))
    assert (change.says, change.why) == ("Close the handoff of Borealis Health", "done by phone")
    assert after.handoffs[1].closed_on == TODAY


def test_a_finished_handoff_closes_and_ends_the_overlap() -> None:
    finished = revise(
        OPENED.handoffs[1], checklist=tuple(revise(i, done_on=TODAY) for i in OPENED.handoffs[1].checklist)
    )
    overlap = held(2, 1, 2, date(2026, 11, 10), until=date(2026, 12, 6), kind=TenureKind.OVERLAP, share=30)
    others = held(3, 1, 4, date(2026, 11, 10), kind=TenureKind.OVERLAP)
    book = world(handoffs=[finished], holders=[held(1, 1, 3), overlap, others])
    _, after = done(close_handoff, book, CloseHandoff(1))
    assert [tenure.until for tenure in after.holders.all()] == [None, TODAY, None]


def test_a_closed_handoff_is_over() -> None:
    _, closed = done(close_handoff, OPENED, CloseHandoff(1, "x"))
    says = "The handoff of Borealis Health was closed on 22 Nov 2026."
    assert refused(close_handoff, closed, CloseHandoff(1, "x")).says == says
    assert refused(tick_step, closed, TickStep(1, 1)).says == says
    assert refused(extend_handoff, closed, ExtendHandoff(1, date(2027, 1, 1), "x")).says == says
    assert 2 in done(open_handoff, closed, OPEN)[1].handoffs
