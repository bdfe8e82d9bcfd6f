"""Draw a draft up, part by part. A draft is a value of its own: no step of it changes the book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec

from core.book.book import Book
from core.errors import Refusal, RefusalKind
from core.models.drafting import DraftError, draft_book, effective_day, model_of_line
from core.models.plan import line_alone
from core.models.scope import fault_in_people, fault_in_scope
from core.models.standing import is_pooled, pooled_key, whole_team
from core.models.suggest import Suggestion
from core.moment import Moment
from core.organisation import Draft, Overlay, Override, Plan, PlanLine, RoleChange
from core.people import Person, Pool, PoolMember, RoleShare
from core.ports import Catalogue
from core.query.errors import QueryError
from core.schema import InvalidRecord, revise
from core.text import clean, fold
from core.usecases.refusing import Refused, refuse, sentence
from core.wording import counted, listed, short_date
from core.words import OUTSIDE_PREFIX, TEAM, PersonStatus

P = ParamSpec("P")
Step = Callable[Concatenate[Book, Moment, Catalogue, P], Draft]


def _step(function: Step[P]) -> Callable[Concatenate[Book, Moment, Catalogue, P], Draft | Refusal]:
    """The function as a step: what it refuses, and what no draft may hold, becomes its answer."""

    @wraps(function)
    def answering(
        book: Book, moment: Moment, known: Catalogue, /, *args: P.args, **kwargs: P.kwargs
    ) -> Draft | Refusal:
        try:
            return function(book, moment, known, *args, **kwargs)
        except Refused as refused:
            return refused.refusal
        except (InvalidRecord, DraftError) as error:
            return Refusal(sentence(str(error)))
        except QueryError as error:
            return Refusal(error.says)

    return answering


# Beginning ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewDraft:
    """A draft to begin: from the plan in force unless it names a model or brings a plan."""

    title: str
    """What it is called; no two drafts have the same name."""
    taken: tuple[str, ...] = ()
    """Names of the drafts there are."""
    model: str = ""
    """Key of a model, or of an alignment used alone, for every account."""
    alignment: str = ""
    """Key of an alignment beside the model."""
    plan: Plan | None = None
    """A plan from a file."""
    pools: tuple[Pool, ...] = ()
    """The pools of that file."""
    effective: date | None = None
    """Day it would come into force."""
    mend_overloads: bool = False
    """Whether books that are over under it give seats too."""


@_step
def new_draft(book: Book, moment: Moment, known: Catalogue, request: NewDraft) -> Draft:
    """Begin a draft. A pooled model without a pool gets one of everybody who may be in it."""
    title = clean(request.title)
    if not title:
        refuse("Give the draft a name.")
    if fold(title) in map(fold, request.taken):
        refuse(f"There is a draft {title} already. Choose another name, or throw that one away.")
    _check_day(moment, request.effective)
    plan, pools = request.plan, request.pools
    if plan is None and request.model:
        plan = Plan(id=0, title=title, lines=(_line_of(request, known),))
    if plan is None:
        plan = book.plan
    if plan is None:
        refuse("No model is in force that the draft could start from. Name one: --model generalist.")
    lines, formed = _with_pools(book, moment, known, plan.lines, pools)
    draft = Draft(
        id=0,
        title=title,
        plan=revise(plan, id=0, title=title, lines=lines),
        pools=tuple(revise(pool, id=0) for pool in (*pools, *formed)),
        effective=request.effective,
        mend_overloads=request.mend_overloads,
        base=book.seq,
    )
    return _checked(book, moment, known, draft)


def _line_of(request: NewDraft, known: Catalogue) -> PlanLine:
    alone = next((one for one in known.alignments if one.key == request.model), None)
    if alone is not None and request.model not in {model.key for model in known.models}:
        return line_alone(alone)
    return PlanLine(model=request.model, alignment=request.alignment)


def _with_pools(
    book: Book, moment: Moment, known: Catalogue, lines: Sequence[PlanLine], pools: Sequence[Pool]
) -> tuple[tuple[PlanLine, ...], tuple[Pool, ...]]:
    """The lines, each pooled one with a pool: the only one there is, or one of the whole team."""
    keys = [pool.key for pool in (*pools, *(pool for pool in book.pools.all() if not pool.archived))]
    formed: dict[str, Pool] = {}
    made = []
    for line in lines:
        model = None if line.unmanaged or line.pool else pooled_key(line, known)
        if model is not None and is_pooled(model):
            only = dict.fromkeys(keys)
            team = whole_team(book, moment.today, model)
            key = next(iter(only)) if len(only) == 1 else team.key
            if key not in only:
                formed[key] = team
            line = revise(line, pool=key)
        made.append(line)
    return tuple(made), tuple(formed.values())


# The plan -------------------------------------------------------------------------------------------------------


@_step
def put_line(
    book: Book, moment: Moment, known: Catalogue, draft: Draft, line: PlanLine, at: int | None, replaces: bool
) -> Draft:
    """Put a line into the plan at a place from 1, or in the place of the one there; at the end without one."""
    lines = list(draft.plan.lines)
    _check_line(book, known, line)
    if at is None:
        lines.append(line)
    else:
        _check_place(draft, at, extra=not replaces)
        lines[at - 1 : at if replaces else at - 1] = [line]
    return _checked(book, moment, known, _with_lines(draft, lines))


@_step
def remove_line(book: Book, moment: Moment, known: Catalogue, draft: Draft, at: int) -> Draft:
    """Take a line out of the plan; the last one stays."""
    _check_place(draft, at)
    if len(draft.plan.lines) == 1:
        refuse("A plan has at least one line. Put another one in first.")
    return _with_lines(draft, [line for place, line in enumerate(draft.plan.lines, 1) if place != at])


@_step
def move_line(book: Book, moment: Moment, known: Catalogue, draft: Draft, at: int, to: int) -> Draft:
    """Move a line to another place; the first line that fits an account counts."""
    _check_place(draft, at)
    _check_place(draft, to)
    lines = list(draft.plan.lines)
    lines.insert(to - 1, lines.pop(at - 1))
    return _with_lines(draft, lines)


@_step
def put_plan(book: Book, moment: Moment, known: Catalogue, draft: Draft, plan: Plan, pools: tuple[Pool, ...]) -> Draft:
    """Put another plan with its pools, as of a file, in the place of the draft's own; the pools it has stay."""
    lines, formed = _with_pools(book, moment, known, plan.lines, pools)
    brought = {pool.key: revise(pool, id=0) for pool in (*draft.pools, *pools, *formed)}
    drafted = revise(draft, plan=revise(plan, id=0, title=draft.title, lines=lines), pools=tuple(brought.values()))
    return _checked(book, moment, known, drafted)


@_step
def put_overlay(book: Book, moment: Moment, known: Catalogue, draft: Draft, overlay: Overlay) -> Draft:
    """Lay an assisting seat over the plan, in place of the one with its key."""
    if not overlay.assists:
        refuse(f"Say which duties {overlay.title} assists.")
    _check_filter(book, overlay.scope, overlay.people)
    _check_roles(book, overlay.roles)
    kept = [one for one in draft.plan.overlays if one.key != overlay.key]
    return _checked(book, moment, known, revise(draft, plan=revise(draft.plan, overlays=(*kept, overlay))))


@_step
def remove_overlay(book: Book, moment: Moment, known: Catalogue, draft: Draft, key: str) -> Draft:
    """Take an assisting seat off the plan."""
    kept = tuple(one for one in draft.plan.overlays if one.key != key)
    if len(kept) == len(draft.plan.overlays):
        keys = listed(one.key for one in draft.plan.overlays) or "none"
        refuse(f"The draft has no overlay {clean(key)}; it has {keys}.", RefusalKind.UNKNOWN)
    return revise(draft, plan=revise(draft.plan, overlays=kept))


# People ---------------------------------------------------------------------------------------------------------


@_step
def set_roles(
    book: Book, moment: Moment, known: Catalogue, draft: Draft, person: int, roles: tuple[RoleShare, ...]
) -> Draft:
    """Give somebody other roles in the draft; without roles they keep those they have."""
    name = book.people[person].name
    _check_roles(book, tuple(held.role for held in roles))
    if any(not 0 < held.share <= 100 for held in roles) or sum(held.share for held in roles) > 100:
        refuse(f"The shares of {name}'s roles are above nothing and make up to 100 % together.")
    kept = [change for change in draft.role_changes if change.person != person]
    changes = [*kept, RoleChange(person=person, roles=roles)] if roles else kept
    return revise(draft, role_changes=tuple(sorted(changes, key=lambda change: change.person)))


@_step
def set_leaver(book: Book, moment: Moment, known: Catalogue, draft: Draft, person: int, leaves: bool) -> Draft:
    """Count somebody as gone in the draft, or as staying after all."""
    kept = {number for number in draft.leavers if number != person}
    return revise(draft, leavers=tuple(sorted(kept | {person} if leaves else kept)))


@dataclass(frozen=True, slots=True)
class Hire:
    """A position to open in a draft."""

    role: str
    """Role key."""
    starts: date | None = None
    """Day somebody is expected; None is the draft's own day."""
    title: str = ""
    """What it is called; the role's title when empty."""
    fte: int = 100
    """Percent of a full-time position."""
    segments: tuple[str, ...] = ()
    """Segments it serves; none means all."""
    regions: tuple[str, ...] = ()
    """Regions, likewise."""
    languages: tuple[str, ...] = ()
    """Languages, likewise."""
    team: str = ""
    """Team it belongs to."""


@_step
def hire(book: Book, moment: Moment, known: Catalogue, draft: Draft, request: Hire) -> Draft:
    """Open a position in the draft. What is not said of whom it serves is everything the customers ask for."""
    position = _position(book, moment, draft, request, _next_position(draft))
    return revise(draft, vacancies=(*draft.vacancies, position))


@_step
def rehire(book: Book, moment: Moment, known: Catalogue, draft: Draft, number: int, request: Hire) -> Draft:
    """Describe an open position anew, by its place in the list from 1; it stays in its pools."""
    before = draft.vacancies[_check_position(draft, number) - 1]
    position = _position(book, moment, draft, request, before.id)
    return revise(draft, vacancies=tuple(position if one is before else one for one in draft.vacancies))


def _next_position(draft: Draft) -> int:
    return min((position.id for position in draft.vacancies), default=0) - 1


def _check_position(draft: Draft, number: int) -> int:
    if not 1 <= number <= len(draft.vacancies):
        refuse(f"The draft has {counted(len(draft.vacancies), 'open position')}, and no number {number}.")
    return number


def _position(book: Book, moment: Moment, draft: Draft, request: Hire, number: int) -> Person:
    _check_roles(book, (request.role,))
    if not 0 < request.fte <= 100:
        refuse("A position has from 1 to 100 % of a full-time job.")
    starts = request.starts or effective_day(draft, moment.today)
    if starts < moment.today:
        refuse(f"{short_date(starts)} has passed. Give a day on which somebody could start.")
    accounts = [account for account in book.accounts.all() if account.is_active]
    titles = {role.key: role.title for role in book.roles.values()}
    return Person(
        id=number,
        name=clean(request.title) or f"Open position: {titles.get(request.role, request.role)} {-number}",
        status=PersonStatus.VACANCY,
        roles=(RoleShare(role=request.role),),
        fte=request.fte,
        team=clean(request.team),
        segments=request.segments or tuple(segment.key for segment in book.segments.all()),
        regions=request.regions or tuple(sorted({one.region for one in accounts if one.region})),
        languages=request.languages or tuple(sorted({one.language for one in accounts if one.language})),
        industries=tuple(sorted({one.industry for one in accounts if one.industry})),
        starts=starts,
    )


@_step
def unhire(book: Book, moment: Moment, known: Catalogue, draft: Draft, number: int) -> Draft:
    """Take an open position out of the draft, by its place in the list from 1; pools lose it too."""
    gone = draft.vacancies[_check_position(draft, number) - 1]
    pools = tuple(
        revise(pool, members=tuple(one for one in pool.members if one.person != gone.id)) for pool in draft.pools
    )
    return revise(draft, vacancies=tuple(one for one in draft.vacancies if one is not gone), pools=pools)


@_step
def take_suggested(book: Book, moment: Moment, known: Catalogue, draft: Draft, found: Suggestion, who: int) -> Draft:
    """Take one part of a suggestion: the role change of a person, or a position by its number below zero."""
    change = next((one for one in found.changes if one.person == who), None)
    if change is not None:
        kept = [one for one in draft.role_changes if one.person != who]
        return revise(draft, role_changes=tuple(sorted((*kept, change), key=lambda one: one.person)))
    position = next((one for one in found.vacancies if one.id == who), None)
    if position is None:
        refuse("That is not suggested any more. Look at the roles again.", RefusalKind.UNKNOWN)
    number = _next_position(draft)
    pools = {pool.key: pool for pool in draft.pools}
    for pool in found.pools:
        if any(member.person == who for member in pool.members):
            here = {one.id for one in draft.vacancies}
            members = (one for one in pool.members if one.person > 0 or one.person in here)
            pools[pool.key] = revise(pool, members=(*members, PoolMember(person=number)))
    return revise(draft, vacancies=(*draft.vacancies, revise(position, id=number)), pools=tuple(pools.values()))


# Pools, accounts, the day -----------------------------------------------------------------------------------------


@_step
def set_pool(
    book: Book,
    moment: Moment,
    known: Catalogue,
    draft: Draft,
    key: str,
    members: tuple[PoolMember, ...],
    title: str,
    open_limit: int | None,
) -> Draft:
    """Form a pool in the draft, or give one other members; without members it is left as the book has it."""
    key = clean(key).lower()
    if not key or not key.replace("-", "").replace("_", "").isalnum():
        refuse("A pool's key is made of letters, figures, - and _.")
    if any(not 0 < member.share <= 100 for member in members):
        refuse("A member gives a pool from 1 to 100 % of their time.")
    kept = [pool for pool in draft.pools if pool.key != key]
    if not members:
        return revise(draft, pools=tuple(kept))
    base = next((pool for pool in (*draft.pools, *book.pools.all()) if pool.key == key), None)
    formed = base or Pool(id=0, key=key, title=key.replace("_", " ").replace("-", " ").capitalize())
    formed = revise(
        formed,
        id=0,
        archived=False,
        title=clean(title) or formed.title,
        open_limit=open_limit if open_limit is not None else formed.open_limit,
        members=tuple(sorted(members, key=lambda member: member.person)),
    )
    return revise(draft, pools=(*kept, formed))


@_step
def put_override(book: Book, moment: Moment, known: Catalogue, draft: Draft, override: Override) -> Draft:
    """Give the accounts of a filter another segment or touch in the draft; neither takes the override out."""
    _check_filter(book, override.scope, "")
    if override.segment and override.segment not in {segment.key for segment in book.segments.all()}:
        refuse(f"There is no segment {override.segment}.", RefusalKind.UNKNOWN)
    kept = [one for one in draft.overrides if one.scope != override.scope]
    added = [override] if override.segment or override.touch is not None else []
    return revise(draft, overrides=(*kept, *added))


@_step
def set_title(book: Book, moment: Moment, known: Catalogue, draft: Draft, title: str, taken: tuple[str, ...]) -> Draft:
    """Give a draft another name; ``taken`` are those of the others."""
    name = clean(title)
    if not name:
        refuse("Give the draft a name.")
    if fold(name) in map(fold, taken):
        refuse(f"There is a draft {name} already. Choose another name.")
    return revise(draft, title=name, plan=revise(draft.plan, title=name))


@_step
def set_day(book: Book, moment: Moment, known: Catalogue, draft: Draft, effective: date | None) -> Draft:
    """Set the day on which a draft would come into force; None is the day on which it is adopted."""
    _check_day(moment, effective)
    return revise(draft, effective=effective)


@_step
def set_mending(book: Book, moment: Moment, known: Catalogue, draft: Draft, mends: bool) -> Draft:
    """Let books that are over under the draft give seats too, or move only what must move."""
    return revise(draft, mend_overloads=mends)


# Checks -----------------------------------------------------------------------------------------------------------


def _checked(book: Book, moment: Moment, known: Catalogue, draft: Draft) -> Draft:
    """The draft, once every name in its plan is known."""
    for line in draft.plan.lines:
        _check_line(book, known, line)
    draft_book(book, draft, effective_day(draft, moment.today), known)
    return draft


def _check_line(book: Book, known: Catalogue, line: PlanLine) -> None:
    _check_filter(book, line.scope, line.people)
    if line.unmanaged:
        if line.model or line.alignment or line.pool:
            refuse("A line names a model or leaves its accounts without people, not both.")
        return
    if not line.model and not line.alignment:
        refuse("Say how the line's accounts are served: a model, an alignment, or why they are left unmanaged.")
    for key, offered, stored, what in (
        (model_of_line(line.model, line.alignment, known), known.models, book.models.all(), "model"),
        (line.alignment, known.alignments, book.alignments.all(), "alignment"),
    ):
        keys = [one.key for one in (*offered, *stored)]
        if key and key not in keys:
            refuse(f"There is no {what} “{clean(key)}”. There are {listed(dict.fromkeys(keys))}.", RefusalKind.UNKNOWN)
    for duty, carrier in line.duties:
        if carrier != TEAM and not (carrier.startswith(OUTSIDE_PREFIX) and carrier != OUTSIDE_PREFIX):
            refuse(f"{duty.value} is carried by “{clean(carrier)}”. Write team, or outside: and a function.")


def _check_filter(book: Book, scope: str, people: str) -> None:
    for fault in (fault_in_scope(scope, book), fault_in_people(people, book)):
        if fault:
            refuse(sentence(fault))


def _check_roles(book: Book, roles: tuple[str, ...]) -> None:
    keys = [role.key for role in book.roles.all()]
    for role in roles:
        if role not in keys:
            refuse(f"There is no role “{clean(role)}”. There are {listed(keys)}.", RefusalKind.UNKNOWN)


def _check_place(draft: Draft, at: int, *, extra: bool = False) -> None:
    lines = len(draft.plan.lines)
    if not 1 <= at <= lines + extra:
        refuse(f"The draft's plan has {counted(lines, 'line')}, and no place {at}.")


def _check_day(moment: Moment, day: date | None) -> None:
    if day is not None and day < moment.today:
        refuse(f"{short_date(day)} has passed. A draft comes into force today or later.")


def _with_lines(draft: Draft, lines: Sequence[PlanLine]) -> Draft:
    return revise(draft, plan=revise(draft.plan, lines=tuple(lines)))
