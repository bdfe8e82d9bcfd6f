"""Random books and random edits, for properties that must hold of any book."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from random import Random
from typing import Any

from core.accounts import Account, ContractLine, Outcome, Reading, StageOverride
from core.book.book import Book
from core.book.change import Edit, deleted, inserted, updated
from core.moment import Moment
from core.organisation import Alignment, ByTouch, Leadership, Model, Overlay, PlanLine, SeatLine
from core.people import Leave, Person, Pool, PoolMember, RoleShare
from core.schema import revise
from core.seats import Holder, Tenure, outside_holder, person_holder, pool_holder
from core.words import (
    AccountStatus,
    Complexity,
    Duty,
    Family,
    HealthBand,
    OutcomeKind,
    PersonStatus,
    ReadingKind,
    SeatHolding,
    Stage,
    TenureKind,
    Touch,
)
from tests.core.drafts import TODAY, Draft, csm_line, generalist

MOMENT = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1))))

STEADY = (Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION)
LEADS = ((Stage.ONBOARDING, "onboarding"), (Stage.ADOPTION, "account_manager"), (Stage.RENEWAL, "renewal_manager"))
SPECIALIST = Model(
    id=2,
    key="specialist",
    title="Specialist",
    leads=LEADS,
    seats=(
        SeatLine(key="onboarding", title="Onboarding", carries=(Duty.ONBOARDING,)),
        SeatLine(key="account_manager", title="Account manager", carries=STEADY, inherits=("csm",)),
        SeatLine(key="renewal_manager", title="Renewals", carries=(Duty.RENEWAL,)),
    ),
)
POOLED = generalist(id=3, key="pooled", title="Pooled", seats=(csm_line(holder=SeatHolding.POOL),))
COACH = generalist(
    id=4,
    key="player-coach",
    title="Player/coach",
    leadership=Leadership(),
    seats=(
        csm_line(scope="is:key", roles=("csm", "team_lead")),
        csm_line(),
        SeatLine(
            key="escalation",
            title="Escalation",
            scope="is:key",
            holder=SeatHolding.LEAD,
            assists=(Duty.SUPPORT,),
            hours=ByTouch(high=400, mid=200, tech=100),
        ),
    ),
)
SERVICE = Alignment(
    id=1, key="service", title="Service", duties=((Duty.SUPPORT, "outside:services"), (Duty.RENEWAL, "outside:sales"))
)
ENGINEER = Overlay(
    key="engineer",
    title="Engineer",
    scope="complexity:complex",
    assists=(Duty.SUPPORT,),
    hours=ByTouch(high=150, mid=60, tech=20),
    relieves=((Duty.SUPPORT, 50),),
)
LINES = (
    PlanLine(scope="#free", unmanaged="free tier"),
    PlanLine(scope="seg:small stage:onboarding", model="generalist"),
    PlanLine(scope="seg:small", model="pooled", pool="scaled", serve=((Touch.MID, Touch.TECH),)),
    PlanLine(scope="seg:mid", model="player-coach"),
    PlanLine(scope="is:established", model="specialist", alignment="service"),
    PlanLine(scope="seg:ent", model="specialist"),
)
MODELS = (generalist(), SPECIALIST, POOLED, COACH)
SEATS = ("csm", "onboarding", "account_manager", "renewal_manager", "engineer")


class World:
    """Draws parts of a book from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def day(self, spread: int = 130) -> date:
        return TODAY + timedelta(days=self.chance.randint(-spread, spread))

    def some(self, *values: Any) -> Any:  # noqa: ANN401
        return self.chance.choice(values)

    def leaves(self) -> tuple[Leave, ...]:
        begin = self.day(25)
        leave = Leave(number=1, since=begin, until=begin + timedelta(days=self.chance.randint(1, 30)))
        return () if self.chance.random() < 0.6 else (leave,)

    def person_fields(self, number: int) -> dict[str, Any]:
        return {
            "name": f"Person {number}",
            "roles": (RoleShare(role=self.some("csm", "team_lead", "cs_director")),),
            "fte": self.some(100, 100, 60),
            "lead": self.some(None, 1, 2) if number > 2 else None,
            "leaves": self.leaves(),
            "status": self.some(PersonStatus.ACTIVE, PersonStatus.ACTIVE, PersonStatus.VACANCY),
            "starts": self.some(None, None, self.day(60)),
            "archived": self.some(False, False, False, True),
        }

    def account_fields(self, number: int) -> dict[str, Any]:
        return {
            "name": f"Account {number}",
            "segment": self.some("ent", "mid", "small", ""),
            "touch": self.some(None, *Touch),
            "status": self.some(*[AccountStatus.ACTIVE] * 5, AccountStatus.CHURNED),
            "complexity": self.some(None, *Complexity),
            "started": self.some(None, self.day(), self.day(400)),
            "renews": self.some(None, self.day(), self.day()),
            "parent": self.some(None, None, *range(1, number)) if number > 1 else None,
            "family": self.some(*Family),
            "tags": self.some((), (), (), ("free",)),
            "key_account": self.some(True, False),
            "arr": self.some(None, 1_000_000, 7_000_000),
            "currency": self.some("", "", "EUR"),
            "stage_override": self.some(
                None, None, StageOverride(stage=self.some(*Stage), reason="because", since=TODAY)
            ),
            "outcomes": self.some((), (Outcome(kind=OutcomeKind.RENEWED, on=self.day(), due=self.day()),)),
        }

    def holder(self) -> Holder:
        person = person_holder(self.chance.randint(1, 6))
        others = (pool_holder(self.chance.randint(1, 2)), outside_holder("partner"))
        return self.chance.choice((person, person, person, *others))

    def tenure_fields(self, accounts: int) -> dict[str, Any]:
        since = self.day(45)
        kind = self.some(TenureKind.PERMANENT, TenureKind.PERMANENT, TenureKind.COVER, TenureKind.OVERLAP)
        cover = kind is TenureKind.COVER and self.some(True, False)
        return {
            "account": self.chance.randint(1, accounts),
            "seat": self.some("csm", "csm", *SEATS),
            "holder": self.holder(),
            "kind": kind,
            "since": self.some(since, date(2020, 1, 1)),
            "until": self.some(None, since + timedelta(days=self.chance.randint(0, 40))),
            "share": self.some(30, 50) if kind is TenureKind.OVERLAP else 100,
            "leave_of": self.chance.randint(1, 6) if cover else None,
            "leave": 1 if cover else None,
        }

    def members(self) -> tuple[PoolMember, ...]:
        people = self.chance.sample(range(1, 7), self.chance.randint(0, 4))
        return tuple(PoolMember(person=person, share=self.some(100, 50, 20)) for person in sorted(people))

    def book(self, accounts: int, models: tuple[Model, ...] = MODELS, lines: tuple[PlanLine, ...] = LINES) -> Book:
        draft = Draft(models=list(models), alignments=[SERVICE], overlays=[ENGINEER], lines=list(lines))
        for number in range(1, 7):
            draft.people.append(Person(id=number, **self.person_fields(number)))
        for number, key in ((1, "scaled"), (2, "other")):
            draft.pools.append(Pool(id=number, key=key, title=key, members=self.members()))
        for number in range(1, accounts + 1):
            draft.accounts.append(Account(id=number, **self.account_fields(number)))
        draft.more["readings"] = [self.reading(number, self.chance.randint(1, accounts)) for number in range(1, 8)]
        taken: dict[tuple[int, str], bool] = {}
        for _ in range(accounts * 2):
            tenure = Tenure(id=len(draft.tenures) + 1, **self.tenure_fields(accounts))
            place = (tenure.account, tenure.seat)
            if tenure.kind is not TenureKind.PERMANENT or place not in taken:
                draft.tenures.append(tenure)
                taken[place] = taken.get(place, False) or tenure.kind is TenureKind.PERMANENT
        return draft.book()

    def reading(self, number: int, account: int) -> Reading:
        return Reading(
            id=number, account=account, kind=ReadingKind.HEALTH, on=self.day(20), band=self.some(*HealthBand)
        )

    def edit(self, book: Book) -> Edit:
        """One random edit of any table that load depends on."""
        accounts = len(book.accounts)
        kind = self.some(
            "account", "account", "tenure", "tenure", "give", "person", "person", "pool", "reading", "contract", "end"
        )
        if kind == "account":
            before: Any = self.some(*book.accounts.all())
            changed = self.chance.sample(sorted(self.account_fields(before.id).items()), 2)
            return updated(before, revise(before, **dict(changed)))
        if kind == "tenure" and len(book.holders):
            before = self.some(*book.holders.all())
            fields = self.tenure_fields(accounts)
            return updated(
                before, revise(before, **{name: fields[name] for name in ("holder", "since", "until", "kind")})
            )
        if kind == "end" and len(book.holders):
            return deleted(self.some(*book.holders.all()))
        if kind == "person":
            before = self.some(*book.people.all())
            changed = self.chance.sample(sorted(self.person_fields(before.id).items()), 2)
            return updated(before, revise(before, **dict(changed)))
        if kind == "pool":
            before = self.some(*book.pools.all())
            return updated(before, revise(before, members=self.members(), archived=self.some(False, True)))
        if kind == "reading":
            return inserted(self.reading(book.high["readings"] + 1, self.chance.randint(1, accounts)))
        if kind == "contract":
            line = ContractLine(
                id=book.high["contracts"] + 1,
                account=self.chance.randint(1, accounts),
                since=self.day(),
                until=self.day(),
                arr=500_000,
            )
            return inserted(line)
        return inserted(Tenure(id=book.high["holders"] + 1, **self.tenure_fields(accounts)))
