"""The engine: anytime, without a clock. The budget is iterations, so the same problem has the same answer."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.rebalance.bound import Bound, bound
from core.rebalance.caps import capped
from core.rebalance.placement import Placement
from core.rebalance.problem import Assignment, Problem
from core.rebalance.shed import ROUNDS, settled, shed

PRICES = 6
"""Most prices of a move that the first stage tries where the number of moves is limited."""

NEAR = 500
"""A plan within this part of its bound is near enough for the first stage to be the last."""

THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What tells the libraries under numpy, before its import, how many threads to use."""

Kind = Literal["first", "better", "bound", "done"]
"""What happened: the first proposal, a better one, a higher bound, the end."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One thing worth telling while the engine works."""

    iteration: int
    """Iterations done."""
    kind: Kind
    """What happened."""
    best: int
    """Score of the best proposal, thousandths of a point."""
    bound: int
    """No plan scores below it."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The best proposal found, with the proof that came with it."""

    homes: Assignment
    """The place of the owner of each unit."""
    value: int
    """Its score, thousandths of a point."""
    floor: Bound
    """The bound."""
    iterations: int
    """Iterations spent."""
    stopped: bool
    """Whether somebody ended it early."""

    @property
    def is_best(self) -> bool:
        """Whether no plan under the rules scores less."""
        return self.value <= self.floor.value

    @property
    def gap(self) -> float:
        """How far above the bound it is, as a part of the bound; 0 when they meet, infinite over a bound of 0."""
        if self.is_best:
            return 0.0
        return (self.value - self.floor.value) / self.floor.value if self.floor.value else float("inf")


def run(
    problem: Problem,
    rounds: int = ROUNDS,
    tell: Callable[[Progress], None] = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
) -> Solution:
    """Solve a problem: units stay or move so that overload, then disruption, is least.

    ``tell`` hears of every improvement and ``stop`` is asked often; both are called on the thread that runs this.
    """
    return _Search(capped(problem), tell, stop).solved(rounds)


class _Search:
    """One run: the best proposal and bound so far, and who hears of them."""

    def __init__(self, problem: Problem, tell: Callable[[Progress], None], stop: Callable[[], bool]) -> None:
        self.problem = problem
        self.tell = tell
        self.stop = stop
        self.iteration = 0
        plan = Placement(problem)
        self.homes, self.value = plan.assignment, plan.value
        self.floor: Bound | None = None

    def solved(self, rounds: int) -> Solution:
        """The best of all stages."""
        moves = self._stage(0, rounds)
        if self.problem.max_moves is not None and moves > self.problem.max_moves:
            self._within_moves(rounds)
        if not self._close():
            self._refine()
        assert self.floor is not None
        self._say("done")
        return Solution(self.homes, self.value, self.floor, self.iteration, self.stop())

    def _stage(self, per_move: int, rounds: int) -> int:
        """Solve in plain Python with a price on each move; the answer is how many moves that makes at least."""
        problem = self.problem.dearer(per_move)
        moves: list[int] = []
        for found in shed(problem, self.stop, rounds):
            homes, value = self._settled(found.plan)
            self._heard(homes, value, self._floor(found.floor, found.hour_prices, per_move))
            moves.append(found.plan.moves)
        return min(moves)

    def _refine(self) -> None:
        """Go on over arrays."""
        # Small products in several threads wait for each other on a busy machine: one is faster, and stays responsive.
        for name in THREADS:
            os.environ.setdefault(name, "1")
        # numpy is only imported where room is scarce.
        from core.rebalance.refine import refined

        if self.stop():
            return
        for found in refined(self.problem, self.homes, self.stop):
            self._heard(found.homes, found.value, found.floor)

    def _floor(self, floor: Bound, hour_prices: Sequence[float], per_move: int) -> Bound:
        """The bound of the problem in force; one without a cap is its own."""
        return floor if self.problem.max_moves is None else bound(self.problem, hour_prices, per_move, self.stop)

    def _close(self) -> bool:
        """Whether plan and bound are so near each other that more is not worth its time."""
        return self.stop() or (self.floor is not None and (self.value - self.floor.value) * NEAR <= self.floor.value)

    def _within_moves(self, rounds: int) -> None:
        """Find the price of a move that leaves as many as are allowed: a cap is solved again, never cut off."""
        most = self.problem.max_moves or 0
        cheap, dear = 0, 1000
        while self._stage(dear, rounds) > most and not self._close():
            cheap, dear = dear, dear * 4
        for _ in range(PRICES):
            if dear - cheap <= 1 or self._close():
                return
            middle = (cheap + dear) // 2
            if self._stage(middle, rounds) > most:
                cheap = middle
            else:
                dear = middle

    def _settled(self, found: Placement) -> tuple[Assignment, int]:
        """A plan of the first stage under the rules in force; what there is where it has too many moves."""
        most = self.problem.max_moves
        if most is None:
            return found.assignment, found.value
        if found.moves > most:
            return self.homes, self.value
        plan = Placement(self.problem, found.assignment)
        settled(plan, self.stop)
        return plan.assignment, plan.value

    def _heard(self, homes: Assignment, value: int, floor: Bound) -> None:
        """Take the results of an iteration, and tell what is better."""
        self.iteration += 1
        higher = self.floor is None or floor.value > self.floor.value
        if higher:
            self.floor = floor
        better = value < self.value
        if better:
            self.homes, self.value = homes, value
        if self.iteration == 1:
            self._say("first")
        elif better or higher:
            self._say("better" if better else "bound")

    def _say(self, kind: Kind) -> None:
        floor = self.floor.value if self.floor is not None else 0
        self.tell(Progress(self.iteration, kind, self.value, floor))
