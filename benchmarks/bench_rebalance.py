"""The rebalance engine: first proposal, proof and end, next to HiGHS's MIP on the same problem and time.

Run: python benchmarks/bench_rebalance.py [--large] [--without-highs]. Problems are drawn from seeds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.rebalance.engine import Progress, run
from core.rebalance.evaluate import evaluate, faults
from core.rebalance.problem import NOBODY, Problem
from tests.core.rebalance.instances import team

CASES = (
    (20, 2_000, "rebalance", (0.5, 1.0), 0.3),
    (20, 2_000, "leave", (1.0,), 0.3),
    (50, 10_000, "rebalance", (0.5, 1.0), 1.5),
    (50, 10_000, "leave", (0.5,), 1.5),
)
"""People, accounts, what is asked, parts of the pairs that are eligible, and seconds to the first proposal."""
LARGE = ((200, 50_000, "rebalance", (0.25,), 5.0),)
SEEDS = (1, 2, 3)


def measured(problem: Problem) -> tuple[float, float, float, int, int]:
    """Seconds to the first proposal, to 1 % (infinite if never) and to the end; then score and bound."""
    begun = time.perf_counter()
    heard: list[tuple[float, Progress]] = []
    found = run(problem, tell=lambda progress: heard.append((time.perf_counter() - begun, progress)))
    ended = time.perf_counter() - begun
    assert not faults(problem, found.homes)
    assert evaluate(problem, found.homes).total == found.value
    near = (at for at, one in heard if one.best <= one.bound * 1.01)
    return heard[0][0], next(near, float("inf")), ended, found.value, found.floor.value


def highs(problem: Problem, seconds: float) -> int | None:
    """The score HiGHS's MIP reaches on the whole problem in some time; None without a plan."""
    import highspy

    model = highspy.Highs()
    model.setOptionValue("output_flag", False)
    model.setOptionValue("time_limit", seconds)
    loads = [[] for _ in problem.owners]  # type: ignore[var-annotated]
    columns: list[tuple[int, int]] = []
    for place, unit in enumerate(problem.units):
        homes = sorted({home for home, _ in problem.homes[unit.homes]} | {unit.holder})
        first = len(columns)
        for home in homes:
            model.addVar(0, 1)
            model.changeColCost(len(columns), float(problem.cost(place, home)))
            model.changeColIntegrality(len(columns), highspy.HighsVarType.kInteger)
            if home != NOBODY:
                loads[home].append((len(columns), unit.weight))
            columns.append((place, home))
        model.addRow(1, 1, len(homes), list(range(first, len(columns))), [1.0] * len(homes))
    number = len(columns)
    for owner, load in zip(problem.owners, loads, strict=True):
        for line, more in owner.bands:
            model.addVar(0, highspy.kHighsInf)
            model.changeColCost(number, float(more))
            indices, weights = [index for index, _ in load], [float(weight) for _, weight in load]
            upper = float(line - owner.fixed)
            model.addRow(-highspy.kHighsInf, upper, len(load) + 1, [*indices, number], [*weights, -1.0])
            number += 1
    model.run()
    values: Sequence[float] = model.getSolution().col_value
    homes_found = {place: home for (place, home), value in zip(columns, values, strict=False) if value > 0.5}
    if len(homes_found) < len(problem.units):
        return None
    return evaluate(problem, [homes_found[place] for place in range(len(problem.units))]).total


def main() -> None:
    """Print one line for each kind of problem."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--large", action="store_true", help="also 200 people and 50,000 accounts")
    asked.add_argument("--without-highs", action="store_true", help="the engine alone")
    told = asked.parse_args()
    for people, accounts, kind, parts, goal in (*CASES, *(LARGE if told.large else ())):
        for part in parts:
            problems = [team(people, accounts, seed, eligible=part, kind=kind) for seed in SEEDS]
            results = [measured(problem) for problem in problems]
            first, near, end = (statistics.median(one[place] for one in results) for place in range(3))
            gaps = sorted(100 * (value - floor) / max(1, floor) for *_, value, floor in results)
            line = (
                f"{people} x {accounts:,} {kind} {part:.0%}: first {first:.2f} s (goal {goal}), 1 % in {near:.2f} s, "
            )
            line += f"end {end:.2f} s (slowest {max(one[2] for one in results):.2f}), gaps "
            print(line + ", ".join(f"{gap:.2f} %" for gap in gaps), flush=True)
            if told.without_highs:
                continue
            for problem, result in zip(problems, results, strict=True):
                theirs = highs(problem, max(1.0, result[2]))
                says = "no plan" if theirs is None else f"{100 * (theirs - result[3]) / result[3]:+.2f} % against ours"
                print(f"    HiGHS in {max(1.0, result[2]):.1f} s: {says}", flush=True)


if __name__ == "__main__":
    main()
