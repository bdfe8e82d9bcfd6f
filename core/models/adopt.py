"""A draft put in force: plan, roles, pools, who then sits where, and what is handed over, as edits of one change.

Compare measures the book these edits give, and adopting writes them: so both show the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from core.accounts import Account
from core.book.book import Book, IdSource
from core.book.change import Edit, deleted, inserted, updated
from core.journey import arr_on
from core.load.demand import Demand
from core.load.hours import month_from
from core.models.asks import asks_of
from core.models.carrying import Carried, carried, lasting, on_roster, present
from core.models.drafting import draft_edits, effective_day
from core.models.placing import How, Placement, Placements, place
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Draft
from core.ports import Catalogue
from core.schema import revise
from core.seats import Handoff, Holder, Tenure
from core.words import Duty, Family, HandoffKind, SeatHolding, TenureKind

WEEK = 7
"""Days between two batches of handoffs of one giver."""


@dataclass(frozen=True, slots=True)
class Pass:
    """Work of an account that goes from one of us to another; work that leaves the roster, or had nobody, is none."""

    account: int
    """Account id."""
    seat: str
    """Seat key from now on."""
    outgoing: Holder
    """Person or pool that had the work."""
    incoming: Holder
    """Person or pool that gets it."""
    from_seat: str
    """Seat key under which it stood before."""
    leads: bool
    """Whether the lead of the account passes with it."""
    how: How
    """Forced or chosen."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """What adopting a draft comes to; a value, nothing of it is written."""

    day: date
    """Day from which it is in force."""
    edits: tuple[Edit, ...]
    """Everything but the eras and the checklists of the handoffs, which adopting adds."""
    book: Book
    """The book after those edits."""
    placements: Placements
    """Who sits where."""
    passes: tuple[Pass, ...]
    """What changes hands, by account and seat."""
    before: Mapping[int, Carried] = field(repr=False)
    """How each active account is carried before, by id."""
    after: Mapping[int, Carried] = field(repr=False)
    """How it is carried then."""

    @property
    def empty(self) -> int:
        """Seats that have work on the day and nobody to do it."""
        return sum(one.ask.accounts for one in self.placements.unfilled if one.ask.active) + self.unpooled

    @property
    def unpooled(self) -> int:
        """Seats with work that belong to a pool, where there is no such pool."""
        if all(line.pool is not None for line in Seating.of(self.book).lines):
            return 0
        seats = ((one, seat) for one in self.after.values() for seat in (one.found.seats if one.found else ()))
        return sum(
            seat.holder is SeatHolding.POOL
            and any(duty in one.duties for duty in seat.carries)
            and lasting(Seating.of(self.book), one.account, seat, self.day) is None
            for one, seat in seats
        )


class Start:
    """What every draft on one book starts from, read once."""

    def __init__(self, book: Book, moment: Moment, day: date) -> None:
        """The book as it is; nothing is read yet but how its accounts are carried on the day."""
        self.book = book
        self.moment = moment
        self.day = day
        self.seating = Seating.of(book)
        self.demand = Demand(book)
        self.carried = {
            account.id: carried(self.seating, account, self.demand.work(account), day)
            for account in book.accounts.all()
            if account.is_active
        }
        """How each active account is carried, by id."""
        self.hours = {number: self._hours(one) for number, one in self.carried.items()}
        """Hours of the lead seat of each account in the month from the day, hundredths."""
        self._holders: dict[tuple[int, str], Holder | None] = {}

    def holder(self, one: Carried, seat: AskedSeat) -> Holder | None:
        """Who of us has a seat for good; nobody where an open position or a function outside has it."""
        key = (one.account.id, seat.key)
        if key not in self._holders:
            found = present(self.seating, lasting(self.seating, one.account, seat, self.day), self.day)
            self._holders[key] = found if on_roster(found) else None
        return self._holders[key]

    @cached_property
    def lead_hours(self) -> Mapping[int, int]:
        """Hours of the lead seats each person has for good, hundredths."""
        found: dict[int, int] = {}
        for number, one in self.carried.items():
            if one.leader is not None and one.leader.person is not None:
                found[one.leader.person] = found.get(one.leader.person, 0) + self.hours[number]
        return found

    def _hours(self, one: Carried) -> int:
        if one.lead is None:
            return 0
        hours = self.demand.hours(one.account, month_from(self.day), one.served)
        return sum(amount for duty, amount in hours if one.seat_of(duty) is one.lead)


def adoption(start: Start, draft: Draft, known: Catalogue, ids: IdSource) -> Adoption:
    """What adopting a draft comes to on the day of the start; raises ``DraftError`` where it cannot be read."""
    book, day = start.book, start.day
    edits = draft_edits(book, draft, day, known, ids)
    drafted = book.edited(edits)
    seating = Seating.of(drafted)
    window = month_from(day)
    asks = asks_of(drafted, seating, start.demand, day, window)
    placements = place(drafted, seating, asks, start.demand, day, window, mend=draft.mend_overloads)
    tenures = _tenure_edits(drafted, seating, placements, day, ids)
    seated = drafted.edited(tenures)
    then = seating.following(seated)
    holders = {(one.ask.account.id, one.ask.seat.key): one.holder for one in placements.placed}
    after = {
        account.id: carried(then, account, start.demand.work(account), day, holders)
        for account in seated.accounts.all()
        if account.is_active
    }
    passes = tuple(_passes(start, then, after, placements, holders))
    handoffs = _handoff_edits(seated, start, passes, ids)
    ready = seated.edited(handoffs)
    then.following(ready)
    every = (*edits, *tenures, *handoffs)
    return Adoption(day, every, ready, placements, passes, start.carried, after)


def start_of(book: Book, moment: Moment, draft: Draft) -> Start:
    """The start of one draft: its own day, but not in the past."""
    return Start(book, moment, effective_day(draft, moment.today))


# Tenures --------------------------------------------------------------------------------------------------------


def _tenure_edits(book: Book, seating: Seating, placements: Placements, day: date, ids: IdSource) -> list[Edit]:
    """End what the plan has no place for, and seat who was found; what is kept stays as it is written."""
    kept: set[int] = set()
    given: dict[int, list[Placement]] = {}
    for one in placements.placed:
        if one.how is How.KEPT and one.ask.tenure is not None:
            kept.add(one.ask.tenure.id)
        else:
            given.setdefault(one.ask.account.id, []).append(one)
    edits: list[Edit] = []
    for account in book.accounts.all():
        if account.is_active:
            edits += _ended(seating, account, kept, day)
            for one in given.get(account.id, ()):
                edits.append(inserted(_tenure(one, day, ids)))
    return edits


def _tenure(one: Placement, day: date, ids: IdSource) -> Tenure:
    return Tenure(
        id=ids.take("holders"), account=one.ask.account.id, seat=one.ask.seat.key, holder=one.holder, since=day
    )


def _ended(seating: Seating, account: Account, kept: set[int], day: date) -> Iterator[Edit]:
    """End the tenures of an account that do not go on, from a day on; those of unfilled and ended seats too."""
    tenures = [one for one in seating.held(account).own if one.until is None or one.until > day]
    if all(tenure.id in kept for tenure in tenures):
        return
    found = seating.seat_set(account, day)
    if found is None:
        return  # an account in no line, or one whose parent's seats do its work, is left as it is
    seats = {seat.key: seat for seat in found.seats}
    staying = {tenure.seat for tenure in tenures if tenure.id in kept}
    covered = {key for key, seat in seats.items() if seat.holder in (SeatHolding.NAMED, SeatHolding.POOL)} | staying
    for tenure in tenures:
        if tenure.id in kept:
            continue
        if tenure.kind is TenureKind.COVER and tenure.seat in covered:
            continue  # a cover lasts until its leave ends, whoever has the seat for good
        if tenure.kind is TenureKind.OVERLAP and tenure.seat in staying:
            continue
        if tenure.kind is TenureKind.PERMANENT and _stays_written(seating, seats, tenure, day, staying):
            continue
        yield deleted(tenure) if tenure.since >= day else updated(tenure, revise(tenure, until=day))


def _stays_written(
    seating: Seating, seats: Mapping[str, AskedSeat], tenure: Tenure, day: date, staying: set[str]
) -> bool:
    """Whether a permanent tenure nobody was asked about goes on: one planned after who stays, or the pool's own."""
    if tenure.since > day:
        return tenure.seat in staying
    seat = seats.get(tenure.seat)
    if seat is None or seat.holder is not SeatHolding.POOL:
        return False
    return tenure.holder == seating.pool_of(seat)


# What passes ----------------------------------------------------------------------------------------------------


def _passes(
    start: Start,
    then: Seating,
    after: Mapping[int, Carried],
    placements: Placements,
    holders: Mapping[tuple[int, str], Holder],
) -> Iterator[Pass]:
    """The work that goes from one of us to another, by account and seat."""
    hows = {(one.ask.account.id, one.ask.seat.key): one.how for one in placements.placed}
    for number, new in after.items():
        old = start.carried.get(number)
        if old is None or old.found is None or new.found is None:
            continue
        told: set[tuple[Holder, Holder]] = set()
        for seat in _lead_first(new):
            incoming = holders.get((number, seat.key)) or lasting(then, new.account, seat, start.day)
            before = _seat_before(start, old, new, seat, incoming)
            outgoing = start.holder(old, before) if before is not None else None
            if before is None or outgoing is None or incoming is None or (outgoing, incoming) in told:
                continue
            if not on_roster(present(then, incoming, start.day)):
                continue
            told.add((outgoing, incoming))
            leads = seat is new.lead and old.leader == outgoing
            chosen = _how(then, new.account, seat, hows) is How.CHOSEN
            how = How.CHOSEN if chosen else How.FORCED
            yield Pass(number, seat.key, outgoing, incoming, before.key, leads, how)


def _how(then: Seating, account: Account, seat: AskedSeat, hows: Mapping[tuple[int, str], How]) -> How | None:
    """How a seat came to its holder: its own way, or that of the parent it follows."""
    above: Account | None = account
    while above is not None and (above.id, seat.key) not in hows:
        above = then.book.accounts.get(above.parent or 0) if above.family is Family.FOLLOW else None
    return hows[above.id, seat.key] if above is not None else None


def _lead_first(one: Carried) -> list[AskedSeat]:
    """The seats with work, the lead seat before the others: two seats that go the same way are one passage."""
    seats = one.found.seats if one.found is not None else ()
    duties = one.duties
    active = [seat for seat in seats if seat.carries and any(duty in duties for duty in seat.carries)]
    return sorted(active, key=lambda seat: seat is not one.lead) if len(active) > 1 else active


def _seat_before(
    start: Start, old: Carried, new: Carried, seat: AskedSeat, incoming: Holder | None
) -> AskedSeat | None:
    """The seat under which somebody else of us had the work of a seat; None where the work does not pass."""
    if incoming is None:
        return None
    for duty in _main_first(seat):
        before = old.seat_of(duty) if duty in new.duties else None
        if before is not None and start.holder(old, before) not in (None, incoming):
            return before
    return None


def _main_first(seat: AskedSeat) -> Iterable[Duty]:
    if len(seat.carries) < 2 or seat.carries[0] is Duty.ADOPTION:
        return seat.carries
    return sorted(seat.carries, key=lambda duty: duty is not Duty.ADOPTION)


# Handoffs -------------------------------------------------------------------------------------------------------


def _handoff_edits(book: Book, start: Start, passes: tuple[Pass, ...], ids: IdSource) -> list[Edit]:
    """Open a handoff for each passage, so many a week for each giver; what was open on these seats is closed."""
    policy, today = book.policy, start.moment.today
    edits: list[Edit] = []
    by_giver: dict[tuple[int, int], list[Pass]] = {}
    for one in passes:
        by_giver.setdefault((one.outgoing.person or 0, one.outgoing.pool or 0), []).append(one)
    for giver in sorted(by_giver):
        row = sorted(by_giver[giver], key=lambda one: (-_arr(start, one.account), one.account, one.seat))
        for place_in_row, one in enumerate(row):
            batch = place_in_row // max(1, policy.handoffs_a_week) + 1
            due = start.day + timedelta(days=policy.handoff_days + WEEK * (batch - 1))
            edits += _closed(book, one, today)
            edits.append(inserted(_handoff(one, batch, today, due, ids)))
    return edits


def _handoff(one: Pass, batch: int, opened: date, due: date, ids: IdSource) -> Handoff:
    between_seats = one.leads and one.from_seat != one.seat
    return Handoff(
        id=ids.take("handoffs"),
        account=one.account,
        kind=HandoffKind.LEAD if between_seats else HandoffKind.HOLDER,
        seat=one.seat,
        from_seat=one.from_seat if between_seats else "",
        outgoing=one.outgoing,
        incoming=one.incoming,
        opened_on=opened,
        due=due,
        batch=batch,
    )


def _closed(book: Book, one: Pass, today: date) -> Iterator[Edit]:
    handoffs: tuple[Handoff, ...] = book.of_account("handoffs_of_account", one.account)
    for running in handoffs:
        if running.closed_on is None and running.seat in (one.seat, one.from_seat):
            yield updated(running, revise(running, closed_on=max(today, running.opened_on)))


def _arr(start: Start, account: int) -> int:
    return arr_on(start.book, start.book.accounts[account], start.day) or 0
