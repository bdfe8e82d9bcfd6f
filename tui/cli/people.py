"""`people`: the roster."""

from __future__ import annotations

from typing import Any

import click

from core.outlook import Outlook
from core.people import Person
from core.person_rows import PersonRow
from core.query.fields import PERSON
from core.wording import UNKNOWN, percent
from core.words import PersonStatus
from tui.cli.asking import joined, outlook_for, person_rows
from tui.cli.ids import person_id
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, hours_number, table

_COLUMNS = (
    Column("Id"),
    Column("Name", flex=True),
    Column("Roles", flex=True),
    Column("Team", flex=True, spare=3),
    Column("Lead", flex=True, spare=1),
    Column("FTE", "right", spare=2),
    Column("Segments", spare=4),
    Column("Accounts", "right"),
    Column("State", flex=True),
)


@click.command("people")
@click.argument("query", nargs=-1)
@common_options(past=True)
def people_command(common: Common, query: tuple[str, ...]) -> None:
    """List the roster.

    QUERY is a filter over people, such as `team:fire` or `role:csm`. `bookshift set person new name=...` adds somebody.
    """
    outlook = outlook_for(common, joined(query), PERSON)
    rows = sorted(person_rows(outlook, joined(query)), key=lambda row: (row.folded, row.id))
    if common.json:
        document({"people": [person_fields(outlook, row) for row in rows], "count": len(rows)})
    else:
        table(_COLUMNS, [_line(outlook, row) for row in rows])


def person_fields(outlook: Outlook, row: PersonRow) -> dict[str, Any]:
    """A person as JSON fields; the reasons of leave stay private."""
    person = row.person
    hours = person.hours if person.hours is not None else outlook.book.policy.hours
    return {
        "id": person_id(row.id),
        "name": row.name,
        "email": person.email or None,
        "status": row.status.value,
        "roles": [{"role": held.role, "share": held.share} for held in person.roles],
        "fte": person.fte,
        "full_time_hours": hours_number(hours),
        "team": person.team or None,
        "lead": person_id(person.lead),
        "segments": list(person.segments),
        "regions": list(person.regions),
        "languages": list(person.languages),
        "skills": list(person.skills),
        "industries": list(person.industries),
        "starts": person.starts.isoformat() if person.starts else None,
        "ends": person.ends.isoformat() if person.ends else None,
        "leaves": [{"from": leave.since.isoformat(), "until": leave.until.isoformat()} for leave in person.leaves],
        "accounts": row.accounts,
    }


def _line(outlook: Outlook, row: PersonRow) -> list[str]:
    person = row.person
    roles = ", ".join(held.role if held.share == 100 else f"{held.role} {held.share} %" for held in person.roles)
    return [
        f"P{row.id}",
        row.name,
        roles or UNKNOWN,
        person.team or UNKNOWN,
        row.lead or UNKNOWN,
        percent(person.fte),
        ", ".join(person.segments) or UNKNOWN,
        str(row.accounts),
        state_text(outlook, person),
    ]


def state_text(outlook: Outlook, person: Person) -> str:
    """Whether somebody is here, away, leaving or still to come."""
    today = outlook.moment.today
    if person.archived:
        return "archived"
    if person.status is PersonStatus.VACANCY:
        return f"vacancy from {person.starts}" if person.starts else "vacancy"
    leave = person.leave_on(today)
    if leave is not None:
        return f"away until {leave.until}"
    if person.ends is not None:
        return f"gone since {person.ends}" if person.ends <= today else f"leaves on {person.ends}"
    return f"joins on {person.starts}" if person.starts is not None and person.starts > today else "here"
