"""The roster: people join, change, leave for good, and are taken off; vacancies are opened and filled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of, inserted, updated
from core.errors import RefusalKind
from core.moment import Moment
from core.people import Person, RoleShare
from core.schema import revise
from core.text import clean
from core.usecases.closing import open_tenures
from core.usecases.edit import Fields, check_names
from core.usecases.look import a_present_person, the_person
from core.usecases.person_rules import check_person
from core.usecases.refusing import refuse, use_case
from core.usecases.team_fields import PERSON_FIELDS
from core.wording import counted, listed, short_date
from core.words import PersonStatus

LABELS = {field.name: field.label for field in PERSON_FIELDS}
_ELSEWHERE = {
    "leaves": "Use leave to plan an absence.",
    "ends": "End the employment to set the last day.",
    "status": "End the employment, or fill the vacancy.",
    "archived": "Use archive to take somebody off the roster.",
}


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody who joins, or was always here."""

    name: str
    """Full name."""
    fields: Fields = ()
    """(field name, value) pairs beside the name; which there are: ``team_fields.PERSON_FIELDS``."""


@use_case
def new_person(book: Book, moment: Moment, ids: IdSource, request: NewPerson) -> Change:
    """Put somebody on the roster."""
    person = _made(book, ids, clean(request.name), dict(request.fields), PersonStatus.ACTIVE)
    return change_of("person", f"Add {person.name} to the roster", [inserted(person)], base=book.seq)


@dataclass(frozen=True, slots=True)
class NewVacancy:
    """An open position; it can hold seats, and has no capacity before somebody starts."""

    title: str
    """What it is called, such as CSM EMEA."""
    roles: tuple[RoleShare, ...]
    """Roles of the position."""
    starts: date | None = None
    """Day somebody is expected, if known."""
    fields: Fields = ()
    """Further (field name, value) pairs."""


@use_case
def new_vacancy(book: Book, moment: Moment, ids: IdSource, request: NewVacancy) -> Change:
    """Open a position."""
    if not request.roles:
        refuse("Say which role the vacancy is for.")
    fields = {**dict(request.fields), "roles": request.roles, "starts": request.starts}
    person = _made(book, ids, clean(request.title), fields, PersonStatus.VACANCY)
    when = f" from {short_date(person.starts)}" if person.starts else ""
    return change_of("person", f"Open the vacancy {person.name}{when}", [inserted(person)], base=book.seq)


def _made(book: Book, ids: IdSource, name: str, fields: dict[str, Any], status: PersonStatus) -> Person:
    check_names(fields, LABELS, "person", _ELSEWHERE)
    person = revise(Person(id=ids.take("people"), name=name, status=status), **fields)
    check_person(book, person)
    return person


@dataclass(frozen=True, slots=True)
class EditPerson:
    """New values for fields of a person."""

    person: int
    """Person id."""
    fields: Fields
    """(field name, value) pairs."""


@use_case
def edit_person(book: Book, moment: Moment, ids: IdSource, request: EditPerson) -> Change:
    """Change what is known of a person."""
    edits = person_edits(book, request.person, request.fields)
    names = listed(LABELS.get(name, name) for name, _ in request.fields)
    says = f"Set {names} of {the_person(book, request.person).name}"
    return change_of("person", says, edits, base=book.seq)


def person_edits(book: Book, number: int, fields: Fields) -> list[Edit]:
    """The edits that set fields of a person."""
    before = a_present_person(book, number)
    check_names(dict(fields), LABELS, "person", _ELSEWHERE)
    after = revise(before, **dict(fields))
    check_person(book, after)
    return [updated(before, after)]


@dataclass(frozen=True, slots=True)
class FillVacancy:
    """A vacancy that somebody takes."""

    person: int
    """Person id of the vacancy."""
    name: str
    """Full name of who comes."""
    starts: date
    """First working day."""
    email: str = ""
    """Mail address."""


@use_case
def fill_vacancy(book: Book, moment: Moment, ids: IdSource, request: FillVacancy) -> Change:
    """Turn a vacancy into the person who takes it; the seats it holds go with it."""
    before = a_present_person(book, request.person)
    if before.status is not PersonStatus.VACANCY:
        refuse(f"{before.name} is no vacancy.")
    after = revise(
        before,
        name=clean(request.name),
        email=clean(request.email).lower(),
        starts=request.starts,
        status=PersonStatus.ACTIVE,
    )
    check_person(book, after)
    says = f"Fill the vacancy {before.name} with {after.name} from {short_date(request.starts)}"
    return change_of("person", says, [updated(before, after)], base=book.seq)


@dataclass(frozen=True, slots=True)
class EndEmployment:
    """Somebody who leaves the company."""

    person: int
    """Person id."""
    on: date | None
    """First day no longer here; None takes a planned end back."""


@use_case
def end_employment(book: Book, moment: Moment, ids: IdSource, request: EndEmployment) -> Change:
    """Set the day somebody leaves; the seats they hold stay theirs until they are given to others."""
    before = a_present_person(book, request.person)
    if before.status is PersonStatus.VACANCY:
        refuse(f"{before.name} is a vacancy. Archive it instead.")
    if request.on is None:
        if before.status is not PersonStatus.LEAVER:
            refuse(f"{before.name} is not leaving.", RefusalKind.NOTHING)
        after = revise(before, status=PersonStatus.ACTIVE, ends=None)
        return change_of("person", f"Keep {before.name} on the roster", [updated(before, after)], base=book.seq)
    after = revise(before, status=PersonStatus.LEAVER, ends=request.on)
    check_person(book, after)
    held = {tenure.account for tenure in open_tenures(book, before.id, request.on)}
    says = f"End the employment of {before.name} on {short_date(request.on)}"
    if held:
        says += f", who then still holds seats on {counted(len(held), 'account')}"
    return change_of("person", says, [updated(before, after)], base=book.seq)


@dataclass(frozen=True, slots=True)
class ArchivePerson:
    """Somebody who is to be out of every list and choice."""

    person: int
    """Person id."""


@use_case
def archive_person(book: Book, moment: Moment, ids: IdSource, request: ArchivePerson) -> Change:
    """Take somebody off the roster; refused while they hold seats or lead people.

    They leave their pools, and their open follow-ups pass to whoever leads the account.
    """
    person = the_person(book, request.person)
    if person.archived:
        refuse(f"{person.name} is archived already.", RefusalKind.NOTHING)
    _check_free(book, person, moment.today)
    edits: list[Edit] = [updated(person, revise(person, archived=True))]
    for pool in book.pools.all():
        members = tuple(member for member in pool.members if member.person != person.id)
        edits.append(updated(pool, revise(pool, members=members)))
    for item in book.followups.all():
        if item.owner == person.id and item.is_open and item.account is not None:
            edits.append(updated(item, revise(item, owner=None)))
    return change_of("archive", f"Archive {person.name}", edits, base=book.seq)


def _check_free(book: Book, person: Person, day: date) -> None:
    held = open_tenures(book, person.id, day)
    if held:
        accounts = {tenure.account for tenure in held}
        refuse(
            f"{person.name} still holds {counted(len(held), 'seat')} on {counted(len(accounts), 'account')}. "
            "Give them to others first.",
            details=tuple(f"A{number} {book.accounts[number].name}" for number in sorted(accounts)),
        )
    reports = [report for report in book.reports_of(person.id) if not report.archived]
    if reports:
        refuse(
            f"{person.name} still leads {counted(len(reports), 'person')}. Give them another lead first.",
            details=tuple(f"P{report.id} {report.name}" for report in reports),
        )
