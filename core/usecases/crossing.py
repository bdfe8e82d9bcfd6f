"""The one thing that needs memory: since when an account's figures put it in another segment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.accounts import Account, Crossed
from core.book.book import Book
from core.book.change import Edit, change_of, updated
from core.journey import rule_segment
from core.schema import revise


def crossed_on(book: Book, account: Account, day: date) -> Crossed | None:
    """What the account should remember on a day: the segment its figures ask for, and since when.

    None while the figures agree with the stored segment, or are not known.
    """
    asked = rule_segment(book, account, day)
    if not account.is_active or asked is None or not account.segment or asked == account.segment:
        return None
    if account.crossed is not None and account.crossed.to == asked:
        return account.crossed
    return Crossed(to=asked, on=day)


def with_crossings(book: Book, edits: Iterable[Edit], accounts: Iterable[int], day: date) -> list[Edit]:
    """The edits, and those that bring ``crossed`` of the accounts in line with the book after them.

    ``day`` is the first day on which the new figures count.
    """
    made = list(edits)
    after, _ = book.apply(change_of("probe", "", made))
    for number in accounts:
        account = after.accounts[number]
        crossed = crossed_on(after, account, day)
        if crossed != account.crossed:
            made.append(updated(account, revise(account, crossed=crossed)))
    return made
