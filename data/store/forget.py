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
from core.usecases.forget import (
    FORGETTABLE,
    FORGOTTEN,
    NAMING,
    PERSONAL,
    SPOKEN,
    WITH_ACCOUNT,
    Forget,
    emptied_json,
    forget,
    is_name,
    name_pattern,
    respoken_json,
    subjects,
)
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
    strange: tuple[str, ...] = ()
    """Other files in the folder, which are not Bookshift's and were not looked into."""


def erase(folder: Path, request: Forget, *, user: str = "", system: System = SYSTEM) -> Forgotten | Refusal:
    """Forget somebody in a book that no program has open: in the book, in all of its history and its backups.

    What the screens remember and the drafts beside the book are written anew with them. Raises ``StoreError``; then
    the book is as before, or emptied but with its history not yet written anew, in which case doing it again goes on.
    Snapshots and exports elsewhere are not touched, and neither are the disk's free sectors.
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
        _without_remains(system, folder)
        files = _written_anew(system, folder, book, _Eraser(about, request, names=set(request.also)))
        anew.finish(system, folder)
        strange = _strange(system, folder)
    except OSError as error:
        raise StoreError(
            f"The files could not be written anew, because {why(error)}. The old ones are still there; try again.",
            writable=True,
        ) from error
    finally:
        held.release()
    return Forgotten(files, number, tuple(strange))


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
        asked = self.request.table, self.request.id
        with_it = (asked[0] == "accounts" and table in WITH_ACCOUNT and document.get("account") == asked[1]) or (
            asked[0] == "people" and table == "conversations" and document.get("about") == asked[1]
        )
        if with_it:
            self.about.add((table, number))
        if (table, number) in self.about:
            for name in NAMING:
                self.hear(table, name, document.get(name))

    def hear(self, table: str, name: str, value: object) -> None:
        """See a value of a field of a forgotten record."""
        if table in FORGETTABLE and name in NAMING and isinstance(value, str) and is_name(value):
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

        def kept(text: str) -> str:
            said = self.spoken(text)
            if said == text:
                return text
            return clean(said, limit=NOTE_LIMIT if long else max(NAME_LIMIT, len(text)), lines=long)

        return respoken_json(value, kept) if self.names else value

    def spoken(self, text: str) -> str:
        """A text without the names."""
        pattern = self._names()
        return text if pattern is None else pattern.sub(FORGOTTEN, text)

    def speaks(self, line: str) -> bool:
        """Whether a record as JSON may say one of the names, so that it is worth a closer look."""
        pattern = self._names()
        # A quote or backslash in a name stands escaped in JSON; then every record is worth it.
        return pattern is not None and (
            pattern.search(line) is not None or any({'"', "\\"} & set(n) for n in self.names)
        )

    def _names(self) -> re.Pattern[str] | None:
        if self._pattern is None:
            self._pattern = name_pattern(self.names)
        return self._pattern

    def record(self, table: str, record: Record) -> Record:
        """A record of a checkpoint as it may be kept."""
        if table not in PERSONAL and table not in SPOKEN:
            return record
        line = encode(record).decode()
        number: int = record.id  # type: ignore[attr-defined]  # every stored record has one
        if (table, number) not in self.about and not self.speaks(line):
            return record
        document = json.loads(line)
        kept = self.document(table, document)
        return record if kept == document else decode(type(record), json.dumps(kept))


# Files ------------------------------------------------------------------------------------------------------


def _written_anew(system: System, folder: Path, book: Book, eraser: _Eraser) -> int:
    """Write every file anew beside the old one, look whether they make the book, and set the mark."""
    firsts = journal.segments(system.names(folder))
    checkpoints = [folder / checkpoint.FILE, *_backups(system, folder)]
    for path in checkpoints:
        for name, table in backups.read(system, path).tables.items():
            if name in PERSONAL:
                for record in table.values():
                    eraser.learn(name, record.id, _as_said(record))
    old = _in_use(journal.read_segment(system, folder, first) for first in firsts)
    for segment in old:
        for entry in segment.entries:
            _learn_edits(eraser, codec.unpacked(entry.edits))
    token = system.token()
    sums: dict[int, int] = {}
    written = list(_segments(system, folder, old, eraser, token, sums))
    for path in checkpoints:
        _checkpoint(system, path, eraser, token, sums)
    beside = [path for path in _beside(system, folder) if _respoken(system, path, eraser)]
    _check(system, folder, book, eraser, written)
    anew.mark(system, folder)
    return len(written) + len(checkpoints) + len(beside)


def _as_said(record: Record) -> dict[str, Any]:
    """The fields by which a record is known to belong to somebody, and those that name it."""
    names = ("account", "about", *NAMING)
    return {name: getattr(record, name) for name in names if hasattr(record, name)}


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


# Beside the book --------------------------------------------------------------------------------------------

_DRAFTS = "drafts"
_SESSION = "session.json"


def _beside(system: System, folder: Path) -> list[Path]:
    """What the screens remember, and the drafts."""
    found = [folder / _SESSION] if _SESSION in system.names(folder) else []
    with contextlib.suppress(FileNotFoundError, NotADirectoryError):
        place = folder / _DRAFTS
        found += [place / name for name in system.names(place) if name.endswith(".json")]
    return found


def _respoken(system: System, path: Path, eraser: _Eraser) -> bool:
    """Write such a file anew where it says anything of the forgotten one; a file that does not read is emptied."""
    data = read_file(system, path)
    try:
        before = orjson.loads(data)
    except ValueError:
        before, after = None, {}
    else:
        after = _everywhere(before, eraser)
        if path.name == _SESSION and eraser.request.table == "accounts" and isinstance(after.get("drafts"), dict):
            after["drafts"].pop(str(eraser.request.id), None)
    if after != before:
        anew.put(system, path, orjson.dumps(after))
    return bool(after != before)


def _everywhere(value: Any, eraser: _Eraser) -> Any:  # noqa: ANN401 - JSON
    """JSON with the names taken out of every text in it."""
    if isinstance(value, str):
        return eraser.spoken(value)
    if isinstance(value, dict):
        return {name: _everywhere(part, eraser) for name, part in value.items()}
    return [_everywhere(part, eraser) for part in value] if isinstance(value, list) else value


def _without_remains(system: System, folder: Path) -> None:
    """Take away what a write that was cut short may have left: nothing of it counts."""
    for place in (folder, folder / backups.FOLDER, folder / _DRAFTS):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            for name in system.names(place):
                if name.endswith((".tmp", ".part")):
                    system.unlink(place / name)


_OURS = re.compile(r"book\.(?:json|lock)|journal-\d+\.jsonl|session\.json|backups|drafts")


def _strange(system: System, folder: Path) -> list[str]:
    """Files in the folder that Bookshift did not write."""
    found = [name for name in system.names(folder) if not _OURS.fullmatch(name)]
    for place in (backups.FOLDER, _DRAFTS):
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            found += [f"{place}/{name}" for name in system.names(folder / place) if not name.endswith(".json")]
    return found


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
                if isinstance(fields.get(name), str):
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
