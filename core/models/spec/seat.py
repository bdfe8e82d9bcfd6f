"""A seat line of a model file."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from core.models.spec.fields import FileSpec, HoursSpec, Key, LimitsSpec, Share, percent
from core.organisation import SeatLine
from core.words import Duty, Function, MatchOn, Need, SeatHolding


class SeatSpec(FileSpec):
    """One ``[[seat]]`` of a model file."""

    key: Key
    """Tenures hang on it."""
    title: str = ""
    """Name on screen; the key in plain words when empty."""
    carries: tuple[Duty, ...] = ()
    """Duties charged here."""
    assists: tuple[Duty, ...] = ()
    """Duties it takes part in."""
    scope: str = ""
    """Filter over slow fields."""
    holder: SeatHolding = SeatHolding.NAMED
    """How it is held."""
    function: Function | None = None
    """For a seat held outside."""
    roles: tuple[Key, ...] = ()
    """Roles that may sit here."""
    learn: tuple[Key, ...] = ()
    """Roles that may be proposed for a role change."""
    match: tuple[MatchOn, ...] = ()
    """What the holder must share with the account."""
    fill_ahead: Annotated[int, Field(ge=0)] = 0
    """Days before its first work."""
    inherits: tuple[Key, ...] = ()
    """Seats whose holder is kept."""
    limits: LimitsSpec | None = None
    """What one holder may have."""
    need: Need = Need.REQUIRED
    """Whether it must be filled."""
    hours: HoursSpec | None = None
    """Own hours per 30 days."""
    relieves: dict[Duty, Share] = Field(default_factory=dict)
    """Part taken off the carrying seat."""

    def record(self) -> SeatLine:
        """The seat line as kept."""
        return SeatLine(
            key=self.key,
            title=self.title or self.key.replace("_", " ").capitalize(),
            carries=self.carries,
            assists=self.assists,
            scope=self.scope,
            holder=self.holder,
            function=self.function.value if self.function else "",
            roles=self.roles,
            learn=self.learn,
            match=self.match,
            fill_ahead=self.fill_ahead,
            inherits=self.inherits,
            limits=self.limits.record() if self.limits else None,
            need=self.need,
            hours=self.hours.record() if self.hours else None,
            relieves=tuple((duty, percent(part)) for duty, part in self.relieves.items()),
        )
