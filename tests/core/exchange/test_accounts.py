from __future__ import annotations

from datetime import date

import pytest

from core.desk import Desk, Done
from core.errors import RefusalKind
from core.exchange.fields import Kind
from core.exchange.plan import Fate, ImportPlan, QuestionKind
from core.journey import arr_on, health_of
from core.policy import Policy, Rate
from core.usecases.edit import EditAccount, edit_account
from core.when import DateOrder
from core.words import AccountStatus, HealthBand, Touch
from tests.core.exchange.files import TODAY, accept, account, bring, desk_of, fresh_book, plan, refused

HEADER = (
    "Account ID,Account Name,ARR,Renewal Date,Start Date,Industry,Region,Touch,Complexity,Tags,Website,Health,NPS,"
    "Last Activity,Key Account,Shoe Size"
)
FULL = f"""{HEADER}
001,Acme,"$120,000",2026-09-01,2023-09-01,Robotics,EMEA,High,complex,b; a,https://www.acme.com,Green,40,2026-03-01,yes,44
002,Beta,9000,2026-05-01,2025-05-01,Food,APAC,,,,beta.io,55,,,no,
"""


def issues(made: ImportPlan) -> list[str]:
    return [str(issue) for issue in made.files[0].issues]


def test_new_accounts_get_what_the_file_says() -> None:
    desk = desk_of()
    made = bring(desk, FULL)
    assert (made.kind, made.rows, made.accepted, made.rejected, made.created, made.updated) == (
        "accounts",
        2,
        2,
        0,
        2,
        0,
    )
    acme = account(desk, "Acme")
    assert (acme.arr, acme.renews, acme.started) == (12_000_000, date(2026, 9, 1), date(2023, 9, 1))
    assert (acme.industry, acme.region, acme.touch, acme.tags) == ("Robotics", "EMEA", Touch.HIGH, ("a", "b"))
    assert (acme.website, acme.key_account, acme.last_touch_imported) == ("acme.com", True, date(2026, 3, 1))
    assert acme.external_ids == (("crm", "001"),)
    assert acme.custom == (("Shoe Size", "44"),)
    assert health_of(desk.book, acme.id, TODAY).band is HealthBand.GOOD
    assert health_of(desk.book, account(desk, "Beta").id, TODAY).value == 55


def test_the_segment_follows_from_arr_and_is_marked_as_inferred() -> None:
    desk = desk_of()
    made = bring(desk, FULL)
    assert [(a.segment, a.inferred) for a in desk.book.accounts.all()] == [
        ("ent", ("segment",)),
        ("small", ("segment",)),
    ]
    assert ("segment", 2) in made.files[0].inferred


def test_nothing_is_written_by_looking() -> None:
    desk = desk_of()
    before = desk.book
    plan(desk, FULL)
    assert desk.book is before


def test_the_same_file_again_changes_nothing() -> None:
    desk = desk_of()
    bring(desk, FULL)
    again = plan(desk, FULL)
    assert (again.created, again.updated, again.files[0].unchanged) == (0, 0, 2)
    assert refused(desk, again).kind is RefusalKind.NOTHING


def test_the_import_is_one_change_that_can_be_taken_back() -> None:
    desk = desk_of()
    bring(desk, FULL)
    desk.undo()
    assert len(desk.book.accounts) == 0


# The three-way merge ---------------------------------------------------------------------------------------------

BASE = "Account ID,Account Name,ARR,Industry\n1,Acme,1000,Food\n"


def edit(desk: Desk, **fields: object) -> None:
    outcome = desk.do(edit_account, EditAccount(account(desk, "Acme").id, tuple(fields.items())))
    assert isinstance(outcome, Done)


def test_what_was_changed_here_stays_while_the_file_says_what_it_said() -> None:
    desk = desk_of()
    bring(desk, BASE)
    edit(desk, industry="Drinks")
    made = bring(desk, BASE.replace("1000", "2000"))
    acme = account(desk, "Acme")
    assert (acme.industry, acme.arr) == ("Drinks", 200_000)
    assert made.conflicts == ()


def test_what_changed_on_both_sides_stays_ours_and_is_listed() -> None:
    desk = desk_of()
    bring(desk, BASE)
    edit(desk, industry="Drinks")
    made = bring(desk, BASE.replace("Food", "Snacks"))
    assert account(desk, "Acme").industry == "Drinks"
    assert str(made.conflicts[0]) == "Acme, industry: we hold “Drinks”, the file says “Snacks” (last imported: Food)"


def test_a_conflict_can_be_decided_for_the_file() -> None:
    desk = desk_of()
    bring(desk, BASE)
    edit(desk, industry="Drinks", arr=500)
    made = plan(desk, BASE.replace("Food", "Snacks").replace("1000", "3000"))
    keys = [conflict.key for conflict in made.conflicts]
    assert len(keys) == 2
    accept(desk, made, *keys)
    assert (account(desk, "Acme").industry, account(desk, "Acme").arr) == ("Snacks", 300_000)


def test_a_conflict_is_asked_once() -> None:
    desk = desk_of()
    bring(desk, BASE)
    edit(desk, industry="Drinks")
    changed = BASE.replace("Food", "Snacks")
    bring(desk, changed)
    assert plan(desk, changed).conflicts == ()


def test_a_cell_that_became_empty_clears_what_we_did_not_touch() -> None:
    desk = desk_of()
    bring(desk, BASE)
    bring(desk, BASE.replace("Food", ""))
    assert account(desk, "Acme").industry == ""


def test_a_long_note_that_was_edited_here_stays() -> None:
    desk = desk_of()
    rows = 'Account Name,Notes\nAcme,"' + "long line of words\n" * 40 + '"\n'
    bring(desk, rows)
    edit(desk, notes="Ours now")
    again = plan(desk, rows)
    assert (again.conflicts, again.edits) == ((), ())


def test_two_sources_are_remembered_apart() -> None:
    desk = desk_of()
    accept(desk, plan(desk, BASE, source="crm"))
    made = plan(desk, "Account Name,Industry\nAcme,Toys\n", source="billing")
    accept(desk, made)
    acme = account(desk, "Acme")
    assert acme.industry == "Food"
    assert [item.source for item in acme.imported] == ["billing", "crm"]
    assert len(made.conflicts) == 1


def test_an_inferred_segment_gives_way_to_a_given_one() -> None:
    desk = desk_of()
    bring(desk, FULL)
    bring(desk, "Account ID,Account Name,Segment\n001,Acme,Mid-Market\n")
    assert (account(desk, "Acme").segment, account(desk, "Acme").inferred) == ("mid", ())


def test_arr_that_crosses_a_segment_line_is_remembered_with_its_day() -> None:
    desk = desk_of()
    bring(desk, BASE)
    bring(desk, BASE.replace("1000", "60000"))
    crossed = account(desk, "Acme").crossed
    assert crossed is not None
    assert (crossed.to, crossed.on) == ("mid", TODAY)


# Matching --------------------------------------------------------------------------------------------------------


def test_an_account_is_found_again_by_its_domain_and_takes_the_id() -> None:
    desk = desk_of()
    bring(desk, "Account Name,Website\nAcme Inc,acme.com\n")
    made = bring(desk, "Account ID,Account Name,Website,Industry\n7,Acme Incorporated,www.acme.com,Food\n")
    assert (made.created, made.updated) == (0, 1)
    assert account(desk, "Acme Incorporated").external_ids == (("crm", "7"),)


def test_a_name_that_fits_two_accounts_is_ambiguous_and_rejected() -> None:
    desk = desk_of()
    bring(desk, "Account ID,Account Name\n1,Acme\n2,Acme\n")
    made = plan(desk, "Account Name,Industry\nAcme,Food\nBeta,Toys\n")
    assert (made.created, made.rejected) == (1, 1)
    assert "row 2" in made.ambiguous[0]
    assert "fits 2 accounts by name: A1 Acme and A2 Acme" in made.ambiguous[0]


def test_two_customers_of_one_name_with_ids_are_two_accounts_and_said_so() -> None:
    made = plan(desk_of(), "Account ID,Account Name\n1,Acme\n2,Acme\n")
    assert made.created == 2
    assert "row 3, column “Account Name”: Row 2 has the same name and another id" in issues(made)[0]


def test_a_repeated_id_is_rejected_with_both_rows() -> None:
    made = plan(desk_of(), "Account ID,Account Name\n1,Acme\n1,Beta\n")
    assert (made.created, made.rejected) == (1, 1)
    assert issues(made) == [
        "row 3, column “Account ID”: It repeats the id “1” of row 2. Keep one row, or give each its own id."
    ]


def test_a_repeated_name_without_ids_is_rejected() -> None:
    made = plan(desk_of(), "Account Name,ARR\nAcme,1\nACMÉ,2\n")
    assert (made.created, made.rejected) == (1, 1)


def test_two_rows_that_mean_one_account_are_not_both_taken() -> None:
    desk = desk_of()
    bring(desk, "Account Name,Website\nAcme,acme.com\n")
    made = plan(desk, "Account Name,Website\nAcme,\nAcme Labs,acme.com\n")
    assert made.rejected == 1
    assert "same account as row 2 (A1)" in issues(made)[0]


# Figures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("-500", "“-500” is below zero"),
        ('"(1,200)"', "“(1,200)” is below zero"),
        ("lots", "“lots” is not an amount"),
        ("=cmd|' /C calc'!A0", "is not an amount"),
    ],
)
def test_negative_and_textual_arr_reject_their_row_with_row_and_column(cell: str, says: str) -> None:
    made = plan(desk_of(), f"Account Name,ARR\nAcme,{cell}\nBeta,5\n")
    assert (made.created, made.rejected) == (1, 1)
    assert issues(made)[0].startswith("row 2, column “ARR”: ")
    assert says in issues(made)[0]
    assert made.files[0].rejects[0][:2] == (2, ("Acme", cell.strip('"')))


def test_mrr_times_twelve_is_inferred_arr() -> None:
    desk = desk_of()
    bring(desk, "Account Name,MRR\nAcme,1000\n")
    assert (account(desk, "Acme").arr, account(desk, "Acme").inferred) == (1_200_000, ("arr", "segment"))


def test_the_first_file_gives_an_empty_book_its_currency() -> None:
    desk = desk_of()
    made = bring(desk, "Account Name,ARR\nAcme,1.200 €\nBeta,900 €\n")
    assert desk.book.policy.currency == "EUR"
    assert account(desk, "Acme").arr == 120_000
    assert "currency becomes EUR" in made.notes[0]


def test_a_second_currency_without_a_rate_is_asked_about_and_left_out_of_sums() -> None:
    desk = desk_of()
    made = bring(desk, "Account Name,ARR,Currency\nAcme,1000,USD\nBeta,2000,EUR\n")
    question = next(q for q in made.questions if q.kind is QuestionKind.CURRENCY)
    assert (question.subject, question.blocks) == ("EUR", False)
    assert "no rate from EUR into USD" in question.says
    assert account(desk, "Beta").arr == 200_000
    assert arr_on(desk.book, account(desk, "Beta"), TODAY) is None


def test_a_currency_with_a_rate_needs_no_answer() -> None:
    policy = Policy(rates=(Rate(currency="EUR", on=date(2026, 1, 1), millionths=1_100_000),))
    desk = desk_of(fresh_book(policy=(policy,)))
    made = bring(desk, "Account Name,ARR,Currency\nAcme,1000,USD\nBeta,2000,EUR\n")
    assert made.questions == ()
    assert arr_on(desk.book, account(desk, "Beta"), TODAY) == 220_000


# Dates -----------------------------------------------------------------------------------------------------------

AMBIGUOUS = "Account Name,Renewal Date\nAcme,03-04-2026\nBeta,05-06-2026\n"


def test_dates_that_fit_two_orders_are_a_question_that_stops_the_import() -> None:
    desk = desk_of()
    made = plan(desk, AMBIGUOUS)
    assert "Column “Renewal Date”: “03-04-2026” can be 3 Apr 2026 or 4 Mar 2026" in made.blocking[0].says
    answer = refused(desk, made)
    assert answer.details[0].endswith("Say whether the day or the month comes first.")
    assert len(desk.book.accounts) == 0


@pytest.mark.parametrize(("order", "renews"), [(DateOrder.DMY, date(2026, 4, 3)), (DateOrder.MDY, date(2026, 3, 4))])
def test_the_answer_decides_them(order: DateOrder, renews: date) -> None:
    desk = desk_of()
    bring(desk, AMBIGUOUS, dates=order)
    assert account(desk, "Acme").renews == renews


def test_another_column_of_the_file_decides_them_and_it_is_said() -> None:
    desk = desk_of()
    made = bring(desk, "Account Name,Start Date,Renewal Date\nAcme,31-12-2024,03-04-2026\n")
    assert account(desk, "Acme").renews == date(2026, 4, 3)
    assert "read as day, month, year, like the other dates" in made.notes[0]


def test_a_date_that_does_not_exist_is_left_out_and_the_row_is_taken() -> None:
    desk = desk_of()
    made = bring(desk, "Account Name,Renewal Date\nAcme,2026-02-31\n")
    assert account(desk, "Acme").renews is None
    assert "row 2, column “Renewal Date”: “2026-02-31” is not a date" in issues(made)[0]


# Status ----------------------------------------------------------------------------------------------------------


def test_prospects_are_left_out_and_counted() -> None:
    made = plan(desk_of(), "Account Name,Status\nAcme,Customer\nBeta,Prospect\nGamma,prospect\n")
    assert (made.rows, made.created, made.accepted) == (3, 1, 1)
    assert dict(made.files[0].left_out) == {"no customers: status Prospect": 1, "no customers: status prospect": 1}


def test_a_customer_who_left_is_churned_with_day_and_reason() -> None:
    desk = desk_of()
    bring(desk, "Account Name,Status,Churn Date,Churn Reason\nAcme,Cancelled,2026-01-31,price\n")
    acme = account(desk, "Acme")
    assert (acme.status, acme.churned_on, acme.churn_reason) == (AccountStatus.CHURNED, date(2026, 1, 31), "price")
    assert acme.outcomes[0].on == date(2026, 1, 31)


def test_an_account_that_leaves_in_the_file_loses_its_holders() -> None:
    desk = desk_of()
    rows = "Account ID,Account Name,Status,Owner\n1,Acme,Active,Ana Ruiz\n"
    bring(desk, "Name,Email,FTE\nAna Ruiz,ana@x.example,1\n", rows)
    assert desk.book.tenures_of(1)[0].until is None
    bring(desk, rows.replace("Active", "Churned"))
    assert account(desk, "Acme").status is AccountStatus.CHURNED
    assert not any(tenure.holds_on(TODAY) for tenure in desk.book.tenures_of(1))


def test_a_churn_date_beside_a_customer_is_a_contradiction_that_is_said() -> None:
    desk = desk_of()
    made = bring(desk, "Account Name,Churned,Churn Date\nAcme,FALSE,2026-01-31\n")
    assert account(desk, "Acme").is_active
    assert "says it is a customer; it stays one" in issues(made)[0]


# Families, words, names ------------------------------------------------------------------------------------------


def test_parents_are_found_by_name_or_id_in_any_order_of_rows() -> None:
    desk = desk_of()
    bring(desk, "Account ID,Account Name,Parent Account\n1,Acme Labs,Acme\n2,Acme,\n3,Acme North,2\n")
    acme = account(desk, "Acme").id
    assert [account(desk, name).parent for name in ("Acme Labs", "Acme North", "Acme")] == [acme, acme, None]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("Acme,Acme\n", "Acme would be its own parent"),
        ("Acme,Beta\nBeta,Acme\n", "Beta would be its own parent"),
        ("Acme,Nobody\n", "“Nobody” is no account of the book"),
    ],
)
def test_a_parent_that_cannot_be_is_left_out_with_a_sentence(rows: str, says: str) -> None:
    desk = desk_of()
    made = bring(desk, f"Account Name,Parent\n{rows}")
    assert says in issues(made)[0]
    assert made.rejected == 0


def test_a_segment_the_book_does_not_have_is_kept_as_a_word_and_said() -> None:
    desk = desk_of()
    made = bring(desk, "Account Name,Segment,ARR\nAcme,Galactic,5000\n")
    assert dict(account(desk, "Acme").custom)["segment"] == "Galactic"
    assert account(desk, "Acme").segment == "small"
    assert "“Galactic”, which the book does not have" in made.notes[0]


TROUBLE = [
    "Acme [/EMEA]",
    "=cmd|' /C calc'!A0",
    "\x1b]0;owned\x07Evil",
    "شركة النخيل",
    "株式会社青葉",
    "A\u202eB",
    "a" * 500,
]


@pytest.mark.parametrize("name", TROUBLE)
def test_any_name_is_taken_as_the_book_keeps_names(name: str) -> None:
    desk = desk_of()
    bring(desk, f'Account Name,ARR\n"{name}",5\n')
    kept = desk.book.accounts.all()[0].name
    assert kept
    assert len(kept) <= 200
    assert "\x1b" not in kept
    assert "\u202e" not in kept


def test_a_row_without_a_name_and_id_is_rejected() -> None:
    made = plan(desk_of(), "Account Name,ARR\n,5\n", kind=Kind.ACCOUNTS)
    assert "neither a name nor an id" in issues(made)[0]


def test_every_row_has_a_fate_in_order() -> None:
    made = plan(desk_of(), "Account Name,ARR,Status\nAcme,5,Customer\nBeta,-1,Customer\nGamma,1,Prospect\n")
    assert [(row.row, row.fate) for row in made.files[0].plans] == [
        (2, Fate.CREATE), (3, Fate.REJECT), (4, Fate.LEAVE_OUT),
    ]  # fmt: skip


def test_a_plan_fits_only_the_book_it_was_made_for() -> None:
    desk = desk_of()
    made = plan(desk, BASE)
    bring(desk, "Account Name\nBeta\n", kind=Kind.ACCOUNTS)
    assert refused(desk, made).kind is RefusalKind.CONFLICT


def test_the_use_of_columns_is_remembered_for_the_next_time() -> None:
    desk = desk_of()
    accept(desk, plan(desk, "Account Name,Land\nAcme,EMEA\n", Land="region"))
    made = plan(desk, "Account Name,Land\nBeta,APAC\n")
    assert [(use.field, use.why) for use in made.files[0].uses] == [
        ("name", "as last time"),
        ("region", "as last time"),
    ]


def test_other_people_of_ours_are_kept_by_column() -> None:
    desk = desk_of()
    bring(desk, "Account Name,Account Executive,CSM\nAcme,Zed Zulu,Nobody Known\n")
    assert account(desk, "Acme").crm_people == (("Account Executive", "Zed Zulu"), ("CSM", "Nobody Known"))
