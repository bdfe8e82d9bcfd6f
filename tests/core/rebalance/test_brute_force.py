from __future__ import annotations

from random import Random

import pytest

from core.rebalance.bound import bound
from core.rebalance.engine import run
from core.rebalance.evaluate import evaluate, faults, proven
from core.rebalance.knapsack import cheapest_out
from tests.core.rebalance.instances import optimum, owner, tiny


@pytest.mark.parametrize("batch", range(10))
def test_the_bound_is_never_above_the_best_of_all_plans_and_the_proposal_never_below(batch: int) -> None:
    for seed in range(batch * 40, batch * 40 + 40):
        problem = tiny(Random(seed))
        found = run(problem)
        best = optimum(problem)
        assert faults(problem, found.homes) == [], seed
        assert evaluate(problem, found.homes).total == found.value, seed
        assert found.floor.value <= best <= found.value, seed


def test_nearly_every_small_proposal_is_the_best_of_all_plans() -> None:
    missed = [seed for seed in range(150) if run(problem := tiny(Random(seed))).value > optimum(problem)]
    assert len(missed) <= 3, missed


@pytest.mark.parametrize("seed", range(60))
def test_the_floor_is_the_same_when_its_prices_are_added_up_plainly(seed: int) -> None:
    chance = Random(seed)
    problem = tiny(chance)
    floor = bound(problem, [chance.choice((0.0, 3.5, 40.0)) for _ in problem.owners], per_move=chance.choice((0, 700)))
    assert proven(problem, floor.prices, floor.per_move) == floor.value


@pytest.mark.parametrize("seed", range(200))
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
