"""Any book, any day, any plan: what must hold of every draft that is put in force."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.load.ahead import Ahead
from core.load.capacity import capacity
from core.load.demand import Demand
from core.load.hours import charges, month_from
from core.load.ledger import Ledger
from core.load.steady import SteadyAccounts
from core.load.tally import Extra
from core.models.adopt import Adoption
from core.models.compare import Roles
from core.models.drafting import draft_book, draft_problems
from core.models.duties import work_of
from core.models.findings import Findings
from core.models.months import Months, months_from
from core.models.placing import How
from core.models.seating import Seating
from core.models.standing import Standing
from core.schema import revise
from core.words import Severity, TenureKind
from tests.core.models.proposing import KNOWN, adopt_on, adopted, any_case, compared, crowded_case, desk_of, random_case
from tests.core.worlds import MOMENT

SEEDS = st.integers(min_value=0, max_value=2**32)
TODAY = MOMENT.today


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_every_duty_with_work_has_one_carrier_or_is_told(seed: int) -> None:
    book, draft = any_case(seed)
    found = adopted(book, draft)
    seating = Seating.of(found.book)
    told = {(one.ask.account.id, one.ask.seat.key) for one in found.placements.unfilled}
    for account in found.book.accounts.all():
        seats = seating.seats(account, TODAY)
        if not seats:
            continue
        for duty in work_of(found.book, account).on(TODAY):
            carrying = [seat for seat in seats if duty in seat.carries]
            if not carrying:
                continue  # the model has no seat for it: the load says nobody, and the plan's check tells
            assert len(carrying) == 1
            seat = carrying[0]
            held = [
                tenure
                for tenure in found.book.tenures_of(account.id)
                if tenure.kind is TenureKind.PERMANENT and tenure.seat == seat.key and tenure.holds_on(TODAY)
            ]
            assert len(held) <= 1
            if seating.holder(account, seat, TODAY) is None:
                family = {account.id, *_above(found.book, account.id)}
                assert any((one, seat.key) in told for one in family) or found.unpooled


def _above(book: Book, number: int) -> set[int]:
    found: set[int] = set()
    account = book.accounts.get(number)
    while account is not None and account.parent is not None:
        found.add(account.parent)
        account = book.accounts.get(account.parent)
    return found


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_hours_are_conserved_and_pools_divide_exactly(seed: int) -> None:
    book, draft = any_case(seed)
    found = adopted(book, draft)
    ledger = Ledger.of(found.book, MOMENT)
    totals = ledger.totals()
    assert totals.held == totals.asked
    for pool in found.book.pools.all():
        load = ledger.pool(pool.id)
        assert sum(member.hours for member in load.members) + load.left_over == load.hours
    assert all(
        sum(line.hours for line in ledger.lines(p.id)) == ledger.person(p.id).hours for p in found.book.people.all()
    )


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_months_ahead_are_those_of_the_ledger(seed: int) -> None:
    book, draft = any_case(seed)
    found = adopted(book, draft)
    months = Months(SteadyAccounts(found.book, Demand(book)), months_from(TODAY))
    told = tuple(months.over_hours(month) for month in range(len(months.windows)))
    assert told == Ahead(Ledger.of(found.book, MOMENT)).over_hours()


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_demand_is_what_the_ledger_charges_for_each_duty(seed: int) -> None:
    book, _ = random_case(seed)
    seating, window, demand = Seating.of(book), month_from(TODAY), Demand(book)
    for account in book.accounts.all():
        found = seating.seat_set(account, TODAY)
        plain = found is not None and not found.assisting and not found.line.unmanaged
        if not plain or book.children_of(account.id):
            continue
        by_duty: dict[object, int] = {}
        for charge in charges(book, seating, account, window):
            if charge.duty is not Extra.HANDOVER:
                by_duty[charge.duty] = by_duty.get(charge.duty, 0) + charge.hours
        sets = {seating.seat_set(account, TODAY + timedelta(days=day)) for day in range(30)}
        if len(sets) == 1:
            hours = demand.hours(account, window, seating.served_touch(account, TODAY))
            assert {duty: amount for duty, amount in hours if amount} == {d: h for d, h in by_duty.items() if h}


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_what_compare_shows_is_what_adopting_and_measuring_gives(seed: int) -> None:
    book, draft = any_case(seed)
    assume(not draft_problems(book, draft, TODAY, KNOWN))
    rows = compared(book, MOMENT, [Standing("next", "Next", draft, ("generalist",))])
    assert [row.roles_of for row in rows] == [Roles.TODAY, Roles.SUGGESTED]
    for row in rows:
        desk = desk_of(book)
        assume(not draft_problems(book, row.draft, TODAY, KNOWN))
        adopt_on(desk, row.draft)
        ledger = Ledger.of(desk.book, MOMENT)
        findings = Findings.of(desk.book, MOMENT, Seating.of(desk.book), ledger).all()
        assert row.over_hours == ledger.over_hours()
        assert row.peak_over_hours == max(Ahead(ledger).over_hours())
        assert row.outside_hours == ledger.totals().outside
        assert row.errors == sum(one.severity is Severity.ERROR for one in findings)
        assert row.warnings == sum(one.severity is Severity.WARNING for one in findings)
        handoffs = [one for one in desk.book.handoffs.all() if one.id not in book.handoffs]
        assert row.moves == len(handoffs)
        assert row.chosen == 0 or row.draft.mend_overloads
        roles = {person.id for person in book.people.all() if desk.book.people[person.id].roles != person.roles}
        assert {one.person for one in row.roles} == roles


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_adopt_then_undo_gives_the_same_book_but_for_its_history(seed: int) -> None:
    book, draft = any_case(seed)
    assume(not draft_problems(book, draft, TODAY, KNOWN))
    desk = desk_of(book)
    adopt_on(desk, draft)
    desk.undo()
    assert {name: table.all() for name, table in desk.book.tables.items()} == {
        name: table.all() for name, table in book.tables.items()
    }
    assert desk.redo()


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.integers(min_value=0, max_value=400))
def test_looking_at_a_draft_on_any_day_writes_nothing(seed: int, days: int) -> None:
    book, draft = random_case(seed)
    moment = MOMENT.on(TODAY + timedelta(days=days))
    tables = {name: table.all() for name, table in book.tables.items()}
    compared(book, moment, [Standing("next", "Next", draft, ())])
    assert {name: table.all() for name, table in book.tables.items()} == tables


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_adopting_a_draft_twice_moves_nobody_again(seed: int) -> None:
    book, draft = random_case(seed)
    assert draft_book(book, draft, TODAY, KNOWN).holders.all() == book.holders.all()
    assume(not draft_problems(book, draft, TODAY, KNOWN))
    desk = desk_of(book)
    adopt_on(desk, draft)
    again = adopted(desk.book, revise(draft, vacancies=(), pools=()))
    assert again.passes == ()
    assert not [edit for edit in again.edits if edit.table == "plans"]


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_nobody_who_gets_a_seat_is_filled_beyond_the_line_nor_leaves_soon(seed: int) -> None:
    book, draft = any_case(seed)
    found = adopted(book, draft)
    hours: Counter[int] = Counter()
    for one in found.placements.placed:
        hours[one.holder.person or 0] += one.ask.hours
    for one in found.placements.placed:
        person = found.book.people.get(one.holder.person or 0)
        if one.how is not How.KEPT and one.ask.hours:
            assert person is not None
            assert person.present_on(TODAY)
            assert person.ends is None
            assert hours[person.id] * 100 <= (
                capacity(found.book, person, month_from(TODAY)).hours * found.book.policy.fill_to
            )


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_mending_overloads_moves_those_who_might_stay_only_where_that_leaves_less_over(seed: int) -> None:
    book, draft = crowded_case(seed)
    plain, mended = adopted(book, revise(draft, mend_overloads=False)), adopted(book, draft)
    chosen = [one for one in mended.placements.placed if one.how is How.CHOSEN]
    assert all(one.how is not How.CHOSEN for one in plain.placements.placed)
    assert {one.ask.account.id for one in mended.placements.unfilled} <= {
        one.ask.account.id for one in plain.placements.unfilled
    }
    before, after = over(plain), over(mended)
    assert after <= before
    if chosen:
        assert after < before
    for one in chosen:
        assert one.ask.account.locked_until is None


def over(found: Adoption) -> int:
    """Hours of the seats placed over what a rebalance tolerates, hundredths of a percent of an hour."""
    hours: Counter[int] = Counter()
    for one in found.placements.placed:
        hours[one.holder.person or 0] += one.ask.hours
    rooms = {person.id: capacity(found.book, person, month_from(TODAY)).hours for person in found.book.people.all()}
    return sum(max(0, hours[number] * 10_000 - room * 100 * 102) for number, room in rooms.items())


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_nobody_is_seated_who_may_not_sit_there(seed: int) -> None:
    book, draft = any_case(seed)
    found = adopted(book, draft)
    for one in found.placements.placed:
        person = found.book.people.get(one.holder.person or 0)
        if person is not None:
            roles = one.ask.seat.line.roles
            assert not person.archived
            assert one.ask.account.id not in person.not_for
            assert not roles or set(roles) & set(person.role_keys)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_a_ledger_told_from_the_demand_is_the_ledger(seed: int) -> None:
    book, draft = random_case(seed)
    found = adopted(book, draft)
    steady = SteadyAccounts(found.book, Demand(book))
    for window in months_from(TODAY):
        plain = Ledger.of(found.book, MOMENT, window)
        quick = Ledger.of(found.book, MOMENT, window, steady)
        assert quick.totals() == plain.totals()
        assert quick.people() == plain.people()
        assert [quick.pool(pool.id) for pool in found.book.pools.all()] == [
            plain.pool(pool.id) for pool in found.book.pools.all()
        ]
        assert [quick.account(one.id).hours for one in book.accounts.all()] == [
            plain.account(one.id).hours for one in book.accounts.all()
        ]
