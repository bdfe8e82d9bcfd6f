"""Models and plans that are wrong: each mistake of the issue with the sentence it is told in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.models.drafting import draft_problems
from core.models.spec.model import model_from
from core.models.spec.plan import plan_from, pools_from
from core.models.spec.reading import ModelError
from core.organisation import Draft as Proposal
from core.organisation import Plan, PlanLine, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.schema import admit
from core.usecases.use_model import UseModel, coverage, missing_text, use_model
from core.words import Duty
from data.catalogue import catalogue
from tests.core.drafts import Draft
from tests.core.usecases.world import NOW, done, refused

KNOWN = catalogue()
ROLES = {role.key for role in KNOWN.roles}
EVERY = [duty.value for duty in Duty]


def file(*seats: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"key": "pods", "title": "Pods", "seat": list(seats), **more}


def pod(**fields: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"key": "pod", "carries": EVERY, **fields}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (file(pod(roles=["wizard"])), "pods.toml, seat 1 (pod): there is no role “wizard”. Roles are "),
        (file(pod(learn=["wizard"])), "pods.toml, seat 1 (pod): there is no role “wizard”. Roles are "),
        (
            file(pod(), limits_by_role={"wizard": {"accounts": 3}}),
            "pods.toml, limits_by_role.wizard: there is no role “wizard”. Roles are ",
        ),
        (
            file(pod(), pod(key="twin")),
            "pods.toml, seat 2 (twin): onboarding is carried by the seat pod in the same scope already; "
            "one duty has one seat.",
        ),
        (
            file(pod(limits={"accounts": -3})),
            "pods.toml, seat 1 (pod), limits, accounts: it must be 1 or more (“-3”).",
        ),
        (
            file(pod(limits={"hours": -0.5})),
            "pods.toml, seat 1 (pod), limits, hours: it must be more than 0 (“-0.5”).",
        ),
        (
            file(pod(), limits_by_role={"csm": {"families": 0}}),
            "pods.toml, limits_by_role, csm, families: it must be 1 or more (“0”).",
        ),
        (
            file(pod(scope="health<50")),
            "pods.toml, seat 1 (pod), scope: health cannot stand in a scope: it moves from day to day, and an account "
            "must not change its model because of it.",
        ),
        (
            file(pod(carries=["magic"])),
            "pods.toml, seat 1 (pod), carries 1: it must be 'onboarding', 'adoption', 'support', 'expansion' or "
            "'renewal' (“magic”).",
        ),
    ],
)
def test_a_model_file_is_refused_with_the_line_named(data: dict[str, Any], says: str) -> None:
    with pytest.raises(ModelError) as error:
        model_from(data, "pods.toml", roles=ROLES)
    assert str(error.value).startswith(says)


@pytest.mark.parametrize("scope", ["quiet>30", "load>80", "arr>50000", "renews<90d", "owner:ana", "finding:SEAT-EMPTY"])
def test_a_scope_over_what_changes_by_the_day_is_refused(scope: str) -> None:
    with pytest.raises(ModelError, match=r"^p\.toml, line 1, scope: .* cannot stand in a scope: "):
        plan_from({"line": [{"scope": scope, "model": "generalist"}]}, "p.toml")


def base(accounts: int = 3) -> Draft:
    draft = Draft(lines=[PlanLine(unmanaged="nothing chosen yet")], models=[])
    draft.person("Ana")
    for place in range(accounts):
        draft.account(f"Account {place}", segment="ent" if place < 3 else "small")
    return draft


def use(*lines: PlanLine) -> UseModel:
    return UseModel(KNOWN.models, KNOWN.alignments, lines=lines)


def test_a_scope_that_matches_nothing_is_said() -> None:
    book = base().book()
    plan = Plan(id=1, title="P", lines=(PlanLine(scope="seg:small", model="generalist"), PlanLine(model="growth")))
    assert missing_text(plan, coverage(book, plan, NOW.today)) == "No accounts for seg:small."


def test_a_scope_that_names_a_segment_there_is_not_matches_nothing_and_is_said() -> None:
    book = base().book()
    plan = Plan(id=1, title="P", lines=(PlanLine(scope="seg:huge", model="generalist"), PlanLine(model="growth")))
    assert missing_text(plan, coverage(book, plan, NOW.today)) == "No accounts for seg:huge."


def test_a_plan_that_leaves_400_accounts_without_a_line_says_the_number_first() -> None:
    book = base(403).book()
    line = PlanLine(scope="seg:ent", model="generalist")
    change, after = done(use_model, book, use(line))
    assert after.plan is not None
    assert missing_text(after.plan, coverage(after, after.plan, NOW.today)) == "400 accounts in no line."
    assert change.says == "Use Generalist for 3 of 403 accounts"


def test_a_duty_that_two_lines_of_one_seat_carry_in_other_scopes_is_no_mistake() -> None:
    made = model_from(file(pod(scope="is:key"), pod(key="twin", scope="seg:ent")), "pods.toml", roles=ROLES)
    assert [seat.key for seat in made.seats] == ["pod", "twin"]


def test_an_unknown_model_alignment_or_carrier_is_refused_with_those_there_are() -> None:
    book = base().book()
    for line, says in (
        (PlanLine(model="generalst"), "The plan names the model generalst, and there is no such model. Did you mean"),
        (PlanLine(model="generalist", alignment="fire"), "The plan names the alignment fire, and there is no such"),
        (PlanLine(model="generalist", duties=((Duty.SUPPORT, "them"),)), "The plan gives support to “them”."),
    ):
        assert refused(use_model, book, use(line)).says.startswith(says)


# Drafts ---------------------------------------------------------------------------------------------------------


def test_a_draft_counts_on_nobody_who_left_since() -> None:
    draft = base()
    gone = draft.person("Ben", ends=date(2026, 2, 1))
    away = draft.person("Cora", archived=True)
    book = draft.book()
    pool = Pool(id=0, key="desk", title="Desk", members=(PoolMember(person=gone), PoolMember(person=99)))
    proposal = Proposal(
        id=1,
        title="Next",
        plan=Plan(id=0, title="Next", lines=(PlanLine(model="pooled", pool="desk"),)),
        role_changes=(RoleChange(person=away, roles=(RoleShare(role="csm"),)),),
        leavers=(gone,),
        pools=(pool,),
    )
    assert draft_problems(book, proposal, date(2026, 3, 2), KNOWN) == (
        "The pool Desk has no members: give it some.",
        "The draft counts on Cora, who is archived. Take them out of it.",
        "The draft counts on Ben, who leaves on 1 Feb. Take them out of it.",
        "The draft names P99, who is not on the roster any more. Take them out of it.",
    )


# Names ----------------------------------------------------------------------------------------------------------

DIRT = "\x1b[31mRed\x1b[0m\u202e [b]x[/b]\r\n=1+1\u200b"
CLEAN = "Red [b]x[/b] =1+1"


def test_text_of_files_is_cleaned_on_its_way_in_and_never_read_as_anything_but_text() -> None:
    made = model_from(file(pod(title=DIRT), title=DIRT, summary=DIRT, risks=DIRT), "pods.toml", roles=ROLES)
    assert {made.title, made.risks.replace("\n", " "), made.seats[0].title} == {CLEAN}  # a long text keeps its lines
    line = {"model": "generalist", "title": DIRT}
    overlay = {"key": "help", "title": DIRT, "assists": ["support"]}
    plan = plan_from({"title": DIRT, "line": [line], "overlay": [overlay]}, "p.toml")
    assert {plan.title, plan.lines[0].title, plan.overlays[0].title} == {CLEAN}
    person = Person(id=1, name="Ana", email="ana@x")
    (pool,) = pools_from(
        {"line": [line], "pool": [{"key": "desk", "title": DIRT, "members": {"ana@x": 1}, "skills": [DIRT]}]},
        "p.toml",
        [person],
    )
    assert {pool.title, *pool.skills} == {CLEAN}


def test_what_ships_is_clean() -> None:
    assert all(admit(one) == one for one in (*KNOWN.models, *KNOWN.alignments))


def test_a_model_whose_file_had_dirt_in_it_is_in_force_already_when_used_again() -> None:
    own = model_from(file(pod(title=DIRT), title=DIRT), "pods.toml", roles=ROLES)
    book = base().book()
    _, after = done(use_model, book, UseModel((own,), key="pods"))
    assert refused(use_model, after, UseModel((own,), key="pods")).says == f"{CLEAN} is in force already."
