"""`model beside`: one draft or two beside the book as it is, person by person and account by account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from core.models.beside import AccountBeside, AccountThen, Beside, PersonBeside, PersonThen, beside
from core.models.compare import Measure, suggested
from core.models.drafting import DraftError
from core.models.standing import Standing
from core.organisation import Draft
from core.ports import Catalogue
from core.wording import UNKNOWN, hours_short, percent, rounded
from tui.cli.asking import outlook_of
from tui.cli.compare import standing_of
from tui.cli.exits import wrong
from tui.cli.ids import account_id, person_id
from tui.cli.known import known_models
from tui.cli.opened import reading
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, hours_number, put, say, shown, table

_LETTERS = ("A", "B")


@click.command("beside")
@click.argument("first", metavar="DRAFT|MODEL")
@click.argument("second", required=False, metavar="DRAFT|MODEL")
@click.option("--suggested", "by_suggestion", is_flag=True, help="With the roles that each suggests, not today's.")
@click.option("--all", "every", is_flag=True, help="What stays the same too.")
@common_options()
def beside_command(common: Common, first: str, second: str | None, by_suggestion: bool, every: bool) -> None:
    """Lay one or two drafts or models beside the book as it is: who would do what, who would lead which account.

    Nothing is changed. A model that is there twice, pooled, is taken as served today.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
        known = known_models(outlook.book)
        names = (first,) if second is None else (first, second)
        chosen = [standing_of(house, (name,))[0] for name in names]
    measure = Measure(outlook.book, outlook.moment, known)
    try:
        drafts = [_draft(measure, one, known) if by_suggestion else one.draft for one in chosen]
        found = beside(measure, drafts)
    except DraftError as error:
        raise wrong(str(error)) from error
    if common.json:
        document(_fields(found))
        return
    _printed(found, chosen, every=every)
    say("Nothing was changed.")


def _draft(measure: Measure, one: Standing, known: Catalogue) -> Draft:
    return suggested(measure.start(one.draft), one.draft, known).on(one.draft)


def _printed(found: Beside, chosen: Sequence[Standing], *, every: bool) -> None:
    letters = _LETTERS[: len(chosen)]
    for letter, one in zip(letters, chosen, strict=True):
        put(shown(f"{letter}  {one.title}"))
    whens = ("Now", *letters)
    people = (Column("Person", flex=True), *(Column(f"{when} h", "right") for when in whens))
    people = (*people, *(Column(f"{when} full", "right") for when in whens))
    put()
    table(people, [_person_cells(row) for row in found.people if every or row.differs])
    accounts = (Column("Account", flex=True), Column("Now"), *(Column(letter) for letter in letters))
    accounts = (*accounts, *(Column(f"{letter} is", spare=1) for letter in letters))
    put()
    table(accounts, [_account_cells(row) for row in found.accounts if every or row.differs])


def _person_cells(row: PersonBeside) -> list[str]:
    ones = (row.now, *row.then)
    full = ("" if one is None else UNKNOWN if one.utilisation is None else _percent(one.utilisation) for one in ones)
    return [row.name, *("" if one is None else hours_short(one.hours) for one in ones), *full]


def _percent(utilisation: int) -> str:
    return percent(rounded(utilisation, 100))


def _account_cells(row: AccountBeside) -> list[str]:
    fates = (one.fate.value if one.fate is not None else "" for one in row.then)
    return [row.name, *(one.leader or "nobody" for one in (row.now, *row.then)), *fates]


# JSON -----------------------------------------------------------------------------------------------------------


def _fields(found: Beside) -> dict[str, Any]:
    return {
        "people": [
            {
                "person": person_id(row.person) if row.person > 0 else None,
                "name": row.name,
                "now": _person(row.now),
                "then": [_person(one) for one in row.then],
            }
            for row in found.people
        ],
        "accounts": [
            {
                "account": account_id(row.account),
                "name": row.name,
                "now": _account(row.now),
                "then": [_account(one) for one in row.then],
            }
            for row in found.accounts
        ],
    }


def _person(one: PersonThen | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "roles": [{"role": held.role, "share": held.share} for held in one.roles],
        "hours": hours_number(one.hours),
        "capacity_hours": hours_number(one.capacity),
        "utilisation": None if one.utilisation is None else one.utilisation / 10_000,
        "accounts": one.accounts,
    }


def _account(one: AccountThen) -> dict[str, Any]:
    fate = one.fate.value if one.fate is not None else None
    return {"leader": one.leader or None, "served": one.served.value, "relationship": fate}
