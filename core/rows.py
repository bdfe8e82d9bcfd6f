"""One flat row per account: what lists show, filter and sort, made again only where a change touched it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple, Protocol

from core.accounts import Account
from core.book.book import Book, Delta
from core.book.table import Table
from core.journey import arr_on, health_of, is_established, quiet_days, touch_of
from core.models.duties import work_of
from core.models.plan import SeatSet
from core.models.seating import Held, Seating
from core.moment import Moment
from core.person_rows import PersonRow, person_row, person_rows
from core.policy import Policy
from core.query.context import outside_keys, person_key, person_keys, pool_keys
from core.row_order import PERSON_SORT_KEYS, SORT_KEYS, by_name, ordered, sorted_rows
from core.seats import Holder
from core.text import fold
from core.words import (
    Complexity,
    Expectation,
    HealthBand,
    HolderKind,
    Sentiment,
    Stage,
    Touch,
)

__all__ = [
    "PERSON_SORT_KEYS",
    "SORT_KEYS",
    "AccountRow",
    "PersonRow",
    "Rows",
    "Totals",
    "account_row",
    "by_name",
    "person_row",
    "person_rows",
    "sorted_rows",
]


class AccountHours(Protocol):
    """The load of one account."""

    @property
    def hours(self) -> int:
        """Hundredths of an hour over the next 30 days."""
        ...


class AccountLedger(Protocol):
    """Hours by account."""

    def account(self, account: int, /) -> AccountHours:
        """The load of one account."""
        ...


class AccountCodes(Protocol):
    """Findings by account."""

    def codes_of(self, account: int, /) -> tuple[str, ...]:
        """Codes of the findings about an account, worst first."""
        ...


class AccountRow(NamedTuple):
    """An account as lists know it on a day. Texts that filters compare are folded; draw those of ``account``.

    A tuple, because tens of thousands are made at a time: it is made in a fifth of the time of a frozen dataclass.
    """

    id: int
    """Account id."""
    account: Account
    """The record."""
    name: str
    """Name of the customer."""
    folded: str
    """Its name, folded."""
    search: str
    """Folded name and tags, a line each: where a bare word of a filter is looked for."""
    owner: str
    """Acting holder of the seat that leads, as a column shows it; empty for nobody."""
    owner_folded: str | None
    """The same folded, for sorting; None for nobody."""
    owner_ids: tuple[int, ...]
    """Person id of the owner; empty unless a person or vacancy leads."""
    owner_kind: HolderKind | None
    """Person, pool or outside; None for nobody."""
    owner_key: str
    """Key of the owner: ``P7``, ``pool:scaled``, ``outside:services``; empty for nobody."""
    lead_seat: str
    """Key of the seat that leads; empty without one."""
    holders: tuple[tuple[str, str], ...]
    """(seat key, holder as shown or nothing) of every seat asked for."""
    holder_keys: tuple[str, ...]
    """Keys of the holders of all seats, and with them ``pool``, ``outside`` and ``vacant`` where one is that."""
    segment: str
    """Segment key; empty when not known."""
    segment_order: int | None
    """Place of the segment in the scheme; None outside it."""
    touch: Touch
    """Its own touch, or its segment's."""
    served: Touch
    """Touch the plan serves it at."""
    stage: Stage | None
    """Where it stands; None when churned or archived."""
    health: int | None
    """0 to 100."""
    health_before: int | None
    """The value read before."""
    health_rank: int | None
    """For sorting: the value, or the middle of the band where only that is known."""
    band: HealthBand | None
    """Good, watch or at risk."""
    arr: int | None
    """Minor units of the book's currency; None when unknown or without a rate."""
    without_rate: bool
    """Whether an amount is known but its currency has no rate."""
    potential: int | None
    """Minor units of the account's own currency."""
    renews: date | None
    """Next renewal date."""
    renews_in: int | None
    """Days until it; negative once past."""
    started: date | None
    """Contract start."""
    started_ago: int | None
    """Days since it."""
    due: date | None
    """Day of the earliest open follow-up that has one."""
    due_in: int | None
    """Days until it; negative once past."""
    quiet: int | None
    """Days since the last real touch; None when there was none."""
    sentiment: Sentiment | None
    """Last heard."""
    expectation: Expectation | None
    """Last answer on expectations."""
    load: int
    """Hundredths of an hour over the next 30 days."""
    codes: tuple[str, ...]
    """Codes of its findings, worst first."""
    tags: tuple[str, ...]
    """Folded."""
    industry: str
    """Folded."""
    region: str
    """Folded."""
    language: str
    """Folded."""
    products: tuple[str, ...]
    """Folded."""
    complexity: Complexity | None
    """How hard to support."""
    parent: int | None
    """Account id of the parent."""
    external: tuple[str, ...]
    """Ids in other systems."""
    active: bool
    """A customer that is not archived."""
    churned: bool
    """No longer a customer."""
    archived: bool
    """Put away."""
    key_account: bool
    """Marked as a key account."""
    escalated: bool
    """Has an open escalation."""
    established: bool
    """A customer for a year with a renewal, or marked so."""
    child: bool
    """Belongs to a parent."""
    has_children: bool
    """Has child accounts."""
    locked: bool
    """Its owner is not to be changed yet."""
    unmanaged: bool
    """Deliberately without people."""


def account_row(
    book: Book, moment: Moment, seating: Seating, ledger: AccountLedger, codes: tuple[str, ...], account: Account
) -> AccountRow:
    """The row of one account."""
    return _Accounts(book, moment, seating, ledger).row(account, codes)


class _Shown(NamedTuple):
    """A holder as rows show and find it."""

    text: str
    """As a column shows it."""
    folded: str | None
    """The same folded; None for nothing."""
    keys: tuple[str, ...]
    """The keys it is found under, its own first."""


_NOBODY = _Shown("", None, ())


class _Accounts:
    """Makes the rows of accounts; what many of them share is made once."""

    def __init__(self, book: Book, moment: Moment, seating: Seating, ledger: AccountLedger) -> None:
        self._book = book
        self._day = moment.today
        self._seating = seating
        self._ledger = ledger
        self._orders = {segment.key: segment.order for segment in book.segments.all()}
        self._ranks = _band_ranks(book.policy)
        # thousands of accounts share a few dozen holders
        self._shown: dict[Holder | None, _Shown] = {None: _NOBODY}
        self._known_keys: dict[tuple[str, ...], tuple[str, ...]] = {}

    def row(self, account: Account, codes: tuple[str, ...]) -> AccountRow:
        book, day, number = self._book, self._day, account.id
        active = account.is_active
        work = work_of(book, account)
        renews = work.renewal[1] if work.renewal is not None else None
        stage = work.stage(day) if active else None
        health = health_of(book, number, day)
        arr = arr_on(book, account, day)
        touch = touch_of(book, account)
        seats = self._seating.seat_set(account, day, stage) if active else None
        line = seats.line if seats is not None else self._seating.line_of(account, day)
        holders: tuple[tuple[str, str], ...] = ()
        holder_keys: tuple[str, ...] = ()
        if seats is None:
            owner = self._seating.owner(account, day)
            kind, person, lead_seat = owner.kind, owner.person, owner.lead_seat
            shown = _Shown(owner.text, fold(owner.text) or None, self._keys(kind, person, owner.pool, owner.function))
        else:
            held = self._seating.held(account)
            seat, holder = self._seating.leading(held, seats, stage, day)
            kind, person = (holder.kind, holder.person) if holder is not None else (None, None)
            lead_seat = seat.key if seat is not None else ""
            shown = self._shown_of(holder)
            holders, holder_keys = self._holders(held, seats, lead_seat, shown)
        digest = book.digest(number)
        steps = book.followups_of(number)
        due = min((step.due for step in steps if step.is_open and step.due), default=None) if steps else None
        folded = fold(account.name)
        tags = _folded(account.tags)
        return AccountRow(
            id=number,
            account=account,
            name=account.name,
            folded=folded,
            search="\n".join((folded, *tags)) if tags else folded,
            owner=shown.text,
            owner_folded=shown.folded,
            owner_ids=() if person is None else (person,),
            owner_kind=kind,
            owner_key=shown.keys[0] if shown.keys else "",
            lead_seat=lead_seat,
            holders=holders,
            holder_keys=holder_keys,
            segment=account.segment,
            segment_order=self._orders.get(account.segment),
            touch=touch,
            served=touch if line is None else line.serve.get(touch, touch),
            stage=stage,
            health=health.value,
            health_before=health.before,
            health_rank=health.value if health.value is not None else self._ranks.get(health.band),
            band=health.band,
            arr=arr,
            without_rate=arr is None and self._has_amount(account),
            potential=account.potential,
            renews=renews,
            renews_in=None if renews is None else (renews - day).days,
            started=account.started,
            started_ago=None if account.started is None else (day - account.started).days,
            due=due,
            due_in=None if due is None else (due - day).days,
            quiet=quiet_days(book, account, day),
            sentiment=digest.sentiment,
            expectation=digest.expectation,
            load=self._ledger.account(number).hours,
            codes=codes,
            tags=tags,
            industry=_fold(account.industry),
            region=_fold(account.region),
            language=_fold(account.language),
            products=_folded(account.products),
            complexity=account.complexity,
            parent=account.parent,
            external=tuple([text for _, text in account.external_ids]) if account.external_ids else (),
            active=active,
            churned=not active and not account.archived,
            archived=account.archived,
            key_account=account.key_account,
            escalated=account.is_escalated,
            established=is_established(account, day),
            child=account.parent is not None,
            has_children=number in book.indexes["children_of_account"],
            locked=account.locked_until is not None and account.locked_until > day,
            unmanaged=line is not None and bool(line.unmanaged),
        )

    def _holders(
        self, held: Held, seats: SeatSet, lead_seat: str, leading: _Shown
    ) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Every seat with its holder as shown, and the keys of all holders."""
        if len(seats.seats) == 1 and seats.seats[0].key == lead_seat:
            return ((lead_seat, leading.text),), leading.keys
        by_seat: list[tuple[str, str]] = []
        keys: dict[str, None] = {}
        for seat in seats.seats:
            shown = leading if seat.key == lead_seat else self._shown_of(held.holder(seat, self._day))
            by_seat.append((seat.key, shown.text))
            keys.update(dict.fromkeys(shown.keys))
        return tuple(by_seat), self._shared(tuple(keys))

    def _shown_of(self, holder: Holder | None) -> _Shown:
        shown = self._shown.get(holder)
        if shown is None:
            assert holder is not None
            text = self._seating.holder_text(holder, self._day)
            keys = self._keys(holder.kind, holder.person, holder.pool, holder.function)
            shown = self._shown[holder] = _Shown(text, fold(text) or None, keys)
        return shown

    def _keys(self, kind: HolderKind | None, person: int | None, pool: int | None, function: str) -> tuple[str, ...]:
        """The keys a holder is found under, its own first; nobody has none."""
        if kind is HolderKind.PERSON and person is not None:
            record = self._book.people.get(person)
            return self._shared(person_keys(person, record.status) if record else (person_key(person),))
        if kind is HolderKind.POOL and pool is not None:
            group = self._book.pools.get(pool)
            return self._shared(pool_keys(group.key)) if group is not None else ()
        return self._shared(outside_keys(function)) if kind is HolderKind.OUTSIDE else ()

    def _shared(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return self._known_keys.setdefault(keys, keys)

    def _has_amount(self, account: Account) -> bool:
        return account.arr is not None or any(line.arr is not None for line in self._book.contracts_of(account.id))


def _band_ranks(policy: Policy) -> Mapping[HealthBand | None, int]:
    """The middle of each band of health."""
    risk, watch = policy.at_risk_below, policy.watch_below
    return {HealthBand.AT_RISK: risk // 2, HealthBand.WATCH: (risk + watch) // 2, HealthBand.GOOD: (watch + 100) // 2}


_fold = lru_cache(maxsize=4_096)(fold)


@lru_cache(maxsize=4_096)
def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, texts))


class Rows:
    """The rows of every account of one book at one moment; a change gives the next ones."""

    def __init__(self, rows: Table[AccountRow], named: Sequence[AccountRow], moment: Moment) -> None:
        """Use :meth:`of`."""
        self._by_id = rows
        self._all = named
        self._moment = moment
        self._listed: Sequence[AccountRow] | None = None

    @classmethod
    def of(cls, book: Book, moment: Moment, seating: Seating, ledger: AccountLedger, findings: AccountCodes) -> Rows:
        """The rows of a whole book."""
        made = _Accounts(book, moment, seating, ledger)
        # Made in the order in which they are mostly walked, rows lie side by side in memory: measured on 50,000,
        # a pass over them then takes a quarter of the time.
        accounts = sorted(book.accounts.all(), key=lambda account: (fold(account.name), account.id))
        named = tuple([made.row(account, findings.codes_of(account.id)) for account in accounts])
        return cls(Table.of((row.id, row) for row in named), named, moment)

    def after(
        self,
        book: Book,
        delta: Delta,
        seating: Seating,
        ledger: AccountLedger,
        findings: AccountCodes,
        recoded: Iterable[int] | None = None,
    ) -> Rows:
        """The rows after a change: only those of the accounts it touched are made again, the others are the same.

        ``recoded`` are the accounts whose findings may differ; without it those of every account are compared.
        """
        if delta.everything or "pools" in delta.tables:
            return Rows.of(book, self._moment, seating, ledger, findings)
        touched = _touched(book, delta)
        codes_of = findings.codes_of
        if recoded is None:
            recoded = (row.id for row in self._all if row.codes != codes_of(row.id))
        touched.update(recoded)
        made = _Accounts(book, self._moment, seating, ledger)
        fresh: dict[int, AccountRow | None] = {}
        for number in touched:
            account = book.accounts.get(number)
            fresh[number] = made.row(account, codes_of(number)) if account is not None else None
        before = [self._by_id.get(number) for number in touched]
        following = Rows(self._by_id.put(fresh), _renamed(self._all, before, fresh.values()), self._moment)
        if self._listed is not None:
            left = [row for row in before if row is not None and row.active]
            active = [row for row in fresh.values() if row is not None and row.active]
            following._listed = _renamed(self._listed, left, active)
        return following

    def all(self) -> Sequence[AccountRow]:
        """Every row, archived ones too, by name."""
        return self._all

    def listed(self) -> Sequence[AccountRow]:
        """Every customer of today, by name: what lists show unless churned or archived ones are asked for."""
        if self._listed is None:
            self._listed = tuple([row for row in self._all if row.active])
        return self._listed

    def ordered(self, key: str, *, reverse: bool = False) -> Sequence[AccountRow]:
        """Every row by one of ``SORT_KEYS``; ``KeyError`` for anything else."""
        return ordered(self._all, key, reverse=reverse)

    def get(self, account_id: int) -> AccountRow | None:
        """The row of an account; None when there is none."""
        return self._by_id.get(account_id)

    def __getitem__(self, account_id: int) -> AccountRow:
        return self._by_id[account_id]

    def __len__(self) -> int:
        return len(self._all)


_name_of = attrgetter("folded", "id")


def _renamed(
    rows: Sequence[AccountRow], gone: Iterable[AccountRow | None], come: Iterable[AccountRow | None]
) -> Sequence[AccountRow]:
    """Rows by name with some taken out and others put in, each found by its name; the rest is only copied."""
    out = [row for row in gone if row is not None]
    into = [row for row in come if row is not None]
    if len(out) + len(into) > len(rows) // 64:
        ids = {row.id for row in out}
        return tuple(by_name([*(row for row in rows if row.id not in ids), *into]))
    named = list(rows)
    for row in out:
        del named[bisect_left(named, _name_of(row), key=_name_of)]
    for row in into:
        named.insert(bisect_left(named, _name_of(row), key=_name_of), row)
    return tuple(named)


def _touched(book: Book, delta: Delta) -> set[int]:
    """The accounts whose rows a change may have changed: its own, those its people hold, and their families."""
    touched = set(delta.accounts)
    edited = delta.tables.get("people", frozenset())
    if edited:
        # a cover stands as long as the leave it belongs to
        touched.update(tenure.account for tenure in book.holders.values() if tenure.leave_of in edited)
    for person in edited:
        # a seat may be held by the lead of another seat's holder, so a lead's reports count too
        for holder in (person, *(report.id for report in book.reports_of(person))):
            touched.update(tenure.account for tenure in book.tenures_of_person(holder))
    for number in tuple(touched):
        _up(book, number, touched)
    # the list grows while it is walked: children of children follow too
    queue = list(touched)
    for number in queue:
        fresh = [child.id for child in book.children_of(number) if child.id not in touched]
        touched.update(fresh)
        queue.extend(fresh)
    return touched


def _up(book: Book, number: int, touched: set[int]) -> None:
    """Add the parents of an account: the hours of rolled-up children are theirs."""
    account = book.accounts.get(number)
    while account is not None and account.parent is not None and account.parent not in touched:
        touched.add(account.parent)
        account = book.accounts.get(account.parent)


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of some accounts."""

    count: int = 0
    """Number of accounts."""
    arr: int = 0
    """ARR of active ones, in minor units of the book's currency, as far as it is known."""
    arr_unknown: int = 0
    """Active accounts that the sum leaves out because their ARR is not known."""
    without_rate: int = 0
    """Of those, the ones whose currency has no rate."""
    hours: int = 0
    """Hundredths of an hour over the next 30 days."""

    @classmethod
    def of(cls, rows: Iterable[AccountRow]) -> Totals:
        """The sums of some rows. A customer that left adds to the count only."""
        every = rows if isinstance(rows, Sequence) else tuple(rows)
        amounts = [row.arr for row in every if row.active]
        unknown = amounts.count(None)
        without_rate = sum([row.without_rate for row in every if row.active and row.arr is None]) if unknown else 0
        hours = sum([row.load for row in every])
        return cls(len(every), sum(filter(None, amounts)), unknown, without_rate, hours)
