"""What moves when a seat is given to somebody: the seat of each account, and its family with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.errors import RefusalKind
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.seats import Tenure
from core.text import clean
from core.usecases.look import an_active_account
from core.usecases.refusing import refuse
from core.wording import listed, short_date
from core.words import Family, TenureKind


@dataclass(frozen=True, slots=True)
class Move:
    """A seat of one account that is to change hands."""

    account: Account
    """The account."""
    seat: AskedSeat
    """The seat."""
    keys: tuple[str, ...]
    """Seat keys under which its tenures stand: its own, then those it inherits from."""
    current: Tenure | None
    """The permanent tenure on the day, a parent's for a child that follows."""
    planned: tuple[Tenure, ...]
    """Permanent tenures of the account that begin after the day."""
    own: bool
    """Whether the account has tenures of its own to change; a child that follows has none."""


def moves_of(book: Book, seating: Seating, accounts: Iterable[int], seat: str | None, day: date) -> list[Move]:
    """The seats that move, each once: those of the accounts, or of the whole family of each.

    ``seat`` is a key; None is the lead seat of each account on the day.
    """
    found: dict[tuple[int, str], Move] = {}
    for number in accounts:
        account = seating.bearer(an_active_account(book, number))
        root, of_root = _root(book, seating, account, _asked(seating, account, seat, day), day)
        for move in _family(book, seating, root, of_root, None, day):
            found.setdefault((move.account.id, move.seat.key), move)
    if not found:
        refuse("Choose the accounts first.")
    return list(found.values())


def _asked(seating: Seating, account: Account, key: str | None, day: date) -> AskedSeat:
    """The seat of an account by key, or its lead seat; refused with what the account asks for instead."""
    seat = seating.lead_seat(account, day) if key is None else seating.seat(account, key, day)
    if seat is None:
        refuse(_why_no_seat(seating, account, key, day), RefusalKind.RULE)
    return seat


def _why_no_seat(seating: Seating, account: Account, key: str | None, day: date) -> str:
    if seating.plan is None:
        return f"No model is in force, so {account.name} asks for no seat. Choose a model first."
    reason = seating.unmanaged(account, day)
    if reason is not None:
        return f"{account.name} is left without people on purpose ({reason}). Change its plan line first."
    asked = [seat.key for seat in seating.seats(account, day)]
    if asked:
        return f"{account.name} has no seat {clean(key or '')}. It asks for {listed(asked)}."
    return f"No line of the plan gives {account.name} a seat on {short_date(day)}. Add it to a line of the plan first."


def _root(book: Book, seating: Seating, account: Account, seat: AskedSeat, day: date) -> tuple[Account, AskedSeat]:
    """The account of a family whose holder the others take, with its seat."""
    while account.parent is not None and account.family is Family.FOLLOW:
        parent = book.accounts[account.parent]
        same = seating.seat(parent, seat.key, day) if parent.is_active else None
        if same is None or same.holder is not seat.holder:
            break
        account, seat = parent, same
    return account, seat


def _family(
    book: Book, seating: Seating, account: Account, seat: AskedSeat, above: Move | None, day: date
) -> Iterator[Move]:
    """The move of an account and of every child that follows it in this seat."""
    asked = {one.key for one in seating.seats(account, day)}
    keys = (seat.key, *(key for key in seat.line.inherits if key not in asked))
    own = [t for t in book.tenures_of(account.id) if t.seat in keys and t.kind is TenureKind.PERMANENT]
    planned = tuple(tenure for tenure in own if tenure.since > day)
    held = next((t for key in keys for t in own if t.seat == key and t.holds_on(day)), None)
    current = held or (above.current if above is not None else None)
    move = Move(account, seat, keys, current, planned, own=above is None or held is not None or bool(planned))
    yield move
    for child in book.children_of(account.id):
        if child.family is Family.FOLLOW and child.is_active:
            same = seating.seat(child, seat.key, day)
            if same is not None and same.holder is seat.holder:
                yield from _family(book, seating, child, same, move, day)
