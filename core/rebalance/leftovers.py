"""Who is still over once all moves are made, and what stands in the way of more."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.load.capacity import is_client
from core.models.seating import Seating
from core.rebalance.extraction import Extract
from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY
from core.rebalance.proposal import Proposal
from core.rebalance.reasons import STILL
from core.rebalance.takers import Takers
from core.wording import counted, hours, listed
from core.words import PersonStatus


@dataclass(frozen=True, slots=True)
class Leftover:
    """Somebody who stays over."""

    person: int
    """Person id."""
    over: int
    """Hundredths of an hour beyond what counts as full."""
    says: str
    """Who, by how much, and why not less, as a sentence."""


def leftovers(proposal: Proposal) -> tuple[Leftover, ...]:
    """Everybody who is over after all moves, the most over first; none where all is mended."""
    asked = _Leftovers(proposal)
    extract = proposal.extract
    found = []
    for person, after in proposal.hours_after.items():
        full = extract.lasting[person] * extract.wish.target // 100
        if after * 100 > full * extract.book.policy.over_above and _is_here(extract, person):
            over = after - full
            name = extract.book.people[person].name
            says = f"{name} stays {hours(over)} over: {asked.because(person)}."
            found.append(Leftover(person, over, says))
    return tuple(sorted(found, key=lambda one: (-one.over, one.person)))


def _is_here(extract: Extract, number: int) -> bool:
    """Whether somebody works on the day and goes on doing so: hours of an open position are nobody's burden yet."""
    person = extract.book.people[number]
    staying = number not in extract.wish.leaving and person.status is not PersonStatus.VACANCY
    return staying and person.present_on(extract.day)


class _Leftovers:
    """A proposal with what its sentences look up."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal
        self.extract: Extract = proposal.extract
        self.problem = proposal.extract.problem
        self.plan = Placement(self.problem, proposal.solution.homes)
        self.owners = {owner.id: place for place, owner in enumerate(self.problem.owners)}

    def because(self, person: int) -> str:
        """Why nothing more leaves a book."""
        units = [place for place, unit in enumerate(self.problem.units) if self._stays(place, person)]
        if not any(self.problem.units[place].weight for place in units):
            return self._held(person)
        able = [place for place in units if self.problem.homes[self.problem.units[place].homes]]
        if not able:
            return self._nobody(units)
        most = self.problem.max_moves
        if most is not None and self.plan.moves >= most:
            return f"no more than {counted(self.extract.wish.max_moves or 0, 'move')} may be made"
        return self._no_room(able)

    def _stays(self, place: int, person: int) -> bool:
        home = self.plan.homes[place]
        holder = self.extract.seated[place].holder
        mine = holder is not None and holder.person == person
        return mine and home in (NOBODY, self.owners.get(person, NOBODY))

    def _held(self, person: int) -> str:
        """Nothing in the book may move."""
        counts: Counter[str] = Counter()
        for key, why in self.extract.still.items():
            if self.extract.holders.get(key) == person:
                counts[next((word for begin, word in STILL if why.startswith(begin)), "held back")] += 1
        if not counts:
            return self._not_seats(person)
        told = listed(f"{number} {'is' if number == 1 else 'are'} {word}" for word, number in counts.most_common())
        return f"of what is left {told}"

    def _not_seats(self, person: int) -> str:
        """The hours are not those of seats that somebody else could get."""
        pooled = self.extract.ledger.person(person).pool_hours
        if pooled:
            return f"{hours(pooled)} of it come from pools, which a rebalance leaves alone"
        if person not in self.extract.holders.values():
            return "nothing there is held for good"
        return "no account there weighs anything that could go"

    def _nobody(self, units: list[int]) -> str:
        """Nobody takes anything of the book: there is nobody, nobody may, or who may is full."""
        book = self.extract.book
        others = [one for one in book.people.all() if not one.archived and is_client(book, one)]
        if len(others) < 2:
            return "there is nobody else"
        takers = Takers(book, Seating.of(book), self.extract.day)
        may = {
            one
            for place in units
            for one, _ in takers.of(self.extract.seated[place].members)
            if one != self._holder(place)
        }
        if not may:
            return "the rules of the plan allow nobody else there"
        return "everybody who may take anything there is full"

    def _no_room(self, able: list[int]) -> str:
        """Somebody would take more, but not enough fits."""
        lightest = min(able, key=lambda place: (self.problem.units[place].weight, place))
        unit, name = self.problem.units[lightest], self.extract.seated[lightest].account.name
        homes = [home for home, _ in self.problem.homes[unit.homes]]
        most = max(self._free(home) for home in homes)
        if not any(self.plan.has_quota(lightest, home) for home in homes):
            return "whoever might take more has reached a limit"
        if most < 10:
            return "everybody who may take more is full"
        if most < unit.weight:
            left = hours(most)
            return f"the lightest account there, {name}, is {hours(unit.weight)}, and nobody has more than {left} left"
        return "to move more would cost more than it helps"

    def _free(self, home: int) -> int:
        owner = self.problem.owners[home]
        return (owner.bands[0][0] if owner.bands else owner.capacity) - self.proposal.hours_after[owner.id]

    def _holder(self, place: int) -> int | None:
        holder = self.extract.seated[place].holder
        return holder.person if holder is not None else None
