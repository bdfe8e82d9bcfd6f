"""What the domain can do, a manager can do: by a key on a screen, and by a command."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tui.cli.main import MODULES

ROOT = Path(__file__).resolve().parents[2]
USE_CASES = ROOT / "core" / "usecases"

ELSEWHERE: Mapping[str, str] = {
    "edit_account": "set_fields sets the same fields from text, which is what forms and commands hold",
    "edit_person": "set_fields, likewise; the mend of a missing lead makes one",
    "edit_pool": "set_fields, likewise; the mend of a missing skill makes one",
    "forget": "bookshift forget erases in the files too, which the store does; no undo, so it is not a key away",
    "mend": "mend_all mends one finding as well as many",
}
"""Use cases that nobody calls by name, each with the way a manager gets there."""


BY_COMMAND_ALONE: Mapping[str, str] = {
    "repair": "the doctor is for a book that the screens cannot open",
}
"""Use cases that have no key, each with the reason."""


@cache
def use_cases() -> Mapping[str, str]:
    """The module of every public use case, by its name."""
    found = {}
    for path in sorted(USE_CASES.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _is_use_case(node):
                found[node.name] = path.stem
    return found


def _is_use_case(node: ast.FunctionDef) -> bool:
    """Whether a function is marked as a use case, or is called as one."""
    marked = any(isinstance(mark, ast.Name) and mark.id == "use_case" for mark in node.decorator_list)
    return marked or [arg.arg for arg in node.args.args] == ["book", "moment", "ids", "request"]


def handed_over(source: str) -> frozenset[tuple[str, str]]:
    """The (module, name) pairs of use cases that a source imports and hands to something that carries them out.

    A name that is only imported, or stands in a text, is none.
    """
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name: (node.module.rpartition(".")[2], alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("core.usecases.")
        for alias in node.names
        if node.module is not None
    }
    used = {
        name.id
        for node in ast.walk(tree)
        for name in _given(node)
        if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)
    }
    return frozenset(pair for name, pair in imported.items() if name in used)


def _given(node: ast.AST) -> Iterator[ast.expr]:
    """What is given to a call, or given back with its request."""
    if isinstance(node, ast.Call):
        yield from node.args
    elif isinstance(node, ast.Tuple):
        yield from node.elts


def imported_by(module: str) -> Iterator[str]:
    """The modules of the application that a module imports, also where it does so late."""
    path = ROOT / Path(*module.split(".")).with_suffix(".py")
    if not path.exists():
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tui."):
            yield node.module or ""


@cache
def reached(front: str) -> frozenset[str]:
    """The use cases that the commands of the command line (``cli``), or the screens, hand over.

    Only modules count that the application or a command comes to: a dialog that no screen opens reaches nobody.
    """
    waiting = list(MODULES.values()) if front == "cli" else ["tui.app"]
    seen: set[str] = set()
    while waiting:
        module = waiting.pop()
        if module not in seen and module.startswith("tui.cli.") is (front == "cli"):
            seen.add(module)
            waiting += imported_by(module)
    paths = (ROOT / Path(*module.split(".")).with_suffix(".py") for module in seen)
    pairs = {pair for path in paths if path.exists() for pair in handed_over(path.read_text(encoding="utf-8"))}
    return frozenset(name for module, name in pairs if use_cases().get(name) == module)


def test_there_are_use_cases_to_look_at() -> None:
    assert {"assign", "lock_owner", "edit_leave", "set_policy", "withdraw", "restore"} <= set(use_cases())


@pytest.mark.parametrize("name", sorted(set(use_cases()) - set(ELSEWHERE) - set(BY_COMMAND_ALONE)))
def test_every_use_case_is_reached_from_a_screen(name: str) -> None:
    assert name in reached("screens"), f"no screen or dialog carries {name} out"


@pytest.mark.parametrize("name", sorted(set(use_cases()) - set(ELSEWHERE)))
def test_every_use_case_is_reached_by_a_command(name: str) -> None:
    assert name in reached("cli"), f"no command carries {name} out"


def test_what_is_said_to_be_reached_otherwise_is_a_use_case_and_is_not_reached_after_all() -> None:
    assert set(ELSEWHERE) | set(BY_COMMAND_ALONE) <= set(use_cases())
    assert not set(BY_COMMAND_ALONE) & reached("screens")
    assert not set(ELSEWHERE) & (reached("cli") | reached("screens"))


def test_a_use_case_that_is_only_imported_or_named_in_a_text_is_not_reached() -> None:
    only_named = "from core.usecases.marks import escalate\nsays = 'escalate'\nhelp(says)\n"
    carried_out = "from core.usecases.marks import Escalate, escalate\nawait app.change(escalate, Escalate(1, 'x'))\n"
    given_back = (
        "from core.usecases.marks import Escalate, escalate\ndef make(v):\n    return escalate, Escalate(1, v)\n"
    )

    assert handed_over(only_named) == frozenset()
    assert ("marks", "escalate") in handed_over(carried_out)
    assert ("marks", "escalate") in handed_over(given_back)
