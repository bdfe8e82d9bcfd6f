"""Moves in an order in which every first part is sound, cut into weeks at a pace people can keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a proposal has its moves in this order
    from core.rebalance.proposal import ProposedMove

WEEK = 7
"""Days between two batches."""

LONGEST = 52
"""Weeks after which nobody is waited for."""

Present = Callable[[int, date], bool]
"""Whether a person is there on a day."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Moves that are made on the same day."""

    number: int
    """From 1."""
    day: date
    """First day of the new holders."""
    moves: tuple[ProposedMove, ...]
    """The moves, in order."""


def batches(
    moves: Sequence[ProposedMove],
    hours_before: Mapping[int, int],
    first: date,
    pace: int = 0,
    present: Present = lambda person, day: True,
) -> tuple[Batch, ...]:
    """The moves cut into weeks from a day on: nobody gives or gets more than ``pace`` a week; 0 is all at once.

    A later move never comes before an earlier one that has to make room for it, and none on a day on which the one who
    gets it is not there, as far as a year shows.
    """
    ordered = sound_order(moves, hours_before)
    if not ordered:
        return ()
    if pace <= 0:
        return (Batch(1, first, ordered),)
    weeks: list[list[ProposedMove]] = []
    busy: list[Counter[int]] = []
    gives: dict[int, int] = {}
    for move in ordered:
        giver = _giver(move)
        people = {move.to, giver} - {0}
        # Not before what makes room: the week of the last move out of this book so far.
        week = gives.get(move.to, 0)
        while _is_taken(busy, week, people, pace) or not _is_there(move.to, first, week, present):
            week += 1
        while week >= len(weeks):
            weeks.append([])
            busy.append(Counter())
        weeks[week].append(move)
        busy[week].update(people)
        gives[giver] = max(gives.get(giver, 0), week)
    filled = [(first + timedelta(days=WEEK * week), tuple(part)) for week, part in enumerate(weeks) if part]
    return tuple(Batch(number, day, part) for number, (day, part) in enumerate(filled, 1))


def _is_taken(busy: Sequence[Counter[int]], week: int, people: set[int], pace: int) -> bool:
    return week < len(busy) and any(busy[week][person] >= pace for person in people)


def _is_there(person: int, first: date, week: int, present: Present) -> bool:
    return week >= LONGEST or present(person, first + timedelta(days=WEEK * week))


def sound_order(moves: Sequence[ProposedMove], hours_before: Mapping[int, int]) -> tuple[ProposedMove, ...]:
    """An order in which nobody has more in between than before or after all moves, where that is possible.

    Needed moves come first, then those that free most hours for least disruption.
    """
    after = dict(hours_before)
    for move in moves:
        _make(after, move)
    most = {person: max(hours_before.get(person, 0), hours) for person, hours in after.items()}
    ranked = sorted(moves, key=_rank)
    found = _greedy(ranked, hours_before, most)
    if _is_sound(found, hours_before, most):
        return tuple(found)
    return tuple(_Search(ranked, hours_before, most).found() or found)


TRIES = 2_000
"""Steps of the search for a sound order where books give and take in turns."""


def _greedy(ranked: Sequence[ProposedMove], before: Mapping[int, int], most: Mapping[int, int]) -> list[ProposedMove]:
    """The best move that fits, again and again; where none fits, the one that overfills least."""
    load = dict(before)
    left = list(ranked)
    ordered: list[ProposedMove] = []
    while left:
        best = next((move for move in left if _fits(load, move, most)), None)
        if best is None:
            best = min(left, key=lambda one: load.get(one.to, 0) + one.hours - most[one.to])
        left.remove(best)
        _make(load, best)
        ordered.append(best)
    return ordered


DEPTH = 300
"""Most moves that are tried in turns; beyond that the order is good enough."""


class _Search:
    """Looks for a sound order by trying; what fits only at the right moment waits for it."""

    def __init__(self, ranked: Sequence[ProposedMove], before: Mapping[int, int], most: Mapping[int, int]) -> None:
        self.ranked = ranked
        self.before = before
        self.most = most
        self.tries = TRIES
        self.dead: set[frozenset[int]] = set()
        givers = {_giver(move) for move in ranked}
        # Room in a book that gives nothing is never short, so what goes there may go at once.
        self.free = [place for place, move in enumerate(ranked) if move.to not in givers]

    def found(self) -> list[ProposedMove] | None:
        """A sound order; None where none was found."""
        load = dict(self.before)
        for place in self.free:
            _make(load, self.ranked[place])
        rest = frozenset(range(len(self.ranked))) - frozenset(self.free)
        order = self._ordered(load, rest)
        return None if order is None else [self.ranked[place] for place in (*self.free, *order)]

    def _ordered(self, load: Mapping[int, int], left: frozenset[int]) -> list[int] | None:
        if not left:
            return []
        if left in self.dead or self.tries <= 0 or len(left) > DEPTH:
            return None
        self.tries -= 1
        for place in sorted(left):
            move = self.ranked[place]
            if not _fits(load, move, self.most):
                continue
            after = dict(load)
            _make(after, move)
            rest = self._ordered(after, left - {place})
            if rest is not None:
                return [place, *rest]
        self.dead.add(left)
        return None


def _is_sound(ordered: Sequence[ProposedMove], before: Mapping[int, int], most: Mapping[int, int]) -> bool:
    load = dict(before)
    for move in ordered:
        if not _fits(load, move, most):
            return False
        _make(load, move)
    return True


def _fits(load: Mapping[int, int], move: ProposedMove, most: Mapping[int, int]) -> bool:
    return load.get(move.to, 0) + move.hours <= most[move.to]


def _rank(move: ProposedMove) -> tuple[object, ...]:
    return (not move.forced, -move.hours / max(1, move.points), move.account, move.seat)


def _giver(move: ProposedMove) -> int:
    """Person id of who gives; 0 for nobody and for a pool."""
    return move.origin.person or 0 if move.origin is not None else 0


def _make(load: dict[int, int], move: ProposedMove) -> None:
    load[move.to] = load.get(move.to, 0) + move.hours
    if _giver(move) in load:
        load[_giver(move)] -= move.hours
