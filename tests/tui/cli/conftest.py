from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.demo.generate import demo_book
from data.store.store import create_store
from tui.cli.main import run

ROOT = Path(__file__).resolve().parents[3]
TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:  # noqa: ANN401
        return json.loads(self.out)


Cli = Callable[..., Answer]


@pytest.fixture(autouse=True)
def own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the processes a test starts elsewhere
    monkeypatch.setenv("BOOKSHIFT_TODAY", TODAY.isoformat())
    for name in ("BOOKSHIFT_BOOK", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Run a command line in this process; no terminal on either end."""

    def call(*words: str | Path) -> Answer:
        capsys.readouterr()
        code = run([str(word) for word in words])
        told = capsys.readouterr()
        return Answer(code, told.out, told.err)

    return call


@pytest.fixture(scope="session")
def kept_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "book"
    create_store(folder, demo_book("small", today=TODAY)).store.close()
    return folder


@pytest.fixture
def demo(kept_demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small demo book, which every command takes for its book."""
    folder = tmp_path / "demo"
    shutil.copytree(kept_demo, folder)
    monkeypatch.setenv("BOOKSHIFT_BOOK", str(folder))
    return folder
