"""Signals from the customers: low touch (5), diversity (6), complexity (7), segments (15, 16), established (19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from core.models.fit.customers import Customer
from core.models.fit.ground import YEAR, Ground, Part, arr_of
from core.models.fit.line import (
    OVERLAY,
    Evidence,
    Place,
    Reach,
    Source,
    Unit,
    amount_text,
    hundredths_of,
    percent_text,
)
from core.models.fit.signal import Measured, Signal
from core.models.fit.team_signals import TECH
from core.wording import counted, hours, listed
from core.words import Family, Touch

ESTABLISHED = Place(Reach.SCOPE, "is:established", "established accounts")
"""Customers for a year with a renewal, or marked so."""


def _low_touch(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    tech = [customer for customer in ground.customers if customer.touch is Touch.TECH]
    n, arr, whole = len(ground.customers), arr_of(tech), arr_of(ground.customers)
    limits = ground.limits
    if not tech or not whole or len(tech) * 100 < n * limits["tech_accounts"]:
        return
    if arr * 100 > whole * limits["tech_arr"]:
        return
    measured = Measured(
        says=f"{len(tech):,} of {counted(n, 'account')} ({percent_text(len(tech), n)}) are at tech touch, "
        f"with {percent_text(arr, whole)} of the ARR.",
        value=hundredths_of(len(tech), n),
        unit=Unit.PERCENT,
        n=n,
        part=len(tech),
        of="account",
        threshold=limits["tech_accounts"] * 100,
        place=TECH,
    )
    yield from signal.lines(ground, measured, favours=("pooled",), burdens=("dedicated",))


# Books ---------------------------------------------------------------------------------------------------------


def _diversity(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    books = list(_books(ground).values())
    if not books:
        return
    policy, people = ground.book.policy, counted(len(books), "CSM")
    segments = _hundredths(median(len({one.account.segment for one in book} - {""}) for book in books))
    hard = _hundredths(median(100 * sum(one.is_complex for one in book) / len(book) for book in books))
    found = (
        (segments, Unit.COUNT, policy.diverse_segments, f"{amount_text(segments, Unit.COUNT)} segments"),
        (hard, Unit.PERCENT, policy.diverse_complex_percent, f"{amount_text(hard, Unit.PERCENT)} complex accounts"),
    )
    for value, unit, most, holds in found:
        if value > most * 100:
            measured = Measured(
                says=f"The middle book of {people} holds {holds}; {amount_text(most * 100, unit)} is the most for one "
                "person to know.",
                value=value,
                unit=unit,
                n=len(books),
                of="CSM",
                threshold=most * 100,
            )
            yield from signal.lines(
                ground, measured, favours=("specialist", "growth", OVERLAY), burdens=("generalist",)
            )


def _hundredths(number: float) -> int:
    return round(number * 100)


def _books(ground: Ground) -> dict[int, list[Customer]]:
    """The accounts by the person who keeps the relationship for good; children that follow a parent do not count."""
    books: dict[int, list[Customer]] = {}
    for customer in ground.customers:
        if customer.account.parent is not None and customer.account.family is not Family.INDEPENDENT:
            continue
        held = [tenure.holder.person for tenure in customer.held if tenure.holds_on(ground.day)]
        for person in {person for person in held if person is not None}:
            books.setdefault(person, []).append(customer)
    return books


# Complexity ----------------------------------------------------------------------------------------------------


def _complex_accounts(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    hard = [customer for customer in ground.customers if customer.is_complex and not customer.has_overlay]
    arr, whole = arr_of(hard), arr_of(ground.customers)
    least = ground.limits["complex_arr"]
    if not whole or arr * 100 < whole * least:
        return
    measured = Measured(
        says=f"{percent_text(arr, whole)} of the ARR is on {counted(len(hard), 'complex account')} without an overlay.",
        value=hundredths_of(arr, whole),
        unit=Unit.PERCENT,
        n=len(hard),
        of="account",
        threshold=least * 100,
    )
    yield from signal.lines(ground, measured, favours=(OVERLAY, "specialist"), burdens=("dedicated", "generalist"))


# Segments ------------------------------------------------------------------------------------------------------


def _segments_differ(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    n = len(ground.customers)
    large = [part for part in ground.segments if len(part.customers) * 100 >= n * ground.limits["segment"]]
    if len(large) >= 2:
        yield from _apart(signal, ground, large)
    for part in large:
        size = len(part.customers)
        if size * 100 >= n * ground.limits["one_segment"]:
            measured = Measured(
                says=f"{size:,} of {counted(n, 'account')} ({percent_text(size, n)}) are in one segment, "
                f"{part.place.title}.",
                value=hundredths_of(size, n),
                unit=Unit.PERCENT,
                n=n,
                part=size,
                of="account",
                threshold=ground.limits["one_segment"] * 100,
            )
            yield from signal.lines(ground, measured, burdens=("growth",))


def _apart(signal: Signal, ground: Ground, large: list[Part]) -> Iterator[Evidence]:
    """Large segments whose hours per account, or whose usual touch, are not the same."""
    load = {part.place.title: _hours_per_account(ground, part) for part in large}
    most, least = max(load, key=lambda title: load[title]), min(load, key=lambda title: load[title])
    touches = [(part.place.title, _usual_touch(part)) for part in large]
    times = 100 * load[most] // load[least] if load[least] else 0
    if times < ground.limits["segment_hours"] and len({touch for _, touch in touches}) == 1:
        return
    usual = listed(f"{title} {touch.value}" for title, touch in touches)
    measured = Measured(
        says=f"{most} asks for {hours(load[most])} a month an account, {least} for {hours(load[least])} "
        f"({amount_text(times, Unit.TIMES)}); the usual touch: {usual}.",
        value=times,
        unit=Unit.TIMES,
        n=sum(len(part.customers) for part in large),
        of="account",
        threshold=ground.limits["segment_hours"],
    )
    yield from signal.lines(ground, measured, favours=("growth",))


def _hours_per_account(ground: Ground, part: Part) -> int:
    """Hundredths of an hour a month."""
    return sum(ground.ledger.account(customer.id).hours for customer in part.customers) // len(part.customers)


def _usual_touch(part: Part) -> Touch:
    """The touch of most accounts; of equally many, the higher one."""
    touches = Counter(customer.touch for customer in part.customers)
    return max(Touch, key=lambda touch: touches[touch])


def _crossing(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    placed = [customer for customer in ground.customers if customer.account.segment]
    past = sum(1 for customer in placed if _is_past_a_line(ground, customer))
    n, most = len(placed), ground.limits["crossed"]
    if past * 100 <= n * most:
        return
    measured = Measured(
        says=f"{past:,} of {counted(n, 'account')} ({percent_text(past, n)}) crossed a segment line in 12 months, and "
        "their transition was not begun.",
        value=hundredths_of(past, n),
        unit=Unit.PERCENT,
        n=n,
        part=past,
        of="account",
        threshold=most * 100,
    )
    yield from signal.lines(ground, measured, burdens=("growth",))


def _is_past_a_line(ground: Ground, customer: Customer) -> bool:
    """Whether its figures have put it in another segment within the year, and no handoff was opened since."""
    crossed = customer.account.crossed
    if crossed is None or crossed.to == customer.account.segment or crossed.on > ground.day:
        return False
    if crossed.on <= ground.day - timedelta(days=YEAR):
        return False
    handoffs = ground.book.of_account("handoffs_of_account", customer.id)
    return not any(handoff.opened_on >= crossed.on for handoff in handoffs)


def _established(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    old = [customer for customer in ground.customers if customer.established]
    arr, whole = arr_of(old), arr_of(ground.customers)
    least = ground.limits["established_arr"]
    if not whole or arr * 100 < whole * least:
        return
    measured = Measured(
        says=f"{percent_text(arr, whole)} of the ARR is on {counted(len(old), 'established account')}.",
        value=hundredths_of(arr, whole),
        unit=Unit.PERCENT,
        n=len(old),
        of="account",
        threshold=least * 100,
        place=ESTABLISHED,
    )
    yield from signal.lines(ground, measured, favours=("partnership", "service-oriented"), burdens=("firefighter",))


SIGNALS = (
    Signal(
        number=5,
        name="low-touch mass",
        rule="At least {tech_accounts} % of the accounts are at tech touch, with at most {tech_arr} % of the ARR.",
        sources=(Source.VELARIS,),
        find=_low_touch,
    ),
    Signal(
        number=6,
        name="diversity of books",
        rule="The middle CSM's book spans more than {diverse_segments} segments, or more than "
        "{diverse_complex_percent} % of it is complex.",
        sources=(Source.VELARIS,),
        find=_diversity,
    ),
    Signal(
        number=7,
        name="complex accounts",
        rule="At least {complex_arr} % of the ARR is on complex accounts that no overlay assists.",
        sources=(Source.VELARIS,),
        find=_complex_accounts,
    ),
    Signal(
        number=15,
        name="segments differ",
        rule="At least two segments of {segment} % of the accounts or more differ in their usual touch, or in hours "
        "per account by {segment_hours} % or more; one segment of {one_segment} % speaks against.",
        sources=(Source.VELARIS,),
        find=_segments_differ,
    ),
    Signal(
        number=16,
        name="crossing",
        rule="More than {crossed} % of the accounts crossed a segment line in 12 months without a handoff since.",
        sources=(Source.VELARIS,),
        find=_crossing,
    ),
    Signal(
        number=19,
        name="established base",
        rule="At least {established_arr} % of the ARR is on customers of a year and more with a renewal.",
        sources=(Source.GAINSIGHT,),
        find=_established,
    ),
)
"""The signals of this part."""
