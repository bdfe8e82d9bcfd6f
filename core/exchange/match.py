"""Which record of the book a row means: by external id, mail address, domain or exact name, never by guessing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from core.accounts import Account
from core.book.book import Book
from core.exchange.values import site
from core.people import Person
from core.text import fold


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was found to mean."""

    ids: tuple[int, ...] = ()
    """Records that fit, in order of id."""
    by: str = ""
    """What it was found by: id, mail address, domain, name."""

    @property
    def one(self) -> int | None:
        """The record, where exactly one fits."""
        return self.ids[0] if len(self.ids) == 1 else None

    @property
    def ambiguous(self) -> bool:
        """Whether several fit."""
        return len(self.ids) > 1


NONE = Match()
"""Nothing fits."""


@dataclass(slots=True)
class _Keys:
    """Records by one kind of key."""

    found: dict[str, list[int]] = field(default_factory=dict)

    def add(self, key: str, number: int) -> None:
        if key:
            numbers = self.found.setdefault(key, [])
            if number not in numbers:
                numbers.append(number)

    def get(self, key: str, by: str) -> Match:
        numbers = self.found.get(key) if key else None
        return Match(tuple(numbers), by) if numbers else NONE


def name_key(name: str) -> str:
    """A name for comparing: without case, accents and repeated blanks."""
    return " ".join(fold(name).split())


class AccountRegister:
    """The accounts of a book by their natural keys; grows with the accounts an import adds."""

    def __init__(self, accounts: Iterable[Account], source: str) -> None:
        """A register in which ids of ``source`` count before those of other systems."""
        self._source = source
        self._own_ids, self._ids, self._sites, self._names = _Keys(), _Keys(), _Keys(), _Keys()
        self._has_id: set[int] = set()
        for account in accounts:
            if not account.archived:
                self.add(account)

    def add(self, account: Account) -> None:
        """Make an account findable."""
        self._names.add(name_key(account.name), account.id)
        self._sites.add(site(account.website), account.id)
        for system, value in account.external_ids:
            self._ids.add(value, account.id)
            if system == self._source:
                self._own_ids.add(value, account.id)
                self._has_id.add(account.id)

    def find(self, *, external: str = "", domain: str = "", name: str = "") -> Match:
        """The account a row of accounts means.

        A row with an id is never taken for an account that has another id of the same source.
        """
        by_id = self._own_ids.get(external, "id")
        if by_id.ids:
            return by_id
        tries = (self._sites.get(domain, "domain"), self._names.get(name_key(name), "name"))
        for match in tries:
            free = tuple(number for number in match.ids if not external or number not in self._has_id)
            if free:
                return Match(free, match.by)
        return NONE

    def refer(self, text: str) -> Match:
        """The account a cell of another file means: an id of this source, an id of any system, or a name."""
        word = text.strip()
        for match in (
            self._own_ids.get(word, "id"),
            self._ids.get(word, "id"),
            self._names.get(name_key(word), "name"),
            self._sites.get(site(word), "domain"),
        ):
            if match.ids:
                return match
        return NONE


class PersonRegister:
    """The roster by its natural keys."""

    def __init__(self, people: Iterable[Person]) -> None:
        """A register of everybody who is not archived."""
        self._ids, self._mails, self._names = _Keys(), _Keys(), _Keys()
        for person in people:
            if not person.archived:
                self.add(person)

    def add(self, person: Person) -> None:
        """Make a person findable."""
        self._names.add(name_key(person.name), person.id)
        self._mails.add(fold(person.email), person.id)
        for _, value in person.external_ids:
            self._ids.add(value, person.id)

    def find(self, *, name: str = "", email: str = "", external: str = "") -> Match:
        """The person of an id, a mail address or an exact name; ``Ruiz, Ana`` is ``Ana Ruiz``."""
        last, comma, first = name.partition(",")
        turned = name_key(f"{first} {last}") if comma else ""
        for match in (
            self._ids.get(external, "id"),
            self._mails.get(fold(email), "mail address"),
            self._mails.get(fold(name.strip()) if "@" in name else "", "mail address"),
            self._names.get(name_key(name), "name"),
            self._names.get(turned, "name"),
            self._ids.get(name.strip(), "id"),
        ):
            if match.ids:
                return match
        return NONE


def account_register(book: Book, source: str) -> AccountRegister:
    """The accounts of a book for files of a source."""
    return AccountRegister(book.accounts.all(), source)


def person_register(book: Book) -> PersonRegister:
    """The roster of a book."""
    return PersonRegister(book.people.all())
