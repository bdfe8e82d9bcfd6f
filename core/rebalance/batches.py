"""Moves in an order in which every first part is sound, cut into weeks at a pace people can keep."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.rebalance.proposal import ProposedMove

WEEK = 7
"""Days between two batches."""


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
    moves: Sequence[ProposedMove], hours_before: Mapping[int, int], first: date, pace: int = 0
) -> tuple[Batch, ...]:
    """The moves cut into weeks from a day on: nobody gives or gets more than ``pace`` a week; 0 is all at once.

    A later move never comes before an earlier one that has to make room for it.
    """
    ordered = sound_order(moves, hours_before)
    if not ordered:
        return ()
    if pace <= 0:
        return (Batch(1, first, ordered),)
    weeks: list[list[ProposedMove]] = []
    busy: list[Counter[int]] = []
    for move in ordered:
        people = {move.to} | ({move.origin.person} if move.origin and move.origin.person else set())
        week = 0
        while week < len(weeks) and any(busy[week][person] >= pace for person in people):
            week += 1
        if week == len(weeks):
            weeks.append([])
            busy.append(Counter())
        weeks[week].append(move)
        busy[week].update(people)
    return tuple(
        Batch(number, first + timedelta(days=WEEK * (number - 1)), tuple(part)) for number, part in enumerate(weeks, 1)
    )


def sound_order(moves: Sequence[ProposedMove], hours_before: Mapping[int, int]) -> tuple[ProposedMove, ...]:
    """An order in which nobody has more in between than before or after all moves, where that is possible.

    Needed moves come first, then those that free most hours for least disruption.
    """
    load = dict(hours_before)
    after = dict(load)
    for move in moves:
        _make(after, move)
    most = {person: max(load.get(person, 0), after[person]) for person in after}
    left = sorted(moves, key=_rank)
    ordered: list[ProposedMove] = []
    while left:
        fitting = [move for move in left if load.get(move.to, 0) + move.hours <= most[move.to]]
        best = fitting[0] if fitting else min(left, key=lambda one: load.get(one.to, 0) + one.hours - most[one.to])
        left.remove(best)
        _make(load, best)
        ordered.append(best)
    return tuple(ordered)


def _rank(move: ProposedMove) -> tuple[object, ...]:
    return (not move.forced, -move.hours / max(1, move.points), move.account, move.seat)


def _make(load: dict[int, int], move: ProposedMove) -> None:
    load[move.to] = load.get(move.to, 0) + move.hours
    if move.origin is not None and move.origin.person in load:
        load[move.origin.person] -= move.hours
