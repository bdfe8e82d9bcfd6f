"""Work shared out among this process and others like it, where the system can fork and has other cores."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

A = TypeVar("A")
B = TypeVar("B")

LEAST = 2
"""Pieces for each process under which it is not worth its start."""

MOST = 10_000
"""Pieces whose numbers surely fit into a pipe."""

_NUMBER = 4
"""Bytes of a piece's number; a pipe gives so few of them at once or not at all."""

_KEPT = 1_000_000
"""Objects made and kept, some 100 MB of them, before garbage is looked for."""


def shared_out(work: Callable[[A], B], pieces: Sequence[A], told: Callable[[int, A], object]) -> list[B]:
    """What ``work`` makes of each piece, in their order; each process takes the next piece when it is done with one.

    ``told`` is called before each piece done here, with how many were begun before it anywhere. What another process
    does not give, for whatever reason, is done here too: the answer is the same with and without it.
    """
    row = range(len(pieces))
    with _little_collected(), contextlib.ExitStack() as stack:
        processes = _processes(len(pieces))
        waiting: Iterable[int] = stack.enter_context(_Waiting(len(pieces))) if processes > 1 else row
        others: list[_Other[B]] = []
        made: dict[int, B] = {}
        try:
            for _ in range(processes - 1):
                others.append(_Other(lambda: {place: work(pieces[place]) for place in waiting}))
            for place in waiting:
                told(place, pieces[place])
                made[place] = work(pieces[place])
            for other in others:
                made |= other.answers()
        except BaseException:
            for other in others:
                other.stop()
            raise
        return [made[place] if place in made else work(pieces[place]) for place in row]


def _processes(pieces: int) -> int:
    """How many processes take part: as many as there are cores, and each has something to do."""
    return min(_cores(), pieces // LEAST) if _can_fork() and pieces <= MOST else 1


def _cores() -> int:
    """How many processes may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _can_fork() -> bool:
    """Whether a copy of this process may do a part: no other thread could leave a lock behind in it."""
    return hasattr(os, "fork") and threading.active_count() == 1


@contextlib.contextmanager
def _little_collected() -> Iterator[None]:
    """Leave the collector out of it: nearly all that work makes and drops goes without it.

    What is there already is no garbage and, once it is left alone, is shared with the other processes for good.
    Collecting never would let books of ten thousand accounts pile up, so it is done now and then. What the work leaves
    behind is not looked through at its end either: it takes a second, and a command ends soon after.
    """
    threshold = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_KEPT)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*threshold)


class _Waiting:
    """The numbers of the pieces nobody has begun, in a pipe out of which every process takes the next one."""

    def __init__(self, pieces: int) -> None:
        self._reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(b"".join(place.to_bytes(_NUMBER, "big") for place in range(pieces)))

    def __enter__(self) -> _Waiting:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._reader)

    def __iter__(self) -> Iterator[int]:
        while taken := os.read(self._reader, _NUMBER):
            yield int.from_bytes(taken, "big")


class _Other(Generic[B]):
    """A copy of this process that makes some answers, then writes all of them into a pipe and ends."""

    def __init__(self, make: Callable[[], dict[int, B]]) -> None:
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

    def answers(self) -> dict[int, B]:
        """What it made, by the number of the piece; nothing where it did not come to its end."""
        with os.fdopen(self._reader, "rb") as pipe:
            told = pipe.read()
        os.waitpid(self._process, 0)
        try:
            made: dict[int, B] = pickle.loads(told)
        except (EOFError, pickle.UnpicklingError):
            return {}
        return made

    def stop(self) -> None:
        """End it: nobody waits for its answers any more."""
        try:
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
        except (ProcessLookupError, ChildProcessError):
            return
