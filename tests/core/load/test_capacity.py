"""How many hours a person has, in parts; and the table of what fits into a full-time book."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.load.capacity import Capacity, capacity, leadership_percent
from core.load.rates import rate
from core.organisation import Leadership, Model
from core.people import Leave, RoleShare
from core.policy import Policy
from core.words import Duty, HealthBand, PersonStatus, Touch
from tests.core.drafts import TODAY, Draft, generalist

MONTH = (TODAY, TODAY + timedelta(days=30))
COACH: Model = generalist(leadership=Leadership())


def after(days: int) -> Any:  # noqa: ANN401
    return TODAY + timedelta(days=days)


def of(draft: Draft, person: int = 1, days: int = 30) -> Capacity:
    book = draft.book()
    return capacity(book, book.people[person], (TODAY, after(days)))


def alone(**fields: Any) -> Capacity:  # noqa: ANN401
    draft = Draft(models=[COACH])
    draft.person("Ana", **fields)
    return of(draft)


def leave(begin: int, end: int) -> tuple[Leave, ...]:
    return (Leave(number=1, since=after(begin), until=after(end)),)


@pytest.mark.parametrize(
    ("fields", "hours"),
    [
        ({}, 10_000),
        ({"fte": 60}, 6_000),
        ({"hours": 8_000, "fte": 50}, 4_000),
        ({"leaves": leave(-5, 8)}, 7_333),
        ({"leaves": leave(0, 30)}, 0),
        ({"ends": after(15)}, 5_000),
        ({"starts": after(0)}, 2_500),
        ({"starts": after(-30)}, 5_000),
        ({"starts": after(-75)}, 8_750),
        ({"starts": after(-90)}, 10_000),
        ({"starts": after(0), "ramped": True}, 10_000),
        ({"starts": after(10)}, 1_667),
        ({"status": PersonStatus.VACANCY}, 0),
        ({"status": PersonStatus.VACANCY, "starts": after(15), "ramped": True}, 5_000),
        ({"archived": True}, 0),
    ],
)
def test_capacity_counts_the_days_at_work_at_their_place_in_the_ramp(fields: dict[str, Any], hours: int) -> None:
    assert alone(**fields).hours == hours


def test_each_part_is_told_and_the_parts_add_up() -> None:
    found = alone(fte=80, starts=after(-45), leaves=leave(3, 9))
    assert [(part.hours, part.why) for part in found.parts] == [
        (8_000, "full-time hours x FTE 80 %"),
        (-3_000, "ramping up"),
        (-800, "leave"),
    ]
    assert found.hours == 4_200


def test_a_manager_whose_roles_hold_no_seats_has_no_bar() -> None:
    draft = Draft()
    draft.person("Dora", "cs_director")
    assert (of(draft).hours, of(draft).client) == (0, False)


def test_somebody_without_a_role_is_counted() -> None:
    assert alone(roles=()).hours == 10_000


def test_the_part_of_a_role_without_customers_is_not_counted() -> None:
    roles = (RoleShare(role="csm", share=60), RoleShare(role="cs_director", share=40))
    found = alone(roles=roles)
    assert (found.hours, found.parts[1].why) == (6_000, "40 % in roles without customers")


@pytest.mark.parametrize(
    ("reports", "percent"), [(0, 0), (1, 15), (2, 30), (3, 45), (4, 55), (5, 65), (8, 95), (20, 95)]
)
def test_reports_cost_their_lead_15_percent_each_up_to_three_and_10_above(reports: int, percent: int) -> None:
    assert leadership_percent(Leadership(), reports) == percent


def test_leadership_is_taken_off_only_where_a_model_in_force_has_it() -> None:
    for model, hours in ((COACH, 5_500), (generalist(), 10_000)):
        draft = Draft(models=[model])
        lena = draft.person("Lena", "team_lead")
        for name in ("Ana", "Ben", "Cleo"):
            draft.person(name, lead=lena)
        draft.person("Gone", lead=lena, archived=True)
        draft.person("Hire", lead=lena, status=PersonStatus.VACANCY, starts=after(-1))
        assert of(draft).hours == hours


@given(st.integers(1, 59), st.integers(-80, 70), st.integers(0, 40), st.sampled_from([None, -40, 10]))
def test_capacity_of_two_windows_adds_up_to_the_long_one(middle: int, away: int, days: int, starts: int | None) -> None:
    draft = Draft()
    begins = None if starts is None else after(starts)
    draft.person("Ana", leaves=leave(away, away + days), starts=begins, ends=after(50))
    book = draft.book()
    ana = book.people[1]
    first = capacity(book, ana, (TODAY, after(middle))).hours
    second = capacity(book, ana, (after(middle), after(60))).hours
    assert abs(first + second - capacity(book, ana, (TODAY, after(60))).hours) <= 1


# The table "generalist, one FTE" of section 2.7 ---------------------------------------------------------------


def usual_hours(touch: Touch) -> Fraction:
    """Mean hours a month of an account in the usual mix: health 75/15/10, 3.7 % onboarding, 24.7 % renewing."""
    policy = Policy()
    onboarding, renewing = Fraction(37, 1000), Fraction(247, 1000)
    total = Fraction(0)
    for part, band in ((75, HealthBand.GOOD), (15, HealthBand.WATCH), (10, HealthBand.AT_RISK)):
        cost = {duty: Fraction(rate(policy, duty, touch, band, None).amount, 10_000) for duty in Duty}
        mean = (
            onboarding * cost[Duty.ONBOARDING]
            + (1 - onboarding) * cost[Duty.ADOPTION]
            + cost[Duty.SUPPORT]
            + cost[Duty.EXPANSION]
            + renewing * cost[Duty.RENEWAL] / 3
        )
        total += mean * Fraction(part, 100)
    return total


@pytest.mark.parametrize(
    ("touch", "quiet", "usual", "fits", "usually", "at_85"),
    [(Touch.HIGH, 400, 531, 25, 19, 16), (Touch.MID, 150, 201, 67, 50, 42), (Touch.TECH, 40, 53, 250, 188, 160)],
)
def test_what_fits_into_a_full_time_book(
    touch: Touch, quiet: int, usual: int, fits: int, usually: int, at_85: int
) -> None:
    policy = Policy()
    base = sum(policy.standard(duty).of(touch) for duty in (Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION))
    mean = usual_hours(touch)
    assert base == quiet
    assert round(mean) == usual
    assert round(policy.hours / base) == fits
    assert round(policy.hours / mean) == usually
    assert round(policy.hours * Fraction(85, 100) / mean) == at_85
