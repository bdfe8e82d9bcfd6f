"""A system of which one call fails, once or from then on."""

from __future__ import annotations

import errno
import os
from datetime import datetime
from pathlib import Path

from data.store.system import Mode, System
from tests.data.store.disk import Disk


class Failing(System):
    """Passes every call on, until the one it was told to fail comes."""

    def __init__(self, inner: System) -> None:
        self._inner = inner
        self.count = 0
        """Calls so far."""
        self.log: list[str] = []
        """Their names."""
        self.fails_at: int | None = None
        """Number of the call that fails, from 0 on."""
        self.for_good = False
        """Whether every later call of that kind fails too."""
        self.code = 0
        """What the failing call says."""
        self.failed = ""
        """Name of the call that failed."""

    def _pass(self, name: str) -> None:
        number, self.count = self.count, self.count + 1
        self.log.append(name)
        again = self.for_good and bool(self.failed) and self._refused(name)
        if number == self.fails_at or again:
            self.failed = self.failed or name
            raise OSError(self.code, os.strerror(self.code))

    def _refused(self, name: str) -> bool:
        """Whether a full or read-only disk goes on refusing a call; a full one can still be opened and cut."""
        spared = ("open", "read", "names", "lock")
        return name not in (spared if self.code != errno.ENOSPC else (*spared, "open to write", "truncate", "unlink"))

    def open(self, path: Path, mode: Mode) -> int:
        self._pass("open" if mode is Mode.READ else "open to write")
        return self._inner.open(path, mode)

    def close(self, handle: int) -> None:
        self._inner.close(handle)

    def read(self, handle: int, size: int, at: int) -> bytes:
        self._pass("read")
        return self._inner.read(handle, size, at)

    def write(self, handle: int, data: bytes | memoryview, at: int) -> int:
        if self.count == self.fails_at and len(data) > 1:
            # Part of it arrives before the disk complains.
            self._inner.write(handle, data[: len(data) // 2], at)
        self._pass("write")
        return self._inner.write(handle, data, at)

    def sync(self, handle: int) -> None:
        try:
            self._pass("sync")
        except OSError:
            # As on ext4, XFS and Btrfs: the pages count as clean from now on and never reach the platter.
            if isinstance(self._inner, Disk):
                self._inner.forget(handle)
            raise
        self._inner.sync(handle)

    def truncate(self, handle: int, size: int) -> None:
        self._pass("truncate")
        self._inner.truncate(handle, size)

    def size(self, path: Path) -> int:
        return self._inner.size(path)

    def make_folder(self, path: Path) -> None:
        self._pass("make folder")
        self._inner.make_folder(path)

    def names(self, folder: Path) -> list[str]:
        self._pass("names")
        return self._inner.names(folder)

    def replace(self, source: Path, target: Path) -> None:
        self._pass("replace")
        self._inner.replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._pass("link")
        self._inner.link(source, target)

    def unlink(self, path: Path) -> None:
        self._pass("unlink")
        self._inner.unlink(path)

    def sync_folder(self, folder: Path) -> None:
        self._pass("sync folder")
        self._inner.sync_folder(folder)

    def lock(self, handle: int) -> bool:
        self._pass("lock")
        return self._inner.lock(handle)

    def now(self) -> datetime:
        return self._inner.now()

    def mounts(self) -> str:
        return self._inner.mounts()

    def token(self) -> str:
        return self._inner.token()

    def process(self) -> int:
        return self._inner.process()

    def host(self) -> str:
        return self._inner.host()
