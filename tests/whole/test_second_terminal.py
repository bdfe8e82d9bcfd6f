"""Two terminals on one book: the first writes, the second reads and says why, and takes over when the first is gone."""

from __future__ import annotations

from pathlib import Path

from tests.whole.manager import TODAY, run
from tests.whole.terminal import Terminal

OPEN = ["--book", "book", "--today", TODAY]
EDITS = ("a", "c", "r", "e", "n", "d", "i", "u")
"""Keys that would change the book or open a dialog that does."""


def test_a_second_terminal_reads_until_the_first_is_gone(tmp_path: Path) -> None:
    with Terminal(["demo", "--keep", "book", "--today", TODAY], folder=tmp_path) as first:
        first.wait_for("196 of 196", "· saved")
        with Terminal(OPEN, folder=tmp_path) as second:
            text = second.wait_for("196 of 196", "· read-only", "open for reading only")
            assert f"process {first.process.pid}" in " ".join(text.split())
            assert " Sun 22 Nov 2026 · read-only" in text
            second.press(*EDITS)
            second.press("7")  # typed into a dialog, had one of them opened
            second.wait_for("0 changes", "open for reading only")

            refused = run([*OPEN, "undo"], tmp_path)
            assert refused.returncode == 3
            assert "open for reading only" in refused.stderr

            first.press("c")
            first.wait_for("What was said")
            first.write("The first still writes\r")
            first.wait_for("Log a call with")
            second.wait_for("1 change", "Log a call with")
            first.kill()

            second.wait_for("· saved")
            second.press("u")
            second.wait_for("Undo: Log a call with")
            second.press("q")
            assert second.wait_for_end() == 0
