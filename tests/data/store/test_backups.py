from __future__ import annotations

import errno
from datetime import date, timedelta
from pathlib import Path

from data.store import backups
from data.store.backups import Backup, superfluous
from data.store.store import create_store, open_store
from data.store.system import SYSTEM, System
from tests.data.store.books import desk_over, done, rename, same, small_book

TODAY = date(2026, 3, 31)


def made(seq: int, days_ago: int) -> Backup:
    day = TODAY - timedelta(days=days_ago)
    return Backup(seq, day, Path(f"book-{seq}-{day}.json"))


def test_the_last_ten_are_kept_whatever_their_age() -> None:
    old = [made(seq, 400) for seq in range(1, 13)]

    assert [backup.seq for backup in superfluous(old, TODAY)] == [1, 2]


def test_the_newest_of_each_of_the_last_thirty_days_is_kept() -> None:
    three_a_day = [made(1_000 - days_ago * 10 + turn, days_ago) for days_ago in range(40) for turn in range(3)]

    gone = superfluous(three_a_day, TODAY)
    kept = [backup for backup in three_a_day if backup not in gone]

    last_ten = sorted(three_a_day)[-10:]
    newest_of_days = [backup for backup in three_a_day if backup.seq % 10 == 2 and backup.day > TODAY - timedelta(30)]
    newest_of_february = [backup for backup in three_a_day if backup.seq % 10 == 2 and backup.day == date(2026, 2, 28)]
    assert sorted(kept) == sorted({*last_ten, *newest_of_days, *newest_of_february})
    assert len(newest_of_days) == 30


def test_the_newest_of_each_of_the_last_twelve_months_is_kept() -> None:
    one_a_week = [made(2_000 - days_ago, days_ago) for days_ago in range(0, 700, 7)]

    gone = superfluous(one_a_week, TODAY)
    old = [backup for backup in one_a_week if backup not in gone and backup.day <= TODAY - timedelta(70)]

    assert [f"{backup.day:%Y-%m}" for backup in sorted(old)] == [
        *("2025-04", "2025-05", "2025-06", "2025-07", "2025-08", "2025-09"),
        *("2025-10", "2025-11", "2025-12"),
    ]


def test_checkpoints_are_pruned_by_the_rule_and_the_origin_stays(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    for number in range(15):
        done(desk.do(rename, (1, f"N{number}")))
        opened.store.checkpoint()

    assert [backup.seq for backup in backups.kept(SYSTEM, folder)] == list(range(5, 15))
    assert (folder / "backups" / backups.ORIGIN).exists()


def test_a_backup_reads_as_the_book_it_was(folder: Path) -> None:
    opened = create_store(folder, small_book())
    desk = desk_over(opened.book, opened.store)
    books = [desk.book]
    for number in range(3):
        done(desk.do(rename, (1, f"N{number}")))
        books.append(desk.book)
        opened.store.checkpoint()

    for backup in backups.kept(SYSTEM, folder):
        assert same(backups.read(SYSTEM, backup.path), books[backup.seq])


class NoLinks(System):
    def link(self, source: Path, target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")


def test_a_file_system_without_links_gets_copies(folder: Path) -> None:
    opened = create_store(folder, small_book(), system=NoLinks())
    done(desk_over(opened.book, opened.store).do(rename, (1, "One")))
    opened.store.checkpoint()
    opened.store.close()

    (backup,) = backups.kept(SYSTEM, folder)
    assert same(backups.read(SYSTEM, backup.path), small_book())
    (folder / "book.json").unlink()
    assert open_store(folder).book.accounts[1].name == "One"
