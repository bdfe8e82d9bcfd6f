"""When the model is to be reviewed again: whether the team lives up to its customers is never settled for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book
from core.models.fit.thresholds import thresholds_of
from core.organisation import Review
from core.wording import short_date


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A review that is due."""

    since: date
    """First day on which it was."""
    last: Review | None
    """The review before it; None for the first one."""
    says: str
    """Why, as one sentence."""


def review_due(book: Book, day: date) -> ReviewDue | None:
    """The review that is due on a day; None while there is none, and before a model was ever chosen."""
    since, why = _next(book)
    if since is None or day < since:
        return None
    return ReviewDue(since, last_review(book), f"A review of the model has been due since {short_date(since)}: {why}.")


def next_review(book: Book) -> date | None:
    """The day the next review falls due, past or to come; None before a model was ever chosen."""
    return _next(book)[0]


def last_review(book: Book) -> Review | None:
    """The latest review."""
    return max(book.reviews.values(), key=lambda review: (review.on, review.id), default=None)


def _next(book: Book) -> tuple[date | None, str]:
    """The day of the next review and why then: the date agreed, or soon after a model came into force since."""
    limits = thresholds_of(book.policy)
    last = last_review(book)
    settle = timedelta(days=limits["settle_days"])
    began = max((era.since for era in book.eras.values()), default=None)
    if last is None:
        if began is None:
            return None, ""
        return began + settle, f"the model has been in force since {short_date(began)} and was never reviewed"
    agreed = last.next_on or last.on + timedelta(days=limits["review_days"])
    if began is not None and began > last.on and began + settle < agreed:
        return began + settle, f"a new model is in force since {short_date(began)}"
    return agreed, f"the last one was on {short_date(last.on)}"
