"""Long work done apart, by a copy of this process: keys never wait for it, and ending it takes no time."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from typing import Generic, NoReturn, TypeVar

A = TypeVar("A")
B = TypeVar("B")


_LOOK_EVERY = 1.0
"""Seconds between two looks whether the first process is still there."""


class Gone(Exception):
    """The copy is no more, or could not do it; what it was asked for is to be done here."""


def can_be_apart() -> bool:
    """Whether this system can go on with a copy of a process that has threads; macOS may end it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


class Apart(Generic[A, B]):
    """A copy of this process that answers one piece of work after the other, from the memory it was begun with.

    Begin it while no other thread works: a lock that one of them holds would stay closed in the copy for ever.
    """

    def __init__(self, work: Callable[[A], B]) -> None:
        """Begin the copy; a piece and its answer are pickled on their way."""
        self._line, far = Pipe()
        first = os.getpid()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of threads: see above
            self.process = os.fork()
            """Its number; 0 once it was stopped."""
        if not self.process:
            _answer(far, work, first)
        far.close()

    def ask(self, piece: A) -> B:
        """What the work makes of a piece; `Gone` when the copy ended. Waits, so it is for a thread."""
        try:
            self._line.send(piece)
            made: B = self._line.recv()
        except (EOFError, OSError) as error:
            raise Gone from error
        return made

    def stop(self) -> None:
        """End it at once, whatever it is doing; who waits for an answer is told that it is gone."""
        if self.process:
            process, self.process = self.process, 0
            try:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            except (ProcessLookupError, ChildProcessError):
                return


def _answer(line: Connection, work: Callable[[A], B], first: int) -> NoReturn:
    """In the copy: answer until nobody asks any more. Nothing of what this process did before may run on."""
    try:
        _let_go(line.fileno())
        threading.Thread(target=_end_with, args=(first,), daemon=True).start()
        gc.freeze()  # what both have is left alone: walking it would copy it
        while True:
            line.send(work(line.recv()))
    finally:
        os._exit(0)


def _end_with(first: int) -> None:
    """In the copy: end soon after the first process did, in the middle of a long piece too."""
    while os.getppid() == first:
        time.sleep(_LOOK_EVERY)
    os._exit(0)


def _let_go(kept: int) -> None:
    """Give up the terminal, the book's lock and every other file but one, and the ways to end of the first process."""
    signal.set_wakeup_fd(-1)
    for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGWINCH, signal.SIGTSTP):
        signal.signal(one, signal.SIG_DFL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for place in range(3):
        os.dup2(nowhere, place)
    os.closerange(3, kept)
    os.closerange(kept + 1, os.sysconf("SC_OPEN_MAX"))
