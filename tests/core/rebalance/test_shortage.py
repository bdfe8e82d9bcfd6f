from __future__ import annotations

from random import Random

import pytest

from core.rebalance.problem import NOBODY, Homes, Problem, Quota, unplaced
from core.rebalance.shortage import shortage
from tests.core.rebalance.instances import optimum
from tests.core.rebalance.test_filling import drawn, open_unit, taker


@pytest.mark.parametrize("batch", range(4))
def test_no_plan_leaves_less_undone(batch: int) -> None:
    for seed in range(batch * 30, batch * 30 + 30):
        problem = drawn(Random(seed))
        assert shortage(problem) <= optimum(problem), seed


def test_what_fits_in_pieces_is_no_shortage_and_what_does_not_is_told_by_its_part() -> None:
    homes: tuple[Homes, ...] = (((0, 0), (1, 0)),)
    units = (open_unit(1, 150, 0), open_unit(2, 150, 0))
    assert shortage(Problem((taker(1, 150), taker(2, 150)), units, homes)) == 0
    short = Problem((taker(1, 150), taker(2, 75)), units, homes)
    assert shortage(short) == unplaced(units[0]) // 2


def test_room_is_made_along_a_chain_of_people() -> None:
    homes: tuple[Homes, ...] = (((0, 0), (1, 0)), ((1, 0), (2, 0)), ((0, 0),))
    units = (open_unit(1, 100, 0), open_unit(2, 100, 1), open_unit(3, 100, 2))
    problem = Problem((taker(1, 100), taker(2, 100), taker(3, 100)), units, homes)
    assert shortage(problem) == 0
    assert shortage(Problem(problem.owners[:2], units, (homes[0], ((1, 0),), homes[2]))) == unplaced(units[0])


def test_limits_of_hours_and_of_accounts_count() -> None:
    homes: tuple[Homes, ...] = (((0, 0),),)
    units = tuple(open_unit(number, 100, 0) for number in range(4))
    for quota, undone in ((Quota(hours=100), 3), (Quota(accounts=1), 3), (Quota(arr=0), 0)):
        problem = Problem((taker(1, 400),), units, homes, {(0, "csm"): quota})
        assert shortage(problem) == undone * unplaced(units[0])


def test_who_is_limited_in_one_seat_makes_way_in_another() -> None:
    homes: tuple[Homes, ...] = (((0, 0),), ((0, 0), (1, 0)))
    units = (open_unit(1, 100, 1, "am"), open_unit(2, 100, 0))
    problem = Problem((taker(1, 100), taker(2, 100)), units, homes, {(0, "csm"): Quota(hours=100)})
    assert shortage(problem) == 0


def test_more_room_never_means_more_shortage() -> None:
    for seed in range(60):
        problem = drawn(Random(seed))
        wider = tuple(taker(owner.id, owner.capacity + 50) for owner in problem.owners)
        assert shortage(Problem(wider, problem.units, problem.homes, problem.quotas)) <= shortage(problem), seed


def test_what_nobody_may_take_is_counted_whole() -> None:
    problem = Problem((taker(1, 400),), (open_unit(1, 0, 0), open_unit(2, 50, 0)), ((),))
    assert problem.start == (NOBODY, NOBODY)
    assert shortage(problem) == problem.stranded
