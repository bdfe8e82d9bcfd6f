"""Segments: accounts past a line, segments left behind, measures out of line.

Nothing of it where segments mean nothing in the plan in force: then an account past a line changes no hands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.journey import rule_segment, segment_by_key
from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.figures import percent, ratio
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts
from core.organisation import Segment
from core.wording import counted
from core.words import Family, Severity

COVERED_PERCENT = 70
"""Part of a segment's accounts whose touch standard should be kept. Ours."""
BEHIND_POINTS = 15
"""Points behind the best segment from which it counts. Ours."""
OFF_POINTS = 10
"""Points between a segment's measure and the team's from which it is out of line. Ours."""
ENOUGH = 10
"""Accounts or answers under which a measure says nothing."""


def seg_crossed(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The account's figures have asked for another segment for longer than the dwell time."""
    account, crossed = it.account, it.account.crossed
    if crossed is None or not account.segment or crossed.to == account.segment or not facts.by_segment:
        return ()
    days = (facts.day - crossed.on).days
    if days < facts.policy.dwell_days or (account.parent is not None and account.family is Family.FOLLOW):
        return ()
    if rule_segment(facts.book, account, facts.day) != crossed.to:
        return ()
    return [
        Finding(
            code="SEG-CROSSED",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name} is in {_title(facts, account.segment)}, but its figures have put it in "
            f"{_title(facts, crossed.to)} for {counted(days, 'day')}.",
            account=it.id,
            segment=account.segment,
            arr=it.arr or 0,
            mend=Mend(
                kind=MendKind.TRANSITION,
                says=f"move it to {_title(facts, crossed.to)}, with an overlap where its holder may not follow",
                code="SEG-CROSSED",
                account=it.id,
                word=crossed.to,
            ),
        )
    ]


def _title(facts: Facts, key: str) -> str:
    segment = segment_by_key(facts.book, key)
    return segment.title if segment is not None else key


def seg_underserved(facts: Facts, segment: Segment) -> Iterable[Finding]:
    """The touch standard is kept on too few of a segment's accounts, and on clearly fewer than elsewhere."""
    sums = facts.sums
    judged = sums.get(("judged", segment.key), 0)
    if not judged or not facts.by_segment:
        return ()
    kept = sums.get(("in touch", segment.key), 0)
    covered = percent(kept, judged)
    best = max(
        percent(sums.get(("in touch", other.key), 0), sums.get(("judged", other.key), 0))
        for other in facts.book.segments.all()
    )
    if covered >= COVERED_PERCENT or best - covered < BEHIND_POINTS:
        return ()
    return [
        Finding(
            code="SEG-UNDERSERVED",
            severity=Severity.WARNING,
            subject=f"segment:{segment.key}",
            message=f"{segment.title}: the touch standard is kept on {covered} % of {counted(judged, 'account')}, "
            f"against {best} % in the best segment.",
            segment=segment.key,
            mend=Mend(
                kind=MendKind.FOLLOW_UPS,
                says="write a follow-up for each of its accounts that is late",
                code="SEG-UNDERSERVED",
                word=segment.key,
            ),
            where="Or pool the segment in Model: 5",
        )
    ]


def seg_off(facts: Facts, segment: Segment) -> Iterable[Finding]:
    """A leading measure of a segment is far from the team's."""
    if not facts.by_segment:
        return
    for name, unit, of_segment, of_team in _measures(facts, segment):
        apart = of_segment - of_team
        if abs(apart) >= OFF_POINTS:
            side = f"{abs(apart)} points {'above' if apart > 0 else 'below'}"
            yield Finding(
                code="SEG-OFF",
                severity=Severity.INFORMATION,
                subject=f"segment:{segment.key}/{name.split()[0]}",
                message=f"{segment.title}: {name} {of_segment}{unit}, {side} the team's {of_team}{unit}.",
                segment=segment.key,
                where="Open Measures: 6",
            )


def _measures(facts: Facts, segment: Segment) -> Iterator[tuple[str, str, int, int]]:
    """(name, unit, the segment's value, the team's) of each leading measure with enough behind it."""
    for name, part, whole, unit in (
        ("health on average", "health", "healths", ""),
        ("coverage of the touch standard", "in touch", "judged", " %"),
        ("expectations met by", "yes", "answers", " %"),
    ):
        scale = 100 if unit else 1
        number = facts.sums.get((whole, segment.key), 0)
        if number < ENOUGH:
            continue
        keys = [other.key for other in facts.book.segments.all()]
        of_all = sum(facts.sums.get((part, key), 0) for key in keys)
        of_number = sum(facts.sums.get((whole, key), 0) for key in keys)
        mine = facts.sums.get((part, segment.key), 0)
        yield name, unit, ratio(mine * scale, number), ratio(of_all * scale, of_number)


RULES = (
    Rule(
        code="SEG-CROSSED",
        severity=Severity.WARNING,
        says="An account whose figures have asked for another segment for 60 days passes into it.",
        source="segments are reviewed quarterly in common practice; the dwell time is ours",
        every=True,
        account=seg_crossed,
    ),
    Rule(
        code="SEG-UNDERSERVED",
        severity=Severity.WARNING,
        says="The touch standard is kept on 70 % of each segment's accounts, or on nearly as many as in the best one.",
        segment=seg_underserved,
    ),
    Rule(
        code="SEG-OFF",
        severity=Severity.INFORMATION,
        says="A segment's health, coverage and expectations are within 10 points of the team's.",
        segment=seg_off,
    ),
)
"""The rules of this part."""
