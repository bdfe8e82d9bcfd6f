"""Rows that are support tickets: counted per account, not kept one by one."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from core.accounts import Reading
from core.book.change import Edit, inserted, updated
from core.exchange.cells import Cells
from core.exchange.kinds.references import refuse_account
from core.exchange.plan import Fate
from core.exchange.work import Report, Work
from core.schema import revise
from core.wording import counted, short_date
from core.words import ReadingKind

MONTHS = 6
"""How many months back the number of open tickets is kept."""


def plan_tickets(work: Work, cells: Cells, report: Report) -> None:
    """Plan a file of tickets: the number open today and at the end of each of the last months."""
    register = work.accounts(report.source)
    seen: dict[str, int] = {}
    spans: dict[int, list[tuple[date, date | None]]] = {}
    for row in cells.rows():
        text, external = row.text("account"), row.text("id")
        if report.faulty(row, ("opened", "closed"), external):
            continue
        match = register.refer(text)
        if match.one is None:
            refuse_account(work, report, row, text, match)
        elif external in seen:
            says = f"It repeats the id “{external}” of row {seen[external]}. Keep one of the two rows."
            report.reject(row, "id", says, external)
        elif row.get("opened") is None:
            report.reject(
                row, "opened", "The ticket has no day it was opened. Fill it in, or remove the row.", external
            )
        else:
            seen[external] = row.number
            spans.setdefault(match.one, []).append((row.get("opened"), row.get("closed")))
            report.fate(row, Fate.SAME, external, work.book.accounts[match.one].name)
    report.created = report.updated = report.unchanged = 0
    work.put(_readings(work, report, spans))
    _tell(work, report, spans)


def days_of(today: date) -> list[date]:
    """The ends of the last months and today, oldest first."""
    days = [today]
    first = today.replace(day=1)
    for _ in range(MONTHS):
        last = first - timedelta(days=1)
        if last != today:
            days.append(last)
        first = last.replace(day=1)
    return sorted(days)


def _readings(work: Work, report: Report, spans: dict[int, list[tuple[date, date | None]]]) -> list[Edit]:
    days = days_of(work.moment.today)
    edits: list[Edit] = []
    for number, tickets in sorted(spans.items()):
        known = {
            reading.on: reading
            for reading in work.book.readings_of(number)
            if reading.kind is ReadingKind.TICKETS and reading.source == report.source
        }
        first = min(opened for opened, _ in tickets)
        for day in days:
            count = sum(1 for opened, closed in tickets if opened <= day and (closed is None or closed > day))
            before = known.get(day)
            if before is not None and before.value != count:
                report.updated += 1
                edits.append(updated(before, revise(before, value=count)))
            elif before is not None:
                report.unchanged += 1
            elif day >= first:
                report.created += 1
                edits.append(inserted(_reading(work, report, number, day, count)))
    return edits


def _reading(work: Work, report: Report, account: int, day: date, count: int) -> Reading:
    number = work.ids.take("readings")
    kind = ReadingKind.TICKETS
    return Reading(id=number, account=account, kind=kind, on=day, value=count, source=report.source)


def _tell(work: Work, report: Report, spans: dict[int, list[tuple[date, date | None]]]) -> None:
    today = work.moment.today
    still = Counter(
        number for number, tickets in spans.items() for opened, closed in tickets
        if opened <= today and (closed is None or closed > today)
    )  # fmt: skip
    total = sum(len(tickets) for tickets in spans.values())
    report.notes.append(
        f"{counted(total, 'ticket')} of {counted(len(spans), 'account')}; {sum(still.values()):,} open on "
        f"{short_date(today)}. Kept as the number of open tickets today and at the end of the last {MONTHS} months, "
        "not one by one."
    )
