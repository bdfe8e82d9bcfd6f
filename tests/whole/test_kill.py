"""The whole program is killed without warning: what it said was done is there, and nobody is locked out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.whole.manager import TODAY, run
from tests.whole.terminal import Terminal

OPEN = ["--book", "book", "--today", TODAY]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A home with the demo book in `book`."""
    kept = run(["demo", "--keep", "book", "--today", TODAY], tmp_path)
    assert kept.returncode == 0, kept.stderr
    return tmp_path


def test_what_was_done_survives_a_kill_and_so_does_an_unfinished_conversation(folder: Path) -> None:
    with Terminal(OPEN, folder=folder) as terminal:
        terminal.wait_for("196 of 196")
        terminal.press("c")
        terminal.wait_for("Conversation with Acme Robotics")
        terminal.write("Said before the first kill\r")
        terminal.wait_for("Log a call with Acme Robotics")
        terminal.kill()

    with Terminal(OPEN, folder=folder) as terminal:
        terminal.wait_for("196 of 196", "· saved")
        terminal.press("r")
        terminal.wait_for("Renewal of Acme Robotics")
        terminal.press("enter")
        terminal.wait_for("Renew Acme Robotics")
        terminal.press("c")
        terminal.wait_for("Conversation with Acme Robotics")
        terminal.write("Half a thought")
        terminal.wait_for("Half a thought")
        terminal.kill()

    with Terminal(OPEN, folder=folder) as terminal:
        terminal.wait_for("196 of 196", "· saved")
        terminal.press("c")
        terminal.wait_for("Conversation with Acme Robotics", "Half a thought")
        terminal.press("esc")
        terminal.wait_until_gone("What was said")
        terminal.press("u")
        terminal.wait_for("Undo: Renew Acme Robotics")
        terminal.press("u")
        terminal.wait_for("Undo: Log a call with Acme Robotics")
        terminal.press("7")
        terminal.wait_for("4 changes")
        terminal.kill()

    told = run(["--book", "book", "history", "--json"], folder)
    assert told.returncode == 0, told.stderr
    assert len(json.loads(told.stdout)["changes"]) == 4
    logged = run([*OPEN, "log", "Albion Goods", "--type", "call", "--summary", "Nobody is locked out"], folder)
    assert logged.returncode == 0, logged.stderr
