"""Why a move, in four sentences made from the data: who must give, why this account, why this person, what if not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.load.capacity import is_client
from core.models.eligibility import NoCode
from core.models.seating import Seating
from core.rebalance.engine import Solution
from core.rebalance.extraction import Extract, Seated, stays_for
from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY
from core.rebalance.takers import Takers
from core.wording import counted, hours, listed, percent_of
from core.words import HolderKind

_WORDS = {
    NoCode.ROLE: "the role",
    NoCode.PEOPLE: "the people of the plan line",
    NoCode.SEGMENT: "the segment",
    NoCode.REGION: "the region",
    NoCode.LANGUAGE: "the language",
    NoCode.SKILL: "the skills",
    NoCode.INDUSTRY: "the industry",
    NoCode.NOT_FOR: "a mark not to assign",
}
"""What keeps people from a seat, in a word."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of one move, each a sentence; empty where there is nothing to say."""

    giver: str
    """Why somebody must give."""
    account: str
    """Why this account."""
    taker: str
    """Why this person, and who else might."""
    otherwise: str
    """What if it stays."""

    @property
    def text(self) -> str:
        """The sentences that say something, in order."""
        return " ".join(part for part in (self.giver, self.account, self.taker, self.otherwise) if part)


class Told:
    """A solved problem, ready to say why."""

    def __init__(self, extract: Extract, solution: Solution, after: Mapping[int, int]) -> None:
        """``after`` is what everybody has once all is done, by person id."""
        self.extract = extract
        self.plan = Placement(extract.problem, solution.homes)
        self.after = after
        self._staying = self._cheapest_staying(solution)

    def reasons(self, place: int, home: int) -> Reasons:
        """Why a unit moves to an owner."""
        extract = self.extract
        seated = extract.seated[place]
        forced = extract.forced.get(seated.key)
        taker = self._taker(place, home)
        if (*seated.key, extract.problem.owners[home].id) in extract.wish.fixed:
            return Reasons("It is accepted or pinned, and so it is made whatever it costs.", "", taker, "")
        if forced:
            return Reasons(_need(extract, seated, forced), "", taker, "")
        return Reasons(self._giver(seated), self._account(place, home), taker, self._otherwise(place))

    def _giver(self, seated: Seated) -> str:
        person = self._holder(seated)
        room, before, after = self.extract.capacities[person], self.extract.before[person], self.after[person]
        name = self.extract.book.people[person].name
        return f"{name} has {hours(before)} for {hours(room)}, and {hours(after)} after all moves."

    def _account(self, place: int, home: int) -> str:
        unit = self.extract.problem.units[place]
        if unit.weight == 0:
            return ""
        each = self.plan.problem.cost(place, home) * 100 / unit.weight / 1000
        text = f"It frees {hours(unit.weight)} at {each:.2f} points an hour"
        stays = self._staying.get(unit.holder)
        return f"{text}; the cheapest account that stays costs {stays:.2f}." if stays is not None else f"{text}."

    def _taker(self, place: int, home: int) -> str:
        extract, problem = self.extract, self.extract.problem
        person = problem.owners[home].id
        name, room = extract.book.people[person].name, extract.capacities[person]
        before, after = extract.before[person], self.after[person]
        text = f"{name} goes from {percent_of(before, room)} to {percent_of(after, room)}"
        unit = problem.units[place]
        own = problem.cost(place, home)
        others = sorted(
            (problem.cost(place, other) - own, other)
            for other, _ in problem.homes[unit.homes]
            if other not in (home, unit.holder) and self._has_room(other, unit.weight)
        )
        if not others:
            return f"{text}; nobody else who may take it has room."
        more, other = others[0]
        name = extract.book.people[problem.owners[other].id].name
        costs = "at the same cost" if more == 0 else f"at {more / 1000:+.2f} points"
        rest = f" and {len(others) - 1} more" if len(others) > 1 else ""
        return f"{text}; it would also fit {name} {costs}{rest}."

    def _otherwise(self, place: int) -> str:
        unit = self.extract.problem.units[place]
        owner = self.extract.problem.owners[unit.holder]
        load = self.plan.loads[unit.holder] + unit.weight
        name = self.extract.book.people[owner.id].name
        return f"If it stays, {name} has {percent_of(load, self.extract.capacities[owner.id])}."

    def _has_room(self, home: int, weight: int) -> bool:
        owner, load = self.extract.problem.owners[home], self.plan.loads[home]
        return owner.penalty(load + weight) == owner.penalty(load)

    def _holder(self, seated: Seated) -> int:
        assert seated.holder is not None
        assert seated.holder.person is not None
        return seated.holder.person

    def _cheapest_staying(self, solution: Solution) -> dict[int, float]:
        """The least that an hour costs of the units that might have left each book and stay, points."""
        problem = self.extract.problem
        found: dict[int, float] = {}
        for unit, home in zip(problem.units, solution.homes, strict=True):
            if home == NOBODY or home != unit.holder or not unit.weight or not problem.homes[unit.homes]:
                continue
            least = unit.leave + min(fit for _, fit in problem.homes[unit.homes])
            each = least * 100 / unit.weight / 1000
            found[home] = min(found.get(home, each), each)
        return found


def _need(extract: Extract, seated: Seated, forced: str) -> str:
    """Why a seat needs somebody, as a sentence."""
    if seated.key in extract.wish.spread:
        return "It is one of the accounts to spread."
    head = "Another holder is needed" if extract.wish.until is None else "Somebody has to stand in"
    return f"{head}: {forced}."


def blocked_because(extract: Extract, seated: Seated) -> str:
    """Why a seat that needs a holder can have none, counted over everybody who might, and what would change it."""
    book = extract.book
    takers = Takers(book, Seating.of(book), extract.day)
    counts: Counter[str] = Counter()
    full: list[str] = []
    for person in book.people.all():
        if person.archived or not is_client(book, person):
            continue
        if seated.holder is not None and seated.holder.kind is HolderKind.PERSON and person.id == seated.holder.person:
            continue
        if extract.wish.among and person.id not in extract.wish.among:
            counts["not being named"] += 1
            continue
        if not person.present_on(extract.day) or not stays_for(book, person, extract.day, extract.wish.until):
            counts["absence"] += 1
            continue
        codes = {no.code for pair in seated.members for no in takers.nos(*pair, person)}
        if not codes:
            full.append(person.name)
        for code in codes:
            counts[_WORDS.get(code, code.value)] += 1
    name = f"{seated.account.name}, {seated.seat.title}"
    need = extract.forced.get(seated.key, "")
    head = f"{name} needs another holder ({need})" if need and need != "nobody holds it" else f"{name} needs a holder"
    if full:
        return f"{head}; {listed(full)} may take it, but {'has' if len(full) == 1 else 'have'} too much or a limit."
    told = listed(f"{what} against {counted(number, 'person')}" for what, number in counts.most_common())
    return f"{head}, and nobody may take it: {told or 'nobody is there'}. Change roles or the plan, or hire."
