"""A book's life on a simulated disk: edits of every size, checkpoints, closing and opening again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from core.book.book import Book
from data.store.journal import Journal
from data.store.layout import exists
from data.store.reading import Found, find
from data.store.store import OpenedStore, create_store, open_store
from data.store.system import System
from tests.data.store.books import assign, desk_over, done, log, rename, same, small_book
from tests.data.store.disk import Disk, Folder, Frozen

FOLDER = Path("/home/mia/book")

LONG = "What was said, and at length. " * 120
"""A text of several sectors."""


class Session:
    """An open book that steps are done on."""

    def __init__(self, system: System, opened: OpenedStore) -> None:
        self.system = system
        self.opened = opened
        self.desk = desk_over(opened.book, opened.store)

    def reopen(self) -> None:
        """Close the book and open it again."""
        self.opened.store.close()
        self.opened = open_store(FOLDER, system=self.system)
        self.desk = desk_over(self.opened.book, self.opened.store)


Step = Callable[[Session], object]


def _rename(name: str) -> Step:
    return lambda session: done(session.desk.do(rename, (1, name)))


def _assign(person: int) -> Step:
    return lambda session: done(session.desk.do(assign, (2, person)))


def _log(text: str) -> Step:
    return lambda session: done(session.desk.do(log, (1, text)))


def _undo(session: Session) -> object:
    return done(session.desk.undo())


def _checkpoint(session: Session) -> object:
    return session.opened.store.checkpoint()


def _reopen(session: Session) -> object:
    session.reopen()
    return session.opened


LIFE: tuple[Step, ...] = (
    _rename("One"),
    _assign(1),
    _log("short"),
    _checkpoint,
    _rename("Two"),
    _log(LONG),
    _reopen,
    _undo,
    _assign(2),
    _checkpoint,
    _checkpoint,
    _reopen,
    _rename("Three"),
    _checkpoint,
    _log(LONG),
    _assign(1),
    _reopen,
    _log("last"),
)
"""What happens; a checkpoint follows a checkpoint, an opening, and nothing."""

EDITS = frozenset(range(len(LIFE))) - {3, 6, 9, 10, 11, 13, 16}
"""The steps that make a change."""


class Work:
    """A life that is watched: what must be there after a power cut at each of its moments."""

    def __init__(self, longest: int = 1 << 24) -> None:
        """Live it on a new disk, with segments of up to so many bytes."""
        before, Journal.longest = Journal.longest, longest
        try:
            self._live()
        finally:
            Journal.longest = before

    def _live(self) -> None:
        self.disk = new_disk()
        self.books: list[Book] = []
        """The book after each change."""
        self.moments: list[tuple[Frozen, int, int]] = []
        """The disk after each call, the last acknowledged change then (-1: no book yet), and the one under way."""
        self._sure, self._possible = -1, 0
        self.disk.on_call = self._watch
        opened = create_store(FOLDER, first_book(), system=self.disk)
        self.books.append(opened.book)
        self._sure = self._possible = 0
        session = Session(self.disk, opened)
        for number, step in enumerate(LIFE):
            self._possible = self._sure + (number in EDITS)
            step(session)
            if number in EDITS:
                self.books.append(session.desk.book)
            self._sure = self._possible
        self.disk.on_call = lambda name: None

    def _watch(self, name: str) -> None:
        self.moments.append((self.disk.frozen(), self._sure, self._possible))


def first_book() -> Book:
    """The book that the life begins with."""
    return small_book(accounts=2, people=2)


def new_disk() -> Disk:
    """An empty disk with a home folder."""
    disk = Disk()
    disk.folders[FOLDER.parent] = Folder()
    return disk


class Judge:
    """Says whether a disk holds what it must. What it has seen right once it need not read again."""

    def __init__(self, books: list[Book]) -> None:
        self._books = books
        self._known: set[object] = set()

    def check(self, disk: Disk, sure: int, possible: int, *, whole: bool = False) -> None:
        """Raise ``AssertionError`` unless the disk holds everything acknowledged and nothing that was never asked."""
        if sure < 0 and not exists(FOLDER, system=disk):
            create_store(FOLDER, self._books[0], system=disk).store.close()
            sure = 0
        found = find(disk, FOLDER)
        assert max(sure, 0) <= found.seq <= possible, f"{sure} <= {found.seq} <= {possible}"
        key = self._key(disk, found)
        if key in self._known and not whole:
            return
        opened = open_store(FOLDER, system=disk)
        assert opened.store.read_only == ""
        assert same(opened.book, self._books[found.seq])
        assert [head.seq for head in opened.store.heads()] == list(range(1, found.seq + 1))
        assert opened.store.history_gap == ""
        self._known.add(key)

    def _key(self, disk: Disk, found: Found) -> object:
        lines = tuple(
            bytes(disk.folders[FOLDER].names[segment.path.name].data[: segment.end]) for segment in found.chain.segments
        )
        return bytes(disk.folders[found.path.parent].names[found.path.name].data), lines

    def work_on(self, disk: Disk) -> None:
        """Go on with the book, across checkpoints, and find all of it on opening again."""
        opened = open_store(FOLDER, system=disk)
        session = Session(disk, opened)
        before = session.desk.book.seq
        for number in range(4):
            done(session.desk.do(rename, (1, f"Further {number}")))
            done(session.desk.do(log, (2, f"Said {number}")))
            if number % 2:
                session.opened.store.checkpoint()
        session.opened.store.close()
        again = open_store(FOLDER, system=disk)
        assert again.book.seq == before + 8
        assert same(again.book, session.desk.book)
        assert [head.seq for head in again.store.heads()] == list(range(1, before + 9))
        assert again.notes == ()
