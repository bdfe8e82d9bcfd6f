"""Salvage: what can be saved from a damaged book, as a new book, and a list of what is lost. The folder stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from core.book.book import Book
from core.book.change import Change, Edit, Patch
from core.book.integrity import named
from core.desk import Desk, Done, MemoryStore
from core.errors import RefusalKind, StoreError
from core.moment import Moment
from core.schema import BY_NAME, InvalidRecord, revise
from core.usecases.repair import Repair, repair
from core.words import Record
from data.store import backups, checkpoint, codec, journal, lines
from data.store.system import SYSTEM, System, read_file, why


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved."""

    book: Book
    """A book that holds together."""
    base: str
    """What it was put together from, as a sentence."""
    lost: tuple[str, ...]
    """What is lost or doubtful, one sentence each; empty when everything was saved."""


def salvage(folder: Path, *, system: System = SYSTEM) -> Salvaged:
    """Read what can be read, best source first; raises ``StoreError`` when there is nothing at all."""
    lost: list[str] = []
    book, base = _base(system, folder, lost)
    state = _State(book)
    seq = book.seq
    for change in _changes(system, folder, book.seq, lost):
        if change.seq > seq + 1:
            lost.append(_missing(seq + 1, change.seq - 1))
        seq = change.seq
        state.do(change, lost)
    made = state.book(seq)
    return Salvaged(_mended(made, lost), base, tuple(lost))


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Change {first} cannot be read."
    return f"Changes {first} to {last} cannot be read."


# Where to begin ---------------------------------------------------------------------------------------------


def _base(system: System, folder: Path, lost: list[str]) -> tuple[Book, str]:
    """The newest whole checkpoint, else the lines of the newest broken one, else nothing but the journal."""
    found = _sources(system, folder)
    for path in found:
        try:
            book = backups.read(system, path)
        except (StoreError, OSError):
            continue
        return book, f"Put together from {path.name} (change {book.seq:,}) and the journal since."
    for path in found:
        try:
            data = read_file(system, path)
        except OSError:
            continue
        loose = _of_lines(path, data, lost)
        if loose is not None:
            return loose, f"Put together from the lines of {path.name} that read, and the journal since."
    try:
        firsts = journal.segments(system.names(folder))
    except OSError as error:
        raise StoreError(f"{folder} cannot be read, because {why(error)}.", writable=False) from error
    if not firsts:
        raise StoreError(f"There is nothing of a book in {folder}.", writable=False)
    lost.append("No checkpoint reads: everything the book began with is lost.")
    return Book.of({}, seq=firsts[0] - 1), "Put together from the journal alone."


def _sources(system: System, folder: Path) -> list[Path]:
    kept = [backup.path for backup in reversed(backups.kept(system, folder))]
    return [folder / checkpoint.FILE, *kept, folder / backups.FOLDER / backups.ORIGIN]


def _of_lines(path: Path, data: bytes, lost: list[str]) -> Book | None:
    """A book of the lines that read; None when there are none."""
    records: dict[str, list[Any]] = {}
    bad: list[str] = []
    for line in checkpoint.loose_lines(data):
        if line.table == checkpoint.DIGESTS:
            continue
        if line.record is None:
            bad.append(f"{BY_NAME[line.table].one} {line.id}" if line.table in BY_NAME else f"line {line.number}")
        else:
            records.setdefault(line.table, []).append(line.record)
    if not records:
        return None
    seq = 0
    try:
        meta = checkpoint.meta_of(path, data[: checkpoint.HEAD_BYTES])
        seq, high = meta.seq, meta.high
    except StoreError:
        high = {}
        lost.append(f"{path.name} does not say which change it is of; every change of the journal is tried on it.")
    lost.append(f"{path.name} does not fit its checksum: what was read from it may not be what was written.")
    lost += [f"{what[:1].upper()}{what[1:]} of {path.name} does not read." for what in bad]
    return Book.of(records, seq=seq, high=high)


# The changes since ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """A whole line of the journal."""

    seq: int
    says: str
    patches: tuple[Patch, ...]


def _changes(system: System, folder: Path, since: int, lost: list[str]) -> Iterator[_Found]:
    """Every whole change after one, in order, wherever it stands; broken stretches are stepped over."""
    found: dict[int, _Found] = {}
    firsts = journal.segments(system.names(folder))
    expected: set[int] = _expected_by_checkpoint(system, folder)
    for first in firsts:
        path = journal.segment_path(folder, first)
        try:
            data = read_file(system, path)
        except OSError as error:
            lost.append(f"{path.name} cannot be read, because {why(error)}.")
            continue
        at = 0
        while at < len(data):
            line = lines.read(data, at)
            if line is None:
                following = lines.next_intact(data, at)
                end = len(data) if following is None else following
                lost.append(f"{path.name}: bytes {at:,} to {end:,} do not read.")
                at = end
                continue
            at = line.end
            fields = orjson.loads(line.head)
            if "sealed" in fields:
                expected.add(fields["sealed"])
            change = _change(fields, line.edits, path, lost)
            if change is not None and change.seq > since:
                found.setdefault(change.seq, change)
    for first in sorted(expected.difference(firsts)):
        lost.append(
            f"{journal.segment_path(folder, first).name} is not there: changes from number {first} on are lost."
        )
    return (found[seq] for seq in sorted(found))


def _expected_by_checkpoint(system: System, folder: Path) -> set[int]:
    """The segment that a checkpoint says goes on from it."""
    try:
        reader = checkpoint.Reader(system, folder / checkpoint.FILE)
    except (StoreError, OSError):
        return set()
    reader.close()
    return {reader.meta.segment}


def _change(fields: dict[str, Any], edits: bytes, path: Path, lost: list[str]) -> _Found | None:
    if "seq" not in fields:
        return None
    try:
        return _Found(fields["seq"], str(fields.get("says", "")), codec.patches_from(edits))
    except codec.Unreadable as error:
        lost.append(f"Change {fields['seq']} ({fields.get('says', '')}) in {path.name} does not read: {error}.")
        return None


@dataclass(slots=True)
class _State:
    """A book that patches are put on even where they do not quite fit."""

    start: Book
    changed: dict[tuple[str, int], Record | None] = field(default_factory=dict)

    def do(self, change: _Found, lost: list[str]) -> None:
        """Make the records what the change left, as far as they are there."""
        for patch in change.patches:
            key = (patch.table, patch.id)
            current = self.changed.get(key, self.start.tables[patch.table].get(patch.id))
            if patch.inserted is not None or patch.deleted is not None:
                self.changed[key] = patch.inserted
            elif current is None:
                fields = ", ".join(item.name for item in patch.fields)
                what = named(patch.table, patch.id)
                lost.append(f"Change {change.seq} ({change.says}) set {fields} of {what}, which is not there.")
            else:
                try:
                    self.changed[key] = revise(current, **{item.name: item.after for item in patch.fields})
                except InvalidRecord as error:
                    lost.append(f"Change {change.seq} ({change.says}) does not fit {named(*key, current)}: {error}.")

    def book(self, seq: int) -> Book:
        """The book with everything put on."""
        edits = [Edit(t, n, self.start.tables[t].get(n), record) for (t, n), record in self.changed.items()]
        book, _ = self.start.apply(Change(kind="salvage", says="", edits=tuple(edits), seq=max(seq, 1)))
        records = {name: table.all() for name, table in book.tables.items()}
        return Book.of(records, high=book.high)  # digests are made anew; the new book begins a history of its own


def _mended(book: Book, lost: list[str]) -> Book:
    """The book without references to what is lost; what that took is listed."""
    moment = Moment.at(datetime(2000, 1, 1, tzinfo=UTC))
    desk = Desk(book, MemoryStore(), lambda: moment)
    outcome = desk.do(repair, Repair())
    if not isinstance(outcome, Done):
        if outcome.kind is not RefusalKind.NOTHING:
            lost.append(f"What still does not hold together: {outcome.says}")
        return book
    for edit in outcome.change.edits:
        name = named(edit.table, edit.id, edit.before)
        done = "was removed" if edit.after is None else "was changed"
        lost.append(f"{name[:1].upper()}{name[1:]} referred to something that is lost, and {done}.")
    return Book.of({name: table.all() for name, table in desk.book.tables.items()}, high=desk.book.high)
