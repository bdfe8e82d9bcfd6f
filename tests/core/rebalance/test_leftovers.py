from __future__ import annotations

from datetime import timedelta

from core.book.book import Book
from core.organisation import Limits, PlanLine
from core.outlook import Outlook
from core.people import Leave
from core.rebalance.leftovers import leftovers
from core.rebalance.wish import Wish
from core.words import MatchOn, SeatHolding, TenureKind
from tests.core.drafts import Draft, csm_line, generalist
from tests.core.rebalance.drafting import changed
from tests.core.rebalance.teams import outlook, person, propose, team
from tests.core.usecases.world import NOW, TODAY


def told(book: Book, wish: Wish = Wish()) -> list[str]:  # noqa: B008 - a value
    return [one.says for one in leftovers(propose(outlook(book), wish))]


def test_where_all_is_mended_nobody_is_left_over() -> None:
    assert told(team({1: 28, 2: 5})) == []


def test_one_person_alone() -> None:
    assert told(team({1: 30})) == ["Person 1 stays 20.0 h over: there is nobody else."]


def test_everybody_full() -> None:
    assert told(team({1: 28, 2: 24})) == ["Person 1 stays 12.0 h over: everybody who may take anything there is full."]


def test_nobody_allowed() -> None:
    people = [person(1, "Ana", regions=("emea",)), person(2, "Ben")]
    book = team({1: 28, 2: 2}, people, region=dict.fromkeys(range(1, 29), "emea"))
    book = changed(book, book.models[1], seats=(csm_line(match=(MatchOn.REGION,)),))
    assert told(book) == ["Ana stays 12.0 h over: the rules of the plan allow nobody else there."]


def test_everything_there_locked_or_renewing() -> None:
    locks = dict.fromkeys(range(1, 28), TODAY + timedelta(days=5))
    renews = {28: TODAY + timedelta(days=400)}
    found = told(team({1: 28, 2: 2}, locked_until=locks, renews=renews), Wish(locked=frozenset({28})))
    assert found == ["Person 1 stays 12.0 h over: of what is left 28 are locked."]


def test_an_account_that_is_more_than_anybody_can_carry() -> None:
    people = [person(1, "Ana", hours=300), person(2, "Ben", hours=350), person(3, "Cleo", hours=390)]
    assert told(team({1: 1, 2: 0, 3: 0}, people)) == [
        "Ana stays 1.0 h over: the lightest account there, Account 1, is 4.0 h, and nobody has more than 3.7 h left."
    ]


def test_a_cap_on_moves() -> None:
    assert told(team({1: 30, 2: 2}), Wish(max_moves=2)) == [
        "Person 1 stays 12.0 h over: no more than 2 moves may be made."
    ]


def test_limits_reached() -> None:
    book = team({1: 30, 2: 2})
    book = changed(book, book.models[1], seats=(csm_line(limits=Limits(accounts=4)),))
    assert told(book) == ["Person 1 stays 12.0 h over: whoever might take more has reached a limit."]


def test_leave_makes_nobody_over() -> None:
    away = (Leave(number=1, since=TODAY + timedelta(days=5), until=TODAY + timedelta(days=40)),)
    assert told(team({1: 24, 2: 2}, [person(1, "Ana", leaves=away), person(2, "Ben")])) == []


def test_hours_that_come_from_a_pool_or_from_standing_in() -> None:
    draft = Draft(
        models=[generalist(), generalist(id=2, key="pooled", seats=(csm_line(holder=SeatHolding.POOL),))],
        lines=[PlanLine(scope="seg:small", model="pooled", pool="scaled"), PlanLine(model="generalist")],
    )
    draft.person("Ana")
    draft.person("Ben", hours=300)
    draft.person("Cleo", hours=100)
    draft.pool("scaled", 2)
    draft.pooled(draft.account("Small", segment="small"), 1)
    account = draft.account("Large")
    draft.sits(account, 1)
    draft.sits(account, 3, kind=TenureKind.COVER, since=TODAY, until=TODAY + timedelta(days=60))
    found = [one.says for one in leftovers(propose(Outlook(draft.book(), NOW), Wish()))]
    assert found == [
        "Cleo stays 3.0 h over: nothing there is held for good.",
        "Ben stays 1.0 h over: 4.0 h of it come from pools, which a rebalance leaves alone.",
    ]


def test_a_capacity_of_nothing() -> None:
    people = [person(1, "Ana", hours=0), person(2, "Ben", hours=0)]
    found = told(team({1: 2, 2: 0}, people))
    assert found == ["Ana stays 8.0 h over: everybody who may take anything there is full."]
