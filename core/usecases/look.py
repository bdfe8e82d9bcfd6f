"""The record a request means, or the refusal that says it is not there."""

from __future__ import annotations

from typing import Any

from core.accounts import Account
from core.book.book import Book
from core.conversations import Conversation, FollowUp
from core.errors import RefusalKind
from core.people import Person, Pool
from core.seats import Handoff
from core.usecases.refusing import refuse
from core.wording import short_date
from core.words import AccountStatus


def _the(book: Book, table: str, number: int, what: str) -> Any:  # noqa: ANN401 - a record of any table
    record = book.tables[table].get(number)
    if record is None:
        refuse(f"There is no {what}. It may have been taken back by an undo; look again.", RefusalKind.UNKNOWN)
    return record


def the_account(book: Book, number: int) -> Account:
    """An account, whatever its status."""
    account: Account = _the(book, "accounts", number, f"account A{number}")
    return account


def an_active_account(book: Book, number: int) -> Account:
    """An account that is a customer; a churned or archived one is refused with what to do."""
    account = the_account(book, number)
    if account.archived:
        refuse(f"{account.name} is archived. Bring it back first.")
    if account.status is AccountStatus.CHURNED:
        since = f" on {short_date(account.churned_on)}" if account.churned_on else ""
        refuse(f"{account.name} churned{since}. Reactivate it first.")
    return account


def the_person(book: Book, number: int) -> Person:
    """A person or vacancy, archived ones too."""
    person: Person = _the(book, "people", number, f"person P{number}")
    return person


def a_present_person(book: Book, number: int) -> Person:
    """A person who is not archived."""
    person = the_person(book, number)
    if person.archived:
        refuse(f"{person.name} is archived. Choose somebody who is still on the roster.")
    return person


def the_pool(book: Book, number: int) -> Pool:
    """A pool, archived ones too."""
    pool: Pool = _the(book, "pools", number, f"pool {number}")
    return pool


def the_conversation(book: Book, number: int) -> Conversation:
    """A conversation."""
    conversation: Conversation = _the(book, "conversations", number, f"conversation {number}")
    return conversation


def the_follow_up(book: Book, number: int) -> FollowUp:
    """A follow-up."""
    follow_up: FollowUp = _the(book, "followups", number, f"follow-up {number}")
    return follow_up


def the_handoff(book: Book, number: int) -> Handoff:
    """A handoff."""
    handoff: Handoff = _the(book, "handoffs", number, f"handoff {number}")
    return handoff
