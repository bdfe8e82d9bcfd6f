"""Why somebody's hours are what they are, in a few words: what weighs on them, and what they have less time for."""

from __future__ import annotations

from datetime import date

from core.journey import health_of
from core.load.ledger import Ledger
from core.outlook import Outlook
from core.people import Person
from core.wording import hours_whole, near_date
from core.words import Duty, HealthBand, PersonStatus

_MOST = 4
"""Parts named in one line; the person's page has every hour."""
_LEAST = 50
"""Hundredths of an hour under which a part is not worth a word."""

_WORDS = {
    Duty.RENEWAL.value: "renewals",
    Duty.ONBOARDING.value: "onboarding",
    "handover": "handovers",
    "assist": "assisting",
    "pool": "pool",
}


class Reasons:
    """The reasons of one outlook, each made when it is first asked for: a table asks for those in view only."""

    def __init__(self, outlook: Outlook) -> None:
        """Explain the hours of an outlook."""
        self._outlook = outlook
        self._made: dict[int, str] = {}

    def of(self, person: int) -> str:
        """Why a person has the hours they have; empty for somebody without any."""
        if person not in self._made:
            self._made[person] = ", ".join((*self._weights(person), *self._shortages(person))[:_MOST])
        return self._made[person]

    def _weights(self, person: int) -> list[str]:
        """What makes the hours more than those of quiet accounts, the heaviest first."""
        sums = weights(self._outlook, person)
        found = sorted(((hours, word) for word, hours in sums.items() if hours >= _LEAST), reverse=True)
        return [f"{word} {hours_whole(hours)}" for hours, word in found]

    def _shortages(self, person: int) -> list[str]:
        record = self._outlook.book.people[person]
        ledger = self._outlook.ledger
        return shortages(record, ledger, self._outlook.moment.today)


def weights(outlook: Outlook, person: int, ledger: Ledger | None = None) -> dict[str, int]:
    """Hours beyond quiet accounts by word, hundredths: renewals, onboarding, at risk, handovers, pool.

    Over the next 30 days, or over the days of a ``ledger``.

    What an account at risk asks for counts once, under its duty if that has a word, else under ``at risk``.
    """
    sums: dict[str, int] = {}
    day = outlook.moment.today
    at_risk: dict[int, bool] = {}
    for line in (ledger or outlook.ledger).lines(person):
        word = _WORDS.get(line.duty)
        if word is None and line.account is not None:
            if line.account not in at_risk:
                band = health_of(outlook.book, line.account, day).band
                at_risk[line.account] = band is HealthBand.AT_RISK
            word = "at risk" if at_risk[line.account] else None
        if word is not None:
            sums[word] = sums.get(word, 0) + line.hours
    return sums


def shortages(person: Person, ledger: Ledger, today: date) -> list[str]:
    """What takes a person's time away in the days of the ledger: leave, start, end, ramp, leadership."""
    since, until = ledger.window
    days = (until - since).days
    found = []
    away = sum(max(0, (min(leave.until, until) - max(leave.since, since)).days) for leave in person.leaves)
    if away > 0:
        found.append(f"away {away} of {days} days")
    if person.ends is not None and since <= person.ends < until:
        found.append(f"leaves {near_date(person.ends, today)}")
    if person.starts is not None and person.starts > since:
        word = "open until" if person.status is PersonStatus.VACANCY else "starts"
        found.append(f"{word} {near_date(person.starts, today)}")
    room = ledger.capacity(person.id)
    if any(part.why == "ramping up" for part in room.parts):
        found.append("ramping up")
    if room.leadership:
        found.append(f"leading {hours_whole(room.leadership)}")
    return found
