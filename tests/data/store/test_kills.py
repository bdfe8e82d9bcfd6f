"""Kill -9 in the middle of work. It finds little that the simulated disk does not, but it is the real thing."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest

from core.book.book import Book
from core.desk import MemoryStore
from data.store.store import create_store, open_store
from tests.data.store.assigning import begun, one_more
from tests.data.store.books import desk_over, same
from tests.data.store.processes import started

KILLS = int(os.environ.get("BOOKSHIFT_KILLS", "28"))
"""Processes killed; a long run sets it to 300 and more."""

GENERATIONS = 4
"""Kills that one book lives through."""

ACKNOWLEDGED = 1_000
"""Changes that the kills must have happened among."""


class Expected:
    """What the book must be after any number of assignments."""

    def __init__(self) -> None:
        self._desk = desk_over(begun(), MemoryStore())
        self._books: list[Book] = [self._desk.book]

    def after(self, count: int) -> Book:
        """The book after that many."""
        while len(self._books) <= count:
            one_more(self._desk)
            self._books.append(self._desk.book)
        return self._books[count]


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is a thing of POSIX systems")
def test_no_acknowledged_change_is_lost_to_kill_9(tmp_path: Path) -> None:
    rng = random.Random(1000)
    expected = Expected()
    total = 0
    per_kill = ACKNOWLEDGED // KILLS + 1 if KILLS < ACKNOWLEDGED // 10 else 33

    for kill in range(KILLS):
        folder = tmp_path / f"book{kill // GENERATIONS}"
        if kill % GENERATIONS == 0:
            create_store(folder, begun()).store.close()
        before, last = killed(folder, per_kill + rng.randrange(10))
        total += last - before

        opened = open_store(folder)
        assert last <= opened.book.seq <= last + 1
        assert same(opened.book, expected.after(opened.book.seq))
        assert [head.seq for head in opened.store.heads()] == list(range(1, opened.book.seq + 1))
        opened.store.close()

    assert total >= min(ACKNOWLEDGED, KILLS * 33)


def killed(folder: Path, acknowledged: int) -> tuple[int, int]:
    """Let a process assign, and kill it after it acknowledged that many: the first and last number it said."""
    process = started("tests.data.store.assigning", str(folder))
    assert process.stdout is not None
    first = last = int(process.stdout.readline())
    for _ in range(acknowledged):
        last = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read()
    process.wait()
    # What stood in the pipe when the process died was acknowledged too; its last line may be cut short.
    said = rest.split("\n")[:-1]
    return first, int(said[-1]) if said else last
