"""Every rule a proposal respects, one by one, on books small enough to see why."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from core.book.book import Book
from core.load.ledger import Ledger
from core.organisation import ByTouch, Leadership, Limits, PlanLine, SeatLine
from core.people import Leave, RoleShare
from core.rebalance.draft import RebalanceDraft, Verdict, with_decision
from core.rebalance.proposal import Proposal, Status
from core.rebalance.wish import Wish
from core.schema import revise
from core.usecases.rebalance import RebalanceMoves, given, rebalance
from core.words import Duty, Family, MatchOn, SeatHolding, Touch
from tests.core.drafts import Draft, csm_line, generalist
from tests.core.rebalance.drafting import changed, pairs, solved
from tests.core.rebalance.teams import outlook, person, propose, team
from tests.core.usecases.world import NOW, TODAY, done
from tests.core.worlds import LEADS

LONG_AGO = date(2020, 1, 1)
SERVED = (Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION)


def model(book: Book, **fields: Any) -> Book:  # noqa: ANN401
    """The book under a generalist whose seat has these fields."""
    return changed(book, book.models[1], seats=(csm_line(**fields),))


def takers(found: Proposal) -> set[int]:
    return {move.to for move in found.moves}


def moved(book: Book, wish: Wish = Wish()) -> Proposal:  # noqa: B008 - a value
    return propose(outlook(book), wish)


def matches_the_ledger(book: Book, found: Proposal) -> None:
    """Once the moves are made and handed over, everybody has the hours that the proposal told."""
    _, after = done(rebalance, book, RebalanceMoves(tuple(given(move) for move in found.moves)))
    ledger = Ledger.of(after, NOW.on(TODAY + timedelta(days=90)))
    assert {number: ledger.person(number).hours for number in found.hours_after} == dict(found.hours_after)


@pytest.mark.parametrize(
    ("rule", "stated", "fitting"),
    [
        (MatchOn.REGION, {"region": "emea"}, {"regions": ("emea",)}),
        (MatchOn.LANGUAGE, {"language": "fr"}, {"languages": ("fr",)}),
        (MatchOn.INDUSTRY, {"industry": "retail"}, {"industries": ("retail",)}),
        (MatchOn.SEGMENT, {"segment": "ent"}, {"segments": ("ent",)}),
        (MatchOn.SKILL, {"needs_skills": ("voice",)}, {"skills": ("voice", "chat")}),
    ],
)
def test_a_seat_that_asks_for_a_quality_goes_only_to_who_has_it(
    rule: MatchOn, stated: dict[str, Any], fitting: dict[str, Any]
) -> None:
    people = [person(1, "Ana", **fitting), person(2, "Ben"), person(3, "Cleo", **fitting)]
    fields = {name: dict.fromkeys(range(1, 29), value) for name, value in stated.items()}
    book = model(team({1: 28, 2: 2, 3: 12}, people, **fields), match=(rule,))
    found = moved(book)
    assert len(found.moves) == 3
    assert takers(found) == {3}


def test_a_seat_goes_only_to_its_roles_and_to_the_people_of_the_line() -> None:
    people = [person(1, "Ana"), revise(person(2, "Ben"), roles=(RoleShare(role="account_manager"),)), person(3, "Cleo")]
    book = team({1: 28, 2: 0, 3: 15}, people)
    assert takers(moved(book)) == {3}
    assert book.plan is not None
    narrow = changed(book, book.plan, lines=(PlanLine(model="generalist", people="id:P1 or id:P2"),))
    assert moved(narrow).status is Status.STUCK


def test_somebody_on_leave_or_gone_or_going_or_not_here_yet_takes_nothing() -> None:
    away = (Leave(number=1, since=TODAY - timedelta(days=3), until=TODAY + timedelta(days=3)),)
    people = [
        person(1, "Ana"),
        person(2, "Ben", leaves=away),
        person(3, "Cleo", ends=TODAY + timedelta(days=200)),
        person(4, "Dan", starts=TODAY + timedelta(days=2)),
        person(5, "Eve"),
    ]
    assert takers(moved(team({1: 28, 2: 2, 3: 2, 4: 0, 5: 15}, people))) == {5}


def test_somebody_new_takes_what_the_ramp_leaves_room_for() -> None:
    new = person(2, "Ben", starts=TODAY)
    found = moved(team({1: 40, 2: 0}, [person(1, "Ana"), new]))
    capacity = found.extract.capacities[2]
    assert 0 < capacity < 10_000
    assert 0 < found.hours_after[2] <= capacity


@pytest.mark.parametrize("hard", [True, False])
@pytest.mark.parametrize(
    ("limit", "most"),
    [({"accounts": 12}, 2), ({"hours": 4_900}, 2), ({"arr": 11_500_000}, 1), ({"families": 13}, 3)],
)
def test_a_limit_per_holder_is_neither_passed_nor_worsened(limit: dict[str, int], most: int, hard: bool) -> None:
    book = model(team({1: 30, 2: 10}), limits=Limits(hard=hard, **limit))
    assert len(moved(book).moves) == most


def test_a_limit_of_a_role_counts_for_who_has_it() -> None:
    people = [person(1, "Ana"), revise(person(2, "Ben"), roles=(RoleShare(role="team_lead"),)), person(3, "Cleo")]
    book = team({1: 31, 2: 10, 3: 18}, people)
    book = changed(book, book.models[1], seats=(csm_line(roles=("csm", "team_lead")),))
    book = changed(book, book.models[1], limits_by_role=(("team_lead", Limits(accounts=11)),))
    found = moved(book)
    assert sum(move.to == 2 for move in found.moves) == 1
    assert sum(move.to == 3 for move in found.moves) == 5


def test_a_pair_that_must_not_be_is_never_proposed() -> None:
    people = [person(1, "Ana"), person(2, "Ben", not_for=tuple(range(1, 20))), person(3, "Cleo", not_for=(27, 28))]
    for move in moved(team({1: 30, 2: 12, 3: 12}, people)).moves:
        assert move.account not in people[move.to - 1].not_for


def test_a_renewal_within_the_freeze_keeps_an_account_and_a_further_one_is_said_with_care() -> None:
    soon = {number: TODAY + timedelta(days=20) for number in range(1, 26)}
    later = {26: TODAY + timedelta(days=80)}
    touch = dict.fromkeys(range(1, 40), Touch.HIGH)
    book = team({1: 26, 2: 5}, renews={**soon, **later}, touch=touch)
    found = moved(book)
    assert [move.account for move in found.moves] == [26]
    assert found.moves[0].caution == "the renewal of Account 26 is near"
    assert found.extract.still[1, "csm"] == "renews on 12 Dec 2026"
    assert {move.account for move in moved(book, Wish(freeze=0)).moves} != {26}


def test_a_freeze_holds_for_a_renewal_that_has_just_passed_and_not_for_one_forgotten_long_ago() -> None:
    passed = {1: TODAY - timedelta(days=10), 2: TODAY - timedelta(days=300)}
    found = moved(team({1: 28, 2: 5}, renews=passed))
    assert found.extract.still == {(1, "csm"): "has an open renewal since 12 Nov 2026"}


def test_a_freeze_holds_no_move_that_is_needed_or_pinned() -> None:
    soon = dict.fromkeys(range(1, 3), TODAY + timedelta(days=5))
    book = team({1: 2, 2: 2}, renews=soon)
    assert len(moved(book, Wish(leaving=frozenset({1}))).moves) == 2
    draft = with_decision(RebalanceDraft(), (1, "csm", 2), Verdict.PINNED)
    assert pairs(solved(book, draft)) == {(1, "csm", 2)}


def test_caps_hold_overall_and_for_each_who_gets() -> None:
    book = team({1: 34, 2: 8, 3: 8, 4: 8})
    assert moved(book, Wish(max_moves=2)).chosen == 2
    found = moved(book, Wish(max_taken=2))
    assert [sum(move.to == one for move in found.moves) for one in (2, 3, 4)] == [2, 2, 2]


def test_handing_over_weighs_nothing() -> None:
    book = team({1: 28, 2: 5})
    first = moved(book)
    _, after = done(rebalance, book, RebalanceMoves(tuple(given(move) for move in first.moves)))
    # Both hand over now, which the load shows and the engine does not count.
    assert outlook(after).ledger.person(2).hours > first.hours_after[2]
    again = moved(after)
    assert again.moves == ()
    assert again.hours_before == first.hours_after


# Several seats, families, pools, leads ---------------------------------------------------------------------


def specialists() -> Draft:
    draft = Draft()
    for name, role in (("Ana", "account_manager"), ("Ben", "account_manager"), ("Rita", "renewal_manager")):
        draft.person(name, role)
    draft.person("Ron", "renewal_manager")
    seats = (
        SeatLine(key="account_manager", title="Account manager", carries=SERVED, roles=("account_manager",)),
        SeatLine(key="renewal_manager", title="Renewals", carries=(Duty.RENEWAL,), roles=("renewal_manager",)),
    )
    draft.models = [generalist(key="specialist", seats=seats, leads=LEADS[1:])]
    return draft


def test_each_seat_of_an_account_moves_by_itself_to_its_own_role() -> None:
    draft = specialists()
    for number in range(1, 41):
        account = draft.account(f"Account {number}", renews=TODAY + timedelta(days=85))
        draft.sits(account, 1 if number < 39 else 2, "account_manager")
        draft.sits(account, 3 if number < 39 else 4, "renewal_manager")
    found = moved(draft.book(), Wish(freeze=0))
    assert {move.seat for move in found.moves} == {"account_manager", "renewal_manager"}
    for move in found.moves:
        assert (move.seat, move.to) in {("account_manager", 2), ("renewal_manager", 4)}


def test_a_family_goes_as_one_with_all_its_hours() -> None:
    parents = {2: 1, 3: 1, 4: 3}
    family = dict.fromkeys(parents, Family.FOLLOW)
    book = team({1: 28, 2: 2}, parent=parents, family=family, arr={1: 10, 2: 10, 3: 10, 4: 10})
    found = moved(book)
    for move in found.moves:
        if 1 in move.accounts:
            assert move.accounts == (1, 2, 3, 4)
            assert move.hours == 1_600
        assert not {2, 3, 4} & {move.account}
    matches_the_ledger(book, found)


def test_a_rolled_up_child_goes_with_its_parent_and_moves_nowhere_by_itself() -> None:
    book = team({1: 28, 2: 2}, parent={2: 1}, family={2: Family.ROLLED})
    found = moved(book)
    assert 2 not in {move.account for move in found.moves}
    matches_the_ledger(book, found)


def pooled() -> Draft:
    draft = Draft(
        models=[
            generalist(),
            generalist(id=2, key="pooled", title="Pooled", seats=(csm_line(holder=SeatHolding.POOL),)),
        ],
        lines=[PlanLine(scope="seg:small", model="pooled", pool="scaled"), PlanLine(model="generalist")],
    )
    for name in ("Ana", "Ben", "Cleo"):
        draft.person(name)
    draft.pool("scaled", 2, 3)
    return draft


def test_a_child_that_a_pool_serves_stays_with_the_pool_when_its_parent_goes() -> None:
    draft = pooled()
    parent = draft.account("Parent", arr=1)
    draft.account("Child", parent=parent, tags=("other",))
    draft.lines.insert(0, PlanLine(scope="#other", model="pooled", pool="scaled"))
    draft.sits(parent, 1)
    for _ in range(25):
        draft.sits(draft.account("Customer", arr=90_000_000), 1)
    book = draft.book()
    found = moved(book)
    assert (parent,) in {move.accounts for move in found.moves}
    assert sum(found.hours_before.values()) == sum(found.hours_after.values())
    matches_the_ledger(book, found)


def test_what_a_pool_holds_stays_with_the_pool_and_its_hours_are_divided_anew_after() -> None:
    draft = pooled()
    for _ in range(12):
        draft.pooled(draft.account("Small", segment="small", touch=Touch.HIGH), 1)
    for _ in range(28):
        draft.sits(draft.account("Large"), 1)
    draft.sits(draft.account("Large"), 2)
    book = draft.book()
    found = moved(book)
    assert len(found.moves) == 3
    assert all(book.accounts[move.account].segment == "ent" for move in found.moves)
    assert sum(found.hours_before.values()) == sum(found.hours_after.values())
    matches_the_ledger(book, found)


def test_a_pool_in_a_seat_for_one_person_gives_it_up() -> None:
    draft = pooled()
    account = draft.account("Large")
    draft.pooled(account, 1)
    draft.sits(draft.account("Other"), 1)
    book = draft.book()
    found = moved(book)
    (move,) = found.moves
    assert (move.account, move.hours, move.forced) == (account, 400, "a pool holds it, and it is for one person")
    assert move.to in (1, 2, 3)
    matches_the_ledger(book, found)


def led() -> Draft:
    """Ana reports to Mia, Ben to Max; each lead has a seat on every customer of the reports."""
    seats = (
        csm_line(),
        SeatLine(
            key="escalation",
            title="Escalation",
            holder=SeatHolding.LEAD,
            assists=(Duty.SUPPORT,),
            hours=ByTouch(high=100, mid=100, tech=100),
        ),
    )
    draft = Draft(models=[generalist(key="coach", title="Coach", leadership=Leadership(), seats=seats)])
    draft.person("Mia", "team_lead")
    draft.person("Max", "team_lead")
    draft.person("Ana", lead=1)
    draft.person("Ben", lead=2)
    return draft


def test_a_seat_of_the_lead_is_held_fixed_and_goes_to_the_new_holders_lead_after() -> None:
    draft = led()
    for _ in range(28):
        draft.sits(draft.account("Customer"), 3)
    draft.sits(draft.account("Customer"), 4)
    book = draft.book()
    found = moved(book)
    assert {move.seat for move in found.moves} == {"csm"}
    assert [move.to for move in found.moves] == [4, 4, 4]
    assert (found.hours_before[1], found.hours_before[2]) == (2_800, 100)
    assert (found.hours_after[1], found.hours_after[2]) == (2_500, 400)
    matches_the_ledger(book, found)


def test_the_time_of_reports_is_taken_off_what_a_lead_may_take() -> None:
    draft = led()
    for _ in range(40):
        draft.sits(draft.account("Customer", touch=Touch.MID), 3)
    found = moved(draft.book())
    assert found.extract.capacities[1] == 8_500
    assert found.extract.capacities[4] == 10_000


# What cannot be mended -------------------------------------------------------------------------------------


def test_hard_blockers_are_told_with_what_would_help() -> None:
    book = model(team({1: 3}, [person(1, "Ana", regions=("emea",))], region={1: "apac"}), match=(MatchOn.REGION,))
    found = moved(book)
    (blocker,) = found.blockers
    assert blocker.says == (
        "Account 1, CSM needs another holder (Ana serves emea, and Account 1 asks for apac), and nobody may take it: "
        "nobody is there. Change roles or the plan, or hire."
    )


def test_seats_nobody_may_hold_do_not_flatter_the_proof() -> None:
    people = [person(1, "Ana", regions=("emea",)), person(2, "Ben", regions=("emea",))]
    alike = dict.fromkeys(range(1, 15), "emea")
    one_more = model(team({1: 11, 2: 3}, people, region=alike | {14: "apac"}), match=(MatchOn.REGION,))
    found = moved(one_more)
    assert len(found.blockers) == 1
    assert found.stranded > 0
    rest = moved(model(team({1: 11, 2: 3}, people, region=alike), match=(MatchOn.REGION,)))
    assert (rest.stranded, rest.blockers) == (0, ())
    assert found.score < 100 * max(1_000, rest.score)
    assert found.bound <= found.score


def test_one_person_alone_who_is_over_is_stuck() -> None:
    found = moved(team({1: 30}))
    assert (found.status, found.moves, found.after.over_hours) == (Status.STUCK, (), 2_000)


def test_somebody_without_capacity_gives_everything_they_can() -> None:
    people = [person(1, "Ana", hours=0), person(2, "Ben")]
    found = moved(team({1: 3, 2: 5}, people))
    assert len(found.moves) == 3
    assert found.hours_after == {1: 0, 2: 3_200}


def test_an_account_heavier_than_anybodys_capacity_is_not_moved_about() -> None:
    people = [person(1, "Ana", hours=300), person(2, "Ben", hours=350), person(3, "Cleo", hours=390)]
    found = moved(team({1: 1, 2: 0, 3: 0}, people))
    assert found.status is Status.STUCK
    assert found.moves == ()


def test_a_leaver_in_a_team_that_is_full_leaves_seats_that_need_somebody_told() -> None:
    found = moved(team({1: 24, 2: 24, 3: 24}), Wish(leaving=frozenset({1})))
    assert len(found.moves) + len(found.blockers) == 24
    assert found.after.over_hours > 0
    assert found.bound <= found.score
