"""Rows that are customers who left; what contradicts them is said, not smoothed over."""

from __future__ import annotations

from datetime import date

from core.accounts import Account, Outcome
from core.book.change import Edit, updated
from core.exchange.cells import Cells, RowValues
from core.exchange.kinds.references import refuse_account
from core.exchange.plan import Churned, Fate
from core.exchange.work import Report, Values, Work, pairs_with
from core.schema import revise
from core.wording import counted, short_date
from core.words import AccountStatus, OutcomeKind

_EVENT = "Churn event"


def plan_churn(work: Work, cells: Cells, report: Report) -> None:
    """Plan a file of churn events: the latest one of an account counts, unless something says it stayed."""
    register = work.accounts(report.source)
    events: dict[int, list[RowValues]] = {}
    for row in cells.rows():
        text = row.text("account")
        match = register.refer(text)
        if report.faulty(row, ("churned_on",), text):
            continue
        if match.one is None:
            refuse_account(work, report, row, text, match)
        elif row.get("churned_on") is None:
            report.reject(row, "churned_on", "The row has no date. Fill it in, or remove the row.", text)
        else:
            events.setdefault(match.one, []).append(row)
    edits: list[Edit] = []
    stayed = paying = 0
    for number, rows in sorted(events.items()):
        latest = _latest(report, rows)
        account = work.book.accounts[number]
        why = _against(work, account, latest)
        if why:
            stayed += why == _FLAG
            edits += _noted(report, account, latest, why)
            continue
        paying += _pays(work, account)
        edits += _left(work, report, account, latest)
    work.put(edits)
    _tell(work, report, set(events), stayed, paying)


def _latest(report: Report, rows: list[RowValues]) -> RowValues:
    """The last event; earlier ones are history of an account that came back."""
    latest = max(rows, key=lambda row: (row.get("churned_on"), row.number))
    for row in rows:
        if row is not latest:
            report.leave_out(row, "earlier events of the same account", row.text("account"))
    return latest


_BACK = "the event says that the customer came back"
_FLAG = "the accounts file says that it is still a customer"
_FUTURE = "the date is still to come"
_BEFORE = "the date lies before the customer began"


def _against(work: Work, account: Account, row: RowValues) -> str:
    """What speaks against taking an event as the end of a customer; empty for nothing."""
    if row.get("came_back") is True:
        return _BACK
    if row.get("churned_on") > work.moment.today:
        return _FUTURE
    if account.started is not None and row.get("churned_on") < account.started:
        return _BEFORE
    said = {value for item in account.imported for key, value in item.values if key == "status"}
    return _FLAG if said == {AccountStatus.ACTIVE.value} else ""


def _noted(report: Report, account: Account, row: RowValues, why: str) -> list[Edit]:
    """The event kept as a custom field of an account that stays a customer."""
    text = " · ".join(part for part in (row.get("churned_on").isoformat(), _reason(row)) if part)
    report.leave_out(row, f"{why}: kept as a note", account.name)
    custom = pairs_with(account.custom, {_EVENT: text})
    return [] if custom == account.custom else [updated(account, revise(account, custom=custom))]


def _reason(row: RowValues) -> str:
    return ": ".join(part for part in (row.text("reason"), row.text("feedback")) if part)


def _left(work: Work, report: Report, account: Account, row: RowValues) -> list[Edit]:
    """The account as churned, with day and reason."""
    on: date = row.get("churned_on")
    reason = _reason(row)
    if account.started is not None and on < account.started:
        report.warn(
            row, "churned_on", f"{account.name} became a customer on {short_date(account.started)}, after this."
        )
    fields: Values = {"status": AccountStatus.CHURNED, "churned_on": on, "churn_reason": reason}
    after = revise(account, **with_outcome(account, fields))
    if after == account:
        report.fate(row, Fate.SAME, account.name)
        return []
    report.fate(row, Fate.UPDATE, account.name, f"left on {short_date(on)}")
    work.touched.add(account.id)
    work.churned.append(Churned(account.id, on))
    return [updated(account, after)]


def _pays(work: Work, account: Account) -> bool:
    """Whether contract lines with revenue still run."""
    today = work.moment.today
    return any(line.runs_on(today) and line.arr for line in work.book.contracts_of(account.id))


def _tell(work: Work, report: Report, with_event: set[int], stayed: int, paying: int) -> None:
    """The contradictions between events, flags and contract lines, counted."""
    if stayed:
        report.notes.append(
            f"A churn event against an accounts file that says customer: {counted(stayed, 'account')}. They stay "
            "customers, and the event is kept as a custom field."
        )
    flagged = [
        account
        for account in work.book.accounts.values()
        if account.status is AccountStatus.CHURNED and account.churned_on is None and account.id not in with_event
    ]
    if flagged:
        report.notes.append(
            f"Churned according to the accounts file, without any event: {counted(len(flagged), 'account')}. They "
            "count as churned, without day and reason."
        )
    if paying:
        report.notes.append(
            f"Left, with contract lines that still run: {counted(paying, 'account')}. The lines stay as the file has "
            "them and count for nothing, since the account left."
        )


def with_outcome(before: Account | None, fields: Values) -> Values:
    """The fields with the recorded end of the account, where they say on which day it left."""
    if fields.get("status") is not AccountStatus.CHURNED or fields.get("churned_on") is None:
        return fields
    kept = [o for o in (before.outcomes if before is not None else ()) if o.kind is not OutcomeKind.CHURNED]
    due = fields.get("renews") or (before.renews if before is not None else None)
    reason = fields.get("churn_reason") or ""
    outcome = Outcome(kind=OutcomeKind.CHURNED, on=fields["churned_on"], due=due, reason=reason)
    return {**fields, "outcomes": tuple(sorted((*kept, outcome), key=lambda item: item.on)), "crossed": None}


def left_now(account: Account, today: date) -> Churned:
    """What ends with an account that a file says has left; without a day it ends today."""
    return Churned(account.id, account.churned_on or today)
