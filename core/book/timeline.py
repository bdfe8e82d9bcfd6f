"""The book as it was: after any change of its history, or at the end of any day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.book.book import Book
from core.book.change import Change, Edit, Head, Patch
from core.book.integrity import named
from core.errors import IntegrityError, Refusal, RefusalKind
from core.moment import Moment
from core.schema import revise
from core.words import Record


@dataclass(frozen=True, slots=True)
class Past:
    """The book at an earlier point."""

    book: Book
    """The book as it was; for reading only."""
    moment: Moment
    """The end of that day: what "today" means in it."""
    last: Head | None
    """The last change in it; None when it is the book as it began."""


def as_of(
    book: Book,
    heads: Sequence[Head],
    patches: Callable[[int], Sequence[Patch]],
    day: date,
    moment: Moment,
    *,
    past: Callable[[int], Book] | None = None,
) -> Past | Refusal:
    """The book at the end of a day, in the reader's own time zone.

    ``heads`` is the history that can be read, oldest first, and ``patches`` gives what a change did. ``past`` gives the
    book after a change by a shorter way, where there is one. Refused for a day that is still to come, and for one
    before the history begins.
    """
    if day > moment.today:
        return Refusal(f"{day.isoformat()} is still to come: the book as of a day is what it was then.")
    end = datetime.combine(day + timedelta(days=1), time(), tzinfo=moment.now.tzinfo) - timedelta(microseconds=1)
    seq = seq_at(heads, end, before=_start(book, heads))
    if seq is None:
        first = heads[0]
        return Refusal(
            f"The history reaches back to {first.at.date().isoformat()} (change {first.seq}); what the book was on "
            f"{day.isoformat()} is not known.",
            RefusalKind.UNKNOWN,
        )
    last = next((head for head in reversed(heads) if head.seq == seq), None)
    if past is not None:
        then = past(seq)
    else:
        then = book_at(book, seq, ((head.seq, patches(head.seq)) for head in reversed(heads) if head.seq > seq))
    return Past(then, Moment(now=end, today=day), last)


def _start(book: Book, heads: Sequence[Head]) -> int:
    """The number of the book before the first change there is to read."""
    return heads[0].seq - 1 if heads else book.seq


def seq_at(heads: Sequence[Head], at: datetime, *, before: int = 0) -> int | None:
    """The number of the last change made up to a time; ``before`` when all were made later.

    The order is that of the numbers. A clock that once went back moves nothing: a change counts as made no earlier
    than those before it. None when the first change was made later and is not the first of the book.
    """
    latest: datetime | None = None
    found = before
    for head in heads:
        latest = head.at if latest is None or head.at > latest else latest
        if latest > at:
            break
        found = head.seq
    if found == before and before > 0 and heads:
        return None
    return found


def book_at(book: Book, seq: int, later: Iterable[tuple[int, Sequence[Patch]]]) -> Book:
    """The book after change ``seq``; ``later`` are the patches of the changes since, newest first.

    Raises ``IntegrityError`` where the patches do not fit the book. Costs the records they touch.
    """
    states: dict[tuple[str, int], _State] = {}
    for number, patches in later:
        for patch in reversed(patches):
            key = (patch.table, patch.id)
            if key not in states:
                states[key] = _State(book.tables[patch.table].get(patch.id))
            if not states[key].take_back(patch):
                name = named(patch.table, patch.id, states[key].record)
                raise IntegrityError(f"change {number} does not fit {name} as it was left; run doctor.")
    edits = [
        Edit(table, number, book.tables[table].get(number), state.whole()) for (table, number), state in states.items()
    ]
    past, _ = book.apply(Change(kind="as-of", says="", edits=tuple(edits), seq=book.seq))
    return Book(tables=past.tables, indexes=past.indexes, digests=past.digests, high=past.high, seq=seq)


@dataclass(slots=True)
class _State:
    """A record on its way back; its fields are set once, at the end."""

    record: Record | None
    fields: dict[str, object] = field(default_factory=dict)

    def take_back(self, patch: Patch) -> bool:
        """Undo one patch; False when it is not what was done to this record."""
        if patch.inserted is not None:
            fits = self.record is not None and self.whole() == patch.inserted
            self.record, self.fields = None, {}
            return fits
        if patch.deleted is not None:
            fits = self.record is None
            self.record, self.fields = patch.deleted, {}
            return fits
        if self.record is None:
            return False
        for change in patch.fields:
            if self.fields.get(change.name, getattr(self.record, change.name)) != change.after:
                return False
            self.fields[change.name] = change.before
        return True

    def whole(self) -> Record | None:
        """The record with its fields set."""
        if self.record is not None and self.fields:
            self.record, self.fields = revise(self.record, **self.fields), {}
        return self.record
