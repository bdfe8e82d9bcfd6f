"""Without a terminal the program prints: the overview of a book, or what to do where there is none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.whole.manager import TODAY, run
from tests.whole.terminal import environment


def test_the_demo_is_told_as_text(tmp_path: Path) -> None:
    told = run(["demo", "--today", TODAY], tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Ana Ruiz" in told.stdout
    assert "critical" in told.stdout
    assert "LOAD-OVER" in told.stdout
    assert "\x1b" not in told.stdout
    assert list(tmp_path.iterdir()) == [], "a throw-away book leaves nothing behind"


def test_without_a_book_it_says_what_to_do(tmp_path: Path) -> None:
    told = run([], tmp_path)
    assert told.returncode == 3
    assert told.stdout == ""
    assert "There is no folder" in told.stderr
    assert "Import" in told.stderr
    assert "demo" in told.stderr


def test_today_moves_what_is_due(tmp_path: Path) -> None:
    kept = run(["demo", "--keep", "book", "--today", TODAY], tmp_path)
    assert kept.returncode == 0, kept.stderr
    now = run(["--book", "book", "--today", TODAY, "list", "renews<30d"], tmp_path)
    later = run(["--book", "book", "--today", "2027-01-15", "list", "renews<30d"], tmp_path)
    assert now.returncode == later.returncode == 0
    assert now.stdout != later.stdout
    wrong = run(["--book", "book", "--today", "soon-ish", "list"], tmp_path)
    assert wrong.returncode == 2
    assert "soon-ish" in wrong.stderr


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from tui.cli.main import main; main()", "demo", "--today", TODAY]
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        said = program.stderr.read().decode()
        assert program.wait(timeout=60) == 0
    assert said == ""
