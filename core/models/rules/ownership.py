"""Who sits where: empty seats, two holders, holders who may not sit there, are gone, or away without cover."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from core.models.eligibility import why_not
from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.continuity import open_handoff, seam
from core.models.rules.facts import Facts
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts, SeatFacts
from core.people import Leave, Person
from core.seats import Tenure
from core.wording import counted, listed, short_date
from core.words import Need, SeatHolding, Severity, TenureKind

DERIVED = (SeatHolding.OUTSIDE, SeatHolding.LEAD)
"""Seats whose holder follows from something else and is never assigned."""
URGENT_DAYS = 30
"""A renewal this close needs cover for an absence of any length."""


def seat_empty(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """A required seat that has work now, or soon, has no holder who is still here."""
    found = []
    for seat in it.seats:
        if not seat.wanted or seat.seat.holder in DERIVED or seat.seat.line.need is Need.OPTIONAL:
            continue
        person = seat.person
        gone = person is not None and facts.is_gone(person)
        if seat.holder is None or gone:
            found.append(_empty(facts, it, seat, person if gone else None))
    return found


def _empty(facts: Facts, it: AccountFacts, seat: SeatFacts, gone: int | None) -> Finding:
    soon = "" if seat.active else f", and its work begins within {counted(seat.seat.line.fill_ahead, 'day')}"
    left = f": {facts.name(gone)} has left" if gone is not None else ""
    return Finding(
        code="SEAT-EMPTY",
        severity=Severity.ERROR,
        subject=f"A{it.id}/{seat.key}",
        message=f"{it.name} has nobody in the seat {seat.seat.title}{left}{soon}.",
        account=it.id,
        seat=seat.key,
        arr=it.arr or 0,
        mend=Mend(
            kind=MendKind.ASSIGN,
            says=f"give {seat.seat.title} to the best candidate",
            code="SEAT-EMPTY",
            account=it.id,
            seat=seat.key,
        ),
        behind=f"HOLDER-GONE:P{gone}" if gone is not None else "",
    )


def seat_two(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """A seat has more than one permanent holder today."""
    if len(it.tenures) < 2:
        return ()
    found = []
    for seat in it.seats:
        held = [
            tenure
            for tenure in it.tenures
            if tenure.kind is TenureKind.PERMANENT and tenure.seat == seat.key and tenure.holds_on(facts.day)
        ]
        if len(held) > 1:
            found.append(_two(facts, it, seat, held))
    return found


def _two(facts: Facts, it: AccountFacts, seat: SeatFacts, held: list[Tenure]) -> Finding:
    names = [facts.name(tenure.holder.person) for tenure in held if tenure.holder.person is not None]
    who = f": {listed(names)}" if len(names) == len(held) else ""
    return Finding(
        code="SEAT-TWO",
        severity=Severity.ERROR,
        subject=f"A{it.id}/{seat.key}",
        message=f"{it.name} has {len(held)} permanent holders in the seat {seat.seat.title}{who}.",
        account=it.id,
        seat=seat.key,
        arr=it.arr or 0,
        mend=Mend(
            kind=MendKind.END_OLDER,
            says="keep the newest holder and end the others",
            code="SEAT-TWO",
            account=it.id,
            seat=seat.key,
        ),
    )


def seat_ineligible(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The permanent holder of a seat with work may not sit there, and no handoff is under way."""
    found = []
    for seat in it.seats:
        tenure = seat.tenure
        if (
            tenure is None
            or not seat.wanted
            or seat.seat.holder is not SeatHolding.NAMED
            or tenure.kind is not TenureKind.PERMANENT
            or tenure.account != it.id
        ):
            continue
        holder = tenure.holder
        if holder.person is not None and facts.is_gone(holder.person):
            continue
        if holder.person is not None and facts.sitting.may(it.account, seat.seat, holder.person):
            continue  # most may; only of the others the reasons are asked
        reasons = why_not(facts.book, facts.seating, it.account, seat.seat, holder, facts.day)
        if not reasons or open_handoff(facts, it, seat.key) or seam(facts, it, seat) is not None:
            continue
        found.append(
            Finding(
                code="SEAT-INELIGIBLE",
                severity=Severity.ERROR,
                subject=f"A{it.id}/{seat.key}",
                message=f"{it.name}, {seat.seat.title}: {reasons[0].says}",
                account=it.id,
                person=holder.person,
                seat=seat.key,
                arr=it.arr or 0,
                mend=Mend(
                    kind=MendKind.REPLACE,
                    says=f"give {seat.seat.title} to the best eligible candidate, with a handoff",
                    code="SEAT-INELIGIBLE",
                    account=it.id,
                    seat=seat.key,
                ),
            )
        )
    return found


def holder_gone(facts: Facts, person: Person) -> Iterable[Finding]:
    """Somebody who left or was archived still holds seats."""
    if not facts.is_gone(person.id):
        return ()
    held = [(it, seat) for it, seat, _ in facts.held_for_good(person.id)]
    if not held:
        return ()
    accounts = {it.id: it for it, _ in held}
    since = f" on {short_date(person.ends)}" if person.ends is not None and person.ends <= facts.day else ""
    return [
        Finding(
            code="HOLDER-GONE",
            severity=Severity.ERROR,
            subject=f"P{person.id}",
            message=f"{person.name} left{since} and still holds {counted(len(held), 'seat')} "
            f"on {counted(len(accounts), 'account')}.",
            person=person.id,
            arr=sum(it.arr or 0 for it in accounts.values()),
            mend=Mend(
                kind=MendKind.REDISTRIBUTE,
                says="give each seat to its best candidate",
                code="HOLDER-GONE",
                person=person.id,
            ),
        )
    ]


def holder_away(facts: Facts, person: Person) -> Iterable[Finding]:
    """Somebody is away for more than 14 days without cover; any time at all where a customer cannot wait."""
    leave = person.leave_on(facts.day)
    if leave is None or not person.works_on(facts.day):
        return ()
    open_seats = uncovered(facts, person, leave)
    if not open_seats:
        return ()
    accounts = {it.id: it for it, _ in open_seats}
    pressing = sum(1 for it in accounts.values() if cannot_wait(facts, it))
    press = f", {pressing} of them at risk or renewing within {URGENT_DAYS} days" if pressing else ""
    return [
        Finding(
            code="HOLDER-AWAY",
            severity=Severity.WARNING,
            subject=f"P{person.id}",
            message=f"{person.name} is away until {short_date(leave.until)} and nobody covers "
            f"{counted(len(accounts), 'account')}{press}.",
            person=person.id,
            arr=sum(it.arr or 0 for it in accounts.values()),
            mend=Mend(
                kind=MendKind.COVER,
                says="let the best candidates cover until the leave ends",
                code="HOLDER-AWAY",
                person=person.id,
            ),
        )
    ]


def uncovered(facts: Facts, person: Person, leave: Leave) -> list[tuple[AccountFacts, SeatFacts]]:
    """The seats with work that need cover during a leave and have none."""
    long = (leave.until - leave.since).days > facts.policy.away_days
    return [
        (it, seat)
        for it, seat, tenure in facts.held_for_good(person.id)
        if seat.active and seat.tenure is not None and seat.tenure.id == tenure.id and (long or cannot_wait(facts, it))
    ]


def cannot_wait(facts: Facts, it: AccountFacts) -> bool:
    """Whether an account is at risk or renews within 30 days."""
    if it.at_risk:
        return True
    return it.renews is not None and facts.day <= it.renews <= facts.day + timedelta(days=URGENT_DAYS)


RULES = (
    Rule(
        code="SEAT-EMPTY",
        severity=Severity.ERROR,
        says="A required seat with work, or with work within its fill-ahead days, has a holder.",
        account=seat_empty,
    ),
    Rule(
        code="SEAT-TWO",
        severity=Severity.ERROR,
        says="A seat has one permanent holder a day; an overlap and a cover are not second ones.",
        account=seat_two,
    ),
    Rule(
        code="SEAT-INELIGIBLE",
        severity=Severity.ERROR,
        says="A holder has a role the seat allows, what it must share with the account, and is not barred from it.",
        account=seat_ineligible,
    ),
    Rule(
        code="HOLDER-GONE",
        severity=Severity.ERROR,
        says="Nobody who has left or is archived holds a seat.",
        person=holder_gone,
    ),
    Rule(
        code="HOLDER-AWAY",
        severity=Severity.WARNING,
        says="Somebody away for more than 14 days is covered; so is any absence where an account is at risk or renews "
        "within 30 days.",
        person=holder_away,
    ),
)
"""The rules of this part."""
