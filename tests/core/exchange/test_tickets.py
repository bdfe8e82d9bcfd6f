from __future__ import annotations

from datetime import date

from core.desk import Desk
from core.words import ReadingKind
from tests.core.exchange.files import TODAY, bring, desk_of, plan

TICKETS = """ticket_id,account_id,submitted_at,closed_at,priority
T1,A1,2026-01-20,2026-02-03 03:00,high
T2,A1,2026-03-10,,low
T3,A1,2026-03-11,2026-03-20,low
"""


def with_account() -> Desk:
    desk = desk_of()
    bring(desk, "Account ID,Account Name\nA1,Acme\n")
    return desk


def counts(desk: Desk) -> dict[date, int | None]:
    return {r.on: r.value for r in desk.book.readings_of(1) if r.kind is ReadingKind.TICKETS}


def test_tickets_become_the_number_open_today_and_at_the_ends_of_months() -> None:
    desk = with_account()
    made = bring(desk, TICKETS)
    assert counts(desk) == {date(2026, 1, 31): 1, date(2026, 2, 28): 0, TODAY: 2}
    assert (made.kind, made.accepted, made.created) == ("tickets", 3, 3)


def test_the_same_tickets_again_change_nothing_and_later_ones_correct_the_number() -> None:
    desk = with_account()
    bring(desk, TICKETS)
    assert plan(desk, TICKETS).edits == ()
    made = bring(desk, TICKETS.replace("2026-03-10,,", "2026-03-10,2026-03-12,"))
    assert made.updated == 1
    assert counts(desk)[TODAY] == 1


def test_tickets_of_unknown_accounts_repeated_ids_and_missing_days_are_rejected() -> None:
    made = plan(with_account(), f"{TICKETS}T1,A1,2026-01-20,,x\nT8,A9,2026-01-20,,x\nT9,A1,,,x\n")
    assert [issue.column for issue in made.files[0].issues] == ["ticket_id", "account_id", "submitted_at"]
    assert made.rejected == 3
