"""A long command at work: how far it is on a terminal's last line, and ctrl+c that keeps the best so far."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from core.rebalance.engine import Progress
from tui.cli.output import is_terminal, say


class Working:
    """Hears of the engine's progress, and knows whether somebody wants it to stop."""

    def __init__(self) -> None:
        """Nothing is heard yet."""
        self.stopped = False
        """Whether somebody wants the best so far."""
        self._shown = 0

    def tell(self, progress: Progress) -> None:
        """Show the best score and the bound; on a terminal only."""
        if not is_terminal(sys.stderr):
            return
        best, floor = progress.best / 1000, progress.bound / 1000
        line = f"  {best:,.1f} points; no plan below {floor:,.1f}"
        sys.stderr.write("\r" + line.ljust(self._shown))
        sys.stderr.flush()
        self._shown = len(line)

    def stop(self) -> bool:
        """Whether to end with the best so far."""
        return self.stopped

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r" + " " * self._shown + "\r")
            sys.stderr.flush()
            self._shown = 0

    @contextmanager
    def stoppable(self) -> Iterator[Working]:
        """While this is open the first ctrl+c asks to stop, and the second ends the command as ever."""
        if threading.current_thread() is not threading.main_thread():
            yield self
            return
        before = signal.signal(signal.SIGINT, self._interrupted)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)
            self.clear()

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True
        self.clear()
        say("Stopping with the best so far. Press ctrl+c again to end without it.")
