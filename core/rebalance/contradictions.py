"""Choices that cannot all be kept: said in a sentence before anything is solved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from core.book.book import Book
from core.errors import Refusal, RefusalKind
from core.models.eligibility import why_not
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.rebalance.wish import Pair, Wish
from core.seats import person_holder
from core.wording import counted, listed, shortened
from core.words import SeatHolding


def contradictions(book: Book, wish: Wish, day: date) -> Refusal | None:
    """Why the choices of a wish cannot all be kept on a day; None where they can.

    The refusal says what to take away; with several contradictions its details list the others.
    """
    found = list(dict.fromkeys(_found(book, wish, day)))
    if not found:
        return None
    return Refusal(found[0], RefusalKind.RULE, tuple(found[1:]))


def _found(book: Book, wish: Wish, day: date) -> Iterator[str]:
    active = [account.id for account in book.accounts.all() if account.is_active]
    if active and wish.locked.issuperset(active):
        yield "Every account is locked, so nothing can move. Lock fewer."
    yield from _twice(book, wish)
    for pair in sorted(wish.fixed):
        yield from _pinned(book, wish, pair, day)
    yield from _too_many(book, wish)


def _twice(book: Book, wish: Wish) -> Iterator[str]:
    """Seats pinned to several people at once."""
    people: dict[tuple[int, str], list[int]] = {}
    for account, seat, person in sorted(wish.fixed):
        people.setdefault((account, seat), []).append(person)
    for (account, _), several in people.items():
        if len(several) > 1:
            names = listed(_person(book, one) for one in several)
            yield f"{_account(book, account)} is pinned to {names} at once. Choose one of them."


def _pinned(book: Book, wish: Wish, pair: Pair, day: date) -> Iterator[str]:
    """What speaks against one pin."""
    number, key, person = pair
    name, who = _account(book, number), _person(book, person)
    account = book.accounts.get(number)
    if account is None or not account.is_active:
        yield f"{name} is no customer any more, so it cannot be pinned to {who}. Take the pin away."
        return
    if person not in book.people:
        yield f"{name} is pinned to somebody who is not there ({who}). Take the pin away."
        return
    seating = Seating.of(book)
    seat = seating.seat(account, key, day)
    if seat is None or seat.holder is not SeatHolding.NAMED:
        yield f"{name} has no seat {key} for one person any more. Take the pin away."
        return
    if pair in wish.refused:
        yield f"{name} is pinned to {who} and refused for {who}. Take one of the two away."
    held = seating.holding(account, seat, day)
    if held is not None and held.holder.person == person:
        if person in wish.leaving:
            yield f"{name} is to stay with {who}, who leaves. Take the pin away."
        return
    if number in wish.locked:
        yield f"{name} is locked and pinned to {who}. Take one of the two away."
    if person in wish.leaving:
        yield f"{name} is pinned to {who}, who leaves. Take the pin away."
    yield from _excluded(book, seating, pair, seat, day)


def _excluded(book: Book, seating: Seating, pair: Pair, seat: AskedSeat, day: date) -> Iterator[str]:
    number, _, person = pair
    account = book.accounts[number]
    nos = why_not(book, seating, account, seat, person_holder(person), day)
    if nos:
        yield f"{_person(book, person)} cannot take {account.name}: {nos[0].says} Take the pin away."


def _too_many(book: Book, wish: Wish) -> Iterator[str]:
    """More pins than moves are allowed."""
    got = Counter(person for account, seat, person in wish.fixed if not _has(book, account, seat, person))
    chosen = got.total()
    if wish.max_moves is not None and chosen > wish.max_moves:
        yield f"{counted(chosen, 'move')} are accepted or pinned, and at most {wish.max_moves} may be made. Allow more."
    over = [_person(book, one) for one, count in sorted(got.items()) if count > (wish.max_taken or count)]
    if over:
        yield (
            f"More moves to {shortened(over)} are accepted or pinned than the {wish.max_taken} that one person may "
            "get. Allow more."
        )


def _has(book: Book, number: int, seat: str, person: int) -> bool:
    """Whether somebody has had a seat already: what is to stay is no move."""
    return any(
        tenure.seat == seat and tenure.holder.person == person and tenure.until is None
        for tenure in book.tenures_of(number)
    )


def _account(book: Book, number: int) -> str:
    account = book.accounts.get(number)
    return account.name if account is not None else f"Account A{number}"


def _person(book: Book, number: int) -> str:
    person = book.people.get(number)
    return person.name if person is not None else f"P{number}"
