"""Everybody's book as the engine sees it: what they have and could have, whether they give or take, and its price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.book.book import Book
from core.load.capacity import capacity
from core.load.hours import Window
from core.people import Person
from core.policy import Policy
from core.rebalance.problem import Owner
from core.schema import revise
from core.words import PersonStatus

LINES = ((100, 100), (102, 900), (110, 500), (125, 1000))
"""Prices of overload: from these percents of what counts as full on, thousandths of a point per hundredth more."""

FILLED = ((0, 30_000), (102, 3_000), (110, 5_000), (125, 10_000))
"""The same for somebody with room, from what a rebalance fills a book to: so dear that no chosen move is worth it."""


@dataclass(slots=True)
class PersonBook:
    """Somebody on the roster with what they have."""

    person: Person
    """Who."""
    capacity: int
    """Hundredths of an hour a month."""
    lasting: int
    """The same without leave: nobody loses accounts for good because of an absence."""
    hours: int
    """Hundredths of an hour a month that they have."""
    gives: bool = False
    """Whether seats may leave the book."""
    takes: bool = False
    """Whether seats may come into it."""
    stretches: bool = False
    """Whether at least seats that need a home may."""

    def is_over(self, policy: Policy, target: int = 100) -> bool:
        """Whether it is over what counts as full by more than the tolerance."""
        return self.hours * 10_000 > self.lasting * target * policy.over_above

    def has_room(self, policy: Policy, target: int = 100) -> bool:
        """Whether it is below what books are filled to."""
        return self.hours * 100 < self.capacity * filled_to(policy, target)

    def owner(self, policy: Policy, fixed: int, target: int = 100) -> Owner:
        """The book as an owner of which some hours stay whatever is proposed."""
        full = self.lasting * target // 100
        lines = [(100, LINES[0][1]), (policy.over_above, LINES[1][1]), *LINES[2:]]
        bands = tuple((full * percent // 100, more) for percent, more in lines)
        if not self.is_over(policy, target) or (self.stretches and not self.gives):
            most = max(self.capacity * filled_to(policy, target) // 100, self.hours)
            bands = tuple((max(most, full * percent // 100), more) for percent, more in FILLED)
        return Owner(self.person.id, self.capacity, fixed, bands, self.gives, self.takes)


def filled_to(policy: Policy, target: int) -> int:
    """The percentage of capacity that books are filled to."""
    return min(policy.fill_to, target)


def without_leave(book: Book, person: Person, hours: int, window: Window) -> int:
    """The capacity over a window of somebody who has so much with their leaves, had they none."""
    return capacity(book, revise(person, leaves=()), window).hours if person.leaves else hours


def stays_for(book: Book, person: Person, day: date, until: date | None) -> bool:
    """Whether somebody who is here on a day is here for good, or while they stand in.

    Who stands in may be away themselves for as long as nobody has to be covered.
    """
    if person.status is PersonStatus.VACANCY:
        return False
    if until is None:
        return person.status is PersonStatus.ACTIVE and person.ends is None
    away = sum(
        (min(leave.until, until) - max(leave.since, day)).days
        for leave in person.leaves
        if leave.since < until and leave.until > day
    )
    return (person.ends is None or person.ends >= until) and away <= book.policy.away_days
