"""The rebalance engine against the figures it is to reach, next to HiGHS's MIP on the same problem for the same time.

Run: python benchmarks/bench_rebalance.py [--large] [--without-highs] [--only WORD]. Problems are drawn from seeds. For
each kind: seconds to the first proposal, to a proven distance from the best, and to the end, as median (slowest), with
processor time beside the time that passed, since the engine uses one core and others may use the rest. Every proposal
is evaluated anew, and bounds are added up again by another pass. "Narrow" kinds have next to no room: books are filled
to 95 percent in a team that is 92 percent full, or 97 without a leaver. At the end a table of all goals.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from rebalance_peer import highs

from core.rebalance.bound import Bound
from core.rebalance.engine import Progress, Solution, run
from core.rebalance.evaluate import evaluate, faults
from core.rebalance.problem import NOBODY, UNPLACED, UNPLACED_HOUR, Problem
from tests.core.rebalance.drawn import Case

ROOT = Path(__file__).resolve().parents[1]
THREE, FIVE, TEN = (1, 2, 3), (1, 2, 3, 4, 5), tuple(range(1, 11))

Times = tuple[float, float]
"""Seconds that passed, and of the processor."""


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
    seeds: tuple[int, ...] = FIVE
    peers: int = 2
    """How many of the seeds HiGHS gets too."""
    asked: bool = False
    """Whether every seed but one in ten has to be in time."""

    @property
    def title(self) -> str:
        """Size and name."""
        return f"{self.case.people} x {self.case.accounts:,} {self.name}"


SMALL = (
    Row("rebalance, half eligible", Case(20, 2_000, fill=100), 0.3, 0.01, 0.5, TEN, 10, asked=True),
    Row("rebalance, all eligible", Case(20, 2_000, eligible=1.0, fill=100), 0.3, 0.01, 0.5, TEN, 3, asked=True),
    Row("rebalance, fewest moves", Case(20, 2_000, fill=100, profile="fewest"), 0.3, 0.01, 0.5, FIVE, 3),
    Row("rebalance, protect revenue", Case(20, 2_000, fill=100, profile="protect"), 0.3, 0.01, 0.5, FIVE, 3),
    Row("leave", Case(20, 2_000, "leave", fill=100), 0.3, peers=5),
    Row("new book", Case(20, 2_000, "newbook", fill=100), 0.3, seeds=THREE),
    Row("switch", Case(20, 2_000, "switch", eligible=1.0, fill=100), 0.3, seeds=THREE),
    Row("narrow: rebalance, a quarter eligible", Case(20, 2_000, eligible=0.25, fill=100), 0.3, seeds=THREE),
    Row("narrow: rebalance to 95 %", Case(20, 2_000), 0.3, seeds=THREE),
    Row("narrow: leave to 95 %", Case(20, 2_000, "leave"), 0.3, seeds=THREE),
    Row("narrow: new book to 95 %", Case(20, 2_000, "newbook"), 0.3, seeds=THREE),
)
MIDDLE = (
    Row("rebalance", Case(50, 10_000, fill=100), 1.5, 0.01, 5, THREE, 1),
    Row("leave", Case(50, 10_000, "leave", fill=100), 1.5, 0.01, 5, THREE, 1),
    Row("switch", Case(50, 10_000, "switch", eligible=1.0, fill=100), 1.5, 0.01, 5, THREE, 1),
    Row("new book", Case(50, 10_000, "newbook", fill=100), 1.5, 0.025, 5, THREE, 1),
    Row("narrow: leave to 95 %", Case(50, 10_000, "leave"), 1.5, 0.01, 0, (1, 2), 1),
)
LARGE = (Row("rebalance", Case(200, 50_000, fill=100), 5, 0.02, 30, (1, 2), 0),)
MEMORY = ((Case(20, 2_000, fill=100), 10), (Case(50, 10_000, "newbook", fill=100), 60))
"""Problems, and the megabytes that may be needed besides them and numpy."""
MEMORY_LARGE = ((Case(200, 50_000, fill=100), 400),)
PULSES = (Case(20, 2_000, "leave", fill=100), Case(50, 10_000, "leave", fill=100))
PULSE_LARGE = (Case(200, 50_000, fill=100),)
MOMENTS = (0.02, 0.1, 0.3, 0.7, 1.2, 2.0, 3.0)
"""Seconds after which a search is told to stop."""
BEHIND, AHEAD = 0.3, 0.0
"""Percent by which the engine's plan may be dearer than HiGHS's after the same time: at 2,000 accounts, at 10,000."""


@dataclass
class Table:
    """The goals, with what was seen."""

    lines: list[tuple[str, str, str, str]] = field(default_factory=list)
    behind: dict[int, list[float]] = field(default_factory=dict)
    """Percent by which a plan was dearer than HiGHS's, by number of accounts."""

    def add(self, what: str, goal: str, seen: str, *, met: bool, by_processor: bool = False) -> None:
        """Take in a goal; one that is missed by the clock alone may be met by the processor's time."""
        says = "met" if met else "met by processor time" if by_processor else "MISSED"
        self.lines.append((what, goal, seen, says))

    def timed(self, what: str, goal: float, times: Sequence[Times], part: float = 0.5) -> None:
        """Take in a number of seconds that so large a part of the runs has to keep."""
        passed, used = (sum(one[place] <= goal for one in times) for place in (0, 1))
        least = math.ceil(part * len(times))
        seen = f"{spread([one[0] for one in times])}; {passed} of {len(times)}, by processor time {used}"
        share = "median" if part == 0.5 else f"in {part:.0%}"
        self.add(what, f"{goal:g} s, {share}", seen, met=passed >= least, by_processor=used >= least)

    def show(self) -> None:
        """Print all of it."""
        for accounts, most in ((2_000, BEHIND), (10_000, AHEAD)):
            if worse := self.behind.get(accounts):
                seen = f"dearest {max(worse):+.2f} %, median {statistics.median(worse):+.2f} %, {len(worse)} plans"
                goal = f"at most {most:g} % dearer" if most else "never dearer"
                self.add(f"{accounts:,} accounts: HiGHS's MIP after the same time", goal, seen, met=max(worse) <= most)
        print("\nAll goals")
        rows = [("what", "goal", "seen", ""), *self.lines]
        widths = [max(len(row[place]) for row in rows) for place in range(3)]
        for row in rows:
            print("  ".join(text.ljust(width) for text, width in zip(row, (*widths, 0), strict=True)).rstrip())


@dataclass(frozen=True)
class Measured:
    """One run."""

    first: Times
    near: Times
    end: Times
    found: Solution


def measured(problem: Problem, near: float) -> Measured:
    """Solve a problem, and hold the answer against the problem."""
    begun, used = time.perf_counter(), time.process_time()
    heard: list[tuple[Times, Progress]] = []

    def now() -> Times:
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


def spread(values: Sequence[float], unit: str = "s") -> str:
    """Median and slowest."""
    return f"{statistics.median(values):.2f} {unit} (slowest {max(values):.2f})"


def report(row: Row, table: Table, *, peer: bool) -> None:
    """Print what a kind of problem comes to."""
    run(Case(6, 60, fill=100).problem(1))  # numpy is there from the first one on
    runs = [(seed, problem, measured(problem, row.near)) for seed in row.seeds for problem in [row.case.problem(seed)]]
    times = [one for _, _, one in runs]
    print(f"\n{row.title}, seeds {row.seeds[0]} to {row.seeds[-1]}")
    for says, each in (
        ("first proposal", [one.first for one in times]),
        (f"proven within {100 * row.near:g} %", [one.near for one in times]),
        ("at the end", [one.end for one in times]),
    ):
        print(f"    {says:20} {spread([one[0] for one in each])}, processor {spread([one[1] for one in each])}")
    gaps = [100 * one.found.gap for one in times]
    print(f"    proven gap           median {statistics.median(gaps):.2f} %: {', '.join(f'{gap:.2f}' for gap in gaps)}")
    checked = [proven(problem, one.found.floor) >= one.found.floor.value for _, problem, one in runs[:2]]
    print(f"    bounds added up again: {sum(checked)} of {len(checked)} hold", flush=True)
    assert all(checked)
    table.timed(f"{row.title}: first proposal", row.first, [one.first for one in times])
    if row.within:
        what = f"{row.title}: within {100 * row.near:g} %"
        table.timed(what, row.within, [one.near for one in times], 0.9 if row.asked else 0.5)
    for seed, _, one in runs[: row.peers] if peer else ():
        _beside(row, seed, one, table)


def _beside(row: Row, seed: int, ours: Measured, table: Table) -> None:
    """Give HiGHS the same problem and time."""
    seconds = max(1.0, ours.end[0])
    value, bound, took, status = highs(row.case, seed, seconds).split()
    says = "no plan"
    if not math.isinf(float(value)):
        dearer = 100 * (ours.found.value / float(value) - 1)
        table.behind.setdefault(row.case.accounts, []).append(dearer)
        says = f"our plan is {abs(dearer):.2f} % {'dearer' if dearer > 0 else 'cheaper'}"
    proof = 100 * (ours.found.floor.value / max(1.0, float(bound)) - 1)
    print(f"    HiGHS, seed {seed}, {seconds:.1f} s: {says}, our bound {proof:+.2f} %; {took} s, {status}", flush=True)


def cold(table: Table) -> None:
    """Seconds from the start of a process to the first proposal, drawing the problem left out."""
    script = (
        "import sys, time; sys.path.insert(0, sys.argv[1]); begun = time.perf_counter()\n"
        "from core.rebalance.engine import run\n"
        "took = time.perf_counter() - begun\n"
        "from tests.core.rebalance.drawn import Case\n"
        "problem = Case(20, 2_000, fill=100).problem(int(sys.argv[2])); heard = []\n"
        "begun = time.perf_counter()\n"
        "run(problem, tell=lambda one: heard.append(time.perf_counter() - begun), stop=lambda: bool(heard))\n"
        "print(took + heard[0])\n"
    )
    times: list[Times] = []
    for seed in FIVE:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        bare = time.perf_counter() - begun
        done = subprocess.run(
            [sys.executable, "-c", script, str(ROOT), str(seed)], check=True, capture_output=True, text=True
        )
        times.append((bare + float(done.stdout), math.inf))
    print(f"\n20 x 2,000 rebalance in a new process: first proposal {spread([one[0] for one in times])}", flush=True)
    seen = spread([one[0] for one in times])
    met = statistics.median(one[0] for one in times) <= 0.6
    table.add("20 x 2,000 rebalance: first proposal, cold", "0.6 s, median", seen, met=met)


def late(lasts: Callable[[], bool]) -> list[float]:
    """How many milliseconds late a heartbeat of 20 ms comes, in order of size, while something lasts."""
    found: list[float] = []
    while lasts():
        before = time.perf_counter()
        time.sleep(0.02)
        found.append(1000 * (time.perf_counter() - before) - 20)
    return sorted(found)


def _p99(values: Sequence[float]) -> float:
    return values[len(values) * 99 // 100]


def pulse(case: Case, table: Table) -> None:
    """How late a heartbeat comes while the engine runs in another thread, and how soon that ends when told."""
    size, problem = f"{case.people} x {case.accounts:,}", case.problem(1)
    until = time.perf_counter() + 3
    idle = _p99(late(lambda: time.perf_counter() < until))
    worker = threading.Thread(target=run, args=(problem,))
    worker.start()
    beats = late(worker.is_alive)
    seen = f"p99 {_p99(beats):.1f} ms, median {statistics.median(beats):.1f}; with nothing at work p99 {idle:.1f}"
    print(f"\n{size} {case.kind}, the interface meanwhile: {seen}, most {beats[-1]:.1f}", flush=True)
    table.add(f"{size}: heartbeat late while it runs", "p99 30 ms", seen, met=_p99(beats) <= 30)
    ends: list[float] = []
    for moment in MOMENTS:
        told = threading.Event()
        worker = threading.Thread(target=run, args=(problem,), kwargs={"stop": told.is_set})
        worker.start()
        worker.join(moment)
        if not worker.is_alive():
            continue
        before = time.perf_counter()
        told.set()
        worker.join()
        ends.append(1000 * (time.perf_counter() - before))
    print(f"    ends {spread(ends, 'ms')} after it is told to", flush=True)
    table.add(f"{size}: ends after it is told to", "100 ms", spread(ends, "ms"), met=max(ends) <= 100)


def memory(case: Case, most: int, table: Table) -> None:
    """What a run needs at its peak besides the problem and numpy, in a process of its own."""
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_memory, args=(case, theirs))
    child.start()
    needed = float(ours.recv())
    child.join()
    what = f"{case.people} x {case.accounts:,} {case.kind}: memory at the peak"
    print(f"{what} {needed:.0f} MB more, goal {most}", flush=True)
    table.add(what, f"{most} MB", f"{needed:.0f} MB", met=needed <= most)


def _memory(case: Case, answer: Connection) -> None:
    import core.rebalance.refine  # noqa: F401 - brings numpy

    problem = case.problem(1)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak counts from now on
    before = _held("VmRSS")
    run(problem)
    answer.send(_held("VmHWM") - before)


def _held(kind: str) -> float:
    """Megabytes of this process. getrusage would tell the peak of the process that began it, where that is higher."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(kind))


def machine() -> str:
    """How busy the machine is."""
    return f"{os.cpu_count()} processors, load average {', '.join(f'{one:.2f}' for one in os.getloadavg())}"


def main() -> None:
    """Print everything."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--large", action="store_true", help="also 200 people and 50,000 accounts")
    asked.add_argument("--without-highs", action="store_true", help="the engine alone")
    asked.add_argument("--only", default="", help="rows whose size and name contain this")
    told = asked.parse_args()
    begun, before, table = time.perf_counter(), machine(), Table()
    print(f"At the start: {before}", flush=True)
    if not told.only:
        cold(table)
    for row in (*SMALL, *MIDDLE, *(LARGE if told.large else ())):
        if told.only in row.title:
            report(row, table, peer=not told.without_highs)
    if not told.only:
        for case in (*PULSES, *(PULSE_LARGE if told.large else ())):
            pulse(case, table)
        print()
        for case, most in (*MEMORY, *(MEMORY_LARGE if told.large else ())):
            memory(case, most, table)
    table.show()
    print(f"\nMachine at the start: {before}; at the end: {machine()}; {time.perf_counter() - begun:.0f} s in all")


if __name__ == "__main__":
    main()
