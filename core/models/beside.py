"""Drafts side by side on one book: person by person and account by account, as it is now and as each would have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.book.book import Book
from core.journey import arr_on
from core.load.ledger import Ledger
from core.load.steady import SteadyAccounts
from core.models.adopt import adoption
from core.models.carrying import Carried
from core.models.compare import Fate, Measure, fate_of
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Draft
from core.people import RoleShare
from core.words import Touch


@dataclass(frozen=True, slots=True)
class PersonThen:
    """Somebody under one plan."""

    roles: tuple[RoleShare, ...]
    """Roles."""
    hours: int
    """Hundredths of an hour in the month from the day, pool hours included."""
    capacity: int
    """Hundredths of an hour in the same month."""
    utilisation: int | None
    """Hours in hundredths of a percent of capacity; None where there is hardly any."""
    accounts: int
    """Accounts on which they act in a seat with work; what a pool has is not counted."""


@dataclass(frozen=True, slots=True)
class PersonBeside:
    """One person, now and under each draft."""

    person: int
    """Person id; below zero for a position that only drafts have."""
    name: str
    """Name, or title of the position."""
    now: PersonThen | None
    """As it is; None for a position of a draft."""
    then: tuple[PersonThen | None, ...]
    """Under each draft; None where they are gone or not there."""

    @property
    def differs(self) -> bool:
        """Whether anything is otherwise than now."""
        return any(one != self.now for one in self.then)


@dataclass(frozen=True, slots=True)
class AccountThen:
    """An account under one plan."""

    leader: str
    """Who leads it, as a column shows a holder; empty for nobody."""
    served: Touch
    """Touch it is served at."""
    fate: Fate | None = None
    """What becomes of the relationship of today; None where nobody of us leads it today."""


@dataclass(frozen=True, slots=True)
class AccountBeside:
    """One account, now and under each draft."""

    account: int
    """Account id."""
    name: str
    """Its name."""
    arr: int | None
    """ARR today, minor units of the book's currency; None where it is not known."""
    now: AccountThen
    """As it is."""
    then: tuple[AccountThen, ...]
    """Under each draft."""

    @property
    def differs(self) -> bool:
        """Whether who leads it or how it is served is otherwise than now."""
        return any((one.leader, one.served) != (self.now.leader, self.now.served) for one in self.then)


@dataclass(frozen=True, slots=True)
class Beside:
    """Some drafts beside the book as it is."""

    people: tuple[PersonBeside, ...]
    """Everybody who is here now or then, by id; positions of drafts come last."""
    accounts: tuple[AccountBeside, ...]
    """Every active account, by id."""


def beside(measure: Measure, drafts: Sequence[Draft]) -> Beside:
    """Lay drafts side by side, each on its own day; what adopting each gives. ``DraftError`` for one that cannot be."""
    moment = measure.moment
    now = _people(measure.book, Ledger.of(measure.book, moment), moment)
    started = measure.start(drafts[0]).carried if drafts else {}
    thens: list[Mapping[tuple[int, str], PersonThen]] = []
    accounts: list[Mapping[int, AccountThen]] = []
    for draft in drafts:
        start = measure.start(draft)
        found = adoption(start, draft, measure.known, measure.book.next_ids())
        ledger = Ledger.of(found.book, start.moment.on(start.day), steady=SteadyAccounts(found.book, start.demand))
        thens.append(_people(found.book, ledger, start.moment.on(start.day)))
        seating = Seating.of(found.book)
        accounts.append(
            {
                number: AccountThen(
                    seating.holder_text(one.leader, start.day),
                    one.served,
                    _fate(found.book, start.carried, number, one),
                )
                for number, one in found.after.items()
            }
        )
    return Beside(_by_person(measure.book, now, thens), tuple(_by_account(measure, started, accounts)))


def _fate(book: Book, before: Mapping[int, Carried], number: int, after: Carried) -> Fate | None:
    old = before.get(number)
    return None if old is None else fate_of(book, old, after)


def _people(book: Book, ledger: Ledger, moment: Moment) -> dict[tuple[int, str], PersonThen]:
    """Everybody on the roster by id; positions by their title too, for drafts number theirs each for itself."""
    found = {}
    for person in book.people.all():
        if person.archived or (person.ends is not None and person.ends <= moment.today):
            continue
        load = ledger.person(person.id)
        found[person.id, person.name] = PersonThen(
            person.roles, load.hours, load.capacity, load.utilisation, load.accounts
        )
    return found


def _by_person(
    book: Book, now: Mapping[tuple[int, str], PersonThen], thens: Sequence[Mapping[tuple[int, str], PersonThen]]
) -> tuple[PersonBeside, ...]:
    here = dict.fromkeys(now)
    hired = {name: None for then in thens for number, name in then if number not in book.people}
    rows = [
        PersonBeside(number, name, now[number, name], tuple(then.get((number, name)) for then in thens))
        for number, name in sorted(here)
    ]
    for place, title in enumerate(hired, 1):
        found = ({name: one for (number, name), one in then.items() if number not in book.people} for then in thens)
        rows.append(PersonBeside(-place, title, None, tuple(names.get(title) for names in found)))
    return tuple(rows)


def _by_account(
    measure: Measure, before: Mapping[int, Carried], thens: Sequence[Mapping[int, AccountThen]]
) -> list[AccountBeside]:
    book, day = measure.book, measure.moment.today
    seating = Seating.of(book)
    rows = []
    for number, one in sorted(before.items()):
        now = AccountThen(seating.holder_text(one.leader, day), one.served)
        then = tuple(found[number] for found in thens if number in found)
        if len(then) == len(thens):
            account = book.accounts[number]
            rows.append(AccountBeside(number, account.name, arr_on(book, account, day), now, then))
    return rows
