"""Accounts past a segment line, and segments out of line."""

from __future__ import annotations

import pytest

from core.accounts import Crossed, Reading
from core.book.change import deleted, updated
from core.organisation import PlanLine, Segment
from core.schema import revise
from core.seats import person_holder
from core.words import Expectation, Family, HandoffKind, MatchOn, ReadingKind, Severity, TenureKind
from tests.core.drafts import TODAY, Draft, csm_line, generalist
from tests.core.models.rules.looking import changed, codes, days, look, mended, of, one, touched


def grown(**fields: object) -> Draft:
    """A mid-market account whose ARR has asked for Enterprise for 60 days."""
    draft = Draft(models=[generalist(seats=(csm_line(match=(MatchOn.SEGMENT,)),))])
    draft.person("Ana Ruiz", segments=("mid",))
    draft.person("Ben Okafor", segments=("ent",))
    given: dict[str, object] = {"segment": "mid", "arr": 12_000_000, "crossed": Crossed(to="ent", on=days(-60))}
    draft.account("Acme", **{**given, **fields})
    draft.sits(1, 1)
    touched(draft, 1)
    return draft


def test_an_account_past_its_line_for_the_dwell_time_is_told() -> None:
    finding = one(look(grown()), "SEG-CROSSED")
    assert finding.message == ("Acme is in Mid-market, but its figures have put it in Enterprise for 60 days.")
    assert "SEG-CROSSED" not in codes(look(grown(crossed=Crossed(to="ent", on=days(-59)))))
    assert "SEG-CROSSED" not in codes(look(grown(crossed=None)))


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((PlanLine(model="generalist"),), False),
        ((PlanLine(scope="is:key", model="generalist"), PlanLine(model="generalist")), False),
        ((PlanLine(scope="seg:small", unmanaged="free"), PlanLine(model="generalist")), True),
        ((PlanLine(scope="-(touch:tech)", model="generalist"), PlanLine(model="generalist")), True),
        ((PlanLine(model="segmented"),), True),
    ],
)
def test_segments_are_looked_at_only_where_they_mean_something_in_the_plan(
    lines: tuple[PlanLine, ...], told: bool
) -> None:
    draft = grown()
    segmented = revise(draft.models[0], id=2, key="segmented")
    draft.models, draft.lines = [generalist(), segmented], list(lines)
    assert ("SEG-CROSSED" in codes(look(draft))) is told
    behind = covered(ent=10, small=0)
    behind.models, behind.lines = [generalist(), segmented], list(lines)
    unmanaged = any(line.unmanaged for line in lines)  # then nobody looks after small accounts
    assert ("SEG-UNDERSERVED" in codes(look(behind))) is (told and not unmanaged)


def test_figures_that_came_back_are_no_longer_past_the_line() -> None:
    assert "SEG-CROSSED" not in codes(look(grown(arr=9_000_000)))


def test_a_child_that_follows_its_parent_stays_in_the_parent_s_segment() -> None:
    draft = grown(parent=2)
    draft.account("Parent", segment="mid")
    assert "SEG-CROSSED" not in codes(look(draft))
    draft.accounts[0] = revise(draft.accounts[0], family=Family.INDEPENDENT)
    assert "SEG-CROSSED" in codes(look(draft))


def test_a_transition_hands_over_with_an_overlap_where_the_holder_may_not_follow() -> None:
    found = look(grown())
    after = mended(found, one(found, "SEG-CROSSED"))
    assert {"SEG-CROSSED", "SEAT-INELIGIBLE", "SEAT-EMPTY"}.isdisjoint(codes(after))
    book = after.facts.book
    assert (book.accounts[1].segment, book.accounts[1].crossed) == ("ent", None)
    kinds = {(tenure.kind, tenure.holder, tenure.since, tenure.until, tenure.share) for tenure in book.tenures_of(1)}
    assert (TenureKind.PERMANENT, person_holder(2), TODAY, None, 100) in kinds
    assert (TenureKind.OVERLAP, person_holder(1), TODAY, days(30), 30) in kinds
    (handoff,) = book.handoffs.all()
    assert (handoff.kind, handoff.outgoing, handoff.incoming) == (
        HandoffKind.HOLDER,
        person_holder(1),
        person_holder(2),
    )


def test_a_transition_leaves_a_holder_who_may_follow() -> None:
    draft = grown()
    draft.people[0] = revise(draft.people[0], segments=("mid", "ent"))
    found = look(draft)
    after = mended(found, one(found, "SEG-CROSSED"))
    assert "SEG-CROSSED" not in codes(after)
    assert len(after.facts.book.tenures_of(1)) == 1


def covered(ent: int, small: int) -> Draft:
    """Ten enterprise and ten small accounts, so many of which are in touch, under a model that looks at segments."""
    draft = Draft(models=[generalist(checks=("SEG-CROSSED", "SEG-UNDERSERVED", "SEG-OFF"))])
    for place in range(10):
        number = draft.account(f"Ent {place}", segment="ent", started=days(-400))
        touched(draft, number, days(-1) if place < ent else days(-100))
    for place in range(10):
        number = draft.account(f"Small {place}", segment="small", started=days(-400))
        touched(draft, number, days(-1) if place < small else days(-100))
    return draft


def test_a_segment_far_behind_the_best_one_is_underserved() -> None:
    finding = one(look(covered(ent=10, small=6)), "SEG-UNDERSERVED")
    assert (finding.severity, finding.segment) == (Severity.WARNING, "small")
    assert finding.message == (
        "Small: the touch standard is kept on 60 % of 10 accounts, against 100 % in the best segment."
    )


def test_a_segment_is_not_underserved_at_70_percent_or_near_the_best() -> None:
    assert "SEG-UNDERSERVED" not in codes(look(covered(ent=10, small=7)))
    assert "SEG-UNDERSERVED" not in codes(look(covered(ent=6, small=5)))
    assert "SEG-UNDERSERVED" in codes(look(covered(ent=7, small=5)))


def test_follow_ups_for_all_its_late_accounts_mend_an_underserved_segment() -> None:
    found = look(covered(ent=10, small=6))
    after = mended(found, one(found, "SEG-UNDERSERVED"))
    assert "SEG-UNDERSERVED" not in codes(after)
    assert sorted(step.account or 0 for step in after.facts.book.followups.all()) == [17, 18, 19, 20]


def test_leading_measures_ten_points_from_the_team_s_are_told_when_ten_accounts_tell_them() -> None:
    draft = covered(ent=10, small=10)
    readings = [
        Reading(id=number, account=number, kind=ReadingKind.HEALTH, on=days(-1), value=95 if number <= 10 else 65)
        for number in range(1, 21)
    ]
    draft.more["readings"] = [*readings]
    found = look(draft)
    assert [finding.subject for finding in of(found, "SEG-OFF")] == ["segment:ent/health", "segment:small/health"]
    assert of(found, "SEG-OFF")[0].message == "Enterprise: health on average 95, 15 points above the team's 80."
    # With nine readings the segment says nothing.
    assert [f.segment for f in of(changed(found, [deleted(readings[0])]), "SEG-OFF")] == ["small"]


def test_expectations_and_coverage_are_measured_in_points_and_mended_by_better_ones() -> None:
    draft = covered(ent=10, small=0)
    for number in range(1, 21):
        answer = Expectation.YES if number <= 10 else Expectation.NO
        touched(draft, number, days(-2) if number <= 10 else days(-101), expectation=answer)
    subjects = [finding.subject for finding in of(look(draft), "SEG-OFF")]
    assert subjects == [
        "segment:ent/coverage",
        "segment:ent/expectations",
        "segment:small/coverage",
        "segment:small/expectations",
    ]
    even = covered(ent=10, small=10)
    assert "SEG-OFF" not in codes(look(even))


def test_a_segment_by_industry_is_crossed_by_the_industry() -> None:
    draft = grown(arr=None)
    found = look(draft)
    assert "SEG-CROSSED" not in codes(found)
    segment = found.facts.book.segments[1]
    assert isinstance(segment, Segment)
    account = found.facts.book.accounts[1]
    assert "SEG-CROSSED" in codes(changed(found, [updated(account, revise(account, arr=11_000_000))]))
