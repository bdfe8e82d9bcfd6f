"""Who carries an account's duties for good on a day: the permanent holders, whoever stands in for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.journey import touch_of
from core.models.duties import Work
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Seating
from core.seats import Holder, Tenure
from core.words import Duty, Family, HolderKind, SeatHolding, Stage, Touch


@dataclass(frozen=True, slots=True)
class Carried:
    """One account on a day: its seats with work, who has them for good, and who leads."""

    account: Account
    """The account."""
    found: SeatSet | None
    """The seats it asks for."""
    duties: tuple[Duty, ...]
    """Duties with work on the day."""
    served: Touch
    """Touch it is served at."""
    lead: AskedSeat | None
    """The seat that leads it."""
    leader: Holder | None
    """Who has the lead seat for good; None for nobody, also where an open position has it."""

    def seat_of(self, duty: Duty) -> AskedSeat | None:
        """The seat that carries a duty."""
        return self.found.carrying.get(duty) if self.found is not None else None


def carried(
    seating: Seating, account: Account, work: Work, day: date, holders: Mapping[tuple[int, str], Holder] | None = None
) -> Carried:
    """How an account is carried on a day; of a rolled-up child, nothing: its parent's seats do its work.

    ``holders`` are holders for good that are known already, by account and seat.
    """
    stage = work.stage(day)
    found = seating.seat_set(account, day, stage)
    own = touch_of(seating.book, account)
    if found is None:
        return Carried(account, None, (), own, None, None)
    lead = _lead(seating, found, account, stage, day)
    leader: Holder | None = None
    if lead is not None:
        leader = (holders or {}).get((account.id, lead.key)) or lasting(seating, account, lead, day)
    return Carried(
        account=account,
        found=found,
        duties=work.on(day),
        served=found.line.serve.get(own, own),
        lead=lead,
        leader=present(seating, leader, day),
    )


def _lead(seating: Seating, found: SeatSet, account: Account, stage: Stage, day: date) -> AskedSeat | None:
    """The seat that leads, as ``Seating.lead_seat`` tells it, from what is known already."""
    if not found.seats:
        return None
    carrier = found.carrying.get(Duty.ADOPTION) or found.seats[0]
    for named, key in found.line.model.leads if found.line.model is not None else ():
        if named is stage:
            seat = found.seat(key)
            if seat is carrier:
                return seat
            if seat is not None and not seating.vacant(seating.holder(account, seat, day), day):
                return seat
    return carrier


def lasting(seating: Seating, account: Account, seat: AskedSeat, day: date) -> Holder | None:
    """Who has a seat for good on a day; a cover is no holder."""
    if seat.holder in (SeatHolding.OUTSIDE, SeatHolding.LEAD):
        return seating.holder(account, seat, day)
    tenure = lasting_tenure(seating, account, seat, day)
    if tenure is not None:
        return tenure.holder
    return seating.pool_of(seat) if seat.holder is SeatHolding.POOL else None


def lasting_tenure(seating: Seating, account: Account, seat: AskedSeat, day: date) -> Tenure | None:
    """The permanent tenure of a seat on a day: the account's own, one it inherits, or the parent's it follows."""
    own = own_tenure(seating, account, seat, day)
    if own is not None or account.parent is None or account.family is not Family.FOLLOW:
        return own
    parent = seating.book.accounts.get(account.parent)
    same = seating.seat(parent, seat.key, day) if parent is not None else None
    if parent is None or same is None or same.holder is not seat.holder:
        return None
    return lasting_tenure(seating, parent, same, day)


def own_tenure(seating: Seating, account: Account, seat: AskedSeat, day: date) -> Tenure | None:
    """The account's own permanent tenure of a seat, or of one it inherits from, on a day."""
    tenures = seating.held(account).lasting(day)
    if not tenures:
        return None
    if len(tenures) == 1 and tenures[0].seat == seat.key:
        return tenures[0]
    for key in seat_keys(seating, account, seat, day):
        for tenure in tenures:
            if tenure.seat == key:
                return tenure
    return None


def seat_keys(seating: Seating, account: Account, seat: AskedSeat, day: date) -> tuple[str, ...]:
    """The keys under which a seat's tenures stand: its own, then those it inherits from that are not asked for."""
    if not seat.line.inherits:
        return (seat.key,)
    found = seating.seat_set(account, day)
    asked = found.keys if found is not None else frozenset[str]()
    return (seat.key, *(key for key in seat.line.inherits if key not in asked))


def present(seating: Seating, holder: Holder | None, day: date) -> Holder | None:
    """The holder, unless it is nobody or an open position."""
    return None if seating.vacant(holder, day) else holder


def on_roster(holder: Holder | None) -> bool:
    """Whether a holder is one of us: a person or a pool."""
    return holder is not None and holder.kind is not HolderKind.OUTSIDE
