"""The book's own figures, segments, roles and pools as rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.book.book import Book
from core.usecases.figures import Figure, figures
from core.wording import counted, money_short
from core.words import Function, SegmentBy
from tui.portrait import Said
from widgets.table.columns import Cell, Column
from widgets.tones import Tone

FIGURE, SEGMENT, ROLE, POOL = "figure", "segment", "role", "pool"
"""Kinds of rows; each but the first is a word of ``set_fields.KINDS``."""
_EACH = 1_000_000
_KINDS = (FIGURE, SEGMENT, ROLE, POOL)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure, a segment, a role or a pool."""

    id: int
    """Number that stays the same."""
    kind: str
    """What it is."""
    number: int
    """Record id; of a figure its place."""
    name: str
    """Name or key as it is typed."""
    value: str
    """Its value, or its title."""
    says: str
    """What it is."""
    figure: Figure | None = None
    """The figure."""

    @property
    def differs(self) -> bool:
        """Whether it is a figure with another value than the standard."""
        return self.figure is not None and self.figure.differs

    @property
    def said(self) -> tuple[Said, ...]:
        """All that is known of it."""
        one = self.figure
        if one is None:
            return (Said("Is", f"{self.kind} {self.name}: {self.value}"), Said("What", self.says))
        lines = [Said("Does", one.says), Said("Source", one.source)]
        if one.standard:
            lines.append(Said("Standard", one.standard + (", changed in this book" if one.differs else ""), "accent"))
        if one.least:
            lines.append(Said("Range", f"from {one.least} to {one.most}"))
        return tuple(lines)


FIGURE_COLUMNS: tuple[Column[FigureRow], ...] = (
    Column(
        "kind", "Kind", lambda row: Cell(row.kind, "accent" if row.kind != FIGURE else "muted"), width=8, priority=2
    ),
    Column("name", "Name", lambda row: Cell(row.name), width=23),
    Column("value", "Value", lambda row: Cell(row.value + (" *" if row.differs else ""), _tone(row)), width=20, flex=1),
    Column("says", "What it is", lambda row: Cell(row.says, "muted"), width=20, flex=2, priority=1),
)
"""The columns; a star says that a figure is not the standard one."""


def _tone(row: FigureRow) -> Tone:
    return "accent" if row.differs else "plain"


def figure_rows(book: Book) -> list[FigureRow]:
    """Segments, roles and pools, then every figure."""
    return [*_segments(book), *_roles(book), *_pools(book), *_figures(book)]


def _row(kind: str, number: int, name: str, value: str, says: str, figure: Figure | None = None) -> FigureRow:
    return FigureRow((_KINDS.index(kind) + 1) * _EACH + number, kind, number, name, value, says, figure)


def _segments(book: Book) -> Iterator[FigureRow]:
    for one in sorted(book.segments.values(), key=lambda segment: (segment.order, segment.id)):
        if one.by is SegmentBy.INDUSTRY:
            line = f"industries {', '.join(one.industries)}"
        elif one.from_amount is None:
            line = "all that is left"
        else:
            by = "ARR" if one.by is SegmentBy.ARR else one.by.value
            line = f"{by} from {money_short(one.from_amount, book.policy.currency)}"
        yield _row(SEGMENT, one.id, one.key, one.title, f"{line}, {one.touch.value} touch")


def _roles(book: Book) -> Iterator[FigureRow]:
    for one in book.roles.all():
        held = sum(not person.archived and one.key in person.role_keys for person in book.people.values())
        may = "" if one.client else ", holds no seats"
        who = f"held by {counted(held, 'person')}" if held else "held by nobody"
        part = "CS" if one.function is Function.CS else one.function.value
        yield _row(ROLE, one.id, one.key, one.title, f"{part}, {who}{may}")


def _pools(book: Book) -> Iterator[FigureRow]:
    for one in book.pools.all():
        if not one.archived:
            names = [book.people[member.person].name for member in one.members if member.person in book.people]
            yield _row(POOL, one.id, one.key, one.title, ", ".join(names) or "nobody is in it")


def _figures(book: Book) -> Iterator[FigureRow]:
    for place, one in enumerate(figures(book), 1):
        yield _row(FIGURE, place, one.name, one.value, one.says, one)
