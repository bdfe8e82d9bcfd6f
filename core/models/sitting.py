"""Who may sit where, asked once for all accounts that are alike: the rules of eligibility, remembered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from core.accounts import Account
from core.book.book import Book
from core.load.capacity import is_client
from core.models.eligibility import NoCode, why_not
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.people import Person
from core.seats import person_holder
from core.text import fold
from core.words import MatchOn

_OF_THE_DAY = frozenset({NoCode.AWAY, NoCode.NOT_STARTED, NoCode.LIMIT, NoCode.NOT_FOR})
"""Reasons that depend on the day, on what else somebody has, or on one account."""

Takers = tuple[tuple[int, int], ...]
"""People by id, each with how many of the account's qualities they share."""


class Sitting:
    """Who may take which seats of one book on a day."""

    def __init__(self, book: Book, seating: Seating, day: date) -> None:
        """Nothing is asked yet."""
        self.book = book
        self.seating = seating
        self.day = day
        self._may: dict[tuple[object, ...], bool] = {}
        self._takers: dict[tuple[object, ...], Takers] = {}
        self._roles: dict[tuple[str, ...], bool] = {}

    @cached_property
    def _here(self) -> tuple[Person, ...]:
        """Everybody who is present and may hold seats, by id."""
        return tuple(person for person in self.book.people.all() if person.present_on(self.day))

    @cached_property
    def _refused(self) -> Mapping[int, frozenset[int]]:
        """The people who are not for some account, by account."""
        refused: dict[int, frozenset[int]] = {}
        for person in self.book.people.all():
            for number in person.not_for:
                refused[number] = refused.get(number, frozenset()) | {person.id}
        return refused

    def may(self, account: Account, seat: AskedSeat, person: int) -> bool:
        """Whether somebody who sits there may stay: leave and limits aside."""
        found = self.book.people.get(person)
        return found is not None and account.id not in found.not_for and self._allowed(account, seat, found)

    def takers(self, account: Account, seat: AskedSeat) -> Takers:
        """The people who are present and may take a seat, limits aside."""
        placed = self.seating.placed(account)
        key = (id(seat), *_likeness(placed))
        found = self._takers.get(key)
        if found is None:
            found = self._takers[key] = tuple(
                (person.id, shared(placed, person)) for person in self._here if self._allowed(account, seat, person)
            )
        refused = self._refused.get(account.id)
        return tuple(one for one in found if one[0] not in refused) if refused else found

    def has_role(self, seat: AskedSeat) -> bool:
        """Whether anybody present has a role that may sit there."""
        roles = seat.line.roles
        found = self._roles.get(roles)
        if found is None:
            here = (person for person in self._here if is_client(self.book, person))
            found = any(not roles or any(role in roles for role in person.role_keys) for person in here)
            self._roles[roles] = found
        return found

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


def shared(account: Account, person: Person) -> int:
    """How many of the qualities an account states a person has."""
    return (
        (bool(account.segment) and account.segment in person.segments)
        + _among(account.region, person.regions)
        + _among(account.language, person.languages)
        + _among(account.industry, person.industries)
        + sum(_among(skill, person.skills) for skill in account.needs_skills)
    )


def _among(wanted: str, offered: tuple[str, ...]) -> int:
    return int(bool(wanted) and fold(wanted) in map(fold, offered))


def _likeness(account: Account) -> tuple[object, ...]:
    return (account.segment, account.region, account.language, account.industry, account.needs_skills)


def _quality(account: Account, rule: MatchOn) -> object:
    return account.needs_skills if rule is MatchOn.SKILL else getattr(account, rule.value)
