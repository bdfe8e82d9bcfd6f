"""The first examination of a book's folder: opens it for reading only, and looks at everything without changing it."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from core.book.book import Book
from core.book.change import change_of, inserted
from core.book.integrity import check, named
from core.errors import BookshiftError, StoreError
from core.ports import Examined
from core.schema import TABLES, InvalidRecord, admit
from core.wording import counted
from data.store import backups, checkpoint
from data.store.bookstore import BookStore
from data.store.store import open_store
from data.store.system import SYSTEM


def examine(folder: Path) -> tuple[Examined, ...]:
    """What was looked at in a book's folder, in order; a book that does not open is looked at no further."""
    try:
        opened = open_store(folder, read_only=True)
    except StoreError as error:
        return (Examined("opening", False, str(error)),)
    return (
        _opened(folder, opened.book, opened.notes),
        _records(opened.book),
        _together(opened.book),
        _history(opened.store, opened.book),
        _plain(folder),
        _kept(folder),
        *_rights(folder),
    )


def _opened(folder: Path, book: Book, notes: tuple[str, ...]) -> Examined:
    count = sum(map(len, book.tables.values()))
    says = f"The book in {folder} opens: {counted(count, 'record')} after {counted(book.seq, 'change')}."
    return Examined("opening", not notes, " ".join((says, *notes)))


def _records(book: Book) -> Examined:
    """Every record against its schema; opening trusts the checksums."""
    for spec in TABLES:
        for record in book.tables[spec.name].all():
            try:
                if admit(record) != record:
                    return Examined(
                        "records", False, f"{_named(spec.name, record)} holds text that should not be stored."
                    )
            except InvalidRecord as error:
                return Examined("records", False, f"{_named(spec.name, record)}: {error}.")
    return Examined("records", True, "Every record is as its table asks.")


def _named(table: str, record: object) -> str:
    text = named(table, getattr(record, "id", 0), record)
    return text[:1].upper() + text[1:]


def _together(book: Book) -> Examined:
    """Everything at once, as if it had just been written: references, holders, seats, circles."""
    empty = Book.of({})
    edits = [inserted(record) for name, table in book.tables.items() if name != "policy" for record in table.all()]
    try:
        check(empty, change_of("examine", "", edits), book)
    except BookshiftError as error:
        text = str(error)
        return Examined("integrity", False, text[:1].upper() + text[1:])
    return Examined("integrity", True, "The records fit together.")


def _history(store: BookStore, book: Book) -> Examined:
    try:
        heads = store.heads()
        for head in heads:
            store.patches(head.seq)
    except BookshiftError as error:
        return Examined("history", False, str(error))
    expected = list(range(book.seq - len(heads) + 1, book.seq + 1))
    if [head.seq for head in heads] != expected:
        return Examined("history", False, "The numbers of the changes do not follow on each other.")
    return Examined("history", True, f"{counted(len(heads), 'change')} can be read, and taken back.")


def _plain(folder: Path) -> Examined:
    """The checkpoint as anybody's TinyDB sees it."""
    from tinydb import TinyDB  # only this check needs it

    try:
        with TinyDB(folder / checkpoint.FILE, access_mode="r") as database:
            tables = database.tables()
    except (OSError, ValueError) as error:
        return Examined("TinyDB", False, f"{checkpoint.FILE} does not open in TinyDB: {error}.")
    return Examined("TinyDB", True, f"{checkpoint.FILE} opens in TinyDB with {counted(len(tables), 'table')}.")


def _kept(folder: Path) -> Examined:
    found = backups.kept(SYSTEM, folder)
    newest = f", the newest of {found[-1].day}" if found else ""
    return Examined("backups", True, f"{counted(len(found), 'backup')}{newest}.")


def _rights(folder: Path) -> Iterator[Examined]:
    """Who else may read the files; a system without such rights is not asked."""
    if os.name != "posix":
        return
    paths = [folder, *folder.rglob("*")]
    loose = [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if loose:
        others = f" and {counted(len(loose) - 1, 'other')}" if len(loose) > 1 else ""
        yield Examined("rights", False, f"Others may read {loose[0]}{others}. `chmod -R go= {folder}` stops that.")
    else:
        yield Examined("rights", True, "Only you may read the files.")
