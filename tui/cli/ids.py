"""Ids as commands print and take them: A12, P7, pool:scaled."""

from __future__ import annotations

from core.book.book import Book
from core.seats import Holder
from core.words import OUTSIDE_PREFIX, POOL_PREFIX, HolderKind


def account_id(number: int | None) -> str | None:
    """An account's id as printed: ``A12``; None for none."""
    return None if number is None else f"A{number}"


def person_id(number: int | None) -> str | None:
    """A person's id as printed: ``P7``; None for none."""
    return None if number is None else f"P{number}"


def pool_id(book: Book, number: int | None) -> str | None:
    """A pool's id as printed: ``pool:scaled``; None for none."""
    return None if number is None else f"{POOL_PREFIX}{book.pools[number].key}"


def holder_id(book: Book, holder: Holder | None) -> str | None:
    """A holder's id as printed: a person's, a pool's, or ``outside:services``; None for nobody."""
    if holder is None:
        return None
    if holder.kind is HolderKind.PERSON:
        return person_id(holder.person)
    return pool_id(book, holder.pool) if holder.kind is HolderKind.POOL else f"{OUTSIDE_PREFIX}{holder.function}"
