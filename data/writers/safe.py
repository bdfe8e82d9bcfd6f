"""Text that goes into files other programs open: no cell may act as a formula."""

from __future__ import annotations

from core.text import NOTE_LIMIT, clean

_STARTERS = frozenset("=+-@\t\r\n＝＋－＠")
"""Characters that make a spreadsheet take a cell for a formula; the last four are their full-width forms."""


def disarmed(text: str) -> str:
    """The text as a spreadsheet will show it and not run it: a quote mark before what could be a formula.

    Control characters are taken out. Leading blanks do not hide a formula. Source: OWASP, CSV injection.
    """
    plain = clean(text, limit=NOTE_LIMIT, lines=True)
    first = text.lstrip(" \u00a0\u3000\ufeff\x00")[:1]
    if first in _STARTERS or plain[:1] in _STARTERS:
        return "'" + plain
    return plain
