from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

fcntl = pytest.importorskip("fcntl")
pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")

Cli = Callable[..., Any]
Talk = Sequence[tuple[str, str]]
"""What to wait for on the screen, and what to type then."""

PROGRAM = (sys.executable, "-c", "from tui.cli.main import main; main()")
LONGEST = 30.0
CTRL_C = "\x03"


def at_terminal(*words: str, talk: Talk = (), columns: int = 100) -> tuple[int, str]:
    """Run a command line in a terminal of its own; the answer is the exit code and all that was written on it."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (30, columns))
    process = subprocess.Popen(
        [*PROGRAM, *words],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        env=dict(os.environ),  # without what readline told the process about pytest's own window
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that ctrl-c reaches it
    )
    os.close(slave)
    written, left, pressed = b"", list(talk), 0.0
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline:
        ready, _, _ = select.select([master], [], [], 0.05)
        if ready:
            try:
                piece = os.read(master, 65_536)
            except OSError:
                break
            if not piece:
                break
            written += piece
        if left and left[0][0].encode() in written:
            os.write(master, left.pop(0)[1].encode())
            pressed = time.monotonic()
        elif talk and not left and talk[-1][1] == CTRL_C and time.monotonic() > pressed + 3:
            os.write(master, CTRL_C.encode())  # Python misses one that comes just before it begins to wait for a line
            pressed = time.monotonic()
    os.close(master)
    code = process.wait(timeout=LONGEST)
    assert not left, written.decode(errors="replace")
    return code, written.decode(errors="replace").replace("\r\n", "\n")


@pytest.mark.usefixtures("demo")
def test_a_no_changes_nothing_and_a_yes_does(cli: Cli) -> None:
    cli("set", "account", "A1", "notes=x")
    code, told = at_terminal("undo", talk=[("[y/N]", "n\n")])
    assert code == 1
    assert "Nothing was changed." in told
    assert cli("history", "--json").json["count"] == 1
    code, _ = at_terminal("undo", talk=[("[y/N]", "y\n")])
    assert code == 0
    assert cli("history", "--json").json["count"] == 2


@pytest.mark.usefixtures("demo")
def test_yes_is_not_asked_for(cli: Cli) -> None:
    cli("set", "account", "A1", "notes=x")
    code, told = at_terminal("undo", "--yes")
    assert (code, "[y/N]" in told) == (0, False)


@pytest.mark.usefixtures("demo")
def test_a_guard_asks_for_the_reason_and_the_move_is_made_with_it(cli: Cli) -> None:
    number = next(
        row["id"]
        for row in cli("list", "owner:P3 renews<60d -is:child", "--json").json["accounts"]
        if row["renewal"] > "2026-11-22"
    )
    talk = [("Reason:", "asked by the customer\n"), ("[y/N]", "y\n")]
    code, told = at_terminal("assign", f"id:{number}", "--to", "P1", talk=talk)
    assert code == 0, told
    assert told.index("1 account (") < told.index("Give a reason") < told.index("->") < told.index("[y/N]")
    assert cli("history", "--json").json["changes"][0]["why"] == "asked by the customer"


def test_open_dates_are_asked_for(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Account Name,Renewal Date\nZeta,03/04/2027\n", encoding="utf-8")
    talk = [("In which order", "DMY\n"), ("[y/N]", "y\n")]
    code, told = at_terminal("import", "a.csv", "--book", "mine", talk=talk)
    assert code == 0, told
    assert cli("list", "--book", "mine", "--json").json["accounts"][0]["renewal"] == "2027-04-03"


@pytest.mark.usefixtures("demo")
def test_ctrl_c_at_a_question_ends_quietly_and_changes_nothing(cli: Cli) -> None:
    cli("set", "account", "A1", "notes=x")
    code, told = at_terminal("undo", talk=[("[y/N]", CTRL_C)])
    assert code == 130
    assert "Traceback" not in told
    assert cli("history", "--json").json["count"] == 1


@pytest.mark.parametrize("words", [("list",), ("list", "--json"), ("show", "A1"), ("history", "1")])
def test_nothing_that_was_imported_steers_the_terminal(cli: Cli, tmp_path: Path, words: tuple[str, ...]) -> None:
    name = "Acme \x1b]0;owned\x07[/EMEA] \u202eevil \x9b2J =cmd|' /C calc'!A0"
    (tmp_path / "a.csv").write_text(f'Account Name,Owner Notes\n"{name}","{name}"\n', encoding="utf-8")
    cli("import", "a.csv", "--as", "accounts", "--book", "mine")
    assert cli("list", "--book", "mine", "--json").json["count"] == 1
    code, told = at_terminal(*words, "--book", "mine")
    assert code == 0, told
    assert "Acme" in told
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", told)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("columns", [40, 80])
def test_lines_of_a_table_end_at_the_edge_of_the_window(columns: int) -> None:
    _, told = at_terminal("list", "seg:ent", columns=columns)
    table = told.splitlines()[:-1]
    assert len(table) > 10
    assert max(map(len, table)) <= columns
    assert all("A" in line for line in table[1:])


def test_without_a_book_the_ways_to_begin_are_offered(tmp_path: Path) -> None:
    code, told = at_terminal("--book", "none", talk=[("What would you like", "q\n")])
    assert code == 1
    assert "bookshift import" in told
    assert not (tmp_path / "none").exists()
