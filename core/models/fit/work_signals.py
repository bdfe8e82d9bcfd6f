"""Signals from the daily work: spikes (13), reactive work (17), many contacts (24), continuity (25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from statistics import median

from core.conversations import Conversation
from core.models.fit.customers import Customer
from core.models.fit.ground import YEAR, Ground
from core.models.fit.line import (
    ANOTHER_CHANGE,
    Evidence,
    Source,
    Unit,
    amount_text,
    hundredths_of,
    percent_text,
)
from core.models.fit.signal import Measured, Signal
from core.wording import counted
from core.words import TenureKind


def _spikes(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    """The fullest of the last weeks against the middle one; where that had none, there is no usual week."""
    weeks = [0] * ground.limits["spike_weeks"]
    for request in ground.requests_since(7 * len(weeks)):
        weeks[(ground.day - request.opened_at.date()).days // 7] += 1
    most, middle = max(weeks), round(median(weeks) * 100)
    if not middle or most * 10_000 < middle * ground.limits["spike"]:
        return
    times = 10_000 * most // middle
    measured = Measured(
        says=f"The fullest of {len(weeks)} weeks brought {counted(most, 'request')}, the middle one "
        f"{amount_text(middle, Unit.COUNT)}: {amount_text(times, Unit.TIMES)}.",
        value=times,
        unit=Unit.TIMES,
        n=sum(weeks),
        of="request",
        threshold=ground.limits["spike"],
    )
    yield from signal.lines(ground, measured, favours=("pooled",), burdens=("dedicated", "generalist"))


def _reactive(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    """Touches whose side is known, and requests, which always come from the customer."""
    limits = ground.limits
    asked = sum(1 for _ in ground.requests_since(limits["touch_days"]))
    known = [talk.reactive for talk in ground.touches if talk.reactive is not None]
    came, n = asked + sum(known), asked + len(known)
    if n < limits["touches"] or came * 100 < n * limits["reactive"]:
        return
    days = limits["touch_days"]
    share = f"{came:,} of {counted(n, 'touch')} in {days} days ({percent_text(came, n)}) came from the customer"

    def measured(says: str) -> Measured:
        return Measured(
            says=says,
            value=hundredths_of(came, n),
            unit=Unit.PERCENT,
            n=n,
            part=came,
            of="touch",
            threshold=limits["reactive"] * 100,
        )

    today = measured(f"{share}: this is how the team works today, not a reason to stay so.")
    yield from signal.lines(ground, today, favours=("firefighter",))
    old, accounts = sum(customer.established for customer in ground.customers), len(ground.customers)
    if old and old * 100 >= accounts * limits["reactive_established"]:
        ripe = measured(f"{share}, while {old:,} of {counted(accounts, 'account')} are established.")
        yield from signal.lines(ground, ripe, burdens=("firefighter",))


# Contacts ------------------------------------------------------------------------------------------------------


def _many_contacts(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    faces = _faces(ground)
    if not faces:
        return
    middle, least = round(median(map(len, faces.values())) * 100), ground.limits["contacts"]
    if middle < least * 100:
        return
    measured = Measured(
        says=f"The middle one of {counted(len(faces), 'customer')} dealt with {amount_text(middle, Unit.COUNT)} of our "
        f"people in {ground.limits['touch_days']} days.",
        value=middle,
        unit=Unit.COUNT,
        n=len(faces),
        of="customer",
        threshold=least * 100,
    )
    yield from signal.lines(
        ground, measured, favours=("generalist", "dedicated"), burdens=("service-oriented", "integrated")
    )


def _faces(ground: Ground) -> dict[int, set[int]]:
    """Our people who touched each customer, by account id; who stood in for somebody does not count."""
    faces: dict[int, set[int]] = {}
    for talk in ground.touches:
        people = _ours(talk)
        if people:
            faces.setdefault(talk.account or 0, set()).update(people)
    for number, met in faces.items():
        if len(met) > 1:
            met -= {
                tenure.holder.person
                for tenure in ground.book.tenures_of(number)
                if tenure.kind is TenureKind.COVER and tenure.holder.person is not None
            }
    return {number: met for number, met in faces.items() if met}


def _ours(talk: Conversation) -> tuple[int, ...]:
    return talk.people if talk.by is None else (talk.by, *talk.people)


# Continuity ----------------------------------------------------------------------------------------------------


def _continuity(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    changes = ground.book.policy.turnover_changes
    often = sum(1 for customer in ground.customers if _changes(ground, customer) >= changes)
    n, most = len(ground.customers), ground.limits["turnover"]
    if often * 100 <= n * most:
        return
    measured = Measured(
        says=f"{often:,} of {counted(n, 'account')} ({percent_text(often, n)}) changed hands "
        f"{counted(changes, 'time')} or more in a year.",
        value=hundredths_of(often, n),
        unit=Unit.PERCENT,
        n=n,
        part=often,
        of="account",
        threshold=most * 100,
    )
    yield from signal.lines(ground, measured, favours=("dedicated",), burdens=(ANOTHER_CHANGE,))


def _changes(ground: Ground, customer: Customer) -> int:
    """How often the relationship passed to another permanent holder within a year; the first filling is no change."""
    since = ground.day - timedelta(days=YEAR)
    return sum(
        1
        for before, after in pairwise(customer.held)
        if after.since > since and before.seat == after.seat and before.holder != after.holder
    )


SIGNALS = (
    Signal(
        number=13,
        name="spikes",
        rule="The fullest of the last {spike_weeks} weeks brought at least {spike} % of the middle one's requests.",
        sources=(Source.VELARIS,),
        find=_spikes,
    ),
    Signal(
        number=17,
        name="reactive work",
        rule="At least {reactive} % of {touches} or more touches in {touch_days} days came from the customer, requests "
        "included; it describes a firefighter team, and speaks against staying one once {reactive_established} % of "
        "the accounts are established.",
        sources=(Source.GAINSIGHT, Source.SLIDES),
        find=_reactive,
    ),
    Signal(
        number=24,
        name="many contacts",
        rule="The middle customer dealt with at least {contacts} of our people in {touch_days} days, cover aside.",
        sources=(Source.SLIDES,),
        find=_many_contacts,
    ),
    Signal(
        number=25,
        name="continuity",
        rule="On more than {turnover} % of the accounts the owner changed at least {turnover_changes} times in 365 "
        "days.",
        find=_continuity,
    ),
)
"""The signals of this part."""
