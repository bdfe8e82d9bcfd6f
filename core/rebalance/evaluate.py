"""What a proposal costs and whether it keeps the rules, worked out anew from the problem alone.

Shares no arithmetic with the engine: tests and benchmarks hold the engine to what stands here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.rebalance.charges import PARTS, Charge
from core.rebalance.problem import NOBODY, UNPLACED, UNPLACED_HOUR, Problem, Quota, Unit


@dataclass(frozen=True, slots=True)
class Score:
    """The parts of what a plan costs; points in thousandths."""

    overload: int
    """Price of the hours beyond the lines of all books."""
    disruption: int
    """Price of the moves."""
    unplaced: int
    """Price of the units that have no home."""
    chosen: int
    """Moves away from somebody who might have kept the unit."""
    needed: int
    """Units that got the home they needed."""
    without: int
    """Units that have none."""

    @property
    def total(self) -> int:
        """All of it: what a bound is compared with."""
        return self.overload + self.disruption + self.unplaced


def evaluate(problem: Problem, homes: Sequence[int]) -> Score:
    """The score of an assignment."""
    hours = {place: owner.fixed for place, owner in enumerate(problem.owners)}
    disruption = lost = chosen = needed = without = 0
    for unit, home in zip(problem.units, homes, strict=True):
        if home == NOBODY:
            lost += UNPLACED + UNPLACED_HOUR * unit.weight
            without += 1
            continue
        hours[home] += unit.weight
        if home == unit.holder:
            continue
        chosen += unit.holder != NOBODY
        needed += unit.holder == NOBODY
        disruption += unit.leave + next(fit for place, fit in problem.homes[unit.homes] if place == home)
    overload = 0
    for place, owner in enumerate(problem.owners):
        for line, more in owner.bands:
            overload += max(0, hours[place] - line) * more
    return Score(overload, disruption, lost, chosen, needed, without)


def faults(problem: Problem, homes: Sequence[int]) -> list[str]:
    """Every rule that an assignment breaks; none for a lawful one."""
    found = []
    got: dict[int, int] = {}
    came: dict[tuple[int, str], list[int]] = {}
    moves = 0
    for place, (unit, home) in enumerate(zip(problem.units, homes, strict=True)):
        if home == unit.holder:
            continue
        if home == NOBODY:
            found.append(f"unit {place} lost its home")
            continue
        moves += unit.holder != NOBODY
        got[home] = got.get(home, 0) + 1
        if home not in [one for one, _ in problem.homes[unit.homes]]:
            found.append(f"unit {place} may not be with owner {home}")
        sums = came.setdefault((home, unit.seat), [0, 0, 0, 0])
        for index, amount in enumerate((unit.accounts, unit.weight, unit.arr, int(unit.accounts > 0))):
            sums[index] += amount
    if problem.max_moves is not None and moves > problem.max_moves:
        found.append(f"{moves} moves")
    most = problem.max_taken
    found += [f"owner {home} gets {count}" for home, count in got.items() if most is not None and count > most]
    for key, sums in came.items():
        quota = problem.quotas.get(key, Quota())
        limits = (quota.accounts, quota.hours, quota.arr, quota.families)
        found += [
            f"{key} over its limit"
            for limit, had in zip(limits, sums, strict=True)
            if had > (had if limit is None else limit)
        ]
    return found


def proven(problem: Problem, prices: Sequence[int], charges: Sequence[Charge] = ()) -> int:
    """The floor that prices of the units and of what limits count prove, by trying every sum of hours of every book.

    Slow and simple: for each owner the least of (costs beyond the prices + price of the load) over all sets of units.
    """
    total = sum(prices)
    for charge in charges:
        total -= -(-_limit(problem, charge) * charge.price // PARTS)
    for place, owner in enumerate(problem.owners):
        least = {owner.fixed: 0}
        for unit, price in zip(problem.units, prices, strict=True):
            if unit.holder == place:
                cost = -price
            else:
                fit = dict(problem.homes[unit.homes]).get(place)
                if fit is None:
                    continue
                cost = unit.leave + fit - price + sum(_charged(unit, place, charge) for charge in charges)
            for load, paid in sorted(least.items(), reverse=True):
                after = load + unit.weight
                if paid + cost < least.get(after, paid + cost + 1):
                    least[after] = paid + cost
        most = _most_load(problem, place)
        total += min(
            paid + sum(max(0, load - line) * more for line, more in owner.bands)
            for load, paid in least.items()
            if load <= most
        )
    # A unit without a home costs what it costs: its price may not be higher.
    for unit, price in zip(problem.units, prices, strict=True):
        if unit.holder == NOBODY:
            total += min(0, UNPLACED + UNPLACED_HOUR * unit.weight - price)
    return max(0, total)


def _most_load(problem: Problem, place: int) -> int:
    """The hours of a book that keeps all it has and takes as much of each seat as it may."""
    seats = {unit.seat for unit in problem.units}
    load = problem.owners[place].fixed + sum(unit.weight for unit in problem.units if unit.holder == place)
    for seat in seats:
        weights = [unit.weight for unit in problem.units if unit.holder != place and unit.seat == seat]
        limit = problem.quotas.get((place, seat), Quota()).hours
        load += sum(weights) if limit is None else min(limit, sum(weights))
    return load


def _limit(problem: Problem, charge: Charge) -> int:
    """What a charge is for: only a limit that there is, and only a price above 0, proves anything."""
    quota = problem.quotas.get((charge.owner, charge.seat), Quota())
    limits = {
        "accounts": quota.accounts,
        "hours": quota.hours,
        "arr": quota.arr,
        "families": quota.families,
        "taken": problem.max_taken if charge.owner != NOBODY else None,
        "moves": problem.max_moves if charge.owner == NOBODY else None,
    }
    limit = limits[charge.what]
    if limit is None or charge.price < 0:
        message = f"no limit on {charge.what}"
        raise ValueError(message)
    return limit


def _charged(unit: Unit, home: int, charge: Charge) -> int:
    if charge.owner not in (NOBODY, home) or charge.seat not in ("", unit.seat):
        return 0
    counted = {
        "accounts": unit.accounts,
        "hours": unit.weight,
        "arr": unit.arr,
        "families": int(unit.accounts > 0),
        "taken": 1,
        "moves": int(unit.holder != NOBODY),
    }
    return counted[charge.what] * charge.price // PARTS
