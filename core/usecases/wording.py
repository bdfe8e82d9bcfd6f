"""Holders and accounts in the sentences of a change; numbers, days and lists are ``core.wording``'s."""

from __future__ import annotations

from collections.abc import Iterable

from core.accounts import Account
from core.book.book import Book
from core.seats import Holder
from core.wording import shortened
from core.words import HolderKind, PersonStatus


def holder_text(book: Book, holder: Holder) -> str:
    """Who a holder is, by name."""
    if holder.kind is HolderKind.PERSON and holder.person is not None:
        person = book.people.get(holder.person)
        if person is None:
            return f"P{holder.person}"
        return f"the vacancy {person.name}" if person.status is PersonStatus.VACANCY else person.name
    if holder.kind is HolderKind.POOL and holder.pool is not None:
        pool = book.pools.get(holder.pool)
        return f"the pool {pool.title}" if pool is not None else f"pool {holder.pool}"
    return f"{holder.function} (outside the team)"


def accounts_text(accounts: Iterable[Account]) -> str:
    """Accounts by name, shortened."""
    return shortened(account.name for account in accounts)
