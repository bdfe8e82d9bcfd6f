"""Findings together: groups, what hides what, and what the manager lives with."""

from __future__ import annotations

import re

import pytest

from core.book.change import deleted, inserted, updated
from core.models.finding import Finding, Group
from core.models.mend import MendKind
from core.models.rules.registry import RULES
from core.organisation import Acceptance, PlanLine, Profile
from core.schema import revise
from core.words import PersonStatus, Severity, Touch
from tests.core.drafts import TODAY, Draft, generalist
from tests.core.models.rules.looking import MOMENT, changed, codes, days, look, of, one, touched


def quiet(number: int) -> Draft:
    """So many accounts of Ana's that nobody has touched; the later ones are worth more."""
    draft = Draft(policy={"hours": 900_000})
    draft.person("Ana Ruiz")
    for place in range(number):
        draft.sits(draft.account(f"Account {place}", started=days(-400), renews=days(300), arr=place * 1_000), 1)
    return draft


def accepted(code: str, subject: str, until: int = 30, number: int = 1) -> Acceptance:
    return Acceptance(id=number, code=code, subject=subject, reason="we know", accepted_on=TODAY, until=days(until))


# The rules --------------------------------------------------------------------------------------------------


def test_there_are_45_rules_each_with_a_sentence_a_source_and_a_subject() -> None:
    assert len(RULES) == 45
    for code, rule in RULES.items():
        assert re.fullmatch(r"[A-Z]+(-[A-Z]+)*", code)
        assert rule.says.endswith(".")
        assert rule.source
        assert any((rule.account, rule.person, rule.load, rule.pool, rule.segment, rule.line, rule.whole)), code


def test_every_mend_kind_is_made_by_a_use_case() -> None:
    from core.usecases.mend import MENDERS

    assert set(MENDERS) == set(MendKind)


# Groups -----------------------------------------------------------------------------------------------------


def test_six_hundred_quiet_accounts_are_one_group() -> None:
    found = look(quiet(600))
    (group,) = found.groups()
    assert (group.code, group.count, group.severity) == ("TOUCH-LATE", 600, Severity.WARNING)
    assert group.arr == sum(place * 1_000 for place in range(600))
    assert found.header_count == 1
    assert group.says.startswith("Account 599: 400 days") or group.says.startswith("Account 599: no touch")
    assert group.says.endswith("And 599 more.")


def test_groups_and_their_findings_come_worst_first() -> None:
    draft = quiet(3)
    draft.account("Nobody's", arr=1)
    draft.accounts[0] = revise(draft.accounts[0], renews=days(20), arr=7)
    draft.accounts[1] = revise(draft.accounts[1], renews=days(80), arr=900_000)
    found = look(draft)
    cold = next(group for group in found.groups() if group.code == "RENEWAL-COLD")
    assert [(finding.severity, finding.account) for finding in cold.findings] == [
        (Severity.ERROR, 1),
        (Severity.WARNING, 2),
    ]
    assert cold.severity is Severity.ERROR
    order = [(group.severity, group.code) for group in found.groups()]
    assert order == sorted(order, key=lambda pair: [*Severity].index(pair[0]))
    assert [finding.arr for finding in of(found, "TOUCH-LATE")] == [900_000, 2_000, 7]


def test_the_header_counts_groups_of_errors_and_warnings_only() -> None:
    draft = quiet(2)
    touched(draft, 1)
    touched(draft, 2)
    draft.more["profiles"] = [Profile(id=1, source="crm", kind="accounts", imported_on=days(-30))]
    found = look(draft)
    assert codes(found) == ["DATA-STALE"]
    assert found.header_count == 0
    draft.account("Nobody's", started=days(-3), renews=days(300))
    assert look(draft).header_count == 1


def test_an_account_with_two_findings_of_one_code_counts_its_arr_once() -> None:
    group = Group(
        code="SEAT-EMPTY",
        severity=Severity.ERROR,
        findings=tuple(
            Finding(code="SEAT-EMPTY", severity=Severity.ERROR, subject=f"A1/{seat}", message="-", account=1, arr=500)
            for seat in ("csm", "renewals")
        ),
    )
    assert (group.count, group.arr) == (2, 500)


# Looking up -------------------------------------------------------------------------------------------------


def test_findings_are_told_by_account_by_person_and_by_id() -> None:
    draft = quiet(1)
    draft.people[0] = revise(draft.people[0], hours=100)
    found = look(draft)
    assert found.codes_of(1) == ("TOUCH-LATE",)
    assert [finding.code for finding in found.of_account(1)] == ["TOUCH-LATE"]
    assert [finding.code for finding in found.of_person(1)] == ["LOAD-OVER"]
    assert found.of_pool(1) == ()
    finding = found.get("touch-late:a1")
    assert finding is not None
    assert finding.id == "TOUCH-LATE:A1"
    assert found.get("TOUCH-LATE:A99") is None
    assert found.codes_of(99) == ()


def test_identities_hold_no_figures_and_no_two_findings_share_one() -> None:
    draft = quiet(4)
    draft.account("Nobody's")
    found = look(draft)
    ids = [finding.id for finding in found.all()]
    assert len(set(ids)) == len(ids)
    older = look(quiet(4))
    assert "TOUCH-LATE:A1" in {finding.id for finding in older.all()}
    later = of(look(Draft(people=draft.people, accounts=draft.accounts, tenures=draft.tenures)), "TOUCH-LATE")
    assert {finding.id for finding in later} == {finding.id for finding in of(found, "TOUCH-LATE")}


# What hides what --------------------------------------------------------------------------------------------


def test_somebody_gone_hides_the_empty_seats_until_the_seats_are_given_away() -> None:
    draft = quiet(2)
    draft.people[0] = revise(draft.people[0], status=PersonStatus.LEAVER, ends=days(-1))
    found = look(draft)
    assert "SEAT-EMPTY" not in codes(found)
    assert "SEAT-EMPTY" not in found.codes_of(1)
    tenures = found.facts.book.holders.all()
    freed = changed(found, [updated(tenure, revise(tenure, until=TODAY)) for tenure in tenures])
    assert len(of(freed, "SEAT-EMPTY")) == 2
    assert "HOLDER-GONE" not in codes(freed)


def test_an_accepted_finding_still_hides_what_it_stands_for() -> None:
    draft = quiet(1)
    draft.people[0] = revise(draft.people[0], status=PersonStatus.LEAVER, ends=days(-1))
    draft.more["acceptances"] = [accepted("HOLDER-GONE", "P1")]
    assert {"HOLDER-GONE", "SEAT-EMPTY"}.isdisjoint(codes(look(draft)))


# What the manager lives with --------------------------------------------------------------------------------


def test_an_accepted_finding_is_hidden_until_its_date() -> None:
    draft = quiet(2)
    draft.more["acceptances"] = [accepted("TOUCH-LATE", "A1", until=1)]
    found = look(draft)
    assert [finding.account for finding in of(found, "TOUCH-LATE")] == [2]
    assert found.codes_of(1) == ()
    assert found.of_account(1) == ()
    ((finding, acceptance),) = found.accepted()
    assert (finding.account, acceptance.reason) == (1, "we know")
    draft.more["acceptances"] = [accepted("TOUCH-LATE", "A1", until=0)]
    back = look(draft)
    assert [finding.account for finding in of(back, "TOUCH-LATE")] == [2, 1]
    assert back.accepted() == ()


def test_an_acceptance_is_followed_both_ways() -> None:
    found = look(quiet(1))
    acceptance = accepted("TOUCH-LATE", "A1")
    hidden = changed(found, [inserted(acceptance)])
    assert "TOUCH-LATE" not in codes(hidden)
    assert hidden.get("TOUCH-LATE:A1") is not None
    assert "TOUCH-LATE" in codes(changed(hidden, [deleted(acceptance)]))


def test_an_acceptance_of_one_account_or_code_leaves_the_others() -> None:
    draft = quiet(2)
    draft.accounts[0] = revise(draft.accounts[0], renews=days(10))
    draft.more["acceptances"] = [accepted("TOUCH-LATE", "A1"), accepted("SEAT-EMPTY", "A2/csm", number=2)]
    assert look(draft).codes_of(1) == ("RENEWAL-COLD",)
    assert look(draft).codes_of(2) == ("TOUCH-LATE",)


# What models ask --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.asked and rule.account is not None])
def test_a_rule_of_one_model_is_not_raised_on_a_line_of_another(code: str) -> None:
    draft = quiet(2)
    draft.accounts = [revise(account, touch=Touch.TECH) for account in draft.accounts]
    draft.accounts[1] = revise(draft.accounts[1], segment="mid")
    strict = generalist(id=2, key="strict", checks=("SENTIMENT-SILENT", "DED-LOWTOUCH", "OVERLAY-MISSING"))
    draft.models.append(strict)
    draft.lines = [PlanLine(scope="seg:mid", model="strict"), PlanLine(model="generalist")]
    assert [finding.account for finding in of(look(draft), code) if finding.account == 1] == []


def test_a_line_s_rules_are_its_model_s_and_its_alignment_s() -> None:
    draft = quiet(1)
    draft.models = [generalist(checks=("SENTIMENT-SILENT",), thresholds=(("a", 1), ("b", 1)))]
    found = look(draft)
    (line,) = found.facts.lines
    assert line.asked == {"SENTIMENT-SILENT"}
    assert one(found, "SENTIMENT-SILENT").account == 1
    assert dict(line.thresholds) == {"a": 1, "b": 1}


def test_the_same_book_and_day_give_the_same_findings() -> None:
    assert look(quiet(5)).all() == look(quiet(5)).all()
    assert MOMENT.today == TODAY
