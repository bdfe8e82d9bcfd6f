"""The rows of the load table: people and pools side by side, the most loaded first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.load.grouped import GroupLoad, by_role, by_segment
from core.load.ledger import utilisation
from core.outlook import Outlook
from core.person_rows import PersonRow
from core.query.context import Context
from core.query.evaluate import keep
from core.query.fields import PERSON
from core.query.grammar import parse
from core.row_order import sorted_rows
from core.text import fold
from core.wording import counted, rounded
from widgets.load_bar import LoadPoint


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadRow:
    """A person, an open position or a pool with what it carries over the next 30 days."""

    id: int
    """Person id; for a pool its id below zero."""
    name: str
    """Name of the person or pool."""
    folded: str
    """The name folded, for sorting."""
    what: str
    """Roles of a person, members of a pool."""
    load: int
    """Hundredths of an hour."""
    capacity: int
    """Hundredths of an hour; for a pool what its members have left for it."""
    pooled: int
    """Part of a person's load that comes from pools, hundredths."""
    utilisation: int | None
    """Load of capacity in hundredths of a percent; None without capacity."""
    band: str
    """The load in a word; ``no seats`` for somebody whose roles hold none."""
    accounts: int
    """Accounts with a seat that has work."""
    arr: int
    """Their ARR, minor units of the book's currency."""
    codes: tuple[str, ...]
    """Codes of the findings about the person."""
    person: PersonRow | None = None
    """The person's row; None for a pool or a group."""
    group: str = ""
    """``role:csm`` or ``segment:ent`` for the sum of a group; ends in the colon for those without one."""

    @property
    def pool(self) -> int | None:
        """Pool id; None for a person."""
        return None if self.id > 0 or self.group else -self.id

    @property
    def is_over(self) -> bool:
        """Whether somebody who is here has more work than time; an open position waits for somebody."""
        return not self.group and (self.band in ("over", "critical") or self.is_stranded)

    @property
    def is_stranded(self) -> bool:
        """Whether somebody has work and no time at all."""
        return self.utilisation is None and self.load > 0 and self.person is not None and not self.person.vacant

    @property
    def point(self) -> LoadPoint:
        """The load as bars draw it."""
        return LoadPoint(self.load, self.capacity, self.band, self.pooled)


class Turn(StrEnum):
    """What the rows of the load table are."""

    PERSON = "person"
    """Everybody and every pool."""
    ROLE = "role"
    """Everybody summed up under their main role."""
    SEGMENT = "segment"
    """The customers by segment, whoever serves them."""
    POOL = "pool"
    """The pools alone."""

    def next(self, by: int) -> Turn:
        """The one so many further on, round and round."""
        turns = list(Turn)
        return turns[(turns.index(self) + by) % len(turns)]


def load_rows(outlook: Outlook, turn: Turn = Turn.PERSON) -> tuple[LoadRow, ...]:
    """The rows of a turn of the table."""
    if turn is Turn.ROLE:
        return tuple(_group(outlook, turn, place, load) for place, load in enumerate(by_role(outlook.ledger)))
    if turn is Turn.SEGMENT:
        return tuple(_group(outlook, turn, place, load) for place, load in enumerate(by_segment(outlook.ledger)))
    pools = tuple(_pool(outlook, pool.id) for pool in outlook.book.pools.all() if not pool.archived)
    return pools if turn is Turn.POOL else (*(_person(outlook, row) for row in outlook.people), *pools)


def _group(outlook: Outlook, turn: Turn, place: int, load: GroupLoad) -> LoadRow:
    whole = outlook.ledger.totals().held
    over = f", {load.over} over" if load.over else ""
    share = f", {rounded(load.hours * 100, whole)} % of all hours" if turn is Turn.SEGMENT and whole else ""
    return LoadRow(
        id=-1_000_000 - place,
        name=load.title,
        folded=fold(load.title),
        what=f"{counted(load.people, 'person')}{over}{share}",
        load=load.hours,
        capacity=load.capacity,
        pooled=0,
        utilisation=utilisation(load.hours, load.capacity),
        band=str(outlook.book.policy.band_of_load(load.hours, load.capacity)) if load.capacity else "",
        accounts=load.accounts,
        arr=load.arr,
        codes=(),
        group=f"{turn}:{load.key}",
    )


def _person(outlook: Outlook, row: PersonRow) -> LoadRow:
    titles = {role.key: role.title for role in outlook.book.roles.all()}
    roles = ", ".join(titles.get(key, key) for key in row.roles)
    return LoadRow(
        id=row.id,
        name=row.name,
        folded=row.folded,
        what="open position" + (f", {roles}" if roles else "") if row.vacant else roles,
        load=row.load,
        capacity=row.capacity,
        pooled=row.pool_hours,
        utilisation=row.utilisation,
        band=str(row.band) if row.client or row.load else "no seats",
        accounts=row.accounts,
        arr=row.arr,
        codes=row.codes,
        person=row,
    )


def _pool(outlook: Outlook, pool: int) -> LoadRow:
    record, load = outlook.book.pools[pool], outlook.ledger.pool(pool)
    return LoadRow(
        id=-pool,
        name=f"Pool {record.title}",
        folded=fold(record.title),
        what=counted(len(record.members), "member"),
        load=load.hours,
        capacity=load.free,
        pooled=load.hours,
        utilisation=load.utilisation,
        band=str(load.band),
        accounts=load.accounts,
        arr=load.arr,
        codes=(),
    )


def _said(row: LoadRow) -> str:
    return row.folded if row.group else f"pool {row.folded}"


def in_order(rows: Sequence[LoadRow], key: str, reverse: bool) -> list[LoadRow]:
    """Rows by a column; work without any capacity stands first when the most loaded do."""
    if key == "utilisation" and reverse:
        stranded = [row for row in rows if row.is_stranded]
        others = [row for row in rows if not row.is_stranded]
        return [*sorted_rows(stranded, "load", reverse=True), *sorted_rows(others, key, reverse=True)]
    return sorted_rows(rows, key, reverse=reverse)


def kept(rows: Sequence[LoadRow], text: str, outlook: Outlook) -> list[LoadRow]:
    """The rows a filter over people keeps; a pool stays where the filter is words of its name. Raises `QueryError`."""
    words = fold(text).split()
    if not words:
        return list(rows)
    people = [row.person for row in rows if row.person is not None]
    ids = {row.id for row in keep(parse(text, PERSON), people, Context.of(outlook.book), PERSON)}
    return [
        row for row in rows if (row.id in ids if row.person is not None else all(word in _said(row) for word in words))
    ]
