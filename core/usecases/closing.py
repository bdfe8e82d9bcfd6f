"""What ends with a tenure, an account or a person: seats, covers, follow-ups, handoffs, playbook runs."""

from __future__ import annotations

from datetime import date

from core.book.book import Book
from core.book.change import Edit, deleted, updated
from core.conversations import FollowUp, Run
from core.schema import revise
from core.seats import Handoff, Tenure


def tenure_ended(tenure: Tenure, day: date) -> list[Edit]:
    """The edit that ends a tenure on a day, its first day no longer; none when it has ended by then.

    A tenure that would begin on that day or later is taken out: one of no length says nothing.
    """
    if tenure.since >= day:
        return [deleted(tenure)]
    if tenure.until is not None and tenure.until <= day:
        return []
    return [updated(tenure, revise(tenure, until=day))]


def seats_ended(book: Book, account: int, day: date) -> list[Edit]:
    """The edits that leave an account without holders from a day on."""
    return [edit for tenure in book.tenures_of(account) for edit in tenure_ended(tenure, day)]


def work_dropped(book: Book, account: int, day: date) -> list[Edit]:
    """The edits that give up an account's open follow-ups and close its open handoffs and playbook runs."""
    follow_ups: tuple[FollowUp, ...] = book.followups_of(account)
    handoffs: tuple[Handoff, ...] = book.of_account("handoffs_of_account", account)
    runs: tuple[Run, ...] = book.of_account("runs_of_account", account)
    return [
        *(updated(item, revise(item, dropped=True)) for item in follow_ups if item.is_open),
        *(
            updated(item, revise(item, closed_on=max(day, item.opened_on)))
            for item in handoffs
            if item.closed_on is None
        ),
        *(
            updated(item, revise(item, finished_on=max(day, item.started_on)))
            for item in runs
            if item.finished_on is None
        ),
    ]


def contracts_ended(book: Book, account: int, day: date) -> list[Edit]:
    """The edits that end an account's running and coming contract lines on a day."""
    edits = []
    for line in book.contracts_of(account):
        if line.until is not None and line.until <= day:
            continue
        since = line.since
        edits.append(updated(line, revise(line, until=day if since is None else max(day, since))))
    return edits


def open_tenures(book: Book, person: int, day: date) -> tuple[Tenure, ...]:
    """The tenures a person holds on a day or will hold later."""
    return tuple(t for t in book.tenures_of_person(person) if t.until is None or t.until > day)
