"""Accounts, duties and roles that the plan forgot."""

from __future__ import annotations

from core.book.change import updated
from core.organisation import Overlay, PlanLine, SeatLine
from core.people import RoleShare
from core.schema import revise
from core.words import Complexity, Duty, Need, PersonStatus, Severity
from tests.core.drafts import EVERY_DUTY, Draft, csm_line, generalist
from tests.core.models.rules.looking import changed, codes, days, look, mended, of, one, touched


def split() -> Draft:
    """A plan for enterprise accounts only, and two accounts."""
    draft = Draft(lines=[PlanLine(scope="seg:ent", model="generalist")])
    draft.person("Ana Ruiz")
    draft.sits(draft.account("Acme"), 1)
    draft.account("Borealis", segment="mid", arr=500_000)
    return draft


def test_an_account_under_no_line_is_a_gap_in_the_plan() -> None:
    finding = one(look(split()), "PLAN-GAP")
    assert (finding.severity, finding.subject, finding.arr) == (Severity.ERROR, "A2", 500_000)
    assert finding.message == "Borealis falls under no line of the plan, so nobody has to serve it."


def test_a_gap_is_mended_by_a_last_line_for_all_others() -> None:
    found = look(split())
    after = mended(found, one(found, "PLAN-GAP"))
    assert "PLAN-GAP" not in codes(after)
    assert [line.planned.line.scope for line in after.facts.lines] == ["seg:ent", ""]
    assert [finding.account for finding in of(after, "SEAT-EMPTY")] == [2]


def test_an_unmanaged_account_is_no_gap() -> None:
    draft = split()
    draft.lines.append(PlanLine(scope="seg:mid", unmanaged="partner"))
    assert "PLAN-GAP" not in codes(look(draft))


def test_a_book_without_a_plan_has_one_finding_not_one_per_account() -> None:
    draft = split()
    draft.policy = {"plan": None}
    finding = one(look(draft), "PLAN-GAP")
    assert finding.message == "No model is in force, so nobody has to serve your 2 accounts."
    assert (finding.account, finding.where) == (None, "Choose a model in Model: 5")


def test_a_duty_that_nobody_carries_is_told_once_for_its_line() -> None:
    draft = split()
    draft.account("Cobalt")
    rest = tuple(duty for duty in EVERY_DUTY if duty is not Duty.SUPPORT)
    draft.models = [generalist(seats=(csm_line(carries=rest),))]
    finding = one(look(draft), "DUTY-NONE")
    assert finding.subject == "line:seg:ent/support"
    assert finding.message == "On “seg:ent” nobody carries support, which 2 accounts need today."


def test_a_duty_without_work_today_and_one_given_outside_are_not_missing() -> None:
    draft = split()
    draft.models = [generalist(seats=(csm_line(carries=(Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION)),))]
    assert "DUTY-NONE" not in codes(look(draft))
    draft.accounts[0] = revise(draft.accounts[0], renews=days(30))
    assert one(look(draft), "DUTY-NONE").subject == "line:seg:ent/renewal"
    draft.lines = [PlanLine(scope="seg:ent", model="generalist", duties=((Duty.RENEWAL, "outside:sales"),))]
    assert "DUTY-NONE" not in codes(look(draft))


def test_giving_the_duty_to_a_seat_mends_it() -> None:
    draft = split()
    draft.models = [generalist(seats=(csm_line(carries=(Duty.ADOPTION, Duty.EXPANSION)),))]
    found = look(draft)
    model = found.facts.book.models[1]
    after = changed(found, [updated(model, revise(model, seats=(csm_line(),)))])
    assert of(found, "DUTY-NONE")
    assert not of(after, "DUTY-NONE")


def test_a_duty_that_two_seats_carry_is_told_and_taking_it_from_one_mends_it() -> None:
    draft = split()
    second = SeatLine(key="support", title="Support", carries=(Duty.SUPPORT,))
    draft.models = [generalist(seats=(csm_line(), second))]
    found = look(draft)
    message = "On “seg:ent” two seats carry support on 1 account."
    assert one(found, "DUTY-TWICE").message == message
    model = found.facts.book.models[1]
    assert not of(changed(found, [updated(model, revise(model, seats=(csm_line(),)))]), "DUTY-TWICE")


def test_two_alternatives_of_one_seat_are_not_two_seats() -> None:
    draft = split()
    draft.models = [generalist(seats=(csm_line(scope="is:key"), csm_line()))]
    assert "DUTY-TWICE" not in codes(look(draft))


def renewing() -> Draft:
    """Two renewals, for which the model asks a renewal manager."""
    rest = tuple(duty for duty in EVERY_DUTY if duty is not Duty.RENEWAL)
    seat = SeatLine(key="renewals", title="Renewals", carries=(Duty.RENEWAL,), roles=("renewal_manager",))
    draft = Draft(models=[generalist(seats=(csm_line(carries=rest), seat))])
    draft.person("Ana Ruiz")
    for name in ("Acme", "Borealis"):
        draft.sits(draft.account(name, renews=days(40)), 1)
    return draft


def test_a_role_that_nobody_has_is_told_with_the_seats_that_ask_for_it() -> None:
    finding = one(look(renewing()), "ROLE-NONE")
    assert (finding.severity, finding.subject) == (Severity.ERROR, "role:renewal_manager")
    assert finding.message == "2 seats with work ask for Renewal manager, and nobody has that role."


def test_a_role_is_missing_only_while_its_seats_have_work() -> None:
    draft = renewing()
    draft.accounts = [revise(account, renews=days(300)) for account in draft.accounts]
    assert "ROLE-NONE" not in codes(look(draft))


def test_a_seat_that_need_not_be_filled_asks_for_no_role() -> None:
    draft = renewing()
    model = draft.models[0]
    help_ = SeatLine(key="help", title="Help", assists=(Duty.SUPPORT,), roles=("trainer",), need=Need.OPTIONAL)
    draft.models = [revise(model, seats=(model.seats[0], help_))]
    assert "ROLE-NONE" not in codes(look(draft))
    draft.models = [revise(model, seats=(model.seats[0], revise(help_, need=Need.REQUIRED)))]
    assert "ROLE-NONE" in codes(look(draft))


def test_any_of_the_roles_a_seat_allows_is_enough_but_not_of_somebody_gone() -> None:
    draft = renewing()
    draft.people[0] = revise(
        draft.people[0], roles=(RoleShare(role="csm", share=50), RoleShare(role="renewal_manager", share=50))
    )
    assert "ROLE-NONE" not in codes(look(draft))
    draft = renewing()
    draft.person("Rita", "renewal_manager", ends=days(-1))
    assert "ROLE-NONE" in codes(look(draft))


def test_a_missing_role_is_mended_by_a_vacancy() -> None:
    found = look(renewing())
    after = mended(found, one(found, "ROLE-NONE"))
    assert "ROLE-NONE" not in codes(after)
    vacancy = after.facts.book.people[2]
    assert (vacancy.status, vacancy.role_keys) == (PersonStatus.VACANCY, ("renewal_manager",))


def complex_one(need: Need | None = None) -> Draft:
    """A complex account in a model that wants specialists beside the CSM, with or without an overlay."""
    draft = Draft(models=[generalist(checks=("OVERLAY-MISSING",))])
    draft.person("Ana Ruiz")
    draft.person("Sol Engineer", "support_engineer")
    draft.sits(draft.account("Acme", complexity=Complexity.COMPLEX), 1)
    touched(draft, 1)
    if need is not None:
        draft.overlays = [
            Overlay(key="engineer", title="Engineer", assists=(Duty.SUPPORT,), roles=("support_engineer",), need=need)
        ]
    return draft


def test_a_complex_account_without_any_overlay_is_mended_in_the_plan() -> None:
    finding = one(look(complex_one()), "OVERLAY-MISSING")
    assert finding.message == "Acme is complex and no specialist assists its owner."
    assert (finding.mend, finding.where) == (None, "Lay an overlay over complex accounts in Model: 5")


def test_an_optional_overlay_that_is_empty_is_filled_by_the_best_candidate() -> None:
    found = look(complex_one(Need.OPTIONAL))
    after = mended(found, one(found, "OVERLAY-MISSING"))
    assert "OVERLAY-MISSING" not in codes(after)
    assert {tenure.seat for tenure in after.facts.book.tenures_of_person(2)} == {"engineer"}


def test_a_required_overlay_that_is_empty_is_told_once() -> None:
    found = look(complex_one(Need.REQUIRED))
    assert [finding.code for finding in found.of_account(1)] == ["SEAT-EMPTY"]
    hidden = found.get("OVERLAY-MISSING:A1")
    assert hidden is not None
    assert hidden.behind == "SEAT-EMPTY:A1/engineer"


def test_a_simple_account_and_other_models_need_no_specialist() -> None:
    draft = complex_one()
    draft.accounts[0] = revise(draft.accounts[0], complexity=Complexity.STANDARD)
    assert "OVERLAY-MISSING" not in codes(look(draft))
    other = complex_one()
    other.models = [generalist()]
    assert "OVERLAY-MISSING" not in codes(look(other))
