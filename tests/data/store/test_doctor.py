from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from core.accounts import Account
from core.book.book import Book
from core.book.difference import difference
from core.people import Person
from core.schema import TABLES
from core.seats import Tenure, person_holder
from data.store import place
from data.store.doctor import Report, examine
from data.store.salvage import salvage
from data.store.store import create_store, open_store
from data.store.system import SYSTEM, System
from tests.data.store.books import DAY, contents
from tests.data.store.damage import DAMAGE, Damage, edit, flip, lived


def looked_at(folder: Path, system: System = SYSTEM) -> Report:
    """A report; looking must not have changed a byte."""
    before = contents(folder)
    report = examine(folder, system=system, mounts="")
    assert contents(folder) == before
    return report


def words(report: Report) -> str:
    return "\n".join([*(trouble.says for trouble in report.troubles), *(fault.says for fault in report.faults)])


def mends(report: Report) -> str:
    return "\n".join([*(trouble.mend for trouble in report.troubles), *(fault.mend for fault in report.faults)])


def test_a_healthy_book_is_said_to_be_so(folder: Path) -> None:
    lived(folder)

    report = looked_at(folder)

    assert report.sound
    assert report.troubles == ()
    assert report.faults == ()
    facts = "\n".join(report.facts)
    assert "6 accounts, 3 people and 8 conversations, and is at change 5" in facts
    assert "2 changes ago" in facts
    assert "Saving one change takes the disk" in facts


@pytest.mark.parametrize("case", DAMAGE, ids=lambda case: case.name)
def test_each_kind_of_damage_is_said_in_words_with_what_to_do(folder: Path, case: Damage) -> None:
    lived(folder)
    lived(folder.parent / "other")
    case.harm(folder)

    report = looked_at(folder, case.system)

    told = f"{words(report)}\n{mends(report)}"
    assert case.says in told
    assert case.mend in told
    assert (report.book is not None) == case.opens
    assert report.sound == case.harmless


@pytest.mark.parametrize("case", DAMAGE, ids=lambda case: case.name)
def test_the_page_on_the_store_tells_of_each_kind(case: Damage) -> None:
    page = " ".join((Path(__file__).parents[3] / "docs" / "store.md").read_text().split())

    assert case.says in page
    assert case.mend in page


@pytest.mark.parametrize("case", [case for case in DAMAGE if case.salvaged], ids=lambda case: case.name)
def test_what_can_be_saved_is_saved_and_what_is_lost_is_listed(folder: Path, case: Damage, tmp_path: Path) -> None:
    before = lived(folder)
    lived(folder.parent / "other")
    case.harm(folder)
    bytes_before = contents(folder)

    saved = salvage(folder)

    assert contents(folder) == bytes_before
    if not saved.lost:
        assert difference(saved.book, before).equal
    else:
        assert sum(map(len, saved.book.tables.values())) >= sum(map(len, before.tables.values())) - 4
    made = create_store(tmp_path / "new", saved.book)
    assert examine(tmp_path / "new", mounts="").sound
    made.store.close()


def test_a_damaged_checkpoint_costs_nothing_while_a_backup_and_the_journal_are_whole(folder: Path) -> None:
    before = lived(folder)
    flip(folder / "book.json", 4000)

    saved = salvage(folder)

    assert saved.lost == ()
    assert difference(saved.book, before).equal
    assert "book-2-" in saved.base


def test_without_any_whole_checkpoint_the_lines_that_read_are_saved(folder: Path) -> None:
    lived(folder)
    shutil.rmtree(folder / "backups")
    edit(folder / "book.json", '{"id":3,"name":"Account 3"', '{"id":3,"nome":"Account 3"')

    saved = salvage(folder)

    assert sorted(saved.book.accounts) == [1, 2, 4, 5, 6]
    assert saved.book.accounts[4].name == "Four"
    said = "\n".join(saved.lost)
    assert "Account 3 of book.json does not read." in said
    assert "Tenure 3 referred to something that is lost, and was removed." in said


def test_a_change_that_does_not_read_is_stepped_over(folder: Path) -> None:
    lived(folder)
    path = folder / "journal-4.jsonl"
    first = path.read_bytes().index(b"\n") + 1
    flip(path, first + 100)

    saved = salvage(folder)

    assert "Change 4 cannot be read." in saved.lost
    assert saved.book.accounts[4].name == "Account 4"
    assert saved.book.conversations_of(4)[-1].summary == "Said last"


def test_faults_among_the_records_are_reported_with_what_mending_does(folder: Path) -> None:
    broken = Book.of(
        {
            "people": [Person(id=1, name="Ana")],
            "accounts": [Account(id=1, name="Acme", parent=9)],
            "holders": [Tenure(id=1, account=1, seat="csm", holder=person_holder(8), since=DAY)],
        }
    )
    create_store(folder, broken).store.close()

    report = looked_at(folder)

    assert not report.sound
    assert [fault.mend for fault in report.faults] == ["Empty parent.", "Remove tenure 1."]
    assert "refers to person 8" in report.faults[1].says
    assert open_store(folder).book.accounts[1].parent == 9


def test_a_folder_without_a_book_is_said_so(tmp_path: Path) -> None:
    report = examine(tmp_path / "none")

    assert not report.sound
    assert "There is no folder" in words(report)
    assert not examine(tmp_path, mounts="").sound


# Places -----------------------------------------------------------------------------------------------------

MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:50 / /mnt/team rw - nfs4 server:/x rw
31 22 0:51 / /mnt/my\\040drive rw - cifs //server/y rw
"""


def test_the_kind_of_disk_is_that_of_the_nearest_mount() -> None:
    assert place.kind_of(Path("/home/mia/book"), MOUNTS) == "ext4"
    assert place.kind_of(Path("/mnt/team/book"), MOUNTS) == "nfs4"
    assert place.kind_of(Path("/mnt/my drive/book"), MOUNTS) == "cifs"
    assert place.kind_of(Path("/mnt/teamwork"), MOUNTS) == "ext4"
    assert place.kind_of(Path("/x"), "") == ""


PRINTED = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)
//mia@server/team on /Volumes/Our team (smbfs, nodev, nosuid, mounted by mia)
"""


def test_the_kind_of_disk_is_known_on_macos_and_for_another_machines_folder_on_windows() -> None:
    assert place.kind_of(Path("/Users/mia/book"), PRINTED) == "apfs"
    assert place.kind_of(Path("/Volumes/Our team/book"), PRINTED) == "smbfs"
    assert place.kind_of(Path("//server/team/book"), "") == "smbfs"


@pytest.mark.parametrize(
    ("path", "kind", "says"),
    [
        ("/mnt/team/book", "nfs4", "network drive (nfs4)"),
        ("/home/mia/Dropbox/book", "ext4", "a folder of Dropbox"),
        ("/Users/mia/Library/Mobile Documents/book", "", "a folder of iCloud Drive"),
        ("C:/Users/mia/OneDrive - Acme/book", "", "a folder of OneDrive"),
    ],
)
def test_places_where_others_meddle_are_warned_of(path: str, kind: str, says: str) -> None:
    (warning,) = place.warnings(Path(path), kind)

    assert says in warning


def test_a_local_disk_is_nothing_to_warn_of() -> None:
    assert place.warnings(Path("/home/mia/book"), "ext4") == []
    assert place.conflicts(["book.json", "journal-1.jsonl", "torn-1-2-3"]) == []
    assert place.conflicts(["journal-1 (1).jsonl", "book.sync-conflict-2026.json"]) == [
        "journal-1 (1).jsonl",
        "book.sync-conflict-2026.json",
    ]


def test_every_table_can_be_named() -> None:
    assert all(spec.one for spec in TABLES)
