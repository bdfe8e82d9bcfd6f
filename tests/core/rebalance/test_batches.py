from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise, permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.rebalance.batches import batches, sound_order
from core.rebalance.proposal import ProposedMove
from core.rebalance.reasons import Reasons
from core.rebalance.wish import Wish
from core.seats import person_holder
from tests.core.rebalance.teams import outlook, propose, team

FIRST = date(2026, 12, 1)
PEOPLE = (1, 2, 3, 4)


def move(account: int, origin: int | None, to: int, hours: int, points: int = 1_000, forced: str = "") -> ProposedMove:
    return ProposedMove(
        account=account,
        accounts=(account,),
        seat="csm",
        origin=person_holder(origin) if origin is not None else None,
        to=to,
        hours=hours,
        arr=0,
        points=points,
        forced=forced,
        fixed=False,
        caution="",
        reasons=Reasons("", "", "", ""),
    )


@st.composite
def plans(draw: st.DrawFn) -> list[ProposedMove]:
    found = []
    for account in range(1, draw(st.integers(1, 6)) + 1):
        origin, to = draw(st.permutations(PEOPLE))[:2]
        found.append(move(account, origin, to, draw(st.integers(1, 40)), draw(st.integers(1, 9)) * 500))
    return found


def excess(moves: list[ProposedMove] | tuple[ProposedMove, ...], before: dict[int, int]) -> int:
    """The most that anybody has in between beyond what they have before or after all moves."""
    after = dict(before)
    for one in moves:
        after[one.to] += one.hours
        after[one.origin.person or 0 if one.origin else 0] -= one.hours
    most = {person: max(before[person], after[person]) for person in before}
    load, worst = dict(before), 0
    for one in moves:
        load[one.to] += one.hours
        load[one.origin.person or 0 if one.origin else 0] -= one.hours
        worst = max(worst, load[one.to] - most[one.to])
    return worst


@settings(max_examples=150, deadline=None)
@given(plans(), st.lists(st.integers(0, 60), min_size=4, max_size=4))
def test_nobody_is_filled_further_than_they_end_where_any_order_avoids_it(
    moves: list[ProposedMove], loads: list[int]
) -> None:
    before = dict(zip(PEOPLE, loads, strict=True))
    ordered = sound_order(moves, before)
    assert sorted(one.account for one in ordered) == sorted(one.account for one in moves)
    if excess(ordered, before) > 0:
        assert all(excess(order, before) > 0 for order in permutations(moves))


@settings(deadline=None)
@given(plans(), st.integers(1, 3))
def test_a_pace_is_kept_by_everybody_in_every_week_and_nothing_is_lost(moves: list[ProposedMove], pace: int) -> None:
    before = dict.fromkeys(PEOPLE, 10_000)
    found = batches(moves, before, FIRST, pace)
    assert sorted(one.account for batch in found for one in batch.moves) == sorted(one.account for one in moves)
    for batch in found:
        busy = Counter(person for one in batch.moves for person in (one.to, one.origin.person if one.origin else 0))
        assert max(busy.values()) <= pace
    assert [batch.number for batch in found] == list(range(1, len(found) + 1))
    assert all(later.day - earlier.day == timedelta(days=7) for earlier, later in pairwise(found))
    assert found[0].day == FIRST


@settings(max_examples=100, deadline=None)
@given(plans(), st.lists(st.integers(0, 60), min_size=4, max_size=4), st.integers(1, 2))
def test_weeks_overfill_nobody_that_the_order_itself_does_not(
    moves: list[ProposedMove], loads: list[int], pace: int
) -> None:
    before = dict(zip(PEOPLE, loads, strict=True))
    made = [one for batch in batches(moves, before, FIRST, pace) for one in batch.moves]
    assert excess(made, before) <= max(0, excess(sound_order(moves, before), before))


def test_nobody_gets_anything_on_a_day_on_which_they_are_away() -> None:
    moves = [move(number, 1, 2, 10) for number in (1, 2, 3)]
    back = FIRST + timedelta(days=20)
    found = batches(moves, {1: 100, 2: 0}, FIRST, 1, lambda person, day: day in (FIRST, *_weeks_from(back)))
    assert [(batch.number, batch.day) for batch in found] == [
        (1, FIRST),
        (2, FIRST + timedelta(days=21)),
        (3, FIRST + timedelta(days=28)),
    ]


def _weeks_from(day: date) -> list[date]:
    return [FIRST + timedelta(days=7 * week) for week in range(99) if FIRST + timedelta(days=7 * week) >= day]


def test_somebody_who_is_never_there_is_waited_for_a_year_at_most() -> None:
    (only,) = batches([move(1, 1, 2, 10)], {1: 100, 2: 0}, FIRST, 1, lambda person, day: False)
    assert (only.number, only.day) == (1, FIRST + timedelta(days=7 * 52))


def test_what_frees_most_for_least_comes_first_and_needed_moves_before_all() -> None:
    moves = [move(1, 1, 2, 10, 5_000), move(2, 1, 2, 10, 1_000), move(3, None, 2, 1, 9_000, "nobody holds it")]
    assert [one.account for one in sound_order(moves, {1: 100, 2: 0})] == [3, 2, 1]


def test_in_a_chain_room_is_made_before_it_is_used() -> None:
    moves = [move(1, 1, 2, 10, 100), move(2, 2, 3, 10, 5_000)]
    assert [one.account for one in sound_order(moves, {1: 120, 2: 100, 3: 50})] == [2, 1]


def test_an_order_is_looked_for_where_the_next_best_move_would_block_the_others() -> None:
    # Taking account 1 first would leave no room for the exchange of 2 and 3.
    moves = [move(1, 1, 2, 5, 10), move(2, 2, 3, 5), move(3, 3, 2, 5)]
    before = {1: 100, 2: 95, 3: 95}
    ordered = sound_order(moves, before)
    assert excess(ordered, before) == 0
    assert [one.account for one in ordered] == [3, 2, 1]


def test_without_a_pace_all_is_done_on_one_day_and_without_moves_nothing() -> None:
    (only,) = batches([move(1, 1, 2, 10), move(2, 1, 2, 10)], {1: 100, 2: 0}, FIRST)
    assert (only.number, only.day, len(only.moves)) == (1, FIRST, 2)
    assert batches([], {}, FIRST, 3) == ()


def test_every_first_part_of_a_proposal_relieves_and_overfills_nobody() -> None:
    found = propose(outlook(team({1: 34, 2: 29, 3: 8, 4: 12})), Wish(chains=True))
    load = dict(found.hours_before)
    over = found.before.over_hours
    assert sound_order(found.moves, found.hours_before) == found.moves
    for one in found.moves:
        load[one.to] += one.hours
        assert one.origin is not None
        load[one.origin.person or 0] -= one.hours
        now = sum(max(0, load[person] - 10_000) for person in load)
        assert now <= over
        over = now
        assert load[one.to] <= max(found.hours_after[one.to], found.hours_before[one.to])
