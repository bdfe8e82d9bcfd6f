"""Which accounts and people a QUERY means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outlook import Outlook
from core.person_rows import PersonRow
from core.person_rows import person_rows as people_of
from core.query.context import Context
from core.query.evaluate import keep, visible
from core.query.expressions import Expression
from core.query.fields import ACCOUNT, PERSON, Fields
from core.query.grammar import parse, terms
from core.rows import AccountRow, Rows
from tui.cli.opened import reading
from tui.cli.options import Common
from tui.cli.output import say
from tui.compose import House, book_folder, glance

if TYPE_CHECKING:
    from core.models.finding import Finding


class _Unasked:
    """Stands in for the findings where nobody asks for their codes: they cost more than everything else in a row."""

    def codes_of(self, account_id: int) -> tuple[str, ...]:
        return ()

    def of_person(self, person: int) -> tuple[Finding, ...]:
        return ()


def outlook_of(house: House) -> Outlook:
    """The open book on its day."""
    return Outlook(house.desk.book, house.desk.moment)


def outlook_for(common: Common, query: str, fields: Fields = ACCOUNT) -> Outlook:
    """The book on its day for the rows that a filter keeps: without its conversations, unless it asks for findings.

    Raises ``BookshiftError``.
    """
    if common.as_of is not None or _about_findings(parse(query, fields)):
        with reading(common) as house:
            return outlook_of(house)
    book, moment, notes = glance(book_folder(common.book), today=common.today)
    for note in notes:
        say(note)
    return Outlook(book, moment)


def account_rows(outlook: Outlook, query: str, *, active: bool = False, codes: bool = False) -> list[AccountRow]:
    """The accounts a filter keeps, by name; churned and archived ones only where it asks for them.

    With ``active`` only customers of today, whatever it asks for. The codes of their findings are there with
    ``codes``, or when the filter asks for findings. Raises ``QueryError``.
    """
    expression = visible(parse(query))
    rows = outlook.rows if codes or _about_findings(expression) else _rows(outlook)
    kept = keep(expression, rows.all(), Context.of(outlook.book))
    return [row for row in kept if row.active] if active else kept


def _rows(outlook: Outlook) -> Rows:
    return Rows.of(outlook.book, outlook.moment, outlook.seating, outlook.ledger, _Unasked())


def person_rows(outlook: Outlook, query: str) -> list[PersonRow]:
    """The people a filter keeps, the most loaded first. Raises ``QueryError``."""
    expression = parse(query, PERSON)
    people = outlook.people if _about_findings(expression) else _people(outlook)
    return keep(expression, people, Context.of(outlook.book), PERSON)


def _people(outlook: Outlook) -> tuple[PersonRow, ...]:
    return people_of(outlook.book, outlook.moment, outlook.ledger, _Unasked())


def _about_findings(expression: Expression) -> bool:
    return any(term.field == "finding" for term in terms(expression))


def joined(words: tuple[str, ...]) -> str:
    """The filter that several words of a command line make up."""
    return " ".join(words)
