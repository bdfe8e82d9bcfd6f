"""The work of one account over some days, exactly: who does how much of each duty, before any rounding.

Amounts are whole numbers over ``SCALE`` times the days of their period, so that windows add up exactly; they are
rounded once for each duty of an account and split among seats and holders without losing a hundredth.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import pairwise

from core.accounts import Account
from core.book.book import Book
from core.journey import health_of, touch_of
from core.load.handovers import passings
from core.load.rates import MONTH, MULTIPLIED, Rate, rates_of
from core.models.duties import Work, work_of
from core.models.holding import Shares
from core.models.plan import AskedSeat, SeatSet
from core.models.seating import Held, Seating
from core.seats import Holder
from core.words import OUTSIDE_PREFIX, Duty, HolderKind, Need, Touch

SCALE = MULTIPLIED * 100 * 100 * 100
"""A rate times the percentages of relief, of a rolled-up child, and of a share."""


class Extra(StrEnum):
    """Work that is no duty."""

    HANDOVER = "handover"
    ASSIST = "assist"


Kind = Duty | Extra
"""What hours are for."""

Key = int | str
"""A holder in a sum: a person's id, a pool's id below zero, ``outside:services``, or 0 for nobody."""

NOBODY: Key = 0
"""The key of work that nobody does."""


def key_of(holder: Holder | None) -> Key:
    """The key of a holder."""
    if holder is None:
        return NOBODY
    if holder.kind is HolderKind.PERSON:
        return holder.person or NOBODY
    return -(holder.pool or 0) if holder.kind is HolderKind.POOL else OUTSIDE_PREFIX + holder.function


@dataclass(slots=True)
class Note:
    """Why a part of a sum is what it is; kept only when somebody asks."""

    kind: Kind
    """What it is for."""
    seat: str
    """Seat key."""
    key: Key
    """Who does it."""
    days: int
    """Days of the window on which there was work."""
    share: int
    """Percent of the seat's hours."""
    rate: Rate | None = None
    """The rate of a duty."""
    standard: int = 0
    """Hundredths per period, for what is no duty."""
    period: int = MONTH
    """Days of the period."""
    relief: int = 0
    """Percent taken off by assisting seats."""
    rolled: str = ""
    """Name of the rolled-up child it is for."""
    served: str = ""
    """Touch served in place of the account's own."""
    says: str = ""
    """A word on what it is, such as ``to Ben``."""


@dataclass(slots=True)
class Sum:
    """The work of one kind."""

    period: int
    """Days of the period that amounts are for."""
    gross: int = 0
    """Amount before assisting seats relieved it."""
    parts: dict[tuple[str, Key], int] = field(default_factory=dict)
    """Amount by seat and holder."""

    def settled(self) -> tuple[int, list[int]]:
        """The gross hours and the hours of each part, hundredths: each total rounded once, then split exactly."""
        unit = SCALE * self.period
        gross = (2 * self.gross + unit) // (2 * unit)
        if len(self.parts) == 1:
            (amount,) = self.parts.values()
            return gross, [(2 * amount + unit) // (2 * unit)]
        amounts = list(self.parts.values())
        total = (2 * sum(amounts) + unit) // (2 * unit)
        return gross, split(total, [divmod(amount, unit) for amount in amounts])


def split(total: int, amounts: list[tuple[int, int]]) -> list[int]:
    """A total divided by (whole, rest) amounts with the largest rests first; earlier ones win ties."""
    hours = [whole for whole, _ in amounts]
    left = total - sum(hours)
    order = sorted(range(len(amounts)), key=lambda place: -amounts[place][1])
    for place in order[:left]:
        hours[place] += 1
    return hours


class Tally:
    """The work of one account over some days."""

    __slots__ = ("absent", "acting", "notes", "sums")

    def __init__(self, notes: list[Note] | None = None) -> None:
        """An empty tally; pass a list to have the reasons kept."""
        self.sums: dict[tuple[Kind, str], Sum] = {}
        """Sums by kind, for a duty, and by kind and seat, for what is no duty."""
        self.acting: set[Key] = set()
        """Who acts, on the first day, in a seat with work."""
        self.absent: tuple[int, ...] = ()
        """People whose leave a cover stands for."""
        self.notes = notes
        """Why, when asked for."""

    def add(self, place: tuple[Kind, str], period: int, gross: int, net: int, seat: str, shares: Shares) -> None:
        """Add an amount of work (of scale ``SCALE``/100) and divide it by the shares of a seat."""
        found = self.sums.get(place)
        if found is None:
            found = self.sums[place] = Sum(period)
        found.gross += gross * 100
        parts = found.parts
        for holder, percent in shares:
            key = (seat, key_of(holder))
            parts[key] = parts.get(key, 0) + net * percent


_NOBODY: Shares = ((None, 100),)
_EMPTY = Tally()


def tally(
    book: Book, seating: Seating, account: Account, since: date, until: date, notes: list[Note] | None = None
) -> Tally:
    """The work of an account on the days from ``since`` to the one before ``until``.

    Nothing for a churned or unmanaged account; a rolled-up child's part is in its parent's.
    """
    if not account.is_active or seating.bearer(account) is not account:
        return _EMPTY
    held, work = seating.held(account), work_of(book, account)
    drawn = Tally(notes)
    _draw(drawn, _Case(book, seating, held, work, account, work, since, until, 100))
    for child in seating.rolled_into(account):
        part = book.policy.rolled_percent
        _draw(drawn, _Case(book, seating, held, work, child, work_of(book, child), since, until, part))
    hand_over(drawn, held, work, since, until)
    drawn.absent = held.absent()
    return drawn


@dataclass(slots=True)
class _Case:
    """Whose work is drawn into whose tally."""

    book: Book
    seating: Seating
    held: Held
    bearers_work: Work
    account: Account
    work: Work
    since: date
    until: date
    percent: int

    @property
    def own(self) -> bool:
        """Whether it is the bearer's own work and not a rolled-up child's."""
        return self.account is self.held.account


def _draw(drawn: Tally, case: _Case) -> None:
    book, account, since = case.book, case.account, case.since
    own = touch_of(book, account)
    band = health_of(book, account.id, since).band
    table = rates_of(book)
    for begin, end in _pieces(case):
        found = case.seating.seat_set(case.held.account, begin, case.bearers_work.stage(begin))
        if found is not None and found.line.unmanaged:
            continue
        served = found.line.serve.get(own, own) if found is not None else own
        rates = table[served, band, account.complexity]
        piece = _Piece(drawn, case, found, begin, end)
        piece.served = "" if served is own else served.value
        piece.duties(rates)
        if found is not None and found.assisting and case.own:
            piece.assists(served)


def hand_over(drawn: Tally, held: Held, work: Work, since: date, until: date, served: Touch | None = None) -> None:
    """Charge what changes of holder and passages of the lead cost on these days.

    ``served`` is the touch the account is served at on the first of them, where it is known already.
    """
    seating = held.seating
    policy = seating.book.policy
    for passing in passings(seating.book, held, work, since, until):
        if served is None:
            served = seating.served_touch(held.account, since)
        hours = (policy.handover_out if passing.outgoing else policy.handover_in).of(served)
        if not hours:
            continue
        amount = hours * MULTIPLIED * 100 * passing.percent * passing.days
        place = (Extra.HANDOVER, passing.seat)
        drawn.add(place, policy.handover_days, amount, amount, passing.seat, ((passing.holder, 100),))
        if drawn.notes is not None:
            words = f"{'to' if passing.outgoing else 'from'} {seating.holder_text(passing.other, since)}"
            if passing.percent != 100:
                words += ", planned"
            drawn.notes.append(
                Note(
                    Extra.HANDOVER,
                    passing.seat,
                    key_of(passing.holder),
                    passing.days,
                    passing.percent,
                    standard=hours,
                    period=policy.handover_days,
                    says=words,
                )
            )


class _Piece:
    """Days of the window on which seats and holders stay the same."""

    __slots__ = ("begin", "case", "days", "drawn", "found", "seated", "served")

    def __init__(self, drawn: Tally, case: _Case, found: SeatSet | None, begin: date, end: date) -> None:
        self.drawn = drawn
        self.case = case
        self.found = found
        self.begin = begin
        self.days = (end - begin).days
        self.seated: dict[str, Shares] = {}
        self.served = ""

    def duties(self, rates: dict[Duty, Rate]) -> None:
        """Charge the duties that are open on these days."""
        case, found = self.case, self.found
        due = case.work.renewal[1] if case.work.renewal is not None else None
        relief = self._relief() if found is not None and found.assisting else None
        first = self.begin == case.since
        for duty in case.work.on(self.begin):
            seat = found.carrying.get(duty) if found is not None else None
            shares = self._shares(seat) if seat is not None else _NOBODY
            if first and case.own:
                self.drawn.acting.add(key_of(shares[0][0]))
            if duty is Duty.RENEWAL and due is not None and self.begin >= due:
                continue  # no hours past the date: a finding takes their place until an outcome is recorded
            rate = rates[duty]
            off = min(100, relief.get(duty, 0)) if relief else 0
            gross = rate.amount * case.percent * self.days * 100
            net = rate.amount * case.percent * self.days * (100 - off) if off else gross
            key = seat.key if seat is not None else ""
            self.drawn.add((duty, ""), rate.period, gross, net, key, shares)
            if self.drawn.notes is not None:
                self._note(duty, key, shares, rate=rate, relief=off)

    def assists(self, served: Touch) -> None:
        """Charge the assisting seats; an optional one that nobody fills costs nothing."""
        assert self.found is not None
        if self.case.work.starts is not None and self.begin < self.case.work.starts:
            return
        for seat in self.found.assisting:
            hours = seat.line.hours.of(served) if seat.line.hours is not None else 0
            shares = self._shares(seat)
            if not hours or (seat.line.need is Need.OPTIONAL and not self._filled(shares)):
                continue
            amount = hours * MULTIPLIED * 100 * 100 * self.days
            self.drawn.add((Extra.ASSIST, seat.key), MONTH, amount, amount, seat.key, shares)
            if self.drawn.notes is not None:
                self._note(Extra.ASSIST, seat.key, shares, standard=hours)

    def _relief(self) -> dict[Duty, int]:
        """Percent taken off each duty by the assisting seats that are filled."""
        assert self.found is not None
        relief: dict[Duty, int] = {}
        for seat in self.found.assisting:
            if seat.line.relieves and self._filled(self._shares(seat)):
                for duty, percent in seat.line.relieves:
                    relief[duty] = relief.get(duty, 0) + percent
        return relief

    def _filled(self, shares: Shares) -> bool:
        return any(not self.case.seating.vacant(holder, self.begin) for holder, _ in shares)

    def _shares(self, seat: AskedSeat) -> Shares:
        shares = self.seated.get(seat.key)
        if shares is None:
            shares = self.seated[seat.key] = self.case.held.shares(seat, self.begin)
        return shares

    def _note(
        self, kind: Kind, seat: str, shares: Shares, *, rate: Rate | None = None, relief: int = 0, standard: int = 0
    ) -> None:
        assert self.drawn.notes is not None
        rolled = "" if self.case.own else self.case.account.name
        for holder, share in shares:
            self.drawn.notes.append(
                Note(
                    kind,
                    seat,
                    key_of(holder),
                    self.days,
                    share,
                    rate=rate,
                    standard=standard,
                    relief=relief,
                    rolled=rolled,
                    served=self.served,
                )
            )


def _pieces(case: _Case) -> Iterator[tuple[date, date]]:
    """The window in parts within which windows of work, seats and holders stay the same."""
    since, until = case.since, case.until
    turns = case.work.turns(since, until)
    if case.work is not case.bearers_work:
        turns += case.bearers_work.turns(since, until)
    turns += case.held.turns(since, until)
    if not turns:
        yield since, until
        return
    days = sorted({since, until, *turns})
    yield from pairwise(days)
