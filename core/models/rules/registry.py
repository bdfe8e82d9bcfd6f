"""Every rule by its code, in the order in which a manager wants to hear of them."""

from __future__ import annotations

from collections.abc import Mapping

from core.models.rules import (
    books,
    capacity,
    continuity,
    coverage,
    data,
    journey,
    leadership,
    ownership,
    pool,
    reporting,
    requests,
    segments,
)
from core.models.rules.rule import Rule

RULES: Mapping[str, Rule] = {
    rule.code: rule
    for part in (
        coverage.RULES,
        ownership.RULES,
        continuity.RULES,
        capacity.RULES,
        books.RULES,
        journey.RULES,
        leadership.RULES,
        pool.RULES,
        requests.RULES,
        segments.RULES,
        reporting.RULES,
        data.RULES,
    )
    for rule in part
}
"""All 45 rules by code."""
