"""The same figures by another road: straight from models.md 2.2 and 2.3, day by day, and from the shipped files.

Nothing of the engine is read here: neither its seats nor its hours. It knows one model or alignment on every account.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import floor
from pathlib import Path
from typing import Any

from core.accounts import Account
from core.book.book import Book
from core.people import Person
from core.seats import Tenure

FILES = Path(__file__).parents[4] / "data" / "catalogue"
DAYS = 30
STANDARD = {  # 2.2: hours per 30 days, renewal per cycle of 90
    "onboarding": {"high": "5.6", "mid": "2.1", "tech": "0.5"},  # with the adoption line that it carries too
    "adoption": {"high": "2.6", "mid": "1", "tech": "0.2"},
    "support": {"high": "1", "mid": "0.4", "tech": "0.15"},
    "expansion": {"high": "0.4", "mid": "0.1", "tech": "0.05"},
    "renewal": {"high": "10", "mid": "4", "tech": "1"},
}
HEALTH = {"at_risk": Fraction(3, 2), "watch": Fraction(6, 5)}
COMPLEXITY = {"simple": Fraction(4, 5), "complex": Fraction(13, 10)}
BY_HEALTH = {"adoption", "support", "expansion", "renewal"}
BY_COMPLEXITY = {"onboarding", "adoption", "support"}
HANDOVER = {"out": {"high": "2", "mid": "0.5", "tech": "0"}, "in": {"high": "3", "mid": "1", "tech": "0.25"}}
SCOPES: dict[str, Callable[[Account, str], bool]] = {
    "": lambda one, stage: True,
    "is:key or is:escalated": lambda one, stage: one.key_account or escalated(one),
    "is:escalated": lambda one, stage: escalated(one),
    "complexity:complex": lambda one, stage: one.complexity is not None and one.complexity.value == "complex",
    "stage:onboarding": lambda one, stage: stage == "onboarding",
}
NOBODY = ("nobody", 0)
Key = tuple[str, Any]


def escalated(account: Account) -> bool:
    return account.escalation is not None and account.escalation.closed_on is None


def established(account: Account, day: date) -> bool:
    """A customer for a year who renewed or extended once, or one that is marked so (models.md 1.1)."""
    if account.established is not None or account.started is None:
        return bool(account.established)
    stayed = [one for one in account.outcomes if one.kind.value in ("renewed", "extended") and one.on <= day]
    return bool(stayed) and account.started + timedelta(days=365) <= day


@dataclass
class Recount:
    """What a model comes to on a book."""

    seats: Counter[str] = field(default_factory=Counter)
    """Seats by who holds them today, those without work as ``dormant``."""
    hours: Counter[Key] = field(default_factory=Counter)
    """Hundredths by holder."""
    empty: list[str] = field(default_factory=list)
    """Seats with work, now or within their ``fill_ahead`` days, that nobody holds who is still here."""


def table(kind: str, key: str) -> dict[str, Any]:
    return tomllib.loads((FILES / kind / f"{key}.toml").read_text(encoding="utf-8"))


class Counted:
    """One model or alignment on every account of a book."""

    def __init__(self, book: Book, key: str, day: date, pool: int = 0, serve: dict[str, str] | None = None) -> None:
        self.book, self.day, self.pool, self.serve = book, day, pool, serve or {}
        alignment = table("alignments", key) if (FILES / "alignments" / f"{key}.toml").exists() else None
        model = table("models", alignment["model"] if alignment else key)
        seats = model.get("seat", [])
        self.leads = model.get("leads", {})
        if "based_on" in model:
            base = table("models", model["based_on"])
            own = {seat["key"] for seat in seats}
            seats = [seat for seat in base["seat"] if seat["key"] not in own] + seats
            self.leads = base["leads"] | self.leads
        self.scope = alignment.get("scope", "") if alignment else ""
        assert self.scope in ("", "is:established")
        given = {duty: who for duty, who in (alignment or {"duties": {}})["duties"].items() if who != "team"}
        self.lines = [{**seat, "carries": [d for d in seat.get("carries", []) if d not in given]} for seat in seats]
        self.lines = [seat for seat in self.lines if seat["carries"] or seat.get("assists")]
        for function in dict.fromkeys(given.values()):
            carries = [duty for duty in STANDARD if given.get(duty) == function]
            self.lines.append({"key": function, "carries": carries, "holder": "outside"})

    # Accounts ---------------------------------------------------------------------------------------------------

    def windows(self, one: Account) -> tuple[date | None, date | None, date | None]:
        """End of onboarding, begin and end of the renewal's work."""
        ends = one.onboarded_on or (one.started + timedelta(days=90) if one.started else None)
        lines = self.contracts.get(one.id, [])
        due = one.renews
        if lines:
            settled = max((outcome.due for outcome in one.outcomes if outcome.due), default=None)
            until = [line.until for line in lines if not line.trial]
            if not (settled and one.renews and one.renews > settled) and None not in until:
                due = max((end for end in until if end and (settled is None or end > settled)), default=one.renews)
        return ends, due - timedelta(days=90) if due else None, due

    def open_on(self, one: Account, day: date) -> tuple[str, ...]:
        """Duties with work on a day; the renewal's without hours once its date has passed."""
        ends, begins, _ = self.spans[one.id]
        renewal = ("renewal",) if begins and begins <= day else ()
        if one.started and day < one.started:
            return renewal
        first = "onboarding" if one.started and ends and day < ends else "adoption"
        return (first, "support", "expansion", *renewal)

    def stage(self, one: Account, day: date) -> str:
        if one.stage_override is not None:
            return one.stage_override.stage.value
        ends, begins, _ = self.spans[one.id]
        if begins and begins <= day:
            return "renewal"
        return "onboarding" if one.started and ends and one.started <= day < ends else "adoption"

    def touch(self, one: Account) -> str:
        segment = next((each for each in self.book.segments.values() if each.key == one.segment), None)
        own = one.touch or (segment.touch if segment else None)
        word = own.value if own else "mid"
        return self.serve.get(word, word)

    def band(self, one: Account) -> str:
        known = [
            reading
            for reading in self.readings.get(one.id, ())
            if reading.kind.value == "health" and reading.on <= self.day
        ]
        if not known:
            return ""
        last = max(known, key=lambda reading: (reading.on, reading.id))
        if last.band:
            return str(last.band.value)
        value = last.value if last.value is not None else 100
        return "at_risk" if value < 50 else "watch" if value < 70 else "good"

    def covers(self, one: Account, day: date) -> bool:
        """Whether the one line of the plan is for an account: an alignment alone is for those it is meant for."""
        return self.scope == "" or established(one, day)

    def asked(self, one: Account, day: date) -> list[dict[str, Any]]:
        """Of each seat key the first line whose scope fits; none on an account that the plan is not for."""
        found: dict[str, dict[str, Any]] = {}
        if not self.covers(one, day):
            return []
        stage = self.stage(one, day)
        for seat in self.lines:
            if SCOPES[seat.get("scope", "")](one, stage):
                found.setdefault(seat["key"], seat)
        return list(found.values())

    def bearer(self, one: Account) -> Account:
        while one.parent and one.family.value == "rolled" and active(self.book.accounts[one.parent]):
            one = self.book.accounts[one.parent]
        return one

    # Holders ----------------------------------------------------------------------------------------------------

    def acts(self, tenures: list[Tenure], key: str, day: date) -> Tenure | None:
        """The latest cover of a leave that lasts, by somebody who is there, else whoever has the seat for good."""
        mine = [t for t in tenures if t.seat == key and t.since <= day and (t.until is None or day < t.until)]
        covers = [t for t in mine if t.kind.value == "cover" and self.stands(t, day)]
        if covers:
            return max(covers, key=lambda t: (t.since, t.id))
        return next((t for t in reversed(mine) if t.kind.value == "permanent"), None)

    def stands(self, cover: Tenure, day: date) -> bool:
        absent = self.book.people.get(cover.leave_of or 0)
        leaves = absent.leaves if absent else ()
        if cover.leave and not any(one.number == cover.leave and one.since <= day < one.until for one in leaves):
            return False
        sitter = self.book.people.get(cover.holder.person or 0)
        return sitter is None or (here(sitter, day) and not any(one.since <= day < one.until for one in sitter.leaves))

    def holders(self, one: Account, seat: dict[str, Any], day: date) -> list[tuple[Key, int]]:
        """Who has which percent of a seat on a day, the acting holder first."""
        how = seat.get("holder", "named")
        if how == "outside":
            return [(("outside", seat["key"]), 100)]
        if how == "lead":
            leading = self.leading(one, day)
            who = self.holders(one, leading, day)[0][0] if leading else NOBODY
            lead = self.book.people[who[1]].lead if who[0] == "person" else None
            return [(("person", lead) if lead else NOBODY, 100)]
        keys = {each["key"] for each in self.asked(one, day)}
        tenures = self.tenures.get(one.id, [])
        found = self.acts(tenures, seat["key"], day)
        for key in seat.get("inherits", []):
            if found is None and key not in keys:
                found = self.acts(tenures, key, day)
        if found is None and one.parent and one.family.value == "follow":
            parent = self.book.accounts[one.parent]
            same = [each for each in self.asked(parent, day) if each["key"] == seat["key"]]
            if active(parent) and same:
                return self.holders(parent, same[0], day)
        if found is None:
            return [(("pool", self.pool) if how == "pool" and self.pool else NOBODY, 100)]
        parts: list[tuple[Key, int]] = []
        for other in tenures:
            if other.kind.value == "overlap" and other.seat == found.seat and other.since <= day < (other.until or MAX):
                parts.append((key_of(other), other.share))
        return [(key_of(found), 100 - sum(part for _, part in parts)), *parts]

    def leading(self, one: Account, day: date) -> dict[str, Any] | None:
        seats = self.asked(one, day)
        named = self.leads.get(self.stage(one, day))
        for seat in seats:
            if seat["key"] == named and self.present(self.holders(one, seat, day)[0][0], day):
                return seat
        return next((seat for seat in seats if "adoption" in seat["carries"]), seats[0] if seats else None)

    def present(self, who: Key, day: date) -> bool:
        person = self.book.people.get(who[1]) if who[0] == "person" else None
        return who != NOBODY and not (person and person.status.value == "vacancy" and not here(person, day))

    # Counting ---------------------------------------------------------------------------------------------------

    def count(self) -> Recount:
        found = Recount()
        book = self.book
        self.tenures: dict[int, list[Tenure]] = {}
        for tenure in book.holders.all():
            self.tenures.setdefault(tenure.account, []).append(tenure)
        self.readings: dict[int, list[Any]] = {}
        for reading in book.readings.all():
            self.readings.setdefault(reading.account, []).append(reading)
        self.contracts: dict[int, list[Any]] = {}
        for line in book.contracts.all():
            self.contracts.setdefault(line.account, []).append(line)
        every = [one for one in book.accounts.all() if active(one)]
        self.spans = {one.id: self.windows(one) for one in book.accounts.all()}
        rolled: dict[int, list[Account]] = {}
        for one in every:
            if self.bearer(one) is not one:
                rolled.setdefault(self.bearer(one).id, []).append(one)
        for one in every:
            if self.bearer(one) is one:
                self.seats(found, one)
                self.work(found, one, rolled.get(one.id, []))
                self.passing(found, one)
        return found

    def seats(self, found: Recount, one: Account) -> None:
        opened = self.open_on(one, self.day)
        for seat in self.asked(one, self.day):
            busy = not seat["carries"] or any(duty in opened for duty in seat["carries"])
            who = self.holders(one, seat, self.day)[0][0]
            named = seat.get("holder", "named")
            kind = who[0] if self.present(who, self.day) or who == NOBODY else "vacant"
            found.seats[kind if busy else "dormant"] += 1
            person = self.book.people.get(who[1]) if who[0] == "person" else None
            gone = person is not None and (person.archived or (person.ends is not None and person.ends <= self.day))
            ahead = seat.get("fill_ahead", 0)
            soon = any(self.opens(one, duty) <= self.day + timedelta(days=ahead) for duty in seat["carries"])
            wanted = (busy or (ahead and soon)) and seat.get("need") != "optional" and named in ("named", "pool")
            if wanted and (who == NOBODY or gone):
                found.empty.append(f"A{one.id}/{seat['key']}")

    def opens(self, one: Account, duty: str) -> date:
        """The first day from today on which a duty has work."""
        ends, begins, _ = self.spans[one.id]
        first = max(self.day, one.started) if one.started else self.day
        onboarding = one.started and ends and first < ends
        if duty == "renewal":
            return max(self.day, begins) if begins else MAX
        if duty == "onboarding":
            return first if onboarding else MAX
        return ends if duty == "adoption" and onboarding and ends else first

    def work(self, found: Recount, one: Account, rolled: list[Account]) -> None:
        """Days on which each duty has work, times its rate, rounded once, divided among who had it."""
        days = [self.day + timedelta(days=number) for number in range(DAYS)]
        still = not self.turns(one, days)
        holders: dict[str, list[tuple[Key, int]]] = {}
        spent: Counter[tuple[str, str, int, Key, int]] = Counter()  # days by duty, seat, account, holder and percent
        before, seats, by_duty = ("", False), [], {}
        for day in days:
            now = self.stage(one, day), self.covers(one, day)
            if now != before:
                before, seats, holders = now, self.asked(one, day), {}
                by_duty = {duty: seat for seat in reversed(seats) for duty in seat["carries"]}
            if not still:
                holders = {}
            for each in (one, *rolled):
                due = self.spans[each.id][2]
                for duty in self.open_on(each, day):
                    if duty == "renewal" and due and day >= due:
                        continue
                    seat = by_duty.get(duty)
                    key = seat["key"] if seat else ""
                    if key not in holders:
                        holders[key] = self.holders(one, seat, day) if seat else [(NOBODY, 100)]
                    for who, part in holders[key]:
                        spent[duty, key, each.id, who, part] += 1
            for seat in seats:
                if not seat["carries"] and (one.started is None or one.started <= day):
                    who = self.holders(one, seat, day)[0][0]
                    if seat.get("need") != "optional" or self.present(who, day):
                        spent["assist", seat["key"], one.id, who, 100] += 1
        sums: dict[str, dict[tuple[str, Key], Fraction]] = {}
        for (duty, key, number, who, part), count in spent.items():
            hours = self.own_hours(one, key) if duty == "assist" else self.rate(self.book.accounts[number], duty)
            into = sums.setdefault(duty + key if duty == "assist" else duty, {})
            quarter = 1 if number == one.id else Fraction(1, 4)
            into[key, who] = into.get((key, who), Fraction()) + hours * quarter * part * count / 100
        for parts in sums.values():
            settle(found, parts)

    def own_hours(self, one: Account, key: str) -> Fraction:
        """Hours a day of an assisting seat."""
        seat = next(seat for seat in self.lines if seat["key"] == key)
        return Fraction(str(seat["hours"][self.touch(one)])) / DAYS

    def turns(self, one: Account, days: list[date]) -> bool:
        """Whether anybody comes or goes on these days."""
        family = [one.id]
        while one.parent and one.family.value == "follow":
            one = self.book.accounts[one.parent]
            family.append(one.id)
        for tenure in (each for number in family for each in self.tenures.get(number, [])):
            if tenure.kind.value == "cover" or tenure.since > days[0] or (tenure.until or days[0]) > days[0]:
                return True
            person = self.book.people.get(tenure.holder.person or 0)
            if person is not None and person.status.value == "vacancy":
                return True
        return False

    def rate(self, one: Account, duty: str) -> Fraction:
        """Hours a day."""
        return rate(duty, self.touch(one), self.bands(one), one.complexity.value if one.complexity else "")

    def bands(self, one: Account) -> str:
        known = self.__dict__.setdefault("_bands", {})
        if one.id not in known:
            known[one.id] = self.band(one)
        return str(known[one.id])

    def passing(self, found: Recount, one: Account) -> None:
        """Two weeks before and after a seat changed hands, or the lead passed from seat to seat: then half."""
        sums: dict[str, dict[tuple[str, Key], Fraction]] = {}
        for left, taken, outgoing, incoming, part in (*self.changes(one), *self.passages(one)):
            for day, (key, who), side in (
                (left - timedelta(days=14), outgoing, "out"),
                (taken, incoming, "in"),
            ):
                begin = max(day, self.day)
                end = min(day + timedelta(days=14), self.day + timedelta(days=DAYS))
                if end > begin:
                    amount = Fraction(HANDOVER[side][self.touch(one)]) * part * (end - begin).days / 14
                    into = sums.setdefault(key, {})
                    into[key, who] = into.get((key, who), Fraction()) + amount
        for parts in sums.values():
            settle(found, parts)

    def changes(self, one: Account) -> Iterator[tuple[date, date, tuple[str, Key], tuple[str, Key], Fraction]]:
        seats = self.asked(one, self.day)
        keys = {seat["key"] for seat in seats}
        own = self.tenures.get(one.id, [])
        if one.parent and one.family.value == "follow":
            taken_seats = {tenure.seat for tenure in own}
            own = own + [t for t in self.tenures.get(one.parent, []) if t.seat not in taken_seats]
        for seat in seats:
            if not seat["carries"] or seat.get("holder", "named") not in ("named", "pool"):
                continue
            mine = {seat["key"], *(key for key in seat.get("inherits", []) if key not in keys)}
            row = sorted(
                (t for t in own if t.seat in mine and t.kind.value == "permanent"), key=lambda t: (t.since, t.id)
            )
            for before, after in zip(row, [*row[1:], None], strict=False):
                if before.until is None:
                    continue
                taken = after.since if after else before.until
                to: Key = key_of(after) if after else ("pool", self.pool)
                if (after or (self.pool and seat.get("holder") == "pool")) and to != key_of(before):
                    fits = before.until <= taken <= before.until + timedelta(days=14)
                    if fits and any(duty in seat["carries"] for duty in self.open_on(one, taken)):
                        yield before.until, taken, (seat["key"], key_of(before)), (seat["key"], to), Fraction(1)

    def passages(self, one: Account) -> Iterator[tuple[date, date, tuple[str, Key], tuple[str, Key], Fraction]]:
        if len(set(self.leads.values())) < 2:
            return
        ends, begins, _ = self.spans[one.id]
        for day in (ends if one.started else None, begins):
            if day is None or abs((day - self.day).days) > 60:
                continue
            eve = day - timedelta(days=1)
            before, after = self.leading(one, eve), self.leading(one, day)
            if before is None or after is None or before["key"] == after["key"]:
                continue
            giver, taker = self.holders(one, before, eve)[0][0], self.holders(one, after, day)[0][0]
            if giver != taker and self.present(giver, eve) and self.present(taker, day):
                yield day, day, (before["key"], giver), (after["key"], taker), Fraction(1, 2)


MAX = date.max


@cache
def rate(duty: str, touch: str, band: str, complexity: str) -> Fraction:
    """Hours a day of a duty."""
    health = HEALTH.get(band, Fraction(1)) if duty in BY_HEALTH else Fraction(1)
    hard = COMPLEXITY.get(complexity, Fraction(1)) if duty in BY_COMPLEXITY else Fraction(1)
    return Fraction(STANDARD[duty][touch]) * min(health * hard, Fraction(2)) / (90 if duty == "renewal" else 30)


def settle(found: Recount, parts: dict[tuple[str, Key], Fraction]) -> None:
    """Round what a duty comes to once, half up; divide it by largest remainder, the earlier first."""
    total = floor(sum(parts.values()) * 100 + Fraction(1, 2))
    floors = {key: floor(part * 100) for key, part in parts.items()}
    late = sorted(parts, key=lambda key: -(parts[key] * 100 - floors[key]))
    for key in late[: total - sum(floors.values())]:
        floors[key] += 1
    for (_, who), hours in floors.items():
        found.hours[who] += hours


def key_of(tenure: Tenure) -> Key:
    holder = tenure.holder
    if holder.person is not None:
        return "person", holder.person
    return ("pool", holder.pool) if holder.pool is not None else ("outside", f"outside:{holder.function}")


def active(one: Account) -> bool:
    return one.status.value == "active" and not one.archived


def here(person: Person, day: date) -> bool:
    return (person.starts is None or person.starts <= day) and (person.ends is None or day < person.ends)
