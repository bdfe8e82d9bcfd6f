"""The rows of findings: grouped by rule on the Model screen, one by one on the page of a group."""

from __future__ import annotations

from dataclasses import dataclass

from core.models.finding import Finding, Group
from core.models.rules.registry import RULES
from core.outlook import Outlook
from core.wording import money_short
from core.words import Severity
from widgets.table.columns import Cell, Column
from widgets.tones import Tone

SEVERITY_WORDS: dict[Severity, str] = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFORMATION: "note",
}
"""How bad a finding is, in a word."""
SEVERITY_TONES: dict[Severity, Tone] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFORMATION: "muted"}
"""The tone that repeats the word."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """All findings of one rule."""

    id: int
    """Place of the rule among all rules: stays while findings come and go."""
    group: Group
    """Its findings."""

    @property
    def rule(self) -> str:
        """The rule in a sentence."""
        return RULES[self.group.code].says


def group_rows(outlook: Outlook) -> tuple[GroupRow, ...]:
    """The groups of the plan in force, worst first."""
    places = {code: place for place, code in enumerate(RULES, start=1)}
    return tuple(GroupRow(places[group.code], group) for group in outlook.findings.groups())


GROUP_COLUMNS: tuple[Column[GroupRow], ...] = (
    Column(
        "severity",
        "How bad",
        lambda row: Cell(SEVERITY_WORDS[row.group.severity], SEVERITY_TONES[row.group.severity]),
        width=7,
    ),
    Column("code", "Finding", lambda row: Cell(row.group.code), width=16),
    Column("count", "Count", lambda row: Cell(f"{row.group.count:,}"), width=6, align="right"),
    Column(
        "arr",
        "ARR",
        lambda row: Cell(money_short(row.group.arr) if row.group.arr else ""),
        6,
        align="right",
        priority=1,
    ),
    Column("says", "Worst of them", lambda row: Cell(row.group.findings[0].message, "muted"), 24, flex=1, priority=2),
)
"""The columns of groups."""


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding."""

    id: int
    """Number that is the same for the same rule and subject while the page is open."""
    finding: Finding
    """The finding."""
    subject: str
    """Account, person, pool or what else it is about."""


def subject_text(outlook: Outlook, finding: Finding) -> str:
    """What a finding is about, by name."""
    book = outlook.book
    if finding.account is not None and finding.account in book.accounts:
        return book.accounts[finding.account].name
    if finding.person is not None and finding.person in book.people:
        return book.people[finding.person].name
    if finding.pool is not None and finding.pool in book.pools:
        return f"Pool {book.pools[finding.pool].title}"
    return finding.segment or finding.subject


FINDING_COLUMNS: tuple[Column[FindingRow], ...] = (
    Column("subject", "About", lambda row: Cell(row.subject), width=18, flex=1),
    Column(
        "severity",
        "How bad",
        lambda row: Cell(SEVERITY_WORDS[row.finding.severity], SEVERITY_TONES[row.finding.severity]),
        width=7,
        priority=3,
    ),
    Column("says", "What is wrong", lambda row: Cell(row.finding.message), width=30, flex=3),
    Column(
        "arr",
        "ARR",
        lambda row: Cell(money_short(row.finding.arr) if row.finding.arr else ""),
        6,
        align="right",
        priority=2,
    ),
    Column("mend", "Mend", lambda row: Cell(mend_text(row.finding), "muted"), width=24, flex=1, priority=4),
)
"""The columns of findings."""


def mend_text(finding: Finding) -> str:
    """What mends a finding, or where the manager mends it."""
    if finding.mend is not None:
        return finding.mend.says
    return finding.where or "by hand"
