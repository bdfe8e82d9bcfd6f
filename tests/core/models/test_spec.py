"""Model, alignment and plan files: what becomes of them, and what is refused with its place."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import Any

import pytest

from core.load.ledger import Ledger
from core.models.seating import Seating
from core.models.spec.alignment import alignment_from
from core.models.spec.model import model_from
from core.models.spec.plan import plan_from, pools_from
from core.models.spec.reading import ModelError
from core.organisation import ByTouch, Leadership, Limits
from core.people import Person, PoolMember
from core.schema import revise
from core.words import Complexity, Duty, MatchOn, Need, SeatHolding, Stage, Touch
from tests.core.drafts import TODAY, Draft
from tests.core.plans import PARALLEL
from tests.core.worlds import MOMENT

SPECIALIST = """
key = "specialist"
title = "Specialist"
continuity = 2
leads = { onboarding = "onboarding", adoption = "account_manager" }

[[seat]]
key = "onboarding"
carries = ["onboarding"]
roles = ["onboarding_specialist"]
learn = ["csm"]
match = ["region", "language"]
fill_ahead = 14
limits = { accounts = 18, hours = 70.5, arr = 500_000, hard = true }

[[seat]]
key = "account_manager"
title = "Account manager"
carries = ["adoption", "support", "expansion", "renewal"]
roles = ["account_manager", "csm"]
inherits = ["csm"]

[[seat]]
key = "escalation"
scope = "is:escalated"
holder = "lead"
assists = ["support"]
need = "optional"
hours = { high = 4, mid = 2.25 }
relieves = { support = 0.5 }

[limits_by_role.team_lead]
accounts = 5
"""

PLAN = f"""{PARALLEL}
[[pool]]
key = "scaled"
members = {{ "ana@x" = 1.0, "BEN@x" = 0.5 }}
open_limit = 12
"""


def test_hours_become_hundredths_and_parts_percent() -> None:
    made = model_from(tomllib.loads(SPECIALIST), "specialist.toml")
    onboarding, _, escalation = made.seats
    assert made.continuity == 200
    assert made.leads == ((Stage.ONBOARDING, "onboarding"), (Stage.ADOPTION, "account_manager"))
    assert onboarding.limits == Limits(accounts=18, hours=7_050, arr=50_000_000, hard=True)
    assert (onboarding.title, onboarding.fill_ahead, onboarding.match) == (
        "Onboarding",
        14,
        (MatchOn.REGION, MatchOn.LANGUAGE),
    )
    assert escalation.hours == ByTouch(high=400, mid=225)
    assert (escalation.relieves, escalation.holder, escalation.need) == (
        ((Duty.SUPPORT, 50),),
        SeatHolding.LEAD,
        Need.OPTIONAL,
    )
    assert made.limits_by_role == (("team_lead", Limits(accounts=5)),)


def test_a_model_based_on_another_replaces_its_seats_key_by_key() -> None:
    base = model_from(tomllib.loads(SPECIALIST), "specialist.toml")
    text = """
    key = "coached"
    title = "Coached"
    based_on = "specialist"
    leadership = { per_report = 0.15, above = 3, per_report_above = 0.10, most = 0.95, span = [3, 5] }
    [[seat]]
    key = "onboarding"
    carries = ["onboarding"]
    roles = ["csm"]
    """
    made = model_from(tomllib.loads(text), "coached.toml", known={"specialist": base})
    assert {seat.key: seat.roles for seat in made.seats} == {
        "account_manager": ("account_manager", "csm"),
        "escalation": (),
        "onboarding": ("csm",),
    }
    assert made.leads == base.leads
    assert made.limits_by_role == base.limits_by_role
    assert made.leadership == Leadership()


def model(*seats: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"key": "x", "title": "X", "seat": list(seats), **more}


EVERY = [duty.value for duty in Duty]
ASSIST = {"key": "help", "assists": ["support"]}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (model({"key": "a", "carries": EVERY}, {"key": "b"}), "seat 2 (b): it does nothing"),
        (
            model({"key": "a", "carries": EVERY, "hours": {"high": 1}}),
            "seat 1 (a): hours and relieves are for seats that only assist",
        ),
        (
            model({"key": "a", "carries": EVERY}, {"key": "a", "carries": EVERY, "scope": "is:key"}),
            "seat 2 (a): an earlier line with this key takes all of its accounts",
        ),
        (
            model({"key": "a", "carries": EVERY}, {**ASSIST, "holder": "lead"}, leads={"renewal": "help"}),
            "leads.renewal: it names the seat “help”, which is held by the lead",
        ),
        (model({"key": "a", "carries": EVERY}, {**ASSIST, "holder": "outside"}), "seat 2 (help): a seat held outside"),
        (model({"key": "a", "carries": EVERY, "scope": "acme"}), "seat 1 (a), scope: A scope does not look at names"),
        (model({"key": "a", "carries": EVERY, "scope": "health<50"}), "seat 1 (a), scope: "),
        (model({"key": "a", "carries": EVERY, "scope": 'seg:"'}), "seat 1 (a), scope: "),
        (model({"key": "A b", "carries": EVERY}), "seat 1 (A b), key: "),
        (model({"key": "a", "carries": EVERY, "fill_ahead": -1}), "seat 1 (a), fill_ahead: "),
        (model({"key": "a", "carries": EVERY, "limits": {"hours": -4}}), "seat 1 (a), limits, hours: "),
        (model({"key": "a", "carries": EVERY, "holder": "nobody"}), "seat 1 (a), holder: "),
        (model({"key": "a", "carries": EVERY}, limits_by_role={"wizard": {}}), "limits_by_role.wizard: there is no"),
    ],
)
def test_a_model_that_does_not_fit_together_is_refused_with_its_place(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelError) as error:
        model_from(data, "x.toml", roles={"csm"})
    assert str(error.value).startswith("x.toml, ") or str(error.value).startswith("x.toml: ")
    assert says in str(error.value)


def test_the_example_of_a_plan_is_read_as_it_stands() -> None:
    plan = plan_from(tomllib.loads(PLAN), "plan.toml")
    free, small, fire, grown = plan.lines
    assert free.unmanaged == "free tier, in-product only"
    assert (small.pool, small.serve) == ("scaled", ((Touch.MID, Touch.TECH),))
    assert (fire.alignment, fire.people) == ("firefighter", "team:fire")
    assert grown.duties == ((Duty.RENEWAL, "team"),)
    assert plan.overlays[0].hours == ByTouch(high=150, mid=60, tech=20)
    assert plan.overlays[0].title == "Technical support"


def test_the_pools_of_a_plan_find_their_members_by_mail_address() -> None:
    people = [Person(id=7, name="Ben", email="ben@x"), Person(id=3, name="Ana", email="ana@x")]
    (scaled,) = pools_from(tomllib.loads(PLAN), "plan.toml", people)
    assert (scaled.key, scaled.title, scaled.open_limit) == ("scaled", "Scaled", 12)
    assert scaled.members == (PoolMember(person=3, share=100), PoolMember(person=7, share=50))
    with pytest.raises(ModelError, match=r"plan.toml, pool 1 \(scaled\): nobody on the roster has the address “BEN@x”"):
        pools_from(tomllib.loads(PLAN), "plan.toml", people[1:])


ANA, BEN = Person(id=3, name="Ana Ruiz", email="ana@x"), Person(id=7, name="Bén Ode", email="Ben@x")


def pooled(*members: str, share: float = 1, **fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"key": "scaled", "members": dict.fromkeys(members, share), **fields}


def test_a_member_may_be_named_by_name_where_only_one_person_has_it() -> None:
    data = {"line": [{"model": "x"}], "pool": [pooled("ana ruiz", "ben ode")]}
    (scaled,) = pools_from(data, "plan.toml", [ANA, BEN])
    assert [member.person for member in scaled.members] == [3, 7]


@pytest.mark.parametrize(
    ("pools", "says"),
    [
        ([pooled("ana@x"), pooled("ben@x")], "pool 2 (scaled): there is an earlier pool with this key."),
        ([pooled("ana@x", "Ana Ruiz")], "pool 1 (scaled): “Ana Ruiz” is in it already; name each member once."),
        ([pooled("Cora")], "pool 1 (scaled): nobody on the roster has the name “Cora”."),
        ([pooled("Bén Ode")], "pool 1 (scaled): 2 people are called “Bén Ode”; write the mail address."),
        ([pooled("ana@x", share=0)], "pool 1 (scaled): “ana@x” would give it no time; write a share above 0"),
        ([pooled("ana@x", share=1.5)], "pool 1 (scaled), members, ana@x: "),
        ([pooled("ana@x", open_limit=0)], "pool 1 (scaled), open_limit: "),
        ([pooled("ana@x", size=3)], "pool 1 (scaled), size: there is no such setting."),
        ([{"key": "scaled"}], "pool 1 (scaled), members: this is missing."),
    ],
)
def test_a_pool_that_is_wrong_is_refused_with_its_place(pools: list[dict[str, Any]], says: str) -> None:
    people = [ANA, BEN, Person(id=9, name="Ben Ode"), Person(id=11, name="Cora", archived=True)]
    with pytest.raises(ModelError) as error:
        pools_from({"line": [{"model": "x"}], "pool": pools}, "plan.toml", people)
    assert str(error.value).startswith("plan.toml, pool ")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"model": "x", "unmanaged": "y"}, "line 1: say either how it is served"),
        ({"model": "x", "scope": "quiet>30"}, "line 1, scope: "),
        ({"model": "x", "people": "arr>5"}, "line 1, people: "),
        ({"model": "x", "duties": {"renewal": "marketing"}}, "line 1, duties: renewal is carried by “marketing”"),
        ({"model": "x", "serve": {"mid": "low"}}, "line 1, serve, mid: "),
    ],
)
def test_a_plan_line_that_is_wrong_is_refused_with_its_place(line: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelError) as error:
        plan_from({"line": [line]}, "plan.toml")
    assert says in str(error.value)


def test_an_alignment_must_use_functions_there_are() -> None:
    duties = dict.fromkeys(EVERY, "team") | {"support": "outside:wizards"}
    with pytest.raises(ModelError, match="support is carried by “outside:wizards”"):
        alignment_from({"key": "a", "title": "A", "model": "x", "duties": duties}, "a.toml")


def test_a_twelfth_model_works_without_code() -> None:
    text = """
    key = "pods"
    title = "Pods"
    leads = { renewal = "closer" }
    [[seat]]
    key = "pod"
    carries = ["onboarding", "adoption", "support"]
    inherits = ["csm"]
    [[seat]]
    key = "closer"
    carries = ["expansion", "renewal"]
    roles = ["renewal_manager"]
    [[seat]]
    key = "expert"
    scope = "complexity:complex"
    assists = ["support"]
    hours = { high = 1 }
    relieves = { support = 1 }
    """
    pods = revise(model_from(tomllib.loads(text), "pods.toml"), id=1)
    draft = Draft(models=[pods])
    ana, rita, eve = draft.person("Ana"), draft.person("Rita", "renewal_manager"), draft.person("Eve")
    acme = draft.account("Acme", complexity=Complexity.COMPLEX, renews=TODAY + timedelta(days=60))
    draft.sits(acme, ana, "csm")
    draft.sits(acme, rita, "closer")
    draft.sits(acme, eve, "expert")
    book = draft.book()
    ledger = Ledger.of(book, MOMENT)
    assert [ledger.person(person).hours for person in (ana, rita, eve)] == [338, 373, 100]
    assert Seating.of(book).owner(book.accounts[acme], TODAY).text == "Rita"
