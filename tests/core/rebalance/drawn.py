"""Teams of any size drawn by chance as problems, shaped like the ones a manager has: few large accounts, many small.

Hours are log-normal with the largest some ninety times the middle one; 30 to 45 percent of the people are over, by 6 to
13 percent of all hours; 12 percent of the accounts are locked. Regions and skills say who may take what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from statistics import median
from typing import Literal

from core.rebalance.problem import NOBODY, Homes, Owner, Problem, Unit

Kind = Literal["rebalance", "leave", "newbook", "switch"]
"""What is asked: mend overload; that and a leaver's book; a home for every account; new roles by stage."""

Profile = Literal["fewest", "balanced", "protect"]
"""How ARR counts in what a move costs: not at all, by its root, in proportion."""

LINES = ((100, 100), (102, 900), (110, 500), (125, 1000))
"""Prices of overload: from these percents of capacity on, thousandths of a point per hundredth more."""

FILLED = ((0, 30_000), (102, 3_000), (110, 5_000), (125, 10_000))
"""The same for somebody with room, from what books are filled to."""

REGIONS = 4
SKILLS = 3
STAGES = (0.2, 0.5, 0.3)
"""Parts of the hours that each stage of the journey has; after a switch each stage has its own role."""

SEGMENTS = 3
MISFIT = 1000
"""Most thousandths of a point for what does not fit, drawn for each kind of account and person."""


@dataclass(frozen=True, slots=True)
class Case:
    """What to draw."""

    people: int
    """Number of people."""
    accounts: int
    """Number of accounts."""
    kind: Kind = "rebalance"
    """What is asked."""
    eligible: float = 0.5
    """Part of the pairs of account and person that are allowed, about."""
    load: float = 0.92
    """Hours over capacity of the whole team."""
    fill: int = 95
    """Percent of capacity that a rebalance fills books to."""
    profile: Profile = "balanced"
    """How ARR counts."""
    chains: bool = False
    """Whether everybody may give and take."""

    def problem(self, seed: int) -> Problem:
        """The problem with this seed."""
        return _Drawing(self, seed).problem()


@dataclass(frozen=True, slots=True)
class Team:
    """Figures of a drawn team, to hold it against what was asked."""

    load: float
    """Hours over capacity."""
    over: float
    """Part of all hours that are over."""
    people_over: float
    """Part of the people who are over."""
    eligible: float
    """Part of the pairs that are allowed."""


class _Drawing:
    def __init__(self, case: Case, seed: int) -> None:
        self.case = case
        chance = self.chance = Random(seed * 1_000 + case.people)
        everybody = range(case.people)
        self.capacity = [chance.choice((12_000, 12_000, 12_000, 9_600, 7_200)) for _ in everybody]
        part = case.eligible**0.5
        self.regions = [self._some(REGIONS, number, part) for number in everybody]
        self.skills = [self._some(SKILLS, number // REGIONS, part) for number in everybody]
        self.stage = [self._one(STAGES) for _ in range(case.accounts)]
        self.classes = [(chance.randrange(REGIONS), chance.randrange(SKILLS)) for _ in range(case.accounts)]
        self.segments = [chance.randrange(SEGMENTS) for _ in range(case.accounts)]
        hours = [chance.lognormvariate(0, 1.25) for _ in range(case.accounts)]
        scale = case.load * sum(self.capacity) / sum(hours)
        self.weights = [max(1, round(hour * scale)) for hour in hours]
        self.able: dict[tuple[int, int], list[int]] = {
            (region, skill): [n for n in everybody if region in self.regions[n] and skill in self.skills[n]]
            for region in range(REGIONS)
            for skill in range(SKILLS)
        }
        self.roles = self._roles()
        self.holders = self._held()
        self.load = [0] * case.people
        for weight, holder in zip(self.weights, self.holders, strict=True):
            self.load[holder] += weight
        self.fits = {
            (*key, segment, number): MISFIT * chance.randrange(21) // 20
            for key in sorted(self.able)
            for segment in range(SEGMENTS)
            for number in everybody
        }

    def team(self) -> Team:
        """What was drawn."""
        room, hours = sum(self.capacity), sum(self.load)
        over = [max(0, load - most) for load, most in zip(self.load, self.capacity, strict=True)]
        pairs = sum(len(self.able[key]) for key in self.classes)
        return Team(
            load=hours / room,
            over=sum(over) / hours,
            people_over=sum(amount > 0 for amount in over) / len(over),
            eligible=pairs / (len(self.classes) * len(self.load)),
        )

    def problem(self) -> Problem:
        """The problem."""
        case = self.case
        gone = {max(range(case.people), key=lambda one: (self.capacity[one], -one))} if case.kind == "leave" else set()
        gives, takes = self._roles_in_it(gone)
        leave = self._leave()
        fixed = list(self.load)
        sets: dict[Homes, int] = {}
        units = []
        for number, weight in enumerate(self.weights):
            holder = self.holders[number]
            needs = case.kind == "newbook" or holder in gone or not self._may_hold(number, holder)
            locked = self.chance.random() < 0.12
            if not needs and (locked or not gives[holder]):
                continue
            fixed[holder] -= weight
            homes = tuple(
                (person, self.fits[(*self.classes[number], self.segments[number], person)])
                for person in self._able(number)
                if takes[person]
            )
            units.append(
                Unit(
                    account=number,
                    seat="csm",
                    weight=weight,
                    holder=NOBODY if needs else holder,
                    leave=0 if needs else leave[number],
                    homes=sets.setdefault(homes, len(sets)),
                    arr=weight,
                )
            )
        owners = tuple(self._owner(n, fixed[n], gives[n], takes[n]) for n in range(case.people))
        return Problem(owners=owners, units=tuple(units), homes=tuple(sets))

    def _some(self, count: int, first: int, part: float) -> set[int]:
        """One for sure, the others so that this part of all is had on average."""
        chance = (part * count - 1) / (count - 1)
        return {first % count} | {one for one in range(count) if self.chance.random() < chance}

    def _one(self, parts: tuple[float, ...]) -> int:
        return self.chance.choices(range(len(parts)), parts)[0]

    def _roles(self) -> list[int]:
        """The stage that each person works in after a switch, so that the hours of each stage find their people."""
        left = [0.0] * len(STAGES)
        for weight, stage in zip(self.weights, self.stage, strict=True):
            left[stage] += weight
        roles = []
        for capacity in self.capacity:
            roles.append(max(range(len(left)), key=lambda one: left[one]))
            left[roles[-1]] -= capacity * self.case.load
        return roles

    def _able(self, number: int) -> list[int]:
        """Who may have an account; where no one has all it asks for, whoever has the role."""
        able = [person for person in self.able[self.classes[number]] if self._may_hold(number, person)]
        return able or [person for person in range(self.case.people) if self._may_hold(number, person)]

    def _held(self) -> list[int]:
        """Who has each account: books are aimed at very different loads, large accounts first."""
        chance, case = self.chance, self.case
        aims = [chance.uniform(1.05, 1.45) if n % 5 < 2 else chance.uniform(0.5, 0.95) for n in range(case.people)]
        scale = case.load * sum(self.capacity) / sum(a * c for a, c in zip(aims, self.capacity, strict=True))
        left = [scale * aim * capacity for aim, capacity in zip(aims, self.capacity, strict=True)]
        holders = [0] * case.accounts
        for number in sorted(range(case.accounts), key=lambda one: (-self.weights[one], one)):
            able = self.able[self.classes[number]]
            holder = chance.choices(able, [max(1.0, left[one]) ** 2 for one in able])[0]
            left[holder] -= self.weights[number]
            holders[number] = holder
        return holders

    def _roles_in_it(self, gone: set[int]) -> tuple[list[bool], list[bool]]:
        """Who gives and who takes."""
        case = self.case
        percent = [load * 100 / most for load, most in zip(self.load, self.capacity, strict=True)]
        if case.kind in ("newbook", "switch"):
            return [case.kind == "switch"] * case.people, [True] * case.people
        if case.chains:
            return [n not in gone for n in range(case.people)], [n not in gone for n in range(case.people)]
        return (
            [one > 102 and n not in gone for n, one in enumerate(percent)],
            [one < case.fill and n not in gone for n, one in enumerate(percent)],
        )

    def _may_hold(self, number: int, person: int) -> bool:
        return self.case.kind != "switch" or self.roles[person] == self.stage[number]

    def _leave(self) -> list[int]:
        """What a move of each account costs, thousandths of a point."""
        chance = self.chance
        arr = [weight**0.8 * chance.lognormvariate(0, 0.7) for weight in self.weights]
        middle = median(arr)
        size: Mapping[Profile, list[float]] = {
            "fewest": [0.0 for _ in arr],
            "balanced": [1.5 * (one / middle) ** 0.5 for one in arr],
            "protect": [one / middle for one in arr],
        }
        return [
            round(1000 * (1 + own + 1.5 * chance.random() + chance.choice((0, 0, 0.5, 1.5)) + self._phase()))
            for own in size[self.case.profile]
        ]

    def _phase(self) -> float:
        return 6.0 if self.chance.random() < 0.2 else 1.0 if self.chance.random() < 0.12 else 0.0

    def _owner(self, number: int, fixed: int, gives: bool, takes: bool) -> Owner:
        full = self.capacity[number]
        lines: tuple[tuple[int, int], ...] = LINES
        if takes and self.case.fill < 100:
            lines = tuple((max(self.case.fill, percent), more) for percent, more in FILLED)
        bands = tuple((full * percent // 100, more) for percent, more in lines)
        return Owner(number, full, fixed, bands, gives, takes)


def team_of(case: Case, seed: int) -> Team:
    """What a drawn team looks like."""
    return _Drawing(case, seed).team()
