"""The load summed up otherwise than by person: by what people mainly do, and by the segments their accounts are in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.journey import arr_on
from core.load.ledger import Ledger
from core.people import Person


@dataclass(frozen=True, slots=True)
class GroupLoad:
    """The hours of a group over the ledger's window."""

    key: str
    """Role or segment key; empty for those without one."""
    title: str
    """What it is called."""
    hours: int
    """Hundredths of an hour."""
    capacity: int
    """Hundredths of an hour of its people; 0 for a segment, whose people may serve others too."""
    people: int
    """People who are in it, or who have hours on its accounts."""
    over: int
    """People among them who are over capacity."""
    accounts: int
    """Accounts that they act on, or that are in it."""
    arr: int
    """Their ARR today, minor units of the book's currency; what is not known counts as nothing."""


def main_role(person: Person) -> str:
    """The role with the largest share, the first of equal ones; empty for somebody without a role."""
    return max(person.roles, key=lambda held: held.share).role if person.roles else ""


def by_role(ledger: Ledger) -> tuple[GroupLoad, ...]:
    """Everybody counted once, under their main role, in the order of the registry."""
    book = ledger.book
    members: dict[str, list[Person]] = {}
    for person in book.people.all():
        if not person.archived:
            members.setdefault(main_role(person), []).append(person)
    titles = {role.key: role.title for role in book.roles.all()}
    keys = [*(key for key in titles if key in members), *(key for key in members if key not in titles)]
    return tuple(_role(ledger, key, titles.get(key, key) or "No role", members[key]) for key in keys)


def _role(ledger: Ledger, key: str, title: str, people: list[Person]) -> GroupLoad:
    loads = [ledger.person(person.id) for person in people]
    accounts = {account for person in people for account in ledger.accounts_of(person.id)}
    over = sum(load.client and 0 < load.capacity < load.hours for load in loads)
    return GroupLoad(
        key=key,
        title=title,
        hours=sum(load.hours for load in loads),
        capacity=sum(load.capacity for load in loads),
        people=len(people),
        over=over,
        accounts=len(accounts),
        arr=_arr(ledger, accounts),
    )


def by_segment(ledger: Ledger) -> tuple[GroupLoad, ...]:
    """The customers of today by the segment they are in, whoever has their hours, in the order of the scheme."""
    book = ledger.book
    members: dict[str, list[int]] = {}
    for account in book.accounts.all():
        if account.is_active:
            members.setdefault(account.segment, []).append(account.id)
    busy: dict[str, set[int]] = {}
    for person in book.people.all():
        if not person.archived:
            for number in ledger.accounts_of(person.id):
                busy.setdefault(book.accounts[number].segment, set()).add(person.id)
    titles = {segment.key: segment.title for segment in book.segments.all()}
    keys = [*(key for key in titles if key in members), *(key for key in members if key not in titles)]
    return tuple(
        GroupLoad(
            key=key,
            title=titles.get(key, key) or "No segment",
            hours=sum(ledger.account(number).hours for number in members[key]),
            capacity=0,
            people=len(busy.get(key, ())),
            over=0,
            accounts=len(members[key]),
            arr=_arr(ledger, members[key]),
        )
        for key in keys
    )


def _arr(ledger: Ledger, accounts: Iterable[int]) -> int:
    book, day = ledger.book, ledger.moment.today
    return sum(arr_on(book, book.accounts[number], day) or 0 for number in accounts)
