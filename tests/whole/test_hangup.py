"""The terminal is closed under the program: it leaves, and the book is free for the next one."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.whole.manager import TODAY, run
from tests.whole.terminal import Terminal


def test_a_closed_terminal_ends_the_program_and_frees_the_book(tmp_path: Path) -> None:
    kept = run(["demo", "--keep", "book", "--today", TODAY], tmp_path)
    assert kept.returncode == 0, kept.stderr
    with Terminal(["--book", "book", "--today", TODAY], folder=tmp_path) as terminal:
        terminal.wait_for("196 of 196", "· saved")
        terminal.hang_up()
        try:
            terminal.process.wait(15)
        except subprocess.TimeoutExpired as error:
            raise AssertionError("the program still runs, without a terminal") from error
    after = run(["set", "account", "A1", "name=Freed", "--book", "book", "--today", TODAY, "--yes"], tmp_path)
    assert after.returncode == 0, after.stderr
