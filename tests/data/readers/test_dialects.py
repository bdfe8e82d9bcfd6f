from __future__ import annotations

import pytest

from core.exchange.fields import Kind
from core.exchange.recognise import dialect_of
from data.readers.dialects import dialect_from, dialects


def test_every_system_of_the_field_has_a_dialect() -> None:
    keys = {dialect.key for dialect in dialects()}
    assert keys == {
        "salesforce", "hubspot", "gainsight", "churnzero", "clientsuccess", "totango", "planhat", "zoho",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "key"),
    [
        ("Last Activity,Account Owner,Account Name,Billing State/Province,Type,Account ID,Website", "salesforce"),
        ("Id,IsDeleted,MasterRecordId,Name,Type,ParentId,Website,Industry,AnnualRevenue,OwnerId", "salesforce"),
        ("Record ID,Company name,Company owner,Create Date,Last Activity Date,Country/Region", "hubspot"),
        ("accountExternalId,name,nextRenewalDate,totalContractAmount,isActive,OwnerUserAccount,cf_tier", "churnzero"),
        ("Client name,Client status,Assigned CSM email,Client-as-of date", "clientsuccess"),
        ("Name,Industry,ARR,CSMName,OriginalContractDate,RenewalDate,CurrScore,Gsid", "gainsight"),
        ("Account ID,Name,Status,Contract Renewal Date,Success Manager", "totango"),
        ("Record Id,Account Owner,Account Name,Phone,Website,Account Type,Billing Street", "zoho"),
        ("Name,ARR,Renewal", None),
    ],
)
def test_a_system_is_told_by_its_headers(headers: str, key: str | None) -> None:
    found = dialect_of(headers.split(","), dialects())
    assert (found.key if found else None) == key


def test_the_turnover_of_a_customer_is_never_arr_in_any_dialect() -> None:
    for dialect in dialects():
        for header in ("Annual Revenue", "AnnualRevenue"):
            assert dialect.field_of(Kind.ACCOUNTS, header) in (None, "turnover")


def test_a_dialect_with_a_field_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="which does not exist"):
        dialect_from({"key": "x", "title": "X", "marks": [], "headers": {"accounts": {"A": "nothing"}}}, "x.toml")
