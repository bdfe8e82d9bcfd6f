"""Models, alignments and plans as they are written in files, and how such a file becomes a record.

A file uses hours where the record keeps hundredths, and parts of one where it keeps percent. Everything that can be
checked without a book is checked here; the errors name the place in the file.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from core.book.book import Book
from core.errors import BookshiftError
from core.models.scope import fault_in_people, fault_in_scope
from core.organisation import (
    Alignment,
    ByTouch,
    Leadership,
    Limits,
    Model,
    Overlay,
    Plan,
    PlanLine,
    SeatLine,
)
from core.people import Person, Pool, PoolMember
from core.schema import admit
from core.text import fold
from core.words import OUTSIDE_PREFIX, TEAM, Duty, Function, MatchOn, Need, SeatHolding, Stage, Touch

S = TypeVar("S", bound=BaseModel)


class ModelError(BookshiftError):
    """A model, alignment or plan file is wrong: the text names file, place, and what to do."""


Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)]
"""A short name: lower-case letters, digits, - and _."""

Share = Annotated[float, Field(ge=0, le=1)]
"""A part of one."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HoursSpec(_File):
    """Hours by touch."""

    high: Annotated[float, Field(ge=0)] = 0
    """High touch."""
    mid: Annotated[float, Field(ge=0)] = 0
    """Mid touch."""
    tech: Annotated[float, Field(ge=0)] = 0
    """Tech touch."""

    def record(self) -> ByTouch:
        """The same in hundredths."""
        return ByTouch(high=_hundredths(self.high), mid=_hundredths(self.mid), tech=_hundredths(self.tech))


class LimitsSpec(_File):
    """What one holder may have."""

    accounts: Annotated[int, Field(ge=1)] | None = None
    """Number of accounts."""
    hours: Annotated[float, Field(gt=0)] | None = None
    """Hours a month."""
    arr: Annotated[int, Field(gt=0)] | None = None
    """Whole units of the book's currency."""
    families: Annotated[int, Field(ge=1)] | None = None
    """Number of account families."""
    hard: bool = False
    """Refused instead of reported."""

    def record(self) -> Limits:
        """The same in hundredths and minor units."""
        return Limits(
            accounts=self.accounts,
            hours=None if self.hours is None else _hundredths(self.hours),
            arr=None if self.arr is None else self.arr * 100,
            families=self.families,
            hard=self.hard,
        )


class SeatSpec(_File):
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
            relieves=tuple((duty, _percent(part)) for duty, part in self.relieves.items()),
        )


class LeadershipSpec(_File):
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
            per_report=_percent(self.per_report),
            above=self.above,
            per_report_above=_percent(self.per_report_above),
            most=_percent(self.most),
            span=self.span,
        )


class _Described(_File):
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


class ModelSpec(_Described):
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


class AlignmentSpec(_Described):
    """An alignment file."""

    reporting: str = ""
    """The reporting line in one sentence."""
    model: Key
    """Model used when the alignment stands alone."""
    scope: str = ""
    """Scope it is meant for."""
    duties: dict[Duty, str]
    """Who carries each duty."""


class PlanLineSpec(_File):
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


class OverlaySpec(_File):
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


class PoolSpec(_File):
    """One ``[[pool]]`` of a plan: the people who hold its pooled seats together."""

    key: Key
    """Name in plan lines."""
    title: str = ""
    """Name on screen; the key in plain words when empty."""
    members: dict[str, Share]
    """Share of capacity by mail address or name; 1 is whatever is left."""
    skills: tuple[str, ...] = ()
    """Skills the pool promises."""
    languages: tuple[str, ...] = ()
    """Languages the pool promises."""
    open_limit: Annotated[int, Field(ge=1)] | None = None
    """Largest number of open requests per member."""


class PlanSpec(_File):
    """A plan file."""

    title: str = ""
    """Name on screen."""
    line: Annotated[tuple[PlanLineSpec, ...], Field(min_length=1)]
    """Lines in order."""
    overlay: tuple[OverlaySpec, ...] = ()
    """Assisting seats."""
    pool: tuple[PoolSpec, ...] = ()
    """Pools that its lines name."""


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
    spec = _read(ModelSpec, data, name)
    seats = tuple(seat.record() for seat in spec.seat)
    base: Model | None = None
    if spec.based_on is not None:
        base = (known or {}).get(spec.based_on)
        if base is None:
            raise ModelError(f"{name}: based_on names the model “{spec.based_on}”, and there is no such model.")
        own = {seat.key for seat in seats}
        seats = (*(seat for seat in base.seats if seat.key not in own), *seats)
    _check_seats(name, seats, roles)
    leads = dict(base.leads if base else ()) | spec.leads
    keys = {seat.key for seat in seats}
    for stage, key in leads.items():
        if key not in keys:
            raise ModelError(f"{name}: leads.{stage.value} names the seat “{key}”, and the model has no such seat.")
    lead_held = {seat.key for seat in seats if seat.holder is SeatHolding.LEAD}
    for stage, key in leads.items():
        if key in lead_held:
            raise ModelError(
                f"{name}: leads.{stage.value} names the seat “{key}”, which is held by the lead of whoever leads; "
                "name another seat."
            )
    for role in spec.limits_by_role:
        _check_role(name, f"limits_by_role.{role}", role, roles)
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
        continuity=_percent(spec.continuity),
        seats=seats,
        limits_by_role=tuple(limits.items()),
        leadership=spec.leadership.record() if spec.leadership else (base.leadership if base else None),
        thresholds=tuple(sorted((dict(base.thresholds if base else ()) | spec.thresholds).items())),
        checks=tuple(dict.fromkeys((*(base.checks if base else ()), *spec.checks))),
        builtin=builtin,
    )
    return made if builtin else admit(made)


def alignment_from(data: Mapping[str, Any], name: str, *, builtin: bool = False) -> Alignment:
    """The alignment in a file's data; ``ModelError`` says what is wrong."""
    spec = _read(AlignmentSpec, data, name)
    missing = [duty.value for duty in Duty if duty not in spec.duties]
    if missing:
        raise ModelError(f"{name}: duties says nothing of {', '.join(missing)}; write “team” or “outside:<function>”.")
    made = Alignment(
        id=0,
        key=spec.key,
        title=spec.title,
        reporting=spec.reporting,
        duties=_carriers(name, "duties", spec.duties),
        model=spec.model,
        scope=_scope(name, "scope", spec.scope),
        summary=spec.summary,
        strengths=spec.strengths,
        risks=spec.risks,
        fits=spec.fits,
        source=spec.source,
        thresholds=tuple(sorted(spec.thresholds.items())),
        checks=spec.checks,
        builtin=builtin,
    )
    return made if builtin else admit(made)


def plan_from(data: Mapping[str, Any], name: str) -> Plan:
    """The plan in a file's data, with id 0; ``ModelError`` says what is wrong."""
    spec = _read(PlanSpec, data, name)
    lines = tuple(_line(name, place, line) for place, line in enumerate(spec.line, start=1))
    overlays = tuple(_overlay(name, place, overlay) for place, overlay in enumerate(spec.overlay, start=1))
    return admit(Plan(id=0, title=spec.title, lines=lines, overlays=overlays))


def pools_from(data: Mapping[str, Any], name: str, people: Collection[Person]) -> tuple[Pool, ...]:
    """The pools in a plan file's data, with ids from 1; ``ModelError`` names a member who is not on the roster.

    Members are named by mail address, or by a name that only one of the people has.
    """
    spec = _read(PlanSpec, data, name)
    keys = [pool.key for pool in spec.pool]
    for place, key in enumerate(keys):
        if key in keys[:place]:
            raise ModelError(f"{name}, pool {place + 1} ({key}): there is an earlier pool with this key.")
    here = [person for person in people if not person.archived]
    named: dict[str, list[int]] = {}
    for person in here:
        for word in {fold(person.email.strip()), fold(person.name)} - {""}:
            named.setdefault(word, []).append(person.id)
    return tuple(_pool(name, place, pool, named) for place, pool in enumerate(spec.pool, start=1))


def _pool(name: str, place: int, pool: PoolSpec, named: Mapping[str, Sequence[int]]) -> Pool:
    where = f"{name}, pool {place} ({pool.key})"
    members: dict[int, PoolMember] = {}
    for word, part in pool.members.items():
        found = named.get(fold(word.strip()), ())
        if not found:
            what = "address" if "@" in word else "name"
            raise ModelError(f"{where}: nobody on the roster has the {what} “{word}”.")
        if len(found) > 1:
            raise ModelError(f"{where}: {len(found)} people are called “{word}”; write the mail address.")
        if found[0] in members:
            raise ModelError(f"{where}: “{word}” is in it already; name each member once.")
        if not part:
            raise ModelError(f"{where}: “{word}” would give it no time; write a share above 0, or leave them out.")
        members[found[0]] = PoolMember(person=found[0], share=_percent(part))
    made = Pool(
        id=place,
        key=pool.key,
        title=pool.title or pool.key.replace("_", " ").capitalize(),
        members=tuple(sorted(members.values(), key=lambda member: member.person)),
        skills=pool.skills,
        languages=pool.languages,
        open_limit=pool.open_limit,
    )
    return admit(made)


def _line(name: str, place: int, line: PlanLineSpec) -> PlanLine:
    where = f"line {place}"
    ways = bool(line.model or line.alignment)
    if bool(line.unmanaged) == ways:
        raise ModelError(f"{name}, {where}: say either how it is served (model, alignment) or why it is unmanaged.")
    return PlanLine(
        title=line.title,
        scope=_scope(name, f"{where}, scope", line.scope),
        model=line.model or "",
        alignment=line.alignment or "",
        people=_people(name, f"{where}, people", line.people),
        pool=line.pool or "",
        serve=tuple(line.serve.items()),
        duties=_carriers(name, f"{where}, duties", line.duties),
        unmanaged=line.unmanaged,
    )


def _overlay(name: str, place: int, overlay: OverlaySpec) -> Overlay:
    return Overlay(
        key=overlay.key,
        title=overlay.title or overlay.key.replace("_", " ").capitalize(),
        scope=_scope(name, f"overlay {place} ({overlay.key}), scope", overlay.scope),
        assists=overlay.assists,
        roles=overlay.roles,
        match=overlay.match,
        people=_people(name, f"overlay {place} ({overlay.key}), people", overlay.people),
        need=overlay.need,
        hours=overlay.hours.record() if overlay.hours else None,
        relieves=tuple((duty, _percent(part)) for duty, part in overlay.relieves.items()),
    )


def _check_seats(name: str, seats: tuple[SeatLine, ...], roles: Collection[str] | None) -> None:
    if not any(seat.carries for seat in seats):
        raise ModelError(f"{name}: no seat carries a duty; add a [[seat]] with carries = [...].")
    carried: dict[tuple[str, Duty], SeatLine] = {}
    scopes: dict[str, set[str]] = {}
    for place, seat in enumerate(seats, start=1):
        where = f"seat {place} ({seat.key})"
        _scope(name, f"{where}, scope", seat.scope)
        for role in (*seat.roles, *seat.learn):
            _check_role(name, where, role, roles)
        _check_work(name, where, seat)
        earlier = scopes.setdefault(seat.key, set())
        if "" in earlier or seat.scope.strip() in earlier:
            raise ModelError(f"{name}, {where}: an earlier line with this key takes all of its accounts.")
        earlier.add(seat.scope.strip())
        for duty in seat.carries:
            other = carried.setdefault((seat.scope.strip(), duty), seat)
            if other.key != seat.key:
                raise ModelError(
                    f"{name}, {where}: {duty.value} is carried by the seat {other.key} in the same scope already; "
                    "one duty has one seat."
                )


def _check_work(name: str, where: str, seat: SeatLine) -> None:
    """What a seat does must fit together: it carries or assists, and only assisting seats have hours of their own."""
    if set(seat.carries) & set(seat.assists):
        raise ModelError(f"{name}, {where}: a duty is either carried or assisted, not both.")
    if not seat.carries and not seat.assists:
        raise ModelError(f"{name}, {where}: it does nothing; say which duties it carries or assists.")
    if seat.carries and (seat.hours is not None or seat.relieves):
        raise ModelError(f"{name}, {where}: hours and relieves are for seats that only assist; it carries a duty.")
    if seat.holder is SeatHolding.OUTSIDE and not seat.function:
        raise ModelError(f"{name}, {where}: a seat held outside needs its function.")


def _check_role(name: str, where: str, role: str, roles: Collection[str] | None) -> None:
    if roles is not None and role not in roles:
        raise ModelError(f"{name}, {where}: there is no role “{role}”. Roles are {', '.join(sorted(roles))}.")


def _carriers(name: str, where: str, duties: Mapping[Duty, str]) -> tuple[tuple[Duty, str], ...]:
    functions = {function.value for function in Function}
    for duty, carrier in duties.items():
        outside = carrier.removeprefix(OUTSIDE_PREFIX)
        if carrier != TEAM and not (carrier.startswith(OUTSIDE_PREFIX) and outside in functions):
            raise ModelError(
                f"{name}, {where}: {duty.value} is carried by “{carrier}”; write “{TEAM}” or “{OUTSIDE_PREFIX}” "
                f"and one of {', '.join(sorted(functions))}."
            )
    return tuple(duties.items())


def _scope(name: str, where: str, text: str) -> str:
    """The scope, after its grammar and its fields were checked; names are looked up in a book later."""
    fault = fault_in_scope(text, _no_book())
    if fault:
        raise ModelError(f"{name}, {where}: {fault}")
    return text


def _people(name: str, where: str, text: str) -> str:
    """The filter over people, checked in the same way."""
    fault = fault_in_people(text, _no_book())
    if fault:
        raise ModelError(f"{name}, {where}: {fault}")
    return text


@cache
def _no_book() -> Book:
    """An empty book, for checking what can be checked without one."""
    return Book.of({})


def _read(kind: type[S], data: Mapping[str, Any], name: str) -> S:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ModelError(f"{name}{_place(first['loc'], data)}: {_complaint(first)}") from error


def _place(location: tuple[int | str, ...], data: Mapping[str, Any]) -> str:
    """Where in the file: lists of tables are counted from one and named by their key."""
    parts: list[str] = []
    value: Any = data
    for part in location:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            value = None
        if isinstance(part, int) and parts:
            key = value.get("key") if isinstance(value, dict) else None
            parts[-1] += f" {part + 1}" + (f" ({key})" if key else "")
        elif part != "[key]":
            parts.append(str(part))
    return f", {', '.join(parts)}" if parts else ""


def _complaint(error: Any) -> str:  # noqa: ANN401 - pydantic's own dictionary
    if error["type"] == "extra_forbidden":
        return "there is no such setting."
    if error["type"] == "missing":
        return "this is missing."
    told = _TOLD.get(error["type"])
    bounds = error.get("ctx", {})
    text = told.format(**bounds) if told else str(error["msg"])
    given = error.get("input")
    shown = f" (“{given}”)" if isinstance(given, str | int | float) else ""
    return f"{text[:1].lower()}{text[1:]}{shown}."


_TOLD = {
    "greater_than_equal": "it must be {ge:g} or more",
    "greater_than": "it must be more than {gt:g}",
    "less_than_equal": "it must be {le:g} or less",
    "enum": "it must be {expected}",
    "string_pattern_mismatch": "use small letters, figures, - and _, beginning with a letter",
    "string_too_long": "it must be at most {max_length} characters",
    "string_too_short": "it must not be empty",
    "too_short": "there must be at least one",
}


def _hundredths(hours: float) -> int:
    return round(hours * 100)


def _percent(part: float) -> int:
    return round(part * 100)
