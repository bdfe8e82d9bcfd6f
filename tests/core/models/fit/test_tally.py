from __future__ import annotations

from datetime import date

from core.accounts import Outcome
from core.models.fit.tally import By, Heard, challenge_title, interviews, tally
from core.models.fit.unasked import not_asked
from core.models.seating import Seating
from core.organisation import Era, Plan, PlanLine
from core.words import AccountStatus, ConversationType, OutcomeKind
from tests.core.drafts import Draft
from tests.core.models.fit.hearing import HATS, MOMENT, NO, YES, answers, customers, days, interview, of, talk


def rows(draft: Draft, by: By, span: int | None = None) -> list[Heard]:
    return list(tally(draft.book(), MOMENT, by, span))


def numbers(row: Heard) -> tuple[str, int, int, int]:
    return (row.title, row.yes, row.no, row.not_said)


def test_the_whole_counts_each_customer_once_by_the_latest_answer() -> None:
    draft = Draft()
    one, two, three, _ = customers(draft, 4)
    talk(draft, one, 40, expectation=NO, challenges=("slow-start",))
    talk(draft, one, 10, expectation=YES, challenges=("slow-start", "lacks-depth"))
    talk(draft, two, 5, expectation=NO)
    talk(draft, three, 5, challenges=("lacks-depth",))
    (row,) = rows(draft, By.WHOLE)
    # One says yes at last, two says no, three was talked with and said nothing on it; nobody talked with four.
    assert numbers(row) == ("all customers", 1, 1, 1)
    assert (row.answers, row.customers, row.share) == (2, 3, 5_000)
    assert row.challenges == (("lacks-depth", 2), ("slow-start", 1))


def test_the_whole_and_the_evidence_tell_the_same_numbers() -> None:
    draft = Draft()
    answers(draft, customers(draft, 12), yes=11)
    (row,) = rows(draft, By.WHOLE)
    (line,) = of(draft, 1)
    assert (row.yes, row.answers, row.share) == (line.part, line.n, line.value)


def test_segments_come_in_the_order_of_the_scheme_and_add_up() -> None:
    draft = Draft()
    answers(draft, customers(draft, 2, segment="small"), yes=1)
    answers(draft, customers(draft, 3, segment="ent"), yes=2)
    answers(draft, customers(draft, 1, segment=""), yes=0)
    assert list(map(numbers, rows(draft, By.SEGMENT))) == [
        ("Enterprise", 2, 1, 0),
        ("Small", 1, 1, 0),
        ("no segment", 0, 1, 0),
    ]
    (whole,) = rows(draft, By.WHOLE)
    assert (whole.yes, whole.no) == (3, 3)


def test_the_stage_is_the_one_of_the_day_it_was_said() -> None:
    draft = Draft()
    settled = Outcome(kind=OutcomeKind.RENEWED, on=days(-100), due=days(-95))
    (account,) = customers(draft, 1, started=days(-400), renews=days(270), outcomes=(settled,))
    (new,) = customers(draft, 1, started=days(-100))
    talk(draft, account, 120, expectation=NO)  # within 90 days before the renewal that was settled 100 days ago
    talk(draft, account, 20, expectation=YES)
    talk(draft, new, 50, expectation=NO)  # onboarding lasts 90 days
    talk(draft, new, 5, expectation=YES)
    assert list(map(numbers, rows(draft, By.STAGE))) == [
        ("onboarding", 0, 1, 0),
        ("adoption", 2, 0, 0),
        ("renewal", 0, 1, 0),
    ]


def test_people_are_told_apart_by_who_led_the_conversation() -> None:
    draft = Draft()
    ben, ann = draft.person("Ben"), draft.person("Ann")
    (account,) = customers(draft, 1)
    talk(draft, account, 9, by=ben, expectation=NO)
    talk(draft, account, 8, by=ann, people=(ben,), expectation=YES)
    talk(draft, account, 7)
    assert [(row.key, *numbers(row)) for row in rows(draft, By.PERSON)] == [
        (f"P{ann}", "Ann", 1, 0, 0),
        (f"P{ben}", "Ben", 0, 1, 0),
        ("", "not said who", 0, 0, 1),
    ]


def test_eras_keep_what_was_said_under_each_plan_by_customers_who_left_too() -> None:
    draft = Draft()
    draft.more["plans"] = [Plan(id=2, title="Before", lines=(PlanLine(model="generalist"),))]
    draft.more["eras"] = [
        Era(id=1, plan=2, title="Before", since=date(2025, 1, 1), until=date(2026, 1, 1)),
        Era(id=2, plan=1, title="Now", since=date(2026, 1, 1)),
    ]
    (account,) = customers(draft, 1)
    (lost,) = customers(draft, 1, status=AccountStatus.CHURNED, churned_on=date(2025, 9, 1))
    talk(draft, account, 600, expectation=YES)
    talk(draft, account, 200, expectation=NO)
    talk(draft, lost, 300, expectation=NO)
    talk(draft, account, 10, expectation=YES)
    assert list(map(numbers, rows(draft, By.ERA))) == [
        ("before the first model", 1, 0, 0),
        ("Before", 0, 2, 0),
        ("Now", 1, 0, 0),
    ]
    assert list(map(numbers, rows(draft, By.WHOLE, 1_000))) == [("all customers", 1, 0, 0)]


def test_no_answer_has_no_share() -> None:
    draft = Draft()
    talk(draft, *customers(draft, 1))
    (row,) = rows(draft, By.WHOLE)
    assert (row.answers, row.share) == (0, None)
    assert rows(Draft(), By.WHOLE) == []


def test_interviews_are_counted_apart_and_by_person() -> None:
    draft = Draft(more={"vocab": [HATS]})
    ann, ben = draft.person("Ann"), draft.person("Ben")
    interview(draft, ann, "too-many-hats", "missing-playbook")
    interview(draft, ann, "too-many-hats", ago=20)
    interview(draft, ben, "too-many-hats", ago=200)
    book = draft.book()
    heard = interviews(book, MOMENT)
    assert (heard.people, heard.challenges) == (1, (("missing-playbook", 1), ("too-many-hats", 1)))
    assert interviews(book, MOMENT, 365).naming("too-many-hats") == 2
    assert tally(book, MOMENT) == ()
    assert challenge_title(book, "too-many-hats") == "too many hats (CSM)"
    assert challenge_title(book, "own-word") == "own-word"


# Whom nobody asked ---------------------------------------------------------------------------------------------


def test_the_unasked_are_listed_by_what_is_at_stake() -> None:
    draft = Draft(lines=[PlanLine(scope="#free", unmanaged="free"), PlanLine(model="generalist")])
    small, large, unknown, asked = (
        draft.account("Small", arr=1_000),
        draft.account("Large", arr=9_000),
        draft.account("Unknown"),
        draft.account("Asked", arr=50_000),
    )
    draft.account("Free", tags=("free",))
    talk(draft, asked, 179, expectation=NO)
    talk(draft, small, 180, expectation=YES)
    talk(draft, small, 400, expectation=NO)
    talk(draft, large, 5)
    talk(draft, unknown, 5, type=ConversationType.NOTE, expectation=YES)
    book = draft.book()
    found = not_asked(book, MOMENT, Seating.of(book))
    assert [(one.account, one.arr, one.answer, one.answered_on) for one in found] == [
        (large, 9_000, None, None),
        (small, 1_000, YES, days(-180)),
        (unknown, None, None, None),
    ]
    assert [one.name for one in not_asked(book, MOMENT, Seating.of(book), 30)] == ["Asked", "Large", "Small", "Unknown"]


def test_the_list_and_the_signal_count_the_same_accounts() -> None:
    draft = Draft()
    answers(draft, customers(draft, 9)[:4], yes=1)
    book = draft.book()
    (line,) = of(book, 2)
    assert len(not_asked(book, MOMENT, Seating.of(book))) == line.part == 5
