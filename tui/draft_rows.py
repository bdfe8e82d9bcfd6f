"""The parts of a draft as rows: name and day, plan lines, overlays, roles, hires, pools, leavers, overrides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.book.book import Book
from core.models.drafting import DraftError, draft_book, draft_problems
from core.models.reach import reach
from core.models.suggest import Suggestion
from core.organisation import Draft, Overlay, Override, PlanLine
from core.people import Pool, RoleShare
from core.ports import Catalogue
from core.usecases.use_model import coverage
from core.wording import counted, hours_short, listed, percent, short_date
from core.words import OUTSIDE_PREFIX, TEAM
from tui.compare_rows import roles_text
from tui.portrait import Said
from widgets.table.columns import Cell, Column
from widgets.tones import Tone


class Part(StrEnum):
    """What a row of a draft is."""

    TITLE = "Name"
    DAY = "From"
    LINE = "Line"
    OVERLAY = "Overlay"
    ROLE = "Role"
    HIRE = "Hire"
    POOL = "Pool"
    GONE = "Gone"
    SET = "Set"
    MEND = "Overloads"
    SUGGESTED = "Suggested"


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of a draft."""

    id: int
    """Number that is the same for the same part while the editor is open."""
    part: Part
    """What it is."""
    place: int
    """Its place in its list, from 1; of a role or a leaver the person id."""
    label: str
    """What it is, on screen."""
    text: str
    """The part in words."""
    accounts: int | None = None
    """Accounts of a line; None for anything else, and while they are being counted."""
    tone: Tone = "plain"
    """A shade of meaning."""


PART_COLUMNS: tuple[Column[PartRow], ...] = (
    Column("label", "Part", lambda row: Cell(row.label, "muted" if row.part is Part.SUGGESTED else "accent"), 10),
    Column("text", "What", lambda row: Cell(row.text, row.tone), 30, flex=1),
    Column(
        "accounts",
        "Accounts",
        lambda row: Cell("" if row.accounts is None else f"{row.accounts:,}", "plain" if row.accounts else "bad"),
        8,
        align="right",
    ),
)
"""The columns of a draft's parts."""

_ORDER = list(Part)
_EACH = 100_000


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft held against the book."""

    lines: tuple[int, ...] = ()
    """Accounts by plan line."""
    problems: tuple[str, ...] = ()
    """What stands against putting it in force."""
    notes: tuple[str, ...] = ()
    """What should be looked at, with numbers."""
    suggestion: Suggestion | None = None
    """The roles its seats ask for; None while nobody asked, or where they cannot be told."""


def checked(book: Book, draft: Draft, day: date, known: Catalogue) -> Checked:
    """Hold a draft against a book: accounts by line, problems, and what the plan leaves out."""
    problems = draft_problems(book, draft, day, known)
    try:
        following = draft_book(book, draft, day, known)
    except DraftError:
        return Checked(problems=problems)
    notes = reach(following, day).notes(following)
    return Checked(coverage(following, draft.plan, day).lines, problems, notes)


def part_rows(book: Book, draft: Draft, known: Catalogue, found: Checked) -> list[PartRow]:
    """The parts of a draft in order; what is only suggested comes last."""
    return [*_heading(draft), *_plan(draft, known, found), *_people(book, draft), *_suggested(book, draft, found)]


def _row(part: Part, place: int, label: str, text: str, accounts: int | None = None, tone: Tone = "plain") -> PartRow:
    number = _ORDER.index(part) * 2 * _EACH + _EACH + place
    return PartRow(number, part, place, label, text, accounts, tone)


def _heading(draft: Draft) -> Iterator[PartRow]:
    yield _row(Part.TITLE, 1, "Name", draft.title)
    yield _row(Part.DAY, 1, "From", day_text(draft))


def day_text(draft: Draft) -> str:
    """The day a draft would come into force."""
    return short_date(draft.effective) if draft.effective is not None else "the day it is adopted"


def _plan(draft: Draft, known: Catalogue, found: Checked) -> Iterator[PartRow]:
    for place, line in enumerate(draft.plan.lines, 1):
        accounts = found.lines[place - 1] if place <= len(found.lines) else None
        tone: Tone = "muted" if line.unmanaged else "plain"
        yield _row(Part.LINE, place, f"Line {place}", plan_line_text(line, known), accounts, tone)
    for place, overlay in enumerate(draft.plan.overlays, 1):
        yield _row(Part.OVERLAY, place, "Overlay", overlay_text(overlay))


def plan_line_text(line: PlanLine, known: Catalogue) -> str:
    """A plan line in words: for whom, and how they are served."""
    titles: Mapping[str, str] = {model.key: model.title for model in known.models}
    titles = {**titles, **{one.key: one.title for one in known.alignments}}
    scope = f"{line.title} ({line.scope})" if line.title and line.scope else line.title or line.scope or "all accounts"
    if line.unmanaged:
        return f"{scope}: nobody, on purpose: {line.unmanaged}"
    parts = [titles.get(line.model, line.model) or f"{titles.get(line.alignment, line.alignment)} alone"]
    if line.model and line.alignment:
        parts.append(f"aligned {titles.get(line.alignment, line.alignment).lower()}")
    if line.pool:
        parts.append(f"pool {line.pool}")
    if line.people:
        parts.append(f"by people {line.people}")
    parts += [f"{own.value} touch served at {served.value}" for own, served in line.serve]
    parts += [f"{duty.value} by {_carrier(who)}" for duty, who in line.duties]
    return f"{scope}: {', '.join(parts)}"


def _carrier(who: str) -> str:
    return "the team" if who == TEAM else f"{who.removeprefix(OUTSIDE_PREFIX)} outside the team"


def overlay_text(overlay: Overlay) -> str:
    """An overlay in words: what it assists, where, who may sit there, and what it takes off."""
    parts = [f"{overlay.title} assists {listed(duty.value for duty in overlay.assists)}"]
    parts.append(f"on {overlay.scope or 'all accounts'}")
    if overlay.roles:
        parts.append(f"by {listed((role.replace('_', ' ') for role in overlay.roles), 'or')}")
    if overlay.hours is not None:
        own = (overlay.hours.high, overlay.hours.mid, overlay.hours.tech)
        parts.append(f"{' / '.join(map(hours_short, own))} h a month at high / mid / tech touch")
    parts += [f"takes {percent(part)} of {duty.value} off" for duty, part in overlay.relieves]
    return ", ".join(parts)


def _people(book: Book, draft: Draft) -> Iterator[PartRow]:
    for change in draft.role_changes:
        yield _row(
            Part.ROLE,
            change.person,
            "Role",
            f"{person_name(book, draft, change.person)}: {_change(book, change.person, change.roles)}",
        )
    for place, position in enumerate(draft.vacancies, 1):
        starts = f" from {short_date(position.starts)}" if position.starts else ""
        part = f", {percent(position.fte)}" if position.fte != 100 else ""
        team = f", team {position.team}" if position.team else ""
        roles = roles_text(book, position.roles)
        yield _row(Part.HIRE, place, f"Hire {place}", f"{position.name}{starts}: {roles}{part}{team}")
    for place, pool in enumerate(draft.pools, 1):
        yield _row(Part.POOL, place, "Pool", pool_text(book, draft, pool))
    for number in draft.leavers:
        yield _row(Part.GONE, number, "Gone", person_name(book, draft, number))
    for place, override in enumerate(draft.overrides, 1):
        yield _row(Part.SET, place, "Set", override_text(override))
    if draft.mend_overloads:
        yield _row(Part.MEND, 1, "Overloads", "mended too: books that are over give to those with room")


def _change(book: Book, person: int, roles: Sequence[RoleShare]) -> str:
    record = book.people.get(person)
    then = roles_text(book, roles)
    if record is None:
        return then
    if record.roles == tuple(roles):
        return f"stays {then}, whatever is suggested"
    return f"{roles_text(book, record.roles)} → {then}"


def person_name(book: Book, draft: Draft, number: int) -> str:
    """Somebody by name; a position of the draft by its title."""
    position = next((one for one in draft.vacancies if one.id == number), None)
    person = position or book.people.get(number)
    return person.name if person is not None else f"P{number}, who is not on the roster"


def pool_text(book: Book, draft: Draft, pool: Pool) -> str:
    """A pool with its members and their shares."""
    members = (
        person_name(book, draft, one.person) + ("" if one.share == 100 else f" {percent(one.share)}")
        for one in pool.members
    )
    limit = f"; at most {pool.open_limit} open requests each" if pool.open_limit is not None else ""
    return f"{pool.title} ({pool.key}): {listed(members) or 'nobody'}{limit}"


def override_text(override: Override) -> str:
    """What an override sets on which accounts."""
    parts = [f"segment {override.segment}"] if override.segment else []
    parts += [f"{override.touch.value} touch"] if override.touch is not None else []
    return f"{override.scope or 'all accounts'}: {listed(parts)}"


def _suggested(book: Book, draft: Draft, found: Checked) -> Iterator[PartRow]:
    if found.suggestion is None:
        return
    changed = {change.person for change in draft.role_changes}
    for change in found.suggestion.changes:
        if change.person not in changed:
            text = f"{person_name(book, draft, change.person)}: {_change(book, change.person, change.roles)}"
            yield _row(Part.SUGGESTED, change.person, "Suggested", text, tone="muted")
    for position in found.suggestion.vacancies:
        text = f"hire {position.name.removeprefix('Open position: ')}: {roles_text(book, position.roles)}"
        yield _row(Part.SUGGESTED, position.id, "Suggested", text, tone="muted")


def check_lines(found: Checked, book: Book) -> tuple[Said, ...]:
    """What stands against a draft, what should be looked at, and what its seats ask for."""
    said = [Said("Problem", text, "bad") for text in found.problems]
    said += [Said("Look at", text, "warn") for text in found.notes]
    if found.suggestion is not None:
        said.append(Said("Asks for", demand_text(found.suggestion, book)))
    if not found.problems and not found.notes:
        said.insert(0, Said("Check", "every account, duty, role and person has its place", "good"))
    return tuple(said)


def demand_text(found: Suggestion, book: Book) -> str:
    """The positions that the seats of a plan ask for, role by role, and whether that is what people have."""
    titles = {role.key: role.title for role in book.roles.values()}
    parts = [
        f"{titles.get(one.role, one.role)} {one.fte // 10}.{one.fte % 10}"
        + ("" if one.full_job or not one.fte else " (not a full job)")
        for one in found.demands
        if one.roles
    ]
    unmet = f"; nobody may learn {listed(titles.get(role, role) for role in found.unmet)}" if found.unmet else ""
    as_it_is = "" if found.changes or found.vacancies or unmet else "; no role needs to change for it"
    return f"full-time positions: {', '.join(parts) or 'none'}{unmet}{as_it_is}"


# Drafts in a list -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft in the list."""

    id: int
    """Its number."""
    draft: Draft
    """The draft."""
    found: Checked | None
    """Held against the book; None while it is being read."""


def _problems(row: DraftRow) -> Cell:
    if row.found is None:
        return Cell("…", "muted")
    if row.found.problems:
        return Cell(counted(len(row.found.problems), "problem"), "bad")
    return Cell(counted(len(row.found.notes), "note"), "warn") if row.found.notes else Cell("none", "good")


DRAFT_COLUMNS: tuple[Column[DraftRow], ...] = (
    Column("title", "Draft", lambda row: Cell(row.draft.title), 22, flex=1),
    Column("lines", "Lines", lambda row: Cell(f"{len(row.draft.plan.lines)}"), 5, align="right"),
    Column("roles", "Roles", lambda row: Cell(f"{len(row.draft.role_changes)}"), 5, align="right"),
    Column("hires", "Hires", lambda row: Cell(f"{len(row.draft.vacancies)}"), 5, align="right"),
    Column("from", "From", lambda row: Cell(day_text(row.draft)), 21, priority=1),
    Column("problems", "Against it", _problems, 11),
)
"""The columns of the list of drafts."""


def draft_card(row: DraftRow, known: Catalogue, book: Book) -> tuple[Said, ...]:
    """A draft in the list: what stands against it, then its plan."""
    against = check_lines(row.found, book) if row.found is not None else ()
    lines = [
        Said("Plan" if place == 0 else "", plan_line_text(line, known))
        for place, line in enumerate(row.draft.plan.lines)
    ]
    return (*against, *(lines or [Said("Plan", "no line yet", "warn")]))
