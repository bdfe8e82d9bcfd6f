"""Where the team stands on one day, in lines of text: the measures that a dated review keeps.

Leading measures move first. Trailing ones tell whether the model in force works; they do not tell which one to choose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from statistics import median

from core.book.book import Book
from core.journey import arr_on, health_of, quiet_days
from core.load.ledger import Ledger
from core.models.finding import Group
from core.models.fit.evidence import read, title_of
from core.models.fit.ground import YEAR, Ground
from core.models.fit.line import Evidence, Side, percent_text
from core.models.fit.unasked import unanswered
from core.models.seating import Seating
from core.moment import Moment
from core.text import NOTE_LIMIT
from core.wording import counted, hours_whole, listed, money, short_date, spoken
from core.words import AccountStatus, Expectation, HealthBand, OutcomeKind

ROOM = NOTE_LIMIT - 100
"""Characters that the lines may fill: a note's length, less the line that says some were left out."""


def measures_text(book: Book, moment: Moment, seating: Seating, ledger: Ledger, groups: Iterable[Group] = ()) -> str:
    """Leading and trailing measures, the evidence and the findings as they are read today, one a line.

    What was said in interviews is private and left out.
    """
    ground = Ground(book, moment, seating, ledger)
    lines = [f"Leading, as read on {short_date(moment.today)}:", *_leading(ground)]
    lines += ["Trailing, which tell whether the model in force works and not which to choose:", *_trailing(ground)]
    lines += ["Evidence:", *_evidence(book, read(ground))]
    lines += [f"Findings: {_findings(groups)}."]
    return _within(lines)


def _leading(ground: Ground) -> Iterator[str]:
    customers, n = ground.customers, len(ground.customers)
    days = ground.limits["heard_days"]
    answers = Counter(ground.voices[one.id].answer for one in customers if one.id in ground.voices)
    yes, answered = answers[Expectation.YES], answers[Expectation.YES] + answers[Expectation.NO]
    yield f"Expectations: {yes:,} plain yes of {counted(answered, 'answer')} in {days} days{_share(yes, answered)}"
    silent = len(unanswered(customers, ground.voices))
    yield f"Not asked in {days} days: {silent:,} of {counted(n, 'account')}{_share(silent, n)}"
    bands = Counter(health_of(ground.book, one.id, ground.day).band for one in customers)
    parts = [f"{bands[band]:,} {spoken(band)}" for band in HealthBand]
    yield f"Health: {', '.join(parts)}, {bands[None]:,} not known"
    kept = sum(1 for one in customers if _in_touch(ground, one.account.id))
    yield f"Touch standard kept: {kept:,} of {counted(n, 'account')}{_share(kept, n)}"
    starts = list(_days_to_value(ground))
    if starts:
        ended = counted(len(starts), "customer")
        yield f"Time to value: {ended} finished onboarding in 12 months, the middle one after {median(starts):g} days"
    totals = ground.ledger.totals()
    asked, room = totals.held - totals.outside, ground.capacity(ground.ledger.window)
    yield f"Load: {hours_whole(asked)} of {hours_whole(room)} this month{_share(asked, room)}"


def _in_touch(ground: Ground, number: int) -> bool:
    account = ground.book.accounts[number]
    quiet = quiet_days(ground.book, account, ground.day)
    standard = ground.book.policy.touch_days.of(ground.seating.served_touch(account, ground.day))
    return quiet is not None and quiet <= standard


def _days_to_value(ground: Ground) -> Iterator[int]:
    since = ground.day - timedelta(days=YEAR)
    for one in ground.customers:
        begun, ended = one.account.started, one.account.onboarded_on
        if begun is not None and ended is not None and since < ended <= ground.day:
            yield (ended - begun).days


def _trailing(ground: Ground) -> Iterator[str]:
    book, day = ground.book, ground.day
    since = day - timedelta(days=YEAR)
    lost = [
        account
        for account in book.accounts.values()
        if account.status is AccountStatus.CHURNED
        and account.churned_on is not None
        and since < account.churned_on <= day
    ]
    arr = sum(arr_on(book, account, account.churned_on or day) or 0 for account in lost)
    with_arr = f", with {money(arr, book.policy.currency)}" if arr else ""
    yield f"Customers lost in 12 months: {len(lost):,}{with_arr}"
    decided = [out.kind for account in book.accounts.values() for out in account.outcomes if since < out.on <= day]
    kept, n = sum(kind is not OutcomeKind.CHURNED for kind in decided), len(decided)
    yield f"Renewals decided in 12 months: {n:,}, of which renewed or extended {kept:,}{_share(kept, n)}"


def _evidence(book: Book, lines: Iterable[Evidence]) -> Iterator[str]:
    """Each measured number once, with what it speaks for and against; too few answers once for all signals."""
    found: dict[str, list[str]] = {}
    for line in lines:
        if line.private:
            continue
        sides = found.setdefault(line.says, [])
        if line.side is not Side.UNHEARD:
            sides.append(f"{line.side.value} {listed(title_of(book, key) for key in line.speaks)}")
    for says, sides in found.items():
        yield f"{says} ({'; '.join(sides)})" if sides else says
    if not found:
        yield "nothing speaks for or against any model yet"


def _findings(groups: Iterable[Group]) -> str:
    return ", ".join(f"{group.code} {group.count:,}" for group in groups) or "none"


def _share(part: int, whole: int) -> str:
    return f", {percent_text(part, whole)}" if whole > 0 else ""


def _within(lines: list[str]) -> str:
    """The lines as one text that fits a note; the last ones are left out, and counted."""
    length = 0
    for place, line in enumerate(lines):
        length += len(line) + 1
        if length > ROOM:
            return "\n".join([*lines[:place], f"and {counted(len(lines) - place, 'more line')}"])
    return "\n".join(lines)
