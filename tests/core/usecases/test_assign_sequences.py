"""Any sequence of assignments: no seat with two holders, no tenure of no length, one open handoff a seat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.desk import Desk, Done, MemoryStore
from core.errors import RefusalKind
from core.models.seating import Seating, permanent
from core.people import Leave
from core.schema import revise
from core.seats import Tenure, person_holder
from core.usecases.assign import Assign, assign
from core.words import HandoffKind, TenureKind
from tests.core.usecases.models import planned
from tests.core.usecases.world import ANA, ANN, BEN, MIA, NOW, OPEN, TODAY, held

LEAVES = (Leave(number=1, since=TODAY + timedelta(days=3), until=TODAY + timedelta(days=9)),)
PEOPLE = [MIA, revise(ANA, leaves=LEAVES), BEN, ANN, OPEN]
DAYS = st.integers(0, 12).map(lambda days: TODAY + timedelta(days=days))
REQUESTS = st.builds(
    Assign,
    accounts=st.lists(st.sampled_from([1, 2, 4, 5]), min_size=1, max_size=2).map(tuple),
    to=st.none() | st.sampled_from([2, 3, 4, 5]).map(person_holder),
    since=st.none() | DAYS,
    until=st.none() | st.none() | DAYS,
    cover=st.sampled_from([False, False, True]),
    reason=st.just("asked for"),
)
STEPS = st.lists(st.tuples(st.integers(0, 4), REQUESTS), min_size=1, max_size=6)


def sound(book: Book) -> None:
    """What holds whatever was asked."""
    seats: dict[tuple[int, str], list[tuple[date, date]]] = {}
    for tenure in book.holders.all():
        assert tenure.until is None or tenure.until > tenure.since, tenure
        if tenure.kind is TenureKind.PERMANENT:
            days = (tenure.since, tenure.until or date.max)
            seats.setdefault((tenure.account, tenure.seat), []).append(days)
    for days_of_seat in seats.values():
        for one, other in pairwise(sorted(days_of_seat)):
            assert one[1] <= other[0]
    handoffs = (h for h in book.handoffs.all() if h.closed_on is None and h.kind is HandoffKind.HOLDER)
    assert all(number == 1 for number in Counter((h.account, h.seat) for h in handoffs).values())


@settings(deadline=None, max_examples=150)
@given(STEPS)
def test_any_sequence_of_assignments_leaves_a_sound_book(steps: Sequence[tuple[int, Assign]]) -> None:
    book = planned(people=PEOPLE, holders=[held(1, 1, 2), held(2, 2, 2), held(3, 4, 3)])
    moment = NOW
    desk = Desk(book, MemoryStore(), lambda: moment)
    for days, request in steps:
        moment = moment.on(moment.today + timedelta(days=days))
        outcome = desk.do(assign, request)
        if not isinstance(outcome, Done):
            assert outcome.kind in (RefusalKind.INVALID, RefusalKind.RULE, RefusalKind.NOTHING, RefusalKind.REASON)
            assert "two permanent holders" not in outcome.says
            continue
        sound(desk.book)
        if request.until is None and not request.cover:
            _passed(desk.book, request, request.since or moment.today)
    while isinstance(desk.undo(), Done):
        sound(desk.book)
    for name, table in book.tables.items():
        assert dict(desk.book.tables[name]) == dict(table)


def _passed(book: Book, request: Assign, day: date) -> None:
    """On its day and later the seat is held as asked, for good, by every account of the families."""
    seating = Seating.of(book)
    for number in request.accounts:
        seat = seating.lead_seat(book.accounts[number], day)
        assert seat is not None
        for later in (day, day + timedelta(days=400)):
            held_by = _lasting(book, number, seat.key, later)
            assert (held_by.holder if held_by is not None else None) == request.to


def _lasting(book: Book, number: int | None, seat: str, day: date) -> Tenure | None:
    """The permanent tenure that fills a seat: the account's own, else its parent's."""
    if number is None:
        return None
    return permanent(book, number, seat, day) or _lasting(book, book.accounts[number].parent, seat, day)
