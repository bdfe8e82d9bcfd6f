"""Scopes: which accounts a plan line is for and who may sit there, over slow facts only."""

from __future__ import annotations

from datetime import date

import pytest

from core.accounts import Account, Escalation, Outcome
from core.book.book import Book
from core.organisation import Segment
from core.people import Person, Role, RoleShare
from core.query.errors import QueryError
from core.query.fields import ACCOUNT, PERSON
from core.query.given import ACCOUNT_FACTS, PERSON_FACTS
from core.query.help import SCOPE_FIELDS
from core.query.scopes import AccountScope, PersonScope
from core.words import Complexity, OutcomeKind, Stage, Touch

DAY = date(2026, 11, 22)

BOOK = Book.of(
    {
        "segments": [
            Segment(id=1, key="ent", title="Enterprise", order=1, touch=Touch.HIGH, aliases=("Large",)),
            Segment(id=2, key="mid", title="Mid-market", order=2),
            Segment(id=3, key="small", title="Small business", order=3, touch=Touch.TECH),
        ],
        "roles": [Role(id=1, key="csm", title="Customer success manager"), Role(id=2, key="team_lead", title="Lead")],
        "people": [
            Person(id=1, name="Lea Lind", roles=(RoleShare(role="team_lead"),)),
            Person(
                id=2,
                name="Ana Ruíz",
                team="Fire",
                roles=(RoleShare(role="csm", share=60), RoleShare(role="team_lead", share=0)),
                lead=1,
                segments=("ent", "mid"),
                skills=("API",),
                languages=("de", "en"),
                regions=("North America",),
            ),
        ],
    }
)


def account(**fields: object) -> Account:
    return Account(id=123, name="Acme", **fields)  # type: ignore[arg-type]


def fits(text: str, subject: Account, stage: Stage | None = Stage.ADOPTION, served: Touch | None = None) -> bool:
    return AccountScope.of(text, BOOK).fits(subject, stage, served, DAY)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("", account()),
        ("seg:small", account(segment="small")),
        ("segment:enterprise", account(segment="ent")),
        ("seg:large", account(segment="ent")),
        ("seg:ent,mid", account(segment="mid")),
        ("seg:mid or seg:ent", account(segment="ent")),
        ("seg:none", account()),
        ("touch:tech", account(segment="small")),
        ("touch:high", account(segment="small", touch=Touch.HIGH)),
        ("touch:mid", account()),
        ("served:mid", account()),
        ("stage:adoption", account()),
        ("#free", account(tags=("Free", "pilot"))),
        ("#free #pilot", account(tags=("free", "pilot"))),
        ("tag:none", account()),
        ("industry:health", account(industry="Public Health")),
        ('region="north america"', account(region="North America")),
        ("language:de", account(language="DE")),
        ("product:analytics", account(products=("Billing", "Analytics Pro"))),
        ("complexity:complex -seg:small", account(complexity=Complexity.COMPLEX, segment="mid")),
        ("is:key", account(key_account=True)),
        ("is:key or is:escalated", account(escalation=Escalation(since=DAY, reason="x"))),
        ("-is:escalated", account(escalation=Escalation(since=DAY, reason="x", closed_on=DAY))),
        ("is:established", account(established=True)),
        (
            "is:established",
            account(started=date(2024, 1, 1), outcomes=(Outcome(kind=OutcomeKind.RENEWED, on=date(2025, 1, 1)),)),
        ),
        ("is:child parent:A7", account(parent=7)),
        ("parent:none", account()),
        ("id:A123", account()),
        ("id:7,123", account()),
    ],
)
def test_an_account_belongs_to_the_scope(text: str, subject: Account) -> None:
    assert fits(text, subject)
    assert not fits(f"-({text or 'id:any'})", subject)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("seg:small", account(segment="mid")),
        ("complexity:complex", account()),
        ("is:established", account(started=date(2024, 1, 1))),
        ("#free", account(tags=("freedom",))),
        ("region:merica", account(region="North America")),
        ("language:d", account(language="de")),
        ("parent:A7", account(parent=8)),
        ("stage:onboarding", account()),
    ],
)
def test_an_account_does_not_belong_to_the_scope(text: str, subject: Account) -> None:
    assert not fits(text, subject)


def test_the_touch_served_is_the_accounts_own_until_the_plan_says_another() -> None:
    subject = account(touch=Touch.MID)
    assert fits("served:mid", subject)
    assert fits("served:tech touch:mid", subject, served=Touch.TECH)


def test_a_churned_account_has_no_stage() -> None:
    assert not fits("stage:any", account(), stage=None)


def test_a_segment_outside_the_scheme_stands_for_itself() -> None:
    assert fits("seg:legacy", account(segment="legacy"))
    assert AccountScope.of("seg:small", Book.of({})).fits(account(segment="small"), None, None, DAY)


@pytest.mark.parametrize(
    "text",
    [
        "health<60",
        "quiet>30",
        "load>8",
        "arr>50k",
        "renews<90d",
        "owner:ana",
        "holder:ana",
        "finding:any",
        "due<7d",
        "started<90d",
        "name:acme",
        "potential>5k",
        "is:marked",
        "is:churned",
        "is:locked",
        "team:fire",
        "lead:ana",
        "sentiment:negative",
        "external:x",
        "seg:small -(touch:mid or health:watch)",
    ],
)
def test_a_field_that_moves_is_refused_with_the_reason(text: str) -> None:
    with pytest.raises(QueryError, match=r"cannot stand in a scope: .{20,}") as caught:
        AccountScope.of(text, BOOK)
    assert caught.value.text == text


def test_words_of_the_name_are_refused() -> None:
    with pytest.raises(QueryError, match="does not look at names") as caught:
        AccountScope.of("seg:small acme", BOOK)
    assert caught.value.position == 10


def test_an_unknown_field_is_refused_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="Did you mean segment") as caught:
        AccountScope.of("touch:tech segmnt:small", BOOK)
    assert caught.value.position == 11


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ana",
        "ruiz",
        "name:ruiz",
        "team:fire",
        "role:csm",
        'role:"customer success manager"',
        "role:csm segment:ent",
        "seg:enterprise",
        "region:america",
        "skill:api",
        "language:de lang:en",
        "lead:lea",
        "lead:P1",
        "id:P2",
        "-role:lead",
        "-lead:none",
        "-email:any",
        "industry:none",
    ],
)
def test_a_person_belongs_to_the_scope(text: str) -> None:
    assert PersonScope.of(text, BOOK).fits(BOOK.people[2])


@pytest.mark.parametrize(
    "text", ["ben", "role:lead", "seg:small", "skill:ap", "lead:nobody", "lead:none", "team:water"]
)
def test_a_person_does_not_belong_to_the_scope(text: str) -> None:
    assert not PersonScope.of(text, BOOK).fits(BOOK.people[2])


@pytest.mark.parametrize(
    "text", ["load>50", "util>100", "band:over", "accounts>3", "arr>1M", "status:active", "is:away"]
)
def test_what_moves_with_the_work_is_refused_for_people(text: str) -> None:
    with pytest.raises(QueryError, match="cannot stand in a scope"):
        PersonScope.of(text, BOOK)


def test_every_given_field_has_its_fact() -> None:
    for fields, facts in ((ACCOUNT, ACCOUNT_FACTS), (PERSON, PERSON_FACTS)):
        wanted = {field.attribute for field in fields.all if field.given and field.attribute}
        wanted |= {flag.attribute for field in fields.all for flag in field.flags if not flag.refused}
        assert wanted == set(facts)


def test_the_help_names_what_a_scope_may_ask() -> None:
    assert set(SCOPE_FIELDS) == {
        "segment", "touch", "served", "stage", "tag", "is", "industry", "region", "language", "product", "complexity",
        "parent", "id",
    }  # fmt: skip
