"""The numbers by which evidence speaks: each with its range and what it means; those of the policy win.

All are ours and editable unless said: no public source gives them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.policy import Policy


@dataclass(frozen=True, slots=True)
class Threshold:
    """One editable number."""

    value: int
    """The standard one."""
    low: int
    """Smallest it may be."""
    high: int
    """Largest it may be."""
    says: str
    """What it is, with its unit."""


def _percent(value: int, says: str, high: int = 100) -> Threshold:
    return Threshold(value, 1, high, f"{says}, percent")


def _number(value: int, says: str, high: int = 1_000) -> Threshold:
    return Threshold(value, 1, high, says)


THRESHOLDS: Mapping[str, Threshold] = {
    "answers": _number(10, "customers who must have answered before a share of them says something"),
    "answers_arr": _percent(20, "part of the ARR that is enough in place of so many answers"),
    "heard_days": _number(180, "days for which what was heard counts"),
    "expectation": _percent(80, "customers with a plain yes"),
    "unasked": _percent(50, "accounts nobody asked"),
    "small_team": _number(5, "full-time positions up to which a team is small"),
    "coach_least": _number(3, "full-time positions from which a lead can play and coach"),
    "coach_most": _number(20, "full-time positions up to which leads can play and coach"),
    "large_team": _number(8, "full-time positions from which work can be divided among roles"),
    "outgrown": _percent(110, "hours against capacity, two months running", 500),
    "growth": _percent(25, "growth of the number of accounts in 12 months", 500),
    "tech_accounts": _percent(50, "accounts at tech touch"),
    "tech_arr": _percent(30, "their ARR at most"),
    "complex_arr": _percent(20, "ARR on complex accounts without an overlay"),
    "role": _percent(100, "of a full-time position that makes a whole job", 500),
    "part_role": _percent(60, "of a full-time position under which it is not a full job", 500),
    "challenge": _percent(15, "customers heard who name a challenge"),
    "sales_challenge": _percent(10, "customers heard to whom we feel like sales"),
    "late_handoffs": _percent(20, "open handoffs past their due day"),
    "playbooks": _percent(80, "playbooks finished of those that were due"),
    "spike": _percent(200, "requests of the fullest week against the middle one", 2_000),
    "spike_weeks": Threshold(12, 2, 104, "weeks of requests that are looked at"),
    "segment": _percent(15, "accounts that make a segment count"),
    "segment_hours": _percent(200, "hours per account of one segment against another", 2_000),
    "one_segment": _percent(85, "accounts in one segment that make it the only one"),
    "crossed": _percent(10, "accounts past a segment line"),
    "reactive": _percent(50, "touches that came from the customer"),
    "reactive_established": _percent(30, "established accounts from which reacting is not enough"),
    "touch_days": _number(90, "days of touches that are looked at"),
    "touches": _number(10, "touches before a share of them says something"),
    "hats": _number(2, "CSMs who say they wear too many hats"),
    "established_arr": _percent(60, "ARR on established accounts"),
    "expansion": _percent(10, "expansion a year, of the ARR at its beginning"),
    "contacts": _number(4, "of our people a customer deals with"),
    "turnover": _percent(5, "accounts whose owner changed too often in a year"),
    "review_days": _number(90, "days from one review to the next where no date was set"),
    "settle_days": _number(30, "days after a change of model until it is to be reviewed"),
}
"""Every threshold by name."""


def thresholds_of(policy: Policy) -> dict[str, int]:
    """The numbers in force by name; a stored name that is no longer used is left aside."""
    figures = {name: threshold.value for name, threshold in THRESHOLDS.items()}
    figures.update((name, value) for name, value in policy.thresholds if name in figures)
    return figures
