"""Standard hours with their multipliers, as whole numbers that days and shares multiply further.

A rate is hundredths of an hour per period (30 days, or the days of a renewal cycle) times ``MULTIPLIED``.
"""

from __future__ import annotations

from dataclasses import dataclass

from core.book.book import Book
from core.policy import Policy
from core.words import Complexity, Duty, HealthBand, Touch

MONTH = 30
"""Days of the month that all monthly figures mean."""

MULTIPLIED = 10_000
"""Scale of a rate: two percentages are multiplied into it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one duty of an account costs."""

    duty: Duty
    """The duty."""
    amount: int
    """Hundredths of an hour per period, times ``MULTIPLIED``."""
    period: int
    """Days of the period."""
    standard: int
    """The standard hours without multipliers, hundredths per period."""
    health: int
    """Percent for the customer's health; 100 where it does not count."""
    complexity: int
    """Percent for the complexity; 100 where it does not count."""
    band: HealthBand | None
    """The health band."""
    hardness: Complexity | None
    """The complexity."""
    capped: bool
    """Whether the two together were more than the policy allows."""


_BY_HEALTH = frozenset({Duty.ADOPTION, Duty.SUPPORT, Duty.EXPANSION, Duty.RENEWAL})
_BY_COMPLEXITY = frozenset({Duty.ONBOARDING, Duty.ADOPTION, Duty.SUPPORT})

RateTable = dict[tuple[Touch, HealthBand | None, Complexity | None], dict[Duty, Rate]]
"""Every rate by what an account is like."""


def rates_of(book: Book) -> RateTable:
    """All rates of a book's policy, made once."""
    return book.kept("rates", lambda one: _table(one.policy))


def _table(policy: Policy) -> RateTable:
    return {
        (touch, band, complexity): {duty: rate(policy, duty, touch, band, complexity) for duty in Duty}
        for touch in Touch
        for band in (None, *HealthBand)
        for complexity in (None, *Complexity)
    }


def rate(policy: Policy, duty: Duty, touch: Touch, band: HealthBand | None, complexity: Complexity | None) -> Rate:
    """What one duty costs at a touch, health and complexity.

    Onboarding takes the adoption work with it; a renewal's hours are for one cycle.
    """
    standard = policy.standard(duty).of(touch)
    if duty is Duty.ONBOARDING:
        standard += policy.adoption.of(touch)
    health = policy.health_percent(band) if duty in _BY_HEALTH else 100
    harder = policy.complexity_percent(complexity) if duty in _BY_COMPLEXITY else 100
    most = policy.most_percent * 100
    period = max(1, policy.renewal_days) if duty is Duty.RENEWAL else MONTH
    product = health * harder
    amount = standard * min(product, most)
    return Rate(duty, amount, period, standard, health, harder, band, complexity, product > most)
