"""The doctor: reads every line and record of a book, says in words what is wrong, and touches nothing."""

from __future__ import annotations

import contextlib
import itertools
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.book.book import Book
from core.book.difference import counts, difference
from core.book.repair import Fault, faults
from core.errors import BookshiftError, StoreError
from core.schema import BY_NAME
from core.wording import counted
from data.store import backups, checkpoint, codec, journal, place
from data.store.journal import Segment
from data.store.layout import exists
from data.store.reading import Loaded, find, load, replayed
from data.store.store import why_no_book
from data.store.system import SYSTEM, Mode, System, pieces, why, write_all

_FLUSHES = 11
_PROBE = ".flush-probe"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something wrong with a file of the book."""

    about: str
    """What it is about, in a word."""
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
    book: Book | None
    """The book, where it opens."""
    troubles: tuple[Trouble, ...]
    """What is wrong with its files."""
    faults: tuple[Fault, ...]
    """What does not hold together among its records, with what mending would do."""
    facts: tuple[str, ...]
    """What else is worth knowing: size, age of the checkpoint, disk; one sentence each."""

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults and all(trouble.harmless for trouble in self.troubles)


def examine(folder: Path, *, system: System = SYSTEM, mounts: str | None = None, flush: bool = True) -> Report:
    """Look at everything. Only the time of a flush is measured by writing, into a file of its own."""
    try:
        names = system.names(folder)
    except OSError:
        return Report(folder, None, (Trouble("opening", why_no_book(system, folder)),), (), ())
    if not exists(folder, system=system):
        return Report(folder, None, (_no_book(system, folder, names),), (), ())
    facts: list[str] = []
    found: list[Fault] = []
    loaded, troubles = _opened(system, folder)
    newer = loaded is not None and loaded.meta.format > checkpoint.FORMAT
    book = None if loaded is None else loaded.book
    if newer:
        troubles.append(Trouble("format", _NEWER, "Install the newer Bookshift to make changes.", True))
    else:
        troubles += _of_checkpoint(system, folder, names, book)
        troubles += _of_segments(system, folder, names, book)
    if book is not None:
        found += () if newer else faults(book)
        facts.append(_size(book))
    troubles += _of_backups(system, folder)
    troubles += _of_folder(folder, names)
    facts += _about(system, folder)
    kind = place.kind_of(folder.resolve(), system.mounts() if mounts is None else mounts)
    troubles += [Trouble("place", text, harmless=True) for text in place.warnings(folder.resolve(), kind)]
    facts.append(f"The disk is of kind {kind}." if kind else "The system does not say what kind of disk this is.")
    if flush:
        took = _flush_time(system, folder)
        troubles += [took] if isinstance(took, Trouble) else []
        facts += [took] if isinstance(took, str) else []
    return Report(folder, book, tuple(_once(troubles)), tuple(found), tuple(facts))


SALVAGE = (
    "“bookshift doctor --salvage FOLDER” puts what can be saved into a new book and lists what is lost; "
    "this folder stays as it is."
)
"""What to do about a book that does not open, where nothing better is known."""

_NEWER = (
    "This book was written by a newer Bookshift. This one opens it for reading only, and shows none of what is new "
    "in it. Nothing is damaged."
)


def _no_book(system: System, folder: Path, names: list[str]) -> Trouble:
    return Trouble("opening", why_no_book(system, folder), SALVAGE if journal.segments(names) else "")


def _opened(system: System, folder: Path) -> tuple[Loaded | None, list[Trouble]]:
    """The book, or why it does not open and what helps: the best way out that was seen to work."""
    try:
        return load(system, folder), []
    except StoreError as error:
        says = str(error)
    except OSError as error:
        says = f"The book cannot be read, because {why(error)}."
    return None, [Trouble("opening", says.split(" Run “bookshift doctor")[0], _way_out(system, folder))]


def _way_out(system: System, folder: Path) -> str:
    """What helps where the checkpoint is not right: the best way that was seen to work."""
    try:
        other = load(system, folder, own=False)
    except (StoreError, OSError):
        return SALVAGE
    return (
        f"Nothing is lost: a backup and the journal hold all {other.book.seq:,} changes. Rename {checkpoint.FILE} to "
        f"{checkpoint.FILE}.damaged and open the book; it is put together anew with its whole history."
    )


def _once(troubles: list[Trouble]) -> Iterator[Trouble]:
    seen: set[str] = set()
    for trouble in troubles:
        if trouble.says not in seen:
            seen.add(trouble.says)
            yield trouble


# Files ------------------------------------------------------------------------------------------------------


def _of_checkpoint(system: System, folder: Path, names: list[str], book: Book | None) -> Iterator[Trouble]:
    path = folder / checkpoint.FILE
    if checkpoint.FILE not in names:
        mend = "Nothing is lost: opening the book makes it anew of a backup and the journal." if book else SALVAGE
        yield Trouble("checkpoint", f"{checkpoint.FILE} is missing.", mend)
        return
    try:
        text = b"".join(_whole(system, path))
    except OSError:
        return  # said on opening
    loose = list(checkpoint.loose_lines(text)) if text.startswith(checkpoint.BEGINNING) else []
    broken = [_place_of(line) for line in loose if line.record is None]
    if broken:
        more = f" and {len(broken) - 5:,} more" if len(broken) > 5 else ""
        yield Trouble("checkpoint", f"Lines of {checkpoint.FILE} that do not read: {'; '.join(broken[:5])}{more}.")
    seen: set[tuple[str, int]] = set()
    for line in loose:
        if line.id and (line.table, line.id) in seen:
            what = f"{BY_NAME[line.table].one if line.table in BY_NAME else line.table} {line.id}"
            yield Trouble(
                "checkpoint",
                f"{what[:1].upper()}{what[1:]} stands twice in {checkpoint.FILE}, the second time in line "
                f"{line.number:,}; only the second one is seen.",
                _way_out(system, folder),
            )
        seen.add((line.table, line.id))


def _place_of(line: checkpoint.LooseLine) -> str:
    return f"line {line.number:,}" + (f" ({line.table} {line.id})" if line.table else "")


def _whole(system: System, path: Path) -> Iterator[bytes]:
    handle = system.open(path, Mode.READ)
    try:
        yield from pieces(system, handle)
    finally:
        system.close(handle)


def _of_segments(system: System, folder: Path, names: list[str], book: Book | None) -> Iterator[Trouble]:
    """Every segment, each line, and whether they follow on each other and lead to the checkpoint."""
    firsts = journal.segments(names)
    read: list[Segment] = []
    whole = True
    for first, later in itertools.zip_longest(firsts, firsts[1:]):
        name = journal.segment_path(folder, first).name
        mend = SALVAGE if book is None or later is None else _SHORTER.format(first=f"{later:,}", name=name)
        try:
            segment = journal.read_segment(system, folder, first)
            for entry in segment.entries:
                codec.patches_from(entry.edits)
        except BookshiftError as error:
            says = str(error).split(" Nothing was changed.")[0]
            yield Trouble("history", says if name in says else f"{name}: {says}", mend)
            whole = False
            continue
        except OSError as error:
            yield Trouble("history", f"{name} cannot be read, because {why(error)}.", mend)
            whole = False
            continue
        if segment.tail:
            yield Trouble(
                "journal",
                f"{name} ends with {len(segment.tail):,} bytes of an unfinished line: the machine or the program "
                "stopped while a change was being saved.",
                "Opening the book sets them aside. That change was never reported as saved; everything before it is "
                "there.",
                harmless=True,
            )
        if segment.entries or segment.book:
            read.append(segment)
    gaps = list(_gaps(read)) if whole else []
    yield from gaps
    if whole and not gaps:
        yield from _of_history(system, folder, read, book)


_SHORTER = (
    "The book itself is whole. Changes before number {first} cannot be listed, taken back or looked at with --as-of. "
    "If you have a copy of {name}, put it back."
)


def _gaps(read: list[Segment]) -> Iterator[Trouble]:
    """Segments that are missing between two that are there."""
    for earlier, later in itertools.pairwise(read):
        if later.first > earlier.next:
            yield _gap(earlier.next, later.first)


def _gap(first: int, later: int) -> Trouble:
    """Changes that are missing, from one up to the first that is there again."""
    name = f"journal-{first}.jsonl"
    what = f"change {first:,}" if later == first + 1 else f"changes {first:,} to {later - 1:,}"
    says = f"{name} is missing: the history has a gap, {what}."
    return Trouble("history", says, _SHORTER.format(first=f"{later:,}", name=name))


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
                yield _gap(state.seq + 1, entries[0].seq)
                return
            state = replayed(state, entries, segment.path) if entries else state
    except StoreError as error:
        yield Trouble("history", f"The history does not lead from the first checkpoint to today: {error}", SALVAGE)
        return
    except OSError:
        yield Trouble(
            "history",
            f"The checkpoint the book began with ({backups.FOLDER}/{backups.ORIGIN}) is not there: the history "
            "cannot be checked from its beginning.",
            harmless=True,
        )
        return
    found = difference(state, book)
    if not found.equal:
        what = ", ".join(f"{table}: {a + r + c:,}" for table, a, r, c in counts(found))
        yield Trouble("history", f"The checkpoint and the history do not agree ({what} records).", SALVAGE)


def _oldest(system: System, origin: Path) -> tuple[int, Book]:
    book = backups.read(system, origin)
    return book.seq, book


def _of_backups(system: System, folder: Path) -> Iterator[Trouble]:
    for backup in backups.kept(system, folder):
        try:
            backups.read(system, backup.path)
        except StoreError as error:
            says = str(error).split(" Nothing was changed.")[0]
            mend = f"Delete {backups.FOLDER}/{backup.path.name}; the book and the other backups are not affected."
            yield Trouble("backups", f"A backup is no good: {says}", mend, True)
        except OSError as error:
            yield Trouble("backups", f"{backup.path.name} cannot be read, because {why(error)}.", harmless=True)


def _of_folder(folder: Path, names: list[str]) -> Iterator[Trouble]:
    for name in place.conflicts(names):
        yield Trouble(
            "place",
            f"{name} looks like a second version that a sync service made.",
            "It is not part of the book. Look whether two machines worked on this book, and what the other one did.",
            True,
        )
    torn = [name for name in names if name.startswith("torn-")]
    if torn:
        lines = "line was" if len(torn) == 1 else "lines were"
        yield Trouble(
            "journal",
            f"{len(torn)} unfinished {lines} set aside ({', '.join(torn[:3])}).",
            "They were never reported as saved and can be deleted.",
            True,
        )
    with contextlib.suppress(OSError):
        if os.name != "posix":
            return
        loose = [path.name for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]
        if loose:
            more = f" and {len(loose) - 3:,} more" if len(loose) > 3 else ""
            yield Trouble(
                "rights",
                f"Others on this machine may read {', '.join(sorted(loose)[:3])}{more}.",
                f"`chmod -R go-rwx {folder}` stops that.",
                True,
            )


# Facts ------------------------------------------------------------------------------------------------------


def _size(book: Book) -> str:
    return (
        f"The book has {len(book.accounts):,} accounts, {len(book.people):,} people and "
        f"{len(book.conversations):,} conversations, and is at change {book.seq:,}."
    )


def _about(system: System, folder: Path) -> Iterator[str]:
    with contextlib.suppress(StoreError, OSError):
        found = find(system, folder)
        behind = found.seq - found.meta.seq
        yield f"The checkpoint is from {found.meta.at[:16].replace('T', ' ')}, {counted(behind, 'change')} ago."


def _flush_time(system: System, folder: Path) -> str | Trouble:
    """How long one change takes the disk, or why nothing can be written here."""
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
        return Trouble(
            "disk",
            f"Nothing can be saved in this folder, because {why(error)}.",
            "The book opens for reading only until that is mended: free some space, or let yourself write there.",
            harmless=True,
        )
    middle = statistics.median(took)
    speed = "as quick as can be" if middle < 2 else "good" if middle < 16 else "slow: edits will be felt"
    return f"Saving one change takes the disk {middle:.1f} ms ({speed})."
