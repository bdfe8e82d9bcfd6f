"""Requests of the pools' queues: late ones, ones that wait while somebody is free, ones closed too early."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from core.book.book import Book
from core.conversations import Request
from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts, works_here
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts
from core.people import Person, Pool
from core.text import fold
from core.wording import counted
from core.words import Severity

LOOK_BACK = 90
"""Days of requests that are looked at."""


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
        for request in queue_of(facts.book, pool)
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
    busy = Counter(other.handler for other in queue_of(book, pool) if other.closed_at is None)
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


def queue_of(book: Book, pool: Pool) -> tuple[Request, ...]:
    """The requests of a pool, closed ones too."""
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


RULES = (
    Rule(
        code="POOL-WAIT",
        severity=Severity.ERROR,
        says="No request waits while a present member could take it (warning), or is over its due time (error).",
        every=True,
        account=request_late,
        pool=request_waits,
    ),
    Rule(
        code="POOL-PLAYBOOK",
        severity=Severity.WARNING,
        says="A request is closed with the required steps of its playbook done.",
        every=True,
        account=pool_playbook,
    ),
)
"""The rules of this part."""
