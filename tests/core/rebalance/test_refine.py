from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from core.rebalance.ascent import Ascent
from core.rebalance.charges import PARTS, Charge
from core.rebalance.engine import Progress, Solution, run
from core.rebalance.evaluate import evaluate, faults, proven
from core.rebalance.field import Field, Floats
from core.rebalance.prices import hour_prices
from core.rebalance.problem import NOBODY, Problem, Quota
from core.rebalance.refine import refined
from core.rebalance.repartition import Books
from tests.core.rebalance.drawn import Case, Kind, team_of

SEEDS = range(1, 9) if os.environ.get("BOOKSHIFT_LONG") else range(1, 2)


def never() -> bool:
    return False


def after(asks: int) -> Callable[[], bool]:
    left = [asks]

    def stop() -> bool:
        left[0] -= 1
        return left[0] < 0

    return stop


def lawful(problem: Problem, found: Solution) -> bool:
    return not faults(problem, found.homes) and evaluate(problem, found.homes).total == found.value


def divisible(problem: Problem, prices: Floats) -> float:
    """What prices of an hour prove, were units divisible: each unit at its cheapest, less what rooms are worth."""
    total = 0.0
    for unit in problem.units:
        homes = [unit.leave + fit + unit.weight * prices[home] for home, fit in problem.homes[unit.homes]]
        homes.append(unit.weight * prices[unit.holder] if unit.holder != NOBODY else 1e18)
        total += min(homes)
    for owner, price in zip(problem.owners, prices, strict=True):
        loads = [owner.fixed, *(start for start, _ in owner.bands if start > owner.fixed)]
        total -= max(price * (load - owner.fixed) - owner.penalty(load) for load in loads)
    return total


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_teams_look_like_the_ones_the_figures_are_for(seed: int) -> None:
    team = team_of(Case(50, 10_000), seed)
    assert team.load == pytest.approx(0.92, abs=0.01)
    assert 0.06 < team.over < 0.13
    assert 0.3 <= team.people_over <= 0.45
    assert 0.4 < team.eligible < 0.6


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["rebalance", "leave", "newbook", "switch"])
def test_every_kind_of_question_gets_a_lawful_plan_near_its_bound(kind: Kind, seed: int) -> None:
    problem = Case(10, 700, kind, eligible=1.0, fill=100).problem(seed)
    found = run(problem)
    assert lawful(problem, found)
    assert found.gap < 0.02


def test_prices_of_hours_prove_what_the_linear_program_does() -> None:
    highspy = pytest.importorskip("highspy")
    for case in (Case(10, 400, fill=100), Case(10, 400, "leave"), Case(10, 400, "newbook", fill=100)):
        problem = case.problem(2)
        model = highspy.Highs()
        model.setOptionValue("output_flag", False)
        loads: list[list[tuple[int, float]]] = [[] for _ in problem.owners]
        columns = 0
        for place, unit in enumerate(problem.units):
            homes = sorted({home for home, _ in problem.homes[unit.homes]} | {unit.holder} - {NOBODY})
            for column, home in enumerate(homes, columns):
                model.addVar(0, highspy.kHighsInf)
                model.changeColCost(column, float(problem.cost(place, home)))
                loads[home].append((column, float(unit.weight)))
            model.addRow(1, 1, len(homes), list(range(columns, columns + len(homes))), [1.0] * len(homes))
            columns += len(homes)
        for owner, load in zip(problem.owners, loads, strict=True):
            for start, more in owner.bands:
                model.addVar(0, highspy.kHighsInf)
                model.changeColCost(columns, float(more))
                indices = [*(index for index, _ in load), columns]
                values = [*(weight for _, weight in load), -1.0]
                model.addRow(-highspy.kHighsInf, float(start - owner.fixed), len(indices), indices, values)
                columns += 1
        model.run()
        theirs = model.getInfo().objective_function_value
        ours = divisible(problem, hour_prices(Field(problem), never))
        assert theirs * 0.998 <= ours <= theirs * (1 + 1e-9)


def test_the_bound_rises_step_by_step_and_is_always_proven_by_its_prices() -> None:
    problem = Case(6, 60, "leave", fill=100).problem(1)
    ascent = Ascent(Field(problem), never)
    ascent.begin(np.zeros(len(problem.owners)))
    floors = [ascent.floor()]
    best = run(problem).value
    for _ in range(12):
        ascent.step(best)
        floors.append(ascent.floor())
    assert all(one.value <= other.value for one, other in pairwise(floors))
    assert floors[-1].value > floors[0].value
    assert floors[-1].value <= best
    for floor in (floors[0], floors[-1]):
        assert proven(problem, floor.prices, floor.charges) >= floor.value


def test_dividing_two_books_anew_keeps_count_of_hours_and_costs() -> None:
    problem = Case(8, 200, "newbook").problem(1)
    field = Field(problem)
    first = [problem.homes[unit.homes][0][0] for unit in problem.units]
    books = Books(field, np.array(first, dtype=np.int64))
    before = books.value
    gain = books.settle(range(8), never)
    assert gain > 0
    assert books.value == before - gain == evaluate(problem, books.assignment).total
    assert books.loads == Books(field, books.homes).loads


@pytest.mark.parametrize("asks", [0, 1, 30, 200, 900])
def test_a_search_stopped_at_any_time_has_a_lawful_plan_and_a_true_bound(asks: int) -> None:
    problem = Case(10, 500, "leave", fill=100).problem(1)
    found = run(problem, stop=after(asks))
    assert found.stopped
    assert lawful(problem, found)
    assert found.floor.value <= run(problem).value <= found.value


def test_limits_on_what_people_get_are_kept_and_cost_something() -> None:
    problem = Case(8, 160, "leave", fill=100).problem(1)
    free = run(problem)
    got = [
        sum(home == place != unit.holder for home, unit in zip(free.homes, problem.units, strict=True))
        for place in range(8)
    ]
    quotas = {(place, "csm"): Quota(accounts=max(1, count - 2)) for place, count in enumerate(got) if count}
    for tighter in (replace(problem, quotas=quotas), replace(problem, max_taken=max(got) - 1)):
        found = run(tighter)
        assert lawful(tighter, found)
        assert free.floor.value <= found.value
        assert found.value > free.value


@pytest.mark.parametrize("what", ["accounts", "hours", "arr", "families", "taken"])
def test_the_bound_counts_limits_on_what_people_get(what: str) -> None:
    problem = Case(6, 90, eligible=1.0, fill=100).problem(2)
    free = run(problem)
    got = [
        [unit for home, unit in zip(free.homes, problem.units, strict=True) if home == place != unit.holder]
        for place in range(6)
    ]
    tighter = replace(problem, max_taken=max(map(len, got)) * 2 // 3)
    if what != "taken":
        amounts = {"accounts": "accounts", "hours": "weight", "arr": "arr", "families": "accounts"}
        part = {place: sum(getattr(unit, amounts[what]) for unit in units) * 2 // 3 for place, units in enumerate(got)}
        quotas = {(place, "csm"): Quota(**{what: amount}) for place, amount in part.items() if amount}
        tighter = replace(problem, quotas=quotas)
    found = run(tighter)
    assert lawful(tighter, found)
    assert free.value < found.floor.value <= found.value
    assert proven(tighter, found.floor.prices, found.floor.charges) >= found.floor.value
    assert found.gap < 0.01


def test_a_charge_proves_nothing_without_its_limit() -> None:
    problem = Case(6, 60, fill=100).problem(1)
    with pytest.raises(ValueError, match="no limit on moves"):
        proven(problem, [0] * len(problem.units), (Charge(NOBODY, "", "moves", PARTS),))


def test_a_cap_on_moves_is_kept_exactly_and_its_bound_is_that_of_the_cap() -> None:
    problem = Case(8, 240, fill=100).problem(1)
    free = run(problem)
    moves = evaluate(problem, free.homes).chosen
    values = []
    for most in (moves // 3, 2 * moves // 3, moves):
        capped = replace(problem, max_moves=most)
        found = run(capped)
        assert lawful(capped, found)
        assert found.floor.value <= found.value
        assert found.gap < 0.05
        values.append(found.value)
    assert values[0] > values[1] > free.floor.value
    assert values[2] <= free.value * 1.01


def test_a_lock_never_makes_the_best_plan_cheaper_than_the_bound_without_it() -> None:
    problem = Case(8, 240, fill=100).problem(2)
    free = run(problem)
    moved = [place for place, unit in enumerate(problem.units) if free.homes[place] != unit.holder]
    locked = set(moved[::3])
    held = [sum(problem.units[place].weight for place in locked if problem.units[place].holder == i) for i in range(8)]
    fewer = replace(
        problem,
        units=tuple(unit for place, unit in enumerate(problem.units) if place not in locked),
        owners=tuple(replace(one, fixed=one.fixed + held[i]) for i, one in enumerate(problem.owners)),
    )
    assert free.floor.value <= run(fewer).value


def test_once_a_plan_is_accepted_nothing_more_is_gained_than_the_proof_left_open() -> None:
    kinds: tuple[Kind, ...] = ("rebalance", "leave")
    for kind in kinds:
        problem = Case(8, 300, kind).problem(3)
        found = run(problem)
        accepted = replace(
            problem,
            units=tuple(replace(unit, holder=home) for unit, home in zip(problem.units, found.homes, strict=True)),
        )
        before = evaluate(accepted, accepted.start).total
        again = run(accepted)
        assert lawful(accepted, again)
        assert before - again.value <= found.value - found.floor.value


def test_what_is_told_while_arrays_are_at_work_only_gets_better() -> None:
    heard: list[Progress] = []
    problem = Case(6, 120, "switch", eligible=1.0, fill=100).problem(1)
    found = run(problem, tell=heard.append)
    assert [one.best for one in heard] == sorted((one.best for one in heard), reverse=True)
    assert [one.bound for one in heard] == sorted(one.bound for one in heard)
    assert [one.iteration for one in heard] == sorted(one.iteration for one in heard)
    assert found == run(problem)


def test_there_is_nothing_to_refine_where_nothing_may_move() -> None:
    empty = Problem(owners=(), units=(), homes=())
    assert list(refined(empty, (), never)) == []
