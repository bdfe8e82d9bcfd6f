"""Pools: accounts tied to one person or passed among too many, skills nobody has, spikes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.requests import LOOK_BACK, present_members, queue_of, requests_of
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts, SeatFacts
from core.people import Pool
from core.text import fold
from core.wording import counted, hours
from core.words import SeatHolding, Severity, TenureKind

HANDLERS = 4
"""Different handlers in that time that are too many."""
SPIKE_PERCENT = 125
"""Hours that came, against expected ones, from which two months in a row are a spike."""
SPIKE_WEEKS = 12
"""Weeks whose middle is the usual one."""


def pool_tied(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """A pooled account belongs to one person: by a tenure, or because one handler gets nearly all its requests."""
    found: list[Finding] = []
    for seat in it.seats:
        if seat.seat.holder is SeatHolding.POOL:
            found += _by_tenure(facts, it, seat)
            found += _by_handler(facts, it)
    return found


def _by_tenure(facts: Facts, it: AccountFacts, seat: SeatFacts) -> Iterable[Finding]:
    tenure = seat.tenure
    if tenure is None or tenure.kind is not TenureKind.PERMANENT or tenure.account != it.id:
        return ()
    if tenure.holder.person is None or facts.is_gone(tenure.holder.person):
        return ()
    mend = Mend(
        kind=MendKind.GIVE_TO_POOL,
        says=f"give {seat.seat.title} to the pool",
        code="POOL-TIED",
        account=it.id,
        seat=seat.key,
    )
    says = f"{facts.name(tenure.holder.person)} holds its pooled seat {seat.seat.title}."
    return [_tied(it, f"A{it.id}/{seat.key}", says, seat.key, mend)]


def _by_handler(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    handled = handlers_of(facts, it)
    if not handled:
        return ()
    requests, most, policy = sum(handled.values()), max(handled.values()), facts.policy
    if requests < policy.pool_tied_requests or most * 100 < requests * policy.pool_tied_percent:
        return ()
    says = f"one person handled {most} of its {requests} requests in {LOOK_BACK} days."
    return [_tied(it, f"A{it.id}/requests", says, "", None)]


def _tied(it: AccountFacts, subject: str, says: str, seat: str, mend: Mend | None) -> Finding:
    return Finding(
        code="POOL-TIED",
        severity=Severity.WARNING,
        subject=subject,
        message=f"{it.name} is tied to one person: {says}",
        account=it.id,
        seat=seat,
        arr=it.arr or 0,
        mend=mend,
        where="" if mend is not None else "Give its next request to somebody else in Work: 4",
    )


def pool_handlers(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """Too many different people handled the account's requests."""
    handled = handlers_of(facts, it)
    if len(handled) < HANDLERS:
        return ()
    return [
        Finding(
            code="POOL-HANDLERS",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name}: {len(handled)} different people handled its requests in {LOOK_BACK} days.",
            account=it.id,
            arr=it.arr or 0,
            where="Give its next requests to who handled the last one, in Work: 4",
        )
    ]


def handlers_of(facts: Facts, it: AccountFacts) -> Mapping[int, int]:
    """Requests of the last 90 days by the person who had them last."""
    requests = requests_of(facts, it)
    return Counter(request.handler for request in requests if request.handler is not None) if requests else {}


def pool_skill(facts: Facts, pool: Pool) -> Iterable[Finding]:
    """A request or account of the pool needs a skill or language that no present member has."""
    members = present_members(facts.book, facts.day, pool)
    skills = {fold(word) for person in members for word in person.skills}
    languages = {fold(word) for person in members for word in person.languages}
    for what, word, needs in _needed(facts, pool):
        if fold(word) in (skills if what == "skill" else languages):
            continue
        yield Finding(
            code="POOL-SKILL",
            severity=Severity.ERROR,
            subject=f"pool:{pool.id}/{what}:{fold(word)}",
            message=f"No present member of {pool.title} has the {what} {word} that {needs}.",
            pool=pool.id,
            mend=Mend(
                kind=MendKind.ADD_MEMBER,
                says=f"take somebody with {word} into the pool",
                code="POOL-SKILL",
                pool=pool.id,
                seat=what,
                word=word,
            ),
            where="Or open a vacancy in Load: 3",
        )


def _needed(facts: Facts, pool: Pool) -> Iterator[tuple[str, str, str]]:
    """(skill or language, the word, who needs it) of accounts and open requests, in a stable order."""
    needed: dict[tuple[str, str], list[int]] = {}
    words: dict[tuple[str, str], str] = {}

    def note(what: str, word: str, place: int, number: int) -> None:
        key = (what, fold(word))
        words[key] = min(word, words.get(key, word))
        needed.setdefault(key, [0, 0])[place] += number

    for what in ("skill", "language"):
        for key, accounts in facts.sums.items():
            if key[0] == f"needs {what}" and key[1] == str(pool.id) and accounts:
                note(what, key[2], 0, accounts)
    for request in queue_of(facts.book, pool):
        if request.closed_at is None:
            for what, word in (("skill", request.skill), ("language", request.language)):
                if word:
                    note(what, word, 1, 1)
    for key, (accounts, requests) in sorted(needed.items()):
        who = [counted(accounts, "account")] if accounts else []
        who += [counted(requests, "open request")] if requests else []
        verb = "needs" if accounts + requests == 1 else "need"
        yield key[0], words[key], f"{' and '.join(who)} {verb}"


def pool_spike(facts: Facts, pool: Pool) -> Iterable[Finding]:
    """Clearly more hours came than expected for two months, or twice as many requests as usual in a week."""
    now = facts.moment.now
    expected = facts.ledger.pool(pool.id).hours
    months = [0, 0]
    weeks = [0] * (SPIKE_WEEKS + 1)
    for request in queue_of(facts.book, pool):
        age = (now - request.opened_at).days
        if 0 <= age < 60:
            months[age // 30] += request.hours or 0
        if 0 <= age < 7 * len(weeks):
            weeks[age // 7] += 1
    usual = median(weeks[1:])
    if expected > 0 and all(came * 100 > expected * SPIKE_PERCENT for came in months):
        says = f"{hours(expected)} a month are expected, {hours(months[0])} came in the last 30 days and "
        says += f"{hours(months[1])} in the 30 before."
    elif usual and weeks[0] >= 2 * usual:
        says = f"{counted(weeks[0], 'request')} came in the last 7 days; {usual:g} is usual in a week."
    else:
        return ()
    return [
        Finding(
            code="POOL-SPIKE",
            severity=Severity.INFORMATION,
            subject=f"pool:{pool.id}",
            message=f"{pool.title}: {says}",
            pool=pool.id,
            where="Change the standard hours, or add a member in Load: 3",
        )
    ]


RULES = (
    Rule(
        code="POOL-TIED",
        severity=Severity.WARNING,
        says="A pooled account belongs to nobody for good, and one handler gets less than 80 % of its requests when it "
        "had 5 or more in 90 days.",
        account=pool_tied,
    ),
    Rule(
        code="POOL-HANDLERS",
        severity=Severity.WARNING,
        says="Fewer than 4 different people handle the requests of one account in 90 days.",
        account=pool_handlers,
    ),
    Rule(
        code="POOL-SKILL",
        severity=Severity.ERROR,
        says="Some present member has each skill and language that the pool's accounts and requests need.",
        pool=pool_skill,
    ),
    Rule(
        code="POOL-SPIKE",
        severity=Severity.INFORMATION,
        says="A pool gets at most 1.25 times its expected hours, and no week twice its usual requests.",
        pool=pool_spike,
    ),
)
"""The rules of this part."""
