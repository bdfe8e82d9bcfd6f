"""The rows of the comparison: each model and draft with one kind of roles, its columns, and its figures in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from core.book.book import Book
from core.exchange.sheet import Shape, Sheet, SheetColumn, Value
from core.models.compare import Compared, Roles
from core.models.fit.line import Side
from core.models.standing import Standing
from core.outlook import Outlook
from core.people import RoleShare
from core.wording import (
    UNKNOWN,
    counted,
    hours,
    hours_short,
    listed,
    money,
    money_short,
    percent,
    rounded,
    short_date,
)
from tui.portrait import Said
from widgets.table.columns import Cell, Column
from widgets.tones import Tone

_SERVED = ", served at tech touch"
_ROLES = {Roles.TODAY: "today", Roles.SUGGESTED: "suggested"}
_WITH = {Roles.TODAY: "with today's roles", Roles.SUGGESTED: "with suggested roles"}
_SIDES: dict[Side, tuple[str, Tone]] = {
    Side.FOR: ("For", "good"),
    Side.AGAINST: ("Against", "warn"),
    Side.UNHEARD: ("Not heard", "muted"),
}
_MOST_NAMES = 4


@dataclass(frozen=True, slots=True)
class CompareRow:
    """A model or draft with one kind of roles; what it comes to once that is measured."""

    id: int
    """Number that is the same for the same row while the program runs."""
    standing: Standing
    """The model or draft."""
    roles_of: Roles
    """With whose roles it is looked at."""
    found: Compared | None
    """The figures; None until they are measured."""

    @property
    def name(self) -> str:
        """Its title without the words that a column of its own says."""
        return self.standing.title.removesuffix(_SERVED)

    @property
    def title(self) -> str:
        """Its title with the roles it is looked at with."""
        return f"{self.standing.title}, {_WITH[self.roles_of]}"

    @property
    def figures(self) -> Compared | None:
        """The figures, where it could be measured."""
        return None if self.found is None or self.found.problem else self.found


# Columns --------------------------------------------------------------------------------------------------------

Figure = Callable[[Compared], int]


@dataclass(frozen=True, slots=True)
class _Number:
    """A column of figures: how it is read, written and exported."""

    key: str
    title: str
    read: Figure
    width: int
    priority: int
    text: Callable[[int], str]
    shape: Shape
    long: str


def _count(number: int) -> str:
    return f"{number:,}"


_NUMBERS: tuple[_Number, ...] = (
    _Number("change", "Role", lambda one: len(one.roles), 4, 7, _count, Shape.NUMBER, "People changing role"),
    _Number("hire", "Hire", lambda one: len(one.vacancies), 4, 7, _count, Shape.NUMBER, "Positions to hire"),
    _Number("moves", "Moves", lambda one: one.moves, 5, 0, _count, Shape.NUMBER, "Moves"),
    _Number("kept", "Kept", lambda one: one.kept.accounts, 5, 0, _count, Shape.NUMBER, "Relationships kept"),
    _Number("loose", "Loose", lambda one: one.loosened.accounts, 5, 0, _count, Shape.NUMBER, "Loosened"),
    _Number("broken", "Broken", lambda one: one.broken.accounts, 6, 0, _count, Shape.NUMBER, "Broken"),
    _Number("saved", "Saved", lambda one: one.saved_hours, 6, 0, hours_short, Shape.HOURS, "Hours saved a month"),
    _Number("lower", "Lower", lambda one: one.served_lower, 5, 0, _count, Shape.NUMBER, "Accounts served lower"),
    _Number("over", "Over h", lambda one: one.over_hours, 6, 3, hours_short, Shape.HOURS, "Hours over capacity"),
    _Number("worst", "Worst", lambda one: one.peak_over_hours, 6, 4, hours_short, Shape.HOURS, "Worst of 6 months"),
    _Number("empty", "Unfill.", lambda one: one.unfilled_seats, 7, 5, _count, Shape.NUMBER, "Seats unfilled"),
    _Number("findings", "Find.", lambda one: one.errors + one.warnings, 5, 6, _count, Shape.NUMBER, "Findings"),
    _Number("arr", "ARR", lambda one: one.arr_moved, 6, 8, money_short, Shape.MONEY, "ARR moved"),
    _Number("handover", "Hand h", lambda one: one.handover_hours, 6, 9, hours_short, Shape.HOURS, "Handover hours"),
    _Number("for", "For", lambda one: _side(one, Side.FOR), 3, 10, _count, Shape.NUMBER, "Evidence for"),
    _Number("against", "Agst", lambda one: _side(one, Side.AGAINST), 4, 10, _count, Shape.NUMBER, "Evidence against"),
)


def _side(one: Compared, side: Side) -> int:
    return sum(line.side is side for line in one.evidence)


def _number_cell(number: _Number) -> Callable[[CompareRow], Cell]:
    def cell(row: CompareRow) -> Cell:
        if row.found is None:
            return Cell("…", "muted")
        if row.found.problem:
            return Cell(UNKNOWN, "muted")
        amount = number.read(row.found)
        return Cell(number.text(amount), "plain" if amount else "muted")

    return cell


COMPARE_COLUMNS: tuple[Column[CompareRow], ...] = (
    Column("model", "Model or draft", lambda row: Cell(row.name, _tone(row)), 21, flex=1, sort_key="model"),
    Column("served", "Served", lambda row: Cell("tech" if row.standing.served_tech else ""), 6),
    Column("roles", "Roles", lambda row: Cell(_ROLES[row.roles_of], "muted"), 9),
    *(
        Column(
            number.key,
            number.title,
            _number_cell(number),
            number.width,
            align="right",
            sort_key=number.key,
            priority=number.priority,
        )
        for number in _NUMBERS
    ),
)
"""The columns of the comparison; at 80 columns the relationships and what it saves, the rest is on the card."""


def _tone(row: CompareRow) -> Tone:
    if row.found is not None and row.found.problem:
        return "warn"
    return "accent" if row.standing.draft.id else "plain"


def in_order(rows: Sequence[CompareRow], key: str, reverse: bool) -> list[CompareRow]:
    """Rows sorted by a column, those without figures last; rows that are equal stay as they are listed."""
    number = next((one for one in _NUMBERS if one.key == key), None)
    if number is None:
        return sorted(rows, key=lambda row: row.standing.title.casefold(), reverse=reverse)
    read = number.read
    known = [(read(row.figures), row) for row in rows if row.figures is not None]
    known.sort(key=lambda pair: -pair[0] if reverse else pair[0])
    return [*(row for _, row in known), *(row for row in rows if row.figures is None)]


def compare_sheet(rows: Sequence[CompareRow], outlook: Outlook) -> Sheet:
    """The comparison as a sheet; what is not measured yet is left out."""
    columns = (
        SheetColumn("model", "Model or draft"),
        SheetColumn("roles", "Roles"),
        *(SheetColumn(number.key, number.long, number.shape) for number in _NUMBERS),
    )
    made: list[tuple[Value, ...]] = [
        (row.standing.title, _ROLES[row.roles_of], *(number.read(row.figures) for number in _NUMBERS))
        for row in rows
        if row.figures is not None
    ]
    return Sheet("models and drafts", outlook.moment.today, outlook.book.policy.currency, columns, tuple(made))


# In words -------------------------------------------------------------------------------------------------------


def compare_card(book: Book, row: CompareRow) -> tuple[Said, ...]:
    """What a row comes to, in a few lines; the most telling ones first."""
    return tuple(_told(book, row, most=_MOST_NAMES))


def compare_page(book: Book, row: CompareRow) -> tuple[Said, ...]:
    """All that a row comes to, with every name and every line of evidence."""
    return tuple(_told(book, row, most=10_000))


def _told(book: Book, row: CompareRow, most: int) -> Iterator[Said]:
    one = row.found
    if one is None:
        yield Said("", "It is still to be measured.", "muted")
        return
    if one.problem:
        yield Said("Problem", one.problem, "bad")
        return
    yield from _without_line(one)
    yield _served(one)
    yield _moves(book, one)
    yield _relationships(one, whole=most > _MOST_NAMES)
    yield _over(one)
    yield from _people(book, one, most)
    yield _unfilled(one)
    yield _findings(one, most)
    yield from _evidence(one, most)


def _without_line(one: Compared) -> Iterator[Said]:
    accounts = dict(one.codes).get("PLAN-GAP", 0) if one.draft.plan.lines else 0
    if accounts:
        yield without_line(accounts)


def without_line(accounts: int) -> Said:
    """How many accounts a plan says nothing of: the first thing to know of it."""
    verb = "falls" if accounts == 1 else "fall"
    return Said(
        "No line", f"{counted(accounts, 'account')} {verb} under no line of the plan: nobody serves them", "bad"
    )


def _served(one: Compared) -> Said:
    if not one.served_lower:
        return Said("Hours saved", "0 h; no account would be served at a lower touch than today")
    lower = f"{counted(one.served_lower, 'account')} would be served at a lower touch than today"
    return Said("Hours saved", f"{hours(one.saved_hours)} a month, because {lower}", "accent")


def _moves(book: Book, one: Compared) -> Said:
    if not one.moves:
        return Said("Moves", "none: every seat with work stays with who has it")
    how = f"{one.forced:,} because they must, {one.chosen or 'none'} by choice"
    costs = f"{hours(one.handover_hours)} of handing over, once"
    arr = f"; {money(one.arr_moved, book.policy.currency)} ARR gets another lead or none" if one.arr_moved else ""
    return Said("Moves", f"{counted(one.moves, 'seat')} with work: {how}; {costs}{arr}")


def _relationships(one: Compared, *, whole: bool) -> Said:
    parts = (
        (one.kept, "kept", ""),
        (one.loosened, "loosened", " to a pool in which their lead is"),
        (one.broken, "broken", ""),
    )
    said = [f"{kind.accounts:,} {word}{more if kind.accounts else ''}" for kind, word, more in parts]
    if whole:
        said = [f"{text} ({hours(kind.hours)} a month)" for text, (kind, _, _) in zip(said, parts, strict=True)]
    return Said("Relationships", listed(said), "warn" if one.broken.accounts else "plain")


def _over(one: Compared) -> Said:
    fullest = ""
    if one.max_utilisation is not None:
        fullest = f"; the fullest person is at {percent(rounded(one.max_utilisation, 100))}"
    says = f"{hours(one.over_hours)} in the first month, {hours(one.peak_over_hours)} in the worst of six{fullest}"
    outside = f"; {hours(one.outside_hours)} are done outside the team" if one.outside_hours else ""
    return Said("Over capacity", says + outside, "warn" if one.over_hours else "plain")


def _people(book: Book, one: Compared, most: int) -> Iterator[Said]:
    changing = [
        f"{book.people[move.person].name} from {roles_text(book, move.before)} to {roles_text(book, move.after)}"
        for move in one.roles
    ]
    positions = [position.name.removeprefix("Open position: ") for position in one.vacancies]
    said = [f"{counted(len(changing), 'person')} changing role" if changing else "nobody changes role"]
    said += [f"{counted(len(positions), 'position')} to hire" if positions else "nobody to hire"]
    if one.idle:
        said.append(f"{counted(len(one.idle), 'person')} with nothing to do")
    yield Said("People", ", ".join(said))
    if changing and most > _MOST_NAMES:
        yield from (Said("" if place else "Roles", text) for place, text in enumerate(changing))
    elif changing:
        yield Said("Roles", _some(changing, 2))
    if positions:
        yield Said("Hire", _some(positions, most))
    if one.idle:
        yield Said("Nothing to do", _some([book.people[person].name for person in one.idle], most))


def _unfilled(one: Compared) -> Said:
    if not one.unfilled_seats and not one.empty:
        return Said("Unfilled", "no seat with work within 90 days is without anybody")
    reasons = ", ".join(f"{reason.value} {seats:,}" for reason, seats in one.unfilled)
    now = f"; {one.empty:,} with work on the first day" if one.empty else ""
    return Said("Unfilled", f"{counted(one.unfilled_seats, 'seat')} within 90 days: {reasons}{now}", "warn")


def _findings(one: Compared, most: int) -> Said:
    kinds = _some([f"{code} {number:,}" for code, number in one.codes], most)
    what = f"{counted(one.errors, 'error')} and {counted(one.warnings, 'warning')}"
    return Said("Findings", f"{what}: {kinds}" if kinds else what)


def _evidence(one: Compared, most: int) -> Iterator[Said]:
    if not one.evidence:
        yield Said("Evidence", "nothing on this book speaks for or against it yet", "muted")
    order = {Side.FOR: 0, Side.AGAINST: 1, Side.UNHEARD: 2}
    for line in sorted(one.evidence, key=lambda line: order[line.side]):
        label, tone = _SIDES[line.side]
        yield Said(label, line.says, tone)
        if most > _MOST_NAMES:
            heard = f"n {line.n:,}; " if line.n is not None else ""
            rule = line.rule.removesuffix(".")
            yield Said("", f"{heard}{rule}; {line.source_text}; {short_date(line.on)}", "muted")


def _some(names: Sequence[str], most: int) -> str:
    """The first of some names, and how many others there are."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most:,} more" if len(names) > most else shown


def roles_text(book: Book, roles: Sequence[RoleShare]) -> str:
    """Roles by title, with shares where there is more than a whole one."""
    titles: dict[str, Any] = {role.key: role.title for role in book.roles.values()}
    named = [(titles.get(held.role, held.role), held.share) for held in roles]
    return listed(title if share == 100 else f"{title} {share} %" for title, share in named) or "no role"
