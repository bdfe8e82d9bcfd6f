"""Touches, renewals and next steps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.accounts import Account, Outcome, Reading
from core.book.change import inserted, updated
from core.conversations import FollowUp
from core.organisation import PlanLine
from core.people import Leave
from core.schema import revise
from core.words import (
    ConversationType,
    HealthBand,
    OutcomeKind,
    ReadingKind,
    SeatHolding,
    Sentiment,
    Severity,
    Touch,
)
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import changed, codes, days, follow_up, look, mended, of, one, touched


def served(**fields: object) -> Draft:
    """One account with its CSM."""
    draft = Draft()
    draft.person("Ana Ruiz")
    draft.account("Acme", started=days(-400), **fields)
    draft.sits(1, 1)
    return draft


def account(draft: Draft) -> Account:
    return draft.accounts[0]


@pytest.mark.parametrize(("touch", "standard"), [(Touch.HIGH, 14), (Touch.MID, 21), (Touch.TECH, 30)])
def test_a_touch_is_late_one_day_after_its_standard(touch: Touch, standard: int) -> None:
    draft = served(touch=touch)
    touched(draft, 1, days(-standard))
    assert "TOUCH-LATE" not in codes(look(draft))
    late = served(touch=touch)
    touched(late, 1, days(-standard - 1))
    finding = one(look(late), "TOUCH-LATE")
    assert finding.severity is Severity.WARNING
    assert finding.message == f"Acme: {standard + 1} days without a real touch; its standard is {standard} days."


def test_a_note_is_no_touch_and_the_crm_s_touch_counts() -> None:
    draft = served()
    touched(draft, 1, days(-1), type=ConversationType.NOTE)
    assert "TOUCH-LATE" in codes(look(draft))
    assert "TOUCH-LATE" not in codes(look(served(last_touch_imported=days(-3))))


def test_days_on_which_the_holder_was_on_leave_do_not_count() -> None:
    draft = served()
    touched(draft, 1, days(-20))
    draft.people[0] = revise(draft.people[0], leaves=(Leave(number=1, since=days(-12), until=days(-5)),))
    assert "TOUCH-LATE" not in codes(look(draft))
    draft.people[0] = revise(draft.people[0], leaves=(Leave(number=1, since=days(-12), until=days(-8)),))
    assert "TOUCH-LATE" in codes(look(draft))


def test_a_new_customer_without_any_touch_is_late_once_its_standard_has_passed() -> None:
    draft = Draft()
    draft.account("New", started=days(-14))
    draft.account("Older", started=days(-15))
    draft.account("Of unknown age")
    assert [finding.account for finding in of(look(draft), "TOUCH-LATE")] == [2]


def test_a_late_touch_is_mended_by_a_follow_up_for_the_acting_holder() -> None:
    found = look(served())
    after = mended(found, one(found, "TOUCH-LATE"))
    assert "TOUCH-LATE" not in codes(after)
    (step,) = after.facts.book.followups.all()
    assert (step.owner, step.due, step.routine, step.account) == (None, days(3), True, 1)


def test_a_follow_up_that_has_passed_or_is_far_away_does_not_mend_a_late_touch() -> None:
    for due in (days(-1), days(15), None):
        draft = served()
        follow_up(draft, 1, due)
        assert "TOUCH-LATE" in codes(look(draft))
    done = served()
    follow_up(done, 1, days(2), done_on=TODAY)
    assert "TOUCH-LATE" in codes(look(done))


def test_only_accounts_with_seats_of_their_own_need_touches() -> None:
    draft = served()
    draft.lines = [PlanLine(unmanaged="free tier")]
    assert codes(look(draft)) == []


def dedicated() -> Draft:
    draft = served()
    draft.models = [generalist(key="dedicated", checks=("SENTIMENT-SILENT", "DED-LOWTOUCH"))]
    return draft


def test_a_silent_sentiment_fires_in_a_dedicated_book_only() -> None:
    draft = served()
    touched(draft, 1, days(-1))
    assert "SENTIMENT-SILENT" not in codes(look(draft))
    draft.models = [generalist(checks=("SENTIMENT-SILENT",))]
    finding = one(look(draft), "SENTIMENT-SILENT")
    assert finding.message == "Acme: nobody noted how they feel for 400 days; 42 are the most."


def test_a_sentiment_heard_within_three_standards_is_enough_and_its_follow_up_mends() -> None:
    draft = dedicated()
    touched(draft, 1, days(-42), sentiment=Sentiment.NEGATIVE)
    touched(draft, 1, days(-1))
    assert "SENTIMENT-SILENT" not in codes(look(draft))
    silent = dedicated()
    touched(silent, 1, days(-43), sentiment=Sentiment.NEGATIVE)
    touched(silent, 1, days(-1))
    found = look(silent)
    assert "SENTIMENT-SILENT" not in codes(mended(found, one(found, "SENTIMENT-SILENT")))


@pytest.mark.parametrize(
    ("left", "severity"),
    [(91, None), (90, Severity.WARNING), (31, Severity.WARNING), (30, Severity.ERROR), (0, Severity.ERROR)],
)
def test_a_renewal_without_a_touch_in_30_days_is_cold_and_an_error_when_near(
    left: int, severity: Severity | None
) -> None:
    draft = served(renews=days(left), touch=Touch.TECH)
    touched(draft, 1, days(-31))
    assert [finding.severity for finding in of(look(draft), "RENEWAL-COLD")] == ([severity] if severity else [])
    warm = served(renews=days(left), touch=Touch.TECH)
    touched(warm, 1, days(-30))
    assert "RENEWAL-COLD" not in codes(look(warm))


def test_a_cold_renewal_is_mended_by_a_follow_up_due_before_the_renewal() -> None:
    found = look(served(renews=days(1)))
    after = mended(found, one(found, "RENEWAL-COLD"))
    assert "RENEWAL-COLD" not in codes(after)
    assert [step.due for step in after.facts.book.followups.all()] == [days(1)]


def test_a_renewal_date_that_passed_without_an_outcome_asks_for_one() -> None:
    draft = served(renews=days(-1))
    finding = one(look(draft), "RENEWAL-PAST")
    assert (finding.severity, finding.mend, finding.where) == (Severity.ERROR, None, "Renew or churn: r")
    assert finding.message == "Acme was to renew on 1 Mar 2026, 1 day ago, and no outcome is recorded."
    assert "RENEWAL-PAST" not in codes(look(served(renews=TODAY)))


def test_a_recorded_outcome_mends_a_renewal_that_passed() -> None:
    draft = served(renews=days(-5))
    found = look(draft)
    outcome = Outcome(kind=OutcomeKind.RENEWED, on=TODAY, due=days(-5), until=days(360))
    after = changed(found, [updated(account(draft), revise(account(draft), outcomes=(outcome,), renews=days(360)))])
    assert "RENEWAL-PAST" not in codes(after)


def at_risk() -> Draft:
    draft = served()
    touched(draft, 1)
    draft.more["readings"] = [Reading(id=1, account=1, kind=ReadingKind.HEALTH, on=days(-3), value=40)]
    return draft


def test_an_account_at_risk_needs_an_open_step_with_a_date() -> None:
    assert one(look(at_risk()), "RISK-NO-STEP").message == "Acme is at risk at 40 and no dated next step is open."
    undated = at_risk()
    follow_up(undated, 1, None)
    assert "RISK-NO-STEP" in codes(look(undated))
    dated = at_risk()
    follow_up(dated, 1, days(-3))
    assert "RISK-NO-STEP" not in codes(look(dated))


def test_a_missing_step_is_mended_by_a_follow_up_that_is_no_routine() -> None:
    found = look(at_risk())
    after = mended(found, one(found, "RISK-NO-STEP"))
    assert "RISK-NO-STEP" not in codes(after)
    assert [step.routine for step in after.facts.book.followups.all()] == [False]


def test_the_source_s_own_word_for_the_health_counts() -> None:
    draft = at_risk()
    draft.more["readings"] = [
        Reading(id=1, account=1, kind=ReadingKind.HEALTH, on=days(-3), value=90, band=HealthBand.AT_RISK)
    ]
    assert "RISK-NO-STEP" in codes(look(draft))


def test_a_tech_touch_account_in_a_dedicated_book_is_told_with_its_hours_and_arr() -> None:
    draft = dedicated()
    draft.accounts[0] = revise(draft.accounts[0], touch=Touch.TECH, arr=120_000)
    finding = one(look(draft), "DED-LOWTOUCH")
    assert finding.message == "Acme is served at tech touch in a dedicated book: 0.4 h a month for 1,200 USD."
    draft.models = [generalist()]
    assert "DED-LOWTOUCH" not in codes(look(draft))


def test_a_low_touch_account_is_mended_by_a_pooled_line_of_its_own() -> None:
    draft = dedicated()
    draft.accounts[0] = revise(draft.accounts[0], touch=Touch.TECH)
    draft.account("Borealis")
    draft.sits(2, 1)
    draft.models.append(generalist(id=2, key="pooled", seats=(csm_line(holder=SeatHolding.POOL),)))
    draft.pool("scaled", 1)
    found = look(draft)
    after = mended(found, one(found, "DED-LOWTOUCH"))
    assert "DED-LOWTOUCH" not in codes(after)
    assert [line.planned.line.scope for line in after.facts.lines] == ["touch:tech", ""]
    assert after.facts.lines[0].planned.line.pool == "scaled"


def test_a_follow_up_done_makes_the_touch_late_again() -> None:
    draft = served()
    follow_up(draft, 1, days(2))
    found = look(draft)
    assert "TOUCH-LATE" not in codes(found)
    (step,) = found.facts.book.followups.all()
    assert isinstance(step, FollowUp)
    assert "TOUCH-LATE" in codes(changed(found, [updated(step, revise(step, done_on=TODAY))]))


def test_a_touch_logged_today_ends_what_was_late() -> None:
    found = look(served(renews=days(20)))
    assert {"TOUCH-LATE", "RENEWAL-COLD"} <= set(codes(found))
    draft = Draft()
    touched(draft, 1, TODAY - timedelta(days=0))
    (talk,) = draft.more["conversations"]
    assert {"TOUCH-LATE", "RENEWAL-COLD"}.isdisjoint(codes(changed(found, [inserted(talk)])))
