"""A book small enough to work out by hand: five people, a pool, twelve accounts, one of each kind of trouble."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from core.accounts import Crossed, Escalation, Outcome, Reading
from core.book.book import Book
from core.book.change import Change
from core.moment import Moment
from core.organisation import PlanLine
from core.people import Leave, PoolMember, RoleShare
from core.schema import revise
from core.usecases.use_model import UseModel, use_model
from core.words import Complexity, Family, HealthBand, OutcomeKind, ReadingKind, TenureKind, Touch
from data.catalogue import catalogue
from tests.core.drafts import Draft
from tests.core.models.rules.looking import touched
from tests.core.seat_lines import seat_lines

TODAY = date(2026, 3, 2)
MOMENT = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
KNOWN = catalogue()


def days(number: int) -> date:
    """A day so many days after today, or before it."""
    return TODAY + timedelta(days=number)


def small() -> Draft:
    """The book without a plan. Every account was in touch today, so that only seats and hours are in question.

    Lena leads Ana, Ben and Cid; Olga does onboarding and renewals, half each. Ben is away for ten days more.
    """
    draft = Draft(lines=[PlanLine(unmanaged="nothing chosen yet")], models=[])
    everywhere: dict[str, Any] = {"regions": ("EMEA",), "languages": ("English",)}
    lena = draft.person("Lena", "team_lead", segments=("ent", "mid"), **everywhere)
    ana = draft.person("Ana", segments=("ent", "mid"), lead=lena, **everywhere)
    ben = draft.person("Ben", segments=("mid",), lead=lena, **everywhere)
    cid = draft.person("Cid", segments=("small",), lead=lena, **everywhere)
    olga = draft.person("Olga", "onboarding_specialist", segments=("ent", "mid", "small"), lead=lena, **everywhere)
    draft.people[4] = revise(
        draft.people[4],
        roles=(RoleShare(role="onboarding_specialist", share=50), RoleShare(role="renewal_manager", share=50)),
    )
    draft.people[ben - 1] = revise(draft.people[ben - 1], leaves=(Leave(number=1, since=days(-5), until=days(10)),))
    draft.pool("desk", cid, ben)
    draft.pools[0] = revise(draft.pools[0], members=(PoolMember(person=ben, share=50), PoolMember(person=cid)))

    atlas = draft.account("Atlas", region="EMEA", language="English")
    bolt = draft.account("Bolt", renews=days(60))
    crew = draft.account("Crew", started=days(-30))
    dune = draft.account("Dune", segment="mid", touch=Touch.MID, complexity=Complexity.COMPLEX)
    echo = draft.account(
        "Echo",
        segment="mid",
        touch=Touch.MID,
        key_account=True,
        escalation=Escalation(since=days(-3), reason="outage"),
    )
    flux = draft.account("Flux", segment="mid", touch=Touch.MID)
    draft.account("Flux North", segment="mid", touch=Touch.MID, parent=flux)
    draft.account("Flux South", segment="mid", touch=Touch.MID, parent=flux, family=Family.ROLLED)
    gala = draft.account("Gala", segment="small", touch=Touch.TECH)
    halo = draft.account(
        "Halo",
        segment="small",
        touch=Touch.TECH,
        arr=3_000_000,
        crossed=Crossed(to="mid", on=days(-70)),
        started=days(-800),
        outcomes=(Outcome(kind=OutcomeKind.RENEWED, due=days(-400), on=days(-400)),),
    )
    iris = draft.account("Iris", segment="small", touch=Touch.TECH, renews=days(15))
    draft.account("Jade", segment="mid", touch=Touch.MID, complexity=Complexity.SIMPLE)

    for account in (atlas, bolt, crew):
        draft.sits(account, ana)
    draft.sits(dune, ben)
    draft.sits(dune, ana, kind=TenureKind.COVER, since=days(-5), until=days(10), leave_of=ben, leave=1)
    draft.sits(echo, lena)
    draft.sits(flux, ben)
    draft.sits(gala, cid)
    draft.sits(halo, cid)
    draft.sits(iris, cid, since=days(-10))
    draft.sits(iris, ana, kind=TenureKind.OVERLAP, share=30, since=days(-10), until=days(20))
    draft.sits(crew, olga, "onboarding")
    draft.sits(bolt, olga, "renewal_manager")

    bands = {bolt: HealthBand.WATCH, dune: HealthBand.AT_RISK}
    draft.more["readings"] = [
        Reading(id=place, account=account, kind=ReadingKind.HEALTH, on=days(-9), band=band)
        for place, (account, band) in enumerate(bands.items(), 1)
    ]
    for record in draft.accounts:
        touched(draft, record.id)
    return draft


def used(key: str = "", *lines: PlanLine, **fields: Any) -> Book:  # noqa: ANN401
    """The book after ``model use`` of a model, an alignment, or the lines of a plan."""
    book = small().book()
    request = UseModel(KNOWN.models, KNOWN.alignments, key=key, lines=lines, **fields)
    change = use_model(book, MOMENT, book.next_ids(), request)
    assert isinstance(change, Change), change
    return book.apply(change)[0]


def seats(book: Book) -> list[str]:
    """A line for each seat: account, seat, holder; ``*`` leads, ``-`` has no work today."""
    return seat_lines(book, TODAY, "{account:<10} {mark}{seat:<16} {who}")
