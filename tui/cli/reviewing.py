"""`model review`, `model answer`, `model threshold`: dated reviews, and what the manager says that no data tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from core.models.fit.heard import heard_text
from core.models.fit.standing import measures_text
from core.models.fit.thresholds import THRESHOLDS, thresholds_of
from core.organisation import Review
from core.outlook import Outlook
from core.policy import Policy
from core.text import fold
from core.usecases.review import (
    QUESTIONS,
    Question,
    RecordReview,
    ReviewDue,
    SetAnswer,
    SetThreshold,
    next_review,
    record_review,
    review_due,
    set_answer,
    set_threshold,
)
from core.wording import UNKNOWN, short_date
from tui.cli.asking import outlook_of
from tui.cli.check import due_fields
from tui.cli.exits import wrong
from tui.cli.jsonable import record_fields
from tui.cli.opened import carry_out, day_of, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, put, say, shown, table
from tui.compose import House
from tui.evidence_words import answer_given

# Reviews ------------------------------------------------------------------------------------------------------


@click.command("review")
@click.option("--record", is_flag=True, help="Write a review down, with the measures of today.")
@click.option("--heard", metavar="TEXT", help="What customers and CSMs said; the tally of the answers unless said.")
@click.option("--decision", metavar="TEXT", help="What was decided; to leave all as it is, is a decision too.")
@click.option("--next", "next_on", metavar="DAY", help="Day of the next review; 90 days later unless said.")
@click.option("--on", metavar="DAY", help="Day the review was held; today unless said.")
@click.option("--measures", is_flag=True, help="Print the measures of today, as a review would keep them.")
@common_options()
def model_review(
    common: Common,
    record: bool,
    heard: str | None,
    decision: str | None,
    next_on: str | None,
    on: str | None,
    measures: bool,
) -> None:
    """Show the reviews of the model and when the next is due, or record one."""
    if record:
        _record(common, heard, decision, next_on, on)
        return
    if not (heard is decision is next_on is on is None):
        raise wrong("To write a review down, add --record.")
    with reading(common) as house:
        outlook = outlook_of(house)
    book, today = outlook.book, outlook.moment.today
    reviews = sorted(book.reviews.values(), key=lambda review: (review.on, review.id), reverse=True)
    due = review_due(book, today)
    standing = _standing(outlook) if measures else None
    if common.json:
        coming = next_review(book)
        document(
            {
                "as_of": today.isoformat(),
                "review_due": due_fields(due),
                "next_on": coming.isoformat() if coming is not None else None,
                "reviews": [record_fields(review) for review in reviews],
                "measures": standing,
            }
        )
        return
    for number, review in enumerate(reviews):
        if number:
            put()
        for line in _told(review):
            put(shown(line))
    for line in (standing or "").splitlines():
        put(shown(line))
    say(_when(outlook, due))


def _record(common: Common, heard: str | None, decision: str | None, next_on: str | None, on: str | None) -> None:
    if decision is None:
        raise wrong("Say with --decision what was decided; to leave everything as it is, is a decision too.")
    with writing(common) as house:
        request = RecordReview(
            on=day_of(on, house, past=True) or house.desk.moment.today,
            heard=heard_text(house.desk.book, house.desk.moment) if heard is None else heard,
            decision=decision,
            next_on=day_of(next_on, house),
        )
        carry_out(house, common, record_review, request)


def _standing(outlook: Outlook) -> str:
    return measures_text(outlook.book, outlook.moment, outlook.seating, outlook.ledger, outlook.findings.groups())


def _told(review: Review) -> Iterator[str]:
    following = f", the next on {short_date(review.next_on)}" if review.next_on is not None else ""
    yield f"Review of {short_date(review.on)}{following}"
    for label, text in (("Heard", review.heard), ("Decided", review.decision), ("Measures", review.measures)):
        first, *more = text.splitlines() or [""]
        yield f"  {label}: {first}"
        yield from (f"    {line}" for line in more)


def _when(outlook: Outlook, due: ReviewDue | None) -> str:
    """When the next review is due, as a sentence."""
    if due is not None:
        return f"{due.says} `bookshift model review --record` writes it down."
    coming = next_review(outlook.book)
    if coming is None:
        return "No model is in force, so no review is due."
    return f"The next review is due on {short_date(coming)}."


# What only the manager knows ----------------------------------------------------------------------------------

_ANSWERS = (
    Column("Question"),
    Column("Asks", flex=True),
    Column("Answer"),
    Column("Since"),
    Column("Answers", spare=1),
)


@click.command("answer")
@click.argument("question", required=False)
@click.argument("answer", required=False)
@click.option("--clear", is_flag=True, help="Take the answer back.")
@common_options()
def model_answer(common: Common, question: str | None, answer: str | None, clear: bool) -> None:
    """Answer what no account tells: product complexity, room to expand, a head over all post-sale.

    Without an ANSWER the questions are listed, each with its answers.
    """
    if question is None:
        with reading(common) as house:
            _list_answers(house, common)
        return
    if clear is (answer is not None):
        raise wrong("Give one answer, or take it back with --clear. `bookshift model answer` lists the questions.")
    with writing(common) as house:
        carry_out(house, common, set_answer, SetAnswer(_name(question, QUESTIONS), answer))


def _name(text: str, names: Mapping[str, object]) -> str:
    """The name a text means, however its words are joined; the text itself where it is none of them."""
    wanted = fold(text.strip()).replace("-", "_").replace(" ", "_")
    return wanted if wanted in names else text


def _list_answers(house: House, common: Common) -> None:
    policy = house.desk.book.policy
    if common.json:
        document({"questions": [_question_fields(policy, one) for one in QUESTIONS.values()]})
        return
    table(_ANSWERS, [_question_line(policy, one) for one in QUESTIONS.values()])


def _question_fields(policy: Policy, question: Question) -> dict[str, object]:
    answer, on = answer_given(policy, question)
    return {
        "key": question.field,
        "asks": question.asks,
        "answer": answer,
        "answered_on": on.isoformat() if on is not None else None,
        "answers": list(question.choices),
    }


def _question_line(policy: Policy, question: Question) -> list[str]:
    answer, on = answer_given(policy, question)
    return [
        question.field,
        question.asks,
        answer or UNKNOWN,
        short_date(on) if on is not None else UNKNOWN,
        " ".join(question.choices),
    ]


# From where on evidence speaks --------------------------------------------------------------------------------

_THRESHOLDS = (
    Column("Threshold"),
    Column("Value", "right"),
    Column("Standard", "right", spare=1),
    Column("Means", flex=True),
)


@click.command("threshold")
@click.argument("name", required=False)
@click.argument("value", required=False, type=int)
@click.option("--standard", is_flag=True, help="Go back to the standard value.")
@common_options()
def model_threshold(common: Common, name: str | None, value: int | None, standard: bool) -> None:
    """List the thresholds of the evidence, or set one."""
    if name is None:
        with reading(common) as house:
            _list_thresholds(house, common)
        return
    if standard is (value is not None):
        raise wrong("Give one value, or go back with --standard. `bookshift model threshold` lists them.")
    with writing(common) as house:
        carry_out(house, common, set_threshold, SetThreshold(_name(name, THRESHOLDS), value))


def _list_thresholds(house: House, common: Common) -> None:
    limits = thresholds_of(house.desk.book.policy)
    if common.json:
        fields = [
            {
                "name": name,
                "value": limits[name],
                "standard": one.value,
                "low": one.low,
                "high": one.high,
                "means": one.says,
            }
            for name, one in THRESHOLDS.items()
        ]
        document({"thresholds": fields})
        return
    table(
        _THRESHOLDS,
        [[name, f"{limits[name]:,}", f"{one.value:,}", one.says] for name, one in THRESHOLDS.items()],
    )
    changed = sum(limits[name] != one.value for name, one in THRESHOLDS.items())
    say(f"Changed from the standard: {changed} of {len(THRESHOLDS)}. All are ours, and yours to set.")
