"""Opening the book of a folder, and beginning one: the way into the store."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.book.book import Book
from core.errors import StoreError
from data.store import anew, backups, checkpoint, lock
from data.store.errors import NotABook, Taken
from data.store.journal import Journal, read_segment, segment_path, segments
from data.store.layout import exists
from data.store.reading import Reading
from data.store.system import SYSTEM, System, why

if TYPE_CHECKING:
    from data.store.bookstore import BookStore

_MANY = 5_000
"""Records from which they are worth taking out of the collector's sight."""


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


def open_store(folder: Path, *, read_only: bool = False, system: System = SYSTEM) -> OpenedStore:
    """Open the book of a folder; raises ``StoreError`` with a sentence and touches nothing it can not read.

    While another process has it, or its folder can not be written, it opens for reading only and a note says why.
    """
    return Opening(folder, read_only=read_only, system=system).finish()


def glance(folder: Path, *, system: System = SYSTEM) -> tuple[Book, tuple[str, ...]]:
    """A book for one look at it, with what the user should be told; raises ``StoreError``.

    Its conversations are left out where its digests hold all that was heard, so that lists need not wait for them.
    """
    opening = Opening(folder, read_only=True, system=system)
    try:
        return opening.glance()
    finally:
        opening.give_up()


class Opening:
    """A book that is being opened; ``early`` can be shown while ``finish`` reads the conversations in a thread."""

    def __init__(self, folder: Path, *, read_only: bool = False, system: System = SYSTEM) -> None:
        """Take the lock and check the files; raises ``StoreError``. ``finish`` or ``give_up`` must follow."""
        self._folder, self._read_only, self._system = folder, read_only, system
        self._held: lock.Lock | None = None
        self._open: Reading | None = None
        with _as_store_error(folder):
            if not exists(folder, system=system):
                raise NotABook(why_no_book(system, folder))
            taken = "This book was opened for reading only." if read_only else lock.take(system, folder)
            self._reason = taken if isinstance(taken, str) else ""
            self._held = None if isinstance(taken, str) else taken
            with self._giving_up():
                self._finish_what_was_begun()
                self._open = Reading(system, folder)

    def _finish_what_was_begun(self) -> None:
        """Files that were being written anew when the power went: put them in place, or take them away."""
        marked = anew.MARK in self._system.names(self._folder)
        if self._held is None and marked:
            raise StoreError(
                "The files of this book are being written anew, because somebody was forgotten. Open it again in a "
                "moment, for writing if nobody else has it.",
                writable=False,
            )
        if self._held is not None and marked:
            anew.finish(self._system, self._folder)
        elif self._held is not None:
            with contextlib.suppress(OSError):
                anew.clear(self._system, self._folder)

    def early(self) -> Book | None:
        """The book without its conversations, for reading: its digests, and so lists and findings, are right.

        None where the rest is needed for that, which is so when conversations were edited since the checkpoint.
        """
        with _as_store_error(self._folder), self._giving_up(), _without_collector() as freeze_after:
            book = self._reading.early()
            if book is not None:
                freeze_after(sum(map(len, book.tables.values())))
            return book

    def glance(self) -> tuple[Book, tuple[str, ...]]:
        """The book without its conversations, or else with them; and what the user should be told."""
        book = self.early()
        with _as_store_error(self._folder), self._giving_up():
            return self._reading.whole().book if book is None else book, self._reading.found.notes

    def finish(self, breathe: Callable[[], None] | None = None) -> OpenedStore:
        """Read the rest and make the book ready for changes; ``breathe`` is called now and then."""
        from data.store.bookstore import BookStore, ready  # here: a glance needs none of it

        with _as_store_error(self._folder), self._giving_up():
            with _without_collector() as freeze_after:
                loaded = self._reading.whole(breathe)
                freeze_after(sum(map(len, loaded.book.tables.values())))
            self._reading.close()
            self._open = None
            loaded, journal, reason = ready(self._system, self._folder, loaded, self._reason)
        if self._held is not None and journal is None:
            self._held.release()
            self._held = None
        waiting = self._held is None and not self._read_only
        store = BookStore(
            self._system, self._folder, loaded, held=self._held, journal=journal, read_only=reason, waiting=waiting
        )
        if reason and not self._read_only:
            store.notes = (reason, *store.notes)
        return OpenedStore(store.book, store)

    @property
    def _reading(self) -> Reading:
        if self._open is None:
            raise StoreError("This book was opened already, or given up.", writable=False)
        return self._open

    def give_up(self) -> None:
        """Let go of the book without opening it."""
        reading, self._open = self._open, None
        held, self._held = self._held, None
        with contextlib.suppress(OSError):
            if reading is not None:
                reading.close()
        with contextlib.suppress(OSError):
            if held is not None:
                held.release()

    @contextlib.contextmanager
    def _giving_up(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            self.give_up()
            raise


@contextlib.contextmanager
def _as_store_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"The book in {folder} cannot be opened, because {why(error)}.", writable=False) from error


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
            gc.freeze()  # without a collection before it: that would walk every record once and find next to nothing


def why_no_book(system: System, folder: Path) -> str:
    """Why a folder holds no book, as a sentence."""
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
    opened = open_store(folder, system=system)
    from data.store import place  # here: only where a book is begun

    kind = place.kind_of(folder.resolve(), system.mounts())
    opened.store.notes += tuple(place.warnings(folder.resolve(), kind))
    return opened


def _begin(system: System, folder: Path, book: Book) -> None:
    for first in segments(system.names(folder)):
        if read_segment(system, folder, first).entries:
            raise Taken(f"{folder} holds the journal of a book without its {checkpoint.FILE}. Choose another folder.")
        system.unlink(segment_path(folder, first))
    token = system.token()
    Journal.begin(system, folder, book.seq + 1, book=token, before=0, last=0).release()
    now = system.now().isoformat(timespec="seconds")
    meta = checkpoint.Meta(book=token, seq=book.seq, last=0, segment=book.seq + 1, at=now)
    backups.replace_checkpoint(system, folder, book, meta, None)
    with contextlib.suppress(OSError):
        backups.keep_origin(system, folder, folder / checkpoint.FILE)
