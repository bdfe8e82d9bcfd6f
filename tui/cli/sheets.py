"""Sheets for sign-off and the weeks of a proposal, as a command prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.book.book import Book
from core.rebalance.batches import Batch
from core.rebalance.draft import SignOff
from core.rebalance.sheets import ReceiverSheet, SheetRow
from core.wording import counted, hours_short, long_day, money_short, percent_of, short_date
from tui.cli.ids import account_id, holder_id, person_id
from tui.cli.output import Column, hours_number, money_number, put, shown, table
from tui.signing_words import signed_text

_COLUMNS = (
    Column("Account", flex=True),
    Column("From", flex=True),
    Column("Day"),
    Column("Hours", "right"),
    Column("ARR", "right", spare=1),
    Column("Renews", spare=2),
    Column("Last", flex=True, spare=3),
)


def print_sheets(sheets: Sequence[ReceiverSheet], signed: Mapping[int, SignOff]) -> None:
    """A table for each person who gets something, with what it makes of their book, and whether they signed it off."""
    for sheet in sheets:
        put()
        before, after = percent_of(sheet.hours_before, sheet.capacity), percent_of(sheet.hours_after, sheet.capacity)
        put(
            shown(
                f"{sheet.name} gets {counted(len(sheet.rows), 'account')}: {hours_short(sheet.hours_before)} to "
                f"{hours_short(sheet.hours_after)} h ({before} to {after}), {money_short(sheet.arr_before)} to "
                f"{money_short(sheet.arr_after)} of ARR"
            )
        )
        one = signed.get(sheet.person)
        put(shown(f"  {signed_text(one)}" if one is not None else "  not signed off yet"))
        table(_COLUMNS, [_line(row) for row in sheet.rows])
        for row in sheet.rows:
            caution = f" Take care: {row.caution}." if row.caution else ""
            put(shown(f"{account_id(row.account)} {row.name}: {row.why}{caution}"))


def _line(row: SheetRow) -> list[str]:
    more = f" +{len(row.accounts) - 1}" if len(row.accounts) > 1 else ""
    last = f"{short_date(row.last.on)} {row.last.kind}: {row.last.line}" if row.last is not None else ""
    return [
        f"{account_id(row.account)} {row.name}{more}",
        row.giver or "nobody",
        short_date(row.day),
        hours_short(row.hours),
        money_short(row.arr),
        f"{short_date(row.renews)}{'!' if row.near else ''}" if row.renews is not None else "",
        last,
    ]


def sheet_fields(book: Book, sheets: Sequence[ReceiverSheet], signed: Mapping[int, SignOff]) -> list[dict[str, Any]]:
    """The sheets as JSON."""
    currency = book.policy.currency
    return [
        {
            "person": person_id(sheet.person),
            "name": sheet.name,
            "capacity_hours": hours_number(sheet.capacity),
            "hours_before": hours_number(sheet.hours_before),
            "hours_after": hours_number(sheet.hours_after),
            "arr_before": money_number(sheet.arr_before, currency),
            "arr_after": money_number(sheet.arr_after, currency),
            "signed": _signed_fields(signed.get(sheet.person)),
            "accounts": [_row_fields(book, row, currency) for row in sheet.rows],
        }
        for sheet in sheets
    ]


def _signed_fields(one: SignOff | None) -> dict[str, str] | None:
    return {"by": one.by, "at": one.at.isoformat()} if one is not None else None


def _row_fields(book: Book, row: SheetRow, currency: str) -> dict[str, Any]:
    last = row.last
    return {
        "account": account_id(row.account),
        "accounts": [account_id(number) for number in row.accounts],
        "name": row.name,
        "seat": row.seat,
        "from": holder_id(book, row.origin),
        "day": row.day.isoformat(),
        "hours": hours_number(row.hours),
        "arr": money_number(row.arr, currency),
        "why": row.why,
        "caution": row.caution or None,
        "renewal": row.renews.isoformat() if row.renews else None,
        "renewal_near": row.near,
        "last": {"on": last.on.isoformat(), "type": last.kind, "line": last.line} if last is not None else None,
    }


def print_batches(batches: Sequence[Batch]) -> None:
    """A line for each week, where there is more than one."""
    if len(batches) > 1:
        put()
        for batch in batches:
            ids = ", ".join(str(account_id(move.account)) for move in batch.moves)
            put(f"{long_day(batch.day)}: {counted(len(batch.moves), 'move')} ({ids})")


def batch_fields(batches: Sequence[Batch]) -> list[dict[str, Any]]:
    """The weeks as JSON."""
    return [
        {
            "number": batch.number,
            "day": batch.day.isoformat(),
            "moves": [
                {"account": account_id(move.account), "seat": move.seat, "to": person_id(move.to)}
                for move in batch.moves
            ],
        }
        for batch in batches
    ]
