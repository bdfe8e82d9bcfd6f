"""Who or what a typed name means: an id, a mail address, or a name that fits only one record."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from core.accounts import Account
from core.book.book import Book
from core.errors import Refusal, RefusalKind
from core.people import Person, Pool
from core.seats import Holder, outside_holder, person_holder, pool_holder
from core.text import fold
from core.wording import counted
from core.words import OUTSIDE_PREFIX, POOL_PREFIX, AccountStatus, PersonStatus

N = TypeVar("N", Account, Person, Pool)

MOST_LISTED = 8
"""Number of candidates that a refusal names."""


def find_person(book: Book, text: str) -> Person | Refusal:
    """The person of ``P7``, ``7``, a mail address or a name; archived ones only by number."""
    people = [person for person in book.people.all() if not person.archived]
    if "@" in text:
        wanted = fold(text.strip())
        found = [person for person in people if fold(person.email) == wanted]
        if len(found) == 1:
            return found[0]
        says = f"Several people have the mail address {text.strip()}" if found else f"Nobody has {text.strip()}"
        return Refusal(f"{says}. Name the person by number or name.", RefusalKind.UNKNOWN, _lines(found, _person_line))
    numbered = _numbered(text, "P")
    if numbered is not None and numbered in book.people:
        return book.people[numbered]
    return _named(text, people, lambda person: person.name, _person_line, "person")


def find_account(book: Book, text: str) -> Account | Refusal:
    """The account of ``A123``, ``123``, an external id, a website or a name; archived ones only by number."""
    numbered = _numbered(text, "A")
    if numbered is not None and numbered in book.accounts:
        return book.accounts[numbered]
    accounts = [account for account in book.accounts.all() if not account.archived]
    wanted = fold(text.strip())
    keyed = [account for account in accounts if wanted and wanted in _account_keys(account)]
    if len(keyed) == 1:
        return keyed[0]
    return _named(text, accounts, lambda account: account.name, _account_line, "account")


def find_pool(book: Book, text: str) -> Pool | Refusal:
    """The pool of a key, ``pool:KEY``, a number or a title."""
    text = text.strip().removeprefix(POOL_PREFIX).strip()
    pools = [pool for pool in book.pools.all() if not pool.archived]
    for pool in pools:
        if fold(pool.key) == fold(text):
            return pool
    numbered = _numbered(text, "")
    if numbered is not None and numbered in book.pools:
        return book.pools[numbered]
    return _named(text, pools, lambda pool: pool.title, _pool_line, "pool")


def find_holder(book: Book, text: str) -> Holder | Refusal:
    """The holder of ``pool:KEY``, ``outside:FUNCTION``, or a person as ``find_person`` takes it."""
    text = text.strip()
    if text.startswith(POOL_PREFIX):
        pool = find_pool(book, text)
        return pool if isinstance(pool, Refusal) else pool_holder(pool.id)
    if text.startswith(OUTSIDE_PREFIX):
        function = text.removeprefix(OUTSIDE_PREFIX).strip()
        if not function:
            return Refusal("Say which function outside the team, as in outside:services.")
        return outside_holder(function)
    person = find_person(book, text)
    return person if isinstance(person, Refusal) else person_holder(person.id)


def _numbered(text: str, letter: str) -> int | None:
    """The number of an id as it is shown, with or without its letter."""
    match = re.fullmatch(rf"\s*{letter}?([0-9]{{1,9}})\s*", text, re.IGNORECASE | re.ASCII)
    return int(match[1]) if match else None


def _account_keys(account: Account) -> set[str]:
    keys = {fold(account.website)} if account.website else set()
    for system, value in account.external_ids:
        keys |= {fold(value), fold(f"{system}:{value}")}
    return keys


def _named(
    text: str, records: list[N], name_of: Callable[[N], str], line_of: Callable[[N], str], what: str
) -> N | Refusal:
    """The one record a name fits: exactly, else as its beginning, a word's beginning, or any part."""
    wanted = fold(" ".join(text.split()))
    if not wanted:
        return Refusal(f"Say which {what}: a number or a name.", RefusalKind.UNKNOWN)
    names = [(fold(name_of(record)), record) for record in records]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: f" {wanted}" in name,
        lambda name: wanted in name,
    )
    for test in tests:
        found = [record for name, record in names if test(name)]
        if len(found) == 1:
            return found[0]
        if found:
            says = f"{counted(len(found), what)} fit “{text.strip()}”. Write more of the name, or the number."
            return Refusal(says, RefusalKind.UNKNOWN, _lines(found, line_of))
    close = difflib.get_close_matches(wanted, [name for name, _ in names], n=3, cutoff=0.6)
    near = [record for name, record in names if name in close]
    hint = " The nearest names:" if near else ""
    says = f"There is no {what} “{text.strip()}”.{hint or ' Look it up in the list.'}"
    return Refusal(says, RefusalKind.UNKNOWN, _lines(near, line_of))


def _lines(records: Iterable[N], line_of: Callable[[N], str]) -> tuple[str, ...]:
    lines: list[str] = [line_of(record) for record in records]
    rest = len(lines) - MOST_LISTED
    return tuple(lines) if rest <= 0 else (*lines[:MOST_LISTED], f"and {counted(rest, 'other')}")


def _person_line(person: Person) -> str:
    vacancy = ", vacancy" if person.status is PersonStatus.VACANCY else ""
    mail = f" <{person.email}>" if person.email else ""
    return f"P{person.id} {person.name}{mail}{vacancy}"


def _account_line(account: Account) -> str:
    churned = ", churned" if account.status is AccountStatus.CHURNED else ""
    return f"A{account.id} {account.name}{churned}"


def _pool_line(pool: Pool) -> str:
    return f"pool:{pool.key} {pool.title}"
