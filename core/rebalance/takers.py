"""Who may take which seats, asked once for all accounts that are alike; what does not fit is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.load.capacity import is_client
from core.models.eligibility import No, NoCode, why_not
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.people import Person
from core.rebalance.disruption import MISFIT
from core.seats import person_holder
from core.text import fold
from core.words import MatchOn

_PASSING = frozenset({NoCode.AWAY, NoCode.NOT_STARTED, NoCode.LIMIT})
"""Reasons that pass by themselves: they make nobody's seat forced."""

Offers = tuple[tuple[int, int], ...]
"""People by id, each with thousandths of a point for what does not fit."""


class Takers:
    """The people of one book on a day, and the seats they may take."""

    def __init__(self, book: Book, seating: Seating, day: date) -> None:
        """Nothing is asked yet."""
        self.book = book
        self.seating = seating
        self.day = day
        self.people = [person for person in book.people.all() if is_client(book, person) and person.present_on(day)]
        self._bare: dict[int, AskedSeat] = {}
        self._seats: dict[int, AskedSeat] = {}
        self._allowed: dict[tuple[object, ...], frozenset[int]] = {}
        self._offers: dict[tuple[object, ...], Offers] = {}
        self._codes: dict[tuple[object, ...], tuple[tuple[Person, NoCode | None], ...]] = {}
        self._not_for: dict[int, set[int]] = {}
        for person in book.people.all():
            for account in person.not_for:
                self._not_for.setdefault(account, set()).add(person.id)

    def of(self, members: Sequence[tuple[Account, AskedSeat]]) -> Offers:
        """Who may take a seat with the family that goes with it, limits aside; how they fit the head."""
        account, seat = members[0]
        offers = self._offered(account, seat)
        refused = self._not_for.get(account.id, set())
        for other, other_seat in members[1:]:
            allowed = self._allowed_for(self.seating.placed(other), other_seat)
            offers = tuple(offer for offer in offers if offer[0] in allowed)
            refused = refused | self._not_for.get(other.id, set())
        return tuple(offer for offer in offers if offer[0] not in refused) if refused else offers

    def against(self, members: Sequence[tuple[Account, AskedSeat]], person: Person) -> str:
        """Why somebody who sits there may not stay; empty when they may."""
        for account, seat in members:
            placed = self.seating.placed(account)
            known = self._allowed_for(placed, seat)
            if person.id in known and person.id not in self._not_for.get(account.id, ()):
                continue
            nos = self.nos(account, seat, person)
            if nos:
                return nos[0].says.rstrip(".")
        return ""

    def lost(self, members: Sequence[tuple[Account, AskedSeat]], person: Person) -> str:
        """Why somebody who sits there may not stay, if only because they are gone; empty when they may."""
        if person.archived or (person.ends is not None and person.ends <= self.day):
            return f"{person.name} is gone"
        return self.against(members, person)

    def nos(self, account: Account, seat: AskedSeat, person: Person) -> list[No]:
        """Every lasting reason against somebody in a seat."""
        found = why_not(
            self.book, self.seating, account, self._without_limits(seat), person_holder(person.id), self.day
        )
        return [no for no in found if no.code not in _PASSING]

    def kept_out(self, members: Sequence[tuple[Account, AskedSeat]]) -> Iterator[tuple[int, NoCode | None]]:
        """Everybody who may hold seats at all, with the first rule that keeps them from one; None for no rule."""
        account, seat = members[0]
        placed = self.seating.placed(account)
        key = (self._number(seat), *(_quality(placed, rule) for rule in seat.line.match))
        found = self._codes.get(key)
        if found is None:
            found = tuple((person, self._code(placed, seat, person)) for person in self._clients())
            self._codes[key] = found
        refused = {person for other, _ in members for person in self._not_for.get(other.id, ())}
        for person, code in found:
            if code is None and person.id in refused:
                code = NoCode.NOT_FOR
            for other, other_seat in members[1:]:
                code = code or self._code(self.seating.placed(other), other_seat, person)
            yield person.id, code

    def _clients(self) -> Iterator[Person]:
        return (one for one in self.book.people.all() if not one.archived and is_client(self.book, one))

    def _code(self, placed: Account, seat: AskedSeat, person: Person) -> NoCode | None:
        if not person.present_on(self.day):
            return NoCode.AWAY
        return next((no.code for no in self.nos(placed, seat, person) if no.code is not NoCode.NOT_FOR), None)

    def _offered(self, account: Account, seat: AskedSeat) -> Offers:
        placed = self.seating.placed(account)
        likeness = (placed.segment, placed.region, placed.language, placed.industry, placed.needs_skills)
        key = (self._number(seat), *likeness)
        found = self._offers.get(key)
        if found is None:
            allowed = self._allowed_for(placed, seat)
            found = tuple((one.id, misfit(placed, one)) for one in self.people if one.id in allowed)
            self._offers[key] = found
        return found

    def _allowed_for(self, placed: Account, seat: AskedSeat) -> frozenset[int]:
        key = (self._number(seat), *(_quality(placed, rule) for rule in seat.line.match))
        found = self._allowed.get(key)
        if found is None:
            found = frozenset(
                person.id
                for person in self.people
                if all(no.code is NoCode.NOT_FOR for no in self.nos(placed, seat, person))
            )
            self._allowed[key] = found
        return found

    def _number(self, seat: AskedSeat) -> int:
        """A number for a seat, which is kept alive with it."""
        self._seats.setdefault(id(seat), seat)
        return id(seat)

    def _without_limits(self, seat: AskedSeat) -> AskedSeat:
        """The seat with nothing to count: limits are the engine's, not asked of each account."""
        found = self._bare.get(self._number(seat))
        if found is None:
            found = self._bare[id(seat)] = replace(seat, line=replace(seat.line, limits=None), model=None)
        return found


def misfit(account: Account, person: Person) -> int:
    """What somebody lacks of the qualities an account states, thousandths of a point."""
    asked = (
        (account.segment, person.segments),
        (account.region, person.regions),
        (account.language, person.languages),
        (account.industry, person.industries),
        *((skill, person.skills) for skill in account.needs_skills),
    )
    stated = [(fold(wanted), offered) for wanted, offered in asked if wanted]
    missing = sum(wanted not in map(fold, offered) for wanted, offered in stated)
    return MISFIT * missing // len(stated) if stated else 0


def _quality(account: Account, rule: MatchOn) -> object:
    return account.needs_skills if rule is MatchOn.SKILL else getattr(account, rule.value)
