"""Start-up: the first frame against an empty Textual app, `--help` and `list` against a bare interpreter.

Run: python benchmarks/bench_start.py. Every figure is the median of the runs, and a ratio within this run. The time
that passed is what a user waits; processor time says the same of a machine that has other work to do.
"""

from __future__ import annotations

import fcntl
import os
import pty
import resource
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 7
EMPTY = "from textual.app import App; App().run()"
MAIN = "from tui.cli.main import main; main()"


def environment(folder: Path) -> dict[str, str]:
    """Variables that keep every run away from the user's own files."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(ROOT),
    }


Took = tuple[float, float]
"""Seconds that passed, and seconds of processor time."""


def until(needle: bytes, arguments: Sequence[str], folder: Path) -> Took:
    """What it took from start until the program has written `needle` to a terminal of 120x36."""
    master, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=child,
        stdout=child,
        stderr=child,
        env=environment(folder),
        cwd=folder,
        start_new_session=True,
    )
    os.close(child)
    seen = bytearray()
    took = (float("nan"), float("nan"))
    while select.select([master], [], [], 20)[0]:
        try:
            seen += os.read(master, 65536)
        except OSError:  # the program ended
            break
        if needle in seen:
            took = time.perf_counter() - began, spent(process.pid)
            break
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    os.close(master)
    return took


def spent(process: int) -> float:
    """Seconds of processor time of a running process, its own and the system's for it."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def headless(arguments: Sequence[str], folder: Path) -> Took:
    """What a command takes without a terminal."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment(folder), cwd=folder, capture_output=True, check=False)
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print one line per figure."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        book = folder / "book"
        subprocess.run(
            [sys.executable, "-c", MAIN, "demo", "--keep", str(book)],
            env=environment(folder),
            cwd=folder,
            capture_output=True,
            check=True,
        )
        # Alternating, so that a slow moment of the machine hits all of them.
        times: dict[str, list[Took]] = {name: [] for name in ("empty", "frame", "data", "bare", "help", "list")}
        for _ in range(RUNS):
            times["empty"].append(until(b"\x1b[?1049h", ["-c", EMPTY], folder))
            times["frame"].append(until(b"Bookshift", ["-c", MAIN, "--book", str(book)], folder))
            times["data"].append(until(b"Northwind", ["-c", MAIN, "--book", str(book)], folder))
            times["bare"].append(headless(["-c", "pass"], folder))
            times["help"].append(headless(["-c", MAIN, "--help"], folder))
            times["list"].append(headless(["-c", MAIN, "--book", str(book), "list"], folder))
        for name, peer, budget in (
            ("frame", "empty", 1.5),
            ("data", "empty", None),
            ("help", "bare", 5.0),
            ("list", "bare", 20.0),
        ):
            passed, used = (statistics.median(took[which] for took in times[name]) for which in (0, 1))
            peers = [statistics.median(took[which] for took in times[peer]) for which in (0, 1)]
            low, high = min(times[name])[0], max(times[name])[0]
            goal = f", budget {budget:g} x" if budget else ""
            print(
                f"{name:6} {passed * 1000:6.0f} ms ({low * 1000:.0f} to {high * 1000:.0f})"
                f" = {passed / peers[0]:5.2f} x {peer} {peers[0] * 1000:.0f} ms{goal};"
                f" processor {used * 1000:4.0f} ms = {used / peers[1]:5.2f} x {peer} {peers[1] * 1000:.0f} ms"
            )


if __name__ == "__main__":
    main()
