from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len

from core.book.book import Book
from core.errors import Refusal
from core.outlook import Outlook
from core.rebalance.draft import Purpose, RebalanceDraft, Stage, Verdict, to_make, with_decision
from core.rebalance.engine import Progress
from core.schema import revise
from core.usecases.proposals import Solved, solve_draft
from core.usecases.wizards import Away, away
from tests.core.rebalance.teams import outlook, person, team
from tests.tui.driving import DAY, MOMENT, demo
from tui.rebalance_rows import By, Kind, MoveRow, RowMaker, first_order, move_columns, pair_of
from tui.rebalance_words import (
    decided_text,
    distance,
    move_heading,
    move_said,
    nothing_text,
    progress_text,
    proof_text,
    short_heading,
    title_of,
)

ARR = {number: 1_000_000 * number for number in range(1, 50)}


def over() -> Outlook:
    people = [person(1, "Ana"), person(2, "Ben"), person(3, "Chloé"), person(4, "Dov")]
    return outlook(team({1: 34, 2: 10, 3: 5, 4: 28}, people, arr=ARR))


def solved(seen: Outlook, draft: RebalanceDraft | None = None) -> Solved:
    found = solve_draft(seen, draft or RebalanceDraft())
    assert not isinstance(found, Refusal), found
    return found


@pytest.fixture(scope="module")
def plan() -> Solved:
    return solved(over())


def rows(plan: Solved, by: By = By.GIVER, key: str = "") -> list[MoveRow]:
    return RowMaker().rows(plan, plan.draft, by, first_order(key) if key else None)


def of_kind(found: list[MoveRow], kind: Kind) -> list[MoveRow]:
    return [row for row in found if row.kind is kind]


def test_each_move_stands_once_whatever_the_grouping(plan: Solved) -> None:
    for by in By:
        moves = of_kind(rows(plan, by), Kind.MOVE)

        assert sorted(map(pair_of, (row.moves[0] for row in moves))) == sorted(map(pair_of, plan.proposal.moves))


def test_a_heading_stands_over_its_moves_with_their_sums_and_both_loads(plan: Solved) -> None:
    for heading in of_kind(rows(plan, By.GIVER), Kind.HEADING):
        assert {row.origin is None for row in heading.moves} == {False}
        assert heading.hours == sum(move.hours for move in heading.moves)
        assert "→" in heading.to

    names = [row.name for row in of_kind(rows(plan, By.GIVER), Kind.HEADING)]
    assert names == ["Ana gives 9", "Dov gives 3"]
    assert not of_kind(rows(plan, By.ORDER), Kind.HEADING)


def test_moves_are_sorted_within_their_group_the_largest_first_but_names_from_a(plan: Solved) -> None:
    by_arr = [row.arr for row in rows(plan, By.GIVER, "arr") if row.kind is Kind.MOVE and row.origin == "Ana"]
    by_name = [row.name for row in rows(plan, By.ORDER, "name")]

    assert by_arr == sorted(by_arr, reverse=True)
    assert by_name == sorted(by_name)


def test_the_same_line_keeps_its_number_whatever_is_decided_and_sorted(plan: Solved) -> None:
    maker = RowMaker()
    numbers = {row.pair: row.id for row in maker.rows(plan, plan.draft, By.GIVER) if row.kind is Kind.MOVE}
    draft = with_decision(plan.draft, pair_of(plan.proposal.moves[0]), Verdict.REFUSED)
    again = {row.pair: row.id for row in maker.rows(plan, draft, By.RECEIVER, ("arr", True)) if row.kind is Kind.MOVE}

    assert again == numbers


def test_every_column_draws_every_kind_of_line(plan: Solved) -> None:
    refused = with_decision(plan.draft, pair_of(plan.proposal.moves[0]), Verdict.REFUSED)
    again = solved(over(), refused)
    for by in By:
        for row in RowMaker().rows(again, again.draft, by):
            texts = [column.cell(row).text for column in move_columns(by)]
            assert row.name in texts[1]
            assert row.kind is not Kind.MOVE or all(texts[2:-2])
            assert move_said(row)


def test_refused_moves_are_never_made_and_accepted_ones_alone_where_some_are(plan: Solved) -> None:
    first, second, *others = plan.proposal.moves
    refused = with_decision(plan.draft, pair_of(first), Verdict.REFUSED)
    accepted = with_decision(refused, pair_of(second), Verdict.ACCEPTED)

    assert to_make(refused, plan.proposal.moves) == (second, *others)
    assert to_make(accepted, plan.proposal.moves) == (second,)
    assert decided_text(accepted, plan.proposal.moves) == "1 accepted, 1 refused; a puts 1 move in force"


def test_a_search_stopped_before_it_had_anything_names_the_key_that_searches_again() -> None:
    found = solve_draft(over(), RebalanceDraft())
    assert isinstance(found, Solved)
    nothing = replace(found.proposal, moves=(), stopped=True)

    assert nothing_text(nothing, found.draft) == "Nothing found yet: enter solves."
    assert proof_text(nothing)[0] == ""


def test_an_account_that_is_to_stay_is_not_moved(plan: Solved) -> None:
    first = plan.proposal.moves[0]
    assert first.origin is not None
    assert first.origin.person is not None
    draft = with_decision(plan.draft, (first.account, first.seat, first.origin.person), Verdict.PINNED)

    assert first not in to_make(draft, plan.proposal.moves)
    assert [row.account for row in RowMaker().rows(plan, draft, By.ORDER) if row.stays] == [first.account]


@pytest.mark.parametrize(
    ("best", "bound", "says"),
    [
        (1_000, 1_000, "no better plan is possible"),
        (1_004, 1_000, "at most 0.4 % above the best possible"),
        (5_000, 1_000, "how good it is is not known yet"),
        (1_000, 0, "how good it is is not known yet"),
    ],
)
def test_the_distance_is_told_only_where_it_means_something(best: int, bound: int, says: str) -> None:
    assert distance(best, bound) == says


def test_a_proof_is_called_one_only_where_score_and_bound_meet(plan: Solved) -> None:
    text, _ = proof_text(plan.proposal)

    assert text.startswith("Proven best") == (plan.proposal.score <= plan.proposal.bound)


def test_a_search_that_was_stopped_keeps_the_best_so_far_and_says_so() -> None:
    told: list[Progress] = []
    found = solve_draft(over(), RebalanceDraft(), told.append, lambda: bool(told))
    assert isinstance(found, Solved)
    text, _ = proof_text(found.proposal)

    assert found.proposal.stopped
    assert found.proposal.score <= told[0].best
    assert text.startswith("Proven best" if found.proposal.score <= found.proposal.bound else "Stopped early")


@pytest.mark.parametrize(
    ("sizes", "says"),
    [
        ({1: 20, 2: 10}, "Nobody is over. Press t"),
        ({1: 40, 2: 24}, "Nothing can move: nobody who may take an account has room."),
    ],
)
def test_no_moves_are_explained_with_the_next_key(sizes: dict[int, int], says: str) -> None:
    book: Book = team(sizes)
    found = solved(outlook(book))

    assert not found.proposal.moves
    assert says in nothing_text(found.proposal, found.draft)


def test_a_cover_is_named_as_one_and_a_note_takes_the_whole_line() -> None:
    seen = Outlook(demo(), MOMENT)
    draft = away(seen, Away(3, DAY + timedelta(days=9), DAY + timedelta(days=99)))
    assert isinstance(draft, RebalanceDraft)
    found = solved(seen, draft)
    headings = {by: [row.name for row in RowMaker().rows(found, draft, by) if row.moves] for by in By}

    assert any(name.startswith("Ben Okafor is covered on ") for name in headings[By.GIVER])
    assert any(" covers " in name for name in headings[By.RECEIVER])
    rows = RowMaker().rows(found, draft, By.GIVER)
    name = move_columns(By.GIVER)[1]
    assert {name.cell(row).runs_on for row in rows if row.kind is Kind.NOTE} <= {True}
    assert not any(name.cell(row).runs_on for row in rows if row.kind is Kind.MOVE)


def test_a_spread_says_how_many_accounts_and_over_whom() -> None:
    seen = Outlook(demo(), MOMENT)
    draft = RebalanceDraft(purpose=Purpose.SPREAD, stage=Stage(accounts=(1, 2, 3), among=(1, 7)))

    assert title_of(seen, draft) == "Spread 3 accounts over Hana Novak and David Stein"
    assert title_of(seen, revise(draft, stage=Stage(accounts=(1,)))) == "Spread 1 account"


def test_a_proof_never_names_the_same_figure_twice(plan: Solved) -> None:
    close = replace(plan.proposal, score=91_350_320, bound=91_350_290)
    assert proof_text(close)[0] == "Less than 0.1 % above the best possible: 91,350.3 points."
    far = replace(plan.proposal, score=5_200, bound=5_100)
    assert proof_text(far)[0] == "At most 2.0 % above the best possible: 5.2 points; no plan below 5.1."


def test_a_search_that_cannot_be_bettered_says_that_the_reasons_are_being_written() -> None:
    assert progress_text(Progress(7, "done", 500, 500)) == "Found the best plan there is; writing the reasons."
    assert "esc stops and keeps it" in progress_text(Progress(7, "better", 510, 500))


def test_a_heading_stays_on_one_line_however_long_the_names_are(plan: Solved) -> None:
    row = next(row for row in RowMaker().rows(plan, plan.draft, By.ORDER) if row.move)
    long = replace(row, name="漢字" * 60, origin="Q" * 100, to="[/x] " * 30)

    assert short_heading(row) == move_heading(row)
    assert cell_len(short_heading(long)) <= 78
    assert short_heading(long).count("→") == 1
