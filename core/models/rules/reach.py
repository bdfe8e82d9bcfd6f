"""How far a change reaches: which accounts and people must be looked at again."""

from __future__ import annotations

from collections.abc import Iterable

from core.book.book import Book, Delta
from core.models.rules.facts import Facts
from core.models.seating import Seating


def reshapes(before: Book, after: Book, delta: Delta) -> bool:
    """Whether a change may alter every account although it edits none: playbooks, and pools as plan lines name them."""
    if "playbooks" in delta.tables:
        return True
    for number in delta.tables.get("pools", ()):
        old, new = before.pools.get(number), after.pools.get(number)
        if old is None or new is None or (old.key, old.archived) != (new.key, new.archived):
            return True
    return False


def accounts_reached(old: Facts, book: Book, delta: Delta) -> set[int]:
    """The accounts edited, those on which edited people sit or are covered, and the families of all of them."""
    reached = set(delta.accounts)
    edited = delta.tables.get("people", frozenset())
    if edited:
        for one in (old.book, book):
            reached |= _near(one, edited)
        names = {str(number) for number in edited}
        reached |= {int(key[2]) for key in old.sums if key[0] == "covers" and key[1] in names}
    family: set[int] = set()
    for number in reached:
        for one in (old.book, book):
            _ascend(one, number, family)
            _descend(one, number, family)
    return reached | family


def people_reached(old: Facts, new: Facts, delta: Delta, accounts: Iterable[int]) -> set[int]:
    """The people edited, their leads, and everybody who holds or held a seat on the accounts."""
    reached = set(delta.people) | set(delta.tables.get("people", ()))
    for book in (old.book, new.book):
        for number in accounts:
            for tenure in book.tenures_of(number):
                if tenure.holder.person is not None:
                    reached.add(tenure.holder.person)
    return reached


def _near(book: Book, people: Iterable[int]) -> set[int]:
    """The accounts on which some people sit, and where leads hold seats, those of their reports."""
    near: set[int] = set()
    lead_seats = Seating.of(book).has_lead_seats
    for person in people:
        near.update(tenure.account for tenure in book.tenures_of_person(person))
        for report in book.reports_of(person) if lead_seats else ():
            near.update(tenure.account for tenure in book.tenures_of_person(report.id))
    return near


def _ascend(book: Book, number: int, reached: set[int]) -> None:
    account = book.accounts.get(number)
    while account is not None and account.parent is not None and account.parent not in reached:
        reached.add(account.parent)
        account = book.accounts.get(account.parent)


def _descend(book: Book, number: int, reached: set[int]) -> None:
    for child in book.children_of(number):
        if child.id not in reached:
            reached.add(child.id)
            _descend(book, child.id, reached)
