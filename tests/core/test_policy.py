from __future__ import annotations

from dataclasses import fields

import pytest

from core.organisation import ByTouch
from core.policy import SOURCES, Policy, source_of
from core.words import Band, Complexity, Duty, HealthBand, Touch

POLICY = Policy()


@pytest.mark.parametrize(
    ("hours", "band"),
    [
        (0, Band.ROOM),
        (8_499, Band.ROOM),
        (8_500, Band.FULL),
        (10_200, Band.FULL),
        (10_201, Band.OVER),
        (12_000, Band.OVER),
        (12_001, Band.CRITICAL),
    ],
)
def test_the_band_of_a_load_turns_at_85_102_and_120_percent(hours: int, band: Band) -> None:
    assert POLICY.band_of_load(hours, 10_000) is band


@pytest.mark.parametrize(
    ("hours", "capacity", "band"),
    [(1, 99, Band.ABSENT), (0, 0, Band.ABSENT), (0, 99, Band.ROOM), (1, 0, Band.ABSENT)],
)
def test_load_on_less_than_an_hour_of_capacity_is_absent(hours: int, capacity: int, band: Band) -> None:
    assert POLICY.band_of_load(hours, capacity) is band


@pytest.mark.parametrize(
    ("value", "band"),
    [
        (0, HealthBand.AT_RISK),
        (49, HealthBand.AT_RISK),
        (50, HealthBand.WATCH),
        (69, HealthBand.WATCH),
        (70, HealthBand.GOOD),
        (100, HealthBand.GOOD),
    ],
)
def test_the_band_of_health_turns_at_50_and_70(value: int, band: HealthBand) -> None:
    assert POLICY.band_of_health(value) is band


def test_unknown_health_and_complexity_multiply_nothing() -> None:
    assert POLICY.band_of_health(None) is None
    assert POLICY.health_percent(None) == POLICY.health_percent(HealthBand.GOOD) == 100
    assert POLICY.complexity_percent(None) == POLICY.complexity_percent(Complexity.STANDARD) == 100


def test_the_three_daily_duties_make_the_published_base() -> None:
    for touch, base in ((Touch.HIGH, 400), (Touch.MID, 150), (Touch.TECH, 40)):
        daily = (Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION)
        assert sum(POLICY.standard(duty).of(touch) for duty in daily) == base


def test_every_duty_has_its_standard() -> None:
    assert POLICY.standard(Duty.RENEWAL) == ByTouch(high=1_000, mid=400, tech=100)
    assert POLICY.standard(Duty.ONBOARDING) == ByTouch(high=300, mid=110, tech=30)


def test_a_figure_says_where_it_comes_from() -> None:
    names = {field.name for field in fields(Policy)}
    assert set(SOURCES) <= names
    assert source_of("fill_to") == "ours"
    assert source_of("lead_accounts").startswith("ours")
    assert "usable hours" in source_of("hours")
