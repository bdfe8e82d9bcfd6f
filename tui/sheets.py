"""Findings and history as sheets, for export from their screens."""

from __future__ import annotations

from collections.abc import Sequence

from core.exchange.sheet import Shape, Sheet, SheetColumn
from core.outlook import Outlook
from tui.finding_rows import SEVERITY_WORDS, mend_text, subject_text
from tui.history_rows import HistoryRow

_FINDING_COLUMNS = (
    SheetColumn("id", "Id"),
    SheetColumn("severity", "How bad"),
    SheetColumn("code", "Finding"),
    SheetColumn("about", "About"),
    SheetColumn("message", "What is wrong"),
    SheetColumn("arr", "ARR", Shape.MONEY),
    SheetColumn("mend", "Mend"),
)
_HISTORY_COLUMNS = (
    SheetColumn("number", "No.", Shape.NUMBER),
    SheetColumn("at", "When"),
    SheetColumn("by", "Who"),
    SheetColumn("says", "What"),
    SheetColumn("why", "Why"),
    SheetColumn("records", "Records", Shape.NUMBER),
    SheetColumn("taken_back_by", "Taken back by", Shape.NUMBER),
)


def findings_sheet(outlook: Outlook) -> Sheet:
    """Every finding of the plan in force, worst first."""
    rows = tuple(
        (
            one.id,
            SEVERITY_WORDS[one.severity],
            one.code,
            subject_text(outlook, one),
            one.message,
            one.arr or None,
            mend_text(one),
        )
        for one in outlook.findings.all()
    )
    return Sheet("findings", outlook.moment.today, outlook.book.policy.currency, _FINDING_COLUMNS, rows)


def history_sheet(rows: Sequence[HistoryRow], outlook: Outlook) -> Sheet:
    """Changes in the order given."""
    made = tuple(
        (
            row.head.seq,
            row.head.at.isoformat(timespec="seconds"),
            row.head.by,
            row.head.says,
            row.head.why,
            row.head.edits,
            row.undone_by,
        )
        for row in rows
    )
    return Sheet("changes", outlook.moment.today, outlook.book.policy.currency, _HISTORY_COLUMNS, made)
