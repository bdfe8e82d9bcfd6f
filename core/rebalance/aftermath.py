"""The hours of everybody once moves are made: seats that follow from others, and shares of pools, worked out anew.

The engine holds both still: an escalation goes to the lead of whoever gets the account, and a pool divides its hours
among those who have time left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from core.accounts import Account
from core.book.book import Book
from core.book.change import Edit, change_of, inserted, updated
from core.load.pools import divided
from core.load.rates import MONTH
from core.load.tally import Extra, tally
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.rebalance.extraction import Extract
from core.rebalance.seated import Seated
from core.schema import revise
from core.seats import Holder, Tenure, person_holder
from core.words import TenureKind

Loads = dict[int, int]
"""Hundredths of an hour by person id, and by the id of a pool below zero."""


def hours_after(extract: Extract, moved: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Hundredths of an hour of each person without handing over, once units went to owners, by their places."""
    pairs = list(moved)
    return Aftermath(extract, pairs).hours if pairs else dict(extract.before)


class Aftermath:
    """What moves make of everybody's hours, with pools divided anew."""

    def __init__(self, extract: Extract, pairs: list[tuple[int, int]]) -> None:
        """Work out what the seats make more; the pairs are places of units and of owners."""
        self.extract = extract
        self._more = _difference(extract, pairs)
        self._named = _named(extract)
        self._before = _shared(extract, self._named, {})

    @property
    def hours(self) -> dict[int, int]:
        """Hundredths of an hour of each person once all moves are made."""
        return self._with(self._more)

    def hours_kept(self, place: int, home: int) -> int:
        """Hundredths that who has a unit has after all moves but its own: a pool then asks them for less."""
        problem = self.extract.problem
        unit, more = problem.units[place], dict(self._more)
        giver, taker = problem.owners[unit.holder].id, problem.owners[home].id
        more[giver] = more.get(giver, 0) + unit.weight
        more[taker] = more.get(taker, 0) - unit.weight
        return self._with(more)[giver]

    def _with(self, more: Loads) -> dict[int, int]:
        named = {person: hours + more.get(person, 0) for person, hours in self._named.items()}
        after = _shared(self.extract, named, more)
        return {
            person: hours + more.get(person, 0) + after.get(person, 0) - self._before.get(person, 0)
            for person, hours in self.extract.before.items()
        }


# Seats ------------------------------------------------------------------------------------------------------


def _difference(extract: Extract, pairs: list[tuple[int, int]]) -> Loads:
    """What everybody has more on the accounts whose seats changed hands; below zero less."""
    edits = [edit for place, home in pairs for edit in _given(extract, place, extract.problem.owners[home].id)]
    after, _ = extract.book.apply(change_of("after", "", edits))
    touched = {account.id: account for place, _ in pairs for account in _family(extract, extract.seated[place])}
    found: Loads = {}
    for account in touched.values():
        for book, sign in ((extract.book, -1), (after, 1)):
            for person, hours in _hours_on(extract, book, account):
                found[person] = found.get(person, 0) + sign * hours
    return found


def _family(extract: Extract, seated: Seated) -> Iterator[Account]:
    """The accounts whose seats may follow from one: those that go with it, and all below them in the family."""
    left = [account for account, _ in seated.members]
    while left:
        account = left.pop()
        yield account
        left += extract.book.children_of(account.id)


def _given(extract: Extract, place: int, person: int) -> list[Edit]:
    """The seat and the family that goes with it in other hands from the start, with no handing over."""
    seated = extract.seated[place]
    edits: list[Edit] = []
    for account, seat in seated.members:
        edits += [
            updated(own, revise(own, holder=person_holder(person))) for own in _own(extract, seated, account, seat)
        ]
    if not edits:
        tenure = Tenure(
            # No use case sees this book, so that the number need not be new for good.
            id=extract.book.high.get("holders", 0) + 1 + place,
            account=seated.account.id,
            seat=seated.seat.key,
            holder=person_holder(person),
            since=extract.day,
        )
        edits.append(inserted(tenure))
    return edits


def _own(extract: Extract, seated: Seated, account: Account, seat: AskedSeat) -> list[Tenure]:
    keys = (seat.key, *seat.line.inherits)
    holder: Holder | None = seated.holder
    return [
        tenure
        for tenure in extract.book.tenures_of(account.id)
        if tenure.kind is TenureKind.PERMANENT
        and tenure.seat in keys
        and tenure.holder == holder
        and tenure.holds_on(extract.day)
    ]


def _hours_on(extract: Extract, book: Book, account: Account) -> Iterator[tuple[int, int]]:
    for (kind, _), found in tally(book, Seating.of(book), account, *extract.ledger.window).sums.items():
        if kind is not Extra.HANDOVER:
            for (_, key), hours in zip(found.parts, found.settled()[1], strict=True):
                if isinstance(key, int) and key:
                    yield key, _monthly(extract, hours)


def _monthly(extract: Extract, hours: int) -> int:
    """Hours over the days of the load as those of a month of 30 days."""
    days = (extract.ledger.window[1] - extract.ledger.window[0]).days
    return hours if days == MONTH else (2 * hours * MONTH + days) // (2 * days)


# Pools ------------------------------------------------------------------------------------------------------


def _named(extract: Extract) -> Loads:
    """Hours of everybody from seats, without those of pools."""
    found = {person.id: extract.ledger.person(person.id).named_hours for person in extract.book.people.all()}
    found = {person: _monthly(extract, hours) for person, hours in found.items()}
    for person, hours in extract.before.items():
        found[person] = hours - _monthly(extract, extract.ledger.person(person).pool_hours)
    return found


def _shared(extract: Extract, named: Mapping[int, int], more: Mapping[int, int]) -> Loads:
    """What pools ask of each person, for named hours of everybody and hours that pools have more."""
    ledger = extract.ledger
    pools = [
        (pool, max(0, _monthly(extract, ledger.pool(pool.id).hours) + more.get(-pool.id, 0)))
        for pool in extract.book.pools.all()
    ]
    room = {person: _monthly(extract, ledger.capacity(person).hours) for person in named}
    found: Loads = {}
    for shares in divided(pools, room, named).values():
        for member in shares.members:
            found[member.person] = found.get(member.person, 0) + member.hours
    return found
