"""A rule: its code, its sentence and source, and one function for each kind of subject it looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.models.finding import Finding
from core.models.rules.facts import Facts
from core.models.rules.subjects import AccountFacts, LineFacts
from core.organisation import Segment
from core.people import Person, Pool
from core.words import Severity

OURS = "ours"
"""Source of a rule or threshold without a public one."""

OnAccount = Callable[[Facts, AccountFacts], Iterable[Finding]]
"""Reads one account with its seats, tenures, conversations, follow-ups, handoffs and requests."""
OnPerson = Callable[[Facts, Person], Iterable[Finding]]
"""Reads one person and the accounts they hold; as a load rule only the ledger's figures."""
OnPool = Callable[[Facts, Pool], Iterable[Finding]]
"""Reads one pool, its members, requests and load."""
OnSegment = Callable[[Facts, Segment], Iterable[Finding]]
"""Reads the sums over the accounts of one segment."""
OnLine = Callable[[Facts, LineFacts], Iterable[Finding]]
"""Reads the sums over the accounts of one plan line."""
OnWhole = Callable[[Facts], Iterable[Finding]]
"""Reads sums over everything, and the roster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the models. A function reads only its own subject, so that a change re-runs little."""

    code: str
    """Stable code."""
    severity: Severity
    """The worst it raises."""
    says: str
    """The rule as a sentence, with its threshold."""
    source: str = OURS
    """Where rule and threshold come from."""
    asked: bool = False
    """Whether only lines raise it whose model or alignment lists the code in its ``checks``."""
    every: bool = False
    """Whether it looks at every active account; else only at those with seats of their own."""
    account: OnAccount | None = None
    """For each account."""
    person: OnPerson | None = None
    """For each person, over the accounts they hold; archived people too."""
    load: OnPerson | None = None
    """For each person, over the ledger only: it runs for everybody after every change."""
    pool: OnPool | None = None
    """For each pool that is not archived."""
    segment: OnSegment | None = None
    """For each segment of the scheme."""
    line: OnLine | None = None
    """For each line of the plan that is not unmanaged."""
    whole: OnWhole | None = None
    """Once."""
