"""What customers said lately in two sentences: where a review begins, for the manager to write on."""

from __future__ import annotations

from core.book.book import Book
from core.models.fit.tally import Heard, challenge_title, tally
from core.models.fit.thresholds import thresholds_of
from core.moment import Moment
from core.wording import counted

_MOST_CHALLENGES = 3


def heard_text(book: Book, moment: Moment) -> str:
    """How many customers answered, how, and what they named most; what was said in interviews is private and left out.

    Nothing when no customer was talked with.
    """
    days = thresholds_of(book.policy)["heard_days"]
    return " ".join(_sentences(book, row, days) for row in tally(book, moment))


def _sentences(book: Book, row: Heard, days: int) -> str:
    says = f"{counted(row.answers, 'customer')} answered in {days} days: {row.yes:,} plain yes, {row.no:,} no."
    if not row.challenges:
        return says
    named = (f"{challenge_title(book, key)} {count:,}" for key, count in row.challenges[:_MOST_CHALLENGES])
    return f"{says} Named most often: {', '.join(named)}."


def has_few_answers(book: Book, row: Heard) -> bool:
    """Whether fewer customers of a row answered than a share of them needs to say something on its own."""
    return row.answers < thresholds_of(book.policy)["answers"]
