"""Empty seats, two holders, holders who may not sit there, are gone, or away."""

from __future__ import annotations

import pytest

from core.accounts import Reading
from core.book.change import inserted, updated
from core.organisation import Overlay, PlanLine, SeatLine
from core.people import Leave
from core.schema import revise
from core.seats import Handoff, Tenure, person_holder
from core.words import (
    AccountStatus,
    Duty,
    HandoffKind,
    MatchOn,
    Need,
    PersonStatus,
    ReadingKind,
    SeatHolding,
    Severity,
    TenureKind,
)
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import changed, codes, days, look, mended, of, one, touched


def team(**fields: object) -> Draft:
    """Two CSMs, and one account of Ana's."""
    draft = Draft(models=[generalist(seats=(csm_line(**fields),))])
    draft.person("Ana Ruiz", languages=("en",))
    draft.person("Ben Okafor", languages=("en", "de"))
    draft.account("Acme", arr=2_400_000)
    draft.sits(1, 1)
    touched(draft, 1)
    return draft


# Nobody -----------------------------------------------------------------------------------------------------


def test_a_seat_with_work_and_nobody_in_it_is_empty() -> None:
    draft = team()
    draft.account("Borealis", arr=1_000_000)
    finding = one(look(draft), "SEAT-EMPTY")
    assert (finding.severity, finding.subject, finding.arr) == (Severity.ERROR, "A2/csm", 1_000_000)
    assert finding.message == "Borealis has nobody in the seat CSM."


def test_an_empty_seat_is_mended_by_the_best_candidate() -> None:
    draft = team()
    draft.account("Borealis")
    found = look(draft)
    after = mended(found, one(found, "SEAT-EMPTY"))
    assert "SEAT-EMPTY" not in codes(after)
    (tenure,) = after.facts.book.tenures_of(2)
    assert (tenure.holder, tenure.since) == (person_holder(2), TODAY)


def test_a_churned_account_asks_for_nobody() -> None:
    draft = team()
    draft.account("Gone", status=AccountStatus.CHURNED)
    assert "SEAT-EMPTY" not in codes(look(draft))


def renewals(ahead: int, need: Need = Need.REQUIRED) -> Draft:
    """A renewal manager's seat that must be filled some days before the renewal's work."""
    seat = SeatLine(
        key="renewal_manager",
        title="Renewal manager",
        carries=(Duty.RENEWAL,),
        roles=("renewal_manager",),
        fill_ahead=ahead,
        need=need,
    )
    rest = csm_line(carries=(Duty.ONBOARDING, Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION))
    draft = Draft(models=[generalist(seats=(rest, seat))])
    draft.person("Ana Ruiz")
    draft.person("Rita Renew", "renewal_manager")
    return draft


@pytest.mark.parametrize(("renews", "wanted"), [(89, True), (90, True), (120, True), (121, False), (400, False)])
def test_a_dormant_seat_is_empty_only_within_its_fill_ahead_days(renews: int, wanted: bool) -> None:
    draft = renewals(30)
    draft.account("Acme", renews=days(renews))
    draft.sits(1, 1)
    found = [finding.seat for finding in of(look(draft), "SEAT-EMPTY")]
    assert found == (["renewal_manager"] if wanted else [])


def test_a_seat_that_is_filled_ahead_says_that_its_work_is_still_to_come() -> None:
    draft = renewals(30)
    draft.account("Acme", renews=days(100))
    draft.sits(1, 1)
    message = "Acme has nobody in the seat Renewal manager, and its work begins within 30 days."
    assert one(look(draft), "SEAT-EMPTY").message == message


def test_an_optional_seat_may_be_empty() -> None:
    draft = renewals(0, Need.OPTIONAL)
    draft.account("Acme", renews=days(10))
    draft.sits(1, 1)
    assert "SEAT-EMPTY" not in codes(look(draft))


def test_a_required_overlay_is_a_seat_too() -> None:
    draft = team()
    draft.overlays = [Overlay(key="engineer", title="Engineer", assists=(Duty.SUPPORT,), roles=("support_engineer",))]
    assert one(look(draft), "SEAT-EMPTY").seat == "engineer"


def test_pools_outside_functions_and_vacancies_are_holders() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(holder=SeatHolding.POOL),))])
    draft.person("Ana Ruiz")
    draft.pool("scaled", 1)
    draft.lines = [PlanLine(model="generalist", pool="scaled", duties=((Duty.SUPPORT, "outside:services"),))]
    draft.account("Acme")
    assert "SEAT-EMPTY" not in codes(look(draft))
    named = team()
    named.person("CSM EMEA", status=PersonStatus.VACANCY, starts=days(30))
    named.tenures[0] = revise(named.tenures[0], holder=person_holder(3))
    assert "SEAT-EMPTY" not in codes(look(named))


def test_a_pool_seat_without_a_pool_is_empty() -> None:
    draft = Draft(models=[generalist(seats=(csm_line(holder=SeatHolding.POOL),))])
    draft.account("Acme")
    assert one(look(draft), "SEAT-EMPTY").account == 1


# Two --------------------------------------------------------------------------------------------------------


def test_two_permanent_holders_at_once_are_told_and_the_newest_stays() -> None:
    draft = team()
    draft.sits(1, 2, since=days(-10))
    found = look(draft)
    finding = one(found, "SEAT-TWO")
    assert finding.message == "Acme has 2 permanent holders in the seat CSM: Ana Ruiz and Ben Okafor."
    after = mended(found, finding)
    assert "SEAT-TWO" not in codes(after)
    assert [(t.holder.person, t.until) for t in after.facts.book.tenures_of(1)] == [(1, days(-10)), (2, None)]


def test_holders_who_began_on_the_same_day_leave_one() -> None:
    draft = team()
    draft.sits(1, 2, since=draft.tenures[0].since)
    found = look(draft)
    after = mended(found, one(found, "SEAT-TWO"))
    assert [tenure.holder.person for tenure in after.facts.book.tenures_of(1)] == [2]


def test_an_overlap_a_cover_and_one_after_the_other_are_not_two() -> None:
    draft = team()
    draft.sits(1, 2, kind=TenureKind.OVERLAP, share=30)
    draft.sits(1, 2, kind=TenureKind.COVER)
    assert "SEAT-TWO" not in codes(look(draft))
    passed = team()
    passed.tenures[0] = revise(passed.tenures[0], until=TODAY)
    passed.sits(1, 2, since=TODAY)
    assert "SEAT-TWO" not in codes(look(passed))


# Not eligible -----------------------------------------------------------------------------------------------


def barred() -> Draft:
    """An account that speaks German, held by Ana, who does not."""
    draft = team(match=(MatchOn.LANGUAGE,))
    draft.accounts[0] = revise(draft.accounts[0], language="de")
    return draft


def test_a_holder_who_may_not_sit_there_is_told_with_the_reason() -> None:
    finding = one(look(barred()), "SEAT-INELIGIBLE")
    assert (finding.severity, finding.person, finding.subject) == (Severity.ERROR, 1, "A1/csm")
    assert finding.message.startswith("Acme, CSM: ")
    assert "Ana Ruiz" in finding.message


def test_an_ineligible_holder_is_replaced_with_a_handoff() -> None:
    found = look(barred())
    after = mended(found, one(found, "SEAT-INELIGIBLE"))
    assert "SEAT-INELIGIBLE" not in codes(after)
    book = after.facts.book
    assert [tenure.holder.person for tenure in book.tenures_of(1) if tenure.until is None] == [2]
    (handoff,) = book.handoffs.all()
    assert (handoff.kind, handoff.outgoing, handoff.incoming) == (
        HandoffKind.HOLDER,
        person_holder(1),
        person_holder(2),
    )


def test_a_role_lost_and_an_account_barred_make_a_holder_ineligible() -> None:
    draft = team()
    draft.people[0] = revise(draft.people[0], not_for=(1,))
    assert "SEAT-INELIGIBLE" in codes(look(draft))
    other = team()
    other.people[0] = revise(other.people[0], roles=())
    assert "SEAT-INELIGIBLE" in codes(look(other))


def test_a_handoff_under_way_and_a_dormant_seat_hold_the_finding_back() -> None:
    draft = barred()
    draft.more["handoffs"] = [
        Handoff(id=1, account=1, kind=HandoffKind.HOLDER, seat="csm", opened_on=TODAY, due=days(14))
    ]
    assert "SEAT-INELIGIBLE" not in codes(look(draft))
    dormant = renewals(0)
    dormant.account("Acme", renews=days(300))
    dormant.sits(1, 1)
    dormant.sits(1, 1, "renewal_manager")
    assert "SEAT-INELIGIBLE" not in codes(look(dormant))
    dormant.accounts[0] = revise(dormant.accounts[0], renews=days(80))
    assert one(look(dormant), "SEAT-INELIGIBLE").seat == "renewal_manager"


# Gone -------------------------------------------------------------------------------------------------------


def left(draft: Draft, person: int = 1) -> Draft:
    draft.people[person - 1] = revise(draft.people[person - 1], status=PersonStatus.LEAVER, ends=days(-3))
    return draft


def test_somebody_gone_who_still_holds_seats_hides_the_seats_they_leave_empty() -> None:
    found = look(left(team()))
    finding = one(found, "HOLDER-GONE")
    assert finding.message == "Ana Ruiz left on 27 Feb 2026 and still holds 1 seat on 1 account."
    assert (finding.subject, finding.arr) == ("P1", 2_400_000)
    assert {"SEAT-EMPTY", "SEAT-INELIGIBLE"}.isdisjoint(codes(found))
    hidden = found.get("SEAT-EMPTY:A1/csm")
    assert hidden is not None
    assert hidden.behind == "HOLDER-GONE:P1"


def test_who_leaves_later_or_holds_nothing_is_no_finding() -> None:
    draft = team()
    draft.people[0] = revise(draft.people[0], status=PersonStatus.LEAVER, ends=days(1))
    assert "HOLDER-GONE" not in codes(look(draft))
    idle = team()
    idle.tenures[0] = revise(idle.tenures[0], until=days(-3))
    idle.account("Other")
    idle.sits(2, 2)
    assert "HOLDER-GONE" not in codes(look(left(idle)))


def test_an_archived_holder_is_gone_too() -> None:
    draft = team()
    draft.people[0] = revise(draft.people[0], archived=True)
    message = "Ana Ruiz left and still holds 1 seat on 1 account."
    assert one(look(draft), "HOLDER-GONE").message == message


def test_the_seats_of_somebody_gone_are_given_to_the_best_candidates() -> None:
    draft = left(team())
    for name in ("Borealis", "Cobalt"):
        draft.sits(draft.account(name), 1)
    draft.person("Caro Diaz")
    found = look(draft)
    after = mended(found, one(found, "HOLDER-GONE"))
    assert {"HOLDER-GONE", "SEAT-EMPTY"}.isdisjoint(codes(after))
    holders = [t.holder.person for number in (1, 2, 3) for t in after.facts.book.tenures_of(number) if t.until is None]
    assert set(holders) == {2, 3}


# Away -------------------------------------------------------------------------------------------------------


def away(length: int, **fields: object) -> Draft:
    draft = team()
    draft.people[0] = revise(draft.people[0], leaves=(Leave(number=1, since=days(-1), until=days(length - 1)),))
    draft.accounts[0] = revise(draft.accounts[0], **fields)
    return draft


def test_a_long_absence_needs_cover() -> None:
    assert "HOLDER-AWAY" not in codes(look(away(14)))
    finding = one(look(away(15)), "HOLDER-AWAY")
    assert finding.message == "Ana Ruiz is away until 16 Mar 2026 and nobody covers 1 account."


def test_any_absence_needs_cover_where_a_customer_cannot_wait() -> None:
    finding = one(look(away(3, renews=days(30))), "HOLDER-AWAY")
    assert finding.message.endswith("nobody covers 1 account, 1 of them at risk or renewing within 30 days.")
    assert "HOLDER-AWAY" not in codes(look(away(3, renews=days(31))))
    risk = away(3)
    risk.more["readings"] = [Reading(id=1, account=1, kind=ReadingKind.HEALTH, on=TODAY, value=20)]
    assert "HOLDER-AWAY" in codes(look(risk))


def test_a_leave_that_has_not_begun_or_is_over_needs_no_cover_today() -> None:
    draft = team()
    later = Leave(number=1, since=days(1), until=days(60))
    draft.people[0] = revise(draft.people[0], leaves=(later,))
    assert "HOLDER-AWAY" not in codes(look(draft))


def test_an_absence_is_covered_until_the_leave_ends() -> None:
    found = look(away(20))
    after = mended(found, one(found, "HOLDER-AWAY"))
    assert "HOLDER-AWAY" not in codes(after)
    (_, cover) = after.facts.book.tenures_of(1)
    assert (cover.kind, cover.holder, cover.leave_of, cover.leave) == (TenureKind.COVER, person_holder(2), 1, 1)
    assert cover.until == days(19)


def test_moving_the_leave_follows_to_the_accounts_it_covers() -> None:
    draft = away(20)
    cover = Tenure(
        id=9,
        account=1,
        seat="csm",
        holder=person_holder(2),
        since=days(-1),
        until=days(19),
        kind=TenureKind.COVER,
        leave_of=1,
        leave=1,
    )
    found = look(draft)
    covered = changed(found, [inserted(cover)])
    assert covered.facts.accounts[1].owner == 2
    ana = covered.facts.book.people[1]
    back = changed(covered, [updated(ana, revise(ana, leaves=()))])
    assert back.facts.accounts[1].owner == 1
