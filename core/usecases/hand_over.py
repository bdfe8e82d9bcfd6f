"""Handoffs: open one, tick its steps, give it more time, close it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.schema import revise
from core.seats import CheckItem, Handoff, Holder
from core.text import NOTE_LIMIT, clean
from core.usecases.checklists import standard_checklist
from core.usecases.closing import tenure_ended
from core.usecases.look import an_active_account, the_account, the_handoff
from core.usecases.refusing import refuse, use_case
from core.usecases.wording import holder_text
from core.wording import counted, short_date
from core.words import HandoffKind, HolderKind, TenureKind


@dataclass(frozen=True, slots=True)
class OpenHandoff:
    """A seat, or the lead, that is to pass in an orderly way."""

    account: int
    """Account id."""
    seat: str
    """Seat key; for a passage of the lead, the seat that leads from now on."""
    kind: HandoffKind = HandoffKind.HOLDER
    """What passes."""
    from_seat: str = ""
    """Seat key that led before, for a passage of the lead."""
    outgoing: Holder | None = None
    """Who had it."""
    incoming: Holder | None = None
    """Who gets it."""
    due: date | None = None
    """Day it should be closed; None takes the policy's number of days."""
    reason: str = ""
    """Why it passes."""
    note: str = ""
    """What the next holder must know."""


@use_case
def open_handoff(book: Book, moment: Moment, ids: IdSource, request: OpenHandoff) -> Change:
    """Open a handoff with the standard checklist; one at a time for a seat."""
    account = an_active_account(book, request.account)
    if not request.seat:
        refuse(f"Say which seat of {account.name} passes.")
    if request.kind is HandoffKind.LEAD and not request.from_seat:
        refuse(f"Say which seat of {account.name} led before.")
    running = open_handoff_of(book, account.id, request.seat)
    if running is not None:
        refuse(f"A handoff of {account.name} is open since {short_date(running.opened_on)}. Close that one first.")
    due = request.due or moment.today + timedelta(days=book.policy.handoff_days)
    if due < moment.today:
        refuse(f"The handoff of {account.name} would be due on {short_date(due)}, which has passed. Give a later day.")
    for holder in (request.outgoing, request.incoming):
        check_holder(book, holder)
    handoff = handoff_of(
        ids,
        account.id,
        request.seat,
        kind=request.kind,
        from_seat=request.from_seat,
        outgoing=request.outgoing,
        incoming=request.incoming,
        opened_on=moment.today,
        due=due,
        reason=request.reason,
        note=request.note,
    )
    to = f" to {holder_text(book, request.incoming)}" if request.incoming is not None else ""
    says = f"Open a handoff of {account.name}{to}, due {short_date(due)}"
    return change_of("handoff", says, [inserted(handoff)], why=clean(request.reason), base=book.seq)


def handoff_of(
    ids: IdSource,
    account: int,
    seat: str,
    *,
    opened_on: date,
    due: date,
    kind: HandoffKind = HandoffKind.HOLDER,
    from_seat: str = "",
    outgoing: Holder | None = None,
    incoming: Holder | None = None,
    reason: str = "",
    note: str = "",
) -> Handoff:
    """A new handoff with the standard checklist."""
    return Handoff(
        id=ids.take("handoffs"),
        account=account,
        kind=kind,
        seat=seat,
        from_seat=from_seat,
        outgoing=outgoing,
        incoming=incoming,
        opened_on=opened_on,
        due=due,
        checklist=standard_checklist(kind),
        reason=clean(reason),
        note=clean(note, limit=NOTE_LIMIT, lines=True),
    )


def open_handoff_of(book: Book, account: int, seat: str) -> Handoff | None:
    """The open handoff of a seat."""
    handoffs: tuple[Handoff, ...] = book.of_account("handoffs_of_account", account)
    return next((item for item in handoffs if item.closed_on is None and item.seat == seat), None)


def check_holder(book: Book, holder: Holder | None) -> None:
    """Refuse a holder that is not there, or that names nobody or two at once."""
    if holder is None:
        return
    wanted = {HolderKind.PERSON: holder.person, HolderKind.POOL: holder.pool, HolderKind.OUTSIDE: holder.function}
    if not wanted.pop(holder.kind) or any(wanted.values()):
        refuse("A seat is held by one person, one pool or one function outside the team. Name exactly one of them.")
    if holder.person is not None and holder.person not in book.people:
        refuse(f"There is no person P{holder.person}.", RefusalKind.UNKNOWN)
    if holder.pool is not None and holder.pool not in book.pools:
        refuse(f"There is no pool {holder.pool}.", RefusalKind.UNKNOWN)


@dataclass(frozen=True, slots=True)
class TickStep:
    """A step of a handoff that was done, or was not after all."""

    handoff: int
    """Handoff id."""
    step: int
    """Place in the checklist, from 1."""
    done: bool = True
    """False takes the tick off."""


@use_case
def tick_step(book: Book, moment: Moment, ids: IdSource, request: TickStep) -> Change:
    """Tick a step of a handoff, or take the tick off."""
    handoff = _an_open_handoff(book, request.handoff)
    if not 1 <= request.step <= len(handoff.checklist):
        steps = counted(len(handoff.checklist), "step")
        says = f"The handoff of {_name(book, handoff)} has {steps}, and no step {request.step}."
        refuse(says, RefusalKind.UNKNOWN, tuple(_steps(handoff)))
    item = handoff.checklist[request.step - 1]
    if (item.done_on is not None) is request.done:
        refuse(f"“{item.text}” is {'done' if request.done else 'open'} already.", RefusalKind.NOTHING)
    ticked: CheckItem = revise(item, done_on=moment.today if request.done else None)
    checklist = (*handoff.checklist[: request.step - 1], ticked, *handoff.checklist[request.step :])
    verb = "Tick" if request.done else "Untick"
    says = f"{verb} “{item.text}” for {_name(book, handoff)}"
    return change_of("handoff", says, [updated(handoff, revise(handoff, checklist=checklist))], base=book.seq)


@dataclass(frozen=True, slots=True)
class ExtendHandoff:
    """A handoff that needs more time."""

    handoff: int
    """Handoff id."""
    due: date
    """New day, later than the old one and not in the past."""
    reason: str
    """Why it takes longer."""


@use_case
def extend_handoff(book: Book, moment: Moment, ids: IdSource, request: ExtendHandoff) -> Change:
    """Give a handoff a later due day, with a reason."""
    handoff = _an_open_handoff(book, request.handoff)
    reason = clean(request.reason)
    if request.due <= handoff.due or request.due < moment.today:
        refuse(
            f"The handoff of {_name(book, handoff)} is due on {short_date(handoff.due)}. Give a later day that has not "
            "passed."
        )
    if not reason:
        refuse("Say why the handoff takes longer.", RefusalKind.REASON)
    says = f"Extend the handoff of {_name(book, handoff)} to {short_date(request.due)}"
    edits = [updated(handoff, revise(handoff, due=request.due))]
    return change_of("handoff", says, edits, why=reason, base=book.seq)


@dataclass(frozen=True, slots=True)
class CloseHandoff:
    """A handoff that is over."""

    handoff: int
    """Handoff id."""
    reason: str = ""
    """Why it is closed with steps open; needed then only."""


@use_case
def close_handoff(book: Book, moment: Moment, ids: IdSource, request: CloseHandoff) -> Change:
    """Close a handoff and end what the outgoing holder still has of the seat in an overlap."""
    handoff = _an_open_handoff(book, request.handoff)
    reason = clean(request.reason)
    left = [item for item in handoff.checklist if item.done_on is None]
    if left and not reason:
        refuse(
            f"The handoff of {_name(book, handoff)} has {counted(len(left), 'open step')}. Do them first, or say why "
            "it is closed without them.",
            RefusalKind.REASON,
            tuple(_steps(handoff)),
        )
    edits: list[Edit] = [updated(handoff, revise(handoff, closed_on=moment.today))]
    for tenure in book.tenures_of(handoff.account):
        overlap = tenure.kind is TenureKind.OVERLAP and tenure.seat == handoff.seat
        if overlap and tenure.holder == handoff.outgoing:
            edits += tenure_ended(tenure, moment.today)
    says = f"Close the handoff of {_name(book, handoff)}"
    return change_of("handoff", says, edits, why=reason, base=book.seq)


def _an_open_handoff(book: Book, number: int) -> Handoff:
    handoff = the_handoff(book, number)
    if handoff.closed_on is not None:
        refuse(f"The handoff of {_name(book, handoff)} was closed on {short_date(handoff.closed_on)}.")
    return handoff


def _name(book: Book, handoff: Handoff) -> str:
    return the_account(book, handoff.account).name


def _steps(handoff: Handoff) -> list[str]:
    marks = [f"{place}. {item.text}" for place, item in enumerate(handoff.checklist, 1)]
    return [
        f"{mark} (done {short_date(item.done_on)})" if item.done_on else f"{mark} (open)"
        for mark, item in zip(marks, handoff.checklist, strict=True)
    ]
