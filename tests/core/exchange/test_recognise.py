from __future__ import annotations

import pytest

from core.exchange.fields import SPECS, Form, Kind
from core.exchange.recognise import Dialect, ImportFault, Recognition, normal, recognise


def found(header: str, **mapping: str) -> Recognition:
    return recognise(header.split(","), mapping=mapping)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Account Name,ARR,Renewal Date,CSM", Kind.ACCOUNTS),
        ("Company name,Company owner", Kind.ACCOUNTS),
        ("account,sector,year_established,revenue,employees,office_location,subsidiary_of", Kind.ACCOUNTS),
        ("account_id,account_name,industry,country,signup_date,plan_tier,seats,is_trial,churn_flag", Kind.ACCOUNTS),
        ("sales_agent,manager,regional_office", Kind.PEOPLE),
        ("Name,Email,Role,Team Lead,FTE", Kind.PEOPLE),
        ("First Name,Last Name,Email,Manager", Kind.PEOPLE),
        ("subscription_id,account_id,start_date,end_date,plan_tier,seats,mrr_amount,arr_amount", Kind.CONTRACTS),
        ("Contract ID,Account Name,Start Date,End Date,ARR,Currency", Kind.CONTRACTS),
        ("churn_event_id,account_id,churn_date,reason_code,feedback_text", Kind.CHURN),
        ("ticket_id,account_id,submitted_at,closed_at,priority", Kind.TICKETS),
        ("opportunity_id,sales_agent,account,deal_stage,type,close_date,close_value", Kind.OWNERS),
        ("Id,OwnerId", Kind.OWNERS),
        ("Account,Owner", Kind.OWNERS),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_headers(header: str, kind: Kind) -> None:
    assert found(header).spec.kind is kind


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("accountExternalId", "account external id"),
        ("Account Owner: Full Name", "account owner full name"),
        ("Account ID (18)", "account id 18"),
        ("next_renewal-date", "next renewal date"),
        ("  Région ", "region"),
    ],
)
def test_headers_are_compared_as_words(header: str, words: str) -> None:
    assert normal(header) == words


@pytest.mark.parametrize("header", ["revenue", "Revenue", "Annual Revenue", "AnnualRevenue", "company_revenue"])
def test_revenue_is_the_customers_own_turnover_and_never_arr(header: str) -> None:
    recognised = found(f"Account Name,{header}")
    assert recognised.column_of("turnover") == header
    assert recognised.column_of("arr") is None


def test_each_column_has_a_score_and_a_reason() -> None:
    uses = {use.column: use for use in found("Account Name,Renewal Date,Renewel Date Typo,Shoe Size").uses}
    assert (uses["Account Name"].field, uses["Account Name"].score) == ("name", 100)
    assert uses["Shoe Size"].field == "custom"
    assert uses["Shoe Size"].score == 0


def test_a_typing_error_in_a_header_is_forgiven_with_a_lower_score() -> None:
    use = found("Account Name,Renewl Date").uses[1]
    assert (use.field, use.why) == ("renews", "similar header")
    assert 60 < use.score < 80


def test_a_field_goes_to_the_surest_column_and_the_other_is_kept_as_it_stands() -> None:
    recognised = found("Account Name,Account,ARR")
    assert recognised.column_of("name") == "Account Name"
    assert recognised.uses[1].field == "custom"


def test_what_the_user_says_wins() -> None:
    recognised = found("Account Name,Ruhr,Renewal Date", Ruhr="region", renewal_date="-")
    assert recognised.column_of("region") == "Ruhr"
    assert recognised.column_of("renews") is None


def test_the_mapping_of_last_time_is_taken_again_unless_the_user_says_otherwise() -> None:
    columns = ["Account Name", "X", "Y"]
    last = {Kind.ACCOUNTS: {"X": "industry", "Y": "region"}}
    recognised = recognise(columns, mapping={"Y": "language"}, remembered=last)
    assert (recognised.column_of("industry"), recognised.column_of("language")) == ("X", "Y")
    assert recognised.column_of("region") is None


def test_a_dialect_decides_over_usual_headers() -> None:
    dialect = Dialect("x", "X", fields=((Kind.ACCOUNTS, (("Stage", "industry"), ("ARR", "-"))),))
    recognised = recognise(["Name", "Stage", "ARR"], kind=Kind.ACCOUNTS, dialect=dialect)
    assert recognised.column_of("industry") == "Stage"
    assert recognised.column_of("arr") is None


def test_columns_that_say_nothing_are_refused_with_what_to_do() -> None:
    with pytest.raises(ImportFault, match=r"It cannot be told what the rows of the file are.*--as"):
        found("Foo,Bar")


def test_a_needed_column_that_is_missing_is_named() -> None:
    with pytest.raises(ImportFault, match=r"no column for account.*contract lines need"):
        recognise(["start_date", "arr"], kind=Kind.CONTRACTS)


def test_mapping_a_column_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(ImportFault, match=r"There is no column “Acount” to map. Did you mean “Account”"):
        found("Account,Owner", Acount="name")


def test_mapping_to_a_field_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(ImportFault, match=r"no such field\. Did you mean region"):
        found("Account Name,Owner,Land", Land="regions_")


def test_every_field_has_a_form_and_no_header_stands_for_two_fields_of_a_kind() -> None:
    for spec in SPECS.values():
        words = [word for field in spec.fields for word in {normal(field.key), *field.aliases}]
        doubled = {word for word in words if words.count(word) > 1}
        assert not doubled, (spec.kind, doubled)
        assert all(field.form in Form for field in spec.fields)
        assert all(word == normal(word) for field in spec.fields for word in field.aliases)
