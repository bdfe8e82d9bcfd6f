"""The book as a TinyDB database: ``BookDB(folder)``, or ``TinyDB(folder, storage=BookStorage)`` with stock tables.

The tables are views: a document is made of the record when it is asked for, so nobody can reach into the book through
a result. A write becomes a change of kind ``direct``: validated, checked, durable and undoable like any other.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Table

from core.book.book import Book, IdSource
from core.book.change import Change, Edit, change_of
from core.desk import Desk
from core.errors import BookshiftError, Refusal
from core.moment import Moment
from core.schema import BY_NAME, TABLES, InvalidRecord, admit, decode, encode
from core.words import Record
from data.store.bookstore import BookStore
from data.store.layout import exists
from data.store.store import create_store, open_store
from data.store.system import SYSTEM, System

Document = dict[str, Any]
"""A record as JSON values."""

Updater = Callable[[Any], None]
"""TinyDB's name for what edits a table in place."""


class Refused(BookshiftError, ValueError):
    """A direct edit that the book does not take: the text says why. Nothing was changed."""


class BookStorage(Storage):
    """A book as TinyDB's storage. Opens the folder, or begins an empty book in one that has none."""

    def __init__(
        self, folder: str | Path, *, create: bool = True, read_only: bool = False, system: System = SYSTEM
    ) -> None:
        super().__init__()
        path = Path(folder)
        if create and not read_only and not exists(path, system=system):
            opened = create_store(path, Book.of({}), system=system)
        else:
            opened = open_store(path, read_only=read_only, system=system)
        self.store: BookStore = opened.store
        """The store behind it."""
        self.desk = Desk(opened.book, opened.store, lambda: Moment.at(system.now()), user="direct")
        """The way in that every edit takes."""
        self.desk.listen(lambda book, _: self.store.advance(book))
        self._draft: Book | None = None
        self._edits: list[Edit] = []

    @property
    def book(self) -> Book:
        """The book as reads see it: inside a transaction with its edits so far."""
        return self._draft or self.desk.book

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables; documents are made when they are looked at."""
        return cast("dict[str, dict[str, Any]]", _Tables(self.book))

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        """Make the book hold exactly these documents, as one change; a table that is not named is emptied.

        The book's policy cannot be removed and stays.
        """
        view: object = data
        untouched = view.untouched if isinstance(view, _Tables) else frozenset()
        unknown = set(data) - set(BY_NAME)
        if unknown:
            raise Refused(f"There is no table {min(unknown)} in a book. Its tables are {', '.join(BY_NAME)}.")
        edits: list[Edit] = []
        for name in BY_NAME:
            if name in untouched:
                continue
            documents = {int(number): document for number, document in data.get(name, {}).items()}
            if name == "policy":
                documents.setdefault(1, _document(self.book.policy))
            gone = {number: None for number in self.book.tables[name] if number not in documents}
            edits += _edits(self.book, name, {**gone, **documents})
        self.commit(edits)

    @contextlib.contextmanager
    def transaction(self, says: str = "") -> Iterator[None]:
        """Any number of edits of any tables as one change, durable at the end; an exception undoes all of them."""
        if self._draft is not None:
            raise Refused("A transaction is open already; transactions do not nest.")
        self._draft, self._edits = self.desk.book, []
        try:
            yield
            edits = self._edits
        finally:
            self._draft, self._edits = None, []
        self.commit(edits, says)

    def commit(self, edits: Iterable[Edit], says: str = "") -> None:
        """Take edits into the open transaction, or make them a change of their own; raises ``Refused``."""
        made = list(edits)
        if self._draft is not None:
            self._draft, _ = self._draft.apply(change_of("direct", "", made))
            self._edits += made
            return

        def direct(book: Book, moment: Moment, ids: IdSource, request: list[Edit]) -> Change | Refusal:
            change = change_of("direct", "", request, base=book.seq)
            return change_of("direct", says or _said(change), change.edits, base=book.seq)

        if change_of("direct", "", made).edits:
            outcome = self.desk.do(direct, made)
            if isinstance(outcome, Refusal):
                raise Refused(str(outcome))

    def close(self) -> None:
        """Close the book."""
        self.store.close()


class BookTable(Table):
    """A table of the book. An edit costs the documents it touches; ids are never used twice; nothing is cached."""

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        if name not in BY_NAME:
            raise Refused(f"There is no table {name} in a book. Its tables are {', '.join(BY_NAME)}.")
        # A cached result would be shared by its callers (TinyDB issue 516), so there is no cache whatever is asked.
        super().__init__(storage, name, cache_size=0, persist_empty=persist_empty)

    @property
    def _own(self) -> BookStorage:
        return cast("BookStorage", self._storage)

    def _read_table(self) -> dict[str, Mapping[str, Any]]:
        return cast("dict[str, Mapping[str, Any]]", _Documents(self._own.book, self.name))

    def _update_table(self, updater: Updater) -> None:
        book = self._own.book
        edited = _Edited(book, self.name)
        updater(edited)
        self._own.commit(_edits(book, self.name, edited.touched))

    def _get_next_id(self) -> int:
        # TinyDB looks for the largest id that is there and so gives that of a removed document again.
        self._next_id = None
        return self._own.book.next_ids().take(self.name)

    def insert_multiple(self, documents: Iterable[Mapping[str, Any]]) -> list[int]:
        """Insert documents as one change; the answer is their ids."""
        ids = self._own.book.next_ids()
        book = self._own.book
        fresh: dict[int, Document | None] = {}
        for document in documents:
            if not isinstance(document, Mapping):
                raise ValueError("Document is not a Mapping")
            number = document.doc_id if hasattr(document, "doc_id") else _next(ids, self.name, fresh)
            if number in book.tables[self.name] or number in fresh:
                raise ValueError(f"Document with ID {number} already exists")
            fresh[number] = dict(document)
        self._own.commit(_edits(book, self.name, fresh))
        return list(fresh)

    def update(
        self,
        fields: Mapping[str, Any] | Callable[[MutableMapping[Any, Any]], None],
        cond: QueryLike | None = None,
        doc_ids: Iterable[int] | None = None,
    ) -> list[int]:
        """Update documents; the condition is evaluated first, so that only what it finds is copied."""
        if doc_ids is None and cond is not None:
            doc_ids, cond = [document.doc_id for document in self.search(cond)], None
        return super().update(fields, cond, doc_ids)

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        """Remove documents; the condition is evaluated first, so that only what it finds is copied."""
        if doc_ids is None and cond is not None:
            doc_ids, cond = [document.doc_id for document in self.search(cond)], None
        return super().remove(cond, doc_ids)


class BookDB(TinyDB):
    """A book as a TinyDB database: ``BookDB(folder).table("accounts").search(where("arr") > 100)``."""

    table_class = BookTable
    default_storage_class = BookStorage  # type: ignore[assignment]  # TinyDB types it as its own JSON storage
    default_table_name = "accounts"

    @property
    def own(self) -> BookStorage:
        """The storage, as what it is."""
        return cast("BookStorage", self.storage)

    def transaction(self, says: str = "") -> contextlib.AbstractContextManager[None]:
        """Any number of edits of any tables as one change; an exception undoes all of them."""
        return self.own.transaction(says)


# Views ------------------------------------------------------------------------------------------------------


class _Documents(Mapping[str, Document]):
    """The documents of a table by their id as text, each made when it is looked at."""

    def __init__(self, book: Book, name: str) -> None:
        self._records = book.tables[name]

    def __getitem__(self, key: str) -> Document:
        if not key.isdecimal():
            raise KeyError(key)
        return _document(self._records[int(key)])

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key.isdecimal() and int(key) in self._records

    def __iter__(self) -> Iterator[str]:
        return iter([str(record.id) for record in self._records.all()])

    def __len__(self) -> int:
        return len(self._records)


class _Edited(MutableMapping[int, Document]):
    """A table as an updater sees it: each document is copied when it is first looked at."""

    def __init__(self, book: Book, name: str) -> None:
        self._records = book.tables[name]
        self.touched: dict[int, Document | None] = {}

    def __getitem__(self, key: int) -> Document:
        if key not in self.touched:
            self.touched[key] = _document(self._records[key])
        document = self.touched[key]
        if document is None:
            raise KeyError(key)
        return document

    def __setitem__(self, key: int, document: Document) -> None:
        self.touched[key] = document

    def __delitem__(self, key: int) -> None:
        if key not in self:
            raise KeyError(key)
        self.touched[key] = None

    def __contains__(self, key: object) -> bool:
        if isinstance(key, int) and key in self.touched:
            return self.touched[key] is not None
        return key in self._records

    def __iter__(self) -> Iterator[int]:
        kept = [record.id for record in self._records.all() if self.touched.get(record.id, 0) is not None]
        fresh = [key for key, document in self.touched.items() if document is not None and key not in self._records]
        return iter(kept + fresh)

    def __len__(self) -> int:
        return len(list(iter(self)))


class _Tables(MutableMapping[str, Mapping[str, Document]]):
    """All tables as a stock ``Table`` reads them and writes them back."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._set: dict[str, Mapping[str, Document] | None] = {}

    @property
    def untouched(self) -> frozenset[str]:
        """The tables that nobody replaced."""
        return frozenset(BY_NAME) - frozenset(self._set)

    def __getitem__(self, name: str) -> Mapping[str, Document]:
        if name in self._set:
            table = self._set[name]
            if table is None:
                raise KeyError(name)
            return table
        return _Documents(self._book, name)

    def __setitem__(self, name: str, table: Mapping[str, Document]) -> None:
        self._set[name] = table

    def __delitem__(self, name: str) -> None:
        self._set[name] = None

    def __iter__(self) -> Iterator[str]:
        names = [spec.name for spec in TABLES] + [name for name in self._set if name not in BY_NAME]
        return iter([name for name in names if self._set.get(name, 0) is not None])

    def __len__(self) -> int:
        return len(list(iter(self)))


# Documents and records --------------------------------------------------------------------------------------


def _document(record: Record) -> Document:
    """A record as JSON values, made anew."""
    document: Document = json.loads(encode(record))
    return document


def _record(name: str, number: int, document: Mapping[str, Any]) -> Record:
    """The record of a document; what it leaves out has its default. Raises ``Refused``."""
    if not isinstance(number, int) or number <= 0:
        raise Refused(f"{number!r} is no id: ids are whole numbers from 1 on.")
    if document.get("id", number) != number:
        raise Refused(f"The document {number} of {name} says that its id is {document['id']!r}.")
    try:
        text = json.dumps({"id": number, **document}, allow_nan=False)
        return admit(decode(BY_NAME[name].entity, text))
    except (InvalidRecord, TypeError, ValueError) as error:
        raise Refused(f"{name} {number}: {error}") from error


def _edits(book: Book, name: str, documents: Mapping[int, Document | None]) -> Iterator[Edit]:
    """The edits that make the named documents what they are now; None takes one out."""
    for number, document in documents.items():
        before = book.tables[name].get(number)
        if document is None:
            if name == "policy":
                raise Refused("The policy of a book cannot be removed; update it instead.")
            if before is not None:
                yield Edit(name, number, before, None)
        elif before is None or document != _document(before):
            yield Edit(name, number, before, _record(name, number, document))


def _next(ids: IdSource, name: str, fresh: Mapping[int, object]) -> int:
    number = ids.take(name)
    while number in fresh:
        number = ids.take(name)
    return number


def _said(change: Change) -> str:
    """A sentence for the history."""
    if len(change.edits) == 1:
        edit = change.edits[0]
        what = "Add" if edit.before is None else "Remove" if edit.after is None else "Edit"
        return f"{what} {BY_NAME[edit.table].one} {edit.id} directly"
    tables = sorted({edit.table for edit in change.edits})
    return f"Edit {len(change.edits):,} records directly ({', '.join(tables)})"
