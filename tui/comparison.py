"""What was measured of the models and drafts on one book, kept while the program runs."""

from __future__ import annotations

import sys
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager

from core.book.book import Book
from core.models.compare import Cancelled, Compared, Measure, Roles
from core.models.fit.evidence import evidence
from core.models.standing import Standing, saved_draft, standing_drafts
from core.organisation import Draft
from core.outlook import Outlook
from core.ports import Catalogue
from tui.apart import Apart, Gone, can_be_apart
from tui.compare_rows import CompareRow

_Pair = tuple[Compared, Compared]
_TURN = 0.0005
"""Seconds after which a thread that measures lets the screen have a turn; ten times that is usual, and felt."""


class Comparison:
    """The models and drafts on a book as it was when the comparison began, and what is measured of them so far.

    ``measure`` is for a thread beside the screen; everything else belongs to the screen's own.
    """

    def __init__(self, outlook: Outlook, known: Catalogue) -> None:
        """Compare on the book of an outlook, with these models and alignments to choose from."""
        self.outlook = outlook
        self.known = known
        self._made = standing_drafts(outlook.book, outlook.moment.today, known)
        self._standing: tuple[Standing, ...] = self._made
        self._found: dict[Hashable, tuple[Standing, _Pair]] = {}
        self._numbers: dict[Hashable, int] = {}
        self._measure: Measure | None = None
        self._apart: Apart[Standing, _Pair] | None = None
        self._here = 0
        self._runs = 0

    @property
    def book(self) -> Book:
        """The book it is measured on."""
        return self.outlook.book

    def is_stale(self, outlook: Outlook) -> bool:
        """Whether the book, or the day, is another one by now."""
        return outlook.book.seq != self.book.seq or outlook.moment.today != self.outlook.moment.today

    def take(self, drafts: Iterable[Draft]) -> None:
        """Compare these drafts of the manager's as well; one that was edited is to be measured again."""
        self._standing = (*self._made, *map(saved_draft, drafts))
        for one in self._standing:
            found = self._found.get(_key(one))
            if found is not None and found[0].draft != one.draft:
                del self._found[_key(one)]

    @property
    def rows(self) -> list[CompareRow]:
        """Every model and draft twice, with today's roles and with suggested ones, in the order they are listed."""
        rows = []
        for one in self._standing:
            key = _key(one)
            found = self._found.get(key)
            number = self._numbers.setdefault(key, len(self._numbers))
            pair = found[1] if found is not None else (None, None)
            rows += [
                CompareRow(2 * number + place, one, roles, result)
                for place, (roles, result) in enumerate(zip(Roles, pair, strict=True), 1)
            ]
        return rows

    @property
    def total(self) -> int:
        """Number of models and drafts."""
        return len(self._standing)

    @property
    def done(self) -> int:
        """Number of them that are measured."""
        return sum(_key(one) in self._found for one in self._standing)

    def following(self, wanted: Standing | None) -> Standing | None:
        """What is to be measured next: the wanted one, else the first that is not measured; None once all are."""
        left = [one for one in self._standing if _key(one) not in self._found]
        return next((one for one in left if one is wanted), left[0] if left else None)

    # Measuring ----------------------------------------------------------------------------------------------

    def go_apart(self) -> None:
        """Measure in a copy of this process from now on, where that can be; only while no other thread works."""
        if self._apart is None and not self._here and can_be_apart():
            self._apart = Apart(self._rows)

    @property
    def is_apart(self) -> bool:
        """Whether a copy of this process measures."""
        return self._apart is not None

    def stop(self) -> None:
        """End what is being measured apart; what is measured in a thread is given up when its row is done."""
        self._runs += 1
        if self._apart is not None:
            self._apart.stop()
            self._apart = None

    def measure(self, one: Standing) -> _Pair:
        """What a model or draft comes to; in a thread, because it takes a while. `Cancelled` once it was stopped."""
        run, apart = self._runs, self._apart
        if apart is not None:
            try:
                return apart.ask(one)
            except Gone as gone:
                if run != self._runs:
                    raise Cancelled from gone
        with self._measuring_here():
            return self._rows(one)

    @contextmanager
    def _measuring_here(self) -> Iterator[None]:
        usual = sys.getswitchinterval()
        self._here += 1
        sys.setswitchinterval(min(usual, _TURN))
        try:
            yield
        finally:
            self._here -= 1
            sys.setswitchinterval(usual)

    def _rows(self, one: Standing) -> _Pair:
        if self._measure is None:
            outlook = self.outlook
            heard = evidence(outlook.book, outlook.moment, outlook.seating, outlook.ledger)
            self._measure = Measure(outlook.book, outlook.moment, self.known, heard)
        return self._measure.rows(one)

    def put(self, one: Standing, pair: _Pair) -> None:
        """Keep what was measured."""
        self._found[_key(one)] = (one, pair)


def _key(one: Standing) -> Hashable:
    return one.draft.id or (one.key, one.served_tech)
