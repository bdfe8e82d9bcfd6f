"""Who holds a seat of an account on a day: its tenures, those it keeps from another model, and its parent's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from core.accounts import Account
from core.book.book import Book
from core.models.plan import AskedSeat
from core.seats import Holder, Tenure, outside_holder
from core.words import Family, HolderKind, SeatHolding, TenureKind

if TYPE_CHECKING:
    from core.models.seating import Seating

Shares = tuple[tuple[Holder | None, int], ...]
"""Who has which percent of a seat's hours; None is nobody."""


def acting(book: Book, account_id: int, seat_key: str, day: date) -> Tenure | None:
    """The tenure that acts in a seat on a day: the latest valid cover whose holder is present, else the permanent one.

    Reads the account's own tenures only; ``Seating.holding`` adds seats inherited and families that follow.
    """
    return _acting(book, book.tenures_of(account_id), seat_key, day)


def permanent(book: Book, account_id: int, seat_key: str, day: date) -> Tenure | None:
    """The permanent tenure of a seat on a day, cover or not."""
    for tenure in book.tenures_of(account_id):
        if tenure.kind is TenureKind.PERMANENT and tenure.seat == seat_key and tenure.holds_on(day):
            return tenure
    return None


def _acting(book: Book, tenures: tuple[Tenure, ...], seat_key: str, day: date) -> Tenure | None:
    cover: Tenure | None = None
    lasting: Tenure | None = None
    for tenure in tenures:
        if tenure.seat != seat_key or not tenure.holds_on(day):
            continue
        if tenure.kind is TenureKind.PERMANENT:
            lasting = tenure
        elif tenure.kind is TenureKind.COVER and (cover is None or tenure.since >= cover.since):
            cover = tenure if stands(book, tenure, day) else cover
    return cover or lasting


def stands(book: Book, cover: Tenure, day: date) -> bool:
    """Whether a cover acts on a day of its interval: its leave lasts, and its holder is not away themselves.

    A cover belongs to a leave: moving the leave's days moves all its covers.
    """
    if cover.leave_of is not None and cover.leave is not None:
        absent = book.people.get(cover.leave_of)
        leaves = absent.leaves if absent is not None else ()
        if not any(leave.number == cover.leave and leave.since <= day < leave.until for leave in leaves):
            return False
    if cover.holder.kind is not HolderKind.PERSON or cover.holder.person is None:
        return True
    person = book.people.get(cover.holder.person)
    return person is not None and person.present_on(day)


class Held:
    """The tenures of one account, looked up once and asked many times."""

    __slots__ = ("_lasting", "_parent", "account", "own", "plain", "seating")

    def __init__(self, seating: Seating, account: Account) -> None:
        self.seating = seating
        self.account = account
        self.own = seating.book.tenures_of(account.id)
        """The account's own tenures, past and future ones too."""
        self._lasting: tuple[date, tuple[Tenure, ...]] | None = None
        self._parent: Held | None = None
        if account.parent is not None and account.family is Family.FOLLOW:
            parent = seating.book.accounts.get(account.parent)
            self._parent = seating.held(parent) if parent is not None else None
        self.plain = True
        """Whether nobody covers for anybody and no seat is shared."""
        for tenure in self.own:
            if tenure.kind is not TenureKind.PERMANENT:
                self.plain = False

    def tenures(self) -> tuple[Tenure, ...]:
        """The tenures that fill the account's seats, past and future; the parent's for seats it never had itself."""
        if self._parent is None:
            return self.own
        taken = {tenure.seat for tenure in self.own}
        return (*self.own, *(tenure for tenure in self._parent.tenures() if tenure.seat not in taken))

    def lasting(self, day: date) -> tuple[Tenure, ...]:
        """The account's own permanent tenures on a day."""
        if self._lasting is None or self._lasting[0] != day:
            found = [one for one in self.own if one.kind is TenureKind.PERMANENT and one.holds_on(day)]
            self._lasting = day, tuple(found)
        return self._lasting[1]

    def holding(self, seat: AskedSeat, day: date) -> Tenure | None:
        """The tenure that acts in a seat on a day."""
        found = _acting(self.seating.book, self.own, seat.key, day)
        if found is None and seat.line.inherits:
            found = self._inherited(seat, day)
        if found is not None or self._parent is None:
            return found
        same = self.seating.seat(self._parent.account, seat.key, day)
        return self._parent.holding(same, day) if same is not None and same.holder is seat.holder else None

    def holder(self, seat: AskedSeat, day: date) -> Holder | None:
        """Who acts in a seat on a day; None for nobody."""
        if seat.holder is SeatHolding.OUTSIDE:
            return outside_holder(seat.function)
        if seat.holder is SeatHolding.LEAD:
            return self.seating.lead_of_lead_seat(self.account, day)
        tenure = self.holding(seat, day)
        if tenure is not None:
            return tenure.holder
        return self.seating.pool_of(seat) if seat.holder is SeatHolding.POOL else None

    def shares(self, seat: AskedSeat, day: date) -> Shares:
        """Who has which percent of a seat's hours on a day, the acting holder first; two in an overlap."""
        if seat.holder is SeatHolding.OUTSIDE or seat.holder is SeatHolding.LEAD:
            return ((self.holder(seat, day), 100),)
        tenure = self.holding(seat, day)
        main = tenure.holder if tenure is not None else None
        if tenure is None and seat.holder is SeatHolding.POOL:
            main = self.seating.pool_of(seat)
        source = self._source(tenure)
        if source.plain:
            return ((main, 100),)
        key = tenure.seat if tenure is not None else seat.key  # of a seat from another model the overlap goes on too
        left = 100
        leaving: list[tuple[Holder | None, int]] = []
        for other in source.own:
            if other.kind is TenureKind.OVERLAP and other.seat == key and other.holds_on(day):
                part = min(other.share, left)
                leaving.append((other.holder, part))
                left -= part
        return ((main, left), *leaving) if leaving else ((main, 100),)

    def turns(self, since: date, until: date) -> list[date]:
        """The days strictly inside a window on which the account's seats or their holders may change.

        Duties have their own (``duties.Work.turns``).
        """
        days: list[date] = []
        account = self.account
        if self.seating.turns_with_time and account.established is None and account.started is not None:
            days.append(account.started + timedelta(days=365))
            days += [outcome.on for outcome in account.outcomes]
        held: Held | None = self
        while held is not None:
            held._tenure_turns(days)
            held = held._parent
        return [day for day in days if since < day < until]

    def absent(self) -> tuple[int, ...]:
        """The people whose leave a cover on the account, or on the parent it follows, stands for."""
        if self.plain and (self._parent is None or not self._parent.absent()):
            return ()
        covers = (tenure for tenure in self.tenures() if tenure.kind is TenureKind.COVER)
        return tuple({cover.leave_of for cover in covers if cover.leave_of is not None})

    def _inherited(self, seat: AskedSeat, day: date) -> Tenure | None:
        """The tenure of a seat from another model that the plan does not ask for any more."""
        asked = self.seating.seat_set(self.account, day)
        keys = asked.keys if asked is not None else frozenset[str]()
        for key in seat.line.inherits:
            found = _acting(self.seating.book, self.own, key, day) if key not in keys else None
            if found is not None:
                return found
        return None

    def _source(self, tenure: Tenure | None) -> Held:
        """The account, of itself and the parents it follows, that a tenure is of; itself for none."""
        source = self
        while tenure is not None and source._parent is not None and source.account.id != tenure.account:
            source = source._parent
        return source

    def _tenure_turns(self, days: list[date]) -> None:
        """Add the days on which a tenure begins or ends, or its holder comes or goes."""
        openings = self.seating.openings
        for tenure in self.own:
            days.append(tenure.since)
            if tenure.until is not None:
                days.append(tenure.until)
            if tenure.kind is TenureKind.COVER:
                days.extend(self._cover_turns(tenure))
            if openings and tenure.holder.person in openings:
                days.append(openings[tenure.holder.person])

    def _cover_turns(self, cover: Tenure) -> Iterator[date]:
        """The days on which a cover's leave, or its holder's presence, begins or ends."""
        for number in (cover.leave_of, cover.holder.person):
            person = self.seating.book.people.get(number) if number is not None else None
            if person is None:
                continue
            yield from (day for leave in person.leaves for day in (leave.since, leave.until))
            yield from (day for day in (person.starts, person.ends) if day is not None)
