"""What a customer's journey needs: touches in time, renewals with somebody on them, a step for those at risk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts
from core.wording import counted, hours, money, short_date
from core.words import Severity, Touch


def touch_late(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The last real touch is older than the standard, not counting days on which the acting holder was on leave."""
    since = it.last or it.account.started
    if since is None or (facts.day - since).days <= it.standard:
        return ()
    quiet = (facts.day - since).days
    if quiet - away_days(facts, it, since) <= it.standard or facts.planned_step(it):
        return ()
    heard = f"{counted(quiet, 'day')} without a real touch" if it.last else "no touch since its contract began"
    return [
        Finding(
            code="TOUCH-LATE",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name}: {heard}; its standard is {it.standard} days.",
            account=it.id,
            arr=it.arr or 0,
            mend=_follow_up("TOUCH-LATE", it, f"Get in touch with {it.name}"),
        )
    ]


def away_days(facts: Facts, it: AccountFacts, since: date) -> int:
    """Days from ``since`` to today on which the acting holder of the lead seat was on leave."""
    person = facts.book.people.get(it.owner) if it.owner is not None else None
    if person is None or not person.leaves:
        return 0
    overlaps = ((min(leave.until, facts.day) - max(leave.since, since)).days for leave in person.leaves)
    return sum(days for days in overlaps if days > 0)


def sentiment_silent(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """No sentiment was heard in three touch standards."""
    most = facts.policy.sentiment_touches * it.standard
    heard = facts.book.digest(it.id).sentiment_on
    since = heard or it.account.started
    if since is None or (facts.day - since).days <= most or facts.planned_step(it):
        return ()
    days = counted((facts.day - since).days, "day")
    return [
        Finding(
            code="SENTIMENT-SILENT",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name}: nobody noted how they feel for {days}; {most} are the most.",
            account=it.id,
            arr=it.arr or 0,
            mend=_follow_up("SENTIMENT-SILENT", it, f"Ask {it.name} how they feel about us"),
        )
    ]


def renewal_cold(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The renewal is near and there was no real touch in 30 days."""
    if it.renews is None:
        return ()
    left = (it.renews - facts.day).days
    if left < 0 or left > facts.policy.renewal_days:
        return ()
    if it.last is not None and (facts.day - it.last).days <= facts.policy.cold_days:
        return ()
    if facts.planned_step(it):
        return ()
    near = left <= facts.policy.cold_error_days
    quiet = f"for {counted((facts.day - it.last).days, 'day')}" if it.last is not None else "ever"
    return [
        Finding(
            code="RENEWAL-COLD",
            severity=Severity.ERROR if near else Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name} renews in {counted(left, 'day')} and had no real touch {quiet}.",
            account=it.id,
            arr=it.arr or 0,
            mend=_follow_up("RENEWAL-COLD", it, f"Talk with {it.name} about the renewal"),
        )
    ]


def renewal_past(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The renewal date has passed and no outcome was recorded."""
    if it.renews is None or it.renews >= facts.day or (it.line is not None and it.line.unmanaged):
        return ()
    days = counted((facts.day - it.renews).days, "day")
    return [
        Finding(
            code="RENEWAL-PAST",
            severity=Severity.ERROR,
            subject=f"A{it.id}",
            message=f"{it.name} was to renew on {short_date(it.renews)}, {days} ago, and no outcome is recorded.",
            account=it.id,
            arr=it.arr or 0,
            where="Renew or churn: r",
        )
    ]


def risk_no_step(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The account is at risk and no dated next step is open."""
    if not it.at_risk or any(step.due is not None for step in facts.open_steps(it)):
        return ()
    value = f" at {it.health}" if it.health is not None else ""
    return [
        Finding(
            code="RISK-NO-STEP",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name} is at risk{value} and no dated next step is open.",
            account=it.id,
            arr=it.arr or 0,
            mend=_follow_up("RISK-NO-STEP", it, f"Agree on a plan to help {it.name}"),
        )
    ]


def low_touch(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """A tech-touch account takes a place in a dedicated book."""
    if it.touch is not Touch.TECH:
        return ()
    load = hours(facts.ledger.account(it.id).hours)
    worth = money(it.arr, facts.currency) if it.arr is not None else "an unknown ARR"
    assert it.line is not None
    return [
        Finding(
            code="DED-LOWTOUCH",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name} is served at tech touch in a dedicated book: {load} a month for {worth}.",
            account=it.id,
            arr=it.arr or 0,
            mend=Mend(
                kind=MendKind.POOL_LINE,
                says="serve tech-touch accounts from a pool, by a plan line of their own",
                code="DED-LOWTOUCH",
                account=it.id,
            ),
        )
    ]


def _follow_up(code: str, it: AccountFacts, text: str) -> Mend:
    return Mend(
        kind=MendKind.FOLLOW_UP, says="write a follow-up for the acting holder", code=code, account=it.id, word=text
    )


def follow_up_due(day: date, renews: date | None) -> date:
    """The day a mending follow-up is due: in three days, but not after the renewal."""
    due = day + timedelta(days=3)
    return min(due, renews) if renews is not None and renews >= day else due


RULES = (
    Rule(
        code="TOUCH-LATE",
        severity=Severity.WARNING,
        says="A customer is touched at least every 14, 21 or 30 days at high, mid or tech touch, leave aside; "
        "a follow-up due within that time is enough.",
        source="published cadence drafts: 14 / 21 / 30 days",
        account=touch_late,
    ),
    Rule(
        code="SENTIMENT-SILENT",
        severity=Severity.WARNING,
        says="In a dedicated book somebody notes how the customer feels within three touch standards.",
        asked=True,
        account=sentiment_silent,
    ),
    Rule(
        code="RENEWAL-COLD",
        severity=Severity.ERROR,
        says="A customer who renews within 90 days had a real touch in the last 30; within 30 days it is an error.",
        account=renewal_cold,
    ),
    Rule(
        code="RENEWAL-PAST",
        severity=Severity.ERROR,
        says="A renewal date that has passed has an outcome: renewed, extended or churned.",
        every=True,
        account=renewal_past,
    ),
    Rule(
        code="RISK-NO-STEP",
        severity=Severity.WARNING,
        says="An account at risk has an open next step with a date.",
        account=risk_no_step,
    ),
    Rule(
        code="DED-LOWTOUCH",
        severity=Severity.WARNING,
        says="A dedicated book holds no account that is served at tech touch: it is costly.",
        source="Velaris: the dedicated model is costly for low-touch accounts",
        asked=True,
        account=low_touch,
    ),
)
"""The rules of this part."""
