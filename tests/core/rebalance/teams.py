"""Small books for the engine: who has which customer, by hours that can be told in the head."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.load.ledger import Ledger
from core.outlook import Outlook
from core.people import Person
from core.rebalance.extraction import extract
from core.rebalance.proposal import Proposal, proposal_of
from core.rebalance.solving import solved
from core.rebalance.wish import Wish
from core.seats import Tenure
from core.words import Touch
from tests.core.drafts import Draft
from tests.core.usecases.world import CSM, NOW, held

QUIET = 400
"""Hundredths of an hour that a quiet customer served at high touch asks for."""


def person(number: int, name: str, **fields: object) -> Person:
    return Person(id=number, name=name, roles=CSM, **fields)  # type: ignore[arg-type]


def team(sizes: Mapping[int, int], people: list[Person] | None = None, **accounts: Mapping[int, object]) -> Book:
    """A book of 100-hour people under the generalist: so many quiet customers of 4 h each, by person id.

    Further fields of accounts are given by field and account id.
    """
    draft = Draft(people=people or [person(number, f"Person {number}") for number in sizes])
    tenures: list[Tenure] = []
    for holder, count in sizes.items():
        for _ in range(count):
            number = len(draft.accounts) + 1
            own = {name: values[number] for name, values in accounts.items() if number in values}
            fields = {"touch": Touch.HIGH, "arr": 1_000_000, **own}
            draft.accounts.append(Account(id=number, name=f"Account {number}", **fields))  # type: ignore[arg-type]
            tenures.append(held(number, number, holder, date(2024, 1, 1)))
    draft.tenures.extend(tenures)
    return draft.book()


def propose(outlook: Outlook, wish: Wish, since: date | None = None) -> Proposal:
    """The proposal for a wish, as solving a draft makes it; the load is that of the 30 days from ``since``."""
    moment = outlook.moment.on(since or outlook.moment.today)
    found = extract(outlook.book, Ledger.of(outlook.book, moment), moment.today, wish)
    return proposal_of(found, solved(found))


def outlook(book: Book) -> Outlook:
    return Outlook(book, NOW)
