from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import StoreError
from data.store.store import Opening, create_store, glance, open_store
from tests.data.store.books import assign, desk_over, done, log, rename, same, small_book


def lived(folder: Path) -> None:
    """A book with conversations in its checkpoint and other changes since."""
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    done(desk.do(log, (1, "Before the checkpoint")))
    opened.store.checkpoint()
    done(desk.do(rename, (1, "Since")))
    done(desk.do(assign, (2, 3)))
    opened.store.close()


def test_a_book_can_be_seen_before_its_conversations_are_read(folder: Path) -> None:
    lived(folder)
    whole = open_store(folder, read_only=True).book
    opening = Opening(folder)

    early = opening.early()

    assert early is not None
    assert len(early.conversations) == 0
    assert early.digests.all() == whole.digests.all()
    assert early.seq == whole.seq
    assert early.high == whole.high
    assert all(early.tables[name].all() == whole.tables[name].all() for name in early.tables if name != "conversations")
    breaths: list[int] = []
    opened = opening.finish(lambda: breaths.append(1))
    assert same(opened.book, whole)
    assert breaths
    assert opened.store.read_only == ""


def test_the_book_is_this_processs_own_while_it_is_opened(folder: Path) -> None:
    lived(folder)
    opening = Opening(folder)
    opening.early()

    assert "has it since" in open_store(folder).store.read_only

    opening.give_up()
    assert open_store(folder).store.read_only == ""


def test_when_conversations_were_edited_since_the_checkpoint_there_is_nothing_to_see_early(folder: Path) -> None:
    lived(folder)
    opened = open_store(folder)
    desk = desk_over(opened.book, opened.store)
    done(desk.do(log, (1, "After the checkpoint")))
    opened.store.close()

    opening = Opening(folder)

    assert opening.early() is None
    assert same(opening.finish().book, desk.book)


def test_what_is_damaged_late_is_said_late_and_lets_the_book_go(folder: Path) -> None:
    lived(folder)
    path = folder / "book.json"
    path.write_bytes(path.read_bytes().replace(b"Said 3", b"Said 4"))
    opening = Opening(folder)
    assert opening.early() is not None

    with pytest.raises(StoreError, match="book.json is damaged"):  # noqa: RUF043
        opening.finish()

    from data.store import lock
    from data.store.system import SYSTEM

    taken = lock.take(SYSTEM, folder)
    assert isinstance(taken, lock.Lock)
    taken.release()


def test_a_glance_is_the_book_without_its_conversations_and_leaves_nothing_open(folder: Path) -> None:
    lived(folder)

    book, notes = glance(folder)

    whole = open_store(folder)
    assert whole.store.read_only == ""
    assert len(book.conversations) == 0 < len(whole.book.conversations)
    assert book.digests.all() == whole.book.digests.all()
    assert book.accounts.all() == whole.book.accounts.all()
    assert notes == ()


def test_a_glance_has_the_conversations_where_they_were_edited_since_the_checkpoint(folder: Path) -> None:
    lived(folder)
    opened = open_store(folder)
    desk = desk_over(opened.book, opened.store)
    done(desk.do(log, (1, "After the checkpoint")))
    opened.store.close()

    assert same(glance(folder)[0], desk.book)


def test_a_glance_says_what_opening_would_say_and_refuses_what_it_would_refuse(folder: Path) -> None:
    lived(folder)
    (folder / "book.json").unlink()
    assert any("book.json was missing" in note for note in glance(folder)[1])

    for path in (folder / "backups").iterdir():
        path.unlink()
    with pytest.raises(StoreError, match="neither"):
        glance(folder)


def test_an_opening_is_finished_once(folder: Path) -> None:
    lived(folder)
    opening = Opening(folder)
    opened = opening.finish()

    with pytest.raises(StoreError, match="opened already"):
        opening.finish()

    assert opened.store.read_only == ""
    opening.give_up()
    assert "has it since" not in opened.store.read_only
