"""Reading a book: the checkpoint, then the changes since; and setting right what a power cut left unfinished."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

from core.book.book import Book
from core.book.change import Change, Edit
from core.book.undo import edit_of
from core.errors import BookshiftError, StoreError
from core.words import Record
from data.store import backups, checkpoint, codec
from data.store.errors import Damaged
from data.store.journal import Chain, Entry, chain, last_of
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

    @property
    def seq(self) -> int:
        """Number of the last whole change."""
        return self.chain.newest.next - 1


def find(system: System, folder: Path) -> Found:
    """The checkpoint and the segments since; raises ``StoreError`` for anything but an unfinished last line."""
    with _begun(system, folder) as (_, found):
        return found


@contextlib.contextmanager
def _begun(system: System, folder: Path) -> Iterator[tuple[checkpoint.Reader, Found]]:
    """An open checkpoint, which may be replaced from now on without harm, and what goes on from it."""
    path, notes = _checkpoint(system, folder)
    reader = checkpoint.Reader(system, path)
    try:
        meta = reader.meta
        segments = chain(system, folder, meta.segment, book=meta.book, seq=meta.seq, last=meta.last)
        yield reader, Found(path, meta, segments, notes)
    finally:
        reader.close()


def load(system: System, folder: Path) -> Loaded:
    """Read a book and write nothing; raises ``StoreError`` for anything but an unfinished last line."""
    with _begun(system, folder) as (reader, found):
        book = reader.book()
    meta, behind = found.meta, 0
    for segment in found.chain.segments:
        since = [entry for entry in segment.entries if entry.seq > meta.seq]
        if since:
            behind += segment.end - since[0].at
            book = replayed(book, since, segment.path)
    last = last_of(found.chain.newest, book.seq)
    assert last is not None
    return Loaded(book, meta, found.chain, last, behind, bool(found.notes), found.notes)


def _checkpoint(system: System, folder: Path) -> tuple[Path, tuple[str, ...]]:
    """The checkpoint to begin with: the book's own, or the newest backup where that is missing."""
    path = folder / checkpoint.FILE
    if checkpoint.FILE in system.names(folder):
        return path, ()
    kept = backups.kept(system, folder)
    found = kept[-1].path if kept else folder / backups.FOLDER / backups.ORIGIN
    note = f"{checkpoint.FILE} was missing. The book was put together from {found.name} and the journal."
    return found, (note,)


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
