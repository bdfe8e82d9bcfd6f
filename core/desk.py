"""The one way in for screens and commands: run a use case, check, write, advance, tell the listeners."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from core.book.book import Book, Delta, IdSource
from core.book.change import Change, Edit, Head, Patch, head_of, normalised
from core.book.integrity import check
from core.book.undo import redoable, undo_back_to, undo_change, undoable
from core.errors import IntegrityError, Refusal, RefusalKind, StoreError
from core.moment import Moment
from core.ports import SharedStore, Store
from core.schema import InvalidRecord, admit
from core.text import clean

Q = TypeVar("Q")
UseCase = Callable[[Book, Moment, IdSource, Q], Change | Refusal]
"""Every use case: a book, a clock reading, an id counter and a request give a change or a refusal."""


SAYS_LIMIT = 1_000
"""Longest sentence or reason of a change, in characters."""


@dataclass(frozen=True, slots=True)
class Done:
    """A change that is on disk and in the book."""

    change: Change
    """The change with its number."""
    delta: Delta
    """What it touched."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at another writer's work found."""

    changes: int = 0
    """Number of changes that were followed."""
    says: str = ""
    """What the user should be told."""
    anew: bool = False
    """Whether the book was read anew, so that nothing derived from the old one may be kept."""


class Desk:
    """Holds the book and is the only one to advance it. Has no clock and no disk of its own."""

    def __init__(self, book: Book, store: Store, clock: Callable[[], Moment], *, user: str = "") -> None:
        """A desk over a book as the store holds it; ``clock`` is read once per request."""
        self._book = book
        self._store = store
        self._clock = clock
        self._user = user
        self._heads: list[Head] = list(store.heads())
        self._listeners: list[Callable[[Book, Delta], None]] = []

    @property
    def book(self) -> Book:
        """The book as it is now."""
        return self._book

    @property
    def moment(self) -> Moment:
        """A fresh clock reading."""
        return self._clock()

    @property
    def user(self) -> str:
        """Name of who makes the changes; empty where nobody is named."""
        return self._user

    @property
    def read_only(self) -> str:
        """Why nothing can be changed, as a sentence; empty when it can."""
        return self._store.read_only

    @property
    def heads(self) -> Sequence[Head]:
        """The history, oldest first."""
        return self._heads

    @property
    def history_gap(self) -> str:
        """Why the history does not reach back to the beginning, as a sentence; empty when it does."""
        gap: str = getattr(self._store, "history_gap", "")
        return gap

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change of the history did, record by record."""
        return self._store.patches(seq)

    def listen(self, listener: Callable[[Book, Delta], None]) -> Callable[[], None]:
        """Call ``listener`` after every change; the answer takes it off again."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def look(self) -> Looked:
        """Follow what another process wrote meanwhile; nothing for a store that nobody else can write.

        Listeners are told of each change as if it had been made here.
        """
        store = self._shared
        if store is None:
            return Looked()
        news = store.look()
        if news.lost:
            self._read_anew(store)
            return Looked(says=news.lost, anew=True)
        for change in news.changes:
            self._book, delta = self._book.apply(change)
            self._heads.append(head_of(change))
            for listener in tuple(self._listeners):
                listener(self._book, delta)
        return Looked(changes=len(news.changes))

    def take_over(self) -> bool:
        """Become the writer once the process that had the book is gone; whether that is so."""
        store = self._shared
        if store is None or not self.read_only or store.take_over():
            return False
        self._read_anew(store)
        return True

    @property
    def _shared(self) -> SharedStore | None:
        return cast("SharedStore", self._store) if hasattr(self._store, "take_over") else None

    def _read_anew(self, store: SharedStore) -> None:
        self._book = store.book
        self._heads = list(store.heads())

    def preview(self, use_case: UseCase[Q], request: Q) -> tuple[Change, Book] | Refusal:
        """What a use case would do and the book after it, without writing anything."""
        outcome = self._prepare(use_case, request)
        return outcome if isinstance(outcome, Refusal) else (outcome[0], outcome[1])

    def do(self, use_case: UseCase[Q], request: Q) -> Done | Refusal:
        """Run a use case and make its change durable before it is acknowledged."""
        if self.read_only:
            return Refusal(self.read_only, RefusalKind.READ_ONLY)
        outcome = self._prepare(use_case, request)
        return outcome if isinstance(outcome, Refusal) else self._commit(*outcome)

    def undo(self, *, partly: bool = False) -> Done | Refusal:
        """Take the newest change back that was not taken back yet."""
        head = undoable(self._heads)
        if head is None:
            return Refusal("There is nothing to undo.", RefusalKind.NOTHING)
        return self.take_back(head.seq, partly=partly)

    def redo(self) -> Done | Refusal:
        """Take the newest undo back."""
        head = redoable(self._heads)
        if head is None:
            return Refusal("There is nothing to redo.", RefusalKind.NOTHING)
        return self.take_back(head.seq)

    def take_back(self, seq: int, *, partly: bool = False) -> Done | Refusal:
        """Take one change of the history back by a further change."""
        head = next((item for item in self._heads if item.seq == seq), None)
        if head is None:
            return Refusal(f"There is no change number {seq} in the history.", RefusalKind.UNKNOWN)
        patches, later = self._store.patches(seq), self.since(seq)
        return self.do(lambda book, moment, ids, _: undo_change(book, head, patches, partly=partly, later=later), None)

    def since(self, seq: int) -> Iterator[tuple[Head, Sequence[Patch]]]:
        """The changes after one, newest first, with what they did; read one by one as they are asked for."""
        return ((head, self._store.patches(head.seq)) for head in reversed(self._heads) if head.seq > seq)

    def undo_back_to(self, seq: int) -> Done | Refusal:
        """Take back everything that was done after change ``seq``, as one change."""
        later = list(self.since(seq))
        return self.do(lambda book, moment, ids, _: undo_back_to(book, seq, later), None)

    def _prepare(self, use_case: UseCase[Q], request: Q) -> tuple[Change, Book, Delta] | Refusal:
        moment = self._clock()
        try:
            change = use_case(self._book, moment, self._book.next_ids(), request)
            if isinstance(change, Refusal):
                return change
            if change.base not in (0, self._book.seq):
                return Refusal("The book changed in the meantime. Look again and repeat.", RefusalKind.CONFLICT)
            admitted = _admitted(change)
            if not admitted.edits:
                return Refusal("There is nothing to change.", RefusalKind.NOTHING)
            seq = self._book.seq + 1
            stamped = admitted.stamped(seq=seq, base=self._book.seq, at=moment.now, by=self._user)
            after, delta = self._book.apply(stamped)
            check(self._book, stamped, after)
        except (InvalidRecord, IntegrityError) as error:
            return Refusal(_sentence(str(error)), RefusalKind.INVALID)
        return stamped, after, delta

    def _commit(self, change: Change, after: Book, delta: Delta) -> Done | Refusal:
        try:
            self._store.commit(change)
        except StoreError as error:
            return Refusal(str(error), RefusalKind.STORE)
        self._book = after
        self._heads.append(head_of(change))
        for listener in tuple(self._listeners):
            listener(after, delta)
        return Done(change, delta)


def _admitted(change: Change) -> Change:
    """The change as the book may hold it: every record validated, every text clean."""
    edits = normalised(
        edit if edit.after is None else Edit(edit.table, edit.id, edit.before, admit(edit.after))
        for edit in change.edits
    )
    says, why = clean(change.says, limit=SAYS_LIMIT), clean(change.why, limit=SAYS_LIMIT)
    return replace(change, edits=edits, says=says, why=why)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else text + "."


class MemoryStore:
    """A store that keeps its changes in memory only: for previews and tests."""

    read_only = ""
    """Always writable."""

    def __init__(self) -> None:
        self._changes: dict[int, Change] = {}

    def commit(self, change: Change) -> None:
        """Keep the change in memory."""
        self._changes[change.seq] = change

    def heads(self) -> Sequence[Head]:
        """The heads of what was committed."""
        return [head_of(change) for change in self._changes.values()]

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change did."""
        return self._changes[seq].patches


class PastStore:
    """The store behind a book as it was: its history can be read, and nothing can be written."""

    def __init__(self, read_only: str, heads: Sequence[Head], patches: Callable[[int], Sequence[Patch]]) -> None:
        """Behind a book of an earlier day; ``heads`` end with that day."""
        self.read_only = read_only
        """Why nothing can be changed, as a sentence."""
        self._heads = tuple(heads)
        self._patches = patches

    def commit(self, change: Change) -> None:
        """Refuse: the past stays as it was."""
        raise StoreError(self.read_only, writable=False)

    def heads(self) -> Sequence[Head]:
        """The heads of all changes up to that day."""
        return self._heads

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change did."""
        return self._patches(seq)
