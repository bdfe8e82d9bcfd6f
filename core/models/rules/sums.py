"""What each account adds to the sums that rules on segments, lines and the whole read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from core.journey import is_established
from core.models.rules.facts import Facts
from core.models.rules.subjects import AccountFacts, LineFacts, SeatFacts
from core.words import Complexity, Duty, Expectation, MatchOn, Need, SeatHolding, Touch

Key = tuple[str, ...]
"""What is counted, then for which line, segment, person, role, pool or field."""

USUAL_MIX = {Touch.HIGH: 19, Touch.MID: 50, Touch.TECH: 188}
"""Accounts that one person carries in a usual mix of renewals, onboarding and health. Ours."""
FULL_BOOK = 1_000_000
"""What the accounts of one full book in a usual mix add up to."""
FRESH_DAYS = 8
"""Days within which some touch is expected in a book that is kept up."""
HEARD_DAYS = 180
"""Days for which an answer on expectations counts."""
WAIT_DAYS = 7
"""Days after which an open handoff waits."""
TALK_DAYS = 90
"""Days of conversations that the reactive share is read from."""
ROUTINE_DAYS = 30
"""Days of follow-ups that are looked at for routine."""

ACCOUNTS: Key = ("accounts",)
"""Accounts that are not deliberately left without people."""
FRESH: Key = ("fresh",)
"""Accounts touched in the last days."""
GAPS = ("segment", "touch", "renews", "started")
"""Fields an account should have."""


def contributions(facts: Facts, it: AccountFacts) -> list[tuple[Key, int]]:
    """What one account adds; a function of its own facts only, so that it can be taken away again.

    A list, because it is made for every account, and most of the parts have nothing to say on most of them.
    """
    added: list[tuple[Key, int]] = []
    if it.last is not None and (facts.day - it.last).days < FRESH_DAYS:
        added.append((FRESH, 1))
    line = it.line
    if line is not None and line.unmanaged:
        return added
    added.append((ACCOUNTS, 1))
    added += [(("gap", field), 1) for field in _gaps(it)]
    if line is None or not it.seats:
        return added
    added.append((("managed", line.key), 1))
    added += _duties(it, line)
    for seat in it.seats:
        added += _seat(it, seat)
    added += _segment(facts, it)
    added += _waits(facts, it)
    added += [(("covers", str(one.leave_of), str(it.id)), 1) for one in it.tenures if one.leave_of is not None]
    if line.asked:
        added += _asked(facts, it, line)
    if line.leadership is not None:
        added += _routine(facts, it)
    return added


def _gaps(it: AccountFacts) -> list[str]:
    account = it.account
    inferred = account.inferred
    gaps = []
    if not account.segment or "segment" in inferred:
        gaps.append("segment")
    if (account.touch is None and not account.segment) or "touch" in inferred:
        gaps.append("touch")
    if it.renews is None or "renews" in inferred:
        gaps.append("renews")
    if account.started is None or "started" in inferred:
        gaps.append("started")
    return gaps


def _duties(it: AccountFacts, line: LineFacts) -> list[tuple[Key, int]]:
    """Duties with work that nobody carries, or that two seats carry."""
    found = it.seating
    if found is None or found.sole is not None:
        return []
    carrying = found.carrying
    added: list[tuple[Key, int]] = [(("nobody", line.key, duty.value), 1) for duty in it.duties if duty not in carrying]
    if sum([len(seat.carries) for seat in found.seats]) != len(carrying):
        for duty in it.duties:
            if sum(duty in seat.carries for seat in found.seats) > 1:
                added.append((("twice", line.key, duty.value), 1))
    return added


def _seat(it: AccountFacts, seat: SeatFacts) -> list[tuple[Key, int]]:
    asked, added = seat.seat.line, list[tuple[Key, int]]()
    if seat.active and asked.roles and asked.need is Need.REQUIRED and seat.seat.holder is SeatHolding.NAMED:
        added.append((("asks", *asked.roles), 1))
    if seat.holder is not None and seat.holder.pool is not None and asked.match:
        pool = str(seat.holder.pool)
        if MatchOn.LANGUAGE in asked.match and it.account.language:
            added.append((("needs language", pool, it.account.language), 1))
        if MatchOn.SKILL in asked.match:
            added += [(("needs skill", pool, skill), 1) for skill in it.account.needs_skills]
    return added


def _segment(facts: Facts, it: AccountFacts) -> list[tuple[Key, int]]:
    segment, added = it.account.segment, list[tuple[Key, int]]()
    if not segment:
        return added
    if it.last is not None or it.account.started is not None:
        added.append((("judged", segment), 1))
        if in_touch(facts, it):
            added.append((("in touch", segment), 1))
    if it.health is not None:
        added.append((("health", segment), it.health))
        added.append((("healths", segment), 1))
    digest = facts.book.digest(it.id)
    if digest.expectation_on is not None and digest.expectation_on > facts.day - timedelta(days=HEARD_DAYS):
        added.append((("answers", segment), 1))
        if digest.expectation is Expectation.YES:
            added.append((("yes", segment), 1))
    return added


def in_touch(facts: Facts, it: AccountFacts) -> bool:
    """Whether its touch standard is kept, or a follow-up is about to keep it."""
    since = it.last or it.account.started
    return (since is not None and (facts.day - since).days <= it.standard) or facts.planned_step(it)


def _waits(facts: Facts, it: AccountFacts) -> Iterator[tuple[Key, int]]:
    """Roles that a handoff has been waiting for."""
    for handoff in facts.handoffs_of(it):
        if handoff.closed_on is None and (facts.day - handoff.opened_on).days > WAIT_DAYS:
            seat = it.seat(handoff.seat)
            if seat is not None and seat.seat.line.roles:
                yield ("waits", seat.seat.line.roles[0]), 1


def _asked(facts: Facts, it: AccountFacts, line: LineFacts) -> Iterator[tuple[Key, int]]:
    """What only some models ask about their lines."""
    if "ALIGN-MISMATCH" in line.asked:
        if it.account.complexity is Complexity.COMPLEX:
            yield ("complex", line.key), 1
        if not is_established(it.account, facts.day):
            yield ("early", line.key), 1
    if "MODEL-OUTGROWN" in line.asked and it.owner is not None:
        yield ("usual", line.key, str(it.owner)), FULL_BOOK // USUAL_MIX[it.touch]
    if "REACTIVE" in line.asked:
        yield from _reactive(facts, it, line)


def _reactive(facts: Facts, it: AccountFacts, line: LineFacts) -> Iterator[tuple[Key, int]]:
    thresholds = line.thresholds
    if "reactive_percent" in thresholds:
        for talk in facts.conversations_since(it, facts.day - timedelta(days=TALK_DAYS)):
            if talk.type.is_touch and talk.reactive is not None:
                yield ("talks", line.key), 1
                if talk.reactive:
                    yield ("reactive", line.key), 1
    if "neglected_days" in thresholds and neglected(facts, it, thresholds["neglected_days"]):
        yield ("neglected", line.key), 1
    if "proactive" in thresholds and unasked(facts, it):
        yield ("unasked", line.key), 1


def neglected(facts: Facts, it: AccountFacts, days: int) -> bool:
    """Whether a customer outside the renewal's window had no real touch for some days, and none is planned."""
    since = facts.day - timedelta(days=days)
    if Duty.RENEWAL in it.duties or (it.account.started is not None and it.account.started >= since):
        return False
    return (it.last is None or it.last < since) and not facts.planned_step(it)


def unasked(facts: Facts, it: AccountFacts) -> bool:
    """Whether no touch of ours reached a customer within its standard, and none is planned."""
    ours = facts.book.digest(it.id).last_proactive
    return (ours is None or (facts.day - ours).days > it.standard) and not facts.planned_step(it)


def _routine(facts: Facts, it: AccountFacts) -> Iterator[tuple[Key, int]]:
    """Routine follow-ups of the last 30 days on an account without risk, by who does them."""
    if it.at_risk:
        return
    for step in facts.book.followups_of(it.id):
        day = step.done_on or step.due
        owner = step.owner if step.owner is not None else it.owner
        if owner is None or day is None or step.dropped or not step.routine:
            continue
        if 0 <= (facts.day - day).days <= ROUTINE_DAYS:
            yield ("routine", str(owner)), 1
            if step.is_open:
                yield ("routine open", str(owner)), 1
