"""Pools: accounts tied to one person, requests that wait, skills nobody has, work left unfinished, spikes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from statistics import median

from core.book.book import Book
from core.conversations import Request
from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import AccountFacts, Facts, SeatFacts, works_here
from core.models.rules.rule import Rule
from core.people import Person, Pool
from core.text import fold
from core.wording import counted, hours
from core.words import SeatHolding, Severity, TenureKind

LOOK_BACK = 90
"""Days of requests that are looked at."""
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


def requests_of(facts: Facts, it: AccountFacts) -> list[Request]:
    """The pooled requests of an account in the last 90 days."""
    every = facts.requests_of(it)
    if not every:
        return []
    since = facts.moment.now - timedelta(days=LOOK_BACK)
    return [request for request in every if request.pool is not None and request.opened_at > since]


def request_late(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """An open request is over its SLA."""
    found = []
    for request in facts.requests_of(it):
        over = overdue(request, facts.moment.now)
        if over is not None:
            days = f"{counted(over.days, 'day')} over" if over.days else "over"
            nobody = "" if request.handler is not None else " and nobody has it"
            waits = request.handler is None and request.pool is not None
            found.append(
                Finding(
                    code="POOL-WAIT",
                    severity=Severity.ERROR,
                    subject=f"A{it.id}/R{request.id}",
                    message=f"{it.name}: the request “{request.topic}” is {days} its due time{nobody}.",
                    account=it.id,
                    pool=request.pool,
                    arr=it.arr or 0,
                    mend=_dispatch(request) if waits else None,
                    where="Resolve it in Work: 4",
                )
            )
    return found


def overdue(request: Request, now: datetime) -> timedelta | None:
    """How long an open request has been over its due time; None while it is not."""
    if request.closed_at is not None or request.due_at is None or request.due_at >= now:
        return None
    return now - request.due_at


def request_waits(facts: Facts, pool: Pool) -> Iterable[Finding]:
    """A request waits although an eligible member is free."""
    waiting = [
        request
        for request in _requests(facts.book, pool)
        if request.closed_at is None and request.handler is None and overdue(request, facts.moment.now) is None
    ]
    for request in waiting:
        it = facts.accounts.get(request.account)
        free = next_handlers(facts.book, facts.day, pool, request)
        if it is not None and free:
            yield Finding(
                code="POOL-WAIT",
                severity=Severity.WARNING,
                subject=f"A{it.id}/R{request.id}",
                message=f"{it.name}: the request “{request.topic}” waits although "
                f"{counted(len(free), 'member')} {'is' if len(free) == 1 else 'are'} free.",
                account=it.id,
                pool=pool.id,
                arr=it.arr or 0,
                mend=_dispatch(request),
            )


def next_handlers(book: Book, day: date, pool: Pool, request: Request) -> list[Person]:
    """The present members who can take a request and are under the pool's limit, the best first.

    Who had the account's last request comes first, then who has the fewest open ones.
    """
    busy = Counter(other.handler for other in _requests(book, pool) if other.closed_at is None)
    last = [other.handler for other in book.of_account("requests_of_account", request.account) if other.handler]
    able = [
        person
        for person in present_members(book, day, pool)
        if _able(person, request.skill, request.language)
        and (pool.open_limit is None or busy[person.id] < pool.open_limit)
    ]
    able.sort(key=lambda person: (person.id != (last[-1] if last else None), busy[person.id], person.id))
    return able


def present_members(book: Book, day: date, pool: Pool) -> list[Person]:
    """The members of a pool who are at work on a day."""
    people = (book.people.get(member.person) for member in pool.members)
    here = (person for person in people if person is not None and works_here(person, day))
    return [person for person in here if person.present_on(day)]


def _able(person: Person, skill: str, language: str) -> bool:
    return (not skill or fold(skill) in map(fold, person.skills)) and (
        not language or fold(language) in map(fold, person.languages)
    )


def _requests(book: Book, pool: Pool) -> tuple[Request, ...]:
    return book.of_account("requests_of_pool", pool.id)


def _dispatch(request: Request) -> Mend:
    return Mend(
        kind=MendKind.DISPATCH,
        says="give it to the next free member",
        code="POOL-WAIT",
        account=request.account,
        pool=request.pool,
        record=request.id,
    )


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
    for request in _requests(facts.book, pool):
        if request.closed_at is None:
            for what, word in (("skill", request.skill), ("language", request.language)):
                if word:
                    note(what, word, 1, 1)
    for key, (accounts, requests) in sorted(needed.items()):
        who = [counted(accounts, "account")] if accounts else []
        who += [counted(requests, "open request")] if requests else []
        verb = "needs" if accounts + requests == 1 else "need"
        yield key[0], words[key], f"{' and '.join(who)} {verb}"


def pool_playbook(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """A request of the last 90 days was closed with required steps of its playbook open."""
    found = []
    for request in requests_of(facts, it):
        left = open_steps(facts, request) if request.closed_at is not None else 0
        if left:
            found.append(
                Finding(
                    code="POOL-PLAYBOOK",
                    severity=Severity.WARNING,
                    subject=f"A{it.id}/R{request.id}",
                    message=f"{it.name}: the request “{request.topic}” was closed with "
                    f"{counted(left, 'required step')} of its playbook open.",
                    account=it.id,
                    pool=request.pool,
                    arr=it.arr or 0,
                    mend=Mend(
                        kind=MendKind.REOPEN,
                        says="open the request and its playbook again",
                        code="POOL-PLAYBOOK",
                        account=it.id,
                        record=request.id,
                    ),
                )
            )
    return found


def open_steps(facts: Facts, request: Request) -> int:
    """Required steps of a request's playbook that were not done."""
    run = facts.book.runs.get(request.run) if request.run is not None else None
    playbook = facts.book.playbooks.get(run.playbook) if run is not None else None
    if run is None or playbook is None or run.account != request.account:
        return 0
    done = {step.step for step in run.done}
    return sum(1 for index, step in enumerate(playbook.steps) if step.required and index not in done)


def pool_spike(facts: Facts, pool: Pool) -> Iterable[Finding]:
    """Clearly more hours came than expected for two months, or twice as many requests as usual in a week."""
    now = facts.moment.now
    expected = facts.ledger.pool(pool.id).hours
    months = [0, 0]
    weeks = [0] * (SPIKE_WEEKS + 1)
    for request in _requests(facts.book, pool):
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
        code="POOL-WAIT",
        severity=Severity.ERROR,
        says="No request waits while a present member could take it (warning), or is over its due time (error).",
        every=True,
        account=request_late,
        pool=request_waits,
    ),
    Rule(
        code="POOL-SKILL",
        severity=Severity.ERROR,
        says="Some present member has each skill and language that the pool's accounts and requests need.",
        pool=pool_skill,
    ),
    Rule(
        code="POOL-PLAYBOOK",
        severity=Severity.WARNING,
        says="A request is closed with the required steps of its playbook done.",
        every=True,
        account=pool_playbook,
    ),
    Rule(
        code="POOL-SPIKE",
        severity=Severity.INFORMATION,
        says="A pool gets at most 1.25 times its expected hours, and no week twice its usual requests.",
        pool=pool_spike,
    ),
)
"""The rules of this part."""
