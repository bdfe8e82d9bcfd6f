"""Give seats of accounts to somebody, for good or for a while, with every check a manager would want."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.errors import RefusalKind
from core.models.eligibility import NoCode, why_not
from core.models.seating import Seating
from core.moment import Moment
from core.seats import Holder
from core.text import NOTE_LIMIT, clean
from core.usecases.covering import covered, span_of, stand_in_text
from core.usecases.guards import guarded
from core.usecases.hand_over import check_holder
from core.usecases.limits import limits_passed
from core.usecases.passing import Passage, passed, stays
from core.usecases.refusing import refuse, use_case
from core.usecases.units import Move, moves_of
from core.usecases.wording import accounts_text, holder_text
from core.wording import counted, listed, short_date
from core.words import FollowUpPolicy, PersonStatus, SeatHolding


@dataclass(frozen=True, slots=True)
class Assign:
    """Seats of accounts that get another holder."""

    accounts: tuple[int, ...]
    """Account ids; a family moves as one."""
    to: Holder | None
    """Who gets them; None leaves them vacant."""
    seat: str | None = None
    """Seat key; None is the lead seat of each account."""
    since: date | None = None
    """First day; None is today, or for a cover the first day of the leave if that is later."""
    until: date | None = None
    """First day no longer, which makes it a cover; a cover ends with its leave at the latest."""
    reason: str = ""
    """Why; needed where a guard warns or a limit is overruled."""
    note: str = ""
    """Handoff note."""
    follow_ups: FollowUpPolicy = FollowUpPolicy.LEAVE
    """What happens to open follow-ups of the outgoing holder."""
    overrule: bool = False
    """True passes a hard limit, with a reason."""
    cover: bool = False
    """True stands in for the holder during the next leave, without naming its end."""


@use_case
def assign(book: Book, moment: Moment, ids: IdSource, request: Assign) -> Change:
    """Pass seats on, or cover them.

    Refused with every reason where the holder may not sit there; asks for a reason where a guard warns (renewal near,
    at risk, changed lately, locked). A change of permanent holder opens a handoff; a first filling and a cover do not.
    """
    check_holder(book, request.to)
    seating = Seating.of(book)
    day = request.since or moment.today
    moves = moves_of(book, seating, request.accounts, request.seat, day)
    passage = Passage(
        book=book,
        moment=moment,
        ids=ids,
        to=request.to,
        day=day,
        reason=clean(request.reason),
        note=clean(request.note, limit=NOTE_LIMIT, lines=True),
        follow_ups=request.follow_ups,
    )
    if request.cover or request.until is not None:
        return _cover(passage, seating, request, moves)
    return _pass_on(passage, seating, request, moves)


# For good ------------------------------------------------------------------------------------------------------


def _pass_on(passage: Passage, seating: Seating, request: Assign, moves: list[Move]) -> Change:
    book, day = passage.book, passage.day
    moves = _changing(passage, moves)
    for move in moves:
        _check_day(passage, move)
    _check_eligible(book, seating, moves, passage.to, day)
    if not passage.reason:
        _check_guards(book, seating, moves, passage)
    edits = [edit for move in moves if move.own for edit in passed(passage, move)]
    _check_limits(passage, request, moves, edits, day)
    return change_of("assign", _passed_text(passage, request, moves), edits, why=passage.reason, base=book.seq)


def _changing(passage: Passage, moves: list[Move]) -> list[Move]:
    """The moves that change anything; refused when none does."""
    changing = [move for move in moves if not stays(passage, move)]
    if not any(move.own for move in changing):
        names = accounts_text(move.account for move in moves)
        if passage.to is None:
            refuse(f"The seat {moves[0].seat.title} of {names} is vacant already.", RefusalKind.NOTHING)
        refuse(f"{_who(passage.book, passage.to)} holds {names} already.", RefusalKind.NOTHING)
    return changing


def _check_day(passage: Passage, move: Move) -> None:
    begun = [tenure.since for tenure in move.planned if tenure.since <= passage.moment.today]
    if begun:
        refuse(f"{move.account.name} changed hands on {short_date(max(begun))}. Give that day or a later one.")


def _passed_text(passage: Passage, request: Assign, moves: list[Move]) -> str:
    names = accounts_text(move.account for move in moves)
    titles = listed(dict.fromkeys(move.seat.title for move in moves))
    when = f" from {short_date(passage.day)}" if passage.day != passage.moment.today else ""
    if passage.to is None:
        return f"Leave the seat {titles} of {names} vacant{when}"
    seat = f" as {titles}" if request.seat is not None else ""
    return f"Assign {names} to {holder_text(passage.book, passage.to)}{seat}{when}"


# For a while ---------------------------------------------------------------------------------------------------


def _cover(passage: Passage, seating: Seating, request: Assign, moves: list[Move]) -> Change:
    book, to = passage.book, passage.to
    if to is None:
        refuse("Say who stands in.")
    moves = _of_the_absent(seating, book, request.accounts, moves)
    spans = [span_of(book, move, to, request.since, request.until, passage.moment.today) for move in moves]
    for move, span in zip(moves, spans, strict=True):
        _check_eligible(book, seating, [move], to, span.since)
    edits: list[Edit] = []
    for move, span in zip(moves, spans, strict=True):
        if move.own:
            edits += covered(passage, move, span)
    _check_limits(passage, request, moves, edits, min(span.since for span in spans))
    names = accounts_text(move.account for move in moves)
    says = f"Cover {names} {stand_in_text(book, to, spans)}"
    return change_of("cover", says, edits, why=passage.reason, base=book.seq)


def _of_the_absent(seating: Seating, book: Book, accounts: tuple[int, ...], moves: list[Move]) -> list[Move]:
    """The moves of whoever holds the accounts asked for: somebody else's seat in the family needs no cover."""
    asked = {seating.bearer(book.accounts[number]).id for number in accounts}
    holders = {move.current.holder for move in moves if move.account.id in asked and move.current is not None}
    return [move for move in moves if move.account.id in asked or (move.current and move.current.holder in holders)]


# Checks --------------------------------------------------------------------------------------------------------


def _check_eligible(book: Book, seating: Seating, moves: list[Move], to: Holder | None, day: date) -> None:
    """Refuse with every reason against the holder; hard limits are checked on the book after the change."""
    faults: dict[str, None] = {}
    against: dict[int, Move] = {}
    for move in moves:
        for says in _faults(book, seating, move, to, day):
            faults[says] = None
            against[move.account.id] = move
    if not faults:
        return
    names = accounts_text(move.account for move in against.values())
    who = _who(book, to) if to is not None else "Nobody"
    lines = tuple(faults)
    if len(lines) == 1:
        refuse(f"{who} cannot take {names}: {lines[0]}", RefusalKind.RULE)
    refuse(f"{who} cannot take {names}, for {counted(len(lines), 'reason')}.", RefusalKind.RULE, lines)


def _faults(book: Book, seating: Seating, move: Move, to: Holder | None, day: date) -> list[str]:
    if to is None:
        derived = move.seat.holder in (SeatHolding.LEAD, SeatHolding.OUTSIDE)
        return [f"the seat {move.seat.title} follows from others and is never given."] if derived else []
    person = book.people.get(to.person or 0)
    open_position = person is not None and person.status is PersonStatus.VACANCY
    nos = why_not(book, seating, move.account, move.seat, to, day)
    passing = {NoCode.LIMIT, NoCode.NOT_STARTED} if open_position else {NoCode.LIMIT}
    return [no.says for no in nos if no.code not in passing]


def _check_guards(book: Book, seating: Seating, moves: list[Move], passage: Passage) -> None:
    """Ask for a reason where a chosen change of holder comes at a bad time."""
    changes = [move for move in moves if move.current is not None and move.current.holder != passage.to]
    warned = [line for line in (guarded(book, seating, move, passage.day) for move in changes) if line]
    if warned:
        what = "This account should" if len(warned) == 1 else f"{counted(len(warned), 'account')} should"
        refuse(f"{what} not change hands now. Give a reason to go on.", RefusalKind.REASON, tuple(warned))


def _check_limits(passage: Passage, request: Assign, moves: list[Move], edits: list[Edit], day: date) -> None:
    """Hard limits, on the book after the change: many accounts at once may pass one that each alone keeps."""
    person = passage.book.people.get(passage.to.person or 0) if passage.to is not None else None
    if person is None:
        return
    after, _ = passage.book.apply(change_of("probe", "", edits))
    faults = limits_passed(passage.book, after, person, (move.seat for move in moves), day)
    if not faults:
        return
    if not request.overrule:
        refuse(
            f"{faults[0]} Choose somebody else, or overrule the limit with a reason.", RefusalKind.RULE, tuple(faults)
        )
    if not passage.reason:
        refuse(f"{faults[0]} Say why it is overruled.", RefusalKind.REASON, tuple(faults))


def _who(book: Book, to: Holder) -> str:
    text = holder_text(book, to)
    return text[:1].upper() + text[1:]
