"""Money: whole minor units and a currency; nothing is ever added across currencies without a rate."""

from __future__ import annotations

from datetime import date

from core.policy import Policy

_NO_MINOR_UNITS = frozenset({"JPY", "KRW", "CLP", "VND", "ISK", "HUF"})


def minor_units(currency: str) -> int:
    """How many minor units make one unit of a currency: 100, or 1 where the trade has none."""
    return 1 if currency.upper() in _NO_MINOR_UNITS else 100


def to_book(policy: Policy, amount: int | None, currency: str, day: date) -> int | None:
    """An amount in minor units of the book's currency at the rate of a day; None when unknown or without a rate.

    Half a minor unit is rounded up.
    """
    if amount is None:
        return None
    code = currency.upper()
    if not code or code == policy.currency.upper():
        return amount
    rates = [rate for rate in policy.rates if rate.currency.upper() == code and rate.on <= day]
    if not rates:
        return None
    latest = max(rates, key=lambda rate: rate.on)
    own, theirs = minor_units(policy.currency), minor_units(code)
    numerator, denominator = amount * latest.millionths * own, 1_000_000 * theirs
    return (2 * numerator + denominator) // (2 * denominator)  # in whole numbers: a float loses cents above 2**53
