"""Hours against capacity."""

from __future__ import annotations

from datetime import datetime

from core.book.change import inserted, updated
from core.conversations import Conversation
from core.organisation import PlanLine, SeatLine
from core.people import PoolMember
from core.schema import revise
from core.seats import Handoff
from core.words import ConversationType, Duty, HandoffKind, SeatHolding, Severity, Touch
from tests.core.drafts import EVERY_DUTY, TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import MOMENT, changed, codes, days, look, mended, of, one, touched


def loaded(*accounts: int, hours: int = 4_000) -> Draft:
    """A person for each number, with so many quiet high-touch accounts of 4 h each and a capacity of 40 h."""
    draft = Draft(policy={"hours": hours})
    for place, number in enumerate(accounts):
        person = draft.person(f"Person {place}")
        for _ in range(number):
            account = draft.account(f"Account {len(draft.accounts) + 1}")
            draft.sits(account, person)
            touched(draft, account)
    return draft


def test_a_person_is_over_above_102_percent_and_it_is_an_error_above_120() -> None:
    assert "LOAD-OVER" not in codes(look(loaded(10, 0)))
    over = one(look(loaded(11, 0)), "LOAD-OVER")
    assert (over.severity, over.subject) == (Severity.WARNING, "P1")
    assert over.message == "Person 0 has 44.0 h a month for a capacity of 40.0 h: 110 %, 4.0 h over."
    assert one(look(loaded(12, 0)), "LOAD-OVER").severity is Severity.WARNING
    assert one(look(loaded(13, 0)), "LOAD-OVER").severity is Severity.ERROR


def test_an_overload_is_mended_by_moving_the_fewest_accounts_to_who_has_room() -> None:
    found = look(loaded(12, 3))
    after = mended(found, one(found, "LOAD-OVER"))
    assert "LOAD-OVER" not in codes(after)
    moved = [tenure for tenure in after.facts.book.tenures_of_person(2) if tenure.since == TODAY]
    assert len(moved) == 2


def test_an_overload_that_nobody_can_take_is_refused_in_words() -> None:
    draft = loaded(12)
    found = look(draft)
    finding = one(found, "LOAD-OVER")
    assert finding.where == "Rebalance this book in Load: 3"


def pooled(accounts: int) -> Draft:
    """A pool of one person, with accounts of 4 h each and 20 h for the pool."""
    draft = Draft(models=[generalist(seats=(csm_line(holder=SeatHolding.POOL),))])
    draft.lines = [PlanLine(model="generalist", pool="scaled")]
    draft.person("Ana Ruiz", hours=2_000)
    draft.pool("scaled", 1)
    for place in range(accounts):
        touched(draft, draft.account(f"Account {place}"))
    return draft


def test_a_pool_is_over_what_its_members_have_left() -> None:
    assert not [finding for finding in of(look(pooled(5)), "LOAD-OVER") if finding.pool]
    finding = next(finding for finding in of(look(pooled(6)), "LOAD-OVER") if finding.pool)
    assert finding.subject == "pool:1"
    assert finding.message == ("The pool Scaled has 24.0 h a month, and its members have 20.0 h left for it: 120 %.")


def test_another_member_mends_a_pool_that_is_over() -> None:
    draft = pooled(6)
    draft.person("Ben Okafor")
    found = look(draft)
    pool = found.facts.book.pools[1]
    members = (PoolMember(person=1), PoolMember(person=2))
    after = changed(found, [updated(pool, revise(pool, members=members))])
    assert not of(after, "LOAD-OVER")


def test_a_pool_without_anybody_is_over_as_soon_as_it_has_work() -> None:
    draft = pooled(1)
    draft.pools[0] = revise(draft.pools[0], members=())
    finding = one(look(draft), "LOAD-OVER")
    assert finding.severity is Severity.ERROR
    assert finding.message.endswith("have 0.0 h left for it: nothing is free.")


def test_a_team_is_short_when_everybody_together_has_too_few_hours() -> None:
    assert "TEAM-SHORT" not in codes(look(loaded(12, 8)))
    found = look(loaded(12, 9))
    message = "The accounts ask for 84.0 h a month and the team has 80.0 h: 4.0 h short, which is 0.1 full-time people."
    assert one(found, "TEAM-SHORT").message == message
    ana = found.facts.book.people[1]
    assert "TEAM-SHORT" not in codes(changed(found, [updated(ana, revise(ana, hours=5_000))]))


def test_hours_that_nobody_has_are_asked_of_the_team_too_and_outside_ones_are_not() -> None:
    draft = loaded(10)
    draft.account("Nobody's")
    assert "TEAM-SHORT" in codes(look(draft))
    draft.lines = [PlanLine(model="generalist", duties=((Duty.ADOPTION, "outside:services"),))]
    assert "TEAM-SHORT" not in codes(look(draft))


def roles(renewals: int) -> Draft:
    """A renewal manager with 10 h who has so many renewals of 3.3 h, and a CSM with room."""
    rest = tuple(duty for duty in EVERY_DUTY if duty is not Duty.RENEWAL)
    seat = SeatLine(key="renewals", title="Renewals", carries=(Duty.RENEWAL,), roles=("renewal_manager",))
    draft = Draft(models=[generalist(seats=(csm_line(carries=rest), seat))])
    draft.person("Ana Ruiz")
    draft.person("Rita", "renewal_manager", hours=1_000)
    for place in range(renewals):
        number = draft.account(f"Account {place}", renews=days(45))
        draft.sits(number, 1)
        draft.sits(number, 2, "renewals")
        touched(draft, number)
    return draft


def test_a_role_over_its_capacity_in_a_team_with_room_is_a_bottleneck() -> None:
    assert "ROLE-BOTTLENECK" not in codes(look(roles(3)))
    found = look(roles(4))
    message = "The role Renewal manager is at 133 % of capacity while the team is at 27 %."
    assert one(found, "ROLE-BOTTLENECK").message == message
    rita = found.facts.book.people[2]
    assert "ROLE-BOTTLENECK" not in codes(changed(found, [updated(rita, revise(rita, hours=2_000))]))


def test_five_handoffs_that_wait_for_a_role_for_a_week_are_a_bottleneck() -> None:
    draft = roles(5)
    draft.people[1] = revise(draft.people[1], hours=9_000)
    handoffs = [
        Handoff(
            id=number,
            account=number,
            kind=HandoffKind.HOLDER,
            seat="renewals",
            opened_on=days(-8),
            due=days(10),
        )
        for number in range(1, 6)
    ]
    draft.more["handoffs"] = [*handoffs]
    found = look(draft)
    assert one(found, "ROLE-BOTTLENECK").message == (
        "The role Renewal manager is what 5 handoffs wait for since more than a week."
    )
    before = handoffs[0]
    after = changed(found, [updated(before, revise(before, closed_on=TODAY))])
    assert "ROLE-BOTTLENECK" not in codes(after)


def outgrown(over: int, hats: int) -> Draft:
    """Three CSMs with 10 accounts of 4 h each; so many of them over capacity, so many with too many hats."""
    draft = loaded(10, 10, 10, hours=5_000)
    draft.models = [generalist(checks=("MODEL-OUTGROWN",))]
    draft.people[:over] = [revise(person, hours=3_000) for person in draft.people[:over]]
    for person in range(1, hats + 1):
        draft.more["conversations"].append(interview(100 + person, person))
    return draft


def interview(number: int, about: int) -> Conversation:
    return Conversation(
        id=number,
        type=ConversationType.INTERVIEW,
        at=datetime(2026, 2, 1, 9, tzinfo=MOMENT.now.tzinfo),
        about=about,
        challenges=("too-many-hats",),
    )


def test_a_model_is_outgrown_when_two_signs_come_together() -> None:
    assert "MODEL-OUTGROWN" not in codes(look(outgrown(over=1, hats=0)))
    assert "MODEL-OUTGROWN" not in codes(look(outgrown(over=0, hats=2)))
    assert "MODEL-OUTGROWN" not in codes(look(outgrown(over=1, hats=1)))
    finding = one(look(outgrown(over=1, hats=2)), "MODEL-OUTGROWN")
    assert finding.subject == "line:all"
    assert finding.message == (
        "“all accounts” has outgrown its model: 1 of 3 people over capacity and 2 CSMs who say they wear too many hats."
    )


def test_a_middle_book_over_the_usual_mix_and_diverse_books_are_signs() -> None:
    draft = outgrown(over=0, hats=2)
    draft.accounts = [revise(account, touch=Touch.HIGH) for account in draft.accounts]
    for person in range(1, 4):
        for _ in range(10):
            draft.sits(draft.account(f"Account {len(draft.accounts) + 1}"), person)
    draft.policy = {"hours": 20_000}
    draft.people = [revise(person, hours=None) for person in draft.people]
    message = one(look(draft), "MODEL-OUTGROWN").message
    assert "a middle book of 105 % of what one person usually carries" in message


def test_an_interview_that_is_logged_is_followed_and_a_model_outgrown_asks_to_compare() -> None:
    found = look(outgrown(over=1, hats=1))
    after = changed(found, [inserted(interview(300, 2))])
    assert one(after, "MODEL-OUTGROWN").where == "Compare models in Model: 5"
    ana = after.facts.book.people[1]
    assert "MODEL-OUTGROWN" not in codes(changed(after, [updated(ana, revise(ana, hours=9_000))]))
