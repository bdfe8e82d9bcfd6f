"""The rows on screen as sheets: what `export` writes of accounts and people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from core.exchange.sheet import Shape, Sheet, SheetColumn, Value
from core.person_rows import PersonRow
from core.policy import Policy
from core.rows import AccountRow

Column = tuple[SheetColumn, Callable[[Any], Value]]


def _of(key: str, title: str, shape: Shape, read: Callable[[Any], Value]) -> Column:
    return SheetColumn(key, title, shape), read


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)


def _word(value: object) -> str:
    return str(getattr(value, "value", value) or "")


def _external(row: AccountRow, *, system: str) -> str:
    return next((value for name, value in row.account.external_ids if name == system), "")


_ACCOUNTS: tuple[Column, ...] = (
    _of("id", "Id", Shape.TEXT, lambda row: f"A{row.id}"),
    _of("name", "Account", Shape.TEXT, lambda row: row.account.name),
    _of("owner", "Owner", Shape.TEXT, lambda row: row.owner),
    _of("holders", "Seats", Shape.TEXT, lambda row: _joined(f"{seat}: {who or '-'}" for seat, who in row.holders)),
    _of("segment", "Segment", Shape.TEXT, lambda row: row.segment),
    _of("touch", "Touch", Shape.TEXT, lambda row: _word(row.touch)),
    _of("stage", "Stage", Shape.TEXT, lambda row: _word(row.stage) if row.stage else _word(row.account.status)),
    _of("health", "Health", Shape.NUMBER, lambda row: row.health),
    _of("arr", "ARR", Shape.MONEY, lambda row: row.arr),
    _of("renewal", "Renewal", Shape.DATE, lambda row: row.renews),
    _of("quiet_days", "Days quiet", Shape.NUMBER, lambda row: row.quiet),
    _of("load_hours", "Hours a month", Shape.HOURS, lambda row: row.load),
    _of("industry", "Industry", Shape.TEXT, lambda row: row.account.industry),
    _of("region", "Region", Shape.TEXT, lambda row: row.account.region),
    _of("tags", "Tags", Shape.TEXT, lambda row: _joined(row.account.tags)),
    _of("started", "Contract start", Shape.DATE, lambda row: row.account.started),
    _of("website", "Website", Shape.TEXT, lambda row: row.account.website),
    _of("findings", "Findings", Shape.TEXT, lambda row: _joined(row.codes)),
)


def accounts_sheet(rows: Sequence[AccountRow], policy: Policy, day: date) -> Sheet:
    """Accounts in the order given, with the id that each imported source knows them by behind the other columns."""
    systems = sorted({system for row in rows for system, _ in row.account.external_ids})
    further = tuple(
        _of(f"id_{system}", f"Id in {system}", Shape.TEXT, partial(_external, system=system)) for system in systems
    )
    return _sheet("accounts", (*_ACCOUNTS, *further), rows, policy, day)


_PEOPLE: tuple[Column, ...] = (
    _of("id", "Id", Shape.TEXT, lambda row: f"P{row.id}"),
    _of("name", "Name", Shape.TEXT, lambda row: row.person.name),
    _of("email", "Mail address", Shape.TEXT, lambda row: row.person.email),
    _of("roles", "Roles", Shape.TEXT, lambda row: _joined(row.person.role_keys)),
    _of("team", "Team", Shape.TEXT, lambda row: row.person.team),
    _of("fte", "FTE %", Shape.NUMBER, lambda row: row.person.fte),
    _of("capacity_hours", "Capacity hours", Shape.HOURS, lambda row: row.capacity),
    _of("hours", "Hours", Shape.HOURS, lambda row: row.load),
    _of("utilisation", "Utilisation %", Shape.HOURS, lambda row: row.utilisation),
    _of("band", "Load", Shape.TEXT, lambda row: _word(row.band)),
    _of("accounts", "Accounts", Shape.NUMBER, lambda row: row.accounts),
    _of("arr", "ARR", Shape.MONEY, lambda row: row.arr),
)
_PRIVATE: tuple[Column, ...] = (
    _of("ends", "Leaves on", Shape.DATE, lambda row: row.person.ends),
    _of(
        "leave",
        "Leave",
        Shape.TEXT,
        lambda row: _joined(
            f"{leave.since.isoformat()} to {leave.until.isoformat()} {leave.reason}".strip()
            for leave in row.person.leaves
        ),
    ),
)


def people_sheet(rows: Sequence[PersonRow], policy: Policy, day: date, *, private: bool = False) -> Sheet:
    """People in the order given; who leaves, and leave with its reasons, only with ``private``."""
    return _sheet("people", (*_PEOPLE, *(_PRIVATE if private else ())), rows, policy, day)


def _sheet(title: str, columns: Sequence[Column], rows: Sequence[Any], policy: Policy, day: date) -> Sheet:
    made = tuple(tuple(read(row) for _, read in columns) for row in rows)
    return Sheet(title, day, policy.currency, tuple(column for column, _ in columns), made)
