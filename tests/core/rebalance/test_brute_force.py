from __future__ import annotations

import os
from functools import cache
from random import Random

import numpy as np
import pytest

from core.rebalance.bound import bound
from core.rebalance.engine import Solution, run
from core.rebalance.evaluate import evaluate, faults, proven
from core.rebalance.exact import book_price, cheapest_in, pair_price
from core.rebalance.knapsack import cheapest_out
from core.rebalance.problem import Problem
from tests.core.rebalance.instances import optimum, owner, tiny

MANY = 3_000 if os.environ.get("BOOKSHIFT_LONG") else 200


@cache
def solved(seed: int) -> tuple[Problem, Solution, int]:
    problem = tiny(Random(seed))
    return problem, run(problem), optimum(problem)


@pytest.mark.parametrize("batch", range(8))
def test_the_bound_is_never_above_the_best_of_all_plans_and_the_proposal_never_below(batch: int) -> None:
    for seed in range(batch * MANY // 8, (batch + 1) * MANY // 8):
        problem, found, best = solved(seed)
        assert faults(problem, found.homes) == [], seed
        assert evaluate(problem, found.homes).total == found.value, seed
        assert found.floor.value <= best <= found.value, seed


@pytest.mark.parametrize("batch", range(8))
def test_what_a_bound_says_is_proven_by_its_prices_alone(batch: int) -> None:
    for seed in range(batch * MANY // 8, (batch + 1) * MANY // 8):
        problem, found, _ = solved(seed)
        assert proven(problem, found.floor.prices, found.floor.charges) >= found.floor.value, seed


def test_nearly_every_small_proposal_is_the_best_of_all_plans() -> None:
    missed = [seed for seed in range(MANY) if (one := solved(seed))[1].value > one[2]]
    assert len(missed) * 100 <= MANY, missed


@pytest.mark.parametrize("seed", range(60))
def test_the_floor_is_the_same_when_its_prices_are_added_up_plainly(seed: int) -> None:
    chance = Random(seed)
    problem = tiny(chance)
    floor = bound(problem, [chance.choice((0.0, 3.5, 40.0)) for _ in problem.owners], per_move=chance.choice((0, 700)))
    assert proven(problem, floor.prices, floor.charges) == floor.value


@pytest.mark.parametrize("seed", range(100))
def test_the_knapsack_finds_the_cheapest_of_all_sets(seed: int) -> None:
    chance = Random(seed)
    items = [(chance.randint(0, 300), chance.randint(0, 9000)) for _ in range(chance.randint(0, 9))]
    book = owner(1, chance.randint(0, 900), 0, gives=True, takes=chance.random() < 0.5)
    load = sum(weight for weight, _ in items) + chance.randint(0, 600)

    def value(chosen: tuple[int, ...] | list[int]) -> int:
        return sum(items[i][1] for i in chosen) + book.penalty(load - sum(items[i][0] for i in chosen))

    sets = ([i for i in range(len(items)) if mask >> i & 1] for mask in range(1 << len(items)))
    found, chosen = cheapest_out(items, load, book)
    assert found == value(chosen) == min(value(one) for one in sets)


@pytest.mark.parametrize("seed", range(60))
def test_the_knapsack_over_arrays_finds_the_cheapest_of_all_sets_for_one_book_and_for_two(seed: int) -> None:
    chance = Random(seed)
    count = chance.randint(0, 9)
    weights = np.array([chance.choice((0, 0, 1, 40, 75, 300)) for _ in range(count)], dtype=np.int64)
    costs = np.array([chance.randint(-9_000, 9_000) for _ in range(count)], dtype=np.int64)
    one = owner(1, chance.randint(0, 900), chance.randint(0, 500), gives=True, takes=chance.random() < 0.5)
    other = owner(2, chance.randint(0, 900), chance.randint(0, 500), gives=False, takes=chance.random() < 0.5)
    total = int(weights.sum())
    sets = [np.array([bool(mask >> place & 1) for place in range(count)], dtype=np.bool_) for mask in range(1 << count)]

    book = cheapest_in(weights, costs, book_price(one))
    values = [int(costs[one_set].sum()) + one.penalty(one.fixed + int(weights[one_set].sum())) for one_set in sets]
    assert book.floor == book.value == min(values)

    pair = cheapest_in(weights, costs, pair_price(one, one.fixed, other, other.fixed, total), sets[-1])
    values = [
        int(costs[one_set].sum())
        + one.penalty(one.fixed + int(weights[one_set].sum()))
        + other.penalty(other.fixed + total - int(weights[one_set].sum()))
        for one_set in sets
    ]
    assert pair.value == min(values)


def test_many_units_in_doubt_leave_a_floor_below_the_value_and_close_to_it() -> None:
    chance = Random(3)
    weights = np.array([chance.randint(2_000, 4_000) for _ in range(120)], dtype=np.int64)
    costs = -weights * 10 - np.array([chance.randint(0, 9) for _ in range(120)], dtype=np.int64)
    book = owner(1, 150_000, 0, gives=False, takes=True)
    found = cheapest_in(weights, costs, book_price(book))
    own = int(costs[found.chosen].sum()) + book.penalty(int(weights[found.chosen].sum()))
    assert found.floor <= found.value == own
    assert found.value - found.floor <= abs(found.value) // 1_000
