"""Leads who also hold accounts."""

from __future__ import annotations

from core.accounts import Escalation, Reading
from core.book.change import updated
from core.organisation import Leadership, SeatLine
from core.schema import revise
from core.seats import person_holder
from core.words import Duty, PersonStatus, ReadingKind, SeatHolding, Severity
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import changed, codes, days, follow_up, look, mended, of, one, touched


def coached(reports: int, accounts: int, leadership: Leadership | None = None, **fields: object) -> Draft:
    """Lea leads so many CSMs and holds so many accounts; key ones unless said otherwise."""
    seats = (csm_line(roles=("csm", "team_lead")),)
    draft = Draft(models=[generalist(leadership=leadership or Leadership(), seats=seats)])
    draft.person("Lea Lead", "team_lead")
    for place in range(reports):
        draft.person(f"Report {place}", lead=1)
    for place in range(accounts):
        given = {"key_account": True, "arr": (place + 1) * 100_000, **fields}
        number = draft.account(f"Account {place}", **given)
        draft.sits(number, 1)
        touched(draft, number)
    return draft


def test_a_lead_whose_accounts_and_reports_take_more_than_all_their_time_burns_out() -> None:
    # Five reports take 65 h of 100, so 35 h are left: eight quiet accounts fit, nine do not.
    assert "LEAD-BURNOUT" not in codes(look(coached(5, 8)))
    finding = one(look(coached(5, 9)), "LEAD-BURNOUT")
    assert (finding.severity, finding.subject) == (Severity.ERROR, "P1")
    assert finding.message == "Lea Lead leads for 65.0 h a month and has 36.0 h of accounts: 101 % of their time."


def test_burnout_hides_the_same_person_s_overload() -> None:
    found = look(coached(5, 10))
    assert "LOAD-OVER" not in codes(found)
    assert found.get("LOAD-OVER:P1") is not None
    led_by_nobody = coached(0, 26)
    assert codes(look(led_by_nobody)).count("LOAD-OVER") == 1


def test_burnout_is_mended_by_moving_accounts_to_the_reports() -> None:
    found = look(coached(5, 10, key_account=False))
    after = mended(found, one(found, "LEAD-BURNOUT"))
    assert "LEAD-BURNOUT" not in codes(after)
    moved = [t for person in range(2, 7) for t in after.facts.book.tenures_of_person(person)]
    assert len(moved) == 2
    assert all(tenure.since == TODAY for tenure in moved)


def test_a_lead_s_ordinary_accounts_are_told_and_moved_to_the_reports() -> None:
    draft = coached(3, 2)
    assert "LEAD-ORDINARY" not in codes(look(draft))
    draft.accounts[0] = revise(draft.accounts[0], key_account=False)
    draft.accounts[1] = revise(draft.accounts[1], key_account=False, escalation=Escalation(since=TODAY, reason="down"))
    found = look(draft)
    finding = one(found, "LEAD-ORDINARY")
    assert finding.message == "Lea Lead leads people and holds 1 account that is neither key nor escalated."
    after = mended(found, finding)
    assert "LEAD-ORDINARY" not in codes(after)
    assert [tenure.account for tenure in after.facts.book.tenures_of_person(1) if tenure.until is None] == [2]


def test_without_reports_or_such_a_model_nobody_is_a_lead() -> None:
    assert "LEAD-ORDINARY" not in codes(look(coached(0, 2, key_account=False)))
    draft = coached(3, 2, key_account=False)
    draft.models = [generalist()]
    assert "LEAD-ORDINARY" not in codes(look(draft))


def test_a_lead_with_more_than_five_accounts_gives_those_with_the_least_arr_away() -> None:
    assert "LEAD-TOO-MANY" not in codes(look(coached(3, 5)))
    found = look(coached(3, 7))
    finding = one(found, "LEAD-TOO-MANY")
    assert finding.message == "Lea Lead leads people and holds 7 accounts; 5 are the most."
    after = mended(found, finding)
    assert "LEAD-TOO-MANY" not in codes(after)
    kept = [tenure.account for tenure in after.facts.book.tenures_of_person(1) if tenure.until is None]
    assert kept == [3, 4, 5, 6, 7]


def test_the_span_is_sound_from_three_to_five_reports() -> None:
    for reports, severity in ((0, None), (2, Severity.INFORMATION), (3, None), (5, None), (6, Severity.WARNING)):
        found = [finding.severity for finding in of(look(coached(reports, 1)), "SPAN")]
        assert found == ([severity] if severity else [])


def test_vacancies_and_people_who_left_are_no_reports() -> None:
    draft = coached(6, 1)
    draft.people[1] = revise(draft.people[1], status=PersonStatus.VACANCY)
    assert "SPAN" not in codes(look(draft))
    draft.people[2] = revise(draft.people[2], ends=TODAY)
    draft.people[3] = revise(draft.people[3], archived=True)
    draft.people[4] = revise(draft.people[4], archived=True)
    assert one(look(draft), "SPAN").message == "Lea Lead has 2 direct reports; 3 to 5 are sound."


def test_a_report_who_reports_to_somebody_else_mends_the_span() -> None:
    found = look(coached(6, 1))
    report = found.facts.book.people[2]
    after = changed(found, [updated(report, revise(report, lead=3))])
    assert [finding.person for finding in of(after, "SPAN")] == [3]


def test_somebody_with_accounts_and_no_lead_is_told_unless_they_are_the_top() -> None:
    draft = coached(3, 1)
    draft.person("Solo CSM")
    draft.sits(draft.account("Other"), 5)
    found = look(draft)
    finding = one(found, "LEAD-NONE")
    assert (finding.person, finding.message) == (5, "Solo CSM holds 1 account and reports to nobody.")
    after = mended(found, finding)
    assert "LEAD-NONE" not in codes(after)
    assert after.facts.book.people[5].lead == 1


def test_the_top_person_on_an_account_that_needs_one_more_lead_is_told_until_a_report_has_it() -> None:
    escalation = SeatLine(key="escalation", title="Escalation lead", holder=SeatHolding.LEAD, assists=(Duty.SUPPORT,))
    draft = coached(3, 1)
    draft.models = [revise(draft.models[0], seats=(csm_line(roles=("csm", "team_lead")), escalation))]
    finding = one(look(draft), "LEAD-NONE")
    assert finding.message == "Lea Lead reports to nobody, so nobody holds Escalation lead on 1 account."
    assert (finding.mend, finding.where) == (None, "Give the account to a report, or name their lead in Load: 3")
    draft.tenures[0] = revise(draft.tenures[0], holder=person_holder(2))
    assert "LEAD-NONE" not in codes(look(draft))
    draft.tenures[0] = revise(draft.tenures[0], holder=person_holder(1))
    boss = draft.person("Boss", "team_lead")
    draft.people[0] = revise(draft.people[0], lead=boss)
    assert "LEAD-NONE" not in codes(look(draft))


def test_who_leads_matters_only_where_leads_have_a_part() -> None:
    draft = coached(3, 1)
    draft.person("Solo CSM")
    draft.sits(draft.account("Other"), 5)
    draft.models = [generalist()]
    assert "LEAD-NONE" not in codes(look(draft))
    escalation = SeatLine(key="escalation", title="Escalation", holder=SeatHolding.LEAD, assists=(Duty.SUPPORT,))
    draft.models = [generalist(seats=(csm_line(roles=("csm", "team_lead")), escalation))]
    assert "LEAD-NONE" in codes(look(draft))


def routine(number: int) -> Draft:
    """Lea owes so many routine follow-ups on Report 0's account."""
    draft = coached(3, 0)
    draft.sits(draft.account("Acme"), 2)
    touched(draft, 1)
    for place in range(number):
        follow_up(draft, 1, days(-place), owner=1, routine=True)
    return draft


def test_five_routine_follow_ups_of_a_lead_in_a_month_could_be_automated() -> None:
    assert "LEAD-ROUTINE" not in codes(look(routine(4)))
    finding = one(look(routine(5)), "LEAD-ROUTINE")
    assert finding.severity is Severity.INFORMATION
    assert finding.message == "Lea Lead leads people and had 5 routine follow-ups in 30 days."


def test_what_is_no_routine_is_long_ago_or_on_an_account_at_risk_does_not_count() -> None:
    draft = routine(4)
    follow_up(draft, 1, TODAY, owner=1)
    follow_up(draft, 1, days(-31), owner=1, routine=True)
    follow_up(draft, 1, TODAY, owner=1, routine=True, dropped=True)
    assert "LEAD-ROUTINE" not in codes(look(draft))
    risk = routine(5)
    risk.more["readings"] = [Reading(id=1, account=1, kind=ReadingKind.HEALTH, on=TODAY, value=20)]
    assert "LEAD-ROUTINE" not in codes(look(risk))


def test_routine_is_handed_to_who_holds_the_account() -> None:
    found = look(routine(5))
    after = mended(found, one(found, "LEAD-ROUTINE"))
    assert "LEAD-ROUTINE" not in codes(after)
    assert {step.owner for step in after.facts.book.followups.all()} == {2}


def test_routine_on_the_lead_s_own_account_goes_to_the_report_with_the_most_room() -> None:
    draft = coached(3, 1)
    for place in range(5):
        follow_up(draft, 1, days(-place), routine=True)
    draft.sits(draft.account("Other"), 2)
    found = look(draft)
    after = mended(found, one(found, "LEAD-ROUTINE"))
    assert {step.owner for step in after.facts.book.followups.all()} == {3}


def test_routine_that_is_done_is_told_and_offers_nothing_to_hand_on() -> None:
    draft = coached(3, 0)
    draft.sits(draft.account("Acme"), 2)
    touched(draft, 1)
    for place in range(5):
        follow_up(draft, 1, days(-place), owner=1, routine=True, done_on=days(-place))
    finding = one(look(draft), "LEAD-ROUTINE")
    assert (finding.mend, finding.where) == (None, "They are done; send the next ones as a sequence")
    follow_up(draft, 1, TODAY, owner=1, routine=True)
    again = one(look(draft), "LEAD-ROUTINE")
    assert again.mend is not None
    assert of(mended(look(draft), again), "LEAD-ROUTINE")[0].mend is None
