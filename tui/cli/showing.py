"""`show`: one account or person with all that is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from core.accounts import Account
from core.book.book import Book
from core.errors import Refusal, RefusalKind
from core.outlook import Outlook
from core.people import Person
from core.person_rows import PersonRow, person_row
from core.rows import AccountRow
from core.usecases.names import find_account, find_person
from core.wording import hours_lines, hours_short, percent, short_date
from tui.cli.accounts import account_fields
from tui.cli.asking import outlook_of
from tui.cli.check import finding_fields
from tui.cli.exits import refused
from tui.cli.ids import holder_id
from tui.cli.jsonable import record_fields
from tui.cli.load import line_of, load_fields, percent_text
from tui.cli.opened import reading
from tui.cli.options import Common, common_options
from tui.cli.output import bar, document, hours_number, put, shown
from tui.cli.people import person_fields, state_text
from tui.portrait import Said, Section, sections

LABEL = 17
"""Cells of the labels at the left."""


@click.command("show")
@click.argument("name")
@common_options(past=True)
def show_command(common: Common, name: str) -> None:
    """Show one account or person with all that is known.

    NAME is an id such as A12 or P7, a mail address, or a name that fits only one of them.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
        found = account_or_person(outlook.book, name)
        if isinstance(found, Refusal):
            raise refused(found)
        if isinstance(found, Account):
            row = outlook.rows[found.id]
            if common.json:
                document({"account": _account_document(outlook, row)})
            else:
                _print(f"A{row.id}  {row.name}", sections(outlook, row, numbered=True))
            return
        codes = tuple(finding.code for finding in outlook.findings.of_person(found.id))
        person = person_row(outlook.book, outlook.moment, outlook.ledger, codes, found)
        if common.json:
            document({"person": _person_document(outlook, person)})
        else:
            _print(f"P{person.id}  {person.name}", _person_sections(outlook, person))


def account_or_person(book: Book, text: str) -> Account | Person | Refusal:
    """The one record a text names; a bare number is an account's."""
    account, person = find_account(book, text), find_person(book, text)
    if isinstance(account, Refusal) and isinstance(person, Refusal):
        details = (*account.details, *person.details)
        if details:
            return Refusal(f"“{text}” fits no account or person alone. These come near it:", account.kind, details)
        return Refusal(f"There is no account or person “{text}”.", RefusalKind.UNKNOWN)
    if isinstance(account, Refusal):
        return person
    if isinstance(person, Refusal) or text.strip().isdecimal():
        return account
    lines = (f"A{account.id} {account.name}", f"P{person.id} {person.name}")
    return Refusal(f"“{text}” fits an account and a person. Write the id.", RefusalKind.UNKNOWN, lines)


def _print(title: str, parts: tuple[Section, ...]) -> None:
    put(shown(title))
    for part in parts:
        put()
        put(part.title)
        for line in part.lines:
            first, *more = line.text.split("\n")
            put(f"  {shown(line.label):<{LABEL}}{shown(first)}")
            for text in more:
                put(f"  {'':<{LABEL}}{shown(text)}")


def _account_document(outlook: Outlook, row: AccountRow) -> dict[str, Any]:
    book = outlook.book
    return {
        **account_fields(outlook, row),
        "record": record_fields(row.account),
        "lines": [
            {
                "seat": charge.seat or None,
                "duty": charge.duty.value,
                "holder": holder_id(book, charge.holder),
                "hours": hours_number(charge.hours),
                "why": charge.why,
            }
            for charge in outlook.ledger.charges(row.id)
        ],
        "findings": [finding_fields(book, finding) for finding in outlook.findings.of_account(row.id)],
        "tenures": [
            {
                "seat": tenure.seat,
                "holder": holder_id(book, tenure.holder),
                "from": tenure.since.isoformat(),
                "until": tenure.until.isoformat() if tenure.until else None,
                "kind": tenure.kind.value,
                "reason": tenure.reason,
            }
            for tenure in book.tenures_of(row.id)
        ],
        "steps": [record_fields(step) for step in book.followups_of(row.id)],
        "contacts": [record_fields(contact) for contact in book.of_account("contacts_of_account", row.id)],
        "contracts": [record_fields(line) for line in book.contracts_of(row.id)],
        "conversations": [record_fields(talk) for talk in book.conversations_of(row.id)],
    }


def _person_document(outlook: Outlook, row: PersonRow) -> dict[str, Any]:
    return {
        **person_fields(outlook, row),
        **load_fields(outlook, row),
        "roles": person_fields(outlook, row)["roles"],
        "capacity": [
            {"hours": hours_number(part.hours), "why": part.why} for part in outlook.ledger.capacity(row.id).parts
        ],
        "findings": [finding_fields(outlook.book, finding) for finding in outlook.findings.of_person(row.id)],
    }


def _person_sections(outlook: Outlook, row: PersonRow) -> tuple[Section, ...]:
    made = (
        Section("Person", tuple(_facts(outlook, row))),
        Section("Capacity of the next 30 days", tuple(_capacity(outlook, row))),
        Section("Hours of the next 30 days", tuple(_hours(outlook, row))),
        Section("Findings", tuple(Said(one.code, one.message) for one in outlook.findings.of_person(row.id))),
    )
    return tuple(section for section in made if section.lines)


def _facts(outlook: Outlook, row: PersonRow) -> Iterator[Said]:
    person = row.person
    reports = [report.name for report in outlook.book.reports_of(person.id) if not report.archived]
    named = (
        ("State", state_text(outlook, person)),
        ("Roles", ", ".join(f"{held.role} {percent(held.share)}" for held in person.roles)),
        ("E-mail", person.email),
        ("FTE", percent(person.fte)),
        ("Team", person.team),
        ("Lead", row.lead),
        ("Reports", ", ".join(reports)),
        ("Segments", ", ".join(person.segments)),
        ("Regions", ", ".join(person.regions)),
        ("Languages", ", ".join(person.languages)),
        ("Skills", ", ".join(person.skills)),
        ("Industries", ", ".join(person.industries)),
        ("Since", short_date(person.starts) if person.starts else ""),
    )
    yield from (Said(label, text) for label, text in named if text)
    for leave in person.leaves:
        if leave.until > outlook.moment.today:
            yield Said("Away", f"{short_date(leave.since)} to {short_date(leave.until)}")


def _capacity(outlook: Outlook, row: PersonRow) -> Iterator[Said]:
    room = outlook.ledger.capacity(row.id)
    for part in room.parts:
        yield Said(f"{hours_short(part.hours):>8} h", part.why)
    yield Said(f"{hours_short(room.hours):>8} h", "in all" if room.parts else "none: the roles hold no seats")


def _hours(outlook: Outlook, row: PersonRow) -> Iterator[Said]:
    drawn = bar(None if row.utilisation is None else row.utilisation // 100, 15)
    yield Said(f"{hours_short(row.load):>8} h", f"{drawn} {percent_text(row.utilisation)} {row.band.value}".strip())
    lines = outlook.ledger.lines(row.id)
    for line, text in zip(lines, hours_lines([line.hours for line in lines]), strict=True):
        yield Said(f"{text:>8} h", f"{line_of(outlook, line)}: {line.why}")
