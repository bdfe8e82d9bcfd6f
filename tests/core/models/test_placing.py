from __future__ import annotations

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
from core.words import Duty, Family, MatchOn, SeatHolding
from tests.core.drafts import TODAY, Draft, csm_line, generalist


def placed(book: Book) -> Placements:
    seating, window = Seating.of(book), month_from(TODAY)
    return place(book, seating, asks_of(book, seating, Demand(book), TODAY, window), TODAY, window)


def who(book: Book) -> dict[int, tuple[int | None, How]]:
    return {one.ask.account.id: (one.holder.person, one.how) for one in placed(book).placed}


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
