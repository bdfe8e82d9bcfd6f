"""Hours against capacity: people and pools over the line, the team and its roles short, a model outgrown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import median

from core.conversations import Conversation
from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.figures import percent
from core.models.rules.leadership import is_lead
from core.models.rules.rule import Rule
from core.models.rules.subjects import LineFacts
from core.models.rules.sums import FULL_BOOK
from core.people import Person, Pool
from core.wording import counted, hours, listed
from core.words import Band, ConversationType, Severity

OVER = (Band.OVER, Band.CRITICAL)
"""Bands above the tolerance."""
TEAM_ROOM = 95
"""Utilisation of the team, in percent, under which a role over 100 % is a matter of roles."""
WAITING = 5
"""Handoffs that wait for a role for more than a week."""
MANY_OVER = 30
"""Part of a line's people, in percent, from which a complaint is the model's. Ours."""
SIGNS = 2
"""Signs that a model is outgrown which must come together. Ours."""
TOO_MANY_HATS = "too-many-hats"
"""Challenge key by which a CSM says so in an interview."""


def load_over(facts: Facts, person: Person) -> Iterable[Finding]:
    """A person has more hours than the tolerance allows."""
    if person.archived:
        return ()
    load = facts.ledger.person(person.id)
    if load.band not in OVER or not load.client:
        return ()
    critical = load.band is Band.CRITICAL
    return [
        Finding(
            code="LOAD-OVER",
            severity=Severity.ERROR if critical else Severity.WARNING,
            subject=f"P{person.id}",
            message=f"{person.name} has {hours(load.hours)} a month for a capacity of {hours(load.capacity)}: "
            f"{percent(load.hours, load.capacity)} %, {hours(load.hours - load.capacity)} over.",
            person=person.id,
            arr=load.arr,
            mend=Mend(
                kind=MendKind.RELIEVE,
                says="move the least disruptive accounts to who has room",
                code="LOAD-OVER",
                person=person.id,
                word=f"P{person.id}",
            ),
            where="Rebalance this book in Load: 3",
            behind=f"LEAD-BURNOUT:P{person.id}" if is_lead(facts, person) else "",
        )
    ]


def pool_over(facts: Facts, pool: Pool) -> Iterable[Finding]:
    """A pool has more hours than its members have left for it."""
    load = facts.ledger.pool(pool.id)
    if not load.hours or (load.band not in OVER and load.band is not Band.ABSENT):
        return ()
    critical = load.band is not Band.OVER
    share = f"{percent(load.hours, load.free)} %" if load.free >= 100 else "nothing is free"
    return [
        Finding(
            code="LOAD-OVER",
            severity=Severity.ERROR if critical else Severity.WARNING,
            subject=f"pool:{pool.id}",
            message=f"The pool {pool.title} has {hours(load.hours)} a month, and its members have {hours(load.free)} "
            f"left for it: {share}.",
            pool=pool.id,
            arr=load.arr,
            where="Add a member, or serve fewer accounts, in Load: 3",
        )
    ]


def team_short(facts: Facts) -> Iterable[Finding]:
    """The team's accounts ask for more hours than everybody who may hold seats has."""
    total = facts.ledger.totals()
    asked = total.held - total.outside
    there = sum(load.capacity for load in facts.ledger.people() if load.client)
    if asked <= there or not asked:
        return ()
    short = asked - there
    tenths = -(-short * 10 // facts.policy.hours) if facts.policy.hours else 0
    return [
        Finding(
            code="TEAM-SHORT",
            severity=Severity.WARNING,
            subject="team",
            message=f"The accounts ask for {hours(asked)} a month and the team has {hours(there)}: {hours(short)} "
            f"short, which is {tenths // 10}.{tenths % 10} full-time people.",
            where="Hire, or serve some accounts at a lower touch, in Model: 5",
        )
    ]


def role_bottleneck(facts: Facts) -> Iterable[Finding]:
    """One role is over its capacity while the team is not, or handoffs wait for it."""
    asked, there = _by_role(facts)
    whole, room = sum(asked.values()), sum(there.values())
    titles = {role.key: role.title for role in facts.book.roles.all()}
    waiting = {key[1]: number for key, number in facts.sums.items() if key[0] == "waits" and number >= WAITING}
    for role in sorted({*asked, *waiting}):
        load, capacity = asked.get(role, 0), there.get(role, 0)
        over = capacity > 0 and load > capacity and len(there) > 1 and whole * 100 < room * TEAM_ROOM
        says = []
        if over:
            says.append(f"at {percent(load, capacity)} % of capacity while the team is at {percent(whole, room)} %")
        if role in waiting:
            says.append(f"what {counted(waiting[role], 'handoff')} wait for since more than a week")
        if says:
            yield Finding(
                code="ROLE-BOTTLENECK",
                severity=Severity.WARNING,
                subject=f"role:{role}",
                message=f"The role {titles.get(role, role)} is {listed(says)}.",
                where="Rebalance the role in Load: 3, or draft a change of roles in Model: 5",
            )


def _by_role(facts: Facts) -> tuple[dict[str, int], dict[str, int]]:
    """Hours and capacity by role; a person counts for the role with the largest share, the first of equal ones."""
    asked: dict[str, int] = {}
    there: dict[str, int] = {}
    for load in facts.ledger.people():
        person = facts.book.people[load.person]
        if not load.client or not person.roles:
            continue
        role = max(person.roles, key=lambda held: held.share).role
        asked[role] = asked.get(role, 0) + load.hours
        there[role] = there.get(role, 0) + load.capacity
    return asked, there


def model_outgrown(facts: Facts, line: LineFacts) -> Iterable[Finding]:
    """Two signs together that a simple model no longer carries the base."""
    if "MODEL-OUTGROWN" not in line.asked:
        return ()
    signs = list(outgrown_signs(facts, line))
    if len(signs) < SIGNS:
        return ()
    return [
        Finding(
            code="MODEL-OUTGROWN",
            severity=Severity.WARNING,
            subject=f"line:{line.key}",
            message=f"“{line.title}” has outgrown its model: {listed(signs)}.",
            where="Compare models in Model: 5",
        )
    ]


def outgrown_signs(facts: Facts, line: LineFacts) -> Iterator[str]:
    """Each sign in words."""
    books = {
        int(key[2]): full for key, full in facts.sums.items() if key[0] == "usual" and key[1] == line.key and full > 0
    }
    over = sum(1 for person in books if "LOAD-OVER" in facts.codes_of_people.get(person, ()))
    diverse = sum(1 for person in books if "BOOK-DIVERSE" in facts.codes_of_people.get(person, ()))
    people = counted(len(books), "person")
    if books and over * 100 >= len(books) * MANY_OVER:
        yield f"{over} of {people} over capacity"
    middle = round(median(books.values())) if books else 0
    if middle > FULL_BOOK:
        yield f"a middle book of {percent(middle, FULL_BOOK)} % of what one person usually carries"
    if books and diverse * 100 >= len(books) * MANY_OVER:
        yield f"{diverse} of {people} with a book too diverse"
    hats = len(set(facts.hats.values()))
    if hats >= SIGNS:
        yield f"{hats} CSMs who say they wear too many hats"


def wears_many_hats(talk: Conversation) -> int | None:
    """The person who said in an interview that they wear too many hats; None for any other conversation."""
    if talk.type is not ConversationType.INTERVIEW or talk.about is None:
        return None
    return talk.about if TOO_MANY_HATS in talk.challenges else None


RULES = (
    Rule(
        code="LOAD-OVER",
        severity=Severity.ERROR,
        says="A person's or pool's hours are at most 102 % of capacity; above 120 % it is an error.",
        source="overload is more than 20 % over target (book-making); the tolerance of 2 % is ours",
        load=load_over,
        pool=pool_over,
    ),
    Rule(
        code="TEAM-SHORT",
        severity=Severity.WARNING,
        says="The accounts ask for no more hours than everybody who may hold seats has.",
        whole=team_short,
    ),
    Rule(
        code="ROLE-BOTTLENECK",
        severity=Severity.WARNING,
        says="No role is over 100 % while the team is under 95 %, and fewer than 5 handoffs wait for one for a week.",
        whole=role_bottleneck,
    ),
    Rule(
        code="MODEL-OUTGROWN",
        severity=Severity.WARNING,
        says="At most one of these is true of a line: 30 % of its people over capacity, a middle book above the usual "
        "mix (19, 50 or 190 accounts), 30 % of the books too diverse, two CSMs with too many hats.",
        source="Velaris: signs that a team has outgrown the generalist model; the thresholds are ours",
        asked=True,
        line=model_outgrown,
    ),
)
"""The rules of this part."""
