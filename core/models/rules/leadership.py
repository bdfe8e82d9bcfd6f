"""Player/coach: leads who also hold accounts, their load, their books, and who reports to whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.figures import percent
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts, SeatFacts
from core.people import Person
from core.wording import counted, hours, listed
from core.words import SeatHolding, Severity, TenureKind

ROUTINE = 5
"""Routine follow-ups of a lead in 30 days that are worth automating. Ours."""


def is_lead(facts: Facts, person: Person) -> bool:
    """Whether somebody has direct reports, in a team whose model lets leads keep accounts."""
    return facts.leadership is not None and facts.is_here(person) and bool(facts.reports_of(person.id))


def lead_burnout(facts: Facts, person: Person) -> Iterable[Finding]:
    """A lead's own load and leading together take more than all their time."""
    if not is_lead(facts, person):
        return ()
    load = facts.ledger.person(person.id)
    if not load.client or load.hours <= load.capacity:
        return ()
    leading = facts.ledger.capacity(person.id).leadership
    whole = load.capacity + leading
    return [
        Finding(
            code="LEAD-BURNOUT",
            severity=Severity.ERROR,
            subject=f"P{person.id}",
            message=f"{person.name} leads for {hours(leading)} a month and has {hours(load.hours)} of accounts: "
            f"{percent(load.hours + leading, whole)} % of their time.",
            person=person.id,
            arr=load.arr,
            mend=Mend(
                kind=MendKind.RELIEVE,
                says="move ordinary accounts to their reports",
                code="LEAD-BURNOUT",
                person=person.id,
                word=f"P{person.id}",
            ),
        )
    ]


def lead_ordinary(facts: Facts, person: Person) -> Iterable[Finding]:
    """A lead holds accounts that are neither key nor escalated."""
    if not is_lead(facts, person):
        return ()
    ordinary = {it.id: it for it, _ in led_accounts(facts, person) if is_ordinary(it)}
    if not ordinary:
        return ()
    return [
        Finding(
            code="LEAD-ORDINARY",
            severity=Severity.WARNING,
            subject=f"P{person.id}",
            message=f"{person.name} leads people and holds {counted(len(ordinary), 'account')} that "
            f"{'is' if len(ordinary) == 1 else 'are'} neither key nor escalated.",
            person=person.id,
            arr=sum(it.arr or 0 for it in ordinary.values()),
            mend=Mend(
                kind=MendKind.RELIEVE,
                says="move them to the best of their reports",
                code="LEAD-ORDINARY",
                person=person.id,
                word=f"P{person.id}",
            ),
        )
    ]


def is_ordinary(it: AccountFacts) -> bool:
    """Whether an account needs no lead."""
    return not it.account.key_account and not it.account.is_escalated


def led_accounts(facts: Facts, person: Person) -> Iterator[tuple[AccountFacts, SeatFacts]]:
    """The seats with work that a person holds for good on lines whose leads may keep accounts."""
    for it, seat in facts.held_by(person.id):
        if it.line is None or it.line.leadership is None or seat.tenure is None or not seat.active:
            continue
        if seat.tenure.kind is TenureKind.PERMANENT:
            yield it, seat


def lead_too_many(facts: Facts, person: Person) -> Iterable[Finding]:
    """A lead holds more accounts than a few."""
    if not is_lead(facts, person):
        return ()
    held = {it.id: it for it, _ in led_accounts(facts, person)}
    most = facts.policy.lead_accounts
    if len(held) <= most:
        return ()
    return [
        Finding(
            code="LEAD-TOO-MANY",
            severity=Severity.WARNING,
            subject=f"P{person.id}",
            message=f"{person.name} leads people and holds {counted(len(held), 'account')}; {most} are the most.",
            person=person.id,
            arr=sum(it.arr or 0 for it in held.values()),
            mend=Mend(
                kind=MendKind.RELIEVE,
                says="move those with the least ARR to their reports",
                code="LEAD-TOO-MANY",
                person=person.id,
                word=f"P{person.id}",
            ),
        )
    ]


def span(facts: Facts, person: Person) -> Iterable[Finding]:
    """A lead has too many reports to coach them, or fewer than make a lead worth while."""
    if facts.leadership is None or not facts.is_here(person):
        return ()
    reports = len(facts.reports_of(person.id))
    fewest, most = facts.leadership.span
    if reports == 0 or fewest <= reports <= most:
        return ()
    return [
        Finding(
            code="SPAN",
            severity=Severity.WARNING if reports > most else Severity.INFORMATION,
            subject=f"P{person.id}",
            message=f"{person.name} has {counted(reports, 'direct report')}; {fewest} to {most} are sound.",
            person=person.id,
            where="Let some report to somebody else, in Load: 3" if reports > most else "Think it over in Load: 3",
        )
    ]


def lead_none(facts: Facts, person: Person) -> Iterable[Finding]:
    """Somebody with accounts reports to nobody and leads nobody, or a seat of their own lead's stays empty for it."""
    if facts.leadership is None and not facts.seating.has_lead_seats:
        return ()
    if person.lead is not None or not facts.is_here(person):
        return ()
    if facts.book.reports_of(person.id):
        return _top_alone(facts, person)
    held = {it.id: it for it, _ in facts.held_by(person.id)}
    if not held:
        return ()
    return [
        Finding(
            code="LEAD-NONE",
            severity=Severity.WARNING,
            subject=f"P{person.id}",
            message=f"{person.name} holds {counted(len(held), 'account')} and reports to nobody.",
            person=person.id,
            arr=sum(it.arr or 0 for it in held.values()),
            mend=Mend(
                kind=MendKind.SET_LEAD,
                says="let them report to the lead with the most room",
                code="LEAD-NONE",
                person=person.id,
            ),
        )
    ]


def _top_alone(facts: Facts, person: Person) -> Iterable[Finding]:
    """Who leads others and reports to nobody has nobody for a seat that their own lead would hold."""
    left = {
        it.id: (it, seat.seat.title)
        for it, _ in facts.held_by(person.id)
        if it.owner == person.id
        for seat in it.seats
        if seat.seat.holder is SeatHolding.LEAD and seat.active and seat.holder is None
    }
    if not left:
        return ()
    titles = listed(dict.fromkeys(title for _, title in left.values()))
    return [
        Finding(
            code="LEAD-NONE",
            severity=Severity.WARNING,
            subject=f"P{person.id}",
            message=f"{person.name} reports to nobody, so nobody holds {titles} on {counted(len(left), 'account')}.",
            person=person.id,
            arr=sum(it.arr or 0 for it, _ in left.values()),
            where="Give the account to a report, or name their lead in Load: 3",
        )
    ]


def lead_routine(facts: Facts, person: Person) -> Iterable[Finding]:
    """A lead does work that only keeps up a touch standard."""
    routine = facts.sums.get(("routine", str(person.id)), 0)
    if routine < ROUTINE or not is_lead(facts, person):
        return ()
    mend = Mend(
        kind=MendKind.HAND_ON,
        says="give the open ones to those who hold the accounts, or to a report",
        code="LEAD-ROUTINE",
        person=person.id,
    )
    still_open = facts.sums.get(("routine open", str(person.id)), 0)
    return [
        Finding(
            code="LEAD-ROUTINE",
            severity=Severity.INFORMATION,
            subject=f"P{person.id}",
            message=f"{person.name} leads people and had {counted(routine, 'routine follow-up')} in 30 days.",
            person=person.id,
            mend=mend if still_open else None,
            where="Or send them as a sequence" if still_open else "They are done; send the next ones as a sequence",
        )
    ]


_SOURCE = "Velaris: player/coach leads keep a few key accounts; demanding, burnout"

RULES = (
    Rule(
        code="LEAD-BURNOUT",
        severity=Severity.ERROR,
        says="A lead's accounts and the time for their reports fit into their capacity.",
        source=_SOURCE,
        load=lead_burnout,
    ),
    Rule(
        code="LEAD-ORDINARY",
        severity=Severity.WARNING,
        says="A lead holds key or escalated accounts only.",
        source=_SOURCE,
        person=lead_ordinary,
    ),
    Rule(
        code="LEAD-TOO-MANY",
        severity=Severity.WARNING,
        says="A lead holds at most 5 accounts.",
        person=lead_too_many,
    ),
    Rule(
        code="SPAN",
        severity=Severity.WARNING,
        says="A lead who keeps accounts has 3 to 5 direct reports.",
        source="McKinsey: the player/coach archetype has 3 to 5 direct reports",
        person=span,
    ),
    Rule(
        code="LEAD-NONE",
        severity=Severity.WARNING,
        says="Everybody who holds accounts reports to a lead; the top person too, on accounts that need one more lead.",
        person=lead_none,
    ),
    Rule(
        code="LEAD-ROUTINE",
        severity=Severity.INFORMATION,
        says="A lead has fewer than 5 routine follow-ups in 30 days on accounts without risk.",
        load=lead_routine,
    ),
)
"""The rules of this part."""
