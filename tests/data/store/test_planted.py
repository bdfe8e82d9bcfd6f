from __future__ import annotations

import pytest

from tests.data.store.planted_bugs import BUGS, ROOT, STORE, Bug, planted


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_each_planted_bug_still_fits_the_source_and_leaves_it_python(bug: Bug) -> None:
    source = (ROOT / STORE / bug.file).read_text()

    compile(planted(bug, source), bug.file, "exec")


def test_there_are_enough_of_them() -> None:
    assert len({bug.name for bug in BUGS}) == len(BUGS) >= 15
