from __future__ import annotations

from datetime import date

from core.accounts import Account
from core.exchange.listings import accounts_sheet, people_sheet
from core.outlook import Outlook
from core.people import Leave, Person, RoleShare
from tests.core.exchange.files import NOW, TODAY, fresh_book

PEOPLE = (
    Person(
        id=1,
        name="Ana Ruiz",
        roles=(RoleShare(role="csm"),),
        ends=date(2026, 9, 1),
        leaves=(Leave(number=1, since=date(2026, 5, 1), until=date(2026, 6, 1), reason="Surgery"),),
    ),
)
ACCOUNTS = (
    Account(id=1, name="Acme [/EMEA]", arr=12_000_000, segment="ent", tags=("a", "b"), external_ids=(("crm", "001"),)),
    Account(id=2, name="Beta"),
)
OUTLOOK = Outlook(fresh_book(people=PEOPLE, accounts=ACCOUNTS), NOW)


def test_accounts_are_listed_in_the_order_given_with_the_ids_of_their_sources() -> None:
    rows = sorted(OUTLOOK.rows.all(), key=lambda row: -row.id)
    sheet = accounts_sheet(rows, OUTLOOK.book.policy, TODAY)
    keys = [column.key for column in sheet.columns]
    records = [dict(zip(keys, row, strict=True)) for row in sheet.rows]
    assert [record["name"] for record in records] == ["Beta", "Acme [/EMEA]"]
    assert {
        "id",
        "name",
        "owner",
        "holders",
        "segment",
        "touch",
        "stage",
        "health",
        "arr",
        "renewal",
        "load_hours",
    } <= set(keys)
    assert (records[1]["id"], records[1]["arr"], records[1]["tags"], records[1]["id_crm"]) == (
        "A1",
        12_000_000,
        "a, b",
        "001",
    )
    assert (records[0]["arr"], records[0]["renewal"], records[0]["id_crm"]) == (None, None, "")


def test_leave_and_its_reason_and_who_leaves_are_out_unless_asked_for() -> None:
    plain = people_sheet(OUTLOOK.people, OUTLOOK.book.policy, TODAY)
    assert "Surgery" not in str(plain.rows)
    assert date(2026, 9, 1) not in plain.rows[0]
    private = people_sheet(OUTLOOK.people, OUTLOOK.book.policy, TODAY, private=True)
    assert "2026-05-01 to 2026-06-01 Surgery" in private.rows[0]
    assert date(2026, 9, 1) in private.rows[0]
