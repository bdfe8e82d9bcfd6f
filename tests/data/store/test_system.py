"""What the thin layer does on systems that are not this one: macOS' own flush, Windows' reluctance to rename."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from data.store.store import create_store, open_store
from data.store.system import SYSTEM, Mode, System
from tests.data.store.books import desk_over, done, rename, small_book

FULLFSYNC = 51


class Mac:
    """macOS as far as a flush goes: remembers what was asked of a file."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, refuses: int = 0) -> None:
        self.full: list[int] = []
        self.plain: list[int] = []
        self.refuses = refuses
        monkeypatch.setattr("data.store.system.sys", SimpleNamespace(platform="darwin"))
        monkeypatch.setattr(fcntl, "F_FULLFSYNC", FULLFSYNC, raising=False)
        monkeypatch.setattr(fcntl, "fcntl", self.fcntl)
        monkeypatch.setattr(os, "fdatasync", self.plain.append)

    def fcntl(self, handle: int, command: int) -> int:
        assert command == FULLFSYNC
        if self.refuses:
            raise OSError(self.refuses, "refused")
        self.full.append(handle)
        return 0


def test_on_macos_a_flush_goes_through_the_drives_own_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    mac = Mac(monkeypatch)

    SYSTEM.sync(7)

    assert (mac.full, mac.plain) == ([7], [])


@pytest.mark.parametrize("code", [errno.ENOTSUP, errno.EINVAL, errno.ENOTTY])
def test_a_file_system_without_that_flush_gets_the_ordinary_one(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    mac = Mac(monkeypatch, refuses=code)

    SYSTEM.sync(7)

    assert mac.plain == [7]


def test_a_flush_that_failed_is_not_made_up_for_by_a_weaker_one(monkeypatch: pytest.MonkeyPatch) -> None:
    mac = Mac(monkeypatch, refuses=errno.EIO)

    with pytest.raises(OSError, match="refused"):
        SYSTEM.sync(7)

    assert mac.plain == []


class Windows(System):
    """Windows, where a file that a scanner has open cannot be renamed over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, held_for: int) -> None:
        self.held_for = held_for
        self.renames = 0
        self.waited: list[float] = []
        self._replace = os.replace
        monkeypatch.setattr("data.store.system.sys", SimpleNamespace(platform="win32"))
        monkeypatch.setattr(time, "sleep", self.waited.append)
        monkeypatch.setattr(os, "replace", self.rename)

    def rename(self, source: Path, target: Path) -> None:
        self.renames += 1
        if self.renames <= self.held_for:
            raise PermissionError(errno.EACCES, "another process has it open")
        self._replace(source, target)

    def lock(self, handle: int) -> bool:
        """Always free: the module for locks is not here."""
        return True

    def sync_folder(self, folder: Path) -> None:
        """Nothing to do."""


def test_on_windows_a_refused_rename_is_tried_again_for_a_while(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").write_text("new")
    (tmp_path / "old").write_text("old")
    windows = Windows(monkeypatch, held_for=4)

    windows.replace(tmp_path / "new", tmp_path / "old")

    assert (tmp_path / "old").read_text() == "new"
    assert windows.waited == [0.05, 0.1, 0.2, 0.4]


def test_it_gives_up_in_the_end_and_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new").write_text("new")
    windows = Windows(monkeypatch, held_for=1_000)

    with pytest.raises(PermissionError):
        windows.replace(tmp_path / "new", tmp_path / "old")

    assert sum(windows.waited) < 15


def test_edits_rename_nothing_so_only_checkpoints_wait(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    windows = Windows(monkeypatch, held_for=0)
    opened = create_store(folder, small_book(), system=windows)
    windows.renames, windows.held_for = 0, 3
    desk = desk_over(opened.book, opened.store)

    for number in range(20):
        done(desk.do(rename, (1, f"Name {number}")))
    assert windows.renames == 0

    assert opened.store.checkpoint()
    assert (windows.renames, len(windows.waited)) == (4, 3)
    opened.store.close()
    assert open_store(folder, system=windows).book.accounts[1].name == "Name 19"


def test_new_files_are_for_their_owner_and_must_not_exist(tmp_path: Path) -> None:
    handle = SYSTEM.open(tmp_path / "file", Mode.NEW)
    SYSTEM.close(handle)

    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        SYSTEM.open(tmp_path / "file", Mode.NEW)
