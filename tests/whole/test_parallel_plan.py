"""The parallel plan by keys alone: drafted part by part, compared, adopted, and taken back by one undo."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from tests.whole.manager import TODAY, Manager, run
from tests.whole.terminal import Terminal

Lines = Sequence[tuple[int, str]]
"""(lines down from the one before, what is typed there); a letter chooses the next word that begins with it."""


def test_the_parallel_plan_is_drafted_compared_adopted_and_undone_by_keys_alone(tmp_path: Path) -> None:
    book = tmp_path / "book"
    on = ("--book", str(book), "--today", TODAY)
    assert run(["demo", "--size", "small", "--keep", str(book), "--today", TODAY], tmp_path).returncode == 0
    before = told(tmp_path, on)

    with Terminal(on, folder=tmp_path) as terminal:
        manager = Manager(terminal)
        terminal.wait_for("Acme Robotics", "? Help")
        terminal.press("5")
        terminal.wait_for("d Drafts")
        manager.use("d")
        terminal.wait_for("There is no draft yet", "n New")
        manager.use("n")
        terminal.wait_for("Start from")
        fill(manager, ((0, "Parallel"), (1, "n")))
        terminal.wait_for("196 accounts fall under no line")

        add(manager, "h", ((0, "c"), (2, "Firefighter"), (2, "fire")))
        add(manager, "h", ((0, "s"), (2, "Engineer")))
        add(manager, "p", ((0, "Ben Okafor 50, Emeka Eze, hire 1 20"), (1, "Scaled")))
        add(manager, "l", ((0, "seg:small #free"), (13, "free tier, in-product only")))
        add(manager, "l", ((0, "seg:small"), (1, "pp"), (3, "s"), (2, "t")))
        add(manager, "l", ((0, "stage:onboarding"), (1, "g"), (1, "f"), (1, "team:fire")))
        add(manager, "l", ((0, "seg:mid or seg:ent"), (1, "gg"), (1, "ss"), (1, "role:csm"), (9, "t")))
        overlay = ((0, "Technical support"), (1, "complexity:complex -seg:small"), (1, "support"))
        add(manager, "o", overlay, ((1, "support_engineer"), (3, "1.5"), (1, "0.6"), (1, "0.2"), (1, "support 50")))
        assert terminal.wait_for("Line 4", "Technical support assists support")

        manager.use("c")
        shown = terminal.wait_for("Parallel, with today's roles", "Relationships", "seats with work")
        assert "kept" in shown
        manager.use("A")
        shown = terminal.wait_for("Adopt Parallel", "handoffs opened")
        empty = next(iter(shown.split("Type ")[1:]), "").split(" ")[0]
        manager.type(empty)
        terminal.press("enter")
        terminal.wait_until_gone("Adopt Parallel from", "Leave empty")
        terminal.wait_for("The book has changed since")

        terminal.press("2")
        terminal.wait_for("Acme Robotics")
        terminal.press("u")
        terminal.wait_for("saved")
        terminal.press("7")
        terminal.wait_for("Undo", "Adopt Parallel")
        terminal.press("q")
        assert terminal.wait_for_end() == 0

    assert told(tmp_path, on) == before


def add(manager: Manager, letter: str, *lines: Lines) -> None:
    """Add a part to the draft by its letter."""
    manager.use("n")
    manager.terminal.wait_for("Add to the draft")
    manager.use(letter)
    manager.terminal.wait_for("enter Save")
    fill(manager, *lines)
    manager.terminal.wait_until_gone("enter Save")


def fill(manager: Manager, *lines: Lines) -> None:
    """Go down the lines of a form, type or choose, and save it."""
    terminal = manager.terminal
    for down, text in (line for part in lines for line in part):
        for _ in range(down):
            terminal.press("down")
            terminal.read(0.1)
        manager.type(text)
        terminal.wait_for(text if len(text) > len("pp") else "")
    terminal.press("enter")


def told(folder: Path, on: Sequence[str]) -> object:
    """What the commands say of the book: accounts, load and the plan in force."""
    answers = (run([*command, "--json", *on], folder) for command in (["list"], ["load"], ["model", "list"]))
    accounts, load, models = (json.loads(answer.stdout) for answer in answers)
    return accounts, load, models["plan"]
