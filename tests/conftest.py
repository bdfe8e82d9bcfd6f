"""The order in which the tests are run."""

from __future__ import annotations

import os

import pytest

_LONG = ("/tests/whole/", "/tests/core/rebalance/", "/tests/data/store/")
"""Folders of tests that take long: begun first, so that no process of a parallel run is left alone with one."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the tests that take long; the others keep their order."""
    items.sort(key=lambda item: next((place for place, folder in enumerate(_LONG) if folder in str(item.path)), 9))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """One process more than there are processors: the tests in a terminal mostly wait for the screen."""
    return (os.cpu_count() or 1) + 1
