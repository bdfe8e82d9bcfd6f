from __future__ import annotations

from datetime import date

from core.desk import Desk
from core.exchange.plan import ImportPlan
from core.words import AccountStatus, OutcomeKind
from tests.core.exchange.files import TODAY, account, bring, desk_of, plan

PEOPLE = "Name,Email,FTE\nAna Ruiz,ana@x.example,1\n"
ACCOUNTS = """Account ID,Account Name,Start Date,Churn Flag,CSM
A1,Left,2024-01-01,TRUE,Ana Ruiz
A2,Stayed,2024-01-01,FALSE,Ana Ruiz
A3,Silent,2024-01-01,TRUE,Ana Ruiz
A4,Plain,2024-01-01,,Ana Ruiz
"""
EVENTS = """churn_event_id,account_id,churn_date,reason_code,feedback_text
C1,A1,2025-03-01,pricing,too expensive
C2,A1,2025-12-01,support,
C3,A2,2025-06-01,budget,missing features
C4,A4,2025-07-01,,
"""


def issues(made: ImportPlan) -> list[str]:
    return [str(issue) for issue in made.files[0].issues]


def with_accounts() -> Desk:
    desk = desk_of()
    bring(desk, PEOPLE, ACCOUNTS)
    return desk


def test_the_latest_event_gives_day_and_reason() -> None:
    desk = with_accounts()
    made = bring(desk, EVENTS)
    left = account(desk, "Left")
    assert (left.status, left.churned_on, left.churn_reason) == (AccountStatus.CHURNED, date(2025, 12, 1), "support")
    assert [(item.kind, item.on) for item in left.outcomes] == [(OutcomeKind.CHURNED, date(2025, 12, 1))]
    assert (made.kind, made.updated) == ("churn", 2)
    assert dict(made.files[0].left_out)["earlier events of the same account"] == 1


def test_an_event_of_an_account_whose_file_says_customer_is_kept_as_a_note_and_said() -> None:
    desk = with_accounts()
    made = bring(desk, EVENTS)
    stayed = account(desk, "Stayed")
    assert stayed.is_active
    assert dict(stayed.custom)["Churn event"] == "2025-06-01 · budget: missing features"
    assert any(
        note.startswith("A churn event against an accounts file that says customer: 1 account.") for note in made.notes
    )


def test_a_flag_without_an_event_counts_and_is_said() -> None:
    desk = with_accounts()
    made = bring(desk, EVENTS)
    silent = account(desk, "Silent")
    assert (silent.status, silent.churned_on) == (AccountStatus.CHURNED, None)
    assert any("Churned according to the accounts file, without any event: 1 account." in note for note in made.notes)


def test_an_event_is_enough_where_the_accounts_file_says_nothing() -> None:
    desk = with_accounts()
    bring(desk, EVENTS)
    assert account(desk, "Plain").churned_on == date(2025, 7, 1)


def test_seats_and_open_work_end_with_the_account() -> None:
    desk = with_accounts()
    bring(desk, EVENTS)
    plain = account(desk, "Plain")
    assert [tenure.until for tenure in desk.book.tenures_of(plain.id)] == [date(2025, 7, 1)]
    assert not any(t.holds_on(TODAY) for t in desk.book.tenures_of(account(desk, "Left").id))


def test_events_that_cannot_be_true_are_kept_as_notes() -> None:
    desk = with_accounts()
    made = bring(desk, "churn_event_id,account_id,churn_date\nC1,A4,2023-01-01\n")
    assert account(desk, "Plain").is_active
    assert "the date lies before the customer began: kept as a note" in dict(made.files[0].left_out)
    made = bring(desk, "churn_event_id,account_id,churn_date\nC2,A4,2027-01-01\n")
    assert account(desk, "Plain").is_active
    assert "the date is still to come: kept as a note" in dict(made.files[0].left_out)


def test_running_contract_lines_of_an_account_that_left_are_said() -> None:
    desk = with_accounts()
    bring(desk, "Contract ID,Account ID,Start Date,ARR\nS1,A1,2024-01-01,500\n")
    made = bring(desk, EVENTS)
    assert any("Left, with contract lines that still run: 1 account." in note for note in made.notes)


def test_unknown_accounts_and_rows_without_a_date_are_rejected() -> None:
    desk = with_accounts()
    made = plan(desk, "churn_event_id,account_id,churn_date\nC1,A9,2025-01-01\nC2,A1,\nC3,A1,someday\n")
    assert made.rejected == 3
    assert "There is no account “A9”" in issues(made)[0]
    assert "row 3, column “churn_date”: The row has no date" in issues(made)[1]


def test_the_same_events_again_change_nothing() -> None:
    desk = with_accounts()
    bring(desk, EVENTS)
    again = plan(desk, EVENTS)
    assert (again.updated, again.edits, again.churned) == (0, (), ())
