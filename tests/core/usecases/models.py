"""Small models for the use cases: one seat, three seats by stage, a pool, a seat of the lead."""

from __future__ import annotations

from collections.abc import Sequence

from core.book.book import Book
from core.organisation import Alignment, Limits, Model, Plan, PlanLine, SeatLine
from core.policy import Policy
from core.words import Duty, MatchOn, Record, SeatHolding, Stage
from tests.core.usecases.world import world

ALL = tuple(Duty)
CSM_SEAT = SeatLine(key="csm", title="CSM", carries=ALL, roles=("csm",))
GENERALIST = Model(id=1, key="generalist", title="Generalist", seats=(CSM_SEAT,))
STRICT = Model(
    id=2,
    key="strict",
    title="Strict",
    seats=(
        SeatLine(
            key="csm",
            title="CSM",
            carries=ALL,
            roles=("csm",),
            match=(MatchOn.SEGMENT,),
            limits=Limits(accounts=2, hard=True),
        ),
    ),
)
SPECIALIST = Model(
    id=3,
    key="specialist",
    title="Specialist",
    leads=((Stage.ONBOARDING, "onboarding"), (Stage.ADOPTION, "account_manager"), (Stage.RENEWAL, "renewal")),
    seats=(
        SeatLine(key="onboarding", title="Onboarding", carries=(Duty.ONBOARDING,)),
        SeatLine(
            key="account_manager",
            title="Account manager",
            carries=(Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION),
            inherits=("csm",),
        ),
        SeatLine(key="renewal", title="Renewal manager", carries=(Duty.RENEWAL,)),
    ),
)
POOLED = Model(
    id=4,
    key="pooled",
    title="Pooled",
    seats=(SeatLine(key="pool", title="Pool", carries=ALL, holder=SeatHolding.POOL),),
)
COACH = Model(
    id=5,
    key="coach",
    title="Coach",
    seats=(CSM_SEAT, SeatLine(key="escalation", title="Escalation", holder=SeatHolding.LEAD, assists=(Duty.SUPPORT,))),
)
SALES = Alignment(
    id=1,
    key="sales-oriented",
    title="Sales-oriented",
    model="generalist",
    duties=((Duty.SUPPORT, "outside:services"),),
)


def planned(*lines: PlanLine, **tables: Sequence[Record]) -> Book:
    """The small world with a plan in force; without lines, the generalist for every account."""
    plan = Plan(id=1, title="Plan", lines=lines or (PlanLine(model="generalist"),))
    models = [GENERALIST, STRICT, SPECIALIST, POOLED, COACH]
    standard: dict[str, Sequence[Record]] = {
        "policy": [Policy(name="Northwind CS", plan=1)],
        "plans": [plan],
        "models": models,
        "alignments": [SALES],
    }
    return world(**{**standard, **tables})
