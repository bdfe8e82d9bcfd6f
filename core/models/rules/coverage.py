"""Whether every customer and duty has a place in the plan, and every role it asks for has somebody."""

from __future__ import annotations

from collections.abc import Iterable

from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts, LineFacts
from core.wording import counted, listed
from core.words import Complexity, Duty, Need, SeatHolding, Severity


def plan_gap(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """The account falls under no line of the plan."""
    if it.line is not None or not facts.lines:
        return ()
    return [
        Finding(
            code="PLAN-GAP",
            severity=Severity.ERROR,
            subject=f"A{it.id}",
            message=f"{it.name} falls under no line of the plan, so nobody has to serve it.",
            account=it.id,
            arr=it.arr or 0,
            mend=Mend(
                kind=MendKind.LAST_LINE,
                says="end the plan with a line for all other accounts",
                code="PLAN-GAP",
                account=it.id,
            ),
            where="Or leave such accounts unmanaged, with a reason, in Model: 5",
        )
    ]


def no_plan(facts: Facts) -> Iterable[Finding]:
    """No model was chosen, so no account asks for anything."""
    accounts = len(facts.accounts)
    if facts.lines or not accounts:
        return ()
    return [
        Finding(
            code="PLAN-GAP",
            severity=Severity.ERROR,
            subject="plan",
            message=f"No model is in force, so nobody has to serve your {counted(accounts, 'account')}.",
            where="Choose a model in Model: 5",
        )
    ]


def duty_none(facts: Facts, line: LineFacts) -> Iterable[Finding]:
    """A duty with work is carried by no seat and no outside function."""
    for duty in Duty:
        accounts = facts.sums.get(("nobody", line.key, duty.value), 0)
        if accounts:
            yield Finding(
                code="DUTY-NONE",
                severity=Severity.ERROR,
                subject=f"line:{line.key}/{duty.value}",
                message=f"On “{line.title}” nobody carries {duty.value}, which {counted(accounts, 'account')} "
                f"{'needs' if accounts == 1 else 'need'} today.",
                where="Give the duty to a seat or an outside function in Model: 5",
            )


def duty_twice(facts: Facts, line: LineFacts) -> Iterable[Finding]:
    """Two seats carry one duty on one account."""
    for duty in Duty:
        accounts = facts.sums.get(("twice", line.key, duty.value), 0)
        if accounts:
            yield Finding(
                code="DUTY-TWICE",
                severity=Severity.ERROR,
                subject=f"line:{line.key}/{duty.value}",
                message=f"On “{line.title}” two seats carry {duty.value} on {counted(accounts, 'account')}.",
                where="Take the duty from one of the seats in Model: 5",
            )


def role_none(facts: Facts) -> Iterable[Finding]:
    """Seats with work ask for roles that nobody has, no vacancy either."""
    here = {
        role
        for person in facts.book.people.all()
        if not person.archived and not facts.is_gone(person.id)
        for role in person.role_keys
    }
    titles = {role.key: role.title for role in facts.book.roles.all()}
    asked = sorted((key[1:], number) for key, number in facts.sums.items() if key[0] == "asks")
    missing: dict[str, tuple[int, tuple[str, ...]]] = {}
    for roles, accounts in asked:
        if here.isdisjoint(roles):
            before, others = missing.get(roles[0], (0, ()))
            missing[roles[0]] = (before + accounts, tuple(dict.fromkeys(others + roles)))
    for role, (accounts, roles) in missing.items():
        named = listed((titles.get(key, key) for key in roles), "or")
        yield Finding(
            code="ROLE-NONE",
            severity=Severity.ERROR,
            subject=f"role:{role}",
            message=f"{counted(accounts, 'seat')} with work {'asks' if accounts == 1 else 'ask'} for {named}, "
            "and nobody has that role.",
            mend=Mend(
                kind=MendKind.OPEN_VACANCY,
                says=f"put an open position for {titles.get(role, role)} on the roster",
                code="ROLE-NONE",
                word=role,
            ),
            where="Or give somebody the role in Load: 3",
        )


def overlay_missing(facts: Facts, it: AccountFacts) -> Iterable[Finding]:
    """A complex account has no specialist beside its CSM."""
    if it.account.complexity is not Complexity.COMPLEX:
        return ()
    assisting = [seat for seat in it.seats if not seat.seat.carries]
    if any(seat.holder is not None for seat in assisting):
        return ()
    empty = next((seat for seat in assisting if seat.seat.holder is SeatHolding.NAMED), None)
    mend = None
    behind = ""
    if empty is not None:
        mend = Mend(
            kind=MendKind.ASSIGN,
            says=f"give {empty.seat.title} to the best candidate",
            code="OVERLAY-MISSING",
            account=it.id,
            seat=empty.key,
        )
        behind = f"SEAT-EMPTY:A{it.id}/{empty.key}" if empty.seat.line.need is Need.REQUIRED else ""
    return [
        Finding(
            code="OVERLAY-MISSING",
            severity=Severity.WARNING,
            subject=f"A{it.id}",
            message=f"{it.name} is complex and no specialist assists its owner.",
            account=it.id,
            seat=empty.key if empty is not None else "",
            arr=it.arr or 0,
            mend=mend,
            where="" if mend is not None else "Lay an overlay over complex accounts in Model: 5",
            behind=behind,
        )
    ]


RULES = (
    Rule(
        code="PLAN-GAP",
        severity=Severity.ERROR,
        says="Every account falls under a line of the plan; one may leave it unmanaged with a reason.",
        every=True,
        account=plan_gap,
        whole=no_plan,
    ),
    Rule(
        code="DUTY-NONE",
        severity=Severity.ERROR,
        says="Every duty with work is carried by a seat or an outside function.",
        line=duty_none,
    ),
    Rule(
        code="DUTY-TWICE",
        severity=Severity.ERROR,
        says="On one account a duty is carried by one seat only.",
        line=duty_twice,
    ),
    Rule(
        code="ROLE-NONE",
        severity=Severity.ERROR,
        says="Somebody, or a vacancy, has a role that each seat with work allows.",
        whole=role_none,
    ),
    Rule(
        code="OVERLAY-MISSING",
        severity=Severity.WARNING,
        says="A complex account has a specialist in an assisting seat.",
        source="Velaris: overlay specialists beside a dedicated CSM for complex accounts",
        asked=True,
        account=overlay_missing,
    ),
)
"""The rules of this part."""
