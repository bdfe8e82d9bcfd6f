"""The store of one book: open, commit, checkpoint, close. Nothing is acknowledged before it is on the disk."""

from __future__ import annotations

import contextlib
import gc
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from core.book.book import Book
from core.book.change import Change, Head, Patch, head_of
from core.errors import StoreError
from data.store import backups, checkpoint, codec, lock
from data.store.errors import NotABook, Taken, flushed, not_written
from data.store.history import History
from data.store.journal import Journal, read_segment, segment_path, segments
from data.store.reading import Loaded, load, set_right
from data.store.system import SYSTEM, System, uninterrupted, why

WORTH_BYTES = 1 << 20
"""Journal bytes since the checkpoint from which another one is worth its time."""
WORTH_SHARE = 4
"""... but not before they are this part (a quarter) of the checkpoint."""

_TEMPORARY = "book.json.tmp"
_PENDING = 64
"""Changes that may wait to be applied while nobody hands the book over."""
_MANY = 5_000
"""Records from which they are worth taking out of the collector's sight."""


class BookStore:
    """Where the changes of one book are kept; the store behind the desk."""

    def __init__(
        self,
        system: System,
        folder: Path,
        loaded: Loaded,
        *,
        held: lock.Lock | None,
        journal: Journal | None,
        read_only: str,
    ) -> None:
        """Made by ``open_store`` and ``create_store``."""
        self.folder = folder
        """The book's folder."""
        self.notes: tuple[str, ...] = loaded.notes
        """What the user should be told about opening, one sentence each."""
        self._system = system
        self._lock = held
        self._read_only = read_only
        self._meta = loaded.meta
        self._rebuilt = loaded.rebuilt
        self._book = loaded.book
        self._behind = loaded.behind
        self._pending: list[Change] = []
        self._history = History(system, folder, loaded.chain)
        self._journal = journal
        self._committing = threading.RLock()
        self._checkpointing = threading.Lock()

    def __enter__(self) -> BookStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # The port -----------------------------------------------------------------------------------------------

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty when it can."""
        return self._read_only

    def commit(self, change: Change) -> None:
        """Write one stamped change durably, or raise ``StoreError`` with everything as before."""
        with self._committing:
            journal = self._writable()
            if change.seq != journal.next:
                raise StoreError(
                    f"This change is number {change.seq}, and the next one of the book is {journal.next}: the book "
                    "was changed in the meantime. Open it again.",
                    writable=True,
                )
            try:
                head, edits = codec.head_bytes(change), codec.edits_bytes(change.edits)
            except (ValueError, TypeError) as error:
                raise StoreError(f"The change cannot be written down: {error}.", writable=True) from error
            with uninterrupted(), self._noticing():
                at = journal.append(head, edits)
                self._behind += journal.end - at
                self._history.add(head_of(change), journal.first, at)
                self._pending.append(change)
            if len(self._pending) > _PENDING:
                self._catch_up()

    def heads(self) -> Sequence[Head]:
        """The heads of all changes, oldest first."""
        with self._committing:
            return self._history.heads()

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change did; ``KeyError`` for a number that is not in the history."""
        with self._committing:
            return self._history.patches(seq)

    @property
    def history_gap(self) -> str:
        """Why the history does not reach back to the beginning; empty when it does, or was not asked for yet."""
        return self._history.gap

    # The book -----------------------------------------------------------------------------------------------

    @property
    def book(self) -> Book:
        """The book as the disk has it."""
        with self._committing:
            return self._catch_up()

    def advance(self, book: Book) -> None:
        """Take over the book that the desk made of the last change, so that it is in memory once.

        A book that is not the one after the last commit is ignored: this one can make its own.
        """
        with self._committing:
            if self._pending and book.seq == self._pending[-1].seq:
                self._book = book
                self._pending.clear()

    def _catch_up(self) -> Book:
        for change in self._pending:
            self._book, _ = self._book.apply(change)
        self._pending.clear()
        return self._book

    # Checkpoint and end -------------------------------------------------------------------------------------

    @property
    def worth_checkpoint(self) -> bool:
        """Whether opening would read much more journal than a checkpoint costs to write."""
        if self._journal is None or self._read_only:
            return False
        return self._rebuilt or self._behind > max(WORTH_BYTES, self._meta.size // WORTH_SHARE)

    def checkpoint(self, breathe: Callable[[], None] | None = None) -> bool:
        """Write the whole book anew, so that opening is quick; False when nothing was changed since the last.

        Changes may be committed meanwhile by another thread. The old checkpoint becomes a backup.
        Raises ``StoreError``; the changes themselves are in the journal and safe.
        """
        with self._checkpointing:
            with self._committing, uninterrupted(), self._noticing():
                journal = self._writable()
                book = self._catch_up()
                if book.seq == self._meta.seq and not self._rebuilt:
                    return False
                journal.roll()
                carried = self._behind
                meta = checkpoint.Meta(
                    book=journal.book,
                    seq=book.seq,
                    last=journal.last,
                    segment=journal.first,
                    at=self._system.now().isoformat(timespec="seconds"),
                )
            with self._noticing():
                old = None if self._rebuilt else backups.name_of(self._meta)
                done = _replaced(self._system, self.folder, book, meta, old, breathe)
            with self._committing:
                self._meta, self._rebuilt = done, False
                self._behind -= carried
            with contextlib.suppress(OSError):
                backups.prune(self._system, self.folder, self._system.now().date())
            return True

    def close(self) -> None:
        """Write a checkpoint if it is worth it, say that nothing was cut short, and let others write."""
        with contextlib.suppress(StoreError):
            if self.worth_checkpoint:
                self.checkpoint()
        with self._committing:
            journal, self._journal = self._journal, None
            held, self._lock = self._lock, None
            if journal is not None:
                with contextlib.suppress(StoreError, OSError):
                    if not self._read_only and self._history.grew:
                        journal.mark_closed()
                with contextlib.suppress(OSError):
                    journal.release()
            self._read_only = self._read_only or "This book was closed."
            if held is not None:
                with contextlib.suppress(OSError):
                    held.release()

    def _writable(self) -> Journal:
        if self._journal is None or self._read_only:
            raise StoreError(self._read_only or "This book is open for reading only.", writable=False)
        return self._journal

    @contextlib.contextmanager
    def _noticing(self) -> Iterator[None]:
        """Turn read-only for good when the disk can not be trusted any more."""
        try:
            yield
        except StoreError as error:
            if not error.writable and not self._read_only:
                self._read_only = str(error)
            raise


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """A book and the store behind it."""

    book: Book
    """The book as the disk has it."""
    store: BookStore
    """Where its changes go."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What the user should be told about opening, one sentence each."""
        return self.store.notes


def exists(folder: Path, *, system: System = SYSTEM) -> bool:
    """Whether a folder holds a book: its checkpoint, or a backup that it can be made of."""
    try:
        return checkpoint.FILE in system.names(folder) or bool(_backups(system, folder))
    except OSError:
        return False


def _backups(system: System, folder: Path) -> list[str]:
    with contextlib.suppress(OSError):
        return [name for name in system.names(folder / backups.FOLDER) if name.endswith(".json")]
    return []


def open_store(folder: Path, *, read_only: bool = False, system: System = SYSTEM) -> OpenedStore:
    """Open the book of a folder; raises ``StoreError`` with a sentence and touches nothing it can not read.

    While another process has it, or its folder can not be written, it opens for reading only and a note says why.
    """
    try:
        if not exists(folder, system=system):
            raise NotABook(_why_no_book(system, folder))
        taken = "This book was opened for reading only." if read_only else lock.take(system, folder)
        held, reason = (None, taken) if isinstance(taken, str) else (taken, "")
        try:
            store = _opened(system, folder, held, reason)
        except BaseException:
            if held is not None:
                held.release()
            raise
    except OSError as error:
        raise StoreError(f"The book in {folder} cannot be opened, because {why(error)}.", writable=False) from error
    if store.read_only and not read_only:
        store.notes = (store.read_only, *store.notes)
    return OpenedStore(store.book, store)


def _opened(system: System, folder: Path, held: lock.Lock | None, reason: str) -> BookStore:
    with _without_collector() as freeze_after:
        loaded = load(system, folder)
        freeze_after(sum(map(len, loaded.book.tables.values())))
    if loaded.meta.format > checkpoint.FORMAT:
        reason = "This book was written by a newer Bookshift; this one opens it for reading only."
    journal: Journal | None = None
    if not reason:
        try:
            loaded = set_right(system, folder, loaded)
            journal = Journal(system, folder, loaded.chain.newest, last=loaded.last)
        except StoreError as error:
            reason = str(error)
        except OSError as error:
            reason = f"This book is open for reading only: its journal cannot be written, because {why(error)}."
    return BookStore(system, folder, loaded, held=held, journal=journal, read_only=reason)


@contextlib.contextmanager
def _without_collector() -> Iterator[Callable[[int], None]]:
    """No garbage collection while records are made by the ten thousand, and none over them ever after."""
    active, made = gc.isenabled(), [0]
    gc.disable()
    try:
        yield made.append
    finally:
        if active:
            gc.enable()
        if made[-1] > _MANY:
            gc.collect()
            gc.freeze()


def _why_no_book(system: System, folder: Path) -> str:
    try:
        names = system.names(folder)
    except NotADirectoryError:
        return f"{folder} is a file. A book is a folder; name the folder it is in."
    except FileNotFoundError:
        return f"There is no folder {folder}. Import or restore into it, or open the demo, to begin a book there."
    if segments(names):
        return (
            f"{folder} holds a journal but neither {checkpoint.FILE} nor a backup of it. Put {checkpoint.FILE} back, "
            "or look with “bookshift doctor” at what the journal says."
        )
    return f"There is no book in {folder}. Import or restore into it, or open the demo, to begin one there."


def create_store(folder: Path, book: Book, *, system: System = SYSTEM) -> OpenedStore:
    """Begin a book in a folder; refuses a folder that holds one already, and leaves nothing that counts on failure."""
    try:
        system.make_folder(folder)
        if exists(folder, system=system):
            raise Taken(f"There is a book in {folder} already. Choose another folder, or restore into the book.")
        held = lock.take(system, folder)
        if isinstance(held, str):
            raise Taken(held)
        try:
            _begin(system, folder, book)
        finally:
            held.release()
    except OSError as error:
        raise StoreError(f"No book can be begun in {folder}, because {why(error)}.", writable=False) from error
    return open_store(folder, system=system)


def _begin(system: System, folder: Path, book: Book) -> None:
    for first in segments(system.names(folder)):
        if read_segment(system, folder, first).entries:
            raise Taken(f"{folder} holds the journal of a book without its {checkpoint.FILE}. Choose another folder.")
        system.unlink(segment_path(folder, first))
    token = system.token()
    Journal.begin(system, folder, book.seq + 1, book=token, before=0, last=0).release()
    now = system.now().isoformat(timespec="seconds")
    meta = checkpoint.Meta(book=token, seq=book.seq, last=0, segment=book.seq + 1, at=now)
    _replaced(system, folder, book, meta, None)
    with contextlib.suppress(OSError):
        backups.keep(system, folder, folder / checkpoint.FILE, backups.ORIGIN)


def _replaced(
    system: System,
    folder: Path,
    book: Book,
    meta: checkpoint.Meta,
    old: str | None,
    breathe: Callable[[], None] | None = None,
) -> checkpoint.Meta:
    """Put a new checkpoint in the place of the old one, which stays whole until the moment it is replaced."""
    failed = "The checkpoint was not written"
    temporary, path = folder / _TEMPORARY, folder / checkpoint.FILE
    try:
        done = checkpoint.write(system, temporary, book, meta, breathe)
        if old is not None:
            backups.keep(system, folder, path, old)
        system.replace(temporary, path)
    except (OSError, StoreError) as error:
        with contextlib.suppress(OSError):
            system.unlink(temporary)
        raise not_written(failed, error) if isinstance(error, OSError) else error from error
    flushed(lambda: system.sync_folder(folder), failed)
    return done
