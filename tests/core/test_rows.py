"""Rows of accounts and people: what they say, how they follow a change, how they are sorted and summed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import ContractLine, Reading
from core.book.book import Book
from core.book.change import Edit, change_of, deleted, inserted, updated
from core.conversations import Conversation, FollowUp
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Model, PlanLine, SeatLine
from core.people import Leave
from core.person_rows import person_rows
from core.rows import SORT_KEYS, AccountRow, Rows, Totals, account_row, by_name, sorted_rows
from core.schema import revise
from core.seats import Tenure, outside_holder, person_holder
from core.words import (
    AccountStatus,
    Band,
    ConversationType,
    Duty,
    Expectation,
    Family,
    HealthBand,
    HolderKind,
    PersonStatus,
    ReadingKind,
    SeatHolding,
    Sentiment,
    Stage,
    Touch,
)
from tests.core.drafts import EVERY_DUTY, TODAY, Draft
from tests.core.figures import FixedFindings, FixedLedger, Found, PersonFigures

NOW = Moment.at(datetime(2026, 3, 2, 9, 0, tzinfo=timezone(timedelta(hours=1))))


def in_days(days: int) -> date:
    return TODAY + timedelta(days=days)


def rows_of(
    book: Book, ledger: FixedLedger | None = None, findings: FixedFindings | None = None, moment: Moment = NOW
) -> Rows:
    return Rows.of(book, moment, Seating.of(book), ledger or FixedLedger(), findings or FixedFindings())


def row_of(draft: Draft, number: int = 1, **figures: Any) -> AccountRow:  # noqa: ANN401
    return rows_of(draft.book(), **figures)[number]


# What a row says ----------------------------------------------------------------------------------------------


def test_a_row_has_the_facts_of_its_account() -> None:
    draft = Draft()
    parent = draft.account("Group")
    number = draft.account(
        "Café Ñandú", parent=parent, tags=("Pilot",), industry="Food", region="EMEA", language="ES", products=("Core",),
        renews=in_days(53), started=in_days(-10), key_account=True, external_ids=(("crm", "0012x"),),
        locked_until=in_days(1),
    )  # fmt: skip
    row = row_of(draft, number, ledger=FixedLedger({number: 880}))
    assert (row.name, row.folded, row.search) == ("Café Ñandú", "cafe nandu", "cafe nandu\npilot")
    assert (row.tags, row.industry, row.region, row.language, row.products) == (
        ("pilot",), "food", "emea", "es", ("core",),
    )  # fmt: skip
    assert (row.renews, row.renews_in, row.started_ago) == (in_days(53), 53, 10)
    assert (row.stage, row.segment, row.segment_order, row.touch, row.load) == (
        Stage.RENEWAL,
        "ent",
        1,
        Touch.HIGH,
        880,
    )
    assert (row.child, row.has_children, row.locked, row.key_account, row.active) == (True, False, True, True, True)
    assert row.external == ("0012x",)
    assert row_of(draft, parent).has_children


def test_an_unknown_fact_is_none() -> None:
    draft = Draft()
    draft.account("Acme", segment="", touch=None)
    row = row_of(draft)
    unknown = (row.arr, row.renews, row.renews_in, row.quiet, row.health, row.band, row.due, row.started_ago)
    assert unknown == (None,) * 8
    assert (row.segment, row.segment_order, row.touch, row.owner, row.owner_kind) == ("", None, Touch.MID, "", None)


def test_a_row_says_what_was_heard_and_read_and_is_due() -> None:
    draft = Draft()
    acme = draft.account("Acme")
    draft.more = {
        "conversations": [
            Conversation(
                id=1, account=acme, type=ConversationType.CALL, at=NOW.start_of(in_days(-12)),
                sentiment=Sentiment.NEGATIVE, expectation=Expectation.NO,
            )
        ],
        "readings": [
            Reading(id=1, account=acme, kind=ReadingKind.HEALTH, on=in_days(-40), value=81),
            Reading(id=2, account=acme, kind=ReadingKind.HEALTH, on=in_days(-1), value=62),
        ],
        "followups": [
            FollowUp(id=1, account=acme, text="Send", due=in_days(5), created_on=TODAY),
            FollowUp(id=2, account=acme, text="Call", due=in_days(-2), created_on=TODAY, done_on=TODAY),
            FollowUp(id=3, account=acme, text="Some day", created_on=TODAY),
        ],
    }  # fmt: skip
    row = row_of(draft)
    assert (row.quiet, row.sentiment, row.expectation) == (12, Sentiment.NEGATIVE, Expectation.NO)
    assert (row.health, row.health_before, row.band, row.health_rank) == (62, 81, HealthBand.WATCH, 62)
    assert (row.due, row.due_in) == (in_days(5), 5)


def test_a_band_without_a_value_is_ranked_by_its_middle() -> None:
    draft = Draft()
    acme = draft.account("Acme")
    reading = Reading(id=1, account=acme, kind=ReadingKind.HEALTH, on=TODAY, band=HealthBand.AT_RISK)
    draft.more = {"readings": [reading]}
    row = row_of(draft)
    assert (row.health, row.band, row.health_rank) == (None, HealthBand.AT_RISK, 25)


def test_contract_lines_win_over_the_given_arr() -> None:
    draft = Draft()
    acme = draft.account("Acme", arr=1)
    draft.more = {"contracts": [ContractLine(id=1, account=acme, arr=5_000_000, until=in_days(30))]}
    row = row_of(draft)
    assert (row.arr, row.renews_in) == (5_000_000, 30)


def test_an_amount_without_a_rate_is_not_the_same_as_none() -> None:
    draft = Draft()
    draft.account("Acme", arr=5, currency="CHF")
    draft.account("Beta")
    book = draft.book()
    assert [(row.arr, row.without_rate) for row in rows_of(book).all()] == [(None, True), (None, False)]


def test_the_owner_and_the_holders_are_found_by_keys() -> None:
    draft = Draft(models=[THREE_SEATS])
    draft.lines = [PlanLine(scope="seg:small", model="three", pool="scaled"), PlanLine(model="three")]
    ana, ben = draft.person("Ana Ruíz"), draft.person("Ben", status=PersonStatus.VACANCY)
    draft.pool("scaled", ana)
    acme, tiny, none = draft.account("Acme"), draft.account("Tiny", segment="small"), draft.account("Nobody's")
    draft.sits(acme, ana)
    draft.sits(acme, ben, "extra")
    rows = rows_of(draft.book())
    row = rows[acme]
    assert (row.owner, row.owner_folded, row.owner_ids, row.owner_kind, row.lead_seat) == (
        "Ana Ruíz", "ana ruiz", (ana,), HolderKind.PERSON, "csm",
    )  # fmt: skip
    assert row.owner_key == "P1"
    assert row.holders == (("csm", "Ana Ruíz"), ("extra", "vacant (Ben)"), ("training", "outside:training"))
    assert row.holder_keys == ("P1", "P2", "vacant", "outside:training", "outside")
    assert rows[tiny].holder_keys == ("outside:training", "outside")
    assert (rows[none].owner, rows[none].owner_folded, rows[none].owner_key) == ("", None, "")


def test_a_pool_is_found_by_its_own_key_and_as_a_pool() -> None:
    draft = Draft()
    pool = draft.pool("scaled", draft.person("Ana"))
    draft.pooled(draft.account("Acme"), pool)
    row = row_of(draft)
    assert (row.owner, row.owner_kind, row.owner_ids) == ("pool:scaled", HolderKind.POOL, ())
    assert (row.owner_key, row.holder_keys) == ("pool:scaled", ("pool:scaled", "pool"))


def test_the_touch_served_and_being_unmanaged_come_from_the_plan() -> None:
    draft = Draft()
    draft.lines = [
        PlanLine(scope="#free", unmanaged="free tier"),
        PlanLine(model="generalist", serve=((Touch.HIGH, Touch.TECH),)),
    ]
    acme, free = draft.account("Acme"), draft.account("Free", tags=("free",))
    rows = rows_of(draft.book())
    assert (rows[acme].touch, rows[acme].served, rows[acme].unmanaged) == (Touch.HIGH, Touch.TECH, False)
    assert (rows[free].served, rows[free].unmanaged, rows[free].holders) == (Touch.HIGH, True, ())


def test_a_customer_that_left_is_neither_active_nor_in_a_stage() -> None:
    draft = Draft()
    gone = draft.account("Gone", status=AccountStatus.CHURNED)
    away = draft.account("Away", archived=True)
    rows = rows_of(draft.book())
    assert [(rows[n].active, rows[n].churned, rows[n].archived, rows[n].stage) for n in (gone, away)] == [
        (False, True, False, None), (False, False, True, None),
    ]  # fmt: skip


def test_archived_accounts_are_kept_but_not_listed() -> None:
    draft = Draft()
    draft.account("Beta")
    draft.account("acme")
    draft.account("Away", archived=True)
    rows = rows_of(draft.book())
    assert [row.name for row in rows.all()] == ["acme", "Away", "Beta"]
    assert [row.name for row in rows.listed()] == ["acme", "Beta"]
    assert len(rows) == 3
    assert rows.get(99) is None


def test_one_row_alone_is_the_row_of_the_book() -> None:
    draft = Draft()
    acme = draft.account("Acme")
    book = draft.book()
    findings = FixedFindings((Found("TOUCH-LATE", account=acme),))
    alone = account_row(book, NOW, Seating.of(book), FixedLedger(), ("TOUCH-LATE",), book.accounts[acme])
    assert alone == rows_of(book, findings=findings)[acme]


# Following a change -------------------------------------------------------------------------------------------

THREE_SEATS = Model(
    id=1,
    key="three",
    title="Three",
    seats=(
        SeatLine(key="csm", title="CSM", carries=EVERY_DUTY),
        SeatLine(key="extra", title="Extra", assists=(Duty.SUPPORT,), scope="seg:ent"),
        SeatLine(key="training", title="Training", assists=(Duty.ONBOARDING,), holder=SeatHolding.OUTSIDE,
                 function="training"),
    ),
)  # fmt: skip


def house() -> Book:
    """A book in which most things that rows depend on occur."""
    boss = SeatLine(key="boss", title="Boss", assists=(Duty.RENEWAL,), holder=SeatHolding.LEAD)
    three = revise(THREE_SEATS, seats=(*THREE_SEATS.seats, boss))
    draft = Draft(models=[three, Model(id=2, key="other", title="Other", seats=THREE_SEATS.seats[:1])])
    lead = draft.person("Lea", "team_lead")
    ana, ben = draft.person("Ana", lead=lead), draft.person("Ben", lead=lead)
    draft.pool("scaled", ben)
    draft.lines = [PlanLine(scope="seg:small", model="three", pool="scaled"), PlanLine(model="three")]
    group = draft.account("Group")
    draft.account("Child", parent=group)
    draft.account("Rolled", parent=2, family=Family.ROLLED)
    draft.account("Small", segment="small")
    draft.account("Alone", renews=in_days(30), arr=500)
    draft.sits(group, ana)
    draft.pooled(4, 1)
    draft.sits(5, ben)
    draft.sits(5, lead, "extra")
    return draft.book()


def _edit(book: Book, kind: int, number: int) -> Edit:
    """One of many ways to change the house."""
    account = book.accounts[1 + number % 5]
    person = book.people[1 + number % 3]
    tenure = book.holders[1 + number % 4]
    ids = book.next_ids()
    fresh = [
        Reading(id=ids.take("readings"), account=account.id, kind=ReadingKind.HEALTH, on=TODAY, value=number),
        Conversation(
            id=ids.take("conversations"),
            account=account.id,
            type=ConversationType.CALL,
            at=NOW.start_of(in_days(-number)),
        ),
        FollowUp(id=ids.take("followups"), account=account.id, text="x", due=in_days(number), created_on=TODAY),
        Tenure(id=ids.take("holders"), account=account.id, seat="csm", holder=outside_holder("x"), since=TODAY),
    ]
    leave = Leave(number=1, since=in_days(-1), until=in_days(number + 1))
    changed = [
        (account, revise(account, name=f"Name {number}", tags=(f"t{number}",))),
        (account, revise(account, segment=("ent", "mid", "small")[number % 3])),
        (account, revise(account, archived=not account.archived)),
        (account, revise(account, parent=None)),
        (person, revise(person, name=f"Person {number}")),
        (person, revise(person, leaves=(leave,))),
        (tenure, revise(tenure, holder=person_holder(person.id))),
        (tenure, revise(tenure, until=in_days(number - 2))),
        (book.pools[1], revise(book.pools[1], key=f"pool{number}")),
        (book.policy, revise(book.policy, renewal_days=number + 1)),
        (book.plans[1], revise(book.plans[1], lines=(PlanLine(model="other"),))),
    ]
    choices = [deleted(tenure), *map(inserted, fresh), *(updated(before, after) for before, after in changed)]
    return choices[kind % len(choices)]


def figures_of(book: Book) -> tuple[FixedLedger, FixedFindings]:
    """Load and findings that follow the book: of a family together, and one that comes with an unrelated account."""
    hours = {
        account.id: 100 * account.id + sum(len(child.name) for child in book.children_of(account.id))
        for account in book.accounts.all()
    }
    found = [Found("X", account=4)] if book.accounts[1].archived else []
    return FixedLedger(hours), FixedFindings(tuple(found))


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 6)), max_size=4))
def test_rows_that_follow_changes_equal_rows_from_scratch(steps: list[tuple[int, int]]) -> None:
    book = house()
    ledger, findings = figures_of(book)
    rows = rows_of(book, ledger, findings)
    for kind, number in steps:
        if not set(range(1, 5)) <= set(book.holders):
            break
        book, delta = book.apply(change_of("test", "test", [_edit(book, kind, number)]))
        ledger, findings = figures_of(book)
        rows = rows.after(book, delta, Seating.of(book), ledger, findings)
        assert rows.all() == rows_of(book, ledger, findings).all()


def test_rows_of_untouched_accounts_are_the_same_objects() -> None:
    book = house()
    rows = rows_of(book)
    edit = updated(book.accounts[5], revise(book.accounts[5], name="Other"))
    after, delta = book.apply(change_of("test", "test", [edit]))
    following = rows.after(after, delta, Seating.of(after), FixedLedger(), FixedFindings())
    assert [number for number in range(1, 6) if following[number] is not rows[number]] == [5]


# Order and sums -----------------------------------------------------------------------------------------------


def several() -> Sequence[AccountRow]:
    draft = Draft()
    ana = draft.person("Ana")
    draft.account("Delta", segment="mid", arr=300, touch=Touch.TECH, renews=in_days(9))
    draft.account("alpha", segment="", arr=None, touch=Touch.MID)
    draft.account("Beta", segment="ent", arr=100, touch=Touch.HIGH, renews=in_days(400))
    draft.account("Beta", segment="small", arr=100, touch=Touch.HIGH)
    draft.sits(3, ana)
    findings = FixedFindings((Found("A", account=1), Found("B", account=1), Found("C", account=2)))
    return rows_of(draft.book(), FixedLedger({1: 5, 2: 7, 3: 5, 4: 6}), findings).all()


@pytest.mark.parametrize(
    ("key", "upwards", "downwards"),
    [
        ("name", [2, 3, 4, 1], [1, 3, 4, 2]),
        ("owner", [3, 2, 4, 1], [3, 2, 4, 1]),
        ("segment", [3, 1, 4, 2], [4, 1, 3, 2]),
        ("touch", [3, 4, 2, 1], [1, 2, 3, 4]),
        ("stage", [2, 3, 4, 1], [1, 2, 3, 4]),
        ("arr", [3, 4, 1, 2], [1, 3, 4, 2]),
        ("renews", [1, 3, 2, 4], [3, 1, 2, 4]),
        ("health", [2, 3, 4, 1], [2, 3, 4, 1]),
        ("quiet", [2, 3, 4, 1], [2, 3, 4, 1]),
        ("load", [3, 1, 4, 2], [2, 4, 3, 1]),
        ("findings", [3, 4, 2, 1], [1, 2, 3, 4]),
    ],
)
def test_unknown_comes_last_and_ties_go_by_name_in_both_directions(
    key: str, upwards: list[int], downwards: list[int]
) -> None:
    rows = several()
    assert [row.id for row in sorted_rows(rows, key)] == upwards
    assert [row.id for row in sorted_rows(rows, key, reverse=True)] == downwards


def test_every_column_can_be_sorted_by() -> None:
    assert set(SORT_KEYS) == {
        "name", "owner", "segment", "touch", "stage", "health", "arr", "renews", "quiet", "load", "findings",
    }  # fmt: skip
    with pytest.raises(KeyError):
        sorted_rows(several(), "colour")


@given(st.permutations(range(4)), st.sampled_from(sorted(SORT_KEYS)), st.booleans())
def test_the_order_does_not_depend_on_where_rows_came_from(places: list[int], key: str, reverse: bool) -> None:
    rows = several()
    mixed = [rows[place] for place in places]
    assert sorted_rows(mixed, key, reverse=reverse) == sorted_rows(rows, key, reverse=reverse)
    assert by_name(mixed) == list(rows)


def test_totals_leave_out_what_is_not_known_and_count_it() -> None:
    draft = Draft()
    draft.account("A", arr=300)
    draft.account("B")
    draft.account("C", arr=5, currency="CHF")
    draft.account("D", arr=1_000, status=AccountStatus.CHURNED)
    rows = rows_of(draft.book(), FixedLedger({1: 880, 3: 20}))
    assert Totals.of(rows.all()) == Totals(count=4, arr=300, arr_unknown=2, without_rate=1, hours=900)
    assert Totals.of([]) == Totals()


# People -------------------------------------------------------------------------------------------------------


def test_people_come_most_loaded_first_and_without_the_archived() -> None:
    draft = Draft()
    lea = draft.person("Lea", "team_lead")
    ana = draft.person(
        "Ana Ruíz", lead=lea, team="Fire", segments=("ent",), regions=("EMEA",), skills=("API",), languages=("DE",),
        leaves=(Leave(number=1, since=in_days(-1), until=in_days(5)),), email="ana@example.com",
    )  # fmt: skip
    open_seat = draft.person("CSM EMEA", status=PersonStatus.VACANCY)
    draft.person("Old", lead=lea, archived=True)
    ledger = FixedLedger(
        people={
            lea: PersonFigures(utilisation=4_000),
            ana: PersonFigures(9_000, 8_000, 1_000, 8_500, 10_588, Band.OVER, 12, 5_000),
            open_seat: PersonFigures(utilisation=None, capacity=0),
        }
    )
    findings = FixedFindings((Found("LOAD-OVER", person=ana), Found("X", account=1), Found("LOAD-OVER", person=ana)))
    rows = person_rows(draft.book(), NOW, ledger, findings)
    assert [row.id for row in rows] == [ana, lea, open_seat]
    first, second, third = rows
    assert (first.lead, first.lead_keys, first.team, first.roles) == ("Lea", ("P1",), "fire", ("csm",))
    assert (first.load, first.named_hours, first.pool_hours, first.capacity) == (9_000, 8_000, 1_000, 8_500)
    assert (first.utilisation, first.band, first.accounts, first.arr) == (10_588, Band.OVER, 12, 5_000)
    assert (first.codes, first.away, first.leads, first.vacant) == (("LOAD-OVER",), True, False, False)
    assert (first.regions, first.skills, first.languages) == (("emea",), ("api",), ("de",))
    assert (second.leads, second.reports, second.lead) == (True, 1, "")
    assert third.vacant
