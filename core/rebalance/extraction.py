"""From a book to a problem: which seats may move, to whom, what each costs, and what stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on
from core.load.ledger import Ledger
from core.load.rates import MONTH
from core.load.tally import Extra, Key, key_of, tally
from core.models.eligibility import count_in_seat
from core.models.seating import Seating
from core.people import Person
from core.rebalance.books import PersonBook, stays_for, without_leave
from core.rebalance.disruption import leaving_points, median_arr
from core.rebalance.limits import left, limits_of, tighter, wider
from core.rebalance.problem import NOBODY, Homes, Problem, Quota, Unit
from core.rebalance.seated import Seated, Seats
from core.rebalance.stillness import frozen, stillness
from core.rebalance.takers import Takers
from core.rebalance.wish import Part, Wish
from core.words import HolderKind, PersonStatus

EMPTY = "nobody holds it"
"""Why a seat that is empty needs a holder."""


@dataclass(frozen=True)
class Extract:
    """A book as a problem, with what its numbers mean."""

    book: Book
    """The book."""
    ledger: Ledger
    """Its load over the 30 days from the day."""
    day: date
    """The day the moves are made."""
    wish: Wish
    """What was asked."""
    problem: Problem
    """What the engine solves."""
    seated: tuple[Seated, ...]
    """What each unit is, in the order of the problem's units."""
    forced: Mapping[tuple[int, str], str]
    """Why a unit needs another holder, by account id and seat key."""
    still: Mapping[tuple[int, str], str]
    """Why a seat in a book that gives stays where it is."""
    holders: Mapping[tuple[int, str], int]
    """The person who has each seat that a person has, by account id and seat key."""
    before: Mapping[int, int]
    """Hours of each owner before, hundredths, without handing over, by person id."""
    capacities: Mapping[int, int]
    """Capacity over the days of the load, hundredths, by person id."""
    lasting: Mapping[int, int]
    """The same without leave: nobody loses accounts for good because of an absence."""
    notes: tuple[str, ...]
    """What a rebalance cannot mend, as sentences."""


def extract(book: Book, ledger: Ledger, day: date, wish: Wish) -> Extract:
    """The problem of a book under its plan in force, for the load the ledger holds."""
    return _Extraction(book, ledger, day, wish).made()


class _Extraction:
    def __init__(self, book: Book, ledger: Ledger, day: date, wish: Wish) -> None:
        self.book = book
        self.ledger = ledger
        self.day = day
        self.wish = wish
        self.seating = Seating.of(book)
        self.takers = Takers(book, self.seating, day)
        self.seats = Seats(book, self.seating, day, ledger.window[1], overlaps_end=bool(wish.away))
        self.seated: list[Seated] = []
        self.named: dict[int, int] = {}
        self.hours: dict[int, dict[tuple[str, Key], int]] = {}
        self.forced: dict[tuple[int, str], str] = {}
        self.still: dict[tuple[int, str], str] = {}
        self.notes: list[str] = []
        self.fixed = {(account, seat): person for account, seat, person in wish.fixed}
        self.pinned = 0
        self.days = (ledger.window[1] - ledger.window[0]).days

    def made(self) -> Extract:
        """Read the accounts, then the people, then what may move."""
        for account in self.book.accounts.all():
            self._count_hours(account)
        for account in self.book.accounts.all():
            self.seated += self._seats(account)
        people = self._people()
        gets = set(self.fixed.values())
        owners = [o for o in people.values() if o.gives or o.takes or o.stretches or o.person.id in gets]
        places = {one.person.id: place for place, one in enumerate(owners)}
        kept: list[Seated] = []
        units: list[Unit] = []
        sets: dict[Homes, int] = {}
        median = median_arr(self.book, self.day)
        for seated in self.seated:
            unit = self._unit(seated, people, places, sets, median)
            if unit is not None:
                kept.append(seated)
                units.append(unit)
        load = {one.person.id: one.hours for one in owners}
        homes = tuple(sets)
        for seated, unit in zip(kept, units, strict=True):
            holder = seated.holder
            # What nobody may take stays with who has it, and weighs there.
            goes = unit.holder != NOBODY or homes[unit.homes]
            if goes and holder is not None and holder.person in load:
                load[holder.person] -= unit.weight
        problem = Problem(
            owners=tuple(one.owner(self.book.policy, load[one.person.id], self.wish.target) for one in owners),
            units=tuple(units),
            homes=homes,
            quotas=self._allowing(self._quotas(kept, owners), units, places),
            max_moves=None if self.wish.max_moves is None else max(0, self.wish.max_moves - self.pinned),
            max_taken=self.wish.max_taken,
        )
        return Extract(
            book=self.book,
            ledger=self.ledger,
            day=self.day,
            wish=self.wish,
            problem=problem,
            seated=tuple(kept),
            forced=self.forced,
            still=self.still,
            holders={one.key: one.holder.person for one in self.seated if one.holder and one.holder.person},
            before={number: one.hours for number, one in people.items()},
            capacities={number: one.capacity for number, one in people.items()},
            lasting={number: one.lasting for number, one in people.items()},
            notes=tuple(self.notes),
        )

    # Accounts -----------------------------------------------------------------------------------------------

    def _count_hours(self, account: Account) -> None:
        """The hours of each seat and person on an account, and of each person, without handing over."""
        own: dict[tuple[str, Key], int] = {}
        drawn = tally(self.book, self.seating, account, *self.ledger.window)
        for (kind, _), found in drawn.sums.items():
            if kind is Extra.HANDOVER:
                continue
            _, hours = found.settled()
            for (seat, key), whole in zip(found.parts, hours, strict=True):
                amount = self._monthly(whole)
                if isinstance(key, int) and key > 0:
                    own[seat, key] = own.get((seat, key), 0) + amount
                    self.named[key] = self.named.get(key, 0) + amount
                elif isinstance(key, int):
                    own[seat, key] = own.get((seat, key), 0) + amount
        if own:
            self.hours[account.id] = own

    def _monthly(self, amount: int) -> int:
        """Hundredths over the days of the ledger as those of a month of 30 days."""
        return amount if self.days == MONTH else (2 * amount * MONTH + self.days) // (2 * self.days)

    def _seats(self, account: Account) -> Iterator[Seated]:
        """The named seats of an account that it holds itself, each with the family that follows in it."""
        for seat in self.seats.own(account):
            members = tuple(self.seats.members(account, seat))
            current, split = self.seats.split(members)
            holder = key_of(current.holder if current is not None else None)
            hours = sum(self.hours.get(one.id, {}).get((own_seat.key, holder), 0) for one, own_seat in members)
            yield Seated(account, seat, members, current, hours, split)

    # People -------------------------------------------------------------------------------------------------

    def _people(self) -> dict[int, PersonBook]:
        """Who gives, who takes, and who takes only what needs a home."""
        found: dict[int, PersonBook] = {}
        for person in self.book.people.all():
            if person.archived or not self.ledger.capacity(person.id).client:
                continue
            room = self._monthly(self.ledger.capacity(person.id).hours)
            hours = self.named.get(person.id, 0) + self._monthly(self.ledger.person(person.id).pool_hours)
            one = PersonBook(person, room, self._lasting(person, room), hours)
            found[person.id] = one
            if person.id in self.wish.leaving or not person.present_on(self.day):
                continue
            policy, target = self.book.policy, self.wish.target
            over = one.is_over(policy, target)
            if self.wish.part is Part.ASKED:
                one.gives = over and bool(self.wish.spread) and person.id in self.wish.among
            else:
                one.gives = self.wish.chains or over
                if self.wish.part is Part.OVER and person.ends is not None:
                    one.gives = False  # their whole book is for a proposal of its own
            may = self._may_take(person) and room >= 100
            one.takes = may and not over and (self.wish.chains or one.has_room(policy, target))
            # Somebody who is named takes even where it is too much: the manager sees it and decides.
            one.stretches = may and (not over or person.id in self.wish.among)
            excused = not over and hours * 100 > room * policy.over_above and one.lasting > room
            if excused and self.wish.part is Part.ALL:
                self.notes.append(f"{person.name} is over only because of leave: have it covered instead.")
        return found

    def _may_take(self, person: Person) -> bool:
        """Whether somebody who is here on the day stays, or is there to stand in for long enough."""
        if self.wish.among and person.id not in self.wish.among:
            return False
        return stays_for(self.book, person, self.day, self.wish.until)

    def _lasting(self, person: Person, hours: int) -> int:
        return self._monthly(without_leave(self.book, person, hours, self.ledger.window)) if person.leaves else hours

    # What may move ------------------------------------------------------------------------------------------

    def _unit(
        self,
        seated: Seated,
        people: Mapping[int, PersonBook],
        places: Mapping[int, int],
        sets: dict[Homes, int],
        median: int,
    ) -> Unit | None:
        """A seat as a unit; None for one that stays."""
        needs = self._needs(seated)
        spread = seated.key in self.wish.spread
        holder = seated.holder
        giver = people.get(holder.person or 0) if holder is not None else None
        wanted = self.fixed.get(seated.key)
        if wanted is not None:
            return self._fixed(seated, wanted, places, sets, median, needs)
        if not needs and not spread and (giver is None or not giver.gives or self.wish.part is Part.ASKED):
            return None
        still = self._still(seated, forced=bool(needs) or spread)
        if still:
            self.still[seated.key] = still
            if self.wish.part is Part.ASKED:
                self.notes.append(f"{seated.account.name}, {seated.seat.title}, {still}, so it stays as it is.")
            return None
        if not needs and not spread and seated.hours == 0:
            return None
        if needs:
            self.forced[seated.key] = needs
        homes = tuple(
            (places[person], misfit)
            for person, misfit in self.takers.of(seated.members)
            if person in places
            and (people[person].takes or ((needs or spread) and people[person].stretches))
            and (holder is None or person != holder.person)
            and (*seated.key, person) not in self.wish.refused
        )
        arr = self._arr(seated)
        return Unit(
            account=seated.account.id,
            seat=seated.seat.key,
            weight=seated.hours,
            holder=NOBODY if needs or giver is None else places[giver.person.id],
            leave=0 if needs else self._leave(seated, arr, median),
            homes=sets.setdefault(homes, len(sets)),
            accounts=sum(self.seating.active(account, seat, self.day) for account, seat in seated.members),
            arr=arr,
        )

    def _fixed(
        self, seated: Seated, wanted: int, places: Mapping[int, int], sets: dict[Homes, int], median: int, needs: str
    ) -> Unit | None:
        """A seat that goes to somebody whatever it costs: one that needs a home and has a single one."""
        holder = seated.holder
        if seated.split or (holder is not None and holder.person == wanted):
            self.still[seated.key] = seated.split or "is to stay where it is"
            return None
        if needs:
            self.forced[seated.key] = needs
        else:
            self.pinned += 1
        offers = dict(self.takers.of(seated.members))
        homes = ((places[wanted], offers[wanted]),) if wanted in places and wanted in offers else ()
        arr = self._arr(seated)
        return Unit(
            account=seated.account.id,
            seat=seated.seat.key,
            weight=seated.hours,
            holder=NOBODY,
            leave=0 if needs or seated.current is None else self._leave(seated, arr, median),
            homes=sets.setdefault(homes, len(sets)),
            accounts=sum(self.seating.active(account, seat, self.day) for account, seat in seated.members),
            arr=arr,
        )

    def _arr(self, seated: Seated) -> int:
        return sum(arr_on(self.book, account, self.day) or 0 for account, _ in seated.members)

    def _leave(self, seated: Seated, arr: int, median: int) -> int:
        assert seated.current is not None
        accounts = [account for account, _ in seated.members]
        since = seated.current.since
        return leaving_points(self.book, self.wish.profile, accounts, seated.seat, since, self.day, arr, median)

    def _needs(self, seated: Seated) -> str:
        """Why a seat needs another holder; empty when it does not."""
        if self.wish.part is Part.OVER:
            return ""
        return self._asked(seated) if self.wish.part is Part.ASKED else self._lacks(seated)

    def _asked(self, seated: Seated) -> str:
        """Why a seat needs another holder, of what is asked for by name."""
        person = seated.holder.person if seated.holder is not None else None
        if person in self.wish.away:
            who = self.book.people[person or 0]
            if who.status is PersonStatus.VACANCY:
                return f"nobody works as {who.name} yet"
            return f"{who.name} is away"
        if person in self.wish.leaving:
            return f"{self.book.people[person or 0].name} leaves it"
        if seated.key in self.wish.spread:
            here = person in self.wish.among and self._is_there(person or 0)
            return "" if here else "it is to be spread"
        if not self.wish.fill or (self.wish.within is not None and seated.account.id not in self.wish.within):
            return ""
        # What an open position holds waits for whoever is hired: that is not forgotten.
        return self._lacks(seated) if seated.holder is None else ""

    def _is_there(self, number: int) -> bool:
        person = self.book.people.get(number)
        return person is not None and person.present_on(self.day) and self._may_take(person)

    def _lacks(self, seated: Seated) -> str:
        holder = seated.holder
        vacant = holder is None or self.seating.vacant(holder, self.day)
        if vacant and holder is not None and holder.person is not None:
            person = self.book.people.get(holder.person)
            vacant = person is None or person.status is PersonStatus.VACANCY
        if vacant:
            wanted = self.wish.fill and self.seating.wanted(seated.account, seated.seat, self.day)
            return EMPTY if wanted else ""
        assert holder is not None
        if holder.kind is HolderKind.POOL:
            return "a pool holds it, and it is for one person"
        if holder.kind is not HolderKind.PERSON:
            return ""
        person = self.book.people[holder.person or 0]
        return (
            f"{person.name} leaves it" if person.id in self.wish.leaving else self.takers.lost(seated.members, person)
        )

    def _still(self, seated: Seated, *, forced: bool) -> str:
        """Why a seat stays where it is; empty when it may move."""
        if seated.split:
            return seated.split
        if any(account.id in self.wish.locked for account, _ in seated.members):
            return "is locked for this proposal"
        if forced or seated.current is None:
            return ""
        accounts = [account for account, _ in seated.members]
        return stillness(self.book, seated.members, seated.current, self.day) or frozen(
            self.book, accounts, self.day, self.wish.freeze
        )

    # Limits -------------------------------------------------------------------------------------------------

    def _allowing(
        self, quotas: dict[tuple[int, str], Quota], units: list[Unit], places: Mapping[int, int]
    ) -> dict[tuple[int, str], Quota]:
        """The limits, wide enough for what is fixed: a manager may pass a soft one, and then nothing more comes."""
        needed: dict[tuple[int, str], Quota] = {}
        for unit in units:
            place = places.get(self.fixed.get((unit.account, unit.seat), 0))
            if place is not None:
                sums = needed.get((place, unit.seat), Quota(0, 0, 0, 0))
                needed[place, unit.seat] = Quota(
                    (sums.accounts or 0) + unit.accounts,
                    (sums.hours or 0) + unit.weight,
                    (sums.arr or 0) + unit.arr,
                    (sums.families or 0) + (unit.accounts > 0),
                )
        return {key: wider(room, needed[key]) if key in needed else room for key, room in quotas.items()}

    def _quotas(self, kept: list[Seated], owners: list[PersonBook]) -> dict[tuple[int, str], Quota]:
        """What each taker may still get in each seat that has limits."""
        seats = {id(seat): seat for seated in kept for _, seat in seated.members}
        found: dict[tuple[int, str], Quota] = {}
        for seat in seats.values():
            for place, one in enumerate(owners):
                limits = list(limits_of(seat, one.person)) if one.takes or one.stretches else []
                if not limits:
                    continue
                had = count_in_seat(self.book, self.seating, one.person.id, seat.key, self.day)
                for limit in limits:
                    room = found.get((place, seat.key), Quota())
                    found[place, seat.key] = tighter(room, left(limit, had))
        return found
