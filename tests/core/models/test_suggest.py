from __future__ import annotations

from datetime import timedelta
from typing import Any

from core.load.demand import Demand
from core.models.role_demand import role_demands
from core.models.seating import Seating
from core.models.suggest import Suggestion, idle_people, suggestion
from core.organisation import Model, RoleChange, SeatLine
from core.people import Leave, RoleShare
from core.words import Duty, PersonStatus
from tests.core.drafts import TODAY, Draft, csm_line
from tests.core.models.proposing import draft_of

STEADY = (Duty.ONBOARDING, Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION)


def two_seats(**renewal: Any) -> Model:  # noqa: ANN401
    fields: dict[str, Any] = {"roles": ("renewal_manager",), "learn": ("csm",), **renewal}
    line = SeatLine(key="renewals", title="Renewals", carries=(Duty.RENEWAL,), **fields)
    return Model(id=1, key="two", title="Two", seats=(csm_line(carries=STEADY), line))


def team(people: int, accounts: int, **seat: Any) -> Draft:  # noqa: ANN401
    """High-touch accounts, each of 4 h a month and with a renewal of 10 h within the year."""
    draft = Draft(models=[two_seats(**seat)])
    for number in range(people):
        draft.person(f"P{number + 1}")
    for number in range(accounts):
        draft.account(f"A{number + 1}", renews=TODAY + timedelta(days=200))
    return draft


def told(draft: Draft, lead_hours: dict[int, int] | None = None, **fields: Any) -> Suggestion:  # noqa: ANN401
    book = draft.book()
    return suggestion(book, Demand(book), draft_of(**fields), TODAY, lead_hours or {})


def test_demand_is_the_mean_month_of_a_year_over_nine_tenths_of_a_position() -> None:
    # 90 accounts: 360 h a month of steady work; 90 renewals of 10 h a year are 75 h a month. A position fills 90 h.
    book = team(5, 90).book()
    demands = role_demands(book, Seating.of(book), Demand(book), TODAY)
    assert [(one.role, one.hours, one.fte, one.supply) for one in demands] == [
        ("csm", 36_000, 40, 500),
        ("renewal_manager", 7_500, 8, 0),
    ]


def test_a_full_job_gets_a_whole_person_who_may_learn_it_and_loses_least() -> None:
    found = told(team(5, 90), {1: 900, 2: 100, 3: 900, 4: 900, 5: 900})
    assert found.changes == (RoleChange(person=2, roles=(RoleShare(role="renewal_manager"),)),)
    assert found.vacancies == ()


def test_a_skill_of_that_name_comes_before_the_relationships() -> None:
    draft = team(4, 90)
    draft.person("Skilled", skills=("Renewal manager",))
    found = told(draft, {5: 9_000})
    assert [change.person for change in found.changes] == [5]


def test_under_six_tenths_it_is_a_second_role_and_never_a_whole_person() -> None:
    # 45 renewals: 37.5 h a month, 0.4 of a position.
    found = told(team(3, 45))
    assert found.changes == (
        RoleChange(person=1, roles=(RoleShare(role="csm", share=60), RoleShare(role="renewal_manager", share=40))),
    )


def test_what_nobody_may_learn_is_told_or_hired() -> None:
    assert told(team(3, 45, learn=())).unmet == ("renewal_manager",)
    found = told(team(5, 90, learn=()))
    assert found.changes == ()
    assert [position.roles[0].role for position in found.vacancies] == ["renewal_manager"]


def test_demand_beyond_the_team_is_hired_in_whole_positions() -> None:
    found = told(team(2, 90))  # 4.0 and 0.8 positions asked for, 2 there
    assert [position.roles[0].role for position in found.vacancies].count("csm") >= 2
    assert {position.status for position in found.vacancies} == {PersonStatus.VACANCY}
    assert {position.id for position in found.vacancies} == set(range(-len(found.vacancies), 0))


def test_leavers_absent_people_pinned_people_and_leads_are_left_alone() -> None:
    draft = team(0, 90)
    away = Leave(number=1, since=TODAY, until=TODAY + timedelta(days=30))
    draft.person("Lead")
    draft.person("Leaver", status=PersonStatus.LEAVER, ends=TODAY + timedelta(days=60), lead=1)
    draft.person("Away", leaves=(away,))
    draft.person("Pinned")
    free = draft.person("Free")
    pinned = RoleChange(person=4, roles=(RoleShare(role="csm"),))
    found = told(draft, {free: 99_000}, role_changes=(pinned,))
    assert [change.person for change in found.changes] == [free]


def test_who_has_the_role_keeps_it_and_nobody_else_is_asked() -> None:
    draft = team(4, 90)
    draft.person("Renewer", "renewal_manager")
    assert told(draft).changes == ()


def test_people_whom_no_seat_takes_are_listed() -> None:
    draft = team(2, 10)
    onboarding = draft.person("Onboarder", "onboarding_specialist")
    draft.person("Director", "cs_director")
    assert idle_people(draft.book(), TODAY) == (onboarding,)


def test_a_suggestion_is_added_to_what_the_draft_says_itself() -> None:
    pinned = RoleChange(person=1, roles=(RoleShare(role="team_lead"),))
    draft = draft_of(role_changes=(pinned,))
    following = told(team(5, 90), role_changes=(pinned,)).on(draft)
    assert pinned in following.role_changes
    assert len(following.role_changes) == 2
