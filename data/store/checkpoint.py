"""The checkpoint: the whole book as one plain TinyDB file, one document a line, written and read line by line.

Stock ``TinyDB("book.json")`` opens it. Its first table, ``_book``, has one document that says which format it is,
which change was the last, the largest ids ever used, and the length and checksum of all that follows. Digests are the
table ``_digests``; conversations stand last, so that a book can be used before they are read.
"""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import orjson

from core.book.book import Book
from core.book.digest import Digest
from core.book.table import Table
from core.errors import StoreError
from core.parsed import Unfit, record_from
from core.schema import BY_NAME, TABLES, InvalidRecord, adapter, decode, field_names
from core.words import Record
from data.store.errors import Damaged, NotABook, flushed
from data.store.layout import CHECKPOINT
from data.store.sharing import Sharing
from data.store.system import Mode, System, write_all

R = TypeVar("R")

FORMAT = 1
"""Format this version writes."""

FILE = CHECKPOINT
"""Name of the checkpoint in a book's folder."""

DIGESTS = "_digests"
"""Name of the table of digests."""

LATE = "conversations"
"""The table that stands last and may be read after the book is in use."""

_OPEN = b'{"_book": {\n"1": '
BEGINNING = _OPEN
"""The first bytes of every checkpoint."""
_CLOSE = b"\n},\n"
_META_WIDTH = 2048
HEAD_BYTES = len(_OPEN) + _META_WIDTH + len(_CLOSE)
"""Bytes of the table ``_book``, with which the file begins."""
_STRETCH = 2_000
_PIECE = 1 << 20
_WRITE = 256 << 10
_SHARED_FROM = 64 << 20
"""Bytes of conversations from which their memory matters more than the time it takes to save it."""
_SMALL = 4 << 20
"""Bytes of a checkpoint up to which importing pydantic takes longer than it saves in reading."""

Breathe = Callable[[], None]
"""Called between stretches of 2,000 lines, so that a thread can let the screen go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What a checkpoint says of itself: document 1 of its table ``_book``."""

    book: str
    """Token of the book; the same in every segment of its history."""
    seq: int
    """Number of the last change in it."""
    last: int
    """Checksum of that change's line; 0 when there is none."""
    segment: int
    """Number of the first change of the segment that goes on from here; it must exist."""
    at: str
    """When it was written, local time with offset; for people, nothing is ordered by it."""
    high: Mapping[str, int] = field(default_factory=dict)
    """Largest id ever used, by table."""
    format: int = FORMAT
    """Format it is written in."""
    early: int = 0
    """Bytes of the tables before the last one."""
    early_sum: int = 0
    """CRC32 of them."""
    late: int = 0
    """Bytes of the last table, to the end of the file."""
    late_sum: int = 0
    """CRC32 of them."""

    @property
    def size(self) -> int:
        """Bytes of the whole file."""
        return HEAD_BYTES + self.early + self.late


def order() -> tuple[str, ...]:
    """The tables in the order they stand in the file."""
    return (*(spec.name for spec in TABLES if spec.name != LATE), DIGESTS, LATE)


# Writing ----------------------------------------------------------------------------------------------------


def write(system: System, path: Path, book: Book, meta: Meta, breathe: Breathe | None = None) -> Meta:
    """Write a book into a file that is nobody's yet, and flush it."""
    handle = system.open(path, Mode.FRESH)
    try:
        write_all(system, handle, bytes(HEAD_BYTES), 0)
        ends, sums, at = [], [], HEAD_BYTES
        for tables in (order()[:-1], (LATE,)):
            total = 0
            for piece in _gathered(_tables(book, tables)):
                write_all(system, handle, piece, at)
                at += len(piece)
                total = crc32(piece, total)
                if breathe is not None:
                    breathe()
            ends.append(at)
            sums.append(total)
        done = dataclasses.replace(
            meta,
            high={name: number for name, number in book.high.items() if number},
            early=ends[0] - HEAD_BYTES,
            early_sum=sums[0],
            late=ends[1] - ends[0],
            late_sum=sums[1],
        )
        write_all(system, handle, opening(done), 0)
        flushed(lambda: system.sync(handle), "The checkpoint was not written")
    finally:
        system.close(handle)
    return done


def opening(meta: Meta) -> bytes:
    """The first lines of a file: the table ``_book``, always of one length."""
    fields: dict[str, object] = {
        "format": meta.format,
        "program": "bookshift",
        "book": meta.book,
        "seq": meta.seq,
        "last": f"{meta.last:08x}",
        "segment": meta.segment,
        "at": meta.at,
        "high": meta.high,
        "early": meta.early,
        "early_sum": f"{meta.early_sum:08x}",
        "late": meta.late,
        "late_sum": f"{meta.late_sum:08x}",
    }
    plain = orjson.dumps(fields)
    text = b'%s,"self":"%08x"}' % (plain[:-1], crc32(plain))
    if len(text) > _META_WIDTH:
        raise ValueError("the line of _book is too long")
    return _OPEN + text.ljust(_META_WIDTH) + _CLOSE


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth a call."""
    waiting: list[bytes] = []
    size = 0
    for piece in pieces:
        waiting.append(piece)
        size += len(piece)
        if size >= _WRITE:
            yield b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _tables(book: Book, names: Iterable[str]) -> Iterator[bytes]:
    for name in names:
        yield b'"%s": {\n' % name.encode()
        if name == DIGESTS:
            yield from _documents(Digest, ((digest.account, digest) for digest in _in_order(book.digests)))
        else:
            records = ((record.id, record) for record in _in_order(book.tables[name]))
            yield from _documents(BY_NAME[name].entity, records)
        yield b"}}\n" if name == LATE else b"},\n"


def _in_order(table: Table[R]) -> Iterator[R]:
    """Every record in the order of its id, without one long sort that would keep other threads waiting."""
    high = max(table, default=0)
    if high > 2 * len(table):
        yield from table.all()
        return
    for number in range(1, high + 1):
        record = table.get(number)
        if record is not None:
            yield record


def _documents(entity: type[Any], records: Iterator[tuple[int, Record]]) -> Iterator[bytes]:
    dump = adapter(entity).dump_json
    between = b""
    while lines := [b'"%d": %s' % (number, dump(record)) for number, record in itertools.islice(records, _STRETCH)]:
        yield between + b",\n".join(lines)
        between = b",\n"
    if between:
        yield b"\n"


# Reading ----------------------------------------------------------------------------------------------------


class Reader:
    """Reads a checkpoint line by line; nothing is given out before its checksum was found right."""

    def __init__(self, system: System, path: Path) -> None:
        """Open a checkpoint and read what it says of itself; raises ``StoreError`` with a sentence."""
        self.path = path
        """The file."""
        self._system = system
        self._handle = system.open(path, Mode.READ)
        try:
            self.meta = meta_of(path, system.read(self._handle, HEAD_BYTES, 0))
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the file back; a second time does nothing."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            self._system.close(handle)

    def early(self) -> dict[str, list[Any]]:
        """The records of every table but the conversations, the digests among them."""
        return self._part(HEAD_BYTES, self.meta.early, self.meta.early_sum, b"},")

    def late(self, breathe: Breathe | None = None) -> list[Any]:
        """The conversations."""
        start = HEAD_BYTES + self.meta.early
        part = self._part(start, self.meta.late, self.meta.late_sum, b"}}", breathe)
        if self._system.read(self._handle, 1, start + self.meta.late):
            raise Damaged(self.path, start + self.meta.late, "there are bytes behind its end")
        return part[LATE]

    def book(self) -> Book:
        """The whole book."""
        records = self.early()
        digests = records.pop(DIGESTS)
        records[LATE] = self.late()
        return Book.of(records, seq=self.meta.seq, high=self.meta.high, digests=digests)

    def _part(
        self, start: int, length: int, total: int, end: bytes, breathe: Breathe | None = None
    ) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        name, lenient, small = "", self.meta.format > FORMAT, self.meta.size <= _SMALL
        sharing = Sharing(worth=self.meta.late > _SHARED_FROM)
        try:
            for lines in self._stretches(start, length, total):
                texts: list[bytes] = []
                for line in lines:
                    if line[-3:] == b": {":
                        name, texts = line[1:-3].rstrip(b'"').decode(), []
                        found[name] = []
                    elif line == end:
                        found[name] += sharing.of(_records(name, texts, lenient, small))
                        texts = []
                    else:
                        texts.append(line)
                if texts:
                    found[name] += sharing.of(_records(name, texts, lenient, small))
                if breathe is not None:
                    breathe()
        except (ValueError, KeyError, InvalidRecord) as error:
            self._check(start, length, total)
            raise StoreError(
                f"{self.path.name} is intact, but its {name or 'tables'} do not fit this version of Bookshift "
                f"({error}). Nothing was changed.",
                writable=False,
            ) from error
        return found

    def _stretches(self, start: int, length: int, total: int) -> Iterator[list[bytes]]:
        """Whole lines, some at a time; the last ones only when length and checksum are right."""
        rest, at, running, left = b"", start, 0, length
        while left:
            piece = self._system.read(self._handle, min(_PIECE, left), at)
            if not piece:
                raise Damaged(self.path, at, "the file ends here")
            at += len(piece)
            left -= len(piece)
            running = crc32(piece, running)
            lines = (rest + piece).split(b"\n")
            rest = lines.pop()
            if not left and (running != total or rest):
                raise Damaged(self.path, start, "its checksum does not fit its contents")
            yield lines

    def _check(self, start: int, length: int, total: int) -> None:
        for _ in self._stretches(start, length, total):
            pass


def _records(name: str, texts: list[bytes], lenient: bool, small: bool) -> list[Any]:
    if not texts:  # an adapter takes milliseconds to make, and many tables stay empty
        return []
    entity: type[Any] | None = Digest if name == DIGESTS else BY_NAME[name].entity if name in BY_NAME else None
    if entity is None:
        if lenient:
            return []
        raise KeyError(f"there is no table {name}")
    if lenient:
        return [_of_newer(entity, _document(text)) for text in texts]
    if small:
        with contextlib.suppress(Unfit):  # pydantic, too, may take it, or say what is wrong
            return [record_from(entity, orjson.loads(_document(text))) for text in texts]
    validate = adapter(entity).validate_json
    return [validate(_document(text)) for text in texts]


def _document(text: bytes) -> bytes:
    """The document of a line ``"12": {...},``."""
    start = text.index(b": ") + 2
    return text[start:-1] if text[-1:] == b"," else text[start:]


def _of_newer(entity: type[Record], document: bytes) -> Record:
    """A record of a newer format as far as this version knows it: fields it does not know are left out."""
    known = set(field_names(entity))
    kept = {name: value for name, value in orjson.loads(document).items() if name in known}
    return decode(entity, orjson.dumps(kept))


def meta_of(path: Path, data: bytes) -> Meta:
    """What the first lines say; raises ``NotABook`` for another file and ``Damaged`` for a broken one."""
    if not data:
        raise NotABook(f"{path} is empty, which a book's checkpoint never is. Put back a file from its backups folder.")
    if data[:3] == b"\xef\xbb\xbf":
        raise NotABook(f"{path} begins with a byte order mark: an editor saved it. Put back a file from its backups.")
    if not data.startswith(_OPEN):
        raise NotABook(
            f"{path} is no checkpoint of Bookshift. If it is another TinyDB file, keep it and choose another folder."
        )
    if len(data) < HEAD_BYTES:
        raise Damaged(path, len(data), "the file ends here")
    try:
        fields = orjson.loads(data[len(_OPEN) : len(_OPEN) + _META_WIDTH])
        own = int(fields.pop("self"), 16)
        meta = Meta(
            book=fields["book"],
            seq=fields["seq"],
            last=int(fields["last"], 16),
            segment=fields["segment"],
            at=fields["at"],
            high=fields["high"],
            format=fields["format"],
            early=fields["early"],
            early_sum=int(fields["early_sum"], 16),
            late=fields["late"],
            late_sum=int(fields["late_sum"], 16),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(path, len(_OPEN), "what it says of itself does not read") from error
    if crc32(orjson.dumps(fields)) != own or (meta.format == FORMAT and opening(meta) != data):
        raise Damaged(path, len(_OPEN), "what it says of itself does not fit its checksum")
    return meta


# Damaged ones -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LooseLine:
    """A line of a checkpoint that was read without regard to any checksum."""

    number: int
    """Its number in the file."""
    table: str
    """Table it stands in, as far as that can be told."""
    id: int
    """Id it says; 0 when that does not read."""
    record: Any
    """Its record; None when it does not read."""


def loose_lines(data: bytes) -> Iterator[LooseLine]:
    """Every line with a document, whole or not. What reads may still not be what was written."""
    table = ""
    for number, line in enumerate(data.split(b"\n"), 1):
        if number <= _OPEN.count(b"\n") + 1 or line in (b"},", b"}}", b"}", b""):
            continue
        if line[-3:] == b": {":
            table = line[1:-4].decode(errors="replace")
            continue
        entity: type[Any] | None = BY_NAME[table].entity if table in BY_NAME else Digest if table == DIGESTS else None
        key, record = 0, None
        try:
            key = int(line[1 : line.index(b'"', 1)])
            record = adapter(entity).validate_json(_document(line)) if entity is not None else None
        except ValueError:
            record = None
        if record is not None and key != getattr(record, "id", getattr(record, "account", key)):
            record = None
        yield LooseLine(number, table, key, record)
