"""No rule without a test that fires it and one that mends it: read from the tests themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models.rules.registry import RULES

HERE = Path(__file__).parent
FILES = sorted({*HERE.glob("test_*.py"), *HERE.parent.glob("test_*.py")} - {Path(__file__)})
MENDING = {"mended", "all_mended", "changed"}
"""Helpers that take a book through its mend, or through the edits that a manager makes."""


def every_test() -> Iterator[ast.FunctionDef]:
    for path in FILES:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                yield node


def calls(node: ast.AST) -> set[str]:
    found = (one.func for one in ast.walk(node) if isinstance(one, ast.Call))
    return {func.id for func in found if isinstance(func, ast.Name)}


def names(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def fires(test: ast.FunctionDef) -> set[str]:
    """Codes that the test finds: the only one of its code, some of it, or among the codes."""
    found: set[str] = set()
    for node in ast.walk(test):
        if isinstance(node, ast.Call) and calls(node) & {"one", "of"}:
            found |= names(node)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.In):
            found |= names(node.left)
    return found & set(RULES)


def mends(test: ast.FunctionDef) -> set[str]:
    """Codes that the test finds gone after a mend or edits."""
    if not calls(test) & MENDING:
        return set()
    gone: set[str] = set()
    for node in ast.walk(test):
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotIn):
            gone |= names(node.left)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            gone |= names(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "isdisjoint":
            gone |= names(node)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and calls(node.left) & {"of", "len"}:
            gone |= names(node.left)
    return gone & set(RULES)


EVERY = list(every_test())
FIRED = set().union(*map(fires, EVERY))
MENDED = set().union(*map(mends, EVERY))


@pytest.mark.parametrize("code", RULES)
def test_a_rule_is_fired_and_mended_by_some_test(code: str) -> None:
    assert code in FIRED
    assert code in MENDED


def test_there_are_45() -> None:
    assert len(RULES) == 45
