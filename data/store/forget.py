"""Erasure: every file of a book written anew without what was personal about somebody, history and backups too.

The new files are written beside the old ones; only when all are on the disk does a mark say so, and then they take the
places of the old ones. A cut before the mark leaves the old files, a cut after it is finished by the next opening.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from core.book.book import Book
from core.book.difference import difference
from core.desk import Desk, Done
from core.errors import Refusal, RefusalKind, StoreError
from core.moment import Moment
from core.schema import BY_NAME, TABLES, decode, encode
from core.text import NAME_LIMIT, NOTE_LIMIT, clean
from core.usecases.forget import FORGOTTEN, PERSONAL, SPOKEN, WITH_ACCOUNT, Forget, emptied_json, forget, subjects
from core.words import Record
from data.store import anew, backups, checkpoint, codec, journal, lines, lock
from data.store.journal import Segment
from data.store.reading import replayed
from data.store.store import open_store
from data.store.system import SYSTEM, System, read_file, why


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done."""

    files: int
    """Number of files that were written anew."""
    change: int
    """Number of the change that says that something was forgotten."""


def erase(folder: Path, request: Forget, *, user: str = "", system: System = SYSTEM) -> Forgotten | Refusal:
    """Forget somebody in a book that no program has open: in the book, in all of its history and its backups.

    Raises ``StoreError``; then the book is as before, or emptied but with its history not yet written anew, in which
    case doing it again goes on. Snapshots and exports elsewhere are not touched, and neither are the disk's free
    sectors.
    """
    opened = open_store(folder, system=system)
    try:
        if opened.store.read_only:
            raise StoreError(opened.store.read_only, writable=False)
        about = set(subjects(opened.book, request.table, request.id))
        desk = Desk(opened.book, opened.store, lambda: Moment.at(system.now()), user=user)
        outcome = desk.do(forget, request)
        if isinstance(outcome, Refusal) and outcome.kind is not RefusalKind.NOTHING:
            return outcome
        number = outcome.change.seq if isinstance(outcome, Done) else desk.book.seq
        book = desk.book
    finally:
        opened.store.close()
    held = lock.take(system, folder)
    if isinstance(held, str):
        raise StoreError(held, writable=False)
    try:
        files = _written_anew(system, folder, book, _Eraser(about, request))
        anew.finish(system, folder)
    except OSError as error:
        raise StoreError(
            f"The files could not be written anew, because {why(error)}. The old ones are still there; try again.",
            writable=True,
        ) from error
    finally:
        held.release()
    return Forgotten(files, number)


# What is taken out ------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Eraser:
    """Knows which records are about the forgotten one, and by which names they are spoken of."""

    about: set[tuple[str, int]]
    request: Forget
    names: set[str] = field(default_factory=set)
    _pattern: re.Pattern[str] | None = None

    def learn(self, table: str, number: int, document: Mapping[str, Any]) -> None:
        """See a whole record of any time: it may belong to the account, and it may say a name."""
        if self.request.table == "accounts" and table in WITH_ACCOUNT and document.get("account") == self.request.id:
            self.about.add((table, number))
        if (table, number) in self.about:
            for name in ("name", "email"):
                self.hear(table, name, document.get(name))

    def hear(self, table: str, name: str, value: object) -> None:
        """See a value of a field of a forgotten record."""
        named = table in ("people", "contacts", "accounts") and name in ("name", "email")
        if named and isinstance(value, str) and len(value) > 1 and value != FORGOTTEN:
            self.names.add(value)
            self._pattern = None

    def document(self, table: str, document: dict[str, Any]) -> dict[str, Any]:
        """A record as it may be kept."""
        number = document["id"]
        return {name: self.value(table, number, name, value) for name, value in document.items()}

    def value(self, table: str, number: int, name: str, value: Any) -> Any:  # noqa: ANN401 - JSON
        """A field as it may be kept."""
        if (table, number) in self.about and name in PERSONAL[table]:
            return emptied_json(value, PERSONAL[table][name])
        if name not in SPOKEN.get(table, ()):
            return value
        long = name in BY_NAME[table].long_texts
        said = self.spoken(value)
        if said == value or not isinstance(said, str):
            return said
        return clean(said, limit=NOTE_LIMIT if long else NAME_LIMIT, lines=long)

    def spoken(self, value: Any) -> Any:  # noqa: ANN401 - JSON
        """A text, or a list of them, without the names."""
        if isinstance(value, list):
            return [self.spoken(part) for part in value]
        if not isinstance(value, str) or not self.names:
            return value
        if self._pattern is None:
            words = "|".join(re.escape(name) for name in sorted(self.names, key=len, reverse=True))
            self._pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
        return self._pattern.sub(FORGOTTEN, value)

    def record(self, table: str, record: Record) -> Record:
        """A record of a checkpoint as it may be kept."""
        if table not in PERSONAL and table not in SPOKEN:
            return record
        document = json.loads(encode(record))
        kept = self.document(table, document)
        return record if kept == document else decode(type(record), json.dumps(kept))


# Files ------------------------------------------------------------------------------------------------------


def _written_anew(system: System, folder: Path, book: Book, eraser: _Eraser) -> int:
    """Write every file anew beside the old one, look whether they make the book, and set the mark."""
    firsts = journal.segments(system.names(folder))
    checkpoints = [folder / checkpoint.FILE, *_backups(system, folder)]
    for path in checkpoints:
        for name, table in backups.read(system, path).tables.items():
            for record in table.values():
                eraser.learn(name, record.id, json.loads(encode(record)))
    old = _in_use(journal.read_segment(system, folder, first) for first in firsts)
    for segment in old:
        for entry in segment.entries:
            _learn_edits(eraser, codec.unpacked(entry.edits))
    token = system.token()
    sums: dict[int, int] = {}
    written = list(_segments(system, folder, old, eraser, token, sums))
    for path in checkpoints:
        _checkpoint(system, path, eraser, token, sums)
    _check(system, folder, book, eraser, written)
    anew.mark(system, folder)
    return len(written) + len(checkpoints)


def _in_use(found: Iterable[Segment]) -> list[Segment]:
    """The segments without those that were begun and never came into use."""
    kept: list[Segment] = []
    for segment in found:
        follows = not kept or (segment.first, segment.before) == (kept[-1].next, kept[-1].sum)
        if segment.entries or (follows and segment.book):
            kept.append(segment)
    return kept


def _backups(system: System, folder: Path) -> list[Path]:
    place = folder / backups.FOLDER
    with contextlib.suppress(FileNotFoundError):
        return [place / name for name in system.names(place) if name.endswith(".json")]
    return []


def _learn_edits(eraser: _Eraser, edits: bytes) -> None:
    for table, number, what, content in orjson.loads(edits):
        if what != "~":
            eraser.learn(table, number, content)
        elif (table, number) in eraser.about:
            for name, (before, after) in content.items():
                eraser.hear(table, name, before)
                eraser.hear(table, name, after)


def _segments(
    system: System, folder: Path, old: Iterable[Segment], eraser: _Eraser, token: str, sums: dict[int, int]
) -> Iterator[Segment]:
    """Write the segments anew, in order, each line chained to the one before it."""
    total = last = 0
    for segment in old:
        data = read_file(system, segment.path)
        made: list[bytes] = []
        at, carried = 0, total
        while (line := lines.read(data, at)) is not None:
            at = line.end
            fields = orjson.loads(line.head)
            if "segment" in fields:
                fields.update(book=token, last=f"{last:08x}")
                carried = total
            for name in ("says", "why", "by"):
                if name in fields:
                    fields[name] = eraser.spoken(fields[name])
            edits = _edits(eraser, line.edits) if "seq" in fields else line.edits
            text, total = lines.made(orjson.dumps(fields), edits, carried)
            if "sealed" in fields:
                total = carried
            carried = total
            if "seq" in fields:
                sums[fields["seq"]] = last = total
            made.append(text)
        anew.put(system, segment.path, b"".join(made))
        yield journal.parsed(segment.path, segment.first, b"".join(made))


def _edits(eraser: _Eraser, edits: bytes) -> bytes:
    plain = json.loads(codec.unpacked(edits))
    for item in plain:
        table, number, what, content = item
        if what == "~":
            item[3] = {
                name: [eraser.value(table, number, name, value) for value in pair] for name, pair in content.items()
            }
        else:
            item[3] = eraser.document(table, content)
    return codec.packed(json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode())


def _checkpoint(system: System, path: Path, eraser: _Eraser, token: str, sums: Mapping[int, int]) -> None:
    reader = checkpoint.Reader(system, path)
    try:
        meta, book = reader.meta, reader.book()
    finally:
        reader.close()
    kept = _erased(book, eraser)
    fresh = replace(meta, book=token, last=sums.get(meta.seq, 0))
    checkpoint.write(system, anew.beside(path), kept, fresh)


def _erased(book: Book, eraser: _Eraser) -> Book:
    records = {
        spec.name: [eraser.record(spec.name, record) for record in book.tables[spec.name].all()] for spec in TABLES
    }
    return Book.of(records, seq=book.seq, high=book.high, digests=book.digests.all())


def _check(system: System, folder: Path, book: Book, eraser: _Eraser, written: list[Segment]) -> None:
    """Refuse to go on unless the new files make exactly the book of today."""
    reader = checkpoint.Reader(system, anew.beside(folder / checkpoint.FILE))
    try:
        state, meta = reader.book(), reader.meta
    finally:
        reader.close()
    for segment in written:
        since = [entry for entry in segment.entries if entry.seq > meta.seq]
        state = replayed(state, since, segment.path) if since else state
    if state.seq != book.seq or not difference(state, _erased(book, eraser)).equal:
        anew.clear(system, folder)
        raise StoreError(
            "The files written anew do not make the book, so the old ones stay. Run doctor.", writable=True
        )
