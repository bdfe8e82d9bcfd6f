from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from core.desk import Desk
from core.errors import StoreError
from data.store.bookstore import BookStore
from data.store.store import OpenedStore, create_store, open_store
from tests.data.store.books import assign, desk_over, done, log, rename, same, small_book
from tests.data.store.failing import Failing
from tests.data.store.life import FOLDER, new_disk
from tests.data.store.processes import started


def both(folder: Path) -> tuple[OpenedStore, Desk, BookStore]:
    """A writer with its desk, and a reader of the same book."""
    writer = create_store(folder, small_book())
    reader = open_store(folder)
    assert reader.store.read_only
    return writer, desk_over(writer.book, writer.store), reader.store


def test_a_reader_sees_each_change_as_it_was_made(folder: Path) -> None:
    _, desk, reader = both(folder)
    assert reader.look().changes == ()

    made = [done(desk.do(rename, (1, "New"))), done(desk.do(assign, (2, 3))), done(desk.do(log, (1, "x")))]
    news = reader.look()

    assert news.lost == ""
    assert list(news.changes) == made
    assert same(reader.book, desk.book)
    assert [head.seq for head in reader.heads()] == [1, 2, 3]
    assert reader.patches(2) == desk.patches(2)
    assert reader.look().changes == ()


def test_a_reader_follows_across_checkpoints_without_reading_anew(folder: Path) -> None:
    writer, desk, reader = both(folder)
    for number in range(1, 10):
        done(desk.do(rename, (1, f"N{number}")))
        if number % 3 == 0:
            writer.store.checkpoint()
        if number % 2 == 0:
            assert reader.look().lost == ""
    news = reader.look()

    assert news.lost == ""
    assert same(reader.book, desk.book)
    assert [head.seq for head in reader.heads()] == list(range(1, 10))


def test_a_reader_follows_through_closing_and_opening(folder: Path) -> None:
    writer, desk, reader = both(folder)
    done(desk.do(rename, (1, "One")))
    writer.store.close()
    reader.look()
    again = open_store(folder)
    done(desk_over(again.book, again.store).do(rename, (1, "Two")))

    assert [change.says for change in reader.look().changes] == ["Rename One to Two"]


def test_a_line_that_is_still_being_written_is_not_yet(folder: Path) -> None:
    writer, desk, reader = both(folder)
    done(desk.do(rename, (1, "One")))
    path = folder / "journal-1.jsonl"
    whole = path.read_bytes()
    start = len(whole) - len(whole.splitlines(keepends=True)[-1])

    path.write_bytes(whole[: start + 30])
    assert reader.look().changes == ()
    path.write_bytes(whole)

    assert len(reader.look().changes) == 1
    writer.store.close()


def test_a_change_that_was_taken_back_is_noticed(folder: Path) -> None:
    _, desk, reader = both(folder)
    done(desk.do(rename, (1, "One")))
    path = folder / "journal-1.jsonl"
    before = path.read_bytes()
    done(desk.do(rename, (1, "Two, never flushed")))
    reader.look()
    assert reader.book.accounts[1].name == "Two, never flushed"

    path.write_bytes(before)
    news = reader.look()

    assert "took its last change back" in news.lost
    assert reader.book.accounts[1].name == "One"
    assert [head.seq for head in reader.heads()] == [1]


def test_a_change_that_was_replaced_by_another_is_noticed(tmp_path: Path) -> None:
    disk = new_disk()
    opened = create_store(FOLDER, small_book(), system=disk)
    desk = desk_over(opened.book, opened.store)
    done(desk.do(rename, (1, "One")))
    file = disk.folders[FOLDER].names["journal-1.jsonl"]
    before = bytes(file.data)
    done(desk.do(rename, (1, "Two")))
    reader = open_store(FOLDER, read_only=True, system=disk).store
    opened.store.close()
    del file.data[len(before) :]
    disk._locked.clear()
    again = open_store(FOLDER, system=disk)
    done(desk_over(again.book, again.store).do(rename, (1, "Another of more letters")))

    news = reader.look()

    assert news.lost
    assert reader.book.accounts[1].name == "Another of more letters"


def test_a_book_that_went_away_is_said_and_the_reader_keeps_what_it_has(folder: Path) -> None:
    import shutil

    _, desk, reader = both(folder)
    done(desk.do(rename, (1, "One")))
    reader.look()
    shutil.rmtree(folder)

    assert reader.look().changes == ()
    assert reader.book.accounts[1].name == "One"


def test_a_writer_killed_between_two_segments_is_followed(folder: Path) -> None:
    disk = new_disk()
    opened = create_store(FOLDER, small_book(), system=disk)
    desk = desk_over(opened.book, opened.store)
    done(desk.do(rename, (1, "One")))
    reader = open_store(FOLDER, read_only=True, system=disk).store
    failing = Failing(disk)
    # The seal is the third write of rolling over; the process ends there.
    failing.fails_at, failing.code = 5, errno.EIO
    assert opened.store._journal is not None
    opened.store._journal._system = failing
    with pytest.raises(StoreError):
        opened.store._journal.roll()
    assert "write" in failing.failed
    disk._locked.clear()
    again = open_store(FOLDER, system=disk)
    desk = desk_over(again.book, again.store)
    done(desk.do(rename, (1, "Two")))

    news = reader.look()

    assert news.lost == ""
    assert same(reader.book, desk.book)


def test_the_second_process_takes_over_once_the_first_is_gone(folder: Path) -> None:
    create_store(folder, small_book()).store.close()
    process = started("tests.data.store.holding", str(folder))
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "writing"
    opened = open_store(folder)
    assert f"process {process.pid}" in opened.store.take_over()

    os.kill(process.pid, signal.SIGKILL)
    process.wait()

    assert opened.store.take_over() == ""
    assert opened.store.read_only == ""
    desk = desk_over(opened.store.book, opened.store)
    done(desk.do(rename, (1, "Mine now")))
    opened.store.close()
    assert open_store(folder).book.accounts[1].name == "Mine now"


def test_taking_over_brings_what_was_written_since_and_sets_a_torn_line_aside(folder: Path) -> None:
    writer, desk, reader = both(folder)
    done(desk.do(rename, (1, "One")))
    writer.store.close()
    with (folder / "journal-1.jsonl").open("ab") as file:
        file.write(b'["0000')

    assert reader.take_over() == ""

    assert same(reader.book, desk.book)
    assert "cut short" in reader.notes[0]


def test_a_book_opened_for_reading_on_purpose_never_takes_over(folder: Path) -> None:
    create_store(folder, small_book()).store.close()
    reader = open_store(folder, read_only=True).store

    assert reader.take_over() == "This book was opened for reading only."
    assert open_store(folder).store.read_only == ""


def test_the_writer_has_no_news(folder: Path) -> None:
    writer, desk, _ = both(folder)
    done(desk.do(rename, (1, "One")))

    assert writer.store.look().changes == ()
    assert writer.store.take_over() == ""
