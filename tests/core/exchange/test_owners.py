from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.book.book import Book, IdSource
from core.book.change import Change, change_of, inserted, updated
from core.desk import Desk, Done
from core.exchange.kinds.owners import RULE
from core.exchange.plan import ImportPlan
from core.moment import Moment
from core.organisation import Model, Plan, PlanLine, SeatLine
from core.people import Pool
from core.policy import Policy
from core.schema import revise
from core.seats import Tenure, person_holder
from core.usecases.edit import EditAccount, edit_account
from core.words import Duty, SeatHolding
from tests.core.exchange.files import TODAY, accept, account, bring, desk_of, fresh_book, holder, plan, tenures

PEOPLE = "Name,Email,Id,FTE\nAna Ruiz,ana@x.example,005A,1\nBen Okafor,ben@x.example,005B,1\nCem Kaya,,,1\n"
ACCOUNTS = """Account ID,Account Name,Owner,Start Date
1,Acme,Ana Ruiz,2024-02-01
2,Beta,BEN@x.example,
3,Gamma,"Ruiz, Ana",2025-02-01
4,Delta,005B,2025-02-01
5,Epsilon,,2025-02-01
6,Zeta,Zed Zulu,2025-02-01
"""


def issues(made: ImportPlan) -> list[str]:
    return [str(issue) for file in made.files for issue in file.issues]


def with_accounts() -> tuple[Desk, ImportPlan]:
    desk = desk_of()
    bring(desk, PEOPLE)
    return desk, bring(desk, ACCOUNTS)


@pytest.mark.parametrize(
    ("name", "owner"),
    [("Acme", "Ana Ruiz"), ("Beta", "Ben Okafor"), ("Gamma", "Ana Ruiz"), ("Delta", "Ben Okafor"), ("Epsilon", None)],
)
def test_an_owner_is_found_by_name_mail_address_or_id(name: str, owner: str | None) -> None:
    desk, _ = with_accounts()
    assert holder(desk, name) == owner


def test_an_owner_who_is_not_on_the_roster_is_listed_and_the_account_is_taken() -> None:
    desk, made = with_accounts()
    assert made.unmatched_owners == ("Zed Zulu",)
    assert holder(desk, "Zeta") is None
    assert account(desk, "Zeta").crm_people == (("Owner", "Zed Zulu"),)
    assert "row 7, column “Owner”: “Zed Zulu” is not on the roster. The account gets no owner" in issues(made)[0]


def test_an_owner_who_could_be_two_people_is_listed_with_both() -> None:
    desk = desk_of()
    bring(desk, "Name,Email,FTE\nJo Lee,jo@x.example,1\nJo Lee,lee@x.example,1\n")
    made = bring(desk, "Account Name,Owner\nAcme,Jo Lee\nBeta,jo@x.example\n")
    assert made.files[0].unmatched[0].candidates == ("P1 Jo Lee", "P2 Jo Lee")
    assert (holder(desk, "Acme"), holder(desk, "Beta")) == (None, "Jo Lee")


def test_an_owner_holds_the_seat_since_the_account_began_as_far_as_is_known() -> None:
    desk, _ = with_accounts()
    assert [tenures(desk, name)[0].since for name in ("Acme", "Beta")] == [date(2024, 2, 1), TODAY]
    assert tenures(desk, "Acme")[0].seat == "csm"


def test_people_and_accounts_may_come_together() -> None:
    desk = desk_of()
    bring(desk, ACCOUNTS, PEOPLE)
    assert holder(desk, "Acme") == "Ana Ruiz"


# Owners the next Monday ----------------------------------------------------------------------------------------


def hand_over(desk: Desk, name: str, to: str) -> None:
    """Give an account to somebody, as assigning does."""
    number = account(desk, name).id
    new = next(person.id for person in desk.book.people.all() if person.name == to)

    def use_case(book: Book, moment: Moment, ids: IdSource, request: None) -> Change:
        now = book.tenures_of(number)[0]
        fresh = Tenure(id=ids.take("holders"), account=number, seat="csm", holder=person_holder(new), since=TODAY)
        return change_of("assign", "Assign", [updated(now, revise(now, until=TODAY)), inserted(fresh)])

    assert isinstance(desk.do(use_case, None), Done)


def test_an_owner_changed_here_stays_while_the_crm_does_not_know() -> None:
    desk, _ = with_accounts()
    hand_over(desk, "Acme", "Cem Kaya")
    made = bring(desk, ACCOUNTS.replace("Beta", "Beta Ltd"))
    assert holder(desk, "Acme") == "Cem Kaya"
    assert made.conflicts == ()
    assert any("Our owner kept, which the file does not know yet: 1 account." in note for note in made.notes)


def test_an_owner_changed_in_the_crm_changes_here_from_today() -> None:
    desk, _ = with_accounts()
    bring(desk, ACCOUNTS.replace("Acme,Ana Ruiz", "Acme,Ben Okafor"))
    assert (holder(desk, "Acme"), holder(desk, "Acme", TODAY - timedelta(days=1))) == ("Ben Okafor", "Ana Ruiz")


def test_an_owner_changed_on_both_sides_is_a_conflict_that_can_be_decided() -> None:
    desk, _ = with_accounts()
    hand_over(desk, "Acme", "Cem Kaya")
    made = plan(desk, ACCOUNTS.replace("Acme,Ana Ruiz", "Acme,Ben Okafor"))
    assert str(made.conflicts[0]) == (
        "Acme, owner: we hold “Cem Kaya”, the file says “Ben Okafor” (last imported: Ana Ruiz)"
    )
    accept(desk, made, made.conflicts[0].key)
    assert holder(desk, "Acme") == "Ben Okafor"


def test_an_owner_told_by_id_alone_is_merged_like_any_other() -> None:
    desk = desk_of()
    bring(desk, PEOPLE)
    rows = "Account ID,Account Name,OwnerId\n1,Acme,005A\n"
    bring(desk, rows)
    assert holder(desk, "Acme") == "Ana Ruiz"
    bring(desk, rows.replace("005A", "005B"))
    assert holder(desk, "Acme") == "Ben Okafor"


def test_an_owner_of_a_churned_account_gets_no_seat() -> None:
    desk = desk_of()
    bring(desk, PEOPLE, "Account Name,Status,Owner\nAcme,Churned,Ana Ruiz\n")
    assert tenures(desk, "Acme") == ()


# The seat under a plan -------------------------------------------------------------------------------------------

LEADING = Model(
    id=1,
    key="own",
    title="Own",
    seats=(SeatLine(key="manager", title="Manager", carries=tuple(Duty), roles=("csm",)),),
)
POOLED = Model(
    id=2,
    key="pooled",
    title="Pooled",
    seats=(SeatLine(key="pool", title="Pool", carries=tuple(Duty), holder=SeatHolding.POOL),),
)


def desk_with_plan() -> Desk:
    lines = (PlanLine(scope="seg:small", model="pooled", pool="scaled"), PlanLine(model="own"))
    pool = Pool(id=1, key="scaled", title="Scaled", members=())
    book = fresh_book(
        policy=(Policy(plan=1),), plans=(Plan(id=1, lines=lines),), models=(LEADING, POOLED), pools=(pool,)
    )
    return desk_of(book)


def test_an_owner_holds_the_lead_seat_of_the_plan_in_force_and_none_where_a_pool_does() -> None:
    desk = desk_with_plan()
    made = bring(desk, PEOPLE, "Account Name,ARR,Owner\nAcme,200000,Ana Ruiz\nTiny,500,Ana Ruiz\n")
    assert [tenure.seat for tenure in tenures(desk, "Acme")] == ["manager"]
    assert tenures(desk, "Tiny") == ()
    assert any("Held by a pool or by nobody under the plan in force: 1 account." in note for note in made.notes)


# Deals ------------------------------------------------------------------------------------------------------------

DEALS = """opportunity_id,sales_agent,account,deal_stage,type,close_date,close_value
O1,Ana Ruiz,Acme,Won,New Business,2022-01-10,100
O2,Ben Okafor,Acme,Won,Renewal,2023-01-10,100
O3,Cem Kaya,Acme,Won,Upsell,2024-06-10,100
O4,Ben Okafor,Acme,Won,Cross-sell,2022-05-10,100
O5,Ana Ruiz,Acme,Lost,Renewal,2024-01-10,100
O6,Ana Ruiz,Acme,Prospecting,Renewal,,
O7,Ana Ruiz,Beta,Won,New Business,2023-01-10,100
O8,Cem Kaya,Beta,Won,Upsell,2023-02-10,100
O9,Cem Kaya,Gamma,Lost,New Business,2023-02-10,100
"""


def with_deals() -> tuple[Desk, ImportPlan]:
    desk = desk_of()
    bring(desk, PEOPLE, "Account Name,Industry\nAcme,x\nBeta,x\nGamma,x\n")
    return desk, bring(desk, DEALS)


def test_the_latest_won_renewal_tells_the_owner_else_the_latest_won_deal() -> None:
    desk, made = with_deals()
    assert [holder(desk, name) for name in ("Acme", "Beta", "Gamma")] == ["Ben Okafor", "Cem Kaya", None]
    assert (made.kind, made.created, made.updated) == ("owners", 2, 0)


def test_they_own_it_since_the_first_deal_they_won_there() -> None:
    desk, _ = with_deals()
    assert tenures(desk, "Acme")[0].since == date(2022, 5, 10)


def test_the_rule_and_what_it_left_out_are_shown() -> None:
    _, made = with_deals()
    assert RULE in made.notes
    assert dict(made.files[0].left_out) == {"deals that are not won: Lost": 2, "deals that are not won: Prospecting": 1}
    assert "1 account by a renewal, 1 by another deal, 1 without a won deal." in made.notes


def test_deals_of_unknown_accounts_and_agents_are_said() -> None:
    desk, _ = with_deals()
    made = plan(
        desk, DEALS + "O10,Ana Ruiz,Nowhere,Won,Renewal,2025-01-01,1\nO11,Zed Zulu,Gamma,Won,Renewal,2025-01-01,1\n"
    )
    assert "There is no account “Nowhere”" in issues(made)[0]
    assert made.unmatched_owners == ("Zed Zulu",)


def test_a_list_of_owners_is_taken_outright() -> None:
    desk, _ = with_deals()
    made = plan(desk, "Account,Owner,Since\nGamma,Ana Ruiz,2025-05-01\nGamma,ana ruiz,\nGamma,Cem Kaya,\nBeta,,\n")
    accept(desk, made)
    assert tenures(desk, "Gamma")[0].since == date(2025, 5, 1)
    assert holder(desk, "Gamma") == "Ana Ruiz"
    assert [issue.row for issue in made.files[0].issues] == [4, 5]


def test_an_owner_given_by_hand_is_not_taken_by_a_list_without_asking() -> None:
    desk, _ = with_deals()
    assert isinstance(desk.do(edit_account, EditAccount(1, (("industry", "y"),))), Done)
    made = plan(desk, "Account,Owner\nAcme,Cem Kaya\n", source="other")
    assert len(made.conflicts) == 1
    accept(desk, made)
    assert holder(desk, "Acme") == "Ben Okafor"
