"""Books to try the models on: small, built in code, each part only where a test names it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from core.accounts import Account
from core.book.book import Book
from core.organisation import Alignment, Model, Overlay, Plan, PlanLine, SeatLine, Segment
from core.people import Person, Pool, PoolMember, Role, RoleShare
from core.policy import Policy
from core.seats import Tenure, person_holder, pool_holder
from core.words import Duty, Function, Record, Touch

TODAY = date(2026, 3, 2)

EVERY_DUTY = tuple(Duty)

ROLES = (
    Role(id=1, key="csm", title="CSM"),
    Role(id=2, key="onboarding_specialist", title="Onboarding specialist"),
    Role(id=3, key="account_manager", title="Account manager"),
    Role(id=4, key="renewal_manager", title="Renewal manager"),
    Role(id=5, key="team_lead", title="Team lead"),
    Role(id=6, key="cs_director", title="Director", client=False),
    Role(id=7, key="support_engineer", title="Support engineer", function=Function.SERVICES),
)

SEGMENTS = (
    Segment(id=1, key="ent", title="Enterprise", order=1, from_amount=10_000_000, touch=Touch.HIGH),
    Segment(id=2, key="mid", title="Mid-market", order=2, from_amount=2_500_000, touch=Touch.MID),
    Segment(id=3, key="small", title="Small", order=3, touch=Touch.TECH),
)


def csm_line(**fields: Any) -> SeatLine:  # noqa: ANN401
    """The one seat of a model that carries everything."""
    given: dict[str, Any] = {"key": "csm", "title": "CSM", "carries": EVERY_DUTY, "roles": ("csm",), **fields}
    return SeatLine(**given)


def generalist(**fields: Any) -> Model:  # noqa: ANN401
    """One named CSM for the whole journey."""
    given: dict[str, Any] = {"id": 1, "key": "generalist", "title": "Generalist", "seats": (csm_line(),), **fields}
    return Model(**given)


@dataclass
class Draft:
    """A book in the making: lists to append to, with the plan's lines."""

    lines: list[PlanLine] = field(default_factory=list)
    overlays: list[Overlay] = field(default_factory=list)
    models: list[Model] = field(default_factory=lambda: [generalist()])
    alignments: list[Alignment] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    tenures: list[Tenure] = field(default_factory=list)
    more: dict[str, list[Record]] = field(default_factory=dict)
    policy: dict[str, Any] = field(default_factory=dict)

    def person(self, name: str, *roles: str, **fields: Any) -> int:  # noqa: ANN401
        """Add a person with roles; gives the id."""
        number = len(self.people) + 1
        share = 100 // max(1, len(roles))
        shares = tuple(RoleShare(role=role, share=share) for role in roles or ("csm",))
        self.people.append(Person(**{"id": number, "name": name, "roles": shares, **fields}))
        return number

    def account(self, name: str, **fields: Any) -> int:  # noqa: ANN401
        """Add a high-touch account that was always there; gives the id."""
        number = len(self.accounts) + 1
        given: dict[str, Any] = {"id": number, "name": name, "segment": "ent", "touch": Touch.HIGH, **fields}
        self.accounts.append(Account(**given))
        return number

    def pool(self, key: str, *members: int, **fields: Any) -> int:  # noqa: ANN401
        """Add a pool of people who give it what is left; gives the id."""
        number = len(self.pools) + 1
        joined = tuple(PoolMember(person=person) for person in members)
        self.pools.append(Pool(**{"id": number, "key": key, "title": key.capitalize(), "members": joined, **fields}))
        return number

    def sits(self, account: int, person: int, seat: str = "csm", **fields: Any) -> int:  # noqa: ANN401
        """Give a seat to a person from long ago; gives the tenure's id."""
        number = len(self.tenures) + 1
        given: dict[str, Any] = {"holder": person_holder(person), "since": date(2020, 1, 1), **fields}
        self.tenures.append(Tenure(id=number, account=account, seat=seat, **given))
        return number

    def pooled(self, account: int, pool: int, seat: str = "csm", **fields: Any) -> int:  # noqa: ANN401
        """Give a seat to a pool from long ago; gives the tenure's id."""
        return self.sits(account, 0, seat, **{"holder": pool_holder(pool), **fields})

    def book(self) -> Book:
        """The book as it stands, under a plan of the lines, or the first model for every account."""
        lines = tuple(self.lines) or (PlanLine(model=self.models[0].key),)
        plan = Plan(id=1, title="Now", lines=lines, overlays=tuple(self.overlays))
        records: dict[str, list[Any]] = {
            "policy": [Policy(**{"plan": 1, **self.policy})],
            "roles": list(ROLES),
            "segments": list(SEGMENTS),
            "models": self.models,
            "alignments": self.alignments,
            "plans": [plan],
            "people": self.people,
            "pools": self.pools,
            "accounts": self.accounts,
            "holders": self.tenures,
        }
        for name, extra in self.more.items():
            records[name] = [*records.get(name, []), *extra]
        return Book.of(records)
