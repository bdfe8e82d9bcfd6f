"""A disk in memory that forgets on a power cut what was not flushed, in every way a real one may.

A file has bytes that are on the platter and writes that are not yet; a folder has names that are and changes that are
not. A cut keeps any of them: all, none, one by one, in another order, and of a write any of its sectors.
"""

from __future__ import annotations

import errno
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from data.store.system import Mode, System

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes that were written at an offset."""

    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file that was cut to a length."""

    size: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name that was given to a file, or taken away (None)."""

    name: str
    file: File | None
    gone: str = ""
    """Another name that went in the same step: the old one of a rename."""


@dataclass(slots=True, eq=False)
class File:
    """A file apart from its names."""

    data: bytearray = field(default_factory=bytearray)
    """What a program reads."""
    kept: bytes = b""
    """What is on the platter."""
    waiting: list[Write | Cut] = field(default_factory=list)
    """What is not yet."""


@dataclass(slots=True, eq=False)
class Folder:
    """The names in a folder."""

    names: dict[str, File] = field(default_factory=dict)
    kept: dict[str, File] = field(default_factory=dict)
    waiting: list[Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Everything a power cut at one moment may leave of."""

    files: dict[int, tuple[bytes, tuple[Write | Cut, ...]]]
    """Bytes and unflushed writes by the identity of the file."""
    folders: dict[Path, tuple[dict[str, int], tuple[tuple[str, int | None, str], ...]]]
    """Names and unflushed changes of names by folder."""

    @property
    def in_flight(self) -> int:
        """How many steps are not on the platter."""
        return sum(len(waiting) for _, waiting in self.files.values()) + sum(
            len(waiting) for _, waiting in self.folders.values()
        )


class Disk(System):
    """The simulated system. ``on_call`` runs after every call that changes something."""

    def __init__(self) -> None:
        self.folders: dict[Path, Folder] = {}
        self.on_call: Callable[[str], None] = lambda name: None
        self._handles: dict[int, File] = {}
        self._next = 100
        self._locked: dict[int, File] = {}
        self._tokens = 0

    # What the store calls -----------------------------------------------------------------------------------

    def open(self, path: Path, mode: Mode) -> int:
        folder = self._folder(path.parent)
        file = folder.names.get(path.name)
        if file is None:
            if mode in (Mode.READ, Mode.WRITE):
                raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
            file = File()
            folder.names[path.name] = file
            folder.waiting.append(Name(path.name, file))
            self.on_call("create")
        elif mode is Mode.NEW:
            raise FileExistsError(errno.EEXIST, "there already", str(path))
        elif mode is Mode.FRESH and file.data:
            file.data.clear()
            file.waiting.append(Cut(0))
            self.on_call("create")
        self._next += 1
        self._handles[self._next] = file
        return self._next

    def close(self, handle: int) -> None:
        del self._handles[handle]
        self._locked.pop(handle, None)

    def read(self, handle: int, size: int, at: int) -> bytes:
        return bytes(self._handles[handle].data[at : at + size])

    def write(self, handle: int, data: bytes | memoryview, at: int) -> int:
        file = self._handles[handle]
        text = bytes(data)
        if len(file.data) < at:
            file.data.extend(bytes(at - len(file.data)))
        file.data[at : at + len(text)] = text
        file.waiting.append(Write(at, text))
        self.on_call("write")
        return len(text)

    def sync(self, handle: int) -> None:
        file = self._handles[handle]
        kept = bytearray(file.kept)
        for operation in file.waiting:
            if isinstance(operation, Cut):
                del kept[operation.size :]
            else:
                _put(kept, operation.at, operation.data)
        file.kept = bytes(kept)
        file.waiting.clear()
        self.on_call("sync")

    def forget(self, handle: int) -> None:
        """What a flush that failed does: what waited will never be on the platter, and reads as if it were."""
        self._handles[handle].waiting.clear()

    def truncate(self, handle: int, size: int) -> None:
        file = self._handles[handle]
        del file.data[size:]
        file.waiting.append(Cut(size))
        self.on_call("truncate")

    def size(self, path: Path) -> int:
        return len(self._file(path).data)

    def make_folder(self, path: Path) -> None:
        # A folder is there at once: losing it would only mean that a book was never begun.
        self.folders.setdefault(path, Folder())

    def names(self, folder: Path) -> list[str]:
        inside = {path.name for path in self.folders if path.parent == folder}
        return sorted({*self._folder(folder).names, *inside})

    def replace(self, source: Path, target: Path) -> None:
        file = self._file(source)
        folder = self._folder(source.parent)
        folder.names[target.name] = file
        del folder.names[source.name]
        folder.waiting.append(Name(target.name, file, source.name))
        self.on_call("replace")

    def link(self, source: Path, target: Path) -> None:
        folder = self._folder(target.parent)
        if target.name in folder.names:
            raise FileExistsError(errno.EEXIST, "there already", str(target))
        folder.names[target.name] = self._file(source)
        folder.waiting.append(Name(target.name, self._file(source)))
        self.on_call("link")

    def unlink(self, path: Path) -> None:
        self._file(path)
        folder = self._folder(path.parent)
        del folder.names[path.name]
        folder.waiting.append(Name(path.name, None))
        self.on_call("unlink")

    def sync_folder(self, folder: Path) -> None:
        found = self._folder(folder)
        found.kept = dict(found.names)
        found.waiting.clear()
        self.on_call("sync folder")

    def lock(self, handle: int) -> bool:
        file = self._handles[handle]
        if any(other is file for other in self._locked.values()):
            return False
        self._locked[handle] = file
        return True

    def process(self) -> int:
        return 7

    def host(self) -> str:
        return "simulated"

    def now(self) -> datetime:
        return datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def mounts(self) -> str:
        return ""

    def token(self) -> str:
        self._tokens += 1
        return f"{self._tokens:016x}"

    def _folder(self, path: Path) -> Folder:
        if path not in self.folders:
            raise FileNotFoundError(errno.ENOENT, "no such folder", str(path))
        return self.folders[path]

    def _file(self, path: Path) -> File:
        names = self._folder(path.parent).names
        if path.name not in names:
            raise FileNotFoundError(errno.ENOENT, "no such file", str(path))
        return names[path.name]

    # Power cuts ---------------------------------------------------------------------------------------------

    def frozen(self) -> Frozen:
        """What there is at this moment, on the platter and on its way."""
        files: dict[int, tuple[bytes, tuple[Write | Cut, ...]]] = {}
        folders = {}
        for path, folder in self.folders.items():
            known = [*folder.names.values(), *folder.kept.values(), *(n.file for n in folder.waiting if n.file)]
            for file in known:
                files[id(file)] = (file.kept, tuple(file.waiting))
            kept = {name: id(file) for name, file in folder.kept.items()}
            waiting = tuple((n.name, id(n.file) if n.file else None, n.gone) for n in folder.waiting)
            folders[path] = (kept, waiting)
        return Frozen(files, folders)


def states(frozen: Frozen, rng: random.Random, count: int) -> Iterator[Disk]:
    """Disks that a power cut may leave: the telling ones first, then any at random."""
    steps = frozen.in_flight
    if steps == 0:
        yield restored(frozen, lambda _: True, rng, whole=True)
        return
    telling: list[Callable[[int], bool]] = [lambda _: False, lambda _: True]
    telling += [lambda step, lost=lost: step != lost for lost in range(steps)]  # type: ignore[misc]
    telling += [lambda step, only=only: step == only for only in range(steps)]  # type: ignore[misc]
    for keeps in telling[:count]:
        yield restored(frozen, keeps, rng, whole=True)
    for _ in range(count - len(telling)):
        chance = rng.random()
        yield restored(frozen, lambda _, chance=chance: rng.random() < chance, rng, whole=False)  # type: ignore[misc]


def restored(frozen: Frozen, keeps: Callable[[int], bool], rng: random.Random, *, whole: bool) -> Disk:
    """The disk after a cut that keeps the steps it is told to; unless ``whole``, writes are torn and change places."""
    disk = Disk()
    step = 0
    files: dict[int, File] = {}
    for number, (kept, waiting) in frozen.files.items():
        chosen = []
        for operation in waiting:
            if keeps(step):
                chosen.append(operation)
            step += 1
        data = _after(kept, chosen, rng, whole)
        files[number] = File(bytearray(data), data)
    for path, (names, changes) in frozen.folders.items():
        found = dict(names)
        for name, file, gone in changes:
            if keeps(step):
                found.pop(gone, None)
                if file is None:
                    found.pop(name, None)
                else:
                    found[name] = file
            step += 1
        there = {name: files[number] for name, number in found.items()}
        disk.folders[path] = Folder(there, dict(there))
    return disk


def _after(kept: bytes, operations: Sequence[Write | Cut], rng: random.Random, whole: bool) -> bytes:
    data = bytearray(kept)
    ordered = list(operations)
    if not whole and len(ordered) > 1 and rng.random() < 0.5:
        place = rng.randrange(len(ordered) - 1)
        ordered[place], ordered[place + 1] = ordered[place + 1], ordered[place]
    for operation in ordered:
        if isinstance(operation, Cut):
            del data[operation.size :]
        elif whole or rng.random() < 0.3:
            _put(data, operation.at, operation.data)
        else:
            _torn(data, operation, rng)
    return bytes(data)


def _put(data: bytearray, at: int, text: bytes) -> None:
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    data[at : at + len(text)] = text


def _torn(data: bytearray, write: Write, rng: random.Random) -> None:
    """Part of a write: its first bytes, or some of its sectors with nothing or zeros in place of the others."""
    if rng.random() < 0.4:
        _put(data, write.at, write.data[: rng.randrange(len(write.data) + 1)])
        return
    end = write.at + len(write.data)
    if len(data) < end and rng.random() < 0.7:
        data.extend(bytes(end - len(data)))  # the length arrived, the bytes did not
    start = write.at
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        if rng.random() < 0.5 and start <= len(data):
            _put(data, start, write.data[start - write.at : stop - write.at])
        start = stop
