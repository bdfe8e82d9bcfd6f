"""`away`: planned absences of one person, as they are."""

from __future__ import annotations

from datetime import date

import click

from core.book.book import Book
from core.people import Leave, Person
from core.usecases.leave import AddLeave, EditLeave, RemoveLeave, add_leave, covers_of, edit_leave, remove_leave
from core.usecases.names import find_person
from core.wording import counted
from tui.cli.exits import no, wrong
from tui.cli.ids import person_id
from tui.cli.opened import carry_out, day_of, granted, reading, writing
from tui.cli.options import Common, common_options
from tui.cli.output import Column, document, table

_COLUMNS = (Column("No", "right"), Column("From"), Column("Back"), Column("Covers", "right"), Column("State"))


@click.command("away")
@click.argument("person")
@click.argument("number", type=int, required=False, metavar="[NO]")
@click.option("--on", "since", metavar="DAY", help="First day away.")
@click.option("--until", metavar="DAY", help="First day back.")
@click.option("--reason", metavar="TEXT", help="Why; private: in no list, export or report.")
@click.option("--call-off", is_flag=True, help="It does not take place; its covers end.")
@common_options(past=True)
def away_command(
    common: Common,
    person: str,
    number: int | None,
    since: str | None,
    until: str | None,
    reason: str | None,
    call_off: bool,
) -> None:
    """List, add, move or call off absences of a person.

    Without a day: the absences with their numbers. With `--on` and `--until` another one is entered; with a number it
    is moved, and its covers with it. To have others stand in, use `bookshift leave PERSON --on DAY --until DAY`.
    """
    if since is None and until is None and reason is None and not call_off:
        if number is not None:
            raise wrong(f"Say what to do with absence {number}: --on and --until, --reason or --call-off.")
        _list(common, person)
        return
    with writing(common) as house:
        book = house.desk.book
        who = granted(find_person(book, person))
        begins, back = day_of(since, house), day_of(until, house)
        if call_off:
            if number is None or begins or back or reason is not None:
                raise wrong(
                    "Name the absence by its number, and nothing else, as in `bookshift away ana 2 --call-off`."
                )
            carry_out(house, common, remove_leave, RemoveLeave(who.id, number))
        elif number is not None:
            leave = _the(who, number)
            if leave is not None:
                begins, back = begins or leave.since, back or leave.until
            # an unknown number is refused by the use case, with those there are
            today = house.desk.moment.today
            moved = EditLeave(who.id, number, begins or today, back or today, reason)
            carry_out(house, common, edit_leave, moved)
        elif begins is None or back is None:
            raise wrong("Say the first day away and the first day back: --on DAY --until DAY.")
        else:
            carry_out(house, common, add_leave, AddLeave(who.id, begins, back, reason or ""))


def _the(person: Person, number: int) -> Leave | None:
    return next((leave for leave in person.leaves if leave.number == number), None)


def _list(common: Common, name: str) -> None:
    with reading(common) as house:
        book, today = house.desk.book, house.desk.moment.today
        person = granted(find_person(book, name))
    if common.json:
        fields = [_fields(book, person, leave) for leave in person.leaves]
        document({"person": person_id(person.id), "name": person.name, "leaves": fields, "count": len(fields)})
        return
    if not person.leaves:
        raise no(f"{person.name} has no absence entered.")
    table(_COLUMNS, [_line(book, person, leave, today) for leave in person.leaves])


def _fields(book: Book, person: Person, leave: Leave) -> dict[str, object]:
    """A leave as JSON fields; its reason stays private."""
    covers = len(list(covers_of(book, person.id, leave.number)))
    return {
        "number": leave.number,
        "from": leave.since.isoformat(),
        "until": leave.until.isoformat(),
        "covers": covers,
    }


def _line(book: Book, person: Person, leave: Leave, today: date) -> list[str]:
    covers = counted(len(list(covers_of(book, person.id, leave.number))), "seat")
    state = "over" if leave.until <= today else "away now" if leave.since <= today else "planned"
    return [str(leave.number), leave.since.isoformat(), leave.until.isoformat(), covers, state]
