"""Whether a line still fits its alignment."""

from __future__ import annotations

import pytest

from core.book.change import updated
from core.organisation import Alignment, PlanLine
from core.schema import revise
from core.words import Complexity, Duty
from tests.core.drafts import TODAY, Draft
from tests.core.models.rules.looking import changed, codes, days, look, mended, one, touched


def aligned(accounts: int, *, outside: tuple[tuple[Duty, str], ...] = (), **thresholds: int) -> Draft:
    """Old customers of Ana's on a line whose alignment has these thresholds."""
    alignment = Alignment(
        id=1,
        key="odd",
        title="Odd",
        duties=outside,
        checks=("REACTIVE", "ALIGN-MISMATCH"),
        thresholds=tuple(sorted(thresholds.items())),
    )
    draft = Draft(lines=[PlanLine(title="Everybody", model="generalist", alignment="odd")], alignments=[alignment])
    draft.person("Ana Ruiz")
    for place in range(accounts):
        draft.sits(draft.account(f"Account {place}", started=days(-700), established=True), 1)
    return draft


def talks(draft: Draft, reactive: int, proactive: int) -> Draft:
    for place in range(reactive + proactive):
        touched(draft, 1, days(-place), reactive=place < reactive)
    return draft


def test_half_of_the_touches_from_the_customer_is_reactive() -> None:
    assert "REACTIVE" not in codes(look(talks(aligned(1, reactive_percent=50), 4, 6)))
    finding = one(look(talks(aligned(1, reactive_percent=50), 5, 5)), "REACTIVE")
    assert finding.subject == "line:all/share"
    assert finding.message == "On “Everybody” 50 % of 10 touches in 90 days came from the customer."


def test_few_touches_and_touches_without_a_direction_say_nothing_of_reactive_work() -> None:
    assert "REACTIVE" not in codes(look(talks(aligned(1, reactive_percent=50), 9, 0)))
    draft = talks(aligned(1, reactive_percent=50), 5, 4)
    touched(draft, 1)
    assert "REACTIVE" not in codes(look(draft))


def test_reaching_out_mends_reactive_work() -> None:
    draft = talks(aligned(1, reactive_percent=50), 5, 5)
    found = look(draft)
    talk = draft.more["conversations"][0]
    assert "REACTIVE" not in codes(changed(found, [updated(talk, revise(talk, reactive=False))]))


def test_a_customer_not_touched_between_renewals_is_neglected_until_a_follow_up_is_written() -> None:
    draft = aligned(3, neglected_days=120)
    touched(draft, 1, days(-120))
    touched(draft, 2, days(-121))
    draft.accounts[2] = revise(draft.accounts[2], renews=days(60))
    found = look(draft)
    finding = one(found, "REACTIVE")
    assert finding.message == (
        "On “Everybody” 1 account of 3 had no touch in 120 days outside a renewal: neglected between renewals."
    )
    after = mended(found, finding)
    assert "REACTIVE" not in codes(after)
    assert [step.account for step in after.facts.book.followups.all()] == [2]


def test_a_partner_is_reached_out_to_within_every_standard() -> None:
    draft = aligned(2, proactive=1)
    touched(draft, 1, days(-14), reactive=False)
    touched(draft, 2, TODAY, reactive=True)
    found = look(draft)
    finding = one(found, "REACTIVE")
    assert finding.message == "On “Everybody” 1 account of 2 had no touch that came from us within the standard."
    assert "REACTIVE" not in codes(mended(found, finding))


def test_a_duty_outside_the_customer_organisation_is_a_mismatch() -> None:
    outside = ((Duty.SUPPORT, "outside:services"), (Duty.RENEWAL, "outside:sales"))
    finding = one(look(aligned(1, outside=outside, outside_duties=0)), "ALIGN-MISMATCH")
    assert finding.message == "“Everybody” leaves support and renewal outside the customer organisation."
    assert "ALIGN-MISMATCH" not in codes(look(aligned(1, outside_duties=0)))
    assert "ALIGN-MISMATCH" not in codes(look(aligned(1, outside=outside)))


@pytest.mark.parametrize(("complex_ones", "told"), [(1, False), (2, True)])
def test_more_than_a_fifth_of_complex_accounts_is_a_mismatch(complex_ones: int, told: bool) -> None:
    draft = aligned(5, complex_percent=20)
    for place in range(complex_ones):
        draft.accounts[place] = revise(draft.accounts[place], complexity=Complexity.COMPLEX)
    found = look(draft)
    assert ("ALIGN-MISMATCH" in codes(found)) is told
    if told:
        message = "40 % of the accounts on “Everybody” are complex; 20 % are the most it is made for."
        assert one(found, "ALIGN-MISMATCH").message == message


def test_a_customer_who_is_not_established_is_a_mismatch_until_they_are() -> None:
    draft = aligned(2, established=1)
    draft.accounts[0] = revise(draft.accounts[0], established=None)
    found = look(draft)
    assert one(found, "ALIGN-MISMATCH").message == "1 account of 2 on “Everybody” is not established yet."
    account = found.facts.book.accounts[1]
    after = changed(found, [updated(account, revise(account, established=True))])
    assert "ALIGN-MISMATCH" not in codes(after)


def test_a_line_that_asks_for_none_of_it_has_none_of_it() -> None:
    draft = talks(aligned(1), 10, 0)
    assert {"REACTIVE", "ALIGN-MISMATCH"}.isdisjoint(codes(look(draft)))
