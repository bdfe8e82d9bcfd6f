"""What the hours of an account are made of: the tables of the models page, line by line."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.accounts import Account, Reading
from core.book.book import Book
from core.journey import health_of, touch_of
from core.load.hours import Charge, charges, month_from
from core.load.ledger import Ledger
from core.load.tally import SCALE, Extra, Kind, key_of, tally
from core.models.duties import work_of
from core.models.seating import Seating
from core.organisation import Alignment, ByTouch, Overlay, PlanLine, SeatLine
from core.seats import Holder, outside_holder, person_holder, pool_holder
from core.words import (
    AccountStatus,
    Complexity,
    Duty,
    Family,
    HealthBand,
    Need,
    ReadingKind,
    SeatHolding,
    TenureKind,
    Touch,
)
from data.catalogue import catalogue
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.worlds import MOMENT, World

SIX = ("generalist", "specialist", "player-coach", "dedicated", "pooled", "growth")
WINDOW = month_from(TODAY)


def model(key: str, number: int = 1) -> Any:  # noqa: ANN401
    found = catalogue().model(key)
    assert found is not None
    return type(found)(**{**{name: getattr(found, name) for name in found.__slots__}, "id": number})


def alignment(key: str) -> Alignment:
    found = catalogue().alignment(key)
    assert found is not None
    return Alignment(**{**{name: getattr(found, name) for name in found.__slots__}, "id": 1})


def renewing(draft: Draft, **fields: Any) -> int:  # noqa: ANN401
    """A high-touch account to watch, in its renewal window for the whole month."""
    acme = draft.account("Acme", **{"renews": TODAY + timedelta(days=60), **fields})
    reading = Reading(id=1, account=acme, kind=ReadingKind.HEALTH, on=TODAY, band=HealthBand.WATCH)
    draft.more["readings"] = [reading]
    return acme


def lines(draft: Draft, account: int, window: tuple[date, date] = WINDOW) -> tuple[Charge, ...]:
    book = draft.book()
    return charges(book, Seating.of(book), book.accounts[account], window)


def by_seat(draft: Draft, account: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in lines(draft, account):
        sums[line.seat] = sums.get(line.seat, 0) + line.hours
    return sums


def told(draft: Draft, account: int, kind: Kind) -> list[tuple[int, str]]:
    return [(line.hours, line.why) for line in lines(draft, account) if line.duty is kind]


# The table "who pays what" of section 2.4 -------------------------------------------------------------------


@pytest.mark.parametrize("key", ["generalist", "dedicated", "player-coach", "growth"])
def test_one_seat_pays_everything(key: str) -> None:
    draft = Draft(models=[model(key)])
    assert by_seat(draft, renewing(draft)) == {"csm": 880}


def test_a_firefighter_pays_everything_too() -> None:
    draft = Draft(models=[model("generalist")], alignments=[alignment("firefighter")])
    draft.lines = [PlanLine(alignment="firefighter")]
    assert by_seat(draft, renewing(draft)) == {"csm": 880}


def test_the_specialists_divide_it() -> None:
    draft = Draft(models=[model("specialist")])
    assert by_seat(draft, renewing(draft)) == {"account_manager": 480, "renewal_manager": 400}


def test_the_same_account_in_onboarding_costs_seven_hours_in_every_model() -> None:
    fields: dict[str, Any] = {"started": TODAY - timedelta(days=40)}
    draft = Draft(models=[model("specialist")])
    assert by_seat(draft, draft.account("Acme", **fields)) == {"onboarding": 560, "account_manager": 140}
    for key in SIX:
        draft = Draft(models=[model(key)], lines=[PlanLine(model=key, pool="scaled")])
        draft.pool("scaled")
        assert sum(by_seat(draft, draft.account("Acme", **fields)).values()) == 700


def test_sales_oriented_leaves_support_to_services() -> None:
    draft = Draft(models=[model("generalist"), model("sales-seat", 2)], alignments=[alignment("sales-oriented")])
    draft.lines = [PlanLine(alignment="sales-oriented")]
    assert by_seat(draft, renewing(draft)) == {"csm": 760, "outside:services": 120}


def test_service_oriented_leaves_support_to_services_and_revenue_to_sales() -> None:
    draft = Draft(models=[model("generalist")], alignments=[alignment("service-oriented")])
    draft.lines = [PlanLine(alignment="service-oriented")]
    acme = renewing(draft)
    assert by_seat(draft, acme) == {"csm": 312, "outside:services": 120, "outside:sales": 448}
    holders = {line.holder for line in lines(draft, acme) if line.seat == "outside:sales"}
    assert holders == {outside_holder("sales")}


def test_pooling_saves_hours_only_by_serving_at_another_touch() -> None:
    draft = Draft(models=[model("pooled")])
    draft.pool("scaled")
    acme = renewing(draft)
    draft.lines = [PlanLine(model="pooled", pool="scaled", serve=((Touch.HIGH, Touch.TECH),))]
    assert by_seat(draft, acme) == {"pool": 88}
    assert told(draft, acme, Duty.ADOPTION) == [(24, "0.2 adoption, watch x1.2, served tech")]
    draft.lines = [PlanLine(model="pooled", pool="scaled")]
    assert by_seat(draft, acme) == {"pool": 880}


ENGINEER = Overlay(
    key="engineer",
    title="Engineer",
    scope="complexity:complex",
    assists=(Duty.SUPPORT,),
    roles=("support_engineer",),
    hours=ByTouch(high=150, mid=60, tech=20),
    relieves=((Duty.SUPPORT, 50),),
)


def test_an_overlay_relieves_the_support_line_once_it_is_filled() -> None:
    draft = Draft(overlays=[ENGINEER])
    ana, eve = draft.person("Ana"), draft.person("Eve", "support_engineer")
    acme = draft.account("Acme", complexity=Complexity.COMPLEX)
    draft.sits(acme, ana)
    assert told(draft, acme, Duty.SUPPORT) == [(130, "1.0 support, complex x1.3")]
    assert told(draft, acme, Extra.ASSIST) == [(150, "1.5 assist")]
    draft.sits(acme, eve, "engineer")
    assert told(draft, acme, Duty.SUPPORT) == [(65, "1.0 support, complex x1.3, less 50 % by assisting seats")]
    totals = Ledger.of(draft.book(), MOMENT).totals()
    assert (totals.assists, totals.relieved, totals.nobody) == (150, 65, 0)


def test_an_optional_assisting_seat_that_nobody_fills_costs_nothing() -> None:
    fields = {name: getattr(ENGINEER, name) for name in ENGINEER.__slots__}
    draft = Draft(overlays=[Overlay(**{**fields, "need": Need.OPTIONAL})])
    acme = draft.account("Acme", complexity=Complexity.COMPLEX)
    assert told(draft, acme, Extra.ASSIST) == []


# Lines and their reasons ------------------------------------------------------------------------------------


def test_a_quiet_high_touch_account_costs_the_base() -> None:
    draft = Draft()
    assert told(draft, draft.account("Acme"), Duty.ADOPTION) == [(260, "2.6 adoption")]
    assert [line.hours for line in lines(draft, 1)] == [260, 100, 40]


def test_multipliers_are_named_and_capped_at_twice() -> None:
    draft = Draft(policy={"complex_percent": 150})
    acme = draft.account("Acme", complexity=Complexity.COMPLEX)
    risk = Reading(id=1, account=acme, kind=ReadingKind.HEALTH, on=TODAY, band=HealthBand.AT_RISK)
    draft.more["readings"] = [risk]
    assert told(draft, acme, Duty.ADOPTION) == [(520, "2.6 adoption, at risk x1.5, complex x1.5, capped")]
    assert told(draft, acme, Duty.EXPANSION) == [(60, "0.4 expansion, at risk x1.5")]


def test_onboarding_takes_the_adoption_work_with_it_and_knows_no_health() -> None:
    draft = Draft()
    acme = renewing(draft, started=TODAY - timedelta(days=75), renews=None, complexity=Complexity.SIMPLE)
    assert told(draft, acme, Duty.ONBOARDING) == [(224, "5.6 onboarding, simple x0.8, 15 of 30 days")]
    assert told(draft, acme, Duty.ADOPTION) == [(125, "2.6 adoption, watch x1.2, simple x0.8, 15 of 30 days")]


def test_a_renewal_is_spread_over_its_window_and_ends_with_its_date() -> None:
    draft = Draft()
    near = draft.account("Near", renews=TODAY + timedelta(days=9))
    past = draft.account("Past", renews=TODAY - timedelta(days=3))
    assert told(draft, near, Duty.RENEWAL) == [(100, "10.0 renewal over 90 days, 9 of 30 days")]
    assert told(draft, past, Duty.RENEWAL) == []


def test_a_customer_who_starts_within_the_month_costs_from_that_day() -> None:
    draft = Draft()
    acme = draft.account("Acme", started=TODAY + timedelta(days=20))
    assert told(draft, acme, Duty.SUPPORT) == [(33, "1.0 support, 10 of 30 days")]


def test_churned_archived_and_unmanaged_accounts_cost_nothing_and_forgotten_ones_are_nobodys() -> None:
    draft = Draft(lines=[PlanLine(scope="#free", unmanaged="free"), PlanLine(scope="seg:mid", model="generalist")])
    churned = draft.account("Churned", status=AccountStatus.CHURNED)
    archived = draft.account("Archived", archived=True)
    free = draft.account("Free", tags=("free",))
    forgotten = draft.account("Forgotten", segment="ent")
    assert [lines(draft, account) for account in (churned, archived, free)] == [(), (), ()]
    assert {(line.seat, line.holder) for line in lines(draft, forgotten)} == {("", None)}
    assert Ledger.of(draft.book(), MOMENT).totals().nobody == 400


def test_a_duty_that_no_seat_carries_is_nobodys() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(carries=(Duty.ADOPTION,)),))])
    ana, acme = draft.person("Ana"), draft.account("Acme")
    draft.sits(acme, ana)
    assert Ledger.of(draft.book(), MOMENT).totals().nobody == 140


def test_without_a_plan_all_work_is_nobodys() -> None:
    draft = Draft(policy={"plan": None})
    draft.account("Acme")
    assert Ledger.of(draft.book(), MOMENT).totals().nobody == 400


def test_an_overlap_splits_the_line_without_losing_a_hundredth() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    acme = draft.account("Acme", touch=Touch.TECH)
    draft.sits(acme, ana, since=date(2020, 1, 1), until=date(2026, 1, 1))
    draft.sits(acme, ben, since=date(2026, 1, 1))
    draft.sits(acme, ana, kind=TenureKind.OVERLAP, since=date(2026, 1, 1), share=30)
    found = [line for line in lines(draft, acme) if line.duty is Duty.SUPPORT]
    assert [(line.holder, line.hours) for line in found] == [(person_holder(ben), 11), (person_holder(ana), 4)]
    assert {line.why for line in found} == {
        "0.15 support, 70 % in the overlap",
        "0.15 support, 30 % in the overlap",
    }


def test_a_rolled_up_childs_part_is_in_its_parents_lines() -> None:
    draft = Draft()
    ana = draft.person("Ana")
    group = draft.account("Group", arr=100)
    draft.account("Lab", parent=group, family=Family.ROLLED, touch=Touch.MID, arr=50)
    draft.sits(group, ana)
    assert told(draft, group, Duty.ADOPTION) == [(285, "2.6 adoption + 1.0 adoption, rolled up from Lab")]
    assert lines(draft, 2) == ()
    ledger = Ledger.of(draft.book(), MOMENT)
    assert (ledger.person(ana).accounts, ledger.person(ana).arr) == (1, 150)


# Handing over -----------------------------------------------------------------------------------------------


def changed(day: date, **fields: Any) -> tuple[Draft, int]:  # noqa: ANN401
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    acme = draft.account("Acme", **fields)
    draft.sits(acme, ana, until=day)
    draft.sits(acme, ben, since=day)
    return draft, acme


def test_a_change_of_holder_costs_the_outgoing_before_and_the_incoming_after() -> None:
    draft, acme = changed(TODAY + timedelta(days=15))
    assert told(draft, acme, Extra.HANDOVER) == [
        (200, "2.0 handover to Ben, 14 of 14 days"),
        (300, "3.0 handover from Ana, 14 of 14 days"),
    ]
    totals = Ledger.of(draft.book(), MOMENT).totals()
    assert (totals.handover, totals.held) == (500, totals.asked)


def test_only_the_days_within_the_window_count() -> None:
    draft, acme = changed(TODAY)
    assert told(draft, acme, Extra.HANDOVER) == [(300, "3.0 handover from Ana, 14 of 14 days")]
    draft, acme = changed(TODAY - timedelta(days=7))
    assert told(draft, acme, Extra.HANDOVER) == [(150, "3.0 handover from Ana, 7 of 14 days")]
    draft, acme = changed(TODAY - timedelta(days=14))
    assert told(draft, acme, Extra.HANDOVER) == []


def test_a_tech_touch_account_is_handed_over_by_reading_up() -> None:
    draft, acme = changed(TODAY, touch=Touch.TECH)
    assert told(draft, acme, Extra.HANDOVER) == [(25, "0.25 handover from Ana, 14 of 14 days")]


def test_a_first_filling_a_long_vacancy_and_a_cover_hand_nothing_over() -> None:
    draft = Draft()
    ana, ben = draft.person("Ana"), draft.person("Ben")
    first, vacant, covered = draft.account("First"), draft.account("Vacant"), draft.account("Covered")
    draft.sits(first, ana, since=TODAY)
    draft.sits(vacant, ana, until=TODAY - timedelta(days=40))
    draft.sits(vacant, ben, since=TODAY)
    draft.sits(covered, ana)
    draft.sits(covered, ben, kind=TenureKind.COVER, since=TODAY)
    assert [told(draft, account, Extra.HANDOVER) for account in (first, vacant, covered)] == [[], [], []]


def test_a_dormant_seat_changes_hands_for_nothing() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(carries=(Duty.RENEWAL,)),))])
    ana, ben = draft.person("Ana"), draft.person("Ben")
    acme = draft.account("Acme", renews=TODAY + timedelta(days=300))
    draft.sits(acme, ana, until=TODAY)
    draft.sits(acme, ben, since=TODAY)
    assert told(draft, acme, Extra.HANDOVER) == []


def test_giving_an_account_to_the_pool_is_handed_over_too() -> None:
    draft = Draft(models=[generalist(key="pooled", seats=(csm_line(holder=SeatHolding.POOL),))])
    draft.lines = [PlanLine(model="pooled", pool="scaled")]
    ana = draft.person("Ana")
    scaled = draft.pool("scaled")
    acme = draft.account("Acme")
    draft.sits(acme, ana, until=TODAY)
    found = [line for line in lines(draft, acme) if line.duty is Extra.HANDOVER]
    assert [(line.holder, line.hours) for line in found] == [(pool_holder(scaled), 300)]


def test_the_planned_passage_of_the_lead_costs_half() -> None:
    draft = Draft(models=[model("specialist")])
    olga, max_ = draft.person("Olga", "onboarding_specialist"), draft.person("Max", "account_manager")
    acme = draft.account("Acme", started=TODAY - timedelta(days=75))
    draft.sits(acme, olga, "onboarding")
    draft.sits(acme, max_, "account_manager")
    assert told(draft, acme, Extra.HANDOVER) == [
        (100, "1.0 handover to Max, planned, 14 of 14 days"),
        (150, "1.5 handover from Olga, planned, 14 of 14 days"),
    ]
    draft.tenures.pop()
    draft.sits(acme, olga, "account_manager")
    assert told(draft, acme, Extra.HANDOVER) == []


# Properties -------------------------------------------------------------------------------------------------


def exactly(book: Book, account: Account, window: tuple[date, date]) -> dict[tuple[Kind, str, object], Fraction]:
    """The exact hours of the duties by seat and holder."""
    drawn = tally(book, Seating.of(book), account, *window)
    return {
        (kind, seat, key): Fraction(amount, SCALE * found.period)
        for (kind, _), found in drawn.sums.items()
        for (seat, key), amount in found.parts.items()
        if amount
    }


def day_by_day(book: Book, account: Account) -> dict[tuple[Kind, str, object], Fraction]:
    """The same told slowly, one day and one rule at a time, for accounts without assisting seats."""
    seating, policy = Seating.of(book), book.policy
    sums: dict[tuple[Kind, str, object], Fraction] = {}
    if not account.is_active or seating.bearer(account) is not account:
        return sums
    family = [(account, Fraction(1)), *((child, Fraction(1, 4)) for child in seating.rolled_into(account))]
    for ahead in range(30):
        day = TODAY + timedelta(days=ahead)
        line = seating.line_of(account, day)
        if line is not None and line.unmanaged:
            continue
        seats = seating.seats(account, day)
        for one, part in family:
            own = touch_of(book, one)
            touch = dict(line.line.serve).get(own, own) if line is not None else own
            health = policy.health_percent(health_of(book, one.id, TODAY).band)
            hard = policy.complexity_percent(one.complexity)
            for duty in work_of(book, one).on(day):
                percent = {Duty.ONBOARDING: 100 * hard, Duty.EXPANSION: 100 * health, Duty.RENEWAL: 100 * health}
                rate = Fraction(policy.standard(duty).of(touch), 90 if duty is Duty.RENEWAL else 30)
                if duty is Duty.ONBOARDING:
                    rate += Fraction(policy.adoption.of(touch), 30)
                if duty is Duty.RENEWAL and one.renews is not None and day >= one.renews:
                    continue
                rate *= Fraction(min(percent.get(duty, health * hard), 20_000), 10_000) * part
                seat = next((seat for seat in seats if duty in seat.carries), None)
                held: tuple[tuple[Holder | None, int], ...] = ((None, 100),)
                if seat is not None:
                    held = seating.shares(account, seat, day)
                for holder, share in held:
                    key = (duty, seat.key if seat is not None else "", key_of(holder))
                    if rate and share:
                        sums[key] = sums.get(key, Fraction(0)) + rate * Fraction(share, 100)
    return sums


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random), st.sampled_from(SIX))
def test_hours_are_the_sum_of_the_days_and_the_same_whatever_the_model(chance: Random, key: str) -> None:
    models = tuple(model(one, number) for number, one in enumerate(SIX, start=1))
    line = PlanLine(model=key, pool="scaled")
    free = PlanLine(scope="#free", unmanaged="free")
    book = World(chance).book(chance.randint(1, 6), models, (free, line))
    book = Book.of({name: tuple(t.values()) for name, t in book.tables.items()} | {"plans": [_bare(book)]})
    duties = 0
    for account in book.accounts.values():
        slow = day_by_day(book, account)
        fast = exactly(book, account, WINDOW)
        assert {place: hours for place, hours in fast.items() if place[0] is not Extra.HANDOVER} == slow
        for duty in Duty:
            exact = sum((hours for (kind, _, _), hours in slow.items() if kind is duty), Fraction(0))
            duties += int(exact + Fraction(1, 2))
    totals = Ledger.of(book, MOMENT).totals()
    assert totals.duties == duties
    assert totals.held == duties + totals.handover
    assert (totals.assists, totals.relieved) == (0, 0)


def _bare(book: Book) -> Any:  # noqa: ANN401
    """The plan without its overlays."""
    plan = book.plan
    assert plan is not None
    return type(plan)(id=plan.id, title=plan.title, lines=plan.lines)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32 - 1).map(Random), st.integers(1, 59))
def test_two_windows_in_a_row_add_up_to_the_long_one(chance: Random, middle: int) -> None:
    book = World(chance).book(accounts=chance.randint(1, 6))
    book = Book.of({name: tuple(t.values()) for name, t in book.tables.items() if name != "readings"})
    first, last = TODAY, TODAY + timedelta(days=60)
    between = TODAY + timedelta(days=middle)
    for account in book.accounts.values():
        whole = exactly(book, account, (first, last))
        parts = exactly(book, account, (first, between))
        for place, hours in exactly(book, account, (between, last)).items():
            parts[place] = parts.get(place, Fraction(0)) + hours
        assert parts == whole


def test_a_seat_line_outside_is_charged_to_its_function() -> None:
    outside = SeatLine(
        key="services", title="Services", carries=(Duty.SUPPORT,), holder=SeatHolding.OUTSIDE, function="services"
    )
    draft = Draft(models=[generalist(seats=(csm_line(carries=(Duty.ADOPTION,)), outside))])
    draft.account("Acme")
    assert Ledger.of(draft.book(), MOMENT).outside() == {"outside:services": 100}
