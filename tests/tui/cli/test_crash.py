from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tui.crash import report, write_log

AT = datetime(2026, 11, 22, 14, 5, 6, tzinfo=UTC)


def failure() -> Exception:
    secret = "Borealis Health"
    try:
        try:
            raise KeyError(secret)
        except KeyError as error:
            raise ValueError(f"no {secret}") from error
    except ValueError as error:
        return error


def test_a_log_says_where_and_nothing_of_the_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["bookshift", "--book", "/home/ana", "list", "borealis"])
    text = report(failure(), AT)
    assert "builtins.KeyError\n" in text
    assert text.endswith("builtins.ValueError\n")
    assert "in failure" in text
    assert "command list" in text
    assert "orealis" not in text


def test_a_log_is_for_its_owner_only(tmp_path: Path) -> None:
    path = write_log(failure(), tmp_path / "logs", AT)
    assert path == tmp_path / "logs" / "crash-20261122-140506.log"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_disk_that_takes_no_log_is_no_second_failure(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file in the way", encoding="utf-8")
    assert write_log(failure(), tmp_path / "logs", AT) is None
