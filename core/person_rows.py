"""One flat row per person: what the roster and the load list show, filter and sort."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from core.book.book import Book
from core.moment import Moment
from core.people import Person
from core.query.context import person_key
from core.row_order import sorted_rows
from core.text import fold
from core.words import Band, PersonStatus


class PersonHours(Protocol):
    """The load of one person over the next 30 days, in hundredths of an hour."""

    @property
    def hours(self) -> int:
        """All of it."""
        ...

    @property
    def named_hours(self) -> int:
        """On seats held by name."""
        ...

    @property
    def pool_hours(self) -> int:
        """As a member of pools."""
        ...

    @property
    def capacity(self) -> int:
        """Client hours there are."""
        ...

    @property
    def utilisation(self) -> int | None:
        """Hours of capacity, in hundredths of a percent; None without capacity."""
        ...

    @property
    def band(self) -> Band:
        """The load in a word."""
        ...

    @property
    def accounts(self) -> int:
        """Accounts on which a seat is held by name."""
        ...

    @property
    def arr(self) -> int:
        """Minor units of the book's currency on those."""
        ...

    @property
    def client(self) -> bool:
        """Whether the person's roles may hold seats at all."""
        ...


class PersonLedger(Protocol):
    """Hours by person."""

    def person(self, person: int, /) -> PersonHours:
        """The load of one person."""
        ...


class Coded(Protocol):
    """A finding."""

    @property
    def code(self) -> str:
        """Code of its rule."""
        ...


class PersonFindings(Protocol):
    """Findings by person."""

    def of_person(self, person: int, /) -> Iterable[Coded]:
        """The findings about a person, worst first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person or vacancy as lists know them on a day."""

    id: int
    """Person id."""
    person: Person
    """The record."""
    name: str
    """Full name, or the title of a vacancy."""
    folded: str
    """Folded name, where a bare word of a filter is looked for."""
    email: str
    """Lower case."""
    status: PersonStatus
    """Active, leaver or vacancy."""
    team: str
    """Folded."""
    roles: tuple[str, ...]
    """Role keys."""
    lead: str
    """Name of the lead; empty without one."""
    lead_keys: tuple[str, ...]
    """Key of the lead."""
    segments: tuple[str, ...]
    """Segment keys."""
    regions: tuple[str, ...]
    """Folded."""
    industries: tuple[str, ...]
    """Folded."""
    skills: tuple[str, ...]
    """Folded."""
    languages: tuple[str, ...]
    """Folded."""
    reports: int
    """People who report to them."""
    load: int
    """Hundredths of an hour over the next 30 days."""
    named_hours: int
    """Of it, on seats held by name."""
    pool_hours: int
    """Of it, as a member of pools."""
    capacity: int
    """Hundredths of an hour over the same days."""
    utilisation: int | None
    """Hundredths of a percent; None without capacity."""
    band: Band
    """The load in a word."""
    accounts: int
    """Accounts held."""
    arr: int
    """Minor units of the book's currency."""
    client: bool
    """False for somebody whose roles hold no seats, a pure manager: no bar, never room."""
    codes: tuple[str, ...]
    """Codes of findings about them, each once, worst first."""
    leads: bool
    """Has people who report to them."""
    away: bool
    """On leave today."""
    vacant: bool
    """A position that is still to be filled."""
    archived: bool
    """Put away."""


def person_rows(book: Book, moment: Moment, ledger: PersonLedger, findings: PersonFindings) -> tuple[PersonRow, ...]:
    """The rows of everybody who is not archived, the most loaded first; those without capacity last."""
    rows = [
        person_row(book, moment, ledger, _codes(findings.of_person(person.id)), person)
        for person in book.people.all()
        if not person.archived
    ]
    return tuple(sorted_rows(rows, "utilisation", reverse=True))


def _codes(findings: Iterable[Coded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.code for finding in findings))


def person_row(book: Book, moment: Moment, ledger: PersonLedger, codes: tuple[str, ...], person: Person) -> PersonRow:
    """The row of one person."""
    load = ledger.person(person.id)
    lead = book.people.get(person.lead) if person.lead is not None else None
    reports = sum(not report.archived for report in book.reports_of(person.id))
    return PersonRow(
        id=person.id,
        person=person,
        name=person.name,
        folded=fold(person.name),
        email=person.email.lower(),
        status=person.status,
        team=fold(person.team),
        roles=person.role_keys,
        lead=lead.name if lead is not None else "",
        lead_keys=() if person.lead is None else (person_key(person.lead),),
        segments=person.segments,
        regions=_folded(person.regions),
        industries=_folded(person.industries),
        skills=_folded(person.skills),
        languages=_folded(person.languages),
        reports=reports,
        load=load.hours,
        named_hours=load.named_hours,
        pool_hours=load.pool_hours,
        capacity=load.capacity,
        utilisation=load.utilisation,
        band=load.band,
        accounts=load.accounts,
        arr=load.arr,
        client=load.client,
        codes=codes,
        leads=reports > 0,
        away=person.leave_on(moment.today) is not None,
        vacant=person.status is PersonStatus.VACANCY,
        archived=person.archived,
    )


@lru_cache(maxsize=4_096)
def _folded(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(fold, texts))
