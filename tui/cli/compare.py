"""`model compare` and `model adopt`: every model and draft on this book, and one of them put in force."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from core.book.book import Book
from core.errors import Refusal
from core.models.compare import Compared, Measure
from core.models.fit.evidence import evidence
from core.models.fit.line import Evidence, Side
from core.models.standing import Standing, saved_draft, standing_drafts
from core.people import Person, RoleShare
from core.schema import revise
from core.usecases.adopt import Adopt, adopt, foresee, proof_of
from core.wording import UNKNOWN, counted, hours_short, money_short, percent, rounded
from tui.cli.asking import outlook_of
from tui.cli.drafts import chosen
from tui.cli.ids import person_id
from tui.cli.known import known_models
from tui.cli.opened import agreed, carry_out, day_of, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, hours_number, is_terminal, money_number, put, say, shown, table
from tui.cli.sharing import shared_out
from tui.compose import House, catalogue

_COLUMNS = (
    Column("Model", flex=True),
    Column("Roles"),
    Column("Change", "right", spare=4),
    Column("Hire", "right", spare=4),
    Column("Moves", "right"),
    Column("Kept", "right"),
    Column("Loose", "right"),
    Column("Broken", "right"),
    Column("ARR moved", "right", spare=3),
    Column("Handover h", "right", spare=3),
    Column("Over h", "right"),
    Column("Worst h", "right", spare=1),
    Column("Saved h", "right", spare=2),
    Column("Lower", "right", spare=2),
    Column("Unfilled", "right"),
    Column("Findings", "right", spare=1),
    Column("For", "right", spare=5),
    Column("Against", "right", spare=5),
)


@click.command("compare")
@click.argument("names", nargs=-1, metavar="[DRAFT|MODEL]...")
@click.option("--mend-overloads", is_flag=True, help="Measure each as if books that are over gave to those with room.")
@common_options()
def compare_command(common: Common, names: tuple[str, ...], mend_overloads: bool) -> None:
    """Show what each model and draft would do to this book.

    Each with today's roles and with suggested ones; nothing is changed. Without a name every model, alignment and
    draft there is. Hours are of the 30 days from the day a draft comes into force; relationships are the accounts
    whose lead stays, goes to a pool in which their lead is, or is somebody else. Only what must move moves, unless a
    draft says otherwise; with --mend-overloads each model is looked at with its overloads mended.
    """
    with reading(common) as house:
        outlook = outlook_of(house)
        known = known_models(outlook.book)
        standing = standing_of(house, names)
    if mend_overloads:
        standing = tuple(replace(one, draft=revise(one.draft, mend_overloads=True)) for one in standing)
    heard = evidence(outlook.book, outlook.moment, outlook.seating, outlook.ledger)
    measure = Measure(outlook.book, outlook.moment, known, heard)
    pairs = shared_out(measure.rows, standing, lambda done, one: _progress(done, len(standing), one.title))
    _progress(len(standing), len(standing), "")
    rows = tuple(row for pair in pairs for row in pair)
    if common.json:
        document(compare_document(outlook.book, rows))
        return
    currency = outlook.book.policy.currency
    table(_COLUMNS, [_cells(row, currency) for row in rows])
    for row in rows:
        if row.problem:
            say(f"{row.title}: {row.problem}")
    if len(names) == 1:
        told: list[Compared] = []
        for row in rows:  # where nothing is suggested, both are the same
            if not any(replace(row, roles_of=one.roles_of) == one for one in told):
                _details(outlook.book, row)
                told.append(row)
    say("Nothing was changed. A model suits or does not suit for its reasons: there is no total and no winner.")


def standing_of(house: House, names: Sequence[str]) -> tuple[Standing, ...]:
    """The drafts to compare: those named, or all; a name is a draft's before it is a model's."""
    book, today = house.desk.book, house.desk.moment.today
    made = standing_drafts(book, today, catalogue(book)[0])
    saved = house.drafts.all()
    if not names:
        for note in house.drafts.notes:
            say(note)
        return (*made, *(saved_draft(draft) for draft in saved))
    found: list[Standing] = []
    titles = {draft.title.casefold() for draft in saved} | {str(draft.id) for draft in saved}
    for name in names:
        keyed = [one for one in made if one.key == name]
        if name.casefold() in titles or not keyed:
            found.append(saved_draft(chosen(house, name)))
        else:
            found += keyed
    return tuple(found)


def _progress(done: int, of: int, title: str) -> None:
    """Say on a terminal what is being measured; anywhere else it would only be noise."""
    if is_terminal(sys.stderr):
        sys.stderr.write(f"\r\x1b[K{done}/{of} {shown(title)}" if done < of else "\r\x1b[K")
        sys.stderr.flush()


def _cells(row: Compared, currency: str) -> list[str]:
    if row.problem:
        return [row.title, row.roles_of.value, *[UNKNOWN] * (len(_COLUMNS) - 2)]
    return [
        row.title,
        row.roles_of.value,
        str(len(row.roles)),
        str(len(row.vacancies)),
        f"{row.moves:,}",
        f"{row.kept.accounts:,}",
        f"{row.loosened.accounts:,}",
        f"{row.broken.accounts:,}",
        money_short(row.arr_moved, currency),
        hours_short(row.handover_hours),
        hours_short(row.over_hours),
        hours_short(row.peak_over_hours),
        hours_short(row.saved_hours),
        f"{row.served_lower:,}",
        f"{row.unfilled_seats:,}",
        f"{row.errors + row.warnings:,}",
        str(sum(line.side is Side.FOR for line in row.evidence)),
        str(sum(line.side is Side.AGAINST for line in row.evidence)),
    ]


def _details(book: Book, row: Compared) -> None:
    """What a row is made of."""
    put()
    put(shown(f"{row.title}, with {row.roles_of.value} roles"))
    for move in row.roles:
        put(shown(f"  {book.people[move.person].name}: {_roles(move.before)} -> {_roles(move.after)}"))
    for position in row.vacancies:
        put(shown(f"  hire {position.name}: {_roles(position.roles)}"))
    if row.idle:
        verb = "has" if len(row.idle) == 1 else "have"
        names = ", ".join(book.people[person].name for person in row.idle)
        put(shown(f"  {counted(len(row.idle), 'person')} {verb} nothing to do in it: {names}"))
    for reason, seats in row.unfilled:
        put(shown(f"  {counted(seats, 'seat')} without anybody: {reason.value}"))
    if row.served_lower:
        saved = hours_short(row.saved_hours)
        put(shown(f"  {counted(row.served_lower, 'account')} served at a lower touch save {saved} h a month"))
    if row.max_utilisation is not None:
        put(shown(f"  the fullest person is at {percent(rounded(row.max_utilisation, 100))}"))
    for code, number in row.codes:
        put(shown(f"  {code} {number:,}"))
    for line in row.evidence:
        put(shown(f"  {line.side.value}: {line.says}"))


def _roles(roles: Sequence[RoleShare]) -> str:
    return ", ".join(f"{held.role} {held.share} %" for held in roles) or "no role"


# JSON -----------------------------------------------------------------------------------------------------------


def compare_document(book: Book, rows: Sequence[Compared]) -> dict[str, Any]:
    """The comparison as a JSON document."""
    return {"currency": book.policy.currency, "models": [compared_fields(book, row) for row in rows]}


def compared_fields(book: Book, row: Compared) -> dict[str, Any]:
    """One row as JSON fields; a draft that cannot be measured has its problem in words."""
    utilisation = row.max_utilisation
    return {
        "key": row.key,
        "title": row.title,
        "roles_of": row.roles_of.value,
        "served": "tech" if row.served_tech else "as today",
        "mend_overloads": row.draft.mend_overloads,
        "problem": row.problem or None,
        "roles": [
            {"person": person_id(one.person), "from": _shares(one.before), "to": _shares(one.after)}
            for one in row.roles
        ],
        "vacancies": [_vacancy(one) for one in row.vacancies],
        "idle": [person_id(person) for person in row.idle],
        "moves": row.moves,
        "forced": row.forced,
        "chosen": row.chosen,
        "relationships_kept": row.kept.accounts,
        "loosened": row.loosened.accounts,
        "broken": row.broken.accounts,
        "relationship_hours": {
            "kept": hours_number(row.kept.hours),
            "loosened": hours_number(row.loosened.hours),
            "broken": hours_number(row.broken.hours),
        },
        "arr_moved": money_number(row.arr_moved, book.policy.currency),
        "handover_hours": hours_number(row.handover_hours),
        "over_hours": hours_number(row.over_hours),
        "peak_over_hours": hours_number(row.peak_over_hours),
        "max_utilisation": None if utilisation is None else utilisation / 10_000,
        "outside_hours": hours_number(row.outside_hours),
        "saved_hours": hours_number(row.saved_hours),
        "served_lower": row.served_lower,
        "unfilled_seats": row.unfilled_seats,
        "unfilled": [{"reason": reason.value, "seats": seats} for reason, seats in row.unfilled],
        "empty_seats": row.empty,
        "findings": row.errors + row.warnings,
        "errors": row.errors,
        "warnings": row.warnings,
        "findings_by_code": dict(row.codes),
        "evidence": [_evidence(line) for line in row.evidence if not line.private],
    }


def _shares(roles: Sequence[RoleShare]) -> list[dict[str, Any]]:
    return [{"role": held.role, "share": held.share} for held in roles]


def _vacancy(position: Person) -> dict[str, Any]:
    starts = position.starts.isoformat() if position.starts is not None else None
    return {"name": position.name, "roles": _shares(position.roles), "starts": starts, "fte": position.fte}


def _evidence(line: Evidence) -> dict[str, Any]:
    return {
        "signal": line.signal,
        "side": line.side.value,
        "text": line.says,
        "n": line.n,
        "rule": line.rule,
        "source": line.source_text,
        "on": line.on.isoformat(),
    }


# Adopt ----------------------------------------------------------------------------------------------------------


@click.command("adopt")
@click.argument("name", metavar="DRAFT")
@click.option("--from", "since", metavar="DAY", help="First day; the draft's own, or today, unless said.")
@click.option("--confirm", type=int, metavar="N", help="Leave N seats that have work without anybody.")
@common_options(asks=True)
def adopt_command(common: Common, name: str, since: str | None, confirm: int | None) -> None:
    """Put a draft in force: plan, roles, pools, holders and handoffs in one change, which one undo takes back."""
    with writing(common) as house:
        known = known_models(house.desk.book)
        draft = chosen(house, name)
        request = Adopt(draft=draft, known=known, since=day_of(since, house), confirm=confirm)
        change, _ = granted(house.desk.preview(adopt, request))
        say(shown(f"{change.says}."))
        found = foresee(house.desk.book, house.desk.moment, request)
        if not isinstance(found, Refusal) and (proof := proof_of(found)):
            say(proof)
        agreed("Adopt it? One undo takes it all back.", common)
        carry_out(house, common, adopt, request)
