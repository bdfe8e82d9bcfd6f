from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from data.store import lock
from data.store.store import create_store, open_store
from data.store.system import SYSTEM
from tests.data.store.books import small_book
from tests.data.store.processes import started


def holding(folder: Path) -> subprocess.Popen[str]:
    """Another process that has opened the book."""
    process = started("tests.data.store.holding", str(folder))
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "writing"
    return process


def test_another_process_is_named_and_kill_9_frees_its_lock(folder: Path) -> None:
    create_store(folder, small_book()).store.close()
    process = holding(folder)

    started = time.monotonic()
    held_back = open_store(folder)
    took = time.monotonic() - started

    assert f"process {process.pid} on " in held_back.store.read_only
    assert took < 2
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert open_store(folder).store.read_only == ""


def test_the_lock_says_who_since_when(folder: Path) -> None:
    folder.mkdir()
    taken = lock.take(SYSTEM, folder)

    holder = lock.holder(SYSTEM, folder)

    assert isinstance(taken, lock.Lock)
    assert holder is not None
    assert holder.process == os.getpid()
    assert holder.since.utcoffset() is not None
    assert "has it since" in str(holder)
    taken.release()


def test_a_lock_nobody_signed_is_a_lock_all_the_same(folder: Path) -> None:
    folder.mkdir()
    taken = lock.take(SYSTEM, folder)
    (folder / lock.FILE).write_bytes(b"\x00\xff")

    assert lock.take(SYSTEM, folder) == (
        "This book is open for reading only: another process has it. Close it there to make changes here."
    )
    assert isinstance(taken, lock.Lock)
    taken.release()
    again = lock.take(SYSTEM, folder)
    assert isinstance(again, lock.Lock)
    again.release()
