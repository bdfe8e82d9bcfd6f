from __future__ import annotations

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.models.spec.model import model_from
from core.models.spec.plan import plan_from, pools_from
from core.models.written import model_text, plan_text
from core.organisation import ByTouch, Leadership, Limits, Model, Overlay, Plan, PlanLine, SeatLine
from core.people import Person, Pool, PoolMember
from core.text import clean
from core.words import Duty, MatchOn, Need, SeatHolding, Stage, Touch
from data.catalogue import catalogue

PLAN = Plan(
    id=0,
    title='Next "year"',
    lines=(
        PlanLine(scope="seg:small #free", unmanaged="free tier"),
        PlanLine(scope="seg:small", model="pooled", pool="scaled", serve=((Touch.MID, Touch.TECH),)),
        PlanLine(scope="stage:onboarding", model="generalist", alignment="firefighter", people="team:fire"),
        PlanLine(model="growth", alignment="service-oriented", duties=((Duty.RENEWAL, "team"),)),
    ),
    overlays=(
        Overlay(
            key="technical_support",
            title="Technical support",
            scope="complexity:complex",
            assists=(Duty.SUPPORT,),
            roles=("support_engineer",),
            match=(MatchOn.REGION,),
            need=Need.OPTIONAL,
            hours=ByTouch(high=150, mid=60, tech=20),
            relieves=((Duty.SUPPORT, 50),),
        ),
    ),
)


def test_a_plan_and_its_pools_read_back_as_they_were() -> None:
    people = {1: Person(id=1, name="Ana", email="ana@x.example"), 2: Person(id=2, name="Ben", email="ben@x.example")}
    members = (PoolMember(person=1), PoolMember(person=2, share=50))
    pool = Pool(id=1, key="scaled", title="Scaled", members=members, skills=("sql",), open_limit=12)

    text, notes = plan_text(PLAN, (pool,), people)
    data = tomllib.loads(text)

    assert notes == ()
    assert plan_from(data, "plan.toml") == PLAN
    assert pools_from(data, "plan.toml", people.values()) == (pool,)


def test_a_member_without_a_mail_address_is_left_out_and_said() -> None:
    pool = Pool(id=1, key="scaled", title="Scaled", members=(PoolMember(person=1), PoolMember(person=-1)))

    text, notes = plan_text(PLAN, (pool,), {1: Person(id=1, name="Ana")})

    assert [note for note in notes if "without Ana" in note]
    assert [note for note in notes if "an open position" in note]
    assert pools_from(tomllib.loads(text), "plan.toml", ())[0].members == ()


@pytest.mark.parametrize("key", [model.key for model in catalogue().models])
def test_every_model_that_ships_reads_back_as_it_was(key: str) -> None:
    model = next(one for one in catalogue().models if one.key == key)

    assert model_from(tomllib.loads(model_text(model)), "x.toml", builtin=model.builtin) == model


def test_limits_and_leadership_read_back() -> None:
    seat = SeatLine(
        key="csm",
        title="CSM",
        carries=tuple(Duty),
        limits=Limits(accounts=25, hours=9050, arr=500_000_00, families=3, hard=True),
        fill_ahead=14,
    )
    lead = SeatLine(
        key="help",
        title="Help",
        holder=SeatHolding.LEAD,
        assists=(Duty.SUPPORT,),
        hours=ByTouch(high=125),
        relieves=((Duty.SUPPORT, 33),),
    )
    model = Model(
        id=0,
        key="own",
        title="Own",
        source="the manager's own",
        leads=((Stage.RENEWAL, "csm"),),
        continuity=175,
        seats=(seat, lead),
        limits_by_role=(("team_lead", Limits(accounts=5)), ("csm", Limits())),
        leadership=Leadership(per_report=20, span=(2, 4)),
        thresholds=(("complex_percent", 30),),
        checks=("SPAN",),
        builtin=False,
    )

    assert model_from(tomllib.loads(model_text(model)), "x.toml") == model


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.integers(0, 100))
def test_any_name_and_any_percent_read_back(text: str, percent: int) -> None:
    title = clean(text)  # as the book keeps it, and as reading a file gives it
    overlay = Overlay(key="help", title=title or "Help", assists=(Duty.SUPPORT,), relieves=((Duty.SUPPORT, percent),))
    plan = Plan(id=0, title=title, lines=(PlanLine(unmanaged="none"),), overlays=(overlay,))

    assert plan_from(tomllib.loads(plan_text(plan, (), {})[0]), "x.toml") == plan
