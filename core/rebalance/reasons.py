"""Why a move, in four sentences made from the data: who must give, why this account, why this person, what if not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.models.seating import Seating
from core.rebalance.aftermath import Aftermath
from core.rebalance.books import stays_for
from core.rebalance.engine import Solution
from core.rebalance.explain import WORDS
from core.rebalance.extraction import Extract
from core.rebalance.placement import Placement
from core.rebalance.problem import NOBODY
from core.rebalance.seated import Seated
from core.rebalance.takers import Takers
from core.rebalance.wish import Part
from core.wording import hours, listed, percent_of
from core.words import PersonStatus

STILL = (
    ("is locked", "locked"),
    ("is to stay", "told to stay"),
    ("changed hands", "moved lately"),
    ("changes hands", "changing hands already"),
    ("is given up", "being given up"),
    ("renews", "renewing soon"),
    ("has an open renewal", "in an open renewal"),
    ("is covered", "covered"),
    ("is being handed over", "being handed over"),
)
"""How a reason to stay begins, and the same in a word."""


_AFTER = " after all moves."
"""How the first sentence on who gives ends."""


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons of one move, each a sentence or two; empty where there is nothing to say."""

    giver: str
    """Why somebody must give."""
    account: str
    """Why this account, and what holds the others."""
    taker: str
    """Why this person, who else might, and what keeps the rest out."""
    otherwise: str
    """What if it stays."""

    @property
    def text(self) -> str:
        """The sentences that say something, in order."""
        return " ".join(part for part in (self.giver, self.account, self.taker, self.otherwise) if part)

    @property
    def short(self) -> str:
        """The first of them, short enough to be kept with a tenure."""
        head, mark, _ = self.giver.partition(_AFTER)
        return head + mark


class Told:
    """A solved problem, ready to say why."""

    def __init__(self, extract: Extract, solution: Solution, after: Mapping[int, int]) -> None:
        """``after`` is what everybody has once all is done, by person id."""
        self.extract = extract
        self.plan = Placement(extract.problem, solution.homes)
        self.after = after
        self._places = {owner.id: place for place, owner in enumerate(extract.problem.owners)}
        self._takers = Takers(extract.book, Seating.of(extract.book), extract.day)
        self._pooled = {member.person for pool in extract.book.pools.all() for member in pool.members}
        self._staying = self._cheapest_staying(solution)
        self._held = self._held_back()
        self._room = self._room_elsewhere()

    def reasons(self, place: int, home: int) -> Reasons:
        """Why a unit moves to an owner."""
        extract = self.extract
        seated = extract.seated[place]
        forced = extract.forced.get(seated.key)
        if (*seated.key, extract.problem.owners[home].id) in extract.wish.fixed:
            gets = f"{self._gets(home)}."
            return Reasons("It is accepted or pinned, and so it is made whatever it costs.", "", gets, "")
        taker = self._taker(place, home)
        if forced:
            return Reasons(_need(extract, seated, forced), "", taker, "")
        return Reasons(self._giver(seated), self._account(place, home), taker, self._otherwise(place, home))

    # Who gives, and what ------------------------------------------------------------------------------------

    def _giver(self, seated: Seated) -> str:
        person = _holder(seated)
        room, before, after = self.extract.capacities[person], self.extract.before[person], self.after[person]
        return (
            f"{self._name(person)} has {hours(before)} for {hours(room)}, and {hours(after)}{_AFTER} "
            f"Those who may take any of it have {hours(self._room.get(person, 0))} free."
        )

    def _room_elsewhere(self) -> dict[int, int]:
        """What those who may take anything of a book have free before all moves, hundredths, by person id."""
        problem, before = self.extract.problem, self.extract.before
        homes: dict[int, set[int]] = {}
        for unit in problem.units:
            if unit.holder != NOBODY:
                homes.setdefault(unit.holder, set()).update(home for home, _ in problem.homes[unit.homes])
        found = {}
        for giver, several in homes.items():
            lines = ((owner, owner.bands[0][0]) for home in several if (owner := problem.owners[home]).bands)
            found[problem.owners[giver].id] = sum(max(0, line - before[owner.id]) for owner, line in lines)
        return found

    def _account(self, place: int, home: int) -> str:
        unit = self.extract.problem.units[place]
        text = ""
        if unit.weight:
            each = self.plan.problem.cost(place, home) * 100 / unit.weight / 1000
            text = f"It frees {hours(unit.weight)} at {each:.2f} points an hour"
            stays = self._staying.get(unit.holder)
            text += f"; the cheapest account that stays costs {stays:.2f}." if stays is not None else "."
        held = self._held.get(_holder(self.extract.seated[place]))
        return f"{text} {held}".strip() if held else text

    def _held_back(self) -> dict[int, str]:
        """What else somebody has that may not move, as a sentence, by person id."""
        found: dict[int, Counter[str]] = {}
        for (number, seat), why in self.extract.still.items():
            holder = self.extract.holders.get((number, seat))
            if holder is not None:
                word = next((word for begin, word in STILL if why.startswith(begin)), "held back")
                found.setdefault(holder, Counter())[word] += 1
        return {
            person: f"Of the others, {listed(f'{count} {_be(count)} {word}' for word, count in counts.most_common())}."
            for person, counts in found.items()
        }

    def _otherwise(self, place: int, home: int) -> str:
        unit = self.extract.problem.units[place]
        person = self.extract.problem.owners[unit.holder].id
        load = self.after[person] + unit.weight
        if person in self._pooled:
            load = self._aftermath.hours_kept(place, home)
        return f"If it stays, {self._name(person)} has {percent_of(load, self.extract.capacities[person])}."

    @cached_property
    def _aftermath(self) -> Aftermath:
        units = self.extract.problem.units
        moved = [(at, to) for at, to in enumerate(self.plan.homes) if to not in (NOBODY, units[at].holder)]
        return Aftermath(self.extract, moved)

    # Who gets it --------------------------------------------------------------------------------------------

    def _taker(self, place: int, home: int) -> str:
        extract, text = self.extract, self._gets(home)
        if extract.wish.part is Part.OVER and extract.wish.among:
            return f"{text}; nobody else takes: the book is made for {self._name(extract.problem.owners[home].id)}."
        others = self._others(place, home)
        if others:
            more, other = others[0]
            free = self._free(other)
            costs = "at the same cost" if more == 0 else f"at {more / 1000:+.2f} points"
            rest = f", and {len(others) - 1} more" if len(others) > 1 else ""
            name = self._name(extract.problem.owners[other].id)
            text += f"; it would also fit {name} {costs} ({hours(free)} left){rest}."
        else:
            text += "; nobody else who may take it has room."
        kept_out = self._kept_out(place, home, {other for _, other in others})
        return f"{text} {kept_out}" if kept_out else text

    def _gets(self, home: int) -> str:
        """What an owner has before and after, as the beginning of a sentence."""
        extract = self.extract
        person = extract.problem.owners[home].id
        room, before, after = extract.capacities[person], extract.before[person], self.after[person]
        return f"{self._name(person)} goes from {percent_of(before, room)} to {percent_of(after, room)}"

    def _others(self, place: int, home: int) -> list[tuple[int, int]]:
        """Who else has room for a unit once all is done, by place, with what it would cost more; the best first."""
        problem = self.extract.problem
        unit, own = problem.units[place], problem.cost(place, home)
        return sorted(
            (problem.cost(place, other) - own, other)
            for other, _ in problem.homes[unit.homes]
            if other not in (home, unit.holder)
            and self._free(other) >= unit.weight
            and self.plan.has_quota(place, other)
        )

    def _free(self, home: int) -> int:
        """Hundredths that an owner may still get after all moves."""
        owner = self.extract.problem.owners[home]
        return owner.bands[0][0] - self.after[owner.id] if owner.bands else 0

    def _kept_out(self, place: int, home: int, others: set[int]) -> str:
        """Which rules keep the rest of the team from a seat, as a sentence."""
        problem, seated = self.extract.problem, self.extract.seated[place]
        has = seated.holder.person if seated.holder is not None else None
        taken = {problem.owners[one].id for one in (home, *others)} | {has}
        rest = [
            WORDS.get(code, code.value) if code is not None else self._not_asked(place, person)
            for person, code in self._takers.kept_out(seated.members)
            if person not in taken
        ]
        counts = Counter(word for word in rest if word)
        full = rest.count("")
        parts = [f"{full} {'has' if full == 1 else 'have'} no room"] if full else []
        if counts:
            (what, number), *more = counts.most_common()
            first = f"{number} {_be(number)} kept out by {what}"
            parts.append(listed([first, *(f"{number} by {what}" for what, number in more)]))
        return f"Of the rest, {'; '.join(parts)}." if parts else ""

    def _not_asked(self, place: int, person: int) -> str:
        """Why somebody whom no rule of the seat keeps from it is not asked, in a word; empty for want of room."""
        extract, unit = self.extract, self.extract.problem.units[place]
        wish, who = extract.wish, extract.book.people[person]
        if wish.among and person not in wish.among:
            return "not being named"
        if not stays_for(extract.book, who, extract.day, wish.until):
            gone = who.ends if wish.until is None or (who.ends is not None and who.ends < wish.until) else None
            return "leaving" if gone is not None and who.status is not PersonStatus.VACANCY else "absence"
        if (*unit.key, person) in wish.refused:
            return "a refusal"
        home = self._places.get(person)
        fits = home is not None and home in extract.problem.fits[unit.homes]
        return "a limit" if fits and home is not None and self._free(home) >= unit.weight else ""

    # Looking up ---------------------------------------------------------------------------------------------

    def _name(self, person: int) -> str:
        return self.extract.book.people[person].name

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


def _be(count: int) -> str:
    return "is" if count == 1 else "are"


def _holder(seated: Seated) -> int:
    assert seated.holder is not None
    assert seated.holder.person is not None
    return seated.holder.person


def _need(extract: Extract, seated: Seated, forced: str) -> str:
    """Why a seat needs somebody, as a sentence."""
    if seated.key in extract.wish.spread:
        return "It is one of the accounts to spread."
    head = "Another holder is needed" if extract.wish.until is None else "Somebody has to stand in"
    return f"{head}: {forced}."
