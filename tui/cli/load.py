"""`load`: hours, capacity and the reasons, by person and pool."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from core.load.ledger import Line
from core.outlook import Outlook
from core.person_rows import PersonRow
from core.query.fields import PERSON
from core.wording import UNKNOWN, hours_lines, hours_short, hours_whole, money_short, percent, rounded
from core.words import Band
from tui.cli.asking import joined, outlook_for, person_rows
from tui.cli.ids import account_id, person_id, pool_id
from tui.cli.options import Common, common_options
from tui.cli.output import Column, bar, document, hours_number, money_number, put, say, shown, table

_COLUMNS = (
    Column("Id"),
    Column("Name", flex=True),
    Column("Load"),
    Column("%", "right"),
    Column("Band"),
    Column("Hours", "right"),
    Column("Of", "right", spare=2),
    Column("Accounts", "right", spare=1),
    Column("ARR", "right", spare=3),
)


@click.command("load")
@click.argument("query", nargs=-1)
@click.option("--lines", is_flag=True, help="With the lines that make up the hours; --json always has them.")
@common_options(past=True)
def load_command(common: Common, query: tuple[str, ...], lines: bool) -> None:
    """Show everybody's hours, each with its reason.

    Hours of the next 30 days. QUERY is a filter over people, such as `team:fire` or `ana`; for a single person the
    lines are shown.
    """
    outlook = outlook_for(common, joined(query), PERSON)
    rows = person_rows(outlook, joined(query))
    if common.json:
        document(load_document(outlook, rows))
        return
    print_bars(outlook, rows)
    if lines or len(rows) == 1:
        for row in rows:
            _print_lines(outlook, row)
    totals = outlook.ledger.totals()
    say(f"{hours_whole(totals.held)} are asked for; {hours_whole(totals.nobody + totals.vacant)} of them nobody has.")


def load_document(outlook: Outlook, rows: list[PersonRow]) -> dict[str, object]:
    """The load of some people as a JSON document; every hour stands in a line, and the lines add up."""
    ledger = outlook.ledger
    since, until = ledger.window
    return {
        "as_of": outlook.moment.today.isoformat(),
        "window": {"from": since.isoformat(), "until": until.isoformat()},
        "currency": outlook.book.policy.currency,
        "people": [load_fields(outlook, row) for row in rows],
        "pools": [_pool_fields(outlook, pool.id) for pool in outlook.book.pools.all() if not pool.archived],
        "outside": {key: hours_number(hours) for key, hours in ledger.outside().items()},
        "totals": {name: hours_number(hours) for name, hours in asdict(ledger.totals()).items()},
    }


def load_fields(outlook: Outlook, row: PersonRow) -> dict[str, Any]:
    """A person's load as JSON fields; the lines add up to the hours."""
    return {
        "id": person_id(row.id),
        "name": row.name,
        "roles": list(row.roles),
        "status": row.status.value,
        "capacity_hours": hours_number(row.capacity),
        "hours": hours_number(row.load),
        "named_hours": hours_number(row.named_hours),
        "pool_hours": hours_number(row.pool_hours),
        "utilisation": _ratio(row.utilisation),
        "band": row.band.value,
        "accounts": row.accounts,
        "arr": money_number(row.arr, outlook.book.policy.currency),
        "lines": [
            {
                "account": account_id(line.account),
                "pool": pool_id(outlook.book, line.pool),
                "seat": line.seat or None,
                "duty": line.duty,
                "hours": hours_number(line.hours),
                "why": line.why,
            }
            for line in outlook.ledger.lines(row.id)
        ],
    }


def _pool_fields(outlook: Outlook, number: int) -> dict[str, Any]:
    load = outlook.ledger.pool(number)
    return {
        "id": pool_id(outlook.book, number),
        "name": outlook.book.pools[number].title,
        "capacity_hours": hours_number(load.free),
        "hours": hours_number(load.hours),
        "utilisation": _ratio(load.utilisation),
        "band": load.band.value,
        "accounts": load.accounts,
        "arr": money_number(load.arr, outlook.book.policy.currency),
        "members": [{"person": person_id(one.person), "hours": hours_number(one.hours)} for one in load.members],
    }


def _ratio(utilisation: int | None) -> float | None:
    """Hours over capacity: 1.0432 for 104.32 %."""
    return None if utilisation is None else utilisation / 10_000


def print_bars(outlook: Outlook, rows: list[PersonRow]) -> None:
    """Print a bar with its number and word for some people and every pool."""
    lines = [
        _bar_line(f"P{row.id}", row.name, (row.load, row.capacity, row.utilisation), row.band, row.accounts, row.arr)
        for row in rows
    ]
    for pool in outlook.book.pools.all():
        if not pool.archived:
            load = outlook.ledger.pool(pool.id)
            figures = (load.hours, load.free, load.utilisation)
            lines.append(_bar_line(f"pool:{pool.key}", pool.title, figures, load.band, load.accounts, load.arr))
    table(_COLUMNS, lines)


def _bar_line(
    number: str, name: str, figures: tuple[int, int, int | None], band: Band, accounts: int, arr: int
) -> list[str]:
    """One line; the figures are hours, capacity and utilisation."""
    hours, room, part = figures
    percents = None if part is None else rounded(part, 100)
    return [
        number,
        name,
        bar(percents, 15),
        percent_text(part),
        band.value,
        hours_short(hours),
        hours_short(room),
        str(accounts),
        money_short(arr),
    ]


def percent_text(utilisation: int | None) -> str:
    """A utilisation in whole percents."""
    return UNKNOWN if utilisation is None else percent(rounded(utilisation, 100))


def _print_lines(outlook: Outlook, row: PersonRow) -> None:
    lines = outlook.ledger.lines(row.id)
    put()
    put(shown(f"{row.name}: {hours_short(row.load)} h in {len(lines)} lines"))
    for line, text in zip(lines, hours_lines([line.hours for line in lines]), strict=True):
        put(f"  {text:>6} h  {shown(line_of(outlook, line))}: {shown(line.why)}")


def line_of(outlook: Outlook, line: Line) -> str:
    """What a line of a person's load is about."""
    if line.account is None:
        return pool_id(outlook.book, line.pool) or ""
    return f"A{line.account} {outlook.book.accounts[line.account].name}, {line.seat}"
