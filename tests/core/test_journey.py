from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from core.accounts import Account, ContractLine, Outcome, Reading, StageOverride
from core.book.book import Book
from core.conversations import Conversation
from core.journey import (
    Health,
    arr_on,
    health_of,
    is_established,
    last_touch,
    onboarding_window,
    quiet_days,
    renewal_window,
    renews_on,
    rule_segment,
    segment_by_key,
    segments_in_order,
    stage_of,
    touch_of,
)
from core.organisation import Segment
from core.policy import Policy, Rate
from core.schema import revise
from core.words import (
    AccountStatus,
    ConversationType,
    HealthBand,
    OutcomeKind,
    ReadingKind,
    Record,
    SegmentBy,
    Stage,
    Touch,
)

TODAY = date(2026, 11, 22)
START = date(2025, 1, 1)
ACME = Account(id=1, name="Acme")


def book_of(**tables: Sequence[Record]) -> Book:
    return Book.of({"accounts": [ACME], **tables})


def line(number: int, until: date | None, arr: int | None = 100, **fields: object) -> ContractLine:
    return revise(ContractLine(id=number, account=1, since=START, until=until, arr=arr), **fields)


def outcome(due: date, kind: OutcomeKind = OutcomeKind.RENEWED) -> Outcome:
    return Outcome(kind=kind, on=due, due=due)


# Windows and stage ---------------------------------------------------------------------------------------------


def test_onboarding_takes_ninety_days_unless_its_end_is_recorded() -> None:
    account = revise(ACME, started=START)
    assert onboarding_window(account, Policy()) == (START, START + timedelta(days=90))
    done = revise(account, onboarded_on=date(2025, 2, 1))
    assert onboarding_window(done, Policy()) == (START, date(2025, 2, 1))
    assert onboarding_window(revise(account, onboarded_on=START), Policy()) is None
    assert onboarding_window(ACME, Policy()) is None


@pytest.mark.parametrize(
    ("days", "stage"),
    [(0, Stage.ONBOARDING), (89, Stage.ONBOARDING), (90, Stage.ADOPTION), (274, Stage.ADOPTION), (275, Stage.RENEWAL)],
)
def test_the_stage_follows_the_dates(days: int, stage: Stage) -> None:
    account = revise(ACME, started=START, renews=START + timedelta(days=365))
    assert stage_of(book_of(), account, START + timedelta(days=days)) is stage


def test_a_short_contract_is_in_renewal_before_it_is_in_onboarding() -> None:
    account = revise(ACME, started=START, renews=START + timedelta(days=120))
    assert stage_of(book_of(), account, START + timedelta(days=29)) is Stage.ONBOARDING
    assert stage_of(book_of(), account, START + timedelta(days=30)) is Stage.RENEWAL


def test_a_renewal_date_that_passed_without_an_outcome_keeps_the_account_in_renewal() -> None:
    account = revise(ACME, started=START, renews=TODAY - timedelta(days=400))
    assert stage_of(book_of(), account, TODAY) is Stage.RENEWAL


def test_an_account_without_dates_is_in_adoption() -> None:
    assert stage_of(book_of(), ACME, TODAY) is Stage.ADOPTION


def test_a_stage_set_by_hand_wins_and_a_customer_who_left_has_none() -> None:
    by_hand = revise(
        ACME, renews=TODAY, stage_override=StageOverride(stage=Stage.ADOPTION, reason="multi-year", since=TODAY)
    )
    assert stage_of(book_of(), by_hand, TODAY) is Stage.ADOPTION
    assert stage_of(book_of(), revise(by_hand, status=AccountStatus.CHURNED), TODAY) is None
    assert stage_of(book_of(), revise(by_hand, archived=True), TODAY) is None


# Renewal date --------------------------------------------------------------------------------------------------


def test_without_contract_lines_the_given_date_is_the_renewal() -> None:
    account = revise(ACME, renews=TODAY)
    assert renews_on(book_of(), account) == TODAY
    assert renewal_window(book_of(), account) == (TODAY - timedelta(days=90), TODAY)
    assert renewal_window(book_of(), ACME) is None


def test_the_renewal_is_the_day_the_last_contract_line_ends() -> None:
    book = book_of(contracts=[line(1, date(2025, 6, 1)), line(2, date(2027, 6, 1)), line(3, date(2026, 6, 1))])
    assert renews_on(book, revise(ACME, renews=TODAY)) == date(2027, 6, 1)


def test_an_open_ended_line_leaves_the_renewal_to_the_given_date() -> None:
    book = book_of(contracts=[line(1, date(2025, 6, 1)), line(2, None)])
    assert renews_on(book, ACME) is None
    assert renews_on(book, revise(ACME, renews=TODAY)) == TODAY


def test_trials_renew_nothing() -> None:
    book = book_of(contracts=[line(1, date(2027, 6, 1), trial=True)])
    assert renews_on(book, revise(ACME, renews=TODAY)) == TODAY


def test_a_settled_end_gives_way_to_the_date_that_was_agreed() -> None:
    due, agreed = date(2026, 6, 1), date(2027, 6, 1)
    renewed = revise(ACME, renews=agreed, outcomes=(outcome(due),))
    assert renews_on(book_of(contracts=[line(1, due)]), renewed) == agreed


def test_lines_that_go_beyond_what_was_settled_ask_for_the_next_renewal() -> None:
    due = date(2026, 6, 1)
    account = revise(ACME, renews=due, outcomes=(outcome(due),))
    book = book_of(contracts=[line(1, due), line(2, date(2027, 6, 1))])
    assert renews_on(book, account) == date(2027, 6, 1)


# ARR -----------------------------------------------------------------------------------------------------------


def test_arr_is_the_given_amount_in_the_books_currency() -> None:
    policy = Policy(currency="EUR", rates=(Rate(currency="USD", on=START, millionths=900_000),))
    book = book_of(policy=[policy])
    assert arr_on(book, revise(ACME, arr=1_000), TODAY) == 1_000
    assert arr_on(book, revise(ACME, arr=1_000, currency="USD"), TODAY) == 900
    assert arr_on(book, revise(ACME, arr=1_000, currency="CHF"), TODAY) is None
    assert arr_on(book, ACME, TODAY) is None


def test_contract_lines_win_over_the_given_amount() -> None:
    book = book_of(contracts=[line(1, None, 100), line(2, date(2027, 1, 1), 50)])
    assert arr_on(book, revise(ACME, arr=9), TODAY) == 150


def test_only_running_lines_that_are_no_trial_count() -> None:
    lines = [
        line(1, TODAY, 1),
        line(2, TODAY + timedelta(days=1), 10),
        line(3, None, 100, since=TODAY + timedelta(days=1)),
        line(4, None, 1_000, trial=True),
        line(5, None, 10_000, since=None),
    ]
    assert arr_on(book_of(contracts=lines), ACME, TODAY) == 10_010


def test_a_line_whose_amount_is_not_known_makes_the_sum_unknown() -> None:
    assert arr_on(book_of(contracts=[line(1, None, None), line(2, None, 5)]), ACME, TODAY) is None


def test_a_line_without_a_currency_has_the_accounts() -> None:
    policy = Policy(currency="EUR", rates=(Rate(currency="USD", on=START, millionths=500_000),))
    book = book_of(policy=[policy], contracts=[line(1, None, 100), line(2, None, 100, currency="EUR")])
    assert arr_on(book, revise(ACME, currency="USD"), TODAY) == 150


# Health --------------------------------------------------------------------------------------------------------


def reading(number: int, day: date, value: int | None, **fields: object) -> Reading:
    return revise(Reading(id=number, account=1, kind=ReadingKind.HEALTH, on=day, value=value), **fields)


def test_health_is_the_last_reading_with_the_one_before_for_the_trend() -> None:
    readings = [
        reading(1, date(2026, 9, 1), 80),
        reading(2, date(2026, 11, 1), 62),
        reading(3, date(2026, 10, 1), 70),
        reading(4, date(2026, 12, 1), 10),
        reading(5, date(2026, 11, 5), 3, kind=ReadingKind.TICKETS),
    ]
    health = health_of(book_of(readings=readings), 1, TODAY)
    assert health == Health(value=62, band=HealthBand.WATCH, before=70, on=date(2026, 11, 1))
    assert health.trend == -1


def test_of_two_readings_on_one_day_the_later_record_counts() -> None:
    health = health_of(book_of(readings=[reading(1, TODAY, 40), reading(2, TODAY, 90)]), 1, TODAY)
    assert (health.value, health.before, health.trend) == (90, 40, 1)


def test_the_sources_own_band_wins_over_the_value() -> None:
    health = health_of(book_of(readings=[reading(1, TODAY, 95, band=HealthBand.AT_RISK)]), 1, TODAY)
    assert health.band is HealthBand.AT_RISK


def test_without_a_reading_nothing_is_known() -> None:
    assert health_of(book_of(), 1, TODAY) == Health()
    assert Health().trend == 0


# Segment and touch ---------------------------------------------------------------------------------------------

SEGMENTS = (
    Segment(id=1, key="small", title="Small", order=3, touch=Touch.TECH),
    Segment(id=2, key="ent", title="Enterprise", order=1, from_amount=100, touch=Touch.HIGH),
    Segment(id=3, key="mid", title="Mid", order=2, from_amount=25),
)


def test_segments_stand_in_the_order_of_their_scheme() -> None:
    book = book_of(segments=SEGMENTS)
    assert [segment.key for segment in segments_in_order(book)] == ["ent", "mid", "small"]
    assert segment_by_key(book, "mid") == SEGMENTS[2]
    assert segment_by_key(book, "none") is None


@pytest.mark.parametrize(("arr", "key"), [(100, "ent"), (99, "mid"), (25, "mid"), (24, "small"), (0, "small")])
def test_the_figures_ask_for_the_first_segment_whose_line_they_reach(arr: int, key: str) -> None:
    assert rule_segment(book_of(segments=SEGMENTS), revise(ACME, arr=arr), TODAY) == key


def test_without_the_figure_no_segment_is_asked_for() -> None:
    assert rule_segment(book_of(segments=SEGMENTS), ACME, TODAY) is None
    assert rule_segment(book_of(), revise(ACME, arr=5), TODAY) is None


def test_lines_may_be_drawn_by_industry_and_by_potential() -> None:
    segments = (
        Segment(id=1, key="bank", title="Banks", order=1, by=SegmentBy.INDUSTRY, industries=("Banking",)),
        Segment(id=2, key="hope", title="Promising", order=2, by=SegmentBy.POTENTIAL, from_amount=50),
        Segment(id=3, key="rest", title="Rest", order=3),
    )
    book = book_of(segments=segments)
    assert rule_segment(book, revise(ACME, industry="Banking"), TODAY) == "bank"
    assert rule_segment(book, revise(ACME, industry="Steel", potential=50), TODAY) == "hope"
    assert rule_segment(book, revise(ACME, potential=49, arr=1), TODAY) == "rest"


def test_touch_is_the_accounts_own_else_its_segments_else_mid() -> None:
    book = book_of(segments=SEGMENTS)
    assert touch_of(book, revise(ACME, touch=Touch.HIGH, segment="small")) is Touch.HIGH
    assert touch_of(book, revise(ACME, segment="small")) is Touch.TECH
    assert touch_of(book, ACME) is Touch.MID


# Established ---------------------------------------------------------------------------------------------------


def test_established_takes_a_year_and_a_renewal() -> None:
    renewed = revise(ACME, started=TODAY - timedelta(days=365), outcomes=(outcome(TODAY),))
    assert is_established(renewed, TODAY)
    assert not is_established(renewed, TODAY - timedelta(days=1))
    assert not is_established(revise(renewed, outcomes=()), TODAY)
    assert not is_established(revise(renewed, outcomes=(outcome(TODAY, OutcomeKind.CHURNED),)), TODAY)
    assert not is_established(revise(renewed, started=None), TODAY)


@pytest.mark.parametrize("by_hand", [True, False])
def test_established_by_hand_wins(by_hand: bool) -> None:
    assert is_established(revise(ACME, established=by_hand), TODAY) is by_hand


# Last touch ----------------------------------------------------------------------------------------------------


def talk(number: int, day: date, kind: ConversationType = ConversationType.CALL) -> Conversation:
    return Conversation(
        id=number, account=1, type=kind, at=datetime(day.year, day.month, day.day, 9, tzinfo=UTC), summary="x"
    )


def test_a_note_is_no_touch() -> None:
    heard = [talk(1, date(2026, 11, 12)), talk(2, date(2026, 11, 20), ConversationType.NOTE)]
    book = book_of(conversations=heard)
    assert last_touch(book, ACME) == date(2026, 11, 12)
    assert quiet_days(book, ACME, TODAY) == 10


def test_the_later_of_our_touch_and_the_crms_counts() -> None:
    book = book_of(conversations=[talk(1, date(2026, 11, 12))])
    assert last_touch(book, revise(ACME, last_touch_imported=date(2026, 11, 15))) == date(2026, 11, 15)
    assert last_touch(book, revise(ACME, last_touch_imported=date(2026, 11, 1))) == date(2026, 11, 12)
    assert last_touch(book_of(), revise(ACME, last_touch_imported=date(2026, 11, 1))) == date(2026, 11, 1)


def test_an_account_that_was_never_touched_has_no_quiet_days() -> None:
    assert quiet_days(book_of(), ACME, TODAY) is None
