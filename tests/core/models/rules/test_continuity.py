"""Owners that change, passages of lead and seat, too many faces."""

from __future__ import annotations

from datetime import date

import pytest

from core.book.change import deleted
from core.organisation import PlanLine, SeatLine
from core.schema import revise
from core.seats import Handoff, person_holder
from core.words import ConversationType, Duty, HandoffKind, Severity, Stage, TenureKind
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import changed, codes, days, look, mended, of, one, touched


def turned_over(*since: int) -> Draft:
    """An account that passed through as many hands as days are given, one after the other."""
    draft = Draft()
    draft.account("Acme")
    for place, begin in enumerate(since):
        person = draft.person(f"CSM {place}")
        last = place == len(since) - 1
        draft.sits(1, person, since=days(begin), until=None if last else days(since[place + 1]))
    touched(draft, 1)
    return draft


def test_an_owner_who_changed_twice_in_a_year_is_told() -> None:
    assert "OWNER-TURNOVER" not in codes(look(turned_over(-900, -364)))
    finding = one(look(turned_over(-900, -364, -100)), "OWNER-TURNOVER")
    assert finding.severity is Severity.INFORMATION
    assert finding.message == "Acme changed hands 2 times in a year."
    assert "OWNER-TURNOVER" not in codes(look(turned_over(-900, -365, -100)))


def test_turnover_is_a_warning_where_the_model_asks_for_continuity() -> None:
    draft = turned_over(-900, -300, -100)
    draft.models = [generalist(checks=("OWNER-TURNOVER",))]
    assert one(look(draft), "OWNER-TURNOVER").severity is Severity.WARNING


def test_the_first_filling_covers_and_the_same_person_again_are_no_change() -> None:
    draft = turned_over(-300, -100)
    draft.sits(1, 1, since=days(-50), kind=TenureKind.COVER)
    assert "OWNER-TURNOVER" not in codes(look(draft))
    again = turned_over(-300, -200, -100)
    again.tenures = [revise(tenure, holder=person_holder(1)) for tenure in again.tenures]
    assert "OWNER-TURNOVER" not in codes(look(again))


def test_a_lock_of_90_days_mends_turnover() -> None:
    found = look(turned_over(-900, -300, -100))
    after = mended(found, one(found, "OWNER-TURNOVER"))
    assert "OWNER-TURNOVER" not in codes(after)
    assert after.facts.book.accounts[1].locked_until == days(90)


LEADS = ((Stage.ONBOARDING, "onboarding"), (Stage.ADOPTION, "account_manager"), (Stage.RENEWAL, "account_manager"))


def specialist(onboarded: int) -> Draft:
    """An account whose lead passed from onboarding to its account manager some days ago."""
    onboarding = SeatLine(key="onboarding", title="Onboarding", carries=(Duty.ONBOARDING,))
    rest = (Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION, Duty.RENEWAL)
    manager = SeatLine(key="account_manager", title="Account manager", carries=rest)
    draft = Draft(models=[generalist(leads=LEADS, seats=(onboarding, manager))])
    draft.person("Ona Boarding")
    draft.person("Mia Manager")
    draft.account("Acme", started=days(-onboarded - 60), onboarded_on=days(-onboarded))
    draft.sits(1, 1, "onboarding")
    draft.sits(1, 2, "account_manager")
    touched(draft, 1)
    return draft


@pytest.mark.parametrize(("onboarded", "missing"), [(7, False), (8, True), (90, True), (91, False)])
def test_a_passage_of_the_lead_is_missing_its_handoff_after_a_week(onboarded: int, missing: bool) -> None:
    assert ("HANDOFF-MISSING" in codes(look(specialist(onboarded)))) is missing


def test_a_missing_passage_of_the_lead_is_told_and_its_handoff_opened() -> None:
    found = look(specialist(20))
    finding = one(found, "HANDOFF-MISSING")
    assert finding.message == (
        "Acme: the lead passed from Onboarding to Account manager 20 days ago and no handoff was opened."
    )
    after = mended(found, finding)
    assert "HANDOFF-MISSING" not in codes(after)
    (handoff,) = after.facts.book.handoffs.all()
    assert (handoff.kind, handoff.from_seat, handoff.seat) == (HandoffKind.LEAD, "onboarding", "account_manager")
    assert (handoff.outgoing, handoff.incoming) == (person_holder(1), person_holder(2))


def test_a_handoff_opened_before_the_passage_or_closed_after_it_counts() -> None:
    for opened, closed in ((-45, None), (-20, TODAY)):
        draft = specialist(20)
        draft.more["handoffs"] = [lead_handoff(days(opened), closed)]
        assert "HANDOFF-MISSING" not in codes(look(draft))
    old = specialist(20)
    old.more["handoffs"] = [lead_handoff(days(-60), days(-55))]
    assert "HANDOFF-MISSING" in codes(look(old))


def lead_handoff(opened: date, closed: date | None) -> Handoff:
    return Handoff(
        id=1,
        account=1,
        kind=HandoffKind.LEAD,
        seat="account_manager",
        from_seat="onboarding",
        opened_on=opened,
        due=days(30),
        closed_on=closed,
    )


def test_nothing_passes_where_one_person_leads_on_or_a_stage_was_set_by_hand() -> None:
    same = specialist(20)
    same.tenures[1] = revise(same.tenures[1], holder=person_holder(1))
    assert "HANDOFF-MISSING" not in codes(look(same))
    one_seat = turned_over(-900)
    one_seat.accounts[0] = revise(one_seat.accounts[0], started=days(-60), onboarded_on=days(-20))
    assert "HANDOFF-MISSING" not in codes(look(one_seat))


def seamed(onboarded: int) -> Draft:
    """Firefighters onboard; then the account falls under another line, whose people are not theirs."""
    draft = Draft()
    draft.lines = [
        PlanLine(scope="stage:onboarding", model="generalist", people="team:fire"),
        PlanLine(title="Partners", model="generalist", people="team:partner"),
    ]
    draft.person("Fay Fire", team="fire")
    draft.person("Pat Partner", team="partner")
    draft.account("Acme", started=days(-onboarded - 60), onboarded_on=days(-onboarded))
    draft.sits(1, 1, since=days(-onboarded - 60))
    touched(draft, 1)
    return draft


@pytest.mark.parametrize(("onboarded", "code"), [(5, None), (8, "HANDOFF-MISSING"), (91, "SEAT-INELIGIBLE")])
def test_at_a_seam_of_two_lines_the_holder_has_a_week_then_a_handoff_is_missing(
    onboarded: int, code: str | None
) -> None:
    found = {"HANDOFF-MISSING", "SEAT-INELIGIBLE"}.intersection(codes(look(seamed(onboarded))))
    assert found == ({code} if code else set())


def test_a_missing_handoff_at_a_seam_is_opened_to_the_best_candidate() -> None:
    found = look(seamed(10))
    finding = one(found, "HANDOFF-MISSING")
    assert finding.message == (
        "Acme came to “Partners” 10 days ago; who holds the seat CSM may not keep it there, and no handoff was opened."
    )
    after = mended(found, finding)
    assert {"HANDOFF-MISSING", "SEAT-INELIGIBLE"}.isdisjoint(codes(after))
    (handoff,) = after.facts.book.handoffs.all()
    assert (handoff.kind, handoff.outgoing, handoff.incoming) == (
        HandoffKind.HOLDER,
        person_holder(1),
        person_holder(2),
    )


def under_way(due: int, overlap: int | None = None) -> Draft:
    """A handoff of Acme from the first to the second person, with an overlap that began so many days ago."""
    draft = turned_over(-900, -overlap if overlap else -20)
    handoff = Handoff(
        id=1,
        account=1,
        kind=HandoffKind.HOLDER,
        seat="csm",
        outgoing=person_holder(1),
        incoming=person_holder(2),
        opened_on=days(-20),
        due=days(due),
    )
    draft.more["handoffs"] = [handoff]
    if overlap:
        draft.sits(1, 1, since=days(-overlap), kind=TenureKind.OVERLAP, share=30)
    return draft


def test_a_handoff_is_late_after_its_due_day() -> None:
    assert "HANDOFF-LATE" not in codes(look(under_way(0)))
    finding = one(look(under_way(-1)), "HANDOFF-LATE")
    assert (finding.subject, finding.message) == ("A1/H1", "Acme: the handoff of CSM is 1 day past due.")


def test_a_handoff_is_late_when_its_overlap_lasts_too_long() -> None:
    assert "HANDOFF-LATE" not in codes(look(under_way(5, overlap=30)))
    message = "Acme: the handoff of CSM has an overlap 1 day too long."
    assert one(look(under_way(5, overlap=31)), "HANDOFF-LATE").message == message


def test_a_late_handoff_is_closed_and_its_overlap_ended() -> None:
    found = look(under_way(-3, overlap=40))
    after = mended(found, one(found, "HANDOFF-LATE"))
    assert "HANDOFF-LATE" not in codes(after)
    book = after.facts.book
    assert book.handoffs[1].closed_on == TODAY
    assert [tenure.until for tenure in book.tenures_of(1) if tenure.kind is TenureKind.OVERLAP] == [TODAY]


def met(*people: int, cover: int | None = None) -> Draft:
    """A customer who dealt with these people of ours, under a model that counts them."""
    draft = Draft(models=[generalist(checks=("CONTACTS-MANY",), seats=(csm_line(roles=()),))])
    for number in range(1, 7):
        draft.person(f"Person {number}")
    draft.account("Acme")
    draft.sits(1, 1)
    for number in people:
        touched(draft, 1, days(-number), by=number)
    if cover is not None:
        draft.sits(1, cover, kind=TenureKind.COVER, since=days(-50), until=days(-40))
    return draft


def test_four_of_our_people_in_90_days_are_too_many() -> None:
    assert "CONTACTS-MANY" not in codes(look(met(1, 2, 3)))
    message = "Acme dealt with 4 of our people in 90 days."
    assert one(look(met(1, 2, 3, 4)), "CONTACTS-MANY").message == message
    draft = met(1, 2, 3, 4)
    draft.models = [generalist()]
    assert "CONTACTS-MANY" not in codes(look(draft))


def test_covers_notes_and_old_touches_do_not_count_as_contacts() -> None:
    assert "CONTACTS-MANY" not in codes(look(met(1, 2, 3, 4, cover=4)))
    draft = met(1, 2, 3)
    touched(draft, 1, days(-91), by=4)
    touched(draft, 1, days(-2), by=5, type=ConversationType.NOTE)
    assert "CONTACTS-MANY" not in codes(look(draft))


def test_contacts_that_were_not_there_after_all_mend_it() -> None:
    found = look(met(1, 2, 3, 4))
    talk = found.facts.book.conversations[1]
    assert not of(changed(found, [deleted(talk)]), "CONTACTS-MANY")
