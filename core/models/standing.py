"""The drafts the program makes itself, so that every model can be compared on the book without drawing any up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.journey import segments_in_order
from core.load.capacity import is_client
from core.models.drafting import is_gone, model_of_line
from core.models.plan import line_alone
from core.organisation import Draft, Model, Plan, PlanLine, Segment
from core.people import Person, Pool, PoolMember
from core.ports import Catalogue
from core.schema import revise
from core.words import SeatHolding, Touch

TECH = ((Touch.HIGH, Touch.TECH), (Touch.MID, Touch.TECH))
"""Everybody served at tech touch."""

SMALL = "small-pooled"
"""Key of the draft that pools the smallest segment and leaves the others as they are."""


SEATS_OF_ALIGNMENTS = frozenset({"integrated-seats", "sales-seat"})
"""Models that are only the seats of an alignment, and are compared under its name."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft to be compared."""

    key: str
    """Short name in tables and JSON: a model's or alignment's key, or a saved draft's name."""
    title: str
    """Name on screen."""
    draft: Draft
    """What it proposes."""
    speaks: tuple[str, ...]
    """Keys of the models and alignments in it, by which evidence is looked up."""
    served_tech: bool = False
    """Whether it serves at tech touch what is served closer today; never assumed without saying so."""


def standing_drafts(book: Book, day: date, known: Catalogue) -> tuple[Standing, ...]:
    """Every model on every account, every alignment on those it is meant for, and the smallest segment pooled.

    The rest stays as it is beside that segment. What is pooled is there twice, served as today and at tech touch.
    """
    made: list[Standing] = []
    for model in known.models:
        if model.key not in SEATS_OF_ALIGNMENTS:
            made += _alone(book, day, PlanLine(model=model.key), model.title, known)
    for alignment in known.alignments:
        made += _alone(book, day, line_alone(alignment), alignment.title, known)
    made += _small_pooled(book, day, known)
    return tuple(made)


def saved_draft(draft: Draft) -> Standing:
    """A manager's own draft, to be compared beside the others."""
    keys = [key for line in draft.plan.lines for key in (line.model, line.alignment) if key]
    tech = any(served is Touch.TECH for line in draft.plan.lines for _, served in line.serve)
    return Standing(draft.title, draft.title, draft, tuple(dict.fromkeys(keys)), served_tech=tech)


def whole_team(book: Book, day: date, model: Model | None) -> Pool:
    """A pool of everybody here whose role may sit in a model's pool seats, with whatever they have left."""
    roles = {role for seat in (model.seats if model else ()) for role in seat.roles}
    members = [person.id for person in _here(book, day) if not roles or not roles.isdisjoint(person.role_keys)]
    return Pool(id=0, key="team", title="Whole team", members=tuple(PoolMember(person=number) for number in members))


def pooled_key(line: PlanLine, known: Catalogue) -> Model | None:
    """The model of a line if it gives seats to a pool."""
    key = model_of_line(line.model, line.alignment, known)
    model = next((one for one in known.models if one.key == key), None)
    return model if model is not None and is_pooled(model) else None


def is_pooled(model: Model) -> bool:
    """Whether a model gives seats to a pool."""
    return any(seat.holder is SeatHolding.POOL for seat in model.seats)


def _alone(book: Book, day: date, line: PlanLine, title: str, known: Catalogue) -> Iterator[Standing]:
    key = line.model or line.alignment
    speaks = (model_of_line(line.model, line.alignment, known),) if line.model else (line.alignment,)
    model = pooled_key(line, known)
    if model is None:
        yield Standing(key, title, _draft(title, (line,)), speaks)
        return
    pool = whole_team(book, day, model)
    pooled = revise(line, pool=pool.key)
    yield Standing(key, title, _draft(title, (pooled,), pool), speaks)
    served = revise(pooled, serve=TECH)
    yield Standing(key, f"{title}, served at tech touch", _draft(title, (served,), pool), speaks, served_tech=True)


def _small_pooled(book: Book, day: date, known: Catalogue) -> Iterator[Standing]:
    """The smallest segment to a pool; the other lines of the plan in force stay, else generalists have the rest."""
    segments = segments_in_order(book)
    model = next((one for one in known.models if is_pooled(one)), None)
    if len(segments) < 2 or model is None:
        return
    small = segments[-1]
    scope = f"seg:{small.key}"
    rest = tuple(line for line in (book.plan.lines if book.plan is not None else ()) if line.scope.strip() != scope)
    rest = rest or (PlanLine(model="generalist"),)
    pool, formed = _pool_of(book, day, small, model)
    title = f"{small.title} pooled"
    line = PlanLine(title=small.title, scope=scope, model=model.key, pool=pool)
    overlays = book.plan.overlays if book.plan is not None else ()
    for served, words in (((), ""), (TECH, ", served at tech touch")):
        lines = (revise(line, serve=served), *rest)
        plan = Plan(id=0, title=title + words, lines=lines, overlays=overlays)
        draft = Draft(id=0, title=title + words, plan=plan, pools=formed)
        yield Standing(SMALL, title + words, draft, (model.key,), served_tech=bool(served))


def _pool_of(book: Book, day: date, segment: Segment, model: Model) -> tuple[str, tuple[Pool, ...]]:
    """The pool for a segment: the one a plan line names already, the only one there is, or those who serve it."""
    scope = f"seg:{segment.key}"
    pools = [pool.key for pool in book.pools.all() if not pool.archived and pool.members]
    named = [line.pool for line in (book.plan.lines if book.plan is not None else ()) if line.scope.strip() == scope]
    for key in (*named, *(pools if len(pools) == 1 else ())):
        if key in pools:
            return key, ()
    roles = {role for seat in model.seats for role in seat.roles}
    here = [one for one in _here(book, day) if not roles or not roles.isdisjoint(one.role_keys)]
    serving = [person for person in here if segment.key in person.segments] or here
    members = tuple(PoolMember(person=person.id) for person in serving)
    formed = Pool(id=0, key=f"{segment.key}-pool", title=f"{segment.title} pool", members=members)
    return formed.key, (formed,)


def _here(book: Book, day: date) -> list[Person]:
    return [
        person
        for person in book.people.all()
        if person.works_on(day) and is_client(book, person) and not is_gone(person, day)
    ]


def _draft(title: str, lines: tuple[PlanLine, ...], *pools: Pool) -> Draft:
    return Draft(id=0, title=title, plan=Plan(id=0, title=title, lines=lines), pools=pools)
