"""One rule that the book breaks, as a value: what, how bad, about whom, in one sentence, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass

from core.models.mend import Mend
from core.words import Severity

RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFORMATION: 2}
"""Order of severities, worst first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule of the plan in force that the book breaks. Compared by value, so equal books give equal findings."""

    code: str
    """Stable code of the rule, such as ``SEAT-EMPTY``."""
    severity: Severity
    """Error, warning or information."""
    subject: str
    """What it is about, ids and keys only, such as ``A12/csm``: it survives a changed number in the sentence."""
    message: str
    """One plain sentence with the numbers."""
    account: int | None = None
    """Account id."""
    person: int | None = None
    """Person id."""
    pool: int | None = None
    """Pool id."""
    seat: str = ""
    """Seat key."""
    segment: str = ""
    """Segment key."""
    arr: int = 0
    """Minor units of the book's currency at stake; sorts the worst first."""
    mend: Mend | None = None
    """The change that mends it; None where only the manager can."""
    where: str = ""
    """Where the manager mends it, when ``mend`` is None."""
    behind: str = ""
    """Id of the finding that stands for this one and hides it; empty for most."""

    @property
    def id(self) -> str:
        """Identity of the finding: its code and subject, as acceptances keep it."""
        return f"{self.code}:{self.subject}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All findings of one code."""

    code: str
    """Code of the rule."""
    severity: Severity
    """The worst among them."""
    findings: tuple[Finding, ...]
    """Its findings, worst first."""

    @property
    def count(self) -> int:
        """Number of findings."""
        return len(self.findings)

    @property
    def arr(self) -> int:
        """What is at stake, in minor units of the book's currency; an account counts once."""
        accounts = {finding.account: finding.arr for finding in self.findings if finding.account is not None}
        return sum(accounts.values()) + sum(finding.arr for finding in self.findings if finding.account is None)

    @property
    def says(self) -> str:
        """Its worst finding's sentence, with how many more there are."""
        rest = self.count - 1
        return self.findings[0].message + (f" And {rest:,} more." if rest else "")


def worst_first(finding: Finding) -> tuple[int, int, str]:
    """Sort key: severity, then what is at stake, then the subject."""
    return (RANK[finding.severity], -finding.arr, finding.subject)
