from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.book.book import Book
from core.errors import RefusalKind
from core.organisation import Era, Plan, PlanLine
from core.policy import Policy
from core.schema import decode, encode, revise
from core.usecases.review import (
    QUESTIONS,
    RecordReview,
    SetAnswer,
    SetThreshold,
    last_review,
    next_review,
    record_review,
    review_due,
    set_answer,
    set_threshold,
)
from tests.core.drafts import generalist
from tests.core.usecases.world import TODAY, done, refused, world

HELD = RecordReview(TODAY, "Three customers miss one person.", "Dedicated for enterprise.", date(2027, 1, 15))


def _planned() -> Book:
    plan = Plan(id=1, title="Generalist", lines=(PlanLine(model="generalist"),))
    era = Era(id=1, plan=1, title="Generalist", since=date(2026, 1, 1))
    return world(policy=[Policy(plan=1)], models=[generalist()], plans=[plan], eras=[era])


# Reviews -------------------------------------------------------------------------------------------------------


def test_a_review_keeps_what_was_heard_measured_and_decided() -> None:
    change, after = done(record_review, _planned(), HELD)
    assert change.says == "Record the model review of 22 Nov 2026, the next one on 15 Jan 2027"
    review = after.reviews[1]
    assert (review.on, review.heard, review.decision) == (TODAY, HELD.heard, HELD.decision)
    lines = review.measures.split("\n")
    assert lines[0] == "Leading, as read on 22 Nov 2026:"
    assert "Not asked in 180 days: 5 of 5 accounts, 100 %" in lines
    # Nobody sits on the five accounts, so the findings of that day name their seats.
    assert any(line.startswith("Findings: ") and "SEAT-EMPTY 5" in line for line in lines)


def test_measures_that_were_just_read_are_kept_as_they_are() -> None:
    _, after = done(record_review, world(), revised(measures="Health: 3 good"))
    assert after.reviews[1].measures == "Health: 3 good"


def revised(**fields: object) -> RecordReview:
    given = {name: getattr(HELD, name) for name in ("on", "heard", "decision", "next_on", "measures")}
    return RecordReview(**{**given, **fields})


def test_a_review_is_due_until_it_was_held_and_comes_due_again() -> None:
    book = _planned()
    assert review_due(book, TODAY) is not None
    _, after = done(record_review, book, HELD)
    assert review_due(after, date(2027, 1, 14)) is None
    assert review_due(after, date(2027, 1, 15)) is not None
    assert last_review(after) == after.reviews[1]


def test_without_a_date_the_next_review_is_90_days_later() -> None:
    _, after = done(record_review, world(), revised(next_on=None, measures="x"))
    assert after.reviews[1].next_on == TODAY + timedelta(days=90)
    assert next_review(after) == TODAY + timedelta(days=90)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"heard": " \x1b[31m "}, "Say what customers and CSMs said"),
        ({"decision": "\n"}, "Say what was decided"),
        ({"on": TODAY + timedelta(days=1)}, "23 Nov 2026 is still to come."),
        ({"next_on": TODAY}, "The next review would be on 22 Nov 2026, which is not ahead."),
    ],
)
def test_a_review_that_says_nothing_or_lies_ahead_is_refused(fields: dict[str, object], says: str) -> None:
    assert refused(record_review, world(), revised(**fields)).says.startswith(says)


def test_texts_of_several_lines_are_kept_clean() -> None:
    _, after = done(record_review, world(), revised(heard="Acme: yes\r\nCobalt:\x1b[2J no", measures="x"))
    assert after.reviews[1].heard == "Acme: yes\nCobalt: no"


# Answers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "answer", "value", "words"),
    [
        ("product_complexity", " Medium", "medium", "medium"),
        ("product_complexity", "moderate", "moderate", "moderate, with room to expand"),
        ("expansion_room", "yes", True, "yes"),
        ("post_sale_head", "NO", False, "no"),
    ],
)
def test_an_answer_is_kept_with_its_day(field: str, answer: str, value: object, words: str) -> None:
    change, after = done(set_answer, world(), SetAnswer(field, answer))
    assert change.says == f"Answer “{QUESTIONS[field].asks}”: {words}"
    assert (getattr(after.policy, field), getattr(after.policy, f"{field}_on")) == (value, TODAY)
    assert decode(Policy, encode(after.policy)) == after.policy


def test_an_answer_can_be_taken_back() -> None:
    _, answered = done(set_answer, world(), SetAnswer("post_sale_head", "no"))
    change, after = done(set_answer, answered, SetAnswer("post_sale_head", None))
    assert change.says == "Take back the answer to “Does one head own everything after the sale?”"
    assert (after.policy.post_sale_head, after.policy.post_sale_head_on) == (None, None)
    assert refused(set_answer, after, SetAnswer("post_sale_head", None)).kind is RefusalKind.NOTHING


def test_the_same_answer_on_another_day_is_a_fresh_one() -> None:
    old = revise(Policy(), expansion_room=True, expansion_room_on=date(2026, 1, 1))
    _, after = done(set_answer, world(policy=[old]), SetAnswer("expansion_room", "yes"))
    assert after.policy.expansion_room_on == TODAY
    assert refused(set_answer, after, SetAnswer("expansion_room", "yes")).kind is RefusalKind.NOTHING


def test_what_is_no_question_or_no_answer_is_refused_with_the_list() -> None:
    refusal = refused(set_answer, world(), SetAnswer("colour", "red"))
    assert refusal.kind is RefusalKind.UNKNOWN
    assert refusal.details[1] == "expansion_room: Is there room to expand with existing customers?"
    refusal = refused(set_answer, world(), SetAnswer("product_complexity", "very"))
    assert refusal.details == ("low", "medium", "moderate: moderate, with room to expand")


# Thresholds ----------------------------------------------------------------------------------------------------


def test_a_threshold_is_set_and_goes_back_to_the_standard_one() -> None:
    change, after = done(set_threshold, world(), SetThreshold("expectation", 90))
    assert change.says == "Set the evidence's threshold expectation to 90"
    _, after = done(set_threshold, after, SetThreshold("answers", 30))
    assert after.policy.thresholds == (("answers", 30), ("expectation", 90))
    _, after = done(set_threshold, after, SetThreshold("answers", None))
    _, after = done(set_threshold, after, SetThreshold("expectation", 80))
    assert after.policy.thresholds == ()


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (SetThreshold("mood", 1), "There is no threshold mood."),
        (SetThreshold("expectation", 0), "The threshold expectation must be 1 to 100"),
        (SetThreshold("expectation", 101), "The threshold expectation must be 1 to 100"),
        (SetThreshold("expectation", 80), "The threshold expectation is 80 already."),
        (SetThreshold("expectation", None), "The threshold expectation is 80 already."),
    ],
)
def test_a_threshold_that_makes_no_sense_is_refused(request_: SetThreshold, says: str) -> None:
    assert refused(set_threshold, world(), request_).says.startswith(says)
