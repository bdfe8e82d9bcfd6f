from __future__ import annotations

from datetime import date

from core.desk import Desk
from core.exchange.plan import ImportPlan
from core.journey import arr_on, renews_on
from tests.core.exchange.files import TODAY, account, bring, desk_of, plan

ACCOUNTS = "Account ID,Account Name\nA1,Acme\nA2,Beta\n"
LINES = """subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,arr_amount,is_trial,churn_flag,auto_renew_flag
S1,A1,13-12-2023,,Pro,10,1000,12000,FALSE,FALSE,TRUE
S2,A1,01-05-2024,,Basic,5,100,1200,FALSE,FALSE,TRUE
S3,A1,01-05-2023,01-05-2024,Basic,5,100,1200,FALSE,TRUE,FALSE
S4,A2,01-02-2026,,Pro,5,0,0,TRUE,FALSE,FALSE
"""  # noqa: E501 - the header as the file has it


def issues(made: ImportPlan) -> list[str]:
    return [str(issue) for issue in made.files[0].issues]


def with_accounts() -> Desk:
    desk = desk_of()
    bring(desk, ACCOUNTS)
    return desk


def test_subscriptions_become_contract_lines_and_arr_follows_from_those_that_run() -> None:
    desk = with_accounts()
    made = bring(desk, LINES)
    assert (made.kind, made.created, made.rejected) == ("contracts", 4, 0)
    acme = account(desk, "Acme")
    assert arr_on(desk.book, acme, TODAY) == 1_320_000
    assert arr_on(desk.book, acme, date(2023, 12, 12)) == 120_000
    line = desk.book.contracts_of(acme.id)[0]
    assert (line.product, line.since, line.until, line.seats) == ("Pro", date(2023, 12, 13), None, 10)
    assert (line.auto_renews, line.trial, line.external_ids) == (True, False, (("crm", "S1"),))


def test_trials_carry_no_arr() -> None:
    desk = with_accounts()
    bring(desk, LINES)
    assert arr_on(desk.book, account(desk, "Beta"), TODAY) == 0


def test_lines_without_an_end_renew_on_the_anniversary_of_the_largest_and_that_is_inferred() -> None:
    desk = with_accounts()
    made = bring(desk, LINES)
    acme = account(desk, "Acme")
    assert (acme.renews, renews_on(desk.book, acme)) == (date(2026, 12, 13), date(2026, 12, 13))
    assert "renews" in acme.inferred
    assert account(desk, "Beta").renews is None
    assert ("renews", 1) in made.files[0].inferred


def test_lines_with_an_end_say_themselves_when_they_renew() -> None:
    desk = with_accounts()
    bring(desk, "Contract ID,Account,Start Date,End Date,ARR\nC1,Acme,2025-07-01,2026-07-01,5000\n")
    acme = account(desk, "Acme")
    assert acme.renews is None
    assert renews_on(desk.book, acme) == date(2026, 7, 1)


def test_a_renewal_date_that_was_given_is_not_inferred_over() -> None:
    desk = desk_of()
    bring(desk, "Account ID,Account Name,Renewal Date\nA1,Acme,2027-01-01\nA2,Beta,\n")
    bring(desk, LINES)
    assert account(desk, "Acme").renews == date(2027, 1, 1)


def test_the_segment_follows_from_the_lines() -> None:
    desk = with_accounts()
    bring(desk, LINES.replace(",12000,", ",120000,"))
    assert account(desk, "Acme").segment == "ent"


def test_the_same_lines_again_change_nothing() -> None:
    desk = with_accounts()
    bring(desk, LINES)
    again = plan(desk, LINES)
    assert (again.created, again.updated, again.files[0].unchanged, again.edits) == (0, 0, 4, ())


def test_a_line_is_updated_by_its_id() -> None:
    desk = with_accounts()
    bring(desk, LINES)
    made = bring(desk, LINES.replace("01-05-2024,,Basic", "01-05-2024,01-04-2026,Basic"))
    assert (made.created, made.updated) == (0, 1)
    assert desk.book.contracts_of(1)[1].until == date(2026, 4, 1)


def test_a_line_of_an_unknown_account_is_rejected() -> None:
    made = plan(desk_of(), LINES)
    assert (made.created, made.rejected) == (0, 4)
    assert issues(made)[0] == (
        "row 2, column “account_id”: There is no account “A1”. Import the accounts first, or correct it."
    )


def test_accounts_and_lines_may_come_together_in_any_order() -> None:
    desk = desk_of()
    made = bring(desk, LINES, ACCOUNTS)
    assert (made.kind, made.created, made.rejected) == ("accounts, contracts", 6, 0)


def test_a_line_that_ends_before_it_begins_is_rejected() -> None:
    desk = with_accounts()
    made = plan(desk, "Contract ID,Account,Start Date,End Date,ARR\nC1,Acme,2026-07-01,2025-07-01,5000\n")
    assert "row 2, column “End Date”: The line ends on 1 Jul 2025, before it begins on 1 Jul 2026" in issues(made)[0]


def test_a_repeated_id_negative_amounts_and_bad_dates_are_rejected() -> None:
    desk = with_accounts()
    rows = "C1,Acme,2026-01-01,,5\nC1,Acme,2026-01-01,,6\nC2,Acme,2026-01-01,,-5\nC3,Acme,soon,,5\n"
    made = plan(desk, f"Contract ID,Account,Start Date,End Date,ARR\n{rows}")
    assert (made.created, made.rejected) == (1, 3)
    assert [issue.column for issue in made.files[0].issues] == ["Contract ID", "ARR", "Start Date"]


def test_monthly_amounts_and_currencies_are_understood() -> None:
    desk = with_accounts()
    bring(desk, "Contract ID,Account,Start Date,MRR,Currency\nC1,Acme,2026-01-01,100,EUR\n")
    line = desk.book.contracts_of(1)[0]
    assert (line.arr, line.currency) == (120_000, "EUR")


def test_lines_without_ids_are_known_by_account_product_and_start() -> None:
    desk = with_accounts()
    rows = "Account,Product,Start Date,ARR\nAcme,Pro,2026-01-01,100\n"
    bring(desk, rows)
    made = bring(desk, rows.replace(",100", ",200"))
    assert (made.created, made.updated) == (0, 1)
    assert [line.arr for line in desk.book.contracts_of(1)] == [20_000]


def test_columns_without_a_place_are_left_out_and_listed_so() -> None:
    uses = plan(with_accounts(), LINES).files[0].uses
    assert [use.column for use in uses if use.field == "-"] == ["churn_flag"]
