"""`hire`: who takes an open position."""

from __future__ import annotations

import click

from core.usecases.names import find_person
from core.usecases.roster import FillVacancy, fill_vacancy
from tui.cli.opened import carry_out, day_of, granted, writing
from tui.cli.options import Common, common_options


@click.command("hire")
@click.argument("vacancy")
@click.option("--name", required=True, metavar="NAME", help="Full name of who comes.")
@click.option("--on", "starts", metavar="DAY", help="First working day; the one that is expected unless said.")
@click.option("--email", default="", metavar="MAIL", help="Mail address.")
@common_options()
def hire_command(common: Common, vacancy: str, name: str, starts: str | None, email: str) -> None:
    """Fill an open position with who was hired for it.

    VACANCY is an id such as P9, or the name of an open position. The seats it holds go with it; `bookshift people
    status:vacancy` lists open positions. To make a book for somebody new, use `bookshift join`.
    """
    with writing(common) as house:
        position = granted(find_person(house.desk.book, vacancy))
        day = day_of(starts, house) or position.starts or house.desk.moment.today
        carry_out(house, common, fill_vacancy, FillVacancy(position.id, name, day, email))
