"""Living with a finding until a date, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.book.book import Book, IdSource
from core.book.change import Change, change_of, deleted, inserted, updated
from core.errors import RefusalKind
from core.models.rules.registry import RULES
from core.moment import Moment
from core.organisation import Acceptance
from core.schema import revise
from core.usecases.refusing import refuse, use_case
from core.wording import short_date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptFinding:
    """Hide one finding until a date."""

    code: str
    """Code of the rule."""
    subject: str
    """Subject of the finding."""
    reason: str
    """Why the manager lives with it."""
    until: date
    """First day on which it counts again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Let an accepted finding count again from now on."""

    code: str
    """Code of the rule."""
    subject: str
    """Subject of the finding."""


@use_case
def accept(book: Book, moment: Moment, ids: IdSource, request: AcceptFinding) -> Change:
    """Accept a finding with a reason until a date; an earlier acceptance of the same finding is replaced.

    Refused without a reason, for a date that is not in the future, and for a code that no rule has.
    """
    if request.code not in RULES:
        refuse(f"There is no rule {request.code}. Take the code of a finding as check prints it.", RefusalKind.UNKNOWN)
    if not request.subject.strip():
        refuse("Say which finding: its code alone does not tell. Take its id as check prints it.")
    if not request.reason.strip():
        refuse("Say why this finding is accepted; the reason is shown when it returns.")
    if request.until <= moment.today:
        refuse(f"{short_date(request.until)} is not in the future. Say until which later day the finding is accepted.")
    name = f"{request.code}:{request.subject}"
    says = f"Accepted {name} until {short_date(request.until)}"
    before = acceptance_of(book, request.code, request.subject)
    if before is None:
        edit = inserted(
            Acceptance(
                id=ids.take("acceptances"),
                code=request.code,
                subject=request.subject,
                reason=request.reason,
                accepted_on=moment.today,
                until=request.until,
            )
        )
    else:
        fields = {"reason": request.reason, "accepted_on": moment.today, "until": request.until}
        edit = updated(before, revise(before, **fields))
    return change_of("accept", says, [edit], why=request.reason)


@use_case
def withdraw(book: Book, moment: Moment, ids: IdSource, request: Withdraw) -> Change:
    """Take an acceptance back; refused when the finding is not accepted."""
    before = acceptance_of(book, request.code, request.subject)
    name = f"{request.code}:{request.subject}"
    if before is None:
        refuse(f"{name} is not accepted, so there is nothing to take back.", RefusalKind.NOTHING)
    return change_of("withdraw", f"{name} counts again", [deleted(before)])


def acceptance_of(book: Book, code: str, subject: str) -> Acceptance | None:
    """The acceptance of a finding, also one whose date has passed."""
    for acceptance in book.acceptances.all():
        if acceptance.code == code and acceptance.subject == subject:
            return acceptance
    return None
