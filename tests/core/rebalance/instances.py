"""Problems drawn by chance, small enough to try every plan, or shaped like a team of any size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

from core.rebalance.evaluate import evaluate, faults
from core.rebalance.problem import NOBODY, Homes, Owner, Problem, Quota, Unit

BANDS = ((100, 100), (102, 900), (110, 500), (125, 1000))
"""(percent of capacity, thousandths of a point more per hundredth) of a giver."""
ROOM = ((95, 30_000), (102, 3_000), (110, 5_000), (125, 10_000))
"""The same of somebody who may take."""


def owner(number: int, capacity: int, fixed: int, *, gives: bool, takes: bool) -> Owner:
    """An owner with the usual bands."""
    bands = ROOM if takes else BANDS
    return Owner(
        id=number,
        capacity=capacity,
        fixed=fixed,
        bands=tuple((capacity * percent // 100, more) for percent, more in bands),
        gives=gives,
        takes=takes,
    )


def tiny(chance: Random) -> Problem:
    """Two to four owners and up to six units, with limits, caps, and units that need a home."""
    count = chance.randint(2, 4)
    chains = chance.random() < 0.3
    givers = count if chains else chance.randint(1, count - 1)
    owners = [
        owner(
            number,
            chance.choice((800, 1000, 1200)),
            chance.randint(0, 900),
            gives=number < givers,
            takes=chains or number >= givers,
        )
        for number in range(count)
    ]
    takers = [place for place, one in enumerate(owners) if one.takes]
    homes: list[Homes] = [
        tuple((place, chance.choice((0, 250, 500))) for place in takers if chance.random() < 0.8) for _ in range(3)
    ]
    units = [
        Unit(
            account=number,
            seat=chance.choice(("csm", "am")),
            weight=chance.choice((0, 37, 110, 250, 333, 480)),
            holder=chance.choice((*range(givers), *range(givers), NOBODY)),
            leave=chance.randint(1000, 9000),
            homes=chance.randrange(3),
            arr=chance.randint(0, 5),
        )
        for number in range(chance.randint(1, 6))
    ]
    quotas = {}
    if chance.random() < 0.3:
        quotas[chance.choice(takers), "csm"] = Quota(
            accounts=chance.choice((None, 0, 1, 2)), hours=chance.choice((None, 400)), arr=chance.choice((None, 4))
        )
    return Problem(
        owners=tuple(owners),
        units=tuple(units),
        homes=tuple(homes),
        quotas=quotas,
        max_moves=chance.choice((None, None, 0, 1, 2)),
        max_taken=chance.choice((None, None, None, 1, 2)),
    )


def every_plan(problem: Problem) -> Iterator[tuple[int, ...]]:
    """Every assignment that the homes allow, lawful or not."""
    choices = []
    for unit in problem.units:
        homes = {place for place, _ in problem.homes[unit.homes]}
        choices.append(sorted(homes | {unit.holder}))
    yield from product(*choices)


def optimum(problem: Problem) -> int:
    """The score of the best lawful plan, by trying all."""
    return min(evaluate(problem, plan).total for plan in every_plan(problem) if not faults(problem, plan))


def team(
    people: int, accounts: int, seed: int, *, eligible: float = 0.5, load: float = 0.92, kind: str = "rebalance"
) -> Problem:
    """A team as in the study: skewed hours, regions and skills, some books far over, by seed."""
    chance = Random(seed)
    capacity = [chance.choice((10_000, 10_000, 8_000, 6_000)) for _ in range(people)]
    regions = max(1, round(1 / eligible))
    weights = [max(5, round(100 * chance.lognormvariate(-0.9, 1.0))) for _ in range(accounts)]
    scale = load * sum(capacity) / sum(weights)
    weights = [max(1, round(weight * scale)) for weight in weights]
    region = [number % regions for number in range(people)]
    pull = [capacity[number] * chance.choice((0.7, 0.8, 0.9, 1.0, 1.1, 1.35)) for number in range(people)]
    areas = [chance.randrange(regions) for _ in range(accounts)]
    holders = []
    for area in areas:
        able = [number for number in range(people) if region[number] == area]
        holders.append(chance.choices(able, [pull[number] for number in able])[0])
    if kind == "leave":
        gone = max(range(people), key=lambda number: (pull[number], -number))
    held = [0] * people
    for weight, holder in zip(weights, holders, strict=True):
        held[holder] += weight
    gives = [held[number] * 100 > capacity[number] * 102 for number in range(people)]
    takes = [held[number] * 100 < capacity[number] * 95 for number in range(people)]
    if kind == "leave":
        gives[gone] = takes[gone] = False
    locked = [chance.random() < 0.12 for _ in range(accounts)]
    homes: dict[tuple[int, int], Homes] = {}
    order: dict[tuple[int, int], int] = {}
    units = []
    fixed = list(held)
    if kind == "leave":
        fixed[gone] = 0
    for number, (weight, holder) in enumerate(zip(weights, holders, strict=True)):
        needs = kind == "newbook" or (kind == "leave" and holder == gone)
        arr = chance.lognormvariate(0, 1.2)
        leave = round(
            1000
            * (
                1
                + 1.5 * arr**0.5
                + 1.5 * chance.random()
                + chance.choice((0, 0, 0.5, 1.5))
                + (6 if chance.random() < 0.2 else 0)
            )
        )
        skill = chance.randrange(4)
        if not needs and (not gives[holder] or locked[number]):
            continue
        key = (areas[number], skill)
        if key not in order:
            order[key] = len(order)
            homes[key] = tuple(
                (place, 250 * ((place + skill) % 4))
                for place in range(people)
                if region[place] == areas[number]
                and (kind == "newbook" or (takes[place] and not (kind == "leave" and place == gone)))
            )
        fixed[holder] -= weight if not (kind == "leave" and holder == gone) else 0
        units.append(
            Unit(
                account=number,
                seat="csm",
                weight=weight,
                holder=NOBODY if needs else holder,
                leave=leave,
                homes=order[key],
                arr=round(arr),
            )
        )
    owners = tuple(
        owner(number, capacity[number], fixed[number], gives=gives[number], takes=takes[number] or kind == "newbook")
        for number in range(people)
    )
    return Problem(owners=owners, units=tuple(units), homes=tuple(homes.values()))
