"""All findings of a book on a day, kept by subject so that a change re-runs only the rules whose subject it touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from core.book.book import Book, Delta
from core.book.table import Table
from core.conversations import Conversation
from core.load.ledger import Ledger
from core.models.finding import RANK, Finding, Group, worst_first
from core.models.mend import Mend
from core.models.rules.capacity import wears_many_hats
from core.models.rules.facts import Facts
from core.models.rules.reach import accounts_reached, people_reached, reshapes
from core.models.rules.run import AccountRules, Found, on_load, on_person, on_pool, on_sums
from core.models.rules.subjects import AccountFacts
from core.models.rules.sums import Key, contributions
from core.models.seating import Seating
from core.moment import Moment
from core.organisation import Acceptance
from core.words import ConversationType, Severity

__all__ = ["Finding", "Findings", "Group", "Mend"]

SOFTENED = frozenset({"TOUCH-LATE", "RENEWAL-COLD", "SENTIMENT-SILENT"})
"""Codes that are information only while the data is stale."""


@dataclass(frozen=True, slots=True)
class _Raw:
    """What the rules said, before suppression and acceptances."""

    accounts: Table[Found]
    """By account id; accounts without a finding are missing."""
    people: Mapping[int, Found]
    """By person id, from the accounts they hold."""
    loads: Mapping[int, Found]
    """By person id, from their hours."""
    pools: Mapping[int, Found]
    """By pool id."""
    sums: Found
    """On segments, plan lines and the whole."""


class Findings:
    """The rules of the plan in force that a book breaks at a moment. A value: a change gives another one."""

    def __init__(self, facts: Facts, raw: _Raw) -> None:
        """Use :meth:`of`."""
        self.facts = facts
        """What the rules read."""
        self._raw = raw
        self._reread: frozenset[int] | None = None

    @classmethod
    def of(cls, book: Book, moment: Moment, seating: Seating, ledger: Ledger) -> Findings:
        """The findings of a book from scratch."""
        facts = Facts(book, moment, seating, ledger)
        sums: dict[Key, int] = {}
        every = facts.accounts.all()
        for it in every:
            _count(sums, facts, it, 1)
        facts.sums = sums
        facts.hats = ledger.demand.kept("hats", _all_hats) if ledger.demand is not None else _all_hats(book)
        rules = AccountRules.of(facts.lines)
        accounts = [(it.id, found) for it in every if (found := rules.run(facts, it))]
        people = {person.id: found for person in book.people.all() if (found := on_person(facts, person))}
        pools = {pool.id: on_pool(facts, pool) for pool in book.pools.all()}
        return cls._finished(facts, Table.of(accounts), people, pools)

    def after(self, book: Book, delta: Delta, ledger: Ledger) -> Findings:
        """The findings after a change; equal to those from scratch, for the cost of what the change touched."""
        old = self.facts
        if delta.everything or reshapes(old.book, book, delta):
            return Findings.of(book, old.moment, Seating.of(book), ledger)
        facts = Facts(book, old.moment, Seating.of(book), ledger, old.accounts)
        touched = accounts_reached(old, book, delta)
        self._read_again(facts, touched)
        facts.hats = self._hats_after(book, delta)
        rules = AccountRules.of(facts.lines)
        found: dict[int, Found | None] = {}
        for number in touched:
            it = facts.accounts.get(number)
            found[number] = (rules.run(facts, it) if it is not None else ()) or None
        people = dict(self._raw.people)
        for number in people_reached(old, facts, delta, touched):
            person = book.people.get(number)
            people.pop(number, None)
            if person is not None and (said := on_person(facts, person)):
                people[number] = said
        pools = self._pools_after(facts, delta, touched)
        following = self._finished(facts, self._raw.accounts.put(found), people, pools)
        following._reread = frozenset(touched)
        return following

    @classmethod
    def _finished(
        cls, facts: Facts, accounts: Table[Found], people: Mapping[int, Found], pools: Mapping[int, Found]
    ) -> Findings:
        """The rules that run after every change: on hours, and on sums."""
        loads = {person.id: found for person in facts.book.people.all() if (found := on_load(facts, person))}
        codes: dict[int, frozenset[str]] = {}
        for by_person in (people, loads):
            for number, found in by_person.items():
                codes[number] = codes.get(number, frozenset()) | {finding.code for finding in found}
        facts.codes_of_people = codes
        return cls(facts, _Raw(accounts, people, loads, pools, on_sums(facts)))

    def _read_again(self, facts: Facts, touched: Iterable[int]) -> None:
        """Give the facts fresh accounts and sums where the change touched them."""
        old = self.facts
        sums = dict(old.sums)
        fresh: dict[int, AccountFacts | None] = {}
        for number in touched:
            before = old.accounts.get(number)
            if before is not None:
                _count(sums, old, before, -1)
            account = facts.book.accounts.get(number)
            after = facts.read(account) if account is not None and account.is_active else None
            if after is not None:
                _count(sums, facts, after, 1)
            fresh[number] = after
        facts.accounts = old.accounts.put(fresh)
        facts.sums = sums

    def _hats_after(self, book: Book, delta: Delta) -> Mapping[int, int]:
        edited = delta.tables.get("conversations", frozenset())
        if not edited:
            return self.facts.hats
        kept = {number: person for number, person in self.facts.hats.items() if number not in edited}
        talks = (book.conversations.get(number) for number in edited)
        return kept | dict(_hats(talk for talk in talks if talk is not None))

    def _pools_after(self, facts: Facts, delta: Delta, touched: Iterable[int]) -> Mapping[int, Found]:
        """What is found on pools, run again where members, requests, hours or needs may differ."""
        old = self.facts
        asked = facts.book.indexes["requests_of_account"]
        again = not delta.tables.keys().isdisjoint(("pools", "people", "requests")) or any(
            number in asked for number in touched
        )
        found: dict[int, Found] = {}
        for pool in facts.book.pools.all():
            same = not again and old.pool_state(pool.id) == facts.pool_state(pool.id)
            found[pool.id] = self._raw.pools[pool.id] if same else on_pool(facts, pool)
        return found

    # Reading ------------------------------------------------------------------------------------------------

    def all(self) -> tuple[Finding, ...]:
        """Every finding that is neither hidden by another one nor accepted, worst first."""
        return self._shown

    def groups(self) -> tuple[Group, ...]:
        """The findings by code, worst group first: by severity, then by what is at stake."""
        return self._groups

    @cached_property
    def header_count(self) -> int:
        """Number of groups of errors and warnings; counted by itself, because it is asked for after every change."""
        counted: set[str] = set()
        for found in self._by_subject():
            for finding in found:
                if (
                    finding.code not in counted
                    and finding.severity is not Severity.INFORMATION
                    and self._counts(finding, found)
                    and self._softened(finding).severity is not Severity.INFORMATION
                ):
                    counted.add(finding.code)
        return len(counted)

    def codes_of(self, account: int) -> tuple[str, ...]:
        """The codes of an account's findings, each once, in the order of the rules."""
        found = self._raw.accounts.get(account)
        if not found:
            return ()
        if len(found) == 1:
            return (found[0].code,) if self._counts(found[0], found) else ()
        return tuple(dict.fromkeys(finding.code for finding in found if self._counts(finding, found)))

    def recoded(self, before: Findings) -> frozenset[int] | None:
        """The accounts whose codes may differ from those before the change that these findings followed; None for all.

        They are the ones read again, and those on which an acceptance, or a finding on a person that stands for one of
        theirs, came or went.
        """
        if self._reread is None:
            return None
        people, hidden = self._on_people ^ before._on_people, self._hidden ^ before._hidden
        if not people and not hidden:
            return self._reread
        return self._reread.union(
            number
            for number, found in self._raw.accounts.items()
            for finding in found
            if finding.behind in people or (finding.code, finding.subject) in hidden
        )

    def of_account(self, account: int) -> tuple[Finding, ...]:
        """An account's findings, worst first."""
        return self._of(self._raw.accounts.get(account, ()))

    def of_person(self, person: int) -> tuple[Finding, ...]:
        """A person's findings, worst first; those of their accounts are not among them."""
        return self._of(self._raw.people.get(person, ()) + self._raw.loads.get(person, ()))

    def of_pool(self, pool: int) -> tuple[Finding, ...]:
        """A pool's findings, worst first."""
        return self._of(self._raw.pools.get(pool, ()))

    def get(self, number: str) -> Finding | None:
        """The finding with an id such as ``SEAT-EMPTY:A12/csm``, accepted ones too; upper or lower case."""
        return self._by_id.get(number.casefold())

    def accepted(self) -> tuple[tuple[Finding, Acceptance], ...]:
        """The findings that are accepted today, with who said why, worst first."""
        by_id = {(one.code, one.subject): one for one in self._acceptances()}
        pairs = [(f, by_id[f.code, f.subject]) for f in self._every() if (f.code, f.subject) in by_id]
        return tuple(sorted(pairs, key=lambda pair: worst_first(pair[0])))

    # Parts --------------------------------------------------------------------------------------------------

    def _by_subject(self) -> Iterator[Found]:
        raw = self._raw
        yield from raw.accounts.each()
        for by_id in (raw.people, raw.loads, raw.pools):
            yield from by_id.values()
        yield raw.sums

    def _every(self) -> Iterator[Finding]:
        return (finding for found in self._by_subject() for finding in found)

    @cached_property
    def _shown(self) -> tuple[Finding, ...]:
        shown = (finding for found in self._by_subject() for finding in found if self._counts(finding, found))
        return tuple(sorted(map(self._softened, shown), key=worst_first))

    @cached_property
    def _groups(self) -> tuple[Group, ...]:
        by_code: dict[str, list[Finding]] = {}
        for finding in self._shown:
            by_code.setdefault(finding.code, []).append(finding)
        groups = [
            Group(code=code, severity=found[0].severity, findings=tuple(found)) for code, found in by_code.items()
        ]
        groups.sort(key=lambda group: (RANK[group.severity], -group.arr, group.code))
        return tuple(groups)

    @cached_property
    def _by_id(self) -> Mapping[str, Finding]:
        return {finding.id.casefold(): self._softened(finding) for finding in self._every()}

    @cached_property
    def _hidden(self) -> frozenset[tuple[str, str]]:
        return frozenset((one.code, one.subject) for one in self._acceptances())

    @cached_property
    def _on_people(self) -> frozenset[str]:
        every = (*self._raw.people.values(), *self._raw.loads.values())
        return frozenset(finding.id for found in every for finding in found)

    @cached_property
    def _stale(self) -> bool:
        return any(finding.code == "DATA-STALE" for finding in self._raw.sums)

    def _acceptances(self) -> Iterator[Acceptance]:
        return (one for one in self.facts.book.acceptances.all() if self.facts.day < one.until)

    def _counts(self, finding: Finding, beside: Found) -> bool:
        """Whether a finding is neither accepted nor hidden by one on its person or beside it."""
        if finding.behind:
            behind = finding.behind
            if behind in self._on_people or any(other.id == behind for other in beside):
                return False
        return not self._hidden or (finding.code, finding.subject) not in self._hidden

    def _softened(self, finding: Finding) -> Finding:
        if self._stale and finding.code in SOFTENED and finding.severity is not Severity.INFORMATION:
            return replace(finding, severity=Severity.INFORMATION)
        return finding

    def _of(self, found: Found) -> tuple[Finding, ...]:
        shown = (self._softened(finding) for finding in found if self._counts(finding, found))
        return tuple(sorted(shown, key=worst_first))


def _count(sums: dict[Key, int], facts: Facts, it: AccountFacts, sign: int) -> None:
    """Count an account in (1) or out (-1); sums that come to nothing are dropped."""
    for key, number in contributions(facts, it):
        total = sums.get(key, 0) + sign * number
        if total:
            sums[key] = total
        else:
            sums.pop(key, None)


def _all_hats(book: Book) -> Mapping[int, int]:
    return dict(_hats(book.conversations.all()))


def _hats(talks: Iterable[Conversation]) -> Iterator[tuple[int, int]]:
    """The interviews among some conversations in which somebody wears too many hats."""
    for talk in talks:
        person = wears_many_hats(talk) if talk.type is ConversationType.INTERVIEW else None
        if person is not None:
            yield talk.id, person
