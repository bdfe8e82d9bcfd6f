"""A change as a value: the one unit of edit, undo, audit and transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.schema import ORDER, SPEC_OF, field_names
from core.words import Actor, Record


@dataclass(frozen=True, slots=True)
class Edit:
    """One record before and after; None is absent."""

    table: str
    """Table name."""
    id: int
    """Record id."""
    before: Record | None
    """The record as the change found it."""
    after: Record | None
    """The record as the change leaves it."""


def inserted(record: Record) -> Edit:
    """The edit that adds a record."""
    return Edit(SPEC_OF[type(record)].name, _id(record), None, record)


def updated(before: Record, after: Record) -> Edit:
    """The edit that replaces a record by a revision of it."""
    return Edit(SPEC_OF[type(before)].name, _id(before), before, after)


def deleted(record: Record) -> Edit:
    """The edit that removes a record."""
    return Edit(SPEC_OF[type(record)].name, _id(record), record, None)


def _id(record: Record) -> int:
    number: int = record.id  # type: ignore[attr-defined]  # every stored record has one
    return number


def normalised(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    """One edit per record, without those that change nothing, by table and id.

    Later edits of a record are composed with earlier ones; equal changes therefore have equal bytes.
    Raises ``ValueError`` when a later edit does not start where the earlier one ended.
    """
    merged: dict[tuple[str, int], Edit] = {}
    for edit in edits:
        key = (edit.table, edit.id)
        earlier = merged.get(key)
        if earlier is None:
            merged[key] = edit
        elif earlier.after != edit.before:
            raise ValueError(f"the edits of {edit.table} {edit.id} do not follow on each other")
        else:
            merged[key] = Edit(edit.table, edit.id, earlier.before, edit.after)
    kept = [edit for edit in merged.values() if edit.before != edit.after]
    kept.sort(key=lambda edit: (ORDER[edit.table], edit.id))
    return tuple(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A list of edits with who, when, why and a sentence; order comes from ``seq``, never from the clock."""

    kind: str
    """What was done, in one word such as ``assign``."""
    says: str
    """The sentence in the manager's words."""
    edits: tuple[Edit, ...]
    """Normalised edits."""
    why: str = ""
    """The reason given."""
    by: str = ""
    """Name of the user."""
    actor: Actor = Actor.USER
    """A user, an import or a migration."""
    at: datetime | None = None
    """Local time with offset; stamped when it is done."""
    base: int = 0
    """Sequence number of the book it was computed on."""
    seq: int = 0
    """Its own number, one above the last; stamped when it is done."""
    undoes: int | None = None
    """Number of the change it takes back."""
    redoes: int | None = None
    """Number of the undo it takes back."""

    @property
    def patches(self) -> tuple[Patch, ...]:
        """The edits as they are written down."""
        return tuple(patch_of(edit) for edit in self.edits)

    def stamped(self, *, seq: int, base: int, at: datetime, by: str) -> Change:
        """The change with its place in the history."""
        return replace(self, seq=seq, base=base, at=at, by=by)


def change_of(
    kind: str, says: str, edits: Iterable[Edit], *, why: str = "", actor: Actor = Actor.USER, base: int = 0
) -> Change:
    """A change of edits in any order."""
    return Change(kind=kind, says=says, edits=normalised(edits), why=why, actor=actor, base=base)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a record before and after."""

    name: str
    """Field name."""
    before: Any
    """Value the change found."""
    after: Any
    """Value the change left."""


@dataclass(frozen=True, slots=True)
class Patch:
    """An edit as it is written down: a whole record for an insert or delete, changed fields for an update."""

    table: str
    """Table name."""
    id: int
    """Record id."""
    inserted: Record | None = None
    """The record that was added."""
    deleted: Record | None = None
    """The record that was removed."""
    fields: tuple[FieldChange, ...] = ()
    """The fields that were changed, in the order of the record."""


def patch_of(edit: Edit) -> Patch:
    """The written form of an edit."""
    if edit.before is None:
        return Patch(edit.table, edit.id, inserted=edit.after)
    if edit.after is None:
        return Patch(edit.table, edit.id, deleted=edit.before)
    return Patch(edit.table, edit.id, fields=tuple(differences(edit.before, edit.after)))


def differences(before: Record, after: Record) -> Iterator[FieldChange]:
    """The fields in which two records of one class differ, in the order of the record."""
    for name in field_names(type(before)):
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield FieldChange(name, old, new)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What History lists of a change without reading its edits."""

    seq: int
    """Its number."""
    at: datetime
    """When, local time with offset."""
    by: str
    """Who."""
    actor: Actor
    """A user, an import or a migration."""
    kind: str
    """What was done, in one word."""
    says: str
    """The sentence."""
    why: str = ""
    """The reason given."""
    edits: int = 0
    """Number of records touched."""
    undoes: int | None = None
    """Number of the change it takes back."""
    redoes: int | None = None
    """Number of the undo it takes back."""


def head_of(change: Change) -> Head:
    """The head of a stamped change; ``ValueError`` for one without a time."""
    if change.at is None:
        raise ValueError("a change has a head only once it is stamped")
    return Head(
        seq=change.seq,
        at=change.at,
        by=change.by,
        actor=change.actor,
        kind=change.kind,
        says=change.says,
        why=change.why,
        edits=len(change.edits),
        undoes=change.undoes,
        redoes=change.redoes,
    )
