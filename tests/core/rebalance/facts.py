"""What a book says of a proposal asked of it: who may give and take, what may move, what each move costs.

Written after the rules as they are told (models.md, the study), for holding the engine's sentences against: nothing of
the engine is used, only the book's entities, its plan and its load. Not for books with seats that follow a lead, limits
of seats, or chains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from math import isqrt

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on, health_of, renews_on, stage_of
from core.load.capacity import capacity
from core.load.ledger import Ledger
from core.load.pools import divided
from core.models.plan import AskedSeat
from core.models.seating import Seating
from core.moment import Moment
from core.people import Person
from core.rebalance.draft import Purpose
from core.rebalance.wish import Pair, Profile
from core.schema import revise
from core.seats import Tenure
from core.text import fold
from core.words import Family, HealthBand, HolderKind, MatchOn, PersonStatus, SeatHolding, Stage, TenureKind

MONTH = 30


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What was asked, in the words of the manager."""

    day: date
    """First day of the new holders."""
    purpose: Purpose = Purpose.REBALANCE
    person: int = 0
    """Who leaves, is away or joins."""
    until: date | None = None
    """First day on which nobody stands in any longer."""
    among: frozenset[int] = frozenset()
    """Who may take; none is everybody who may."""
    accounts: frozenset[int] | None = None
    """What is filled or spread; None is all that needs it."""
    month: int = 1
    """Of somebody who joins, the month the book is made for."""
    target: int = 100
    freeze: int = 30
    profile: Profile = Profile.BALANCED
    locked: frozenset[int] = frozenset()
    refused: frozenset[Pair] = frozenset()
    fixed: frozenset[Pair] = frozenset()

    @property
    def window(self) -> tuple[date, date]:
        """The days whose load counts."""
        if self.until is not None:
            return self.day, self.until
        first = self.day + timedelta(days=MONTH * (self.month - 1))
        return first, first + timedelta(days=MONTH)


@dataclass(frozen=True, eq=False)
class Piece:
    """A seat with the family that goes with it."""

    head: Account
    seat: AskedSeat
    members: tuple[tuple[Account, AskedSeat], ...]
    tenure: Tenure | None
    split: str = ""
    """In a word why it cannot move in one piece."""

    @property
    def key(self) -> tuple[int, str]:
        return self.head.id, self.seat.key

    @property
    def person(self) -> int | None:
        return self.tenure.holder.person if self.tenure is not None else None


@dataclass
class Facts:
    """One book and one thing asked of it."""

    book: Book
    moment: Moment
    ask: Ask
    _allowed: dict[object, list[str]] = field(default_factory=dict)

    # Load ---------------------------------------------------------------------------------------------------

    @cached_property
    def seating(self) -> Seating:
        return Seating.of(self.book)

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger.of(self.book, self.moment.on(self.ask.day), self.ask.window)

    def monthly(self, hours: int) -> int:
        """Hundredths of an hour over the days asked for, as those of 30 days."""
        days = (self.ask.window[1] - self.ask.window[0]).days
        return hours if days == MONTH else (2 * hours * MONTH + days) // (2 * days)

    @cached_property
    def charged(self) -> dict[tuple[int, str], Counter[int]]:
        """Hours without handing over, by account and seat, then by person; 0 is nobody."""
        found: dict[tuple[int, str], Counter[int]] = {}
        for account in self.book.accounts.all():
            for line in self.ledger.charges(account.id):
                if line.duty != "handover" and (line.holder is None or line.holder.kind is HolderKind.PERSON):
                    who = line.holder.person or 0 if line.holder is not None else 0
                    found.setdefault((account.id, line.seat), Counter())[who] += self.monthly(line.hours)
        return found

    @cached_property
    def named(self) -> Counter[int]:
        """Hours from seats by person."""
        found: Counter[int] = Counter()
        for hours in self.charged.values():
            found.update(hours)
        return found

    @cached_property
    def before(self) -> dict[int, int]:
        """Hours by person, with those of pools."""
        return {one.id: self.named[one.id] + self.monthly(self.ledger.person(one.id).pool_hours) for one in self.team}

    def after(self, moved: list[tuple[Piece, int]]) -> dict[int, int]:
        """The same once pieces went to people: what pools ask of each is divided anew."""
        named = Counter(self.named)
        for piece, to in moved:
            named[to] += self.hours(piece)
            if piece.person is not None:
                named[piece.person] -= self.hours(piece)
        was, becomes = self._shared(self.named), self._shared(named)
        return {
            one: hours + named[one] - self.named[one] + becomes[one] - was[one] for one, hours in self.before.items()
        }

    def _shared(self, named: Counter[int]) -> Counter[int]:
        pools = [(pool, self.monthly(self.ledger.pool(pool.id).hours)) for pool in self.book.pools.all()]
        found: Counter[int] = Counter()
        everybody = [one.id for one in self.book.people.all()]
        for shares in divided(pools, {one: self.room(one) for one in everybody}, named).values():
            for member in shares.members:
                found[member.person] += member.hours
        return found

    def hours(self, piece: Piece) -> int:
        """What moves with a piece."""
        return sum(self.charged.get((one.id, seat.key), Counter())[piece.person or 0] for one, seat in piece.members)

    # People -------------------------------------------------------------------------------------------------

    @cached_property
    def team(self) -> list[Person]:
        """Everybody who may hold seats."""
        return [one for one in self.book.people.all() if not one.archived and self.ledger.capacity(one.id).client]

    def room(self, person: int) -> int:
        return self.monthly(self.ledger.capacity(person).hours)

    def lasting(self, person: int) -> int:
        """Room without leave: nobody loses an account for good by being away."""
        bare = revise(self.book.people[person], leaves=())
        return self.monthly(capacity(self.book, bare, self.ask.window).hours)

    def over(self, person: int) -> bool:
        full = self.lasting(person) * self.ask.target
        return self.before[person] * 10_000 > full * self.book.policy.over_above

    def here(self, person: int) -> bool:
        leaves = self.ask.purpose is Purpose.LEAVE and person == self.ask.person
        return not leaves and self.book.people[person].present_on(self.ask.day)

    def gives(self, person: int) -> bool:
        """Whether accounts are chosen out of somebody's book."""
        if not (person in self.before and self.here(person) and self.over(person)):
            return False
        if self.ask.purpose is Purpose.SPREAD:
            return person in self.ask.among
        joins = self.ask.purpose is Purpose.JOINS and self.book.people[person].ends is None
        return joins or self.ask.purpose is Purpose.REBALANCE

    def not_staying(self, person: int) -> str:
        """Why nobody may count on somebody, in a word: they go, or are not there for long enough."""
        who, day, until = self.book.people[person], self.ask.day, self.ask.until
        if who.status is PersonStatus.VACANCY:
            return "absence"
        if until is None:
            return "" if who.status is PersonStatus.ACTIVE and who.ends is None else "leaving"
        if who.ends is not None and who.ends < until:
            return "leaving"
        away = [max(0, (min(one.until, until) - max(one.since, day)).days) for one in who.leaves]
        return "absence" if sum(away) > self.book.policy.away_days else ""

    def filled(self, person: int) -> int:
        return self.room(person) * min(self.book.policy.fill_to, self.ask.target)

    def takes(self, person: int, *, needed: bool) -> bool:
        """Whether somebody takes what is chosen, or what needs a home, even beyond what books are filled to."""
        named = not self.ask.among or person in self.ask.among
        if not (self.here(person) and named and not self.not_staying(person) and self.room(person) >= 100):
            return False
        if needed:
            return not self.over(person) or person in self.ask.among
        return not self.over(person) and self.before[person] * 100 < self.filled(person)

    def line(self, person: int) -> int:
        """Up to where somebody is filled."""
        if self.over(person) and (self.gives(person) or not self.takes(person, needed=True)):
            return self.lasting(person) * self.ask.target // 100
        return max(self.filled(person) // 100, self.before[person])

    # Seats --------------------------------------------------------------------------------------------------

    @cached_property
    def pieces(self) -> dict[tuple[int, str], Piece]:
        """Everything that moves as one, by account and seat."""
        found = {}
        for account in self.book.accounts.all():
            asked = self.seating.seat_set(account, self.ask.day)
            for seat in asked.seats if asked is not None and not asked.line.unmanaged else ():
                if seat.holder is SeatHolding.NAMED and not self._goes_with_parent(account, seat):
                    found[account.id, seat.key] = self._piece(account, seat)
        return found

    def _goes_with_parent(self, account: Account, seat: AskedSeat) -> bool:
        parent = self.book.accounts.get(account.parent or 0)
        if parent is None or account.family is not Family.FOLLOW or not parent.is_active:
            return False
        same = self.seating.seat(parent, seat.key, self.ask.day)
        return same is not None and same.holder is seat.holder

    def _piece(self, account: Account, seat: AskedSeat) -> Piece:
        tenure, split = self._tenure(account, seat)
        members = ((account, seat), *self._below(account, seat))
        for member in members[1:]:
            own, why = self._tenure(*member)
            if own is not None and (tenure is None or own.holder != tenure.holder):
                split = "held back"
            split = split or why
        return Piece(account, seat, members, tenure, split)

    def _below(self, account: Account, seat: AskedSeat) -> Iterator[tuple[Account, AskedSeat]]:
        for child in self.book.children_of(account.id):
            same = self.seating.seat(child, seat.key, self.ask.day) if child.is_active else None
            if same is not None and child.family is Family.FOLLOW and same.holder is seat.holder:
                yield child, same
                yield from self._below(child, same)

    def _tenure(self, account: Account, seat: AskedSeat) -> tuple[Tenure | None, str]:
        """Who has a seat for good, and in a word what holds it."""
        asked = {one.key for one in self.seating.seats(account, self.ask.day)}
        keys = [seat.key, *(key for key in seat.line.inherits if key not in asked)]
        own = [one for one in self.book.tenures_of(account.id) if one.seat in keys]
        good = [one for one in own if one.kind is TenureKind.PERMANENT and one.holds_on(self.ask.day)]
        tenure = min(good, key=lambda one: keys.index(one.seat), default=None)
        if any(one.kind is TenureKind.PERMANENT and one.since > self.ask.day for one in own):
            return tenure, "changing hands already"
        words = [self._held_by(one) for one in own if one.until is None or one.until > self.ask.day]
        return tenure, next((word for word in words if word), "")

    def _held_by(self, tenure: Tenure) -> str:
        if tenure.kind is TenureKind.PERMANENT:
            return "being given up" if tenure.until is not None else ""
        if tenure.since >= self.ask.window[1]:
            return ""
        if tenure.kind is TenureKind.COVER:
            return "covered"
        return "" if self.ask.purpose is Purpose.AWAY else "being handed over"

    def needs(self, piece: Piece) -> bool:
        """Whether a piece has to go to somebody else."""
        ask, person = self.ask, piece.person
        if ask.purpose in (Purpose.LEAVE, Purpose.AWAY):
            return person == ask.person
        if ask.purpose is Purpose.FILL:
            within = ask.accounts is None or piece.head.id in ask.accounts
            return piece.tenure is None and within and self.seating.wanted(piece.head, piece.seat, ask.day)
        if ask.purpose is Purpose.SPREAD:
            stays = person in ask.among and self.here(person or 0) and not self.not_staying(person or 0)
            return self.is_spread(piece) and not stays
        if ask.purpose is Purpose.JOINS or person is None:
            return False
        who = self.book.people[person]
        if who.status is PersonStatus.VACANCY:
            return False
        return who.archived or (who.ends is not None and who.ends <= ask.day) or bool(self.against(piece, person))

    def is_spread(self, piece: Piece) -> bool:
        return bool({one.id for one, _ in piece.members} & (self.ask.accounts or frozenset()))

    def held_back(self, piece: Piece) -> str:
        """Why a piece stays where it is, in a word; empty where it may move."""
        ask, day = self.ask, self.ask.day
        if (*piece.key, piece.person) in ask.fixed:
            return piece.split or "told to stay"
        if piece.split:
            return piece.split
        if {one.id for one, _ in piece.members} & ask.locked:
            return "locked"
        if piece.tenure is None or self.needs(piece) or self.ask.purpose is Purpose.SPREAD:
            return ""
        if any(one.locked_until is not None and one.locked_until > day for one, _ in piece.members):
            return "locked"
        lately = 0 <= (day - piece.tenure.since).days < self.book.policy.guard_changed_days
        if lately and self._was_somebody_elses(piece):
            return "moved lately"
        for account, _ in piece.members:
            due = renews_on(self.book, account)
            if due is not None and ask.freeze and abs((due - day).days) <= ask.freeze:
                return "renewing soon" if due >= day else "in an open renewal"
        return ""

    def _was_somebody_elses(self, piece: Piece) -> bool:
        now = piece.tenure
        assert now is not None
        keys = (piece.seat.key, *piece.seat.line.inherits)
        former = [
            one
            for one in self.book.tenures_of(now.account)
            if one.kind is TenureKind.PERMANENT
            and one.seat in keys
            and one.until is not None
            and one.until <= now.since
        ]
        people = [self.book.people.get(one.holder.person or 0) for one in former if one.holder != now.holder]
        return any(one is None or one.status is not PersonStatus.VACANCY for one in people)

    @cached_property
    def decided(self) -> set[tuple[int, str]]:
        return {(account, seat) for account, seat, _ in self.ask.fixed}

    def choices(self, person: int) -> list[Piece]:
        """What may be chosen out of somebody's book."""
        if not self.gives(person):
            return []
        return [
            piece
            for piece in self.pieces.values()
            if piece.person == person
            and piece.key not in self.decided
            and (self.ask.purpose is not Purpose.SPREAD or self.is_spread(piece))
            and not self.needs(piece)
            and not self.held_back(piece)
            and self.hours(piece)
        ]

    def kept(self, person: int) -> Counter[str]:
        """How many pieces of a book stay, by the word that says why."""
        own = [piece for piece in self.pieces.values() if piece.person == person]
        if self.ask.purpose is Purpose.SPREAD:
            own = [piece for piece in own if self.is_spread(piece)]
        return Counter(word for piece in own if (word := self.held_back(piece)))

    # Who may take what --------------------------------------------------------------------------------------

    def against(self, piece: Piece, person: int) -> list[str]:
        """Every lasting rule against somebody in a seat, in a word."""
        key = (person, id(piece.seat), *(self.seating.placed(one) for one, _ in piece.members))
        if key not in self._allowed:
            self._allowed[key] = list(self._against(piece, self.book.people[person]))
        return self._allowed[key]

    def _against(self, piece: Piece, person: Person) -> Iterator[str]:
        (head, seat), *others = piece.members
        yield from self._mismatches(head, seat, person)
        if any(account.id in person.not_for for account, _ in piece.members):
            yield "a mark not to assign"
        for account, own in others:
            yield from self._mismatches(account, own, person)

    def _mismatches(self, account: Account, seat: AskedSeat, person: Person) -> Iterator[str]:
        if person.ends is not None and person.ends <= self.ask.day:
            yield "absence"
        held = {role.role for role in person.roles if role.share > 0}
        held -= {role.key for role in self.book.roles.all() if not role.client}
        if not (held & set(seat.line.roles) if seat.line.roles else held):
            yield "the role"
        if seat.people is not None and not seat.people.fits(person):
            yield "the people of the plan line"
        placed = self.seating.placed(account)
        for rule in seat.line.match:
            if rule is MatchOn.SKILL:
                wanted, offered = set(placed.needs_skills), person.skills
            else:
                wanted = {value} if (value := getattr(placed, rule.value)) else set()
                offered = getattr(person, f"{rule.value}s" if rule is not MatchOn.INDUSTRY else "industries")
            if not {fold(one) for one in wanted} <= {fold(one) for one in offered}:
                yield "the skills" if rule is MatchOn.SKILL else f"the {rule.value}"

    def eligible(self, piece: Piece) -> list[int]:
        """Who may take a piece, by id."""
        needed = self.needs(piece) or (self.ask.purpose is Purpose.SPREAD and self.is_spread(piece))
        return [
            one.id
            for one in self.team
            if one.id != piece.person
            and self.takes(one.id, needed=needed)
            and not self.against(piece, one.id)
            and (*piece.key, one.id) not in self.ask.refused
        ]

    def kept_out_by(self, piece: Piece, person: int) -> str:
        """What keeps somebody from a piece, in a word; empty for want of room alone."""
        if not self.book.people[person].present_on(self.ask.day):
            return "absence"
        rules = self.against(piece, person)
        if rules:
            return rules[0]
        if self.ask.among and person not in self.ask.among:
            return "not being named"
        return self.not_staying(person) or ("a refusal" if (*piece.key, person) in self.ask.refused else "")

    # What it costs ------------------------------------------------------------------------------------------

    @cached_property
    def median(self) -> int:
        known = sorted(arr for one in self.book.accounts.all() if one.is_active and (arr := self._arr(one)))
        return known[len(known) // 2] if known else 1

    def _arr(self, account: Account) -> int:
        return arr_on(self.book, account, self.ask.day) or 0

    def arr(self, piece: Piece) -> int:
        return sum(self._arr(one) for one, _ in piece.members)

    def cost(self, piece: Piece, to: int) -> int:
        """What a change of holder costs, thousandths of a point; one that is needed pays only for what does not fit."""
        misfit = self.misfit(piece.head, self.book.people[to])
        return misfit if self.needs(piece) or piece.tenure is None else misfit + self._leave(piece)

    def _leave(self, piece: Piece) -> int:
        assert piece.tenure is not None
        book, day = self.book, self.ask.day
        accounts = [one for one, _ in piece.members]
        points = 1_000 + 1_500 * min(1_080, max(0, (day - piece.tenure.since).days)) // 1_080
        bands = {health_of(book, one.id, day).band for one in accounts}
        points += 1_500 if HealthBand.AT_RISK in bands else 500 if HealthBand.WATCH in bands else 0
        points += 1_000 * any(stage_of(book, one, day) is Stage.ONBOARDING for one in accounts)
        points += 6_000 * any(map(self.renewal_near, accounts))
        arr = self.arr(piece)
        if self.ask.profile is Profile.BALANCED:
            points += 3 * isqrt(1_000_000 * arr // self.median) // 2
        elif self.ask.profile is Profile.PROTECT:
            points += 1_000 * arr // self.median
        return max(1, points * (piece.seat.model.continuity if piece.seat.model is not None else 100) // 100)

    def renewal_near(self, account: Account) -> bool:
        due = renews_on(self.book, account)
        return due is not None and due <= self.ask.day + timedelta(days=self.book.policy.guard_renewal_days)

    def misfit(self, account: Account, person: Person) -> int:
        placed = self.seating.placed(account)
        asked = [(placed.segment, person.segments), (placed.region, person.regions)]
        asked += [(placed.language, person.languages), (placed.industry, person.industries)]
        asked += [(skill, person.skills) for skill in placed.needs_skills]
        stated = [fold(value) in map(fold, offered) for value, offered in asked if value]
        return 1_000 * stated.count(False) // len(stated) if stated else 0
