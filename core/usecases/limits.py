"""Hard limits of a seat or role: what one person would have once a change was made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from core.book.book import Book
from core.models.eligibility import Count, count_in_seat
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.organisation import Limits
from core.people import Person
from core.wording import counted, hours, money


def limits_passed(book: Book, after: Book, person: Person, seats: Iterable[AskedSeat], day: date) -> list[str]:
    """A sentence for each hard limit that a person would be over, and by more than before."""
    faults: dict[str, None] = {}
    for seat in {seat.key: seat for seat in seats}.values():
        limits = list(_hard(seat, person))
        if not limits:
            continue
        had = count_in_seat(book, Seating.of(book), person.id, seat.key, day)
        has = count_in_seat(after, Seating.of(after), person.id, seat.key, day)
        for limit, where in limits:
            for says in _over(limit, had, has, book.policy.currency):
                faults[f"{person.name} would have {says[0]} {where}; the limit is {says[1]}."] = None
    return list(faults)


def _hard(seat: AskedSeat, person: Person) -> Iterator[tuple[Limits, str]]:
    if seat.line.limits is not None and seat.line.limits.hard:
        yield seat.line.limits, f"in the seat {seat.title}"
    for role, limits in seat.model.limits_by_role if seat.model is not None else ():
        if role in person.role_keys and limits.hard:
            yield limits, f"as {role.replace('_', ' ')}"


def _over(limit: Limits, had: Count, has: Count, currency: str) -> Iterator[tuple[str, str]]:
    """What somebody would have and the limit, for each measure that is passed by more than before."""
    if limit.accounts is not None and has.accounts > max(limit.accounts, had.accounts):
        yield counted(has.accounts, "account"), str(limit.accounts)
    if limit.families is not None and has.families > max(limit.families, had.families):
        yield counted(has.families, "family"), str(limit.families)
    if limit.hours is not None and has.hours > max(limit.hours, had.hours):
        yield hours(has.hours), hours(limit.hours)
    if limit.arr is not None and has.arr > max(limit.arr, had.arr):
        yield f"{money(has.arr, currency)} of ARR", money(limit.arr, currency)
