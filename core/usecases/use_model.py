"""Choose how the team is organised: set the plan in force, pin its models into the book, open an era. Moves nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TypeVar

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.models.plan import compiled, line_alone
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Alignment, Era, Model, Overlay, Plan, PlanLine
from core.people import Pool
from core.schema import revise
from core.text import FILTER_LIMIT, clean
from core.usecases.refusing import refuse, sentence, use_case
from core.usecases.team import check_pool
from core.wording import counted, listed
from core.words import OUTSIDE_PREFIX, TEAM, SeatHolding

K = TypeVar("K", Model, Alignment)


@dataclass(frozen=True, slots=True)
class UseModel:
    """The models to put in force: one for everybody by its key, or the lines of a plan."""

    models: tuple[Model, ...]
    """The models there are to choose from, the manager's own included."""
    alignments: tuple[Alignment, ...] = ()
    """The alignments there are to choose from."""
    key: str = ""
    """Key of a model, or of an alignment used alone, for every account."""
    alignment: str = ""
    """Key of an alignment beside the model."""
    pool: str = ""
    """Key of the pool for the pooled seats of a single model; not needed where the book has only one."""
    lines: tuple[PlanLine, ...] = ()
    """The lines of a plan; instead of ``key``."""
    overlays: tuple[Overlay, ...] = ()
    """Assisting seats."""
    title: str = ""
    """What the plan is called; empty takes the titles of its models."""
    pools: tuple[Pool, ...] = ()
    """Pools to form for the plan, or to bring to these members where the book has them; their ids do not count."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many active accounts each line of a plan is for; the first line that fits an account counts."""

    lines: tuple[int, ...]
    """Accounts by line."""
    unmatched: int
    """Accounts that no line fits."""

    @property
    def total(self) -> int:
        """All active accounts."""
        return sum(self.lines) + self.unmatched


def coverage(book: Book, plan: Plan, day: date) -> Coverage:
    """The accounts by line of a plan on a day. Its models need not be in the book: scopes alone decide."""
    policy = revise(book.policy, plan=plan.id)
    stored = book.plans.get(plan.id)
    edits = [updated(book.policy, policy), inserted(plan) if stored is None else updated(stored, plan)]
    seating = Seating.of(book.apply(change_of("probe", "", edits))[0])
    counts = [0] * len(plan.lines)
    unmatched = 0
    for account in book.accounts.values():
        if not account.is_active:
            continue
        line = seating.line_of(account, day)
        if line is None:
            unmatched += 1
        else:
            counts[line.index] += 1
    return Coverage(tuple(counts), unmatched)


@use_case
def use_model(book: Book, moment: Moment, ids: IdSource, request: UseModel) -> Change:
    """Set the plan in force. Tenures stay as they are; what no longer fits shows as findings."""
    formed = _formed(book, moment, ids, request.pools)
    book_then = book.apply(change_of("probe", "", formed))[0] if formed else book
    lines = _lines(book_then, request)
    pinned, chosen = _pinned(book, ids, request, lines)
    edits = [*formed, *pinned]
    plan = Plan(
        id=ids.take("plans"),
        title=clean(request.title) or _title(lines, request, chosen),
        lines=lines,
        overlays=request.overlays,
    )
    if not pinned and book.plan is not None and revise(plan, id=book.plan.id) == book.plan:
        if not formed:
            refuse(f"{plan.title} is in force already.", RefusalKind.NOTHING)
        return change_of("model", f"{plan.title} stays in force{_formed_text(formed)}", formed, base=book.seq)
    _check_understood(book, edits, plan)
    covered = coverage(book.apply(change_of("probe", "", edits))[0], plan, moment.today)
    edits += [inserted(plan), updated(book.policy, revise(book.policy, plan=plan.id))]
    edits += _eras(book, moment, ids, plan)
    says = f"Use {plan.title}{_covered_text(covered)}{_formed_text(formed)}"
    return change_of("model", says, edits, base=book.seq)


# The pools -----------------------------------------------------------------------------------------------------


def _formed(book: Book, moment: Moment, ids: IdSource, pools: Sequence[Pool]) -> list[Edit]:
    """The edits that give the book the pools of a plan; none for those that are there as they should be."""
    edits: list[Edit] = []
    for pool in pools:
        stored = next((one for one in book.pools.all() if one.key == pool.key), None)
        number = stored.id if stored is not None else ids.take("pools")
        members = tuple(sorted(pool.members, key=lambda member: member.person))
        after = revise(pool, id=number, members=members, archived=False)
        for member in after.members:
            person = book.people.get(member.person)
            if person is not None and person.ends is not None and person.ends <= moment.today:
                refuse(f"{person.name} has left. Take them out of the pool {pool.title}.")
        check_pool(book, after)
        if after == stored:
            continue
        edits.append(inserted(after) if stored is None else updated(stored, after))
        book = book.apply(change_of("probe", "", edits[-1:]))[0]
    return edits


def _formed_text(edits: Sequence[Edit]) -> str:
    pools = [edit.after.title for edit in edits if isinstance(edit.after, Pool)]
    return f" with the {'pool' if len(pools) == 1 else 'pools'} {listed(pools)}" if pools else ""


# The lines -----------------------------------------------------------------------------------------------------


def _lines(book: Book, request: UseModel) -> tuple[PlanLine, ...]:
    if bool(request.key) is bool(request.lines):
        refuse("Name the model to use, or give the lines of a plan.")
    lines = request.lines
    if request.key:
        lines = (_single(request),)
    for place, line in enumerate(lines, 1):
        _check_line(request, line, f"Line {place}" if len(lines) > 1 else "The plan")
    return tuple(_with_pool(book, request, line) for line in lines)


def _single(request: UseModel) -> PlanLine:
    """The line for every account; an alignment's key stands for its own model, on the accounts it is meant for."""
    alone = next((alignment for alignment in request.alignments if alignment.key == request.key), None)
    if alone is not None and request.key not in [model.key for model in request.models]:
        return line_alone(alone, request.pool)
    return PlanLine(model=request.key, alignment=request.alignment, pool=request.pool)


def _check_line(request: UseModel, line: PlanLine, where: str) -> None:
    if line.unmanaged:
        if line.model or line.alignment or line.pool:
            refuse(f"{where} leaves its accounts without people and names a model as well. Choose one of the two.")
        return
    if not line.model and not line.alignment:
        refuse(f"{where} names neither a model nor an alignment. Name one, or say why its accounts are left unmanaged.")
    if line.model:
        _named(request.models, line.model, f"{where} names the model", "model")
    if line.alignment:
        alignment = _named(request.alignments, line.alignment, f"{where} names the alignment", "alignment")
        if not line.model and not alignment.model:
            refuse(f"{where}: the alignment {alignment.title} has no model of its own. Name a model beside it.")
    for text in (line.scope, line.people):
        if len(text) > FILTER_LIMIT:
            long = f"{where} has a filter of {len(text):,} characters."
            refuse(f"{long} Keep it within {FILTER_LIMIT:,}, for example by tags.")
    for duty, carrier in line.duties:
        if carrier != TEAM and not carrier.removeprefix(OUTSIDE_PREFIX).strip():
            refuse(f"{where} does not say who carries {duty}. Write team, or outside: with a function.")
        if carrier != TEAM and not carrier.startswith(OUTSIDE_PREFIX):
            refuse(f"{where} gives {duty} to “{carrier}”. Write team, or outside: with a function.")


def _named(known: Sequence[K], key: str, says: str, what: str) -> K:
    found = next((item for item in known if item.key == key), None)
    if found is None:
        keys = [item.key for item in known]
        near = get_close_matches(key, keys, n=1, cutoff=0.6)
        hint = f" Did you mean {near[0]}?" if near else ""
        refuse(f"{says} {key}, and there is no such {what}.{hint}", RefusalKind.UNKNOWN, tuple(keys))
    return found


def _with_pool(book: Book, request: UseModel, line: PlanLine) -> PlanLine:
    """The line with the pool of its pooled seats: the one named, or the only one there is."""
    key = line.model or _alignment_model(request, line.alignment)
    model = next((item for item in request.models if item.key == key), None)
    pooled = model is not None and any(seat.holder is SeatHolding.POOL for seat in model.seats)
    pools = [pool for pool in book.pools.all() if not pool.archived]
    if line.pool:
        if line.pool not in [pool.key for pool in pools]:
            keys = tuple(f"{pool.key}: {pool.title}" for pool in pools)
            refuse(f"There is no pool {line.pool}. Choose one of these, or form it first.", RefusalKind.UNKNOWN, keys)
        return line
    if not pooled or model is None:
        return line
    if not pools:
        refuse(f"{model.title} gives its seats to a pool, and there is none. Form a pool of people first.")
    if len(pools) > 1:
        keys = tuple(f"{pool.key}: {pool.title}" for pool in pools)
        refuse(f"{model.title} gives its seats to a pool. Say which of {counted(len(pools), 'pool')}.", details=keys)
    return revise(line, pool=pools[0].key)


def _alignment_model(request: UseModel, key: str) -> str:
    return next((item.model for item in request.alignments if item.key == key), "")


# What is written -----------------------------------------------------------------------------------------------


def _pinned(
    book: Book, ids: IdSource, request: UseModel, lines: tuple[PlanLine, ...]
) -> tuple[list[Edit], dict[str, str]]:
    """The edits that keep the models and alignments in the book by value, and the titles of the models by key."""
    edits: list[Edit] = []
    titles = {}
    keys = [line.model or _alignment_model(request, line.alignment) for line in lines if not line.unmanaged]
    for key in dict.fromkeys(keys):
        model = _named(request.models, key, "The plan needs the model", "model")
        titles[key] = model.title
        stored = next((item for item in book.models.all() if item.key == key), None)
        edits += _pin(ids, "models", stored, model)
    for key in dict.fromkeys(line.alignment for line in lines if line.alignment):
        alignment = _named(request.alignments, key, "The plan needs the alignment", "alignment")
        kept = next((item for item in book.alignments.all() if item.key == key), None)
        edits += _pin(ids, "alignments", kept, alignment)
    return edits, titles


def _pin(ids: IdSource, table: str, stored: K | None, chosen: K) -> list[Edit]:
    """Add it, or bring the one that is there to the chosen text under its own id."""
    if stored is None:
        return [inserted(revise(chosen, id=ids.take(table)))]
    fresh = revise(chosen, id=stored.id)
    return [] if fresh == stored else [updated(stored, fresh)]


def _check_understood(book: Book, edits: list[Edit], plan: Plan) -> None:
    """Refuse a plan that the engine cannot read on this book: scopes, names."""
    problems = compiled(book.apply(change_of("probe", "", edits))[0], plan).problems
    if problems:
        lines = tuple(sentence(problem) for problem in problems)
        refuse(lines[0] if len(lines) == 1 else "The plan cannot be used as it is.", details=lines[1:] and lines)


def _eras(book: Book, moment: Moment, ids: IdSource, plan: Plan) -> list[Edit]:
    """Close the era in force and open the next; a second choice on one day takes the place of the first."""
    running = [era for era in book.eras.all() if era.until is None]
    if running and running[-1].since == moment.today:
        return [updated(running[-1], revise(running[-1], plan=plan.id, title=plan.title))]
    closed = [updated(era, revise(era, until=moment.today, ended_seq=book.seq)) for era in running]
    return [*closed, inserted(Era(id=ids.take("eras"), plan=plan.id, title=plan.title, since=moment.today))]


# What is said --------------------------------------------------------------------------------------------------


def _title(lines: tuple[PlanLine, ...], request: UseModel, titles: dict[str, str]) -> str:
    """``Dedicated``, or ``Dedicated, Pooled for small`` where the lines are titled or scoped."""
    parts = []
    for line in lines:
        if line.unmanaged:
            continue
        name = titles[line.model or _alignment_model(request, line.alignment)]
        if line.alignment:
            alignment = next(item for item in request.alignments if item.key == line.alignment)
            name = f"{name}, {alignment.title.lower()}" if line.model else alignment.title
        where = line.title or line.scope
        parts.append(f"{name} for {where}" if where and len(lines) > 1 else name)
    return clean("; ".join(parts) if any(", " in part for part in parts) else ", ".join(parts)) or "Unmanaged"


def _covered_text(covered: Coverage) -> str:
    if not covered.total:
        return ""
    if not covered.unmatched:
        return f" for {counted(covered.total, 'account')}"
    return f" for {covered.total - covered.unmatched:,} of {counted(covered.total, 'account')}"


def missing_text(plan: Plan, covered: Coverage) -> str:
    """What a plan leaves open, as a sentence; empty when every account has a line and every line accounts."""
    says = []
    if covered.unmatched:
        says.append(f"{counted(covered.unmatched, 'account')} in no line")
    idle = [
        line.title or line.scope or "all accounts"
        for line, count in zip(plan.lines, covered.lines, strict=True)
        if not count
    ]
    if idle:
        says.append(f"no accounts for {listed(idle)}")
    return sentence("; ".join(says)) if says else ""
