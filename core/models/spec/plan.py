"""A plan file, and the plan and the pools in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import Field

from core.models.spec.fields import FileSpec, HoursSpec, Key, Share, percent
from core.models.spec.filters import carriers, checked_people, checked_scope
from core.models.spec.pool import PoolSpec, pool_records
from core.models.spec.reading import ModelError, read_file
from core.organisation import Overlay, Plan, PlanLine
from core.people import Person, Pool
from core.schema import admit
from core.words import Duty, MatchOn, Need, Touch


class PlanLineSpec(FileSpec):
    """One ``[[line]]`` of a plan."""

    title: str = ""
    """Name on screen."""
    scope: str = ""
    """Filter over slow fields."""
    model: Key | None = None
    """Model key."""
    alignment: Key | None = None
    """Alignment key."""
    people: str = ""
    """Filter over persons."""
    pool: Key | None = None
    """Pool key."""
    serve: dict[Touch, Touch] = Field(default_factory=dict)
    """Touch served at."""
    duties: dict[Duty, str] = Field(default_factory=dict)
    """Overrides of the alignment."""
    unmanaged: str = ""
    """Reason for leaving the scope without people."""


class OverlaySpec(FileSpec):
    """One ``[[overlay]]`` of a plan."""

    key: Key
    """Seat key."""
    title: str = ""
    """Name on screen."""
    scope: str = ""
    """Filter over slow fields."""
    assists: Annotated[tuple[Duty, ...], Field(min_length=1)]
    """Duties it takes part in."""
    roles: tuple[Key, ...] = ()
    """Roles that may sit here."""
    match: tuple[MatchOn, ...] = ()
    """What the holder must share with the account."""
    people: str = ""
    """Filter over persons."""
    need: Need = Need.REQUIRED
    """Whether it must be filled."""
    hours: HoursSpec | None = None
    """Own hours per 30 days."""
    relieves: dict[Duty, Share] = Field(default_factory=dict)
    """Part taken off the carrying seat."""


class PlanSpec(FileSpec):
    """A plan file."""

    title: str = ""
    """Name on screen."""
    line: Annotated[tuple[PlanLineSpec, ...], Field(min_length=1)]
    """Lines in order."""
    overlay: tuple[OverlaySpec, ...] = ()
    """Assisting seats."""
    pool: tuple[PoolSpec, ...] = ()
    """Pools that its lines name."""


def plan_from(data: Mapping[str, Any], name: str) -> Plan:
    """The plan in a file's data, with id 0; ``ModelError`` says what is wrong."""
    spec = read_file(PlanSpec, data, name)
    lines = tuple(_line(name, place, line) for place, line in enumerate(spec.line, start=1))
    overlays = tuple(_overlay(name, place, overlay) for place, overlay in enumerate(spec.overlay, start=1))
    return admit(Plan(id=0, title=spec.title, lines=lines, overlays=overlays))


def pools_from(data: Mapping[str, Any], name: str, people: Collection[Person]) -> tuple[Pool, ...]:
    """The pools in a plan file's data, with ids from 1; ``ModelError`` names a member who is not on the roster.

    Members are named by mail address, or by a name that only one of the people has.
    """
    spec = read_file(PlanSpec, data, name)
    return pool_records(name, spec.pool, people)


def _line(name: str, place: int, line: PlanLineSpec) -> PlanLine:
    where = f"line {place}"
    ways = bool(line.model or line.alignment)
    if bool(line.unmanaged) == ways:
        raise ModelError(f"{name}, {where}: say either how it is served (model, alignment) or why it is unmanaged.")
    return PlanLine(
        title=line.title,
        scope=checked_scope(name, f"{where}, scope", line.scope),
        model=line.model or "",
        alignment=line.alignment or "",
        people=checked_people(name, f"{where}, people", line.people),
        pool=line.pool or "",
        serve=tuple(line.serve.items()),
        duties=carriers(name, f"{where}, duties", line.duties),
        unmanaged=line.unmanaged,
    )


def _overlay(name: str, place: int, overlay: OverlaySpec) -> Overlay:
    return Overlay(
        key=overlay.key,
        title=overlay.title or overlay.key.replace("_", " ").capitalize(),
        scope=checked_scope(name, f"overlay {place} ({overlay.key}), scope", overlay.scope),
        assists=overlay.assists,
        roles=overlay.roles,
        match=overlay.match,
        people=checked_people(name, f"overlay {place} ({overlay.key}), people", overlay.people),
        need=overlay.need,
        hours=overlay.hours.record() if overlay.hours else None,
        relieves=tuple((duty, percent(part)) for duty, part in overlay.relieves.items()),
    )
