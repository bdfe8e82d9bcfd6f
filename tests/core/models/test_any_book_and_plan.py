"""Any book, any day, any plan: parallel lines, overlays, covers, overlaps, pools, families, combined with alignments.

Fast here; ``BOOKSHIFT_LONG=1`` draws thousands. Adopting and undoing is in ``test_adopting_anything``.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.book import Book
from core.desk import Desk, MemoryStore
from core.load.hours import charges, month_from
from core.load.ledger import Ledger
from core.load.tally import Extra
from core.models.duties import work_of
from core.models.findings import Findings
from core.models.plan import compiled
from core.models.seating import Seating
from core.models.standing import SEATS_OF_ALIGNMENTS
from core.moment import Moment
from core.organisation import Overlay, Plan, PlanLine
from core.outlook import Outlook
from core.schema import encode, revise
from core.words import TEAM, Duty, HolderKind, SeatHolding, Touch
from data.catalogue import catalogue
from tests.core.worlds import ENGINEER, MOMENT, World

KNOWN = catalogue()
MANY = 60 if os.environ.get("BOOKSHIFT_LONG") else 1
CASES = st.integers(min_value=0, max_value=2**32 - 1).map(Random)
SCOPES = (
    "",
    "",
    "seg:small",
    "seg:mid or seg:ent",
    "stage:onboarding",
    "stage:renewal",
    "is:key",
    "is:established",
    "complexity:complex -seg:small",
    "touch:tech",
    "#free",
    "-#free is:key",
)
SERVES = ((), ((Touch.MID, Touch.TECH),), ((Touch.HIGH, Touch.TECH), (Touch.MID, Touch.TECH)))
MODELS = tuple(model.key for model in KNOWN.models)
ALIGNMENTS = ("", "", *(alignment.key for alignment in KNOWN.alignments))


def any_line(world: World) -> PlanLine:
    """A line of any model and alignment of those shipped, for any slow scope."""
    scope = world.some(*SCOPES)
    if world.chance.random() < 0.15:
        return PlanLine(scope=scope, unmanaged="nobody, on purpose")
    alignment = world.some(*ALIGNMENTS)
    model = world.some(*MODELS) if not alignment or world.chance.random() < 0.5 else ""
    duties = tuple(
        (duty, world.some(TEAM, "outside:services", "outside:sales"))
        for duty in Duty
        if alignment and world.chance.random() < 0.2
    )
    return PlanLine(
        scope=scope,
        model=model,
        alignment=alignment,
        pool=world.some("scaled", "scaled", "other", ""),
        people=world.some("", "", "role:csm", "role:team_lead"),
        serve=world.some(*SERVES),
        duties=duties,
    )


def any_plan(world: World) -> Plan:
    lines = tuple(any_line(world) for _ in range(world.chance.randint(1, 5)))
    overlays: tuple[Overlay, ...] = tuple(
        overlay
        for overlay in (ENGINEER, revise(ENGINEER, key="second", scope="", assists=(Duty.SUPPORT, Duty.ADOPTION)))
        if world.chance.random() < 0.4
    )
    return Plan(id=2, title="Any", lines=lines, overlays=overlays)


def any_book(chance: Random) -> tuple[Book, Moment]:
    """A random book under a random plan of the shipped models, looked at on a random day."""
    world = World(chance)
    book = world.book(chance.randint(2, 10))
    records = {name: list(table.all()) for name, table in book.tables.items()}
    records["models"] = [revise(model, id=number) for number, model in enumerate(KNOWN.models, 1)]
    records["alignments"] = [revise(one, id=number) for number, one in enumerate(KNOWN.alignments, 1)]
    records["plans"] = [any_plan(world)]
    records["policy"] = [revise(book.policy, plan=2)]
    moment = MOMENT.on(MOMENT.today + timedelta(days=world.some(0, 0, chance.randint(-90, 200))))
    return Book.of(records), moment


def written(book: Book) -> dict[str, list[bytes]]:
    return {name: [encode(record) for record in table.all()] for name, table in book.tables.items()}


@settings(max_examples=25 * MANY, deadline=None)
@given(CASES)
def test_each_duty_with_work_is_carried_once_or_reported(chance: Random) -> None:
    book, moment = any_book(chance)
    day = moment.today
    seating, ledger = Seating.of(book), Ledger.of(book, moment)
    findings = Findings.of(book, moment, seating, ledger)
    told = {(one.code, one.subject) for one in (*findings.all(), *(one for one, _ in findings.accepted()))}
    for account in book.accounts.all():
        if not account.is_active or seating.bearer(account) is not account:
            continue
        line = seating.line_of(account, day)
        if line is None:
            assert ("PLAN-GAP", f"A{account.id}") in told
            continue
        if line.unmanaged:
            assert charges(book, seating, account, (day, day + timedelta(days=1))) == ()
            continue
        seats = seating.seats(account, day)
        for duty in work_of(book, account).on(day):
            carriers = [seat for seat in seats if duty in seat.carries]
            key = line.line.scope.strip() or "all"
            if not carriers:
                assert any(code == "DUTY-NONE" and subject.startswith(f"line:{key}") for code, subject in told)
                continue
            assert len(carriers) == 1
            reported(book, seating, day, told, account.id, carriers[0].key)


def reported(book: Book, seating: Seating, day: date, told: set[tuple[str, str]], number: int, key: str) -> None:
    """A seat with work has somebody who is there, a function outside, or a finding."""
    account = book.accounts[number]
    seat = seating.seat(account, key, day)
    assert seat is not None
    holder = seating.holder(account, seat, day)
    if holder is None:
        assert ("SEAT-EMPTY", f"A{number}/{key}") in told
    elif holder.kind is HolderKind.OUTSIDE or holder.kind is HolderKind.POOL:
        assert seat.holder is not SeatHolding.LEAD
    else:
        person = book.people[holder.person or 0]
        gone = person.archived or (person.ends is not None and person.ends <= day)
        subjects = {("SEAT-EMPTY", f"A{number}/{key}"), ("HOLDER-GONE", f"P{person.id}")}
        assert not gone or subjects & told


@settings(max_examples=40 * MANY, deadline=None)
@given(CASES)
def test_hours_are_conserved_to_the_hundredth_and_pools_divide_exactly(chance: Random) -> None:
    book, moment = any_book(chance)
    seating, ledger = Seating.of(book), Ledger.of(book, moment)
    totals = ledger.totals()
    assert totals.people + totals.pools + totals.outside + totals.vacant + totals.nobody == (
        totals.duties + totals.handover + totals.assists - totals.relieved
    )
    by_kind: Counter[str] = Counter()
    by_person: Counter[int] = Counter()
    for account in book.accounts.all():
        lines = charges(book, seating, account, ledger.window)
        assert sum(line.hours for line in lines) == ledger.account(account.id).hours
        for line in lines:
            kind = line.duty.value if isinstance(line.duty, Extra) else "duties"
            by_kind[kind] += line.hours
            if line.holder is not None and line.holder.person is not None:
                by_person[line.holder.person] += line.hours
    assert by_kind["handover"] == totals.handover
    assert by_kind["assist"] == totals.assists
    assert by_kind["duties"] == totals.duties - totals.relieved
    pooled: Counter[int] = Counter()
    for pool in book.pools.all():
        load = ledger.pool(pool.id)
        assert all(member.hours >= 0 for member in load.members)
        assert sum(member.hours for member in load.members) + load.left_over == load.hours
        assert load.left_over in (0, load.hours)
        pooled.update({member.person: member.hours for member in load.members})
    for person in book.people.all():
        found = ledger.person(person.id)
        assert (found.named_hours, found.pool_hours) == (by_person[person.id], pooled[person.id])


@settings(max_examples=15 * MANY, deadline=None)
@given(CASES, st.lists(st.integers(min_value=1, max_value=120), min_size=1, max_size=3))
def test_a_clock_moved_forward_writes_nothing_and_looks_the_same_as_opening_later(
    chance: Random, steps: list[int]
) -> None:
    book, moment = any_book(chance)
    before = written(book)
    now = [moment]
    desk = Desk(book, MemoryStore(), lambda: now[0])
    for step in steps:
        now[0] = now[0].on(now[0].today + timedelta(days=step))
        outlook = Outlook(desk.book, desk.moment)
        seen = (outlook.ledger.totals(), outlook.ledger.people(), outlook.findings.all())
        fresh = Outlook(Book.of({name: table.all() for name, table in book.tables.items()}), now[0])
        assert seen == (fresh.ledger.totals(), fresh.ledger.people(), fresh.findings.all())
    assert desk.book is book
    assert written(desk.book) == before


@settings(max_examples=15 * MANY, deadline=None)
@given(CASES)
def test_windows_add_up(chance: Random) -> None:
    """Hours of two months are those of both together, but for what each rounds once."""
    book, moment = any_book(chance)
    day = max(moment.today, *(one.on for one in book.readings.all()))  # health is that of a window's first day
    first, second = (Ledger.of(book, moment, month_from(day + timedelta(days=30 * month))) for month in (0, 1))
    both = Ledger.of(book, moment, (day, day + timedelta(days=60)))
    kinds = len(Duty) + 6  # duties, handing over and assisting seats: each is rounded once in each window
    for account in book.accounts:
        apart = first.account(account).hours + second.account(account).hours
        assert abs(both.account(account).hours - apart) <= 2 * kinds


def test_the_plans_drawn_are_ones_that_can_be_read() -> None:
    drawn: Counter[str] = Counter()
    for seed in range(200):
        book, _ = any_book(Random(seed))
        assert book.plan is not None
        problems = [one for one in compiled(book, book.plan).problems if "names neither" not in one]
        assert problems == []
        drawn.update(line.model or line.alignment or "unmanaged" for line in book.plan.lines)
        drawn.update(tenure.kind.value for tenure in book.holders.all())
        drawn.update(["overlay"] * len(book.plan.overlays))
    asked = {*MODELS, *(one.key for one in KNOWN.alignments), "unmanaged", "cover", "overlap", "overlay"}
    assert asked - set(SEATS_OF_ALIGNMENTS) <= set(drawn)
