from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from core.rebalance.engine import Progress, run
from core.rebalance.evaluate import evaluate, faults
from core.rebalance.problem import Owner, Problem
from tests.core.rebalance.instances import optimum, team, tiny

ROOT = Path(__file__).resolve().parents[3]


def roomier(one: Owner) -> Owner:
    return replace(one, bands=tuple((line + 100, more) for line, more in one.bands))


@pytest.mark.parametrize("seed", range(20))
def test_more_room_never_makes_the_best_plan_dearer_and_fewer_choices_never_cheaper(seed: int) -> None:
    problem = tiny(Random(seed))
    wider = replace(problem, owners=tuple(roomier(one) for one in problem.owners))
    narrower = replace(problem, homes=tuple(homes[1:] for homes in problem.homes))
    assert run(wider).floor.value <= optimum(problem)
    assert optimum(wider) <= optimum(problem) <= optimum(narrower) <= run(narrower).value


@pytest.mark.parametrize("kind", ["rebalance", "leave"])
def test_a_team_is_solved_near_its_bound_and_lawfully(kind: str) -> None:
    problem = team(30, 3000, 5, eligible=1.0, load=0.85, kind=kind)
    found = run(problem)
    assert faults(problem, found.homes) == []
    assert evaluate(problem, found.homes).total == found.value
    assert found.gap < 0.01


@pytest.mark.parametrize("eligible", [0.25, 0.5])
def test_prices_of_hours_bring_plan_and_bound_together_where_room_is_scarce(eligible: float) -> None:
    problem = team(16, 1200, 7, eligible=eligible, load=0.93)
    found = run(problem)
    assert faults(problem, found.homes) == []
    assert evaluate(problem, found.homes).overload > 0
    assert found.gap < 0.05


def test_the_same_problem_has_the_same_answer() -> None:
    problem = team(12, 600, 3)
    assert run(problem) == run(problem)


def test_the_order_of_the_units_does_not_matter() -> None:
    problem = team(30, 3000, 5, eligible=1.0, load=0.85)
    order = list(range(len(problem.units)))
    Random(1).shuffle(order)
    shuffled = replace(problem, units=tuple(problem.units[place] for place in order))
    one, other = run(problem), run(shuffled)
    assert one.floor.value <= other.value
    assert other.floor.value <= one.value


def test_what_was_found_is_told_as_it_gets_better_and_the_bound_as_it_rises() -> None:
    heard: list[Progress] = []
    found = run(team(12, 600, 3), tell=heard.append)
    assert [heard[0].kind, heard[-1].kind] == ["first", "done"]
    assert [one.best for one in heard] == sorted((one.best for one in heard), reverse=True)
    assert [one.bound for one in heard] == sorted(one.bound for one in heard)
    assert (heard[-1].best, heard[-1].bound) == (found.value, found.floor.value)


def test_a_search_that_is_stopped_answers_with_what_it_has() -> None:
    problem = team(12, 600, 3)
    found = run(problem, stop=lambda: True)
    assert found.stopped
    assert faults(problem, found.homes) == []
    assert found.floor.value <= found.value


def test_a_plan_under_a_cap_is_solved_again_and_beats_the_first_moves_of_the_full_one() -> None:
    problem = team(20, 1500, 4, eligible=1.0, load=0.85)
    full = run(problem)
    moved = [place for place, home in enumerate(full.homes) if home != problem.units[place].holder]
    most = len(moved) // 2
    capped = replace(problem, max_moves=most)
    found = run(capped)
    first = list(problem.start)
    for place in moved[:most]:
        first[place] = full.homes[place]
    assert faults(capped, found.homes) == []
    assert found.floor.value <= found.value < evaluate(capped, first).total


def test_what_can_be_proven_at_once_needs_no_numpy() -> None:
    script = "import sys; from tests.core.rebalance.instances import team; from core.rebalance.engine import run; "
    script += "assert run(team(30, 3000, 5, eligible=1.0, load=0.8)).is_best; assert 'numpy' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_problem_with_nothing_in_it_is_solved() -> None:
    found = run(Problem(owners=(), units=(), homes=()))
    assert (found.homes, found.value, found.floor.value, found.gap) == ((), 0, 0, 0.0)
