from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

import tui.cli.history
from tui.cli.main import COMMANDS, bookshift
from tui.cli.reference import command_table, first_line

Cli = Callable[..., Any]

PROGRAM = (sys.executable, "-c", "from tui.cli.main import main; main()")


def test_help_lists_every_command_with_the_line_of_its_own_help() -> None:
    ctx = click.Context(bookshift)
    for listed in COMMANDS:
        command = bookshift.get_command(ctx, listed.name)
        assert command is not None
        assert (command.name, first_line(command)) == (listed.name, listed.says)


@pytest.mark.parametrize(("columns", "width"), [("40", 52), ("72", 72), ("200", 80), ("", 80), ("wide", 80), ("0", 80)])
def test_help_is_as_wide_as_the_window_but_never_unreadable(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    widest = max(map(len, cli("--help").lines))
    assert width - 12 < widest <= width


def test_every_command_says_what_each_option_does() -> None:
    ctx = click.Context(bookshift)
    for listed in COMMANDS:
        command = bookshift.get_command(ctx, listed.name)
        assert command is not None
        group = list(command.commands.values()) if isinstance(command, click.Group) else []
        for one in (command, *group):
            assert one.help
            assert all(param.help for param in one.params if isinstance(param, click.Option)), one.name


def test_the_readme_table_names_every_command() -> None:
    table = command_table()
    assert all(f"| `bookshift {listed.name}" in table for listed in COMMANDS)
    assert "| `bookshift undo [CHANGE] [--partly] [--back-to CHANGE]` | Take the last change back. |" in table
    assert "| `bookshift step done NO... [--on DAY]` | Mark steps as done. |" in table
    assert all(line.count("|") - line.count("\\|") == 3 for line in table.splitlines())


def test_an_unknown_command_is_answered_with_the_nearest(cli: Cli) -> None:
    answer = cli("lsit")
    assert (answer.code, answer.out) == (2, "")
    assert "Did you mean list?" in answer.err


def test_a_mistake_names_the_help_that_explains_it(cli: Cli) -> None:
    answer = cli("churn", "A1", "--on", "today")
    assert answer.code == 2
    assert "--reason" in answer.err
    assert answer.err.endswith("See `bookshift churn --help`.\n")


def test_a_filter_that_begins_with_a_hyphen_is_told_where_to_stand(cli: Cli, demo: Path) -> None:
    answer = cli("list", "-seg:ent")
    assert answer.code == 2
    assert "`bookshift list -- -word`" in answer.err
    every = cli("list", "--json").json["count"]
    ent = cli("list", "seg:ent", "--json").json["count"]
    assert cli("list", "--json", "--", "-seg:ent").json["count"] == every - ent


def test_a_date_that_is_none_is_refused_with_an_example(cli: Cli) -> None:
    answer = cli("list", "--today", "22.11.2026")
    assert answer.code == 2
    assert "Write it as 2026-11-22." in answer.err


def test_a_book_that_is_not_there_cannot_be_used(cli: Cli, tmp_path: Path) -> None:
    answer = cli("history", "--book", tmp_path / "nowhere")
    assert (answer.code, answer.out) == (3, "")
    assert "There is no folder" in answer.err


def test_a_damaged_book_cannot_be_used_and_the_file_is_named(cli: Cli, demo: Path) -> None:
    path = demo / "book.json"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(bytes(data))
    answer = cli("history")
    assert answer.code == 3
    assert "book.json" in answer.err


def test_a_writing_command_says_who_has_the_book(cli: Cli, demo: Path) -> None:
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys\nfrom pathlib import Path\nfrom data.store.store import open_store\n"
            f"opened = open_store(Path({str(demo)!r}))\nprint('open', flush=True)\nsys.stdin.read()",
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        answer = cli("set", "account", "A1", "notes=x")
        assert answer.code == 3
        assert f"process {holder.pid}" in answer.err
        assert cli("history").code == 0
    finally:
        holder.communicate()


def test_the_named_book_wins_over_the_variable(cli: Cli, demo: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert cli("history", "--book", nowhere).code == 3
    assert cli("--book", nowhere, "history").code == 3
    assert cli("history").code == 0


def test_a_defect_is_logged_without_a_traceback(
    cli: Cli, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*words: object) -> None:
        raise RuntimeError("Borealis Health")

    monkeypatch.setattr(tui.cli.history, "table", broken)
    answer = cli("history")
    assert answer.code == 70
    assert answer.out == ""
    assert "RuntimeError" in answer.err
    assert "Traceback" not in answer.err
    logs = list((tmp_path / "state" / "bookshift" / "logs").iterdir())
    assert str(logs[0]) in answer.err
    assert "Borealis" not in answer.err + logs[0].read_text(encoding="utf-8")


def test_ctrl_c_ends_quietly(cli: Cli, demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tui.cli.history, "table", stopped)
    answer = cli("history")
    assert (answer.code, answer.out) == (130, "")
    assert answer.err.strip() == ""


def test_the_version_is_said(cli: Cli) -> None:
    assert cli("--version").out.startswith("bookshift ")


def test_a_reader_that_has_seen_enough_is_no_failure(demo: Path) -> None:
    first = subprocess.Popen([*PROGRAM, "diff", str(demo), str(demo)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert first.stdout is not None
    first.stdout.close()
    assert first.stderr is not None
    told = first.stderr.read()
    first.stderr.close()
    assert first.wait() == 0
    assert told == b""


def test_files_are_for_their_owner_only(demo: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "restore", "snapshot", "--book", "new"], cwd=tmp_path, capture_output=True, check=False
    )
    assert done.returncode == 2
    subprocess.run([*PROGRAM, "snapshot", "-o", "snapshot"], cwd=tmp_path, capture_output=True, check=True)
    subprocess.run([*PROGRAM, "restore", "snapshot", "--book", "new"], cwd=tmp_path, capture_output=True, check=True)
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in (tmp_path / "new").rglob("*"))


def test_where_names_the_places_and_whether_the_book_is_there(cli: Cli, tmp_path: Path) -> None:
    found = cli("where", "--json").json
    assert found["book"] == str(tmp_path / "data" / "bookshift" / "book")
    assert found["exists"] is False
    assert "(not begun)" in cli("where").out


def test_where_says_what_is_kept_and_what_it_takes(cli: Cli, demo: Path) -> None:
    cli("set", "account", "A1", "notes=x")
    assert " bytes and is kept for ever; 1 backup takes " in cli("where").out
    kept = cli("where", "--json").json["keeps"]
    assert kept["history_bytes"] == sum(path.stat().st_size for path in demo.glob("journal-*"))
    assert kept["book_bytes"] == (demo / "book.json").stat().st_size
    assert kept["backups"] == 1


def test_a_checkpoint_holds_everything(cli: Cli, demo: Path) -> None:
    cli("set", "account", "A1", "notes=x")
    assert cli("checkpoint", "--json").json == {"written": True, "seq": 1}
    assert cli("checkpoint", "--json").json == {"written": False, "seq": 1}
