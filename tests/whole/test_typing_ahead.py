"""Keys that arrive all at once, as from a quick hand at a slow machine, go where the keys before them lead."""

from __future__ import annotations

from pathlib import Path

from tests.whole.manager import TODAY
from tests.whole.terminal import KEYS, Terminal

UP, DOWN, RIGHT = KEYS["up"], KEYS["down"], KEYS["right"]


def test_keys_typed_ahead_reach_the_line_they_are_meant_for(tmp_path: Path) -> None:
    with Terminal(["demo", "--today", TODAY], columns=120, lines=36, folder=tmp_path) as terminal:
        terminal.wait_for("196 of 196")
        terminal.write("/renews<90d\r    a")
        terminal.wait_for("Assign 4 accounts", "type a part of a name")
        terminal.press("esc")
        terminal.wait_for("4 marked")
        terminal.press("esc")
        terminal.wait_for("46 of 196")
        terminal.write(f"cAll is well{DOWN}{RIGHT}{UP}{UP}fri{UP}Send it{DOWN}{DOWN}\r")
        terminal.wait_for("Log a meeting with", "due 27 Nov 2026")
        assert terminal.toast.endswith("with a next step due 27 Nov 2026")
        terminal.wait_for("meeting 22 Nov 2026: All is well", "Send it, due 27 Nov 2026")
