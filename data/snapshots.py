"""Snapshots: one file with a whole book in it; equal books give equal bytes, whatever their histories.

The file is one JSON document, a record a line. Its first line says what it is and has the SHA-256 of everything else.
The numbers of changes and the largest ids ever used belong to a history, not to the records, and are not in it: a
book restored into an empty folder begins a history of its own, one restored into a used book goes on with that book's.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import orjson

from core.book.book import Book
from core.book.integrity import dangling, named
from core.errors import BookshiftError
from core.schema import BY_NAME, TABLES, InvalidRecord, adapter, decode, revise
from core.text import is_clean
from core.words import ConversationType, PersonStatus, Record
from data.store.system import SYSTEM, Mode, System, read_file, why, write_all

FORMAT = 1
"""Format this version writes."""

_START = b'{"bookshift":"snapshot",'
_SUM = re.compile(rb'"sha256":"([0-9a-f]{64})","tables":\{$')
_ESCAPED = re.compile(r'(?<!\\)(?:\\\\)*\\[^n"\\]')


class SnapshotError(BookshiftError):
    """A snapshot cannot be read or written: the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that was read."""

    book: Book
    """The book."""
    complete: bool
    """Whether private things are in it."""
    digest: str
    """Its SHA-256; equal books have equal ones."""


# Bytes ------------------------------------------------------------------------------------------------------


def to_bytes(book: Book, *, include_private: bool = True, today: date | None = None) -> bytes:
    """The book as one file. It loads again equal only with private things, so they are in it unless told otherwise.

    Without them go reasons of leave, planned leavers (people who are still here on ``today`` count as staying),
    interviews and other private conversations, and the follow-ups that came from those.
    """
    kept = book if include_private else without_private(book, today)
    parts = []
    for spec in TABLES:
        dump = adapter(spec.entity).dump_json
        records = b",\n".join(map(dump, kept.tables[spec.name].all()))
        parts.append(b'"%s":[\n%s%s]' % (spec.name.encode(), records, b"\n" if records else b""))
    body = b"\n" + b",\n".join(parts) + b"\n}}\n"
    count = sum(map(len, kept.tables.values()))
    first = _START + b'"format":%d,"complete":%s,"records":%d,' % (FORMAT, _json(include_private), count)
    digest = hashlib.sha256(first + body).hexdigest().encode()
    return first + b'"sha256":"%s","tables":{' % digest + body


def _json(value: bool) -> bytes:
    return b"true" if value else b"false"


def from_bytes(data: bytes, name: str = "the file") -> Snapshot:
    """The book in a snapshot's bytes; raises ``SnapshotError`` with a sentence that begins with ``name``."""
    head, digest = _opened(data, name)
    try:
        fields = orjson.loads(head)
        number, complete = fields["format"], fields["complete"]
    except (ValueError, KeyError) as error:
        raise SnapshotError(f"{name} is damaged: its first line does not read. Take another copy.") from error
    if number > FORMAT:
        raise SnapshotError(
            f"{name} was written by a newer Bookshift (format {number}; this one knows {FORMAT}). Install that one."
        )
    return Snapshot(_book(data, name), complete, digest)


def _opened(data: bytes, name: str) -> tuple[bytes, str]:
    """The first line as JSON and the checksum, which is right."""
    if not data:
        raise SnapshotError(f"{name} is empty.")
    if data[:3] == b"\xef\xbb\xbf":
        raise SnapshotError(f"{name} begins with a byte order mark: an editor has saved it. Take the original file.")
    if data.startswith(b'{"_book"'):
        raise SnapshotError(f"{name} is the checkpoint of a book, not a snapshot. Name the folder it is in instead.")
    if not data.startswith(_START):
        raise SnapshotError(f"{name} is not a snapshot of Bookshift. “bookshift snapshot -o FILE” writes one.")
    line, _, _ = data.partition(b"\n")
    found = _SUM.search(line)
    if found is None:
        raise SnapshotError(f"{name} is damaged: its first line is cut short or was edited. Take another copy.")
    first = line[: found.start()]
    if hashlib.sha256(first + data[len(line) :]).hexdigest().encode() != found.group(1):
        raise SnapshotError(f"{name} is damaged or was edited: its checksum does not fit. Take another copy.")
    return first.rstrip(b",") + b"}", found.group(1).decode()


def _book(data: bytes, name: str) -> Book:
    text = data.decode()
    if not is_clean(text) or _ESCAPED.search(text):
        raise SnapshotError(
            f"{name} holds control characters, which Bookshift never writes. It was made by other means."
        )
    records: dict[str, list[Any]] = {}
    table = ""
    for number, line in enumerate(data.split(b"\n")[1:], 2):
        if line.endswith(b":["):
            table = line[1:-3].decode()
            records[table] = []
        elif line[:1] == b"{":
            records[table].append(_record(table, line.rstrip(b","), name, number))
    book = Book.of(records)
    _check_references(book, name)
    return book


def _record(table: str, line: bytes, name: str, number: int) -> Record:
    try:
        return decode(BY_NAME[table].entity, line)
    except (KeyError, InvalidRecord) as error:
        raise SnapshotError(
            f"{name}, line {number}: {error}. This record cannot be read; nothing was changed."
        ) from error


def _check_references(book: Book, name: str) -> None:
    for spec in TABLES:
        if not spec.references:
            continue
        for record in book.tables[spec.name].values():
            for reference, number in dangling(book, spec, record):
                what = BY_NAME[reference.table].one
                raise SnapshotError(
                    f"{name} does not hold together: {named(spec.name, record.id, record)} refers to {what} {number}, "
                    "which is not in it. Take another copy."
                )


def without_private(book: Book, today: date | None = None) -> Book:
    """The book without what is nobody else's business; see ``to_bytes``."""
    secret = {
        talk.id for talk in book.conversations.values() if talk.private or talk.type is ConversationType.INTERVIEW
    }
    records: dict[str, list[Any]] = {name: list(table.all()) for name, table in book.tables.items()}
    records["conversations"] = [talk for talk in records["conversations"] if talk.id not in secret]
    records["followups"] = [step for step in records["followups"] if step.conversation not in secret]
    records["people"] = []
    for person in book.people.all():
        plain = revise(person, leaves=tuple(revise(leave, reason="") for leave in person.leaves))
        still_here = today is None or person.ends is None or person.ends > today
        if person.status is PersonStatus.LEAVER and still_here:
            plain = revise(plain, status=PersonStatus.ACTIVE, ends=None)
        records["people"].append(plain)
    return Book.of(records, seq=book.seq, high=book.high)


# Files ------------------------------------------------------------------------------------------------------


def read(path: Path, *, system: System = SYSTEM) -> Snapshot:
    """The snapshot in a file; raises ``SnapshotError`` with a sentence."""
    try:
        data = read_file(system, path)
    except FileNotFoundError as error:
        raise SnapshotError(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise SnapshotError(f"{path} is a folder. Name the snapshot file in it.") from error
    except OSError as error:
        raise SnapshotError(f"{path} cannot be read, because {why(error)}.") from error
    return from_bytes(data, path.name)


def write(
    book: Book,
    path: Path,
    *,
    overwrite: bool = False,
    include_private: bool = True,
    today: date | None = None,
    system: System = SYSTEM,
) -> int:
    """Write a snapshot that only its owner may read; the answer is its length in bytes.

    The file is there whole or not at all. One that exists is replaced only with ``overwrite``.
    Raises ``SnapshotError`` with a sentence.
    """
    if path.is_dir():
        raise SnapshotError(f"{path} is a folder. Name a file in it.")
    data = to_bytes(book, include_private=include_private, today=today)
    part = path.with_name(f".{path.name}.{system.token()}.part")
    try:
        handle = system.open(part, Mode.NEW)
        try:
            write_all(system, handle, data, 0)
            system.sync(handle)
        finally:
            system.close(handle)
        _put(system, part, path, overwrite)
        system.sync_folder(path.parent)
    except FileExistsError as error:
        raise SnapshotError(f"{path} exists already. Choose another name, or say that it may be replaced.") from error
    except FileNotFoundError as error:
        raise SnapshotError(f"There is no folder {path.parent}. Make it first, or choose another one.") from error
    except OSError as error:
        raise SnapshotError(f"{path} was not written, because {why(error)}.") from error
    finally:
        with contextlib.suppress(OSError):
            system.unlink(part)
    return len(data)


def _put(system: System, part: Path, path: Path, overwrite: bool) -> None:
    """Give the finished file its name; a link, unlike a rename, fails where the name is taken."""
    if overwrite:
        system.replace(part, path)
        return
    try:
        system.link(part, path)
    except FileExistsError:
        raise
    except OSError:
        # No links here. The moment between looking and renaming is all that is left to chance.
        if path.name in system.names(path.parent):
            raise FileExistsError(path) from None
        system.replace(part, path)
