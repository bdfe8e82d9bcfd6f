from __future__ import annotations

from datetime import date

from core.book.book import Book
from core.models.fit.due import last_review, next_review, review_due
from core.organisation import Era, Plan, Review
from core.policy import Policy

PLAN = Plan(id=1, title="Now")
FIRST = Era(id=1, plan=1, title="Now", since=date(2026, 1, 1))
SECOND = Era(id=2, plan=1, title="Next", since=date(2026, 6, 1))


def _book(*reviews: Review, eras: tuple[Era, ...] = (FIRST,), policy: Policy | None = None) -> Book:
    return Book.of({"plans": [PLAN], "eras": eras, "reviews": reviews, "policy": [policy or Policy()]})


def test_nothing_is_due_before_a_model_was_chosen() -> None:
    book = _book(eras=())
    assert review_due(book, date(2030, 1, 1)) is None
    assert next_review(book) is None


def test_a_model_never_reviewed_is_due_a_month_after_it_came_into_force() -> None:
    book = _book()
    assert review_due(book, date(2026, 1, 30)) is None
    due = review_due(book, date(2026, 1, 31))
    assert due is not None
    assert (due.since, due.last) == (date(2026, 1, 31), None)
    assert due.says == (
        "A review of the model has been due since 31 Jan 2026: the model has been in force since 1 Jan 2026 and was "
        "never reviewed."
    )


def test_the_date_agreed_on_is_kept() -> None:
    review = Review(id=1, on=date(2026, 2, 1), next_on=date(2026, 8, 1))
    book = _book(review)
    assert review_due(book, date(2026, 7, 31)) is None
    due = review_due(book, date(2026, 8, 1))
    assert due is not None
    assert due.last == review
    assert due.says.endswith("since 1 Aug 2026: the last one was on 1 Feb 2026.")


def test_without_a_date_the_next_one_is_90_days_later_or_what_the_manager_set() -> None:
    review = Review(id=1, on=date(2026, 2, 1))
    assert next_review(_book(review)) == date(2026, 5, 2)
    assert next_review(_book(review, policy=Policy(thresholds=(("review_days", 28),)))) == date(2026, 3, 1)


def test_a_new_model_is_reviewed_soon_whatever_was_agreed_before() -> None:
    review = Review(id=1, on=date(2026, 2, 1), next_on=date(2026, 12, 1))
    due = review_due(_book(review, eras=(FIRST, SECOND)), date(2026, 7, 1))
    assert due is not None
    assert due.since == date(2026, 7, 1)
    assert "a new model is in force since 1 Jun 2026" in due.says
    soon = Review(id=1, on=date(2026, 2, 1), next_on=date(2026, 6, 15))
    assert next_review(_book(soon, eras=(FIRST, SECOND))) == date(2026, 6, 15)


def test_the_last_review_is_the_latest_by_its_day() -> None:
    late, early = Review(id=1, on=date(2026, 5, 1)), Review(id=2, on=date(2026, 2, 1))
    assert last_review(_book(late, early)) == late
    assert last_review(_book()) is None
