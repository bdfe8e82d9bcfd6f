from __future__ import annotations

from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any

import pytest

from core.accounts import Crossed
from core.errors import Refusal, RefusalKind
from core.organisation import ByTouch
from core.policy import Policy, Rate
from core.schema import revise
from core.usecases.fields import Reading, read_fields
from core.usecases.figures import figures
from core.usecases.policy import POLICY_FIELDS, RANGES, SetPolicy, check_policy, set_policy
from core.usecases.review import QUESTIONS
from tests.core.usecases.world import ACME, BOREALIS, NOW, TODAY, done, refused, world

BOOK = world()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("hours", 11_000, "Set the policy's hours to 110 h"),
        ("name", "Team North", "Set the policy's name to Team North"),
        ("adoption", ByTouch(high=300, mid=100, tech=25), "Set the policy's adoption to 3 h / 1 h / 0.25 h"),
        ("touch_days", ByTouch(high=7, mid=14, tech=30), "Set the policy's touch days to 7 d / 14 d / 30 d"),
        ("ramp_percent", (50, 100), "Set the policy's ramp percent to 50 % / 100 %"),
        ("dwell_days", 0, "Set the policy's dwell days to 0 d"),
    ],
)
def test_a_figure_is_set_and_said(field: str, value: Any, says: str) -> None:  # noqa: ANN401
    change, after = done(set_policy, BOOK, SetPolicy(((field, value),)))
    assert change.says == says
    assert getattr(after.policy, field) == value


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("hours", 0, "The figure hours must be 1 to 400 hours."),
        ("adoption", ByTouch(high=-1), "The figure adoption must be 0 to 200 hours."),
        ("touch_days", ByTouch(high=0, mid=1, tech=1), "The figure touch_days must be 1 to 730."),
        ("at_risk_below", 71, "These figures must not fall from one to the next: at_risk_below 71, watch_below 70."),
        ("room_below", 103, "These figures must not fall from one to the next: room_below 103, over_above 102"),
        ("ramp_percent", (), "The ramp needs a percent from 0 to 100 for each month"),
        ("ramp_percent", (25, 101), "The ramp needs a percent"),
        ("currency", "dollar", "“dollar” is not a currency."),
        ("name", "", "The book needs a name."),
        ("rates", (Rate(currency="EUR", on=TODAY, millionths=0),), "The rate of EUR must be above zero."),
        ("rates", (Rate(currency="EUR", on=TODAY, millionths=1),) * 2, "A currency has two rates from the same day."),
        ("plan", 1, "The plan in force is set by choosing a model."),
        ("id", 2, "The policy has one id."),
        ("colour", 1, "There is no figure colour."),
        ("thresholds", (("small_team", 9),), "The thresholds of the evidence are set one by one"),
        ("hours", "many", "Hours: input should be a valid integer."),
    ],
)
def test_a_figure_that_means_nothing_is_refused(field: str, value: Any, says: str) -> None:  # noqa: ANN401
    assert refused(set_policy, BOOK, SetPolicy(((field, value),))).says.startswith(says)


def test_an_unknown_figure_is_refused_with_the_list() -> None:
    refusal = refused(set_policy, BOOK, SetPolicy((("colour", 1),)))
    assert refusal.kind is RefusalKind.UNKNOWN
    assert "hours" in refusal.details


def test_a_rate_that_moves_an_account_over_a_line_is_remembered_there() -> None:
    account = revise(BOREALIS, currency="EUR", arr=9_500_000)
    book = world(accounts=[account, ACME])
    _, after = done(
        set_policy, book, SetPolicy((("rates", (Rate(currency="EUR", on=date(2026, 1, 1), millionths=10**6),)),))
    )
    assert after.accounts[1].crossed == Crossed(to="mid", on=TODAY)


def test_the_standard_figures_are_within_their_ranges() -> None:
    for field in dataclass_fields(Policy):
        check_policy(Policy(), field.name)


def test_every_figure_of_the_policy_can_be_set() -> None:
    settable = {field.name for field in POLICY_FIELDS}
    figures = {f.name for f in dataclass_fields(Policy) if isinstance(getattr(Policy(), f.name), int | ByTouch)}
    assert figures - {"id"} == set(RANGES)
    assert set(RANGES) <= settable


def test_every_figure_has_a_range_its_own_check_or_its_own_use_case() -> None:
    checked = {"id", "plan", "name", "currency", "rates", "ramp_percent", "thresholds"}
    answers = {name for question in QUESTIONS for name in (question, f"{question}_on")}
    for name in answers:
        assert refused(set_policy, BOOK, SetPolicy(((name, None),))).says.startswith("That is an answer to a question")
    assert {field.name for field in dataclass_fields(Policy)} == checked | answers | set(RANGES)
    for name, (low, high) in RANGES.items():
        value = getattr(Policy(), name)
        outside = ByTouch(high=high + 1, mid=low, tech=low) if isinstance(value, ByTouch) else high + 1
        assert "must" in refused(set_policy, BOOK, SetPolicy(((name, outside),))).says


def test_several_figures_are_set_as_one_change_and_held_against_each_other() -> None:
    both = SetPolicy((("room_below", 103), ("over_above", 110)), " Slow season ")
    change, after = done(set_policy, BOOK, both)
    assert change.says == "Set the policy's room below to 103 % and over above to 110 %"
    assert change.why == "Slow season"
    assert (after.policy.room_below, after.policy.over_above) == (103, 110)
    assert refused(set_policy, BOOK, SetPolicy(())).says == "Say which figure is to be set."


def test_every_figure_says_what_it_does_and_its_text_reads_back_as_its_value() -> None:
    for figure in figures(BOOK):
        assert figure.says.endswith(".")
        assert figure.source
        assert not figure.differs
        if figure.name == "rates":
            continue
        pairs = read_fields(POLICY_FIELDS, ((figure.name, figure.text),), Reading(BOOK, NOW, BOOK.policy))
        assert not isinstance(pairs, Refusal)
        assert dict(pairs) == {figure.name: getattr(BOOK.policy, figure.name)}


def test_a_figure_that_was_changed_says_its_standard() -> None:
    book = world(policy=[revise(BOOK.policy, fill_to=90, handover_in=ByTouch(high=100, mid=50, tech=25))])
    changed = {figure.name: figure.standard for figure in figures(book) if figure.differs}
    assert changed == {"fill_to": "95", "handover_in": "3/1/0.25"}
