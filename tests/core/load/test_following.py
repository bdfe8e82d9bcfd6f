"""The most valuable property: the load that followed a change is the load of the changed book made from scratch."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.change import change_of, updated
from core.book.integrity import check
from core.errors import IntegrityError
from core.load.ledger import Ledger
from core.organisation import PlanLine
from core.people import Leave, Person
from core.schema import revise
from core.words import TenureKind
from tests.core.drafts import TODAY, Draft
from tests.core.worlds import MOMENT, World


def seen(ledger: Ledger) -> dict[str, object]:
    """Everything a ledger says."""
    book = ledger.book
    return {
        "accounts": {number: (ledger.account(number).hours, ledger.charges(number)) for number in book.accounts},
        "people": {person: ledger.person(person) for person in book.people},
        "capacity": {person: ledger.capacity(person) for person in book.people},
        "lines": {person: ledger.lines(person) for person in book.people},
        "pools": {pool: ledger.pool(pool) for pool in book.pools},
        "totals": ledger.totals(),
        "outside": ledger.outside(),
    }


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random))
def test_a_ledger_that_followed_changes_equals_one_made_from_scratch(chance: Random) -> None:
    world = World(chance)
    book = world.book(accounts=chance.randint(2, 9))
    ledger = Ledger.of(book, MOMENT)
    for _ in range(chance.randint(1, 6)):
        edits = [world.edit(book) for _ in range(chance.randint(1, 2))]
        try:
            change = change_of("random", "Random.", edits)
            after, delta = book.apply(change)
            check(book, change, after)
        except (IntegrityError, ValueError):
            continue
        book, ledger = after, ledger.after(after, delta)
        assert seen(ledger) == seen(Ledger.of(book, MOMENT))


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random))
def test_hours_are_conserved_and_lines_add_up(chance: Random) -> None:
    world = World(chance)
    book = world.book(accounts=chance.randint(2, 9))
    ledger = Ledger.of(book, MOMENT)
    totals = ledger.totals()
    assert totals.held == totals.asked
    for account in book.accounts:
        assert sum(charge.hours for charge in ledger.charges(account)) == ledger.account(account).hours
    for person in book.people:
        assert sum(line.hours for line in ledger.lines(person)) == ledger.person(person).hours
    for pool in book.pools:
        load = ledger.pool(pool)
        assert sum(member.hours for member in load.members) + load.left_over == load.hours


@pytest.mark.parametrize("seed", range(3))
def test_a_change_of_the_plan_is_followed_too(seed: int) -> None:
    world = World(Random(seed))
    book = world.book(accounts=8)
    plan = book.plan
    assert plan is not None
    change = change_of("use", "Use.", [updated(plan, revise(plan, lines=(PlanLine(model="generalist"),)))])
    after, delta = book.apply(change)
    followed = Ledger.of(book, MOMENT).after(after, delta)
    assert seen(followed) == seen(Ledger.of(after, MOMENT))
    assert followed.totals() != Ledger.of(book, MOMENT).totals()


def test_moving_a_leave_moves_the_hours_of_covers_on_accounts_the_absent_person_never_held() -> None:
    draft = Draft()
    ana, ben, cleo = draft.person("Ana"), draft.person("Ben"), draft.person("Cleo")
    acme = draft.account("Acme")
    draft.sits(acme, cleo)
    draft.sits(acme, ben, kind=TenureKind.COVER, since=TODAY, leave_of=ana, leave=1)
    book = draft.book()
    ledger = Ledger.of(book, MOMENT)
    assert (ledger.person(ben).hours, ledger.person(cleo).hours) == (0, 400)
    away = Person(id=ana, name="Ana", leaves=(Leave(number=1, since=TODAY, until=TODAY + timedelta(days=15)),))
    after, delta = book.apply(change_of("leave", "Leave.", [updated(book.people[ana], away)]))
    followed = ledger.after(after, delta)
    assert (followed.person(ben).hours, followed.person(cleo).hours) == (200, 200)


def test_a_ledger_of_another_day_is_made_anew_and_of_the_same_day_kept() -> None:
    draft = Draft()
    ana = draft.person("Ana")
    acme = draft.account("Acme", started=TODAY + timedelta(days=15))
    draft.sits(acme, ana)
    ledger = Ledger.of(draft.book(), MOMENT)
    later = MOMENT.on(TODAY + timedelta(days=15))
    assert ledger.moved_to(MOMENT) is ledger
    assert ledger.moved_to(later).person(ana).hours == 2 * ledger.person(ana).hours
