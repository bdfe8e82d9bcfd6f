"""The store behind the desk: nothing is acknowledged before it is on the disk, and memory follows the disk."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from core.book.book import Book
from core.book.change import Change, Head, Patch, head_of
from core.book.timeline import book_at
from core.errors import IntegrityError, StoreError
from data.store import backups, checkpoint, codec, lock
from data.store.errors import said
from data.store.follow import Follower, News
from data.store.history import History
from data.store.journal import Journal
from data.store.reading import Loaded, load, set_right
from data.store.system import System, uninterrupted, why

WORTH_BYTES = 1 << 20
"""Journal bytes since the checkpoint from which another one is worth its time."""
WORTH_SHARE = 4
"""... but not before they are this part (a quarter) of the checkpoint."""

_BYTES_PER_CHANGE = 2_500
"""Bytes of a checkpoint that are read in the time one change is taken back."""
_PENDING = 64
"""Changes that may wait to be applied while nobody hands the book over."""


class BookStore:
    """Where the changes of one book are kept; the store behind the desk."""

    def __init__(
        self,
        system: System,
        folder: Path,
        loaded: Loaded,
        *,
        held: lock.Lock | None = None,
        journal: Journal | None = None,
        read_only: str = "",
        waiting: bool = False,
    ) -> None:
        """Made by ``open_store`` and ``create_store``."""
        self.folder = folder
        """The book's folder."""
        self.notes: tuple[str, ...] = loaded.notes
        """What the user should be told about opening, one sentence each."""
        self._system = system
        self._lock = held
        self._read_only = read_only
        self._waiting = waiting
        self._closed = False
        self._meta = loaded.meta
        self._rebuilt = loaded.rebuilt
        self._book = loaded.book
        self._behind = loaded.behind
        self._pending: list[Change] = []
        self._history = History(system, folder, loaded.chain)
        self._journal = journal
        self._follower = Follower(system, folder, loaded.book, loaded.chain.newest)
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
                if journal.end > journal.longest:
                    self._roll_if_possible(journal)
                at = journal.append(head, edits)
                self._behind += journal.end - at
                self._history.add(head_of(change), journal.first, at)
                self._pending.append(change)
            if len(self._pending) > _PENDING:
                self._catch_up()

    def _roll_if_possible(self, journal: Journal) -> None:
        """Begin another segment; a disk too full for that may still have room for the change."""
        try:
            journal.roll()
        except StoreError as error:
            if not error.writable:
                raise

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

    def past(self, seq: int) -> Book:
        """The book as it was after change ``seq``, made from whichever is nearer: the book of now, or a backup.

        Raises ``KeyError`` when the history does not reach back that far, ``StoreError`` when it cannot be read.
        """
        with self._committing:
            book = self._catch_up()
            anchor = self._anchor(seq, book.seq)
            if anchor is not None:
                with contextlib.suppress(StoreError, OSError):
                    book = backups.read(self._system, anchor.path)
            try:
                return book_at(book, seq, self._history.back_to(seq, book.seq))
            except IntegrityError as error:
                raise StoreError(f"The book as it was cannot be made: {error}", writable=True) from error
            except OSError as error:
                raise StoreError(f"The history cannot be read, because {why(error)}.", writable=True) from error

    def _anchor(self, seq: int, now: int) -> backups.Backup | None:
        """The backup from which fewest changes lead back to ``seq``, where reading it is less work than those."""
        later = [backup for backup in backups.kept(self._system, self.folder) if backup.seq >= seq]
        if not later:
            return None
        nearest = min(later)
        try:
            cost = self._system.size(nearest.path) // _BYTES_PER_CHANGE
        except OSError:
            return None
        return nearest if now - nearest.seq > cost else None

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

    # Another writer -----------------------------------------------------------------------------------------

    def look(self) -> News:
        """What another process wrote since the last look, when this one only reads; costs little while it is nothing.

        Afterwards ``book`` is the newest book. Where the changes cannot be had one by one, ``lost`` says so.
        """
        with self._committing:
            if self._journal is not None or self._closed:
                return News()
            news = self._follower.look()
            if news.lost:
                return self._read_anew(news.lost)
            for change, (first, at) in zip(news.changes, news.places, strict=True):
                self._history.add(head_of(change), first, at)
            self._book = self._follower.book
            return news

    def _read_anew(self, why_lost: str) -> News:
        try:
            loaded = load(self._system, self.folder)
        except (StoreError, OSError) as error:
            return News(lost=said(error))
        self._take(loaded)
        return News(lost=why_lost)

    def _take(self, loaded: Loaded) -> None:
        self._meta, self._rebuilt, self._book, self._behind = loaded.meta, loaded.rebuilt, loaded.book, loaded.behind
        self._history = History(self._system, self.folder, loaded.chain)
        self._follower = Follower(self._system, self.folder, loaded.book, loaded.chain.newest)

    def take_over(self) -> str:
        """Become the writer once the other process is gone; the answer is why not, or empty.

        The book may have gone on: it is read anew, and ``book`` is the newest.
        """
        with self._committing:
            if self._journal is not None:
                return ""
            if not self._waiting or self._closed:
                return self._read_only
            held = lock.take(self._system, self.folder)
            if isinstance(held, str):
                self._read_only = held
                return held
            try:
                loaded, journal, reason = ready(self._system, self.folder, load(self._system, self.folder), "")
            except (StoreError, OSError) as error:
                held.release()
                return (
                    str(error) if isinstance(error, StoreError) else f"The book cannot be read, because {why(error)}."
                )
            if journal is None:
                held.release()
                self._read_only = reason
                return reason
            self._take(loaded)
            self.notes = loaded.notes
            self._lock, self._journal, self._read_only, self._waiting = held, journal, "", False
            return ""

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
                done = backups.replace_checkpoint(self._system, self.folder, book, meta, old, breathe)
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
            self._closed = True
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


def ready(system: System, folder: Path, loaded: Loaded, reason: str) -> tuple[Loaded, Journal | None, str]:
    """A book that was read, ready to be written unless there is a reason to read only: the journal, or why not."""
    if loaded.meta.format > checkpoint.FORMAT:
        return loaded, None, "This book was written by a newer Bookshift; this one opens it for reading only."
    if reason:
        return loaded, None, reason
    try:
        loaded = set_right(system, folder, loaded)
        return loaded, Journal(system, folder, loaded.chain.newest, last=loaded.last), ""
    except StoreError as error:
        return loaded, None, str(error)
    except OSError as error:
        reason = f"This book is open for reading only: its journal cannot be written, because {why(error)}."
        return loaded, None, reason
