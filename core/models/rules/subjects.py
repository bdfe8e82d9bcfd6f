"""One plan line, one seat, one account on the day, as rules read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from core.accounts import Account
from core.models.plan import AskedSeat, PlannedLine, SeatSet
from core.organisation import Leadership
from core.seats import Holder, Tenure
from core.words import Duty, HealthBand, Stage, Touch


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A plan line with the rules that its model and alignment ask for."""

    index: int
    """Place in the plan, from 0."""
    key: str
    """What it is called in a finding's subject: its scope, or ``all``."""
    title: str
    """Name on screen."""
    planned: PlannedLine
    """The line with its seats."""
    asked: frozenset[str]
    """Codes of rules that only some models raise and this line's model or alignment does."""
    thresholds: Mapping[str, int]
    """Figures that differ from the standard ones; the alignment's win over the model's."""
    leadership: Leadership | None
    """Set where its model lets leads keep accounts."""

    @property
    def unmanaged(self) -> bool:
        """Whether its accounts are deliberately left without people."""
        return bool(self.planned.unmanaged)


class SeatFacts(NamedTuple):
    """A seat of an account on the day."""

    seat: AskedSeat
    """The seat as the plan asks for it."""
    tenure: Tenure | None
    """The tenure that acts in it; None for derived and implied holders."""
    holder: Holder | None
    """Who acts in it."""
    active: bool
    """Whether it has work today."""
    wanted: bool
    """Whether it must have a holder today: active, or soon."""

    @property
    def key(self) -> str:
        """Seat key."""
        return self.seat.key

    @property
    def person(self) -> int | None:
        """Person id of who acts in it; None for a pool, an outside function or nobody."""
        return self.holder.person if self.holder is not None else None


class AccountFacts(NamedTuple):
    """An active account on the day."""

    id: int
    """Account id."""
    account: Account
    """The record."""
    line: LineFacts | None
    """The plan line it falls under; None when none fits."""
    seating: SeatSet | None
    """The seats it asks for, shared by accounts with the same ones."""
    seats: tuple[SeatFacts, ...]
    """Its seats with their holders; none when unmanaged or rolled into its parent."""
    tenures: tuple[Tenure, ...]
    """Its own tenures, past and future ones too; none for an account without seats."""
    lead: SeatFacts | None
    """The seat that leads it."""
    stage: Stage
    """Its stage."""
    turned: date | None
    """The last day up to today on which its dates moved it to another stage; None for a stage set by hand."""
    duties: tuple[Duty, ...]
    """Duties with work today."""
    touch: Touch
    """How closely it is served."""
    standard: int
    """Days that may pass between real touches."""
    last: date | None
    """Day of its last real touch."""
    renews: date | None
    """Its next renewal date."""
    health: int | None
    """Health value; not read for an account without seats."""
    band: HealthBand | None
    """Health band; not read for an account without seats."""
    arr: int | None
    """ARR in minor units of the book's currency."""

    @property
    def name(self) -> str:
        """Name of the customer."""
        return self.account.name

    @property
    def at_risk(self) -> bool:
        """Whether its health is at risk."""
        return self.band is HealthBand.AT_RISK

    @property
    def owner(self) -> int | None:
        """Person id of who acts in the lead seat."""
        return self.lead.person if self.lead is not None else None

    @property
    def managed(self) -> bool:
        """Whether people or pools serve it in seats of its own."""
        return bool(self.seats)

    def asks(self, code: str) -> bool:
        """Whether its plan line raises a rule that not every model does."""
        return self.line is not None and code in self.line.asked

    def seat(self, key: str) -> SeatFacts | None:
        """One of its seats by key."""
        for seat in self.seats:
            if seat.seat.key == key:
                return seat
        return None


def lines_of(planned: Sequence[PlannedLine]) -> tuple[LineFacts, ...]:
    """The lines of a plan with what they ask for; of two with one scope the first has the accounts, and they differ."""
    made: list[LineFacts] = []
    for line in planned:
        scope = line.line.scope.strip() or "all"
        again = sum((other.line.scope.strip() or "all") == scope for other in planned[: line.index])
        made.append(_facts_of(line, f"{scope} ({again + 1})" if again else scope))
    return tuple(made)


def _facts_of(line: PlannedLine, key: str) -> LineFacts:
    """A plan line with what its model and alignment ask for."""
    model, alignment = line.model, line.alignment
    thresholds = dict(model.thresholds) if model is not None else {}
    thresholds.update(alignment.thresholds if alignment is not None else ())
    asked = (model.checks if model is not None else ()) + (alignment.checks if alignment is not None else ())
    return LineFacts(
        index=line.index,
        key=key,
        title=line.title,
        planned=line,
        asked=frozenset(asked),
        thresholds=thresholds,
        leadership=model.leadership if model is not None else None,
    )
