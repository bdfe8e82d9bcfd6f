"""`export`: accounts or people as a table in a file."""

from __future__ import annotations

from pathlib import Path

import click

from core.exchange.listings import accounts_sheet, people_sheet
from core.exchange.sheet import Sheet
from core.outlook import Outlook
from core.wording import counted
from tui.cli.asking import account_rows, joined, outlook_of, person_rows
from tui.cli.opened import reading
from tui.cli.options import Common, common_options
from tui.cli.output import document, put, say, shown
from tui.compose import exporter


@click.command("export")
@click.argument("query", nargs=-1)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A .csv or .json file."
)
@click.option("--people", is_flag=True, help="Export people; QUERY is then a filter over people.")
@click.option("--private", is_flag=True, help="With leave, its reasons, and who leaves.")
@click.option("--replace", is_flag=True, help="Replace a file that exists.")
@common_options(past=True)
def export_command(
    common: Common, query: tuple[str, ...], output: Path, people: bool, private: bool, replace: bool
) -> None:
    """Write accounts into a CSV or JSON file.

    The ending of FILE says which. A cell that a spreadsheet would take for a formula is disarmed.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
        sheet = _people(outlook, query, private) if people else _accounts(outlook, query)
        count = exporter().write(sheet, output, overwrite=replace)
    if common.json:
        document({"file": str(output), "rows": count})
    else:
        put(shown(str(output)))
        say(f"{counted(count, 'person' if people else 'account')}.")


def _accounts(outlook: Outlook, query: tuple[str, ...]) -> Sheet:
    rows = account_rows(outlook, joined(query), codes=True)
    return accounts_sheet(rows, outlook.book.policy, outlook.moment.today)


def _people(outlook: Outlook, query: tuple[str, ...], private: bool) -> Sheet:
    return people_sheet(person_rows(outlook, joined(query)), outlook.book.policy, outlook.moment.today, private=private)
