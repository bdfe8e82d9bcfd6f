"""The Book: every record in memory as one immutable value, with its look-ups; a change makes another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar, cast

from core.accounts import Account, Contact, ContractLine, Reading
from core.book.change import Change, Edit
from core.book.digest import Digest, digest_of
from core.book.indexes import INDEXES, OF_TABLE, Ids, built, followed
from core.book.table import Table
from core.conversations import Conversation, FollowUp, Playbook, Request, Run
from core.organisation import Acceptance, Alignment, Era, Model, Plan, Profile, Review, Segment, Template, Word
from core.people import Person, Pool, Role
from core.policy import Policy
from core.schema import TABLES
from core.seats import Handoff, Tenure
from core.words import Record

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Delta:
    """What a change touched; rows, load, findings and screens refresh by it and leave the rest alone."""

    seq: int
    """Number of the book after the change."""
    tables: Mapping[str, frozenset[int]]
    """Ids of the records edited, by table."""
    accounts: frozenset[int] = frozenset()
    """Accounts of which anything changed: themselves, their tenures, conversations, follow-ups, readings, ..."""
    people: frozenset[int] = frozenset()
    """People of whom anything changed: themselves, or a tenure of theirs."""
    pools: frozenset[int] = frozenset()
    """Pools of which anything changed."""
    everything: bool = False
    """A policy, plan, model, role or segment changed: derived figures of every account may differ."""


_WHOLE = frozenset({"policy", "roles", "segments", "models", "alignments", "plans"})
_PERSON_FIELDS = ("owner", "by", "about", "handler")


@dataclass(frozen=True, eq=False)
class Book:
    """All records of one team. Compared by identity; ``seq`` is its version. Never knows where it is stored."""

    tables: Mapping[str, Table[Any]]
    """Every table by name."""
    indexes: Mapping[str, Table[Ids]]
    """Every look-up by name."""
    digests: Table[Digest]
    """What was heard, by account id."""
    high: Mapping[str, int]
    """Largest id ever used, by table; ids are never reused."""
    seq: int = 0
    """Number of the last change."""
    _memo: dict[object, Any] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls,
        records: Mapping[str, Iterable[Record]],
        *,
        seq: int = 0,
        high: Mapping[str, int] | None = None,
        digests: Iterable[Digest] | None = None,
    ) -> Book:
        """A book of records by table; a missing policy is the standard one."""
        tables: dict[str, Table[Any]] = {}
        for spec in TABLES:
            tables[spec.name] = Table.of((record.id, record) for record in records.get(spec.name, ()))  # type: ignore[attr-defined]
        if 1 not in tables["policy"]:
            tables["policy"] = Table.of([(1, Policy())])
        indexes = {index.name: built(index, tables[index.table].all()) for index in INDEXES}
        used = {name: max((max(table, default=0), (high or {}).get(name, 0))) for name, table in tables.items()}
        if digests is None:
            heard = indexes["conversations_of_account"]
            talks = tables["conversations"]
            digests = [digest_of(account, (talks[number] for number in ids)) for account, ids in heard.items()]
        kept = Table.of((digest.account, digest) for digest in digests)
        return cls(tables=tables, indexes=indexes, digests=kept, high=used, seq=seq)

    # The tables by name -------------------------------------------------------------------------------------

    @cached_property
    def policy(self) -> Policy:
        """The book's own figures."""
        return cast("Policy", self.tables["policy"][1])

    @property
    def people(self) -> Table[Person]:
        """The roster with its vacancies."""
        return self.tables["people"]

    @property
    def pools(self) -> Table[Pool]:
        """The pools."""
        return self.tables["pools"]

    @property
    def roles(self) -> Table[Role]:
        """The role registry."""
        return self.tables["roles"]

    @property
    def segments(self) -> Table[Segment]:
        """The segment scheme."""
        return self.tables["segments"]

    @property
    def models(self) -> Table[Model]:
        """The models pinned in this book."""
        return self.tables["models"]

    @property
    def alignments(self) -> Table[Alignment]:
        """The alignments pinned in this book."""
        return self.tables["alignments"]

    @property
    def plans(self) -> Table[Plan]:
        """Plans, in force and past."""
        return self.tables["plans"]

    @property
    def eras(self) -> Table[Era]:
        """When which plan was in force."""
        return self.tables["eras"]

    @property
    def accounts(self) -> Table[Account]:
        """The customers."""
        return self.tables["accounts"]

    @property
    def contacts(self) -> Table[Contact]:
        """People at customers."""
        return self.tables["contacts"]

    @property
    def contracts(self) -> Table[ContractLine]:
        """Contract lines."""
        return self.tables["contracts"]

    @property
    def holders(self) -> Table[Tenure]:
        """Tenures of seats."""
        return self.tables["holders"]

    @property
    def followups(self) -> Table[FollowUp]:
        """Follow-ups."""
        return self.tables["followups"]

    @property
    def handoffs(self) -> Table[Handoff]:
        """Handoffs."""
        return self.tables["handoffs"]

    @property
    def requests(self) -> Table[Request]:
        """Requests of the pools' queues."""
        return self.tables["requests"]

    @property
    def playbooks(self) -> Table[Playbook]:
        """Playbooks."""
        return self.tables["playbooks"]

    @property
    def runs(self) -> Table[Run]:
        """Playbook runs."""
        return self.tables["runs"]

    @property
    def readings(self) -> Table[Reading]:
        """Dated values."""
        return self.tables["readings"]

    @property
    def reviews(self) -> Table[Review]:
        """Model reviews."""
        return self.tables["reviews"]

    @property
    def acceptances(self) -> Table[Acceptance]:
        """Accepted findings."""
        return self.tables["acceptances"]

    @property
    def profiles(self) -> Table[Profile]:
        """Import mappings."""
        return self.tables["profiles"]

    @property
    def templates(self) -> Table[Template]:
        """Texts to start from."""
        return self.tables["templates"]

    @property
    def vocab(self) -> Table[Word]:
        """Editable vocabularies."""
        return self.tables["vocab"]

    @property
    def conversations(self) -> Table[Conversation]:
        """Conversations."""
        return self.tables["conversations"]

    # Look-ups -----------------------------------------------------------------------------------------------

    def of_account(self, look_up: str, account: int) -> tuple[Any, ...]:
        """The records a look-up such as ``tenures_of_account`` finds under a key, in order of id."""
        ids = self.indexes[look_up].get(account)
        return self.tables[_TABLE_OF[look_up]].several(ids) if ids else ()

    def tenures_of(self, account: int) -> tuple[Tenure, ...]:
        """The tenures of an account in order of id."""
        return self.of_account("tenures_of_account", account)

    def tenures_of_person(self, person: int) -> tuple[Tenure, ...]:
        """The tenures a person holds, past and future ones too."""
        return self.of_account("tenures_of_person", person)

    def conversations_of(self, account: int) -> tuple[Conversation, ...]:
        """The conversations of an account in order of id."""
        return self.of_account("conversations_of_account", account)

    def followups_of(self, account: int) -> tuple[FollowUp, ...]:
        """The follow-ups of an account."""
        return self.of_account("followups_of_account", account)

    def readings_of(self, account: int) -> tuple[Reading, ...]:
        """The readings of an account."""
        return self.of_account("readings_of_account", account)

    def contracts_of(self, account: int) -> tuple[ContractLine, ...]:
        """The contract lines of an account."""
        return self.of_account("contracts_of_account", account)

    def children_of(self, account: int) -> tuple[Account, ...]:
        """The child accounts of an account."""
        return self.of_account("children_of_account", account)

    def reports_of(self, person: int) -> tuple[Person, ...]:
        """The people who report to a person, archived ones included."""
        return self.of_account("reports_of_person", person)

    def digest(self, account: int) -> Digest:
        """What was heard of an account; an empty digest when nothing was."""
        return self.digests.get(account) or Digest(account=account)

    @property
    def plan(self) -> Plan | None:
        """The plan in force."""
        number = self.policy.plan
        return self.plans.get(number) if number is not None else None

    def kept(self, key: object, make: Callable[[Book], T]) -> T:
        """A value derived from this book, made once and kept with it."""
        if key not in self._memo:
            self._memo[key] = make(self)
        return cast("T", self._memo[key])

    # Changes ------------------------------------------------------------------------------------------------

    def apply(self, change: Change) -> tuple[Book, Delta]:
        """The book after a change, and what it touched. Costs the records touched, not the book.

        Checks nothing: integrity is checked before, by ``core.book.integrity``.
        """
        by_table = _by_table(change.edits)
        seq = change.seq or self.seq + 1
        return self._after(by_table, seq), _delta(seq, by_table)

    def edited(self, edits: Iterable[Edit]) -> Book:
        """The book as some edits, done one after the other, would leave it; for looking at what nobody did."""
        return self._after(_by_table(edits), self.seq + 1)

    def _after(self, by_table: Mapping[str, list[tuple[int, Any, Any]]], seq: int) -> Book:
        tables = dict(self.tables)
        indexes = dict(self.indexes)
        high = dict(self.high)
        for name, edits in by_table.items():
            tables[name] = tables[name].put({number: after for number, _, after in edits})
            high[name] = max(high[name], *(number for number, _, _ in edits))
            for index in OF_TABLE.get(name, ()):
                indexes[index.name], _ = followed(index, indexes[index.name], edits)
        digests = self._digests_after(by_table.get("conversations", []), tables, indexes)
        return Book(tables=tables, indexes=indexes, digests=digests, high=high, seq=seq)

    def _digests_after(
        self,
        edits: list[tuple[int, Any, Any]],
        tables: Mapping[str, Table[Any]],
        indexes: Mapping[str, Table[Ids]],
    ) -> Table[Digest]:
        touched = {record.account for _, before, after in edits for record in (before, after) if record is not None}
        touched.discard(None)
        heard, talks = indexes["conversations_of_account"], tables["conversations"]
        fresh: dict[int, Digest | None] = {}
        for account in touched:
            ids = heard.get(account, ())
            fresh[account] = digest_of(account, (talks[number] for number in ids)) if ids else None
        return self.digests.put(fresh)

    def next_ids(self) -> IdSource:
        """A fresh counter of ids for the use case that is about to run."""
        return IdSource(dict(self.high))


class IdSource:
    """Hands out ids that were never used; a value per request, so that tests are exact."""

    def __init__(self, high: dict[str, int]) -> None:
        self._high = high

    def take(self, table: str) -> int:
        """The next id of a table."""
        self._high[table] = self._high.get(table, 0) + 1
        return self._high[table]


_TABLE_OF = {index.name: index.table for index in INDEXES}


def _by_table(edits: Iterable[Edit]) -> dict[str, list[tuple[int, Any, Any]]]:
    """(id, before, after) of edits by table, in their order."""
    by_table: dict[str, list[tuple[int, Any, Any]]] = {}
    for edit in edits:
        by_table.setdefault(edit.table, []).append((edit.id, edit.before, edit.after))
    return by_table


def _delta(seq: int, by_table: Mapping[str, list[tuple[int, Any, Any]]]) -> Delta:
    accounts: set[int] = set()
    people: set[int] = set()
    pools: set[int] = set()
    for name, edits in by_table.items():
        for number, before, after in edits:
            if name == "accounts":
                accounts.add(number)
            elif name == "people":
                people.add(number)
            elif name == "pools":
                pools.add(number)
            for record in (before, after):
                if record is None:
                    continue
                account = getattr(record, "account", None)
                if account is not None:
                    accounts.add(account)
                if name == "accounts" and record.parent is not None:
                    accounts.add(record.parent)
                if name == "people" and record.lead is not None:
                    people.add(record.lead)
                if name == "pools":
                    people.update(member.person for member in record.members)
                if name == "holders":
                    if record.holder.person is not None:
                        people.add(record.holder.person)
                    elif record.holder.pool is not None:
                        pools.add(record.holder.pool)
                    if record.leave_of is not None:
                        people.add(record.leave_of)
                else:
                    people.update(v for v in (getattr(record, f, None) for f in _PERSON_FIELDS) if isinstance(v, int))
    ids = {name: frozenset(number for number, _, _ in edits) for name, edits in by_table.items()}
    return Delta(
        seq=seq,
        tables=ids,
        accounts=frozenset(accounts),
        people=frozenset(people),
        pools=frozenset(pools),
        everything=not _WHOLE.isdisjoint(by_table),
    )
