"""Every call to the system failing, once and for good: before or after, said, and writable or not as designed."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.book.book import Book
from core.desk import Done
from core.errors import Refusal, RefusalKind, StoreError
from data.store.store import create_store, open_store
from tests.data.store.books import assign, desk_over, done, log, rename, same
from tests.data.store.disk import Disk, Frozen, states
from tests.data.store.failing import Failing
from tests.data.store.life import FOLDER, Session, first_book, new_disk
from tests.data.store.processes import started

CODES = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS)
EVERY_CODE = bool(os.environ.get("BOOKSHIFT_EVERY_CODE"))
"""Set for the long run: each call with each error; otherwise the errors take turns."""

OPERATIONS = 60
CHECKPOINTS = (20, 45)
REOPENS = (44,)
AFTERWARDS = 6
"""Operations that are done after the failure; then a checkpoint, and the end."""


class Run:
    """Sixty operations on a disk of which a call fails; what the user saw of it."""

    def __init__(self, disk: Disk, system: Failing) -> None:
        self.disk = disk
        self.system = system
        self.books: dict[int, Book] = {}
        """The book after each change that was acknowledged or that may have reached the disk."""
        self.told: list[str] = []
        """What the user was told when something failed."""
        self.sure = 0
        """The last acknowledged change."""

    def go(self) -> None:
        """Do the operations; everything that fails must fail with a sentence and leave the book as it was."""
        try:
            session = Session(self.system, open_store(FOLDER, system=self.system))
        except StoreError as error:
            self.told.append(str(error))
            return
        self.books[session.desk.book.seq] = session.desk.book
        afterwards = 0
        for number in range(OPERATIONS):
            self._edit(session, number)
            afterwards += bool(self.system.failed)
            if number in CHECKPOINTS or afterwards == AFTERWARDS:
                self._checkpoint(session)
            if afterwards == AFTERWARDS:
                break
            if number in REOPENS:
                try:
                    session.reopen()
                except StoreError as error:
                    self.told.append(str(error))
                    return
                assert session.desk.book.seq >= self.sure
                assert same(session.desk.book, self.books[session.desk.book.seq])
                if not session.desk.read_only:
                    self.sure = session.desk.book.seq
                else:
                    self.told.append(session.desk.read_only)
        session.opened.store.close()

    def _edit(self, session: Session, number: int) -> None:
        before, failed = session.desk.book, self.system.failed
        read_only = session.desk.read_only
        use_case = (rename, assign, log)[number % 3]
        request: object = (number % 2 + 1, number % 2 + 1) if use_case is assign else (number % 2 + 1, f"Text {number}")
        outcome = session.desk.do(use_case, request)  # type: ignore[arg-type]
        if isinstance(outcome, Done):
            assert failed or self.system.failed != "sync", "a flush failed and the change was acknowledged"
            self.sure = session.desk.book.seq
            self.books[self.sure] = session.desk.book
            return
        assert session.desk.book is before
        self.told.append(outcome.says)
        if read_only:
            assert outcome.kind is RefusalKind.READ_ONLY
            return
        assert outcome.kind is RefusalKind.STORE
        assert self.system.failed
        trial = session.desk.preview(use_case, request)  # type: ignore[arg-type]
        if not isinstance(trial, Refusal):
            self.books[before.seq + 1] = trial[1]
        if not failed:
            self._as_designed(session, self.system.failed, outcome.says)

    def _as_designed(self, session: Session, call: str, says: str) -> None:
        """A failed write is taken back and work goes on; a failed flush ends it."""
        if call == "sync":
            assert "can only be read until it is opened again" in session.desk.read_only
            assert "while it was flushed" in says
        elif not self.system.for_good:
            assert session.desk.read_only == ""
            assert "Everything saved before is safe" in says

    def _checkpoint(self, session: Session) -> None:
        if session.desk.read_only:
            return
        failed, said = self.system.failed, ""
        try:
            session.opened.store.checkpoint()
        except StoreError as error:
            said = str(error)
            self.told.append(said)
        if said and not failed and not self.system.for_good:
            assert bool(session.desk.read_only) == (self.system.failed in ("sync", "sync folder"))


def begun() -> Disk:
    """A disk with a book that has one change; made once, and copied."""
    return next(states(_begun(), random.Random(0), 1))


@functools.cache
def _begun() -> Frozen:
    disk = new_disk()
    opened = create_store(FOLDER, first_book(), system=disk)
    done(desk_over(opened.book, opened.store).do(rename, (1, "Begun")))
    opened.store.close()
    disk.sync_folder(FOLDER)
    for file in disk.folders[FOLDER].names.values():
        file.kept = bytes(file.data)
        file.waiting.clear()
    disk.sync_folder(FOLDER / "backups")
    return disk.frozen()


def calls_of_a_healthy_run() -> list[str]:
    system = Failing(begun())
    Run(system._inner, system).go()  # type: ignore[arg-type]
    return system.log


def failures() -> Iterator[tuple[int, bool, int]]:
    for number, _ in enumerate(calls_of_a_healthy_run()):
        for for_good in (False, True):
            for code in CODES if EVERY_CODE else (CODES[(number + for_good) % len(CODES)],):
                yield number, for_good, code


def test_whatever_call_fails_nothing_acknowledged_is_lost_and_the_user_is_told() -> None:
    cases = silent = 0
    for number, for_good, code in failures():
        disk = begun()
        system = Failing(disk)
        system.fails_at, system.for_good, system.code = number, for_good, code
        run = Run(disk, system)

        run.go()

        where = f"call {number} ({system.failed}), for good: {for_good}, {errno.errorcode[code]}"
        assert system.failed, where
        silent += not run.told
        after_a_cut = next(states(disk.frozen(), random.Random(1), 1))
        again = open_store(FOLDER, system=after_a_cut)
        assert again.store.read_only == "", where
        assert again.book.seq >= run.sure, where
        if again.book.seq in run.books:
            assert same(again.book, run.books[again.book.seq]), where
        else:
            assert run.sure == 0, where
        done(desk_over(again.book, again.store).do(rename, (1, "Goes on")))
        cases += 1
    print(f"{cases} failures, {silent} of them without consequence")
    assert cases >= 300


def _healthy(disk: Disk) -> Disk:
    """The same disk for a new process: whoever had it locked is gone."""
    disk._locked.clear()
    return disk


@pytest.mark.parametrize("code", CODES)
def test_a_book_that_cannot_be_begun_leaves_a_folder_where_one_can_be(code: int) -> None:
    healthy = Failing(new_disk())
    create_store(FOLDER, first_book(), system=healthy).store.close()

    for number in range(len(healthy.log)):
        disk = new_disk()
        system = Failing(disk)
        system.fails_at, system.code, system.for_good = number, code, True
        with contextlib.suppress(StoreError):
            create_store(FOLDER, first_book(), system=system).store.close()
        assert system.failed
        _healthy(disk)
        try:
            made = open_store(FOLDER, system=disk)
        except StoreError:
            made = create_store(FOLDER, first_book(), system=disk)
        assert same(made.book, first_book()), number
        assert made.store.read_only == ""


def test_a_short_write_is_continued() -> None:
    class Slow(Disk):
        def write(self, handle: int, data: bytes | memoryview, at: int) -> int:
            return super().write(handle, data[:100], at)

    disk = Slow()
    disk.folders.update(new_disk().folders)
    opened = create_store(FOLDER, first_book(), system=disk)
    desk = desk_over(opened.book, opened.store)
    done(desk.do(log, (1, "long " * 300)))
    opened.store.close()

    assert same(open_store(FOLDER, system=disk).book, desk.book)


def test_a_folder_that_cannot_be_written_opens_for_reading_only_and_says_why() -> None:
    disk = begun()
    system = Failing(disk)
    system.code, system.for_good, system.fails_at = errno.EROFS, True, 1
    healthy = Failing(disk)
    open_store(FOLDER, system=healthy).store.close()
    assert healthy.log.index("open to write") == 1

    opened = open_store(FOLDER, system=system)

    assert opened.store.read_only == (
        "This book is open for reading only: its folder cannot be written, because the disk is read-only."
    )
    assert opened.notes == (opened.store.read_only,)
    assert opened.book.accounts[1].name == "Begun"


def test_a_full_disk_does_not_keep_a_book_from_being_opened() -> None:
    disk = begun()
    system = Failing(disk)
    system.code, system.for_good, system.fails_at = errno.ENOSPC, True, 3
    healthy = Failing(disk)
    open_store(FOLDER, system=healthy).store.close()
    assert healthy.log[2:5] == ["lock", "truncate", "write"]

    opened = open_store(FOLDER, system=system)

    assert opened.store.read_only == ""


def test_nothing_is_left_behind_by_a_checkpoint_that_failed() -> None:
    disk = begun()
    opened = open_store(FOLDER, system=disk)
    system = Failing(disk)
    opened.store._system = system
    system.code, system.fails_at = errno.ENOSPC, 3

    with pytest.raises(StoreError, match="The checkpoint was not written, because the disk is full"):
        opened.store.checkpoint()

    assert "book.json.tmp" not in disk.names(FOLDER)
    assert opened.store.checkpoint()


def test_a_line_whose_flush_failed_is_not_built_upon_until_it_is_on_the_disk() -> None:
    disk = begun()
    system = Failing(disk)
    opened = open_store(FOLDER, system=system)
    desk = desk_over(opened.book, opened.store)
    system.fails_at, system.code, system.for_good = system.count + 1, errno.EIO, True
    assert isinstance(desk.do(rename, (1, "Never flushed")), Refusal)
    assert system.failed == "sync"

    # Another process finds the line where the system keeps it, and goes on from it; then the power goes.
    again = open_store(FOLDER, system=_healthy(disk))
    assert again.book.accounts[1].name == "Never flushed"
    further = desk_over(again.book, again.store)
    done(further.do(rename, (2, "Saved")))

    survived = open_store(FOLDER, system=next(states(disk.frozen(), random.Random(1), 1)))
    assert same(survived.book, further.book)


@pytest.mark.skipif(os.name != "posix", reason="limits of file sizes are a thing of POSIX systems")
def test_a_write_that_the_system_cuts_short_is_taken_back_and_work_goes_on(folder: Path) -> None:
    create_store(folder, first_book()).store.close()
    process = started("tests.data.store.squeezed", str(folder))
    said, _ = process.communicate()

    refused, small, long, state = said.splitlines()
    assert refused.startswith("The change was not saved, because")
    assert (small, long, state) == ("saved", "saved", "writable")
    opened = open_store(folder)
    assert [head.kind for head in opened.store.heads()] == ["edit", "log"]
    assert opened.notes == ()
