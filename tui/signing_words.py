"""Sign-offs in words, for screen and command line."""

from __future__ import annotations

from collections.abc import Sequence

from core.book.book import Book
from core.rebalance.draft import RebalanceDraft, SignOff
from core.rebalance.proposal import ProposedMove
from core.rebalance.signing import signed_off, unsigned
from core.wording import at_time, counted, shortened


def signed_text(signed: SignOff) -> str:
    """When somebody signed off, and who noted it: ``signed off Sun 22 Nov 2026 09:30, noted by lea``."""
    return f"signed off {at_time(signed.at)}{f', noted by {signed.by}' if signed.by else ''}"


def signed_count(sheets: int, missing: int) -> str:
    """How many of some sheets are signed off: ``All 3 sheets are signed off``, ``2 of 3 sheets are not signed off``."""
    if sheets == 1:
        return "The only sheet is not signed off" if missing else "The only sheet is signed off"
    if missing == sheets:
        return f"None of the {counted(sheets, 'sheet')} is signed off"
    if not missing:
        return f"All {counted(sheets, 'sheet')} are signed off"
    return f"{missing} of {counted(sheets, 'sheet')} {'is' if missing == 1 else 'are'} not signed off"


def missing_text(book: Book, draft: RebalanceDraft, moves: Sequence[ProposedMove]) -> str:
    """How many of those who would get something have not signed off, by name where some have; empty for no moves."""
    signed, missing = signed_off(draft, moves), unsigned(draft, moves)
    if not signed and not missing:
        return ""
    names = shortened(sorted(book.people[person].name for person in missing), 4)
    told = f": {names}" if signed and missing else ""
    return f"{signed_count(len(signed) + len(missing), len(missing))}{told}"
