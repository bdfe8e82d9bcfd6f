"""Every byte cut and every bit flipped: an exact beginning of the history, or a refusal; never a wrong value."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.book.book import Book
from core.errors import StoreError
from data.store import checkpoint, journal
from data.store.errors import Damaged
from data.store.journal import Segment
from data.store.reading import find
from data.store.store import create_store, open_store
from tests.data.store.books import assign, desk_over, done, log, rename, same, small_book
from tests.data.store.disk import Disk, File
from tests.data.store.life import FOLDER, new_disk

PATH = Path("journal-1.jsonl")


def history(*, close: bool) -> tuple[Disk, list[Book]]:
    """A book with a journal of several kilobytes, and what it was after each change."""
    disk = new_disk()
    opened = create_store(FOLDER, small_book(accounts=2, people=2), system=disk)
    desk = desk_over(opened.book, opened.store)
    books = [desk.book]
    for number in range(1, 6):
        done(desk.do(rename, (1, f"Name {number}")))
        books.append(desk.book)
    done(desk.do(assign, (2, 1)))
    books.append(desk.book)
    done(desk.do(log, (1, "Said at length. " * 40)))
    books.append(desk.book)
    if close:
        opened.store.close()
    return disk, books


def journal_of(disk: Disk) -> bytes:
    return bytes(disk.folders[FOLDER].names[PATH.name].data)


def changed(disk: Disk, name: str, data: bytes) -> Disk:
    """The same disk with other bytes in one file."""
    other = new_disk()
    other.folders.update(disk.folders)
    folder = type(disk.folders[FOLDER])(dict(disk.folders[FOLDER].names))
    folder.names[name] = File(bytearray(data), data)
    other.folders[FOLDER] = folder
    return other


def test_a_journal_cut_at_any_byte_opens_at_the_change_before_the_cut_and_says_so() -> None:
    disk, books = history(close=False)
    data = journal_of(disk)
    whole = journal.parsed(PATH, 1, data)
    ends = [entry.at for entry in whole.entries[1:]] + [whole.end]
    first = whole.entries[0].at

    for length in range(first, len(data) + 1):
        cut = changed(disk, PATH.name, data[:length])
        count = sum(end <= length for end in ends)
        clean = length in (first, *ends)

        found = find(cut, FOLDER)

        assert found.seq == count
        assert (found.chain.newest.tail == b"") == clean
        if length % 97 == 0 or clean:
            opened = open_store(FOLDER, system=cut)
            assert same(opened.book, books[count])
            assert ("cut short" in "".join(opened.notes)) == (not clean)
    for length in range(first):
        with pytest.raises(StoreError):
            find(changed(disk, PATH.name, data[:length]), FOLDER)


def intact(segment: Segment) -> list[tuple[int, int]]:
    return [(entry.seq, entry.sum) for entry in segment.entries]


@pytest.mark.parametrize("close", [True, False], ids=["closed in good order", "killed"])
def test_no_flipped_bit_of_a_journal_gives_a_wrong_history(close: bool) -> None:
    disk, _ = history(close=close)
    data = journal_of(disk)
    good = journal.parsed(PATH, 1, data)
    last = good.entries[-1].at
    dropped = 0

    for place in range(len(data) * 8):
        damaged = bytearray(data)
        damaged[place // 8] ^= 1 << place % 8
        try:
            found = journal.parsed(PATH, 1, bytes(damaged))
        except Damaged:
            continue
        assert found.tail, "damage that nobody is told of"
        if close:
            # Only the line that says “closed” may be taken for unfinished; it holds no change.
            assert intact(found) == intact(good)
        else:
            # After a kill the last change cannot be told from one that was being written.
            assert intact(found) == intact(good)[:-1]
            assert place // 8 >= last
        dropped += 1

    assert dropped > 0
    assert dropped <= (len(data) - last) * 8


def test_no_flipped_bit_of_a_checkpoint_gives_a_wrong_book() -> None:
    disk = new_disk()
    book = small_book(accounts=1, people=1)
    meta = checkpoint.Meta(book="b" * 16, seq=0, last=0, segment=1, at="2026-03-02")
    disk.make_folder(FOLDER)
    checkpoint.write(disk, FOLDER / "book.json", book, meta)
    file = disk.folders[FOLDER].names["book.json"]
    good = bytes(file.data)

    for place in range(len(good) * 8):
        file.data[place // 8] ^= 1 << place % 8
        with pytest.raises(StoreError):
            _read(disk)
        file.data[place // 8] = good[place // 8]
    _read(disk)


def _read(disk: Disk) -> None:
    reader = checkpoint.Reader(disk, FOLDER / "book.json")
    try:
        reader.early()
        reader.late()
    finally:
        reader.close()


def test_a_checkpoint_cut_at_any_byte_is_refused() -> None:
    disk, _ = history(close=True)
    data = bytes(disk.folders[FOLDER].names["book.json"].data)

    for length in range(len(data)):
        with pytest.raises(StoreError):
            _read(changed(disk, "book.json", data[:length]))


def test_a_tail_of_zeros_is_set_aside() -> None:
    disk, books = history(close=False)

    opened = open_store(FOLDER, system=changed(disk, PATH.name, journal_of(disk) + bytes(3000)))

    assert same(opened.book, books[-1])
    assert "3,000 bytes are kept" in opened.notes[0]


def test_lines_that_change_places_or_are_doubled_are_refused() -> None:
    disk, _ = history(close=False)
    data = journal_of(disk)
    lines = data.splitlines(keepends=True)

    for wrong in (
        [*lines[:2], lines[3], lines[2], *lines[4:]],
        [*lines[:3], lines[2], *lines[3:]],
        [*lines[:2], *lines[3:]],
        lines[1:],
        [*lines, lines[-1]],
    ):
        with pytest.raises(StoreError):
            find(changed(disk, PATH.name, b"".join(wrong)), FOLDER)


def test_whole_lines_of_another_history_of_the_same_book_are_refused() -> None:
    disk, _ = history(close=False)
    here = journal_of(disk).splitlines(keepends=True)
    other = new_disk()
    opened = create_store(FOLDER, small_book(accounts=2, people=2), system=other)
    desk = desk_over(opened.book, opened.store)
    for number in range(1, 8):
        done(desk.do(rename, (1, f"Elsewhere {number}")))
    there = journal_of(other).splitlines(keepends=True)

    for place in range(2, len(here)):  # both begin with the same first line
        with pytest.raises(Damaged, match="does not follow on the one before it"):
            find(changed(disk, PATH.name, b"".join([*here[:place], *there[place:]])), FOLDER)


def test_a_whole_line_that_says_too_little_is_refused_with_its_place() -> None:
    from data.store import lines

    disk, _ = history(close=False)
    data = journal_of(disk)
    good = journal.parsed(PATH, 1, data)
    speechless, _ = lines.made(b'{"seq":8}', b"[]", good.sum)
    header, _ = lines.made(b'{"segment":1}', b"[]", 0)

    with pytest.raises(Damaged, match=rf"at byte {len(data):,}: (its head|change 8 does not fit)"):
        open_store(FOLDER, system=changed(disk, PATH.name, data + speechless))
    with pytest.raises(Damaged, match="does not say which book"):
        open_store(FOLDER, system=changed(disk, PATH.name, header))
