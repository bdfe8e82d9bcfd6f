"""The doctor: reads every line and record of a book, says in words what is wrong, and touches nothing."""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.book.book import Book
from core.book.difference import counts, difference
from core.book.repair import Fault, faults
from core.errors import BookshiftError, StoreError
from data.store import backups, checkpoint, codec, journal, place
from data.store.journal import Segment
from data.store.reading import find, load, replayed
from data.store.system import SYSTEM, Mode, System, why, write_all

_FLUSHES = 11
_PROBE = ".flush-probe"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a file of the book."""

    says: str
    """What is wrong and where, as a sentence."""
    mend: str = ""
    """What to do about it, as a sentence."""
    harmless: bool = False
    """Whether the book is whole all the same."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the doctor found."""

    folder: Path
    """The book's folder."""
    troubles: tuple[Trouble, ...]
    """What is wrong with its files."""
    faults: tuple[Fault, ...]
    """What does not hold together among its records, with what mending would do."""
    facts: tuple[str, ...]
    """What else is worth knowing: size, history, backups, disk; one sentence each."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and all(trouble.harmless for trouble in self.troubles)


def examine(folder: Path, *, system: System = SYSTEM, mounts: str | None = None, flush: bool = True) -> Report:
    """Look at everything. Only the time of a flush is measured by writing, into a file of its own."""
    troubles: list[Trouble] = []
    facts: list[str] = []
    found: list[Fault] = []
    try:
        names = system.names(folder)
    except OSError as error:
        return Report(folder, (Trouble(f"{folder} cannot be read, because {why(error)}."),), (), ())
    book = None
    try:
        book = load(system, folder).book
    except StoreError as error:
        troubles.append(Trouble(str(error), _WHAT_TO_DO))
    except OSError as error:
        troubles.append(Trouble(f"The book cannot be read, because {why(error)}.", _WHAT_TO_DO))
    troubles += _of_checkpoint(system, folder, names)
    troubles += _of_segments(system, folder, names, book)
    troubles += _of_backups(system, folder)
    troubles += _of_folder(folder, names)
    if book is not None:
        found += faults(book)
        facts.append(_size(book))
    facts += _about(system, folder, names)
    kind = place.kind_of(folder.resolve(), system.mounts() if mounts is None else mounts)
    troubles += [Trouble(text, harmless=True) for text in place.warnings(folder.resolve(), kind)]
    if kind:
        facts.append(f"The disk is of kind {kind}.")
    if flush:
        facts += _flush_time(system, folder)
    return Report(folder, tuple(_once(troubles)), tuple(found), tuple(facts))


_WHAT_TO_DO = (
    "“bookshift doctor --salvage FOLDER” puts what can be saved into a new book and lists what is lost; "
    "this folder stays as it is."
)


def _once(troubles: list[Trouble]) -> Iterator[Trouble]:
    seen: set[str] = set()
    for trouble in troubles:
        if trouble.says not in seen:
            seen.add(trouble.says)
            yield trouble


# Files ------------------------------------------------------------------------------------------------------


def _of_checkpoint(system: System, folder: Path, names: list[str]) -> Iterator[Trouble]:
    path = folder / checkpoint.FILE
    if checkpoint.FILE not in names:
        yield Trouble(f"{checkpoint.FILE} is missing.", "Opening the book makes it of a backup and the journal.")
        return
    try:
        backups.read(system, path)
    except StoreError as error:
        broken = list(broken_lines(system, path))
        where = f" Lines that do not read: {'; '.join(broken[:5])}." if broken else ""
        more = f" And {len(broken) - 5:,} more." if len(broken) > 5 else ""
        yield Trouble(f"{error}{where}{more}", _WHAT_TO_DO)


def broken_lines(system: System, path: Path) -> Iterator[str]:
    """The lines of a checkpoint that do not read, by number, table and id."""
    try:
        text = b"".join(_whole(system, path))
    except OSError:
        return
    for line in checkpoint.loose_lines(text):
        if line.record is None:
            yield f"line {line.number}" + (f" ({line.table} {line.id})" if line.table else "")


def _whole(system: System, path: Path) -> Iterator[bytes]:
    from data.store.system import pieces

    handle = system.open(path, Mode.READ)
    try:
        yield from pieces(system, handle)
    finally:
        system.close(handle)


def _of_segments(system: System, folder: Path, names: list[str], book: Book | None) -> Iterator[Trouble]:
    """Every segment from the first, each line, and whether they follow on each other and lead to the checkpoint."""
    firsts = journal.segments(names)
    read: list[Segment] = []
    for first in firsts:
        try:
            segment = journal.read_segment(system, folder, first)
            for entry in segment.entries:
                codec.patches_from(entry.edits)
        except BookshiftError as error:
            yield Trouble(f"{journal.segment_path(folder, first).name}: {error}", _WHAT_TO_DO)
            return
        except OSError as error:
            yield Trouble(f"{journal.segment_path(folder, first).name} cannot be read, because {why(error)}.")
            return
        if segment.tail:
            yield Trouble(
                f"{segment.path.name} ends with {len(segment.tail):,} bytes of an unfinished line.",
                "Opening the book sets them aside; they were never reported as saved.",
                harmless=True,
            )
        if segment.entries or segment.book:
            read.append(segment)
    yield from _of_history(system, folder, read, book)


def _of_history(system: System, folder: Path, read: list[Segment], book: Book | None) -> Iterator[Trouble]:
    """Whether the origin and every change since give the book as it is."""
    origin = folder / backups.FOLDER / backups.ORIGIN
    if book is None or not read:
        return
    try:
        meta_seq, state = _oldest(system, origin)
        for segment in read:
            entries = [entry for entry in segment.entries if entry.seq > meta_seq]
            if entries and entries[0].seq != state.seq + 1:
                yield Trouble(f"The history has a gap: change {state.seq + 1} is not in {segment.path.name}.")
                return
            state = replayed(state, entries, segment.path) if entries else state
    except StoreError as error:
        yield Trouble(f"The history does not lead from the first checkpoint to today: {error}", _WHAT_TO_DO)
        return
    except OSError:
        yield Trouble(
            f"The checkpoint the book began with ({backups.FOLDER}/{backups.ORIGIN}) is not there: the history "
            "cannot be checked from its beginning.",
            harmless=True,
        )
        return
    found = difference(state, book)
    if not found.equal:
        what = ", ".join(f"{table}: {a + r + c:,}" for table, a, r, c in counts(found))
        yield Trouble(f"The checkpoint and the history do not agree ({what} records).", _WHAT_TO_DO)


def _oldest(system: System, origin: Path) -> tuple[int, Book]:
    book = backups.read(system, origin)
    return book.seq, book


def _of_backups(system: System, folder: Path) -> Iterator[Trouble]:
    for backup in backups.kept(system, folder):
        try:
            backups.read(system, backup.path)
        except StoreError as error:
            yield Trouble(f"A backup is no good. {error}", "It can be deleted; the others are not affected.", True)
        except OSError as error:
            yield Trouble(f"{backup.path.name} cannot be read, because {why(error)}.", harmless=True)


def _of_folder(folder: Path, names: list[str]) -> Iterator[Trouble]:
    for name in place.conflicts(names):
        yield Trouble(
            f"{name} looks like a second version that a sync service made.",
            "Look whether two machines worked on this book; the changes in it are not part of it.",
            True,
        )
    torn = [name for name in names if name.startswith("torn-")]
    if torn:
        lines = "line was" if len(torn) == 1 else "lines were"
        yield Trouble(
            f"{len(torn)} unfinished {lines} set aside ({', '.join(torn[:3])}).",
            "They were never reported as saved and can be deleted.",
            True,
        )
    with contextlib.suppress(OSError):
        loose = [path.name for path in (folder, *folder.iterdir()) if path.stat().st_mode & 0o077]
        if loose:
            yield Trouble(
                f"Others on this machine may read {', '.join(sorted(loose)[:3])}.",
                f"chmod -R go-rwx {folder}",
                True,
            )


# Facts ------------------------------------------------------------------------------------------------------


def _size(book: Book) -> str:
    return (
        f"The book has {len(book.accounts):,} accounts, {len(book.people):,} people and "
        f"{len(book.conversations):,} conversations, and is at change {book.seq:,}."
    )


def _about(system: System, folder: Path, names: list[str]) -> Iterator[str]:
    with contextlib.suppress(StoreError, OSError):
        found = find(system, folder)
        behind = found.seq - found.meta.seq
        yield f"The checkpoint is from {found.meta.at[:16].replace('T', ' ')}, {behind:,} changes ago."
    with contextlib.suppress(OSError):
        total = sum(system.size(journal.segment_path(folder, first)) for first in journal.segments(names))
        yield f"The history takes {_bytes(total)} in {len(journal.segments(names)):,} files."
    kept = backups.kept(system, folder)
    if kept:
        with contextlib.suppress(OSError):
            total = sum(system.size(backup.path) for backup in kept)
            yield f"{len(kept)} backups from {kept[0].day} to {kept[-1].day} take {_bytes(total)}."


def _bytes(count: int) -> str:
    return f"{count / 2**20:.1f} MB" if count >= 2**20 else f"{count / 1024:.1f} kB"


def _flush_time(system: System, folder: Path) -> Iterator[str]:
    path = folder / _PROBE
    took = []
    try:
        handle = system.open(path, Mode.FRESH)
        try:
            for turn in range(_FLUSHES):
                started = time.perf_counter()
                write_all(system, handle, bytes(300), turn * 300)
                system.sync(handle)
                took.append((time.perf_counter() - started) * 1000)
        finally:
            system.close(handle)
            system.unlink(path)
    except OSError as error:
        yield f"How long the disk takes to save could not be measured, because {why(error)}."
        return
    middle = statistics.median(took)
    speed = "as quick as can be" if middle < 2 else "good" if middle < 16 else "slow: edits will be felt"
    yield f"Saving one change takes the disk {middle:.1f} ms ({speed})."
