from __future__ import annotations

from datetime import timedelta

import pytest

from core.book.book import Book
from core.rebalance.changed import MoveChange
from core.rebalance.draft import RebalanceDraft, Verdict, with_decision
from core.schema import revise
from core.seats import person_holder
from core.words import AccountStatus, Touch
from tests.core.rebalance.drafting import changed, solved
from tests.core.rebalance.teams import team
from tests.core.usecases.world import TODAY

ONE_SMALL = {1: 100, **dict.fromkeys(range(2, 60), 90_000_000)}
"""Account 1 is the one that goes."""


@pytest.fixture
def book() -> Book:
    """Person 1 gives Account 1 to Person 2; Person 3 is busy but has room for one more account."""
    return team({1: 26, 2: 5, 3: 22}, arr=ONE_SMALL)


@pytest.fixture
def draft(book: Book) -> RebalanceDraft:
    found = solved(book).draft
    assert [(move.account, move.to) for move in found.moves] == [(1, 2)]
    return found


def why(book: Book, draft: RebalanceDraft) -> MoveChange:
    (change,) = solved(book, draft).changes
    assert (change.account, change.was) == (1, 2)
    return change


def test_what_stays_as_it_was_is_not_told(book: Book, draft: RebalanceDraft) -> None:
    assert solved(book, draft).changes == ()


def test_a_refused_move_goes_to_somebody_else(book: Book, draft: RebalanceDraft) -> None:
    change = why(book, with_decision(draft, (1, "csm", 2), Verdict.REFUSED))
    assert (change.now, change.says) == (3, "Account 1 goes to Person 3 instead: it was refused for Person 2.")


def test_a_move_pinned_elsewhere(book: Book, draft: RebalanceDraft) -> None:
    change = why(book, with_decision(draft, (1, "csm", 3), Verdict.PINNED))
    assert change.says == "Account 1 goes to Person 3 instead: it is fixed to Person 3."


def test_a_customer_that_left(book: Book, draft: RebalanceDraft) -> None:
    gone = changed(book, book.accounts[1], status=AccountStatus.CHURNED, churned_on=TODAY, churn_reason="price")
    assert why(gone, draft).says == "Account 1 is no customer any more."


def test_an_account_that_changed_hands(book: Book, draft: RebalanceDraft) -> None:
    tenure = next(tenure for tenure in book.holders.all() if tenure.account == 1)
    after = changed(book, tenure, holder=person_holder(3))
    assert why(after, draft).says == "Account 1 has changed hands since with Person 3."


def test_an_account_that_is_locked_now(book: Book, draft: RebalanceDraft) -> None:
    locked = changed(book, book.accounts[1], locked_until=TODAY + timedelta(days=30))
    assert why(locked, draft).says == "Account 1 stays with Person 1: it is locked until 22 Dec 2026."


def test_somebody_who_may_not_have_it_any_more(book: Book, draft: RebalanceDraft) -> None:
    after = changed(book, book.people[2], not_for=(1,))
    assert why(after, draft).says == ("Account 1 goes to Person 3 instead: Person 2 is marked as not for Account 1.")


def test_somebody_who_has_no_room_any_more(book: Book, draft: RebalanceDraft) -> None:
    after = changed(book, book.people[2], fte=20)
    assert why(after, draft).says == (
        "Account 1 goes to Person 3 instead: Person 2 has no room any more, with 20.0 h of 20.0 h."
    )


def test_somebody_who_is_not_over_any_more(book: Book, draft: RebalanceDraft) -> None:
    after = changed(book, book.accounts[2], touch=Touch.TECH)
    assert why(after, draft).says == (
        "Account 1 stays with Person 1: Person 1 is not over any more, with 100.4 h of 100.0 h."
    )


def test_another_account_that_is_cheaper_to_move_now(book: Book, draft: RebalanceDraft) -> None:
    cheap = revise(book.accounts[2], arr=1)
    dear = changed(changed(book, book.accounts[2], arr=cheap.arr), book.accounts[1], arr=900_000_000)
    change = why(dear, draft)
    assert change.now is None
    assert change.says.startswith(
        "Account 1 stays with Person 1: Account 2 now frees enough hours of Person 1; moving it too would cost "
    )
    assert change.says.endswith(" points more.")


def test_room_that_somebody_else_needs_now(draft: RebalanceDraft) -> None:
    # Person 2 has room for one account only, and Account 60 can go nowhere else.
    book = team({1: 26, 2: 22, 3: 22, 4: 26}, arr=ONE_SMALL | dict.fromkeys(range(71, 97), 90_000_000))
    first = solved(book).draft
    (own,) = [move for move in first.moves if move.account == 1]
    busy = next(move for move in first.moves if move.account != 1)
    assert {own.to, busy.to} == {2, 3}
    # Whoever was to get the other account may have nothing of Person 4 any more.
    theirs = tuple(range(71, 97))
    after = changed(book, book.people[busy.to], not_for=theirs)
    found = solved(after, first)
    told = {change.account: change.says for change in found.changes}
    assert busy.account in told
    assert "goes to" in told[busy.account] or "stays with" in told[busy.account]
    if own.account in told:
        assert "room of Person" in told[own.account] or "points" in told[own.account]
