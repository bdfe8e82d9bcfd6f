from __future__ import annotations

from core.models.fit.heard import has_few_answers, heard_text
from core.models.fit.tally import tally
from tests.core.drafts import Draft
from tests.core.models.fit.hearing import HATS, MOMENT, NO, YES, answers, customers, interview, talk


def test_what_was_heard_is_told_with_the_challenges_named_most() -> None:
    draft = Draft()
    draft.more["vocab"] = [HATS]
    one, two, three, four = customers(draft, 4)
    talk(draft, one, expectation=YES, challenges=("slow-start", "lacks-depth"))
    talk(draft, two, expectation=NO, challenges=("slow-start", "lacks-depth"))
    talk(draft, three, expectation=YES, challenges=("slow-start", "told-again"))
    talk(draft, four, challenges=("answers-differ", "answers-differ"))
    # Equal counts stand in the order of their keys; the fourth challenge is left out.
    assert heard_text(draft.book(), MOMENT) == (
        "3 customers answered in 180 days: 2 plain yes, 1 no. Named most often: slow-start 3, lacks-depth 2, "
        "answers-differ 1."
    )


def test_nothing_is_told_of_interviews_or_where_nobody_was_heard() -> None:
    draft = Draft()
    person = draft.person("Ana")
    interview(draft, person, "too-many-hats")
    customers(draft, 2)
    assert heard_text(draft.book(), MOMENT) == ""


def test_nine_answers_are_few_and_ten_are_not() -> None:
    for number, few in ((9, True), (10, False)):
        draft = Draft()
        answers(draft, customers(draft, number), yes=number)
        (row,) = tally(draft.book(), MOMENT)
        assert has_few_answers(draft.book(), row) is few
