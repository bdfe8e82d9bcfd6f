"""Following a book that another process writes: its new changes, line by line, without a lock and without writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from core.book.book import Book
from core.book.change import Change, Head
from core.book.undo import edit_of
from core.errors import BookshiftError
from data.store import codec, lines
from data.store.errors import Damaged
from data.store.journal import Segment, segment_path
from data.store.system import Mode, System, pieces


@dataclass(frozen=True, slots=True)
class News:
    """What another process did since the last look."""

    changes: tuple[Change, ...] = ()
    """Its changes, in order; each fits the book the one before it left."""
    places: tuple[tuple[int, int], ...] = ()
    """Segment and offset of each."""
    lost: str = ""
    """Why the book must be read anew instead, as a sentence; empty when the changes are all there is to know."""


class _TakenBack(Exception):
    """The file is not the one that was read before: the writer took a line back."""


class Follower:
    """Where a reader stands in the journal of a book that somebody else may be writing."""

    def __init__(self, system: System, folder: Path, book: Book, segment: Segment) -> None:
        """Stand behind the newest segment of a book that was just read."""
        self.book = book
        """The book as far as it was read."""
        self._system = system
        self._folder = folder
        self._first = segment.first
        self._next = segment.next
        self._at = segment.at
        self._end = segment.end
        self._sum = segment.sum
        self._sealed = False

    def look(self) -> News:
        """What is new; costs one look at the file's length while nothing is. A line that is not whole is not yet."""
        changes: list[Change] = []
        places: list[tuple[int, int]] = []
        try:
            for change, at in self._new():
                changes.append(change)
                places.append((self._first, at))
        except _TakenBack:
            return News(lost="The other program took its last change back; the book was read anew.")
        except OSError:
            return News(tuple(changes), tuple(places))
        except BookshiftError as error:
            return News(lost=f"What the other program wrote cannot be followed ({error}); the book was read anew.")
        return News(tuple(changes), tuple(places))

    def _new(self) -> Iterator[tuple[Change, int]]:
        while True:
            yield from self._rest_of_segment()
            if not (self._sealed or self._went_on()) or not self._enter(self._next):
                return

    def _rest_of_segment(self) -> Iterator[tuple[Change, int]]:
        path = segment_path(self._folder, self._first)
        size = self._system.size(path)
        if size < self._end:
            raise _TakenBack
        if size == self._end:
            return
        start = self._at
        data = self._read(path, start)
        line = lines.read(data, 0)
        if line is None or start + line.end != self._end or line.sum != self._sum:
            raise _TakenBack
        at = line.end
        while (line := lines.read(data, at)) is not None:
            if line.before != self._sum:
                raise _TakenBack
            fields = orjson.loads(line.head)
            if "seq" in fields:
                change = self._applied(codec.head_from(fields), line.edits, fields.get("base", 0), path, start + at)
                yield change, start + at
            self._sealed = "sealed" in fields
            self._at, self._end = start + at, start + line.end
            if self._sealed:
                return
            self._sum, at = line.sum, line.end

    def _applied(self, head: Head, edits: bytes, base: int, path: Path, at: int) -> Change:
        if head.seq != self._next:
            raise Damaged(path, at, f"change {self._next} is missing")
        change = change_from(self.book, head, edits, base)
        self.book, _ = self.book.apply(change)
        self._next += 1
        return change

    def _went_on(self) -> bool:
        """Whether a writer that was killed between two segments goes on in the next one."""
        if self._next == self._first:
            return False
        try:
            data = self._read(segment_path(self._folder, self._next), 0)
        except OSError:
            return False
        header = lines.read(data, 0)
        return header is not None and header.before == self._sum and lines.read(data, header.end) is not None

    def _enter(self, first: int) -> bool:
        """Go on to the next segment; False while it is not there yet."""
        try:
            header = lines.read(self._read(segment_path(self._folder, first), 0), 0)
        except FileNotFoundError:
            return False
        if header is None:
            return False
        if header.before != self._sum:
            raise _TakenBack
        self._first, self._at, self._end, self._sum, self._sealed = first, 0, header.end, header.sum, False
        return True

    def _read(self, path: Path, at: int) -> bytes:
        handle = self._system.open(path, Mode.READ)
        try:
            return b"".join(pieces(self._system, handle, at=at))
        finally:
            self._system.close(handle)


def change_from(book: Book, head: Head, edits: bytes, base: int) -> Change:
    """A change with whole records, made of a journal line and the book it was made on; raises ``BookshiftError``."""
    made = [edit_of(patch, book.tables[patch.table].get(patch.id)) for patch in codec.patches_from(edits)]
    return Change(
        kind=head.kind,
        says=head.says,
        edits=tuple(made),
        why=head.why,
        by=head.by,
        actor=head.actor,
        at=head.at,
        base=base,
        seq=head.seq,
        undoes=head.undoes,
        redoes=head.redoes,
    )
