"""The second stage: prices of hours, a bound raised step by step, and plans made from what the books want at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

import numpy as np

from core.rebalance.ascent import Ascent
from core.rebalance.bound import Bound
from core.rebalance.detours import Detours
from core.rebalance.field import FAR, Bools, Field
from core.rebalance.prices import hour_prices
from core.rebalance.problem import NOBODY, Assignment, Problem
from core.rebalance.repartition import Books, started

STEPS = 120
"""Most steps of the bound."""

MOSTLY = 0.8
"""A unit that is to more than this part in one book of the divisible plan is meant for it."""

SEED = 5
"""Of the chances."""

EARLY = 6
"""First steps, each of which makes a plan anew; later every other one does while the pairs of books last."""

PAIRS = 160
"""Pairs of books that may be divided anew for each step, all in all: what is left of them goes into detours."""

IDLE = 30
"""Steps without a better plan or bound after which there is no more hope."""

NEAR = 5_000
"""A plan within this part of its bound is near enough to end."""

NOTABLE = 20_000
"""A bound that rises by less than this part is no news."""

DEAREST = 12
"""How often the price of a move is quadrupled, from one point, until no more are wanted than are allowed."""

HALVINGS = 8
"""How often the range of the price of a move is then halved."""


@dataclass(frozen=True, slots=True)
class Refined:
    """What a step found."""

    homes: Assignment
    """The best plan."""
    value: int
    """What it costs."""
    floor: Bound
    """The highest bound."""


def refined(problem: Problem, best: Assignment, stop: Callable[[], bool]) -> Iterator[Refined]:
    """Better plans and bounds, until they nearly meet or the steps are spent; ``best`` keeps the problem's limits."""
    yield from _Refining(problem, best, stop).steps()


class _Refining:
    def __init__(self, problem: Problem, best: Assignment, stop: Callable[[], bool]) -> None:
        self.stop = stop
        self.problem = problem
        self.field = Field(problem)
        self.prices = hour_prices(self.field, stop)
        self.books = Books(self.field, np.array(best, dtype=np.int64))
        self.value = self.books.value
        self.ascent = Ascent(self.field, stop)
        self.chance = Random(SEED)
        self.begun: set[int] = set()
        self.told: tuple[int, int] = (self.value + 1, 0)

    def steps(self) -> Iterator[Refined]:
        """All of it."""
        if not len(self.field.weights) or self.stop():
            return
        self.ascent.begin(self.prices)
        if self.problem.max_moves is not None:
            self._price_moves(self.problem.max_moves)
        yield from self._news()
        self._made_anew(self.ascent.wanted)
        yield from self._news()
        most = max(1_000, self.value - self.floor)
        detours = Detours(self.field, self.prices, most, self.stop)
        idle, spent = 0, self.field.divided
        share = min(PAIRS, 1 + sum(map(len, self.field.partners)))
        hope = min(IDLE, 8 + len(self.field.weights))
        for step in range(1, STEPS + 1):
            if self.stop() or self._close() or idle > hope:
                return
            before = (self.value, self.floor)
            self.ascent.step(self.value)
            if step <= EARLY or (step % 2 and self.field.divided - spent < step * share):
                self._made_anew(self._meant(step))
            wanted = False
            while self.field.divided - spent < step * share and not self.stop() and not self._close():
                wanted = not wanted
                if not self._detour(detours, wanted=wanted):
                    break
            news = list(self._news())
            idle = 0 if news or before[0] > self.value else idle + 1
            yield from news

    @property
    def floor(self) -> int:
        """The highest bound."""
        return self.ascent.best

    def _news(self) -> Iterator[Refined]:
        """What is known, if it is notably better than what was told last."""
        value, floor = self.told
        if self.value < value or (self.floor - floor) * NOTABLE > self.floor:
            self.told = (self.value, self.floor)
            yield Refined(self.books.assignment, self.value, self.ascent.floor())

    def _close(self) -> bool:
        return (self.value - self.floor) * NEAR <= self.floor

    def _meant(self, step: int) -> Bools:
        """Which units are meant for which books: by the divisible plan, by what the books want, mostly by chance."""
        if step % 5 == 1:
            return self.ascent.parts > MOSTLY
        return self.ascent.wanted if step % 5 == 4 else self.ascent.drawn(self.chance)

    def _made_anew(self, wanted: Bools) -> None:
        """Make a plan from which units are meant for which books; keep it if it is better."""
        field = self.field
        if (seen := hash(wanted.tobytes())) in self.begun:
            return
        self.begun.add(seen)
        books = started(field, wanted, self.prices, self.stop)
        if not self._lawful(books):
            books = self.books.copy()
        books.settle(range(len(field.owners)), self.stop)
        self._take(books)

    def _detour(self, detours: Detours, *, wanted: bool) -> bool:
        """Try one unit elsewhere; false where none has another home."""
        found = detours.wanted(self.books, self.ascent.drawn(self.chance)) if wanted else None
        found = found or detours.near(self.books)
        if found is None:
            return False
        self.field.divided += 1
        self.books, gain = detours.tried(self.books, *found)
        self.value -= gain
        return True

    def _take(self, books: Books) -> None:
        if self._lawful(books) and (value := books.value) < self.value:
            self.books, self.value = books, value

    def _lawful(self, books: Books) -> bool:
        """Whether a plan keeps the limits; units beyond them first go elsewhere, and moves that help least back."""
        if books.quotas.any:
            _ease(books, self.stop)
        most = self.problem.max_moves
        if most is not None:
            _take_back(books, most, self.stop)
            if books.moves > most:
                return False
        return all(books.quotas.holds(books.homes, owner) for owner in range(len(self.field.owners)))

    def _price_moves(self, most: int) -> None:
        """Find the price of a move at which the bound under a cap is highest: about as many are wanted as allowed."""
        cheap, dear = 0, 1_000
        best, moves = (self.floor, self.ascent, self.prices), self._wanted_moves()
        if moves <= most:
            return
        for turn in range(DEAREST + HALVINGS):
            price = dear if moves > most and turn < DEAREST else (cheap + dear) // 2
            if self.stop() or price == cheap:
                break
            self.prices = hour_prices(Field(self.problem.dearer(price)), self.stop, self.prices)
            self.ascent = Ascent(self.field, self.stop, price)
            self.ascent.begin(self.prices)
            if self.floor > best[0]:
                best = (self.floor, self.ascent, self.prices)
            wanted = self._wanted_moves()
            if wanted > most:
                cheap = price
                dear = dear * 4 if moves > most else dear
            else:
                dear, moves = price, wanted
        _, self.ascent, self.prices = best

    def _wanted_moves(self) -> int:
        field = self.field
        return int((~self.ascent.wanted[field.held, field.holders[field.held]]).sum())


def _ease(books: Books, stop: Callable[[], bool]) -> None:
    """Send units elsewhere until every owner is within the limits: those first that cost least for what they count."""
    field = books.field
    for owner in range(len(field.owners)):
        while (amount := next(books.quotas.broken(books.homes, owner), None)) is not None and not stop():
            taken = np.flatnonzero((books.homes == owner) & (field.holders != owner) & (amount > 0)).tolist()
            options = [
                (books.change(place, home) / int(amount[place]), place, home)
                for place in taken
                for home in _others(books, place)
            ]
            if not options:
                return
            _, place, home = min(options)
            books.put(place, home)


def _others(books: Books, place: int) -> list[int]:
    """Where a unit may go from where it is: back to who had it, else to anybody who may take it."""
    field = books.field
    holder = int(field.holders[place])
    if holder != NOBODY:
        return [holder]
    able = np.flatnonzero(field.costs[place] < FAR).tolist()
    return [home for home in able if home != books.homes[place] and books.quotas.lets(books.homes, place, home)]


def _take_back(books: Books, most: int, stop: Callable[[], bool]) -> None:
    """Put units back to who had them until no more have moved than allowed, each time the one that costs least."""
    field = books.field
    away = [place for place in field.held.tolist() if books.homes[place] != field.holders[place]]
    while len(away) > most and not stop():
        costs = [(books.change(place, int(field.holders[place])), place) for place in away]
        _, place = min(costs)
        books.put(place, int(field.holders[place]))
        away.remove(place)
