"""The journal: segments of lines, appended and flushed one change at a time, never rewritten. They are the history."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from core.errors import StoreError
from data.store import lines
from data.store.checkpoint import FILE as CHECKPOINT
from data.store.checkpoint import FORMAT
from data.store.errors import Damaged, flushed, not_written
from data.store.system import Mode, System, read_file, why, write_all

SEGMENT_BYTES = 16 << 20
"""A segment longer than this is sealed and another begun."""

_NAME = re.compile(r"journal-(\d+)\.jsonl")


def segment_path(folder: Path, first: int) -> Path:
    """The file of the segment whose first change has a number."""
    return folder / f"journal-{first}.jsonl"


def segments(names: Sequence[str]) -> list[int]:
    """The segments among the names in a folder, by the number of their first change, ascending."""
    return sorted(int(found.group(1)) for found in map(_NAME.fullmatch, names) if found)


# Reading ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as it stands in a segment."""

    seq: int
    """Its number."""
    fields: Mapping[str, Any]
    """Its head as JSON."""
    edits: bytes
    """Its edits, not yet read."""
    at: int
    """Offset of its line."""
    sum: int
    """Checksum of its line."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What reading one segment found."""

    path: Path
    """The file."""
    first: int
    """Number of its first change."""
    book: str
    """Token of the book it belongs to; empty when even its first line is not whole."""
    before: int
    """Checksum of the last line of the segment before it."""
    last: int
    """Checksum of the last change before it."""
    entries: tuple[Entry, ...]
    """Its changes in order."""
    sum: int
    """Checksum of its last intact line that is no seal."""
    at: int
    """Offset of its last intact line."""
    end: int
    """Offset behind it."""
    tail: bytes
    """What stands behind that: an unfinished line, or nothing."""
    sealed: int | None
    """Number of the first change of the next segment, when it was sealed."""
    closed: bool
    """Whether the last line says that the book was closed in good order."""

    @property
    def next(self) -> int:
        """Number of the change that comes after its last one."""
        return self.first + len(self.entries)


def read_segment(system: System, folder: Path, first: int) -> Segment:
    """Read one segment. A last line that is not whole is given as ``tail``; any other damage raises ``Damaged``."""
    path = segment_path(folder, first)
    return parsed(path, first, read_file(system, path))


def parsed(path: Path, first: int, data: bytes) -> Segment:
    """The segment that bytes hold; as ``read_segment``."""
    line = lines.read(data, 0)
    if line is None:
        _refuse_if_more(path, data, 0)
        return Segment(path, first, "", 0, 0, (), 0, 0, 0, data, None, False)
    fields = _fields(path, 0, line)
    if fields.get("segment") != first:
        raise Damaged(path, 0, f"its first line belongs to segment {fields.get('segment')}")
    if fields.get("format", 0) > FORMAT:
        raise StoreError(
            f"{path.name} was written by a newer Bookshift, and this one cannot read it. Install the newer one.",
            writable=False,
        )
    try:
        book, before, last = str(fields["book"]), line.before, int(fields["last"], 16)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(path, 0, "its first line does not say which book it belongs to") from error
    entries: list[Entry] = []
    at, newest, total, sealed, closed = line.end, 0, line.sum, None, False
    while at < len(data):
        line = lines.read(data, at)
        if line is None:
            _refuse_if_more(path, data, at)
            break
        if sealed is not None:
            raise Damaged(path, at, "the segment goes on behind its seal")
        if line.before != total:
            raise Damaged(path, at, "the line does not follow on the one before it")
        fields = _fields(path, at, line)
        if "seq" in fields:
            if fields["seq"] != first + len(entries):
                raise Damaged(path, at, f"change {first + len(entries)} is missing")
            entries.append(Entry(fields["seq"], fields, line.edits, at, line.sum))
        closed, sealed = "closed" in fields, fields.get("sealed")
        at, newest = line.end, at
        if sealed is None:
            total = line.sum
    return Segment(path, first, book, before, last, tuple(entries), total, newest, at, data[at:], sealed, closed)


def _refuse_if_more(path: Path, data: bytes, at: int) -> None:
    following = lines.next_intact(data, at)
    if following is not None:
        raise Damaged(path, at, f"a line is broken, and whole lines follow from byte {following:,} on")


def _fields(path: Path, at: int, line: lines.Line) -> dict[str, Any]:
    try:
        fields = orjson.loads(line.head)
    except ValueError as error:
        raise Damaged(path, at, "the head of the line does not read") from error
    if not isinstance(fields, dict):
        raise Damaged(path, at, "the head of the line does not read")
    return fields


@dataclass(frozen=True, slots=True)
class Chain:
    """The segments that follow on a checkpoint, checked against each other."""

    segments: tuple[Segment, ...]
    """The segments in order; only the newest is written to."""
    leftovers: tuple[Path, ...] = ()
    """Segments that were begun and never came into use: they hold no change and may be taken away."""

    @property
    def newest(self) -> Segment:
        """The segment that is written to."""
        return self.segments[-1]


def chain(system: System, folder: Path, since: int, *, book: str, seq: int, last: int) -> Chain:
    """The segments from the one that begins with change ``since`` to the newest.

    ``seq`` and ``last`` are a checkpoint's last change and the checksum of its line. Raises ``StoreError`` where one
    is missing, belongs elsewhere or does not follow on the one before it.
    """
    firsts = [first for first in segments(system.names(folder)) if first >= since]
    if not firsts or firsts[0] != since:
        raise _missing(folder, since, f"the changes from number {since} on are in it")
    kept: list[Segment] = []
    leftovers: list[Path] = []
    for first in firsts:
        segment = read_segment(system, folder, first)
        if kept and not _follows(kept[-1], segment):
            if segment.entries or segment.sealed is not None or kept[-1].sealed == first:
                raise Damaged(segment.path, 0, f"it does not go on where {kept[-1].path.name} ends")
            leftovers.append(segment.path)
            continue
        if not segment.book:
            raise Damaged(segment.path, 0, "its first line is not whole")
        if segment.book != book:
            raise Damaged(segment.path, 0, "it belongs to another book")
        if segment.sealed is not None and segment.sealed != segment.next:
            raise Damaged(segment.path, segment.end, "its seal does not fit")
        if last_of(segment, seq) not in (None, last):
            raise Damaged(segment.path, 0, f"change {seq} is not the one that {CHECKPOINT} was made of")
        kept.append(segment)
    newest = kept[-1]
    if newest.sealed is not None:
        raise _missing(folder, newest.sealed, f"{newest.path.name} says that the history goes on there")
    if newest.next <= seq:
        raise Damaged(newest.path, newest.end, f"it should go on to change {seq}, which {CHECKPOINT} contains")
    return Chain(tuple(kept), tuple(leftovers))


def _follows(earlier: Segment, segment: Segment) -> bool:
    fits = segment.first == earlier.next and segment.before == earlier.sum and segment.book == earlier.book
    return fits and earlier.sealed in (None, segment.first)


def _missing(folder: Path, first: int, because: str) -> StoreError:
    name = segment_path(folder, first).name
    return StoreError(
        f"{name} is missing from {folder}: {because}. Nothing was changed. "
        "Put the file back, or take the newest backup.",
        writable=False,
    )


def last_of(segment: Segment, seq: int) -> int | None:
    """The checksum of the line of change ``seq``, when the segment knows it."""
    if seq == segment.first - 1:
        return segment.last
    if segment.first <= seq < segment.next:
        return segment.entries[seq - segment.first].sum
    return None


# Writing ----------------------------------------------------------------------------------------------------


class Journal:
    """The end of the newest segment, where changes are appended. Not safe for two threads at once."""

    longest = SEGMENT_BYTES
    """Bytes after which another segment is begun."""

    def __init__(self, system: System, folder: Path, segment: Segment, *, last: int) -> None:
        """Go on behind what was read; ``last`` is the checksum of the last change."""
        self._system = system
        self._folder = folder
        self.book = segment.book
        """Token of the book."""
        self.first = segment.first
        """Number of the segment's first change."""
        self.next = segment.next
        """Number of the next change."""
        self.last = last
        """Checksum of the last change's line."""
        self.end = segment.end
        """Offset where the next line begins."""
        self.closed = segment.closed
        """Whether the last line says that the book was closed in good order."""
        self._sum = segment.sum
        self._handle = system.open(segment.path, Mode.WRITE)

    @classmethod
    def begin(cls, system: System, folder: Path, first: int, *, book: str, before: int, last: int) -> Journal:
        """A new segment, durable before this returns; raises ``StoreError`` and leaves no file that counts."""
        path = segment_path(folder, first)
        head = orjson.dumps({"segment": first, "format": FORMAT, "book": book, "last": f"{last:08x}"})
        line, total = lines.made(head, b"[]", before)
        failed = "A new part of the journal could not be begun"
        try:
            handle = system.open(path, Mode.FRESH)
            try:
                write_all(system, handle, line, 0)
                flushed(lambda: system.sync(handle), failed)
            finally:
                system.close(handle)
            flushed(lambda: system.sync_folder(folder), failed)
            segment = Segment(path, first, book, before, last, (), total, 0, len(line), b"", None, False)
            return cls(system, folder, segment, last=last)
        except OSError as error:
            with contextlib.suppress(OSError):
                system.unlink(path)
            raise not_written(failed, error) from error

    def append(self, head: bytes, edits: bytes) -> int:
        """Write one change and flush it; the answer is the offset of its line.

        A write that fails is taken back, and ``StoreError`` says so with ``writable`` true. A flush that fails is
        never tried again: what the disk holds is not known any more.
        """
        at = self.end
        line, total = lines.made(head, edits, self._sum)
        self._put(line, "The change was not saved")
        self._sum = self.last = total
        self.next += 1
        self.closed = False
        return at

    def mark_closed(self) -> None:
        """Say that nothing was cut short, so that a broken last change can be told from an unfinished one."""
        if self.closed:
            return
        line, total = lines.made(orjson.dumps({"closed": self.next - 1}), b"[]", self._sum)
        self._put(line, "The book was not closed in good order")
        self._sum, self.closed = total, True

    def roll(self) -> None:
        """Begin another segment and seal this one; nothing happens while this one has no changes."""
        if self.next == self.first:
            return
        following = Journal.begin(
            self._system, self._folder, self.next, book=self.book, before=self._sum, last=self.last
        )
        seal, _ = lines.made(orjson.dumps({"sealed": self.next}), b"[]", self._sum)
        try:
            self._put(seal, "The journal could not be sealed")
        except BaseException:
            following.release()
            raise
        self.release()
        self._handle, self.first, self.end = following._handle, following.first, following.end
        self._sum, self.closed = following._sum, False

    def release(self) -> None:
        """Give the file back."""
        self._system.close(self._handle)

    def _put(self, line: bytes, failed: str) -> None:
        try:
            write_all(self._system, self._handle, line, self.end)
        except OSError as error:
            self._take_back(error, failed)
        try:
            flushed(lambda: self._system.sync(self._handle), failed)
        except StoreError:
            with contextlib.suppress(OSError):
                self._system.truncate(self._handle, self.end)
            raise
        self.end += len(line)

    def _take_back(self, error: OSError, failed: str) -> None:
        try:
            self._system.truncate(self._handle, self.end)
        except OSError as worse:
            raise StoreError(
                f"{failed}, because {why(error)}, and what was written of it could not be taken back, because "
                f"{why(worse)}. The book can only be read until it is opened again.",
                writable=False,
            ) from worse
        raise not_written(failed, error) from error
