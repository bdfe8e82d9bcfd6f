"""Running the rules on their subjects."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.models.finding import Finding
from core.models.rules.facts import Facts
from core.models.rules.registry import RULES
from core.models.rules.rule import OnAccount
from core.models.rules.subjects import AccountFacts, LineFacts
from core.people import Person, Pool

Found = tuple[Finding, ...]
"""What was found on one subject, in the order of the rules."""


@dataclass(frozen=True, slots=True)
class AccountRules:
    """The rules for accounts, sorted out by plan line so that an account meets only those that concern it."""

    by_line: tuple[tuple[OnAccount, ...], ...]
    """For accounts with seats, by the place of their line."""
    every: tuple[OnAccount, ...]
    """For all others."""

    @classmethod
    def of(cls, lines: tuple[LineFacts, ...]) -> AccountRules:
        """The rules that concern the accounts of each line."""
        return cls(
            by_line=tuple(tuple(_concerning(line)) for line in lines),
            every=tuple(rule.account for rule in RULES.values() if rule.account is not None and rule.every),
        )

    def run(self, facts: Facts, it: AccountFacts) -> Found:
        """What is found on one account."""
        rules = self.by_line[it.line.index] if it.seats and it.line is not None else self.every
        found: list[Finding] = []
        for rule in rules:
            found += rule(facts, it)
        return tuple(found)


def _concerning(line: LineFacts) -> Iterator[OnAccount]:
    for rule in RULES.values():
        if rule.account is not None and (not rule.asked or rule.code in line.asked):
            yield rule.account


def on_person(facts: Facts, person: Person) -> Found:
    """What is found on a person by the accounts they hold."""
    return tuple(f for rule in RULES.values() if rule.person is not None for f in rule.person(facts, person))


def on_load(facts: Facts, person: Person) -> Found:
    """What is found on a person by their hours."""
    return tuple(f for rule in RULES.values() if rule.load is not None for f in rule.load(facts, person))


def on_pool(facts: Facts, pool: Pool) -> Found:
    """What is found on a pool; nothing on an archived one."""
    if pool.archived:
        return ()
    return tuple(f for rule in RULES.values() if rule.pool is not None for f in rule.pool(facts, pool))


def on_sums(facts: Facts) -> Found:
    """What is found on segments, plan lines and the whole."""
    found: list[Finding] = []
    for rule in RULES.values():
        if rule.segment is not None:
            for segment in facts.book.segments.all():
                found += rule.segment(facts, segment)
        if rule.line is not None:
            for line in facts.lines:
                found += rule.line(facts, line) if not line.unmanaged else ()
        if rule.whole is not None:
            found += rule.whole(facts)
    return tuple(found)
