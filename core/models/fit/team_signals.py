"""Signals from the team: its size (3), the base outgrowing it (4), enough work per role (8), span (14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.accounts import Account
from core.load.rates import MONTH
from core.models.fit.demand import Window, change, demand
from core.models.fit.ground import YEAR, Ground, works_here
from core.models.fit.line import Evidence, Place, Reach, Source, Unit, amount_text, hundredths_of, percent_text
from core.models.fit.signal import Measured, Signal, span_of
from core.people import Person
from core.schema import revise
from core.wording import counted, hours_whole
from core.words import AccountStatus, Duty, Touch

TECH = Place(Reach.SCOPE, "touch:tech", "accounts at tech touch")
"""The accounts that ask for least contact."""

ROLE_FILL = 90
"""Part of a position's hours that a role's work may fill when roles are suggested, percent. Ours."""

KNOWN = 50
"""Part of the accounts whose start and renewal date must be known to judge the work of a role, percent. Ours."""


# Size ----------------------------------------------------------------------------------------------------------


def _team_size(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    if not ground.team:
        return
    limits, fte = ground.limits, ground.fte

    def measured(limit: str, words: str) -> Measured:
        return Measured(
            says=f"The team has {amount_text(fte, Unit.FTE)} in {counted(len(ground.team), 'client-facing person')}: "
            f"{words}.",
            value=fte,
            unit=Unit.FTE,
            n=len(ground.team),
            of="person",
            threshold=limits[limit] * 100,
        )

    if fte <= limits["small_team"] * 100:
        small = measured("small_team", f"a small team, of at most {limits['small_team']}")
        yield from signal.lines(
            ground, small, favours=("generalist", "firefighter"), burdens=("specialist", "integrated")
        )
    if limits["coach_least"] * 100 <= fte <= limits["coach_most"] * 100:
        middle = measured("coach_least", f"between {limits['coach_least']} and {limits['coach_most']}")
        yield from signal.lines(ground, middle, favours=("player-coach",))
    if fte > limits["coach_most"] * 100:
        wide = measured("coach_most", f"more than {limits['coach_most']}")
        yield from signal.lines(ground, wide, burdens=("player-coach",))
    if fte >= limits["large_team"] * 100:
        large = measured("large_team", f"at least {limits['large_team']}")
        yield from signal.lines(ground, large, favours=("specialist", "growth"))


# Growth --------------------------------------------------------------------------------------------------------


def _outgrown(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    for measured in (*_over_capacity(ground), *_more_accounts(ground)):
        yield from signal.lines(
            ground,
            measured,
            favours=("specialist", "growth"),
            burdens=("generalist", "firefighter", "player-coach"),
        )
        if any(customer.touch is Touch.TECH for customer in ground.customers):
            yield from signal.lines(ground, replace(measured, place=TECH), favours=("pooled",))


def _over_capacity(ground: Ground) -> Iterator[Measured]:
    """Hours against capacity in the 30 days from today and in the 30 days after them."""
    most = ground.limits["outgrown"]
    first = ground.ledger.window
    totals = ground.ledger.totals()
    asked, there = totals.held - totals.outside, ground.capacity(first)
    if there <= 0 or asked * 100 < there * most:
        return
    following = (first[1], first[1] + (first[1] - first[0]))
    later, room = asked + change(ground, first, following), ground.capacity(following)
    if later * 100 < room * most:
        return
    yield Measured(
        says=f"The accounts ask for {hours_whole(asked)} of {hours_whole(there)} this month "
        f"({percent_text(asked, there)}) and for {hours_whole(later)} of {hours_whole(room)} the next.",
        value=hundredths_of(asked, there),
        unit=Unit.PERCENT,
        n=len(ground.customers),
        of="account",
        threshold=most * 100,
    )


def _more_accounts(ground: Ground) -> Iterator[Measured]:
    """Accounts served today against those served a year ago."""
    now, before = len(ground.customers), _customers_on(ground, ground.day - timedelta(days=YEAR))
    least = ground.limits["growth"]
    if not before or (now - before) * 100 < before * least:
        return
    yield Measured(
        says=f"The team serves {counted(now, 'account')}, {now - before:,} more than a year ago "
        f"(+{percent_text(now - before, before)}).",
        value=hundredths_of(now - before, before),
        unit=Unit.PERCENT,
        n=before,
        part=now - before,
        of="account",
        threshold=least * 100,
    )


def _customers_on(ground: Ground, day: date) -> int:
    """Accounts that were customers on a past day, by today's plan; one without a start always was."""
    stayed = sum(1 for customer in ground.customers if _started_by(customer.account, day))
    left = (
        account
        for account in ground.book.accounts.values()
        if account.status is AccountStatus.CHURNED
        and not account.archived
        and account.churned_on is not None
        and account.churned_on > day
        and _started_by(account, day)
    )
    return stayed + sum(1 for account in left if _was_served(ground, account, day))


def _started_by(account: Account, day: date) -> bool:
    return account.started is None or account.started <= day


def _was_served(ground: Ground, account: Account, day: date) -> bool:
    then = revise(account, status=AccountStatus.ACTIVE, churned_on=None)
    return ground.seating.bearer(then) is then and ground.seating.unmanaged(then, day) is None


# Roles ---------------------------------------------------------------------------------------------------------


def _work_per_role(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    """Onboarding as the last year brought it, for nobody knows next year's customers; renewals as they are due."""
    known = min(
        sum(1 for customer in ground.customers if customer.account.started is not None),
        sum(1 for customer in ground.customers if customer.work.renewal is not None),
    )
    if not known or known * 100 < len(ground.customers) * KNOWN:
        return
    year = timedelta(days=YEAR)
    onboarding = _positions(ground, Duty.ONBOARDING, (ground.day - year, ground.day))
    renewal = _positions(ground, Duty.RENEWAL, (ground.day, ground.day + year))
    whole, little = ground.limits["role"], ground.limits["part_role"]
    less = min(onboarding, renewal)
    both = f"Onboarding is work for {amount_text(onboarding, Unit.FTE)}, renewals for {amount_text(renewal, Unit.FTE)}"

    def measured(says: str, limit: int) -> Measured:
        return Measured(says=says, value=less, unit=Unit.FTE, n=known, of="account", threshold=limit)

    if less >= whole:
        yield from signal.lines(ground, measured(f"{both}.", whole), favours=("specialist", "integrated"))
    if less < little:
        which = "onboarding is" if onboarding == less else "renewals are"
        which = "both are" if max(onboarding, renewal) < little else which
        yield from signal.lines(ground, measured(f"{both}: {which} not a full job.", little), burdens=("specialist",))


def _positions(ground: Ground, duty: Duty, window: Window) -> int:
    """A duty's mean hours a month in hundredths of a full-time position that is filled to 90 %."""
    hours = demand(ground, duty, window).hours
    room = ground.hours_per_fte * ROLE_FILL * YEAR
    return 100 * hours * MONTH * 100 // room if room else 0


# Span ----------------------------------------------------------------------------------------------------------


def _span(signal: Signal, ground: Ground) -> Iterator[Evidence]:
    fewest, most = span_of(ground)
    spans = {person.id: reports for person in ground.book.people.all() if (reports := _front_line(ground, person))}
    if not spans:
        return
    widest, least = max(spans.values()), min(spans.values())
    leads = counted(len(spans), "lead")

    def measured(says: str, value: int, unit: Unit, limit: int) -> Measured:
        return Measured(says=says, value=value, unit=unit, n=len(spans), of="lead", threshold=limit)

    if fewest <= least and widest <= most:
        spread = f"{least}" if least == widest else f"{least} to {widest}"
        says = f"{leads} {'has' if len(spans) == 1 else 'have'} {spread} direct reports; {fewest} to {most} are sound."
        fine = measured(says, widest * 100, Unit.COUNT, most * 100)
        yield from signal.lines(ground, fine, favours=("player-coach",))
    if widest > most:
        wide = sum(1 for reports in spans.values() if reports > most)
        says = f"{wide} of {leads} {'has' if wide == 1 else 'have'} more than {most} direct reports, up to {widest}."
        yield from signal.lines(ground, measured(says, widest * 100, Unit.COUNT, most * 100), burdens=("player-coach",))
    loads = [ground.ledger.person(person) for person in spans]
    over = [load for load in loads if load.client and load.hours > load.capacity]
    if over:
        # An absent lead has no capacity to divide by: an hour stands for it.
        value = max(hundredths_of(load.hours, max(load.capacity, 100)) for load in over)
        says = (
            f"{len(over)} of {leads} {'has' if len(over) == 1 else 'have'} more hours of accounts than time for them: "
            f"up to {amount_text(value, Unit.PERCENT)}."
        )
        yield from signal.lines(ground, measured(says, value, Unit.PERCENT, 10_000), burdens=("player-coach",))


def _front_line(ground: Ground, person: Person) -> int:
    """Direct reports who are at work here, of a lead of people who lead nobody; 0 for everybody else."""
    if not works_here(person, ground.day):
        return 0
    reports = [report for report in ground.book.reports_of(person.id) if works_here(report, ground.day)]
    if all(any(works_here(one, ground.day) for one in ground.book.reports_of(report.id)) for report in reports):
        return 0
    return len(reports)


SIGNALS = (
    Signal(
        number=3,
        name="team size",
        rule="Full-time positions with customers: at most {small_team}, {coach_least} to {coach_most}, or at least "
        "{large_team}.",
        sources=(Source.VELARIS, Source.SLIDES),
        find=_team_size,
    ),
    Signal(
        number=4,
        name="base outgrows people",
        rule="Hours are at least {outgrown} % of capacity in this month and the next, or the accounts grew by at least "
        "{growth} % in 12 months.",
        sources=(Source.VELARIS,),
        find=_outgrown,
    ),
    Signal(
        number=8,
        name="enough work per role",
        rule="Onboarding, as the last 12 months brought it, and renewals, as the next 12 months do, each fill {role} % "
        "of a full-time position; under {part_role} % it is not a full job.",
        find=_work_per_role,
    ),
    Signal(
        number=14,
        name="span",
        rule="Every lead has {span_least} to {span_most} direct reports; a wider span, or a lead with more hours than "
        "capacity, speaks against.",
        sources=(Source.VELARIS,),
        limit_from=Source.MCKINSEY,
        find=_span,
    ),
)
"""The signals of this part."""
