"""Adopt a draft: one change with plan, roles, pools, hires, holders and handoffs; the era before it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import Refusal, RefusalKind
from core.models.adopt import Adoption, Start, adoption
from core.models.drafting import DraftError, draft_problems, effective_day
from core.moment import Moment
from core.organisation import Draft, Era, Plan
from core.ports import Catalogue
from core.schema import revise
from core.seats import Handoff
from core.usecases.checklists import standard_checklist
from core.usecases.refusing import Refused, refuse, use_case
from core.wording import counted, listed, short_date


@dataclass(frozen=True, slots=True)
class Adopt:
    """A draft that is to be in force."""

    draft: Draft
    """The draft."""
    known: Catalogue
    """The models and alignments there are to choose from."""
    since: date | None = None
    """First day; None takes the draft's own, or today."""
    confirm: int | None = None
    """Number of seats with work that may be left without anybody; must be exact."""


@use_case
def adopt(book: Book, moment: Moment, ids: IdSource, request: Adopt) -> Change:
    """Put a draft in force, keep who may stay, seat the others, and open the handoffs.

    Refused where the draft does not fit the book any more, and while seats with work would be left without anybody,
    unless exactly that number is confirmed. One undo takes it all back.
    """
    draft = request.draft
    found = _adoption(book, moment, ids, request)
    _check_filled(found, request.confirm)
    edits = [_with_steps(edit) for edit in found.edits]
    plan = found.book.plan
    if plan is not None and any(edit.table == "plans" for edit in edits):
        edits += eras_turned(book, ids, plan, found.day)
    if not edits:
        refuse(f"Everything is as {draft.title} says already.", RefusalKind.NOTHING)
    return change_of("adopt", _says(book, draft, found), edits, base=book.seq)


def foresee(book: Book, moment: Moment, request: Adopt) -> Adoption | Refusal:
    """What adopting a draft would come to, seats left without anybody included; nothing is written."""
    try:
        return _adoption(book, moment, book.next_ids(), request)
    except Refused as refused:
        return refused.refusal


def left_empty(found: Adoption) -> tuple[str, ...]:
    """The seats that would have work and nobody, by seat and reason, most first."""
    reasons: Counter[str] = Counter()
    for one in found.placements.unfilled:
        if one.ask.active:
            reasons[f"{one.ask.seat.title}: {one.reason.value}"] += one.ask.accounts
    if found.unpooled:
        reasons["no pool"] += found.unpooled
    return tuple(f"{counted(number, 'seat')}, {why}" for why, number in reasons.most_common())


def proof_of(found: Adoption) -> str:
    """How good the assignment is at least, in one sentence; empty where nobody had to be found."""
    proof = found.placements.proof()
    return proof.text("assignment under this plan") if proof is not None else ""


def _adoption(book: Book, moment: Moment, ids: IdSource, request: Adopt) -> Adoption:
    draft, today = request.draft, moment.today
    day = request.since or effective_day(draft, today)
    if day < today:
        refuse(f"{short_date(day)} has passed. Adopt from today on, or from a later day.")
    problems = draft_problems(book, draft, day, request.known)
    if problems:
        says = f"The draft {draft.title} cannot be adopted as it is: {problems[0]}"
        refuse(says, details=problems[1:])
    try:
        return adoption(Start(book, moment, day), draft, request.known, ids)
    except DraftError as error:  # pragma: no cover - the problems were told before
        refuse(str(error))


def eras_turned(book: Book, ids: IdSource, plan: Plan, day: date) -> Iterator[Edit]:
    """End the era in force on a day and begin the next; one that began that day or later gives way to it."""
    running = [era for era in book.eras.all() if era.until is None]
    if running and running[-1].since >= day:
        yield updated(running[-1], revise(running[-1], plan=plan.id, title=plan.title, since=day))
        return
    for era in running:
        yield updated(era, revise(era, until=day, ended_seq=book.seq))
    yield inserted(Era(id=ids.take("eras"), plan=plan.id, title=plan.title, since=day))


def _check_filled(found: Adoption, confirmed: int | None) -> None:
    if not found.empty or confirmed == found.empty:
        return
    seats = counted(found.empty, "seat")
    verb = "has" if found.empty == 1 else "have"
    told = "" if confirmed is None else f" You confirmed {confirmed}."
    refuse(
        f"{seats} that {verb} work would be left without anybody.{told} Change the draft, or confirm the number "
        f"{found.empty}.",
        RefusalKind.RULE,
        left_empty(found),
    )


def _with_steps(edit: Edit) -> Edit:
    """A handoff that is opened gets the standard checklist."""
    if edit.before is not None or not isinstance(edit.after, Handoff):
        return edit
    return inserted(revise(edit.after, checklist=standard_checklist(edit.after.kind)))


def _says(book: Book, draft: Draft, found: Adoption) -> str:
    roles = sum(found.book.people[person.id].roles != person.roles for person in book.people.all())
    parts = [f"{counted(roles, 'person')} {'changes' if roles == 1 else 'change'} role"] if roles else []
    if draft.vacancies:
        parts.append(f"{counted(len(draft.vacancies), 'open position')}")
    parts.append(f"{counted(len(found.passes), 'seat')} {'changes' if len(found.passes) == 1 else 'change'} hands")
    if found.empty:
        parts.append(f"{found.empty} left without anybody")
    return f"Adopt {draft.title} from {short_date(found.day)}: {listed(parts)}"
