from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_generated_tables_are_what_the_program_says(refresh: ModuleType) -> None:
    assert refresh.refreshed(README) == README, "run python docs/refresh.py"


def test_every_file_the_readme_points_to_is_there() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)

    assert [target for target in targets if "://" not in target and not (ROOT / target).exists()] == []


def test_the_first_two_commands_are_single_lines_of_python() -> None:
    block = re.search(r"<!-- first commands -->\n```sh\n(.*?)```", README, re.S)

    assert block is not None
    lines = block[1].strip().splitlines()
    assert len(lines) == 2
    assert all(line.startswith("python3 -m venv") for line in lines)
