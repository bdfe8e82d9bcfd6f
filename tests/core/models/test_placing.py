from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from core.book.book import Book
from core.load.demand import Demand
from core.load.hours import month_from
from core.models.asks import asks_of
from core.models.placing import How, Placements, Reason, place
from core.models.seating import Seating
from core.organisation import Limits, PlanLine
from core.people import Leave, RoleShare
from core.schema import revise
from core.words import Duty, Family, MatchOn, PersonStatus, SeatHolding, TenureKind
from tests.core.drafts import TODAY, Draft, csm_line, generalist


def placed(book: Book, *, mend: bool = False) -> Placements:
    seating, window, demand = Seating.of(book), month_from(TODAY), Demand(book)
    return place(book, seating, asks_of(book, seating, demand, TODAY, window), demand, TODAY, window, mend=mend)


def who(book: Book, *, mend: bool = False) -> dict[int, tuple[int | None, How]]:
    return {one.ask.account.id: (one.holder.person, one.how) for one in placed(book, mend=mend).placed}


def why(book: Book) -> dict[int, Reason]:
    return {one.ask.account.id: one.reason for one in placed(book).unfilled}


def under(**seat: Any) -> Draft:  # noqa: ANN401
    return Draft(models=[generalist(seats=(csm_line(**seat),))])


def test_who_may_stay_stays_however_full_and_nobody_is_moved_by_choice() -> None:
    draft = Draft()
    full, free = draft.person("Full"), draft.person("Free")
    for number in range(30):  # 4 h each: 120 h of 100
        draft.sits(draft.account(f"A{number}"), full)
    assert {holder for holder, _ in who(draft.book()).values()} == {full}
    assert {how for _, how in who(draft.book()).values()} == {How.KEPT}
    assert free not in {holder for holder, _ in who(draft.book()).values()}


def test_a_seat_whose_holder_may_not_stay_goes_to_the_best_fit() -> None:
    draft = under(match=(MatchOn.LANGUAGE,))
    gone = draft.person("Gone", languages=("de",), ends=TODAY)
    draft.person("Wrong", languages=("fr",))
    right = draft.person("Right", languages=("de",))
    draft.sits(draft.account("A", language="de"), gone)
    assert who(draft.book()) == {1: (right, How.FORCED)}


def test_knowing_the_account_comes_before_fit_and_room() -> None:
    draft = under(match=())
    fits = draft.person("Fits", regions=("EMEA",))
    knows = draft.person("Knows")
    account = draft.account("A", region="EMEA")
    assert who(draft.book())[account] == (fits, How.FIRST)
    draft.sits(account, knows, seat="other")
    assert who(draft.book())[account] == (knows, How.FIRST)


def test_receivers_are_filled_to_95_percent_and_the_largest_seats_come_first() -> None:
    draft = Draft()
    draft.person("Ana", hours=1_000)  # 10 h: two high accounts of 4 h are 80 %, a mid one of 1.5 h is 95 %
    small = draft.account("Small", touch="mid")
    large = [draft.account(f"Large {number}") for number in range(3)]
    book = draft.book()
    assert set(who(book)) == {*large[:2], small}
    assert why(book) == {large[2]: Reason.NO_CAPACITY}


@pytest.mark.parametrize(
    ("people", "reason"),
    [
        ((), Reason.NO_ROLE),
        (({"roles": (RoleShare(role="team_lead"),)},), Reason.NO_ROLE),
        (({"segments": ("small",)},), Reason.NO_MATCH),
        (({"segments": ("ent",), "hours": 100},), Reason.NO_CAPACITY),
        (
            ({"segments": ("ent",), "leaves": (Leave(number=1, since=TODAY, until=TODAY.replace(month=12)),)},),
            Reason.NO_ROLE,
        ),
        (({"segments": ("ent",), "not_for": (1,)},), Reason.NO_MATCH),
    ],
)
def test_a_seat_nobody_can_take_has_its_reason(people: tuple[dict[str, Any], ...], reason: Reason) -> None:
    draft = under(match=(MatchOn.SEGMENT,))
    for number, fields in enumerate(people):
        draft.person(f"P{number}", **fields)
    draft.account("A")
    assert why(draft.book()) == {1: reason}


@pytest.mark.parametrize("hard", [True, False])
def test_limits_are_not_passed_nor_worsened(hard: bool) -> None:
    draft = under(limits=Limits(accounts=1, hard=hard))
    ana, ben = draft.person("Ana"), draft.person("Ben")
    draft.sits(draft.account("A"), ana)
    draft.account("B")
    draft.account("C")
    book = draft.book()
    assert who(book) == {1: (ana, How.KEPT), 2: (ben, How.FIRST)}
    assert why(book) == {3: Reason.NO_CAPACITY}


def test_a_family_moves_as_one_and_needs_room_for_all_of_it() -> None:
    draft = Draft()
    gone = draft.person("Gone", ends=TODAY)
    tight, wide = draft.person("Tight", hours=700), draft.person("Wide")
    parent = draft.account("Parent")
    draft.account("Child", parent=parent)
    alone = draft.account("Alone", parent=parent, family=Family.INDEPENDENT)
    draft.sits(parent, gone)
    found = who(draft.book())
    assert found[parent] == (wide, How.FORCED)  # 8 h with the child: more than Tight has
    assert set(found) == {parent, alone}
    assert tight in {holder for holder, _ in found.values()}


def test_a_second_role_takes_its_share_of_the_time_only() -> None:
    draft = Draft()
    shares = (RoleShare(role="team_lead", share=90), RoleShare(role="csm", share=10))
    lead = draft.person("Lead", roles=shares)
    accounts = [draft.account(f"A{number}") for number in range(4)]
    assert [holder for holder, _ in who(draft.book()).values()] == [lead, lead]  # 8 h of 9.5 h
    assert len(why(draft.book())) == len(accounts) - 2


def test_optional_seats_and_seats_without_work_for_long_are_not_filled() -> None:
    renewal = csm_line(key="renewal", title="Renewals", carries=(Duty.RENEWAL,))
    rest = csm_line(carries=tuple(duty for duty in Duty if duty is not Duty.RENEWAL))
    helper = csm_line(key="helper", carries=(), assists=(Duty.SUPPORT,), need="optional")
    draft = Draft(models=[generalist(seats=(rest, renewal, helper))])
    draft.person("Ana")
    soon = draft.account("Soon", renews=TODAY.replace(month=8, day=1))
    draft.account("Late", renews=TODAY.replace(year=2027))
    told = {(one.ask.account.id, one.ask.seat.key) for one in placed(draft.book()).placed}
    assert told == {(1, "csm"), (2, "csm"), (soon, "renewal")}


def test_who_gives_a_pool_whatever_is_left_comes_last() -> None:
    pooled = generalist(id=2, key="pooled", seats=(csm_line(key="pool", holder=SeatHolding.POOL),))
    draft = Draft(models=[generalist(), pooled])
    member, other = draft.person("Member"), draft.person("Other", hours=1_000)
    draft.pool("scaled", member)
    draft.lines = [PlanLine(scope="seg:small", model="pooled", pool="scaled"), PlanLine(model="generalist")]
    first, second, third = (draft.account(name) for name in "ABC")
    found = who(draft.book())
    assert [found[number][0] for number in (first, second, third)] == [other, other, member]


def test_somebody_with_a_choice_makes_room_for_a_customer_without_one() -> None:
    draft = under(match=(MatchOn.REGION,))
    both = draft.person("Both", regions=("EMEA", "AMER"), hours=500)  # 4.75 h: one account of 4 h
    one = draft.person("One", regions=("EMEA",), hours=500)
    first, second = draft.account("Europe", region="EMEA"), draft.account("America", region="AMER")
    assert who(draft.book()) == {first: (one, How.FIRST), second: (both, How.FIRST)}


def test_who_leaves_soon_gets_nothing_new_and_an_open_position_takes_from_its_first_day() -> None:
    draft = Draft()
    leaver = draft.person("Leaver", status=PersonStatus.LEAVER, ends=TODAY + timedelta(days=20))
    opened = draft.person("Open", status=PersonStatus.VACANCY, starts=TODAY, ramped=True)
    draft.person("Later", status=PersonStatus.VACANCY, starts=TODAY + timedelta(days=20))
    held, free = draft.account("Held"), draft.account("Free")
    draft.sits(held, leaver)
    assert who(draft.book()) == {held: (leaver, How.KEPT), free: (opened, How.FIRST)}


def test_a_family_that_had_one_holder_gets_one() -> None:
    draft = Draft()
    gone = draft.person("Gone", ends=TODAY)
    draft.person("Tight", hours=700)
    wide = draft.person("Wide")
    parent = draft.account("Parent")
    child = draft.account("Child", parent=parent)
    draft.sits(parent, gone)
    draft.sits(child, gone)  # written for itself too: each alone would fit with Tight
    assert who(draft.book()) == {parent: (wide, How.FORCED), child: (wide, How.FORCED)}


def test_a_family_goes_where_all_of_it_may_be() -> None:
    draft = under(match=(MatchOn.REGION,))
    draft.person("Half", regions=("EMEA",))
    whole = draft.person("Whole", regions=("EMEA", "APAC"))
    parent = draft.account("Parent", region="EMEA")
    draft.account("Child", parent=parent, region="APAC")
    assert who(draft.book()) == {parent: (whole, How.FIRST)}


def test_hours_in_a_pool_are_no_room_for_seats() -> None:
    pooled = generalist(id=2, key="pooled", seats=(csm_line(key="pool", holder=SeatHolding.POOL),))
    draft = Draft(models=[generalist(), pooled])
    member, other = draft.person("Member", hours=1_000), draft.person("Other", hours=1_000)
    draft.pool("scaled", member)
    draft.lines = [PlanLine(scope="#pool", model="pooled", pool="scaled"), PlanLine(model="generalist")]
    for name in ("X", "Y"):
        draft.account(name, tags=("pool",))  # 8 of the member's 10 hours
    accounts = [draft.account(name) for name in "ABC"]
    found = who(draft.book())
    assert [found[number][0] for number in accounts if number in found] == [other, other]


def test_hours_of_standing_in_for_somebody_are_no_room_for_seats() -> None:
    draft = Draft()
    leave = Leave(number=1, since=TODAY - timedelta(days=9), until=TODAY + timedelta(days=90))
    away = draft.person("Away", leaves=(leave,))
    standing_in, other = draft.person("Standing in", hours=1_000), draft.person("Other", hours=600)
    for name in "XY":  # 8 of 10 hours
        number = draft.account(name)
        draft.sits(number, away)
        draft.sits(number, standing_in, kind=TenureKind.COVER, leave_of=away, leave=1)
    new = draft.account("New")
    found = who(draft.book())
    assert found[new] == (other, How.FIRST)
    assert [found[number] for number in (1, 2)] == [(away, How.KEPT)] * 2


def test_an_assignment_says_how_good_it_is_and_nothing_open_is_not_solved() -> None:
    draft = Draft()
    ana = draft.person("Ana", regions=("EMEA",))
    draft.sits(draft.account("Held"), ana)
    assert placed(draft.book()).proof() is None
    draft.account("Open", region="APAC")
    proof = placed(draft.book()).proof()
    assert proof is not None
    assert proof.bound == proof.score > 0


# Mending overloads ----------------------------------------------------------------------------------------------


def overloaded(**seat: Any) -> tuple[Draft, int, int]:  # noqa: ANN401
    """Somebody with 120 of 100 hours in thirty accounts, and somebody with nothing."""
    draft = under(**seat)
    full, free = draft.person("Full"), draft.person("Free")
    for number in range(30):
        draft.sits(draft.account(f"A{number}"), full)
    return draft, full, free


def test_only_where_it_is_asked_for_full_books_give_to_those_with_room_as_few_seats_as_needed() -> None:
    draft, full, free = overloaded()
    assert Counter(who(draft.book(), mend=True).values()) == {(full, How.KEPT): 25, (free, How.CHOSEN): 5}
    assert Counter(who(draft.book()).values()) == {(full, How.KEPT): 30}


def test_a_book_within_the_tolerance_gives_nothing() -> None:
    draft = Draft()
    ana = draft.person("Ana", hours=9_900)
    draft.person("Ben")
    for number in range(25):  # 100 of 99 hours
        draft.sits(draft.account(f"A{number}"), ana)
    assert {how for _, how in who(draft.book(), mend=True).values()} == {How.KEPT}


def test_limits_and_rules_hold_for_chosen_moves_too() -> None:
    draft, _, free = overloaded(limits=Limits(accounts=3))
    assert Counter(holder for holder, _ in who(draft.book(), mend=True).values())[free] == 3
    draft, full, free = overloaded(match=(MatchOn.LANGUAGE,))
    draft.people = [revise(person, languages=("en",) if person.id == full else ("de",)) for person in draft.people]
    draft.accounts = [
        revise(account, language="en" if account.id > 2 else "") for account in draft.accounts
    ]  # two need no language
    assert {number for number, (holder, _) in who(draft.book(), mend=True).items() if holder == free} == {1, 2}


def test_locked_customers_and_those_about_to_renew_stay() -> None:
    draft, _, free = overloaded()
    draft.accounts = [
        revise(account, locked_until=TODAY + timedelta(days=9))
        if account.id <= 14
        else revise(account, renews=TODAY + timedelta(days=9))
        if account.id <= 28
        else account
        for account in draft.accounts
    ]
    assert {number for number, (holder, _) in who(draft.book(), mend=True).items() if holder == free} == {29, 30}


def test_a_family_is_given_as_one() -> None:
    draft, full, free = overloaded()
    draft.accounts = [
        revise(account, parent=1) if account.id in (2, 3, 4, 5) else account for account in draft.accounts
    ]
    draft.accounts = [
        account if account.id <= 5 else revise(account, locked_until=TODAY + timedelta(days=9))
        for account in draft.accounts
    ]
    draft.tenures = [tenure for tenure in draft.tenures if tenure.account not in (2, 3)]
    found = who(draft.book(), mend=True)
    assert {number: found[number] for number in (1, 4, 5)} == dict.fromkeys((1, 4, 5), (free, How.CHOSEN))
    assert {found[number] for number in range(6, 31)} == {(full, How.KEPT)}


def test_needed_seats_come_before_chosen_moves_where_room_is_short() -> None:
    draft, _, free = overloaded()
    draft.people[1] = revise(draft.people[1], hours=500)  # room for one account
    new = draft.account("New")
    assert {number for number, (holder, _) in who(draft.book(), mend=True).items() if holder == free} == {new}


@pytest.mark.parametrize("mend", [True, False])
def test_the_order_of_what_is_asked_does_not_matter(mend: bool) -> None:
    draft, _, _ = overloaded()
    draft.person("Third")
    for number in range(12):
        draft.account(f"Open {number}")
    book = draft.book()
    seating, window, demand = Seating.of(book), month_from(TODAY), Demand(book)
    asks = asks_of(book, seating, demand, TODAY, window)
    found = place(book, seating, asks[::-1], demand, TODAY, window, mend=mend)
    assert found == placed(revised(book), mend=mend)


def test_the_same_question_gives_the_same_answer() -> None:
    draft = Draft()
    for name in ["Ana", "Ben", "Cleo"]:
        draft.person(name)
    for number in range(20):
        draft.account(f"A{number}")
    book = draft.book()
    assert placed(book) == placed(revised(book))


def revised(book: Book) -> Book:
    return Book.of({name: [revise(one) for one in table.all()] for name, table in book.tables.items()})
