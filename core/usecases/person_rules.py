"""What must be true of a person on the roster, whoever writes the record."""

from __future__ import annotations

import itertools
import re

from core.book.book import Book
from core.errors import RefusalKind
from core.people import Person
from core.text import fold
from core.usecases.refusing import refuse
from core.wording import short_date

MOST_HOURS = 40_000
"""Most client hours a month anybody can be planned with, in hundredths."""

_MAIL = re.compile(r"[^@\s]+@[^@\s]+")


def check_person(book: Book, person: Person) -> None:
    """Refuse a person that cannot be, with the sentence that says what to correct."""
    if not person.name:
        refuse("A person needs a name, and a vacancy a title.")
    _check_mail(book, person)
    _check_roles(book, person)
    _check_time(person)
    _check_leaves(person)
    _check_lead(book, person)
    known = {segment.key for segment in book.segments.values()}
    for key in person.segments:
        if key not in known:
            says = f"{person.name} would serve the segment {key}, which is not in the book. Choose from the list."
            refuse(says, RefusalKind.UNKNOWN, tuple(segment.key for segment in book.segments.all()))
    for number in person.not_for:
        if number not in book.accounts:
            refuse(f"There is no account A{number} to keep from {person.name}.", RefusalKind.UNKNOWN)


def _check_mail(book: Book, person: Person) -> None:
    if not person.email:
        return
    if not _MAIL.fullmatch(person.email):
        refuse(f"“{person.email}” is not a mail address. Correct it, or leave it empty.")
    for other in book.people.values():
        if other.id != person.id and not other.archived and fold(other.email) == fold(person.email):
            refuse(f"{other.name} (P{other.id}) has the mail address {person.email} already. Give another one.")


def _check_roles(book: Book, person: Person) -> None:
    known = {role.key for role in book.roles.values()}
    for held in person.roles:
        if held.role not in known:
            says = f"There is no role {held.role}. Choose from the list, or add the role first."
            refuse(says, RefusalKind.UNKNOWN, tuple(role.key for role in book.roles.all()))
        if not 1 <= held.share <= 100:
            refuse(f"{person.name} would have {held.share} % of the role {held.role}. Give 1 to 100.")
    keys = [held.role for held in person.roles]
    if len(set(keys)) < len(keys):
        refuse(f"{person.name} would have the same role twice. Name each role once.")
    total = sum(held.share for held in person.roles)
    if total > 100:
        refuse(f"The roles of {person.name} come to {total} %. Together they may take 100 % at most.")


def _check_time(person: Person) -> None:
    if not 1 <= person.fte <= 100:
        refuse(f"{person.name} would work {person.fte} % of a full-time position. Give 1 to 100.")
    if person.hours is not None and not 0 <= person.hours <= MOST_HOURS:
        refuse(f"{person.name} would have {person.hours / 100:g} client hours a month. Give 0 to {MOST_HOURS // 100}.")
    if person.starts is not None and person.ends is not None and person.ends <= person.starts:
        refuse(
            f"{person.name} would leave on {short_date(person.ends)}, not after the first day, "
            f"{short_date(person.starts)}. Correct one of the two."
        )


def _check_leaves(person: Person) -> None:
    for leave in person.leaves:
        if leave.until <= leave.since:
            refuse(
                f"The leave of {person.name} would end on {short_date(leave.until)}, not after it begins on "
                f"{short_date(leave.since)}. Give the first day back."
            )
    for one, other in itertools.pairwise(sorted(person.leaves, key=lambda leave: leave.since)):
        if other.since < one.until:
            refuse(
                f"{person.name} is away from {short_date(one.since)} to {short_date(one.until)} already, which "
                f"overlaps {short_date(other.since)} to {short_date(other.until)}. Change the leave that is there."
            )


def _check_lead(book: Book, person: Person) -> None:
    if person.lead is None:
        return
    if person.lead == person.id:
        refuse(f"{person.name} cannot lead themselves. Choose another lead, or none.")
    lead = book.people.get(person.lead)
    if lead is None:
        refuse(f"There is no person P{person.lead} to lead {person.name}.", RefusalKind.UNKNOWN)
    if lead.archived:
        refuse(f"{lead.name} is archived and cannot lead {person.name}. Choose somebody who is here.")
    chain = [person.name]
    above: Person | None = lead
    while above is not None:
        if above.id == person.id:
            circle = " reports to ".join([*chain, person.name])
            refuse(f"{circle}: somebody has to be at the top. Choose another lead for {person.name}.")
        chain.append(above.name)
        above = book.people.get(above.lead) if above.lead is not None else None
