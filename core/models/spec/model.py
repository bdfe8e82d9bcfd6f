"""A model file, and the model in it. Everything that can be checked without a book is checked here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import Field

from core.models.faults import Fault, faults
from core.models.spec.fields import FileSpec, Key, LimitsSpec, Share, percent
from core.models.spec.reading import ModelError, read_file
from core.models.spec.seat import SeatSpec
from core.organisation import Leadership, Model
from core.schema import admit, revise
from core.words import Stage


class LeadershipSpec(FileSpec):
    """Time that reports take off a lead's capacity."""

    per_report: Share = 0.15
    """Per report, up to ``above``."""
    above: Annotated[int, Field(ge=0)] = 3
    """Number of reports from which the further ones count less."""
    per_report_above: Share = 0.10
    """Per further report."""
    most: Share = 0.95
    """Largest part."""
    span: tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]] = (3, 5)
    """Sound number of reports."""

    def record(self) -> Leadership:
        """The same in percent."""
        return Leadership(
            per_report=percent(self.per_report),
            above=self.above,
            per_report_above=percent(self.per_report_above),
            most=percent(self.most),
            span=self.span,
        )


class Described(FileSpec):
    """What models and alignments say of themselves."""

    key: Key
    """Name in commands and plan lines."""
    title: Annotated[str, Field(min_length=1, max_length=80)]
    """Name on screen."""
    summary: str = ""
    """One sentence."""
    strengths: str = ""
    """One sentence."""
    risks: str = ""
    """One sentence."""
    fits: str = ""
    """When it fits."""
    source: str = "the manager's own"
    """Where the description comes from."""
    thresholds: dict[str, int] = Field(default_factory=dict)
    """Thresholds of findings that differ."""
    checks: tuple[str, ...] = ()
    """Codes of the findings that only this one raises."""


class ModelSpec(Described):
    """A model file."""

    leads: dict[Stage, Key] = Field(default_factory=dict)
    """Which seat leads in which stage."""
    continuity: Annotated[float, Field(ge=0)] = 1
    """Weight on moves."""
    based_on: Key | None = None
    """Model whose seats are taken over and replaced key by key."""
    leadership: LeadershipSpec | None = None
    """Set where leads keep accounts."""
    limits_by_role: dict[Key, LimitsSpec] = Field(default_factory=dict)
    """What one holder of a role may have."""
    seat: tuple[SeatSpec, ...] = ()
    """Seat lines in order."""


def model_from(
    data: Mapping[str, Any],
    name: str,
    *,
    known: Mapping[str, Model] | None = None,
    roles: Collection[str] | None = None,
    builtin: bool = False,
) -> Model:
    """The model in a file's data; ``ModelError`` names the file, the place and what is wrong.

    ``known`` are the models that ``based_on`` may name, ``roles`` the role keys there are (None checks none).
    """
    spec = read_file(ModelSpec, data, name)
    seats = tuple(seat.record() for seat in spec.seat)
    base: Model | None = None
    if spec.based_on is not None:
        base = (known or {}).get(spec.based_on)
        if base is None:
            raise ModelError(f"{name}: based_on names the model “{spec.based_on}”, and there is no such model.")
        own = {seat.key for seat in seats}
        seats = (*(seat for seat in base.seats if seat.key not in own), *seats)
    leads = dict(base.leads if base else ()) | spec.leads
    limits = dict(base.limits_by_role if base else ())
    limits |= {role: limit.record() for role, limit in spec.limits_by_role.items()}
    made = Model(
        id=0,
        key=spec.key,
        title=spec.title,
        summary=spec.summary,
        strengths=spec.strengths,
        risks=spec.risks,
        fits=spec.fits,
        source=spec.source,
        leads=tuple(leads.items()),
        continuity=percent(spec.continuity),
        seats=seats,
        limits_by_role=tuple(limits.items()),
        leadership=spec.leadership.record() if spec.leadership else (base.leadership if base else None),
        thresholds=tuple(sorted((dict(base.thresholds if base else ()) | spec.thresholds).items())),
        checks=tuple(dict.fromkeys((*(base.checks if base else ()), *spec.checks))),
        builtin=builtin,
    )
    # The findings that a shipped model names are checked by a test: to know them all takes long to import.
    found = faults(revise(made, checks=()) if builtin else made, roles)
    if found:
        raise ModelError(f"{name}{_where(found[0], made, len(seats) - len(spec.seat))}: {found[0].says}")
    return made if builtin else admit(made)


def _where(fault: Fault, model: Model, taken: int) -> str:
    """Where in the file: its own seat lines are counted from one, those taken over from another model are not in it."""
    field = f", {fault.field}" if fault.field else ""
    if not fault.seat:
        return field
    key = model.seats[fault.seat - 1].key
    if fault.seat <= taken:
        return f", based_on ({key}){field}"
    return f", seat {fault.seat - taken} ({key}){field}"
