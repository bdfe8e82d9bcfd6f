"""A real terminal for whole-program tests: a pty with the program at one end and pyte reading at the other."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

KEYS: Mapping[str, str] = {
    "enter": "\r",
    "esc": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "space": " ",
    "ctrl+p": "\x10",
    "ctrl+f": "\x06",
    "ctrl+z": "\x1a",
    "ctrl+d": "\x04",
    "ctrl+s": "\x13",
    "ctrl+q": "\x11",
    "ctrl+o": "\x0f",
    "ctrl+r": "\x12",
    "ctrl+u": "\x15",
    "f1": "\x1bOP",
}
"""Names of keys that are not their own letter, and the bytes a terminal sends for them."""


ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the program's packages."""
_ESCAPE = 0.25
"""Silence after an escape, seconds: a key that follows at once would be read as one with alt."""


def environment(folder: Path, variables: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of a user whose home is `folder`, with some set otherwise."""
    inherited = {key: value for key, value in os.environ.items() if key in ("PATH", "LANG", "VIRTUAL_ENV")}
    return {
        **inherited,
        "HOME": str(folder),
        "USER": "mara",
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_STATE_HOME": str(folder / "state"),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LANG": "C.UTF-8",
        "TEXTUAL_ANIMATIONS": "none",
        "PYTHONPATH": str(ROOT),
        **(variables or {}),
    }


class Terminal:
    """`bookshift` with arguments in a terminal of a given size."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        columns: int = 80,
        lines: int = 24,
        folder: Path,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Start the program with `folder` as its home."""
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = bytearray()
        """Every byte the program wrote."""
        self._text = (-1, "")
        self._fd, child = pty.openpty()
        fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        command = [sys.executable, "-c", "from tui.cli.main import main; main()", *arguments]
        self.process = subprocess.Popen(
            command,
            stdin=child,
            stdout=child,
            stderr=child,
            env=environment(folder, variables),
            cwd=folder,
            start_new_session=True,
        )
        os.close(child)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """End the program the hard way, if it still runs."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Close the window under the program, without a signal, as a lost connection may."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def read(self, seconds: float = 0.05) -> None:
        """Take in what the program writes, until it was silent for this long."""
        while select.select([self._fd], [], [], seconds)[0]:
            try:
                got = os.read(self._fd, 65536)
            except OSError:
                return
            if not got:
                return
            self.raw += got
            self._stream.feed(got)

    def press(self, *keys: str) -> None:
        """Press keys one after the other; a word that is no key name is typed letter by letter."""
        for key in keys:
            for letter in [KEYS[key]] if key in KEYS else list(key):
                self.write(letter)
                self.read(_ESCAPE if key == "esc" else 0.03)

    def press_all(self, keys: Sequence[str]) -> None:
        """Press keys one after the other; a word that is no key name is typed at once."""
        for key in keys:
            self.write(KEYS.get(key, key))
            self.read(_ESCAPE if key == "esc" else 0.03)

    def write(self, text: str) -> None:
        """Send characters all at once, as a paste without marks does."""
        os.write(self._fd, text.encode())

    def paste(self, text: str) -> None:
        """Paste a text, with the marks by which a terminal says that it was pasted."""
        self.write(f"\x1b[200~{text}\x1b[201~")

    def press_until(self, key: str, *words: str, seconds: float = 30.0) -> str:
        """Press a key again and again until the screen shows all these words."""
        end = time.monotonic() + seconds
        while not all(word in self.text for word in words):
            if time.monotonic() > end:
                raise AssertionError(f"{key} never led to {words!r}:\n{self.text}")
            self.press(key)
            self.read(0.15)
        return self.text

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.screen.resize(lines, columns)
        self._text = (-1, "")
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.killpg(self.process.pid, signal.SIGWINCH)

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        if self._text[0] != len(self.raw):  # drawing it costs milliseconds, and nothing came since
            self._text = len(self.raw), "\n".join(line.rstrip() for line in self.screen.display)
        return self._text[1]

    @property
    def toast(self) -> str:
        """What the toast says, in one line."""
        column = max((line.find("▌") for line in self.screen.display), default=-1)
        if column < 0:
            return ""
        lines = [line[column + 1 : -2] for line in self.screen.display if line[column : column + 1] == "▌"]
        return " ".join(" ".join(lines).split())

    def wait_for(self, *words: str, seconds: float = 30.0) -> str:
        """The screen once it shows all these words; `AssertionError` with the screen when it never does."""
        end = time.monotonic() + seconds
        while True:
            self.read()
            text = self.text
            if all(word in text for word in words):
                return text
            if time.monotonic() > end:
                raise AssertionError(f"the screen never showed {words!r}:\n{text}")

    def wait_until_gone(self, *words: str, seconds: float = 30.0) -> str:
        """The screen once it shows none of these words."""
        end = time.monotonic() + seconds
        while True:
            self.read()
            text = self.text
            if not any(word in text for word in words):
                return text
            if time.monotonic() > end:
                raise AssertionError(f"the screen still shows one of {words!r}:\n{text}")

    def wait_for_end(self, seconds: float = 30.0) -> int:
        """The exit code once the program ended."""
        end = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < end:
            self.read()
        return self.process.wait(timeout=5)
