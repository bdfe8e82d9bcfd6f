"""What one book may hold: the limits of a seat and of a role, and how many kinds of customers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from core.models.finding import Finding
from core.models.mend import Mend, MendKind
from core.models.rules.facts import Facts, Held
from core.models.rules.figures import percent
from core.models.rules.leadership import is_lead
from core.models.rules.rule import Rule
from core.models.rules.subjects import AccountFacts
from core.organisation import Limits
from core.people import Person
from core.wording import counted, hours, listed, money
from core.words import Complexity, Family, Severity, TenureKind


def book_cap(facts: Facts, person: Person) -> Iterable[Finding]:
    """A person has more accounts, families, hours or ARR in a seat, or in a role, than one may have."""
    by_seat: dict[str, list[Held]] = {}
    limits: dict[str, Limits] = {}
    titles: dict[str, str] = {}
    for it, seat in facts.held_by(person.id):
        if seat.active and seat.tenure is not None and seat.tenure.kind is TenureKind.PERMANENT:
            by_seat.setdefault(seat.key, []).append((it, seat))
            if seat.seat.line.limits is not None:
                limits.setdefault(seat.key, seat.seat.line.limits)
                titles[seat.key] = seat.seat.title
    for key, most in sorted(limits.items()):
        over = list(beyond(facts, person, by_seat[key], most))
        if over:
            yield _over(person, key, by_seat[key], f"in the seat {titles[key]} {listed(over)}")
    if is_lead(facts, person):
        return  # what a lead may hold is LEAD-TOO-MANY's
    held = [pair for pairs in by_seat.values() for pair in pairs]
    for role, most in role_limits(facts, person, held):
        over = list(beyond(facts, person, held, most))
        if over:
            yield _over(person, f"role:{role}", held, f"as {role} {listed(over)}")


def role_limits(facts: Facts, person: Person, held: list[Held]) -> Iterator[tuple[str, Limits]]:
    """The limits of a person's roles in the models whose seats they hold."""
    found: dict[str, Limits] = {}
    for _, seat in held:
        model = seat.seat.model
        for role, most in model.limits_by_role if model is not None else ():
            if role in person.role_keys:
                found.setdefault(role, most)
    yield from sorted(found.items())


def beyond(facts: Facts, person: Person, held: list[Held], most: Limits) -> Iterator[str]:
    """In words, each figure that is over its limit."""
    accounts = {it.id: it for it, _ in held}
    if most.accounts is not None and len(accounts) > most.accounts:
        yield f"{counted(len(accounts), 'account')} of at most {most.accounts:,}"
    if most.families is not None:
        families = {ultimate_parent(facts, it) for it in accounts.values()}
        if len(families) > most.families:
            yield f"{counted(len(families), 'family')} of at most {most.families:,}"
    arr = sum(it.arr or 0 for it in accounts.values())
    if most.arr is not None and arr > most.arr:
        yield f"{money(arr, facts.currency)} of at most {money(most.arr, facts.currency)}"
    if most.hours is not None:
        load = seat_hours(facts, person, held)
        if load > most.hours:
            yield f"{hours(load)} of at most {hours(most.hours)}"


def ultimate_parent(facts: Facts, it: AccountFacts) -> int:
    """Account id of the head of a family."""
    account = it.account
    while account.parent is not None and account.parent in facts.book.accounts:
        account = facts.book.accounts[account.parent]
    return account.id


def seat_hours(facts: Facts, person: Person, held: list[Held]) -> int:
    """Hundredths of an hour a month that a person has on some seats."""
    seats = {(it.id, seat.key) for it, seat in held}
    return sum(
        charge.hours
        for number in {number for number, _ in seats}
        for charge in facts.ledger.account(number).charges
        if (number, charge.seat) in seats and charge.holder is not None and charge.holder.person == person.id
    )


def _over(person: Person, key: str, held: list[Held], says: str) -> Finding:
    accounts = {it.id: it for it, _ in held}
    return Finding(
        code="BOOK-CAP",
        severity=Severity.WARNING,
        subject=f"P{person.id}/{key}",
        message=f"{person.name} has {says}.",
        person=person.id,
        seat="" if key.startswith("role:") else key,
        arr=sum(it.arr or 0 for it in accounts.values()),
        mend=Mend(
            kind=MendKind.RELIEVE,
            says="move the least disruptive accounts out",
            code="BOOK-CAP",
            person=person.id,
            seat="" if key.startswith("role:") else key,
            word=f"P{person.id}/{key}",
        ),
    )


def book_diverse(facts: Facts, person: Person) -> Iterable[Finding]:
    """A book holds too many segments, industries, or complex accounts for one person to know."""
    accounts = diverse_accounts(facts, person)
    says = [words for words, _ in diversity(facts, accounts)]
    if not says:
        return ()
    return [
        Finding(
            code="BOOK-DIVERSE",
            severity=Severity.WARNING,
            subject=f"P{person.id}",
            message=f"The book of {person.name} holds {listed(says)}.",
            person=person.id,
            arr=sum(it.arr or 0 for it in accounts),
            mend=Mend(
                kind=MendKind.RELIEVE,
                says="move what is least at home in this book to others",
                code="BOOK-DIVERSE",
                person=person.id,
                word=f"P{person.id}",
            ),
        )
    ]


def diverse_accounts(facts: Facts, person: Person) -> list[AccountFacts]:
    """The accounts a person leads for good whose model asks for one kind of book; children that follow do not count."""
    found = {
        it.id: it
        for it, seat in facts.held_by(person.id)
        if it.asks("BOOK-DIVERSE")
        and it.lead is not None
        and it.lead.key == seat.key
        and seat.tenure is not None
        and seat.tenure.kind is TenureKind.PERMANENT
        and (it.account.parent is None or it.account.family is Family.INDEPENDENT)
    }
    return list(found.values())


def diversity(facts: Facts, accounts: list[AccountFacts]) -> Iterator[tuple[str, set[int]]]:
    """In words, each way in which accounts are too diverse, with the ids of those that are least at home."""
    policy = facts.policy
    segments = Counter(it.account.segment for it in accounts if it.account.segment)
    if len(segments) > policy.diverse_segments:
        at_home = {segment for segment, _ in segments.most_common(policy.diverse_segments)}
        strangers = {it.id for it in accounts if it.account.segment and it.account.segment not in at_home}
        yield f"{counted(len(segments), 'segment')} of at most {policy.diverse_segments}", strangers
    every = Counter(it.account.industry for it in accounts if it.account.industry)
    industries = {industry: number for industry, number in every.items() if number >= policy.diverse_accounts}
    if len(industries) > policy.diverse_industries:
        smallest = min(industries, key=lambda industry: (industries[industry], industry))
        words = f"{len(industries)} industries with {policy.diverse_accounts} or more accounts each"
        yield words, {it.id for it in accounts if it.account.industry == smallest}
    complex_ones = {it.id for it in accounts if it.account.complexity is Complexity.COMPLEX}
    many = len(complex_ones) >= policy.diverse_accounts
    if many and len(complex_ones) * 100 > len(accounts) * policy.diverse_complex_percent:
        share = percent(len(complex_ones), len(accounts))
        yield f"{share} % complex accounts, of at most {policy.diverse_complex_percent} %", complex_ones


RULES = (
    Rule(
        code="BOOK-CAP",
        severity=Severity.WARNING,
        says="A person has at most as many accounts, families, hours and ARR in a seat as its limits allow; seats "
        "without work do not count.",
        person=book_cap,
    ),
    Rule(
        code="BOOK-DIVERSE",
        severity=Severity.WARNING,
        says="A generalist's book holds at most 2 segments, 5 industries with 3 or more accounts each, and 25 % "
        "complex accounts.",
        source="Velaris: a generalist suits a small, alike base; the thresholds are ours",
        asked=True,
        person=book_diverse,
    ),
)
"""The rules of this part."""
