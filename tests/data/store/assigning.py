"""A process that assigns accounts in a loop and says the number of each change once it is acknowledged."""

from __future__ import annotations

import sys
from pathlib import Path

from core.book.book import Book
from core.desk import Desk
from data.store.store import open_store
from tests.data.store.books import assign, desk_over, done, small_book

CHECKPOINT_EVERY = 40


def begun() -> Book:
    """The book that the loop starts from."""
    return small_book(accounts=8, people=4)


def one_more(desk: Desk) -> None:
    """The assignment that comes next; it depends on nothing but how many there were."""
    number = desk.book.seq
    done(desk.do(assign, (number % 8 + 1, number // 8 % 4 + 1)))


def main(folder: Path) -> None:
    """Assign until somebody ends the process."""
    opened = open_store(folder)
    assert not opened.store.read_only, opened.store.read_only
    desk = desk_over(opened.book, opened.store)
    print(desk.book.seq, flush=True)
    while True:
        one_more(desk)
        print(desk.book.seq, flush=True)
        if desk.book.seq % CHECKPOINT_EVERY == 0:
            opened.store.checkpoint()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
