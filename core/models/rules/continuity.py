"""Relationships: owners that change too often, passages of a lead or seat, too many of our faces."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from core.models.eligibility import why_not
from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.plan import AskedSeat
from core.models.rules.facts import Facts
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts, SeatFacts
from core.seats import Handoff
from core.wording import counted
from core.words import HandoffKind, Severity, TenureKind

PASSAGE_AFTER = 7
"""Days after which a passage that nobody opened is a finding."""
NOTICE = 30
"""Days before a passage from which a handoff that is opened counts for it. Ours."""
PASSAGE_UNTIL = 90
"""Days after which a passage that nobody opened is history. Ours."""
FACES = 4
"""People of ours in 90 days that are too many."""


def owner_turnover(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The permanent holder of the lead seat changed twice or more within a year; cover and passages do not count."""
    account = it.account
    if it.lead is None or (account.locked_until is not None and account.locked_until > facts.day):
        return ()
    changes = changes_of_holder(facts, it, it.lead, facts.day - timedelta(days=365))
    if changes < facts.policy.turnover_changes:
        return ()
    return [
        Finding(
            code="OWNER-TURNOVER",
            severity=Severity.WARNING if it.asks("OWNER-TURNOVER") else Severity.INFORMATION,
            subject=f"A{it.id}",
            message=f"{it.name} changed hands {counted(changes, 'time')} in a year.",
            account=it.id,
            arr=it.arr or 0,
            mend=Mend(kind=MendKind.LOCK, says="keep its owner for 90 days", code="OWNER-TURNOVER", account=it.id),
        )
    ]


def changes_of_holder(facts: Facts, it: AccountFacts, seat: SeatFacts, since: date) -> int:
    """How often the permanent holder of a seat became another one after a day; the first filling is no change."""
    if len(it.tenures) < 2:
        return 0
    held = [
        tenure
        for tenure in it.tenures
        if tenure.kind is TenureKind.PERMANENT and tenure.seat == seat.key and tenure.since <= facts.day
    ]
    held.sort(key=lambda tenure: (tenure.since, tenure.id))
    return sum(1 for before, after in pairwise(held) if after.since > since and before.holder != after.holder)


def handoff_missing(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The stage or plan line passed the lead or a seat on more than a week ago, and no handoff was opened."""
    turned = it.turned if facts.passes else None
    if turned is None or not PASSAGE_AFTER < (facts.day - turned).days <= PASSAGE_UNTIL:
        return ()
    passage = lead_passage(facts, it, turned)
    if passage is not None:
        return [_lead_missing(facts, it, *passage, turned)]
    return [
        _seat_missing(facts, it, seat, turned)
        for seat in it.seats
        if seam(facts, it, seat) is not None and not open_handoff(facts, it, seat.key)
    ]


def lead_passage(facts: Facts, it: AccountFacts, turned: date) -> tuple[AskedSeat, SeatFacts] | None:
    """The seat that led before the stage changed and the one that leads now, where nobody noted the passage.

    None unless both have holders, and different ones.
    """
    lead, account, yesterday = it.lead, it.account, turned - timedelta(days=1)
    if lead is None or lead.holder is None:
        return None
    led = facts.seating.lead_seat(account, yesterday)
    if led is None or led.key == lead.key:
        return None
    holder = facts.seating.holder(account, led, yesterday)
    if holder is None or holder == lead.holder:
        return None
    noticed = turned - timedelta(days=NOTICE)
    noted = any(
        handoff.kind is HandoffKind.LEAD and handoff.seat == lead.key and handoff.opened_on >= noticed
        for handoff in facts.handoffs_of(it)
    )
    return None if noted else (led, lead)


def seam(facts: Facts, it: AccountFacts, seat: SeatFacts) -> date | None:
    """The day on which a change of stage put the account into another plan line whose seat its holder may not keep.

    None where nothing changed, or more than 90 days ago: then the holder is simply not eligible.
    """
    tenure = seat.tenure
    if tenure is None or tenure.kind is not TenureKind.PERMANENT or not seat.wanted or it.line is None:
        return None
    turned = it.turned
    if turned is None or (facts.day - turned).days > PASSAGE_UNTIL or tenure.since >= turned:
        return None
    before = facts.seating.line_of(it.account, turned - timedelta(days=1))
    if before is None or before.index == it.line.index:
        return None
    return turned if why_not(facts.book, facts.seating, it.account, seat.seat, tenure.holder, facts.day) else None


def open_handoff(facts: Facts, it: AccountFacts, seat: str) -> bool:
    """Whether a handoff of a seat is under way."""
    return any(handoff.closed_on is None and handoff.seat == seat for handoff in facts.handoffs_of(it))


def _lead_missing(facts: Facts, it: AccountFacts, led: AskedSeat, leads: SeatFacts, turned: date) -> Finding:
    days = counted((facts.day - turned).days, "day")
    return Finding(
        code="HANDOFF-MISSING",
        severity=Severity.WARNING,
        subject=f"A{it.id}/{leads.key}",
        message=f"{it.name}: the lead passed from {led.title} to {leads.seat.title} {days} ago "
        "and no handoff was opened.",
        account=it.id,
        seat=leads.key,
        arr=it.arr or 0,
        mend=Mend(
            kind=MendKind.OPEN_HANDOFF,
            says=f"open the handoff from {led.title} to {leads.seat.title}",
            code="HANDOFF-MISSING",
            account=it.id,
            seat=leads.key,
            word=led.key,
        ),
    )


def _seat_missing(facts: Facts, it: AccountFacts, seat: SeatFacts, turned: date) -> Finding:
    days = counted((facts.day - turned).days, "day")
    assert it.line is not None
    return Finding(
        code="HANDOFF-MISSING",
        severity=Severity.WARNING,
        subject=f"A{it.id}/{seat.key}",
        message=f"{it.name} came to “{it.line.title}” {days} ago; who holds the seat {seat.seat.title} may not keep it "
        "there, and no handoff was opened.",
        account=it.id,
        seat=seat.key,
        arr=it.arr or 0,
        mend=Mend(
            kind=MendKind.OPEN_HANDOFF,
            says=f"open the handoff of {seat.seat.title} to the best candidate",
            code="HANDOFF-MISSING",
            account=it.id,
            seat=seat.key,
        ),
    )


def handoff_late(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """An open handoff is past its due day, or its outgoing holder stays longer than an overlap may last."""
    found = []
    for handoff in facts.handoffs_of(it):
        if handoff.closed_on is not None:
            continue
        late = (facts.day - handoff.due).days
        over = overlap_over(facts, it, handoff)
        if late <= 0 and over <= 0:
            continue
        seat = it.seat(handoff.seat)
        title = seat.seat.title if seat is not None else handoff.seat
        past = f"is {counted(late, 'day')} past due" if late > 0 else f"has an overlap {counted(over, 'day')} too long"
        found.append(
            Finding(
                code="HANDOFF-LATE",
                severity=Severity.WARNING,
                subject=f"A{it.id}/H{handoff.id}",
                message=f"{it.name}: the handoff of {title} {past}.",
                account=it.id,
                seat=handoff.seat,
                arr=it.arr or 0,
                mend=Mend(
                    kind=MendKind.CLOSE_HANDOFF,
                    says="close it and end what the outgoing holder still has",
                    code="HANDOFF-LATE",
                    account=it.id,
                    seat=handoff.seat,
                    record=handoff.id,
                ),
                where="Or extend it with a reason in Work: 4",
            )
        )
    return found


def overlap_over(facts: Facts, it: AccountFacts, handoff: Handoff) -> int:
    """Days by which the overlap of a handoff's seat lasts longer than it may; 0 or less while it is sound."""
    longest = facts.policy.overlap_days
    lasting = (
        (facts.day - tenure.since).days - longest
        for tenure in it.tenures
        if tenure.kind is TenureKind.OVERLAP and tenure.seat == handoff.seat and tenure.holds_on(facts.day)
    )
    return max(lasting, default=0)


def contacts_many(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """Too many of our people met the customer in 90 days; those who stood in for somebody do not count."""
    faces = faces_of(facts, it)
    if len(faces) < FACES:
        return ()
    return [
        Finding(
            code="CONTACTS-MANY",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name} dealt with {len(faces)} of our people in 90 days.",
            account=it.id,
            arr=it.arr or 0,
            where="Agree on one contact, or merge seats in Model: 5",
        )
    ]


def faces_of(facts: Facts, it: AccountFacts) -> set[int]:
    """Person ids of ours who touched an account in the last 90 days, without those who covered it then."""
    faces: set[int] = set()
    for talk in facts.conversations_since(it, facts.day - timedelta(days=90)):
        if talk.type.is_touch:
            faces.update(talk.people)
            if talk.by is not None:
                faces.add(talk.by)
    if len(faces) >= FACES:
        faces -= {
            tenure.holder.person
            for tenure in it.tenures
            if tenure.kind is TenureKind.COVER and tenure.holder.person is not None
        }
    return faces


RULES = (
    Rule(
        code="OWNER-TURNOVER",
        severity=Severity.WARNING,
        says="The permanent lead holder of an account changes less than twice in 365 days; planned passages and cover "
        "do not count. A warning in dedicated books, information elsewhere.",
        account=owner_turnover,
    ),
    Rule(
        code="HANDOFF-MISSING",
        severity=Severity.WARNING,
        says="When the stage or the plan line passes the lead or a seat on, a handoff is opened within 7 days.",
        account=handoff_missing,
    ),
    Rule(
        code="HANDOFF-LATE",
        severity=Severity.WARNING,
        says="A handoff is closed by its due day, and an overlap lasts at most 30 days.",
        account=handoff_late,
    ),
    Rule(
        code="CONTACTS-MANY",
        severity=Severity.WARNING,
        says="A customer deals with fewer than 4 of our people in 90 days, cover aside.",
        asked=True,
        account=contacts_many,
    ),
)
"""The rules of this part."""
