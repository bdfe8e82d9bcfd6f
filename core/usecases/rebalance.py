"""Make moves of a proposal: one change, through the same passages as an assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted
from core.errors import RefusalKind
from core.models.seating import Seating
from core.moment import Moment
from core.rebalance.draft import Purpose, RebalanceDraft, Stage
from core.rebalance.held import lasting_holder
from core.rebalance.proposal import ProposedMove
from core.schema import revise
from core.seats import Handoff, Holder, person_holder
from core.text import clean
from core.usecases.assign import Assign, assign
from core.usecases.closing import open_tenures
from core.usecases.guards import guarded
from core.usecases.refusing import refuse, use_case
from core.usecases.staging import newcomer_of, staged, staged_text
from core.usecases.units import moves_of
from core.wording import counted, short_date
from core.words import FollowUpPolicy, TenureKind


@dataclass(frozen=True, slots=True)
class GivenMove:
    """A seat that passes from one holder to the next."""

    account: int
    """Account id; of a family its head."""
    seat: str
    """Seat key."""
    origin: Holder | None
    """Who has it; the change is refused where that is no longer so."""
    to: int
    """Person id."""
    why: str = ""
    """Why it moves; kept with the tenure and the handoff."""
    since: date | None = None
    """First day of the new holder; None is that of all moves."""
    batch: int | None = None
    """Number of the batch, where the moves are spread over weeks."""


@dataclass(frozen=True, slots=True)
class RebalanceMoves:
    """Moves that are made together."""

    moves: tuple[GivenMove, ...]
    """The moves, in order."""
    since: date | None = None
    """First day of the new holders; None is today."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.LEAVE
    """What happens to open follow-ups of the outgoing holders."""
    reason: str = ""
    """Why, for the history; the moves have their own."""
    draft: RebalanceDraft | None = None
    """What is put in force with the moves; None for moves alone."""


def given(move: ProposedMove, since: date | None = None, batch: int | None = None) -> GivenMove:
    """A proposed move as one to make, from a day of its own if one is given."""
    return GivenMove(move.account, move.seat, move.origin, move.to, move.reasons.short, since, batch)


@use_case
def rebalance(book: Book, moment: Moment, ids: IdSource, request: RebalanceMoves) -> Change:
    """Make the moves of a proposal in one change, with a handoff for each change of holder.

    What a draft stages, such as the end of an employment, is part of the change. Refused where a seat is held by
    somebody else than the proposal was made for, and where a rule says no; a spread asks for a reason where a guard
    warns.
    """
    draft = request.draft if request.draft is not None else RebalanceDraft()
    first = staged(book, moment, ids, draft)
    if first.newcomer != newcomer_of(draft):
        refuse("Somebody else was added meanwhile. Solve it again.", RefusalKind.CONFLICT)
    if not request.moves and not first.edits:
        refuse("Choose the moves first.", RefusalKind.NOTHING)
    edits: list[Edit] = list(first.edits)
    after = first.book
    if not request.moves:
        _check_not_left_alone(after, draft)
    stage = draft.stage or Stage()
    if draft.purpose is Purpose.SPREAD and not draft.covers and not stage.reason:
        _check_guards(after, request, moment)
    days = [move.since or request.since or moment.today for move in request.moves]
    for move, day in zip(request.moves, days, strict=True):
        _check_holder(first.book, move, day)
        asked = Assign(
            accounts=(move.account,),
            to=person_holder(move.to),
            seat=move.seat,
            since=move.since or request.since,
            until=draft.until,
            reason=_reason(draft, stage, move, request),
            note=stage.note,
            follow_ups=request.follow_ups,
            overrule=stage.overrule and bool(stage.reason),
        )
        answer = assign(after, moment, ids, asked)
        if not isinstance(answer, Change):
            refuse(answer.says, answer.kind, answer.details)
        made = replace(answer, edits=tuple(_numbered(answer.edits, move.batch)))
        edits += made.edits
        after, _ = after.apply(made)
    says = _says(first.book, request, draft, days, moment.today)
    kind = _KINDS.get(draft.purpose, "rebalance")
    why = clean(request.reason) if draft.stage is None else _public_reason(draft, stage)
    return change_of(kind, says, edits, why=why, base=book.seq)


_KINDS = {
    Purpose.LEAVE: "person",
    Purpose.AWAY: "leave",
    Purpose.JOINS: "person",
    Purpose.FILL: "assign",
    Purpose.SPREAD: "assign",
}
"""What History calls a change that does more than rebalance."""


def _reason(draft: RebalanceDraft, stage: Stage, move: GivenMove, request: RebalanceMoves) -> str:
    """Why a seat passes: kept with its tenure and handoff."""
    if draft.purpose is Purpose.SPREAD:
        return clean(stage.reason)
    return clean(move.why) or clean(request.reason) or "Rebalance"


def _public_reason(draft: RebalanceDraft, stage: Stage) -> str:
    """The reason for the history; why somebody is away or goes is private."""
    return "" if draft.purpose in (Purpose.AWAY, Purpose.LEAVE) else clean(stage.reason)


def _check_not_left_alone(book: Book, draft: RebalanceDraft) -> None:
    """Refuse to let somebody go, or be away, where all their accounts would be left alone."""
    if draft.purpose not in (Purpose.LEAVE, Purpose.AWAY) or not draft.about:
        return
    day = draft.effective or date.max
    held = {t.account for t in open_tenures(book, draft.about[0], day) if t.holds_on(day) and not t.leave}
    held = {number for number in held if book.accounts[number].is_active and not _covered(book, number, day)}
    if held:
        name = book.people[draft.about[0]].name
        refuse(
            f"Nobody would have the {counted(len(held), 'account')} of {name}. Nothing was changed: say who may take "
            "them, free some time first, or open a position for them.",
            RefusalKind.RULE,
        )


def _covered(book: Book, account: int, day: date) -> bool:
    return any(t.kind is TenureKind.COVER and t.holds_on(day) for t in book.tenures_of(account))


def _check_guards(book: Book, request: RebalanceMoves, moment: Moment) -> None:
    """Ask for a reason where a chosen change of holder comes at a bad time, once for all moves."""
    seating = Seating.of(book)
    warned: dict[str, None] = {}
    for given_move in request.moves:
        day = given_move.since or request.since or moment.today
        for move in moves_of(book, seating, (given_move.account,), given_move.seat, day):
            line = guarded(book, seating, move, day) if move.current is not None else ""
            if line:
                warned[line] = None
    if warned:
        what = "This account should" if len(warned) == 1 else f"{counted(len(warned), 'account')} should"
        refuse(f"{what} not change hands now. Give a reason to go on.", RefusalKind.REASON, tuple(warned))


def _says(book: Book, request: RebalanceMoves, draft: RebalanceDraft, days: Sequence[date], today: date) -> str:
    """The change as a sentence."""
    people = counted(len({move.to for move in request.moves}), "person")
    moves = counted(len(request.moves), "move")
    if draft.purpose is Purpose.REBALANCE:
        return f"Rebalance: {moves} to {people}{_when(days, today)}"
    begun = staged_text(book, draft)
    if not request.moves:
        return begun
    seats, when = counted(len(request.moves), "seat"), _when(days, today)
    if draft.purpose is Purpose.AWAY:
        return f"{begun}, {seats} covered by {people}"
    if draft.purpose is Purpose.LEAVE:
        stand_in = (
            f" covered by {people} until {short_date(draft.until)}" if draft.until is not None else f" to {people}"
        )
        return f"{begun}, {seats}{stand_in}"
    if draft.purpose is Purpose.JOINS:
        return f"{begun}, with {seats}" + (when if len(set(days)) > 1 else "")
    if draft.until is not None:
        return f"{begun} {seats} by {people} until {short_date(draft.until)}"
    joiner = "over" if draft.purpose is Purpose.SPREAD else "that nobody held to"
    return f"{begun} {seats} {joiner} {people}{when}"


def _numbered(edits: Sequence[Edit], batch: int | None) -> list[Edit]:
    """The edits with the number of the batch on each handoff that they open."""
    if batch is None:
        return list(edits)
    return [
        inserted(revise(edit.after, batch=batch)) if edit.before is None and isinstance(edit.after, Handoff) else edit
        for edit in edits
    ]


def _when(days: Sequence[date], today: date) -> str:
    """From when on, and over how many days, for the history."""
    if not days:
        return ""
    first, last, number = min(days), max(days), len(set(days))
    if number > 1:
        return f" in {counted(number, 'batch')} from {short_date(first)} to {short_date(last)}"
    return f" from {short_date(first)}" if first != today else ""


def _check_holder(book: Book, move: GivenMove, day: date) -> None:
    """Refuse a move whose seat changed hands, or went away, since it was proposed."""
    account = book.accounts.get(move.account)
    if account is None or not account.is_active or move.to not in book.people:
        refuse("The book has changed since this was proposed. Solve it again.", RefusalKind.CONFLICT)
    seating = Seating.of(book)
    seat = seating.seat(account, move.seat, day)
    if seat is None or lasting_holder(seating, account, seat, day) != move.origin:
        refuse(f"{account.name} has changed hands since this was proposed. Solve it again.", RefusalKind.CONFLICT)
