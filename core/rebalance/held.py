"""Who has a seat for good: a cover that runs on the day makes nobody its owner."""

from __future__ import annotations

from datetime import date

from core.accounts import Account
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.seats import Holder
from core.words import TenureKind


def lasting_holder(seating: Seating, account: Account, seat: AskedSeat, day: date) -> Holder | None:
    """The permanent holder of a seat on a day, a parent's for a child that follows; None for nobody."""
    held = seating.holding(account, seat, day)
    if held is not None and held.kind is not TenureKind.PERMANENT:
        own = [t for t in seating.tenures(account) if t.kind is TenureKind.PERMANENT and t.holds_on(day)]
        held = next((t for key in (seat.key, *seat.line.inherits) for t in own if t.seat == key), None)
    return held.holder if held is not None else None
