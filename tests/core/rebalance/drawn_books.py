"""Books of small teams drawn by chance, with people and customers of every kind that a rebalance meets."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from core.accounts import Account, Reading
from core.book.book import Book
from core.organisation import PlanLine
from core.people import Leave, Person, RoleShare
from core.schema import revise
from core.seats import Tenure, person_holder, pool_holder
from core.words import Family, HealthBand, MatchOn, PersonStatus, ReadingKind, SeatHolding, TenureKind, Touch
from tests.core.drafts import Draft, csm_line, generalist
from tests.core.rebalance.teams import person
from tests.core.usecases.world import TODAY

REGIONS = ("emea", "amer")
SKILLS = ("voice", "chat")
SOON = TODAY + timedelta(days=20)
ACCOUNTS = 130
AWAY = (Leave(number=1, since=TODAY - timedelta(days=9), until=TODAY + timedelta(days=9)),)


def drawn(seed: int) -> Book:
    """A team with customers of every kind: some are over, some have room, one is away, one is about to leave."""
    chance = Random(seed)
    model = generalist(seats=(csm_line(match=(MatchOn.REGION, MatchOn.SKILL)),))
    draft = Draft(models=[model], people=list(_people(chance)))
    for number in range(1, ACCOUNTS + 1):
        draft.accounts.append(_account(chance, number))
        _sit(chance, draft, number)
        if chance.random() < 0.3:
            band = chance.choice((HealthBand.AT_RISK, HealthBand.WATCH, HealthBand.GOOD))
            reading = Reading(id=number, account=number, kind=ReadingKind.HEALTH, on=TODAY, band=band)
            draft.more.setdefault("readings", []).append(reading)
    if chance.random() < 0.5:
        _pool(chance, draft)
    return draft.book()


def _people(chance: Random) -> list[Person]:
    found = []
    names = ("Ana", "Ben", "Cleo", "Dan", "Eve", "Flo", "Gus", "Hal", "Open position: CSM")
    for number, name in enumerate(names, 1):
        one = person(
            number,
            name,
            regions=tuple(chance.sample(REGIONS, chance.randint(1, 2))),
            skills=tuple(chance.sample(SKILLS, chance.randint(1, 2))),
            segments=tuple(chance.sample(("ent", "mid"), chance.randint(0, 2))),
            languages=chance.choice(((), ("en",), ("en", "fr"))),
            not_for=tuple(chance.sample(range(1, 100), 6)),
            leaves=AWAY if number == 6 else (),
            fte=chance.choice((100, 100, 80)),
        )
        found.append(one)
    found[6] = revise(found[6], roles=(RoleShare(role="support_engineer"),))
    found[7] = revise(found[7], status=PersonStatus.LEAVER, ends=TODAY + timedelta(days=60))
    found[8] = revise(found[8], status=PersonStatus.VACANCY, starts=TODAY + timedelta(days=50))
    return found


def _account(chance: Random, number: int) -> Account:
    parent = number - 1 if number > 100 and number % 4 == 0 else None
    return Account(
        id=number,
        name=f"Account {number}",
        touch=chance.choice((Touch.HIGH, Touch.HIGH, Touch.MID, Touch.TECH)),
        segment=chance.choice(("ent", "mid", "")),
        region=chance.choice((*REGIONS, "")),
        language=chance.choice(("en", "fr", "", "")),
        needs_skills=chance.choice(((), (), ("voice",))),
        arr=chance.randint(1, 300) * 100_000,
        started=chance.choice((date(2023, 1, 1), TODAY - timedelta(days=30))),
        renews=chance.choice((None, None, TODAY + timedelta(days=chance.randint(-60, 300)))),
        locked_until=chance.choice((None, None, None, None, TODAY + timedelta(days=60))),
        parent=parent,
        family=Family.FOLLOW if chance.random() < 0.8 else Family.INDEPENDENT,
    )


def _sit(chance: Random, draft: Draft, number: int) -> None:
    """Give an account to somebody, to nobody, or to one after the other; a few are covered."""
    if draft.accounts[number - 1].parent is not None and chance.random() < 0.8:
        return  # it goes with its parent
    holder = chance.choice((1, 1, 1, 2, 2, 3, 4, 5))
    since = TODAY - timedelta(days=chance.randint(100, 1500))
    fate = chance.random()
    if fate < 0.05:
        return
    if fate < 0.12:
        lately = chance.random() < 0.5
        change = TODAY + timedelta(days=-40 if lately else 40)
        _tenure(draft, number, 5 if lately else holder, since, until=change)
        _tenure(draft, number, holder if lately else 5, change)
        return
    _tenure(draft, number, holder, since)
    if fate > 0.96:
        _tenure(draft, number, 4, TODAY, until=SOON, kind=TenureKind.COVER)


def _tenure(
    draft: Draft,
    account: int,
    holder: int,
    since: date,
    until: date | None = None,
    kind: TenureKind = TenureKind.PERMANENT,
) -> None:
    number = len(draft.tenures) + 1
    who = person_holder(holder)
    draft.tenures.append(
        Tenure(id=number, account=account, seat="csm", holder=who, since=since, until=until, kind=kind)
    )


def _pool(chance: Random, draft: Draft) -> None:
    """Some of the team share further customers in a pool, with what is left of their time."""
    draft.models.append(
        generalist(id=2, key="pooled", title="Pooled", seats=(csm_line(key="pool", holder=SeatHolding.POOL),))
    )
    draft.pool("scaled", *chance.sample((1, 2, 3, 4, 5), 3))
    draft.lines += [PlanLine(scope="seg:small", model="pooled", pool="scaled"), PlanLine(model="generalist")]
    for number in range(ACCOUNTS + 1, ACCOUNTS + 31):
        draft.accounts.append(Account(id=number, name=f"Small {number}", segment="small", touch=Touch.TECH))
        tenure = Tenure(
            id=len(draft.tenures) + 1, account=number, seat="pool", holder=pool_holder(1), since=date(2024, 1, 1)
        )
        draft.tenures.append(tenure)
