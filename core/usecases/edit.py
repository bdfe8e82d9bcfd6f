"""An account's own facts: a new account, edits of its fields, and taking it out of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.journey import segment_by_key
from core.moment import Moment
from core.money import minor_units
from core.schema import revise
from core.text import clean, fold
from core.usecases.account_fields import ACCOUNT_FIELDS
from core.usecases.closing import seats_ended, work_dropped
from core.usecases.crossing import with_crossings
from core.usecases.look import the_account
from core.usecases.refusing import refuse, use_case
from core.usecases.wording import accounts_text
from core.wording import counted, listed, short_date

Fields = tuple[tuple[str, Any], ...]
"""(field name, new value) pairs."""

_LABELS = {field.name: field.label for field in ACCOUNT_FIELDS}
_ELSEWHERE = {
    "status": "Use churn or reactivate to change the status.",
    "churned_on": "Use churn or reactivate to change it.",
    "churn_reason": "Use churn to record why a customer left.",
    "outcomes": "Use renew or churn to record how a term ended.",
    "escalation": "Use escalate, or close the escalation.",
    "archived": "Use archive to take an account out of the lists.",
}


@dataclass(frozen=True, slots=True)
class EditAccount:
    """New values for fields of an account."""

    account: int
    """Account id."""
    fields: Fields
    """(field name, value) pairs; which fields there are: ``account_fields.ACCOUNT_FIELDS``."""


@use_case
def edit_account(book: Book, moment: Moment, ids: IdSource, request: EditAccount) -> Change:
    """Change an account's own facts."""
    account = the_account(book, request.account)
    edits = account_edits(book, moment, [account.id], request.fields)
    return change_of("edit", f"Set {_fields_text(request.fields)} of {account.name}", edits, base=book.seq)


def account_edits(book: Book, moment: Moment, accounts: Iterable[int], fields: Fields) -> list[Edit]:
    """The edits that set the same fields of several accounts, with ``crossed`` brought in line."""
    numbers = list(accounts)
    edits = []
    for number in numbers:
        before = the_account(book, number)
        after = revised_account(book, before, dict(fields))
        edits.append(updated(before, after))
    return with_crossings(book, edits, numbers, moment.today)


def revised_account(book: Book, before: Account, fields: dict[str, Any]) -> Account:
    """The account with new values; refuses what no customer can have."""
    check_names(fields, _LABELS, "account", _ELSEWHERE)
    after = revise(before, **fields)
    after = revise(after, inferred=tuple(name for name in after.inferred if name not in fields))
    check_account(book, after, fields)
    _check_currency(before, after, fields)
    return after


@dataclass(frozen=True, slots=True)
class NewAccount:
    """A new customer."""

    name: str
    """Name of the customer."""
    fields: Fields = ()
    """(field name, value) pairs beside the name."""
    namesake: bool = False
    """True to allow the name of another account."""


@use_case
def new_account(book: Book, moment: Moment, ids: IdSource, request: NewAccount) -> Change:
    """Add a customer; its seats are empty until somebody is assigned."""
    name = clean(request.name)
    fields = dict(request.fields)
    check_names(fields, _LABELS, "account", _ELSEWHERE)
    if not request.namesake:
        for other in book.accounts.values():
            if not other.archived and fold(other.name) == fold(name):
                says = (
                    f"There is an account {other.name} already (A{other.id}). Use it, or say that this is another one."
                )
                refuse(says, RefusalKind.REASON)
    number = ids.take("accounts")
    account = revise(Account(id=number, name=name), **fields)
    check_account(book, account, fields)
    edits = with_crossings(book, [inserted(account)], [number], moment.today)
    return change_of("new", f"Add the account {account.name}", edits, base=book.seq)


@dataclass(frozen=True, slots=True)
class ArchiveAccounts:
    """Accounts that are no customers any more and never churned: duplicates, tests, partners."""

    accounts: tuple[int, ...]
    """Account ids."""


@use_case
def archive_accounts(book: Book, moment: Moment, ids: IdSource, request: ArchiveAccounts) -> Change:
    """Take accounts out of lists and load; history stays, seats end today, follow-ups and handoffs are closed."""
    accounts = [the_account(book, number) for number in dict.fromkeys(request.accounts)]
    if not accounts:
        refuse("Choose the accounts first.")
    edits: list[Edit] = []
    for account in accounts:
        if account.archived:
            refuse(f"{account.name} is archived already.", RefusalKind.NOTHING)
        _check_children(book, account, {other.id for other in accounts})
        edits += [
            updated(account, revise(account, archived=True, crossed=None)),
            *seats_ended(book, account.id, moment.today),
            *work_dropped(book, account.id, moment.today),
        ]
    return change_of("archive", f"Archive {accounts_text(accounts)}", edits, base=book.seq)


@dataclass(frozen=True, slots=True)
class UnarchiveAccount:
    """An archived account that is needed again."""

    account: int
    """Account id."""


@use_case
def unarchive_account(book: Book, moment: Moment, ids: IdSource, request: UnarchiveAccount) -> Change:
    """Bring an archived account back; its seats are empty."""
    account = the_account(book, request.account)
    if not account.archived:
        refuse(f"{account.name} is not archived.", RefusalKind.NOTHING)
    edits = with_crossings(book, [updated(account, revise(account, archived=False))], [account.id], moment.today)
    return change_of("archive", f"Bring {account.name} back", edits, base=book.seq)


def _check_children(book: Book, account: Account, leaving: set[int]) -> None:
    children = [child for child in book.children_of(account.id) if not child.archived and child.id not in leaving]
    if children:
        refuse(
            f"{account.name} is the parent of {counted(len(children), 'account')}. Archive them as well, or give them "
            "another parent first.",
            details=tuple(f"A{child.id} {child.name}" for child in children),
        )


def check_names(fields: dict[str, Any], allowed: dict[str, str], what: str, elsewhere: dict[str, str]) -> None:
    """Refuse fields that a record does not have or that have a request of their own."""
    for name in fields:
        if name in elsewhere:
            refuse(f"The field {name} is not set by hand. {elsewhere[name]}")
        if name not in allowed:
            article = "An" if what[0] in "aeio" else "A"
            refuse(
                f"{article} {what} has no field {name} to set. These are its fields.",
                RefusalKind.UNKNOWN,
                tuple(allowed),
            )


def check_account(book: Book, account: Account, fields: Iterable[str]) -> None:
    """Refuse an account that cannot be: amounts below zero, dates out of order, unknown segment or parent."""
    given = set(fields)
    if not account.name:
        refuse("An account needs a name.")
    for name in ("arr", "potential"):
        if (getattr(account, name) or 0) < 0:
            refuse(
                f"The {_LABELS[name]} of {account.name} is below zero. Give 0 or more, or nothing if it is not known."
            )
    if "arr" in given and book.contracts_of(account.id):
        refuse(f"The ARR of {account.name} follows from its contract lines. Change the lines, or renew it.")
    if "segment" in given and account.segment and segment_by_key(book, account.segment) is None:
        known = tuple(segment.key for segment in book.segments.all())
        refuse(f"There is no segment {account.segment}. Choose from the list.", RefusalKind.UNKNOWN, known)
    _check_dates(account)
    _check_parent(book, account)


def _check_dates(account: Account) -> None:
    for later, name in ((account.renews, "renewal date"), (account.onboarded_on, "end of onboarding")):
        if account.started is not None and later is not None and _out_of_order(account.started, later, name):
            refuse(
                f"The {name} of {account.name}, {short_date(later)}, does not come after its contract start, "
                f"{short_date(account.started)}. Correct one of the two."
            )


def _out_of_order(start: date, later: date, name: str) -> bool:
    return later <= start if name == "renewal date" else later < start


def _check_parent(book: Book, account: Account) -> None:
    number = account.parent
    if number is not None and the_account(book, number).archived:
        refuse(f"{book.accounts[number].name} is archived and cannot be a parent.")
    seen = {account.id}
    while number is not None and number in book.accounts:
        if number in seen:
            refuse(f"{account.name} would be its own parent, directly or through others. Choose another parent.")
        seen.add(number)
        number = book.accounts[number].parent


def _check_currency(before: Account, after: Account, fields: dict[str, Any]) -> None:
    """A currency without cents would turn the same figure into a hundredfold amount."""
    if minor_units(before.currency) == minor_units(after.currency):
        return
    amounts = [n for n in ("arr", "potential") if getattr(before, n) is not None and n not in fields]
    if amounts:
        refuse(f"With another currency give the {listed(_LABELS[n] for n in amounts)} of {after.name} anew.")


def _fields_text(fields: Fields) -> str:
    return listed(_LABELS.get(name, name) for name, _ in fields)
