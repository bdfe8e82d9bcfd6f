"""Drafts on disk: one private file each in the folder ``drafts`` beside the book, never in its history.

Drafts of a reorganisation are ``N.json``, those of a proposal ``rebalance-N.json``.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from pathlib import Path
from typing import Generic, TypeVar

from core.errors import StoreError
from core.organisation import Draft
from core.rebalance.draft import RebalanceDraft
from core.schema import InvalidRecord, decode, encode, revise

FORMAT = 1
"""Version of the files."""

_MOST_BYTES = 20_000_000

D = TypeVar("D", Draft, RebalanceDraft)


class _Files(Generic[D]):
    """The drafts of one kind of one book."""

    def __init__(self, folder: Path, entity: type[D], word: str, prefix: str) -> None:
        """The drafts in a folder, which need not exist; ``word`` is written in each file, ``prefix`` in its name."""
        self.folder = folder
        self.notes: tuple[str, ...] = ()
        """A sentence for each file that could not be read, after ``all``."""
        self._entity: type[D] = entity
        self._word = word
        self._prefix = prefix
        self._name = re.compile(rf"{re.escape(prefix)}([0-9]+)\.json")

    def all(self) -> tuple[D, ...]:
        """Every draft that can be read, the one written last at the end; ``notes`` tells of the others."""
        found: list[tuple[int, D]] = []
        notes: list[str] = []
        for number, path in self._paths():
            try:
                found.append((path.stat().st_mtime_ns, self._read(number, path)))
            except StoreError as error:
                notes.append(str(error))
            except FileNotFoundError:
                continue  # taken away since the folder was listed
        self.notes = tuple(notes)
        return tuple(draft for _, draft in sorted(found, key=lambda one: (one[0], one[1].id)))

    def write(self, draft: D) -> D:
        """Keep a draft, in place of the one with its id; without an id it gets one. ``StoreError`` says why not."""
        kept = draft if draft.id else revise(draft, id=self._next_id())
        head = b'{"bookshift":"%s","format":%d,"draft":' % (self._word.encode(), FORMAT)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(self._path(kept.id), head + encode(kept) + b"}\n")
        except OSError as error:
            raise StoreError(f"The draft {kept.title} cannot be written: {_why(error)}.", writable=True) from error
        return kept

    def drop(self, number: int) -> None:
        """Throw a draft away; nothing happens where there is none. ``StoreError`` says why not."""
        try:
            self._path(number).unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"The draft {number} cannot be thrown away: {_why(error)}.", writable=True) from error

    def _path(self, number: int) -> Path:
        return self.folder / f"{self._prefix}{number}.json"

    def _paths(self) -> list[tuple[int, Path]]:
        try:
            names = os.listdir(self.folder)
        except FileNotFoundError:
            return []
        except OSError as error:
            raise StoreError(f"The drafts in {self.folder} cannot be read: {_why(error)}.", writable=True) from error
        found = [(int(hit[1]), self.folder / name) for name in names if (hit := self._name.fullmatch(name))]
        return sorted(found)

    def _next_id(self) -> int:
        return max((number for number, _ in self._paths()), default=0) + 1

    def _read(self, number: int, path: Path) -> D:
        """The draft in a file; ``StoreError`` says what is wrong with it."""
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise StoreError(f"The draft file {path.name} is too large to be one; it is left aside.", writable=True)
            data = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(data, dict) or data.get("bookshift") != self._word:
                raise StoreError(f"The file drafts/{path.name} is no draft; it is left aside.", writable=True)
            if data.get("format") != FORMAT:
                says = f"The draft drafts/{path.name} was written by a newer Bookshift; it is left aside."
                raise StoreError(says, writable=True)
            kept: D = decode(self._entity, json.dumps(data.get("draft")))
            return revise(kept, id=number)
        except FileNotFoundError:
            raise
        except (OSError, ValueError, RecursionError, InvalidRecord) as error:
            told = _why(error) if isinstance(error, OSError) else str(error)
            raise StoreError(
                f"The draft drafts/{path.name} cannot be read ({told}); it is left aside.", writable=True
            ) from error


class DraftFiles(_Files[Draft]):
    """The drafts of a reorganisation of one book."""

    def __init__(self, folder: Path) -> None:
        """The drafts in a folder, which need not exist."""
        super().__init__(folder, Draft, "draft", "")


class ProposalFiles(_Files[RebalanceDraft]):
    """The drafts of proposals of one book."""

    def __init__(self, folder: Path) -> None:
        """The drafts in a folder, which need not exist."""
        super().__init__(folder, RebalanceDraft, "rebalance", "rebalance-")


class _Memory(Generic[D]):
    """Drafts that are gone with the program, for a book in memory."""

    notes: tuple[str, ...] = ()
    """Never anything."""

    def __init__(self) -> None:
        """No draft yet."""
        self._drafts: dict[int, D] = {}
        self._last = 0

    def all(self) -> tuple[D, ...]:
        """Every draft, the one written last at the end."""
        return tuple(self._drafts.values())

    def write(self, draft: D) -> D:
        """Keep a draft, in place of the one with its id; without an id it gets one."""
        self._last = max(self._last + (not draft.id), draft.id)
        kept = draft if draft.id else revise(draft, id=self._last)
        self._drafts.pop(kept.id, None)
        self._drafts[kept.id] = kept
        return kept

    def drop(self, number: int) -> None:
        """Throw a draft away; nothing happens where there is none."""
        self._drafts.pop(number, None)


class MemoryDrafts(_Memory[Draft]):
    """Drafts of a reorganisation that are gone with the program."""


class MemoryProposals(_Memory[RebalanceDraft]):
    """Drafts of proposals that are gone with the program."""


def _write(path: Path, data: bytes) -> None:
    """Put a file in the place of another, readable by its owner only: the old or the new one is there at any moment."""
    beside = path.with_suffix(".tmp")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def _why(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
