"""What goes wrong in the demo, so that every screen has something to say: a few accounts of each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from core.words import Touch
from data.demo.customers import Customer, anniversary
from data.demo.shape import ENTERPRISE, MID, SMALL, Shape

EMPTY = "nobody holds the seat"
VACANT = "the open position holds the seat"
BARRED = "the holder must not be assigned here"
TIED = "a person holds a pool seat"
PAST = "the renewal date passed"
COLD = "the renewal is close and nobody called"
QUIET = "nobody called for long"
SILENT = "there was never a conversation"
CROSSED = "the figures ask for another segment since long"
CROSSED_LATELY = "the figures ask for another segment since a few weeks"
ESCALATED = "raised to the lead"
CHURNED = "left"
UNSORTED = "no segment and no figures"
"""Marks in ``Customer.troubles``."""


def spoil(customers: Sequence[Customer], shape: Shape, random: Random, today: date) -> None:
    """Mark customers with troubles and bend their figures to fit; about 1 account in 10."""
    scale = 1 if len(customers) < 1_000 else 2 if len(customers) < 5_000 else 3
    named = _Picker([c for c in customers[1:] if c.owner is not None and not c.key and c.parent is None], random)
    named.mark(1 + scale, EMPTY, lambda c: c.segment == MID)
    named.mark(2 + scale, EMPTY if shape.pooled else VACANT)
    named.mark(1, BARRED, lambda c: c.segment == ENTERPRISE)
    for customer in named.mark(3 * scale, PAST):
        _past(customer, random, today)
    for customer in named.mark(4 * scale, CROSSED, lambda c: c.segment == MID):
        _cross(customer, random)
    for customer in named.mark(2 * scale, CROSSED_LATELY, lambda c: c.segment == MID):
        _cross(customer, random)
    named.mark(3 * scale, ESCALATED, lambda c: c.health is not None and c.health < 70)
    named.mark(4 * scale, COLD, lambda c: c.renews is not None and 3 < (c.renews - today).days <= 88)
    for customer in named.mark(2 * scale, QUIET, lambda c: c.segment == ENTERPRISE):
        customer.touch = Touch.TECH
    named.mark(4 * scale, CHURNED, lambda c: (today - c.started).days > 200)
    named.mark(len(customers) // 20 if not shape.pooled else 10 * scale, QUIET)
    if shape.pooled:
        _spoil_small(_Picker([c for c in customers if c.segment == SMALL and not c.free], random), scale, today)


def _spoil_small(pooled: _Picker, scale: int, today: date) -> None:
    pooled.mark(4 * scale, TIED)
    for customer in pooled.mark(2 * scale, UNSORTED):
        customer.segment, customer.arr, customer.renews = "", 0, None
    pooled.mark(10 * scale, CHURNED, lambda c: (today - c.started).days > 200)
    pooled.mark(20 * scale, SILENT, lambda c: (today - c.started).days > 60)
    pooled.mark(40 * scale, QUIET)


class _Picker:
    """Hands out customers of a kind in a random order, each at most once."""

    def __init__(self, customers: list[Customer], random: Random) -> None:
        self._left = random.sample(customers, len(customers))

    def mark(self, count: int, trouble: str, fits: Callable[[Customer], bool] = lambda c: True) -> list[Customer]:
        """Mark so many customers that fit with a trouble, or fewer where there are fewer."""
        found = [customer for customer in self._left if fits(customer)][:count]
        chosen = {customer.number for customer in found}
        self._left = [customer for customer in self._left if customer.number not in chosen]
        for customer in found:
            customer.troubles.add(trouble)
        return found


def _past(customer: Customer, random: Random, today: date) -> None:
    """A renewal date some days ago, with no outcome."""
    customer.renews = today - timedelta(days=random.randrange(4, 35))
    customer.started = anniversary(customer.renews, customer.renews.year - random.randrange(1, 4))


def _cross(customer: Customer, random: Random) -> None:
    """ARR on the other side of the segment's line."""
    customer.arr = random.randrange(1_050, 1_400) * 100 if random.random() < 0.6 else random.randrange(180, 240) * 100
