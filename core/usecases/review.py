"""Review the model: keep what was heard, read and decided, with a date to come back; answer what no data tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from core.book.book import Book, IdSource
from core.book.change import Change, change_of, inserted, updated
from core.errors import RefusalKind
from core.models.fit.business_signals import COMPLEXITIES
from core.models.fit.due import ReviewDue, last_review, next_review, review_due
from core.models.fit.standing import measures_text
from core.models.fit.thresholds import THRESHOLDS, thresholds_of
from core.moment import Moment
from core.organisation import Review
from core.outlook import Outlook
from core.schema import revise
from core.text import NOTE_LIMIT, clean
from core.usecases.refusing import refuse, use_case
from core.wording import short_date

__all__ = [
    "QUESTIONS",
    "Question",
    "RecordReview",
    "ReviewDue",
    "SetAnswer",
    "SetThreshold",
    "last_review",
    "next_review",
    "record_review",
    "review_due",
    "set_answer",
    "set_threshold",
]


@dataclass(frozen=True, slots=True)
class RecordReview:
    """A review that was held."""

    on: date
    """Day it was held; not in the future."""
    heard: str
    """What customers and CSMs said."""
    decision: str
    """What was decided; to leave all as it is, is a decision too."""
    next_on: date | None = None
    """Day of the next one; None is 90 days later."""
    measures: str = ""
    """Measures as a front has just read them with ``measures_text``; empty reads them now."""


@use_case
def record_review(book: Book, moment: Moment, ids: IdSource, request: RecordReview) -> Change:
    """Write a review down with the measures of the day it is written on.

    Refused without what was heard or decided, for a day to come, and for a next review that is not later.
    """
    heard, decision = (clean(text, limit=NOTE_LIMIT, lines=True) for text in (request.heard, request.decision))
    if not heard:
        refuse("Say what customers and CSMs said; if nobody was asked, say that.")
    if not decision:
        refuse("Say what was decided; to leave everything as it is, is a decision too.")
    if request.on > moment.today:
        refuse(f"{short_date(request.on)} is still to come. Give the day the review was held.")
    if request.next_on is not None and request.next_on <= moment.today:
        refuse(f"The next review would be on {short_date(request.next_on)}, which is not ahead. Give a later day.")
    next_on = request.next_on or request.on + timedelta(days=thresholds_of(book.policy)["review_days"])
    review = Review(
        id=ids.take("reviews"),
        on=request.on,
        heard=heard,
        measures=clean(request.measures, limit=NOTE_LIMIT, lines=True) or _measures(book, moment),
        decision=decision,
        next_on=next_on,
    )
    says = f"Record the model review of {short_date(request.on)}, the next one on {short_date(next_on)}"
    return change_of("review", says, [inserted(review)], base=book.seq)


def _measures(book: Book, moment: Moment) -> str:
    outlook = Outlook(book, moment)
    return measures_text(book, moment, outlook.seating, outlook.ledger, outlook.findings.groups())


# What only the manager knows -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """Something about the company that no account tells."""

    field: str
    """Name of the policy's field."""
    asks: str
    """The question."""
    choices: Mapping[str, str | bool]
    """Stored value of each answer, by what is typed."""
    words: Mapping[str, str]
    """Each answer in words."""


_YES_NO: Mapping[str, str | bool] = {"yes": True, "no": False}
_SAME = {"yes": "yes", "no": "no"}

QUESTIONS: Mapping[str, Question] = {
    question.field: question
    for question in (
        Question(
            "product_complexity", "How complex is your product?", {key: key for key in COMPLEXITIES}, COMPLEXITIES
        ),
        Question("expansion_room", "Is there room to expand with existing customers?", _YES_NO, _SAME),
        Question("post_sale_head", "Does one head own everything after the sale?", _YES_NO, _SAME),
    )
}
"""The questions by field. Source: Gainsight slides 2013, which tell the five alignments apart by them."""


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """The manager's answer to a question."""

    field: str
    """Key of ``QUESTIONS``."""
    answer: str | None
    """``low``, ``medium`` or ``moderate``; ``yes`` or ``no``; None takes the answer back."""


@use_case
def set_answer(book: Book, moment: Moment, ids: IdSource, request: SetAnswer) -> Change:
    """Keep an answer with the day it was given; the evidence follows at once."""
    question = QUESTIONS.get(request.field)
    if question is None:
        lines = tuple(f"{one.field}: {one.asks}" for one in QUESTIONS.values())
        refuse(f"There is no question {clean(request.field)}. Choose from the list.", RefusalKind.UNKNOWN, lines)
    before = book.policy
    if request.answer is None:
        if getattr(before, question.field) is None:
            refuse(f"“{question.asks}” has no answer to take back.", RefusalKind.NOTHING)
        after = revise(before, **{question.field: None, f"{question.field}_on": None})
        return change_of(
            "answer", f"Take back the answer to “{question.asks}”", [updated(before, after)], base=book.seq
        )
    typed = request.answer.strip().casefold()
    if typed not in question.choices:
        lines = tuple(f"{key}: {words}" if key != words else key for key, words in question.words.items())
        refuse(f"“{clean(request.answer)}” is no answer to “{question.asks}”. Choose one of these.", details=lines)
    after = revise(before, **{question.field: question.choices[typed], f"{question.field}_on": moment.today})
    if after == before:
        refuse(f"“{question.asks}” was answered so today already.", RefusalKind.NOTHING)
    says = f"Answer “{question.asks}”: {question.words[typed]}"
    return change_of("answer", says, [updated(before, after)], base=book.seq)


@dataclass(frozen=True, slots=True)
class SetThreshold:
    """Another threshold for the evidence."""

    name: str
    """Key of ``THRESHOLDS``."""
    value: int | None
    """Its value; None goes back to the standard one."""


@use_case
def set_threshold(book: Book, moment: Moment, ids: IdSource, request: SetThreshold) -> Change:
    """Change from where on a signal of the evidence speaks; it is ours to begin with, and the manager's to set."""
    threshold = THRESHOLDS.get(request.name)
    if threshold is None:
        lines = tuple(f"{name}: {one.says}" for name, one in THRESHOLDS.items())
        refuse(f"There is no threshold {clean(request.name)}. Choose from the list.", RefusalKind.UNKNOWN, lines)
    value = threshold.value if request.value is None else request.value
    if not threshold.low <= value <= threshold.high:
        refuse(f"The threshold {request.name} must be {threshold.low} to {threshold.high:,}: {threshold.says}.")
    if value == thresholds_of(book.policy)[request.name]:
        refuse(f"The threshold {request.name} is {value:,} already.", RefusalKind.NOTHING)
    kept = {name: number for name, number in book.policy.thresholds if name != request.name}
    if value != threshold.value:
        kept[request.name] = value
    after = revise(book.policy, thresholds=tuple(sorted(kept.items())))
    says = f"Set the evidence's threshold {request.name} to {value:,}"
    return change_of("policy", says, [updated(book.policy, after)], base=book.seq)
