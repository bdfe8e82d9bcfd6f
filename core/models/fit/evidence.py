"""What speaks for and against each way to organise the team, on this book, today.

Fit is evidence, not a quiz: there is no total, no order of merit and no winner. Figures that tell whether the chosen
model works do not tell which one to choose, and are not here.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.book.book import Book
from core.load.ledger import Ledger
from core.models.fit.ground import Ground
from core.models.fit.line import TITLES, WORDS, Evidence, Side, Source
from core.models.fit.signals import SIGNALS
from core.models.seating import Seating
from core.moment import Moment

__all__ = ["Evidence", "Side", "Source", "about", "evidence", "title_of"]


def evidence(book: Book, moment: Moment, seating: Seating, ledger: Ledger) -> tuple[Evidence, ...]:
    """Every line that the 25 signals yield, by number; a signal that has nothing to say yields none."""
    return read(Ground(book, moment, seating, ledger))


def read(ground: Ground) -> tuple[Evidence, ...]:
    """The same on ground that was read already."""
    return tuple(line for signal in SIGNALS for line in signal.find(signal, ground))


def about(lines: Iterable[Evidence], *keys: str) -> tuple[Evidence, ...]:
    """The lines that speak for or against any of some models and alignments, in the order given."""
    wanted = frozenset(keys)
    return tuple(line for line in lines if not wanted.isdisjoint(line.speaks))


def title_of(book: Book, key: str) -> str:
    """What a line speaks of, in words: the title of a model or alignment of the book, else the articles' own name."""
    known = {alignment.key: alignment.title for alignment in book.alignments.values()}
    known |= {model.key: model.title for model in book.models.values()}
    return known.get(key) or TITLES.get(key) or WORDS.get(key, key)
