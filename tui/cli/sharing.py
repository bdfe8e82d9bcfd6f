"""Work shared out between this process and a second one, where the system can fork and has another core."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")

LEAST = 4
"""Pieces under which a second process is not worth its start."""


def shared_out(work: Callable[[A], B], pieces: Sequence[A], told: Callable[[int, A], object]) -> list[B]:
    """What ``work`` makes of each piece, in their order; every other piece is done by a forked process.

    ``told`` is called before each piece done here, with how many are done. What the other process does not give, for
    whatever reason, is done here too: the answer is the same with and without it.
    """
    if len(pieces) < LEAST or not _can_fork():
        return _done(work, pieces, told, 1)
    other: _Other[B] = _Other(lambda: [work(piece) for piece in pieces[1::2]])
    try:
        mine = _done(work, pieces[::2], told, 2)
        theirs = other.answers()
    except BaseException:
        other.stop()
        raise
    theirs += _done(work, pieces[1::2][len(theirs) :], told, 1)
    return [(theirs if place % 2 else mine)[place // 2] for place in range(len(pieces))]


def _done(work: Callable[[A], B], pieces: Sequence[A], told: Callable[[int, A], object], step: int) -> list[B]:
    made = []
    for place, piece in enumerate(pieces):
        told(place * step, piece)
        made.append(work(piece))
    return made


def _can_fork() -> bool:
    """Whether a copy of this process may do a part: no other thread could leave a lock behind in it."""
    return hasattr(os, "fork") and (os.cpu_count() or 1) > 1 and threading.active_count() == 1


class _Other(Generic[B]):
    """A copy of this process that makes some answers, then writes all of them into a pipe and ends."""

    def __init__(self, make: Callable[[], list[B]]) -> None:
        self._reader, writer = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(writer)
            return
        try:  # in the copy: nothing of the caller's may run on, whatever happens
            answers = pickle.dumps(make())
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(answers)
        finally:
            os._exit(0)

    def answers(self) -> list[B]:
        """What it made; nothing where it did not come to its end."""
        with os.fdopen(self._reader, "rb") as pipe:
            told = pipe.read()
        os.waitpid(self._process, 0)
        try:
            made: list[B] = pickle.loads(told)
        except (EOFError, pickle.UnpicklingError):
            return []
        return made

    def stop(self) -> None:
        """End it: nobody waits for its answers any more."""
        try:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        except (ProcessLookupError, ChildProcessError):
            return
