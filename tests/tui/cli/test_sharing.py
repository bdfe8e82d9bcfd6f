"""Work shared out with a second process gives the same answers, in the same order, whatever becomes of that process."""

from __future__ import annotations

import os
import threading

import pytest

from tui.cli import sharing
from tui.cli.sharing import shared_out

PIECES = tuple(range(9))


def squared(piece: int) -> tuple[int, int]:
    return piece * piece, os.getpid()


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_can_fork", lambda: hasattr(os, "fork"))


@pytest.mark.usefixtures("two_cores")
def test_every_other_piece_is_done_by_another_process_and_the_order_is_kept() -> None:
    told: list[tuple[int, int]] = []
    made = shared_out(squared, PIECES, lambda done, piece: told.append((done, piece)))
    assert [number for number, _ in made] == [piece * piece for piece in PIECES]
    here = [process == os.getpid() for _, process in made]
    assert here == [place % 2 == 0 for place in PIECES]
    assert told == [(0, 0), (2, 2), (4, 4), (6, 6), (8, 8)]


@pytest.mark.usefixtures("two_cores")
def test_what_the_other_process_cannot_give_is_done_here() -> None:
    mine = os.getpid()

    def dying(piece: int) -> int:
        if os.getpid() != mine:
            os._exit(3)
        return piece

    def failing(piece: int) -> int:
        if os.getpid() != mine:
            raise ValueError
        return piece

    for work in (dying, failing):
        assert shared_out(work, PIECES, lambda done, piece: None) == list(PIECES)


@pytest.mark.usefixtures("two_cores")
def test_a_mistake_here_ends_the_other_process_and_is_raised() -> None:
    def failing(piece: int) -> int:
        raise ValueError(piece)

    with pytest.raises(ValueError, match="0"):
        shared_out(failing, PIECES, lambda done, piece: None)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # nobody is left behind


def test_with_another_thread_running_or_little_to_do_everything_is_done_here() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert {process for _, process in shared_out(squared, PIECES, lambda done, piece: None)} == {os.getpid()}
    finally:
        waiting.set()
        thread.join()
    assert {process for _, process in shared_out(squared, (1, 2), lambda done, piece: None)} == {os.getpid()}
