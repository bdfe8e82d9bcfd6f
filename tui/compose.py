"""The composition root: the only module that imports `data`. It hands out the desk with everything behind it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from core.moment import Moment

if TYPE_CHECKING:  # imported where they are used: a command that opens no book does not need them
    from core.book.book import Book
    from core.desk import Desk
    from core.errors import Refusal
    from core.organisation import Plan
    from core.people import Person, Pool
    from core.ports import (
        Backups,
        Catalogue,
        DemoSize,
        Doctor,
        Drafts,
        Exporter,
        Importer,
        OwnModels,
        RebalanceDrafts,
        Salvaged,
        Snapshots,
    )
    from core.usecases.forget import Forget
    from data.settings import Settings
    from data.store.forget import Forgotten
    from data.store.store import OpenedStore
    from tui.session import Session


FIRST_MODEL = "generalist"
"""The model a new book begins with."""


_LARGE = 5_000_000
"""Bytes of a checkpoint from which the book is shown before its conversations are read."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where this user's files are."""

    book: Path
    """Folder of the book."""
    settings: Path
    """The settings; the file need not exist."""
    state: Path
    """What the screens remember; the folder need not exist."""

    @property
    def logs(self) -> Path:
        """Folder of crash logs; it need not exist."""
        return self.state / "logs"


def places(book: str | None = None) -> Places:
    """Where this user's files are, with the book in another folder if one is named."""
    from data import paths

    return Places(book_folder(book), paths.settings_file(), paths.state_folder())


def book_folder(named: str | None) -> Path:
    """The folder of the book: the named one, or the usual place."""
    if named is not None:
        return Path(named).expanduser()
    from data import paths

    return paths.book_folder()


def clock(today: date | None = None) -> Callable[[], Moment]:
    """The system's clock, or one that always shows the same day."""

    def read() -> Moment:
        moment = Moment.at(datetime.now().astimezone())
        return moment if today is None else moment.on(today)

    return read


@dataclass(slots=True)
class House:
    """An open book with all that works on it."""

    desk: Desk
    """The one way in for changes."""
    snapshots: Snapshots
    """Files that hold a whole book."""
    notes: Sequence[str] = ()
    """What the user should be told about opening, one sentence each."""
    folder: Path | None = None
    """Where the book is; None for one that is in memory only."""
    backups: Backups = field(default_factory=lambda: backup_files(None))
    """The backups beside the book."""
    checkpoint: Callable[[], bool] = field(default=lambda: False)
    """Writes the whole book anew; False when nothing was changed since the last time."""
    tidy: Callable[[], None] = field(default=lambda: None)
    """Writes the whole book anew if opening would gain much by it; for idle moments."""
    close: Callable[[], None] = field(default=lambda: None)
    """Lets others write. Everything is saved already."""
    _drafts: Drafts | None = None
    _proposals: RebalanceDrafts | None = None

    @property
    def drafts(self) -> Drafts:
        """The manager's drafts, read when first asked for."""
        if self._drafts is None:
            self._drafts = drafts(self.folder)
        return self._drafts

    @property
    def proposals(self) -> RebalanceDrafts:
        """The manager's drafts of proposals, read when first asked for."""
        if self._proposals is None:
            self._proposals = proposals(self.folder)
        return self._proposals


def book_exists(folder: Path) -> bool:
    """Whether a folder holds a book."""
    from data.store.layout import exists

    return exists(folder)


def open_house(
    folder: Path,
    *,
    today: date | None = None,
    read_only: bool = False,
    as_of: date | None = None,
    early: Callable[[Book, Moment], None] | None = None,
) -> House:
    """Open the book of a folder; raises ``BookshiftError`` with the sentence for the user.

    A book that another process has is opened for reading only; ``desk.read_only`` says so. With ``as_of`` it is the
    book at the end of that day, for reading only. ``early`` is given a large book before its conversations are read.
    """
    from data.store.store import Opening

    opening = Opening(folder, read_only=read_only or as_of is not None)
    if early is not None and as_of is None and _is_large(folder):
        book = opening.early()
        if book is not None:
            early(book, clock(today)())
    house = _house(opening.finish(_breathe if early is not None else None), today)
    return house if as_of is None else _as_it_was(house, as_of)


def glance(folder: Path, *, today: date | None = None) -> tuple[Book, Moment, Sequence[str]]:
    """The book of a folder for one look at it, the moment, and what the user should be told.

    Its conversations may be left out; their digests are there. Raises ``BookshiftError``.
    """
    from data.store import store

    book, notes = store.glance(folder)
    return book, clock(today)(), notes


def _is_large(folder: Path) -> bool:
    """Whether reading the whole book takes long enough to show it in two steps."""
    try:
        return (folder / "book.json").stat().st_size > _LARGE
    except OSError:
        return False


def _breathe() -> None:
    """Let the screen have the interpreter for a moment."""
    time.sleep(0.0005)


def _as_it_was(house: House, day: date) -> House:
    from core.book.timeline import as_of
    from core.desk import Desk, PastStore
    from core.errors import BookshiftError, Refusal
    from core.wording import short_date

    desk = house.desk
    past = as_of(desk.book, desk.heads, desk.patches, day, desk.moment)
    if isinstance(past, Refusal):
        house.close()
        raise BookshiftError(past.says)
    reason = f"This is the book as it was on {short_date(day)}; the past cannot be changed."
    heads = [head for head in desk.heads if past.last is not None and head.seq <= past.last.seq]
    store = PastStore(reason, heads, desk.patches)
    shown = Desk(past.book, store, lambda: past.moment, user=user_name())
    return House(shown, house.snapshots, (reason,), folder=house.folder, backups=house.backups, close=house.close)


def create_house(folder: Path, book: Book, *, today: date | None = None) -> House:
    """Begin a book in a folder with the records of ``book``; raises ``StoreError`` where one is already."""
    from data.store.store import create_store

    return _house(create_store(folder, book), today)


def house_in_memory(book: Book, *, today: date | None = None) -> House:
    """A house whose changes are gone when it is closed."""
    from core.desk import Desk, MemoryStore

    return House(Desk(book, MemoryStore(), clock(today), user=user_name()), snapshots())


def _house(opened: OpenedStore, today: date | None) -> House:
    from core.desk import Desk

    store = opened.store
    desk = Desk(opened.book, store, clock(today), user=user_name())
    desk.listen(lambda book, _: store.advance(book))

    def tidy() -> None:
        if store.worth_checkpoint:
            store.checkpoint(_breathe)

    return House(
        desk,
        snapshots(),
        opened.notes,
        folder=store.folder,
        backups=backup_files(store.folder),
        checkpoint=store.checkpoint,
        tidy=tidy,
        close=store.close,
    )


def user_name() -> str:
    """The name changes are signed with: that of the login."""
    return next((os.environ[name] for name in ("LOGNAME", "USER", "USERNAME") if os.environ.get(name)), "")


def fresh_book(name: str, currency: str = "USD", *, today: date | None = None) -> Book | Refusal:
    """A book without people and accounts, with the roles, segments and words that ship.

    Generalist is in force, the model that asks for nothing but what every CRM knows: one owner for each account.
    """
    from core.book.book import Book
    from core.errors import Refusal
    from core.usecases.new_book import NewBook, new_book
    from core.usecases.use_model import UseModel, use_model
    from data.catalogue import catalogue as shipped

    found = shipped()
    made = new_book(NewBook(name, currency, roles=found.roles, segments=found.segments, vocab=found.words))
    if isinstance(made, Refusal):
        return made
    change = use_model(made, clock(today)(), made.next_ids(), UseModel(found.models, found.alignments, key=FIRST_MODEL))
    if isinstance(change, Refusal):
        return change
    begun, _ = made.apply(change)
    return Book.of({name: table.all() for name, table in begun.tables.items()})


def catalogue(book: Book | None = None) -> tuple[Catalogue, Sequence[str]]:
    """The models that ship with the manager's own, and a sentence for each file left aside.

    A book adds the roles that own models may name, and the models that only it keeps.
    """
    return own_models(book).catalogue()


def own_models(book: Book | None = None) -> OwnModels:
    """The manager's own models and alignments, in files beside the settings."""
    from data.catalogue import catalogue as shipped
    from data.own_models import OwnModels as Files

    return Files(places().settings.parent, shipped(), book)


def drafts(folder: Path | None) -> Drafts:
    """The drafts kept beside the book of a folder; of a book in memory they are gone with it."""
    from data.drafts import DraftFiles, MemoryDrafts

    return MemoryDrafts() if folder is None else DraftFiles(folder / "drafts")


def proposals(folder: Path | None) -> RebalanceDrafts:
    """The drafts of proposals kept beside the book of a folder; of a book in memory they are gone with it."""
    from data.drafts import MemoryProposals, ProposalFiles

    return MemoryProposals() if folder is None else ProposalFiles(folder / "drafts")


def importer() -> Importer:
    """Reads CSV files."""
    from data.importing import Importer

    return Importer()


def exporter() -> Exporter:
    """Writes CSV and JSON files."""
    from data.exporting import Exporter

    return Exporter()


def doctor() -> Doctor:
    """Looks at a book's folder without changing anything."""
    from data.doctor import examine

    return examine


def salvage(folder: Path) -> Salvaged:
    """What can be saved of a damaged book, which stays as it is; raises ``StoreError`` when there is nothing."""
    from data.store import salvage

    return salvage.salvage(folder)


def erase(folder: Path, request: Forget) -> Forgotten | Refusal:
    """Forget somebody in the files of a book that no program has open; raises ``StoreError``."""
    from data.store import forget

    return forget.erase(folder, request, user=user_name())


def demo_book(size: DemoSize, seed: int, today: date) -> Book:
    """A believable book, the same for the same size, seed and day."""
    from data.demo import generate

    return generate.demo_book(size, seed=seed, today=today)


class _SnapshotFiles:
    """Snapshots as files."""

    def read(self, path: Path) -> Book:
        from data import snapshots

        return snapshots.read(path).book

    def write(self, book: Book, path: Path, *, overwrite: bool = False, private: bool = True, today: date) -> int:
        from data import snapshots

        return snapshots.write(book, path, overwrite=overwrite, include_private=private, today=today)


def snapshots() -> Snapshots:
    """Reads and writes files that hold a whole book."""
    return _SnapshotFiles()


def backup_files(folder: Path | None) -> Backups:
    """The backups beside the book of a folder; a book in memory has none."""
    from data.backups import BackupFiles, NoBackups

    return NoBackups() if folder is None else BackupFiles(folder)


def settings() -> Settings:
    """What the user set: theme and keys, with a sentence for each part of the file that was left aside."""
    from data.settings import read_settings

    return read_settings(places().settings)


def session(folder: Path | None, theme: str) -> Session:
    """What the screens remember of a book, kept in its folder; a book in memory is forgotten with its screens."""
    from data.session import read_session, write_session
    from tui.session import Session

    if folder is None:
        return Session(theme=theme)
    kept = Session.of_data(read_session(folder), theme=theme)
    kept.keep = lambda remembered: write_session(folder, remembered.as_data())
    return kept


def plan_in(path: Path) -> Plan:
    """The plan in a TOML file; raises ``BookshiftError`` with what is wrong."""
    from data.catalogue import read_plan

    return read_plan(path)


def pools_in(path: Path, people: Collection[Person]) -> tuple[Pool, ...]:
    """The pools in such a file; raises ``BookshiftError`` for a member who is not among the people."""
    from data.catalogue import read_pools

    return read_pools(path, people)


def write_text(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a text file whole or not at all; one that exists only with ``overwrite``. Raises ``BookshiftError``."""
    from data.writers.files import write_new

    write_new(path, text.encode("utf-8"), overwrite=overwrite)
