"""Alignments: whether a line still fits where its people report and what they are there for."""

from __future__ import annotations

from collections.abc import Iterable

from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.figures import percent
from core.models.rules.rule import Rule
from core.models.rules.subjects import LineFacts
from core.wording import counted, listed
from core.words import SeatHolding, Severity

ENOUGH_TALKS = 10
"""Conversations under which a reactive share says nothing. Ours."""
CUSTOMER_FUNCTIONS = ("cs",)
"""Functions inside the customer organisation."""


def reactive(facts: Facts, line: LineFacts) -> Iterable[Finding]:
    """The line's people react instead of reaching out, in the way its alignment is prone to."""
    if "REACTIVE" not in line.asked:
        return
    talks = facts.sums.get(("talks", line.key), 0)
    share = percent(facts.sums.get(("reactive", line.key), 0), talks)
    if talks >= ENOUGH_TALKS and share >= line.thresholds["reactive_percent"]:
        yield _reactive(
            line,
            "share",
            f"On “{line.title}” {share} % of {counted(talks, 'touch')} in 90 days came from the customer.",
            None,
        )
    managed = facts.sums.get(("managed", line.key), 0)
    neglected = facts.sums.get(("neglected", line.key), 0)
    if neglected:
        says = f"no touch in {line.thresholds['neglected_days']} days outside a renewal: neglected between renewals."
        yield _reactive(line, "neglected", _of(line, neglected, managed, says), _follow_ups(line, "neglected"))
    unasked = facts.sums.get(("unasked", line.key), 0)
    if unasked:
        says = "no touch that came from us within the standard."
        yield _reactive(line, "unasked", _of(line, unasked, managed, says), _follow_ups(line, "unasked"))


def _of(line: LineFacts, accounts: int, managed: int, says: str) -> str:
    return f"On “{line.title}” {counted(accounts, 'account')} of {managed:,} had {says}"


def _reactive(line: LineFacts, what: str, message: str, mend: Mend | None) -> Finding:
    return Finding(
        code="REACTIVE",
        severity=Severity.WARNING,
        subject=f"line:{line.key}/{what}",
        message=message,
        mend=mend,
        where="" if mend is not None else "Compare models in Model: 5",
    )


def _follow_ups(line: LineFacts, what: str) -> Mend:
    return Mend(
        kind=MendKind.FOLLOW_UPS,
        says="write a follow-up for each of these accounts",
        code="REACTIVE",
        seat=what,
        word=line.key,
    )


def align_mismatch(facts: Facts, line: LineFacts) -> Iterable[Finding]:
    """The line holds what its alignment is not made for."""
    if "ALIGN-MISMATCH" not in line.asked:
        return
    managed = facts.sums.get(("managed", line.key), 0)
    if "outside_duties" in line.thresholds:
        outside = outside_duties(line)
        if len(outside) > line.thresholds["outside_duties"]:
            yield _mismatch(
                line, "outside", f"“{line.title}” leaves {listed(outside)} outside the customer organisation."
            )
    if "complex_percent" in line.thresholds:
        share = percent(facts.sums.get(("complex", line.key), 0), managed)
        if share > line.thresholds["complex_percent"]:
            yield _mismatch(
                line,
                "complex",
                f"{share} % of the accounts on “{line.title}” are complex; "
                f"{line.thresholds['complex_percent']} % are the most it is made for.",
            )
    early = facts.sums.get(("early", line.key), 0)
    if "established" in line.thresholds and early:
        verb = "is" if early == 1 else "are"
        says = f"{counted(early, 'account')} of {managed:,} on “{line.title}” {verb} not established yet."
        yield _mismatch(line, "early", says)


def outside_duties(line: LineFacts) -> list[str]:
    """The duties that a line leaves to functions outside the roster."""
    return [
        duty.value
        for group in line.planned.groups
        for _, seat in group.choices
        if seat.holder is SeatHolding.OUTSIDE and seat.function not in CUSTOMER_FUNCTIONS
        for duty in seat.carries
    ]


def _mismatch(line: LineFacts, what: str, message: str) -> Finding:
    return Finding(
        code="ALIGN-MISMATCH",
        severity=Severity.WARNING,
        subject=f"line:{line.key}/{what}",
        message=message,
        where="Change the line's scope, duties or alignment in Model: 5",
    )


RULES = (
    Rule(
        code="REACTIVE",
        severity=Severity.WARNING,
        says="Under a firefighter alignment less than half of the touches come from the customer; under a "
        "sales-oriented one nobody is neglected between renewals; under partnership we reach out within every "
        "touch standard.",
        source="Gainsight: the five ways to align a customer success team; the thresholds are ours",
        asked=True,
        line=reactive,
    ),
    Rule(
        code="ALIGN-MISMATCH",
        severity=Severity.WARNING,
        says="An integrated line keeps every duty in the customer organisation, a sales-oriented one is at most 20 % "
        "complex, a partnership one holds established customers only.",
        source="Gainsight: the five ways to align a customer success team; the thresholds are ours",
        asked=True,
        line=align_mismatch,
    ),
)
"""The rules of this part."""
