"""HiGHS's MIP on a problem of the rebalance engine: the peer that `bench_rebalance.py` holds the engine against."""

from __future__ import annotations

import math
import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection

from core.rebalance.evaluate import evaluate
from core.rebalance.problem import NOBODY
from tests.core.rebalance.drawn import Case


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
