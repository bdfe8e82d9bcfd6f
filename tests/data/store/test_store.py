from __future__ import annotations

from pathlib import Path

import pytest
from tinydb import TinyDB

from core.book.book import Book
from core.book.change import change_of
from core.errors import Refusal, RefusalKind, StoreError
from data.store import checkpoint, journal
from data.store.errors import Damaged, NotABook, Taken
from data.store.layout import exists
from data.store.store import OpenedStore, create_store, open_store
from data.store.system import SYSTEM
from tests.data.store.books import NOW, assign, contents, desk_over, done, log, records, rename, same, small_book
from tests.data.store.signed import newer_checkpoint, newer_segment


def worked_on(folder: Path) -> OpenedStore:
    """A book with a few changes of every kind, closed."""
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    done(desk.do(rename, (1, "Acme [/EMEA]")))
    done(desk.do(assign, (2, 3)))
    done(desk.undo())
    done(desk.do(log, (3, "Said\nmore")))
    opened.store.close()
    return OpenedStore(desk.book, opened.store)


def test_a_new_book_is_there_with_all_it_was_given(folder: Path) -> None:
    create_store(folder, small_book()).store.close()

    opened = open_store(folder)

    assert same(opened.book, small_book())
    assert opened.notes == ()
    assert opened.store.read_only == ""


def test_beginning_a_book_where_others_meddle_is_warned_of(tmp_path: Path) -> None:
    opened = create_store(tmp_path / "Dropbox" / "book", small_book())

    assert opened.notes == opened.store.notes
    assert "a folder of Dropbox" in opened.notes[0]


def test_every_change_is_there_on_reopening(folder: Path) -> None:
    before = worked_on(folder).book

    opened = open_store(folder)

    assert same(opened.book, before)
    assert [head.kind for head in opened.store.heads()] == ["edit", "assign", "undo", "log"]
    assert [head.by for head in opened.store.heads()] == ["Mia"] * 4


def test_a_change_is_on_the_disk_before_it_is_acknowledged(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)

    for number in range(1, 5):
        done(desk.do(assign, (number, 2)))
        assert same(open_store(folder, read_only=True).book, desk.book)


def test_history_says_what_each_change_did(folder: Path) -> None:
    worked_on(folder)

    store = open_store(folder).store

    assert store.patches(1)[0].fields[0].after == "Acme [/EMEA]"
    assert [patch.table for patch in store.patches(2)] == ["accounts", "holders", "holders", "followups"]
    with pytest.raises(KeyError):
        store.patches(9)


def test_undo_and_redo_work_across_a_restart(folder: Path) -> None:
    worked_on(folder)
    opened = open_store(folder)
    desk = desk_over(opened.book, opened.store)

    done(desk.undo())
    done(desk.undo())

    assert desk.book.accounts[1].name == "Account 1"
    assert len(desk.book.conversations) == 6
    done(desk.redo())
    assert desk.book.accounts[1].name == "Acme [/EMEA]"


def test_a_checkpoint_changes_nothing_but_the_time_it_takes_to_open(folder: Path) -> None:
    before = worked_on(folder).book
    with open_store(folder).store as store:
        assert store.checkpoint() is True
        assert store.checkpoint() is False

    opened = open_store(folder)

    assert same(opened.book, before)
    assert len(opened.store.heads()) == 4
    assert opened.store.patches(2)
    assert TinyDB(folder / "book.json", access_mode="r").table("accounts").get(doc_id=1)["name"] == "Acme [/EMEA]"  # type: ignore[index]


def test_work_goes_on_across_checkpoints_and_the_history_stays_whole(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for number in range(1, 13):
        done(desk.do(rename, (number % 6 + 1, f"N{number}")))
        if number % 4 == 0:
            opened.store.checkpoint()
    opened.store.close()

    again = open_store(folder)

    assert same(again.book, desk.book)
    assert [head.seq for head in again.store.heads()] == list(range(1, 13))
    assert journal.segments(SYSTEM.names(folder)) == [1, 5, 9, 13]


def test_a_long_segment_is_sealed_and_another_begun(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal.Journal, "longest", 1_000)
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for number in range(1, 13):
        done(desk.do(rename, (1, f"N{number}")))
    opened.store.close()

    assert len(journal.segments(SYSTEM.names(folder))) > 2
    again = open_store(folder)
    assert same(again.book, desk.book)
    assert [head.seq for head in again.store.heads()] == list(range(1, 13))
    assert again.store.patches(1)
    assert again.store.patches(12)


def test_a_segment_without_changes_is_left_as_it_is_when_a_checkpoint_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = create_store(folder, small_book())
    done(desk_over(opened.book, opened.store).do(rename, (1, "One")))

    def full(*_: object) -> None:
        raise StoreError("The disk is full.", writable=True)

    with monkeypatch.context() as failing:
        failing.setattr("data.store.backups.replace_checkpoint", full)
        with pytest.raises(StoreError):
            opened.store.checkpoint()
    before = (folder / "journal-2.jsonl").read_bytes()

    assert opened.store.checkpoint()

    assert (folder / "journal-2.jsonl").read_bytes() == before


def test_a_book_whose_checkpoint_was_deleted_opens_from_its_origin_and_its_journal(folder: Path) -> None:
    before = worked_on(folder).book
    (folder / "book.json").unlink()

    opened = open_store(folder)

    assert same(opened.book, before)
    assert "book.json was missing" in opened.notes[0]
    opened.store.close()
    assert (folder / "book.json").exists()
    assert same(open_store(folder).book, before)


def test_each_checkpoint_that_is_replaced_becomes_a_backup_that_opens(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for name in ("One", "Two"):
        done(desk.do(rename, (1, name)))
        opened.store.checkpoint()

    reader = checkpoint.Reader(SYSTEM, next((folder / "backups").glob("book-1-*.json")))

    assert reader.early()["accounts"][0].name == "One"
    reader.close()


def test_ids_are_never_used_twice_even_after_an_undo_and_a_restart(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    first = done(desk.do(log, (1, "x"))).edits[0].id
    done(desk.undo())
    opened.store.checkpoint()
    opened.store.close()

    opened = open_store(folder)
    desk = desk_over(opened.book, opened.store)

    assert done(desk.do(log, (1, "y"))).edits[0].id == first + 1


def test_ids_of_records_that_came_and_went_since_the_checkpoint_count_as_used(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    first = done(desk.do(log, (1, "x"))).edits[0].id
    done(desk.undo())
    opened.store.close()

    assert open_store(folder).book.next_ids().take("conversations") == first + 1


def test_everything_is_for_its_owner_only(folder: Path) -> None:
    opened = create_store(folder, small_book())
    done(desk_over(opened.book, opened.store).do(rename, (1, "x")))
    opened.store.checkpoint()
    opened.store.close()

    assert folder.stat().st_mode & 0o777 == 0o700
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_second_opening_reads_only_and_says_who_has_the_book(folder: Path) -> None:
    import os

    first = create_store(folder, small_book())

    second = open_store(folder)

    assert f"process {os.getpid()} on " in second.store.read_only
    assert second.notes == (second.store.read_only,)
    refusal = desk_over(second.book, second.store).do(rename, (1, "x"))
    assert isinstance(refusal, Refusal)
    assert refusal.kind is RefusalKind.READ_ONLY
    first.store.close()
    assert open_store(folder).store.read_only == ""


def test_a_reader_writes_nothing_at_all(folder: Path) -> None:
    worked_on(folder)
    with (folder / "journal-1.jsonl").open("ab") as file:
        file.write(b'["0000')
    before = contents(folder)

    opened = open_store(folder, read_only=True)
    opened.store.heads()
    opened.store.close()

    assert contents(folder) == before


def test_a_change_that_does_not_come_next_is_refused(folder: Path) -> None:
    opened = create_store(folder, small_book())
    change = change_of("edit", "x", []).stamped(seq=5, base=4, at=NOW, by="")

    with pytest.raises(StoreError, match="was changed in the meantime") as raised:
        opened.store.commit(change)

    assert raised.value.writable


def test_a_closed_store_takes_nothing(folder: Path) -> None:
    opened = worked_on(folder)
    change = change_of("edit", "x", []).stamped(seq=5, base=4, at=NOW, by="")

    with pytest.raises(StoreError, match="was closed"):
        opened.store.commit(change)
    opened.store.close()


def test_the_store_takes_the_desks_book_over_instead_of_making_its_own(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    desk.listen(lambda book, _: opened.store.advance(book))

    done(desk.do(rename, (1, "x")))

    assert opened.store.book is desk.book


def test_the_store_makes_the_same_book_when_nobody_hands_it_one(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for number in range(1, 100):
        done(desk.do(rename, (1, f"N{number}")))

    opened.store.advance(small_book())

    assert same(opened.store.book, desk.book)


# Folders that hold something else ---------------------------------------------------------------------------


def test_a_folder_that_holds_a_book_is_not_begun_anew(folder: Path) -> None:
    worked_on(folder)
    before = contents(folder)

    with pytest.raises(Taken, match="already"):
        create_store(folder, Book.of({}))

    assert contents(folder) == before


def test_a_journal_without_a_checkpoint_is_not_written_over(folder: Path) -> None:
    worked_on(folder)
    (folder / "book.json").unlink()
    (folder / "backups" / "origin.json").unlink()
    before = contents(folder)

    with pytest.raises(Taken, match=r"journal of a book without its book\.json"):
        create_store(folder, Book.of({}))
    with pytest.raises(NotABook, match=r"a journal but neither book\.json nor a backup"):
        open_store(folder)

    assert contents(folder) == before


def test_a_folder_without_a_book_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    assert not exists(tmp_path)
    with pytest.raises(NotABook, match="There is no book in"):
        open_store(tmp_path)
    with pytest.raises(NotABook, match="There is no folder"):
        open_store(tmp_path / "nowhere")
    with pytest.raises(NotABook, match="is a file"):
        open_store(tmp_path / "file")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf{}", "byte order mark"),
        (b'{"_default": {"1": {"name": "x"}}}', "another TinyDB file"),
        (b"\x00" * 5000, "no checkpoint"),
    ],
)
def test_a_foreign_book_file_is_refused_and_left_as_it_is(folder: Path, content: bytes, says: str) -> None:
    folder.mkdir()
    (folder / "book.json").write_bytes(content)

    with pytest.raises(NotABook, match=says):
        open_store(folder)
    with pytest.raises(Taken):
        create_store(folder, Book.of({}))

    assert contents(folder) == {"book.json": content}


# Damage -----------------------------------------------------------------------------------------------------


def test_an_unfinished_last_change_is_set_aside_and_said(folder: Path) -> None:
    before = worked_on(folder).book
    path = folder / "journal-1.jsonl"
    good = path.read_bytes()
    path.write_bytes(good + b'["00000312","000000')

    opened = open_store(folder)

    assert same(opened.book, before)
    assert "cut short" in opened.notes[0]
    assert path.read_bytes() == good
    (aside,) = folder.glob("torn-*")
    assert aside.read_bytes() == b'["00000312","000000'
    assert aside.stat().st_mode & 0o777 == 0o600


def test_damage_before_a_whole_line_is_refused_with_file_and_byte_and_nothing_is_written(folder: Path) -> None:
    worked_on(folder)
    path = folder / "journal-1.jsonl"
    data = bytearray(path.read_bytes())
    first = data.index(b"\n") + 1
    data[first + 60] ^= 4
    path.write_bytes(data)
    before = contents(folder)

    with pytest.raises(Damaged, match=rf"journal-1\.jsonl is damaged at byte {first}: a line is broken"):
        open_store(folder)

    assert contents(folder) == before
    with pytest.raises(Damaged):
        open_store(folder)


@pytest.mark.parametrize("gone", ["journal-1.jsonl", "journal-3.jsonl"])
def test_a_missing_segment_is_named(folder: Path, gone: str) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for number in range(1, 5):
        done(desk.do(rename, (1, f"N{number}")))
        if number == 2:
            assert opened.store._journal is not None
            opened.store._journal.roll()
    opened.store.close()
    (folder / gone).unlink()

    with pytest.raises(StoreError, match=rf"{gone} is missing"):
        open_store(folder)


def test_a_segment_of_another_book_is_noticed(folder: Path, tmp_path: Path) -> None:
    worked_on(folder)
    worked_on(tmp_path / "other")
    (folder / "journal-1.jsonl").write_bytes((tmp_path / "other" / "journal-1.jsonl").read_bytes())

    with pytest.raises(Damaged, match="belongs to another book"):
        open_store(folder)


def test_a_checkpoint_and_a_journal_that_parted_ways_are_noticed(folder: Path, tmp_path: Path) -> None:
    import shutil

    worked_on(folder)
    shutil.copytree(folder, tmp_path / "copy")
    for place, name in ((folder, "Here"), (tmp_path / "copy", "There")):
        opened = open_store(place)
        done(desk_over(opened.book, opened.store).do(rename, (1, name)))
        opened.store.checkpoint()
        opened.store.close()
    shutil.copy(tmp_path / "copy" / "book.json", folder / "book.json")

    with pytest.raises(Damaged, match=r"is not the one that book\.json was made of"):
        open_store(folder)


def test_damage_in_an_old_segment_shortens_the_history_and_says_so_but_the_book_opens(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for number in range(1, 5):
        done(desk.do(rename, (1, f"N{number}")))
        if number == 2:
            opened.store.checkpoint()
    opened.store.close()
    path = folder / "journal-1.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"N1"', b'"N9"', 1))

    again = open_store(folder)

    assert same(again.book, desk.book)
    assert [head.seq for head in again.store.heads()] == [3, 4]
    assert "before change 3 cannot be read: journal-1.jsonl is damaged" in again.store.history_gap
    with pytest.raises(KeyError):
        again.store.patches(1)


def test_the_book_as_it_was_after_any_change_is_the_same_from_now_and_from_a_backup(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    books = [desk.book]
    for number in range(1, 9):
        done(desk.do(assign, (number % 6 + 1, number % 3 + 1)))
        books.append(desk.book)
        if number % 3 == 0:
            opened.store.checkpoint()
    opened.store.close()
    store = open_store(folder).store

    for bytes_per_change in (1, 1 << 30):  # no backup is near enough; every one is
        monkeypatch.setattr("data.store.bookstore._BYTES_PER_CHANGE", bytes_per_change)
        for seq, then in enumerate(books):
            past = store.past(seq)
            assert past.seq == seq
            assert {name: table.all() for name, table in past.tables.items()} == {
                name: table.all() for name, table in then.tables.items()
            }
    with pytest.raises(KeyError):
        store.past(-1)


def test_a_newer_format_opens_for_reading_only_without_the_fields_it_does_not_know(folder: Path) -> None:
    worked_on(folder)
    with open_store(folder).store as store:
        store.checkpoint()
    newer = newer_checkpoint(folder / "book.json")
    (folder / "book.json").write_bytes(newer)

    opened = open_store(folder)

    assert "newer Bookshift" in opened.store.read_only
    assert opened.book.accounts[1].name == "Acme [/EMEA]"
    opened.store.close()
    assert (folder / "book.json").read_bytes() == newer


def test_of_a_newer_format_the_checkpoint_is_shown_and_what_came_since_is_said_not_to_be(folder: Path) -> None:
    worked_on(folder)
    with open_store(folder).store as store:
        store.checkpoint()
        shown = store.book
        done(desk_over(store.book, store).do(rename, (1, "Since the checkpoint")))
    for path, made in (
        (folder / "book.json", newer_checkpoint),
        *((p, newer_segment) for p in folder.glob("journal-*")),
    ):
        path.write_bytes(made(path))
    before = contents(folder)

    opened = open_store(folder)

    assert "newer Bookshift" in opened.store.read_only
    assert "last wrote its checkpoint is not shown" in " ".join(opened.notes)
    assert records(opened.book) == records(shown)
    assert opened.store.look().lost == ""
    assert list(opened.store.heads()) == []
    assert opened.store.history_gap
    opened.store.close()
    assert contents(folder) == before


def test_loading_leaves_the_garbage_collector_on(folder: Path) -> None:
    import gc

    create_store(folder, small_book(accounts=2_000)).store.close()
    gc.unfreeze()

    opened = open_store(folder)

    assert gc.isenabled()
    assert gc.get_freeze_count() > 2_000
    gc.unfreeze()
    opened.store.close()
