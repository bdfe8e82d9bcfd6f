from __future__ import annotations

from core.models.fit.line import Side
from core.organisation import PlanLine
from core.words import ConversationType, TenureKind
from tests.core.drafts import Draft, generalist
from tests.core.models.fit.hearing import burdened, customers, days, favoured, figures, of, request, talk

# 13 spikes -----------------------------------------------------------------------------------------------------


def _requests(*weeks: int) -> Draft:
    """So many requests in each week, this one first."""
    draft = Draft()
    account = draft.account("Acme")
    for week, number in enumerate(weeks):
        for place in range(number):
            request(draft, account, 7 * week + place % 7)
    return draft


def test_a_week_of_twice_the_usual_requests_speaks_for_a_pool() -> None:
    lines = of(_requests(2, 2, 2, 2, 2, 4, 2, 2, 2, 2, 2, 2), 13)
    # Twelve weeks: the middle one has 2, the fullest 4.
    assert (favoured(lines), burdened(lines)) == ({"pooled"}, {"dedicated", "generalist"})
    assert {figures(line) for line in lines} == {("2 x", "2 x", 26, None)}
    assert lines[0].says == "The fullest of 12 weeks brought 4 requests, the middle one 2: 2 x."


def test_steady_requests_keep_silent() -> None:
    assert of(_requests(2, 2, 2, 2, 2, 3, 2, 2, 2, 2, 2, 2), 13) == []
    # A spike of thirteen weeks ago is not looked at, and without a usual week there is no spike.
    assert of(_requests(*[2] * 12, 9), 13) == []
    assert of(_requests(9), 13) == []


# 17 reactive work ----------------------------------------------------------------------------------------------


def _touches(came: int, went: int, requests: int = 0, established: int = 0, accounts: int = 10) -> Draft:
    draft = Draft()
    customers(draft, established, established=True)
    customers(draft, accounts - established, established=False)
    for place in range(came + went):
        talk(draft, 1, reactive=place < came)
    for _ in range(requests):
        request(draft, 1, 20)
    return draft


def test_reactive_work_describes_a_firefighter_team() -> None:
    draft = _touches(came=4, went=5, requests=1, established=2)
    lines = of(draft, 17)
    # 4 conversations and 1 request of 10 touches: 50 %. 2 of 10 accounts are established, under 30 %.
    assert (favoured(lines), burdened(lines)) == ({"firefighter"}, set())
    assert figures(lines[0]) == ("50 %", "50 %", 10, 5)
    assert "not a reason to stay so" in lines[0].says


def test_reactive_work_on_an_established_base_speaks_against_staying_so() -> None:
    lines = of(_touches(came=5, went=5, established=3), 17)
    # 3 of 10 accounts are established: 30 %.
    assert (favoured(lines), burdened(lines)) == ({"firefighter"}, {"firefighter"})
    assert lines[1].says.endswith("came from the customer, while 3 of 10 accounts are established.")


def test_proactive_or_little_work_keeps_silent() -> None:
    assert of(_touches(came=5, went=6), 17) == []
    assert of(_touches(came=9, went=0), 17) == []


def test_touches_of_an_unknown_side_notes_and_old_ones_do_not_count() -> None:
    draft = _touches(came=5, went=5)
    talk(draft, 1, reactive=None)
    talk(draft, 1, reactive=False, type=ConversationType.NOTE)
    talk(draft, 1, 90, reactive=False)
    assert figures(of(draft, 17)[0]) == ("50 %", "50 %", 10, 5)
    talk(draft, 1, 89, reactive=False)
    assert of(draft, 17) == []


# 24 many contacts ----------------------------------------------------------------------------------------------


def _met(*numbers: int) -> Draft:
    """Customers who each dealt with so many of our people."""
    draft = Draft()
    people = [draft.person(f"Person {place}") for place in range(max(numbers))]
    for number in numbers:
        account = draft.account(f"Customer {number}")
        for person in people[: number - 1]:
            talk(draft, account, by=person)
        talk(draft, account, people=(people[number - 1], people[0]))
    return draft


def test_many_contacts_speak_for_one_person() -> None:
    lines = of(_met(4, 5, 1), 24)
    # Customers met 4, 5 and 1 of our people: 4 in the middle.
    assert favoured(lines) == {"generalist", "dedicated"}
    assert burdened(lines) == {"service-oriented", "integrated"}
    assert {figures(line) for line in lines} == {("4", "4", 3, None)}


def test_few_contacts_keep_silent() -> None:
    # 3.5 in the middle of 3 and 4.
    assert of(_met(4, 3), 24) == []
    assert of(_met(1), 24) == []


def test_whoever_stands_in_for_somebody_is_no_further_contact() -> None:
    draft = _met(4)
    draft.sits(1, 2, kind=TenureKind.COVER, since=days(-30), until=days(-10))
    assert of(draft, 24) == []


# 25 continuity -------------------------------------------------------------------------------------------------


def _changed(number: int, of_all: int, second: int = -300) -> Draft:
    """So many accounts that went from one person to a second, and 100 days ago on to a third."""
    draft = Draft()
    ann, ben, cem = (draft.person(name) for name in ("Ann", "Ben", "Cem"))
    for account in customers(draft, number):
        draft.sits(account, ann, until=days(second))
        draft.sits(account, ben, since=days(second), until=days(-100))
        draft.sits(account, cem, since=days(-100))
    for account in customers(draft, of_all - number):
        draft.sits(account, ann)
    return draft


def test_owners_that_change_too_often_speak_for_dedicated_ones() -> None:
    lines = of(_changed(1, 10), 25)
    # 1 of 10 accounts changed hands twice in 365 days: 10 %, more than 5 %.
    assert (favoured(lines), burdened(lines)) == ({"dedicated"}, {"another-change"})
    assert {figures(line) for line in lines} == {("10 %", "5 %", 10, 1)}


def test_steady_owners_keep_silent() -> None:
    # 1 of 20 is 5 %, not more; and a first change of 365 days ago is over a year old.
    assert of(_changed(1, 20), 25) == []
    assert of(_changed(1, 10, second=-365), 25) == []


def test_cover_and_a_holder_who_is_the_same_are_no_change() -> None:
    draft = _changed(0, 4)
    ben = 2
    draft.sits(1, ben, kind=TenureKind.COVER, since=days(-200), until=days(-150))
    draft.sits(1, ben, kind=TenureKind.COVER, since=days(-100), until=days(-50))
    ann = 1
    account = draft.account("Kept")
    draft.sits(account, ann, until=days(-200))
    draft.sits(account, ann, since=days(-200), until=days(-100))
    draft.sits(account, ann, since=days(-100))
    assert of(draft, 25) == []


def test_a_change_of_model_that_keeps_the_holder_is_no_change() -> None:
    seat = generalist().seats[0]
    model = generalist(seats=(type(seat)(key="am", title="AM", carries=seat.carries, inherits=("csm",)),))
    draft = _changed(0, 1)
    draft.models, draft.lines = [model], [PlanLine(model="generalist")]
    draft.tenures.clear()
    draft.sits(1, 1, until=days(-200))
    draft.sits(1, 2, seat="am", since=days(-200), until=days(-100))
    draft.sits(1, 3, seat="am", since=days(-100))
    # One change within the seat; the passage between the two models is none.
    assert of(draft, 25) == []


def test_evidence_on_work_points_both_ways_at_most() -> None:
    assert {line.side for line in of(_changed(1, 1), 25)} == {Side.FOR, Side.AGAINST}
