"""A problem as arrays, for the stages beyond the first: what every unit costs in every book."""

from __future__ import annotations

from functools import cached_property
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.rebalance.problem import NOBODY, Problem, unplaced

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]

FAR = 1 << 60
"""Stands for the cost of a home that a unit may not have; finite, so that arithmetic stays defined."""


class Field:
    """Units by rows, owners by columns; thousandths of a point and hundredths of an hour, whole numbers."""

    def __init__(self, problem: Problem) -> None:
        """Read a problem."""
        units = problem.units
        self.problem = problem
        self.owners = problem.owners
        self.weights: Ints = np.array([unit.weight for unit in units], dtype=np.int64)
        """Hours of each unit."""
        self.holders: Ints = np.array([unit.holder for unit in units], dtype=np.int64)
        """The place of who holds each unit, or ``NOBODY``."""
        self.held: Ints = np.flatnonzero(self.holders != NOBODY)
        """The units that somebody holds."""
        self.kinds: Ints = np.array([unit.homes for unit in units], dtype=np.int64)
        """The place of each unit's set of homes."""
        self.leave: Ints = np.array([unit.leave for unit in units], dtype=np.int64)
        """What any move of each unit costs."""
        self.fits: Ints = np.full((len(problem.homes), len(self.owners)), FAR, dtype=np.int64)
        """What does not fit, by set of homes and owner; ``FAR`` for no home."""
        for place, homes in enumerate(problem.homes):
            for home, fit in homes:
                self.fits[place, home] = fit
        self.alone: Ints = np.array(
            [unplaced(unit) if unit.holder == NOBODY else FAR for unit in units], dtype=np.int64
        )
        """What it costs to leave a unit without a home; ``FAR`` for one that somebody holds."""
        self.divided = 0
        """Pairs of books divided so far, on all plans: the measure of work, as there is no clock."""

    @cached_property
    def costs(self) -> Ints:
        """What each unit costs in each book; ``FAR`` where it may not be."""
        costs: Ints = self.fits[self.kinds] if len(self.kinds) else np.empty((0, len(self.owners)), dtype=np.int64)
        costs += self.leave[:, None]
        np.minimum(costs, FAR, out=costs)
        costs[self.held, self.holders[self.held]] = 0
        return costs

    @cached_property
    def lines(self) -> tuple[Ints, Ints]:
        """The bands of all owners, padded: where each begins, and how much more a hundredth costs from there."""
        most = max((len(owner.bands) for owner in self.owners), default=0)
        starts = np.full((len(self.owners), most), FAR // 4, dtype=np.int64)
        more = np.zeros((len(self.owners), most), dtype=np.int64)
        for place, owner in enumerate(self.owners):
            for index, band in enumerate(owner.bands):
                starts[place, index], more[place, index] = band
        return starts, more

    @cached_property
    def partners(self) -> list[list[int]]:
        """For each owner those with whom a unit could be exchanged."""
        able = (self.fits < FAR).astype(np.float32)
        # Units that are alike have the same homes, and each its holder besides.
        holds = np.zeros((len(self.owners), len(able)), dtype=np.float32)
        holds[self.holders[self.held], self.kinds[self.held]] = 1
        beside = holds @ able
        shared = able.T @ able + beside + beside.T > 0
        np.fill_diagonal(shared, False)
        return [np.flatnonzero(row).tolist() for row in shared]
