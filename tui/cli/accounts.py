"""`list`: accounts."""

from __future__ import annotations

from typing import Any

import click

from core.outlook import Outlook
from core.row_order import SORT_KEYS, sorted_rows
from core.rows import AccountRow, Totals
from core.wording import UNKNOWN, counted, days_short, hours_short, hours_whole, money, money_short, spoken
from tui.cli.asking import account_rows, joined, outlook_for
from tui.cli.ids import account_id, person_id
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, hours_number, money_number, say, table

_COLUMNS = (
    Column("Id"),
    Column("Account", flex=True),
    Column("Owner", flex=True),
    Column("Segment", spare=2),
    Column("Touch", spare=4),
    Column("Stage", spare=1),
    Column("Health", "right"),
    Column("ARR", "right"),
    Column("Renews"),
    Column("Quiet", "right", spare=3),
    Column("Hours", "right"),
)


@click.command("list")
@click.argument("query", nargs=-1)
@click.option("--sort", type=click.Choice(list(SORT_KEYS)), default="name", help="The order; by name unless said.")
@click.option("--reverse", is_flag=True, help="Turn the order around; what is not known stays last.")
@common_options(past=True)
def list_command(common: Common, query: tuple[str, ...], sort: str, reverse: bool) -> None:
    """List accounts.

    QUERY is a filter such as `owner:ana renews<90d`; without one every account that is not archived. Put a QUERY with
    < or > in quotes.
    """
    outlook = outlook_for(common, joined(query))
    rows = sorted_rows(account_rows(outlook, joined(query)), sort, reverse=reverse)
    if common.json:
        document(list_document(outlook, rows))
        return
    table(_COLUMNS, [_line(row) for row in rows])
    say(_summed(rows, outlook))


def list_document(outlook: Outlook, rows: list[AccountRow]) -> dict[str, object]:
    """Accounts as a JSON document."""
    return {
        "accounts": [account_fields(outlook, row) for row in rows],
        "count": len(rows),
        "currency": outlook.book.policy.currency,
        "as_of": outlook.moment.today.isoformat(),
    }


def account_fields(outlook: Outlook, row: AccountRow) -> dict[str, Any]:
    """An account as JSON fields; what is not known is None."""
    currency = outlook.book.policy.currency
    return {
        "id": account_id(row.id),
        "name": row.name,
        "status": row.account.status.value,
        "owner": row.owner or None,
        "owner_id": person_id(row.owner_ids[0]) if row.owner_ids else row.owner or None,
        "owner_kind": row.owner_kind.value if row.owner_kind is not None else None,
        "lead_seat": row.lead_seat or None,
        "holders": [{"seat": seat, "holder": holder or None} for seat, holder in row.holders],
        "segment": row.segment or None,
        "touch": row.touch.value,
        "served": row.served.value,
        "stage": row.stage.value if row.stage is not None else None,
        "health": row.health,
        "health_band": row.band.value if row.band is not None else None,
        "arr": money_number(row.arr, currency),
        "renewal": row.renews.isoformat() if row.renews is not None else None,
        "quiet_days": row.quiet,
        "load_hours": hours_number(row.load),
        "tags": list(row.account.tags),
        "key_account": row.account.key_account,
        "locked_until": row.account.locked_until.isoformat() if row.locked and row.account.locked_until else None,
        "escalated_since": _escalated(row),
    }


def _escalated(row: AccountRow) -> str | None:
    escalation = row.account.escalation
    return escalation.since.isoformat() if row.escalated and escalation is not None else None


def _line(row: AccountRow) -> list[str]:
    health = str(row.health) if row.health is not None else spoken(row.band) if row.band is not None else UNKNOWN
    return [
        account_id(row.id) or "",
        row.name,
        row.owner or UNKNOWN,
        row.segment or UNKNOWN,
        row.touch.value,
        row.stage.value if row.stage is not None else "archived" if row.archived else "churned",
        health,
        money_short(row.arr) if row.arr is not None else UNKNOWN,
        row.renews.isoformat() if row.renews is not None else UNKNOWN,
        days_short(row.quiet) if row.quiet is not None else UNKNOWN,
        hours_short(row.load),
    ]


def _summed(rows: list[AccountRow], outlook: Outlook) -> str:
    totals = Totals.of(rows)
    parts = [counted(totals.count, "account"), money(totals.arr, outlook.book.policy.currency)]
    if totals.arr_unknown:
        parts.append(f"{totals.arr_unknown:,} without a known ARR")
    return f"{', '.join(parts)}, {hours_whole(totals.hours)} in the next 30 days."
