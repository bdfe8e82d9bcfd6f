"""A plan made ready for use: its lines with scopes, and the seats each line asks for under its model and alignment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from core.accounts import Account
from core.book.book import Book
from core.models.scope import Nothing, People, Scope, account_scope, person_scope
from core.organisation import Alignment, Model, Overlay, Plan, PlanLine, SeatLine
from core.people import Pool
from core.query.errors import QueryError
from core.words import OUTSIDE_PREFIX, TEAM, Duty, SeatHolding, Stage, Touch

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AskedSeat:
    """A seat that a plan asks for on the accounts of a line; it knows no account."""

    key: str
    """Tenures hang on it."""
    title: str
    """Name on screen."""
    line: SeatLine
    """Roles, match rules, limits and hours as the model or overlay states them."""
    carries: tuple[Duty, ...]
    """Duties whose hours are charged here, after the alignment took its part."""
    assists: tuple[Duty, ...]
    """Duties it takes part in."""
    holder: SeatHolding
    """How it is held."""
    pool_key: str = ""
    """Pool that holds it where no tenure says otherwise; for a pool seat."""
    function: str = ""
    """Function that holds it; for a seat held outside."""
    people: People | None = None
    """Who may sit here by the plan line; None is everybody."""
    model: Model | None = None
    """Model it comes from; None for an overlay or an outside seat."""
    overlay: bool = False
    """Whether it was laid over the plan rather than asked for by the model."""


@dataclass(frozen=True, slots=True)
class SeatGroup:
    """The alternatives of one seat key: the first whose scope fits is the seat."""

    key: str
    """Seat key."""
    choices: tuple[tuple[Scope | None, AskedSeat], ...]
    """(scope or None for every account, seat) in order."""

    @property
    def fixed(self) -> bool:
        """Whether every account gets the first alternative."""
        return self.choices[0][0] is None

    def pick(self, account: Account, stage: Stage | None, served: Touch, day: date) -> AskedSeat | None:
        """The seat an account gets; None when no alternative fits."""
        for scope, seat in self.choices:
            if scope is None or scope.fits(account, stage, served, day):
                return seat
        return None


@dataclass(frozen=True, slots=True, eq=False)
class SeatSet:
    """The seats of an account, shared by all accounts that get the same ones."""

    line: PlannedLine
    """The plan line they come from."""
    seats: tuple[AskedSeat, ...]
    """All seats, carrying ones first."""
    carrying: Mapping[Duty, AskedSeat]
    """The seat that carries each duty; a duty nobody carries is missing."""
    assisting: tuple[AskedSeat, ...]
    """Seats that only take part."""
    keys: frozenset[str]
    """Keys of all seats."""
    sole: AskedSeat | None
    """The only seat, where it carries every duty."""
    passes_lead: bool
    """Whether the lead may pass from one seat to another by a stage."""

    @classmethod
    def of(cls, line: PlannedLine, seats: Sequence[AskedSeat]) -> SeatSet:
        """The look-ups of some seats; a duty that two of them carry belongs to the first."""
        carrying: dict[Duty, AskedSeat] = {}
        for seat in seats:
            for duty in seat.carries:
                carrying.setdefault(duty, seat)
        leads = line.model.leads if line.model is not None else ()
        return cls(
            line=line,
            seats=tuple(seats),
            carrying=carrying,
            assisting=tuple(seat for seat in seats if not seat.carries),
            keys=frozenset(seat.key for seat in seats),
            sole=seats[0] if len(seats) == 1 and len(carrying) == len(Duty) else None,
            passes_lead=len({key for _, key in leads}) > 1,
        )

    def seat(self, key: str) -> AskedSeat | None:
        """The seat with a key."""
        for seat in self.seats:
            if seat.key == key:
                return seat
        return None


@dataclass(frozen=True, slots=True, eq=False)
class PlannedLine:
    """A line of the plan in force with its model, alignment and seats."""

    index: int
    """Place in the plan, from 0."""
    line: PlanLine
    """The line as stored."""
    title: str
    """Name on screen."""
    scope: Scope | None
    """Accounts of the line; None is every account."""
    model: Model | None
    """Its model; None for an unmanaged line or one whose model is not in the book."""
    alignment: Alignment | None
    """Its alignment."""
    pool: Pool | None
    """The pool that holds its pool seats."""
    serve: Mapping[Touch, Touch]
    """Touch served instead, by the account's own touch."""
    groups: tuple[SeatGroup, ...]
    """Seats by key: the model's, the ones outside, the overlays."""
    fixed: SeatSet | None = None
    """The seats of every account of the line where none depends on the account."""

    @property
    def unmanaged(self) -> str:
        """Why its accounts are left without people; empty when they are managed."""
        return self.line.unmanaged


def line_alone(alignment: Alignment, pool: str = "") -> PlanLine:
    """The line of a plan in which an alignment stands alone: on the accounts it is meant for, with its own model."""
    return PlanLine(scope=alignment.scope, alignment=alignment.key, pool=pool)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A plan made ready, with what could not be understood."""

    lines: tuple[PlannedLine, ...]
    """Lines in order."""
    problems: tuple[str, ...]
    """Sentences on scopes that can not be read and names that are not in the book."""


def compiled(book: Book, plan: Plan) -> Compiled:
    """A plan made ready on a book. A part that can not be understood is left out and told in ``problems``."""
    compiler = _Compiler(book)
    overlays = tuple(compiler.overlay(overlay) for overlay in plan.overlays)
    lines = tuple(compiler.line(index, line, overlays) for index, line in enumerate(plan.lines))
    return Compiled(lines, tuple(compiler.problems))


class _Compiler:
    """Turns stored lines into planned ones and collects what went wrong."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.problems: list[str] = []
        self.models = {model.key: model for model in book.models.all()}
        self.alignments = {alignment.key: alignment for alignment in book.alignments.all()}
        self.pools = {pool.key: pool for pool in book.pools.all() if not pool.archived}

    def overlay(self, overlay: Overlay) -> SeatGroup:
        """The seat an overlay adds to the lines."""
        where = f"Overlay {overlay.key}"
        line = SeatLine(
            key=overlay.key,
            title=overlay.title,
            assists=overlay.assists,
            scope=overlay.scope,
            roles=overlay.roles,
            match=overlay.match,
            need=overlay.need,
            hours=overlay.hours,
            relieves=overlay.relieves,
        )
        seat = AskedSeat(
            key=overlay.key,
            title=overlay.title,
            line=line,
            carries=(),
            assists=overlay.assists,
            holder=SeatHolding.NAMED,
            people=self.people(overlay.people, where),
            overlay=True,
        )
        return SeatGroup(overlay.key, ((self.scope(overlay.scope, where), seat),))

    def line(self, index: int, line: PlanLine, overlays: tuple[SeatGroup, ...]) -> PlannedLine:
        """One line with its seats."""
        where = f"Plan line {index + 1}"
        alignment = self._named(line.alignment, self.alignments, f"{where}: there is no alignment", "in this book.")
        model_key = line.model or (alignment.model if alignment is not None else "")
        model = None if line.unmanaged else self._model(model_key, where)
        pool = self._named(line.pool, self.pools, f"{where}: there is no pool", "in this book.")
        groups = () if line.unmanaged else (*self._groups(line, model, alignment, where), *overlays)
        planned = PlannedLine(
            index=index,
            line=line,
            title=line.title or line.scope or "all accounts",
            scope=self.scope(line.scope, where),
            model=model,
            alignment=alignment,
            pool=pool,
            serve=dict(line.serve),
            groups=groups,
        )
        if not all(group.fixed for group in groups):
            return planned
        fixed = SeatSet.of(planned, [group.choices[0][1] for group in groups])
        # The set and the line refer to each other: the set is put in once both exist.
        object.__setattr__(planned, "fixed", fixed)
        return planned

    def scope(self, text: str, where: str) -> Scope | None:
        """A scope; one that can not be read fits nothing and is told."""
        return self._read(text, where, account_scope)

    def people(self, text: str, where: str) -> People | None:
        """A people filter; one that can not be read fits nobody and is told."""
        return self._read(text, where, person_scope)

    def _read(self, text: str, where: str, read: Callable[[str, Book], T | None]) -> T | Nothing | None:
        try:
            return read(text, self.book)
        except QueryError as error:
            self.problems.append(f"{where}: {error.says}")
            return Nothing()

    def _named(self, key: str, known: Mapping[str, T], says: str, tail: str) -> T | None:
        if not key:
            return None
        found = known.get(key)
        if found is None:
            self.problems.append(f"{says} {key} {tail}")
        return found

    def _model(self, key: str, where: str) -> Model | None:
        if not key:
            self.problems.append(f"{where}: it names neither a model nor an alignment with one.")
            return None
        return self._named(key, self.models, f"{where}: the model", "is not in this book; choose it again.")

    def _groups(
        self, line: PlanLine, model: Model | None, alignment: Alignment | None, where: str
    ) -> tuple[SeatGroup, ...]:
        carriers = dict(alignment.duties) if alignment is not None else {}
        carriers.update(dict(line.duties))
        given = {duty: carrier for duty, carrier in carriers.items() if carrier != TEAM}
        people = self.people(line.people, where)
        choices: dict[str, list[tuple[Scope | None, AskedSeat]]] = {}
        for seat_line in model.seats if model is not None else ():
            seat = _asked(seat_line, model, given, people, line.pool)
            if seat is not None:
                scope = self.scope(seat_line.scope, f"{where}, seat {seat_line.key}")
                choices.setdefault(seat.key, []).append((scope, seat))
        groups = [SeatGroup(key, tuple(found)) for key, found in choices.items()]
        groups.sort(key=lambda group: not group.choices[0][1].carries)
        outside = [SeatGroup(seat.key, ((None, seat),)) for seat in _outside_seats(given)]
        carrying = [group for group in groups if group.choices[0][1].carries]
        assisting = [group for group in groups if not group.choices[0][1].carries]
        return (*carrying, *outside, *assisting)


def _asked(
    line: SeatLine, model: Model | None, given: Mapping[Duty, str], people: People | None, pool: str
) -> AskedSeat | None:
    """A model's seat less the duties given to others; None when nothing is left of it."""
    carries = tuple(duty for duty in line.carries if duty not in given)
    if not carries and not line.assists:
        return None
    return AskedSeat(
        key=line.key,
        title=line.title,
        line=line,
        carries=carries,
        assists=line.assists,
        holder=line.holder,
        pool_key=pool if line.holder is SeatHolding.POOL else "",
        function=line.function,
        people=people,
        model=model,
    )


def _outside_seats(given: Mapping[Duty, str]) -> tuple[AskedSeat, ...]:
    """One seat for each function that carries duties in place of the team."""
    functions: dict[str, list[Duty]] = {}
    for duty in Duty:
        if duty in given:
            functions.setdefault(given[duty].removeprefix(OUTSIDE_PREFIX), []).append(duty)
    seats = []
    for function, duties in functions.items():
        title = f"{function.capitalize()} (outside)"
        key = OUTSIDE_PREFIX + function
        line = SeatLine(key=key, title=title, carries=tuple(duties), holder=SeatHolding.OUTSIDE, function=function)
        seats.append(
            AskedSeat(
                key=key,
                title=title,
                line=line,
                carries=tuple(duties),
                assists=(),
                holder=SeatHolding.OUTSIDE,
                function=function,
            )
        )
    return tuple(seats)
