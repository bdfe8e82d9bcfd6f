from __future__ import annotations

from datetime import timedelta

import pytest

from core.errors import Refusal, RefusalKind
from core.organisation import Limits
from core.people import Leave, RoleShare
from core.rebalance.contradictions import contradictions
from core.rebalance.draft import RebalanceDraft, Verdict, with_decisions
from core.rebalance.wish import Pair, Wish
from core.schema import revise
from core.usecases.proposals import solve_draft
from core.words import AccountStatus
from tests.core.drafts import csm_line, generalist
from tests.core.rebalance.drafting import changed, pairs, solved
from tests.core.rebalance.teams import outlook, person, team
from tests.core.usecases.world import TODAY

AWAY = (Leave(number=1, since=TODAY, until=TODAY + timedelta(days=40)),)
PEOPLE = [
    person(1, "Ana"),
    person(2, "Ben", not_for=(1,)),
    person(3, "Cleo", leaves=AWAY),
    person(4, "Dan", ends=TODAY),
    revise(person(5, "Ed"), roles=(RoleShare(role="support_engineer"),)),
    person(6, "Flo"),
]
BOOK = team({1: 4, 2: 2, 3: 0, 4: 0, 5: 0, 6: 2}, PEOPLE)


def pinned(*pairs: Pair, **fields: object) -> Wish:
    return Wish(fixed=frozenset(pairs), **fields)  # type: ignore[arg-type]


def says(wish: Wish) -> str:
    refusal = contradictions(BOOK, wish, TODAY)
    assert refusal is not None
    assert refusal.kind is RefusalKind.RULE
    return refusal.says


def test_choices_that_go_together_are_not_refused() -> None:
    wish = pinned((1, "csm", 6), locked=frozenset({2}), refused=frozenset({(1, "csm", 2)}), max_moves=1)
    assert contradictions(BOOK, wish, TODAY) is None


def test_a_lock_and_a_pin_on_the_same_account() -> None:
    assert says(pinned((1, "csm", 6), locked=frozenset({1}))) == (
        "Account 1 is locked and pinned to Flo. Take one of the two away."
    )


def test_a_lock_and_a_pin_to_its_holder_say_the_same() -> None:
    assert contradictions(BOOK, pinned((1, "csm", 1), locked=frozenset({1})), TODAY) is None


def test_two_pins_on_one_account() -> None:
    assert (
        says(pinned((3, "csm", 6), (3, "csm", 2))) == "Account 3 is pinned to Ben and Flo at once. Choose one of them."
    )


@pytest.mark.parametrize(
    ("pair", "told"),
    [
        ((1, "csm", 2), "Ben cannot take Account 1: Ben is marked as not for Account 1. Take the pin away."),
        ((1, "csm", 3), "Cleo cannot take Account 1: Cleo is on leave until 1 Jan 2027. Take the pin away."),
        (
            (1, "csm", 5),
            "Ed cannot take Account 1: Ed is Support engineer; the seat CSM asks for CSM. Take the pin away.",
        ),
        ((1, "csm", 9), "Account 1 is pinned to somebody who is not there (P9). Take the pin away."),
        ((99, "csm", 6), "Account A99 is no customer any more, so it cannot be pinned to Flo. Take the pin away."),
        ((1, "am", 6), "Account 1 has no seat am for one person any more. Take the pin away."),
    ],
)
def test_a_pin_on_somebody_the_rules_exclude_or_on_nothing(pair: Pair, told: str) -> None:
    assert says(pinned(pair)) in (told, f"{told} Take the pin away.")


def test_a_pin_on_somebody_who_is_gone() -> None:
    assert says(pinned((1, "csm", 4))).startswith("Dan cannot take Account 1: ")


def test_a_pin_and_a_refusal_of_the_same_move() -> None:
    wish = pinned((1, "csm", 6), refused=frozenset({(1, "csm", 6)}))
    assert says(wish) == "Account 1 is pinned to Flo and refused for Flo. Take one of the two away."


def test_a_pin_to_or_with_somebody_who_leaves() -> None:
    leaving = frozenset({1})
    assert says(pinned((7, "csm", 1), leaving=leaving)) == (
        "Account 7 is pinned to Ana, who leaves. Take the pin away."
    )
    assert says(pinned((1, "csm", 1), leaving=leaving)) == (
        "Account 1 is to stay with Ana, who leaves. Take the pin away."
    )


def test_a_pin_on_a_customer_that_left() -> None:
    gone = changed(BOOK, BOOK.accounts[1], status=AccountStatus.CHURNED, churned_on=TODAY, churn_reason="price")
    refusal = contradictions(gone, pinned((1, "csm", 6)), TODAY)
    assert refusal is not None
    assert refusal.says == "Account 1 is no customer any more, so it cannot be pinned to Flo. Take the pin away."


def test_more_pins_than_moves_are_allowed_overall_or_for_one_person() -> None:
    pairs: tuple[Pair, ...] = ((1, "csm", 6), (2, "csm", 6))
    assert says(pinned(*pairs, max_moves=1)) == (
        "2 moves are accepted or pinned, and at most 1 may be made. Allow more."
    )
    assert says(pinned(*pairs, max_taken=1)) == (
        "More moves to Flo are accepted or pinned than the 1 that one person may get. Allow more."
    )


def test_what_is_pinned_to_its_holder_is_no_move() -> None:
    assert contradictions(BOOK, pinned((1, "csm", 1), max_moves=0), TODAY) is None


def test_a_pin_beyond_a_hard_limit() -> None:
    model = generalist(seats=(csm_line(limits=Limits(accounts=2, hard=True)),))
    book = changed(BOOK, BOOK.models[1], seats=model.seats)
    refusal = contradictions(book, pinned((1, "csm", 6)), TODAY)
    assert refusal is not None
    assert refusal.says == (
        "Flo cannot take Account 1: Flo would have 3 accounts in the seat CSM; the limit is 2. Take the pin away."
    )


def test_pins_that_only_together_pass_a_hard_limit() -> None:
    model = generalist(seats=(csm_line(limits=Limits(accounts=3, hard=True)),))
    book = changed(BOOK, BOOK.models[1], seats=model.seats)
    draft = with_decisions(RebalanceDraft(), [(1, "csm", 6), (2, "csm", 6)], Verdict.PINNED)
    refusal = solve_draft(outlook(book), draft)
    assert isinstance(refusal, Refusal)
    assert refusal.says == (
        "Flo would have 4 accounts in the seat CSM; the limit is 3. Take one of the moves to Flo back."
    )


def test_a_soft_limit_may_be_passed_by_pins_and_then_nothing_more_comes() -> None:
    book = team({1: 28, 2: 1})
    model = generalist(seats=(csm_line(limits=Limits(accounts=2)),))
    book = changed(book, book.models[1], seats=model.seats)
    assert len(solved(book).proposal.moves) == 1
    draft = with_decisions(RebalanceDraft(), [(1, "csm", 2), (2, "csm", 2)], Verdict.PINNED)
    assert pairs(solved(book, draft)) == {(1, "csm", 2), (2, "csm", 2)}


def test_everything_locked() -> None:
    everything = frozenset(account.id for account in BOOK.accounts.all())
    assert says(Wish(locked=everything)) == "Every account is locked, so nothing can move. Lock fewer."


def test_several_contradictions_are_all_told() -> None:
    refusal = contradictions(BOOK, pinned((1, "csm", 2), (2, "csm", 3)), TODAY)
    assert refusal is not None
    assert len(refusal.details) == 1
