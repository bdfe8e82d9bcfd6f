"""Drawing up a model of the manager's own: copies, steps on its seat lines, what it comes to on a book, who needs it.

Nothing here writes: a step makes another model, and a book is held against one that is not in force.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from core.book.book import Book
from core.book.change import Change
from core.errors import Refusal, RefusalKind
from core.models.reach import reach
from core.models.seating import Seating
from core.models.standing import is_pooled, whole_team
from core.moment import Moment
from core.organisation import Alignment, Draft, Limits, Model, PlanLine, SeatLine
from core.ports import Catalogue
from core.schema import revise
from core.usecases.use_model import UseModel, use_model
from core.wording import counted, listed

OWN = "own-"
"""What the key of a copy begins with."""

OURS = "the manager's own"
"""Source of a model that nobody published."""


def kind_of(record: Model | Alignment) -> str:
    """The kind of file a record of the manager's own has: ``models`` or ``alignments``."""
    return "models" if isinstance(record, Model) else "alignments"


def keys_of(known: Catalogue) -> tuple[str, ...]:
    """The keys there are: a key names either a model or an alignment."""
    return (*(one.key for one in known.models), *(one.key for one in known.alignments))


def copy_of(model: Model, taken: Collection[str]) -> Model:
    """A model of the manager's own that is like another in all but its name; ``taken`` are the keys there are."""
    number, key = 1, OWN + model.key.removeprefix(OWN)
    while key in taken:
        number += 1
        key = f"{OWN}{model.key.removeprefix(OWN)}-{number}"
    title = f"{model.title}, ours" if model.builtin else f"{model.title}, copied"
    title = f"{title} {number}" if number > 1 and model.builtin else title
    return revise(model, id=0, key=key, title=title, source=OURS, builtin=False)


# Steps ----------------------------------------------------------------------------------------------------------


def put_seat(model: Model, seat: SeatLine, place: int | None = None) -> Model:
    """The model with a seat line in the place of another one from 1, or with one more at the end.

    Where its key changes and no other line has the old one, what leads by the old key leads by the new one.
    """
    if place is None:
        return revise(model, seats=(*model.seats, seat))
    old = model.seats[place - 1].key
    seats = (*model.seats[: place - 1], seat, *model.seats[place:])
    if old in {one.key for one in seats}:
        return revise(model, seats=seats)
    leads = tuple((stage, seat.key if key == old else key) for stage, key in model.leads)
    return revise(model, seats=seats, leads=leads)


def remove_seat(model: Model, place: int) -> Model:
    """The model without a seat line; a stage that its seat led is led by whoever carries adoption."""
    seats = (*model.seats[: place - 1], *model.seats[place:])
    keys = {one.key for one in seats}
    return revise(model, seats=seats, leads=tuple((stage, key) for stage, key in model.leads if key in keys))


def move_seat(model: Model, place: int, to: int) -> Model:
    """The model with a seat line at another place; of lines with one key the first whose scope fits counts."""
    seats = list(model.seats)
    seats.insert(to - 1, seats.pop(place - 1))
    return revise(model, seats=tuple(seats))


def put_limit(model: Model, role: str, limits: Limits | None) -> Model:
    """The model with what one holder of a role may have; None lifts it."""
    kept = dict(model.limits_by_role)
    if limits is None:
        kept.pop(role, None)
    else:
        kept[role] = limits
    return revise(model, limits_by_role=tuple(kept.items()))


# On a book ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Held:
    """A model held against a book on which it need not be in force."""

    whole: bool = True
    """Whether it was taken for every account; else for the lines of the plan in force that use it."""
    seats: tuple[int, ...] = ()
    """Active accounts that get each seat line; empty where the model cannot be used."""
    notes: tuple[str, ...] = ()
    """What should be looked at, with numbers."""
    after: Book | None = None
    """The book with the model in force; None where it cannot be."""


def held(book: Book, moment: Moment, known: Catalogue, model: Model) -> Held:
    """Hold a model against a book: in the plan in force where that uses it, else alone.

    A pooled model gets the book's first pool, or one of everybody who may sit in it.
    """
    request = _request(book, moment, known, model)
    outcome = use_model(book, moment, book.next_ids(), request)
    if isinstance(outcome, Refusal) and outcome.kind is not RefusalKind.NOTHING:
        return Held(not request.lines, notes=(outcome.says, *outcome.details))
    after = book.apply(outcome)[0] if isinstance(outcome, Change) else book
    notes = (*_unused(after, moment, model), *reach(after, moment.today).notes(after))
    return Held(not request.lines, seat_counts(after, moment, model), notes, after)


def _request(book: Book, moment: Moment, known: Catalogue, model: Model) -> UseModel:
    models = (*(one for one in known.models if one.key != model.key), model)
    plan = book.plan
    if plan is not None and in_force(book, model.key, known.alignments):
        overlays = plan.overlays
        return UseModel(models, known.alignments, lines=plan.lines, overlays=overlays, title=plan.title)
    if not is_pooled(model):
        return UseModel(models, known.alignments, key=model.key)
    pools = [pool for pool in book.pools.all() if not pool.archived]
    formed = () if pools else (whole_team(book, moment.today, model),)
    return UseModel(models, known.alignments, key=model.key, pool=(*pools, *formed)[0].key, pools=formed)


def seat_counts(book: Book, moment: Moment, model: Model) -> tuple[int, ...]:
    """How many active accounts get each seat line of a model that is in force on a book."""
    seating, day = Seating.of(book), moment.today
    counts = [0] * len(model.seats)
    for account in book.accounts.all():
        if not account.is_active:
            continue
        for seat in seating.seats(account, day):
            if seat.model is not None and seat.model.key == model.key and seat.line in model.seats:
                counts[model.seats.index(seat.line)] += 1
    return tuple(counts)


def _unused(book: Book, moment: Moment, model: Model) -> list[str]:
    """The seat lines that no account gets, which an empty scope or an earlier line explains."""
    said = []
    for place, (seat, count) in enumerate(zip(model.seats, seat_counts(book, moment, model), strict=True), 1):
        if not count:
            where = f" for {seat.scope}" if seat.scope.strip() else ""
            said.append(f"Seat {place} ({seat.title}){where} is on no account.")
    return said


# Who needs it ---------------------------------------------------------------------------------------------------


def in_force(book: Book, key: str, alignments: Sequence[Alignment]) -> bool:
    """Whether a line of the plan in force names a model or alignment, or is served by it as an alignment's default."""
    return _names(book.plan.lines if book.plan is not None else (), key, alignments)


def needed_by(book: Book, drafts: Sequence[Draft], known: Catalogue, key: str) -> str:
    """Why a model cannot be thrown away or get another key, as a sentence; empty when nothing needs it."""
    if in_force(book, key, known.alignments):
        return "It is in force. Put another model in force first (a), then come back."
    behind = [one.title for one in known.alignments if one.model == key and not one.builtin]
    if behind:
        return f"The alignment {behind[0]} is served by it when it stands alone. Give that another model first."
    titles = [draft.title for draft in drafts if _names(draft.plan.lines, key, known.alignments)]
    if not titles:
        return ""
    if len(titles) == 1:
        return f"The draft {titles[0]} names it. Give that draft another one, or throw it away first."
    named = f"{counted(len(titles), 'draft')} name it: {listed(titles)}."
    return f"{named} Give them another one, or throw them away first."


def _names(lines: Sequence[PlanLine], key: str, alignments: Sequence[Alignment]) -> bool:
    defaults = {one.key: one.model for one in alignments}
    served = (line for line in lines if not line.unmanaged)
    return any(key in (line.alignment, line.model or defaults.get(line.alignment, "")) for line in served)
