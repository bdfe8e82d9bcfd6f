from __future__ import annotations

from core.rebalance.choices import curve, profiles, told
from core.rebalance.contrast import what_if_not, why_not
from core.rebalance.draft import RebalanceDraft, Verdict, with_decision
from core.rebalance.wish import Profile
from core.rebalance.worth import hiring_signal, hour_prices, shortages
from core.words import MatchOn
from tests.core.drafts import csm_line
from tests.core.rebalance.drafting import SIZES, changed, pairs, solved
from tests.core.rebalance.teams import person, team

MIXED = {number: (number * 37 % 91 + 1) * 1_000_000 for number in range(1, 100)}


def test_the_profile_asked_for_comes_first_and_is_not_solved_again() -> None:
    proposal = solved(team(SIZES, arr=MIXED), RebalanceDraft(profile=Profile.PROTECT)).proposal
    found = list(profiles(proposal))
    assert [choice.profile for choice in found] == [Profile.PROTECT, Profile.FEWEST, Profile.BALANCED]
    assert found[0].proposal is proposal
    by = {choice.profile: choice for choice in found}
    assert by[Profile.FEWEST].moves <= by[Profile.BALANCED].moves
    assert by[Profile.PROTECT].arr_moved <= by[Profile.BALANCED].arr_moved <= by[Profile.FEWEST].arr_moved


def test_profiles_are_solved_one_by_one_and_stop_when_asked() -> None:
    proposal = solved(team(SIZES)).proposal
    assert len(list(profiles(proposal, stop=lambda: True))) == 1
    assert len(list(curve(proposal, stop=lambda: True))) == 1


def test_what_was_stopped_midway_is_not_told() -> None:
    proposal = solved(team({1: 36, 2: 23, 3: 20})).proposal
    asked = iter([False, *[True] * 99])
    assert list(hour_prices(proposal, stop=lambda: next(asked, True))) == []
    asked = iter([False, *[True] * 99])
    assert list(shortages(proposal, stop=lambda: next(asked, True))) == []
    asked = iter([False, *[True] * 99])
    assert len(list(profiles(proposal, stop=lambda: next(asked, True)))) == 1


def test_levelling_costs_moves_and_disruption() -> None:
    proposal = solved(team({1: 30, 2: 24, 3: 12, 4: 8}, arr=MIXED)).proposal
    found = list(curve(proposal))
    assert [choice.target for choice in found] == [100, 98, 95, 93]
    assert [choice.moves for choice in found] == sorted(choice.moves for choice in found)
    assert [choice.disruption for choice in found] == sorted(choice.disruption for choice in found)
    more = found[-1].moves - found[0].moves
    assert more > 0
    assert told(found[-1], found[0]).startswith(f"93 %: {found[-1].moves} moves, {more} more, ")
    assert told(found[0], found[0]).startswith(f"100 %: {found[0].moves} moves, ")


def test_a_choice_keeps_the_decisions() -> None:
    draft = with_decision(RebalanceDraft(), (1, "csm", 4), Verdict.PINNED)
    for choice in profiles(solved(team(SIZES), draft).proposal):
        assert (1, "csm", 4) in {(move.account, move.seat, move.to) for move in choice.proposal.moves}


def test_what_if_not_is_the_plan_without_one_move() -> None:
    book = team({1: 26, 2: 5}, arr={1: 100, **dict.fromkeys(range(2, 32), 90_000_000)})
    found = solved(book)
    (pair,) = pairs(found)
    contrast = what_if_not(found.proposal, pair)
    assert contrast.proposal is not None
    assert pair not in {(move.account, move.seat, move.to) for move in contrast.proposal.moves}
    assert contrast.points == contrast.proposal.score - found.proposal.score > 0
    assert contrast.says == (
        f"Without the move of Account 1 to Person 2 the plan costs {contrast.points / 1000:.1f} points more."
    )


def test_why_not_names_the_rule_or_what_it_would_cost() -> None:
    people = [person(1, "Ana"), person(2, "Ben"), person(3, "Cleo", not_for=(1,)), person(4, "Dan")]
    proposal = solved(team({1: 26, 2: 5, 3: 5, 4: 23}, people)).proposal
    assert why_not(proposal, (1, "csm", 3)).says == "Cleo is marked as not for Account 1."
    assert why_not(proposal, (1, "csm", 3)).proposal is None
    assert why_not(proposal, (99, "csm", 3)).says == "A99 has no seat csm."
    assert why_not(proposal, (1, "csm", 9)).says == "P9 is not there."
    dear = why_not(proposal, (5, "csm", 4))
    assert dear.proposal is not None
    assert (5, 4) in {(move.account, move.to) for move in dear.proposal.moves}
    assert dear.says.startswith("With Account 5 going to Dan the plan costs ")


def test_an_hour_is_worth_most_where_it_is_missing() -> None:
    # Nobody but Person 1 and 2; the team has too little room.
    proposal = solved(team({1: 36, 2: 23})).proposal
    assert proposal.after.over_hours > 0
    found = {price.person: price for price in hour_prices(proposal)}
    assert set(found) == {1, 2}
    assert found[1].saved > 0
    assert found[1].each == found[1].saved // 10
    assert found[1].says == f"10.0 h more for Person 1 would save {found[1].saved / 1000:.1f} points."


def test_where_there_is_room_enough_hours_are_worth_little() -> None:
    proposal = solved(team({1: 26, 2: 5, 3: 5})).proposal
    found = {price.person: price for price in hour_prices(proposal)}
    assert (found[2].saved, found[3].saved) == (0, 0)
    assert found[2].says == "More hours for Person 2 would save nothing."


def test_whom_to_hire_is_told_by_what_scarce_accounts_state() -> None:
    people = [person(1, "Ana", regions=("emea", "apac")), person(2, "Ben", regions=("apac",))]
    regions = {**dict.fromkeys(range(1, 31), "emea"), **dict.fromkeys(range(31, 60), "apac")}
    book = team({1: 36, 2: 8}, people, region=regions, language=dict.fromkeys(range(1, 40), "fr"))
    book = changed(book, book.models[1], seats=(csm_line(match=(MatchOn.REGION,)),))
    found = {(one.quality, one.value): one for one in shortages(solved(book).proposal)}
    assert set(found) == {("", ""), ("region", "emea"), ("region", "apac")}
    assert found["region", "emea"].saved > found["region", "apac"].saved
    assert found["", ""].saved >= found["region", "emea"].saved
    assert found["region", "emea"].says.startswith("10.0 h of somebody for the region emea would save ")
    assert hiring_signal(found.values()) == f"Hours are scarcest here: {found['region', 'emea'].says}"


def test_where_hours_save_nothing_nobody_is_to_be_hired() -> None:
    assert hiring_signal(shortages(solved(team({1: 10, 2: 10})).proposal)) == ""
