"""The load summed up by main role and by segment."""

from __future__ import annotations

from random import Random

import pytest

from core.load.grouped import by_role, by_segment, main_role
from core.load.ledger import Ledger
from core.people import Person, RoleShare
from tests.core.drafts import Draft
from tests.core.worlds import MOMENT, World


def two_segments() -> Draft:
    """Ana leads and holds one account of each segment, Ben holds two; a third segment has nobody's account."""
    draft = Draft()
    ana = draft.person("Ana", "team_lead", hours=1_000)
    ben = draft.person("Ben", hours=300)
    draft.sits(draft.account("Acme", arr=100), ana)
    draft.sits(draft.account("Beta", arr=20, segment="mid"), ana)
    draft.sits(draft.account("Cora", arr=3, segment="mid"), ben)
    draft.account("Dora", arr=None, segment="")
    return draft


def test_everybody_is_counted_once_under_the_main_role() -> None:
    ledger = Ledger.of(two_segments().book(), MOMENT)
    csm, lead = by_role(ledger)

    assert (csm.title, csm.people, csm.over, csm.hours, csm.capacity) == ("CSM", 1, 1, 400, 300)
    assert (lead.title, lead.people, lead.over, lead.hours, lead.accounts, lead.arr) == ("Team lead", 1, 0, 800, 2, 120)


def test_the_main_role_is_the_largest_share_and_the_first_of_equal_ones() -> None:
    shares = (RoleShare(role="a", share=30), RoleShare(role="b", share=35), RoleShare(role="c", share=35))
    assert main_role(Person(id=1, name="Ana", roles=shares)) == "b"
    assert main_role(Person(id=1, name="Ana")) == ""


def test_a_segment_has_the_hours_of_its_accounts_whoever_serves_them() -> None:
    groups = by_segment(Ledger.of(two_segments().book(), MOMENT))

    assert [(one.title, one.accounts, one.people, one.hours, one.arr) for one in groups] == [
        ("Enterprise", 1, 1, 400, 100),
        ("Mid-market", 2, 2, 800, 23),
        ("No segment", 1, 0, 400, 0),
    ]


@pytest.mark.parametrize("seed", range(5))
def test_no_hour_is_lost_however_the_load_is_summed_up(seed: int) -> None:
    book = World(Random(seed)).book(accounts=9)
    ledger = Ledger.of(book, MOMENT)
    people = ledger.people()

    assert sum(group.hours for group in by_role(ledger)) == sum(load.hours for load in people)
    assert sum(group.capacity for group in by_role(ledger)) == sum(load.capacity for load in people)
    assert sum(group.hours for group in by_segment(ledger)) == ledger.totals().held
