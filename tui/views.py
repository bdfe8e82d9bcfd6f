"""Views of the book that are always there; `[` and `]` turn through them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A named filter."""

    title: str
    """Name on screen."""
    filter: str
    """Filter text."""


VIEWS: tuple[View, ...] = (
    View("All accounts", ""),
    View("Renewals within 90 days", "renews<90d"),
    View("At risk", "health:at_risk"),
    View("Quiet for more than 30 days", "quiet>30d"),
    View("In onboarding", "stage:onboarding"),
    View("With findings", "finding:any"),
    View("Without an owner", "owner:none"),
)
"""All views, the whole book first."""
