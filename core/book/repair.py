"""What does not hold together in a book, and the edits that would mend it; nothing is mended unasked."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from core.book.book import Book
from core.book.change import Edit, deleted, updated
from core.book.digest import digest_of
from core.book.integrity import dangling, named
from core.schema import BY_NAME, TABLES, InvalidRecord, Reference, admit, encode, revise
from core.seats import Holder
from core.words import Record, TenureKind


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a book that no edit through Bookshift could have left."""

    table: str
    """Table of the record."""
    id: int
    """Record id."""
    says: str
    """What is wrong, as a sentence."""
    mend: str = ""
    """What mending would do, as a sentence; empty when only a person can decide."""
    edit: Edit | None = None
    """The edit that would do it."""


def faults(book: Book) -> Iterator[Fault]:
    """Everything that does not hold together: texts, references, seats, leads, parents, digests, used ids."""
    for fault in _found(book):
        yield replace(fault, says=fault.says[:1].upper() + fault.says[1:])


def _found(book: Book) -> Iterator[Fault]:
    for spec in TABLES:
        for record in book.tables[spec.name].all():
            yield from _fault_of_text(spec.name, record)
            for reference, number in dangling(book, spec, record):
                yield _dangling(spec.name, record, reference, number)
    yield from _seats(book)
    yield from _circles(book, "people", "lead", "leads themselves")
    yield from _circles(book, "accounts", "parent", "is its own parent")
    yield from _digests(book)


def _fault_of_text(table: str, record: Record) -> Iterator[Fault]:
    number: int = record.id  # type: ignore[attr-defined]
    try:
        clean = admit(record)
    except InvalidRecord as error:
        yield Fault(table, number, f"{named(table, number, record)} is not as its table asks: {error}.")
        return
    if encode(clean) != encode(record):
        yield Fault(
            table,
            number,
            f"{named(table, number, clean)} holds text with characters that Bookshift never writes.",
            "Clean the text.",
            updated(record, clean),
        )


_SPACED = str.maketrans("._", "  ")


def _dangling(table: str, record: Record, reference: Reference, number: int) -> Fault:
    own: int = record.id  # type: ignore[attr-defined]
    what = BY_NAME[reference.table].one
    role = "" if reference.field == what else f" as {reference.field.translate(_SPACED)}"
    says = f"{named(table, own, record)} refers to {what} {number}{role}, which is not there."
    without = _without(record, reference.field, number)
    if without is None:
        return Fault(table, own, says, f"Remove {named(table, own, record)}.", deleted(record))
    return Fault(table, own, says, f"Empty {reference.field}.", updated(record, without))


def _without(record: Any, path: str, number: int) -> Any:  # noqa: ANN401 - a record, or a part of one
    """The record without an id at a path; None where it cannot be without."""
    if isinstance(record, Holder):
        return None  # a holder without its id is nobody
    name, _, rest = path.partition(".")
    value = getattr(record, name)
    fresh: Any = None
    if isinstance(value, tuple):
        parts = [_without(part, rest, number) if rest else (None if part == number else part) for part in value]
        fresh = tuple(part for part in parts if part is not None)
    elif rest and value is not None:
        fresh = _without(value, rest, number)
    elif value != number:
        return record
    try:
        return revise(record, **{name: fresh})
    except InvalidRecord:
        return None


def _seats(book: Book) -> Iterator[Fault]:
    for account, ids in book.indexes["tenures_of_account"].items():
        held = sorted(
            (book.holders[number] for number in ids if book.holders[number].kind is TenureKind.PERMANENT),
            key=lambda tenure: (tenure.seat, tenure.since, tenure.id),
        )
        for earlier, later in itertools.pairwise(held):
            if earlier.seat == later.seat and (earlier.until is None or earlier.until > later.since):
                yield Fault(
                    "holders",
                    earlier.id,
                    f"the seat {earlier.seat} of {named('accounts', account, book.accounts.get(account))} has two "
                    f"permanent holders from {later.since.isoformat()} (tenures {earlier.id} and {later.id}).",
                    f"End tenure {earlier.id} on {later.since.isoformat()}.",
                    updated(earlier, revise(earlier, until=later.since)),
                )


def _circles(book: Book, table: str, field: str, complaint: str) -> Iterator[Fault]:
    records = book.tables[table]
    for record in records.all():
        seen = {record.id}
        above = getattr(record, field)
        while above is not None and above in records and above not in seen:
            seen.add(above)
            above = getattr(records[above], field)
        if above == record.id:
            yield Fault(
                table,
                record.id,
                f"{named(table, record.id, record)} {complaint}, directly or through others.",
                f"Empty {field}.",
                updated(record, revise(record, **{field: None})),
            )


def _digests(book: Book) -> Iterator[Fault]:
    heard = book.indexes["conversations_of_account"]
    for account in sorted(heard.keys() | book.digests.keys()):
        talks = [book.conversations[number] for number in heard.get(account, ())]
        if digest_of(account, talks) != book.digest(account):
            yield Fault("accounts", account, f"what the checkpoint says was heard of account {account} is not so.")
