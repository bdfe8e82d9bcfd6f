"""Evidence, and what customers said, in the words that the screens and the command line share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.book.book import Book
from core.models.fit.evidence import title_of
from core.models.fit.heard import has_few_answers
from core.models.fit.line import Evidence, Side, percent_text
from core.models.fit.tally import Heard, Interviews, challenge_title
from core.models.fit.unasked import Unasked
from core.policy import Policy
from core.usecases.review import Question
from core.wording import UNKNOWN, counted, listed, short_date


def speaks_text(book: Book, line: Evidence) -> str:
    """What a line speaks of, and for which accounts where those are not all."""
    return f"{listed(title_of(book, key) for key in line.speaks) or UNKNOWN}{line.place.within}"


def number_text(line: Evidence) -> str:
    """What was measured, on how much, against which threshold: ``83 % (n = 94 customers), held against 80 %``."""
    if line.value is None:
        return "an answer of yours, nothing was counted"
    held = f", held against {line.threshold_text}" if line.threshold is not None else ""
    return f"{line.value_text} (n = {counted(line.n, line.of)}){held}"


def sides_text(lines: Iterable[Evidence]) -> str:
    """How many lines point each way: ``9 for, 6 against, 1 not heard enough``."""
    sides = [line.side for line in lines]
    return ", ".join(f"{sides.count(side)} {side.value}" for side in Side)


def yes_text(book: Book, row: Heard) -> str:
    """The share of plain yes among the answers, with a word where those are few."""
    if not row.answers:
        return UNKNOWN
    return f"{percent_text(row.yes, row.answers)}{' of few' if has_few_answers(book, row) else ''}"


def challenges_text(book: Book, named: Iterable[tuple[str, int]]) -> str:
    """Challenges with how many named them, the most frequent first."""
    return ", ".join(f"{challenge_title(book, key)} {count:,}" for key, count in named)


def interviews_text(book: Book, asked: Interviews) -> str:
    """What people of ours named in interviews; nothing when nobody was interviewed."""
    if not asked.people:
        return ""
    named = challenges_text(book, asked.challenges) or "no challenge"
    return f"Interviews with {counted(asked.people, 'person')} of ours: {named}"


def answer_text(one: Unasked) -> str:
    """The last answer of a customer with its day: ``no, 8 Mar 2026``."""
    if one.answer is None or one.answered_on is None:
        return "never gave one"
    return f"{one.answer.value}, {short_date(one.answered_on)}"


def answer_given(policy: Policy, question: Question) -> tuple[str | None, date | None]:
    """The answer to a question as it is typed, and its day; None for none."""
    stored = getattr(policy, question.field)
    typed = next((key for key, value in question.choices.items() if value == stored), None)
    return typed, getattr(policy, f"{question.field}_on")
