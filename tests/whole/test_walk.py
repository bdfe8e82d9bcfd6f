"""A manager's walk through a real terminal, with nothing but the keys the program shows: from filter to snapshot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whole.manager import TODAY, Manager, run
from tests.whole.terminal import KEYS, Terminal

SHIFT = r"\s+\S+\s+(\d+) % (\w+)\s+→\s+(\d+) % (\w+)"
"""A drawn load before and after: percent and band, twice."""


@pytest.fixture(params=[(80, 24), (120, 36)], ids=["80x24", "120x36"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    columns, lines = request.param
    arguments = ["demo", "--keep", "book", "--today", TODAY]
    with Terminal(arguments, columns=columns, lines=lines, folder=tmp_path) as started:
        started.wait_for("196 of 196", "10 findings")
        yield started


def test_a_manager_walks_from_filter_to_snapshot(terminal: Terminal, tmp_path: Path) -> None:
    manager = Manager(terminal)
    manager.read_help("Book", "ctrl+q")
    filter_to_renewals(manager)
    mark_five(manager)
    assign_and_undo(manager)
    log_a_conversation(manager)
    renew_one(manager)
    open_the_lines_of_the_most_loaded(manager)
    use_another_model(manager)
    name = write_a_snapshot(manager)
    manager.use("q")
    assert terminal.wait_for_end() == 0

    restore_by_keys(manager, tmp_path, name)
    restore_by_command(tmp_path, name)
    for one, other in ((name, "by-keys"), ("by-keys", "by-command")):
        compared = run(["diff", one, other], tmp_path)
        assert compared.returncode == 0, compared.stdout + compared.stderr


def filter_to_renewals(manager: Manager) -> None:
    manager.use("/")
    manager.type("renews<90d")
    manager.terminal.press("enter")
    manager.terminal.wait_for("46 of 196", "▸  Acme Robotics C")


def mark_five(manager: Manager) -> None:
    for _ in range(5):
        manager.use("space")
    text = manager.terminal.wait_for("5 marked")
    assert len(re.findall(r"^ ● ", text, re.MULTILINE)) == 5


def owners(text: str) -> list[str]:
    """What stands under Owner beside the marked accounts."""
    lines = text.splitlines()
    heading = next(line for line in lines if "Account▲" in line)
    column = slice(heading.index("Owner"), heading.index("Stage"))
    return [line[column].strip() for line in lines if line.startswith(" ● ")]


def assign_and_undo(manager: Manager) -> None:
    terminal = manager.terminal
    before = owners(terminal.text)
    assert len(before) == 5
    assert len(set(before)) > 1

    manager.use("a")
    terminal.wait_for("Assign 5 accounts", "type a part of a name")
    manager.type("chlo")
    text = terminal.wait_for("Chloé Martin", "→", "! ")
    text = terminal.wait_until_gone("David Stein")
    taking, giving = shift_of(text, "Chloé Martin"), shift_of(text, "Ana Ruiz")
    assert taking[0] < taking[1], "the receiver's bar grows"
    assert giving[0] > giving[1], "the giver's bar shrinks"
    assert re.search(r"Chloé Martin\s+█+▓+·*", text), "what comes is drawn beside what is there"
    assert re.search(r"Ana Ruiz\s+█+│█*░+", text), "what goes is drawn too"

    terminal.press("enter")
    terminal.wait_for("Are you sure?", "should not change hands now")
    manager.type("Ana has too much until the spring")
    terminal.wait_for("until the spring")
    manager.use("enter")
    text = terminal.wait_for("to Chloé Martin", "5 marked")
    assert set(owners(text)) <= {"Chloé Martin", "Chloé Mart…"}

    manager.use("u")
    text = terminal.wait_for("Undo: Assign")
    assert owners(text) == before


def shift_of(text: str, name: str) -> tuple[int, int]:
    """Percent before and after, as the bar of somebody says."""
    found = re.search(name + SHIFT, text)
    assert found is not None, f"no bar of {name}:\n{text}"

    return int(found.group(1)), int(found.group(3))


def log_a_conversation(manager: Manager) -> None:
    terminal = manager.terminal
    manager.use("esc")
    terminal.wait_for("46 of 196")
    manager.use("c")
    terminal.wait_for("Conversation with", "What was said *")
    manager.type("They want the prices before the budget round")
    terminal.wait_for("the budget round")
    manager.use("up")
    manager.type("fri")
    manager.use("up")
    manager.type("Send the prices")
    terminal.wait_for("Send the prices", "fri")
    manager.use("enter")
    terminal.wait_for("Log a call with", "due 27 Nov 2026")


def renew_one(manager: Manager) -> None:
    terminal = manager.terminal
    manager.use("r")
    terminal.wait_for("Renewal of", "Runs until")
    manager.use("enter")
    terminal.wait_for("45 of 196", "Renew")


def open_the_lines_of_the_most_loaded(manager: Manager) -> None:
    terminal = manager.terminal
    manager.use("3")
    text = terminal.wait_for("9 people", "critical")
    first = next(line for line in text.splitlines() if line.startswith("▸"))
    name, percent = re.search(r"▸\s+(\w+ \w+).*?(\d+) % (?:critical|over)", first).groups()  # type: ignore[union-attr]
    shares = [int(share) for share in re.findall(r"(\d+) % (?:critical|over|full|room)", text)]
    assert int(percent) == max(shares)
    terminal.press("enter")
    text = terminal.wait_for(f"{name}  P", f"{percent} %", "Duty", "Why", "lines on")
    assert re.search(r"(?:adoption|renewal) +\d+\.\d \d+\.\d (?:adoption|renewal)", text), "each line has its reason"
    manager.use("q")
    terminal.wait_for("9 people")


def use_another_model(manager: Manager) -> None:
    terminal = manager.terminal
    manager.use("5")
    text = terminal.wait_for("Plan in force: One owner for everything", "tab")
    before = re.search(r"(\d+) in all", text)
    if "Models and alignments" not in text:
        manager.use("tab")
    else:
        terminal.press("tab")
    terminal.wait_for("▸  Generalist")
    terminal.press("down")
    terminal.wait_for("▸  Specialist")
    manager.use("a")
    text = terminal.wait_for("Use Specialist", "Findings", " now, ")
    now, then = re.search(r"(\d+) now, (\d+) then", text).groups()  # type: ignore[union-attr]
    assert before is not None
    assert before.group(1) == now != then
    terminal.press("enter")
    terminal.wait_for("Plan in force: Specialist", f"{then} in all")


def write_a_snapshot(manager: Manager) -> str:
    terminal = manager.terminal
    manager.use("S")
    text = terminal.wait_for("Snapshot of the whole book", "File")
    name = re.search(r"File\s+(\S+\.bookshift)", text).group(1)  # type: ignore[union-attr]
    manager.use("enter")
    terminal.wait_for("accounts are in")
    return name


def restore_by_keys(manager: Manager, folder: Path, name: str) -> None:
    old = manager.terminal.screen
    arguments = ["--book", "by-keys", "--today", TODAY]
    with Terminal(arguments, columns=old.columns, lines=old.lines, folder=folder) as terminal:
        terminal.wait_for("There is no book", "start an empty book")
        terminal.write("e\r")
        terminal.wait_for("Name of your team")
        terminal.write("\r")
        terminal.wait_for("This book is empty", "restore a snapshot")
        manager.terminal = terminal
        manager.use("S")
        terminal.wait_for("Snapshot of the whole book", "restore one")
        manager.use("up", "right")
        terminal.wait_for("[restore one]")
        manager.use("down")
        terminal.write(KEYS["backspace"] * 60)
        terminal.wait_until_gone("my-team")
        manager.type(name)
        terminal.wait_for(name)
        manager.use("enter")
        terminal.wait_for("one change, and u takes it back", "9 people")
        manager.use("y")
        terminal.wait_for("196 of 196")
        manager.use("q")
        assert terminal.wait_for_end() == 0


def restore_by_command(folder: Path, name: str) -> None:
    restored = run(["--book", "by-command", "restore", name], folder)
    assert restored.returncode == 0, restored.stderr
