"""Who may stay in which seats, asked once for all accounts that are alike: the rules of eligibility, remembered."""

from __future__ import annotations

from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.load.capacity import is_client
from core.models.eligibility import NoCode, why_not
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.people import Person
from core.seats import person_holder
from core.words import MatchOn

_OF_THE_DAY = frozenset({NoCode.AWAY, NoCode.NOT_STARTED, NoCode.LIMIT, NoCode.NOT_FOR})
"""Reasons that depend on the day, on what else somebody has, or on one account."""


class Sitting:
    """Who may stay in which seats of one book on a day."""

    def __init__(self, book: Book, seating: Seating, day: date) -> None:
        """Nothing is asked yet."""
        self.book = book
        self.seating = seating
        self.day = day
        self._may: dict[tuple[object, ...], bool] = {}

    def may(self, account: Account, seat: AskedSeat, person: int) -> bool:
        """Whether somebody who sits there may stay: leave and limits aside."""
        found = self.book.people.get(person)
        return found is not None and account.id not in found.not_for and self._allowed(account, seat, found)

    def _allowed(self, account: Account, seat: AskedSeat, person: Person) -> bool:
        """Whether somebody may sit there but for what depends on the day or on this one account."""
        placed = self.seating.placed(account)
        key = (id(seat), person.id, *(_quality(placed, rule) for rule in seat.line.match))
        found = self._may.get(key)
        if found is None:
            found = self._may[key] = (
                not person.archived and is_client(self.book, person) and self._is_allowed(account, seat, person)
            )
        return found

    def _is_allowed(self, account: Account, seat: AskedSeat, person: Person) -> bool:
        nos = why_not(self.book, self.seating, account, seat, person_holder(person.id), self.day)
        return all(no.code in _OF_THE_DAY for no in nos)


def _quality(account: Account, rule: MatchOn) -> object:
    return account.needs_skills if rule is MatchOn.SKILL else getattr(account, rule.value)
