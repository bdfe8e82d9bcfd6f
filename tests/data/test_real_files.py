"""Two public data sets as they are; not part of this repository, so the tests skip where they are absent."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from core.desk import Desk
from core.exchange.kinds.owners import RULE
from core.exchange.plan import ImportPlan
from core.journey import arr_on, renews_on, rule_segment
from core.words import AccountStatus, ReadingKind
from data.importing import Importer
from data.readers.delimited import read_file
from tests.core.exchange.files import accept, account, desk_of, holder, person

ROOT = Path(__file__).parents[3] / "shared" / "real"
LAST_DAY = date(2024, 12, 31)
SALES = tuple(ROOT / "crm-sales" / f"{name}.csv" for name in ("opportunities", "accounts", "sales_teams"))
RAVEN = tuple(
    ROOT / "ravenstack" / f"ravenstack_{name}.csv"
    for name in ("accounts", "subscriptions", "churn_events", "support_tickets")
)

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason="the public data sets are not beside the repository")


@cache
def brought(*paths: Path) -> tuple[Desk, ImportPlan]:
    desk = desk_of(day=LAST_DAY)
    made = Importer().preview(paths, book=desk.book, moment=desk.moment)
    accept(desk, made)
    return desk, made


def again(desk: Desk, *paths: Path) -> ImportPlan:
    return Importer().preview(paths, book=desk.book, moment=desk.moment)


# crm-sales -------------------------------------------------------------------------------------------------------


def test_the_sales_files_are_recognised_and_taken_whole() -> None:
    _, made = brought(*SALES)
    assert made.kind == "people, accounts, owners"
    assert (made.rows, made.rejected) == (35 + 62 + 14_343, 0)
    assert (made.created, made.updated) == (41 + 62 + 62, 0)
    assert made.issues == ()
    assert made.questions == ()


def test_35_agents_are_csms_and_their_6_managers_are_leads_without_accounts() -> None:
    desk, made = brought(*SALES)
    roles = Counter(key for person in desk.book.people.values() for key in person.role_keys)
    assert roles == {"csm": 35, "cs_director": 6}
    assert ("role", 35) in made.files[0].inferred
    spans = Counter(member.lead for member in desk.book.people.values() if member.lead is not None)
    assert sorted(spans.values()) == [5, 6, 6, 6, 6, 6]
    assert person(desk, "Ivan Allen").regions == ("Central",)
    assert desk.book.people[person(desk, "Ivan Allen").lead or 0].name == "Ben Patel"


def test_the_revenue_of_the_sales_accounts_is_their_own_and_never_arr() -> None:
    desk, made = brought(*SALES)
    assert all(item.arr is None for item in desk.book.accounts.values())
    assert dict(account(desk, "Clearwater Ventures").custom)["revenue"] == "1841.88"
    assert any("“revenue” is the customer's own turnover" in note for note in made.notes)


def test_subsidiaries_get_their_parents() -> None:
    desk, _ = brought(*SALES)
    parents = [item for item in desk.book.accounts.values() if item.parent is not None]
    assert len(parents) == 9
    assert desk.book.accounts[account(desk, "Elms Inc").parent or 0].name == "Brightfield Global"


def test_the_owner_is_the_agent_of_the_latest_won_renewal_as_counted_by_hand() -> None:
    desk, made = brought(*SALES)
    assert RULE in made.notes
    grid = read_file(SALES[0])
    rows = [dict(zip(grid.columns, row.cells, strict=True)) for row in grid.rows]
    won = [row for row in rows if row["deal_stage"] == "Won"]
    for name in {row["account"] for row in rows}:
        theirs = [row for row in won if row["account"] == name]
        renewals = [row for row in theirs if row["type"] == "Renewal"]
        # several deals may close on the last day: then the one that stands last in the file counts
        latest = sorted(renewals or theirs, key=lambda row: row["close_date"])[-1]
        assert holder(desk, name, LAST_DAY) == latest["sales_agent"]
        first = min(row["close_date"] for row in theirs if row["sales_agent"] == latest["sales_agent"])
        assert desk.book.tenures_of(account(desk, name).id)[0].since.isoformat() == first
    assert dict(made.files[2].left_out)["deals that are not won: Lost"] == 2_667


def test_the_sales_files_again_change_nothing() -> None:
    desk, _ = brought(*SALES)
    assert again(desk, *SALES).edits == ()


# ravenstack --------------------------------------------------------------------------------------------------------


def test_the_subscription_files_are_recognised_and_taken_whole() -> None:
    desk, made = brought(*RAVEN)
    assert made.kind == "accounts, contracts, churn, tickets"
    assert (made.rows, made.rejected) == (8_100, 0)
    assert made.questions == ()
    assert (len(desk.book.accounts), len(desk.book.contracts)) == (500, 5_000)
    assert desk.book.accounts[1].started == date(2024, 10, 16)


def test_arr_on_the_last_day_is_the_sum_of_the_lines_that_run() -> None:
    desk, _ = brought(*RAVEN)
    amounts = [arr_on(desk.book, item, LAST_DAY) or 0 for item in desk.book.accounts.values()]
    assert (min(amounts), max(amounts)) == (205_200, 158_293_200)
    grid = read_file(RAVEN[1])
    total = sum(
        int(row["arr_amount"])
        for row in (dict(zip(grid.columns, cells.cells, strict=True)) for cells in grid.rows)
        if row["is_trial"] == "FALSE" and (not row["end_date"] or as_day(row["end_date"]) > LAST_DAY)
        and as_day(row["start_date"]) <= LAST_DAY
    )  # fmt: skip
    assert sum(amounts) == total * 100


def as_day(text: str) -> date:
    day, month, year = map(int, text.split("-"))
    return date(year, month, day)


def test_every_customer_has_an_inferred_renewal_within_a_year_and_an_inferred_segment() -> None:
    desk, made = brought(*RAVEN)
    customers = [item for item in desk.book.accounts.values() if item.is_active]
    assert dict(made.files[1].inferred) == {"renews": 390, "segment": 500}
    for item in customers:
        due = renews_on(desk.book, item)
        assert due is not None
        assert 0 < (due - LAST_DAY).days <= 366
        assert {"renews", "segment"} <= set(item.inferred)
        assert item.segment == rule_segment(desk.book, item, LAST_DAY)


def test_flags_and_events_that_contradict_each_other_are_counted() -> None:
    desk, made = brought(*RAVEN)
    statuses = Counter(item.status for item in desk.book.accounts.values())
    assert statuses == {AccountStatus.ACTIVE: 390, AccountStatus.CHURNED: 110}
    dated = sum(item.churned_on is not None for item in desk.book.accounts.values())
    assert dated == 75
    notes = " ".join(made.files[2].notes)
    assert "A churn event against an accounts file that says customer: 277 accounts." in notes
    assert "Churned according to the accounts file, without any event: 35 accounts." in notes
    assert "Left, with contract lines that still run: 75 accounts." in notes


def test_tickets_are_counted_by_account() -> None:
    desk, made = brought(*RAVEN)
    kinds = Counter(reading.kind for reading in desk.book.readings.values())
    assert set(kinds) == {ReadingKind.TICKETS}
    assert "2,000 tickets of 492 accounts; 0 open on 31 Dec 2024" in made.files[3].notes[0]


def test_the_subscription_files_again_change_nothing() -> None:
    desk, _ = brought(*RAVEN)
    assert again(desk, *RAVEN).edits == ()


def test_one_file_after_the_other_gives_the_same_accounts_as_all_at_once() -> None:
    together, _ = brought(*RAVEN)
    alone = desk_of(day=LAST_DAY)
    for path in RAVEN:
        accept(alone, again(alone, path))
    assert list(alone.book.accounts.all()) == list(together.book.accounts.all())


def test_a_roster_of_one_set_and_the_accounts_of_the_other_fit_into_one_book() -> None:
    desk = desk_of(day=LAST_DAY)
    accept(desk, again(desk, SALES[2], RAVEN[0]))
    assert (len(desk.book.people), len(desk.book.accounts)) == (41, 500)
