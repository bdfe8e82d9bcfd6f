"""From files to a plan: recognise each, order them, and plan one after the other on a scratch book."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.book.book import Book
from core.exchange.cells import Cells
from core.exchange.fields import Kind
from core.exchange.grid import Grid, without_footer
from core.exchange.kinds.accounts import plan_accounts
from core.exchange.kinds.churn import plan_churn
from core.exchange.kinds.contracts import plan_contracts
from core.exchange.kinds.owners import plan_owners
from core.exchange.kinds.people import plan_people
from core.exchange.kinds.tickets import plan_tickets
from core.exchange.plan import ImportPlan
from core.exchange.recognise import Dialect, ImportFault, Recognition, dialect_of, normal, recognise
from core.exchange.work import Report, Work
from core.moment import Moment
from core.when import DateOrder

DEFAULT_SOURCE = "crm"
"""Source of files that no system's headers give away."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user said about the files."""

    kind: Kind | None = None
    """Kind of all files; None guesses it from the headers."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """Column to field key, ``custom`` or ``-``."""
    source: str | None = None
    """Name under which values are remembered; None takes the system's."""
    dates: DateOrder | None = None
    """Order of dates that the files leave open."""


NO_WISHES = Wishes()
"""Guess everything."""

_PLANNERS: Mapping[Kind, Callable[[Work, Cells, Report], None]] = {
    Kind.PEOPLE: plan_people,
    Kind.ACCOUNTS: plan_accounts,
    Kind.CONTRACTS: plan_contracts,
    Kind.CHURN: plan_churn,
    Kind.TICKETS: plan_tickets,
    Kind.OWNERS: plan_owners,
}
_ORDER = list(_PLANNERS)


def plan_import(
    book: Book,
    moment: Moment,
    grids: Sequence[Grid],
    dialects: Iterable[Dialect] = (),
    wishes: Wishes = NO_WISHES,
) -> ImportPlan:
    """What importing the files would do; people first, owners last, whatever order they are given in.

    Changes nothing. Raises ``ImportFault`` when a file's kind or a needed column cannot be told.
    """
    if not grids:
        raise ImportFault("There is no file to import. Name one or several.")
    if len(grids) > 1:
        _check_mapping(wishes.mapping, grids)
    known = tuple(dialects)
    files = [_recognised(book, grid, known, wishes, alone=len(grids) == 1) for grid in grids]
    files.sort(key=lambda file: _ORDER.index(file.found.spec.kind))
    work = Work(book, moment)
    plans = []
    for file in files:
        cells = Cells(file.grid, file.found, work.book.policy.currency, wishes.dates)
        report = Report(cells, file.source, file.why)
        _PLANNERS[file.found.spec.kind](work, cells, report)
        plans.append(report.plan())
    return ImportPlan(
        base=work.base,
        files=tuple(plans),
        edits=tuple(work.edits),
        churned=tuple(work.churned),
        touched=tuple(sorted(work.touched)),
    )


def _of_columns(mapping: Mapping[str, str], columns: Iterable[str]) -> dict[str, str]:
    """The part of a mapping that is about columns of one file."""
    there = {normal(column) for column in columns}
    return {column: key for column, key in mapping.items() if normal(column) in there}


def _check_mapping(mapping: Mapping[str, str], grids: Sequence[Grid]) -> None:
    """Refuse a mapping of a column that none of several files has."""
    for column in mapping:
        if not any(_of_columns({column: ""}, grid.columns) for grid in grids):
            raise ImportFault(f"There is no column “{column}” to map in any of the {len(grids)} files.")


@dataclass(frozen=True, slots=True)
class _File:
    grid: Grid
    found: Recognition
    source: str
    why: str


def _recognised(book: Book, grid: Grid, dialects: tuple[Dialect, ...], wishes: Wishes, *, alone: bool) -> _File:
    dialect = dialect_of(grid.columns, dialects)
    source = wishes.source or (dialect.key if dialect is not None else DEFAULT_SOURCE)
    mapping = wishes.mapping if alone else _of_columns(wishes.mapping, grid.columns)
    found = recognise(
        grid.columns,
        kind=wishes.kind,
        mapping=mapping,
        dialect=dialect,
        remembered=_remembered(book, source),
        name=grid.name,
    )
    kind = found.spec.kind
    told = "as you said" if found.given else "by its headers"
    system = f" of {dialect.title}" if dialect is not None else ""
    why = f"{grid.name} is taken as {found.spec.title}{system}, {told}; its values are remembered as “{source}”."
    trimmed = without_footer(grid, dialect.footers if dialect is not None else ())
    assert kind in _PLANNERS
    return _File(trimmed, found, source, why)


def _remembered(book: Book, source: str) -> dict[Kind, dict[str, str]]:
    """The use of columns at the last import of a source, by kind."""
    kinds = {str(kind): kind for kind in Kind}
    return {
        kinds[profile.kind]: dict(profile.mapping)
        for profile in book.profiles.values()
        if profile.source == source and profile.kind in kinds
    }
