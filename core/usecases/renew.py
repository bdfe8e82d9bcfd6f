"""How a customer's term ends: renewed, extended, churned; and how one who left comes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.accounts import Account, ContractLine, Outcome
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.journey import renews_on
from core.moment import Moment
from core.schema import revise
from core.text import clean
from core.usecases.closing import contracts_ended, seats_ended, work_dropped
from core.usecases.contract_lines import lines_renewed
from core.usecases.crossing import with_crossings
from core.usecases.look import an_active_account, the_account
from core.usecases.refusing import refuse, use_case
from core.wording import money, short_date
from core.words import AccountStatus, OutcomeKind, Stage


@dataclass(frozen=True, slots=True)
class Renew:
    """A renewal or extension that was agreed."""

    account: int
    """Account id."""
    on: date
    """Day it was agreed, not in the future."""
    until: date
    """The new renewal date."""
    arr: int | None = None
    """New ARR of the whole account in minor units of its currency; None keeps it."""
    kind: OutcomeKind = OutcomeKind.RENEWED
    """Renewed for a new term, or extended."""


@use_case
def renew(book: Book, moment: Moment, ids: IdSource, request: Renew) -> Change:
    """Record how the term ended: outcome, new renewal date, new ARR, and the lines of the new term."""
    account = an_active_account(book, request.account)
    due = renews_on(book, account)
    _check_renewal(account, due, moment, request)
    outcome = Outcome(kind=request.kind, on=request.on, due=due, until=request.until, arr=request.arr)
    after = revise(account, outcomes=_with(account, outcome), renews=request.until)
    if account.stage_override is not None and account.stage_override.stage is Stage.RENEWAL:
        after = revise(after, stage_override=None)
    edits: list[Edit] = []
    counts_from = moment.today
    if book.contracts_of(account.id):
        edits += lines_renewed(book, ids, account, due, request.until, request.arr)
        counts_from = max(moment.today, due) if due is not None else moment.today
    elif request.arr is not None:
        after = revise(after, arr=request.arr)
    edits.append(updated(account, after))
    verb = "Renew" if request.kind is OutcomeKind.RENEWED else "Extend"
    at = ""
    if request.arr is not None:
        at = f" at {money(request.arr, account.currency or book.policy.currency)}"
    says = f"{verb} {account.name} until {short_date(request.until)}{at}"
    return change_of("renew", says, with_crossings(book, edits, [account.id], counts_from), base=book.seq)


def _check_renewal(account: Account, due: date | None, moment: Moment, request: Renew) -> None:
    if request.kind is OutcomeKind.CHURNED:
        refuse("A customer who leaves is recorded as churned, with the day and the reason.")
    _check_day(account, request.on, moment, "agreed")
    if request.until <= request.on:
        refuse(
            f"{account.name} would be renewed until {short_date(request.until)}, not after the day it was agreed. "
            "Give the new renewal date."
        )
    if due is not None and request.until <= due:
        refuse(
            f"{account.name} is due on {short_date(due)} already; a renewal until {short_date(request.until)} would "
            "not take it further. Give a later day, or correct the renewal date instead."
        )
    if request.arr is not None and request.arr < 0:
        refuse(f"The new ARR of {account.name} is below zero. Give 0 or more.")


def _check_day(account: Account, day: date, moment: Moment, what: str) -> None:
    if day > moment.today:
        refuse(f"{short_date(day)} is still to come. Record it on the day it is {what}.")
    if account.started is not None and day < account.started:
        refuse(
            f"{account.name} became a customer on {short_date(account.started)}; {short_date(day)} lies before that."
        )


@dataclass(frozen=True, slots=True)
class Churn:
    """A customer who left."""

    account: int
    """Account id."""
    on: date
    """First day no longer a customer, not in the future."""
    reason: str
    """Why; a churn without a reason teaches nothing."""


@use_case
def churn(book: Book, moment: Moment, ids: IdSource, request: Churn) -> Change:
    """Record that a customer left: its seats, contract lines, follow-ups and handoffs end as of that day."""
    account = an_active_account(book, request.account)
    reason = clean(request.reason)
    _check_day(account, request.on, moment, "over")
    if not reason:
        refuse(f"Say why {account.name} left.")
    contracts = contracts_ended(book, account.id, request.on)
    settles = max((day for day in (renews_on(book, account), *_ends(contracts)) if day is not None), default=None)
    outcome = Outcome(kind=OutcomeKind.CHURNED, on=request.on, due=settles, reason=reason)
    escalation = account.escalation
    if escalation is not None and escalation.closed_on is None:
        escalation = revise(escalation, closed_on=max(request.on, escalation.since))
    after = revise(
        account,
        status=AccountStatus.CHURNED,
        churned_on=request.on,
        churn_reason=reason,
        outcomes=_with(account, outcome),
        crossed=None,
        escalation=escalation,
    )
    edits = [
        updated(account, after),
        *seats_ended(book, account.id, request.on),
        *contracts,
        *work_dropped(book, account.id, request.on),
    ]
    return change_of("churn", f"Churn {account.name} on {short_date(request.on)}", edits, why=reason, base=book.seq)


def _ends(contracts: list[Edit]) -> list[date | None]:
    """The last days of contract lines that were cut short: with the customer gone they are settled too."""
    return [edit.after.until for edit in contracts if isinstance(edit.after, ContractLine)]


def _with(account: Account, outcome: Outcome) -> tuple[Outcome, ...]:
    return tuple(sorted((*account.outcomes, outcome), key=lambda item: item.on))


@dataclass(frozen=True, slots=True)
class Reactivate:
    """A customer who came back."""

    account: int
    """Account id."""
    on: date
    """First day a customer again, not in the future."""
    renews: date | None = None
    """The new renewal date, if known."""
    arr: int | None = None
    """The new ARR in minor units of its currency; None keeps the last one, which ended contract lines do not."""


@use_case
def reactivate(book: Book, moment: Moment, ids: IdSource, request: Reactivate) -> Change:
    """Make a churned account a customer again; its seats are empty and onboarding begins anew."""
    account = the_account(book, request.account)
    if account.archived:
        refuse(f"{account.name} is archived. Bring it back first.")
    if account.status is not AccountStatus.CHURNED:
        refuse(f"{account.name} is a customer already.")
    _check_day(account, request.on, moment, "so")
    if account.churned_on is not None and request.on < account.churned_on:
        refuse(f"{account.name} left on {short_date(account.churned_on)} and cannot have come back before.")
    if request.renews is not None and request.renews <= request.on:
        refuse(f"The renewal date of {account.name} must lie after {short_date(request.on)}.")
    if request.arr is not None and request.arr < 0:
        refuse(f"The ARR of {account.name} is below zero. Give 0 or more.")
    edits = [updated(account, _back(account, request)), *_new_line(book, ids, account, request)]
    says = f"Win {account.name} back on {short_date(request.on)}"
    return change_of("reactivate", says, with_crossings(book, edits, [account.id], moment.today), base=book.seq)


def _back(account: Account, request: Reactivate) -> Account:
    return revise(
        account,
        status=AccountStatus.ACTIVE,
        churned_on=None,
        churn_reason="",
        started=request.on,
        onboarded_on=None,
        stage_override=None,
        renews=request.renews,
        arr=account.arr if request.arr is None else request.arr,
    )


def _new_line(book: Book, ids: IdSource, account: Account, request: Reactivate) -> list[Edit]:
    """The contract line of the new term, where the ARR follows from lines and the old ones have ended."""
    if not book.contracts_of(account.id):
        return []
    if request.arr is None:
        refuse(f"The contract lines of {account.name} have ended. Give the ARR it comes back with.")
    return [
        inserted(
            ContractLine(
                id=ids.take("contracts"), account=account.id, since=request.on, until=request.renews, arr=request.arr
            )
        )
    ]
