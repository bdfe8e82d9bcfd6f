"""Work shared out with other processes gives the same answers, in the same order, whatever becomes of them."""

from __future__ import annotations

import gc
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
    monkeypatch.setattr(sharing, "_cores", lambda: 2)


@pytest.mark.usefixtures("two_cores")
def test_each_process_takes_the_next_piece_and_the_order_is_kept() -> None:
    told: list[tuple[int, int]] = []
    made = shared_out(squared, PIECES, lambda done, piece: told.append((done, piece)))
    assert [number for number, _ in made] == [piece * piece for piece in PIECES]
    here = [place for place, (_, process) in enumerate(made) if process == os.getpid()]
    assert told == [(place, place) for place in here]


@pytest.mark.parametrize(("cores", "pieces", "taking_part"), [(3, 9, 3), (8, 5, 2), (8, 3, 1), (1, 9, 1), (2, 0, 0)])
def test_there_are_as_many_processes_as_cores_and_each_has_two_pieces_to_do(
    cores: int, pieces: int, taking_part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "_cores", lambda: cores)
    assert sharing._processes(pieces) == taking_part
    assert len(shared_out(squared, PIECES[:pieces], lambda done, piece: None)) == pieces


@pytest.mark.usefixtures("two_cores")
def test_one_long_piece_holds_nobody_else_up() -> None:
    """What a fixed half and half would give to the process with the long piece is done by the other one."""
    ready, gate = os.pipe()

    def working(piece: int) -> int:
        if piece == 0:
            os.read(ready, 1)  # until the last piece is begun
        elif piece == PIECES[-1]:
            os.write(gate, b".")
        return os.getpid()

    made = shared_out(working, PIECES, lambda done, piece: None)
    assert made.count(made[0]) == 1


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
    mine, (never, _) = os.getpid(), os.pipe()

    def failing(piece: int) -> int:
        if os.getpid() != mine:
            os.read(never, 1)  # it is at its first piece still when the mistake is made here
        raise ValueError(piece)

    with pytest.raises(ValueError, match=r"\d"):
        shared_out(failing, PIECES, lambda done, piece: None)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)  # nobody is left behind


@pytest.mark.usefixtures("two_cores")
def test_the_collector_looks_as_often_as_before_afterwards() -> None:
    before = gc.get_threshold()
    within: list[tuple[int, int, int]] = []
    shared_out(squared, PIECES, lambda done, piece: within.append(gc.get_threshold()))
    assert within[0] != before
    assert gc.get_threshold() == before


def test_with_another_thread_running_everything_is_done_here() -> None:
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    thread.start()
    try:
        assert {process for _, process in shared_out(squared, PIECES, lambda done, piece: None)} == {os.getpid()}
    finally:
        waiting.set()
        thread.join()
