from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.book.change import change_of, inserted
from core.errors import Refusal
from core.rebalance.draft import (
    DraftMove,
    Purpose,
    RebalanceDraft,
    Verdict,
    to_make,
    with_decision,
    with_decisions,
)
from core.rebalance.solving import Stopped
from core.rebalance.staleness import staleness
from core.rebalance.wish import Pair
from core.schema import decode, encode, revise
from core.seats import Tenure, person_holder
from core.usecases.proposals import Solved, request_of, solve_draft
from core.usecases.rebalance import rebalance
from core.words import TenureKind
from tests.core.rebalance.drafting import SIZES, changed, pairs, solved
from tests.core.rebalance.teams import outlook, team
from tests.core.usecases.world import TODAY, done

PAIRS = st.tuples(st.integers(1, 3), st.sampled_from(["csm", "am"]), st.integers(1, 3))
DECISIONS = st.lists(st.tuples(PAIRS, st.sampled_from([*Verdict, None])), max_size=12)


@settings(deadline=None)
@given(DECISIONS)
def test_a_seat_goes_to_one_person_and_a_pair_has_one_verdict(given_ones: list[tuple[Pair, Verdict | None]]) -> None:
    draft = RebalanceDraft()
    for pair, verdict in given_ones:
        draft = with_decision(draft, pair, verdict)
        assert draft.verdict(pair) is verdict
    decided = [one.pair for one in draft.decisions]
    fixed = [pair[:2] for pair in draft.fixed]
    assert len(decided) == len(set(decided))
    assert len(fixed) == len(set(fixed))
    assert not draft.fixed & draft.refused
    assert decode(RebalanceDraft, encode(draft)) == draft


def test_a_draft_is_read_as_it_was_written() -> None:
    found = solved(team(SIZES), RebalanceDraft(title="Nov", purpose=Purpose.REBALANCE, effective=date(2026, 12, 1)))
    draft = with_decision(found.draft, found.draft.moves[0].pair, Verdict.REFUSED)
    assert decode(RebalanceDraft, encode(draft)) == draft
    assert draft.moves[0].origin == found.proposal.moves[0].origin


def test_a_filter_that_names_hundreds_of_accounts_is_kept_whole() -> None:
    query = " or ".join(f"id:A{number}" for number in range(1, 600))
    draft = revise(RebalanceDraft(), locked=query, query=query)
    assert (draft.locked, draft.query) == (query, query)
    assert decode(RebalanceDraft, encode(draft)) == draft


def test_a_move_that_costs_no_more_than_another_is_kept() -> None:
    # Persons 2 and 3 are as good as each other; the draft says who.
    book = team({1: 30, 2: 5, 3: 5})
    first = solved(book)
    others = {(account, seat, 5 - to) for account, seat, to in pairs(first)}
    moves = tuple(DraftMove(account=a, seat=s, to=t, origin=person_holder(1)) for a, s, t in sorted(others))
    again = solved(book, revise(first.draft, moves=moves))
    assert pairs(again) == others
    assert again.changes == ()


def test_accepted_and_pinned_moves_stay_and_refused_ones_are_not_made_again() -> None:
    book = team(SIZES)
    first = solved(book)
    moves = [move.pair for move in first.draft.moves]
    draft = with_decision(first.draft, moves[0], Verdict.ACCEPTED)
    draft = with_decision(draft, moves[1], Verdict.REFUSED)
    draft = with_decision(draft, (10, "csm", 4), Verdict.PINNED)
    second = solved(book, draft)
    assert {moves[0], (10, "csm", 4)} <= pairs(second)
    assert moves[1] not in pairs(second)
    (pinned,) = [move for move in second.proposal.moves if move.account == 10]
    assert pinned.fixed
    assert pinned.why.startswith("It is accepted or pinned")
    assert not next(move for move in second.proposal.moves if move.account == 10).forced


def test_a_move_can_be_pinned_where_nobody_is_over() -> None:
    book = team({1: 10, 2: 10})
    draft = with_decision(RebalanceDraft(), (1, "csm", 2), Verdict.PINNED)
    found = solved(book, draft)
    assert pairs(found) == {(1, "csm", 2)}
    assert found.proposal.hours_after == {1: 3_600, 2: 4_400}


def test_an_account_pinned_to_its_holder_stays() -> None:
    book = team({1: 26, 2: 5}, arr={1: 100, **dict.fromkeys(range(2, 32), 90_000_000)})
    (move,) = solved(book).proposal.moves
    assert move.account == 1
    kept = solved(book, with_decision(RebalanceDraft(), (1, "csm", 1), Verdict.PINNED))
    assert [move.account for move in kept.proposal.moves] != [1]
    assert len(kept.proposal.moves) == 1


def test_what_a_seat_is_pinned_to_counts_towards_the_moves_and_what_one_may_get() -> None:
    book = team({1: 30, 2: 5, 3: 5})
    draft = with_decision(RebalanceDraft(max_moves=2, max_per_person=1), (1, "csm", 2), Verdict.PINNED)
    found = solved(book, draft)
    assert len(found.proposal.moves) == 2
    assert sorted(move.to for move in found.proposal.moves) == [2, 3]


def test_the_score_of_a_plan_is_what_it_costs_whatever_the_draft_held_before() -> None:
    book = team(SIZES)
    first = solved(book)
    again = solved(book, first.draft)
    assert pairs(again) == pairs(first)
    assert again.changes == ()
    assert (again.proposal.score, again.proposal.bound) == (first.proposal.score, first.proposal.bound)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_with_some_moves_refused_the_next_proposal_keeps_the_others_unless_it_says_why(seed: int) -> None:
    chance = Random(seed)
    sizes = {number: chance.randint(20, 32) if number < 4 else chance.randint(4, 18) for number in range(1, 7)}
    book = team(sizes, arr={number: chance.randint(1, 90) * 1_000_000 for number in range(1, 140)})
    first = solved(book)
    moves = [move.pair for move in first.draft.moves]
    no = chance.sample(moves, min(5, len(moves)))
    second = solved(book, with_decisions(first.draft, no, Verdict.REFUSED))
    made = pairs(second)
    assert not made & set(no)
    gone = set(moves) - made
    told = {(one.account, one.seat, one.was): one.says for one in second.changes}
    assert set(told) == gone
    assert all(says.endswith(".") and len(says) > 20 for says in told.values())
    for pair in no:
        assert "it was refused for Person" in told[pair]
    # An account that was not refused only moves elsewhere where that is worth a point, or its room is taken.
    unasked = [one for one in second.changes if (one.account, one.seat, one.was) not in no]
    assert all("room" in one.says or "full" in one.says or "points" in one.says for one in unasked)
    for one in unasked:
        if "the room of" in one.says or " is full, " in one.says:
            line = max(second.proposal.extract.capacities[one.was] * 95 // 100, second.proposal.hours_before[one.was])
            hours = next(move.hours for move in first.draft.moves if move.key == (one.account, one.seat))
            assert second.proposal.hours_after[one.was] + hours > line
    assert second.proposal.score <= first.proposal.score + 20_000 * len(no)


def test_a_draft_that_was_never_solved_or_is_of_this_book_is_not_stale() -> None:
    book = team(SIZES)
    assert staleness(RebalanceDraft(), book, TODAY) is None
    assert staleness(solved(book).draft, book, TODAY) is None


def test_a_book_that_moved_on_makes_a_draft_stale_and_says_what_has_changed() -> None:
    book = team(SIZES)
    draft = solved(book).draft
    first = draft.moves[0]
    gone = next(tenure for tenure in book.holders.all() if tenure.account == first.account)
    found = staleness(draft, changed(book, gone, until=TODAY), TODAY)
    assert found is not None
    assert found.changes == 1
    assert found.lost == (first.pair,)
    assert found.says == (
        f"The book has changed since this was solved, by 1 change. The proposed move of Account {first.account} is not "
        "possible any more as it was. Solve it again."
    )


def test_a_draft_whose_day_has_passed_is_stale() -> None:
    book = team(SIZES)
    draft = revise(solved(book).draft, effective=TODAY - timedelta(days=1))
    found = staleness(draft, book, TODAY)
    assert found is not None
    assert found.says == "Its day, 21 Nov 2026, has passed. Solve it again."


def test_a_book_that_changes_while_it_is_solved_leaves_a_stale_draft_that_is_solved_again() -> None:
    book = team(SIZES)
    account = book.accounts[1]
    after = [book]

    def somebody_edits(_: object) -> None:
        if after[0] is book:
            after[0] = changed(book, account, name="New name")

    found = solve_draft(outlook(book), RebalanceDraft(), tell=somebody_edits)
    assert isinstance(found, Solved)
    assert staleness(found.draft, after[0], TODAY) is not None
    again = solve_draft(outlook(after[0]), found.draft)
    assert isinstance(again, Solved)
    assert staleness(again.draft, after[0], TODAY) is None
    assert pairs(again) == pairs(found)


def test_only_what_is_accepted_is_made_once_anything_is() -> None:
    found = solved(team(SIZES))
    assert to_make(found.draft, found.proposal.moves) == found.proposal.moves
    draft = with_decision(found.draft, found.draft.moves[2].pair, Verdict.ACCEPTED)
    assert [move.account for move in to_make(draft, found.proposal.moves)] == [found.draft.moves[2].account]


def test_what_is_refused_or_to_stay_is_never_made_whatever_else_was_decided() -> None:
    found = solved(team(SIZES))
    moves, keys = found.proposal.moves, [move.pair for move in found.draft.moves]
    refused = with_decision(found.draft, keys[0], Verdict.REFUSED)
    assert [move.account for move in to_make(refused, moves)] == [move.account for move in moves[1:]]
    assert {one.account for one in request_of(Solved(refused, found.proposal, ()), TODAY).moves} == {
        move.account for move in moves[1:]
    }

    origin = moves[0].origin
    assert origin is not None
    assert origin.person is not None
    stays = with_decision(found.draft, (*keys[0][:2], origin.person), Verdict.PINNED)
    assert to_make(stays, moves) == moves[1:]
    assert not to_make(with_decisions(found.draft, keys, Verdict.REFUSED), moves)


def test_a_pace_makes_one_change_with_handoffs_dated_week_by_week() -> None:
    book = team({1: 32, 2: 5})
    found = solved(book, RebalanceDraft(pace=2, effective=TODAY + timedelta(days=1), title="Slowly"))
    request = request_of(found, TODAY)
    change, after = done(rebalance, book, request)
    assert change.says == "Rebalance: 7 moves to 1 person in 4 batches from 23 Nov 2026 to 14 Dec 2026"
    assert change.why == "Slowly"
    by_batch = {number: [h for h in after.handoffs.all() if h.batch == number] for number in (1, 2, 3, 4)}
    assert [len(part) for part in by_batch.values()] == [2, 2, 2, 1]
    for number, part in by_batch.items():
        day = TODAY + timedelta(days=1 + 7 * (number - 1))
        for handoff in part:
            (tenure,) = [t for t in after.tenures_of(handoff.account) if t.holder.person == 2]
            assert tenure.since == day
            assert handoff.due == day + timedelta(days=after.policy.handoff_days)


def test_a_cover_that_begins_meanwhile_makes_no_move_impossible() -> None:
    book = team({1: 32, 2: 5, 3: 5})
    found = solved(book, RebalanceDraft(pace=1))
    last = found.proposal.moves[-1]
    since = TODAY + timedelta(days=33)
    cover = Tenure(
        id=999,
        account=last.account,
        seat="csm",
        holder=person_holder(3),
        since=since,
        until=since + timedelta(days=90),
        kind=TenureKind.COVER,
    )
    covered, _ = book.apply(change_of("t", "", [inserted(cover)]))
    request = request_of(solved(covered, RebalanceDraft(pace=1)), TODAY)
    assert request.moves[-1].since is not None
    assert request.moves[-1].since > since
    _, after = done(rebalance, covered, request)
    assert len(after.handoffs) == 7


def test_a_filter_locks_what_it_keeps() -> None:
    book = team({1: 28, 2: 5}, tags=dict.fromkeys(range(1, 27), ("strategic",)))
    found = solved(book, RebalanceDraft(locked="#strategic"))
    assert {move.account for move in found.proposal.moves} <= {27, 28}


def test_contradicting_choices_are_refused_with_a_sentence() -> None:
    book = team({1: 28, 2: 5})
    draft = with_decision(RebalanceDraft(locked="id:A1"), (1, "csm", 2), Verdict.PINNED)
    answer = solve_draft(outlook(book), draft)
    assert isinstance(answer, Refusal)
    assert answer.says == "Account 1 is locked and pinned to Person 2. Take one of the two away."


def test_a_search_that_is_stopped_before_the_engine_begins_ends_there() -> None:
    asked = 0

    def third_time() -> bool:
        nonlocal asked
        asked += 1
        return asked == 3

    with pytest.raises(Stopped):
        solve_draft(outlook(team(SIZES)), RebalanceDraft(), stop=third_time)
    assert asked == 3
