"""A copy of the process does pieces of work from the memory it was begun with, and ends when it is told."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tui.apart import Apart, Gone, can_be_apart

pytestmark = pytest.mark.skipif(not can_be_apart(), reason="this system cannot go on with a copy of a process")


def test_pieces_are_done_one_after_the_other_by_another_process_that_keeps_what_it_made() -> None:
    seen: list[int] = []

    def work(piece: int) -> tuple[int, int]:
        seen.append(piece)
        return sum(seen), os.getpid()

    apart = Apart(work)
    try:
        sums, processes = zip(*[apart.ask(piece) for piece in (1, 2, 3)], strict=True)
    finally:
        apart.stop()
    assert sums == (1, 3, 6)
    assert len(set(processes)) == 1
    assert os.getpid() not in processes
    assert seen == []


def test_who_waits_is_told_at_once_that_it_was_stopped() -> None:
    apart: Apart[int, bool] = Apart(lambda piece: threading.Event().wait(60))
    gone = threading.Event()

    def wait() -> None:
        with pytest.raises(Gone):
            apart.ask(1)
        gone.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    apart.stop()
    assert gone.wait(10)
    waiting.join()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_piece_that_fails_there_is_to_be_done_here() -> None:
    def failing(piece: int) -> int:
        return 1 // piece

    apart = Apart(failing)
    try:
        assert apart.ask(1) == 1
        with pytest.raises(Gone):
            apart.ask(0)
    finally:
        apart.stop()


def test_the_lock_of_the_book_stays_with_the_first_process_alone(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    path = tmp_path / "book.lock"
    held = os.open(path, os.O_RDWR | os.O_CREAT)
    fcntl.flock(held, fcntl.LOCK_EX)
    apart: Apart[int, int] = Apart(lambda piece: piece)
    try:
        assert apart.ask(1) == 1
        os.close(held)
        again = os.open(path, os.O_RDWR)
        fcntl.flock(again, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(again)
    finally:
        apart.stop()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell what runs")
def test_the_copy_ends_soon_after_the_first_process_was_killed() -> None:
    reader, writer = os.pipe()
    first = os.fork()
    if not first:
        apart: Apart[int, bool] = Apart(lambda piece: threading.Event().wait(60))
        os.write(writer, b"%d" % apart.process)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(first, 0)
    copy = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    end = time.monotonic() + 20
    while runs(copy):
        assert time.monotonic() < end, "it never ended"
        threading.Event().wait(0.05)


def runs(process: int) -> bool:
    """Whether a process is there and not only waited for."""
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False
