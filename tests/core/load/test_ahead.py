"""The months ahead: what is known to come shows where it comes."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest

from core.book.change import change_of, updated
from core.load.ahead import Ahead
from core.load.ledger import Ledger
from core.people import Leave
from core.schema import revise
from core.words import Band
from tests.core.drafts import TODAY, Draft
from tests.core.worlds import MOMENT, World


def in_days(days: int) -> Draft:
    """One person with one account that renews in some days, and leave in the third month."""
    draft = Draft()
    away = Leave(number=1, since=TODAY + timedelta(days=60), until=TODAY + timedelta(days=90))
    ana = draft.person("Ana", hours=1_000, leaves=(away,))
    draft.sits(draft.account("Acme", renews=TODAY + timedelta(days=days)), ana)
    return draft


def test_a_renewal_and_a_leave_show_in_the_months_they_fall_into() -> None:
    months = Ahead(Ledger.of(in_days(120).book(), MOMENT)).person(1)
    assert [month.load.hours for month in months] == [400, 733, 733, 733, 400, 400]
    assert [month.load.capacity for month in months] == [1_000, 1_000, 0, 1_000, 1_000, 1_000]
    assert months[2].load.band is Band.ABSENT
    assert (months[0].since, months[5].until) == (TODAY, TODAY + timedelta(days=180))


def test_hours_over_capacity_are_told_month_by_month() -> None:
    assert Ahead(Ledger.of(in_days(120).book(), MOMENT)).over_hours() == (0, 0, 733, 0, 0, 0)


def test_the_first_month_is_the_ledger_of_today() -> None:
    ledger = Ledger.of(in_days(120).book(), MOMENT)
    assert Ahead(ledger).ledger(0) is ledger
    with pytest.raises(IndexError):
        Ahead(ledger, months=2).ledger(2)


def test_the_months_follow_a_change() -> None:
    book = in_days(120).book()
    ahead = Ahead(Ledger.of(book, MOMENT))
    assert ahead.person(1)[1].load.hours == 733
    acme = book.accounts[1]
    moved = revise(acme, renews=TODAY + timedelta(days=300))
    after, delta = book.apply(change_of("edit", "Edit.", [updated(acme, moved)]))
    followed = ahead.after(after, delta, ahead.ledger(0).after(after, delta))
    assert [month.load.hours for month in followed.person(1)] == [400] * 6


@pytest.mark.parametrize("seed", range(12))
def test_six_months_are_the_half_year_but_for_rounding(seed: int) -> None:
    book = World(Random(seed)).book(accounts=7)
    book = type(book).of({name: tuple(table.values()) for name, table in book.tables.items() if name != "readings"})
    ahead = Ahead(Ledger.of(book, MOMENT))
    half = Ledger.of(book, MOMENT, (TODAY, TODAY + timedelta(days=180)))
    for account in book.accounts:
        months = [ahead.ledger(month).account(account).hours for month in range(6)]
        kinds = 7 * 6  # each kind of work of each month is rounded once, by at most half a hundredth
        assert abs(sum(months) - half.account(account).hours) <= kinds // 2
