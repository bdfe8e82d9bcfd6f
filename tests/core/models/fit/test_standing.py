from __future__ import annotations

from datetime import date

from core.accounts import Outcome, Reading
from core.book.book import Book
from core.load.ledger import Ledger
from core.models.finding import Finding, Group
from core.models.fit.standing import measures_text
from core.models.seating import Seating
from core.organisation import PlanLine
from core.text import NOTE_LIMIT, is_kept
from core.words import AccountStatus, OutcomeKind, ReadingKind, Severity
from tests.core.drafts import Draft, generalist
from tests.core.models.fit.hearing import MOMENT, answers, customers, days, interview, talk


def _text(draft: Draft, *groups: Group) -> list[str]:
    book: Book = draft.book()
    text = measures_text(book, MOMENT, Seating.of(book), Ledger.of(book, MOMENT), groups)
    assert is_kept(text, limit=NOTE_LIMIT, lines=True)
    return text.split("\n")


def _draft() -> Draft:
    draft = Draft()
    draft.person("Ann")
    renewed = (Outcome(kind=OutcomeKind.RENEWED, on=days(-50)),)
    accounts = customers(draft, 10, started=days(-200), onboarded_on=days(-140), renews=days(300))
    customers(draft, 1, started=date(2020, 1, 1), outcomes=renewed)
    gone = (Outcome(kind=OutcomeKind.CHURNED, on=days(-20)),)
    customers(draft, 1, status=AccountStatus.CHURNED, churned_on=days(-20), arr=1_200_000, outcomes=gone)
    answers(draft, accounts, yes=9)
    draft.more["readings"] = [Reading(id=1, account=1, kind=ReadingKind.HEALTH, on=days(-3), value=40)]
    return draft


def test_leading_measures_stand_before_trailing_ones() -> None:
    lines = _text(_draft())
    assert lines[:10] == [
        "Leading, as read on 2 Mar 2026:",
        "Expectations: 9 plain yes of 10 answers in 180 days, 90 %",
        "Not asked in 180 days: 1 of 11 accounts, 9.1 %",
        "Health: 0 good, 0 watch, 1 at risk, 10 not known",
        "Touch standard kept: 10 of 11 accounts, 90.9 %",
        "Time to value: 10 customers finished onboarding in 12 months, the middle one after 60 days",
        # 11 accounts at 4.0 h, of which one at risk x 1.5 = 6.0 h.
        "Load: 46 h of 100 h this month, 46 %",
        "Trailing, which tell whether the model in force works and not which to choose:",
        "Customers lost in 12 months: 1, with 12,000 USD",
        "Renewals decided in 12 months: 2, of which renewed or extended 1, 50 %",
    ]


def test_each_number_of_the_evidence_stands_once_with_both_sides() -> None:
    lines = _text(_draft())
    start = lines.index("Evidence:")
    assert (
        "9 of 10 customers on “all accounts” who answered in 180 days give a plain yes (90 %). (for Generalist)"
        in lines[start:]
    )
    small = next(line for line in lines if line.startswith("The team has 1 FTE"))
    assert small.endswith("(for Generalist and Firefighter; against Specialist and Integrated)")


def test_what_was_said_in_interviews_is_left_out() -> None:
    draft = _draft()
    for person in (draft.person("Ben"), draft.person("Cem")):
        interview(draft, person, "too-many-hats")
    assert not any("hats" in line for line in _text(draft))


def test_too_few_answers_are_said_once_for_all_signals() -> None:
    draft = Draft()
    talk(draft, customers(draft, 3)[0])
    unheard = [line for line in _text(draft) if line.startswith("Not heard enough")]
    # Once on the answers of the plan line, once on the voices of the whole.
    assert len(unheard) == 2


def test_findings_are_counted_by_code() -> None:
    finding = Finding(code="SEAT-EMPTY", severity=Severity.ERROR, subject="A1/csm", message="Nobody.")
    group = Group(code="SEAT-EMPTY", severity=Severity.ERROR, findings=(finding, finding))
    assert _text(Draft(), group)[-1] == "Findings: SEAT-EMPTY 2."
    assert _text(Draft())[-2:] == ["nothing speaks for or against any model yet", "Findings: none."]


def test_a_text_longer_than_a_note_says_what_was_left_out() -> None:
    draft = Draft(models=[generalist()])
    draft.lines = [
        PlanLine(title=f"{'Long ' * 38}{number}", scope=f"#t{number}", model="generalist") for number in range(90)
    ]
    for number in range(90):
        draft.account(f"C{number}", tags=(f"t{number}",))
    lines = _text(draft)
    assert lines[-1].startswith("and ")
    assert lines[-1].endswith(" more lines")
