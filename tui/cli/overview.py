"""The book at a glance as text: people with their bars, what is broken, what is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from core.conversations import FollowUp
from core.models.finding import Group
from core.outlook import Outlook
from core.rows import AccountRow
from core.wording import counted, from_today, long_day, money_short
from core.words import HealthBand
from tui.cli.asking import person_rows
from tui.cli.ids import account_id, person_id
from tui.cli.load import load_document, print_bars
from tui.cli.output import Column, document, money_number, put, shown, table

T = TypeVar("T")

MOST = 5
"""Lines of a group that are shown."""

SOON = timedelta(days=7)
"""Follow-ups due within this time are shown."""

_SPANS = (30, 60, 90)
_FINDINGS = (Column("Severity"), Column("Code"), Column("Count", "right"), Column("ARR", "right"), Column("Says"))


def print_overview(outlook: Outlook) -> None:
    """Print the overview of a book."""
    book, today = outlook.book, outlook.moment.today
    plan = book.plan.title if book.plan is not None else "no model chosen yet"
    active = sum(account.is_active for account in book.accounts.values())
    put(shown(f"{book.policy.name} · {plan} · {long_day(today)}"))
    put(f"{counted(_working(outlook), 'person')}, {counted(active, 'account')}")
    _headed("People, hours of the next 30 days")
    print_bars(outlook, person_rows(outlook, ""))
    groups = outlook.findings.groups()
    _headed(f"Findings: {counted(len(groups), 'group')}" if groups else "No findings")
    if groups:
        table(_FINDINGS, [_group_line(group) for group in groups])
    _print_due(outlook)
    _print_renewals(outlook)


def overview_document(outlook: Outlook) -> dict[str, Any]:
    """The overview as a JSON document."""
    today, currency = outlook.moment.today, outlook.book.policy.currency
    renewals = {
        str(days): {
            "accounts": len(rows),
            "arr": money_number(sum(row.arr or 0 for row in rows), currency),
            "at_risk": sum(row.band is HealthBand.AT_RISK for row in rows),
        }
        for days in _SPANS
        for rows in [renewing(outlook, days)]
    }
    return {
        "name": outlook.book.policy.name,
        **load_document(outlook, person_rows(outlook, "")),
        "findings": [
            {"code": group.code, "severity": group.severity.value, "count": group.count, "says": group.says}
            for group in outlook.findings.groups()
        ],
        "due": [
            {
                "id": step.id,
                "account": account_id(step.account),
                "text": step.text,
                "owner": person_id(step.owner),
                "due": step.due.isoformat() if step.due else None,
                "late": step.due is not None and step.due < today,
            }
            for step in due_steps(outlook)
        ],
        "renewals": {**renewals, "past": len(overdue(outlook))},
    }


def tell(outlook: Outlook, *, json: bool) -> None:
    """Print the overview as text or as a JSON document."""
    if json:
        document(overview_document(outlook))
    else:
        print_overview(outlook)


def due_steps(outlook: Outlook) -> list[FollowUp]:
    """The open follow-ups that are late or due within a week, what is due first."""
    last = outlook.moment.today + SOON
    steps = [step for step in outlook.book.followups.all() if step.is_open and step.due and step.due <= last]
    return sorted(steps, key=lambda step: (step.due or last, step.id))


def renewing(outlook: Outlook, days: int) -> list[AccountRow]:
    """The customers whose renewal date comes within some days, the next one first."""
    return _by_renewal(outlook, lambda left: 0 <= left <= days)


def overdue(outlook: Outlook) -> list[AccountRow]:
    """The customers whose renewal date has passed without an outcome."""
    return _by_renewal(outlook, lambda left: left < 0)


def _by_renewal(outlook: Outlook, fits: Callable[[int], bool]) -> list[AccountRow]:
    rows = [row for row in outlook.rows.listed() if row.active and row.renews_in is not None and fits(row.renews_in)]
    return sorted(rows, key=lambda row: (row.renews or date.max, row.id))


def _working(outlook: Outlook) -> int:
    today = outlook.moment.today
    return sum(person.works_on(today) for person in outlook.book.people.values())


def _headed(title: str) -> None:
    put()
    put(title)


def _group_line(group: Group) -> list[str]:
    return [group.severity.value, group.code, str(group.count), money_short(group.arr), group.says]


def _print_due(outlook: Outlook) -> None:
    today = outlook.moment.today
    steps = due_steps(outlook)
    late = sum(step.due is not None and step.due < today for step in steps)
    _headed(f"Follow-ups due within a week: {len(steps):,}, {late:,} of them late")
    _listed(steps, lambda step: _step_text(outlook, step))


def _step_text(outlook: Outlook, step: FollowUp) -> str:
    due = from_today((step.due - outlook.moment.today).days) if step.due else ""
    account = outlook.book.accounts[step.account].name if step.account is not None else "no account"
    return f"{account}: {step.text} ({due})"


def _print_renewals(outlook: Outlook) -> None:
    parts = []
    for days in _SPANS:
        rows = renewing(outlook, days)
        risk = sum(row.band is HealthBand.AT_RISK for row in rows)
        arr = money_short(sum(row.arr or 0 for row in rows), outlook.book.policy.currency)
        parts.append(f"{days} days: {len(rows):,} with {arr}, {risk:,} at risk")
    past = overdue(outlook)
    _headed(f"Renewals within {'; '.join(parts)}; {len(past):,} past without an outcome")
    _listed([*past, *renewing(outlook, _SPANS[0])], _renewal_text)


def _renewal_text(row: AccountRow) -> str:
    when = from_today(row.renews_in) if row.renews_in is not None else ""
    arr = money_short(row.arr) if row.arr is not None else "ARR not known"
    return f"{row.name}, {row.owner or 'nobody'}, {arr} ({when})"


def _listed(items: list[T], text: Callable[[T], str]) -> None:
    for item in items[:MOST]:
        put(shown(f"  {text(item)}"))
    if len(items) > MOST:
        put(f"  and {len(items) - MOST:,} more")
