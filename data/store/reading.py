"""Reading a book: the checkpoint, then the changes since; and setting right what a power cut left unfinished."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from zlib import crc32

from core.book.book import Book
from core.book.change import Change, Edit
from core.book.indexes import OF_TABLE, built
from core.book.table import Table
from core.book.undo import edit_of
from core.conversations import Conversation
from core.errors import BookshiftError, StoreError
from core.words import Record
from data.store import backups, checkpoint, codec
from data.store.errors import Damaged
from data.store.journal import Chain, Entry, Segment, chain, last_of, segment_path
from data.store.journal import segments as journal_segments
from data.store.system import Mode, System, pieces, why, write_all


@dataclass(frozen=True, slots=True)
class Loaded:
    """A book as it was read, and where its history goes on."""

    book: Book
    """The book after the last whole change."""
    meta: checkpoint.Meta
    """What the checkpoint said of itself."""
    chain: Chain
    """The segments since the checkpoint."""
    last: int
    """Checksum of the last change's line."""
    behind: int
    """Bytes of the changes since the checkpoint."""
    rebuilt: bool = False
    """Whether the checkpoint itself was missing and a backup stood in."""
    notes: tuple[str, ...] = ()
    """What the user should be told, one sentence each."""


@dataclass(frozen=True, slots=True)
class Found:
    """A book's files, checked against each other; its records are not read yet."""

    path: Path
    """The checkpoint to begin with."""
    meta: checkpoint.Meta
    """What it says of itself."""
    chain: Chain
    """The segments that go on from it."""
    notes: tuple[str, ...] = ()
    """What the user should be told."""
    rebuilt: bool = False
    """Whether the checkpoint itself was missing and a backup stood in."""

    @property
    def seq(self) -> int:
        """Number of the last whole change."""
        return self.chain.newest.next - 1


def find(system: System, folder: Path) -> Found:
    """The checkpoint and the segments since; raises ``StoreError`` for anything but an unfinished last line."""
    with Reading(system, folder) as reading:
        return reading.found


def load(system: System, folder: Path, *, own: bool = True) -> Loaded:
    """Read a book and write nothing; raises ``StoreError`` for anything but an unfinished last line.

    Without ``own`` as if its own checkpoint were missing: from the newest backup.
    """
    with Reading(system, folder, own=own) as reading:
        return reading.whole()


class Reading:
    """A book that is being read, in one go or in two: conversations, most of the bytes, may come after the rest."""

    def __init__(self, system: System, folder: Path, *, own: bool = True) -> None:
        """Open the files and check them against each other; the checkpoint may be replaced from now on."""
        path = _checkpoint(system, folder, own)
        rebuilt = path.name != checkpoint.FILE
        notes: tuple[str, ...] = (_STOOD_IN.format(missing=checkpoint.FILE, found=path.name),) if rebuilt else ()
        self._reader = checkpoint.Reader(system, path)
        try:
            meta = self._reader.meta
            if meta.format > checkpoint.FORMAT:
                segments, further = _of_newer(system, folder, meta)
                notes += further
            else:
                segments = chain(system, folder, meta.segment, book=meta.book, seq=meta.seq, last=meta.last)
        except BaseException:
            self.close()
            raise
        self.found = Found(path, meta, segments, notes, rebuilt)
        """What was found."""
        self._without_talks: Book | None = None
        self._early: Book | None = None

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the checkpoint back."""
        self._reader.close()

    def early(self) -> Book | None:
        """The book without its conversations, with all that was heard in its digests; None where that cannot be had.

        That is so when conversations were edited since the checkpoint: their digests would need all of them.
        """
        if not any(_touches_talks(entry) for segment in self.found.chain.segments for entry in self._since(segment)):
            self._early = self._replayed(self._base())
        return self._early

    def whole(self, breathe: checkpoint.Breathe | None = None) -> Loaded:
        """The book with everything; ``breathe`` is called now and then."""
        base = self._early or self._base()
        book = _with_talks(base, self._reader.late(breathe))
        if self._early is None:
            book = self._replayed(book)
        found = self.found
        last = last_of(found.chain.newest, book.seq)
        assert last is not None
        behind = sum(
            segment.end - self._since(segment)[0].at for segment in found.chain.segments if self._since(segment)
        )
        return Loaded(book, found.meta, found.chain, last, behind, found.rebuilt, found.notes)

    def _base(self) -> Book:
        if self._without_talks is None:
            records = self._reader.early()
            digests = records.pop(checkpoint.DIGESTS)
            meta = self._reader.meta
            self._without_talks = Book.of(records, seq=meta.seq, high=meta.high, digests=digests)
        return self._without_talks

    def _since(self, segment: Segment) -> Sequence[Entry]:
        return segment.entries[max(self.found.meta.seq + 1 - segment.first, 0) :]

    def _replayed(self, book: Book) -> Book:
        for segment in self.found.chain.segments:
            if self._since(segment):
                book = replayed(book, self._since(segment), segment.path)
        return book


def _touches_talks(entry: Entry) -> bool:
    try:
        return any(patch.table == checkpoint.LATE for patch in codec.patches_from(entry.edits))
    except codec.Unreadable:
        return True


def _with_talks(book: Book, talks: list[Conversation]) -> Book:
    """A book with its conversations, whose digests it has already."""
    indexes = dict(book.indexes)
    for index in OF_TABLE[checkpoint.LATE]:
        indexes[index.name] = built(index, talks)
    tables = {**book.tables, checkpoint.LATE: Table.of((talk.id, talk) for talk in talks)}
    high = {**book.high, checkpoint.LATE: max(book.high[checkpoint.LATE], max((talk.id for talk in talks), default=0))}
    return Book(tables=tables, indexes=indexes, digests=book.digests, high=high, seq=book.seq)


_STOOD_IN = "{missing} was missing. The book was put together from {found} and the journal."


def _checkpoint(system: System, folder: Path, own: bool) -> Path:
    """The checkpoint to begin with: the book's own, or the newest backup where that is missing."""
    if own and checkpoint.FILE in system.names(folder):
        return folder / checkpoint.FILE
    kept = backups.kept(system, folder)
    return kept[-1].path if kept else folder / backups.FOLDER / backups.ORIGIN


def _of_newer(system: System, folder: Path, meta: checkpoint.Meta) -> tuple[Chain, tuple[str, ...]]:
    """What stands for the journal of a newer format, none of which is read: nobody knows what its lines mean."""
    path = segment_path(folder, meta.segment)
    names = system.names(folder)
    size = system.size(path) if path.name in names else 0
    line = Segment(path, meta.seq + 1, meta.book, 0, meta.last, (), 0, 0, size, b"", None, True)
    since = [first for first in journal_segments(names) if first >= meta.segment]
    changed = len(since) > 1 or size > _HEADER_AT_MOST
    return Chain((line,)), ((_NOT_SHOWN,) if changed else ())


_HEADER_AT_MOST = 400
"""Bytes of a segment that holds nothing but its first line and its last, that it was closed in good order."""

_NOT_SHOWN = (
    "What was changed since the newer Bookshift last wrote its checkpoint is not shown here. Quitting it there, or "
    "“bookshift checkpoint”, brings it."
)


def replayed(book: Book, entries: Iterable[Entry], path: Path) -> Book:
    """The book after changes that were written since; raises ``Damaged`` for one that does not fit it."""
    after: dict[tuple[str, int], Record | None] = {}
    seq = book.seq
    for entry in entries:
        try:
            for patch in codec.patches_from(entry.edits):
                key = (patch.table, patch.id)
                current = after[key] if key in after else book.tables[patch.table].get(patch.id)
                after[key] = edit_of(patch, current).after
        except BookshiftError as error:
            raise Damaged(path, entry.at, f"change {entry.seq} does not fit the book ({error})") from error
        seq = entry.seq
    # A record that came and went stands here too: its id counts as used.
    edits = [Edit(table, number, book.tables[table].get(number), record) for (table, number), record in after.items()]
    return book.apply(Change(kind="replay", says="", edits=tuple(edits), seq=seq))[0]


def set_right(system: System, folder: Path, loaded: Loaded) -> Loaded:
    """Make what was read safe to go on from; raises ``StoreError`` when that fails.

    An unfinished last line is set aside: its bytes are kept in a file of their own, and said. They were never
    acknowledged. Where the book was not closed in good order, its last whole line is written once more: after a flush
    that failed it may be in the system's memory only, and count there as written.
    """
    for path in loaded.chain.leftovers:
        with contextlib.suppress(OSError):
            system.unlink(path)
    newest = loaded.chain.newest
    if newest.closed and not newest.tail:
        return loaded
    aside = folder / f"torn-{newest.first}-{newest.end}-{crc32(newest.tail):08x}"
    try:
        if newest.tail:
            _write(system, aside, newest.tail)
        system.sync_folder(folder)
        handle = system.open(newest.path, Mode.WRITE)
        try:
            last = b"".join(pieces(system, handle, at=newest.at, until=newest.end))
            write_all(system, handle, last, newest.at)
            system.truncate(handle, newest.end)
            system.sync(handle)
        finally:
            system.close(handle)
    except OSError as error:
        raise StoreError(
            "This book is open for reading only: it was not closed in good order, and the end of its journal could "
            f"not be set right, because {why(error)}.",
            writable=False,
        ) from error
    if not newest.tail:
        return loaded
    note = (
        f"The last change was cut short when the program or the machine stopped. It was never reported as saved; its "
        f"{len(newest.tail):,} bytes are kept in {aside.name}."
    )
    segments = (*loaded.chain.segments[:-1], replace(newest, tail=b""))
    return replace(loaded, chain=Chain(segments), notes=(*loaded.notes, note))


def _write(system: System, path: Path, data: bytes) -> None:
    handle = system.open(path, Mode.FRESH)
    try:
        write_all(system, handle, data, 0)
        system.sync(handle)
    finally:
        system.close(handle)
