"""The rebalance engine against the figures it is to reach, next to HiGHS's MIP on the same problem for the same time.

Run: python benchmarks/bench_rebalance.py [--large] [--without-highs] [--only WORD]. Problems are drawn from seeds. For
each kind: seconds to the first proposal, to a proven distance from the best, and to the end, as median (slowest), with
processor time beside the time that passed, since the engine uses one core and others may use the rest. Every proposal
is evaluated anew, and every bound is added up again by another pass. "Narrow" kinds have next to no room: books are
filled to 95 percent in a team that is 92 percent full, or 97 without a leaver.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import resource
import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from core.rebalance.bound import Bound
from core.rebalance.engine import Progress, Solution, run
from core.rebalance.evaluate import evaluate, faults
from core.rebalance.problem import NOBODY, UNPLACED, UNPLACED_HOUR, Problem
from tests.core.rebalance.drawn import Case

SEEDS = (1, 2, 3, 4, 5)


@dataclass(frozen=True)
class Row:
    """A kind of problem with what is to be reached."""

    name: str
    case: Case
    first: float
    """Seconds to the first proposal."""
    near: float = 0.01
    """A distance from the bound, as a part of it."""
    within: float = 0.0
    """Seconds to that distance; 0 where nothing is asked."""
    seeds: tuple[int, ...] = SEEDS


SMALL = (
    Row("rebalance, half eligible", Case(20, 2_000, fill=100), 0.3, 0.01, 0.5, tuple(range(1, 11))),
    Row("rebalance, all eligible", Case(20, 2_000, eligible=1.0, fill=100), 0.3, 0.01, 0.5, tuple(range(1, 11))),
    Row("rebalance, fewest moves", Case(20, 2_000, fill=100, profile="fewest"), 0.3, 0.01, 0.5),
    Row("rebalance, protect revenue", Case(20, 2_000, fill=100, profile="protect"), 0.3, 0.01, 0.5),
    Row("leave", Case(20, 2_000, "leave", fill=100), 0.3),
    Row("new book", Case(20, 2_000, "newbook", fill=100), 0.3),
    Row("switch", Case(20, 2_000, "switch", eligible=1.0, fill=100), 0.3),
    Row("narrow: rebalance, a quarter eligible", Case(20, 2_000, eligible=0.25, fill=100), 0.3),
    Row("narrow: rebalance to 95 %", Case(20, 2_000), 0.3),
    Row("narrow: leave to 95 %", Case(20, 2_000, "leave"), 0.3),
    Row("narrow: new book to 95 %", Case(20, 2_000, "newbook"), 0.3),
)
MIDDLE = (
    Row("rebalance", Case(50, 10_000, fill=100), 1.5, 0.01, 5, (1, 2, 3)),
    Row("leave", Case(50, 10_000, "leave", fill=100), 1.5, 0.01, 5, (1, 2, 3)),
    Row("switch", Case(50, 10_000, "switch", eligible=1.0, fill=100), 1.5, 0.01, 5, (1, 2, 3)),
    Row("new book", Case(50, 10_000, "newbook", fill=100), 1.5, 0.025, 5, (1, 2, 3)),
    Row("narrow: leave to 95 %", Case(50, 10_000, "leave"), 1.5, 0.01, 0, (1, 2, 3)),
)
LARGE = (Row("rebalance", Case(200, 50_000, fill=100), 5, 0.02, 30, (1, 2)),)
MEMORY = ((Case(20, 2_000, fill=100), 10), (Case(50, 10_000, "newbook", fill=100), 60))
"""Problems, and the megabytes that may be needed besides them and numpy."""
MEMORY_LARGE = ((Case(200, 50_000, fill=100), 400),)


@dataclass(frozen=True)
class Measured:
    """One run; seconds that passed, and of the processor."""

    first: tuple[float, float]
    near: tuple[float, float]
    end: tuple[float, float]
    found: Solution


def measured(problem: Problem, near: float) -> Measured:
    """Solve a problem, and hold the answer against the problem."""
    begun, used = time.perf_counter(), time.process_time()
    heard: list[tuple[tuple[float, float], Progress]] = []

    def now() -> tuple[float, float]:
        return time.perf_counter() - begun, time.process_time() - used

    found = run(problem, tell=lambda progress: heard.append((now(), progress)))
    end = now()
    assert not faults(problem, found.homes)
    assert evaluate(problem, found.homes).total == found.value
    reached = (at for at, one in heard if one.best <= one.bound * (1 + near))
    return Measured(heard[0][0], next(reached, (math.inf, math.inf)), end, found)


def proven(problem: Problem, floor: Bound) -> int:
    """What the prices of a bound prove, by another pass: for each book every sum of hours of all units."""
    import numpy as np

    total = sum(floor.prices) - sum(charge.paid(problem) for charge in floor.charges)
    for unit, price in zip(problem.units, floor.prices, strict=True):
        total += min(0, UNPLACED + UNPLACED_HOUR * unit.weight - price) if unit.holder == NOBODY else 0
    inside: list[list[tuple[int, int]]] = [[] for _ in problem.owners]
    for unit, price in zip(problem.units, floor.prices, strict=True):
        if unit.holder != NOBODY:
            inside[unit.holder].append((unit.weight, -price))
        for home, fit in problem.homes[unit.homes]:
            cost = unit.leave + fit - price + sum(charge.on(unit, home) for charge in floor.charges)
            if home != unit.holder and cost < 0:
                inside[home].append((unit.weight, cost))
    for owner, units in zip(problem.owners, inside, strict=True):
        # Sums beyond three times the capacity count as that much: a floor still.
        cells = min(sum(weight for weight, _ in units), 3 * owner.capacity) + 1
        least = np.full(cells, 1 << 60, dtype=np.int64)
        least[0] = 0
        for weight, cost in units:
            moved = least + cost
            short = min(weight, cells - 1)
            beyond = moved[cells - short - 1 :].min()
            least[short:] = np.minimum(least[short:], moved[: cells - short])
            least[-1] = min(least[-1], beyond)
        hours = owner.fixed + np.arange(cells, dtype=np.int64)
        total += int((least + sum((np.maximum(0, hours - line) * more for line, more in owner.bands), hours * 0)).min())
    return max(0, total)


def highs(case: Case, seed: int, seconds: float) -> str:
    """What HiGHS's MIP says of the whole problem after some time: score, bound, seconds, status, parted by spaces."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_highs, args=(case, seed, seconds, theirs))
    child.start()
    theirs.close()
    patience = 3 * seconds + 30
    try:
        told = str(ours.recv()) if ours.poll(patience) else f"inf -inf {patience:.1f} killed"
    except EOFError:
        told = "inf -inf 0 failed"
    child.kill()
    child.join()
    return told


def _highs(case: Case, seed: int, seconds: float, answer: Connection) -> None:
    import highspy
    import numpy as np

    problem = case.problem(seed)
    count = len(problem.units)
    rows = [(place, line, more) for place, owner in enumerate(problem.owners) for line, more in owner.bands]
    of_owner: list[list[int]] = [[] for _ in problem.owners]
    for row, (place, _, _) in enumerate(rows):
        of_owner[place].append(count + row)
    columns: list[tuple[int, int]] = []
    costs, starts, indices, values = [], [0], [], []
    for place, unit in enumerate(problem.units):
        for home in sorted({home for home, _ in problem.homes[unit.homes]} | {unit.holder}):
            columns.append((place, home))
            costs.append(problem.cost(place, home) / 1000)
            loads = of_owner[home] if home != NOBODY else []
            indices += [place, *loads]
            values += [1.0, *([unit.weight / 100] * len(loads))]
            starts.append(len(indices))
    for row, (_, _, more) in enumerate(rows):
        costs.append(more / 10)
        indices.append(count + row)
        values.append(-1.0)
        starts.append(len(indices))
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(costs), count + len(rows)
    model.col_cost_ = np.array(costs)
    model.col_lower_ = np.zeros(len(costs))
    model.col_upper_ = np.array([1.0] * len(columns) + [highspy.kHighsInf] * len(rows))
    model.row_lower_ = np.array([1.0] * count + [-highspy.kHighsInf] * len(rows))
    limits = [(line - problem.owners[place].fixed) / 100 for place, line, _ in rows]
    model.row_upper_ = np.array([1.0] * count + limits)
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(indices, dtype=np.int32)
    model.a_matrix_.value_ = np.array(values)
    kinds = highspy.HighsVarType
    model.integrality_ = [kinds.kInteger] * len(columns) + [kinds.kContinuous] * len(rows)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("mip_rel_gap", 1e-5)
    solver.passModel(model)
    begun = time.perf_counter()
    solver.run()
    took = time.perf_counter() - begun
    value = math.inf
    solution: Sequence[float] = solver.getSolution().col_value
    homes = {place: home for (place, home), part in zip(columns, solution, strict=False) if part > 0.5}
    if len(homes) == count and solver.getInfo().primal_solution_status == 2:
        value = evaluate(problem, [homes[place] for place in range(count)]).total
    status = solver.modelStatusToString(solver.getModelStatus()).replace(" ", "-")
    answer.send(f"{value} {1000 * solver.getInfo().mip_dual_bound} {took:.2f} {status}")


def spread(values: Sequence[float], unit: str = "s") -> str:
    """Median and slowest."""
    return f"{statistics.median(values):.2f} {unit} (slowest {max(values):.2f})"


def report(row: Row, *, peer: bool) -> None:
    """Print what a kind of problem comes to."""
    run(Case(6, 60, fill=100).problem(1))  # numpy is there from the first one on
    runs = [(seed, problem, measured(problem, row.near)) for seed in row.seeds for problem in [row.case.problem(seed)]]
    times = [one for _, _, one in runs]
    print(f"\n{row.case.people} x {row.case.accounts:,} {row.name}, seeds {row.seeds[0]} to {row.seeds[-1]}")
    goal = f"goal {row.first:g} s: {_reached([one.first for one in times], row.first)}"
    processor = spread([one.first[1] for one in times])
    print(f"    first proposal   {spread([one.first[0] for one in times])}, processor {processor}; {goal}")
    near = sorted(one.near[0] for one in times)
    asked = f"; goal {row.within:g} s: {_reached([one.near for one in times], row.within)}" if row.within else ""
    processor = spread([one.near[1] for one in times])
    print(f"    proven within {100 * row.near:g} %   {spread(near)}, processor {processor}{asked}")
    gaps = [100 * one.found.gap for one in times]
    processor = spread([one.end[1] for one in times])
    print(f"    at the end       {spread([one.end[0] for one in times])}, processor {processor}")
    print(f"    proven gap       median {statistics.median(gaps):.2f} %: {', '.join(f'{gap:.2f}' for gap in gaps)}")
    checked = [proven(problem, one.found.floor) >= one.found.floor.value for _, problem, one in runs[:2]]
    print(f"    bounds added up again: {sum(checked)} of {len(checked)} hold", flush=True)
    for seed, _, one in runs if peer else ():
        seconds = max(1.0, one.end[0])
        value, bound, took, status = highs(row.case, seed, seconds).split()
        behind = 100 * (float(value) / one.found.value - 1)
        says = "no plan" if math.isinf(behind) else f"{behind:+.2f} % against our plan"
        proof = 100 * (float(bound) / max(1, one.found.floor.value) - 1)
        print(f"    HiGHS, seed {seed}, {seconds:.1f} s: {says}, bound {proof:+.2f} %, {took} s, {status}", flush=True)


def _reached(values: Sequence[tuple[float, float]], goal: float) -> str:
    """How many were in time, by the time that passed and by the processor's."""
    passed, used = (sum(one[place] <= goal for one in values) for place in (0, 1))
    return f"{passed} of {len(values)} ({used} by processor time)"


def pulse(problem: Problem) -> None:
    """How late a heartbeat of 20 ms comes while the engine runs in another thread, and how soon it ends when told."""
    late: list[float] = []
    worker = threading.Thread(target=run, args=(problem,))
    worker.start()
    while worker.is_alive():
        before = time.perf_counter()
        time.sleep(0.02)
        late.append(1000 * (time.perf_counter() - before) - 20)
    late.sort()
    p99 = late[len(late) * 99 // 100]
    print(f"    heartbeat late by {statistics.median(late):.1f} ms, p99 {p99:.1f} (goal 30), most {late[-1]:.1f}")
    ends: list[float] = []
    for moment in (0.02, 0.1, 0.3, 0.7, 1.2, 2.0, 3.0):
        told = threading.Event()
        asked: Callable[[], bool] = told.is_set
        worker = threading.Thread(target=run, args=(problem,), kwargs={"stop": asked})
        worker.start()
        time.sleep(moment)
        before = time.perf_counter()
        told.set()
        worker.join()
        ends.append(1000 * (time.perf_counter() - before))
    print(f"    ends {spread(ends, 'ms')} after it is told to (goal 100)", flush=True)


def memory(case: Case, most: int) -> None:
    """What a run needs at its peak besides the problem and numpy, in a process of its own."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_memory, args=(case, theirs))
    child.start()
    print(
        f"{case.people} x {case.accounts:,} {case.kind}: {ours.recv():.0f} MB more at the peak, goal {most}", flush=True
    )
    child.join()


def _memory(case: Case, answer: Connection) -> None:
    import core.rebalance.refine  # noqa: F401 - brings numpy

    problem = case.problem(1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    run(problem)
    answer.send((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> None:
    """Print everything."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--large", action="store_true", help="also 200 people and 50,000 accounts")
    asked.add_argument("--without-highs", action="store_true", help="the engine alone")
    asked.add_argument("--only", default="", help="rows whose size and name contain this")
    told = asked.parse_args()
    for row in (*SMALL, *MIDDLE, *(LARGE if told.large else ())):
        if told.only in f"{row.case.people} x {row.case.accounts} {row.name}":
            report(row, peer=not told.without_highs and row.case.people < 200)
    if told.only:
        return
    print("\nThe interface while 50 x 10,000 is solved")
    pulse(Case(50, 10_000, "leave", fill=100).problem(1))
    if told.large:
        print("The interface while 200 x 50,000 is solved")
        pulse(Case(200, 50_000, fill=100).problem(1))
    print("\nMemory")
    for case, most in (*MEMORY, *(MEMORY_LARGE if told.large else ())):
        memory(case, most)


if __name__ == "__main__":
    main()
