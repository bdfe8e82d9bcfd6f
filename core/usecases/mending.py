"""What every mend works on and gives: a book to try changes on, and edits with their sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.errors import Refusal
from core.models.findings import Findings
from core.models.plan import AskedSeat
from core.models.rules.facts import Facts
from core.models.seating import Seating
from core.moment import Moment
from core.outlook import Outlook
from core.usecases.look import an_active_account
from core.usecases.refusing import Refused, refuse

Q = TypeVar("Q")


@dataclass(frozen=True, slots=True)
class Mended:
    """The edits of a mend."""

    says: str
    """What is done, as a sentence without its full stop."""
    edits: tuple[Edit, ...]
    """The edits."""
    why: str = ""
    """The reason that is kept."""
    partly: bool = False
    """Whether the finding is better, but not gone."""


class Case:
    """A book to mend, with all that follows from it; trying a change gives another case."""

    def __init__(self, book: Book, moment: Moment, ids: IdSource, outlook: Outlook | None = None) -> None:
        """Start from a book as it is."""
        self.book = book
        self.moment = moment
        self.day = moment.today
        self.ids = ids
        # Kept with the book: a mend that is previewed and then done computes the same things once.
        self.outlook = outlook or book.kept(("outlook", moment.today), lambda one: Outlook(one, moment))

    @property
    def seating(self) -> Seating:
        """The plan in force."""
        return self.outlook.seating

    @property
    def findings(self) -> Findings:
        """What is found before the mend."""
        return self.outlook.findings

    @property
    def facts(self) -> Facts:
        """What the rules read."""
        return self.findings.facts

    def after(self, edits: Iterable[Edit]) -> Case:
        """The case once some edits were made."""
        book, delta = self.book.apply(change_of("trial", "", edits))
        return Case(book, self.moment, self.ids, self.outlook.after(book, delta))

    def edits_of(self, use_case: Callable[[Book, Moment, IdSource, Q], Change | Refusal], request: Q) -> list[Edit]:
        """The edits of another use case; what it refuses is refused here too."""
        outcome = use_case(self.book, self.moment, self.ids, request)
        if isinstance(outcome, Refusal):
            raise Refused(outcome)
        return list(outcome.edits)

    def account(self, number: int | None) -> Account:
        """The active account a mend names."""
        return an_active_account(self.book, number or 0)

    def seat(self, account: Account, key: str) -> AskedSeat:
        """The seat a mend names; refused when the plan no longer asks for it."""
        seat = self.seating.seat(account, key, self.day)
        if seat is None:
            refuse(f"{account.name} no longer asks for the seat {key}. Look at the findings again.")
        return seat
