"""Signals from what customers and CSMs say: expectations (1), nobody asked (2), challenges (9 to 12, 20), hats (18)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from core.models.fit.ground import Ground, Part
from core.models.fit.line import (
    DECIDING_NOW,
    OVERLAY,
    PLAYBOOKS,
    TODAY,
    Evidence,
    Side,
    Source,
    Unit,
    hundredths_of,
    percent_text,
)
from core.models.fit.signal import Measured, Signal, heard_enough
from core.models.fit.tally import challenge_title
from core.models.fit.unasked import unanswered
from core.wording import counted
from core.words import Expectation

# Expectations --------------------------------------------------------------------------------------------------


def _expectation(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    """Each line's customers judge the model in force on it; without a plan they judge the way things are."""
    for part in ground.lines or (ground.whole,):
        answers = {
            customer.id: ground.voices[customer.id].answer
            for customer in part.customers
            if customer.id in ground.voices and ground.voices[customer.id].answer is not None
        }
        if not part.customers:
            continue
        if not heard_enough(ground, part, answers):
            yield signal.unheard(ground, part, answers, "answered")
            continue
        yes = sum(1 for answer in answers.values() if answer is Expectation.YES)
        most = ground.limits["expectation"]
        met = yes * 100 >= len(answers) * most
        measured = Measured(
            says=f"{yes:,} of {counted(len(answers), 'customer')}{part.place.within} who answered in "
            f"{ground.limits['heard_days']} days give a plain yes ({percent_text(yes, len(answers))})"
            f"{'' if met else f'; {most} % would be living up to expectations'}.",
            value=hundredths_of(yes, len(answers)),
            unit=Unit.PERCENT,
            n=len(answers),
            part=yes,
            of="customer",
            threshold=most * 100,
            place=part.place,
        )
        yield signal.line(ground, Side.FOR if met else Side.AGAINST, _in_force(part), measured)


def _in_force(part: Part) -> tuple[str, ...]:
    """The keys of what a line is run by: its model, its alignment, or both."""
    line = part.line
    if line is None:
        return (TODAY,)
    keys = [line.line.model] if line.line.model else []
    if line.alignment is not None:
        keys.append(line.alignment.key)
    return tuple(keys) or (TODAY,)


def _nobody_asked(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    silent, n = len(unanswered(ground.customers, ground.voices)), len(ground.customers)
    if silent * 100 <= n * ground.limits["unasked"]:
        return
    measured = Measured(
        says=f"{silent:,} of {counted(n, 'account')} ({percent_text(silent, n)}) were not asked, or gave no answer, in "
        f"{ground.limits['heard_days']} days.",
        value=hundredths_of(silent, n),
        unit=Unit.PERCENT,
        n=n,
        part=silent,
        of="account",
        threshold=ground.limits["unasked"] * 100,
    )
    yield from signal.lines(ground, measured, burdens=(DECIDING_NOW,))


# Challenges ----------------------------------------------------------------------------------------------------


def _challenged(
    signal: Signal,
    ground: Ground,
    part: Part,
    challenge: str,
    limit: int,
    favours: tuple[str, ...],
    burdens: tuple[str, ...],
) -> Iterator[Evidence]:
    """What a challenge says when enough of the customers heard name it; that too few were heard otherwise."""
    if not part.customers:
        return
    heard = ground.spoke(part)
    if not heard_enough(ground, part, heard):
        yield signal.unheard(ground, part, heard, "answered or named a challenge")
        return
    named = sum(1 for number in heard if challenge in ground.voices[number].challenges)
    if named * 100 < len(heard) * limit:
        return
    measured = Measured(
        says=f"{named:,} of {counted(len(heard), 'customer')} heard{part.place.within} "
        f"({percent_text(named, len(heard))}) say: {challenge_title(ground.book, challenge)}.",
        value=hundredths_of(named, len(heard)),
        unit=Unit.PERCENT,
        n=len(heard),
        part=named,
        of="customer",
        threshold=limit * 100,
        place=part.place,
    )
    yield from signal.lines(ground, measured, favours=favours, burdens=burdens)


def _told_again(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    favours, burdens = ("generalist", "dedicated"), ("specialist", "service-oriented", "pooled")
    limit = ground.limits["challenge"]
    yield from _challenged(signal, ground, ground.whole, "told-again", limit, favours, burdens)
    open_ones = [
        handoff
        for handoff in ground.book.handoffs.values()
        if handoff.closed_on is None and handoff.account in ground.ids
    ]
    late = sum(1 for handoff in open_ones if handoff.due < ground.day)
    n, most = len(open_ones), ground.limits["late_handoffs"]
    if not late or late * 100 < n * most:
        return
    measured = Measured(
        says=f"{late:,} of {counted(n, 'open handoff')} ({percent_text(late, n)}) "
        f"{'is' if late == 1 else 'are'} past the due day.",
        value=hundredths_of(late, n),
        unit=Unit.PERCENT,
        n=n,
        part=late,
        of="handoff",
        threshold=most * 100,
    )
    yield from signal.lines(ground, measured, favours=favours, burdens=burdens)


def _contact_wanted(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    """On the whole, and in each segment once enough was heard on the whole."""
    limit = ground.limits["challenge"]
    favours, burdens = ("dedicated", "generalist"), ("pooled",)
    lines = list(_challenged(signal, ground, ground.whole, "no-one-person", limit, favours, burdens))
    yield from lines
    if any(line.side is Side.UNHEARD for line in lines):
        return
    for part in ground.segments:
        yield from _challenged(signal, ground, part, "no-one-person", limit, favours, burdens)


def _depth_wanted(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    favours, burdens = ("specialist", OVERLAY), ("generalist", "dedicated")
    yield from _challenged(signal, ground, ground.whole, "lacks-depth", ground.limits["challenge"], favours, burdens)


def _answers_differ(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    favours, burdens = ("dedicated", PLAYBOOKS), ("pooled",)
    limit = ground.limits["challenge"]
    yield from _challenged(signal, ground, ground.whole, "answers-differ", limit, favours, burdens)
    finished, n = _runs(ground)
    least = ground.limits["playbooks"]
    if finished * 100 >= n * least:
        return
    measured = Measured(
        says=f"{finished:,} of {counted(n, 'playbook run')} due in {ground.limits['heard_days']} days were finished "
        f"({percent_text(finished, n)}); {least} % would be steady.",
        value=hundredths_of(finished, n),
        unit=Unit.PERCENT,
        n=n,
        part=finished,
        of="playbook run",
        threshold=least * 100,
    )
    yield from signal.lines(ground, measured, favours=favours, burdens=burdens)


def _runs(ground: Ground) -> tuple[int, int]:
    """Runs of the time for which answers count: how many were finished, and how many were, or were due to be."""
    since = ground.day - timedelta(days=ground.limits["heard_days"])
    finished = n = 0
    for run in ground.book.runs.values():
        if not since < run.started_on <= ground.day or run.account not in ground.ids:
            continue
        playbook = ground.book.playbooks.get(run.playbook)
        steps = playbook.steps if playbook is not None else ()
        due = run.started_on + timedelta(days=max((step.day for step in steps if step.required), default=0))
        done = run.finished_on is not None and run.finished_on <= ground.day
        finished += done
        n += done or due < ground.day
    return finished, n


def _feels_like_sales(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    yield from _challenged(
        signal,
        ground,
        ground.whole,
        "feels-like-sales",
        ground.limits["sales_challenge"],
        ("service-oriented",),
        ("sales-oriented",),
    )


# CSMs ----------------------------------------------------------------------------------------------------------


def _too_many_hats(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    said = ground.interviews.naming("too-many-hats")
    n, least = ground.interviews.people, ground.limits["hats"]
    if said < least:
        return
    measured = Measured(
        says=f"{said:,} of {counted(n, 'person')} interviewed in {ground.limits['heard_days']} days "
        f"{'says they wear' if said == 1 else 'say they wear'} too many hats.",
        value=said * 100,
        unit=Unit.COUNT,
        n=n,
        part=said,
        of="person",
        threshold=least * 100,
        private=True,
    )
    yield from signal.lines(
        ground, measured, favours=("specialist", "service-oriented"), burdens=("firefighter", "generalist")
    )


SIGNALS = (
    Signal(
        number=1,
        name="expectation met",
        rule="Of the customers who answered in {heard_days} days, the latest answer of at least {expectation} % is a "
        "plain yes; anything less speaks against the model in force, not for another one.",
        sources=(Source.GAINSIGHT,),
        find=_expectation,
    ),
    Signal(
        number=2,
        name="nobody asked",
        rule="More than {unasked} % of the accounts gave no answer on expectations in {heard_days} days.",
        sources=(Source.GAINSIGHT,),
        find=_nobody_asked,
    ),
    Signal(
        number=9,
        name="role handover pain",
        rule="At least {challenge} % of the customers heard had to tell their story again, or at least {late_handoffs} "
        "% of the open handoffs are past their due day.",
        sources=(Source.VELARIS,),
        find=_told_again,
    ),
    Signal(
        number=10,
        name="contact wanted",
        rule="At least {challenge} % of the customers heard, on the whole or in a segment, miss one person of their "
        "own.",
        sources=(Source.VELARIS,),
        find=_contact_wanted,
    ),
    Signal(
        number=11,
        name="depth wanted",
        rule="At least {challenge} % of the customers heard miss product or technical depth.",
        sources=(Source.VELARIS,),
        find=_depth_wanted,
    ),
    Signal(
        number=12,
        name="answers differ",
        rule="At least {challenge} % of the customers heard get different answers from different people, or fewer than "
        "{playbooks} % of the playbook runs that were due were finished.",
        sources=(Source.VELARIS,),
        find=_answers_differ,
    ),
    Signal(
        number=18,
        name="too many hats",
        rule="At least {hats} CSMs said in interviews of the last {heard_days} days that they wear too many hats.",
        find=_too_many_hats,
    ),
    Signal(
        number=20,
        name="feels like sales",
        rule="To at least {sales_challenge} % of the customers heard we feel like sales.",
        sources=(Source.SLIDES,),
        find=_feels_like_sales,
    ),
)
"""The signals of this part."""
