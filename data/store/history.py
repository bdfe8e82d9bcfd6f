"""The history as the journal has it: heads of all changes, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from core.book.change import Head, Patch
from core.errors import BookshiftError, StoreError
from data.store import codec, lines
from data.store.errors import Damaged
from data.store.journal import Chain, Segment, read_segment, segment_path, segments
from data.store.system import Mode, System, pieces, read_file, why


class History:
    """Finds changes in the segments. Older segments are read when the history is first asked for."""

    def __init__(self, system: System, folder: Path, chain: Chain) -> None:
        self._system = system
        self._folder = folder
        self._oldest = chain.segments[0]
        self._heads: list[Head] = []
        self._places: list[tuple[int, int]] = []
        self._whole = False
        self.gap = ""
        """Why the history does not reach back to the beginning; empty when it does, or was not asked for yet."""
        self.grew = False
        """Whether a change was added since opening."""
        for segment in chain.segments:
            self._take(segment)

    def _take(self, segment: Segment) -> None:
        for entry in segment.entries:
            try:
                self._heads.append(codec.head_from(entry.fields))
            except codec.Unreadable as error:
                raise Damaged(segment.path, entry.at, str(error)) from error
        self._places += [(segment.first, entry.at) for entry in segment.entries]

    def add(self, head: Head, first: int, at: int) -> None:
        """A change that was just written into a segment."""
        self._heads.append(head)
        self._places.append((first, at))
        self.grew = True

    def heads(self) -> Sequence[Head]:
        """The heads, oldest first; a damaged old segment ends the history there, and ``gap`` says so."""
        self._reach_back()
        return tuple(self._heads)

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change did; ``KeyError`` for a number that is not in the history."""
        place = self._place(seq)
        if place is None:
            self._reach_back()
            place = self._place(seq)
        if place is None:
            raise KeyError(seq)
        first, at = self._places[place]
        path = segment_path(self._folder, first)
        try:
            return _patches(self._line(path, at), 0, path, at, seq)
        except OSError as error:
            raise StoreError(f"{path.name} cannot be read, because {why(error)}.", writable=True) from error

    def back_to(self, seq: int, start: int) -> Iterator[tuple[int, Sequence[Patch]]]:
        """What the changes after ``seq`` up to ``start`` did, newest first; each segment is read once.

        Raises ``KeyError`` when the history does not reach back that far.
        """
        if start > seq and self._place(seq + 1) is None:
            self._reach_back()
        first, data = -1, b""
        for number in range(start, seq, -1):
            place = self._place(number)
            if place is None:
                raise KeyError(number)
            segment, at = self._places[place]
            path = segment_path(self._folder, segment)
            if segment != first:
                first, data = segment, read_file(self._system, path)
            yield number, _patches(data, at, path, at, number)

    def _place(self, seq: int) -> int | None:
        """Where a change stands in the lists."""
        if not self._heads:
            return None
        place = seq - self._heads[0].seq
        return place if 0 <= place < len(self._heads) else None

    def _line(self, path: Path, at: int) -> bytes:
        """The bytes of one line."""
        handle = self._system.open(path, Mode.READ)
        try:
            prefix = self._system.read(handle, lines.PREFIX, at)
            return b"".join(pieces(self._system, handle, at=at, until=at + lines.length_of(prefix)))
        finally:
            self._system.close(handle)

    def _reach_back(self) -> None:
        if self._whole:
            return
        self._whole = True
        later, older = self._oldest, []
        try:
            for first in reversed(segments(self._system.names(self._folder))):
                if first >= self._oldest.first:
                    continue
                segment = read_segment(self._system, self._folder, first)
                if (segment.next, segment.sum, segment.book) == (later.first, later.before, later.book):
                    older.append(segment)
                    later = segment
                elif segment.entries:
                    raise Damaged(segment.path, segment.end, f"{later.path.name} does not go on where it ends")
            if later.before:
                self.gap = f"The history before change {later.first} is not in {self._folder} any more."
        except (OSError, BookshiftError) as error:
            said = str(error).split(" Nothing was changed.")[0] if isinstance(error, BookshiftError) else why(error)
            self.gap = f"The history before change {later.first} cannot be read: {said}"
        heads, places = self._heads, self._places
        self._heads, self._places = [], []
        for segment in reversed(older):
            self._take(segment)
        self._heads += heads
        self._places += places


def _patches(data: bytes, start: int, path: Path, at: int, seq: int) -> Sequence[Patch]:
    line = lines.read(data, start)
    if line is None:
        raise Damaged(path, at, f"change {seq} is not as it was written")
    try:
        return codec.patches_from(line.edits)
    except codec.Unreadable as error:
        raise Damaged(path, at, str(error)) from error
