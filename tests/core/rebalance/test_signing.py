from __future__ import annotations

from core.rebalance.draft import RebalanceDraft, Verdict, with_decision
from core.rebalance.signing import lists_of, sign, signed_off, take_back, unsigned
from core.schema import decode, encode
from core.usecases.proposals import Solved, solve_draft
from tests.core.rebalance.drafting import changed, solved
from tests.core.rebalance.teams import outlook, team
from tests.core.usecases.world import NOW

AT = NOW.now
TWO = {1: 31, 2: 20, 3: 19}
"""One book that is over, and two with room for just a part of that each."""


def again(found: Solved, draft: RebalanceDraft) -> Solved:
    after = solve_draft(outlook(found.proposal.extract.book), draft)
    assert isinstance(after, Solved)
    return after


def test_everybody_who_gets_something_signs_their_own_list_and_it_is_kept_with_name_and_time() -> None:
    found = solved(team(TWO))
    moves = found.proposal.moves
    assert unsigned(found.draft, moves) == (2, 3)

    draft = sign(found.draft, moves, (2, 1), "lea", AT)
    assert unsigned(draft, moves) == (3,)
    (one,) = draft.signed
    assert (one.person, one.by, one.at) == (2, "lea", AT)
    assert one.keys == lists_of(moves)[2]
    assert decode(RebalanceDraft, encode(draft)) == draft
    assert unsigned(take_back(draft, (2,)), moves) == (2, 3)


def test_signing_again_takes_the_place_of_what_was_signed_before() -> None:
    found = solved(team(TWO))
    draft = sign(found.draft, found.proposal.moves, (2,), "lea", AT)
    draft = sign(draft, found.proposal.moves, (2, 3), "kim", AT)
    assert [(one.person, one.by) for one in draft.signed] == [(2, "kim"), (3, "kim")]


def test_solving_again_keeps_the_sign_offs_of_those_whose_list_stays_and_clears_the_others() -> None:
    found = solved(team(TWO))
    draft = sign(found.draft, found.proposal.moves, (2, 3), "lea", AT)
    assert again(found, draft).draft.signed == draft.signed

    refused = next(move for move in draft.moves if move.to == 2)
    after = again(found, with_decision(draft, refused.pair, Verdict.REFUSED))
    lists = lists_of(after.proposal.moves)
    assert refused.key not in lists[2]
    assert {one.person for one in after.draft.signed} == {
        one.person for one in draft.signed if one.keys == lists.get(one.person)
    }
    assert 2 in unsigned(after.draft, after.proposal.moves)


def test_a_refusal_makes_the_sign_off_void_at_once_and_taking_it_back_restores_it() -> None:
    found = solved(team(TWO))
    draft = sign(found.draft, found.proposal.moves, (2, 3), "lea", AT)
    first = next(move for move in draft.moves if move.to == 2)
    refused = with_decision(draft, first.pair, Verdict.REFUSED)
    left = [move for move in found.proposal.moves if (move.account, move.seat, move.to) not in refused.refused]
    assert set(signed_off(refused, left)) == {3}
    assert set(signed_off(with_decision(refused, first.pair, None), found.proposal.moves)) == {2, 3}


def test_accepting_some_moves_only_takes_no_sign_off_back() -> None:
    found = solved(team(TWO))
    draft = sign(found.draft, found.proposal.moves, (2, 3), "lea", AT)
    first = next(move for move in draft.moves if move.to == 2)
    after = again(found, with_decision(draft, first.pair, Verdict.ACCEPTED))
    assert {one.person for one in after.draft.signed} == {2, 3}


def test_a_customer_who_is_lost_clears_the_sign_off_of_who_would_get_it() -> None:
    found = solved(team(TWO))
    draft = sign(found.draft, found.proposal.moves, (2, 3), "lea", AT)
    move = next(one for one in found.proposal.moves if one.to == 3)
    book = found.proposal.extract.book
    gone = changed(book, book.accounts[move.account], archived=True)
    after = solve_draft(outlook(gone), draft)
    assert isinstance(after, Solved)
    assert 3 not in {one.person for one in after.draft.signed}
