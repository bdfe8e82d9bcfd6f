"""Keys on Compare while it measures every model, against the same keys on the same screen once it is done.

Run: python benchmarks/bench_keys.py [team|large]. From the byte of the key to the cursor's new line on the terminal,
in a real one. The peer is the screen at rest; needs the development extra.
"""

from __future__ import annotations

import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pyte
from bench_start import MAIN, ROOT, environment

DAY = "2026-11-22"
COLUMNS, LINES = 80, 24
QUIET = 100
PAUSE = (0.05, 0.15)
"""Seconds between two keys, at least and at most: a cursor that is led down a list."""
PATIENCE = 20.0


class Seen:
    """The application in a terminal, and what that shows."""

    def __init__(self, book: Path, home: Path) -> None:
        """Open a book."""
        self.screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.ByteStream(self.screen)
        self._line, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        self._app = subprocess.Popen(
            [sys.executable, "-c", MAIN, "--book", str(book), "--today", DAY],
            stdin=child,
            stdout=child,
            stderr=child,
            env=environment(home),
            cwd=ROOT,
            start_new_session=True,
        )
        os.close(child)

    @property
    def text(self) -> str:
        """What is shown."""
        return "\n".join(self.screen.display)

    @property
    def cursor(self) -> int:
        """The line of the cursor; -1 where none is shown."""
        return next((place for place, line in enumerate(self.screen.display) if line.startswith("▸")), -1)

    def press(self, key: str) -> None:
        """Press a key."""
        os.write(self._line, key.encode())

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Read until something is so, or the seconds are over."""
        end = time.perf_counter() + seconds
        while not until():
            left = end - time.perf_counter()
            if left <= 0:
                return False
            if select.select([self._line], [], [], left)[0]:
                self._stream.feed(os.read(self._line, 65_536))
        return True

    def close(self) -> None:
        """End it."""
        os.killpg(self._app.pid, signal.SIGKILL)
        self._app.wait()
        os.close(self._line)


def timed(seen: Seen, key: str) -> float:
    """Milliseconds until the cursor stands on another line."""
    before = seen.cursor
    began = time.perf_counter()
    seen.press(key)
    seen.wait(lambda: seen.cursor not in (before, -1), PATIENCE)
    return (time.perf_counter() - began) * 1_000


def walked(seen: Seen, go_on: Callable[[int], bool]) -> list[float]:
    """Keys down and up again, with a pause after each."""
    pauses = random.Random(1)
    took: list[float] = []
    while go_on(len(took)):
        took.append(timed(seen, "jk"[len(took) % 2]))
        seen.wait(lambda: False, pauses.uniform(*PAUSE))
    return took


def told(name: str, took: list[float]) -> float:
    """Print a line; the median."""
    order = sorted(took)
    p50, p99 = (order[min(len(order) - 1, int(len(order) * part))] for part in (0.5, 0.99))
    print(f"{name:16} {len(took):5} keys   p50 {p50:5.0f} ms   p99 {p99:5.0f} ms   longest {order[-1]:5.0f} ms")
    return p50


def main() -> None:
    """Measure on a demo book of the size asked for."""
    size = sys.argv[1] if len(sys.argv) > 1 else "team"
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        demo = [sys.executable, "-c", MAIN, "demo", "--size", size, "--keep", str(home / "book"), "--today", DAY]
        subprocess.run(demo, env=environment(home), cwd=ROOT, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        seen = Seen(home / "book", home)
        try:
            for key, word in (("", "saved"), ("5", "d Drafts"), ("c", "Measuring")):
                seen.press(key)
                shown = seen.wait(lambda: word in seen.text and seen.cursor >= 0, 60)  # noqa: B023
                assert shown, f"{word} was never shown:\n{seen.text}"
            began = time.perf_counter()
            busy = told("while it measures", walked(seen, lambda _: "Measuring" in seen.text))
            print(f"all measured after {time.perf_counter() - began:.0f} s")
            quiet = told("at rest", walked(seen, lambda done: done < QUIET))
            print(f"median while it measures against at rest: {busy / quiet:.1f} x")
        finally:
            seen.close()


if __name__ == "__main__":
    main()
