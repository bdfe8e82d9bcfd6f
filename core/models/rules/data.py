"""Whether the book's own data can be trusted: its age and its gaps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.models.finding import Finding
from core.models.rules.facts import Facts
from core.models.rules.figures import percent
from core.models.rules.rule import Rule
from core.models.rules.sums import ACCOUNTS, FRESH, FRESH_DAYS, GAPS
from core.wording import counted, short_date
from core.words import Severity

GAP_PERCENT = 5
"""Part of the accounts that may lack a field. Ours."""
_WORDS = {"segment": "a segment", "touch": "a touch", "renews": "a renewal date", "started": "a start"}


def data_stale(facts: Facts) -> Iterable[Finding]:
    """A source was not imported for more than 8 days, or no touch reached the book since."""
    latest: dict[str, date] = {}
    for profile in facts.book.profiles.all():
        if profile.imported_on is not None:
            latest[profile.source] = max(profile.imported_on, latest.get(profile.source, profile.imported_on))
    silent = bool(facts.accounts) and not facts.sums.get(FRESH, 0)
    for source, day in sorted(latest.items()):
        old = (facts.day - day).days
        if old > FRESH_DAYS:
            says = f"{source} was last imported on {short_date(day)}, {counted(old, 'day')} ago."
        elif silent:
            says = f"{source} was imported on {short_date(day)}, but no touch of the last {FRESH_DAYS} days is known."
        else:
            continue
        yield Finding(
            code="DATA-STALE",
            severity=Severity.INFORMATION,
            subject=f"source:{source}",
            message=says,
            where="Import a fresh export",
        )


def data_gap(facts: Facts) -> Iterable[Finding]:
    """More than 5 % of the accounts lack a field, or have only an inferred value."""
    accounts = facts.sums.get(ACCOUNTS, 0)
    for field in GAPS:
        lacking = facts.sums.get(("gap", field), 0)
        if lacking * 100 > accounts * GAP_PERCENT:
            yield Finding(
                code="DATA-GAP",
                severity=Severity.WARNING,
                subject=f"field:{field}",
                message=f"{counted(lacking, 'account')} of {accounts:,} ({percent(lacking, accounts)} %) "
                f"{'has' if lacking == 1 else 'have'} not been given {_WORDS[field]}.",
                where="Import the column, or fill it in from the list",
            )


RULES = (
    Rule(
        code="DATA-STALE",
        severity=Severity.INFORMATION,
        says="Each source was imported in the last 8 days and brought touches; while one is older, missing touches and "
        "sentiments are information only.",
        whole=data_stale,
    ),
    Rule(
        code="DATA-GAP",
        severity=Severity.WARNING,
        says="At most 5 % of the accounts lack a segment, touch, renewal date or start; inferred values count as "
        "lacking, unmanaged accounts do not.",
        whole=data_gap,
    ),
)
"""The rules of this part."""
