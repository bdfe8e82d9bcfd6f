"""Rows that name an account which the book does not have, or has more than once."""

from __future__ import annotations

from core.exchange.cells import RowValues
from core.exchange.match import Match
from core.exchange.work import Report, Work


def refuse_account(work: Work, report: Report, row: RowValues, text: str, match: Match) -> None:
    """Reject a row whose account is missing, unknown or ambiguous."""
    if not text:
        report.reject(row, "account", "The row names no account. Fill it in, or remove the row.")
    elif match.ambiguous:
        among = ", ".join(f"A{n} {work.book.accounts[n].name}" for n in match.ids[:5])
        says = f"“{text}” fits {len(match.ids)} accounts: {among}. Write the account id."
        report.reject(row, "account", says, text, ambiguous=True)
    else:
        report.reject(row, "account", f"There is no account “{text}”. Import the accounts first, or correct it.", text)
