"""What must hold of any book after any change: undo, import and restore included. Business rules are elsewhere."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.book.book import Book
from core.book.change import Change, Edit
from core.book.indexes import INDEXES
from core.errors import IntegrityError
from core.schema import BY_NAME, Reference, TableSpec
from core.seats import Tenure
from core.words import HolderKind, Record, TenureKind


def check(book: Book, change: Change, after: Book) -> None:
    """Raise ``IntegrityError`` unless ``change`` may turn ``book`` into ``after``.

    Every before equals the current value; every reference that an edit sets points at a record; nothing removed is
    still referred to; a holder is one person, pool or function; a seat has one permanent holder a day; nobody leads
    themselves, directly or in a circle; no account is its own ancestor. Costs the records touched.
    """
    for edit in change.edits:
        current = book.tables[edit.table].get(edit.id)
        if current != edit.before:
            raise IntegrityError(
                f"{named(edit.table, edit.id, current)} is not what this change was made on. Try again."
            )
    for edit in change.edits:
        if edit.after is not None:
            _check_references(after, edit)
            _check_holders(edit)
        else:
            _check_unreferenced(after, edit)
    _check_seats(after, change.edits)
    _check_cycles(after, change.edits)


def named(table: str, number: int, record: Any = None) -> str:  # noqa: ANN401 - a record of any table
    """A record in a sentence: what it is, its number, and its name where it has one."""
    spec = BY_NAME[table]
    name = getattr(record, "name", "") or getattr(record, "title", "")
    return f"{spec.one} {number}" + (f" ({name})" if name else "")


def values_at(record: Record, path: str) -> Iterator[int]:
    """The ids a dotted path of a reference leads to; members of tuples are all entered."""
    values: list[Any] = [record]
    for part in path.split("."):
        following: list[Any] = []
        for value in values:
            got = getattr(value, part, None)
            following.extend(got if isinstance(got, tuple) else (got,))
        values = following
    for value in values:
        if isinstance(value, int):
            yield value


def dangling(book: Book, spec: TableSpec, record: Record) -> Iterator[tuple[Reference, int]]:
    """The references of a record that point at nothing."""
    for reference in spec.references:
        for number in values_at(record, reference.field):
            if number not in book.tables[reference.table]:
                yield reference, number


def _check_references(after: Book, edit: Edit) -> None:
    assert edit.after is not None
    for reference, number in dangling(after, BY_NAME[edit.table], edit.after):
        what = BY_NAME[reference.table].one
        raise IntegrityError(
            f"{named(edit.table, edit.id, edit.after)} refers to {what} {number} in {reference.field}, "
            f"and there is no such {what}."
        )


def _check_holders(edit: Edit) -> None:
    """A holder is one person, one pool or one function, as its kind says."""
    for name in _HOLDERS_IN.get(edit.table, ()):
        holder = getattr(edit.after, name)
        if holder is None:
            continue
        parts = {HolderKind.PERSON: holder.person, HolderKind.POOL: holder.pool, HolderKind.OUTSIDE: holder.function}
        if not parts.pop(holder.kind) or any(parts.values()):
            raise IntegrityError(
                f"{named(edit.table, edit.id, edit.after)} names its holder wrongly: a seat is held by one person, "
                "one pool or one function outside the team."
            )


_HOLDERS_IN = {"holders": ("holder",), "handoffs": ("outgoing", "incoming")}

_LOOK_UPS: Mapping[tuple[str, str], str] = {
    ("holders", "account"): "tenures_of_account",
    ("holders", "holder.person"): "tenures_of_person",
    ("holders", "holder.pool"): "tenures_of_pool",
    **{(index.table, "account"): index.name for index in INDEXES if index.name.endswith("_of_account")},
    ("accounts", "parent"): "children_of_account",
    ("people", "lead"): "reports_of_person",
    ("requests", "pool"): "requests_of_pool",
}


def _check_unreferenced(after: Book, edit: Edit) -> None:
    """Nothing may still refer to a removed record. Indexed references are looked up, the others scanned."""
    for spec in BY_NAME.values():
        for reference in spec.references:
            if reference.table != edit.table:
                continue
            look_up = _LOOK_UPS.get((spec.name, reference.field))
            if look_up is not None and look_up in after.indexes:
                ids: Iterable[int] = after.indexes[look_up].get(edit.id, ())
            else:
                ids = (r.id for r in after.tables[spec.name].values() if edit.id in values_at(r, reference.field))
            for number in ids:
                raise IntegrityError(
                    f"{named(edit.table, edit.id, edit.before)} cannot be removed: "
                    f"{named(spec.name, number, after.tables[spec.name].get(number))} refers to it."
                )


def _check_seats(after: Book, edits: Iterable[Edit]) -> None:
    seats = {
        (record.account, record.seat)
        for edit in edits
        if edit.table == "holders"
        for record in (edit.before, edit.after)
        if isinstance(record, Tenure)
    }
    for account, seat in seats:
        held = [t for t in after.tenures_of(account) if t.seat == seat and t.kind is TenureKind.PERMANENT]
        held = [tenure for tenure in held if tenure.until != tenure.since]
        held.sort(key=lambda tenure: (tenure.since, tenure.id))
        for earlier, later in itertools.pairwise(held):
            if earlier.until is None or earlier.until > later.since:
                name = after.accounts[account].name
                raise IntegrityError(
                    f"the seat {seat} of account {account} ({name}) would have two permanent holders "
                    f"from {later.since.isoformat()}."
                )
        for tenure in after.tenures_of(account):
            if tenure.seat == seat and tenure.until is not None and tenure.until < tenure.since:
                raise IntegrityError(f"tenure {tenure.id} of account {account} would end before it begins.")


def _check_cycles(after: Book, edits: Iterable[Edit]) -> None:
    for edit in edits:
        if edit.after is None:
            continue
        if edit.table == "people":
            _walk(after, "people", "lead", edit.id, "would lead themselves")
        elif edit.table == "accounts":
            _walk(after, "accounts", "parent", edit.id, "would be its own parent")


def _walk(after: Book, table: str, field: str, start: int, complaint: str) -> None:
    seen = {start}
    records = after.tables[table]
    number = getattr(records[start], field)
    while number is not None and number in records:
        if number in seen:
            raise IntegrityError(f"{named(table, start, records[start])} {complaint}, directly or through others.")
        seen.add(number)
        number = getattr(records[number], field)
