"""Somebody at the keyboard who presses only keys that the screen or its help names, and the commands beside it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from core.book.book import Book
from data.store.reading import Reading
from data.store.system import System
from tests.whole.terminal import Terminal, environment

TODAY = "2026-11-22"
"""The day on which these tests look at the demo book."""


class Manager:
    """Presses a key after finding it on the screen, or in the help that was read."""

    def __init__(self, terminal: Terminal) -> None:
        """Sit down at a terminal."""
        self.terminal = terminal
        self._read = ""

    def read_help(self, room: str, last: str) -> None:
        """Read the help of a room page by page up to one that says `last`, and close it."""
        self.use("?")
        self._read = self.terminal.wait_for(f"Keys in {room}", "esc Close")
        while last not in self._read:
            self.use("space")
            self.terminal.read(0.2)
            self._read += "\n" + self.terminal.text
        self.use("esc")
        self.terminal.wait_until_gone(f"Help: {room}")

    def names(self, key: str) -> bool:
        """Whether a key stands on the screen, or in the first column of the help that was read, as a word."""
        on_screen = re.search(rf"(?<!\S){re.escape(key)}(?!\S)", self.terminal.text)
        in_help = any(key in line.strip("│").strip().split()[:2] for line in self._read.splitlines())
        return on_screen is not None or in_help

    def use(self, *keys: str) -> None:
        """Press keys one after the other, each of them named."""
        for key in keys:
            assert self.names(key), f"nothing names {key}:\n{self.terminal.text}"
            self.terminal.press(key)

    def type(self, text: str) -> None:
        """Type a text into the line the cursor is in."""
        assert self.terminal.text
        self.terminal.write(text)


def book_in(folder: Path) -> Book:
    """The book that a folder holds, without its conversations where that is quicker."""
    with Reading(System(), folder) as reading:
        return reading.early() or reading.whole().book


def run(arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """`bookshift` with arguments and without a terminal, with `folder` as home and place to stand."""
    return subprocess.run(
        [sys.executable, "-c", "from tui.cli.main import main; main()", *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
