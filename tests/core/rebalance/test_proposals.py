from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.book.book import Book
from core.book.change import Change, change_of, updated
from core.errors import Refusal, RefusalKind
from core.load.ledger import Ledger
from core.organisation import Limits
from core.people import Leave, RoleShare
from core.rebalance.proposal import Status
from core.rebalance.wish import Profile, Wish
from core.schema import revise
from core.usecases.rebalance import RebalanceMoves, given, rebalance
from core.words import Family
from tests.core.drafts import csm_line, generalist
from tests.core.rebalance.teams import outlook, person, propose, team
from tests.core.usecases.world import NOW, TODAY, ask, done, refused


def accept(book: Book, wish: Wish = Wish()) -> Book:  # noqa: B008 - a value
    moves = propose(outlook(book), wish).moves
    _, after = done(rebalance, book, RebalanceMoves(tuple(given(move) for move in moves)))
    return after


def test_a_book_that_is_over_gives_just_enough_to_those_with_room() -> None:
    found = propose(outlook(team({1: 28, 2: 10})), Wish())
    assert found.status is Status.BEST
    assert len(found.moves) == 3
    assert {move.to for move in found.moves} == {2}
    assert (found.before.over_hours, found.after.over_hours) == (1200, 0)
    assert found.hours_after == {1: 10_000, 2: 5_200}


def test_nobody_is_filled_beyond_the_line_of_the_policy() -> None:
    found = propose(outlook(team({1: 40, 2: 20, 3: 20})), Wish())
    assert found.hours_after[2] <= 9_500
    assert found.hours_after[3] <= 9_500
    assert found.after.over_hours > 0


def test_a_balanced_team_is_left_alone() -> None:
    found = propose(outlook(team({1: 25, 2: 10})), Wish())
    assert (found.status, found.moves) == (Status.BALANCED, ())


def test_where_nothing_can_move_the_proposal_says_so() -> None:
    found = propose(outlook(team({1: 28, 2: 24})), Wish())
    assert (found.status, found.moves) == (Status.STUCK, ())


def test_a_small_customer_moves_rather_than_a_large_one_and_a_far_renewal_rather_than_a_near_one() -> None:
    large = dict.fromkeys(range(1, 28), 90_000_000)
    near = {number: TODAY + timedelta(days=400) for number in range(1, 29)}
    found = propose(outlook(team({1: 26, 2: 2}, arr={**large, 5: 100}, renews=near)), Wish())
    assert [move.account for move in found.moves] == [5]


def test_fewest_moves_pays_no_heed_to_revenue_and_protecting_it_does() -> None:
    sizes = {1: 26, 2: 2}
    arr = {1: 500_000_000, **dict.fromkeys(range(2, 27), 1_000_000)}
    for profile in Profile:
        moves = propose(outlook(team(sizes, arr=arr)), Wish(profile=profile)).moves
        assert len(moves) == 1
        assert profile is Profile.FEWEST or moves[0].account != 1


def test_locked_accounts_and_those_that_changed_hands_lately_stay() -> None:
    locks = dict.fromkeys(range(1, 27), TODAY + timedelta(days=10))
    found = propose(outlook(team({1: 28, 2: 2}, locked_until=locks)), Wish(locked=frozenset({27})))
    assert [move.account for move in found.moves] == [28]


def test_a_refused_move_is_not_proposed_again_and_the_others_are() -> None:
    book = team({1: 28, 2: 5, 3: 5})
    first = propose(outlook(book), Wish()).moves
    no = first[0]
    refused_ones = frozenset({(no.account, no.seat, no.to)})
    second = propose(outlook(book), Wish(refused=refused_ones)).moves
    assert (no.account, no.to) not in {(move.account, move.to) for move in second}
    assert len(second) == len(first)


def test_somebody_who_may_not_hold_an_account_is_replaced_and_counted_apart() -> None:
    people = [person(1, "Ana"), person(2, "Ben", not_for=(21,))]
    found = propose(outlook(team({1: 20, 2: 5}, people)), Wish(max_moves=0))
    assert [(move.account, move.to, found.chosen) for move in found.moves] == [(21, 1, 0)]
    assert found.moves[0].forced == "Ben is marked as not for Account 21"


def test_an_account_that_nobody_may_hold_comes_first_with_what_would_help() -> None:
    people = [person(1, "Ana"), person(2, "Ben", not_for=(1,), ends=TODAY)]
    book = team({2: 1, 1: 1}, [revise(people[0], not_for=(1,)), people[1]])
    found = propose(outlook(book), Wish())
    assert found.status is Status.STUCK
    (blocker,) = found.blockers
    assert blocker.account == 1
    assert "a mark not to assign against 1 person" in blocker.says


def test_leave_alone_takes_no_account_away_for_good() -> None:
    away = (Leave(number=1, since=TODAY + timedelta(days=5), until=TODAY + timedelta(days=40)),)
    people = [person(1, "Ana", leaves=away), person(2, "Ben")]
    found = propose(outlook(team({1: 24, 2: 2}, people)), Wish())
    assert found.moves == ()
    assert found.notes == ("Ana is over only because of leave: have it covered instead.",)


@pytest.mark.parametrize("hard", [True, False])
def test_limits_of_a_seat_are_kept(hard: bool) -> None:
    book = team({1: 28, 2: 5})
    model = generalist(seats=(csm_line(limits=Limits(accounts=6, hard=hard)),))
    limited, _ = book.apply(change_of("t", "", [updated(book.models[1], model)]))
    found = propose(outlook(limited), Wish())
    assert len(found.moves) == 1


def test_at_most_so_many_move_and_at_most_so_many_come_to_one_person() -> None:
    book = team({1: 30, 2: 5, 3: 5})
    assert len(propose(outlook(book), Wish(max_moves=2)).moves) == 2
    moves = propose(outlook(book), Wish(max_taken=1)).moves
    assert sorted(move.to for move in moves) == [2, 3]


def test_a_family_moves_as_one() -> None:
    parents = dict.fromkeys(range(2, 6), 1)
    follow = dict.fromkeys(parents, Family.FOLLOW)
    locks = dict.fromkeys(range(6, 29), TODAY + timedelta(days=99))
    found = propose(outlook(team({1: 28, 2: 1}, parent=parents, family=follow, locked_until=locks)), Wish())
    (move,) = found.moves
    assert move.accounts == (1, 2, 3, 4, 5)
    assert move.hours == 2_000


def test_a_leavers_whole_book_finds_other_homes() -> None:
    found = propose(outlook(team({1: 10, 2: 5, 3: 5})), Wish(leaving=frozenset({1})))
    assert sorted(move.account for move in found.moves) == list(range(1, 11))
    assert all(move.to in (2, 3) and move.forced for move in found.moves)


def test_seats_that_nobody_holds_are_filled_when_asked() -> None:
    book = team({1: 3, 2: 3})
    vacant, _ = book.apply(change_of("t", "", [updated(book.holders[1], revise(book.holders[1], until=TODAY))]))
    assert propose(outlook(vacant), Wish()).moves == ()
    (move,) = propose(outlook(vacant), Wish(fill=True)).moves
    assert (move.account, move.origin, move.forced) == (1, None, "nobody holds it")


def test_levelling_moves_more() -> None:
    book = team({1: 25, 2: 5})
    assert propose(outlook(book), Wish()).moves == ()
    found = propose(outlook(book), Wish(target=80))
    assert found.hours_after[1] <= 8_000
    assert len(found.moves) == 5


def test_chains_reach_room_that_only_another_book_can_take_from() -> None:
    people = [person(1, "Ana"), person(2, "Ben"), person(3, "Cleo")]
    book = team({1: 27, 2: 23, 3: 5}, people)
    # Cleo may take nothing of Ana's, only of Ben's.
    cleo = revise(people[2], not_for=tuple(range(1, 28)))
    book, _ = book.apply(change_of("t", "", [updated(people[2], cleo)]))
    assert propose(outlook(book), Wish()).moves == ()
    found = propose(outlook(book), Wish(chains=True))
    assert found.after.over_hours == 0
    assert {(move.origin.person if move.origin else None, move.to) for move in found.moves} == {(1, 2), (2, 3)}


def test_a_role_that_holds_no_such_seat_takes_nothing() -> None:
    people = [person(1, "Ana"), revise(person(2, "Ed"), roles=(RoleShare(role="support_engineer"),))]
    assert propose(outlook(team({1: 28, 2: 0}, people)), Wish()).status is Status.STUCK


def test_every_move_says_why_in_sentences() -> None:
    for move in propose(outlook(team({1: 28, 2: 5, 3: 5})), Wish()).moves:
        assert move.why.startswith(
            "Person 1 has 112.0 h for 100.0 h, and 100.0 h after all moves. Those who may take any of it have 150.0 h "
            "free. It frees 4.0 h at "
        )
        assert "If it stays, Person 1 has 104 %." in move.why


def test_accepting_makes_one_change_after_which_the_load_is_as_proposed_and_nothing_more_moves() -> None:
    book = team({1: 30, 2: 5, 3: 18})
    found = propose(outlook(book), Wish())
    change, after = done(rebalance, book, RebalanceMoves(tuple(given(move) for move in found.moves)))
    assert change.says.startswith("Rebalance: 5 moves to ")
    assert len(after.handoffs) == 5
    later = NOW.on(TODAY + timedelta(days=60))  # once handing over is done
    ledger = Ledger.of(after, later)
    assert {number: ledger.person(number).hours for number in (1, 2, 3)} == dict(found.hours_after)
    assert propose(outlook(after), Wish()).moves == ()


def test_a_proposal_for_a_book_that_has_changed_since_is_refused() -> None:
    book = team({1: 28, 2: 5, 3: 5})
    moves = tuple(given(move) for move in propose(outlook(book), Wish()).moves)
    changed = accept(book)
    answer = refused(rebalance, changed, RebalanceMoves(moves))
    assert answer.kind is RefusalKind.CONFLICT
    assert "Solve it again" in answer.says


def test_nothing_chosen_is_nothing_done() -> None:
    answer = ask(rebalance, team({1: 1}), RebalanceMoves(()))
    assert isinstance(answer, Refusal)
    assert answer.kind is RefusalKind.NOTHING


def test_moves_may_begin_later() -> None:
    book = team({1: 28, 2: 5})
    day = date(2026, 12, 1)
    moves = tuple(given(move) for move in propose(outlook(book), Wish(), since=day).moves)
    change = ask(rebalance, book, RebalanceMoves(moves, since=day))
    assert isinstance(change, Change)
    assert change.says.endswith("from 1 Dec 2026")
