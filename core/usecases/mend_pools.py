"""Mends of pools: the next handler of a request, one that was closed too early, a member with what is missing."""

from __future__ import annotations

from core.book.change import Edit, updated
from core.conversations import Request
from core.models.mend import Mend
from core.models.rules.facts import works_here
from core.models.rules.requests import next_handlers, present_members
from core.people import Person, PoolMember
from core.schema import revise
from core.text import fold
from core.usecases.look import the_account, the_pool
from core.usecases.mending import Case, Mended
from core.usecases.refusing import refuse
from core.usecases.team import EditPool, edit_pool

JOINING_SHARE = 25
"""Percent of their capacity that somebody gives a pool for one skill. Ours."""


def dispatched(case: Case, request: Mend) -> Mended:
    """Give a waiting request to the next free member of its pool."""
    asked = _request(case, request.record)
    if asked.closed_at is not None or asked.handler is not None:
        refuse(f"The request “{asked.topic}” does not wait any more. Look at the findings again.")
    pool = the_pool(case.book, asked.pool or 0)
    free = next_handlers(case.book, case.day, pool, asked)
    if not free:
        refuse(
            f"Nobody in the pool {pool.title} is free for the request “{asked.topic}”. Raise the limit or add a member."
        )
    handler = free[0]
    after = revise(asked, handler=handler.id, handlers=(*asked.handlers, handler.id), claimed_at=case.moment.now)
    return Mended(f"Give the request “{asked.topic}” to {handler.name}", (updated(asked, after),))


def reopened(case: Case, request: Mend) -> Mended:
    """Open a request and its playbook again."""
    asked = _request(case, request.record)
    edits: list[Edit] = [updated(asked, revise(asked, closed_at=None))]
    run = case.book.runs.get(asked.run) if asked.run is not None else None
    if run is not None and run.finished_on is not None:
        edits.append(updated(run, revise(run, finished_on=None)))
    name = the_account(case.book, asked.account).name
    return Mended(f"Open the request “{asked.topic}” of {name} again", tuple(edits))


def member_added(case: Case, request: Mend) -> Mended:
    """Take the least loaded person who has the missing skill or language into the pool."""
    pool = the_pool(case.book, request.pool or 0)
    able = [person for person in case.book.people.all() if _can_join(case, person, request)]
    here = {person.id for person in present_members(case.book, case.day, pool)}
    able = [person for person in able if person.id not in here]
    if not able:
        refuse(f"Nobody at work has {request.word}. Open a vacancy in Load: 3, or teach it to a member.")
    load = case.outlook.ledger.person
    joins = min(able, key=lambda one: (load(one.id).hours - load(one.id).capacity, one.id))
    members = (*(m for m in pool.members if m.person != joins.id), PoolMember(person=joins.id, share=JOINING_SHARE))
    edits = case.edits_of(edit_pool, EditPool(pool.id, (("members", members),)))
    return Mended(f"Take {joins.name} into the pool {pool.title} for {JOINING_SHARE} % of their time", tuple(edits))


def _can_join(case: Case, person: Person, request: Mend) -> bool:
    if not works_here(person, case.day) or not person.present_on(case.day):
        return False
    words = person.skills if request.seat == "skill" else person.languages
    return fold(request.word) in map(fold, words) and case.outlook.ledger.person(person.id).client


def _request(case: Case, number: int | None) -> Request:
    found = case.book.requests.get(number or 0)
    if found is None:
        refuse("This request is gone. Look at the findings again.")
    return found
