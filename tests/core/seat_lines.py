"""Who sits where, as lines that a test can hold against what it expects."""

from __future__ import annotations

from datetime import date

from core.book.book import Book
from core.models.seating import Seating


def seat_lines(book: Book, day: date, shape: str) -> list[str]:
    """A line for each seat in the shape given, of account, mark, seat and who; ``*`` leads, ``-`` has no work."""
    seating = Seating.of(book)
    lines = []
    for account in book.accounts.all():
        lead = seating.lead_seat(account, day)
        for seat in seating.seats(account, day):
            leads = "*" if lead is not None and lead.key == seat.key else " "
            mark = leads + (" " if seating.active(account, seat, day) else "-")
            who = seating.holder_text(seating.holder(account, seat, day), day) or "nobody"
            lines.append(shape.format(account=account.name, mark=mark, seat=seat.key, who=who))
    return lines
