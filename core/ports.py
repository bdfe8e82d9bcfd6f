"""What the domain asks of the outside: the store behind the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:  # every command imports this module, and few of them need what it speaks of
    from datetime import date, datetime
    from pathlib import Path

    from core.book.book import Book
    from core.book.change import Change, Head, Patch
    from core.exchange.plan import ImportPlan
    from core.exchange.sheet import Sheet
    from core.moment import Moment
    from core.organisation import Alignment, Draft, Model
    from core.rebalance.draft import RebalanceDraft

DemoSize = Literal["small", "team", "large"]
"""How large a demo book is."""


class Store(Protocol):
    """Where changes are kept. A change is durable before ``commit`` returns."""

    @property
    def read_only(self) -> str:
        """Why nothing can be written, as a sentence; empty when it can."""
        ...

    def commit(self, change: Change) -> None:
        """Write one stamped change durably, or raise ``StoreError`` with the book as before."""
        ...

    def heads(self) -> Sequence[Head]:
        """The heads of all changes, oldest first."""
        ...

    def patches(self, seq: int) -> Sequence[Patch]:
        """What one change did; ``KeyError`` for a number that is not in the history."""
        ...


class News(Protocol):
    """What another process did to the book since the last look."""

    @property
    def changes(self) -> Sequence[Change]:
        """Its changes, in order; each fits the book the one before it left."""
        ...

    @property
    def lost(self) -> str:
        """Why the book was read anew instead, as a sentence; empty when the changes are all there is to know."""
        ...


class SharedStore(Store, Protocol):
    """A store that another process may be writing while this one reads."""

    @property
    def book(self) -> Book:
        """The book as the disk has it."""
        ...

    def look(self) -> News:
        """What another process wrote since the last look; nothing when this one is the writer."""
        ...

    def take_over(self) -> str:
        """Become the writer once the other process is gone; the answer is why not, or empty."""
        ...


class Snapshots(Protocol):
    """Files that hold a whole book."""

    def read(self, path: Path) -> Book:
        """The book in a file; raises ``BookshiftError`` with the sentence for the user."""
        ...

    def write(self, book: Book, path: Path, *, overwrite: bool = False, private: bool = True, today: date) -> int:
        """Write a book and give the number of bytes; raises ``BookshiftError`` where that is not possible.

        Without ``private`` the reasons of leave, people who will leave after ``today``, and interviews are left out.
        A file that exists is replaced only with ``overwrite``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Backup:
    """A whole book as it was, kept beside it without being asked for."""

    seq: int
    """Number of the last change in it, by which commands name it."""
    at: datetime
    """When it was written, local time."""
    size: int
    """Bytes of its file."""
    path: Path
    """The file."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What a book and its past take on the disk."""

    book: int
    """Bytes of the checkpoint."""
    changes: int
    """Bytes of the history."""
    backups: int
    """Number of backups."""
    backup_bytes: int
    """Bytes of the backups; a file that has two names counts once."""


class Backups(Protocol):
    """The backups of one book; a book in memory has none."""

    def all(self) -> tuple[Backup, ...]:
        """Every backup, the newest first."""
        ...

    def read(self, backup: Backup) -> Book:
        """The book in a backup; raises ``BookshiftError`` with the sentence for the user."""
        ...

    def keeping(self) -> Keeping | None:
        """What is kept and what it takes on the disk; None for a book in memory."""
        ...


class Importer(Protocol):
    """Reads files and says what importing them would do; writes nothing into the book."""

    def preview(
        self,
        paths: Sequence[Path],
        *,
        book: Book,
        moment: Moment,
        kind: str | None = None,
        mapping: Mapping[str, str] | None = None,
        source: str | None = None,
        encoding: str | None = None,
        dates: str | None = None,
    ) -> ImportPlan:
        """What the files come to; raises ``BookshiftError`` for one that cannot be read or understood.

        ``mapping`` is column to field, ``dates`` is DMY, MDY or YMD.
        """
        ...

    def write_rejects(self, plan: ImportPlan, path: Path, *, overwrite: bool = False) -> int:
        """Write the rejected rows with their reasons and give their number; nothing is written for none."""
        ...


class Catalogue(Protocol):
    """The models and alignments there are to choose from."""

    @property
    def models(self) -> tuple[Model, ...]:
        """The models, in the order they are offered."""
        ...

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """The alignments, likewise."""
        ...


class OwnModels(Protocol):
    """The manager's own models and alignments: a readable file each, offered like those that ship."""

    @property
    def shipped(self) -> Catalogue:
        """What ships with the program."""
        ...

    @property
    def roles(self) -> frozenset[str]:
        """The keys of the roles that a model may name."""
        ...

    def catalogue(self) -> tuple[Catalogue, tuple[str, ...]]:
        """Everything there is to choose from, and a sentence for each file left aside."""
        ...

    def model(self, path: Path) -> Model:
        """The model in a file; ``BookshiftError`` names the file, its line, and what is wrong."""
        ...

    def alignment(self, path: Path) -> Alignment:
        """The alignment in a file, likewise."""
        ...

    def path(self, key: str, kind: str = "models") -> Path:
        """The file of a key, there or not; ``kind`` is ``models`` or ``alignments``."""
        ...

    def text(self, key: str, kind: str = "models") -> str:
        """What the file of a key says; empty where there is none."""
        ...

    def keep(self, record: Model | Alignment, before: str) -> Path:
        """Write it into its file, unless that says something else than ``before``; ``BookshiftError`` says why not."""
        ...

    def drop(self, key: str, kind: str = "models") -> Path:
        """Put its file aside under another name, and give that; ``BookshiftError`` says why not."""
        ...


class Drafts(Protocol):
    """The manager's drafts: kept beside the book, private, and never part of its history."""

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each draft that could not be read by the last ``all``."""
        ...

    def all(self) -> tuple[Draft, ...]:
        """Every draft, the one written last at the end; raises ``StoreError`` where they cannot be read."""
        ...

    def write(self, draft: Draft) -> Draft:
        """Keep a draft in place of the one with its id, or under a new id where it has none; ``StoreError``."""
        ...

    def drop(self, number: int) -> None:
        """Throw a draft away; ``StoreError``."""
        ...


class RebalanceDrafts(Protocol):
    """The manager's drafts of proposals: kept beside the book, private, and never part of its history."""

    @property
    def notes(self) -> tuple[str, ...]:
        """A sentence for each draft that could not be read by the last ``all``."""
        ...

    def all(self) -> tuple[RebalanceDraft, ...]:
        """Every draft, the one written last at the end; raises ``StoreError`` where they cannot be read."""
        ...

    def write(self, draft: RebalanceDraft) -> RebalanceDraft:
        """Keep a draft in place of the one with its id, or under a new id where it has none; ``StoreError``."""
        ...

    def drop(self, number: int) -> None:
        """Throw a draft away; ``StoreError``."""
        ...


class Exporter(Protocol):
    """Writes tables into files that other programs open; no cell acts as a formula there."""

    def write(self, sheet: Sheet, path: Path, *, overwrite: bool = False) -> int:
        """Write a sheet in the form that the file's ending names and give the number of rows.

        Raises ``BookshiftError`` for another ending, and where the file cannot be written; one that exists is
        replaced only with ``overwrite``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing that was looked at in a book's folder."""

    name: str
    """What was looked at, in a word."""
    well: bool
    """Whether all is as it should be."""
    says: str
    """What was found."""
    mend: str = ""
    """What to do about it, as a sentence; empty where nothing is to be done."""
    note: bool = False
    """Whether it is worth knowing although all is well: the book is whole all the same."""


class Salvaged(Protocol):
    """What was saved of a damaged book."""

    @property
    def book(self) -> Book:
        """A book that holds together."""
        ...

    @property
    def base(self) -> str:
        """What it was put together from, as a sentence."""
        ...

    @property
    def lost(self) -> tuple[str, ...]:
        """What is lost or doubtful, one sentence each."""
        ...


class Doctor(Protocol):
    """Looks at a book's folder without changing anything."""

    def __call__(self, folder: Path) -> tuple[Examined, ...]:
        """What was looked at, in order."""
        ...
