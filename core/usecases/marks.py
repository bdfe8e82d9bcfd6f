"""Marks on accounts: key account, locked owner, escalation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.accounts import Account, Escalation
from core.book.book import Book, IdSource
from core.book.change import Change, change_of, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.schema import revise
from core.text import clean
from core.usecases.look import a_present_person, an_active_account
from core.usecases.refusing import refuse, use_case
from core.usecases.wording import accounts_text
from core.wording import short_date


@dataclass(frozen=True, slots=True)
class MarkKey:
    """Accounts that are key accounts, or no longer."""

    accounts: tuple[int, ...]
    """Account ids."""
    key: bool = True
    """False takes the mark off."""


@use_case
def mark_key(book: Book, moment: Moment, ids: IdSource, request: MarkKey) -> Change:
    """Mark accounts as key accounts, or take the mark off."""
    accounts = _chosen(book, request.accounts)
    edits = [updated(account, revise(account, key_account=request.key)) for account in accounts]
    end = "as key" if request.key else "as not key"
    return change_of("edit", f"Mark {accounts_text(accounts)} {end}", edits, base=book.seq)


@dataclass(frozen=True, slots=True)
class LockOwner:
    """Accounts whose owner is to stay."""

    accounts: tuple[int, ...]
    """Account ids."""
    until: date | None
    """First day the owner may change again; None unlocks."""
    reason: str = ""
    """Why; kept in the history."""


@use_case
def lock_owner(book: Book, moment: Moment, ids: IdSource, request: LockOwner) -> Change:
    """Keep the owner of accounts until a day; a move before then asks for a reason."""
    accounts = _chosen(book, request.accounts)
    if request.until is not None and request.until <= moment.today:
        refuse(f"The lock would end on {short_date(request.until)}, which is not after today. Give a later day.")
    if request.until is None and not any(account.locked_until for account in accounts):
        refuse(f"The owner of {accounts_text(accounts)} is not locked.", RefusalKind.NOTHING)
    edits = [updated(account, revise(account, locked_until=request.until)) for account in accounts]
    names = accounts_text(accounts)
    says = f"Unlock the owner of {names}"
    if request.until is not None:
        says = f"Lock the owner of {names} until {short_date(request.until)}"
    return change_of("edit", says, edits, why=clean(request.reason), base=book.seq)


@dataclass(frozen=True, slots=True)
class Escalate:
    """A customer's problem that is raised to the lead."""

    account: int
    """Account id."""
    reason: str
    """What it is about."""
    raised_by: int | None = None
    """Person id."""
    since: date | None = None
    """Day it was raised; None is today."""


@use_case
def escalate(book: Book, moment: Moment, ids: IdSource, request: Escalate) -> Change:
    """Open an escalation on an account; one at a time."""
    account = an_active_account(book, request.account)
    reason = clean(request.reason)
    since = request.since or moment.today
    if account.is_escalated and account.escalation is not None:
        refuse(
            f"{account.name} is escalated since {short_date(account.escalation.since)}. Close that escalation first."
        )
    if not reason:
        refuse(f"Say what the escalation of {account.name} is about.")
    if since > moment.today:
        refuse(f"{short_date(since)} is still to come. Escalate on the day.")
    if request.raised_by is not None:
        a_present_person(book, request.raised_by)
    after = revise(account, escalation=Escalation(since=since, reason=reason, raised_by=request.raised_by))
    return change_of("escalate", f"Escalate {account.name}", [updated(account, after)], why=reason, base=book.seq)


@dataclass(frozen=True, slots=True)
class CloseEscalation:
    """An escalation that is over."""

    account: int
    """Account id."""
    on: date | None = None
    """Day it was closed; None is today."""


@use_case
def close_escalation(book: Book, moment: Moment, ids: IdSource, request: CloseEscalation) -> Change:
    """Close the open escalation of an account."""
    account = an_active_account(book, request.account)
    escalation = account.escalation
    on = request.on or moment.today
    if escalation is None or not account.is_escalated:
        refuse(f"{account.name} is not escalated.", RefusalKind.NOTHING)
    if not escalation.since <= on <= moment.today:
        refuse(f"The escalation can be closed between {short_date(escalation.since)} and today, not {short_date(on)}.")
    after = revise(account, escalation=revise(escalation, closed_on=on))
    says = f"Close the escalation of {account.name}"
    return change_of("escalate", says, [updated(account, after)], base=book.seq)


def _chosen(book: Book, numbers: tuple[int, ...]) -> list[Account]:
    accounts = [an_active_account(book, number) for number in dict.fromkeys(numbers)]
    if not accounts:
        refuse("Choose the accounts first.")
    return accounts
