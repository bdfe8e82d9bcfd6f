"""The engine: anytime, without a clock. The budget is iterations, so the same problem has the same answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.rebalance.bound import Bound, bound
from core.rebalance.placement import Placement
from core.rebalance.problem import Assignment, Problem
from core.rebalance.shed import ROUNDS, placed, settled, shed

PRICES = 16
"""Most prices of a move that are tried where the number of moves is limited."""

SHARP = 4
"""Levels of prices, the sharpest ones, at which plans are made."""

NEAR = 500
"""A plan within this part of its bound is near enough for the first stage to be the last."""

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
    return _Search(problem, tell, stop).solved(rounds)


class _Search:
    """One run: the best proposal and bound so far, and who hears of them."""

    def __init__(self, problem: Problem, tell: Callable[[Progress], None], stop: Callable[[], bool]) -> None:
        self.problem = problem
        self.tell = tell
        self.stop = stop
        self.iteration = 0
        self.plan = Placement(problem)
        self.floor: Bound | None = None

    def solved(self, rounds: int) -> Solution:
        """The best of all stages."""
        self._stage(0, rounds)
        if self.problem.max_moves is not None:
            self._within_moves(rounds)
        assert self.floor is not None
        self._say("done")
        return Solution(self.plan.assignment, self.plan.value, self.floor, self.iteration, self.stop())

    def _stage(self, per_move: int, rounds: int) -> int:
        """Solve with a price on each move; the answer is how many moves that makes at least."""
        problem = self.problem.dearer(per_move)
        moves: list[int] = []
        for found in shed(problem, self.stop, rounds):
            self._heard(found.plan, self._floor(found.floor, found.hour_prices, per_move))
            moves.append(found.plan.moves)
        if not self._close():
            moves += self._priced(problem, per_move)
        return min(moves)

    def _priced(self, problem: Problem, per_move: int) -> list[int]:
        """Solve at the prices of an hour that the divisible problem has, from coarse to sharp."""
        # numpy is only imported where room is scarce
        from core.rebalance.prices import LEVELS, hour_prices
        from core.rebalance.repartition import repartitioned

        moves: list[int] = []
        best: Placement | None = None
        for level, prices in enumerate(hour_prices(problem, self.stop)):
            if level < len(LEVELS) - SHARP or self._close():
                continue
            floor = bound(problem, prices)
            plan = placed(problem, floor, self.stop)
            self._heard(plan, self._floor(floor, prices, per_move))
            moves.append(plan.moves)
            best = plan if best is None or plan.value < best.value else best
        if best is not None and not self._close():
            repartitioned(best, self.stop)
            settled(best, self.stop)
            assert self.floor is not None
            self._heard(best, self.floor)
            moves.append(best.moves)
        return moves

    def _floor(self, floor: Bound, hour_prices: Sequence[float], per_move: int) -> Bound:
        """The bound of the problem in force; one without a cap is its own."""
        return floor if self.problem.max_moves is None else bound(self.problem, hour_prices, per_move)

    def _close(self) -> bool:
        """Whether plan and bound are so near each other that sharper prices are not worth their time."""
        return self.stop() or (
            self.floor is not None and (self.plan.value - self.floor.value) * NEAR <= self.floor.value
        )

    def _within_moves(self, rounds: int) -> None:
        """Find the price of a move that leaves as many as are allowed: a cap is solved again, never cut off."""
        most = self.problem.max_moves or 0
        cheap, dear = 0, 1000
        while self._stage(dear, rounds) > most and not self._over():
            cheap, dear = dear, dear * 4
        for _ in range(PRICES):
            if dear - cheap <= 1 or self._over():
                return
            middle = (cheap + dear) // 2
            if self._stage(middle, rounds) > most:
                cheap = middle
            else:
                dear = middle

    def _over(self) -> bool:
        return self.stop() or (self.floor is not None and self.plan.value <= self.floor.value)

    def _heard(self, found: Placement, floor: Bound) -> None:
        """Take the results of an iteration, and tell what is better."""
        self.iteration += 1
        higher = self.floor is None or floor.value > self.floor.value
        if higher:
            self.floor = floor
        better = self._better(found)
        if self.iteration == 1:
            self._say("first")
        elif better or higher:
            self._say("better" if better else "bound")

    def _better(self, found: Placement) -> bool:
        """Keep a plan if it is lawful and better, once settled under the rules in force."""
        most = self.problem.max_moves
        if most is not None:
            if found.moves > most:
                return False
            found = Placement(self.problem, found.assignment)
            settled(found, self.stop)
        if found.value >= self.plan.value:
            return False
        self.plan = found
        return True

    def _say(self, kind: Kind) -> None:
        floor = self.floor.value if self.floor is not None else 0
        self.tell(Progress(self.iteration, kind, self.plan.value, floor))
