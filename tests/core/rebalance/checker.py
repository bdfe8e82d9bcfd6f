"""Holds every number in a move's sentences against the book and its load alone: shares no code with the engine.

For books whose seats are held by persons, one seat an account, without families, pools and seats of leads.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from functools import cache, cached_property
from math import isqrt

from core.accounts import Account
from core.book.book import Book
from core.journey import arr_on, health_of, renews_on, stage_of
from core.load.ledger import Ledger
from core.models.eligibility import NoCode, why_not
from core.models.seating import Seating
from core.rebalance.proposal import Proposal, ProposedMove
from core.rebalance.wish import Profile, Wish
from core.seats import person_holder
from core.words import HealthBand, PersonStatus, Stage

NUMBER = r"-?[\d,]+\.\d"
GIVER = re.compile(
    rf"(?P<name>.+) has (?P<before>{NUMBER}) h for (?P<room>{NUMBER}) h, and (?P<after>{NUMBER}) h after all moves\. "
    rf"Those who may take any of it have (?P<free>{NUMBER}) h free\."
)
ACCOUNT = re.compile(
    rf"It frees (?P<hours>{NUMBER}) h at (?P<each>[\d.]+) points an hour"
    r"(; the cheapest account that stays costs (?P<stays>[\d.]+))?\.( Of the others, (?P<held>.+)\.)?"
)
TAKER = re.compile(
    r"(?P<name>.+?) goes from (?P<before>[\d,]+) % to (?P<after>[\d,]+) %; "
    r"(it would also fit (?P<other>.+?) (at the same cost|at (?P<more>[+-][\d.]+) points) "
    rf"\((?P<left>{NUMBER}) h left\)"
    r"(, and (?P<rest>\d+) more)?|nobody else who may take it has room)\.( Of the rest, (?P<out>.+)\.)?"
)
OTHERWISE = re.compile(r"If it stays, (?P<name>.+) has (?P<load>[\d,]+) %\.")

WORDS = {
    NoCode.ROLE: "the role",
    NoCode.SEGMENT: "the segment",
    NoCode.REGION: "the region",
    NoCode.LANGUAGE: "the language",
    NoCode.SKILL: "the skills",
}
LISTED = re.compile(r", | and ")


class Checker:
    """One proposal for one book."""

    def __init__(self, book: Book, ledger: Ledger, day: date, wish: Wish, proposal: Proposal) -> None:
        self.book = book
        self.ledger = ledger
        self.day = day
        self.wish = wish
        self.proposal = proposal
        self.seating = Seating.of(book)
        self.held = cache(self._held)
        self.eligible = cache(self._eligible)

    def check(self) -> None:
        """Every sentence of every move."""
        for move in self.proposal.moves:
            origin = move.origin.person if move.origin is not None else None
            assert origin is not None
            if move.forced:
                assert move.reasons.giver == f"Another holder is needed: {move.forced}."
                assert self.against(move.account, origin)
            else:
                self._giver(move, origin)
                self._account(move, origin)
                self._otherwise(move, origin)
            self._taker(move, origin)

    # Facts --------------------------------------------------------------------------------------------------

    @cached_property
    def on_account(self) -> dict[int, int]:
        """Hours of each account's seat without handing over."""
        found = {}
        for account in self.book.accounts.all():
            lines = self.ledger.charges(account.id)
            found[account.id] = sum(line.hours for line in lines if line.duty != "handover" and line.seat == "csm")
        return found

    @cached_property
    def holder(self) -> dict[int, int]:
        """Who has each account for good."""
        found = {}
        for tenure in self.book.holders.all():
            if tenure.holds_on(self.day) and tenure.holder.person is not None:
                found[tenure.account] = tenure.holder.person
        return found

    @cached_property
    def before(self) -> Counter[int]:
        found: Counter[int] = Counter(dict.fromkeys((person.id for person in self.book.people.all()), 0))
        for account, person in self.holder.items():
            found[person] += self.on_account[account]
        return found

    @cached_property
    def after(self) -> Counter[int]:
        found = Counter(self.before)
        for move in self.proposal.moves:
            hours = sum(self.on_account[account] for account in move.accounts)
            found[move.to] += hours
            found[self.holder[move.account]] -= hours
        return found

    def room(self, person: int) -> int:
        return self.ledger.capacity(person).hours

    def line(self, person: int) -> int:
        """Up to where a rebalance fills somebody."""
        return max(self.room(person) * min(self.book.policy.fill_to, self.wish.target) // 100, self.before[person])

    def over(self, person: int) -> bool:
        full = self.room(person) * self.wish.target
        return self.before[person] * 10_000 > full * self.book.policy.over_above

    def takes(self, person: int) -> bool:
        filled = self.before[person] * 100 >= self.room(person) * min(self.book.policy.fill_to, self.wish.target)
        return self.stretches(person) and not filled

    def stretches(self, person: int) -> bool:
        """Whether somebody takes what needs a home, even beyond what books are filled to."""
        who = self.book.people[person]
        stays = who.status is PersonStatus.ACTIVE and who.ends is None and who.present_on(self.day)
        return stays and not self.over(person) and self.room(person) >= 100

    def against(self, account: int, person: int) -> list[NoCode]:
        record = self.book.accounts[account]
        seat = self.seating.seat(record, "csm", self.day)
        assert seat is not None
        nos = why_not(self.book, self.seating, record, seat, person_holder(person), self.day)
        return [no.code for no in nos]

    def _eligible(self, account: int, needed: bool) -> tuple[int, ...]:
        """Who may take an account, by id."""
        return tuple(
            person.id
            for person in self.book.people.all()
            if (self.stretches(person.id) if needed else self.takes(person.id))
            and person.id != self.holder[account]
            and not self.against(account, person.id)
            and (account, "csm", person.id) not in self.wish.refused
        )

    def _held(self, account: Account) -> str:
        """Why an account stays where it is."""
        if account.id in self.wish.locked or (account.locked_until is not None and account.locked_until > self.day):
            return "locked"
        due, weeks = renews_on(self.book, account), timedelta(days=self.wish.freeze)
        if due is not None and self.day - weeks <= due <= self.day + weeks:
            return "renewing soon" if due >= self.day else "in an open renewal"
        return ""

    def books(self, person: int) -> list[Account]:
        """The accounts of somebody that may be chosen to move."""
        own = [account for account in self.book.accounts.all() if self.holder.get(account.id) == person]
        return [
            one for one in own if not self.held(one) and self.on_account[one.id] and not self.against(one.id, person)
        ]

    def cost(self, account: Account, to: int) -> int:
        """What a change of holder costs, thousandths of a point."""
        book, day = self.book, self.day
        since = next(t.since for t in book.tenures_of(account.id) if t.holds_on(day))
        points = 1_000 + 1_500 * min(1_080, (day - since).days) // 1_080
        band = health_of(book, account.id, day).band
        points += {HealthBand.AT_RISK: 1_500, HealthBand.WATCH: 500}.get(band or HealthBand.GOOD, 0)
        points += 1_000 * (stage_of(book, account, day) is Stage.ONBOARDING)
        due = renews_on(book, account)
        points += 6_000 * (due is not None and due <= day + timedelta(days=book.policy.guard_renewal_days))
        known = sorted(arr for one in book.accounts.all() if (arr := arr_on(book, one, day)))
        arr, middle = arr_on(book, account, day) or 0, known[len(known) // 2]
        if self.wish.profile is Profile.BALANCED:
            points += 3 * isqrt(1_000_000 * arr // middle) // 2
        elif self.wish.profile is Profile.PROTECT:
            points += 1_000 * arr // middle
        return points + self.misfit(account, to)

    def misfit(self, account: Account, to: int) -> int:
        person = self.book.people[to]
        asked = [(account.segment, person.segments), (account.region, person.regions)]
        asked += [(account.language, person.languages), (account.industry, person.industries)]
        asked += [(skill, person.skills) for skill in account.needs_skills]
        stated = [(value, offered) for value, offered in asked if value]
        return 1_000 * sum(value not in offered for value, offered in stated) // len(stated) if stated else 0

    # Sentences ----------------------------------------------------------------------------------------------

    def _giver(self, move: ProposedMove, origin: int) -> None:
        told = GIVER.fullmatch(move.reasons.giver)
        assert told, move.reasons.giver
        assert told["name"] == self.book.people[origin].name
        assert hours(told["before"]) == tenths(self.before[origin])
        assert hours(told["room"]) == tenths(self.room(origin))
        assert hours(told["after"]) == tenths(self.after[origin])
        takers = {person for account in self.books(origin) for person in self.eligible(account.id, False)}
        assert hours(told["free"]) == tenths(sum(self.line(one) - self.before[one] for one in takers))
        assert self.over(origin)

    def _account(self, move: ProposedMove, origin: int) -> None:
        told = ACCOUNT.fullmatch(move.reasons.account)
        assert told, move.reasons.account
        account = self.book.accounts[move.account]
        weight = self.on_account[account.id]
        assert hours(told["hours"]) == tenths(weight)
        assert told["each"] == f"{self.cost(account, move.to) * 100 / weight / 1000:.2f}"
        gone = {one.account for one in self.proposal.moves}
        rates = [
            min(self.cost(one, to) for to in takers) * 100 / self.on_account[one.id] / 1000
            for one in self.books(origin)
            if one.id not in gone and (takers := self.eligible(one.id, False))
        ]
        assert told["stays"] == (f"{min(rates):.2f}" if rates else None)
        own = [one for one in self.book.accounts.all() if self.holder.get(one.id) == origin]
        # A seat that needs another holder is only kept by a lock of this very wish.
        bound = [one for one in own if one.id in self.wish.locked or not self.against(one.id, origin)]
        counts = Counter(why for one in bound if (why := self.held(one)))
        assert counted(told["held"], r"(\d+) (?:is|are) (.+)") == counts

    def _otherwise(self, move: ProposedMove, origin: int) -> None:
        told = OTHERWISE.fullmatch(move.reasons.otherwise)
        assert told, move.reasons.otherwise
        assert told["name"] == self.book.people[origin].name
        load = self.after[origin] + self.on_account[move.account]
        assert whole(told["load"]) == percent(load, self.room(origin))

    def _taker(self, move: ProposedMove, origin: int) -> None:
        told = TAKER.fullmatch(move.reasons.taker)
        assert told, move.reasons.taker
        account = self.book.accounts[move.account]
        assert told["name"] == self.book.people[move.to].name
        assert whole(told["before"]) == percent(self.before[move.to], self.room(move.to))
        assert whole(told["after"]) == percent(self.after[move.to], self.room(move.to))
        able = self.eligible(move.account, bool(move.forced))
        assert move.to in able
        weight, own = self.on_account[move.account], self.cost(account, move.to)
        others = sorted(
            (self.cost(account, one) - own, one)
            for one in able
            if one != move.to and self.line(one) - self.after[one] >= weight
        )
        assert bool(told["other"]) == bool(others)
        if others:
            more, best = others[0]
            assert told["other"] == self.book.people[best].name
            assert float(told["more"] or 0) == round(more / 1000, 2)
            assert hours(told["left"]) == tenths(self.line(best) - self.after[best])
            assert int(told["rest"] or 0) == len(others) - 1
        self._kept_out(told["out"], move, {origin, move.to, *(one for _, one in others)})

    def _kept_out(self, told: str | None, move: ProposedMove, known: set[int]) -> None:
        full, codes = 0, Counter[str]()
        for person in self.book.people.all():
            if person.id in known:
                continue
            if not person.present_on(self.day):
                codes["absence"] += 1
                continue
            found = [code for code in self.against(move.account, person.id) if code is not NoCode.NOT_FOR]
            if found:
                codes[WORDS[found[0]]] += 1
            elif self.against(move.account, person.id):
                codes["a mark not to assign"] += 1
            else:
                full += 1
        if told is None:
            assert not full
            assert not codes
            return
        room = re.match(r"(\d+) ha(?:s|ve) no room", told)
        assert int(room[1] if room else 0) == full
        out = re.search(r"\d+ (?:is|are) kept out by .+$", told)
        assert counted(out[0] if out else None, r"(\d+) (?:(?:is|are) kept out )?by (.+)") == codes


def counted(told: str | None, each: str) -> Counter[str]:
    """The numbers in a list such as ``3 by the region and 1 by absence``."""
    found: Counter[str] = Counter()
    for part in LISTED.split(told) if told else ():
        match = re.fullmatch(each, part)
        assert match, told
        found[match[2]] += int(match[1])
    return found


def hours(text: str) -> int:
    """Tenths of an hour."""
    return round(float(text.replace(",", "")) * 10)


def tenths(hundredths: int) -> int:
    """Hundredths of an hour as tenths, halves away from zero."""
    return (abs(hundredths) + 5) // 10 * (1 if hundredths >= 0 else -1)


def whole(text: str) -> int:
    return int(text.replace(",", ""))


def percent(part: int, of: int) -> int:
    return (200 * part + of) // (2 * of)
