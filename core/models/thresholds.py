"""The numbers of the rules that a model or alignment may set for its lines. All of them are ours, and editable."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LineThreshold:
    """One number; without it its rule does not look at that side of a line."""

    low: int
    """Smallest it may be."""
    high: int
    """Largest it may be."""
    code: str
    """The rule that reads it."""
    says: str
    """What it is, with its unit."""


LINE_THRESHOLDS: Mapping[str, LineThreshold] = {
    "reactive_percent": LineThreshold(1, 100, "REACTIVE", "percent of the touches that may come from the customer"),
    "neglected_days": LineThreshold(1, 3_650, "REACTIVE", "days outside a renewal after which no touch is neglect"),
    "proactive": LineThreshold(1, 1, "REACTIVE", "1 where we reach out within every touch standard"),
    "outside_duties": LineThreshold(0, 5, "ALIGN-MISMATCH", "duties that may lie outside the customer organisation"),
    "complex_percent": LineThreshold(0, 100, "ALIGN-MISMATCH", "percent of the accounts that may be complex"),
    "established": LineThreshold(1, 1, "ALIGN-MISMATCH", "1 where every customer is to be an established one"),
}
"""Every number by name."""
