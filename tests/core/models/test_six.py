"""One fixed book under each of the six models: who sits where, who might, and who may not and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.accounts import Escalation
from core.book.book import Book
from core.load.ledger import Ledger
from core.models.eligibility import candidates, why_not
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Model, PlanLine
from core.schema import revise
from core.seats import person_holder
from core.words import Touch
from data.catalogue import catalogue
from tests.core.drafts import TODAY, Draft
from tests.core.seat_lines import seat_lines

MOMENT = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))


def shipped(key: str) -> Model:
    found = catalogue().model(key)
    assert found is not None
    return revise(found, id=1)


def fixed(key: str, **line: Any) -> Book:  # noqa: ANN401
    """Six people and four accounts: new, escalated and renewing, ordinary, small."""
    draft = Draft(models=[shipped(key)], lines=[PlanLine(model=key, **line)])
    lena = draft.person("Lena", "team_lead", segments=("ent",), regions=("EMEA",), languages=("German", "English"))
    ana = draft.person("Ana", segments=("ent",), regions=("EMEA",), languages=("German", "English"), lead=lena)
    ben = draft.person("Ben", segments=("mid", "small"), regions=("EMEA",), languages=("English",), lead=lena)
    everywhere: dict[str, Any] = {"segments": ("ent", "mid", "small"), "regions": ("EMEA",), "languages": ("English",)}
    draft.person("Olga", "onboarding_specialist", **everywhere)
    draft.person("Max", "account_manager", **everywhere)
    draft.person("Rita", "renewal_manager", **everywhere)
    draft.pool("scaled", ana, ben)
    new = draft.account("Newco", started=TODAY - timedelta(days=30), region="EMEA", language="German")
    loud = draft.account(
        "Loud",
        key_account=True,
        renews=TODAY + timedelta(days=60),
        escalation=Escalation(since=TODAY, reason="outage"),
        language="English",
    )
    plain = draft.account("Plain", segment="mid", touch=Touch.MID)
    draft.account("Tiny", segment="small", touch=Touch.TECH)
    draft.sits(new, ana)
    draft.sits(loud, lena)
    draft.sits(plain, ben)
    return draft.book()


def seats(book: Book) -> list[str]:
    """A line for each seat: account, seat, holder; ``*`` leads, ``-`` has no work today."""
    return seat_lines(book, TODAY, "{account:<6}{mark}{seat:<16}{who}")


def refusals(book: Book, account: int, seat: str) -> list[str]:
    """A line for each person: eligible, or the first reason against."""
    seating, record = Seating.of(book), book.accounts[account]
    asked = seating.seat(record, seat, TODAY)
    assert asked is not None
    found = []
    for person in book.people.all():
        nos = why_not(book, seating, record, asked, person_holder(person.id), TODAY)
        found.append(f"{person.name}: {nos[0].says if nos else 'eligible'}")
    return found


def best(book: Book, account: int, seat: str) -> list[str]:
    seating, record = Seating.of(book), book.accounts[account]
    asked = seating.seat(record, seat, TODAY)
    assert asked is not None
    ranked = candidates(book, seating, Ledger.of(book, MOMENT), record, asked, TODAY)
    return [one.name for one in ranked if one.eligible]


@pytest.mark.parametrize("key", ["generalist", "dedicated", "growth"])
def test_one_named_csm_sits_on_every_account(key: str) -> None:
    assert seats(fixed(key)) == [
        "Newco * csm             Ana",
        "Loud  * csm             Lena",
        "Plain * csm             Ben",
        "Tiny  * csm             nobody",
    ]


def test_generalist_asks_for_the_role_and_the_language() -> None:
    book = fixed("generalist")
    assert refusals(book, 1, "csm") == [
        "Lena: Lena is Team lead; the seat CSM asks for CSM.",
        "Ana: eligible",
        "Ben: Ben speaks English, and Newco asks for German.",
        "Olga: Olga is Onboarding specialist; the seat CSM asks for CSM.",
        "Max: Max is Account manager; the seat CSM asks for CSM.",
        "Rita: Rita is Renewal manager; the seat CSM asks for CSM.",
    ]
    assert best(book, 4, "csm") == ["Ben", "Ana"]


@pytest.mark.parametrize(("key", "title"), [("dedicated", "Dedicated CSM"), ("growth", "Segment CSM")])
def test_dedicated_and_growth_ask_for_the_segment_too(key: str, title: str) -> None:
    book = fixed(key)
    assert refusals(book, 4, "csm")[:3] == [
        f"Lena: Lena is Team lead; the seat {title} asks for CSM.",
        "Ana: Ana serves Enterprise, and Tiny is Small.",
        "Ben: eligible",
    ]
    assert best(book, 4, "csm") == ["Ben"]


def test_dedicated_cautions_above_its_cap() -> None:
    limits = shipped("dedicated").seats[0].limits
    assert limits is not None
    assert (limits.accounts, limits.hard, shipped("dedicated").continuity) == (25, False, 200)


def test_specialist_divides_the_journey_and_keeps_the_relationship() -> None:
    book = fixed("specialist")
    assert seats(book) == [
        "Newco   onboarding      nobody",
        "Newco * account_manager Ana",
        "Newco  -renewal_manager nobody",
        "Loud   -onboarding      nobody",
        "Loud  * account_manager Lena",
        "Loud    renewal_manager nobody",
        "Plain  -onboarding      nobody",
        "Plain * account_manager Ben",
        "Plain  -renewal_manager nobody",
        "Tiny   -onboarding      nobody",
        "Tiny  * account_manager nobody",
        "Tiny   -renewal_manager nobody",
    ]
    assert refusals(book, 2, "renewal_manager")[4:] == [
        "Max: Max is Account manager; the seat Renewal manager asks for Renewal manager.",
        "Rita: eligible",
    ]
    assert refusals(book, 2, "account_manager")[0] == (
        "Lena: Lena is Team lead; the seat Account manager asks for Account manager or CSM."
    )
    assert best(book, 3, "account_manager") == ["Ben", "Max"]
    assert best(book, 1, "onboarding") == []


def test_player_coach_allows_leads_on_key_accounts_and_puts_them_on_escalations() -> None:
    book = fixed("player-coach")
    assert seats(book) == [
        "Newco * csm             Ana",
        "Loud  * csm             Lena",
        "Loud    escalation      nobody",
        "Plain * csm             Ben",
        "Tiny  * csm             nobody",
    ]
    assert refusals(book, 2, "csm")[:2] == ["Lena: eligible", "Ana: eligible"]
    assert refusals(book, 3, "csm")[0] == "Lena: Lena is Team lead; the seat CSM asks for CSM."
    derived = "The seat Escalation lead is held by the lead of whoever leads the account; set the lead instead."
    assert refusals(book, 2, "escalation")[1] == f"Ana: {derived}"


def test_pooled_seats_belong_to_the_pool_and_refuse_people() -> None:
    book = fixed("pooled", pool="scaled")
    assert seats(book) == [
        "Newco * pool            pool:scaled",
        "Loud  * pool            pool:scaled",
        "Plain * pool            pool:scaled",
        "Tiny  * pool            pool:scaled",
    ]
    assert refusals(book, 4, "pool")[1] == (
        "Ana: Small accounts belong to the pool Scaled. To give Ana this request, claim it (4)."
    )
    assert best(book, 4, "pool") == ["Scaled"]
