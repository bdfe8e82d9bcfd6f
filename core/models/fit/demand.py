"""How many hours the customers ask for, duty by duty, over any days: told from windows and rates, without a ledger.

It is the ledger's own work of the duties, at today's health, touch and seats; handing over and assisting are no duty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from core.accounts import Account
from core.journey import health_of, touch_of
from core.load.rates import MULTIPLIED, Rate, rates_of
from core.models.duties import Work, work_of
from core.models.fit.customers import Customer
from core.models.fit.ground import Ground
from core.wording import rounded
from core.words import Duty, SeatHolding

Window = tuple[date, date]
"""Days from the first to the one before the second."""


@dataclass(slots=True)
class Demand:
    """Hours of some duties over some days."""

    customers: int = 0
    """Customers who ask for any."""
    amounts: dict[int, int] = field(default_factory=dict)
    """Work by the days of the period its rate is for, in hundredths times ``MULTIPLIED`` times percent and days."""

    def add(self, rate: Rate, percent: int, days: int) -> None:
        """Count a duty that is open on some days, or below zero on so many fewer."""
        self.amounts[rate.period] = self.amounts.get(rate.period, 0) + rate.amount * percent * days

    @property
    def hours(self) -> int:
        """Hundredths of an hour, rounded once."""
        return sum(rounded(amount, MULTIPLIED * 100 * period) for period, amount in self.amounts.items())


def demand(ground: Ground, duty: Duty, window: Window) -> Demand:
    """What the customers ask for of one duty, whoever carries it; a rolled-up child's part is its parent's."""
    found = Demand()
    for customer in ground.customers:
        asks = False
        for account, work, percent in _works(ground, customer):
            days = open_days(work, duty, window)
            if days:
                found.add(_rates(ground, customer, account)[duty], percent, days)
                asks = True
        found.customers += asks
    return found


def change(ground: Ground, before: Window, after: Window) -> int:
    """Hundredths of an hour that the team has more in one window than in another of equal length, or below zero less.

    Only windows that open or close make a difference. What functions outside the roster carry is left out.
    """
    found = Demand()
    for customer in ground.customers:
        for account, work, percent in _works(ground, customer):
            apart = [(duty, open_days(work, duty, after) - open_days(work, duty, before)) for duty in Duty]
            if not any(days for _, days in apart):
                continue
            rates = _rates(ground, customer, account)
            for duty, days in apart:
                if days and not _is_outside(customer, duty):
                    found.add(rates[duty], percent, days)
    return found.hours


def open_days(work: Work, duty: Duty, window: Window) -> int:
    """Days of a window on which a duty has hours; a renewal has none past its date."""
    since, until = window
    if duty is Duty.RENEWAL:
        return _overlap(work.renewal, since, until)
    onboarding = _overlap(work.onboarding, since, until)
    if duty is Duty.ONBOARDING:
        return onboarding
    begin = max(since, work.starts) if work.starts is not None else since
    whole = max(0, (until - begin).days)
    return whole - onboarding if duty is Duty.ADOPTION else whole


def _overlap(days: Window | None, since: date, until: date) -> int:
    return 0 if days is None else max(0, (min(days[1], until) - max(days[0], since)).days)


def _works(ground: Ground, customer: Customer) -> Iterator[tuple[Account, Work, int]]:
    """The customer's own work, and that of the children rolled into it, with the percent that counts."""
    yield customer.account, customer.work, 100
    if customer.id not in ground.book.indexes["children_of_account"]:
        return
    for child in ground.seating.rolled_into(customer.account):
        yield child, work_of(ground.book, child), ground.book.policy.rolled_percent


def _rates(ground: Ground, customer: Customer, account: Account) -> dict[Duty, Rate]:
    touch = touch_of(ground.book, account)
    served = customer.line.serve.get(touch, touch) if customer.line is not None else touch
    band = health_of(ground.book, account.id, ground.day).band
    return rates_of(ground.book)[served, band, account.complexity]


def _is_outside(customer: Customer, duty: Duty) -> bool:
    seat = customer.found.carrying.get(duty) if customer.found is not None else None
    return seat is not None and seat.holder is SeatHolding.OUTSIDE
