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

Likeness = tuple[Touch, HealthBand | None, Complexity | None]
"""What the rates of an account depend on: the touch it is served at, its health, its complexity."""


class Rates(dict[Likeness, dict[Duty, Rate]]):
    """The rates of a policy by what an account is like, each worked out when first asked for."""

    def __init__(self, policy: Policy) -> None:
        super().__init__()
        self._policy = policy

    def __missing__(self, like: Likeness) -> dict[Duty, Rate]:
        made = self[like] = {duty: rate(self._policy, duty, *like) for duty in Duty}
        return made


def rates_of(book: Book) -> Rates:
    """The rates of a book's policy, kept with the book."""
    return book.kept("rates", lambda one: Rates(one.policy))


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
