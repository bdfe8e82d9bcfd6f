"""Every number that changes a result, with where it comes from; one record of the book, editable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.organisation import ByTouch
from core.words import Band, Complexity, Duty, HealthBand, Record

ProductComplexity = Literal["low", "medium", "moderate"]
"""How complex the product is, in the words of the slides: low; medium; moderate, with room to expand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate(Record):
    """What one unit of a currency was worth in the book's currency from a day on."""

    currency: str
    """ISO code."""
    on: date
    """First day it applies."""
    millionths: int
    """Book currency units per unit, times 1,000,000."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Record):
    """The book's own figures: record 1 of its table."""

    id: int = 1
    """Always 1."""
    name: str = "My team"
    """Name of the book on screen."""
    currency: str = "USD"
    """ISO code of the book's currency."""
    rates: tuple[Rate, ...] = ()
    """Dated rates into the book's currency."""
    plan: int | None = None
    """Plan id in force; None while no model was chosen."""

    hours: int = 10_000
    """Client hours a month of a full-time CSM, hundredths."""
    onboarding: ByTouch = ByTouch(high=300, mid=110, tech=30)
    """Extra hours per 30 days while onboarding."""
    adoption: ByTouch = ByTouch(high=260, mid=100, tech=20)
    """Hours per 30 days."""
    support: ByTouch = ByTouch(high=100, mid=40, tech=15)
    """Hours per 30 days."""
    expansion: ByTouch = ByTouch(high=40, mid=10, tech=5)
    """Hours per 30 days."""
    renewal: ByTouch = ByTouch(high=1_000, mid=400, tech=100)
    """Hours per renewal cycle, spread over ``renewal_days``."""
    handover_out: ByTouch = ByTouch(high=200, mid=50, tech=0)
    """Hours of the outgoing holder, once per change of holder, over ``handover_days`` before."""
    handover_in: ByTouch = ByTouch(high=300, mid=100, tech=25)
    """Hours of the incoming holder, once per change of holder, over ``handover_days`` after."""
    onboarding_days: int = 90
    """Length of onboarding where no end is recorded."""
    renewal_days: int = 90
    """Days before the renewal date that carry its work."""
    handover_days: int = 14
    """Days before and after a change of holder."""
    at_risk_percent: int = 150
    """Multiplier of an account at risk."""
    watch_percent: int = 120
    """Multiplier of an account to watch."""
    simple_percent: int = 80
    """Multiplier of a simple account."""
    complex_percent: int = 130
    """Multiplier of a complex account."""
    most_percent: int = 200
    """Largest product of multipliers."""
    rolled_percent: int = 25
    """Part of a rolled-up child's hours that its parent carries."""
    ramp_percent: tuple[int, ...] = (25, 50, 75, 100)
    """Capacity in months 1, 2, ... of a joiner; the last one stays."""

    room_below: int = 85
    """Utilisation under which there is room, percent."""
    over_above: int = 102
    """Utilisation above which a person is over, percent."""
    critical_above: int = 120
    """Utilisation above which it is critical, percent."""
    fill_to: int = 95
    """Utilisation a rebalance fills receivers to, percent."""

    at_risk_below: int = 50
    """Health under which an account is at risk."""
    watch_below: int = 70
    """Health under which an account is to be watched."""

    guard_renewal_days: int = 90
    """A chosen move this close to the renewal asks for a reason."""
    guard_changed_days: int = 90
    """A chosen move this soon after the last one asks for a reason."""
    dwell_days: int = 60
    """Days past a segment line before a transition is due."""
    overlap_days: int = 30
    """Longest overlap of two holders in a transition."""
    overlap_outgoing: int = 30
    """Percent of the seat's hours the outgoing holder keeps in an overlap."""

    touch_days: ByTouch = ByTouch(high=14, mid=21, tech=30)
    """Days between real touches (whole days, not hundredths)."""
    sentiment_touches: int = 3
    """Sentiment is silent after this many touch standards."""
    cold_days: int = 30
    """A renewal without a real touch for this long is cold."""
    cold_error_days: int = 30
    """A cold renewal this close is an error."""
    away_days: int = 14
    """Leave longer than this needs cover."""
    handoff_days: int = 14
    """Days a handoff may take."""
    handoffs_a_week: int = 10
    """Handoffs that one giver may have fall due in a week when a draft is adopted. Ours."""
    turnover_changes: int = 2
    """Changes of the lead holder within a year that are too many."""
    lead_accounts: int = 5
    """Accounts a lead may keep."""
    diverse_segments: int = 2
    """Segments a book may span."""
    diverse_industries: int = 5
    """Industries with at least ``diverse_accounts`` accounts each a book may span."""
    diverse_accounts: int = 3
    """Accounts that make an industry count."""
    diverse_complex_percent: int = 25
    """Percent of complex accounts a generalist's book may hold."""
    pool_tied_percent: int = 80
    """Percent of an account's requests with one handler that ties it to them."""
    pool_tied_requests: int = 5
    """Requests in 90 days from which that counts."""

    product_complexity: ProductComplexity | None = None
    """The manager's answer on the product; None while nobody answered."""
    product_complexity_on: date | None = None
    """Day of that answer."""
    expansion_room: bool | None = None
    """The manager's answer: is there room to expand with existing customers; None while nobody answered."""
    expansion_room_on: date | None = None
    """Day of that answer."""
    post_sale_head: bool | None = None
    """The manager's answer: does one head own everything after the sale; None while nobody answered."""
    post_sale_head_on: date | None = None
    """Day of that answer."""
    thresholds: tuple[tuple[str, int], ...] = ()
    """(name, value) of the evidence's thresholds that differ from the standard ones, sorted."""

    def standard(self, duty: Duty) -> ByTouch:
        """The standard hours of a duty: per 30 days, for renewal per cycle."""
        table = {
            Duty.ONBOARDING: self.onboarding,
            Duty.ADOPTION: self.adoption,
            Duty.SUPPORT: self.support,
            Duty.EXPANSION: self.expansion,
            Duty.RENEWAL: self.renewal,
        }
        return table[duty]

    def health_percent(self, band: HealthBand | None) -> int:
        """The multiplier of a health band; good and unknown count once."""
        if band is HealthBand.AT_RISK:
            return self.at_risk_percent
        return self.watch_percent if band is HealthBand.WATCH else 100

    def complexity_percent(self, complexity: Complexity | None) -> int:
        """The multiplier of a complexity; standard and unknown count once."""
        if complexity is Complexity.COMPLEX:
            return self.complex_percent
        return self.simple_percent if complexity is Complexity.SIMPLE else 100

    def band_of_health(self, value: int | None) -> HealthBand | None:
        """The band of a health value from 0 to 100; None for none."""
        if value is None:
            return None
        if value < self.at_risk_below:
            return HealthBand.AT_RISK
        return HealthBand.WATCH if value < self.watch_below else HealthBand.GOOD

    def band_of_load(self, hours: int, capacity: int) -> Band:
        """The word for a load; both in hundredths of an hour. Under one hour of capacity, load means absent."""
        if capacity < 100:
            return Band.ABSENT if hours > 0 or capacity <= 0 else Band.ROOM
        if hours * 100 < capacity * self.room_below:
            return Band.ROOM
        if hours * 100 <= capacity * self.over_above:
            return Band.FULL
        return Band.CRITICAL if hours * 100 > capacity * self.critical_above else Band.OVER


SOURCES: dict[str, str] = {
    "hours": "1,080 to 1,260 usable hours of 1,800 a year after 30 to 40 % internal work (csin15.com)",
    "adoption": "base 4 / 1.5 / 0.4 h: check-ins 1 to 2 h, mail 1 to 2 h, reviews 2 to 3 h a quarter (csin15.com)",
    "support": "part of the base; split ours",
    "expansion": "part of the base; split ours",
    "onboarding": "8 to 10 h in the first 90 days (csin15.com); mid and tech in proportion, ours",
    "renewal": "10 to 15 h a cycle (csin15.com); mid and tech in proportion, ours",
    "handover_out": "ours",
    "handover_in": "ours",
    "at_risk_percent": "ours; no source",
    "watch_percent": "ours; no source",
    "simple_percent": "ours",
    "complex_percent": "ours",
    "ramp_percent": "ours",
    "room_below": "100 % is fragile (kristifaltorusso.com); the line is ours",
    "over_above": "ours: a tolerance of 2 %",
    "critical_above": "overload is more than 20 % over target (book-making)",
    "fill_to": "ours",
    "guard_renewal_days": "practice of teams that moved 200 accounts (moreproof.dev; 60 to 90 days)",
    "guard_changed_days": "stability lock of 90 days (book-making)",
    "dwell_days": "ours; segments are reviewed quarterly in common practice",
    "touch_days": "published cadence drafts: 14 / 21 / 30 days",
    "lead_accounts": "ours; a few key accounts",
    "onboarding_days": "the first 90 days (csin15.com)",
    "renewal_days": "common practice",
}
"""Where a figure comes from, by field name; a field that is missing is ours."""


def source_of(field: str) -> str:
    """Where the default of a policy field comes from."""
    return SOURCES.get(field, "ours")
