from __future__ import annotations

from random import Random

import pytest

from core.rebalance.evaluate import evaluate, faults
from core.rebalance.filling import filled
from core.rebalance.problem import NOBODY, UNPLACED, UNPLACED_HOUR, Homes, Owner, Problem, Quota, Unit
from tests.core.rebalance.instances import optimum

HARD = UNPLACED + UNPLACED_HOUR * 1_000


def taker(number: int, room: int) -> Owner:
    """Somebody who is filled so far and no further."""
    return Owner(number, room, 0, ((room, HARD),), gives=False, takes=True)


def open_unit(number: int, weight: int, homes: int, seat: str = "csm") -> Unit:
    return Unit(number, seat, weight, NOBODY, 0, homes)


def drawn(chance: Random) -> Problem:
    """Two or three people and up to six units without a home, often more than fits, sometimes with limits."""
    owners = tuple(taker(number, chance.choice((100, 250, 400))) for number in range(chance.randint(2, 3)))
    homes: tuple[Homes, ...] = tuple(
        tuple((place, chance.choice((0, 250, 500))) for place in range(len(owners)) if chance.random() < 0.7)
        for _ in range(3)
    )
    units = tuple(
        open_unit(number, chance.choice((0, 33, 60, 110, 250)), chance.randrange(3), chance.choice(("csm", "am")))
        for number in range(chance.randint(2, 6))
    )
    quotas = {(0, "csm"): Quota(accounts=chance.choice((0, 1, 2)))} if chance.random() < 0.3 else {}
    return Problem(owners, units, homes, quotas)


def greedy(problem: Problem) -> tuple[int, ...]:
    """The largest unit first, each where it costs least and fits, of those where least is taken."""
    homes = [NOBODY] * len(problem.units)
    for place in sorted(range(len(homes)), key=lambda one: (-problem.units[one].weight, one)):
        able = []
        for home, fit in problem.homes[problem.units[place].homes]:
            homes[place] = home
            load = sum(unit.weight for unit, at in zip(problem.units, homes, strict=True) if at == home)
            owner = problem.owners[home]
            if load <= owner.capacity and not faults(problem, tuple(homes)):
                able.append((fit, (load - problem.units[place].weight) * 1000 // owner.capacity, home))
        homes[place] = min(able)[2] if able else NOBODY
    return tuple(homes)


@pytest.mark.parametrize("batch", range(5))
def test_nobody_is_filled_too_far_and_the_plan_is_no_worse_than_without_looking_back(batch: int) -> None:
    for seed in range(batch * 20, batch * 20 + 20):
        problem = drawn(Random(seed))
        plan = filled(problem)
        score = evaluate(problem, plan.assignment)
        assert faults(problem, plan.assignment) == [], seed
        assert score.overload == 0, seed
        assert score.total == plan.value, seed
        assert optimum(problem) <= score.total <= evaluate(problem, greedy(problem)).total, seed


def test_looking_back_finds_the_best_plan_more_often() -> None:
    tries = [drawn(Random(seed)) for seed in range(100)]
    best = [optimum(problem) for problem in tries]
    found = sum(filled(problem).value == least for problem, least in zip(tries, best, strict=True))
    plain = sum(evaluate(problem, greedy(problem)).total == least for problem, least in zip(tries, best, strict=True))
    assert found > plain
    assert found >= 90


def test_a_unit_with_a_choice_makes_room_for_one_without() -> None:
    homes: tuple[Homes, ...] = (((0, 0), (1, 500)), ((0, 0),))
    problem = Problem((taker(1, 250), taker(2, 250)), (open_unit(1, 250, 0), open_unit(2, 110, 1)), homes)
    assert greedy(problem) == (0, NOBODY)
    assert filled(problem).assignment == (1, 0)


def test_two_smaller_units_are_given_the_room_of_a_larger_one() -> None:
    homes: tuple[Homes, ...] = (((0, 0),),)
    units = tuple(open_unit(number, weight, 0) for number, weight in enumerate((60, 50, 50), 1))
    problem = Problem((taker(1, 100),), units, homes)
    assert greedy(problem) == (0, NOBODY, NOBODY)
    assert filled(problem).assignment == (NOBODY, 0, 0)


def test_work_of_today_comes_before_work_that_is_still_to_come() -> None:
    later = Unit(1, "csm", 110, NOBODY, 0, 0, accounts=0)
    problem = Problem((taker(1, 120),), (later, open_unit(2, 110, 0)), (((0, 0),),))
    assert filled(problem).assignment == (NOBODY, 0)


def test_people_who_fit_alike_are_filled_evenly() -> None:
    problem = Problem(
        tuple(taker(number, 400) for number in range(3)),
        tuple(open_unit(number, 60, 0) for number in range(6)),
        (((0, 0), (1, 0), (2, 0)),),
    )
    assert filled(problem).loads == [120, 120, 120]
