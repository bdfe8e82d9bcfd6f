"""Books that several tests of the whole program begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.whole.manager import TODAY, run


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The team demo, made once; to be copied before anything is written."""
    folder = tmp_path_factory.mktemp("demo")
    answer = run(["demo", "--size", "team", "--keep", "book", "--today", TODAY], folder)
    assert answer.returncode == 0, answer.stderr
    return folder / "book"
