from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts import Account, ContractLine, Crossed, Escalation, Outcome, StageOverride
from core.book.book import Book
from core.conversations import FollowUp, Playbook, Run
from core.errors import RefusalKind
from core.journey import arr_on, renews_on, stage_of
from core.schema import revise
from core.seats import Handoff, person_holder
from core.usecases.contract_lines import in_proportion
from core.usecases.renew import Churn, Reactivate, Renew, churn, reactivate, renew
from core.words import AccountStatus, HandoffKind, OutcomeKind, Stage, TenureKind
from tests.core.usecases.world import ACME, BOREALIS, COBALT, DELTA, NOW, TODAY, done, held, refused, world

BOOK = world()
DUE = date(2027, 3, 1)
UNTIL = date(2028, 3, 1)
RENEW = Renew(1, TODAY, UNTIL, 26_000_000)


def borealis(**fields: object) -> Account:
    return revise(BOREALIS, **fields)


def with_lines(*lines: ContractLine, **fields: object) -> Book:
    return world(accounts=[borealis(arr=None, **fields), ACME], contracts=list(lines))


def line(number: int, until: date | None, arr: int | None, **fields: object) -> ContractLine:
    return ContractLine(id=number, account=1, since=date(2024, 3, 1), until=until, arr=arr, **fields)  # type: ignore[arg-type]


# Renew ---------------------------------------------------------------------------------------------------------


def test_a_renewal_records_the_outcome_and_moves_the_date() -> None:
    change, after = done(renew, BOOK, RENEW)
    account = after.accounts[1]
    assert change.says == "Renew Borealis Health until 1 Mar 2028 at 260,000 USD"
    assert account.outcomes == (Outcome(kind=OutcomeKind.RENEWED, on=TODAY, due=DUE, until=UNTIL, arr=26_000_000),)
    assert renews_on(after, account) == UNTIL
    assert account.arr == 26_000_000


def test_a_renewal_without_an_arr_keeps_it() -> None:
    change, after = done(renew, BOOK, replace(RENEW, arr=None))
    assert change.says == "Renew Borealis Health until 1 Mar 2028"
    assert after.accounts[1].arr == BOREALIS.arr


def test_an_extension_says_so() -> None:
    change, after = done(renew, BOOK, replace(RENEW, kind=OutcomeKind.EXTENDED))
    assert change.says.startswith("Extend Borealis Health")
    assert after.accounts[1].outcomes[0].kind is OutcomeKind.EXTENDED


def test_a_late_renewal_settles_the_date_that_passed() -> None:
    book = world(accounts=[borealis(renews=date(2026, 10, 1))], contacts=[])
    assert stage_of(book, book.accounts[1], TODAY) is Stage.RENEWAL
    _, after = done(renew, book, RENEW)
    assert after.accounts[1].outcomes[0].due == date(2026, 10, 1)
    assert stage_of(after, after.accounts[1], TODAY) is Stage.ADOPTION


def test_a_stage_set_to_renewal_by_hand_is_over_with_it_and_another_stays() -> None:
    for stage, left in ((Stage.RENEWAL, False), (Stage.ADOPTION, True)):
        by_hand = StageOverride(stage=stage, reason="x", since=TODAY)
        _, after = done(renew, world(accounts=[borealis(stage_override=by_hand), ACME]), RENEW)
        assert (after.accounts[1].stage_override is not None) is left


def test_outcomes_stand_in_order_of_their_day() -> None:
    last_year = Outcome(kind=OutcomeKind.RENEWED, on=date(2026, 3, 1), due=date(2026, 3, 1), until=DUE)
    book = world(accounts=[borealis(outcomes=(last_year,)), ACME])
    _, after = done(renew, book, replace(RENEW, on=date(2026, 2, 1)))
    assert [outcome.on for outcome in after.accounts[1].outcomes] == [date(2026, 2, 1), date(2026, 3, 1)]


def test_an_arr_over_a_segment_line_is_remembered_in_the_same_change() -> None:
    book = world(accounts=[borealis(segment="ent"), ACME])
    _, after = done(renew, book, replace(RENEW, arr=5_000_000))
    assert after.accounts[1].crossed == Crossed(to="mid", on=TODAY)
    _, back = done(renew, after, replace(RENEW, until=date(2029, 3, 1), arr=10_000_000))
    assert back.accounts[1].crossed is None


def test_an_account_that_stays_over_the_line_remembers_the_first_day() -> None:
    since = Crossed(to="mid", on=date(2026, 9, 1))
    book = world(accounts=[borealis(arr=5_000_000, crossed=since), ACME])
    _, after = done(renew, book, replace(RENEW, arr=6_000_000))
    assert after.accounts[1].crossed == since


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"account": 99}, "There is no account A99."),
        ({"kind": OutcomeKind.CHURNED}, "A customer who leaves is recorded as churned"),
        ({"on": date(2026, 11, 23)}, "23 Nov 2026 is still to come."),
        ({"on": date(2024, 2, 1)}, "Borealis Health became a customer on 1 Mar 2024"),
        ({"until": TODAY}, "Borealis Health would be renewed until 22 Nov 2026, not after the day"),
        ({"until": DUE}, "Borealis Health is due on 1 Mar 2027 already"),
        ({"arr": -1}, "The new ARR of Borealis Health is below zero."),
    ],
)
def test_a_renewal_that_cannot_be_is_refused(fields: dict[str, Any], says: str) -> None:
    assert refused(renew, BOOK, replace(RENEW, **fields)).says.startswith(says)


def test_a_customer_who_left_is_reactivated_before_being_renewed() -> None:
    gone = borealis(status=AccountStatus.CHURNED, churned_on=date(2026, 5, 1))
    refusal = refused(renew, world(accounts=[gone], contacts=[]), RENEW)
    assert refusal.says == "Borealis Health churned on 1 May 2026. Reactivate it first."


# Contract lines ------------------------------------------------------------------------------------------------


def test_lines_that_end_are_followed_by_lines_of_the_new_term() -> None:
    book = with_lines(line(1, DUE, 20_000_000, product="Core", seats=40), line(2, DUE, 4_000_000, product="Add-on"))
    _, after = done(renew, book, RENEW)
    account = after.accounts[1]
    assert account.arr is None
    assert [(item.product, item.since, item.until, item.arr) for item in after.contracts_of(1)[2:]] == [
        ("Core", DUE, UNTIL, 21_666_667),
        ("Add-on", DUE, UNTIL, 4_333_333),
    ]
    assert after.contracts[3].seats == 40
    assert arr_on(after, account, TODAY) == 24_000_000
    assert arr_on(after, account, DUE) == 26_000_000
    assert renews_on(after, account) == UNTIL


def test_without_an_arr_every_line_goes_on_at_its_own() -> None:
    book = with_lines(line(1, DUE, 5), line(2, DUE, None))
    _, after = done(renew, book, replace(RENEW, arr=None))
    assert [item.arr for item in after.contracts_of(1)] == [5, None, 5, None]


def test_lines_that_go_on_count_toward_the_arr_of_the_account() -> None:
    ending = line(1, DUE, 20_000_000)
    going_on = line(2, date(2027, 2, 1), 4_000_000)
    later = revise(going_on, id=3, since=date(2027, 2, 1), until=date(2027, 3, 2))
    book = with_lines(revise(ending, until=date(2027, 3, 2)), going_on, later)
    _, after = done(renew, book, RENEW)
    renewed = [item for item in after.contracts.values() if item.since == date(2027, 3, 2)]
    assert sum(item.arr or 0 for item in renewed) == 26_000_000


def test_a_future_fall_below_a_line_is_remembered_from_the_day_it_counts() -> None:
    book = with_lines(line(1, DUE, 24_000_000))
    _, after = done(renew, book, replace(RENEW, arr=5_000_000))
    assert after.accounts[1].crossed == Crossed(to="mid", on=DUE)


def test_an_arr_is_refused_where_no_line_ends_with_the_renewal() -> None:
    book = with_lines(line(1, None, 24_000_000))
    assert refused(renew, book, RENEW).says.startswith("The ARR of Borealis Health follows from its contract lines")
    assert len(done(renew, book, replace(RENEW, arr=None))[0].edits) == 1


def test_an_arr_is_refused_where_lines_are_in_several_currencies() -> None:
    book = with_lines(line(1, DUE, 5, currency="EUR"), line(2, DUE, 5))
    assert "several currencies" in refused(renew, book, RENEW).says


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=1, max_size=6))
def test_shares_in_proportion_sum_to_the_total(total: int, weights: list[int]) -> None:
    shares = in_proportion(total, weights)
    assert sum(shares) == total
    assert all(share >= 0 for share in shares)
    ordered = sorted(range(len(weights)), key=lambda place: (weights[place], -place))
    if any(weights):
        assert [shares[place] for place in ordered] == sorted(shares)


# Churn ---------------------------------------------------------------------------------------------------------

LEFT = date(2026, 11, 15)
CHURN = Churn(1, LEFT, " Went to a competitor ")


def busy() -> Book:
    """Borealis with everything that a churn has to end."""
    handoff = Handoff(
        id=1, account=1, kind=HandoffKind.HOLDER, seat="csm", opened_on=date(2026, 11, 20), due=date(2026, 12, 1)
    )
    return world(
        accounts=[borealis(escalation=Escalation(since=date(2026, 11, 1), reason="outage")), ACME],
        holders=[
            held(1, 1, 2, date(2025, 1, 1), until=date(2026, 1, 1)),
            held(2, 1, 3, date(2026, 1, 1)),
            held(3, 1, 2, date(2026, 11, 16), kind=TenureKind.COVER),
            held(4, 2, 2),
        ],
        followups=[
            FollowUp(id=1, account=1, text="Call", created_on=date(2026, 11, 1)),
            FollowUp(id=2, account=1, text="Sent", created_on=date(2026, 11, 1), done_on=date(2026, 11, 2)),
            FollowUp(id=3, account=2, text="Other", created_on=date(2026, 11, 1)),
        ],
        handoffs=[handoff],
        playbooks=[Playbook(id=1, key="start", title="Start")],
        runs=[Run(id=1, playbook=1, account=1, started_on=date(2026, 11, 1))],
    )


def test_a_churn_ends_everything_the_account_had_on_its_day() -> None:
    change, after = done(churn, busy(), CHURN)
    account = after.accounts[1]
    assert change.says == "Churn Borealis Health on 15 Nov 2026"
    assert change.why == "Went to a competitor"
    assert (account.status, account.churned_on, account.churn_reason) == (AccountStatus.CHURNED, LEFT, change.why)
    assert account.outcomes[-1] == Outcome(kind=OutcomeKind.CHURNED, on=LEFT, due=DUE, reason=change.why)
    assert account.escalation is not None
    assert account.escalation.closed_on == LEFT
    assert [tenure.until for tenure in after.tenures_of(1)] == [date(2026, 1, 1), LEFT]
    assert after.holders[4].until is None
    assert [item.dropped for item in after.followups.all()] == [True, False, False]
    assert after.handoffs[1].closed_on == date(2026, 11, 20)
    assert after.runs[1].finished_on == LEFT
    assert stage_of(after, account, TODAY) is None


def test_a_churn_ends_the_contract_lines() -> None:
    past, running = line(1, date(2025, 3, 1), 5), line(2, DUE, 7)
    to_come = revise(line(3, UNTIL, 9), since=DUE)
    _, after = done(churn, with_lines(past, running, to_come, line(4, None, 1)), CHURN)
    assert [item.until for item in after.contracts_of(1)] == [date(2025, 3, 1), LEFT, DUE, LEFT]
    assert arr_on(after, after.accounts[1], TODAY) == 0


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"on": date(2026, 11, 23)}, "23 Nov 2026 is still to come."),
        ({"on": date(2023, 1, 1)}, "Borealis Health became a customer on 1 Mar 2024"),
        ({"reason": " "}, "Say why Borealis Health left."),
        ({"account": 99}, "There is no account A99."),
    ],
)
def test_a_churn_that_cannot_be_is_refused(fields: dict[str, Any], says: str) -> None:
    assert refused(churn, BOOK, replace(CHURN, **fields)).says.startswith(says)


def test_nobody_churns_twice() -> None:
    _, after = done(churn, BOOK, CHURN)
    assert refused(churn, after, CHURN).says == "Borealis Health churned on 15 Nov 2026. Reactivate it first."


# Reactivate ----------------------------------------------------------------------------------------------------


def test_a_customer_who_comes_back_begins_anew() -> None:
    _, gone = done(churn, busy(), CHURN)
    request = Reactivate(1, TODAY, renews=date(2027, 11, 22), arr=9_000_000)
    change, after = done(reactivate, gone, request)
    account = after.accounts[1]
    assert change.says == "Win Borealis Health back on 22 Nov 2026"
    assert (account.status, account.churned_on, account.churn_reason) == (AccountStatus.ACTIVE, None, "")
    assert (account.started, account.renews, account.arr) == (TODAY, date(2027, 11, 22), 9_000_000)
    assert stage_of(after, account, TODAY) is Stage.ONBOARDING
    assert account.crossed == Crossed(to="mid", on=TODAY)
    assert [tenure for tenure in after.tenures_of(1) if tenure.until is None] == []


def test_a_customer_whose_lines_ended_comes_back_with_a_new_line() -> None:
    _, gone = done(churn, with_lines(line(1, None, 7)), CHURN)
    refusal = refused(reactivate, gone, Reactivate(1, TODAY))
    assert refusal.says.startswith("The contract lines of Borealis Health have ended.")
    _, after = done(reactivate, gone, Reactivate(1, TODAY, renews=date(2027, 11, 22), arr=5))
    assert arr_on(after, after.accounts[1], TODAY) == 5
    assert renews_on(after, after.accounts[1]) == date(2027, 11, 22)


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (Reactivate(1, date(2026, 11, 14)), "Borealis Health left on 15 Nov 2026"),
        (Reactivate(1, date(2026, 11, 23)), "23 Nov 2026 is still to come."),
        (Reactivate(1, TODAY, renews=TODAY), "The renewal date of Borealis Health must lie after 22 Nov 2026."),
        (Reactivate(1, TODAY, arr=-1), "The ARR of Borealis Health is below zero."),
        (Reactivate(5, TODAY), "Delta Air is a customer already."),
    ],
)
def test_a_return_that_cannot_be_is_refused(request_: Reactivate, says: str) -> None:
    _, gone = done(churn, BOOK, CHURN)
    assert refused(reactivate, gone, request_).says.startswith(says)


def test_an_archived_account_is_brought_back_first() -> None:
    archived = revise(DELTA, archived=True, status=AccountStatus.CHURNED)
    refusal = refused(reactivate, world(accounts=[archived], contacts=[]), Reactivate(5, TODAY))
    assert refusal.kind is RefusalKind.INVALID
    assert refusal.says.startswith("Delta Air is archived.")


def test_the_clock_of_the_request_decides_what_is_to_come() -> None:
    later = NOW.on(date(2027, 1, 1))
    assert done(churn, BOOK, Churn(1, date(2026, 12, 31), "closed"), later)[1].accounts[1].churned_on is not None


def test_an_account_without_a_start_may_churn_on_any_past_day() -> None:
    assert done(churn, BOOK, Churn(COBALT.id, date(2001, 1, 1), "closed"))[1].accounts[3].churned_on is not None


def test_a_handoff_keeps_who_was_to_take_over() -> None:
    handoff = revise(busy().handoffs[1], incoming=person_holder(2))
    book = world(handoffs=[handoff])
    assert done(churn, book, CHURN)[1].handoffs[1].incoming == person_holder(2)
