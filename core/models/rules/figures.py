"""Whole numbers of a part in a whole, where nothing of nothing is nothing."""

from __future__ import annotations

from core.wording import rounded


def ratio(part: int, whole: int) -> int:
    """A part per whole, to the nearest; 0 of nothing."""
    return rounded(part, whole) if whole else 0


def percent(part: int, whole: int) -> int:
    """A part in percent, to the nearest; 0 of nothing."""
    return ratio(100 * part, whole)
