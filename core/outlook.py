"""A book on a day with all that follows from it: seats, load, findings, rows; each made when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.book.book import Book, Delta
from core.load.ledger import Ledger
from core.models.seating import Seating
from core.moment import Moment
from core.rows import PersonRow, Rows, person_rows

if TYPE_CHECKING:
    from core.load.ahead import Ahead
    from core.models.findings import Findings


class Outlook:
    """An immutable view of one book at one moment; a change gives the next one for the cost of what it touched."""

    def __init__(self, book: Book, moment: Moment) -> None:
        """Look at a book on a day; nothing is computed yet."""
        self.book = book
        self.moment = moment
        self._ledger: Ledger | None = None
        self._findings: Findings | None = None
        self._rows: Rows | None = None
        self._people: tuple[PersonRow, ...] | None = None
        self._ahead: Ahead | None = None

    @property
    def seating(self) -> Seating:
        """Which seats each account asks for under the plan in force."""
        return Seating.of(self.book)

    @property
    def ledger(self) -> Ledger:
        """Hours by account, person and pool over the next 30 days."""
        if self._ledger is None:
            self._ledger = Ledger.of(self.book, self.moment)
        return self._ledger

    @property
    def ahead(self) -> Ahead:
        """The months ahead, each made when first asked for and then followed; a month costs as much as the ledger."""
        if self._ahead is None:
            from core.load.ahead import Ahead  # most commands look no further than a month

            self._ahead = Ahead(self.ledger)
        return self._ahead

    @property
    def findings(self) -> Findings:
        """The rules of the plan in force that the book breaks."""
        if self._findings is None:
            from core.models.findings import Findings  # accounts are listed without the rules

            self._findings = Findings.of(self.book, self.moment, self.seating, self.ledger)
        return self._findings

    @property
    def rows(self) -> Rows:
        """One flat row per account."""
        if self._rows is None:
            self._rows = Rows.of(self.book, self.moment, self.seating, self.ledger, self.findings)
        return self._rows

    @property
    def people(self) -> tuple[PersonRow, ...]:
        """One flat row per person who is not archived, the most loaded first."""
        if self._people is None:
            self._people = person_rows(self.book, self.moment, self.ledger, self.findings)
        return self._people

    def after(self, book: Book, delta: Delta) -> Outlook:
        """The outlook after a change; the parts that were made follow it, the others stay unmade."""
        following = Outlook(book, self.moment)
        if self._ledger is not None:
            following._ledger = self._ledger.after(book, delta)
        if self._ahead is not None:
            following._ahead = self._ahead.after(book, delta, following.ledger)
        if self._findings is not None:
            following._findings = self._findings.after(book, delta, following.ledger)
        if self._rows is not None:
            recoded = following.findings.recoded(self.findings)
            following._rows = self._rows.after(
                book, delta, following.seating, following.ledger, following.findings, recoded
            )
        return following

    def at(self, moment: Moment) -> Outlook:
        """The same book at another moment; on the same day nothing is computed again."""
        if moment.today != self.moment.today:
            return Outlook(self.book, moment)
        same = Outlook(self.book, moment)
        same._ledger, same._findings = self._ledger, self._findings
        same._rows, same._people, same._ahead = self._rows, self._people, self._ahead
        return same
