from __future__ import annotations

from datetime import date

from core.load.ledger import Ledger
from core.models.fit.demand import change, demand, open_days
from core.models.fit.ground import Ground
from core.models.fit.line import Side, Source
from core.models.seating import Seating
from core.organisation import Leadership, PlanLine
from core.people import Leave, RoleShare
from core.words import AccountStatus, Complexity, Duty, Family, PersonStatus, Touch
from tests.core.drafts import TODAY, Draft, generalist
from tests.core.models.fit.hearing import (
    MOMENT,
    burdened,
    customers,
    days,
    every,
    favoured,
    figures,
    ground_of,
    of,
)

# 3 team size ---------------------------------------------------------------------------------------------------


def _team(*ftes: int) -> Draft:
    draft = Draft()
    for place, fte in enumerate(ftes):
        draft.person(f"Person {place}", fte=fte)
    return draft


def test_a_team_of_two_is_small() -> None:
    lines = of(_team(100, 100), 3)
    # 2.0 positions: at most 5, under 3.
    assert favoured(lines) == {"generalist", "firefighter"}
    assert burdened(lines) == {"specialist", "integrated"}
    assert {figures(line) for line in lines} == {("2 FTE", "5 FTE", 2, None)}


def test_five_positions_are_small_and_enough_for_a_coach() -> None:
    lines = of(_team(*[50] * 10), 3)
    # 10 people at 50 %: 5.0 positions.
    assert favoured(lines) == {"generalist", "firefighter", "player-coach"}
    assert burdened(lines) == {"specialist", "integrated"}
    assert {line.n for line in lines} == {10}


def test_between_small_and_large_only_a_coach_is_spoken_for() -> None:
    (line,) = of(_team(*[100] * 6), 3)
    assert (line.side, line.speaks, line.value_text) == (Side.FOR, ("player-coach",), "6 FTE")


def test_from_eight_positions_work_can_be_divided() -> None:
    lines = of(_team(*[100] * 8), 3)
    assert (favoured(lines), burdened(lines)) == ({"player-coach", "specialist", "growth"}, set())
    lines = of(_team(*[100] * 21), 3)
    assert (favoured(lines), burdened(lines)) == ({"specialist", "growth"}, {"player-coach"})


def test_only_people_here_with_customers_are_counted() -> None:
    draft = _team(100)
    draft.person("Director", "cs_director")
    draft.person("Half", roles=(RoleShare(role="csm", share=50), RoleShare(role="cs_director", share=50)))
    draft.person("Gone", ends=days(0))
    draft.person("Later", starts=days(1))
    draft.person("Open", status=PersonStatus.VACANCY, starts=days(-9))
    draft.person("Away", leaves=(Leave(number=1, since=days(-9), until=days(9)),))
    # One, half of one, and one on leave.
    assert {figures(line)[0] for line in of(draft, 3)} == {"2.5 FTE"}
    nobody = Draft()
    nobody.person("Director", "cs_director")
    assert of(nobody, 3) == []


# 4 base outgrows people ----------------------------------------------------------------------------------------


def test_hours_over_capacity_in_two_months_say_that_the_base_outgrows_the_people() -> None:
    draft = _team(100)
    customers(draft, 28)
    lines = of(draft, 4)
    # 28 high accounts at 4.0 h ask for 112 h of 100 h, this month and the next: 112 %.
    assert {figures(line) for line in lines} == {("112 %", "110 %", 28, None)}
    assert favoured(lines) == {"specialist", "growth"}
    assert burdened(lines) == {"generalist", "firefighter", "player-coach"}


def test_the_pool_is_spoken_for_on_accounts_at_tech_touch() -> None:
    draft = _team(100)
    customers(draft, 28)
    customers(draft, 1, touch=Touch.TECH)
    (pool,) = [line for line in of(draft, 4) if "pooled" in line.speaks]
    assert (pool.side, pool.speaks, pool.place.key) == (Side.FOR, ("pooled",), "touch:tech")


def test_hours_under_110_percent_keep_silent() -> None:
    draft = _team(100)
    customers(draft, 27)
    # 27 x 4.0 h are 108 h of 100 h.
    assert of(draft, 4) == []


def test_one_month_over_capacity_keeps_silent() -> None:
    draft = _team(100)
    customers(draft, 28)
    draft.person("Joiner", starts=days(30), ramped=True)
    # The month after has 200 h for 112 h.
    assert of(draft, 4) == []


def test_accounts_that_grew_by_a_quarter_say_so_too() -> None:
    draft = _team(100)
    customers(draft, 7, started=date(2020, 1, 1))
    draft.account("Lost", status=AccountStatus.CHURNED, churned_on=days(-30), started=date(2020, 1, 1))
    draft.account("Lost before", status=AccountStatus.CHURNED, churned_on=days(-365), started=date(2020, 1, 1))
    customers(draft, 3, started=days(-364))
    lines = of(draft, 4)
    # 7 and the one lost since were served a year ago; today 10 are: 2 of 8 more, 25 %.
    assert {figures(line) for line in lines} == {("25 %", "25 %", 8, 2)}
    assert favoured(lines) == {"specialist", "growth"}
    assert burdened(lines) == {"generalist", "firefighter", "player-coach"}


def test_slower_growth_keeps_silent() -> None:
    draft = _team(100)
    customers(draft, 8, started=date(2020, 1, 1))
    customers(draft, 1, started=days(-30))
    # 1 of 8 more: 12.5 %.
    assert of(draft, 4) == []


def test_growth_of_accounts_without_people_does_not_count() -> None:
    draft = _team(100)
    draft.lines = [PlanLine(scope="#free", unmanaged="free"), PlanLine(model="generalist")]
    customers(draft, 4, started=date(2020, 1, 1))
    lost = {"status": AccountStatus.CHURNED, "churned_on": days(-30), "started": date(2020, 1, 1)}
    customers(draft, 9, tags=("free",), **lost)
    customers(draft, 1, started=days(-30))
    # 1 more than 4: the nine of the free tier that left had nobody.
    assert {figures(line) for line in of(draft, 4)} == {("25 %", "25 %", 4, 1)}


# 8 enough work per role ----------------------------------------------------------------------------------------


def _journeys(new: int, old: int) -> Draft:
    draft = _team(100)
    customers(draft, new, started=days(-300), renews=days(200))
    customers(draft, old, started=date(2020, 1, 1), renews=days(200))
    return draft


def test_a_whole_job_of_onboarding_and_of_renewals_speaks_for_roles() -> None:
    # A position has 100 h, 90 % of them to fill: 90 h. A high renewal is 10 h a cycle, 10 x 30 / 365 = 0.822 h a month:
    # 110 of them are 90.4 h. An onboarding is 3 x 5.6 h = 16.8 h, 1.381 h a month: 66 of them are 91.1 h.
    lines = of(_journeys(66, 44), 8)
    assert (favoured(lines), burdened(lines)) == ({"specialist", "integrated"}, set())
    assert figures(lines[0]) == ("1 FTE", "1 FTE", 110, None)


def test_a_little_less_keeps_silent() -> None:
    # 65 onboardings are 89.8 h: 0.99 of a position. 44 are 60.8 h: 0.67.
    assert of(_journeys(65, 45), 8) == []
    assert of(_journeys(44, 66), 8) == []


def test_less_than_0_6_of_a_position_is_not_a_full_job() -> None:
    lines = of(_journeys(39, 71), 8)
    # 39 onboardings are 53.9 h of 90 h: 0.59.
    assert (favoured(lines), burdened(lines)) == (set(), {"specialist"})
    assert lines[0].says == "Onboarding is work for 0.6 FTE, renewals for 1 FTE: onboarding is not a full job."
    assert (lines[0].value, lines[0].threshold) == (59, 60)
    (both,) = of(_journeys(1, 1), 8)
    assert both.says.endswith("both are not a full job.")


def test_without_dates_the_work_of_a_role_is_not_judged() -> None:
    draft = _journeys(10, 0)
    customers(draft, 11, renews=days(200))
    # Only 10 of 21 have a start.
    assert of(draft, 8) == []


def test_demand_equals_the_ledgers_duties_for_any_windows() -> None:
    draft = _team(100)
    parent = draft.account("Parent", started=days(-30), renews=days(50), complexity=Complexity.COMPLEX)
    draft.account("Child", parent=parent, family=Family.ROLLED, started=days(-80), renews=days(100), touch=Touch.MID)
    draft.account("Later", started=days(12))
    draft.account("Past", renews=days(-3), touch=Touch.TECH)
    book = draft.book()
    for since, until in ((days(0), days(30)), (days(30), days(60)), (days(-60), days(90))):
        ledger = Ledger.of(book, MOMENT, (since, until))
        ground = Ground(book, MOMENT, Seating.of(book), ledger)
        parts = [demand(ground, duty, (since, until)).hours for duty in Duty]
        assert abs(sum(parts) - ledger.totals().duties) <= len(parts)  # each side is rounded at another place


def test_the_difference_of_two_months_equals_that_of_their_ledgers() -> None:
    draft = _team(100)
    for number in range(12):
        draft.account(f"C{number}", started=days(-95 + 9 * number), renews=days(40 + 11 * number))
    book = draft.book()
    first, second = (days(0), days(30)), (days(30), days(60))
    asked = [Ledger.of(book, MOMENT, window).totals().held for window in (first, second)]
    assert asked[0] != asked[1]
    assert abs(change(ground_of(book), first, second) - (asked[1] - asked[0])) <= 12


def test_work_given_to_functions_outside_is_not_the_teams() -> None:
    draft = _team(100)
    draft.lines = [PlanLine(model="generalist", duties=((Duty.RENEWAL, "outside:sales"),))]
    draft.account("Acme", renews=days(120))
    ground = ground_of(draft)
    # The renewal's window opens on day 30, but it is Sales who has its hours.
    assert change(ground, (days(0), days(30)), (days(30), days(60))) == 0
    assert demand(ground, Duty.RENEWAL, (days(30), days(60))).hours == 333
    assert open_days(ground.customers[0].work, Duty.RENEWAL, (days(30), days(60))) == 30


# 14 span -------------------------------------------------------------------------------------------------------


def _led(*spans: int, **fields: object) -> Draft:
    """Leads with so many reports each, under a director who leads the leads."""
    draft = Draft(**fields)  # type: ignore[arg-type]
    director = draft.person("Director", "cs_director")
    for place, reports in enumerate(spans):
        lead = draft.person(f"Lead {place}", lead=director)
        for number in range(reports):
            draft.person(f"Report {place}.{number}", lead=lead)
    return draft


def test_leads_with_three_to_five_reports_speak_for_player_coach() -> None:
    lines = of(_led(3, 5), 14)
    assert (favoured(lines), burdened(lines)) == ({"player-coach"}, set())
    assert figures(lines[0]) == ("5", "5", 2, None)
    assert lines[0].says == "2 leads have 3 to 5 direct reports; 3 to 5 are sound."
    assert (lines[0].limit_from, lines[0].sources) == (Source.MCKINSEY, (Source.VELARIS,))
    assert lines[0].source_text == "Velaris article; threshold McKinsey span"


def test_a_span_above_five_speaks_against() -> None:
    lines = of(_led(4, 6), 14)
    assert (favoured(lines), burdened(lines)) == (set(), {"player-coach"})
    assert lines[0].says == "1 of 2 leads has more than 5 direct reports, up to 6."


def test_a_lead_with_two_reports_says_nothing() -> None:
    assert of(_led(2, 4), 14) == []
    assert of(_team(100, 100), 14) == []


def test_a_lead_over_capacity_speaks_against() -> None:
    draft = _led(3)
    for account in customers(draft, 26):
        draft.sits(account, 2)
    against = [line for line in of(draft, 14) if line.side is Side.AGAINST]
    # 26 accounts at 4.0 h are 104 h of the lead's 100 h.
    assert [figures(line) for line in against] == [("104 %", "100 %", 1, None)]


def test_the_span_that_a_model_calls_sound_is_used() -> None:
    model = generalist(leadership=Leadership(span=(2, 3)))
    assert favoured(of(_led(2, 3, models=[model]), 14)) == {"player-coach"}
    assert burdened(of(_led(4, models=[model]), 14)) == {"player-coach"}


def test_all_lines_are_dated_today() -> None:
    assert {line.on for line in every(_led(3, 5))} == {TODAY}
